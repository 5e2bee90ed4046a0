"""Long work: a function runs on a worker's thread, its result comes back on the window's thread.

One shape for every act and every long question::

    task = worker.start(lambda steps: intake.register(office, draft))
    task.succeeded.connect(self.show_registered)
    task.failed.connect(self.notices.tell_failure)

The function takes :class:`Steps`, through which it tells its progress and learns that it shall stop. Nobody else
handles threads. A worker does one thing at a time, in the order asked: one worker writes, others read or draw.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from functools import partial
from itertools import count
from threading import Event
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from otbor.ui.kit.failures import Failure, failure_of

_left: list[Future[None]] = []  # work that nobody waits for any more
_PATIENCE = 5.0  # seconds for the last step of what writes nothing: a printer or a share may never answer
_BETWEEN_REPORTS = 0.05  # seconds: more often nobody can see, and the window's queue would grow


class Cancelled(Exception):  # noqa: N818 - not an error: the person wished it
    """The work stops here because it was cancelled."""


class Steps:
    """What a working function is given: :meth:`step` between its steps."""

    def __init__(self, report: Callable[[int, int], None] | None = None) -> None:
        self._report = report
        self._reported = 0.0
        self._cancelled = Event()

    def step(self, done: int, of: int) -> None:
        """Tell that ``done`` of ``of`` steps are behind; raises :class:`Cancelled` where the work shall stop."""
        self.check()
        if self._report is not None and (done >= of or monotonic() - self._reported >= _BETWEEN_REPORTS):
            self._reported = monotonic()
            self._report(done, of)

    def check(self) -> None:
        """Raise :class:`Cancelled` where the work shall stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Stop at the next step."""
        self._cancelled.set()


Work = Callable[[Steps], Any]


@dataclass(frozen=True)
class _Done:
    result: Any


_Outcome = _Done | Failure | None  # None: cancelled


class Task(QObject):
    """Work under way. One of ``succeeded``, ``failed``, ``cancelled`` is emitted, then ``ended``.

    All of them come on the window's thread, and never before control is back in its loop: who starts a task connects
    in time.
    """

    succeeded = Signal(object)  # what the function returned
    failed = Signal(object)  # a Failure
    cancelled = Signal()
    progressed = Signal(int, int)  # done, of
    ended = Signal()

    def __init__(self, steps: Steps, parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps

    def cancel(self) -> None:
        """Ask to stop at the next step; work that has not begun does not begin."""
        self._steps.cancel()

    def tell(self, outcome: _Outcome) -> None:
        """Emit what it came to; ``ended`` is left to the worker, which by then is no more busy with it."""
        if isinstance(outcome, _Done):
            self.succeeded.emit(outcome.result)
        elif outcome is None:
            self.cancelled.emit()
        else:
            self.failed.emit(outcome)


def still_running() -> bool:
    """Whether work that a worker was closed without may still run: Python would wait for it before it ends."""
    return any(not work.done() for work in _left)


class Worker(QObject):
    """A thread of work; :meth:`close` it before its window goes. One that ``finishes`` leaves no work undone then.

    The thread touches nothing of Qt but the two signals of the worker, which outlives it: a task may be deleted by the
    window's thread while the other one is still on its way out of the call that told of its end.
    """

    rested = Signal()  # nothing is under way any more and nothing waits; told after the last task's end
    _reported = Signal(int, int, int)  # a task's number, done, of
    _finished = Signal(int, object)  # a task's number, its _Outcome

    def __init__(self, name: str, parent: QObject | None = None, *, finishes: bool = False) -> None:
        super().__init__(parent)
        self._finishes = finishes
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._tasks: dict[int, Task] = {}
        self._numbers = count()
        self._last: Future[None] | None = None  # one thread: it is over after all others
        self._closed = False
        self._running: Steps | None = None  # of the work under way
        self._reported.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._tell_end, Qt.ConnectionType.QueuedConnection)

    def start(self, work: Work) -> Task:
        """Queue ``work``; its task tells how it went. After :meth:`close` nothing is begun and nothing told."""
        number = next(self._numbers)
        steps = Steps(partial(self._reported.emit, number))
        task = Task(steps, self)
        if self._closed:  # a timer of a widget that is on its way out
            task.deleteLater()
            return task
        self._tasks[number] = task
        self._last = self._pool.submit(self._run, number, work, steps)
        return task

    @property
    def busy(self) -> bool:
        """Whether a task is under way or waits."""
        return bool(self._tasks)

    def interrupt(self) -> None:
        """Ask what runs to stop at its next step; what waits behind it is still done."""
        running = self._running  # the other thread takes it away
        if running is not None:
            running.cancel()

    def close(self, *, wait: bool = True) -> None:
        """Stop what runs at its next step and wait for it; nothing is told any more.

        What waits is not begun, unless the worker ``finishes``: an act that was asked for is not lost in silence, and
        takes as long as it takes. Of any other what hangs is left behind (:func:`still_running`), and so is an act when
        nobody is to ``wait``, with nothing more begun: its transaction is rolled back when the program ends.
        """
        self._closed = True
        self.interrupt()
        for task in () if self._finishes and wait else self._tasks.values():
            task.cancel()
        self._pool.shutdown(wait=wait and (self._finishes or self._soon_over()))
        if self._last is not None and not self._last.done():
            _left.append(self._last)
        self._tasks.clear()

    def _soon_over(self) -> bool:
        """Whether what runs has come to its end within the time there is for that."""
        return self._last is None or not wait_for([self._last], _PATIENCE).not_done

    def _run(self, number: int, work: Work, steps: Steps) -> None:
        """On the worker's thread."""
        outcome: _Outcome
        self._running = steps
        try:
            steps.check()
            outcome = _Done(work(steps))
        except Cancelled:
            outcome = None
        except Exception as error:  # noqa: BLE001 - the edge of the thread: whatever it was goes to the window
            outcome = failure_of(error)
        self._running = None
        self._finished.emit(number, outcome)

    def _tell_progress(self, number: int, done: int, of: int) -> None:
        task = self._tasks.get(number)
        if task is not None:
            task.progressed.emit(done, of)

    def _tell_end(self, number: int, outcome: _Outcome) -> None:
        """On the window's thread; a worker that was closed meanwhile tells nothing."""
        task = self._tasks.get(number)
        if task is None:
            return
        task.tell(outcome)
        if self._tasks.pop(number, None) is not None:  # else what was told has closed the worker
            task.ended.emit()
        task.deleteLater()
        if not self._tasks and not self._closed:
            self.rested.emit()
