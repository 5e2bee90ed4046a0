"""What may make points (пп. 4, 7, 13, 14, 16, 21): criteria, portfolio categories and keys for equal places."""

from collections.abc import Iterable, Sequence

from otbor.domain.campaign import Level
from otbor.domain.findings import Finding
from otbor.domain.participants import Achievement
from otbor.domain.regulation import Criterion, Regulation, Values


def allowed_criteria(regulation: Regulation, level: Level, *, sport: bool = False) -> tuple[Criterion, ...]:
    """Criteria of selection at ``level`` (пп. 13, 14), with sport aptitude where the programme is one of п. 7."""
    return tuple(c for c in regulation.criteria if level in c.levels and (sport or not c.sport))


def check_criteria(
    regulation: Regulation, level: Level, used: Iterable[str], *, sport: bool = False
) -> tuple[Finding, ...]:
    """``profile.criterion_not_listed`` for each criterion id of ``used`` not in the Порядок at ``level``."""
    allowed = allowed_criteria(regulation, level, sport=sport)
    paragraph = next((c.paragraph for c in allowed if not c.sport), "")
    values: Values = {"level": regulation.levels[level].title, "allowed": tuple(c.title for c in allowed)}
    known = {c.id for c in allowed}
    return tuple(
        regulation.finding("profile.criterion_not_listed", paragraph=paragraph, criterion=criterion, **values)
        for criterion in used
        if criterion not in known
    )


def check_gates(regulation: Regulation, gates: Iterable[str]) -> tuple[Finding, ...]:
    """п. 4: ``profile.gate_not_allowed`` for each condition of admission (address, citizenship …) it lacks."""
    return tuple(
        regulation.finding("profile.gate_not_allowed", gate=gate) for gate in gates if gate not in regulation.gates
    )


def check_priorities(regulation: Regulation, categories: Sequence[str]) -> tuple[Finding, ...]:
    """п. 21: keys for equal places that are achievements are of the priority categories (16.1–16.3)."""
    allowed = regulation.priority_categories()
    return tuple(
        regulation.finding("profile.not_a_priority", category=category, allowed=allowed)
        for category in categories
        if category not in allowed
    )


def check_achievement(regulation: Regulation, level: Level, achievement: Achievement) -> tuple[Finding, ...]:
    """п. 16: whether an achievement is of a category that counts at ``level``, its stage and result too.

    ``profile.category_unknown``, ``profile.category_of_other_level``, ``profile.result_does_not_count``.
    """
    category = regulation.category(achievement.category)
    values: Values = {"category": achievement.category, "event": achievement.event}
    if category is None:
        return (regulation.finding("profile.category_unknown", **values),)
    if level not in category.levels:
        title = regulation.levels[level].title
        return (regulation.finding("profile.category_of_other_level", paragraph=category.id, **values, level=title),)
    fitting = [s for s in category.standards if not achievement.level or s.level in ("", achievement.level)]
    if category.standards and not any(achievement.result in s.results for s in fitting):
        results = tuple(dict.fromkeys(result for s in fitting for result in s.results))
        values |= {"result": achievement.result, "stage": achievement.level or None, "results": results}
        return (regulation.finding("profile.result_does_not_count", paragraph=category.id, **values),)
    return ()
