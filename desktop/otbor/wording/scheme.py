"""A scheme says itself in plain legal Russian: the same data that makes the points makes the sentences."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from otbor.domain.scales import Mark, Scale, SubjectScale
from otbor.domain.scheme import Group, Scheme, Test
from otbor.domain.scheme.components import CombinedComponent, Component, ValuesComponent
from otbor.domain.scheme.conversions import ScaleMark, pieces
from otbor.domain.scheme.order import (
    TOTAL,
    CategoryKey,
    ComponentKey,
    ComponentsKey,
    ConditionKey,
    Gate,
    Minimum,
    Stratum,
    TieKey,
    ValueKey,
)
from otbor.domain.scheme.possible import chosen
from otbor.domain.subjects import folded
from otbor.wording.components import component_sentence
from otbor.wording.conditions import conditions_text
from otbor.wording.phrases import categories, phrases, points, points_genitive, rounding, say

__all__ = [
    "component_sentence",
    "describe",
    "gate_sentences",
    "group_rules",
    "key_sentences",
    "phrases",
    "points",
    "rounding",
]


def describe(scheme: Scheme) -> list[str]:
    """The whole scheme as sentences, from its title to its seats."""
    return [
        say("head", title=scheme.title, version=scheme.version, grade=scheme.grade),
        *(_group(group) for group in scheme.groups),
        *(_scale(scheme, scheme.scale) if scheme.scale else []),
        *(say("list", title=one.title, events=one.events) for one in scheme.lists),
        *(_test(test) for test in scheme.tests),
        *(component_sentence(component, scheme) for component in scheme.components),
        *_total(scheme),
        *gate_sentences(scheme),
        *(_stratum(stratum, scheme, first=not place) for place, stratum in enumerate(scheme.strata)),
        *key_sentences(scheme),
        *([say(f"seats.{scheme.seats.by}")] if len(scheme.groups) > 1 else []),
    ]


def group_rules(scheme: Scheme, code: str) -> dict[str, str]:
    """What the act says of each component that counts for the group ``code``, by its id, without its title."""
    own = scheme.model_copy(update={"groups": (scheme.group(code),)})
    return {
        component.id: component_sentence(component, own).removeprefix(f"{component.title}. ")
        for component in scheme.components_of(code)
    }


def gate_sentences(scheme: Scheme) -> list[str]:
    """Who is listed apart."""
    return [_gate(gate, scheme) for gate in scheme.gates]


def _gate(gate: Gate, scheme: Scheme) -> str:
    groups = say("gate.groups", groups=gate.groups) if gate.groups is not None else ""
    if not isinstance(gate, Minimum):
        return say("gate.required", title=gate.title, conditions=conditions_text(gate.when, scheme), groups=groups)
    if gate.of == TOTAL:
        return say("gate.total", points=gate.points, groups=groups)
    component = next(component for component in scheme.components if component.id == gate.of)
    told = say("gate.component", title=component.title, points=gate.points, groups=groups)
    return say("gate.left_out", gate=told) if _may_be_left_out(component, scheme) else told


def _may_be_left_out(component: Component, scheme: Scheme) -> bool:
    """Whether one may lawfully have nothing that the component counts."""
    match component:
        case ValuesComponent():
            treatments = component.treatments().items()
            return any(effect == "left_out" for state, effect in treatments if state != "below_minimum")
        case CombinedComponent(of=of):
            return any(_may_be_left_out(part, scheme) for part in scheme.components if part.id in of)
        case _:
            return False


def key_sentences(scheme: Scheme) -> list[str]:
    """What decides between equal totals, and what of those who stay equal."""
    if not scheme.keys:
        return [say("keys.none")]
    keys = [f"{number}) {key.title}{_key_note(key, scheme)}" for number, key in enumerate(scheme.keys, start=1)]
    return [say("keys", keys="; ".join(keys)), say("shared")]


def _key_note(key: TieKey, scheme: Scheme) -> str:
    compared = _compared(key, scheme)
    notes = [compared] if folded(compared) != folded(key.title) else []
    if isinstance(key, ValueKey):
        if key.digits is not None:
            notes.append(say("keys.digits", digits=rounding(key.digits)))
        if key.equals_only:
            notes.append(say("keys.equals_only"))
        notes.append(say("keys.behind") if key.absent is None else say("keys.absent", absent=key.absent))
    if key.prefer == "lower":
        notes.append(say("keys.lower"))
    return f" ({'; '.join(notes)})" if notes else ""


def _compared(key: TieKey, scheme: Scheme) -> str:
    """What the key compares, however the act calls it."""
    titles = {component.id: component.title for component in scheme.components}
    match key:
        case ComponentKey(component=component):
            return say("keys.of.component", title=titles[component])
        case ComponentsKey(components=several, combine=how):
            return say(f"keys.of.{how}", titles=", ".join(f"«{titles[one]}»" for one in several))
        case CategoryKey(component=component, category=category):
            return say("keys.of.category", title=titles[component], category=categories([category]))
        case ConditionKey(when=when):
            return conditions_text(when, scheme)
        case ValueKey(source=source, name=name):
            return say("keys.of.value", what=phrases()["what.one"][source], name=name)


def _group(group: Group) -> str:
    in_depth = say("group.in_depth", names=group.in_depth) if group.in_depth else ""
    seats = say("group.seats", seats=group.seats) if group.seats else ""
    part = say("group.in_class", name=group.in_class) if group.in_class else ""
    return say("group", code=group.code, title=group.title, in_depth=in_depth, seats=seats, in_class=part)


def _scale(scheme: Scheme, scale: Scale) -> Iterator[str]:
    """The source of the year's scale, and the borders of marks of every subject that is converted into one."""
    told = say("scale", year=scale.year, source=scale.source)
    yield f"{told} {say('scale_notice', notice=scale.notice.rstrip('.'))}" if scale.notice else told
    marked: set[str] = set()
    for component in scheme.components:
        if isinstance(component, ValuesComponent) and any(
            isinstance(p, ScaleMark) for p in pieces(component.conversion)
        ):
            marked.update(chosen(scheme, component) or (name for row in scale.scales for name in row.subjects))
    for row in scale.scales:
        if names := [name for name in row.subjects if name in marked]:
            yield _borders(row, names, scale.year)


