"""Mistakes that a scheme shows by itself, found when it is read: each finding names the field.

Names and references are checked here, conversions in ``tables``, what anybody can reach in ``reach``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from otbor.domain.findings import Finding, Severity
from otbor.domain.participants import Kind
from otbor.domain.scheme.base import IN_DEPTH, Group, Selector
from otbor.domain.scheme.choices import Best, Given, Slots, Variants, fillable, selectors
from otbor.domain.scheme.components import (
    CombinedComponent,
    Component,
    Converting,
    PortfolioComponent,
    Row,
    ValuesComponent,
    conditions_of,
)
from otbor.domain.scheme.conditions import STRATUM, TOTAL, HasAchievement, HasPoints, HasState, HasValue
from otbor.domain.scheme.entrance import Test
from otbor.domain.scheme.model import Scheme
from otbor.domain.scheme.order import CategoryKey, ComponentKey, ComponentsKey, Minimum, ValueKey
from otbor.domain.scheme.reach import check_reach
from otbor.domain.scheme.tables import check_conversions
from otbor.domain.subjects import Subjects, folded, level_key, nearest, whole_of

Found = Iterator[Finding]
_SUBJECT_KINDS = {Kind.MARK, Kind.EXAM}
_COLUMNS = ("group", "place", "number", STRATUM, TOTAL)
"""Columns of every rating, besides those of the scheme."""


def check(scheme: Scheme, name: str, subjects: Subjects) -> list[Finding]:
    """Everything wrong with ``scheme``; ``name`` is its file in the findings' ``where``."""
    found = [
        *_repeated(scheme),
        *_names(scheme, subjects),
        *_references(scheme),
        *(finding for group in scheme.groups for finding in _group(scheme, group)),
        *(finding for portfolio in scheme.portfolios() for finding in _portfolio(scheme, portfolio)),
        *_conditions(scheme),
        *(finding for test in scheme.tests for finding in _test(test)),
        *_unused(scheme),
        *check_conversions(scheme),
    ]
    if not any(finding.severity is Severity.FORBIDS for finding in found):  # else what is reached is not known
        found += check_reach(scheme)
    unique = {(f.id, f.where, str(f.values)): f for f in found}
    return [Finding(f.id, f.severity, f.values, f.paragraph, f"{name}: {f.where}") for f in unique.values()]


def _finding(rule: str, where: str, **values: object) -> Finding:
    return Finding(f"scheme.{rule}", values=values, where=where)


def _warning(rule: str, where: str, **values: object) -> Finding:
    return Finding(f"scheme.{rule}", Severity.WARNS, values, where=where)


def _repeated(scheme: Scheme) -> Found:
    lists: dict[str, Iterable[str]] = {
        "groups": [group.code for group in scheme.groups],
        "tests": [test.name for test in scheme.tests],
        "lists": [events.id for events in scheme.lists],
        "components": [component.id for component in scheme.components],
        "strata": [stratum.id for stratum in scheme.strata],
        "keys": [key.id for key in scheme.keys],
    }
    for group in scheme.groups:
        lists[f"groups[{group.code}].{IN_DEPTH}"] = group.in_depth
        lists |= {f"groups[{group.code}].sets.{name}": members for name, members in group.sets.items()}
    for test in scheme.tests:
        lists[f"tests[{test.name}].tasks"] = [task.name for task in test.tasks]
        markers = test.markers
        lists[f"tests[{test.name}].markers"] = [*markers.names, *filter(None, [markers.third])] if markers else []
    for field, names in lists.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield _finding("repeated", field, name=name, times=times)
    columns = [*_COLUMNS, *{component.id for component in scheme.components}, *{key.id for key in scheme.keys}]
    for name, times in Counter(columns).items():
        if times > 1:
            yield _finding("same_column", "keys", name=name)


def _names(scheme: Scheme, subjects: Subjects) -> Found:
    """Names that must be subjects and are not known; a set may also hold tests that are declared."""
    for where, names in _subject_fields(scheme):
        for name in names:
            whole = whole_of(name)
            if subjects.named(whole) is None and not (".sets." in where and scheme.test(whole)):
                if near := nearest(whole, subjects.names):
                    yield _finding("unknown_subject_like", where, name=name, near=subjects.names[near])
                else:
                    yield _finding("unknown_subject", where, name=name)


