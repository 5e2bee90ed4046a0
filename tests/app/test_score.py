"""A deputy head tries the school's draft act on last year's workbook: «otbor score»."""

import csv
from pathlib import Path

import pytest
import xlsxwriter

from otbor.app import edge
from otbor.app.cli import application
from otbor.domain.findings import Finding
from otbor.wording.findings import sentence

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


SCHEME = """
title = "Правила"
version = "1"
grade = 8
lists = [{ id = "own", title = "Перечень школы", events = ["Турнир Городов"] }]
groups = [{ code = "8А", title = "математический", in_depth = ["математика"] }]
tests = [{ name = "математика", maximum = 20 }]
[[components]]
id = "test"
title = "Испытание"
source = "test"
choice = { take = "all", names = ["математика"] }
[[components]]
id = "portfolio"
title = "Портфолио"
source = "achievements"
subjects = { sets = ["in_depth"] }
rows = [
    { category = "16.2", level = "региональный", results = { "победитель" = 10 } },
    { category = "16.3", listed = "own", results = { "победитель" = 4 } },
]
"""
MAPPING = """
[participants]
sheet = "Дети"
number = "№"
groups = ["Группа"]
values = [{ column = "Тест", kind = "test", name = "математика" }]
[achievements]
sheet = "Дипломы"
number = "№"
event = "Событие"
category = "Пункт"
level = "Этап"
result = "Итог"
subject = "Предмет"
"""
CHILDREN = (("№", "Группа", "Tест"), (1, "8A", 12), (2, "8а", 11))  # Latin «T», Latin «A»: nobody sees the difference


def own_case(folder: Path, *diplomas: tuple[object, ...], children: tuple[tuple[object, ...], ...] = CHILDREN) -> Path:
    """A scheme of its own with its mapping and workbook in ``folder``; gives the workbook."""
    (folder / "own.toml").write_text(SCHEME, "utf-8")
    (folder / "own.mapping.toml").write_text(MAPPING, "utf-8")
    header = ("№", "Событие", "Пункт", "Этап", "Итог", "Предмет")
    with xlsxwriter.Workbook(folder / "own.xlsx") as workbook:
        for name, rows in (("Дети", children), ("Дипломы", (header, *diplomas))):
            sheet = workbook.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return folder / "own.xlsx"


def test_words_that_would_lose_points_are_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workbook = own_case(
        tmp_path,
        (1, "ВсОШ", "16.2", "Региональный этап", "победитель", "матем."),
        (2, "«Турнир городов»", "16.3", None, "Победитель", "математика"),
        (2, "ВсОШ", "16.2", "регионалный", "победитель", "математика"),
        (2, "ВсОШ", "16.2", "региональный", "побидитель", "математика"),
        (2, "ВсОШ", "16.2", "региональный", "призёр", "математика"),  # a known word: the scheme gives nothing for it
        (2, "ВсОШ", "16.2", "муниципальный", "победитель", "математика"),
        (2, "ВсОШ", "16,2", "региональный", "победитель", "математика"),
        (2, "ВсОШ", "16.2", "региональный", None, "математика"),
        (2, "ВсОШ", "16.2", "региональный", "победитель", "матиматика"),
        (2, "ВсОШ", "16.2", "региональный", "победитель", "физика"),
    )
    assert otbor("score", tmp_path / "own.toml", workbook, "--out", tmp_path / "out.csv") == 0
    assert [(r["number"], r["total"]) for r in table(tmp_path / "out.csv")] == [("1", "22"), ("2", "15")]
    doubts = [line for line in capfd.readouterr().out.splitlines() if line.startswith("Дипломы, строка")]
    words = ("регионалный", "побидитель", "16,2", "Результат не указан", "матиматика")
    assert len(doubts) == len(words)
    assert all(word in doubt for word, doubt in zip(words, doubts, strict=True))


