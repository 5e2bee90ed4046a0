"""What is done with the points: total, gates, strata ahead of the total, keys between equals, seats."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from otbor.domain.participants import Kind
from otbor.domain.scheme.base import Digits, Id, Model, Name, Number, Positive, Text, Texts, Word, freeze
from otbor.domain.scheme.conditions import (
    TOTAL,
    AllOf,
    AnyOf,
    Condition,
    Conditions,
    HasAchievement,
    HasFact,
    HasPoints,
    HasState,
    HasValue,
    NoneOf,
)
from otbor.domain.scheme.tail import Combination


class Total(Model):
    """How the components make the total (итоговый балл)."""

    combine: Combination = "sum"
    digits: Digits | None = None
    """Decimals to which the total is rounded, a half up."""
    cap: Positive | None = None
    """The most that the total can be."""


class Minimum(Model):
    """Who has less is not in the rating and is listed apart (п. 20)."""

    gate: Literal["minimum"]
    of: Id
    """«total» or the id of a component."""
    points: Number
    groups: Texts | None = None
    """Codes of the groups that have this gate; all without it."""


class Required(Model):
    """Whoever does not meet the condition is not rated: territory, health, previous grade, marks and means."""

    gate: Literal["required"]
    title: Text
    """As the act calls it."""
    when: Annotated[Conditions, Field(min_length=1)]
    """Any one of these is enough."""
    groups: Texts | None = None
    """Codes of the groups that have this gate; all without it."""


Gate = Annotated[Minimum | Required, Field(discriminator="gate")]


class Stratum(Model):
    """Those who stand ahead of all others, whatever their totals; among themselves by their own totals."""

    id: Id
    title: Text
    when: Annotated[Conditions, Field(min_length=1)]
    """Any one of these is enough."""
    exempt: bool = False
    """Enrolled without competition: no gate applies, and a total that is not there is no obstacle (it stands last)."""


class KeyBase(Model):
    """Decides between equal totals; keys are asked in the order of the file."""

    id: Id
    """Column of the rating sheet."""
    title: Text
    prefer: Literal["higher", "lower"] = "higher"
    """Which number is ahead."""


class ComponentKey(KeyBase):
    """Points of a component."""

    by: Literal["component"]
    component: Id


class ComponentsKey(KeyBase):
    """Points of several components together: the sum of tests. One that is not there counts nothing."""

    by: Literal["components"]
    components: Annotated[tuple[Id, ...], Field(min_length=1), BeforeValidator(freeze)]
    combine: Combination = "sum"


class CategoryKey(KeyBase):
    """What counted of one category of achievements, before the cap of the whole portfolio (п. 21)."""

    by: Literal["category"]
    component: Id
    category: Word


class ConditionKey(KeyBase):
    """1 for those of whom any one of ``when`` holds, 0 for others: преимущественное право, a priority achievement."""

    by: Literal["condition"]
    when: Annotated[Conditions, Field(min_length=1)]
    """Any one of these is enough."""


class ValueKey(KeyBase):
    """A number that need not enter the total: an additional test, средний балл, преимущественное право (1)."""

    by: Literal["value"]
    source: Literal["mark", "exam", "test", "fact", "expert"]
    name: Name
    absent: Number | None = None
    """What stands for a number that is not there; without it, behind everyone who has one."""
    digits: Digits | None = None
    equals_only: bool = False
    """Held for those only who are equal in everything before: until it is there, nobody waits for it."""

    @property
    def kind(self) -> Kind:
        """Kind of value that the key asks for."""
        return Kind(self.source)


TieKey = Annotated[ComponentKey | ComponentsKey | CategoryKey | ConditionKey | ValueKey, Field(discriminator="by")]


class Seats(Model):
    """How seats are given to children who want several groups."""

    by: Literal["wishes", "independent"] = "wishes"
    """wishes: by the child's own order (deferred acceptance); independent: each group by its own list, the child
    chooses among what is offered."""


__all__ = [
    "TOTAL", "AllOf", "AnyOf", "CategoryKey", "ComponentKey", "ComponentsKey", "Condition", "ConditionKey", "Gate",
    "HasAchievement", "HasFact", "HasPoints", "HasState", "HasValue", "KeyBase", "Minimum", "NoneOf", "Required",
    "Seats", "Stratum", "TieKey", "Total", "ValueKey",
]  # fmt: skip
