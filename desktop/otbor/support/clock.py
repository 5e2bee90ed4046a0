"""The clock as a value: the demo and the tests set it, acts never ask the system."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]  # gives the present instant, aware, in UTC


def system_clock() -> datetime:
    """The instant of the computer's clock, in UTC."""
    return datetime.now(UTC)


def local_date(instant: datetime, zone: str) -> date:
    """The legal date of ``instant`` in the school's time zone (an IANA name, «Europe/Moscow»)."""
    return instant.astimezone(ZoneInfo(zone)).date()


def local_time(instant: datetime, zone: str) -> datetime:
    """``instant`` as the clock on the school's wall shows it."""
    return instant.astimezone(ZoneInfo(zone))
