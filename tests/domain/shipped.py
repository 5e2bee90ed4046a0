"""The shipped data files, as the rules read them."""

from functools import cache

from otbor.domain.calendar import Calendar, parse_calendar
from otbor.support.places import resources


@cache
def calendar() -> Calendar:
    """The shipped calendar, 5-day week."""
    return parse_calendar((resources() / "calendar" / "ru.toml").read_text("utf-8"), "ru.toml")
