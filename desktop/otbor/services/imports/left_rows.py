"""Rows that did not come in, written as a table to mend: the workbook's own columns, and what is wrong beside them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from otbor.domain.findings import Finding, Refused
from otbor.exchange import tables
from otbor.exchange.cells import is_blank, shown
from otbor.exchange.mapping import headers
from otbor.exchange.workbook import CellValue
from otbor.services.imports.columns import SheetDraft
from otbor.services.imports.frame import Workbook

Left = tuple[SheetDraft, Sequence[tuple[int, str]]]  # a sheet, numbers of its rows with what is wrong with each


def export_left(workbook: Workbook, left: Sequence[Left], titles: tuple[str, str], path: Path) -> tuple[Path, ...]:
    """Write the rows to ``path``, XLSX or CSV by its ending; gives the files: CSV has one for each sheet.

    ``titles`` head the two columns that are added: the row's number in the workbook, what is wrong. The columns of the
    workbook keep their headings, so that the file, once mended, can be imported. A file that could not be finished is
    not left behind. Raises :class:`Refused` for another ending, :class:`OSError` when a file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in {".csv", ".xlsx"}:
        raise Refused(Finding("paper_content.table_format", values={"file": path.name}))
    made = [(sheet.name, *_table(workbook, sheet, rows, titles)) for sheet, rows in left if rows]
    if kind == ".xlsx":
        _write(path, made)
        return (path,)
    files = []
    for place, table in enumerate(made):
        file = path.with_name(f"{path.stem} — {place + 1}{path.suffix}") if place else path
        _write(file, [table])
        files.append(file)
    return tuple(files)


def _write(path: Path, made: Sequence[tuple[str, list[str], list[tables.Row]]]) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    try:
        if path.suffix.lower() == ".csv":
            [(_name, header, rows)] = made
            tables.write_csv(unfinished, header, rows, delimiter=";")  # as spreadsheets here expect it
        else:
            tables.write_xlsx(unfinished, made)
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def _table(
    workbook: Workbook, sheet: SheetDraft, left: Sequence[tuple[int, str]], titles: tuple[str, str]
) -> tuple[list[str], list[tables.Row]]:
    cells = workbook.book.sheet(sheet.name)
    names = headers(cells.rows[sheet.header_row - 1])
    wide = [column.header for column in sheet.columns]
    rows: list[tables.Row] = []
    for number, wrong in left:
        values = cells.rows[number - 1]
        own = [_cell(values[names[header]]) if names[header] < len(values) else None for header in wide]
        rows.append([*own, number, wrong])
    return [*wide, *titles], rows


def _cell(value: CellValue) -> str | int | Decimal | date | None:
    """A cell as it stands in the workbook: dates as dates, numbers as numbers, the rest as a person sees it."""
    if is_blank(value):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | datetime | date):
        return shown(value)
    return Decimal(repr(value)) if isinstance(value, float) else value
