"""Typed readers of one cell: a value, or :class:`Unreadable` with the reason; nothing is guessed or becomes zero."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from otbor.domain.people import phones
from otbor.exchange.words import fold, words
from otbor.exchange.workbook import CellValue

MOST_DIGITS = 15  # a spreadsheet's number holds no more; what is beyond is already lost or will be
_SURELY_FEW = 10**MOST_DIGITS  # a whole number below this has no more digits
_YEARS = range(1900, 2101)
_ERROR = re.compile(r"#(?:[A-ZА-ЯЁ]+[/0-9A-ZА-ЯЁ]*[!?]?)")
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?: ?г\.?)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_WORDY_DATE = re.compile(r"(\d{1,2}) ([а-яё]+) (\d{4})(?: ?(?:г\.?|года))?", re.IGNORECASE)
_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_TIME = re.compile(r"(\d{1,2})[:.-](\d{2})(?::(\d{2}))?")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_DIGIT_LIKE = frozenset("бзоОЗБIlOoSВв|ІіЧч")
_MINUS = str.maketrans("−–—", "---")


class Unreadable(ValueError):  # noqa: N818 - the word of the brief: a cell that cannot be read
    """A cell that cannot be read: ``rule`` of ``import.<rule>`` and the values of its sentence."""

    def __init__(self, rule: str, **values: Any) -> None:
        super().__init__(rule)
        self.rule = rule
        self.values = values


def is_blank(value: CellValue | None) -> bool:
    """Whether a cell holds nothing but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: CellValue | None) -> str:
    """A cell as a person sees it, for messages: never fails."""
    if isinstance(value, bool):
        return "ИСТИНА" if value else "ЛОЖЬ"
    if isinstance(value, float):
        return repr(value).removesuffix(".0").replace(".", ",")
    if isinstance(value, datetime):
        return value.strftime("%d.%m.%Y %H:%M") if value.time() != time() else value.strftime("%d.%m.%Y")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return "" if value is None else " ".join(str(value).split())


def read_text(value: CellValue | None) -> str:
    """Text with single spaces; a whole number as its digits.

    Unreadable: a date, time or truth value (a spreadsheet turns «16.4» into 16 April), an error of a formula.
    """
    if isinstance(value, str):
        if value.startswith("#") and _ERROR.fullmatch(value):
            raise Unreadable("formula_error", text=value)
        return " ".join(value.split())
    if value is None:
        return ""
    if isinstance(value, bool | date | time | timedelta):
        raise Unreadable("not_a_text", text=shown(value))
    return format(_from_number(value), "f")


def read_number(value: CellValue | None) -> Decimal:
    """A number exactly as it is written; a decimal comma or point, spaces between thousands.

    Unreadable: a blank cell, letters instead of digits («1б»), more than 15 digits, anything else.
    """
    if isinstance(value, str):
        text = "".join(value.split()).translate(_MINUS)
        if not _NUMBER.fullmatch(text):
            raise _not_a_number(value)
        return _checked(Decimal(text.replace(",", ".")), value)
    if value is None or isinstance(value, bool | date | time | timedelta):
        raise Unreadable("not_a_number", text=shown(value))
    return _from_number(value)


def _from_number(value: float) -> Decimal:
    if -_SURELY_FEW < value < _SURELY_FEW and value == int(value):
        return Decimal(int(value))  # nearly all of them: marks, points, numbers of lines
    number = Decimal(repr(value))
    if not number.is_finite():
        raise Unreadable("not_a_number", text=str(value))
    return _checked(number.to_integral() if number == number.to_integral() else number, value)


def _checked(number: Decimal, value: CellValue) -> Decimal:
    if len(format(number, "f").replace(".", "").lstrip("+-0")) > MOST_DIGITS:
        raise Unreadable("too_many_digits", text=shown(value), most=MOST_DIGITS)
    return number


def _not_a_number(value: str) -> Unreadable:
    text = " ".join(value.split())
    if text.startswith("#") and _ERROR.fullmatch(text):
        return Unreadable("formula_error", text=text)
    letters = [c for c in text if c in _DIGIT_LIKE]  # «1б», «О5»: the eye takes them for digits
    others = [c for c in text if c.isalpha() and c not in _DIGIT_LIKE]
    if letters and not others and any(c.isdigit() for c in text):
        return Unreadable("letter_in_number", text=text, letters=letters)
    return Unreadable("not_a_number", text=text)


def read_whole(value: CellValue | None) -> int:
    """A whole number; unreadable as :func:`read_number` says, and «15,5» as not whole."""
    number = read_number(value)
    if number != number.to_integral_value():
        raise Unreadable("not_whole", text=shown(value))
    return int(number)


def read_date(value: CellValue | None, *, serial: bool = False) -> date:
    """A date: as a date, dd.mm.yyyy, dd.mm.yy (1970–2069), ISO, «5 мая 2012 г.».

    A bare number is a date only with ``serial`` (days of a spreadsheet), because «42036» may be anything.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _date_of(" ".join(value.split()))
    if serial and isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer():
        return date(1899, 12, 30) + timedelta(days=int(value))
    raise Unreadable("not_a_date", text=shown(value))


def _date_of(text: str) -> date:
    if match := _DATE.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        if len(match[3]) == 2:
            year += 1900 if year >= 70 else 2000
    elif match := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif (match := _WORDY_DATE.fullmatch(text)) and match[2].casefold() in _MONTHS:
        day, month, year = int(match[1]), _MONTHS.index(match[2].casefold()) + 1, int(match[3])
    else:
        raise Unreadable("not_a_date", text=text)
    try:
        found = date(year, month, day)
    except ValueError:
        raise Unreadable("no_such_date", text=text) from None
    if found.year not in _YEARS:
        raise Unreadable("no_such_date", text=text)
    return found


def read_time(value: CellValue | None) -> time:
    """A time of day: as a time, «9:05», «9.05», «09-05», with seconds."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    if isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
        return (datetime.min + value).time()  # noqa: DTZ901 - only the time of day is taken
    if isinstance(value, str) and (match := _TIME.fullmatch(value.strip())):
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second)
    raise Unreadable("not_a_time", text=shown(value))


def read_yes_no(value: CellValue | None) -> bool:
    """«да» / «нет» and what schools write instead; a blank cell is unreadable: the caller says what it means."""
    if isinstance(value, bool):
        return value
    folded = fold(read_text(value))
    if folded in words().yes:
        return True
    if folded in words().no:
        return False
    raise Unreadable("not_yes_no", text=shown(value))


def read_phones(value: CellValue | None) -> tuple[str, ...]:
    """Phone numbers in one form; nothing for a blank cell and for «нет».

    Unreadable: a text with digits that make no whole number.
    """
    text = read_text(value)
    found = phones(text)
    if not found and any(c.isdigit() for c in text):
        raise Unreadable("not_a_phone", text=text)
    return found
