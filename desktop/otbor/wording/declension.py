"""People's names in the cases that sentences want: «от Ивановой Марии Петровны», «Кому: Салтыкову-Щедрину Льву».

pytrovich 0.2.0 declines 568 of the 581 names of ``tests/wording/names.csv`` as Russian wants, petrovich 2.0.1 only
540 (it fails on Никита, Савва, Ольга, Черных, Цой); what pytrovich misses is in ``resources/names/declension.toml``.
A name whose gender nobody can tell stays in the nominative until somebody says how it declines.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from pytrovich import enums
from pytrovich.maker import PetrovichDeclinationMaker

from otbor.domain.people import FullName, parse_full_name, search_key
from otbor.support.places import resource
from otbor.wording import names


class Case(StrEnum):
    """An oblique case that papers use (родительный, дательный, винительный, творительный)."""

    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"


class Gender(StrEnum):
    """Gender of a person, by which a surname declines."""

    MALE = "male"
    FEMALE = "female"


Overrides = Mapping[str, Mapping[Case, str]]  # full name in the nominative → how somebody said that it declines

_ORDER = tuple(Case)
_MALE_ENDINGS = ("ич", "оглы", "улы", "оглу", "уулу")
_FEMALE_ENDINGS = ("вна", "чна", "кызы", "гызы")
_KINSHIP = (" ", "-")  # «Рашид оглы», «Рашид-оглы»: such an отчество does not decline


class InCase(str):
    """A full name in a case; ``short`` is the same with initials."""

    __slots__ = ("short",)
    short: str


def gender_of(name: FullName) -> Gender | None:
    """Gender by the отчество, else by the given name; None when neither tells."""
    patronymic = name.patronymic.casefold()
    if patronymic.endswith(_MALE_ENDINGS):
        return Gender.MALE
    if patronymic.endswith(_FEMALE_ENDINGS):
        return Gender.FEMALE
    return _genders().get(search_key(name.given.partition("-")[0]))


def declined(name: FullName, case: Case, gender: Gender) -> FullName:
    """``name`` in ``case``; all of its parts, those that do not decline unchanged."""
    patronymic = name.patronymic
    if not any(mark in patronymic for mark in _KINSHIP):
        patronymic = _inflected("patronymic", patronymic, case, gender)
    return FullName(
        _inflected("surname", name.surname, case, gender), _inflected("given", name.given, case, gender), patronymic
    )


def in_case(text: str, case: Case, overrides: Overrides | None = None) -> InCase:
    """The full name ``text`` (surname first) in ``case``, as ``overrides`` say, else by rule, else as it is."""
    own = (overrides or {}).get(text, {}).get(case)
    return _in_case(text, case) if own is None else _said_so(text, own)


def in_all_cases(text: str, gender: Gender | None = None) -> dict[Case, str]:
    """The full name ``text`` in every case by rule; ``gender`` is asked where the name itself does not tell it."""
    return {case: str(_in_case(text, case, gender)) for case in Case}


def declines(text: str) -> bool:
    """Whether the program can decline the full name ``text``: it is a name, and its gender is known."""
    parsed, _ = parse_full_name(text)
    return parsed is not None and gender_of(parsed) is not None


@lru_cache(maxsize=4096)  # a paper and its batch name the same people again
def _in_case(text: str, case: Case, asked: Gender | None = None) -> InCase:
    name, _ = parse_full_name(text)
    gender = None if name is None else gender_of(name) or asked
    if name is None or gender is None:
        return _made(text, short_name(text))
    result = declined(name, case, gender)
    return _made(str(result), names.short_name(result.surname, name.given, name.patronymic))


def _said_so(text: str, own: str) -> InCase:
    """A name as somebody declined it; its surname has as many words as in the nominative."""
    name, _ = parse_full_name(text)
    if name is None:
        return _made(own, own)
    surname = " ".join(own.split()[: len(name.surname.split())])
    return _made(own, names.short_name(surname, name.given, name.patronymic))


def short_name(text: str) -> str:
    """«Ивановой М. П.» of a full name in any case; what is no full name, or has initials already, as it is."""
    if isinstance(text, InCase):
        return text.short
    name, _ = parse_full_name(text)
    return text if name is None or "." in text else names.short_name(name.surname, name.given, name.patronymic)


def _made(text: str, short: str) -> InCase:
    made = InCase(text)
    made.short = short
    return made


def _inflected(part: str, text: str, case: Case, gender: Gender) -> str:
    """A part of a name of one or several words, each declined for itself but for those that never are."""
    unchanged = _exceptions()["unchanged"].get(part, ())
    *first, last = text.split(" ")
    words = [w if w.casefold() in unchanged else _hyphened(part, w, case, gender) for w in first]
    return " ".join([*words, _hyphened(part, last, case, gender)])


def _hyphened(part: str, word: str, case: Case, gender: Gender) -> str:
    """A word of a name; of a hyphened one both sides, as the library knows, but for a first that never declines."""
    head, hyphen, tail = word.partition("-")
    if hyphen and head.casefold() in _exceptions()["unchanged"].get(part, ()):
        return f"{head}-{_hyphened(part, tail, case, gender)}"
    forms = _exceptions().get(gender.value, {}).get(part, {}).get(word.casefold())
    if forms is not None:
        result = str(forms[_ORDER.index(case)])
    else:
        plain = word.title() if word.isupper() else word  # rules add small letters
        result = _maker().make(_PARTS[part], enums.Gender[gender.name], enums.Case[case.name], plain)
    if word.isupper() and len(word) > 1:
        return result.upper()
    return result[:1].upper() + result[1:] if word[:1].isupper() else result


_PARTS = {
    "surname": enums.NamePart.LASTNAME,
    "given": enums.NamePart.FIRSTNAME,
    "patronymic": enums.NamePart.MIDDLENAME,
}


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


@cache
def _exceptions() -> dict[str, Any]:
    return tomllib.loads(resource("names/declension.toml").read_text("utf-8"))


@cache
def _genders() -> dict[str, Gender]:
    lists = tomllib.loads(resource("names/given.toml").read_text("utf-8"))
    return {search_key(name): gender for gender in Gender for name in lists[gender.value]}
