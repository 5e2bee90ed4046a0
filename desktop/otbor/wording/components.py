"""Components of a scheme in words, from source to weight."""

from collections.abc import Iterator
from decimal import Decimal

from otbor.domain.scheme import Group, Scheme
from otbor.domain.scheme.choices import Choice
from otbor.domain.scheme.components import (
    AsIs,
    Bands,
    Cases,
    Chain,
    CombinedComponent,
    Component,
    Conversion,
    Flag,
    Linear,
    PerSubject,
    PortfolioComponent,
    Ratio,
    ScaleMark,
    Table,
    Times,
    ValuesComponent,
)
from otbor.domain.scheme.possible import chosen, has_gaps
from otbor.domain.scheme.tables import ladder
from otbor.wording.conditions import conditions_text
from otbor.wording.phrases import (
    between,
    names_by_group,
    per_name,
    phrases,
    points,
    points_genitive,
    rounding,
    say,
    selected,
)
from otbor.wording.portfolio import portfolio_sentences
from otbor.wording.templates import said

_ALSO_MISSING = {"not_required", "not_taught", "annulled"}
"""States that are an absence of what is asked, too."""


def component_sentence(component: Component, scheme: Scheme) -> str:
    """One component from its source to its weight."""
    groups = [group for group in scheme.groups if component.belongs_to(group.code)]
    body = [say("component.groups", groups=component.groups)] if component.groups is not None else []
    match component:
        case ValuesComponent():
            body += _numbers(component, groups, scheme)
        case PortfolioComponent():
            body += portfolio_sentences(component, groups, scheme)
        case CombinedComponent():
            body += _combined(component, scheme)
    if component.digits is not None:
        body.append(say("digits", digits=rounding(component.digits)))
    if component.cap is not None:
        body.append(say("cap", points=points_genitive(component.cap)))
    if component.weight is not None:
        body.append(say("weight", weight=component.weight))
    if not component.in_total:
        body.append(say("not_in_total"))
    return say("component", title=component.title, body="".join(f" {sentence}" for sentence in body))


def _combined(component: CombinedComponent, scheme: Scheme) -> Iterator[str]:
    titles = {other.id: other.title for other in scheme.components}
    rule = f"combined.{component.take}"
    if component.take == "best" and component.count == 1:
        rule = "combined.best.one"
    one = len(component.of) == 1
    told = ", ".join(f"«{titles.get(name, name)}»" for name in component.of)
    yield say("combined.one" if one else rule, titles=told, count=component.count)
    if not isinstance(component.conversion, AsIs):
        yield from _conversion(component.conversion, scheme, ())
        if has_gaps(scheme, component):
            yield say("conversion.gaps")
    if not one and (component.take == "all" or (component.take == "best" and component.count > 1)):
        yield say(f"combine.{component.combine}")


def _numbers(component: ValuesComponent, groups: list[Group], scheme: Scheme) -> Iterator[str]:
    choice = component.choice
    yield _choice(component, groups)
    names = chosen(scheme, component)
    yield from _conversion(component.conversion, scheme, names)
    if has_gaps(scheme, component):
        yield say("conversion.gaps")
    yield from _minimums(component, groups, scheme)
    several = any(len(component.chosen(group)) > 1 for group in groups)
    if _how_many(choice) != 1 and (several or choice.take in {"slots", "variants", "given", "best"}):
        yield say(f"combine.{component.combine}")
    yield from _states(component)


def _choice(component: ValuesComponent, groups: list[Group]) -> str:
    choice, what = component.choice, phrases()["what"][component.source]
    names = names_by_group({group.code: component.chosen(group) for group in groups})
    match choice.take:
        case "best":
            rule = "choice.best.one" if choice.count == 1 else "choice.best"
            return say(rule, what=what, names=names, count=choice.count)
        case "slots":
            return say("choice.slots", what=what, slots=" + ".join(_set(s, groups) for s in choice.slots))
        case "variants":
            joined = say("condition.or").join(_set(variant, groups) for variant in choice.variants)
            return say("choice.variants", what=what, variants=joined)
        case "named":
            return say("choice.named", what=what, names=names, question=choice.question)
        case "given":
            without = say("choice.given.without", names=choice.without) if choice.without else ""
            rule = "choice.given" if choice.count is None else "choice.given.best"
            return say(rule, what=what, without=without, count=choice.count)
        case _:
            return say(f"choice.{choice.take}", what=what, names=names)


def _set(selector: object, groups: list[Group]) -> str:
    return say("choice.set", names=selected(selector, groups))  # type: ignore[arg-type]


def _how_many(choice: Choice) -> int | None:
    """How many numbers count at most, where that is one or known."""
    match choice.take:
        case "best" | "given":
            return choice.count
        case "position" | "named":
            return 1
        case "slots":
            return len(choice.slots)
        case _:
            return None


def _minimums(component: ValuesComponent, groups: list[Group], scheme: Scheme) -> Iterator[str]:
    if component.minimum is not None:
        yield say("minimum", minimum=per_name(component.minimum))
    for side in component.sides:
        yield say("minimum.side", name=side.name, part=side.part, least=side.least)
    if component.scale_minimum:
        told = {group.code: tuple(_recommended(component, group, scheme)) for group in groups}
        yield say("minimum.scale", minimum=names_by_group({code: names for code, names in told.items() if names}))


