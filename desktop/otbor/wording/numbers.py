"""Numbers and dates in words, as papers say them."""

from datetime import date
from decimal import Decimal

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
_PARTS = {1: ("десятая", "десятых"), 2: ("сотая", "сотых"), 3: ("тысячная", "тысячных")}


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form that goes with ``number``: 1 лист, 2 листа, 5 листов."""
    tail = abs(number) % 100
    if 11 <= tail <= 14:
        return many
    return {1: one, 2: few, 3: few, 4: few}.get(tail % 10, many)


def counted(number: int, one: str, few: str, many: str) -> str:
    """«5 листов»: the number and its form, not to be parted by a line end."""
    return f"{number}\u00a0{plural(number, one, few, many)}"


def within_working_days(number: int) -> str:
    """«2 рабочих дней», «1 рабочего дня»: what follows «в течение»."""
    one = plural(number, "one", "few", "many") == "one"
    return f"{number}\u00a0{'рабочего дня' if one else 'рабочих дней'}"


def long_date(day: date) -> str:
    """«12 мая 2026 г.»."""
    return f"{day.day}\u00a0{_MONTHS[day.month - 1]}\u00a0{day.year}\u00a0г."


def in_words(number: Decimal | int, *, feminine: bool = False) -> str:
    """``number`` in words, up to a million, at most three decimals: «двенадцать целых пять десятых».

    Raises :class:`ValueError` for what lies outside.
    """
    value = Decimal(number).normalize()
    exponent = value.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if not value.is_finite() or digits > 3 or abs(value) >= 1_000_000:
        raise ValueError(f"cannot say {number} in words")
    sign = "минус " if value < 0 else ""
    whole = int(abs(value))
    if not digits:
        return sign + _whole(whole, feminine=feminine)
    part = int((abs(value) - whole).scaleb(digits))
    one, many = _PARTS[digits]
    return (
        f"{sign}{_whole(whole, feminine=True)} {plural(whole, 'целая', 'целых', 'целых')} "
        f"{_whole(part, feminine=True)} {plural(part, one, many, many)}"
    )


def _whole(number: int, *, feminine: bool) -> str:
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands:
        words += [_below_thousand(thousands, feminine=True), plural(thousands, "тысяча", "тысячи", "тысяч")]
    if rest or not thousands:
        words.append(_below_thousand(rest, feminine=feminine))
    return " ".join(words)


def _below_thousand(number: int, *, feminine: bool) -> str:
    words = []
    hundreds, rest = divmod(number, 100)
    if hundreds:
        words.append(_HUNDREDS[hundreds - 1])
    if rest >= 20:
        words.append(_TENS[rest // 10 - 2])
        rest %= 10
    if rest or not words:
        words.append({1: "одна", 2: "две"}.get(rest, _ONES[rest]) if feminine else _ONES[rest])
    return " ".join(words)
