"""Terms (сроки) of the Порядок: N calendar or working days before or after an anchor day (событие).

The anchor day itself never counts. «Не позднее чем за N дней до X» is read in two ways: the N-th day before X, or N
full days between. What a family may do is judged by the kinder reading, what the school must do by the stricter: a plan
that meets only the kinder one is warned about, one that misses it is forbidden.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from otbor.domain.calendar import Calendar


class Unit(StrEnum):
    """What a term is counted in."""

    CALENDAR = "calendar"  # календарные дни
    WORKING = "working"  # рабочие дни


class Kind(StrEnum):
    """How a term lies to its anchor."""

    BEFORE = "before"  # «не позднее чем за N дней до X»
    AFTER = "after"  # «в течение N дней со дня X», «не позднее N дней после X»
    AT_MOST_BEFORE = "at_most_before"  # «не более чем за N дней до X»: not earlier than that


class Verdict(StrEnum):
    """How a day stands to a term."""

    MET = "met"  # by both readings
    LENIENT = "lenient"  # only by the kinder reading
    MISSED = "missed"


def shift(calendar: Calendar, day: date, n: int, unit: Unit) -> date:
    """``day`` moved by ``n`` days of ``unit``: forwards if positive, backwards if negative; ``day`` does not count."""
    if unit is Unit.CALENDAR:
        return day + timedelta(days=n)
    return calendar.working_after(day, n) if n > 0 else calendar.working_before(day, -n)


@dataclass(frozen=True)
class Term:
    """``n`` days of ``unit``, lying to the anchor as ``kind`` says (n ≥ 1)."""

    n: int
    unit: Unit
    kind: Kind

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError(f"a term has at least one day: {self.n}")

    def last_day(self, anchor: date, calendar: Calendar) -> date:
        """The last day in time, by the reading that is kinder to who must keep the term.

        Raises :class:`ValueError` for «не более чем за N дней», which has a first day and no last one.
        """
        if self.kind is Kind.AT_MOST_BEFORE:
            raise ValueError("this term has a first day, not a last one")
        return shift(calendar, anchor, self.n if self.kind is Kind.AFTER else -self.n, self.unit)

    def last_day_strict(self, anchor: date, calendar: Calendar) -> date:
        """The last day in time by the stricter reading; differs from :meth:`last_day` only before an anchor."""
        if self.kind is not Kind.BEFORE:
            return self.last_day(anchor, calendar)
        return shift(calendar, anchor, -self.n - 1, self.unit)

    def first_day(self, anchor: date, calendar: Calendar) -> date:
        """«Не более чем за N дней до X»: the first day in time by the kinder reading (at most N full days between).

        Raises :class:`ValueError` for the other kinds.
        """
        return self._first(anchor, calendar, self.n + 1)

    def first_day_strict(self, anchor: date, calendar: Calendar) -> date:
        """«Не более чем за N дней до X»: the first day in time by the stricter reading (the N-th day before)."""
        return self._first(anchor, calendar, self.n)

    def _first(self, anchor: date, calendar: Calendar, n: int) -> date:
        if self.kind is not Kind.AT_MOST_BEFORE:
            raise ValueError("this term has a last day, not a first one")
        return shift(calendar, anchor, -n, self.unit)

    def limits(self, anchor: date, calendar: Calendar) -> tuple[date, date]:
        """The limiting day by the kinder and by the stricter reading: last days, or first days by the kind."""
        if self.kind is Kind.AT_MOST_BEFORE:
            return self.first_day(anchor, calendar), self.first_day_strict(anchor, calendar)
        return self.last_day(anchor, calendar), self.last_day_strict(anchor, calendar)

    def judge(self, day: date, anchor: date, calendar: Calendar) -> Verdict:
        """How ``day`` stands to the term counted from ``anchor``."""
        limit, safe = self.limits(anchor, calendar)
        not_earlier = self.kind is Kind.AT_MOST_BEFORE
        met, lenient = (day >= safe, day >= limit) if not_earlier else (day <= safe, day <= limit)
        return Verdict.MET if met else Verdict.LENIENT if lenient else Verdict.MISSED

    def earliest_anchor(self, day: date, calendar: Calendar) -> date:
        """Before an anchor: the earliest anchor for which ``day`` meets the term by the stricter reading.

        Raises :class:`ValueError` for a term after its anchor.
        """
        if self.kind is Kind.AFTER:
            raise ValueError("this term is counted after its anchor")
        if self.kind is Kind.AT_MOST_BEFORE:
            return shift(calendar, day, 1, self.unit)
        if self.unit is Unit.WORKING:
            day = calendar.working_on_or_after(day)
        return shift(calendar, day, self.n + 1, self.unit)

    def latest_anchor(self, day: date, calendar: Calendar) -> date:
        """After an anchor: the latest (working) anchor for which the term has run out by ``day``.

        Raises :class:`ValueError` for a term before its anchor.
        """
        if self.kind is not Kind.AFTER:
            raise ValueError("this term is counted before its anchor")
        if self.unit is Unit.WORKING:
            day = calendar.working_on_or_before(day)
        return shift(calendar, day, -self.n, self.unit)
