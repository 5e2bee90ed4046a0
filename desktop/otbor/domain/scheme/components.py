"""Components of the total (слагаемые балла): source → choice → conversion → combination → rounding → cap → weight.

Every union is told apart by one key (``source``, ``take``, ``by``): a new shape is one more small model here,
one more function in ``otbor.domain.scoring`` and one more sentence in ``wording``.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from otbor.domain.participants import Kind
from otbor.domain.scheme.base import Group, Id, Model, Name, Number, PerName, Word, freeze
from otbor.domain.scheme.choices import All, Best, Choice, Given, Named, Position, Slots, Variants
from otbor.domain.scheme.conditions import Leaf, Source, leaves
from otbor.domain.scheme.conversions import (
    AsIs,
    Bands,
    Cases,
    Chain,
    Conversion,
    Flag,
    Linear,
    PerSubject,
    Ratio,
    ScaleMark,
    Table,
    Times,
    pieces,
)
from otbor.domain.scheme.portfolio import BestOf, ByCount, CategoryCap, PlaceBand, PortfolioComponent, Row
from otbor.domain.scheme.tail import Combination, ComponentBase

Effect = Literal["left_out", "not_rated", "absent"]
"""left_out: lawfully without it, the rest counts; not_rated: not rated, the reason is named; absent: did not come."""
Treatment = Effect | Number
"""An effect, or the points that stand for the number."""


class States(Model):
    """What a value that is no number does; an awaited one always waits and blocks the final rating."""

    missing: Treatment = "not_rated"
    """Nothing was given."""
    not_required: Treatment | None = None
    """Lawfully absent: «при наличии»; without it as ``missing``, among all that one has: left out."""
    not_taught: Treatment | None = None
    """Lawfully absent: the subject was not taught before; without it as ``not_required``."""
    did_not_come: Treatment = "absent"
    annulled: Treatment = "not_rated"
    below_minimum: Treatment = "not_rated"
    """Below the minimum of its name: not counted, which is not the same as out."""


class SideMinimum(Model):
    """The number of ``name`` counts only with so many points of a part of it (математика: of them геометрия)."""

    name: Name
    part: Word
    """The part's own number is the value «name: part»."""
    least: Number


class ValuesComponent(ComponentBase):
    """Points from numbers: marks, examinations, tests, facts, expert points."""

    source: Source
    choice: Choice
    conversion: Conversion = AsIs(by="value")
    minimum: PerName | None = None
    """A number below it is not counted; for all or for each name."""
    sides: Annotated[tuple[SideMinimum, ...], BeforeValidator(freeze)] = ()
    """Further minimums, of parts."""
    scale_minimum: bool = False
    """Also a primary score below the minimum that the year's scale recommends for the group's profile."""
    states: States = States()
    combine: Combination = "sum"

    @property
    def kind(self) -> Kind:
        """Kind of value that the component asks for."""
        return Kind(self.source)

    def treatments(self) -> dict[str, Treatment]:
        """What each state does, the ones that are not told by those that they follow."""
        states = self.states
        # of all that one has, what is lawfully absent is no part
        absent = "left_out" if isinstance(self.choice, Given) else states.missing
        not_required = absent if states.not_required is None else states.not_required
        not_taught = not_required if states.not_taught is None else states.not_taught
        return {**dict(states), "not_required": not_required, "not_taught": not_taught}

    def chosen(self, group: Group) -> tuple[str, ...]:
        """Names that the choice is made of for ``group``."""
        names = self.choice.resolve(group)
        return names[self.choice.position - 1 : self.choice.position] if self.choice.take == "position" else names


class CombinedComponent(ComponentBase):
    """Points from those of other components, which stand above it: a sum, the best of several, the first there is.

    Its conversion makes points of theirs («средний балл от 4,5 — 5 баллов»), one for all of them.
    """

    source: Literal["components"]
    of: Annotated[tuple[Id, ...], Field(min_length=1), BeforeValidator(freeze)]
    """Ids of components above; those that the group has not are passed over."""
    conversion: Conversion = AsIs(by="value")
    take: Literal["all", "best", "first"] = "all"
    """first: the first that can be given, an awaited one waits."""
    count: Annotated[int, Field(ge=1)] = 1
    """How many of the best count."""
    combine: Combination = "sum"


Converting = ValuesComponent | CombinedComponent
"""Components of which each number is converted before they are combined."""


def conditions_of(component: Converting) -> tuple[Leaf, ...]:
    """Every single condition that the conversion of ``component`` asks."""
    cases = [case for piece in pieces(component.conversion) if isinstance(piece, Cases) for case in piece.cases]
    return tuple(leaf for case in cases for leaf in leaves(case.when))


Component = Annotated[ValuesComponent | PortfolioComponent | CombinedComponent, Field(discriminator="source")]

__all__ = [
    "All", "AsIs", "Bands", "Best", "BestOf", "ByCount", "Cases", "CategoryCap", "Chain", "Choice", "Combination",
    "CombinedComponent", "Component", "ComponentBase", "Conversion", "Converting", "Effect", "Flag", "Given", "Linear",
    "Named", "PerSubject", "PlaceBand", "PortfolioComponent", "Position", "Ratio", "Row", "ScaleMark", "SideMinimum",
    "Slots", "States", "Table", "Times", "Treatment", "ValuesComponent", "Variants", "conditions_of",
]  # fmt: skip
