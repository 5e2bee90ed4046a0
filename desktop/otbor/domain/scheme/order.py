"""What is done with the points: gates, strata ahead of the total, keys between equals."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from otbor.domain.participants import Kind
from otbor.domain.scheme.base import Digits, Id, Model, Name, Number, Selector, Text, Word, Words, freeze
from otbor.domain.scheme.components import Combination

TOTAL = "total"
"""Word by which a gate names the total instead of a component."""


class Total(Model):
    """How the components make the total (итоговый балл)."""

    combine: Combination = "sum"
    digits: Digits | None = None
    """Decimals to which the total is rounded, a half up."""


class Minimum(Model):
    """Who has less is not in the rating and is listed apart (п. 20)."""

    gate: Literal["minimum"]
    of: Id
    """«total» or the id of a component."""
    points: Number


Gate = Minimum


class HasAchievement(Model):
    """One has an achievement like this: what is left out fits anything."""

    has: Literal["achievement"]
    category: Word | None = None
    level: Word | None = None
    results: Annotated[Words, Field(min_length=1)]
    subjects: Selector | None = None
    held_from: date | None = None


class HasFact(Model):
    """The fact is there (1): преимущественное право as a stratum, enrolment without competition."""

    has: Literal["fact"]
    name: Name


Condition = Annotated[HasAchievement | HasFact, Field(discriminator="has")]


class Stratum(Model):
    """Those who stand ahead of all others, whatever their totals; among themselves by their own totals."""

    id: Id
    title: Text
    when: Annotated[tuple[Condition, ...], Field(min_length=1), BeforeValidator(freeze)]
    """Any one of these is enough."""


class KeyBase(Model):
    """Decides between equal totals, the higher first; keys are asked in the order of the file."""

    id: Id
    """Column of the rating sheet."""
    title: Text


class ComponentKey(KeyBase):
    """Points of a component."""

    by: Literal["component"]
    component: Id


class CategoryKey(KeyBase):
    """What counted of one category of achievements, before the cap of the whole portfolio (п. 21)."""

    by: Literal["category"]
    component: Id
    category: Word


class ValueKey(KeyBase):
    """A number that need not enter the total: an additional test, средний балл, преимущественное право (1)."""

    by: Literal["value"]
    source: Literal["mark", "exam", "test", "fact", "expert"]
    name: Name
    absent: Number | None = None
    """What stands for a number that is not there; without it, behind everyone who has one."""
    digits: Digits | None = None

    @property
    def kind(self) -> Kind:
        """Kind of value that the key asks for."""
        return Kind(self.source)


TieKey = Annotated[ComponentKey | CategoryKey | ValueKey, Field(discriminator="by")]
