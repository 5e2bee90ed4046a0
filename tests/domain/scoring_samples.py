"""Small schemes and participants for the tests of scoring and rating."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from otbor.domain.participants import Achievement, Key, Kind, Participant
from otbor.domain.scheme import Scheme, parse_scheme
from otbor.domain.scoring import score
from otbor.domain.values import Value, known
from tests import golden

Given = Value | int | str

HEAD = """
title = "Схема"
version = "1"
grade = 10
[[groups]]
code = "А"
title = "А"
in_depth = ["математика", "физика", "химия"]
[[tests]]
name = "математика"
maximum = 20
"""
MATHS, PHYSICS, CHEMISTRY = ((Kind.MARK, name) for name in ("математика", "физика", "химия"))
MARKS = 'source = "mark"\nchoice = { take = "all", sets = ["in_depth"] }'
MATHS_TEST = 'source = "test"\nchoice = { take = "all", names = ["математика"] }'


def scheme(*components: str, rest: str = "") -> Scheme:
    parts = [f'[[components]]\nid = "c{i}"\ntitle = "Показатель {i}"\n{text}\n' for i, text in enumerate(components)]
    return parse_scheme("\n".join([HEAD, *parts, rest]), "test.toml", golden.subjects())


def person(values: Mapping[Key, Given] | None = None, *achievements: Achievement, number: str = "1") -> Participant:
    made = {key: v if isinstance(v, Value) else known(v) for key, v in (values or {}).items()}
    return Participant(number, ("А",), made, achievements)


def points(text: str, participant: Participant) -> Decimal | None:
    return score(scheme(text), "А", participant).parts[0]


THREE_MARKS: dict[Key, Given] = {MATHS: 5, PHYSICS: 4, CHEMISTRY: 4}


def numbers(*given: int | str | None) -> tuple[Decimal | None, ...]:
    """Numbers to compare with parts or keys."""
    return tuple(None if number is None else Decimal(number) for number in given)


def olympiad(
    category: str,
    result: str,
    subject: str = "математика",
    *,
    event: str = "",
    level: str = "",
    held_on: date | None = date(2025, 1, 20),
) -> Achievement:
    return Achievement(category, event, result, subject, level, held_on)


ROWS = """rows = [
{ category = "1", results = { "победитель" = 5, "призёр" = 3 } },
{ category = "2", results = { "победитель" = 10, "призёр" = 8, "участник" = 4 } },
{ category = "3", level = "область", results = { "победитель" = 4 } },
{ category = "3", level = "россия", results = { "победитель" = 7 } },
{ category = "9", results = { "участник" = 1 }, any_subject = true },
]"""
PORTFOLIO = f'source = "achievements"\nsubjects = {{ sets = ["in_depth"] }}\n{ROWS}\n'
