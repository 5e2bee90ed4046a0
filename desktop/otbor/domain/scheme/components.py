"""Components of the total (слагаемые балла): source → choice → conversion → combination → rounding → cap → weight.

Every union is told apart by one key (``source``, ``take``, ``by``): a new shape is one more small model here,
one more function in ``otbor.domain.scoring`` and one more sentence in ``wording``.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from otbor.domain.participants import Kind
from otbor.domain.scheme.base import (
    Digits,
    Distinct,
    Group,
    Id,
    KeyNumber,
    Model,
    NotNegative,
    Number,
    PerName,
    Positive,
    Selector,
    Text,
    Texts,
    Word,
    Words,
    freeze,
)

Combination = Literal["sum", "mean", "max", "min"]
Effect = Literal["left_out", "not_rated", "absent"]
"""left_out: lawfully without it, the rest counts; not_rated: not rated, the reason is named; absent: did not come."""


class All(Selector):
    """Every name of the selector counts."""

    take: Literal["all"]


class Position(Selector):
    """One name of the selector by its place: the first, the second subject in depth."""

    take: Literal["position"]
    position: Annotated[int, Field(ge=1)]
    """1 is the first."""


class Best(Selector):
    """The best of the set by points, after conversion: one permitted elective, k of n."""

    take: Literal["best"]
    count: Annotated[int, Field(ge=1)] = 1
    """How many of them count."""


Choice = Annotated[All | Position | Best, Field(discriminator="take")]


class AsIs(Model):
    """The number itself is the points."""

    by: Literal["value"]


class Table(Model):
    """Points by a table: «5» — 5, «4» — 3. A number outside the table gives no points and is named."""

    by: Literal["table"]
    points: Annotated[dict[KeyNumber, Number], Field(min_length=1), Distinct]
    """Number → points."""


class Ratio(Model):
    """value / maximum × times."""

    by: Literal["ratio"]
    maximum: PerName
    """The highest number possible, for all or for each name."""
    times: Positive = Decimal(1)
    """100 gives per cent."""
    digits: Digits | None = None
    """Decimals to which each is rounded, a half up; without it nothing is rounded."""


class Flag(Model):
    """A flat bonus: the points when the fact is there (1), nothing when it is not (0)."""

    by: Literal["flag"]
    points: Number


Conversion = Annotated[AsIs | Table | Ratio | Flag, Field(discriminator="by")]


class States(Model):
    """What a value that is no number does; an awaited one always waits and blocks the final rating."""

    missing: Effect = "not_rated"
    """Nothing was given."""
    not_required: Effect = "not_rated"
    """Lawfully absent: «при наличии», «предмет не изучался»."""
    did_not_come: Effect = "absent"
    annulled: Effect = "not_rated"
    below_minimum: Effect = "not_rated"
    """Below the minimum of its name: not counted, which is not the same as out."""


class ComponentBase(Model):
    """What every component has; the tail of the chain."""

    id: Id
    """Column of the rating sheet."""
    title: Text
    """As the act calls it."""
    groups: Texts | None = None
    """Codes of the groups that have this component; all without it."""
    digits: Digits | None = None
    """Decimals to which the combined points are rounded, a half up."""
    cap: Positive | None = None
    """The most that the component can give."""
    weight: Positive | None = None
    """What the points are multiplied by at the end."""

    def belongs_to(self, code: str) -> bool:
        """Whether the group ``code`` has this component."""
        return self.groups is None or code in self.groups


class ValuesComponent(ComponentBase):
    """Points from numbers: marks, examinations, tests, facts, expert points."""

    source: Literal["mark", "exam", "test", "fact", "expert"]
    choice: Choice
    conversion: Conversion = AsIs(by="value")
    minimum: PerName | None = None
    """A number below it is not counted; for all or for each name."""
    states: States = States()
    combine: Combination = "sum"

    @property
    def kind(self) -> Kind:
        """Kind of value that the component asks for."""
        return Kind(self.source)

    def chosen(self, group: Group) -> tuple[str, ...]:
        """Names that the choice is made of for ``group``."""
        names = self.choice.resolve(group)
        return names[self.choice.position - 1 : self.choice.position] if self.choice.take == "position" else names


class Row(Model):
    """A row of the achievements' table: category, level → points by result; what is left out fits anything."""

    category: Word | None = None
    """Paragraph of п. 16 or a category of the act."""
    level: Word | None = None
    """Stage or level of the event."""
    results: Annotated[dict[Word, NotNegative], Field(min_length=1), Distinct]
    """Result → points; a result that is not here gives none."""
    subjects: Selector | None = None
    """Subjects that count in this row; without it those of the component."""
    any_subject: bool = False
    """Whether any subject counts in this row."""


class BestOf(Model):
    """Only the best of these achievements counts, for each subject, event or category."""

    categories: Words = ()
    """Taken together; all without it."""
    per: Literal["subject", "event", "category"]


class CategoryCap(Model):
    """The most that these categories together can give."""

    categories: Annotated[tuple[Word, ...], Field(min_length=1), BeforeValidator(freeze)]
    points: Positive


class PortfolioComponent(ComponentBase):
    """Points from individual achievements (портфолио, п. 16). One named event counts once, with its best result."""

    source: Literal["achievements"]
    rows: Annotated[tuple[Row, ...], Field(min_length=1), BeforeValidator(freeze)]
    subjects: Selector | None = None
    """Subjects that count; any without it."""
    held_from: date | None = None
    """Achievements of this day or later count."""
    held_until: date | None = None
    """Achievements of this day or earlier count."""
    best: Annotated[tuple[BestOf, ...], BeforeValidator(freeze)] = ()
    caps: Annotated[tuple[CategoryCap, ...], BeforeValidator(freeze)] = ()


Component = Annotated[ValuesComponent | PortfolioComponent, Field(discriminator="source")]
