"""A deputy head tries the school's draft act on last year's workbook: «otbor score»."""

import csv
from pathlib import Path

import pytest

from otbor.app import edge
from otbor.app.cli import application

ROOT = Path(__file__).parents[2]
SCHEMES, CASES = ROOT / "resources" / "schemes", ROOT / "tests" / "cases"
PARTS = {
    "percent": ("russian", "mathematics", "elective"),
    "average": ("certificate", "marks", "honours", "olympiads"),
}


def otbor(*arguments: str | Path) -> int:
    """Run a command of the program; gives its exit code."""
    return edge.run(lambda: application()([str(a) for a in arguments], prog_name="otbor", standalone_mode=False))


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def golden_keys(case: str, row: dict[str, str]) -> str:
    """Our columns as the golden file writes its key."""
    if case == "percent":
        return f"{row['total']} {row['preference'] == '1'} {row['average']}"
    return f"{row['total']} {row['additional_test']}"


@pytest.mark.parametrize("case", ["percent", "average"])
def test_a_rating_by_a_scheme_is_the_golden_one(case: str, tmp_path: Path) -> None:
    out = tmp_path / "rating.csv"
    assert otbor("score", SCHEMES / f"{case}.toml", CASES / case / "applicants.xlsx", "--out", out) == 0
    ours = {(row["group"], row["number"]): row for row in table(out)}
    golden = table(CASES / case / "rating.csv")
    assert len(ours) == len(golden)
    for row in golden:
        mine = ours[row["track"], row["no"]]
        if row["place"].isdigit():
            assert mine["place"] == row["place"], row
            key = row["key"].removeprefix("True ").removeprefix("False ") if case == "average" else row["key"]
            assert golden_keys(case, mine) == key
        else:
            assert not mine["place"].isdigit()
            assert mine["place"].strip()
        assert [mine[column] or "None" for column in PARTS[case]] == row["parts"].split()


@pytest.mark.parametrize(("option", "golden"), [("--appeals", "final"), ("--no-appeals", "preliminary")])
def test_licey8_needs_no_database_to_be_rated(option: str, golden: str, tmp_path: Path) -> None:
    out = tmp_path / "rating.csv"
    workbook = CASES / "licey8" / "applications.xlsx"
    assert otbor("score", SCHEMES / "licey8.toml", workbook, "--out", out, option) == 0
    columns = ("marks", "portfolio", "test1", "test2", "total", "tie_16.2", "tie_16.1", "tie_16.3")
    words = {"ниже минимума": "below minimum", "не явился": "absent"}
    ours = {
        (r["group"], r["number"]): (words.get(r["place"].split(":")[0], r["place"]), *(r[c] for c in columns))
        for r in table(out)
    }
    theirs = {
        (r["group"], r["no"]): (r["place"], *(r[c] for c in columns)) for r in table(CASES / "licey8" / f"{golden}.csv")
    }
    assert ours == theirs


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["score"], 2, "SCHEME"),
        (["scor"], 2, "otbor"),
        (["score", "--colour"], 2, "--colour"),
        (["score", "{tmp}/none.toml", "{book}", "--out", "{tmp}/x.csv"], 1, "none.toml"),
        (["score", "{percent}", "{tmp}/none.xlsx", "--out", "{tmp}/x.csv"], 1, "none.xlsx"),
        (["score", "{percent}", "{font}", "--out", "{tmp}/x.csv"], 1, "Tinos-Bold.ttf"),
        (["score", "{percent}", "{licey8}", "--out", "{tmp}/x.csv"], 1, "Участники"),
        (["score", "{percent}", "{book}", "--out", "{tmp}/none/x.csv"], 1, "x.csv"),
        (["score", "{percent}", "{book}", "--out", "{tmp}"], 1, "папка"),
        (["score", "{wrong}", "{book}", "--out", "{tmp}/x.csv"], 1, "алхимия"),
        (["score", "{alone}", "{book}", "--out", "{tmp}/x.csv"], 1, "alone.mapping.toml"),
    ],
)
def test_a_mistake_is_answered_by_a_sentence(
    arguments: list[str], code: int, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    percent = (SCHEMES / "percent.toml").read_text("utf-8")
    (tmp_path / "alone.toml").write_text(percent, "utf-8")
    (tmp_path / "wrong.toml").write_text(percent.replace('"физика"', '"алхимия"'), "utf-8")
    places = {
        "tmp": tmp_path,
        "percent": SCHEMES / "percent.toml",
        "book": CASES / "percent" / "applicants.xlsx",
        "licey8": CASES / "licey8" / "applications.xlsx",
        "font": ROOT / "resources" / "fonts" / "Tinos-Bold.ttf",
        "alone": tmp_path / "alone.toml",
        "wrong": tmp_path / "wrong.toml",
    }
    before = sorted(tmp_path.iterdir())
    assert otbor(*(a.format(**places) for a in arguments)) == code
    captured = capfd.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert sorted(tmp_path.iterdir()) == before


def test_every_fault_of_a_workbook_is_named_and_nothing_is_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.csv"
    workbook = CASES / "licey8" / "applications-with-faults.xlsx"
    assert otbor("score", SCHEMES / "licey8.toml", workbook, "--out", out) == 1
    said = capfd.readouterr().err
    for cell in ("Заявления!N9", "Заявления!L20", "Заявления!A30", "Испытания!B9", "Испытания!B13", "Достижения!F10"):
        assert cell in said
    assert not out.exists()
