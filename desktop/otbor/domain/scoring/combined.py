"""Components made of other components: a sum, the best of several, the first that there is, points for a mean."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from otbor.domain.explanation import Node, Tape
from otbor.domain.findings import Finding
from otbor.domain.participants import Kind, Participant
from otbor.domain.scheme.components import AsIs, CombinedComponent
from otbor.domain.scoring.context import Context
from otbor.domain.scoring.conversions import CASE_AWAITED, ready
from otbor.domain.scoring.result import WEIGHT, Part, Parts, Status, Step, numbers_of
from otbor.domain.scoring.tail import combine, tail


def combined_step(component: CombinedComponent, context: Context) -> Step:
    """``component`` made ready for the group of ``context``."""
    titles = {other.id: other.title for other in context.scheme.components}
    columns = [
        (titles[name], context.columns[name], _converter(component, titles[name], context))
        for name in component.of
        if name in context.columns
    ]
    finish = tail(component)

    def evaluate(participant: Participant, tape: Tape, parts: Parts) -> Part:
        nodes: Tape = None if tape is None else []
        given = []
        for title, column, convert in columns:
            part = parts[column]
            inner: Tape = None if nodes is None else []
            if convert is not None and part.points is not None and not part.empty:
                part = convert(part.points, participant, parts, inner)
            if not part.empty:
                given.append(part)
            if nodes is not None:
                nodes.append(Node("part", {"title": title}, parts[column].points, children=tuple(inner or ())))
        failing, numbers = _chosen(given, component)
        if failing is None:
            points = combine(numbers, component.combine)
            if nodes is not None and numbers and (len(numbers) > 1 or len(numbers) < len(columns)):
                told = {"numbers": tuple(numbers), "count": len(numbers)}
                nodes.append(Node(_rule(component), told, points))
            short = any(parts[column].short for _, column, _ in columns)
            part = Part(finish(points, nodes), empty=not numbers, short=short)
        else:
            part = failing
        if tape is not None:
            named = {"id": component.id, "title": component.title, "how": component.combine}
            told = {**named, "status": part.status, "empty": part.empty}
            tape.append(Node("component", told, part.points, children=tuple(nodes or ())))
        return part

    return evaluate


def _converter(
    component: CombinedComponent, title: str, context: Context
) -> Callable[[Decimal, Participant, Parts, Tape], Part] | None:
    """How the points of one of the components are converted; None: they count as they are."""
    if isinstance(component.conversion, AsIs):
        return None
    # the kind would matter to a scale of examinations only, and the checks let none stand here
    made = ready(component.conversion, (Kind.EXPERT, title), context)

    def convert(points: Decimal, participant: Participant, parts: Parts, tape: Tape) -> Part:
        inner: Tape = None if tape is None else []
        converted = made.convert(points, participant, parts, inner)
        told = {"name": title, "value": points, "minimum": None}
        rule, result = (f"lack.{converted}", None) if isinstance(converted, str) else (made.rule, converted)
        if tape is not None:
            tape.append(Node(rule, {**made.told, **told}, result, children=tuple(inner or ())))
        if result is not None:
            return Part(result)
        status = Status.AWAITED if converted == CASE_AWAITED else Status.NOT_RATED
        return Part(None, status, (Finding(f"scoring.{converted}", values=told, where=component.title),))

    return convert


def _rule(component: CombinedComponent) -> str:
    if component.take == "first":
        return "first"
    return "best_points" if component.take == "best" and component.count == 1 else f"combined.{component.combine}"


def _chosen(  # noqa: PLR0911 - one return a way to lack
    given: Sequence[Part], component: CombinedComponent
) -> tuple[Part | None, list[Decimal]]:
    """What counts, or the part when what lacks matters."""
    numbers = numbers_of(given)
    lacks = [part for part in given if part.points is None]
    waiting = [part for part in lacks if part.status is Status.AWAITED]
    match component.take:
        case _ if not given or (component.take == "all" and not lacks):
            return None, numbers
        case "all":
            return _failing(lacks), []
        case "best":
            numbers = sorted(numbers, reverse=True)[: component.count]
            if waiting and len(given) - len(lacks) + len(waiting) >= component.count:
                return _failing(waiting), []
            enough = len(numbers) >= min(component.count, len(given))
            return (None, numbers) if enough and not waiting else (_failing(lacks), [])
        case "first":
            for part in given:
                if part.status is Status.AWAITED:
                    return _failing([part]), []
                if part.points is not None:
                    return None, [part.points]
            return _failing(lacks), []


def _failing(lacks: Sequence[Part]) -> Part:
    """The heaviest of what lacks, with all its reasons."""
    status = max((part.status for part in lacks), key=WEIGHT.__getitem__)
    return Part(None, status, tuple(reason for part in lacks if part.status is status for reason in part.reasons))
