"""Conversions made ready: a number of a participant becomes points, or the reason why it gives none."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from otbor.domain.explanation import Node, Tape
from otbor.domain.participants import Key, Participant
from otbor.domain.scheme.base import per_name
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
)
from otbor.domain.scoring.conditions import any_of
from otbor.domain.scoring.context import Context, side
from otbor.domain.scoring.result import ZERO, Parts
from otbor.domain.values import WAITING, half_up, plain

NO_POINTS = "no_points"
"""The scheme has no points for this number."""
NO_RULE = "no_rule"
"""The scheme does not say how numbers of this name become points."""
NO_PART = "no_part"
"""The mark hangs on points of a part of the work that were not given."""
PART_AWAITED = "part_awaited"
"""The mark hangs on points of a part of the work that are awaited."""
CASE_AWAITED = "case_awaited"
"""Which case it is hangs on a value that is awaited."""

Converted = Decimal | str
"""Points, or the rule that says why there are none."""
Convert = Callable[[Decimal, Participant, Parts, Tape], Converted]


@dataclass(frozen=True, slots=True)
class Ready:
    """A conversion of one name: ``rule`` and ``told`` explain it where it leaves no node of its own."""

    convert: Convert
    rule: str
    told: Mapping[str, Any] = field(default_factory=dict)


def ready(conversion: Conversion, key: Key, context: Context) -> Ready:  # noqa: C901, PLR0911 - one case a kind
    """``conversion`` of the number ``key`` for the group of ``context``."""
    match conversion:
        case AsIs():
            return Ready(lambda number, *_: plain(number), "value.value")
        case Table(points=points):
            return Ready(lambda number, *_: points.get(number, NO_POINTS), "value.table")
        case Flag(points=bonus):
            table = {Decimal(1): bonus, ZERO: ZERO}
            return Ready(lambda number, *_: table.get(number, NO_POINTS), "value.flag")
        case Ratio(times=times, digits=digits):
            maximum = _maximum(conversion, key, context)
            return _UNTOLD if maximum is None else _ratio(maximum, times, digits)
        case Times(times=factors, digits=digits):
            factor = per_name(factors, key[1])
            return _UNTOLD if factor is None else _times(factor, digits)
        case Bands():
            return _bands(conversion)
        case Linear():
            return _linear(conversion)
        case ScaleMark():
            return _mark(key, context)
        case Chain(steps=steps):
            return _chain([ready(step, key, context) for step in steps], key)
        case PerSubject(names=names, other=other):
            own = names.get(key[1], other)
            return _UNTOLD if own is None else ready(own, key, context)
        case Cases():
            return _cases(conversion, key, context)


_UNTOLD = Ready(lambda *_: NO_RULE, "value.value")
"""For a name that only the participant's papers have («given»): no scheme can be asked about it beforehand."""


def _rounded(digits: int | None) -> Callable[[Decimal], Decimal]:
    return plain if digits is None else lambda number: half_up(number, digits)


def _maximum(conversion: Ratio, key: Key, context: Context) -> Decimal | None:
    if isinstance(conversion.maximum, str):
        subject = context.scheme.scale.subject(key[1]) if context.scheme.scale else None
        return Decimal(subject.maximum) if subject else None
    return per_name(conversion.maximum, key[1])


def _ratio(maximum: Decimal, times: Decimal, digits: int | None) -> Ready:
    rounded = _rounded(digits)  # multiplied first: the only other rounding is the division's, at 28 digits
    told = {"maximum": maximum, "times": times, "digits": digits}
    return Ready(lambda number, *_: rounded(number * times / maximum), "value.ratio", told)


def _times(times: Decimal, digits: int | None) -> Ready:
    rounded = _rounded(digits)
    return Ready(lambda number, *_: rounded(number * times), "value.times", {"times": times, "digits": digits})


def _linear(linear: Linear) -> Ready:
    rounded = _rounded(linear.digits)
    least, most, low, high = linear.least, linear.most, linear.to_least, linear.to_most

    def convert(number: Decimal, *_: Any) -> Converted:
        if not least <= number <= most:
            return NO_POINTS
        return rounded((number - least) * (high - low) / (most - least) + low)

    told = {"least": least, "most": most, "to_least": low, "to_most": high, "digits": linear.digits}
    return Ready(convert, "value.linear", told)


def _bands(bands: Bands) -> Ready:
    limits = [(band.least, band.most, band.points) for band in bands.bands]

    def convert(number: Decimal, *_: Any) -> Converted:
        for least, most, points in limits:
            if (least is None or number >= least) and (most is None or number <= most):
                return points
        return NO_POINTS

    return Ready(convert, "value.bands")


def _mark(key: Key, context: Context) -> Ready:
    scale = context.scheme.scale
    subject = scale.subject(key[1]) if scale else None
    if subject is None:
        return _UNTOLD
    parts = [(condition.part, side(key, condition.part)) for condition in subject.conditions]
    borders = {"three": subject.borders["3"], "four": subject.borders["4"], "five": subject.borders["5"]}

    def convert(number: Decimal, participant: Participant, _: Parts, tape: Tape) -> Converted:
        if not subject.allows(number):
            return NO_POINTS
        if tape is not None:
            tape.append(Node("value.mark.borders", borders))
            tape.extend(_part_nodes(parts, participant))
        given = {name: participant.values[part] for name, part in parts if part in participant.values}
        mark = subject.mark_of(number, {name: own.number for name, own in given.items() if own.number is not None})
        if mark is not None:
            return Decimal(mark)
        return PART_AWAITED if any(own.state in WAITING for own in given.values()) else NO_PART

    return Ready(convert, "value.mark", {"year": scale.year if scale else None})


def _part_nodes(parts: Iterable[tuple[str, Key]], participant: Participant) -> Iterator[Node]:
    """The points of those parts that are known."""
    for _, key in parts:
        if (value := participant.values.get(key)) is not None and value.number is not None:
            yield Node("value.mark.part", {"name": key[1], "value": value.number}, document=value.source)


def _chain(steps: list[Ready], key: Key) -> Ready:
    def convert(number: Decimal, participant: Participant, parts: Parts, tape: Tape) -> Converted:
        for place, step in enumerate(steps):
            before = number
            points = step.convert(number, participant, parts, tape)
            if isinstance(points, str):
                if tape is not None and place:  # what the steps made of the number has no points
                    tape.append(Node(f"lack.{points}", {"name": key[1], "value": number, "minimum": None}))
                return points
            number = points
            if tape is not None:
                tape.append(Node(step.rule, {**step.told, "name": key[1], "value": before, "minimum": None}, number))
        return number

    return Ready(convert, "value.chain")


def _cases(cases: Cases, key: Key, context: Context) -> Ready:
    made = [(any_of(case.when, context), ready(case.conversion, key, context)) for case in cases.cases]
    other = ready(cases.other, key, context) if cases.other is not None else None

    def convert(number: Decimal, participant: Participant, parts: Parts, tape: Tape) -> Converted:
        chosen = other
        for holds, case in made:
            answer = holds(participant, parts, tape)
            if answer is None:
                return CASE_AWAITED
            if answer:
                chosen = case
                break
        if chosen is None:
            return NO_POINTS
        points = chosen.convert(number, participant, parts, tape)
        if tape is not None and not isinstance(points, str):
            tape.append(Node(chosen.rule, {**chosen.told, "name": key[1], "value": number, "minimum": None}, points))
        return points

    return Ready(convert, "value.cases")
