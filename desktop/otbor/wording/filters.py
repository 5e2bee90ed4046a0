"""What a placeholder of a form may ask for: a name in a case or with initials, a number or a date in words, a list, the
word that goes with a number."""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from otbor.wording import declension, numbers
from otbor.wording.declension import Case, Overrides
from otbor.wording.templates import said

Filter = Callable[[Any, Overrides], str]


def shown(value: Any) -> str:
    """``value`` as a text shows it, in one line: data never make a paragraph.

    Raises :class:`TypeError` for a list of rows: of a row a text shows its fields.
    """
    _refuse_rows(value)
    return " ".join((value if isinstance(value, str) else said(value)).splitlines())


def _refuse_rows(value: Any) -> None:
    if isinstance(value, tuple) and any(map(is_dataclass, value)):
        raise TypeError("rows are shown by their fields")


def _name_in(case: Case) -> Filter:
    def declined(value: Any, overrides: Overrides) -> str:
        return declension.in_case(_text(value), case, overrides)

    return declined


def _short_name(value: Any, _: Overrides) -> str:
    return declension.short_name(_text(value))


def _words(value: Any, overrides: Overrides) -> str:
    return numbers.date_in_words(value) if isinstance(value, date) else _MASCULINE(value, overrides)


def _number_in(gender: numbers.Gender) -> Filter:
    def said_in_words(value: Any, _: Overrides) -> str:
        if isinstance(value, (int, Decimal)):
            return numbers.in_words(value, gender)
        raise TypeError(f"{value!r} is no number")

    return said_in_words


_MASCULINE = _number_in(numbers.Gender.MASCULINE)


def _long_date(value: Any, _: Overrides) -> str:
    if isinstance(value, date):
        return numbers.long_date(value)
    raise TypeError(f"{value!r} is no date")


def _capital(value: Any, _: Overrides) -> str:
    text = _text(value)
    return text[:1].upper() + text[1:]


def _semicolons(value: Any, _: Overrides) -> str:
    _refuse_rows(value)
    if isinstance(value, tuple):
        return "; ".join(map(shown, value))
    raise TypeError(f"{value!r} is no list")


def word_for(forms: str) -> Filter:
    """The filter that three forms of a word are, «лист/листа/листов»: it gives the one that goes with a number."""
    one, few, many = forms.split("/")

    def chosen(value: Any, _: Overrides) -> str:
        if isinstance(value, int):
            return numbers.plural(value, one, few, many)
        raise TypeError(f"{value!r} is no whole number")

    return chosen


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(f"{value!r} is no name")


FORMS = r"[^\s\"'\\|/{}][^\"'\\|/{}\n]*(?:/[^\"'\\|/{}\n]+){2}"
"""Three forms of a word, as a text writes them."""
FILTERS: Mapping[str, Filter] = {
    "genitive": _name_in(Case.GENITIVE),
    "dative": _name_in(Case.DATIVE),
    "accusative": _name_in(Case.ACCUSATIVE),
    "instrumental": _name_in(Case.INSTRUMENTAL),
    "short_name": _short_name,
    "words": _words,
    "words_feminine": _number_in(numbers.Gender.FEMININE),
    "words_neuter": _number_in(numbers.Gender.NEUTER),
    "long_date": _long_date,
    "capital": _capital,
    "semicolons": _semicolons,
}