def test_the_name_of_an_event_stays_as_it_is_written(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workbook = own_case(tmp_path, (2, "турнир городов", "16.3", None, "победитель", "математика"))
    assert otbor("scheme", "show", tmp_path / "own.toml") == 0
    assert "Перечень школы: Турнир Городов." in capfd.readouterr().out
    assert otbor("scheme", "explain", tmp_path / "own.toml", workbook, "2") == 0
    assert "Турнир Городов, математика, победитель — 4" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("children", "diplomas", "said"),
    [
        (CHILDREN[:1], (), "На листе «Дети» нет ни одного участника"),
        (CHILDREN, ((None, "ВсОШ", "16.2", None, "победитель", None),), "Дипломы!A2: Не указан номер"),
    ],
)
def test_a_workbook_without_a_participant_is_named(
    children: tuple[tuple[object, ...], ...],
    diplomas: tuple[tuple[object, ...], ...],
    said: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    workbook = own_case(tmp_path, *diplomas, children=children)
    assert otbor("score", tmp_path / "own.toml", workbook, "--out", tmp_path / "out.csv") == 1
    assert said in capfd.readouterr().err


def test_a_wrong_word_of_the_mapping_says_which_there_are(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    workbook = own_case(tmp_path)
    (tmp_path / "own.mapping.toml").write_text(MAPPING.replace('"test"', '"tests"'), "utf-8")
    assert otbor("score", tmp_path / "own.toml", workbook, "--out", tmp_path / "out.csv") == 1
    assert "«tests»; возможны: mark, exam, test, fact, expert" in capfd.readouterr().err


LATER = "резерв; номер — после решения комиссии"
GROUPS = """
groups = [
    { code = "8А", title = "а", in_depth = ["математика"], seats = 1 },
    { code = "8Б", title = "б", in_depth = ["математика"], seats = 1 },
]
"""
WISHES = (
    ("№", "Группа", "Вторая", "Тест"),
    (1, "8А", "8Б", 12),
    (2, "8А", "8Б", 12),
    (3, "8Б", None, 11),
    (4, "8А", None, 9),
)


@pytest.mark.parametrize(
    ("by", "seats"),
    [
        (
            "wishes",
            {
                ("8А", "1"): "решает комиссия: мест 1, равных 2",
                ("8А", "2"): "решает комиссия: мест 1, равных 2",
                ("8А", "4"): LATER,
                ("8Б", "1"): "ждёт решения комиссии в группе 8А, которую назвал раньше",
                ("8Б", "2"): "ждёт решения комиссии в группе 8А, которую назвал раньше",
                ("8Б", "3"): "место",
            },
        ),
        (
            "independent",
            {
                ("8А", "1"): "решает комиссия: мест 1, равных 2",
                ("8А", "2"): "решает комиссия: мест 1, равных 2",
                ("8А", "4"): LATER,
                ("8Б", "1"): "решает комиссия: мест 1, равных 2",
                ("8Б", "2"): "решает комиссия: мест 1, равных 2",
                ("8Б", "3"): LATER,
            },
        ),
    ],
)
def test_seats_are_settled_as_far_as_no_commission_is_asked(
    by: str, seats: dict[tuple[str, str], str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    scheme, mapping, out = tmp_path / "own.toml", tmp_path / "own.mapping.toml", tmp_path / "seats.csv"
    score = ("score", scheme, own_case(tmp_path), "--out", tmp_path / "x.csv", "--seats", out)
    assert otbor(*score) == 1
    assert sentence(Finding("scheme.no_seats")) in " ".join(capfd.readouterr().err.split())
    own_case(tmp_path, children=WISHES)
    text = SCHEME.replace(next(line for line in SCHEME.splitlines() if line.startswith("groups")), GROUPS)
    scheme.write_text(text.replace("lists =", f'seats = {{ by = "{by}" }}\nlists ='), "utf-8")
    mapping.write_text(MAPPING.replace('["Группа"]', '["Группа", "Вторая"]'), "utf-8")
    assert otbor(*score) == 0
    assert {(row["group"], row["number"]): row["seat"] for row in table(out)} == seats
