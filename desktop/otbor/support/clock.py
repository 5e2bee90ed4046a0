"""The clock as a value: the demo and the tests set it, acts never ask the system."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]  # gives the present instant, aware, in UTC


def system_clock() -> datetime:
    """The instant of the computer's clock, in UTC."""
    return datetime.now(UTC)
