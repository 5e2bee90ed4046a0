"""The watch itself: it sees a call that holds the window, and only that."""

import time
from collections.abc import Callable

from tests.ui.watch import LIMIT, watched


def _call(seconds: float, *, ours: bool, name: str = "slot") -> Callable[[], None]:
    """A function that works for ``seconds`` of the processor's time, in a file of the window or elsewhere."""
    text = f"def {name}():\n    end = thread_time() + {seconds}\n    while thread_time() < end: pass\n"
    space: dict[str, Callable[[], None]] = {"thread_time": time.thread_time}  # type: ignore[dict-item]
    exec(compile(text, "/x/otbor/ui/made.py" if ours else "/x/elsewhere.py", "exec"), space)  # noqa: S102 - a made file
    return space[name]


def test_a_call_that_holds_the_window_is_seen() -> None:
    with watched() as watch:
        _call(LIMIT * 2, ours=True)()
    [held] = watch.held
    assert "slot" in held


def test_short_calls_building_and_others_work_are_not() -> None:
    with watched() as watch:
        for _ in range(8):
            _call(LIMIT / 4, ours=True)()
        _call(LIMIT * 2, ours=True, name="__init__")()
        _call(LIMIT * 2, ours=False)()
    assert watch.held == []
