"""The watch itself: it sees a call that holds the window, and only that."""

import time

import pytest

from otbor.ui.frame.window import MainWindow
from tests.ui import watch
from tests.ui.watch import LIMIT, Watch, cover


def work(seconds: float) -> None:
    """Use the processor for ``seconds``."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_a_call_that_holds_the_window_is_seen_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "slowness", lambda: 1.0)
    made = Watch()
    inner = made.wrap(work)

    def outer(seconds: float, *more: object, name: str = "x", **others: object) -> tuple[object, ...]:
        inner(seconds)
        return seconds, more, name, others

    watched = made.wrap(outer)
    for _ in range(2):
        assert watched(LIMIT * 1.5, 2, z=3) == (LIMIT * 1.5, (2,), "x", {"z": 3})
    [held] = made.held  # the second call: the first one may have loaded code
    assert "outer" in held


def test_short_calls_are_not() -> None:
    made = Watch()
    short = made.wrap(work)
    for _ in range(8):
        short(LIMIT / 4)
    assert made.held == []


def test_the_methods_of_the_window_are_watched() -> None:
    cover()
    assert hasattr(MainWindow.show_section, "__wrapped__")
    assert not hasattr(MainWindow.__init__, "__wrapped__")
