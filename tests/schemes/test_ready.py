"""Every ready scheme rates its workbook as separate, naive code does, from the command line and from nothing else."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from otbor.app import edge
from otbor.app.cli import application
from otbor.domain.scheme import identity
from otbor.exchange.score_mapping import load_score_mapping
from otbor.services.trial import read_scheme
from otbor.support.places import resources
from tests.schemes.make import CASES, HERE, expected, naive
from tests.schemes.simple import Case, dice, read, table, write

SCHEMES = resources() / "schemes"
READY = sorted(path for path in SCHEMES.glob("*.toml") if not path.name.endswith(".mapping.toml"))
OLDER = {"licey8", "percent", "average"}  # compared with the golden cases


def otbor(*arguments: str | Path) -> int:
    return edge.run(lambda: application()([str(a) for a in arguments], prog_name="otbor", standalone_mode=False))


def same(row: list[str]) -> tuple[object, ...]:
    """A row for comparison: why somebody is not rated is cut off, numbers are numbers."""
    group, place, number, *numbers = row
    return group, number, place.split(":")[0], *(Fraction(n) if n else None for n in numbers)


def test_there_are_at_least_ten_and_each_has_its_case() -> None:
    assert len(READY) >= 10
    assert {path.stem for path in READY} == {case.name for case in CASES} | OLDER


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_a_ready_scheme_begins_with_words_for_the_deputy_head(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("# ")
    assert read_scheme(path).title
    assert load_score_mapping(path.with_name(f"{path.stem}.mapping.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_list_in_the_folder_is_what_naive_code_makes_of_the_workbook(case: Case) -> None:
    assert naive(case) == expected(case)


def rated(case: Case, workbook: Path, out: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of the rating that the command line makes of ``workbook``."""
    assert otbor("score", SCHEMES / f"{case.name}.toml", workbook, "--out", out) == 0
    with out.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_rating_is_the_expected_list(case: Case, tmp_path: Path) -> None:
    header, ours = rated(case, HERE / case.name / "applicants.xlsx", tmp_path / "rating.csv")
    columns, *theirs = expected(case)
    assert header == columns
    assert sorted(map(same, ours), key=str) == sorted(map(same, theirs), key=str)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_other_pupils_in_another_order_are_rated_as_naive_code_rates_them(
    case: Case, seed: int, tmp_path: Path
) -> None:
    book = case.invent(dice(f"{case.name} {seed}"))
    for rows in book.values():
        dice(f"order {seed}").shuffle(rows)
    write(tmp_path / "book.xlsx", book)
    _, ours = rated(case, tmp_path / "book.xlsx", tmp_path / "rating.csv")
    theirs = table(case, case.rate(read(tmp_path / "book.xlsx")))[1:]
    assert sorted(map(same, ours), key=str) == sorted(map(same, theirs), key=str)


def test_the_school_s_own_scale_makes_the_rating(tmp_path: Path) -> None:
    (tmp_path / "scales").mkdir()
    text = (resources() / "scales" / "gia9-2026.toml").read_text("utf-8")
    (tmp_path / "scales" / "gia9-2026.toml").write_text(text.replace("maximum = 39", "maximum = 45"), "utf-8")
    (tmp_path / "shares10.toml").write_text((SCHEMES / "shares10.toml").read_text("utf-8"), "utf-8")
    shipped, own = (read_scheme(folder / "shares10.toml") for folder in (SCHEMES, tmp_path))
    assert identity(shipped) != identity(own)
