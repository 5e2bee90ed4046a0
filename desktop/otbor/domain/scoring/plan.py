"""A scheme made ready for one group: scores thousands of participants, or explains one, by the same steps."""

from collections.abc import Iterable
from decimal import Decimal

from otbor.domain.explanation import Node, Tape
from otbor.domain.findings import Finding
from otbor.domain.participants import Participant
from otbor.domain.scheme.components import CombinedComponent, Component, PortfolioComponent, ValuesComponent
from otbor.domain.scheme.model import Scheme
from otbor.domain.scoring.combined import combined_step
from otbor.domain.scoring.conditions import any_of
from otbor.domain.scoring.context import Context
from otbor.domain.scoring.gates import gate_step
from otbor.domain.scoring.keys import key_step
from otbor.domain.scoring.numbers import numbers_step
from otbor.domain.scoring.portfolio import portfolio_step
from otbor.domain.scoring.result import WEIGHT, Part, Parts, Result, Status, Step, numbers_of
from otbor.domain.scoring.tail import combine
from otbor.domain.values import half_up, settled


class Plan:
    """The scheme for the group ``code``; raises :class:`KeyError` when the scheme has no such group."""

    def __init__(self, scheme: Scheme, code: str) -> None:
        self.scheme = scheme
        self.group = scheme.group(code)
        self.components = scheme.components_of(code)
        context = Context(scheme, self.group, {component.id: i for i, component in enumerate(self.components)})
        self._steps = [_step(component, context) for component in self.components]
        self._counted = [index for index, component in enumerate(self.components) if component.in_total]
        self._gates = [step for gate in scheme.gates if (step := gate_step(gate, context)) is not None]
        self._strata = [(stratum, any_of(stratum.when, context)) for stratum in scheme.strata]
        self._keys = [key_step(key, context) for key in scheme.keys]

    def score(self, participant: Participant, tape: Tape = None) -> Result:
        """The result of ``participant``; with a tape every step leaves its node there."""
        parts: list[Part] = []
        for step in self._steps:
            parts.append(step(participant, tape, parts))
        counted = [parts[index] for index in self._counted]
        failed = [part for part in counted if part.points is None]
        total = self._total(counted, tape) if not failed else None
        told = [*parts, Part(total, _heaviest(failed))]
        failed += [part for gate in self._gates if (part := gate(participant, told, tape)) is not None]
        stratum, awaited = self._stratum(participant, told, tape)
        if stratum < len(self._strata) and self._strata[stratum][0].exempt:
            failed = []
        failed += awaited
        keys = [ask(participant, told) for ask in self._keys]
        failed += [key for key in keys if key.status is not Status.RATED]
        status = _heaviest(failed)
        if tape is not None and status is Status.RATED:
            tape += [
                Node("key", {"id": key.id, "title": key.title, "prefer": key.prefer}, part.points)
                for key, part in zip(self.scheme.keys, keys, strict=True)
            ]
        return Result(
            number=participant.number,
            status=status,
            total=total,
            parts=tuple(part.points for part in parts),
            stratum=stratum,
            keys=tuple(key.points if status is Status.RATED else None for key in keys),
            reasons=_reasons(failed),
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

    def _total(self, parts: Parts, tape: Tape) -> Decimal:
        rule, numbers = self.scheme.total, numbers_of(parts)
        total = combine(numbers, rule.combine)
        if tape is not None and numbers and len(parts) > 1:
            tape.append(Node(f"combined.{rule.combine}", {"numbers": tuple(numbers), "count": len(numbers)}, total))
        if rule.digits is not None:
            before, total = total, half_up(total, rule.digits)
            if tape is not None and total != before:
                tape.append(Node("rounded", {"before": before, "digits": rule.digits}, total))
        else:
            total = settled(total)
        if rule.cap is not None and total > rule.cap:
            if tape is not None:
                tape.append(Node("capped", {"before": total, "cap": rule.cap}, rule.cap))
            total = rule.cap
        return total

    def _stratum(self, participant: Participant, parts: Parts, tape: Tape) -> tuple[int, list[Part]]:
        """The first stratum that holds, and what waits: a stratum above it that is not decided yet."""
        for index, (stratum, holds) in enumerate(self._strata):
            answer = holds(participant, parts, None)
            if answer is None:
                told = {"name": stratum.title, "value": None, "minimum": None}
                return len(self._strata), [
                    Part(None, Status.AWAITED, (Finding("scoring.condition_awaited", values=told),))
                ]
            if answer:
                if tape is not None:
                    inner: list[Node] = []
                    holds(participant, parts, inner)
                    tape.append(Node("stratum", {"title": stratum.title}, children=tuple(inner)))
                return index, []
        return len(self._strata), []


def score(scheme: Scheme, code: str, participant: Participant) -> Result:
    """The result of one ``participant`` in the group ``code``; for many make one :class:`Plan`."""
    return Plan(scheme, code).score(participant)


def explain(scheme: Scheme, code: str, participant: Participant) -> Node:
    """The explanation of one ``participant``'s points in the group ``code``."""
    return Plan(scheme, code).explain(participant)


def _step(component: Component, context: Context) -> Step:
    match component:
        case ValuesComponent():
            return numbers_step(component, context)
        case PortfolioComponent():
            return portfolio_step(component, context)
        case CombinedComponent():
            return combined_step(component, context)


def _heaviest(failed: list[Part]) -> Status:
    return max((part.status for part in failed), key=WEIGHT.__getitem__) if failed else Status.RATED


def _reasons(failed: list[Part]) -> tuple[Finding, ...]:
    """Every reason once, in order."""
    if not failed:
        return ()
    told: list[Finding] = []
    for part in failed:
        told += [reason for reason in part.reasons if reason not in told]
    return tuple(told)
