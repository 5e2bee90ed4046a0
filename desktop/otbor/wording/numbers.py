"""Numbers and dates in words, as papers say them."""

from datetime import date
from decimal import Decimal
from enum import StrEnum


class Gender(StrEnum):
    """Gender of what is counted: лист, работа, место."""

    MASCULINE = "masculine"
    FEMININE = "feminine"
    NEUTER = "neuter"


_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
_ONES = (
    "ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять",
    "десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать",
    "шестнадцать", "семнадцать", "восемнадцать", "девятнадцать",
)  # fmt: skip
_TENS = (
    "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто",
)  # fmt: skip
_HUNDREDS = (
    "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот",
)  # fmt: skip
_FIRST = (
    "первого", "второго", "третьего", "четвёртого", "пятого", "шестого", "седьмого", "восьмого", "девятого",
    "десятого", "одиннадцатого", "двенадцатого", "тринадцатого", "четырнадцатого", "пятнадцатого", "шестнадцатого",
    "семнадцатого", "восемнадцатого", "девятнадцатого",
)  # fmt: skip
_TENTH = (
    "двадцатого", "тридцатого", "сорокового", "пятидесятого", "шестидесятого", "семидесятого", "восьмидесятого",
    "девяностого",
)  # fmt: skip
_CENTURIES = {19: ("тысяча девятьсот", "тысяча девятисотого"), 20: ("две тысячи", "двухтысячного")}
_ONE = {Gender.MASCULINE: "один", Gender.FEMININE: "одна", Gender.NEUTER: "одно"}
_PARTS = {1: ("десятая", "десятых"), 2: ("сотая", "сотых"), 3: ("тысячная", "тысячных")}


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form that goes with ``number``: 1 лист, 2 листа, 5 листов."""
    tail = abs(number) % 100
    if 11 <= tail <= 14:
        return many
    return {1: one, 2: few, 3: few, 4: few}.get(tail % 10, many)


def long_date(day: date) -> str:
    """«12 мая 2026 г.»."""
    return f"{day.day}\u00a0{_MONTHS[day.month - 1]}\u00a0{day.year}\u00a0г."


def date_in_words(day: date) -> str:
    """«пятое июня две тысячи двадцать шестого года»; raises :class:`ValueError` for a year outside 1900–2099."""
    century, year = divmod(day.year, 100)
    if century not in _CENTURIES:
        raise ValueError(f"cannot say the year {day.year} in words")
    begun, whole = _CENTURIES[century]
    said_year = f"{begun} {_ordinal(year)}" if year else whole
    said_day = _ordinal(day.day).removesuffix("го")  # пятого → пятое, третьего → третье
    return f"{said_day}{'' if said_day.endswith('ье') else 'е'} {_MONTHS[day.month - 1]} {said_year} года"


def _ordinal(number: int) -> str:
    """«двадцать шестого»: an ordinal from 1 to 99 in the genitive."""
    if number < 20:
        return _FIRST[number - 1]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens - 2]} {_FIRST[ones - 1]}" if ones else _TENTH[tens - 2]


def in_words(number: Decimal | int, gender: Gender = Gender.MASCULINE) -> str:
    """``number`` in words, below a million, at most three decimals: «двенадцать целых пять десятых».

    ``gender`` is that of what is counted (один лист, одна работа, одно место). Raises :class:`ValueError` for what
    lies outside.
    """
    value = Decimal(number).normalize()
    exponent = value.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if not value.is_finite() or digits > 3 or abs(value) >= 1_000_000:
        raise ValueError(f"cannot say {number} in words")
    sign = "минус " if value < 0 else ""
    whole = int(abs(value))
    if not digits:
        return sign + _whole(whole, gender)
    part = int((abs(value) - whole).scaleb(digits))
    one, many = _PARTS[digits]
    return (
        f"{sign}{_whole(whole, Gender.FEMININE)} {plural(whole, 'целая', 'целых', 'целых')} "
        f"{_whole(part, Gender.FEMININE)} {plural(part, one, many, many)}"
    )


def _whole(number: int, gender: Gender) -> str:
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands:
        words += [_below_thousand(thousands, Gender.FEMININE), plural(thousands, "тысяча", "тысячи", "тысяч")]
    if rest or not thousands:
        words.append(_below_thousand(rest, gender))
    return " ".join(words)


def _below_thousand(number: int, gender: Gender) -> str:
    words = []
    hundreds, rest = divmod(number, 100)
    if hundreds:
        words.append(_HUNDREDS[hundreds - 1])
    if rest >= 20:
        words.append(_TENS[rest // 10 - 2])
        rest %= 10
    if rest or not words:
        words.append(_below_twenty(rest, gender))
    return " ".join(words)


def _below_twenty(number: int, gender: Gender) -> str:
    if number == 1:
        return _ONE[gender]
    return "две" if number == 2 and gender is Gender.FEMININE else _ONES[number]
