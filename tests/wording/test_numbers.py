"""Numbers, terms and dates in words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.wording import numbers
from otbor.wording.numbers import Case, Gender


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
    ("number", "gender", "case", "expected"),
    [
        (1, Gender.NEUTER, Case.NOMINATIVE, "одно"),
        (22, Gender.FEMININE, Case.NOMINATIVE, "двадцать две"),
        (22, Gender.NEUTER, Case.NOMINATIVE, "двадцать два"),
        (0, Gender.MASCULINE, Case.GENITIVE, "нуля"),
        (1, Gender.FEMININE, Case.GENITIVE, "одной"),
        (2, Gender.MASCULINE, Case.GENITIVE, "двух"),
        (8, Gender.MASCULINE, Case.GENITIVE, "восьми"),
        (11, Gender.MASCULINE, Case.PREPOSITIONAL, "одиннадцати"),
        (31, Gender.MASCULINE, Case.PREPOSITIONAL, "тридцати одном"),
        (140, Gender.MASCULINE, Case.GENITIVE, "ста сорока"),
        (365, Gender.MASCULINE, Case.GENITIVE, "трёхсот шестидесяти пяти"),
        (590, Gender.MASCULINE, Case.PREPOSITIONAL, "пятистах девяноста"),
        (2001, Gender.MASCULINE, Case.GENITIVE, "двух тысяч одного"),
        (1000, Gender.MASCULINE, Case.PREPOSITIONAL, "одной тысяче"),
    ],
)
def test_numbers_agree_with_what_is_counted_and_stand_in_cases(
    number: int, gender: Gender, case: Case, expected: str
) -> None:
    assert numbers.in_words(number, gender, case) == expected


@given(st.decimals(min_value=0, max_value=999999, places=2))
def test_different_numbers_have_different_words(number: Decimal) -> None:
    assert numbers.in_words(number) != numbers.in_words(number - Decimal("0.01"))


@given(st.integers(0, 999998), st.sampled_from(Gender), st.sampled_from(Case))
def test_neighbours_differ_in_every_case(number: int, gender: Gender, case: Case) -> None:
    assert numbers.in_words(number, gender, case) != numbers.in_words(number + 1, gender, case)


@pytest.mark.parametrize("number", ["0.0001", "1000000", "NaN", "Infinity"])
def test_what_cannot_be_said_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="in words"):
        numbers.in_words(Decimal(number))


def test_a_fraction_is_said_in_the_nominative_only() -> None:
    with pytest.raises(ValueError, match="in words"):
        numbers.in_words(Decimal("1.5"), case=Case.GENITIVE)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(11, "11 (одиннадцать)"), (Decimal("12.50"), "12,50 (двенадцать целых пять десятых)")],
)
def test_figures_with_words(number: Decimal | int, expected: str) -> None:
    assert numbers.spelled(number).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(("number", "form"), [(1, "лист"), (3, "листа"), (11, "листов"), (21, "лист"), (112, "листов")])
def test_plural(number: int, form: str) -> None:
    assert numbers.plural(number, "лист", "листа", "листов") == form


@pytest.mark.parametrize(("days", "text"), [(1, "1 рабочего дня"), (2, "2 рабочих дней"), (11, "11 рабочих дней")])
def test_terms_in_working_days(days: int, text: str) -> None:
    assert numbers.within_working_days(days).replace("\u00a0", " ") == text


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


def test_a_date_in_the_genitive() -> None:
    said = numbers.date_in_words(date(2026, 9, 3), Case.GENITIVE)
    assert said == "третьего сентября две тысячи двадцать шестого года"
    with pytest.raises(ValueError, match="2100"):
        numbers.date_in_words(date(2100, 1, 1))


@given(st.dates(date(1900, 1, 1), date(2099, 12, 30)))
def test_different_days_have_different_words(day: date) -> None:
    assert numbers.date_in_words(day) != numbers.date_in_words(day + timedelta(days=1))


def test_a_long_date() -> None:
    assert numbers.long_date(date(2026, 5, 3)).replace("\u00a0", " ") == "3 мая 2026 г."
