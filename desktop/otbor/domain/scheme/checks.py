"""Mistakes that a scheme shows by itself, found when it is read: each finding names the field."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from otbor.domain.findings import Finding
from otbor.domain.participants import Kind
from otbor.domain.scheme.base import IN_DEPTH, Group, Selector, per_name
from otbor.domain.scheme.components import AsIs, Flag, PortfolioComponent, Ratio, Row, Table, ValuesComponent
from otbor.domain.scheme.model import Scheme
from otbor.domain.scheme.order import TOTAL, CategoryKey, ComponentKey, HasAchievement, Stratum, ValueKey
from otbor.domain.subjects import Subjects, folded

Found = Iterator[Finding]
_SUBJECT_KINDS = {Kind.MARK, Kind.EXAM}


def check(scheme: Scheme, name: str, subjects: Subjects) -> list[Finding]:
    """Everything wrong with ``scheme``; ``name`` is its file in the findings' ``where``."""
    found = [
        *_repeated(scheme),
        *_names(scheme, subjects),
        *_references(scheme),
        *(finding for group in scheme.groups for finding in _group(scheme, group)),
        *(finding for portfolio in scheme.portfolios() for finding in _portfolio(portfolio)),
        *_gates(scheme),
        *_keys(scheme),
    ]
    unique = {(f.id, f.where, str(f.values)): f for f in found}
    return [Finding(f.id, f.severity, f.values, f.paragraph, f"{name}: {f.where}") for f in unique.values()]


def _finding(rule: str, where: str, **values: object) -> Finding:
    return Finding(f"scheme.{rule}", values=values, where=where)


def _repeated(scheme: Scheme) -> Found:
    lists: dict[str, Iterable[str]] = {
        "groups": [group.code for group in scheme.groups],
        "tests": [test.name for test in scheme.tests],
        "components": [component.id for component in scheme.components],
        "strata": [stratum.id for stratum in scheme.strata],
        "keys": [key.id for key in scheme.keys],
    }
    for field, names in lists.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield _finding("repeated", field, name=name, times=times)
    columns = [TOTAL, *{component.id for component in scheme.components}, *{key.id for key in scheme.keys}]
    for name, times in Counter(columns).items():
        if times > 1:
            yield _finding("same_column", "keys", name=name)


def _names(scheme: Scheme, subjects: Subjects) -> Found:
    """Names that must be subjects and are not known."""
    for where, names in _subject_fields(scheme):
        for name in names:
            if subjects.named(name) is None:
                yield _finding("unknown_subject", where, name=name)


def _subject_fields(scheme: Scheme) -> Iterator[tuple[str, Iterable[str]]]:
    """Fields that hold names of subjects: all but those of facts, tests and expert criteria."""
    for group in scheme.groups:
        yield f"groups[{group.code}].{IN_DEPTH}", group.in_depth
        for name, members in group.sets.items():
            yield f"groups[{group.code}].sets.{name}", members
    for component in scheme.components:
        where = f"components[{component.id}]"
        if isinstance(component, PortfolioComponent):
            selectors = (component.subjects, *(row.subjects for row in component.rows))
            yield f"{where}.subjects", [name for selector in selectors if selector for name in selector.names]
        elif component.kind in _SUBJECT_KINDS:
            yield f"{where}.choice.names", component.choice.names
    for key in scheme.keys:
        if isinstance(key, ValueKey) and key.kind in _SUBJECT_KINDS:
            yield f"keys[{key.id}].name", (key.name,)
    for stratum, condition in _achievements(scheme):
        yield f"strata[{stratum.id}].subjects", condition.subjects.names if condition.subjects else ()


def _references(scheme: Scheme) -> Found:
    """Groups that must exist, tests that must be declared."""
    codes = {group.code for group in scheme.groups}
    for component in scheme.components:
        for code in component.groups or ():
            if code not in codes:
                yield _finding("unknown_group", f"components[{component.id}].groups", code=code)
    for key in scheme.keys:
        if isinstance(key, ValueKey) and key.kind is Kind.TEST and scheme.test(key.name) is None:
            yield _finding("unknown_test", f"keys[{key.id}].name", name=key.name)


def _achievements(scheme: Scheme) -> Iterator[tuple[Stratum, HasAchievement]]:
    for stratum in scheme.strata:
        for condition in stratum.when:
            if isinstance(condition, HasAchievement):
                yield stratum, condition


