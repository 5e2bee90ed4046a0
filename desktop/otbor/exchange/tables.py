"""Tables written for other programs: CSV and XLSX that start no formula in whoever opens them."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

Row = Sequence[str | int | Decimal | date | None]

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Row], *, bom: bool = True, delimiter: str = ","
) -> None:
    """Write ``rows`` under ``header``; with ``bom`` a spreadsheet recognises UTF-8, without it programs compare bytes.

    A text that begins like a formula gets an apostrophe before it; numbers are as they are. Raises :class:`OSError`.
    """
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)  # lines end as RFC 4180 says
        writer.writerow(header)
        writer.writerows([_csv_cell(value) for value in row] for row in rows)


def _csv_cell(value: str | int | Decimal | date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_STARTS_FORMULA) else value
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def write_xlsx(path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Row]]]) -> None:
    """Write one sheet for each (name, header, rows): numbers as numbers, texts as texts, never formulas or links.

    Raises :class:`OSError`.
    """
    import xlsxwriter  # noqa: PLC0415 - 50 ms that the start of the window does not pay

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with (
        path.open("wb") as file,
        xlsxwriter.Workbook(file, {**options, "default_date_format": "dd.mm.yyyy"}) as workbook,
    ):
        bold = workbook.add_format({"bold": True})
        for name, header, rows in sheets:
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, header, bold)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif isinstance(value, datetime | date):
                        sheet.write_datetime(number, column, value)
                    elif value is not None:
                        sheet.write_number(number, column, value)
