"""Conversions (пересчёт): how one number becomes points. «chain», «names» and «cases» put others together."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from otbor.domain.scheme.base import (
    Digits,
    Distinct,
    KeyNumber,
    Model,
    Name,
    Number,
    PerName,
    Positive,
    freeze,
)
from otbor.domain.scheme.conditions import Conditions

FROM_SCALE = "scale"
"""Stands for the maximum of the year's scale instead of a number."""


class AsIs(Model):
    """The number itself is the points."""

    by: Literal["value"]


class Table(Model):
    """Points by a table: «5» — 5, «4» — 3. A number outside the table gives no points and is named."""

    by: Literal["table"]
    points: Annotated[dict[KeyNumber, Number], Field(min_length=1), Distinct]
    """Number → points."""


class Band(Model):
    """Numbers from ``least`` to ``most``, both included; without a limit everything on that side."""

    least: Number | None = None
    most: Number | None = None
    points: Number


class Bands(Model):
    """Points by bands: «90–100 — 5». A number in no band gives no points and is named; the first band that fits."""

    by: Literal["bands"]
    bands: Annotated[tuple[Band, ...], Field(min_length=1), BeforeValidator(freeze)]


class Ratio(Model):
    """value / maximum × times."""

    by: Literal["ratio"]
    maximum: PerName | Literal["scale"]
    """The highest number possible, for all or for each name; «scale»: of the year's scale."""
    times: Positive = Decimal(1)
    """100 gives per cent."""
    digits: Digits | None = None
    """Decimals to which each is rounded, a half up; without it nothing is rounded."""


class Times(Model):
    """value × times: one factor for all or for each name."""

    by: Literal["times"]
    times: PerName
    digits: Digits | None = None
    """Decimals to which each is rounded, a half up; without it nothing is rounded."""


class Linear(Model):
    """One scale reduced to another: (value − least) / (most − least) × (to − from) + from.

    A number outside the scale gives no points and is named.
    """

    by: Literal["linear"]
    least: Number
    most: Number
    to_least: Number = Decimal(0)
    """Points of ``least``."""
    to_most: Number
    """Points of ``most``."""
    digits: Digits | None = None
    """Decimals to which each is rounded, a half up; without it nothing is rounded."""


class Flag(Model):
    """A flat bonus: the points when the fact is there (1), nothing when it is not (0)."""

    by: Literal["flag"]
    points: Number


class ScaleMark(Model):
    """The mark that the primary score of the examination gives by the year's scale, side conditions included."""

    by: Literal["mark"]


class Chain(Model):
    """Several conversions, each of what the one before gave: first the mark, then points for it."""

    by: Literal["chain"]
    steps: Annotated[tuple["Conversion", ...], Field(min_length=1), BeforeValidator(freeze)]


class PerSubject(Model):
    """Another conversion for each name; ``other`` for those that are not named."""

    by: Literal["names"]
    names: Annotated[dict[Name, "Conversion"], Field(min_length=1), Distinct]
    other: "Conversion | None" = None
    """Without it a name that is not here is a mistake of the scheme."""


class Case(Model):
    """A conversion for those of whom any one of ``when`` holds."""

    when: Annotated[Conditions, Field(min_length=1)]
    """Any one of these is enough."""
    conversion: "Conversion"


class Cases(Model):
    """Another conversion for each case, the first that holds: norms by sex and age."""

    by: Literal["cases"]
    cases: Annotated[tuple[Case, ...], Field(min_length=1), BeforeValidator(freeze)]
    other: "Conversion | None" = None
    """For who is in no case; without it no points, and the number is named."""


Conversion = Annotated[
    AsIs | Table | Bands | Ratio | Times | Linear | Flag | ScaleMark | Chain | PerSubject | Cases,
    Field(discriminator="by"),
]
for _model in (Chain, PerSubject, Case, Cases):
    _model.model_rebuild(force=True)  # they name what is made of them


def first_pieces(conversion: Conversion, name: str) -> tuple[Conversion, ...]:
    """Those that are given the number of ``name`` as it is, each in its case."""
    match conversion:
        case Chain(steps=steps):
            return first_pieces(steps[0], name)
        case PerSubject(names=names, other=other):
            own = names.get(name, other)
            return first_pieces(own, name) if own is not None else ()
        case Cases(cases=cases, other=other):
            parts = [case.conversion for case in cases] + ([other] if other is not None else [])
            return tuple(piece for part in parts for piece in first_pieces(part, name))
        case _:
            return (conversion,)


def pieces(conversion: Conversion, name: str | None = None) -> tuple[Conversion, ...]:
    """``conversion`` and all that it is made of, parents first; with ``name`` only what applies to it."""
    match conversion:
        case Chain(steps=steps):
            parts = list(steps)
        case PerSubject(names=names, other=other):
            own = [names.get(name, other)] if name is not None else [*names.values(), other]
            parts = [part for part in own if part is not None]
        case Cases(cases=cases, other=other):
            parts = [case.conversion for case in cases] + ([other] if other is not None else [])
        case _:
            return (conversion,)
    return (conversion, *(piece for part in parts for piece in pieces(part, name)))