def _group(scheme: Scheme, group: Group) -> Found:
    """What a group asks of the components: its sets, enough names to choose from, a maximum for each."""
    components = scheme.components_of(group.code)
    if not components:
        yield _finding("no_components", f"groups[{group.code}]", code=group.code)
    for component in components:
        where = f"components[{component.id}]"
        if isinstance(component, ValuesComponent):
            yield from _sets(component.choice, group, f"{where}.choice")
            yield from _choice(scheme, component, group, where)
        else:
            for selector in (component.subjects, *(row.subjects for row in component.rows)):
                yield from _sets(selector, group, f"{where}.subjects")
    for stratum, condition in _achievements(scheme):
        yield from _sets(condition.subjects, group, f"strata[{stratum.id}].subjects")


def _sets(selector: Selector | None, group: Group, where: str) -> Found:
    for name in selector.sets if selector else ():
        if not group.members(name):
            yield _finding("empty_set", where, name=name, code=group.code)


def _choice(scheme: Scheme, component: ValuesComponent, group: Group, where: str) -> Found:
    choice, names = component.choice, component.chosen(group)
    wanted = choice.count if choice.take == "best" else 1
    if len(names) < wanted:
        yield _finding("nothing_to_choose", f"{where}.choice", code=group.code, wanted=wanted, found=len(names))
    for name in names:
        if component.kind is Kind.TEST and scheme.test(name) is None:
            yield _finding("unknown_test", f"{where}.choice", name=name)
        if isinstance(component.conversion, Ratio) and not per_name(component.conversion.maximum, name):
            yield _finding("no_maximum", f"{where}.conversion.maximum", name=name)
        yield from _limits(scheme, component, name, where)


def _limits(scheme: Scheme, component: ValuesComponent, name: str, where: str) -> Found:
    """A minimum that nobody can reach: above the maximum of the ratio, the table or the test."""
    minimum = per_name(component.minimum, name)
    if minimum is None:
        return
    match component.conversion:
        case Ratio(maximum=maximum):
            highest = per_name(maximum, name)
        case Table(points=points):
            highest = max(points)
        case Flag():
            highest = Decimal(1)
        case AsIs():
            test = scheme.test(name) if component.kind is Kind.TEST else None
            highest = test.maximum if test else None
    if highest is not None and minimum > highest:
        yield _finding("minimum_above_maximum", f"{where}.minimum", name=name, minimum=minimum, maximum=highest)


def _portfolio(component: PortfolioComponent) -> Found:
    where = f"components[{component.id}]"
    known = {row.category for row in component.rows}
    for first, row in enumerate(component.rows):
        for other in component.rows[first + 1 :]:
            for result in _overlap(row, other):
                yield _finding("overlapping_rows", f"{where}.rows", result=result, category=row.category or row.level)
    for part, categories in [("best", b.categories) for b in component.best] + [
        ("caps", c.categories) for c in component.caps
    ]:
        for category in categories:
            if category not in known:
                yield _finding("unknown_category", f"{where}.{part}", category=category)
    for category, times in Counter(c for cap in component.caps for c in cap.categories).items():
        if times > 1:
            yield _finding("capped_twice", f"{where}.caps", category=category)
    if component.held_from and component.held_until and component.held_from > component.held_until:
        yield _finding("dates_reversed", f"{where}.held_from", first=component.held_from, last=component.held_until)


def _overlap(row: Row, other: Row) -> list[str]:
    """Results for which both rows give points to the same achievement."""
    if row.category and other.category and folded(row.category) != folded(other.category):
        return []
    if row.level and other.level and folded(row.level) != folded(other.level):
        return []
    if (row.any_subject, row.subjects) != (other.any_subject, other.subjects):
        return []  # told apart by subject
    theirs = {folded(result) for result in other.results}
    return [result for result in row.results if folded(result) in theirs]


def _gates(scheme: Scheme) -> Found:
    components = {component.id: component for component in scheme.components}
    for gate in scheme.gates:
        if gate.of == TOTAL:
            continue
        component = components.get(gate.of)
        if component is None:
            yield _finding("unknown_component", "gates.of", id=gate.of)
        elif component.cap is not None and component.cap * (component.weight or 1) < gate.points:
            limit = component.cap * (component.weight or 1)
            yield _finding("cap_below_minimum", f"components[{gate.of}].cap", cap=limit, minimum=gate.points)


def _keys(scheme: Scheme) -> Found:
    components = {component.id: component for component in scheme.components}
    for key in scheme.keys:
        if not isinstance(key, (ComponentKey, CategoryKey)):
            continue
        component = components.get(key.component)
        if component is None:
            yield _finding("unknown_component", f"keys[{key.id}].component", id=key.component)
        elif isinstance(key, CategoryKey) and (
            not isinstance(component, PortfolioComponent)
            or key.category not in {row.category for row in component.rows}
        ):
            yield _finding("unknown_category", f"keys[{key.id}].category", category=key.category)
