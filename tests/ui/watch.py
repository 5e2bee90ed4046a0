"""Watches the window's thread: no call of ours may hold it longer than a person would notice.

A signal of the processor's clock looks at the stack of the window's thread many times a second. The outermost call into
``otbor/ui`` that is still the same one holds the window; what counts is the processor's time of that thread, so that a
busy machine fails nobody, and an event loop inside the call (a dialog) is no holding.
"""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

LIMIT = 0.1  # seconds
_PAUSE = 0.01
_UI = str(Path("otbor") / "ui")
_LOOPS = {"exec", "waitUntil", "wait"}  # functions that run an event loop


@dataclass
class Watch:
    """What held the window, as text, with how long."""

    held: list[str] = field(default_factory=list)


@dataclass
class _Mark:
    """Hung on a frame when it is first seen: a frame that is looked at must not be kept, its painter would live on."""

    since: float
    told: bool = False

    def __call__(self, _frame: FrameType, _event: str, _value: object) -> None:
        """Nothing is traced; frames take callables only."""


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch the main thread during the block."""
    watch = Watch()

    def look(_signal: int, frame: FrameType | None) -> None:
        ours, now = _ours(frame), time.thread_time()
        if ours is None:
            return
        if not isinstance(ours.f_trace, _Mark):
            ours.f_trace = _Mark(now)
        elif now - ours.f_trace.since > LIMIT and not ours.f_trace.told:
            ours.f_trace.told = True
            watch.held.append(f"{ours.f_code.co_qualname} held the window for {now - ours.f_trace.since:.2f} s")

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _PAUSE, _PAUSE)
    try:
        yield watch
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ours(frame: FrameType | None) -> FrameType | None:
    """The outermost call into the window's code, None where there is none, or it is building or waiting in a loop."""
    found: FrameType | None = None
    while frame is not None:
        code = frame.f_code
        if code.co_name in _LOOPS and found is None:
            return None
        if _UI in code.co_filename and "tests" not in code.co_filename:
            found = frame
        frame = frame.f_back
    return None if found is None or found.f_code.co_name == "__init__" else found
