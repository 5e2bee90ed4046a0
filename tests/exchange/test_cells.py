"""Typed readers of cells: what is read, and what is never guessed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from otbor.exchange.cells import (
    Unreadable,
    read_date,
    read_number,
    read_phones,
    read_text,
    read_time,
    read_whole,
    read_yes_no,
    shown,
)
from otbor.exchange.workbook import CellValue
from otbor.wording.findings import catalogue
from otbor.wording.templates import fill

CELLS = st.one_of(
    st.text(),
    st.text("0123456789.,-+ бзОl:/ гнетда", max_size=12),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
READERS = (read_text, read_number, read_whole, read_date, read_time, read_yes_no, read_phones, shown)


def reason(reader: object, value: CellValue) -> str:
    with pytest.raises(Unreadable) as trouble:
        reader(value)  # type: ignore[operator] # every reader of the module is called so
    return trouble.value.rule


@contextmanager
def suppress_told() -> Iterator[None]:
    """Let a cell be unreadable, if its reason has a sentence that its values fill."""
    try:
        yield
    except Unreadable as trouble:
        fill(catalogue()[f"import.{trouble.rule}"].text, trouble.values)


@pytest.mark.parametrize("reader", READERS)
@given(value=CELLS)
@example(value=float("nan"))
@example(value=float("inf"))
@example(value="²")
@example(value="٣")
def test_a_cell_is_read_or_named_with_a_sentence(reader: object, value: CellValue) -> None:
    with suppress_told():
        reader(value)  # type: ignore[operator] # as above


@pytest.mark.parametrize("form", ["{0:%d.%m.%Y}", "{0:%Y-%m-%d}", " {0:%d/%m/%Y} ", "{0.day}.{0.month}.{0.year} г."])
@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_notation_of_a_date(form: str, day: date) -> None:
    assert read_date(form.format(day)) == day


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_two_digits_of_a_year(day: date) -> None:
    assert read_date(f"{day:%d.%m.%y}") == day


def test_dates() -> None:
    assert read_date("5 мая 2012 г.") == date(2012, 5, 5)
    assert read_date(datetime(2012, 5, 5, 10, 30)) == date(2012, 5, 5)  # noqa: DTZ001 - a cell has no time zone
    assert read_date(42036.0, serial=True) == date(2015, 2, 1)


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("31.02.2012", "no_such_date"),
        ("2012-02-31", "no_such_date"),
        ("05/17/2012", "no_such_date"),
        ("01.01.0212", "no_such_date"),
        ("весна 2025", "not_a_date"),
        ("12.2012", "not_a_date"),
        ("2012", "not_a_date"),
        (42036.0, "not_a_date"),
        (True, "not_a_date"),
        (time(9, 5), "not_a_date"),
    ],
)
def test_no_date(value: CellValue, rule: str) -> None:
    assert reason(read_date, value) == rule


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_a_number_is_read_as_it_is_written(number: Decimal) -> None:
    assert read_number(str(number)) == number
    assert read_number(f" {number} ".replace(".", ",")) == number
    assert read_number(float(number)) == number


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (4.08, Decimal("4.08")),
        ("4,08", Decimal("4.08")),
        ("1\xa0234,5", Decimal("1234.5")),
        ("+2", Decimal(2)),
        ("−1", Decimal(-1)),
        (20.0, Decimal(20)),
        ("0", Decimal(0)),
        (123456789012345, Decimal(123456789012345)),
    ],
)
def test_numbers(value: CellValue, number: Decimal) -> None:
    assert read_number(value) == number


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("1б", "letter_in_number"),
        ("З", "not_a_number"),
        ("2O", "letter_in_number"),
        ("5-", "not_a_number"),
        ("пять", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("95%", "not_a_number"),
        ("", "not_a_number"),
        (True, "not_a_number"),
        (date(2026, 4, 16), "not_a_number"),
        ("1234567890123456", "too_many_digits"),
        (1234567890123456.0, "too_many_digits"),
        ("4,0833333333333333", "too_many_digits"),
        (1e300, "too_many_digits"),
        ("#ДЕЛ/0!", "formula_error"),
        ("#DIV/0!", "formula_error"),
        ("#N/A", "formula_error"),
    ],
)
def test_no_number(value: CellValue, rule: str) -> None:
    assert reason(read_number, value) == rule


def test_whole_numbers() -> None:
    assert read_whole("15,0") == 15
    assert reason(read_whole, "15,5") == "not_whole"


def test_texts() -> None:
    assert read_text("  де \xa0Ла\nКруа ") == "де Ла Круа"
    assert read_text(16.4) == "16.4"
    assert read_text(26.0) == "26"
    assert read_text("00123") == "00123"
    assert reason(read_text, date(2026, 4, 16)) == "not_a_text"
    assert reason(read_text, "#REF!") == "formula_error"
    assert read_text("#1") == "#1"


@pytest.mark.parametrize("value", ["9:05", "09.05", "9-05", "09:05:00", time(9, 5), timedelta(hours=9, minutes=5)])
def test_times(value: CellValue) -> None:
    assert read_time(value) == time(9, 5)


@pytest.mark.parametrize("value", ["24:00", "9", "утро", 0.39, timedelta(days=1)])
def test_no_time(value: CellValue) -> None:
    assert reason(read_time, value) == "not_a_time"


@pytest.mark.parametrize(
    ("value", "answer"),
    [("Да", True), ("да.", True), ("+", True), (1.0, True), (True, True), ("НЕТ", False), ("-", False), (0.0, False)],
)
def test_yes_and_no(value: CellValue, answer: bool) -> None:
    assert read_yes_no(value) is answer


@pytest.mark.parametrize("value", ["может быть", "2", "да?нет"])
def test_neither_yes_nor_no(value: CellValue) -> None:
    assert reason(read_yes_no, value) == "not_yes_no"


def test_phones() -> None:
    assert read_phones(89862329998.0) == ("+79862329998",)
    assert read_phones("нет") == ()
    assert reason(read_phones, "433-12") == "not_a_phone"
