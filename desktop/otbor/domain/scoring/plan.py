"""A scheme made ready for one group: scores thousands of participants, or explains one, by the same steps."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from otbor.domain.explanation import Node, Tape
from otbor.domain.findings import Finding
from otbor.domain.participants import Kind, Participant
from otbor.domain.scheme.base import Group
from otbor.domain.scheme.components import PortfolioComponent, ValuesComponent
from otbor.domain.scheme.model import Scheme
from otbor.domain.scheme.order import (
    TOTAL,
    CategoryKey,
    ComponentKey,
    Condition,
    HasAchievement,
    Minimum,
    TieKey,
    ValueKey,
)
from otbor.domain.scoring.numbers import numbers_step
from otbor.domain.scoring.portfolio import condition, portfolio_step
from otbor.domain.scoring.result import WEIGHT, ZERO, Part, Result, Status, Step
from otbor.domain.scoring.tail import combine
from otbor.domain.subjects import folded
from otbor.domain.values import State, half_up, plain

Ask = Callable[[Participant, list[Part]], Part]
"""One tie key made ready; its part is AWAITED while its number is."""


class Plan:
    """The scheme for the group ``code``; raises :class:`KeyError` when the scheme has no such group."""

    def __init__(self, scheme: Scheme, code: str) -> None:
        self.scheme = scheme
        self.group = scheme.group(code)
        self.components = scheme.components_of(code)
        self._steps = [_step(component, self.group) for component in self.components]
        columns = {component.id: index for index, component in enumerate(self.components)}
        self._gates = [(gate, columns.get(gate.of)) for gate in scheme.gates if gate.of in {TOTAL, *columns}]
        self._strata = [[_condition(when, self.group) for when in stratum.when] for stratum in scheme.strata]
        self._keys = [_ask(key, columns) for key in scheme.keys]

    def score(self, participant: Participant, tape: Tape = None) -> Result:
        """The result of ``participant``; with a tape every step leaves its node there."""
        parts = [step(participant, tape) for step in self._steps]
        total = self._total(parts, tape)
        failed = [part for part in parts if part.status is not Status.RATED]
        for gate, column in self._gates:
            title, points = ("", total) if column is None else (self.components[column].title, parts[column].points)
            if part := _gate(gate, title, points, tape):
                failed.append(part)
        stratum = self._stratum(participant, tape)
        keys = [ask(participant, parts) for ask in self._keys]
        failed += [key for key in keys if key.status is not Status.RATED]
        status = max((part.status for part in failed), key=WEIGHT.__getitem__, default=Status.RATED)
        if tape is not None and status is Status.RATED:
            tape += [
                Node("key", {"id": key.id, "title": key.title}, part.points)
                for key, part in zip(self.scheme.keys, keys, strict=True)
            ]
        return Result(
            number=participant.number,
            status=status,
            total=total,
            parts=tuple(part.points for part in parts),
            stratum=stratum,
            keys=tuple(key.points if status is Status.RATED else None for key in keys),
            reasons=tuple(reason for part in failed for reason in part.reasons),
        )

    def score_all(self, participants: Iterable[Participant]) -> list[Result]:
        """Results of those of ``participants`` who want the group, in the order given."""
        return [self.score(p) for p in participants if self.group.code in p.groups]

    def explain(self, participant: Participant) -> Node:
        """The tree of ``participant``'s points: components, total, gates, stratum, keys; the root has the total."""
        tape: list[Node] = []
        result = self.score(participant, tape)
        told = {
            "scheme": self.scheme.title,
            "version": self.scheme.version,
            "group": self.group.code,
            "number": participant.number,
            "status": result.status,
            "reasons": result.reasons,
        }
        return Node("result", told, result.total, children=tuple(tape))

    def _total(self, parts: list[Part], tape: Tape) -> Decimal | None:
        numbers = [part.points for part in parts if part.points is not None]
        if len(numbers) < len(parts):
            return None
        rule = self.scheme.total
        total = before = combine(numbers, rule.combine)
        if rule.digits is not None:
            total = half_up(before, rule.digits)
        if tape is not None:
            tape.append(Node(f"combined.{rule.combine}", {"numbers": tuple(numbers), "count": len(numbers)}, before))
            if total != before:
                tape.append(Node("rounded", {"before": before, "digits": rule.digits}, total))
        return total

    def _stratum(self, participant: Participant, tape: Tape) -> int:
        for index, conditions in enumerate(self._strata):
            if any(holds(participant) for holds in conditions):
                if tape is not None:
                    tape.append(Node("stratum", {"title": self.scheme.strata[index].title}))
                return index
        return len(self._strata)


def score(scheme: Scheme, code: str, participant: Participant) -> Result:
    """The result of one ``participant`` in the group ``code``; for many make one :class:`Plan`."""
    return Plan(scheme, code).score(participant)


def explain(scheme: Scheme, code: str, participant: Participant) -> Node:
    """The explanation of one ``participant``'s points in the group ``code``."""
    return Plan(scheme, code).explain(participant)


def _step(component: ValuesComponent | PortfolioComponent, group: Group) -> Step:
    match component:
        case ValuesComponent():
            return numbers_step(component, group)
        case PortfolioComponent():
            return portfolio_step(component, group)


def _gate(gate: Minimum, title: str, points: Decimal | None, tape: Tape) -> Part | None:
    """The failure when ``points`` are known and too few; unknown points fail by themselves."""
    if points is None:
        return None
    passed = points >= gate.points
    told = {"points": points, "minimum": gate.points}
    if tape is not None:
        rule = f"gate.{'component' if title else TOTAL}.{'passed' if passed else 'failed'}"
        tape.append(Node(rule, told | {"title": title}))
    return None if passed else Part(None, Status.BELOW_MINIMUM, (Finding("scoring.gate", values=told, where=title),))


def _condition(when: Condition, group: Group) -> Callable[[Participant], bool]:
    if isinstance(when, HasAchievement):
        return condition(when, group)
    key = (Kind.FACT, when.name)
    return lambda participant: (value := participant.values.get(key)) is not None and value.number == 1


def _ask(key: TieKey, columns: dict[str, int]) -> Ask:
    match key:
        case ComponentKey(component=component):
            column = columns.get(component)
            return lambda _, parts: Part(parts[column].points if column is not None else None)
        case CategoryKey(component=component, category=category):
            column, name = columns.get(component), folded(category)
            return lambda _, parts: Part(parts[column].categories.get(name, ZERO) if column is not None else None)
        case ValueKey():
            return _ask_value(key)


def _ask_value(key: ValueKey) -> Ask:
    wanted, digits = (key.kind, key.name), key.digits

    def ask(participant: Participant, _: list[Part]) -> Part:
        value = participant.values.get(wanted)
        if value is None:
            return Part(key.absent)
        if value.state in {State.AWAITED, State.RESERVE_DAY}:
            reason = Finding(
                "scoring.awaited", values={"name": key.name, "value": None, "minimum": None}, where=key.title
            )
            return Part(None, Status.AWAITED, (reason,))
        if value.number is None:
            return Part(key.absent)
        return Part(half_up(value.number, digits) if digits is not None else plain(value.number))

    return ask
