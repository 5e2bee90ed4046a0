"""Conditions made ready: each is a question about a participant; None while a value that it hangs on is awaited."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from otbor.domain.explanation import Node, Tape
from otbor.domain.participants import Kind, Participant
from otbor.domain.scheme.conditions import (
    TOTAL,
    AllOf,
    AnyOf,
    Condition,
    HasAchievement,
    HasFact,
    HasPoints,
    HasState,
    HasValue,
    NoneOf,
)
from otbor.domain.scoring.achievements import Row, dated, fit
from otbor.domain.scoring.context import Context
from otbor.domain.scoring.result import ZERO, Parts, Status
from otbor.domain.subjects import folded, level_key
from otbor.domain.values import WAITING

Holds = Callable[[Participant, Parts, Tape], bool | None]
_WORDS: Mapping[bool | None, str] = {None: "awaited", True: "yes", False: "no"}


def any_of(conditions: Sequence[Condition], context: Context) -> Holds:
    """``conditions`` joined by «or»."""
    asks = [condition(one, context) for one in conditions]

    def holds(participant: Participant, parts: Parts, tape: Tape) -> bool | None:
        answers = [ask(participant, parts, tape) for ask in asks]
        return True if True in answers else None if None in answers else False

    return holds


def condition(one: Condition, context: Context) -> Holds:  # noqa: PLR0911 - one case a kind
    """``one`` made ready for the group of ``context``."""
    match one:
        case AllOf(of=of):
            return _together(of, context, "all")
        case AnyOf(of=of):
            return _together(of, context, "any")
        case NoneOf(of=of):
            return _together(of, context, "none")
        case HasAchievement():
            return _achievement(one, context)
        case HasFact(name=name):
            return _number(HasValue(has="value", source="fact", name=name, least=Decimal(1), most=Decimal(1)), context)
        case HasValue():
            return _number(one, context)
        case HasState():
            return _state(one, context)
        case HasPoints():
            return _points(one, context)


def _together(of: Sequence[Condition], context: Context, how: Literal["all", "any", "none"]) -> Holds:
    """Several as one, with a node of its own over theirs: an explanation shows what hangs on what."""
    asks = [condition(one, context) for one in of]
    decisive = how != "all"  # the answer of one that decides for all: a «no» of «all», a «yes» of the others

    def holds(participant: Participant, parts: Parts, tape: Tape) -> bool | None:
        inner: Tape = None if tape is None else []
        answers = [ask(participant, parts, inner) for ask in asks]
        answer: bool | None = None
        if decisive in answers or None not in answers:
            answer = (decisive in answers) == (how == "any")
        if tape is not None:
            tape.append(Node(f"condition.{how}.{_WORDS[answer]}", children=tuple(inner or ())))
        return answer

    return holds


def _achievement(one: HasAchievement, context: Context) -> Holds:
    rows = [
        Row(
            order=0,
            category=folded(one.category) if one.category else None,
            level=level_key(one.level) if one.level else None,
            form=folded(one.form) if one.form else None,
            results={folded(result): ZERO for result in one.results},
            places=(),
            subjects=context.subjects(one.subjects),
            events=context.events(one.listed),
        )
    ]
    first, last = context.term(one.validity, one.held_from)

    def holds(participant: Participant, _: Parts, tape: Tape) -> bool:
        found = [a for a in participant.achievements if not isinstance(fit(a, rows), str) and not dated(a, first, last)]
        if tape is not None:
            told = {"results": one.results, "event": found[0].event if found else ""}
            document = found[0].document if found else ""
            tape.append(Node(f"condition.achievement.{_WORDS[bool(found)]}", told, document=document))
        return bool(found)

    return holds


def _number(one: HasValue, context: Context) -> Holds:
    read = context.reader((one.kind, one.name))
    flag = one.kind is Kind.FACT and one.least == one.most == 1

    def holds(participant: Participant, _: Parts, tape: Tape) -> bool | None:
        value = read(participant.values, None)
        number = value.number if value is not None else None
        answer = None if value is not None and value.state in WAITING else _within(number, one.least, one.most)
        if tape is not None:
            told = {"name": one.name, "value": number, "least": one.least, "most": one.most}
            rule = "fact" if flag else "value"
            tape.append(Node(f"condition.{rule}.{_WORDS[answer]}", told, document=value.source if value else ""))
        return answer

    return holds


def _state(one: HasState, context: Context) -> Holds:
    read = context.reader((one.kind, one.name))

    def holds(participant: Participant, _: Parts, tape: Tape) -> bool | None:
        value = read(participant.values, None)
        answer = None
        if value is None or value.state not in WAITING:
            answer = ("missing" if value is None else value.state.value) in one.states
        if tape is not None:
            tape.append(Node(f"condition.state.{_WORDS[answer]}", {"name": one.name, "states": one.states}))
        return answer

    return holds


def _points(one: HasPoints, context: Context) -> Holds:
    column = len(context.columns) if one.of == TOTAL else context.columns.get(one.of)
    title = "" if one.of == TOTAL else next((c.title for c in context.scheme.components if c.id == one.of), one.of)

    def holds(_: Participant, parts: Parts, tape: Tape) -> bool | None:
        part = parts[column] if column is not None else None
        points = part.points if part is not None and not part.empty else None  # an absent value is never zero
        waits = part is not None and part.status is Status.AWAITED
        answer = None if waits else _within(points, one.least, one.most)
        if tape is not None:
            told: dict[str, Any] = {"title": title, "value": points, "least": one.least, "most": one.most}
            tape.append(Node(f"condition.{'points' if title else TOTAL}.{_WORDS[answer]}", told))
        return answer

    return holds


def _within(number: Decimal | None, least: Decimal | None, most: Decimal | None) -> bool:
    return number is not None and (least is None or number >= least) and (most is None or number <= most)
