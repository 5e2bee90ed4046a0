"""Pieces that every part of a scheme is made of: strict models, numbers, names, selectors of subjects."""

import re
from decimal import Decimal
from functools import reduce
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializationInfo,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from otbor.domain.subjects import Subjects, as_written, folded, part_of, shown, spelled
from otbor.domain.values import plain


class Model(BaseModel):
    """A part of a scheme: nothing is converted silently, an unknown key is an error, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def _number(value: Any) -> Any:
    """A TOML number as Decimal: 5 and 5.0 are one number, and one scheme."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return plain(value) if isinstance(value, Decimal) and value.is_finite() and abs(value) <= _HIGHEST else value


def freeze(value: Any) -> Any:
    """A TOML array as a tuple."""
    return tuple(value) if isinstance(value, list) else value


def _named(value: str, info: ValidationInfo) -> str:
    """The subject's own name where ``value`` means a known subject, else ``value`` as a name (a fact, a test).

    A part of a number keeps its colon: «матем.: геометрия» is «математика: геометрия».
    """
    subjects: Subjects = (info.context or {}).get("subjects") or Subjects({})
    whole, *parts = value.split(":")
    return reduce(part_of, map(spelled, parts), subjects.named(whole) or spelled(whole))


def _serialized(value: str, info: SerializationInfo) -> str:
    """A name as it is compared, so that its spelling is no part of the content; as it is shown where that is asked."""
    return shown(value) if info.context == SPELLED else str(value)


def _filled(value: str) -> str:
    """Text that is more than blanks."""
    if not value.strip():
        raise PydanticCustomError("blank", "blank")
    return value


def _key_number(value: Any) -> Any:
    """A key of a TOML table is text always: «5» is the number 5."""
    return _number(Decimal(value)) if isinstance(value, str) and _KEY_NUMBER.fullmatch(value) else value


def _distinct(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """Keys that mean the same («5» and «5.0», «призёр» and «призер») are a mistake: one of them would be lost."""
    table = handler(value)
    if len({folded(str(key)) for key in table}) < len(value):
        raise PydanticCustomError("same_key", "keys that mean the same")
    return table


SPELLED = {"names": "as written"}
"""Context of serialization that keeps how names are written."""

_HIGHEST = Decimal(1_000_000)
_KEY_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?", re.ASCII)

Distinct = WrapValidator(_distinct)
Number = Annotated[Decimal, BeforeValidator(_number), Field(ge=-_HIGHEST, le=_HIGHEST)]
Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]
KeyNumber = Annotated[Decimal, BeforeValidator(_key_number)]
Digits = Annotated[int, Field(ge=0, le=6)]
Text = Annotated[str, Field(min_length=1), AfterValidator(_filled)]
Id = Annotated[str, Field(pattern=r"^[A-Za-zА-Яа-яЁё_][\w.\-]*$")]
_SPELLING = PlainSerializer(_serialized, return_type=str)
Word = Annotated[Text, AfterValidator(spelled), _SPELLING]
Title = Annotated[Text, AfterValidator(as_written), _SPELLING]
"""A name of its own, the first letter as it is: that of an event."""
Name = Annotated[Text, AfterValidator(_named), _SPELLING]
Names = Annotated[tuple[Name, ...], BeforeValidator(freeze)]
Words = Annotated[tuple[Word, ...], BeforeValidator(freeze)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(freeze)]
PerName = Number | Annotated[dict[Name, Number], Distinct]
"""One number for all, or one for each name («русский язык» = 37)."""

IN_DEPTH = "in_depth"
"""Name of the set that every group has: its subjects in depth."""


class Group(Model):
    """A group (профиль, группа) to which children are selected: seats belong to it."""

    code: Text
    """Short name, as in the workbook and the rating («8Ф»)."""
    title: Text
    """Full name of the profile."""
    in_depth: Names = ()
    """Subjects studied in depth."""
    sets: dict[Id, Names] = Field(default_factory=dict)
    """Further sets of subjects by name, for selectors («elective», «profile»)."""
    seats: Annotated[int, Field(ge=1)] | None = None
    """Number of seats; without it places are given and seats are not."""
    in_class: Text | None = None
    """The class that the group is a part of: a class may hold several groups, each with its own seats."""
    profile: Text | None = None
    """The profile as the yearly scale of examinations names it, for its recommended minimum."""

    def members(self, name: str) -> tuple[str, ...]:
        """Subjects of the set ``name``; empty when the group has no such set."""
        return self.in_depth if name == IN_DEPTH else self.sets.get(name, ())


class Selector(Model):
    """Which subjects (facts, tests): those named, then those of the group's sets, each once."""

    names: Names = ()
    """Named one by one."""
    sets: Texts = ()
    """Sets of the group: «in_depth» or a name from its ``sets``."""

    def resolve(self, group: Group) -> tuple[str, ...]:
        """The names for ``group``, in order, without repeats."""
        found = [*self.names, *(member for name in self.sets for member in group.members(name))]
        return tuple(dict.fromkeys(found))


def per_name(table: PerName | None, name: str) -> Decimal | None:
    """The number of ``table`` for ``name``; None when the table has none for it."""
    return table.get(name) if isinstance(table, dict) else table
