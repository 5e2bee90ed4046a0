"""Components made of individual achievements (портфолио, п. 16)."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from otbor.domain.explanation import Node, Tape
from otbor.domain.participants import Achievement, Participant
from otbor.domain.scheme.base import Selector
from otbor.domain.scheme.portfolio import BestOf, ByCount, CategoryCap, PortfolioComponent
from otbor.domain.scheme.portfolio import Row as SchemeRow
from otbor.domain.scoring.achievements import Found, Row, dated, event_key, fit
from otbor.domain.scoring.context import Context
from otbor.domain.scoring.result import ZERO, Part, Parts, Step
from otbor.domain.scoring.tail import tail
from otbor.domain.subjects import folded, level_key, respelled


@dataclass(frozen=True, slots=True)
class _Counted:
    """An achievement with its points."""

    achievement: Achievement
    row: Row
    points: Decimal

    @property
    def category(self) -> str:
        return self.row.category or folded(self.achievement.category)

    def rank(self) -> tuple[Decimal, int, str, str]:
        """Sorts the better first; of equal points the earlier row of the scheme, whatever the order of documents.

        The order of the rows is the act's own, known to families before, as пп. 20, 21 want of what decides: in which
        category an event counts matters for caps and for keys between equals.
        """
        return -self.points, self.row.order, self.category, folded(self.achievement.subject)


@dataclass(frozen=True, slots=True)
class _Table:
    """Points by number of the achievements of some categories."""

    categories: tuple[str, ...]
    points: tuple[tuple[Decimal, Decimal], ...]  # number → points, the highest number first

    def of(self, count: int) -> Decimal:
        return next((points for number, points in self.points if count >= number), ZERO)


_Key = Callable[[_Counted], Hashable]
"""What achievements must share to be compared; None: it counts by itself."""


def portfolio_step(component: PortfolioComponent, context: Context) -> Step:
    """``component`` made ready for the group of ``context``."""
    find = _finder(component, context)
    narrowing: list[tuple[str, _Key, int]] = [("same_event", _event, 1)] if component.once else []
    narrowing += [("not_best", _best_key(best), best.count) for best in component.best]
    tables = [_table(table) for table in component.counts]
    caps = _caps(component.caps)
    finish = tail(component)
    spelling = _spelling(component, context)

    def evaluate(participant: Participant, tape: Tape, _: Parts) -> Part:
        counted: list[_Counted] = []
        refused: dict[int, str] = {}
        for achievement in participant.achievements:
            found = find(achievement)
            if isinstance(found, str):
                refused[id(achievement)] = found
            else:
                counted.append(_Counted(achievement, *found))
        for rule, key, count in narrowing:
            if len(counted) > 1:
                counted, lost = _best_of(counted, key, count)
                refused |= dict.fromkeys(map(id, lost), rule)
        nodes: Tape = None if tape is None else _nodes(participant, counted, refused, tables, spelling)
        categories = _by_category(counted, tables, nodes)
        points = finish(_capped(categories, caps, len(counted), nodes), nodes)
        if tape is not None:
            told = {"id": component.id, "title": component.title, "how": "sum", "status": "rated"}
            tape.append(Node("component", told, points, children=tuple(nodes or ())))
        return Part(points, categories=categories)

    return evaluate


def _finder(component: PortfolioComponent, context: Context) -> Callable[[Achievement], Found]:
    """How an achievement finds its row; what was found is remembered, for a campaign repeats few combinations."""
    rows = ready_rows(component, context)
    first, last = context.term(component.validity, component.held_from, component.held_until)
    by_event = any(row.events is not None for row in rows)
    memory: dict[tuple[str | int | None, ...], Found] = {}

    def find(achievement: Achievement) -> Found:
        if rule := dated(achievement, first, last):
            return rule
        event = achievement.event if by_event else ""
        key = (
            achievement.category, achievement.level, achievement.form, achievement.result, achievement.place,
            achievement.subject, event,
        )  # fmt: skip
        found = memory.get(key)
        if found is None:
            found = memory[key] = fit(achievement, rows)
        return found

    return find


def ready_rows(component: PortfolioComponent, context: Context) -> list[Row]:
    """The rows of ``component`` made ready for the group of ``context``, in order."""
    return [_ready(order, row, component.subjects, context) for order, row in enumerate(component.rows)]


def _ready(order: int, row: SchemeRow, default: Selector | None, context: Context) -> Row:
    return Row(
        order=order,
        category=folded(row.category) if row.category else None,
        level=level_key(row.level) if row.level else None,
        form=folded(row.form) if row.form else None,
        results={folded(result): points for result, points in row.results.items()},
        places=tuple((band.least, band.most, band.points) for band in row.places),
        subjects=context.subjects(None if row.any_subject else row.subjects or default),
        events=context.events(row.listed),
    )


def _spelling(component: PortfolioComponent, context: Context) -> dict[str, str]:
    """How the scheme spells what its rows and lists name, by what is compared: a workbook may say «всош»."""
    words = (word for row in component.rows for word in (row.category, row.level, row.form, *row.results) if word)
    listed = {row.listed for row in component.rows}
    events = (event for one in context.scheme.lists if one.id in listed for event in one.events)
    return {folded(word): word for word in words} | {event_key(event): event for event in events}


def _table(table: ByCount) -> _Table:
    rows = sorted(table.points.items(), reverse=True)
    return _Table(tuple(respelled(folded(c), c) for c in table.categories), tuple(rows))


def _caps(caps: Sequence[CategoryCap]) -> list[tuple[tuple[str, ...], Decimal]]:
    """Caps of single categories before those of several: the narrower first."""
    made = [(tuple(respelled(folded(c), c) for c in cap.categories), cap.points) for cap in caps]
    return sorted(made, key=lambda cap: len(cap[0]) > 1)


def _event(counted: _Counted) -> Hashable:
    """What makes two rows one event; an achievement without the event's name is an event of its own."""
    a = counted.achievement
    return (event_key(a.event), folded(a.subject), a.held_on) if a.event else None


