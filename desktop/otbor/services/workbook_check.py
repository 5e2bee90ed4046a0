"""A look at a school's workbook before any campaign (проверка книги): what an import would find in it, no database."""

from dataclasses import dataclass
from pathlib import Path

from otbor.domain.dry_run import DryRun, dry_run_applications, dry_run_rows, of_application, whole
from otbor.domain.expectations import expectations_of
from otbor.domain.findings import Finding
from otbor.domain.import_rows import Row, Sheet
from otbor.exchange.mapping import Role, strangers
from otbor.exchange.recognition import recognise, with_questions
from otbor.exchange.rows import read_achievements, read_appeals, read_applications, read_test_points
from otbor.exchange.words import known_subjects
from otbor.exchange.workbook import open_book
from otbor.services.imports.words import intake_words
from otbor.services.trial import read_scheme
from otbor.wording.findings import sentence
from otbor.wording.imports import report


@dataclass(frozen=True)
class CheckedSheet:
    """One sheet: its name, what an import would say of it in plain lines, how many rows cannot be read."""

    name: str
    lines: tuple[str, ...]
    unreadable: int


@dataclass(frozen=True)
class CheckedWorkbook:
    """What was found in a workbook, sheet by sheet; ``remarks`` name sheets and columns that nobody reads."""

    sheets: tuple[CheckedSheet, ...]
    remarks: tuple[str, ...]

    @property
    def readable(self) -> bool:
        """Whether everything in it could be imported."""
        return not any(sheet.unreadable for sheet in self.sheets)


def check_workbook(scheme_path: Path, path: Path, year: int) -> CheckedWorkbook:
    """Read ``path`` as an import for the scheme's grade in ``year`` would; nothing is written.

    Raises :class:`Refused` for a file that is no workbook, one without a sheet of applications, a scheme with mistakes.
    """
    scheme, book = read_scheme(scheme_path), open_book(path)
    mapping = with_questions(recognise(book), scheme.questions(group.code for group in scheme.groups))
    born = intake_words().born(scheme.grade, year)
    expected = expectations_of(scheme, born, known_subjects())
    applications = read_applications(book, mapping, expected)
    by_number = {row.number: row for row in applications.rows if row.number}
    numbers = frozenset(by_number)
    sheets = [_checked(applications, dry_run_applications(applications, []))]
    if Role.ACHIEVEMENTS in mapping.sheets:
        achievements = read_achievements(book, mapping, expected, numbers)
        sheets.append(_checked(achievements, dry_run_rows(achievements, [], whole)))
    if Role.TESTS in mapping.sheets:
        points = read_test_points(book, mapping, expected, by_number)
        sheets.append(_checked(points, dry_run_rows(points, [], of_application)))
    if Role.APPEALS in mapping.sheets:
        appeals = read_appeals(book, mapping, expected, numbers)
        sheets.append(_checked(appeals, dry_run_rows(appeals, [], whole)))
    remarks: list[Finding] = list(strangers(book, mapping))
    return CheckedWorkbook(tuple(sheets), tuple(sentence(remark) for remark in remarks))


def _checked(sheet: Sheet[Row], run: DryRun[Row]) -> CheckedSheet:
    return CheckedSheet(sheet.name, tuple(report(run, sheet)), len(run.unreadable))
