"""What scoring gives: light values for thousands of participants; texts and trees are made when asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from otbor.domain.explanation import Tape
from otbor.domain.findings import Finding
from otbor.domain.participants import Participant

ZERO = Decimal(0)
NO_CATEGORIES: Mapping[str, Decimal] = MappingProxyType({})


class Status(StrEnum):
    """Where a participant stands; the later in this list, the more it weighs when several apply."""

    RATED = "rated"
    AWAITED = "awaited"  # a value will come: no place yet, and no final rating
    BELOW_MINIMUM = "below_minimum"  # п. 20
    NOT_RATED = "not_rated"  # something required is lacking
    ABSENT = "absent"  # did not come


WEIGHT: Mapping[Status, int] = {status: weight for weight, status in enumerate(Status)}


class Part(NamedTuple):
    """What one component gave: ``points`` is None when nothing could be given; ``categories`` what counted of each.

    ``empty``: all of it is lawfully absent. Its points are shown as 0 and add nothing, but are no number of a mean,
    the most, the least or the first there is: an absent value is never zero. ``short``: of what is left out a number
    is there, below its own minimum, which is no absence to a minimum of the component.
    """

    points: Decimal | None
    status: Status = Status.RATED
    reasons: tuple[Finding, ...] = ()
    categories: Mapping[str, Decimal] = NO_CATEGORIES
    empty: bool = False
    short: bool = False


def numbers_of(parts: Iterable[Part]) -> list[Decimal]:
    """The points of ``parts`` that are there."""
    return [part.points for part in parts if part.points is not None and not part.empty]


Parts = Sequence[Part]
"""What the components above gave, in the order of the group's columns; the total follows once it is there."""
Step = Callable[[Participant, Tape, Parts], Part]
"""One component made ready for one group: adds its node to the tape where there is one."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one participant in one group.

    ``total`` is None when a part of it is; ``parts`` follow the components of the group, ``keys`` the tie keys of the
    scheme (all None unless rated; None also for a key whose number is not there: behind); ``stratum`` is 0 for the
    first of the scheme's strata, their number for who is in none; ``reasons`` say why not rated.
    """

    number: str
    status: Status
    total: Decimal | None
    parts: tuple[Decimal | None, ...]
    stratum: int
    keys: tuple[Decimal | None, ...]
    reasons: tuple[Finding, ...] = ()
