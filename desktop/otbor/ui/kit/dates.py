"""Dates and times as people here write them, by Babel; the law's own papers have their own way."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from otbor.support.clock import local_time
from otbor.support.translation import language


def day(value: date) -> str:
    """«07.04.2026»."""
    return format_date(value, "dd.MM.yyyy", locale=language())


def day_in_words(value: date) -> str:
    """«вторник, 7 апреля»."""
    return format_date(value, "EEEE, d MMMM", locale=language())


def month_day(value: date) -> str:
    """«7 апр.»."""
    return format_date(value, "d MMM", locale=language())


def moment(value: datetime, zone: str) -> str:
    """An instant in the school's own time: «07.04.2026 14:05»."""
    return wall(local_time(value, zone))


def wall(value: datetime) -> str:
    """A moment as its own clock shows it, whatever its zone: «07.04.2026 14:05»."""
    return format_datetime(value, "dd.MM.yyyy HH:mm", locale=language())


def hour(value: datetime, zone: str) -> str:
    """An instant of this year in the school's own time: «07.04 14:05»."""
    return format_datetime(local_time(value, zone), "dd.MM HH:mm", locale=language())


def count(value: int) -> str:
    """A whole number with its thousands apart: «10 000»."""
    return format_decimal(value, locale=language())
