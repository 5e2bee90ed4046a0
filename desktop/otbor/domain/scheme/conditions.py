"""Conditions (условия): what gates, strata, keys and conversions by cases ask about a participant.

Small ones are put together by «all», «any», «none». A condition on a value that is awaited is undecided.
"""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from otbor.domain.participants import Kind
from otbor.domain.scheme.base import Id, Model, Name, Number, Selector, Word, Words, freeze

STRATUM = "stratum"
"""Word by which a rating names the strata instead of a key."""
TOTAL = "total"
"""Word by which a gate or a condition names the total instead of a component."""

Source = Literal["mark", "exam", "test", "fact", "expert"]
"""Kinds of number, see :class:`otbor.domain.participants.Kind`."""
StateName = Literal["missing", "not_required", "not_taught", "did_not_come", "annulled"]


class YearDay(Model):
    """A day relative to the year of the campaign."""

    year: Annotated[int, Field(ge=-20, le=1)]
    """0 is the campaign's year, −1 the one before."""
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]

    def on(self, year: int) -> date:
        """The day in a campaign of ``year``; raises :class:`ValueError` for a day that the month has not."""
        return date(year + self.year, self.month, self.day)


def _possible(day: YearDay) -> YearDay:
    try:
        date(2001, day.month, day.day)  # a common year: 29 February would be there in some years only
    except ValueError:
        raise PydanticCustomError("no_day", "no such day in every year") from None
    return day


Day = Annotated[YearDay, AfterValidator(_possible)]


class SchoolYears(Model):
    """Achievements of the last school years, the one that ends in the campaign's year included."""

    by: Literal["school_years"]
    count: Annotated[int, Field(ge=1, le=20)]
    """1 is this school year only."""
    starts: Day = YearDay(year=0, month=9, day=1)
    """First day of a school year."""

    def days(self, year: int) -> tuple[date, date]:
        """First and last day of the term in a campaign of ``year``."""
        start = self.starts.on(year)
        return start.replace(year=start.year - self.count), start - timedelta(days=1)


class Days(Model):
    """Achievements between two days."""

    by: Literal["days"]
    first: Day | None = None
    last: Day | None = None

    def days(self, year: int) -> tuple[date | None, date | None]:
        """First and last day of the term in a campaign of ``year``; None is no limit."""
        first = self.first.on(year) if self.first is not None else None
        return first, self.last.on(year) if self.last is not None else None


Validity = Annotated[SchoolYears | Days, Field(discriminator="by")]
"""When an achievement must have been earned, relative to the campaign's year."""


class HasAchievement(Model):
    """One has an achievement like this: what is left out fits anything."""

    has: Literal["achievement"]
    category: Word | None = None
    level: Word | None = None
    form: Word | None = None
    results: Annotated[Words, Field(min_length=1)]
    subjects: Selector | None = None
    held_from: date | None = None
    validity: Validity | None = None
    listed: Id | None = None
    """Only events of this list."""


class HasFact(Model):
    """The fact is there (1): преимущественное право, enrolment without competition, территория, здоровье."""

    has: Literal["fact"]
    name: Name


class HasValue(Model):
    """The number is within these limits; one that is not there is not."""

    has: Literal["value"]
    source: Source
    name: Name
    least: Number | None = None
    most: Number | None = None

    @property
    def kind(self) -> Kind:
        """Kind of value that is asked for."""
        return Kind(self.source)


class HasState(Model):
    """The number is not there for one of these reasons: «предмет не изучался»."""

    has: Literal["state"]
    source: Source
    name: Name
    states: Annotated[tuple[StateName, ...], Field(min_length=1), BeforeValidator(freeze)]

    @property
    def kind(self) -> Kind:
        """Kind of value that is asked for."""
        return Kind(self.source)


class HasPoints(Model):
    """The points of a component, or the total, are within these limits; points that are not there are not."""

    has: Literal["points"]
    of: Id
    """«total» or the id of a component."""
    least: Number | None = None
    most: Number | None = None


class AllOf(Model):
    """All of these hold («и»)."""

    has: Literal["all"]
    of: Annotated[tuple["Condition", ...], Field(min_length=1), BeforeValidator(freeze)]


class AnyOf(Model):
    """At least one of these holds («или»)."""

    has: Literal["any"]
    of: Annotated[tuple["Condition", ...], Field(min_length=1), BeforeValidator(freeze)]


class NoneOf(Model):
    """None of these holds («не»)."""

    has: Literal["none"]
    of: Annotated[tuple["Condition", ...], Field(min_length=1), BeforeValidator(freeze)]


Leaf = HasAchievement | HasFact | HasValue | HasState | HasPoints
Condition = Annotated[Leaf | AllOf | AnyOf | NoneOf, Field(discriminator="has")]
Conditions = Annotated[tuple[Condition, ...], BeforeValidator(freeze)]
for _model in (AllOf, AnyOf, NoneOf):
    _model.model_rebuild(force=True)  # they name what is made of them


def leaves(conditions: tuple[Condition, ...]) -> tuple[Leaf, ...]:
    """The single conditions that ``conditions`` are made of."""
    found: list[Leaf] = []
    for condition in conditions:
        if isinstance(condition, (AllOf, AnyOf, NoneOf)):
            found += leaves(condition.of)
        else:
            found.append(condition)
    return tuple(found)
