"""Tie keys made ready: what is asked between equal totals."""

from collections.abc import Callable
from decimal import Decimal

from otbor.domain.findings import Finding
from otbor.domain.participants import Participant
from otbor.domain.scheme.order import (
    CategoryKey,
    ComponentKey,
    ComponentsKey,
    ConditionKey,
    TieKey,
    ValueKey,
)
from otbor.domain.scheme.tail import Combination
from otbor.domain.scoring.conditions import any_of
from otbor.domain.scoring.context import Context
from otbor.domain.scoring.result import ZERO, Part, Parts, Status, numbers_of
from otbor.domain.scoring.tail import combine
from otbor.domain.subjects import folded
from otbor.domain.values import WAITING, half_up, plain, settled

Ask = Callable[[Participant, Parts], Part]
"""One tie key made ready; its part is AWAITED while its number is."""


def key_step(key: TieKey, context: Context) -> Ask:
    """``key`` made ready for the group of ``context``."""
    match key:
        case ComponentKey(component=component):
            return _together((component,), "sum", context)
        case ComponentsKey(components=components, combine=how):
            return _together(components, how, context)
        case CategoryKey(component=component, category=category):
            column, name = context.columns.get(component), folded(category)
            return lambda _, parts: Part(parts[column].categories.get(name, ZERO) if column is not None else None)
        case ConditionKey():
            return _condition(key, context)
        case ValueKey():
            return _value(key, context)


def _together(components: tuple[str, ...], how: Combination, context: Context) -> Ask:
    columns = [context.columns[name] for name in components if name in context.columns]

    def ask(_: Participant, parts: Parts) -> Part:
        given = [parts[column] for column in columns]
        for part in given:
            if part.status is Status.AWAITED:
                return Part(None, part.status, part.reasons)
        numbers = numbers_of(given)
        return Part(settled(combine(numbers, how)) if numbers else None)

    return ask


def _condition(key: ConditionKey, context: Context) -> Ask:
    holds = any_of(key.when, context)

    def ask(participant: Participant, parts: Parts) -> Part:
        answer = holds(participant, parts, None)
        if answer is None:
            return Part(None, Status.AWAITED, (_awaited(key.title, key.title),))
        return Part(Decimal(1) if answer else ZERO)

    return ask


def _value(key: ValueKey, context: Context) -> Ask:
    read, digits = context.reader((key.kind, key.name)), key.digits

    def ask(participant: Participant, _: Parts) -> Part:
        value = read(participant.values, None)
        if value is None:
            return Part(key.absent)
        if value.state in WAITING and not key.equals_only:
            return Part(None, Status.AWAITED, (_awaited(key.name, key.title),))
        if value.number is None:
            return Part(key.absent)
        return Part(half_up(value.number, digits) if digits is not None else plain(value.number))

    return ask


def _awaited(name: str, title: str) -> Finding:
    return Finding("scoring.awaited", values={"name": name, "value": None, "minimum": None}, where=title)
