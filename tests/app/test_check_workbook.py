"""The secretary looks at a workbook before any campaign: every fault by its cell, and nothing that is right."""

import csv
from pathlib import Path

import pytest

from otbor.app import edge
from otbor.app.cli import application

ROOT = Path(__file__).parents[2]
CASE = ROOT / "tests" / "cases" / "licey8"


def check(workbook: Path, year: str = "2026") -> int:
    """Run the command; gives its exit code."""
    scheme = ROOT / "resources" / "schemes" / "licey8.toml"
    arguments = ["check-workbook", str(scheme), str(workbook), "--year", year]
    return edge.run(lambda: application()(arguments, prog_name="otbor", standalone_mode=False))


def test_every_fault_is_named_and_nothing_that_is_right(capfd: pytest.CaptureFixture[str]) -> None:
    assert check(CASE / "applications-with-faults.xlsx") == edge.REFUSED
    said = [line.strip() for line in capfd.readouterr().out.splitlines()]
    named = {line.split(":")[0] for line in said if "!" in line.split(":")[0]}
    with (CASE / "faults.csv").open(encoding="utf-8", newline="") as file:
        sown = {f"{row['sheet']}!{row['cell']}" for row in csv.DictReader(file)}
    refer_to_the_number_given_twice = {"Достижения!A36", "Достижения!A37", "Достижения!A38", "Испытания!A28"}
    twins_and_namesakes = {"Заявления!D65", "Заявления!D124"}
    assert named - refer_to_the_number_given_twice - twins_and_namesakes == sown


def test_a_tidy_workbook_leaves_questions_only(capfd: pytest.CaptureFixture[str]) -> None:
    assert check(CASE / "applications.xlsx") == 0
    said = capfd.readouterr().out
    assert "Не прочитано" not in said
    assert "близнецов" in said
    assert "тёзки" in said


def test_a_picture_is_no_workbook(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "заявления.xlsx"
    picture.write_bytes((ROOT / "resources" / "pictures" / "protocol.png").read_bytes())
    assert check(picture) == edge.REFUSED
    assert "заявления.xlsx" in capfd.readouterr().err


@pytest.mark.parametrize("year", ["-5", "0", "99999999999999999999", "в этом"])
def test_a_year_that_cannot_be_is_a_slip_of_typing(year: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert check(CASE / "applications.xlsx", year) == edge.MISTYPED
    assert "YEAR" in capfd.readouterr().err
