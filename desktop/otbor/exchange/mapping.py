"""What each sheet and column of a workbook means (сопоставление): recognised once, kept, edited by hand."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from otbor.domain.findings import Finding, Refused, Severity
from otbor.domain.people import seen_key
from otbor.exchange.cells import is_blank, shown
from otbor.exchange.words import fold
from otbor.exchange.workbook import Book, CellValue, SheetCells, column_letters


class Role(StrEnum):
    """What a sheet holds; each is imported by its own act, at its stage."""

    APPLICATIONS = "applications"
    ACHIEVEMENTS = "achievements"
    TESTS = "tests"
    APPEALS = "appeals"


class SheetMapping(BaseModel):
    """One sheet: ``columns`` is the header of each field («born_on» → «Дата рожд.»), ``unknown`` the other headers."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sheet: str
    columns: dict[str, str] = Field(min_length=1)
    unknown: tuple[str, ...] = ()


class Mapping(BaseModel):
    """A workbook: its sheets by role; ``signature`` tells workbooks with the same headers."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    signature: str
    sheets: dict[Role, SheetMapping]
    unknown_sheets: tuple[str, ...] = ()

    def as_json(self) -> str:
        """Text to keep and to edit; :meth:`Mapping.model_validate_json` reads it."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=2)


@dataclass(frozen=True)
class Header:
    """The header row of a sheet: its number from 1, and the number of each column by its name (see :func:`headers`)."""

    row: int
    columns: dict[str, int]

    def find(self, name: str) -> int | None:
        """Column called ``name``, whatever the case and signs; None when there is none."""
        wanted = header_key(name)
        return next((column for header, column in self.columns.items() if header_key(header) == wanted), None)

    def number(self, name: str) -> int:
        """Column called ``name``, which :func:`locate` found."""
        column = self.find(name)
        if column is None:
            raise LookupError(name)
        return column


def header_key(header: str) -> str:
    """A header as headers are compared: folded, «№» kept, letters as they are seen."""
    return seen_key(header.replace("№", " номер ")) or fold(header)


def headers(row: Sequence[CellValue]) -> dict[str, int]:
    """Names of the columns of a header row: its texts, the second equal one with « (2)»; «[S]» for a blank header."""
    names: dict[str, int] = {}
    for column, value in enumerate(row):
        text = shown(value) or f"[{column_letters(column)}]"
        name, times = text, 1
        while name in names:
            times += 1
            name = f"{text} ({times})"
        names[name] = column
    return names


def signature(sheets: Sequence[tuple[str, Sequence[str]]]) -> str:
    """One short text for the same sheets with the same headers, in any order."""
    known = sorted((fold(name), sorted(header_key(header) for header in row)) for name, row in sheets)
    return hashlib.sha256(json.dumps(known, ensure_ascii=False).encode()).hexdigest()[:16]


def locate(cells: SheetCells, columns: Sequence[str], depth: int) -> Header:
    """The first row of the top ``depth`` that has all ``columns``; raises :class:`Refused` (workbook.no_header)."""
    best: list[str] = list(columns)
    for number, row in enumerate(cells.rows[:depth], 1):
        header = Header(number, headers(row))
        missing = [name for name in columns if header.find(name) is None]
        if not missing:
            return header
        best = min(best, missing, key=len)
    raise Refused(Finding("workbook.no_header", values={"sheet": cells.name, "columns": best}))


def mapped(book: Book, sheet: SheetMapping, depth: int) -> tuple[SheetCells, Header, dict[str, int]]:
    """Cells, header and column of each field; raises :class:`Refused` (workbook.no_sheet, workbook.no_header)."""
    cells = book.sheet(sheet.sheet)
    header = locate(cells, list(sheet.columns.values()), depth)
    return cells, header, {name: header.number(text) for name, text in sheet.columns.items()}


def strangers(book: Book, mapping: Mapping) -> list[Finding]:
    """Sheets and columns that nothing is read from, each named (they warn)."""
    findings = [
        Finding("import.unknown_sheet", Severity.WARNS, {"sheet": name, "file": book.name}, where=name)
        for name in mapping.unknown_sheets
    ]
    for sheet in mapping.sheets.values():
        findings += [
            Finding("import.unknown_column", Severity.WARNS, {"column": column}, where=sheet.sheet)
            for column in sheet.unknown
        ]
    return findings


def has_data(cells: SheetCells, header: Header, column: int) -> bool:
    """Whether a column holds anything below its header."""
    return any(column < len(row) and not is_blank(row[column]) for row in cells.rows[header.row :])
