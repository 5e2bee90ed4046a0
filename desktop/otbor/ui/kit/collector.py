"""Python's cyclic garbage is collected on the window's thread only.

Left to itself Python collects on whichever thread happens to ask for memory, a worker's too; what it finds may be
widgets, and a widget destroyed from another thread than its own ends the process.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

_BETWEEN_LOOKS = 250  # milliseconds: too little garbage gathers meanwhile for a collection to hold anybody


@contextmanager
def collected_here() -> Iterator[None]:
    """As long as this lasts, garbage is collected by a timer of this thread's loop and by nobody else."""
    gc.disable()
    timer = QTimer()
    timer.timeout.connect(_collect_due)
    timer.start(_BETWEEN_LOOKS)
    try:
        yield
    finally:
        timer.stop()
        _collect_due()
        gc.enable()


def _collect_due() -> None:
    """Collect the oldest generation that is over its threshold, as Python itself would; younger ones go with it."""
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, limit) in enumerate(counts) if count > limit > 0]
    if due:
        gc.collect(due[-1])
