"""What people type into a form, read without guessing: a day, a moment, a number with its state, a telephone."""

import re
from datetime import date, datetime, time

from otbor.domain.people import phones
from otbor.domain.values import Value, known
from otbor.exchange.cells import Unreadable, read_date, read_number, read_time
from otbor.exchange.words import fold, words

_RUN_OF_DIGITS = re.compile(r"(\d\d)(\d\d)(\d{4}|\d\d)")
_PARTS = re.compile(r"\d{1,2}[ ,/-]\d{1,2}[ ,/-](?:\d{4}|\d\d)")
_PHONE = re.compile(r"\+7(\d{3})(\d{3})(\d{2})(\d{2})")


def read_day(text: str) -> date | None:
    """A day: «07.04.2012», «7.4.12», «070412», «7 4 2012», «7 апреля 2012»; None for what is no day."""
    typed = " ".join(text.split())
    if run := _RUN_OF_DIGITS.fullmatch(typed):
        typed = ".".join(run.groups())
    elif _PARTS.fullmatch(typed):
        typed = re.sub(r"[ ,/-]", ".", typed)
    try:
        return read_date(typed)
    except Unreadable:
        return None


def read_moment(text: str) -> datetime | None:
    """A day with a time of day, without a zone: «06.04.2026 8:30», «060426 0830»; noon where no time is said."""
    day, _space, hour = text.strip().rpartition(" ")
    if day and (found := read_day(day)) is not None and (at := _time(hour)) is not None:
        return datetime.combine(found, at)
    whole = read_day(text)
    return None if whole is None else datetime.combine(whole, time(12))


def _time(text: str) -> time | None:
    try:
        return read_time(f"{text[:-2]}:{text[-2:]}" if re.fullmatch(r"\d{3,4}", text) else text)
    except Unreadable:
        return None


def read_value(text: str) -> Value | None:
    """A mark or another number («5», «4,5»), or a word that says why there is none («не изучался»); None else."""
    told = fold(text)
    for state, forms in words().states.items():
        if told in forms:
            return Value(state)
    try:
        return known(read_number(text))
    except Unreadable:
        return None


def phones_text(text: str) -> str:
    """The telephones in ``text`` as people read them: «+7 (910) 123-45-67»; itself where none can be read."""
    found = phones(text)
    return ", ".join(_PHONE.sub(r"+7 (\1) \2-\3-\4", number) for number in found) if found else text.strip()