def _subject_fields(scheme: Scheme) -> Iterator[tuple[str, Iterable[str]]]:
    """Fields that hold names of subjects: all but those of facts, tests and expert criteria."""
    for group in scheme.groups:
        yield f"groups[{group.code}].{IN_DEPTH}", group.in_depth
        for name, members in group.sets.items():
            yield f"groups[{group.code}].sets.{name}", members
    for component in scheme.components:
        yield from _component_subjects(component)
    for key in scheme.keys:
        if isinstance(key, ValueKey) and key.kind in _SUBJECT_KINDS:
            yield f"keys[{key.id}].name", (key.name,)
    for where, leaf in scheme.conditions():
        if isinstance(leaf, HasAchievement) and leaf.subjects:
            yield where, leaf.subjects.names
        elif isinstance(leaf, (HasValue, HasState)) and leaf.kind in _SUBJECT_KINDS:
            yield where, (leaf.name,)


def _component_subjects(component: Component) -> Iterator[tuple[str, Iterable[str]]]:
    where = f"components[{component.id}]"
    if isinstance(component, PortfolioComponent):
        parts = (component.subjects, *(row.subjects for row in component.rows))
        yield f"{where}.subjects", [name for selector in parts if selector for name in selector.names]
    elif isinstance(component, ValuesComponent) and component.kind in _SUBJECT_KINDS:
        yield f"{where}.choice.names", [name for part in selectors(component.choice) for name in part.names]
        yield f"{where}.choice.without", component.choice.without if isinstance(component.choice, Given) else ()


def _references(scheme: Scheme) -> Found:
    """Groups, tests, lists and components that must exist; components that must stand above."""
    codes, known = {group.code for group in scheme.groups}, {component.id for component in scheme.components}
    yield from _above(scheme)
    for component in scheme.components:
        yield from _known("unknown_group", f"components[{component.id}].groups", component.groups or (), codes)
    for index, gate in enumerate(scheme.gates, start=1):
        yield from _known("unknown_group", f"gates[{index}].groups", gate.groups or (), codes)
        if isinstance(gate, Minimum):
            yield from _known("unknown_component", f"gates[{index}].of", [gate.of], {TOTAL, *known})
    tests, events = _of_tests(scheme), {entry.id for entry in scheme.lists}
    for portfolio in scheme.portfolios():
        listed = [row.listed for row in portfolio.rows if row.listed]
        yield from _known("unknown_list", f"components[{portfolio.id}].rows", listed, events)
    for where, leaf in scheme.conditions():
        if isinstance(leaf, HasAchievement) and leaf.listed:
            yield from _known("unknown_list", where, [leaf.listed], events)
        elif isinstance(leaf, HasPoints):
            yield from _known("unknown_component", where, [leaf.of], {TOTAL, *known})
        elif isinstance(leaf, (HasValue, HasState)) and leaf.kind is Kind.TEST:
            yield from _known("unknown_test", where, [leaf.name], tests)
    yield from _keys(scheme, known, tests)


def _of_tests(scheme: Scheme) -> set[str]:
    """Names of the tests' numbers, of their parts too."""
    return {name for test in scheme.tests for name in test.numbers()}


def _above(scheme: Scheme) -> Found:
    """Components that others are made of, or ask in their cases, stand above them."""
    above: set[str] = set()
    for component in scheme.components:
        where = f"components[{component.id}]"
        if isinstance(component, CombinedComponent):
            yield from _known("unknown_component_above", f"{where}.of", component.of, above)
        if isinstance(component, Converting):
            asked = [leaf.of for leaf in conditions_of(component) if isinstance(leaf, HasPoints)]
            yield from _known("unknown_component_above", f"{where}.conversion.cases", asked, above)
        above.add(component.id)


def _known(rule: str, where: str, names: Iterable[str], known: Iterable[str]) -> Found:
    for name in names:
        if name not in known:
            yield _finding(rule, where, name=name)


