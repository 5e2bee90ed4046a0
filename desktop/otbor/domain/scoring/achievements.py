"""How an achievement finds its row of the table: category, level, form, result or place, subject, list, date."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otbor.domain.participants import Achievement
from otbor.domain.subjects import folded, level_key

_PLACE = re.compile(r"[0-9]{1,6}", re.ASCII)
_QUOTES = str.maketrans(dict.fromkeys("«»„“”‟\"‹›‚‘’‛'", " "))


@dataclass(frozen=True, slots=True)
class Row:
    """A row made ready: folded words, subjects of the group; None fits anything. ``order`` is its place in the file."""

    order: int
    category: str | None
    level: str | None
    form: str | None
    results: Mapping[str, Decimal]
    places: tuple[tuple[int, int, Decimal], ...]
    subjects: frozenset[str] | None
    events: frozenset[str] | None

    def is_about(self, category: str, level: str, form: str) -> bool:
        """Whether the row is about such achievements, whatever their results."""
        return (
            (self.category is None or self.category == category)
            and (self.level is None or self.level == level)
            and (self.form is None or self.form == form)
        )

    def points(self, result: str, place: int | None) -> Decimal | None:
        """Points of ``result`` by its name, else by ``place``, else by the place that the result begins with."""
        points = self.results.get(result)
        if points is not None or not self.places:
            return points
        if place is None and (told := _PLACE.match(result)):
            place = int(told[0])
        if place is None:
            return None
        return next((given for least, most, given in self.places if least <= place <= most), None)


def event_key(event: str) -> str:
    """The name of an event for comparison: folded, and without quotation marks, which every hand writes otherwise."""
    return folded(event.translate(_QUOTES))


Found = tuple[Row, Decimal] | str
"""The row and points of an achievement, or the rule by which it gives none."""


def fit(achievement: Achievement, rows: Iterable[Row]) -> Found:
    """The first row that fits; else the nearest reason: category, level and form, then result, subject, list."""
    category, level, form = folded(achievement.category), level_key(achievement.level), folded(achievement.form)
    rule = "no_row"
    for row in rows:
        if not row.is_about(category, level, form):
            continue
        points = row.points(folded(achievement.result), achievement.place)
        if points is None:
            rule = "no_result" if rule == "no_row" else rule
        elif row.subjects is not None and folded(achievement.subject) not in row.subjects:
            rule = "other_subject"
        elif row.events is not None and event_key(achievement.event) not in row.events:
            rule = "not_listed"
        else:
            return row, points
    return rule


def dated(achievement: Achievement, first: date | None, last: date | None) -> str | None:
    """Why the day of the event does not fit the term of validity; None where it does."""
    if first is None and last is None:
        return None
    if achievement.held_on is None:
        return "no_date"
    if first is not None and achievement.held_on < first:
        return "too_early"
    return "too_late" if last is not None and achievement.held_on > last else None
