"""Numbers, terms and dates in words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.wording import numbers
from otbor.wording.numbers import Gender


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0", "ноль"),
        ("11", "одиннадцать"),
        ("21", "двадцать один"),
        ("112", "сто двенадцать"),
        ("2000", "две тысячи"),
        ("1001", "одна тысяча один"),
        ("12.5", "двенадцать целых пять десятых"),
        ("1.01", "одна целая одна сотая"),
        ("-2.250", "минус две целых двадцать пять сотых"),
        ("20.00", "двадцать"),
    ],
)
def test_numbers_in_words(number: str, expected: str) -> None:
    assert numbers.in_words(Decimal(number)) == expected


@pytest.mark.parametrize(
    ("number", "gender", "expected"),
    [
        (1, Gender.NEUTER, "одно"),
        (22, Gender.FEMININE, "двадцать две"),
        (22, Gender.NEUTER, "двадцать два"),
        (2001, Gender.FEMININE, "две тысячи одна"),
    ],
)
def test_numbers_agree_with_what_is_counted(number: int, gender: Gender, expected: str) -> None:
    assert numbers.in_words(number, gender) == expected


@given(st.decimals(min_value=0, max_value=999999, places=2))
def test_different_numbers_have_different_words(number: Decimal) -> None:
    assert numbers.in_words(number) != numbers.in_words(number - Decimal("0.01"))


@given(st.integers(0, 999998), st.sampled_from(Gender))
def test_neighbours_differ(number: int, gender: Gender) -> None:
    assert numbers.in_words(number, gender) != numbers.in_words(number + 1, gender)


@pytest.mark.parametrize("number", ["0.0001", "1000000", "NaN", "Infinity"])
def test_what_cannot_be_said_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="in words"):
        numbers.in_words(Decimal(number))


@pytest.mark.parametrize(("number", "form"), [(1, "лист"), (3, "листа"), (11, "листов"), (21, "лист"), (112, "листов")])
def test_plural(number: int, form: str) -> None:
    assert numbers.plural(number, "лист", "листа", "листов") == form


@pytest.mark.parametrize(
    ("day", "nominative"),
    [
        (date(2026, 6, 5), "пятое июня две тысячи двадцать шестого года"),
        (date(2026, 9, 3), "третье сентября две тысячи двадцать шестого года"),
        (date(2030, 5, 23), "двадцать третье мая две тысячи тридцатого года"),
        (date(2000, 1, 31), "тридцать первое января двухтысячного года"),
        (date(2011, 2, 20), "двадцатое февраля две тысячи одиннадцатого года"),
        (date(1999, 12, 1), "первое декабря тысяча девятьсот девяносто девятого года"),
        (date(2040, 4, 30), "тридцатое апреля две тысячи сорокового года"),
    ],
)
def test_dates_in_words(day: date, nominative: str) -> None:
    assert numbers.date_in_words(day) == nominative


def test_a_date_of_another_century_is_refused() -> None:
    with pytest.raises(ValueError, match="2100"):
        numbers.date_in_words(date(2100, 1, 1))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 30)))
def test_different_days_have_different_words(day: date) -> None:
    assert numbers.date_in_words(day) != numbers.date_in_words(day + timedelta(days=1))


def test_a_long_date() -> None:
    assert numbers.long_date(date(2026, 5, 3)).replace("\u00a0", " ") == "3 мая 2026 г."
