"""The calendar: the shipped days against their source, the two weeks, the school's own days."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.calendar import Calendar, Week, parse_calendar, unconfirmed
from otbor.domain.findings import Refused, Severity
from otbor.wording.findings import sentence
from tests.domain.shipped import calendar

YEARS = range(2018, 2028)
days = st.dates(date(2018, 1, 1), date(2027, 12, 31))
inner_days = st.dates(date(2018, 6, 1), date(2027, 6, 30))


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_the_source(year: int) -> None:
    source = holidays.country_holidays("RU", years=year)
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar().is_working(day) == source.is_working_day(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2018-04-28", True), ("2018-04-30", False), ("2019-05-10", False), ("2020-05-05", False),
        ("2021-02-20", True), ("2021-02-22", False), ("2022-03-05", True), ("2022-03-07", False),
        ("2023-02-24", False), ("2024-04-27", True), ("2024-12-28", True), ("2024-12-30", False),
        ("2025-05-02", False), ("2025-05-08", False), ("2025-06-13", False), ("2025-11-01", True),
        ("2026-01-09", False), ("2026-03-09", False), ("2026-05-11", False), ("2026-12-31", False),
        ("2027-02-20", True), ("2027-02-22", False),
    ],
)  # fmt: skip
def test_known_transfers(day: str, working: bool) -> None:
    assert calendar().is_working(date.fromisoformat(day)) is working


@given(days)
def test_a_six_day_week_adds_saturdays_and_nothing_else(day: date) -> None:
    five, six = calendar(), calendar().for_school(6)
    if five.is_working(day) != six.is_working(day):
        assert day.weekday() == 5
        assert six.is_working(day)


def test_a_public_holiday_on_a_saturday_is_off_in_a_six_day_week() -> None:
    assert not calendar().for_school(6).is_working(date(2026, 5, 9))
    assert calendar().for_school(6).is_working(date(2026, 5, 16))


@given(inner_days, st.integers(1, 40), st.sampled_from([5, 6]))
def test_counting_forwards_and_backwards_are_inverse(day: date, n: int, week: Week) -> None:
    own = calendar().for_school(week)
    start = own.working_on_or_after(day)
    assert own.working_before(own.working_after(start, n), n) == start
    assert own.working_after(own.working_before(start, n), n) == start
    assert own.working_days_between(start, own.working_after(start, n)) == n - 1


@given(inner_days)
def test_the_nearest_working_days_are_working(day: date) -> None:
    own = calendar()
    assert own.working_on_or_before(day) <= day <= own.working_on_or_after(day)
    assert own.is_working(own.working_on_or_before(day))
    assert own.is_working(own.working_on_or_after(day))


def test_the_school_adds_days_of_its_own() -> None:
    off, worked = date(2026, 4, 6), date(2026, 4, 11)
    own = calendar().for_school(5, days_off=[off], working_days=[worked])
    assert calendar().is_working(off)
    assert not own.is_working(off)
    assert not calendar().is_working(worked)
    assert own.is_working(worked)
    with pytest.raises(ValueError, match="both"):
        calendar().for_school(5, days_off=[off], working_days=[off])


@pytest.mark.parametrize("n", [0, -1])
def test_a_count_of_working_days_is_at_least_one(n: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        calendar().working_after(date(2026, 4, 1), n)


def test_a_year_without_confirmed_transfers_warns_and_knows_the_public_holidays() -> None:
    found = unconfirmed(calendar(), [date(2026, 5, 1), date(2028, 5, 1), date(2028, 6, 1)])
    assert [(f.id, f.severity, f.values["year"]) for f in found] == [
        ("calendar.unconfirmed_year", Severity.WARNS, 2028)
    ]
    assert "2028" in sentence(found[0])
    assert not calendar().is_working(date(2028, 5, 1))
    assert calendar().is_working(date(2028, 5, 4))


@pytest.mark.parametrize(
    ("text", "identity", "said"),
    [
        ("holidays = [", "profile.unreadable", "строке 1"),
        ("holidays = []\n\nyears =\n", "profile.unreadable", "строке 3"),
        ('holidays = ["13-45"]\nyears = []', "profile.field_wrong", "holidays"),
        ("holidays = []", "profile.field_missing", "years"),
        ("holidays = []\nyears = []\nextra = 1", "profile.field_unknown", "extra"),
        ("holidays = []\n[[years]]\nyear = 2026\ndays_off = ['31 февраля']", "profile.field_wrong", "years.0.days_off"),
    ],
)
def test_a_wrong_file_is_refused_by_file_and_field(text: str, identity: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_calendar(text, "свой.toml")
    assert refused.value.finding.id == identity
    assert said in sentence(refused.value.finding)
    assert "свой.toml" in sentence(refused.value.finding)


def test_a_calendar_is_a_value() -> None:
    assert isinstance(hash(calendar()), int)
    assert calendar() == Calendar(**vars(calendar()))
