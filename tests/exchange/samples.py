"""What the licey8 case expects of its workbook, workbooks changed on purpose, and a large one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from otbor.domain.expectations import expectations_of
from otbor.domain.findings import Finding
from otbor.exchange.recognition import recognise
from otbor.exchange.rows import read_achievements, read_appeals, read_applications, read_test_points
from otbor.exchange.tables import Row
from otbor.exchange.words import known_subjects
from otbor.exchange.workbook import Book, CellValue, SheetCells, open_book
from tests import golden

LICEY8 = golden.CASES / "licey8"
EXPECTED = expectations_of(golden.scheme("licey8"), (date(2010, 9, 1), date(2013, 8, 31)), known_subjects())


@cache
def licey8(file: str = "applications.xlsx") -> Book:
    return open_book(LICEY8 / file)


def findings(book: Book) -> list[Finding]:
    """Everything the four sheets of ``book`` say, each read at its stage."""
    mapping = recognise(book)
    applications = read_applications(book, mapping, EXPECTED)
    by_number = {row.number: row for row in applications.rows if row.number}
    numbers = frozenset(by_number)
    return [
        *applications.findings,
        *read_achievements(book, mapping, EXPECTED, numbers).findings,
        *read_test_points(book, mapping, EXPECTED, by_number).findings,
        *read_appeals(book, mapping, EXPECTED, numbers).findings,
    ]


def with_cell(book: Book, address: str, value: CellValue) -> Book:
    """``book`` with one cell changed, by its address («Заявления!G6»)."""
    name, _, cell = address.partition("!")
    column, row = ord(cell[0]) - ord("A"), int(cell[1:]) - 1

    def changed(sheet: SheetCells) -> SheetCells:
        rows = [list(r) for r in sheet.rows]
        rows[row][column] = value
        return replace(sheet, rows=rows)

    return replace(book, sheets=tuple(changed(s) if s.name == name else s for s in book.sheets))


def with_columns(book: Book, name: str, order: Sequence[int]) -> Book:
    """``book`` with the columns of one sheet in another order."""
    sheets = (
        replace(s, rows=[[row[c] for c in order] for row in s.rows]) if s.name == name else s for s in book.sheets
    )
    return replace(book, sheets=tuple(sheets))


def many_applications(count: int) -> tuple[list[str], list[Row]]:
    """Header and rows of a workbook with 30 columns; every hundredth row has faults, of several kinds."""
    subjects = ("математика", "физика", "информатика", "химия", "биология", "география", "история", "литература")
    header = ["№ п/п", "Дата подачи", "Время", "Фамилия ребенка", "Имя", "Отчество", "Дата рожд.", "Место рождения"]
    header += ["Адрес ребенка", "ФИО родителя (законного представителя)", "Телефон", "E-mail", "1-й класс", "2-й класс"]
    header += [f"Отметка {subject}" for subject in subjects]
    header += ["Согласие ПДн", "Способ подачи", *(f"Примечание {n}" for n in range(1, 7))]
    return header, [_application(number, len(subjects)) for number in range(1, count + 1)]


def _application(number: int, subjects: int) -> Row:
    letters = "абвгдежзиклмнопрстуфхцчшщэюя"
    stem = "".join(letters[number // len(letters) ** power % len(letters)] for power in range(3))
    faulty = number % 100 == 0
    return [
        *(number, "06.04.26" if number % 7 else date(2026, 4, 6), "09:28", f"Щер{stem}ов ", "Алексей", "Иванович"),
        "31.02.2012" if faulty else date(2012, 1 + number % 12, 1 + number % 28),
        *("г. Бор", f"г. Нижний Новгород, ул. Минина, д. {number % 90}, кв. {number}", f"Щер{stem}ова Анна Ильинична"),
        "нет" if number % 300 == 0 else f"+7 (9{number // 10000:02}) {number % 1000:03}-{number // 100 % 100:02}-11",
        *("", "8Х" if number % 200 == 0 else "8Ф", "8И", *("4" if n % 3 else 5 for n in range(subjects - 1))),
        "5-" if faulty else Decimal(4),
        *("да", "лично", *(f"замечание {n} к строке {number}" for n in range(6))),
    ]
