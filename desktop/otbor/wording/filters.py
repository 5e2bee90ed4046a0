"""What a placeholder of a form may ask for: a name in a case or with initials, a number or a date in words."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from otbor.wording import declension, numbers
from otbor.wording.declension import Case, Overrides
from otbor.wording.templates import said

Filter = Callable[[Any, Overrides], str]


def shown(value: Any) -> str:
    """``value`` as a text shows it, in one line: data never make a paragraph."""
    return " ".join((value if isinstance(value, str) else said(value)).splitlines())


def _name_in(case: Case) -> Filter:
    def declined(value: Any, overrides: Overrides) -> str:
        return declension.in_case(_text(value), case, overrides)

    return declined


def _short_name(value: Any, _: Overrides) -> str:
    return declension.short_name(_text(value))


def _words(value: Any, _: Overrides) -> str:
    if isinstance(value, date):
        return numbers.date_in_words(value)
    if isinstance(value, (int, Decimal)):
        return numbers.in_words(value)
    raise TypeError(f"{value!r} is no number and no date")


def _long_date(value: Any, _: Overrides) -> str:
    if isinstance(value, date):
        return numbers.long_date(value)
    raise TypeError(f"{value!r} is no date")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(f"{value!r} is no name")


FILTERS: Mapping[str, Filter] = {
    "genitive": _name_in(Case.GENITIVE),
    "dative": _name_in(Case.DATIVE),
    "accusative": _name_in(Case.ACCUSATIVE),
    "instrumental": _name_in(Case.INSTRUMENTAL),
    "short_name": _short_name,
    "words": _words,
    "long_date": _long_date,
}
