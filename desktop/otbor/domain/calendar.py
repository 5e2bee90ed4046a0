"""The calendar (производственный календарь): which days are working days, and counting by them.

Source of the rule: ст. 95, 111, 112 ТК РФ and the yearly decree of the Government on transfers of days off; the days
themselves are data (``resources/calendar``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from otbor.domain.data_files import Row, read_data
from otbor.domain.findings import Finding, Severity

Week = Literal[5, 6]

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


def _month_day(text: str) -> str:
    date.fromisoformat(f"2001-{text}")
    return text


MonthDay = Annotated[str, Field(pattern=r"^\d\d-\d\d$"), AfterValidator(_month_day)]
"""A day of any year as data files write it: ``"03-01"`` is 1 March."""


def in_year(day: str, year: int) -> date:
    """The :data:`MonthDay` ``day`` in ``year``."""
    return date.fromisoformat(f"{year:04d}-{day}")


@dataclass(frozen=True)
class Calendar:
    """Working days of a school.

    ``days_off``: public holidays and days off moved by the Government; ``working_weekends``: days of a week-end that
    it made working; ``holidays``: (month, day) of the public holidays, all that is known of a year not confirmed;
    ``week``: 5 or 6 working days (a 6-day week works on Saturdays but for public holidays); ``school_days_off`` and
    ``school_working_days``: what the school adds, over all the others.
    """

    days_off: frozenset[date]
    working_weekends: frozenset[date]
    confirmed_years: frozenset[int]
    holidays: frozenset[tuple[int, int]]
    week: Week = 5
    school_days_off: frozenset[date] = frozenset()
    school_working_days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if both := self.school_days_off & self.school_working_days:
            raise ValueError(f"both a day off and a working day: {sorted(both)}")

    def for_school(self, week: Week, days_off: Iterable[date] = (), working_days: Iterable[date] = ()) -> "Calendar":
        """This calendar with the school's week and the days it adds; raises :class:`ValueError` for a day in both."""
        return replace(
            self, week=week, school_days_off=frozenset(days_off), school_working_days=frozenset(working_days)
        )

    def confirmed(self, year: int) -> bool:
        """Whether the Government's transfers of ``year`` are in the data."""
        return year in self.confirmed_years

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is a working day of the school."""
        if day in self.school_days_off:
            return False
        if day in self.school_working_days or day in self.working_weekends:
            return True
        weekend = day.weekday() == _SUNDAY or (day.weekday() == _SATURDAY and self.week == 5)
        return not weekend and not self._is_day_off(day)

    def _is_day_off(self, day: date) -> bool:
        if self.confirmed(day.year):
            return day in self.days_off
        return (day.month, day.day) in self.holidays

    def working_after(self, day: date, n: int = 1) -> date:
        """The ``n``-th working day after ``day``, which itself does not count (n ≥ 1)."""
        return self._step(day, n, _DAY)

    def working_before(self, day: date, n: int = 1) -> date:
        """The ``n``-th working day before ``day``, which itself does not count (n ≥ 1)."""
        return self._step(day, n, -_DAY)

    def working_on_or_after(self, day: date) -> date:
        """``day`` if it is a working day, else the next one."""
        return day if self.is_working(day) else self.working_after(day)

    def working_on_or_before(self, day: date) -> date:
        """``day`` if it is a working day, else the one before it."""
        return day if self.is_working(day) else self.working_before(day)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie strictly between the two days."""
        return sum(self.is_working(first + _DAY * n) for n in range(1, (last - first).days))

    def _step(self, day: date, n: int, step: timedelta) -> date:
        if n < 1:
            raise ValueError(f"a number of working days is at least 1: {n}")
        while n:
            day += step
            n -= self.is_working(day)
        return day


class _Year(Row):
    year: int
    days_off: frozenset[date]
    working: frozenset[date] = frozenset()


class _File(Row):
    holidays: frozenset[MonthDay]
    years: tuple[_Year, ...]


def parse_calendar(text: str, name: str = "calendar") -> Calendar:
    """The calendar in ``text`` (TOML, ``resources/calendar/ru.toml``), for a 5-day week.

    Raises :class:`~otbor.domain.findings.Refused` naming the file ``name`` and the field.
    """
    data = read_data(text, name, _File)
    return Calendar(
        days_off=frozenset(day for year in data.years for day in year.days_off),
        working_weekends=frozenset(day for year in data.years for day in year.working),
        confirmed_years=frozenset(year.year for year in data.years),
        holidays=frozenset((int(day[:2]), int(day[3:])) for day in data.holidays),
    )


def unconfirmed(calendar: Calendar, days: Iterable[date]) -> tuple[Finding, ...]:
    """A warning ``calendar.unconfirmed_year`` for each year of ``days`` whose transfers are not known yet."""
    years = sorted({day.year for day in days})
    return tuple(
        Finding("calendar.unconfirmed_year", Severity.WARNS, {"year": year})
        for year in years
        if not calendar.confirmed(year)
    )
