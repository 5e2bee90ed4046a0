"""Words that schools write one thing with, from ``resources/exchange/words.toml`` and ``resources/subjects.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from otbor.domain.people import search_key
from otbor.domain.subjects import parse_subjects, tidy
from otbor.domain.values import State
from otbor.support.places import resource

_SPELLINGS = frozenset({"results", "levels", "subject_forms", "states"})


@dataclass(frozen=True)
class Words:
    """Folded words by what they mean; ``results``, ``levels``, ``subjects`` give the canonical spelling of one.

    ``states`` are the words that say why there is no number.
    """

    yes: frozenset[str]
    no: frozenset[str]
    upheld: frozenset[str]
    rejected: frozenset[str]
    in_time: frozenset[str]
    late: frozenset[str]
    states: Mapping[State, frozenset[str]]
    results: Mapping[str, str]
    levels: Mapping[str, str]
    subjects: Mapping[str, str]


def fold(text: str) -> str:
    """``text`` as words are compared: as search folds it, a lone sign («+», «-», «✓») as it is."""
    return search_key(text) or text.strip()


@cache
def words() -> Words:
    """The shipped words."""
    data = tomllib.loads(resource("exchange/words.toml").read_text("utf-8"))
    sets = {name: frozenset(map(fold, data[name])) for name in data if name not in _SPELLINGS}
    names = parse_subjects(resource("subjects.toml").read_text("utf-8")).names
    subjects = {fold(form): name for form, name in (*names.items(), *data["subject_forms"].items())}
    return Words(
        **sets,
        states={State(name): frozenset(map(fold, told)) for name, told in data["states"].items()},
        results={fold(result): result for result in data["results"]},
        levels={fold(level): level for level in data["levels"]},
        subjects=subjects,
    )


def known_subjects() -> frozenset[str]:
    """Canonical names of the subjects, lower case."""
    return frozenset(words().subjects.values())


def subject_name(text: str) -> str:
    """Name of a subject: canonical where it is known («матем.» → «математика»), else lower case with single spaces."""
    return canonical(text, words().subjects)


def value_name(text: str) -> str:
    """Name of a value, of a part of it too: «Матем. : первый» → «математика: первый»."""
    whole, *parts = text.split(":")
    return ": ".join((subject_name(whole), *map(tidy, parts)))


def canonical(text: str, spellings: Mapping[str, str]) -> str:
    """The canonical spelling of ``text``, or itself in lower case with single spaces."""
    return spellings.get(fold(text)) or tidy(text)


def begins_with(text: str, beginnings: frozenset[str]) -> bool:
    """Whether the words of ``text`` begin with one of ``beginnings``."""
    folded = f"{fold(text)} "
    return any(folded.startswith(f"{beginning} ") for beginning in beginnings)
