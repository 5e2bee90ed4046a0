"""Conditions in words: «отмечено «преимущественное право» или …»."""

from collections.abc import Sequence

from otbor.domain.scheme import Scheme
from otbor.domain.scheme.conditions import (
    TOTAL,
    AllOf,
    AnyOf,
    Condition,
    HasAchievement,
    HasFact,
    HasPoints,
    HasState,
    HasValue,
    NoneOf,
    Validity,
    YearDay,
)
from otbor.wording.phrases import between, categories, phrases, say, school_years, selected
from otbor.wording.templates import said


def conditions_text(conditions: Sequence[Condition], scheme: Scheme, joined_by: str = "condition.or") -> str:
    """``conditions`` joined by «или» (or another joint); several that stand alone need no brackets."""
    if len(conditions) == 1 and isinstance(only := conditions[0], (AllOf, AnyOf)):
        return conditions_text(only.of, scheme, f"condition.{'and' if isinstance(only, AllOf) else 'or'}")
    return say(joined_by).join(_text(one, scheme) for one in conditions)


def validity_text(validity: Validity, scheme: Scheme) -> str:
    """The term of validity relative to the campaign's year, with its days where the year is known."""
    if validity.by == "school_years":
        rule = "validity.school_years" if validity.count > 1 else "validity.school_year"
        told = say(rule, count=school_years(validity.count))
    else:
        limits = (("validity.first", validity.first), ("validity.last", validity.last))
        told = say("validity.between").join(say(rule, day=_day(day)) for rule, day in limits if day is not None) or say(
            "validity.any"
        )
    if scheme.year is None:
        return told
    opens, closes = validity.days(scheme.year)
    if opens is not None and closes is not None:
        return told + say("validity.dates", first=opens, last=closes)
    return told


def _day(day: YearDay) -> str:
    year = {0: "this", -1: "previous"}.get(day.year, "other")
    return say(f"validity.day.{year}", day=f"{day.day:02}.{day.month:02}", years=day.year)


def _text(one: Condition, scheme: Scheme) -> str:  # noqa: PLR0911 - one case a kind
    match one:
        case HasFact(name=name):
            return say("condition.fact", name=name)
        case HasValue():
            what = phrases()["what.one"][one.source]
            return say("condition.value", what=what, name=one.name, limits=between(one.least, one.most))
        case HasState():
            states = say("condition.or").join(phrases()["states"][state] for state in one.states)
            return say("condition.state", what=phrases()["what.one"][one.source], name=one.name, states=states)
        case HasPoints(of=of):
            title = next((component.title for component in scheme.components if component.id == of), of)
            rule = "condition.total" if of == TOTAL else "condition.points"
            return say(rule, title=title, limits=between(one.least, one.most))
        case AllOf(of=parts):
            return _nested(parts, scheme, "condition.and")
        case AnyOf(of=parts):
            return _nested(parts, scheme, "condition.or")
        case NoneOf(of=parts):
            return say("condition.none", conditions=conditions_text(parts, scheme))
        case HasAchievement():
            return _achievement(one, scheme)


def _nested(parts: Sequence[Condition], scheme: Scheme, joined_by: str) -> str:
    if len(parts) == 1:
        return _text(parts[0], scheme)
    return say("condition.nested", conditions=conditions_text(parts, scheme, joined_by))


def _achievement(one: HasAchievement, scheme: Scheme) -> str:
    listed = next((made.title for made in scheme.lists if made.id == one.listed), one.listed)
    return say(
        "condition.achievement",
        results=say("condition.or").join(map(said, one.results)),
        level=say("condition.level", level=one.level) if one.level else "",
        form=say("condition.form", form=one.form) if one.form else "",
        category=say("condition.category", category=categories([one.category])) if one.category else "",
        subjects=say("condition.subjects", names=selected(one.subjects, scheme.groups)) if one.subjects else "",
        held_from=say("condition.held_from", day=one.held_from) if one.held_from else "",
        validity=say("condition.validity", term=validity_text(one.validity, scheme)) if one.validity else "",
        listed=say("condition.listed", title=listed) if one.listed else "",
    )
