"""Components made of numbers: marks, examinations, tests, facts, expert points."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from otbor.domain.explanation import Node, Tape
from otbor.domain.findings import Finding
from otbor.domain.participants import Key, Participant
from otbor.domain.scheme.base import Group, per_name
from otbor.domain.scheme.components import AsIs, Conversion, Flag, Ratio, Table, ValuesComponent
from otbor.domain.scoring.result import WEIGHT, ZERO, Part, Status, Step
from otbor.domain.scoring.tail import combine, tail
from otbor.domain.values import State, Value, half_up, plain

Convert = Callable[[Decimal], Decimal | None]
_AWAITED = {State.AWAITED, State.RESERVE_DAY}


@dataclass(frozen=True, slots=True)
class _Want:
    """One number that the component asks for, made ready: ``told`` are the constants of its explanation."""

    key: Key
    minimum: Decimal | None
    convert: Convert
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Lack:
    """A number that did not count: ``rule`` says why, ``status`` what that makes of the participant."""

    want: _Want
    value: Value | None
    rule: str
    status: Status  # RATED: lawfully left out


def numbers_step(component: ValuesComponent, group: Group) -> Step:
    """``component`` made ready for ``group``."""
    wants = tuple(_want(component, name) for name in component.chosen(group))
    effects = _effects(component)
    best = component.choice.count if component.choice.take == "best" else None
    how, rule = component.combine, f"value.{component.conversion.by}"
    finish = tail(component)

    def evaluate(participant: Participant, tape: Tape) -> Part:
        values = participant.values
        got: list[Decimal] = []
        names: list[str] = []
        lacks: list[_Lack] = []
        nodes: Tape = None if tape is None else []
        for want in wants:
            value = values.get(want.key)
            points, why = _points(want, value)
            if points is None:
                lacks.append(_Lack(want, value, why, effects[why]))
            else:
                got.append(points)
                names.append(want.key[1])
            if nodes is not None:
                nodes.append(_node(want, value, points, rule if points is not None else f"lack.{why}"))
        part = _lacking(lacks, len(got), best, component.title) if lacks else None
        if part is None:
            part = Part(finish(_chosen(got, names, best, how, nodes), nodes))
        if tape is not None:
            told = {"id": component.id, "title": component.title, "how": how, "status": part.status}
            tape.append(Node("component", told, part.points, children=tuple(nodes or ())))
        return part

    return evaluate


def _points(want: _Want, value: Value | None) -> tuple[Decimal | None, str]:
    """Points of one number, or None and why there are none."""
    if value is None:
        return None, "missing"
    if value.number is None:
        return None, value.state
    if want.minimum is not None and value.number < want.minimum:
        return None, "below_minimum"
    points = want.convert(value.number)
    return points, "" if points is not None else "no_points"


def _chosen(got: list[Decimal], names: list[str], best: int | None, how: Any, nodes: Tape) -> Decimal:
    """The combination of what counts; of equal ones the first named is said to be the best."""
    if best is not None and len(got) > best:
        order = sorted(range(len(got)), key=lambda i: -got[i])[:best]
        got, names = [got[i] for i in order], [names[i] for i in order]
        if nodes is not None:
            nodes.append(Node("best", {"names": names, "count": best}, combine(got, how)))
    points = combine(got, how)
    if nodes is not None and len(got) > 1:
        nodes.append(Node(f"combined.{how}", {"numbers": tuple(got), "count": len(got)}, points))
    return points


def _lacking(lacks: list[_Lack], got: int, best: int | None, title: str) -> Part | None:
    """The part when what lacks matters; None when the rest counts."""
    if best is not None:
        coming = sum(lack.status is Status.AWAITED for lack in lacks)
        if got >= best and not coming:
            return None
        if coming and got + coming >= best:
            lacks = [lack for lack in lacks if lack.status is Status.AWAITED]
    status = max((lack.status for lack in lacks), key=WEIGHT.__getitem__)
    if status is Status.RATED:
        return None
    return Part(None, status, tuple(_reason(lack, title) for lack in lacks if lack.status is status))


def _reason(lack: _Lack, title: str) -> Finding:
    number = lack.value.number if lack.value else None
    values = {"name": lack.want.key[1], "value": number, "minimum": lack.want.minimum}
    return Finding(f"scoring.{lack.rule}", values=values, where=title)


def _node(want: _Want, value: Value | None, points: Decimal | None, rule: str) -> Node:
    told = {**want.told, "value": plain(value.number) if value and value.number is not None else None}
    return Node(rule, told, points, document=value.source if value else "")


def _want(component: ValuesComponent, name: str) -> _Want:
    minimum = per_name(component.minimum, name)
    told: dict[str, Any] = {"name": name, "kind": component.kind, "minimum": minimum}
    match component.conversion:
        case Ratio(maximum=maximum, times=times, digits=digits):
            told |= {"maximum": per_name(maximum, name), "times": times, "digits": digits}
    return _Want((component.kind, name), minimum, converter(component.conversion, name), told)


def converter(conversion: Conversion, name: str) -> Convert:
    """``conversion`` as a function of the number called ``name``; it gives None where the scheme has no points."""
    match conversion:
        case AsIs():
            return plain
        case Table(points=points):
            return points.get
        case Flag(points=bonus):
            return {Decimal(1): bonus, ZERO: ZERO}.get
        case Ratio(maximum=maxima, times=times, digits=digits):
            maximum = per_name(maxima, name)
            if maximum is None:
                raise ValueError(f"no maximum for {name}: the scheme was not checked")
            factor = times  # multiplied first: the only rounding is the division's, at 28 digits
            if digits is None:
                return lambda number: plain(number * factor / maximum)
            return lambda number: half_up(number * factor / maximum, digits)


def _effects(component: ValuesComponent) -> Mapping[str, Status]:
    """What each reason for having no number makes of the participant."""
    statuses = {"left_out": Status.RATED, "not_rated": Status.NOT_RATED, "absent": Status.ABSENT}
    effects = {field: statuses[effect] for field, effect in component.states.model_dump().items()}
    return effects | dict.fromkeys(_AWAITED, Status.AWAITED) | {"no_points": Status.NOT_RATED}
