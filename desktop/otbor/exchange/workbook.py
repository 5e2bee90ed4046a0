"""Workbooks (xlsx, xls, ods) and CSV files as sheets of cells with addresses («Заявления!G6»).

Nothing is lost on the way: a formula that ended in an error keeps its error as text instead of an empty cell.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from otbor.domain.findings import Finding, Refused

CellValue = str | float | int | bool | date | time | datetime | timedelta  # as calamine gives them; "" is an empty cell

_TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
_RUSSIAN_ENCODINGS = ("cp1251", "cp866", "koi8-r")
_FREQUENT = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")
_ENCRYPTED_OOXML = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
_FULL_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*[^/>]>')
_LARGEST = 200_000_000  # bytes of a workbook unpacked
_MOST_CELLS = 5_000_000  # of the rectangle that a sheet's cells lie in: the reader makes it whole in memory
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class SheetCells:
    """One sheet; ``rows[0]`` is the first row of the sheet, whether empty or not."""

    name: str
    rows: list[list[CellValue]]

    def address(self, row: int, column: int) -> str:
        """«Лист!G6» of the cell in row ``row`` (from 1, as people count) and column ``column`` (from 0)."""
        return f"{self.name}!{column_letters(column)}{row}"


@dataclass(frozen=True)
class Book:
    """A workbook that was read whole."""

    name: str
    sheets: tuple[SheetCells, ...]

    def sheet(self, name: str) -> SheetCells:
        """The sheet called ``name``, whatever its case and spaces; raises :class:`Refused` (workbook.no_sheet)."""
        wanted = " ".join(name.split()).casefold()
        for sheet in self.sheets:
            if " ".join(sheet.name.split()).casefold() == wanted:
                return sheet
        raise Refused(
            Finding(
                "workbook.no_sheet", values={"file": self.name, "sheet": name, "sheets": [s.name for s in self.sheets]}
            )
        )


def column_letters(column: int) -> str:
    """Letters of a column by its number from 0: A … Z, AA …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number of a column from 0 by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def open_book(path: Path) -> Book:
    """Read ``path`` whole.

    Raises :class:`Refused`: workbook.no_file, cannot_read, empty_file, protected, not_a_workbook, empty,
    too_large, far_cell.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _refused("no_file", path) from None
    except OSError:
        raise _refused("cannot_read", path) from None
    if not data:
        raise _refused("empty_file", path)
    if path.suffix.lower() in _TEXT_SUFFIXES:
        sheets: tuple[SheetCells, ...] = (SheetCells(path.stem, _csv_rows(_decoded(data, path), path)),)
    else:
        sheets = _workbook_sheets(data, path)
    if not any(value != "" for sheet in sheets for row in sheet.rows for value in row):
        raise _refused("empty", path)
    return Book(path.name, sheets)


def _refused(rule: str, path: Path) -> Refused:
    return Refused(Finding(f"workbook.{rule}", values={"file": path.name}))


def _workbook_sheets(data: bytes, path: Path) -> tuple[SheetCells, ...]:
    if data.startswith(_OLE) and _ENCRYPTED_OOXML in data:
        raise _refused("protected", path)
    try:
        _check_size(data, path)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = tuple(
            SheetCells(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in workbook.sheet_names
        )
        _restore_errors(data, sheets)
    except PasswordError:
        raise _refused("protected", path) from None
    except (CalamineError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ET.ParseError, KeyError):
        raise _refused("not_a_workbook", path) from None
    return sheets


def _check_size(data: bytes, path: Path) -> None:
    """Raise :class:`Refused` for an xlsx that would not fit into memory: packed hugely, or with a cell far away."""
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST:
            raise _refused("too_large", path)
        for name, part in _sheet_parts(archive):
            cells = _FULL_CELL.findall(archive.read(part))
            columns = max((column_number(letters.decode()) for letters in {letters for letters, _ in cells}), default=0)
            rows = max((int(row) for row in {row for _, row in cells}), default=0)
            if (columns + 1) * rows > _MOST_CELLS:
                told = {"file": path.name, "cell": f"{name}!{column_letters(columns)}{rows}"}
                raise Refused(Finding("workbook.far_cell", values=told))


def _restore_errors(data: bytes, sheets: tuple[SheetCells, ...]) -> None:
    """Put «#DIV/0!» back where the reader gives an empty cell (xlsx only: the other formats keep their text)."""
    if not data.startswith(b"PK"):
        return
    by_name = {sheet.name: sheet for sheet in sheets}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, part in _sheet_parts(archive):
            xml = archive.read(part)
            if b't="e"' not in xml:
                continue
            for letters, row, error in _ERROR_CELL.findall(xml):
                by_name[name].rows[int(row) - 1][column_number(letters.decode())] = error.decode()


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names of the sheets of an xlsx with the parts they lie in."""
    if "xl/workbook.xml" not in archive.namelist():
        return
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - expat expands nothing here
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - as above
    for sheet in workbook.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"):
        target = targets[sheet.get(_RELATION)]
        yield sheet.get("name", ""), str(PurePosixPath("/xl", target)).lstrip("/")


def _decoded(data: bytes, path: Path) -> str:
    """Text of a CSV file: UTF-8 when it is, else the Russian encoding whose letters look most like Russian."""
    if b"\0" in data[:4096]:
        raise _refused("not_a_workbook", path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        texts = [text for encoding in _RUSSIAN_ENCODINGS if (text := _try(data, encoding)) is not None]
    if not texts:
        raise _refused("not_a_workbook", path)
    return max(
        texts, key=lambda text: sum((c in _FREQUENT) - (c.isalpha() and c.lower() not in _FREQUENT) for c in text)
    )


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _csv_rows(text: str, path: Path) -> list[list[CellValue]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error:
        raise _refused("not_a_workbook", path) from None
