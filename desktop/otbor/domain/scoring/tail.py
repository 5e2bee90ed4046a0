"""The end of every component: combination, rounding, cap, weight."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from otbor.domain.explanation import Node, Tape
from otbor.domain.scheme.tail import Combination, ComponentBase
from otbor.domain.scoring.result import ZERO
from otbor.domain.values import half_up, settled

EXACT = 18
"""Decimals of what is not rounded: two more than those of the total, so that sums of fractions come out even."""


def combine(numbers: Sequence[Decimal], how: Combination) -> Decimal:
    """``numbers`` as one; nothing to combine gives no points."""
    if not numbers:
        return ZERO
    match how:
        case "sum":
            return sum(numbers[1:], numbers[0])
        case "mean":
            return sum(numbers[1:], numbers[0]) / len(numbers)
        case "max":
            return max(numbers)
        case "min":
            return min(numbers)


def tail(component: ComponentBase) -> Callable[[Decimal, Tape], Decimal]:
    """Rounding, cap and weight of ``component``, in this order."""
    digits, cap, weight = component.digits, component.cap, component.weight

    def finish(points: Decimal, tape: Tape) -> Decimal:
        if digits is not None:
            before, points = points, half_up(points, digits)
            if tape is not None and before != points:
                tape.append(Node("rounded", {"before": before, "digits": digits}, points))
        if cap is not None and points > cap:
            if tape is not None:
                tape.append(Node("capped", {"before": points, "cap": cap}, cap))
            points = cap
        if weight is not None:
            before, points = points, points * weight
            if tape is not None:
                tape.append(Node("weighted", {"before": before, "weight": weight}, points))
        return settled(points, EXACT)

    return finish
