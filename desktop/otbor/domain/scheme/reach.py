"""What anybody can reach: a scheme whose minimum is out of reach, or whose gates exclude each other, rates nobody."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import cache

from otbor.domain.findings import Finding, Severity
from otbor.domain.participants import Kind
from otbor.domain.scheme.base import Group, per_name
from otbor.domain.scheme.choices import Best, Given, Named, Slots, Variants
from otbor.domain.scheme.components import CombinedComponent, Component, PortfolioComponent, Row, ValuesComponent
from otbor.domain.scheme.conditions import TOTAL, AllOf, AnyOf, Condition, HasPoints, HasValue, NoneOf
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
from otbor.domain.scheme.model import Scheme
from otbor.domain.scheme.order import Gate, Minimum, Required
from otbor.domain.scheme.possible import HIGHEST_MARK, possible
from otbor.domain.scheme.tail import Combination
from otbor.domain.values import half_up

Found = Iterator[Finding]
Highest = Decimal | None
"""The most points that there can be; None: no limit is known."""
_ZERO = Decimal(0)


def check_reach(scheme: Scheme) -> Found:
    """Minimums above what the components can give, and gates that nobody passes, group by group."""
    for group in scheme.groups:
        gates = {
            f"gates[{number}]": gate
            for number, gate in enumerate(scheme.gates, 1)
            if gate.groups is None or group.code in gate.groups
        }
        highest = highest_points(scheme, group)
        for where, gate in gates.items():
            if isinstance(gate, Minimum):
                yield from _minimum(scheme, group, gate, highest.get(gate.of), where)
            elif _told_by_no_limit(scheme, gate, highest):
                told = {"code": group.code, "title": gate.title}
                yield Finding("scheme.gate_out_of_reach", values=told, where=f"{where}.when")
        yield from _contradictions(scheme, group, list(gates.values()), highest)
    yield from _gates_of_nobody(scheme)


def _gates_of_nobody(scheme: Scheme) -> Found:
    """Minimums of a component that none of their groups has."""
    for number, gate in enumerate(scheme.gates, 1):
        codes = [group.code for group in scheme.groups if gate.groups is None or group.code in gate.groups]
        if isinstance(gate, Minimum) and gate.of != TOTAL:
            component = next(component for component in scheme.components if component.id == gate.of)
            if not any(component.belongs_to(code) for code in codes):
                told = {"title": component.title, "codes": tuple(codes)}
                yield Finding("scheme.gate_not_used", Severity.WARNS, told, where=f"gates[{number}]")


def highest_points(scheme: Scheme, group: Group) -> dict[str, Highest]:
    """The most that each component of ``group`` and the total can be, by id."""
    highest: dict[str, Highest] = {}
    counted: list[Highest] = []
    for component in scheme.components_of(group.code):
        highest[component.id] = _tail(component, _component(scheme, group, component, highest))
        if component.in_total:
            counted.append(highest[component.id])
    total = _combined(counted, _of_fewer(scheme.components_of(group.code), scheme.total.combine))
    if total is not None and scheme.total.digits is not None:
        total = half_up(total, scheme.total.digits)
    highest[TOTAL] = _least(total, scheme.total.cap)
    return highest


def _minimum(scheme: Scheme, group: Group, gate: Minimum, highest: Highest, where: str) -> Found:
    if highest is None or highest >= gate.points:
        return
    component = next((c for c in scheme.components if c.id == gate.of), None)
    if component is not None and component.cap is not None and component.cap * (component.weight or 1) < gate.points:
        told = {"cap": component.cap * (component.weight or 1), "minimum": gate.points}
        yield Finding("scheme.cap_below_minimum", values=told, where=f"components[{gate.of}].cap")
        return
    told_of: dict[str, object] = {"of": component.title if component else "", "code": group.code}
    rule = "minimum_out_of_reach" if component else "total_out_of_reach"
    told_of |= {"minimum": gate.points, "highest": highest}
    yield Finding(f"scheme.{rule}", values=told_of, where=f"{where}.points")


def _component(scheme: Scheme, group: Group, component: Component, highest: dict[str, Highest]) -> Highest:
    match component:
        case ValuesComponent():
            return _numbers(scheme, group, component)
        case PortfolioComponent():
            return _portfolio(component, group)
        case CombinedComponent(of=of, take=take, count=count, combine=combine, conversion=conversion):
            parts = [_converted(conversion, None, highest[one], scheme) for one in of if one in highest]
            if take == "first":
                return _combined(parts, "max")
            how = _of_fewer(scheme.components_of(group.code), combine)
            return _combined(parts if take == "all" else _best(parts, count), how)


def _numbers(scheme: Scheme, group: Group, component: ValuesComponent) -> Highest:
    instead = [effect for effect in component.treatments().values() if isinstance(effect, Decimal)]
    combine = _of_fewer([component], component.combine)

    def of_name(name: str | None) -> Highest:
        points = _converted(component.conversion, name, possible(scheme, component, name).most, scheme)
        return None if points is None else max([points, *instead])

    def of_names(names: Sequence[str], count: int | None = None) -> Highest:
        points = [of_name(name) for name in names]
        return _combined(points if count is None else _best(points, count), combine)

    match component.choice:
        case Given():
            return of_name(None) if component.combine != "sum" else None
        case Best(count=count):
            return of_names(component.chosen(group), count)
        case Slots(slots=slots):
            return _combined([_combined([of_name(n) for n in s.resolve(group)], "max") for s in slots], combine)
        case Variants(variants=variants):
            return _combined([of_names(variant.resolve(group)) for variant in variants], "max")
        case Named():
            return of_names(component.chosen(group), 1)
        case _:
            return of_names(component.chosen(group))


def _of_fewer(components: Sequence[Component], how: Combination) -> Combination:
    """How the most is reached where some may be left out: a mean or the least of fewer can be the most of one."""
    skipped = any(isinstance(c, ValuesComponent) and "left_out" in c.treatments().values() for c in components)
    return "max" if skipped and how in {"mean", "min"} else how


def _converted(conversion: Conversion, name: str | None, most: Highest, scheme: Scheme) -> Highest:  # noqa: C901, PLR0911 - one case a kind
    """The most that ``conversion`` makes of numbers up to ``most``."""
    match conversion:
        case AsIs():
            return most
        case Table(points=points):
            return max(points.values())
        case Bands(bands=bands):
            return max(band.points for band in bands)
        case Ratio(maximum=maximum, times=times, digits=digits):
            limit = _maximum(scheme, name) if isinstance(maximum, str) else per_name(maximum, name or "")
            share = times if most is None or not limit else most * times / limit
            return half_up(share, digits) if digits is not None else share
        case Times(times=times, digits=digits):
            factor = per_name(times, name or "")
            product = None if most is None or factor is None else max(_ZERO, most * factor)
            return product if product is None or digits is None else half_up(product, digits)
        case Linear(to_least=first, to_most=last):
            return max(first, last)
        case Flag(points=bonus):
            return max(bonus, _ZERO)
        case ScaleMark():
            return HIGHEST_MARK
        case Chain(steps=steps):
            for step in steps:
                most = _converted(step, name, most, scheme)
            return most
        case PerSubject(names=names, other=other):
            own = [names.get(name, other)] if name else [*names.values(), other]
            return _combined([_converted(part, name, most, scheme) for part in own if part is not None], "max")
        case Cases(cases=cases, other=other):
            parts = [*(case.conversion for case in cases), *([other] if other else [])]
            return _combined([_converted(part, name, most, scheme) for part in parts], "max")


def _maximum(scheme: Scheme, name: str | None) -> Highest:
    subject = scheme.scale.subject(name) if scheme.scale and name else None
    return Decimal(subject.maximum) if subject else None


def _portfolio(component: PortfolioComponent, group: Group) -> Highest:
    """The least that limits of categories leave when each category is under one; None where one has no end."""
    categories = frozenset(row.category or "" for row in component.rows)
    limits = [limit for limit in _category_limits(component, group, categories) if limit[0] & categories]

    @cache
    def cover(open_: frozenset[str]) -> Highest:
        """The lowest sum of limits that has all of the categories ``open_``."""
        if not open_:
            return _ZERO
        first = min(open_)
        sums = [(points, cover(open_ - names)) for names, points in limits if first in names]
        return min((points + rest for points, rest in sums if rest is not None), default=None)

    return cover(categories)


def _category_limits(
    component: PortfolioComponent, group: Group, categories: frozenset[str]
) -> Iterator[tuple[frozenset[str], Decimal]]:
    """Categories and the most that they give together: by caps, by tables of numbers, by «only the best».

    "" is the category of a row that has none: its achievements are of any, and fall under what is said of all only.
    """
    yield from ((frozenset(cap.categories), cap.points) for cap in component.caps)
    yield from ((frozenset(table.categories), max(table.points.values())) for table in component.counts)
    by_number = {category for table in component.counts for category in table.categories}
    for best in component.best:
        names = (frozenset(best.categories) or categories) - by_number
        if best.per == "category":
            yield from ((frozenset([n]), best.count * _row_most(component, {n})) for n in names - {""})
        elif best.per == "all" and not by_number & (frozenset(best.categories) or categories):
            yield names, best.count * _row_most(component, names)
        elif best.per == "subject" and (subjects := _subjects(component, group, names)) is not None:
            yield names, best.count * subjects * _row_most(component, names)


def _rows_of(component: PortfolioComponent, names: Collection[str]) -> list[Row]:
    """Rows that achievements of the categories ``names`` may fit."""
    return [row for row in component.rows if row.category is None or row.category in names]


def _row_most(component: PortfolioComponent, names: Collection[str]) -> Decimal:
    """The most that one achievement of these categories gives."""
    rows = _rows_of(component, names)
    return max((p for r in rows for p in (*r.results.values(), *(b.points for b in r.places))), default=_ZERO)


def _subjects(component: PortfolioComponent, group: Group, names: Collection[str]) -> int | None:
    """How many subjects count in these categories; None where any does."""
    found: set[str] = set()
    for row in _rows_of(component, names):
        selector = None if row.any_subject else row.subjects or component.subjects
        if selector is None:
            return None
        found.update(selector.resolve(group))
    return len(found)


def _tail(component: Component, points: Highest) -> Highest:
    """Rounding, cap and weight of ``component``."""
    if points is not None and component.digits is not None:
        points = half_up(points, component.digits)
    points = _least(points, component.cap)
    return points if points is None or component.weight is None else points * component.weight


def _least(points: Highest, cap: Decimal | None) -> Highest:
    known = [number for number in (points, cap) if number is not None]
    return min(known, default=None)


def _best(parts: Sequence[Highest], count: int) -> Sequence[Highest]:
    if None in parts:
        return parts
    return sorted((part for part in parts if part is not None), reverse=True)[:count]


def _combined(parts: Sequence[Highest], how: Combination) -> Highest:
    known = [part for part in parts if part is not None]
    if how == "min":
        return min(known, default=None)
    if len(known) < len(parts):
        return None
    if not known:
        return _ZERO
    total = max(known) if how == "max" else sum(known, _ZERO)
    return total / len(known) if how == "mean" else total


def _contradictions(scheme: Scheme, group: Group, gates: Sequence[Gate], highest: dict[str, Highest]) -> Found:
    """Gates that nobody passes together: something and its contrary, a least number above the most."""
    required = [gate for gate in gates if isinstance(gate, Required)]
    must, must_not = _demanded([gate.when for gate in required])
    for condition in must:
        if condition in must_not:
            titles = tuple(gate.title for gate in required)
            yield Finding("scheme.gates_contradict", values={"code": group.code, "titles": titles}, where="gates")
    limits: dict[tuple[str, str], list[tuple[Highest, Highest]]] = {}
    for condition in must:
        match condition:
            case HasValue(source=source, name=name, least=least, most=most):
                limits.setdefault((source, name), []).append((least, most))
            case HasPoints(of=of, least=least, most=most):
                limits.setdefault(("points", of), []).append((least, most))
    for gate in gates:
        if isinstance(gate, Minimum):
            limits.setdefault(("points", gate.of), []).append((gate.points, None))
    for (what, name), pairs in limits.items():
        least = max((low for low, _ in pairs if low is not None), default=None)
        known = [high for _, high in pairs if high is not None]
        known += [limit for limit in [_highest(scheme, what, name, highest)] if limit is not None]
        most = min(known, default=None)
        only_minimum = all(high is None for _, high in pairs) and what == "points" and len(pairs) == 1
        if least is not None and most is not None and least > most and not only_minimum:
            told = {"code": group.code, "name": name, "least": least, "most": most}
            yield Finding("scheme.limits_contradict", values=told, where="gates")


def _told_by_no_limit(scheme: Scheme, gate: Required, highest: dict[str, Highest]) -> bool:
    """Whether nobody meets the condition, though none of its limits that hold for sure is above the most."""
    must, _ = _demanded([gate.when])
    nobody = all(_impossible(scheme, one, highest) for one in gate.when)
    return nobody and not any(_above(scheme, leaf, highest) for leaf in must)


def _impossible(scheme: Scheme, condition: Condition, highest: dict[str, Highest]) -> bool:
    match condition:
        case AllOf(of=several):
            return any(_impossible(scheme, one, highest) for one in several)
        case AnyOf(of=several):
            return all(_impossible(scheme, one, highest) for one in several)
        case HasPoints(of=of) if of not in highest:  # a component that the group has not
            return True
        case _:
            return _above(scheme, condition, highest)


def _above(scheme: Scheme, condition: Condition, highest: dict[str, Highest]) -> bool:
    """Whether a single condition asks for more than there can be."""
    match condition:
        case HasValue(source=source, name=name, least=least):
            most = _highest(scheme, source, name, highest)
        case HasPoints(of=of, least=least):
            most = highest.get(of)
        case _:
            return False
    return least is not None and most is not None and least > most


def _highest(scheme: Scheme, source: str, name: str, highest: dict[str, Highest]) -> Highest:
    if source == "points":
        return highest.get(name)
    if source == Kind.MARK:
        return HIGHEST_MARK
    if source == Kind.EXAM:
        return _maximum(scheme, name)
    test = scheme.test(name) if source == Kind.TEST else None
    return test.maximum if test else None


def _demanded(alternatives: Sequence[tuple[Condition, ...]]) -> tuple[list[Condition], list[Condition]]:
    """Conditions that every passer meets and those that none may meet; where there is a choice, nothing is certain."""
    must: list[Condition] = []
    must_not: list[Condition] = []
    for conditions in alternatives:
        if len(conditions) != 1:
            continue
        match conditions[0]:
            case AllOf(of=several):
                parts = _demanded([(part,) for part in several])
            case AnyOf(of=several):
                parts = _demanded([several])
            case NoneOf(of=several):
                parts = [], list(several)
            case leaf:
                parts = [leaf], []
        must += parts[0]
        must_not += parts[1]
    return must, must_not