def _keys(scheme: Scheme, components: set[str], tests: set[str]) -> Found:
    portfolios = {portfolio.id: portfolio for portfolio in scheme.portfolios()}
    for key in scheme.keys:
        where = f"keys[{key.id}]"
        match key:
            case ComponentKey(component=component):
                yield from _known("unknown_component", f"{where}.component", [component], components)
            case ComponentsKey(components=several):
                yield from _known("unknown_component", f"{where}.components", several, components)
            case CategoryKey(component=component) if component not in components:
                yield from _known("unknown_component", f"{where}.component", [component], components)
            case CategoryKey(component=component, category=category):
                rows = portfolios[component].rows if component in portfolios else ()
                yield from _category(f"{where}.category", [category], rows)
                for table in portfolios[component].counts if component in portfolios else ():
                    if category in table.categories and len(table.categories) > 1:
                        told: dict[str, object] = {"category": category, "categories": table.categories}
                        yield _finding("key_of_counted", f"{where}.category", **told)
            case ValueKey(kind=Kind.TEST, name=name):
                yield from _known("unknown_test", f"{where}.name", [name], tests)


def _category(where: str, categories: Iterable[str], rows: Iterable[Row]) -> Found:
    known = {row.category for row in rows}
    for category in categories:
        if category not in known:
            yield _finding("unknown_category", where, category=category)


def _group(scheme: Scheme, group: Group) -> Found:
    """What a group asks of the components: its sets, enough names to choose from."""
    components = scheme.components_of(group.code)
    if not any(component.in_total for component in components):
        yield _finding("no_components", f"groups[{group.code}]", code=group.code)
    for component in components:
        where = f"components[{component.id}]"
        match component:
            case ValuesComponent():
                for part in selectors(component.choice):
                    yield from _sets(part, group, f"{where}.choice")
                yield from _choice(scheme, component, group, where)
            case PortfolioComponent():
                for selector in (component.subjects, *(row.subjects for row in component.rows)):
                    yield from _sets(selector, group, f"{where}.subjects")
    for where, leaf in scheme.conditions():
        if isinstance(leaf, HasAchievement):
            yield from _sets(leaf.subjects, group, where)


def _sets(selector: Selector | None, group: Group, where: str) -> Found:
    for name in selector.sets if selector else ():
        if not group.members(name):
            yield _finding("empty_set", where, name=name, code=group.code)


def _choice(scheme: Scheme, component: ValuesComponent, group: Group, where: str) -> Found:
    names = component.chosen(group)
    for wanted, found in _wanted(component, group):
        if found < wanted:
            yield _finding("nothing_to_choose", f"{where}.choice", code=group.code, wanted=wanted, found=found)
    if component.kind is Kind.TEST:
        yield from _known("unknown_test", f"{where}.choice", names, _of_tests(scheme))
    for side in component.sides:
        if not isinstance(component.choice, Given) and side.name not in names:
            yield _warning("name_not_used", f"{where}.sides", name=side.name, code=group.code)


def _wanted(component: ValuesComponent, group: Group) -> Iterator[tuple[int, int]]:
    """How many names a choice needs and has; each slot and each variant for itself."""
    names = component.chosen(group)
    match component.choice:
        case Given():
            pass
        case Best(count=count):
            yield count, len(names)
        case Slots(slots=slots):
            yield len(slots), fillable(slots, group)
        case Variants(variants=variants):
            yield from ((1, len(variant.resolve(group))) for variant in variants)
        case _:
            yield 1, len(names)


def _portfolio(scheme: Scheme, component: PortfolioComponent) -> Found:
    where = f"components[{component.id}]"
    for first, row in enumerate(component.rows):
        if not row.results and not row.places:
            yield _finding("row_without_points", f"{where}.rows[{first + 1}]")
        for other in component.rows[first + 1 :]:
            for result in _overlap(row, other):
                told = {"result": result, "category": row.category or row.level or "…"}
                yield _finding("overlapping_rows", f"{where}.rows", **told)
    parts = [("best", best.categories) for best in component.best]
    parts += [("counts", counts.categories) for counts in component.counts]
    parts += [("caps", cap.categories) for cap in component.caps]
    for part, categories in parts:
        yield from _category(f"{where}.{part}", categories, component.rows)
    for rule, part in (("capped_twice", "caps"), ("counted_twice", "counts")):
        # a cap of its own and one together with others may both hold, two of a kind may not
        times = Counter(
            (category, part == "caps" and len(categories) > 1)
            for name, categories in parts
            if name == part
            for category in categories
        )
        for category in (category for (category, _), number in times.items() if number > 1):
            yield _finding(rule, f"{where}.{part}", category=category)
    yield from _dates(scheme, component, where)


