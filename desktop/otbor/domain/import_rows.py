"""Rows of an imported workbook (импорт) as values: what was read, and what could not be, by cell.

A row's findings name their field in ``where`` until :meth:`Sheet.checked` turns it into the address of the cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from typing import Generic, TypeVar

from otbor.domain.findings import Finding, forbidding
from otbor.domain.people import FullName, Person
from otbor.domain.values import Value

NO_NAME = FullName("", "")


@dataclass(frozen=True)
class ApplicationRow:
    """One application (заявление, п. 11) as the school's workbook has it; ``row`` counts from 1, 0 for one registered.

    ``groups`` in the order of wish; ``marks`` by subject, a blank cell gives no mark; ``consent`` is None where the
    cell is blank or unreadable; ``phones`` in one form; ``basis`` the case of пп. 8, 9 in the school's words;
    ``previous_school`` whence the child is transferred; ``named`` what the family chose, by the question of the scheme.
    """

    row: int
    number: str = ""
    filed_on: date | None = None
    filed_at: time | None = None
    name: FullName = NO_NAME
    born_on: date | None = None
    birth_place: str = ""
    address: str = ""
    representative: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    groups: tuple[str, ...] = ()
    marks: Mapping[str, Value] = field(default_factory=dict)
    consent: bool | None = None
    channel: str = ""
    basis: str = ""
    previous_school: str = ""
    named: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def person(self) -> Person:
        """The child, as duplicates are looked for."""
        return Person(self.name, self.born_on, self.representative, self.phones, self.address)


@dataclass(frozen=True)
class AchievementRow:
    """One achievement (достижение, п. 16); names are in lower case, ``event`` and ``document`` as written."""

    row: int
    application: str = ""
    category: str = ""
    level: str = ""
    event: str = ""
    result: str = ""
    subject: str = ""
    held_on: date | None = None
    document: str = ""
    form: str = ""
    place: int | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class TestPointsRow:
    """Points of one application in tests (испытания) by subject; a blank cell gives no points, «н/я» did not come."""

    __test__ = False  # for pytest: not a test
    row: int
    application: str = ""
    points: Mapping[str, Value] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class AppealRow:
    """One appeal (апелляция, п. 24–25): ``upheld`` and ``in_time`` are None where the words are not understood."""

    row: int
    application: str = ""
    subject: str = ""
    change: Decimal | None = None
    decision: str = ""
    upheld: bool | None = None
    in_time: bool | None = None
    findings: tuple[Finding, ...] = ()


Row = TypeVar("Row", ApplicationRow, AchievementRow, TestPointsRow, AppealRow)


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    """Rows of one sheet; ``columns`` are the letters of the column of each field."""

    name: str
    columns: Mapping[str, str]
    rows: tuple[Row, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Findings of all rows, from the top."""
        return tuple(finding for row in self.rows for finding in row.findings)

    def where(self, row: int, name: str = "") -> str:
        """«Заявления!G6», or «Заявления!6» for a field that has no column."""
        return f"{self.name}!{self.columns.get(name, '')}{row}"

    def checked(self, found: Mapping[int, Sequence[Finding]]) -> "Sheet[Row]":
        """The sheet with ``found`` (by row, fields in ``where``) added, each finding with the address of its cell."""
        return replace(self, rows=tuple(self._with(row, found.get(row.row, ())) for row in self.rows))

    def _with(self, row: Row, found: Sequence[Finding]) -> Row:
        if not found:
            return row
        addressed: list[Finding] = [replace(finding, where=self.where(row.row, finding.where)) for finding in found]
        findings = sorted((*row.findings, *addressed), key=lambda f: (len(f.where), f.where))
        return replace(row, findings=tuple(findings))


def row_of(where: str) -> int:
    """Number of the row in an address that :meth:`Sheet.where` made; 0 where there is none."""
    digits = where[len(where.rstrip("0123456789")) :]
    return int(digits) if "!" in where and digits else 0


def readable(rows: Sequence[Row]) -> list[Row]:
    """Rows without a finding that forbids."""
    return [row for row in rows if not forbidding(row.findings)]
