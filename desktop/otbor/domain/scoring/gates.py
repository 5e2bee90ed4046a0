"""Gates made ready: who is not in the rating whatever the points (п. 20, and conditions of the act)."""

from collections.abc import Callable
from decimal import Decimal

from otbor.domain.explanation import Node, Tape
from otbor.domain.findings import Finding
from otbor.domain.participants import Participant
from otbor.domain.scheme.order import TOTAL, Gate, Minimum, Required
from otbor.domain.scoring.conditions import any_of
from otbor.domain.scoring.context import Context
from otbor.domain.scoring.result import Part, Parts, Status

Pass = Callable[[Participant, Parts, Tape], Part | None]
"""One gate made ready: the part that fails, None where it is passed."""


def gate_step(gate: Gate, context: Context) -> Pass | None:
    """``gate`` made ready; None where it is not about the group of ``context``."""
    if gate.groups is not None and context.group.code not in gate.groups:
        return None
    match gate:
        case Minimum():
            return _minimum(gate, context)
        case Required():
            return _required(gate, context)


def _minimum(gate: Minimum, context: Context) -> Pass | None:
    if gate.of == TOTAL:
        column, title, counted = len(context.columns), "", True
    elif gate.of in context.columns:
        component = next(c for c in context.scheme.components if c.id == gate.of)
        column, title, counted = context.columns[gate.of], component.title, component.in_total
    else:
        return None

    def passes(_: Participant, parts: Parts, tape: Tape) -> Part | None:
        part = parts[column]
        if part.points is None:
            return None if counted else part  # what enters the total fails by itself
        if part.empty and not part.short:  # lawfully without it: an absent value is never zero
            if tape is not None:
                tape.append(Node("gate.component.empty", {"title": title, "minimum": gate.points}))
            return None
        return _judged(part.points, gate.points, title, tape)

    return passes


def _judged(points: Decimal, minimum: Decimal, title: str, tape: Tape) -> Part | None:
    passed = points >= minimum
    told = {"points": points, "minimum": minimum}
    if tape is not None:
        rule = f"gate.{'component' if title else TOTAL}.{'passed' if passed else 'failed'}"
        tape.append(Node(rule, told | {"title": title}))
    return None if passed else Part(None, Status.BELOW_MINIMUM, (Finding("scoring.gate", values=told, where=title),))


def _required(gate: Required, context: Context) -> Pass:
    holds = any_of(gate.when, context)

    def passes(participant: Participant, parts: Parts, tape: Tape) -> Part | None:
        inner: Tape = None if tape is None else []
        answer = holds(participant, parts, inner)
        word = "awaited" if answer is None else "passed" if answer else "failed"
        if tape is not None:
            tape.append(Node(f"gate.required.{word}", {"title": gate.title}, children=tuple(inner or ())))
        if answer:
            return None
        if answer is None:
            told = {"name": gate.title, "value": None, "minimum": None}
            return Part(None, Status.AWAITED, (Finding("scoring.condition_awaited", values=told),))
        reason = Finding("scoring.not_admitted", values={"title": gate.title})
        return Part(None, Status.NOT_RATED, (reason,))

    return passes
