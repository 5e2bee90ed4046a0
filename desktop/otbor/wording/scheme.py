"""A scheme says itself in plain legal Russian: the same data that makes the points makes the sentences."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from otbor.domain.scheme import Group, Scheme, Selector
from otbor.domain.scheme.base import PerName
from otbor.domain.scheme.components import (
    Conversion,
    Flag,
    PortfolioComponent,
    Ratio,
    Row,
    Table,
    ValuesComponent,
)
from otbor.domain.scheme.order import TOTAL, Condition, HasAchievement, Stratum, ValueKey
from otbor.support.places import resources
from otbor.wording.numbers import plural
from otbor.wording.templates import fill, said


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """The templates of ``resources/wording/scheme.toml`` by section and key."""
    return tomllib.loads((resources() / "wording" / "scheme.toml").read_text("utf-8"))


def points(number: Decimal) -> str:
    """«5 баллов», «2,5 балла»: a fraction takes the genitive of the singular."""
    whole = number == number.to_integral_value()
    return f"{said(number)}\u00a0{plural(int(number), 'балл', 'балла', 'баллов') if whole else 'балла'}"


def rounding(digits: int) -> str:
    """What is rounded to, in the genitive: «сотых»."""
    return phrases()["digits"][str(digits)]


def describe(scheme: Scheme) -> list[str]:
    """The whole scheme as sentences: title, groups, tests, components, total, gates, strata, keys."""
    return [
        _say("head", title=scheme.title, version=scheme.version, grade=scheme.grade),
        *(_group(group) for group in scheme.groups),
        *(_say("test", name=test.name, maximum=test.maximum, step=test.step) for test in scheme.tests),
        *(component_sentence(component, scheme) for component in scheme.components),
        *_total(scheme),
        *gate_sentences(scheme),
        *(_stratum(stratum, scheme) for stratum in scheme.strata),
        *key_sentences(scheme),
    ]


def component_sentence(component: ValuesComponent | PortfolioComponent, scheme: Scheme) -> str:
    """One component from its source to its weight."""
    groups = [group for group in scheme.groups if component.belongs_to(group.code)]
    body = [_say("component.groups", groups=component.groups)] if component.groups is not None else []
    if isinstance(component, ValuesComponent):
        body += _numbers(component, groups)
    else:
        body += _portfolio(component, groups)
    if component.digits is not None:
        body.append(_say("digits", digits=rounding(component.digits)))
    if component.cap is not None:
        body.append(_say("cap", points=_genitive(component.cap)))
    if component.weight is not None:
        body.append(_say("weight", weight=component.weight))
    return _say("component", title=component.title, body="".join(f" {sentence}" for sentence in body))


def gate_sentences(scheme: Scheme) -> list[str]:
    """Who is listed apart."""
    titles = {component.id: component.title for component in scheme.components}
    return [
        _say("gate.total", points=gate.points)
        if gate.of == TOTAL
        else _say("gate.component", title=titles[gate.of], points=gate.points)
        for gate in scheme.gates
    ]


def key_sentences(scheme: Scheme) -> list[str]:
    """What decides between equal totals, and what of those who stay equal."""
    if not scheme.keys:
        return [_say("keys.none"), _say("shared")]
    keys = []
    for number, key in enumerate(scheme.keys, start=1):
        absent = key.absent if isinstance(key, ValueKey) else None
        note = f" ({_say('keys.absent', absent=absent)})" if absent is not None else ""
        keys.append(f"{number}) {key.title}{note}")
    return [_say("keys", keys="; ".join(keys)), _say("shared")]


def _say(key: str, **values: Any) -> str:
    return fill(phrases()["sentences"][key], values)


def _genitive(number: Decimal) -> str:
    """«не более 1 балла, 4 баллов»."""
    whole = number == number.to_integral_value()
    return f"{said(number)}\u00a0{plural(int(number), 'балла', 'баллов', 'баллов') if whole else 'балла'}"


def _group(group: Group) -> str:
    in_depth = _say("group.in_depth", names=group.in_depth) if group.in_depth else ""
    seats = _say("group.seats", seats=group.seats) if group.seats else ""
    return _say("group", code=group.code, title=group.title, in_depth=in_depth, seats=seats)


def _total(scheme: Scheme) -> Iterator[str]:
    yield _say(f"total.{scheme.total.combine}")
    if scheme.total.digits is not None:
        yield _say("total.digits", digits=rounding(scheme.total.digits))


def _names(resolved: Mapping[str, tuple[str, ...]]) -> str:
    """Names by group: said once where they are the same for all."""
    if len(set(resolved.values())) == 1:
        return said(next(iter(resolved.values())))
    return "; ".join(_say("names_of_group", code=code, names=names) for code, names in resolved.items())


def _selected(selector: Selector, groups: list[Group]) -> str:
    return _names({group.code: selector.resolve(group) for group in groups})


def _numbers(component: ValuesComponent, groups: list[Group]) -> Iterator[str]:
    choice = component.choice
    names = _names({group.code: component.chosen(group) for group in groups})
    count = choice.count if choice.take == "best" else 1
    rule = "choice.best.one" if choice.take == "best" and count == 1 else f"choice.{choice.take}"
    yield _say(rule, what=phrases()["what"][component.source], names=names, count=count)
    yield from _conversion(component.conversion)
    if component.minimum is not None:
        yield _say("minimum", minimum=_per_name(component.minimum))
    if count > 1 or (choice.take == "all" and any(len(component.chosen(group)) > 1 for group in groups)):
        yield _say(f"combine.{component.combine}")
    for state, effect in component.states.model_dump().items():
        if state == "did_not_come" and component.source not in {"test", "exam"}:
            continue  # nobody comes to a mark
        rule = f"state.{state}.{effect}"
        sentences = phrases()["sentences"]
        if sentence := sentences.get(f"{rule}.{choice.take}") or sentences.get(rule):
            yield sentence


def _conversion(conversion: Conversion) -> Iterator[str]:
    match conversion:
        case Table(points=table):
            rows = ", ".join(f"«{said(n)}» — {points(table[n])}" for n in sorted(table, reverse=True))
            yield _say("conversion.table", table=rows)
        case Ratio(maximum=maximum, times=times, digits=digits):
            yield _say("conversion.ratio", times=times, maximum=_per_name(maximum))
            if digits is not None:
                yield _say("conversion.digits", digits=rounding(digits))
        case Flag(points=bonus):
            yield _say("conversion.flag", points=points(bonus))
        case _:
            yield _say("conversion.value")


def _per_name(table: PerName) -> str:
    return ", ".join(f"{n} — {said(v)}" for n, v in table.items()) if isinstance(table, dict) else said(table)


def _portfolio(component: PortfolioComponent, groups: list[Group]) -> Iterator[str]:
    if component.subjects is not None:
        yield _say("portfolio.subjects", names=_selected(component.subjects, groups))
    if component.held_from is not None:
        yield _say("portfolio.held_from", day=component.held_from)
    if component.held_until is not None:
        yield _say("portfolio.held_until", day=component.held_until)
    yield from (_row(row, groups) for row in component.rows)
    yield _say("portfolio.once")
    for best in component.best:
        told = _say("portfolio.best.categories", categories=best.categories) if best.categories else ""
        yield _say(f"portfolio.best.{best.per}", categories=told)
    for cap in component.caps:
        yield _say(
            "portfolio.cap" if len(cap.categories) > 1 else "portfolio.cap.one",
            categories=cap.categories,
            points=_genitive(cap.points),
        )


def _row(row: Row, groups: list[Group]) -> str:
    label = ", ".join(part for part in (row.category, row.level) if part) or _say("portfolio.row.any")
    subjects = ""
    if row.any_subject:
        subjects = _say("portfolio.row.any_subject")
    elif row.subjects is not None:
        subjects = _say("portfolio.row.subjects", names=_selected(row.subjects, groups))
    results = ", ".join(f"{result} — {points(number)}" for result, number in row.results.items())
    label = label[0].upper() + label[1:]
    return _say("portfolio.row", label=label, results=results, subjects=subjects)


def _stratum(stratum: Stratum, scheme: Scheme) -> str:
    conditions = _say("condition.or").join(_condition(when, scheme) for when in stratum.when)
    return _say("stratum", title=stratum.title, conditions=conditions)


def _condition(when: Condition, scheme: Scheme) -> str:
    if not isinstance(when, HasAchievement):
        return _say("condition.fact", name=when.name)
    groups = list(scheme.groups)
    return _say(
        "condition.achievement",
        results=when.results,
        level=_say("condition.level", level=when.level) if when.level else "",
        category=_say("condition.category", category=when.category) if when.category else "",
        subjects=_say("condition.subjects", names=_selected(when.subjects, groups)) if when.subjects else "",
        held_from=_say("condition.held_from", day=when.held_from) if when.held_from else "",
    )