def _recommended(component: ValuesComponent, group: Group, scheme: Scheme) -> Iterator[str]:
    """What the year's scale recommends for the profile of ``group``, by subject."""
    for name in component.chosen(group):
        subject = scheme.scale.subject(name) if scheme.scale else None
        if subject and (minimum := subject.minimum_for(group.profile or "")):
            parts = (
                say("minimum.scale.parts", parts=per_name({part: Decimal(n) for part, n in minimum.parts.items()}))
                if minimum.parts
                else ""
            )
            yield say("minimum.scale.subject", name=name, points=minimum.points, parts=parts)


def _states(component: ValuesComponent) -> Iterator[str]:
    take = component.choice.take
    sentences = phrases()["sentences"]
    treatments = component.treatments()
    limited = component.minimum is not None or component.sides or component.scale_minimum
    for state, effect in treatments.items():
        if state == "did_not_come" and component.source not in {"test", "exam"}:
            continue  # nobody comes to a mark
        if state == "below_minimum" and not limited:
            continue
        if state in _ALSO_MISSING and effect == treatments["missing"] == "not_rated":
            continue  # «участник без этих сведений» is said already
        if state == "not_taught" and (effect == treatments["not_required"] or component.source != "mark"):
            continue  # said as lawfully absent
        if not isinstance(effect, str):
            yield say("state.points", state=phrases()["states"][state], points=points(effect))
            continue
        rule = f"state.{state}.{effect}"
        if sentence := sentences.get(f"{rule}.{take}") or sentences.get(rule):
            yield sentence


def _conversion(conversion: Conversion, scheme: Scheme, names: tuple[str, ...]) -> Iterator[str]:
    match conversion:
        case AsIs():
            yield say("conversion.value")
        case Table(points=table):
            rows = ", ".join(f"«{said(n)}» — {points(table[n])}" for n in sorted(table, reverse=True))
            yield say("conversion.table", table=rows)
        case Bands(bands=bands):
            rows = "; ".join(f"{between(band.least, band.most)} — {points(band.points)}" for band in bands)
            yield say("conversion.ladder" if len(bands) > 1 and ladder(bands) else "conversion.bands", table=rows)
        case Ratio(maximum=maximum, times=times, digits=digits):
            highest = _of_scale(scheme, names) if isinstance(maximum, str) else per_name(maximum)
            yield say("conversion.ratio" if times != 1 else "conversion.share", times=times, maximum=highest)
            yield from _digits(digits)
        case Times(times=factors, digits=digits):
            yield say(
                "conversion.times.names" if isinstance(factors, dict) else "conversion.times", times=per_name(factors)
            )
            yield from _digits(digits)
        case Linear(digits=digits):
            least, most, low, high = conversion.least, conversion.most, conversion.to_least, conversion.to_most
            yield say("conversion.linear", least=least, most=most, to_least=low, to_most=high)
            yield from _digits(digits)
        case Flag(points=bonus):
            yield say("conversion.flag", points=points(bonus))
        case ScaleMark():
            yield say("conversion.mark", year=scheme.scale.year if scheme.scale else None)
        case _:
            yield from _composed(conversion, scheme, names)


def _of_scale(scheme: Scheme, names: tuple[str, ...]) -> str:
    """The highest primary scores of the year, by subject; where any subject may come, that they are those."""
    found = {name: scheme.scale.subject(name) for name in names} if scheme.scale else {}
    told = {name: Decimal(subject.maximum) for name, subject in found.items() if subject}
    return say("conversion.of_scale.names", maximum=per_name(told)) if told else say("conversion.of_scale")


def _composed(conversion: Chain | PerSubject | Cases, scheme: Scheme, names: tuple[str, ...]) -> Iterator[str]:
    match conversion:
        case Chain(steps=steps):
            for number, step in enumerate(steps, start=1):
                yield say("conversion.step", number=number, rule=_within(_conversion(step, scheme, names)))
        case PerSubject(names=by_name, other=other):
            for name, own in by_name.items():
                yield say("conversion.for", name=name, rule=_within(_conversion(own, scheme, (name,))))
            if other is not None:
                others = tuple(name for name in names if name not in by_name)
                yield say("conversion.others", rule=_within(_conversion(other, scheme, others)))
        case Cases(cases=cases, other=other):
            for case in cases:
                rule = _within(_conversion(case.conversion, scheme, names))
                yield say("conversion.case", conditions=conditions_text(case.when, scheme), rule=rule)
            if other is not None:
                yield say("conversion.others", rule=_within(_conversion(other, scheme, names)))


def _within(rule: Iterator[str]) -> str:
    """The sentences of a rule after what they are said of: they begin with a small letter."""
    told = " ".join(rule)
    return told[:1].lower() + told[1:]


def _digits(digits: int | None) -> Iterator[str]:
    if digits is not None:
        yield say("conversion.digits", digits=rounding(digits))