def _best_key(best: BestOf) -> _Key:
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
            case "all":
                return True

    return key


def _best_of(counted: list[_Counted], key: _Key, count: int) -> tuple[list[_Counted], list[Achievement]]:
    """The best of each key and the others."""
    taken: dict[Hashable, int] = {}
    kept: list[_Counted] = []
    lost: list[Achievement] = []
    for one in sorted(counted, key=_Counted.rank):
        name = key(one)
        if name is None:
            kept.append(one)
        elif taken.get(name, 0) < count:
            taken[name] = taken.get(name, 0) + 1
            kept.append(one)
        else:
            lost.append(one.achievement)
    return kept, lost


def _by_category(counted: list[_Counted], tables: list[_Table], nodes: Tape) -> dict[str, Decimal]:
    """What each category gives before caps; those counted together by number give it to the first of them."""
    categories: dict[str, Decimal] = {}
    numbers: dict[str, int] = {}
    for one in counted:
        categories[one.category] = categories.get(one.category, ZERO) + one.points
        numbers[one.category] = numbers.get(one.category, 0) + 1
    for table in tables:
        count = sum(numbers.get(category, 0) for category in table.categories)
        if not count:
            continue
        for category in table.categories:
            categories[category] = ZERO
        points = categories[table.categories[0]] = table.of(count)
        if nodes is not None:
            nodes.append(Node("by_count", {"categories": table.categories, "count": count}, points))
    return categories


def _capped(
    categories: dict[str, Decimal], caps: list[tuple[tuple[str, ...], Decimal]], count: int, nodes: Tape
) -> Decimal:
    """The sum of all with every cap applied; ``categories`` keep what a cap of their own leaves."""
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
    if nodes is not None and count > 1:
        nodes.append(Node("counted", {"count": count}, points))
    return points


def _nodes(
    participant: Participant,
    counted: list[_Counted],
    refused: Mapping[int, str],
    tables: list[_Table],
    spelling: Mapping[str, str],
) -> list[Node]:
    points = {id(one.achievement): one for one in counted}
    by_count = {category for table in tables for category in table.categories}

    def as_spelled(word: str) -> str:
        return spelling.get(folded(word), word)

    nodes = []
    for a in participant.achievements:
        told: dict[str, Any] = {
            "category": as_spelled(a.category),
            "level": as_spelled(a.level),
            "form": as_spelled(a.form),
            "result": as_spelled(a.result),
            "event": spelling.get(event_key(a.event), a.event),
            "place": a.place,
            "subject": a.subject,
            "held_on": a.held_on,
        }
        one = points.get(id(a))
        if one is None:
            nodes.append(Node(f"achievement.{refused[id(a)]}", told, document=a.document))
        elif one.category in by_count:
            nodes.append(Node("achievement.by_count", told, document=a.document))
        else:
            nodes.append(Node("achievement", told, one.points, document=a.document))
    return nodes
