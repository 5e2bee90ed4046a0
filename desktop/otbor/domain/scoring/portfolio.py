"""Components made of individual achievements (портфолио, п. 16), and conditions on achievements."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from otbor.domain.explanation import Node, Tape
from otbor.domain.participants import Achievement, Participant
from otbor.domain.scheme.base import Group, Selector
from otbor.domain.scheme.components import BestOf, PortfolioComponent, Row
from otbor.domain.scheme.order import HasAchievement
from otbor.domain.scoring.result import ZERO, Part, Step
from otbor.domain.scoring.tail import tail
from otbor.domain.subjects import folded


@dataclass(frozen=True, slots=True)
class _Row:
    """A row made ready: folded words, subjects of the group; None fits anything. ``order`` is its place in the file."""

    order: int
    category: str | None
    level: str | None
    results: Mapping[str, Decimal]
    subjects: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Counted:
    """An achievement with its points."""

    achievement: Achievement
    row: _Row
    points: Decimal

    @property
    def category(self) -> str:
        return self.row.category or folded(self.achievement.category)


Found = tuple[_Row, Decimal] | str
"""The row and points of an achievement, or the rule by which it gives none."""


def portfolio_step(component: PortfolioComponent, group: Group) -> Step:
    """``component`` made ready for ``group``."""
    find = _finder(component, group)
    keys = [_event, *(_best_key(best) for best in component.best)]
    caps = [(tuple(folded(c) for c in cap.categories), cap.points) for cap in component.caps]
    finish = tail(component)

    def evaluate(participant: Participant, tape: Tape) -> Part:
        counted: list[_Counted] = []
        refused: dict[int, str] = {}
        for achievement in participant.achievements:
            found = find(achievement)
            if isinstance(found, str):
                refused[id(achievement)] = found
            else:
                counted.append(_Counted(achievement, *found))
        for index, key in enumerate(keys):
            if len(counted) > 1:
                counted, lost = _best_of(counted, key)
                refused |= dict.fromkeys(map(id, lost), "not_best" if index else "same_event")
        nodes: Tape = None if tape is None else [_node(a, counted, refused) for a in participant.achievements]
        categories, points = _capped(counted, caps, nodes)
        points = finish(points, nodes)
        if tape is not None:
            told = {"id": component.id, "title": component.title, "how": "sum", "status": "rated"}
            tape.append(Node("component", told, points, children=tuple(nodes or ())))
        return Part(points, categories=categories)

    return evaluate


def condition(has: HasAchievement, group: Group) -> Callable[[Participant], bool]:
    """``has`` as a question about a participant who wants ``group``."""
    rows = [
        _ready(0, Row(category=has.category, level=has.level, results=dict.fromkeys(has.results, ZERO)), None, group)
    ]
    subjects = _subjects(has.subjects, group)

    def holds(participant: Participant) -> bool:
        return any(
            not isinstance(_fit(a, rows), str)
            and (subjects is None or folded(a.subject) in subjects)
            and _dated(a, has.held_from, None) is None
            for a in participant.achievements
        )

    return holds


def _finder(component: PortfolioComponent, group: Group) -> Callable[[Achievement], Found]:
    """How an achievement finds its row; what was found is remembered, for a campaign repeats few combinations."""
    rows = [_ready(order, row, component.subjects, group) for order, row in enumerate(component.rows)]
    first, last = component.held_from, component.held_until
    memory: dict[tuple[str, str, str, str], Found] = {}

    def find(achievement: Achievement) -> Found:
        if rule := _dated(achievement, first, last):
            return rule
        key = (achievement.category, achievement.level, achievement.result, achievement.subject)
        found = memory.get(key)
        if found is None:
            found = memory[key] = _fit(achievement, rows)
        return found

    return find


def _ready(order: int, row: Row, default: Selector | None, group: Group) -> _Row:
    selector = None if row.any_subject else row.subjects or default
    return _Row(
        order,
        folded(row.category) if row.category else None,
        folded(row.level) if row.level else None,
        {folded(result): points for result, points in row.results.items()},
        _subjects(selector, group),
    )


def _subjects(selector: Selector | None, group: Group) -> frozenset[str] | None:
    return frozenset(map(folded, selector.resolve(group))) if selector else None


def _dated(achievement: Achievement, first: date | None, last: date | None) -> str | None:
    """Why the day of the event does not fit the term of validity."""
    if first is None and last is None:
        return None
    if achievement.held_on is None:
        return "no_date"
    if first is not None and achievement.held_on < first:
        return "too_early"
    return "too_late" if last is not None and achievement.held_on > last else None


def _fit(achievement: Achievement, rows: Iterable[_Row]) -> Found:
    """The first row that fits; else the nearest reason: category and level, then result, then subject."""
    category, level = folded(achievement.category), folded(achievement.level)
    rule = "no_row"
    for row in rows:
        if (row.category is not None and row.category != category) or (row.level is not None and row.level != level):
            continue
        points = row.results.get(folded(achievement.result))
        if points is None:
            rule = "no_result" if rule == "no_row" else rule
        elif row.subjects is not None and folded(achievement.subject) not in row.subjects:
            rule = "other_subject"
        else:
            return row, points
    return rule


def _event(counted: _Counted) -> Hashable:
    """What makes two rows one event; an achievement without the event's name is an event of its own."""
    a = counted.achievement
    return (folded(a.event), folded(a.subject), a.held_on) if a.event else None


