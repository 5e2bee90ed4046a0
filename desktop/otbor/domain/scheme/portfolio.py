"""The portfolio (портфолио, п. 16) as data: rows, what of equals counts, points by number, caps, validity."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from otbor.domain.scheme.base import (
    Distinct,
    Id,
    KeyNumber,
    Model,
    NotNegative,
    Positive,
    Selector,
    Word,
    Words,
    freeze,
)
from otbor.domain.scheme.conditions import Validity
from otbor.domain.scheme.tail import ComponentBase


class PlaceBand(Model):
    """Points for a place taken: results that begin with a number («4», «4 место»)."""

    least: Annotated[int, Field(ge=1)]
    most: Annotated[int, Field(ge=1)]
    """Both included."""
    points: NotNegative


class Row(Model):
    """A row of the achievements' table: category, level, form → points by result; what is left out fits anything."""

    category: Word | None = None
    """Paragraph of п. 16 or a category of the act."""
    level: Word | None = None
    """Stage or level of the event."""
    form: Word | None = None
    """Form of taking part: personal, team, at a distance."""
    results: Annotated[dict[Word, NotNegative], Distinct] = Field(default_factory=dict)
    """Result → points; a result that is neither here nor in ``places`` gives none."""
    places: Annotated[tuple[PlaceBand, ...], BeforeValidator(freeze)] = ()
    """Points by place, for results that are numbers."""
    subjects: Selector | None = None
    """Subjects that count in this row; without it those of the component."""
    any_subject: bool = False
    """Whether any subject counts in this row."""
    listed: Id | None = None
    """Only events of this list count in this row."""


class BestOf(Model):
    """Only the best of these achievements counts, for each subject, event, category, or of all."""

    categories: Words = ()
    """Taken together; all without it."""
    per: Literal["subject", "event", "category", "all"]
    count: Annotated[int, Field(ge=1)] = 1
    """How many of the best count."""


class ByCount(Model):
    """Points by the number of achievements, not by each: 1 → 5, 2 → 10, 3 and more → 15."""

    categories: Annotated[Words, Field(min_length=1)]
    """Counted together."""
    points: Annotated[
        dict[Annotated[KeyNumber, Field(ge=1, multiple_of=1)], NotNegative], Field(min_length=1), Distinct
    ]
    """Number → points; a number between takes the row below it, one above all takes the last; fewer gives none."""


class CategoryCap(Model):
    """The most that these categories together can give."""

    categories: Annotated[tuple[Word, ...], Field(min_length=1), BeforeValidator(freeze)]
    points: Positive


class PortfolioComponent(ComponentBase):
    """Points from individual achievements (портфолио, п. 16)."""

    source: Literal["achievements"]
    rows: Annotated[tuple[Row, ...], Field(min_length=1), BeforeValidator(freeze)]
    subjects: Selector | None = None
    """Subjects that count; any without it."""
    held_from: date | None = None
    """Achievements of this day or later count."""
    held_until: date | None = None
    """Achievements of this day or earlier count."""
    validity: Validity | None = None
    """The same relative to the campaign's year: this school year, two school years, between two days."""
    once: bool = True
    """One named event counts once, with its best result."""
    best: Annotated[tuple[BestOf, ...], BeforeValidator(freeze)] = ()
    counts: Annotated[tuple[ByCount, ...], BeforeValidator(freeze)] = ()
    caps: Annotated[tuple[CategoryCap, ...], BeforeValidator(freeze)] = ()