def _dates(scheme: Scheme, component: PortfolioComponent, where: str) -> Found:
    terms: dict[str, tuple[date | None, date | None]] = {"held_from": (component.held_from, component.held_until)}
    if component.validity is not None and scheme.year is None:
        yield _finding("no_year", f"{where}.validity")
    elif component.validity is not None and scheme.year is not None:
        terms["validity"] = opens, closes = component.validity.days(scheme.year)
        if not any(_reversed(*term) for term in terms.values()):  # each has days, they may have none in common
            terms["validity"] = _latest(opens, component.held_from), _earliest(closes, component.held_until)
    for field, (first, last) in terms.items():
        if _reversed(first, last):
            yield _finding("dates_reversed", f"{where}.{field}", first=first, last=last)


def _reversed(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and first > last


def _latest(*days: date | None) -> date | None:
    return max(filter(None, days), default=None)


def _earliest(*days: date | None) -> date | None:
    return min(filter(None, days), default=None)


def _overlap(row: Row, other: Row) -> list[str]:
    """Results for which both rows give points to the same achievement."""
    if row.level and other.level and level_key(row.level) != level_key(other.level):
        return []
    for mine, its in ((row.category, other.category), (row.form, other.form)):
        if mine and its and folded(mine) != folded(its):
            return []
    if (row.any_subject, row.subjects, row.listed) != (other.any_subject, other.subjects, other.listed):
        return []  # told apart by subject or by list
    theirs = {folded(result) for result in other.results}
    places = [
        str(max(mine.least, its.least))
        for mine in row.places
        for its in other.places
        if max(mine.least, its.least) <= min(mine.most, its.most)
    ]
    return [*(result for result in row.results if folded(result) in theirs), *places]


def _test(test: Test) -> Found:
    """The highest points that cannot be reached: by the step, by the tasks."""
    where = f"tests[{test.name}]"
    if test.maximum % test.step:
        yield _finding("step_misses_maximum", f"{where}.step", step=test.step, maximum=test.maximum)
    highest = sum((task.maximum * (task.weight or 1) for task in test.tasks), Decimal(0))
    summed = test.markers is not None and test.markers.combine == "sum"  # the maximum is that of all together
    if test.tasks and highest != test.maximum and not summed:
        yield _warning("other_sum_of_tasks", f"{where}.tasks", highest=highest, maximum=test.maximum)


def _conditions(scheme: Scheme) -> Found:
    """Limits the wrong way round, terms of validity that have no year to be counted from."""
    for where, leaf in scheme.conditions():
        if isinstance(leaf, (HasValue, HasPoints)) and leaf.least is not None and leaf.most is not None:
            if leaf.least > leaf.most:
                yield _finding("limits_reversed", where, least=leaf.least, most=leaf.most)
        elif isinstance(leaf, HasAchievement) and leaf.validity is not None:
            if scheme.year is None:
                yield _finding("no_year", where)
                continue
            opens, closes = leaf.validity.days(scheme.year)
            if _reversed(first := _latest(opens, leaf.held_from), closes):
                yield _finding("dates_reversed", where, first=first, last=closes)


def _unused(scheme: Scheme) -> Found:
    """What is declared and asked for nowhere: more often a slip than a purpose."""
    asked = {whole_of(name) for group in scheme.groups for kind, name in scheme.asked(group.code) if kind is Kind.TEST}
    for test in scheme.tests:
        if test.name not in asked:
            yield _warning("test_not_used", "tests", name=test.name)
    listed = {row.listed for portfolio in scheme.portfolios() for row in portfolio.rows}
    listed |= {leaf.listed for _, leaf in scheme.conditions() if isinstance(leaf, HasAchievement)}
    for events in scheme.lists:
        if events.id not in listed:
            yield _warning("list_not_used", "lists", id=events.id)
    if scheme.scale is not None and scheme.year is not None and scheme.scale.year != scheme.year:
        yield _warning("scale_of_other_year", "scale", scale=scheme.scale.year, year=scheme.year)
    for component in scheme.components:
        if not any(component.belongs_to(group.code) for group in scheme.groups):
            yield _warning("component_not_used", f"components[{component.id}]", id=component.id)