def _best_key(best: BestOf) -> Callable[[_Counted], Hashable]:
    categories = frozenset(map(folded, best.categories))

    def key(counted: _Counted) -> Hashable:
        if categories and counted.category not in categories:
            return None
        match best.per:
            case "subject":
                return folded(counted.achievement.subject)
            case "event":
                return _event(counted)
            case "category":
                return counted.category

    return key


def _best_of(counted: list[_Counted], key: Callable[[_Counted], Hashable]) -> tuple[list[_Counted], list[Achievement]]:
    """The best of each key (None: counts by itself) and the others; of equal points the earlier row of the scheme."""
    best: dict[Hashable, _Counted] = {}
    free: list[_Counted] = []
    lost: list[Achievement] = []
    for one in counted:
        name = key(one)
        if name is None:
            free.append(one)
            continue
        other = best.get(name)
        if other is None:
            best[name] = one
        elif (one.points, -one.row.order) > (other.points, -other.row.order):
            best[name] = one
            lost.append(other.achievement)
        else:
            lost.append(one.achievement)
    return free + list(best.values()), lost


def _capped(
    counted: list[_Counted], caps: list[tuple[tuple[str, ...], Decimal]], nodes: Tape
) -> tuple[dict[str, Decimal], Decimal]:
    """What counts of each category (its own cap applied) and the sum of all (every cap applied)."""
    categories: dict[str, Decimal] = {}
    for one in counted:
        categories[one.category] = categories.get(one.category, ZERO) + one.points
    over = ZERO
    for names, limit in caps:
        before = sum((categories.get(name, ZERO) for name in names), ZERO)
        if before <= limit:
            continue
        if len(names) == 1:
            categories[names[0]] = limit
        else:
            over += before - limit
        if nodes is not None:
            nodes.append(Node("capped_categories", {"categories": names, "before": before, "cap": limit}, limit))
    points = sum(categories.values(), ZERO) - over
    if nodes is not None and len(counted) > 1:
        nodes.append(Node("counted", {"count": len(counted)}, points))
    return categories, points


def _node(achievement: Achievement, counted: list[_Counted], refused: Mapping[int, str]) -> Node:
    told: dict[str, Any] = {
        "category": achievement.category,
        "level": achievement.level,
        "event": achievement.event,
        "result": achievement.result,
        "subject": achievement.subject,
        "held_on": achievement.held_on,
    }
    rule = refused.get(id(achievement))
    if rule is not None:
        return Node(f"achievement.{rule}", told, document=achievement.document)
    points = next(one.points for one in counted if one.achievement is achievement)
    return Node("achievement", told, points, document=achievement.document)
