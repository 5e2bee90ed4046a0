"""A participant (участник отбора) as the scheme sees one: numbers with their states, and achievements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from otbor.domain.values import Value


class Kind(StrEnum):
    """Kinds of value that a scheme can ask for; with a name they make the key of a value."""

    MARK = "mark"  # итоговая отметка по предмету
    EXAM = "exam"  # первичный балл ОГЭ/ГВЭ по предмету
    TEST = "test"  # балл вступительного испытания
    FACT = "fact"  # any other number: средний балл аттестата, аттестат с отличием (1/0), преимущественное право (1/0)
    EXPERT = "expert"  # points typed by the commission for an expert criterion


Key = tuple[Kind, str]  # (Kind.MARK, "математика")


@dataclass(frozen=True, slots=True)
class Achievement:
    """One individual achievement (индивидуальное достижение, п. 16), as one document proves it.

    ``category`` is a paragraph of the Порядок («16.2») or a region's own; ``level`` the stage or level of the event,
    where it is told apart («региональный»), ``form`` that of taking part («командная»), ``place`` the place taken,
    where it stands apart from the result; texts stand as the document has them: scoring compares them without case and
    with «ё» as «е». ``subject`` is the subject's own name, where it is a known one.
    """

    category: str
    event: str
    result: str
    subject: str = ""
    level: str = ""
    held_on: date | None = None
    document: str = ""
    form: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One application as input of the scheme; ``groups`` in the order of wish; ``name`` never enters the points.

    ``named`` is what the applicant chose, by the question («предмет по выбору» → «физика»).
    """

    number: str
    groups: tuple[str, ...]
    values: Mapping[Key, Value] = field(default_factory=dict)
    achievements: tuple[Achievement, ...] = ()
    name: str = ""
    named: Mapping[str, str] = field(default_factory=dict)
