"""What every naive computing needs: rows of a workbook, exact fractions, rounding by hand, places by counting.

Nothing of the program is used here: these lists are the second opinion that its ratings are compared with.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

Row = dict[str, Any]
Book = dict[str, list[Row]]
Number = Fraction | None

BELOW, OUT, ABSENT = "ниже минимума", "не в рейтинге", "не явился"

SURNAMES = [
    "Абрамов",
    "Белов",
    "Воронин",
    "Громов",
    "Дёмин",
    "Ершов",
    "Жилин",
    "Зимин",
    "Ильин",
    "Крылов",
    "Лапин",
    "Мохов",
    "Носов",
    "Орлов",
    "Панин",
    "Рыбин",
]
NAMES = [
    "Анна",
    "Борис",
    "Вера",
    "Глеб",
    "Дарья",
    "Егор",
    "Жанна",
    "Иван",
    "Кира",
    "Лев",
    "Мария",
    "Никита",
    "Ольга",
    "Пётр",
    "Рита",
    "Степан",
]


@dataclass(frozen=True)
class Line:
    """One participant in one group: ``status`` is empty for who is rated; ``ahead`` orders the strata, 0 first."""

    group: str
    number: str
    status: str
    total: Number
    parts: tuple[Number, ...]
    keys: tuple[Number, ...] = ()
    ahead: int = 0


@dataclass(frozen=True)
class Case:
    """One ready scheme: how its workbook is invented and how its list is computed from that workbook alone."""

    name: str
    parts: tuple[str, ...]
    keys: tuple[str, ...]
    invent: Callable[[Random], Book]
    rate: Callable[[Book], list[Line]]


def rounded(number: Fraction, digits: int) -> Fraction:
    """``number`` (0 or more) with ``digits`` decimals, a half up."""
    scale = 10**digits
    return Fraction((number * scale * 2 + 1).__floor__() // 2, scale)


def mean(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def number(cell: Any) -> Number:
    """The number of a cell; None for an empty one and for «н/я»."""
    text = str(cell).strip().replace(",", ".")
    return None if text in {"", "н/я"} else Fraction(text)


def sure(cell: Any) -> Fraction:
    """The number of a cell that cannot be empty."""
    found = number(cell)
    assert found is not None
    return found


def table(case: Case, lines: Iterable[Line]) -> list[list[str]]:
    """The list as text: a place is one more than how many stand strictly ahead."""
    rows = []
    lines = list(lines)
    for line in lines:
        rivals = [other for other in lines if other.group == line.group and not other.status]
        place = line.status or str(1 + sum(_order(other) > _order(line) for other in rivals))
        keys = [None] * len(case.keys) if line.status else line.keys
        rows.append([line.group, place, line.number, *map(said, (line.total, *line.parts, *keys))])
    return [["group", "place", "number", "total", *case.parts, *case.keys], *sorted(rows, key=_place)]


def _order(line: Line) -> tuple[Any, ...]:
    assert line.total is not None
    return (-line.ahead, line.total, *((key is not None, key or 0) for key in line.keys))


def _place(row: list[str]) -> tuple[Any, ...]:
    return row[0], not row[1].isdigit(), int(row[1]) if row[1].isdigit() else row[1], int(row[2])


def said(value: Number) -> str:
    """A number as the shortest decimal; these lists hold no endless ones."""
    if value is None:
        return ""
    digits = next(d for d in range(12) if value * 10**d == int(value * 10**d))
    return f"{float(value):.{digits}f}"


def read(path: Path) -> Book:
    """Sheets of a workbook as rows by the header of the first line; a whole number is an int."""
    book = CalamineWorkbook.from_path(path)
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return {name: [_row(rows[0], row) for row in rows[1:]] for name, rows in sheets.items()}


def _row(header: list[Any], row: list[Any]) -> Row:
    whole = [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in row]
    return dict(zip(map(str, header), whole, strict=True))


def write(path: Path, book: Book) -> None:
    """Write a workbook that is the same, byte for byte, for the same rows."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as workbook:
        workbook.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - the format has no zone
        for name, rows in book.items():
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, list(rows[0]))
            for line, row in enumerate(rows, 1):
                for column, value in enumerate(row.values()):
                    sheet.write_datetime(line, column, value) if isinstance(value, date) else sheet.write(
                        line, column, value
                    )


def dice(seed: str) -> Random:
    """Chance that falls the same for the same ``seed``."""
    return Random(seed)  # noqa: S311 - invented pupils, no secret


def person(random: Random, number: int) -> Row:
    """Number and an invented name."""
    return {"№": number, "ФИО": f"{random.choice(SURNAMES)} {random.choice(NAMES)}"}


def about(random: Random, low: float, high: float, step: float = 1) -> float | int:
    """A number between ``low`` and ``high``, more often in the upper half, in steps."""
    steps = round((high - low) / step)
    value = low + step * max(random.randint(0, steps), random.randint(0, steps))
    return int(value) if float(value).is_integer() else round(value, 2)


def day(cell: Any) -> date:
    """The day of a cell."""
    return cell.date() if isinstance(cell, datetime) else cell
