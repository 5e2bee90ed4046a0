"""A value and its state (значение и его состояние): an absent value is never zero."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache

_ONE = Decimal(1)
_DIGITS = 26  # of the 28 that a Decimal keeps


class State(StrEnum):
    """What is known of a value; the scheme says what each state does to the points."""

    KNOWN = "known"
    NOT_REQUIRED = "not_required"  # lawfully absent («при наличии»)
    NOT_TAUGHT = "not_taught"  # lawfully absent: the subject was not taught before («предмет не изучался»)
    AWAITED = "awaited"  # will come: blocks the final rating
    DID_NOT_COME = "did_not_come"  # «не явился», no reserve day
    RESERVE_DAY = "reserve_day"  # did not come, a reserve day is given: awaited until then
    ANNULLED = "annulled"  # withdrawn by a decision (a work annulled, a fact rejected)


WAITING = frozenset({State.AWAITED, State.RESERVE_DAY})
"""States of a value that is still to come."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its state; ``number`` is None unless known; ``source`` names the document it rests on."""

    state: State
    number: Decimal | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if (self.state is State.KNOWN) != (self.number is not None):
            raise ValueError(f"a value is a number exactly when it is known: {self.state}, {self.number}")


def known(number: Decimal | int | str, source: str = "") -> Value:
    """A known value; floats are refused by the signature (Decimal, never float)."""
    return Value(State.KNOWN, Decimal(number), source)


def half_up(number: Decimal, digits: int) -> Decimal:
    """``number`` rounded to ``digits`` decimals, a half away from zero, as schools round («по правилам математики»)."""
    return settled(number).quantize(_quantum(digits), ROUND_HALF_UP)


def settled(number: Decimal, places: int = 16) -> Decimal:
    """``number`` without the dust of divisions: three thirds are one, and equal fractions stay equal.

    A division is exact to 28 digits only; what is left beyond ``places`` decimals is that dust and no points.
    """
    if len(told := str(number)) <= places and "E" not in told:  # the usual case, and the quickest way to see it
        return number
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -places or number.adjusted() + places > _DIGITS:
        return number
    return plain(number.quantize(_quantum(places), ROUND_HALF_UP))


@cache
def _quantum(digits: int) -> Decimal:
    return _ONE.scaleb(-digits)


def plain(number: Decimal) -> Decimal:
    """``number`` without needless zeros: a workbook's 20.0 and a typed 20 give the same points, shown the same."""
    return number.quantize(_ONE) if number == number.to_integral_value() else number.normalize()
