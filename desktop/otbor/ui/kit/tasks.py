"""Long work: a function runs on a worker's thread, its result comes back on the window's thread.

One shape for every act and every long question::

    task = worker.start(lambda steps: intake.register(office, draft))
    task.succeeded.connect(self.show_registered)
    task.failed.connect(self.notices.tell_failure)

The function takes :class:`Steps`, through which it tells its progress and learns that it shall stop. Nobody else
handles threads. A worker does one thing at a time, in the order asked: one worker writes, others read or draw.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from otbor.ui.kit.failures import Failure, failure_of

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

    _reported = Signal(int, int)
    _finished = Signal(object)  # _Done, Failure or None for cancelled

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps = Steps(self._reported.emit)
        self._reported.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask to stop at the next step; work that has not begun does not begin."""
        self._steps.cancel()

    def _run(self, work: Work) -> None:
        """On the worker's thread."""
        outcome: _Done | Failure | None
        try:
            self._steps.check()
            outcome = _Done(work(self._steps))
        except Cancelled:
            outcome = None
        except Exception as error:  # noqa: BLE001 - the edge of the thread: whatever it was goes to the window
            outcome = failure_of(error)
        self._finished.emit(outcome)

    def _tell(self, outcome: _Done | Failure | None) -> None:
        """On the window's thread."""
        if isinstance(outcome, _Done):
            self.succeeded.emit(outcome.result)
        elif outcome is None:
            self.cancelled.emit()
        else:
            self.failed.emit(outcome)
        self.ended.emit()
        self.deleteLater()


class Worker(QObject):
    """A thread of work; :meth:`close` it before its window goes."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._tasks: set[Task] = set()
        self._closed = False

    def start(self, work: Work) -> Task:
        """Queue ``work``; its task tells how it went. After :meth:`close` nothing is begun and nothing told."""
        task = Task(self)
        if self._closed:  # a timer of a widget that is on its way out
            task.deleteLater()
            return task
        self._tasks.add(task)  # Python's reference: the thread uses the task until it has ended
        task.ended.connect(lambda: self._tasks.discard(task))
        self._pool.submit(task._run, work)  # noqa: SLF001 - the two halves of one mechanism
        return task

    @property
    def busy(self) -> bool:
        """Whether a task is under way or waits."""
        return bool(self._tasks)

    def close(self) -> None:
        """Cancel what waits and what runs, wait for the running step; nothing is told any more."""
        self._closed = True
        for task in self._tasks:
            task.blockSignals(True)  # noqa: FBT003 - Qt's own shape
            task.cancel()
        self._pool.shutdown(wait=True)
        self._tasks.clear()
