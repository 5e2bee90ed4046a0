"""Components made of numbers: marks, examinations, tests, facts, expert points."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from otbor.domain.explanation import Node, Tape
from otbor.domain.findings import Finding
from otbor.domain.participants import Key, Participant
from otbor.domain.scheme.base import per_name
from otbor.domain.scheme.choices import Best, Given, Named, Slots, Variants
from otbor.domain.scheme.components import ValuesComponent
from otbor.domain.scoring import choices
from otbor.domain.scoring.context import Context, Read, side
from otbor.domain.scoring.conversions import NO_PART, PART_AWAITED, Ready, ready
from otbor.domain.scoring.result import WEIGHT, Part, Parts, Status, Step
from otbor.domain.scoring.tail import combine, tail
from otbor.domain.subjects import PART
from otbor.domain.values import WAITING, Value, plain

BELOW_PART = "below_part"
"""Points of a part of the work are below their minimum."""
_SHORT = frozenset({"below_minimum", BELOW_PART})
"""The number is there, and is too low to count."""
_PARTS = (BELOW_PART, NO_PART, PART_AWAITED)
"""What parts of one number say, the first first: what is below stays below whatever comes."""
_STATUSES = {"left_out": Status.RATED, "not_rated": Status.NOT_RATED, "absent": Status.ABSENT}
Effects = Mapping[str, Status | Decimal]
"""What each reason for having no number makes: a status of the participant, or points instead."""


@dataclass(frozen=True, slots=True)
class _Want:
    """One number that the component asks for, made ready; ``sides`` are minimums of parts of it."""

    key: Key
    read: Read | None  # None: the value as it is
    minimum: Decimal | None
    sides: tuple[tuple[Key, Decimal], ...]
    ready: Ready
    plain: bool  # neither put together from parts nor with minimums of parts


@dataclass(frozen=True, slots=True)
class _Lack:
    """A number that did not count: ``rule`` says why, ``status`` what that makes of the participant."""

    name: str
    minimum: Decimal | None
    value: Value | None
    rule: str
    status: Status  # RATED: lawfully left out


@dataclass(slots=True)
class _Gathered:
    """What counts and what lacks of one participant."""

    got: dict[str, Decimal]
    lacks: list[_Lack]
    nodes: Tape


def numbers_step(component: ValuesComponent, context: Context) -> Step:
    """``component`` made ready for the group of ``context``."""
    gather, pick = _gatherer(component, context), _picker(component, context)
    finish = tail(component)

    def evaluate(participant: Participant, tape: Tape, parts: Parts) -> Part:
        nodes: Tape = None if tape is None else []
        gathered = gather(participant, parts, nodes)
        chosen = pick(gathered)
        if isinstance(chosen, Part):
            part = chosen
        else:
            short = any(lack.rule in _SHORT for lack in gathered.lacks)
            part = Part(finish(_combined(chosen, gathered, component, nodes), nodes), empty=not chosen, short=short)
        if tape is not None:
            named = {"id": component.id, "title": component.title, "how": component.combine}
            told = {**named, "status": part.status, "empty": part.empty}
            tape.append(Node("component", told, part.points, children=tuple(nodes or ())))
        return part

    return evaluate


def _gatherer(component: ValuesComponent, context: Context) -> Callable[[Participant, Parts, Tape], _Gathered]:
    """How the numbers of a participant are found and converted."""
    effects = _effects(component)
    wanted = _wanted(component, context)
    nothing = _nothing(component, context, effects)

    def gather(participant: Participant, parts: Parts, nodes: Tape) -> _Gathered:
        gathered = _Gathered({}, [], nodes)
        found = wanted if isinstance(wanted, tuple) else wanted(participant)
        values = participant.values
        for want in found:
            if nodes is None and want.plain and (value := values.get(want.key)) is not None:
                # the usual case of thousands of participants: a known number, and nothing to be told
                number = value.number
                if number is not None and (want.minimum is None or number >= want.minimum):
                    points = want.ready.convert(number, participant, parts, None)
                    if not isinstance(points, str):
                        gathered.got[want.key[1]] = points
                        continue
            _take(want, participant, parts, gathered, effects)
        if not found:
            nothing(participant, gathered)
        return gathered

    return gather


def _wanted(
    component: ValuesComponent, context: Context
) -> tuple[_Want, ...] | Callable[[Participant], Sequence[_Want]]:
    """The numbers that are asked for: the same of everybody, or by what one named or has."""
    choice, kind = component.choice, component.kind
    wants = {name: _want(component, name, context) for name in component.chosen(context.group)}
    if (ask := choices.named(choice, context.group)) is not None:
        return lambda participant: [wants[answer]] if (answer := ask(participant)) in wants else ()
    if not isinstance(choice, Given):
        return tuple(wants.values())
    without = frozenset(choice.without)

    def given(participant: Participant) -> Sequence[_Want]:
        own = (name for whose, name in participant.values if whose is kind)
        names = sorted(name for name in own if name not in without and PART not in name)
        for name in names:
            if name not in wants:
                wants[name] = _want(component, name, context)
        return [wants[name] for name in names]

    return given


def _nothing(
    component: ValuesComponent, context: Context, effects: Effects
) -> Callable[[Participant, _Gathered], None]:
    """What it is when no number is asked for: nothing was named, what is not permitted was, or there are no numbers."""
    ask = choices.named(component.choice, context.group)
    question = component.choice.question if isinstance(component.choice, Named) else component.title

    def nothing(participant: Participant, gathered: _Gathered) -> None:
        answer = ask(participant) if ask is not None else None
        if answer is not None:
            _lack(answer, None, None, "not_permitted", gathered, {"not_permitted": Status.NOT_RATED})
        else:
            _lack(question, None, None, "missing" if ask is None else "not_named", gathered, effects)

    return nothing


def _take(want: _Want, participant: Participant, parts: Parts, gathered: _Gathered, effects: Effects) -> None:
    """One number into what counts or what lacks."""
    name, nodes = want.key[1], gathered.nodes
    inner: Tape = None if nodes is None else []
    value = participant.values.get(want.key) if want.read is None else want.read(participant.values, inner)
    rule, minimum = _refused(want, value, participant)
    points: Decimal | None = None
    if not rule and value is not None and value.number is not None:
        converted = want.ready.convert(value.number, participant, parts, inner)
        points, rule = (None, converted) if isinstance(converted, str) else (converted, "")
    if points is None:
        lacking = "below_minimum" if rule == BELOW_PART else rule
        _lack(name, minimum, value, rule, gathered, effects, lacking, tuple(inner or ()))
        return
    gathered.got[name] = points
    if nodes is not None and value is not None:
        told = {**want.ready.told, "name": name, "kind": want.key[0], "minimum": want.minimum, "value": value.number}
        told["value"] = plain(value.number) if value.number is not None else None
        nodes.append(Node(want.ready.rule, told, points, value.source, tuple(inner or ())))


def _refused(want: _Want, value: Value | None, participant: Participant) -> tuple[str, Decimal | None]:
    """Why the value is no number that counts, and the minimum that it missed."""
    if value is None:
        return "missing", want.minimum
    if value.number is None:
        return value.state.value, want.minimum
    if want.minimum is not None and value.number < want.minimum:
        return "below_minimum", want.minimum
    sides = ((_missed(participant.values.get(part), least), least) for part, least in want.sides)
    return min((side for side in sides if side[0]), key=lambda side: _PARTS.index(side[0]), default=("", None))


def _missed(part: Value | None, least: Decimal) -> str:
    """Why the points of a part of the number do not do."""
    if part is not None and part.number is not None:
        return BELOW_PART if part.number < least else ""
    return PART_AWAITED if part is not None and part.state in WAITING else NO_PART


def _lack(
    name: str,
    minimum: Decimal | None,
    value: Value | None,
    rule: str,
    gathered: _Gathered,
    effects: Effects,
    effect_of: str = "",
    children: tuple[Node, ...] = (),
) -> None:
    effect = effects[effect_of or rule]
    if isinstance(effect, Decimal):
        gathered.got[name] = effect
    else:
        gathered.lacks.append(_Lack(name, minimum, value, rule, effect))
    if gathered.nodes is not None:
        number = plain(value.number) if value and value.number is not None else None
        told = {"name": name, "minimum": minimum, "value": number}
        points = effect if isinstance(effect, Decimal) else None
        gathered.nodes.append(Node(f"lack.{rule}", told, points, value.source if value else "", children))


def _picker(component: ValuesComponent, context: Context) -> Callable[[_Gathered], Part | list[str]]:
    """Which names count, or the part when what lacks matters."""
    choice, title, how = component.choice, component.title, component.combine
    if isinstance(choice, (Slots, Variants)):
        return _option_picker(choices.options(choice, context.group), title, how)
    best = choice.count if isinstance(choice, (Best, Given)) else None
    if best is None:
        return lambda gathered: (_failing(gathered.lacks, title) if gathered.lacks else None) or list(gathered.got)

    def pick(gathered: _Gathered) -> Part | list[str]:
        if gathered.lacks and (part := _lacking(gathered, best, title)):
            return part
        got = gathered.got
        if len(got) <= best:
            return list(got)
        names = sorted(got, key=lambda name: -got[name])[:best]
        _told_best(gathered, names, combine([got[name] for name in names], how))
        return names

    return pick


def _option_picker(
    permitted: tuple[choices.Option, ...], title: str, how: Any
) -> Callable[[_Gathered], Part | list[str]]:
    names = frozenset(chain.from_iterable(permitted))

    def pick(gathered: _Gathered) -> Part | list[str]:
        got = gathered.got
        coming = {lack.name for lack in gathered.lacks if lack.status is Status.AWAITED} & names
        chosen = choices.best_option(permitted, got, how) if not coming else None
        if chosen is None:
            lacks = gathered.lacks
            if coming and any(all(name in got or name in coming for name in option) for option in permitted):
                lacks = [lack for lack in lacks if lack.status is Status.AWAITED]
            if part := _failing(lacks, title):
                return part
            chosen = choices.best_option(permitted, got, how, partly=True) or ()
        if len(chosen) < len(got):
            _told_best(gathered, list(chosen), combine([got[name] for name in chosen], how))
        return list(chosen)

    return pick


def _told_best(gathered: _Gathered, names: list[str], points: Decimal) -> None:
    if gathered.nodes is not None:
        gathered.nodes.append(Node("best", {"names": names, "count": len(names)}, points))


def _combined(names: list[str], gathered: _Gathered, component: ValuesComponent, nodes: Tape) -> Decimal:
    got = gathered.got
    if len(names) == 1:
        return got[names[0]]
    numbers = [got[name] for name in names]
    points = combine(numbers, component.combine)
    if nodes is not None and numbers:
        told = {"numbers": tuple(numbers), "count": len(numbers)}
        nodes.append(Node(f"combined.{component.combine}", told, points))
    return points


def _lacking(gathered: _Gathered, best: int, title: str) -> Part | None:
    """For the best of a set: the part when what lacks matters; None when the rest counts."""
    lacks, got = gathered.lacks, len(gathered.got)
    coming = sum(lack.status is Status.AWAITED for lack in lacks)
    if got >= best and not coming:
        return None
    if coming and got + coming >= best:
        lacks = [lack for lack in lacks if lack.status is Status.AWAITED]
    return _failing(lacks, title)


def _failing(lacks: list[_Lack], title: str) -> Part | None:
    """The part that the heaviest of ``lacks`` makes; None when all are lawfully left out."""
    if not lacks:
        return None
    status = max((lack.status for lack in lacks), key=WEIGHT.__getitem__)
    if status is Status.RATED:
        return None
    return Part(None, status, tuple(_reason(lack, title) for lack in lacks if lack.status is status))


def _reason(lack: _Lack, title: str) -> Finding:
    number = lack.value.number if lack.value else None
    values = {"name": lack.name, "value": number, "minimum": lack.minimum}
    return Finding(f"scoring.{lack.rule}", values=values, where=title)


def _want(component: ValuesComponent, name: str, context: Context) -> _Want:
    key = (component.kind, name)
    minimum, sides = (
        per_name(component.minimum, name),
        [(side(key, s.part), s.least) for s in component.sides if s.name == name],
    )
    if component.scale_minimum and context.scheme.scale and (subject := context.scheme.scale.subject(name)):
        recommended = subject.minimum_for(context.group.profile or "")
        if recommended is not None:
            minimum = max(minimum or Decimal(0), Decimal(recommended.points))
            sides += [(side(key, part), Decimal(least)) for part, least in recommended.parts.items()]
    read = context.part_reader(key)
    made = ready(component.conversion, key, context)
    return _Want(key, read, minimum, tuple(sides), made, read is None and not sides)


def _effects(component: ValuesComponent) -> Effects:
    """What each reason for having no number makes of the participant."""
    effects: dict[str, Status | Decimal] = {
        state: _STATUSES[effect] if isinstance(effect, str) else effect
        for state, effect in component.treatments().items()
    }
    awaited = dict.fromkeys((*WAITING, "case_awaited", PART_AWAITED), Status.AWAITED)
    return (
        effects
        | awaited
        | {
            "not_named": effects["missing"],
            "no_points": Status.NOT_RATED,
            "no_rule": Status.NOT_RATED,
            NO_PART: effects["missing"],
        }
    )