def _borders(row: SubjectScale, names: list[str], year: int) -> str:
    least = {mark: row.borders[mark] for mark in sorted(row.borders)}
    told = say("year_scale.marks", names=names, year=year, borders=_by_mark(least), maximum=row.maximum)
    conditions = [say("year_scale.condition", title=c.title, least=_by_mark(c.least)) for c in row.conditions]
    return " ".join([told, *conditions, *([say("year_scale.conditions")] if conditions else [])])


def _by_mark(least: Mapping[Mark, int]) -> str:
    return ", ".join(
        say("year_scale.mark", mark=mark, points=points_genitive(Decimal(n))) for mark, n in sorted(least.items())
    )


def _test(test: Test) -> str:
    rule = "test" if test.step == 1 else "test.step"
    told = [say(rule, name=test.name, maximum=points_genitive(test.maximum), step=test.step)]
    if test.tasks:
        tasks = ", ".join(
            say("test.task.weighted", name=t.name, maximum=t.maximum, weight=t.weight)
            if t.weight is not None
            else say("test.task", name=t.name, maximum=t.maximum)
            for t in test.tasks
        )
        told.append(say("test.tasks", tasks=tasks))
    if (markers := test.markers) is not None:
        told.append(say(f"test.markers.{markers.combine}", names=markers.names))
        if markers.digits is not None:
            told.append(say("digits", digits=rounding(markers.digits)))
        if markers.third is not None and markers.differ is not None:
            third = say("test.third", differ=markers.differ, third=markers.third)
            told += [third, say(f"test.then.{markers.then}")]
    return " ".join(told)


def _total(scheme: Scheme) -> Iterator[str]:
    yield say(f"total.{scheme.total.combine}")
    if scheme.total.digits is not None:
        yield say("total.digits", digits=rounding(scheme.total.digits))
    if scheme.total.cap is not None:
        yield say("total.cap", points=points_genitive(scheme.total.cap))


def _stratum(stratum: Stratum, scheme: Scheme, *, first: bool) -> str:
    told = say(
        "stratum" if first else "stratum.next", title=stratum.title, conditions=conditions_text(stratum.when, scheme)
    )
    return f"{told} {say('stratum.exempt')}" if stratum.exempt else told
