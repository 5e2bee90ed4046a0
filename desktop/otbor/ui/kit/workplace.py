"""A person's place at work: the open database, who acts, the current campaign, the threads that work for the window.

Every act runs on the one writing thread, long questions on a reading one; what an act changed is told to all sections
by :attr:`Workplace.changed`. What is asked on the window's own thread (:attr:`Workplace.glance`) must be short: one
block of a table, one card.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from otbor.domain.rights import Right
from otbor.services.office import Changes, Office, newest_entry
from otbor.ui.kit.failures import Failure, Family
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.tasks import Steps, Task, Worker

_LOOK_AROUND = 4000  # milliseconds between looks for what another program wrote into the same database

OfficeWork = Callable[[Office, Steps], Any]


@dataclass(frozen=True)
class Notice:
    """What is told above the section; ``acts`` are buttons, each its title and what it does."""

    text: str
    family: Family | None = None
    acts: tuple[tuple[str, Callable[[], object]], ...] = ()
    good: bool = False  # an act has succeeded


@dataclass(frozen=True)
class Link:
    """A place in the window: a section's id and what to open there."""

    section: str
    target: object = None


class Workplace(QObject):
    """Owns the threads; :meth:`close` it before the database is closed."""

    changed = Signal(object)  # Changes: rows that were written; without rows anything may have changed
    campaign_changed = Signal()
    noticed = Signal(object)  # a Notice
    started = Signal(object, str)  # a Task that may last, and its title
    went = Signal(object)  # a Link to be shown
    act_failed = Signal()
    rested = Signal()  # no act is under way any more, and none waits

    def __init__(self, office: Office, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.memory = memory
        self.glance = replace(office)
        self._reader_office = replace(office)
        self._writer_office = replace(office, committed=self._note)
        self._writer = Worker("writer", self, finishes=True)
        self._reader = Worker("reader", self)
        self._writer.rested.connect(self.rested)
        self._written: deque[Changes] = deque()  # filled by the writing thread, emptied by the window's
        self._told_lost = False
        self._campaign: int | None = None
        self._newest = newest_entry(self.glance)
        self._around = QTimer(self)
        self._around.setInterval(_LOOK_AROUND)
        self._around.timeout.connect(self.look_around)
        self._around.start()

    # Who and where

    @property
    def rights(self) -> frozenset[Right]:
        """What the person at this place may do."""
        return self.glance.rights

    @property
    def operator(self) -> str:
        """Who acts."""
        return self.glance.operator

    def set_operator(self, name: str) -> None:
        """Another person has sat down; acts that are under way keep the one before."""
        self.glance = replace(self.glance, operator=name)
        self._reader_office = replace(self._reader_office, operator=name)
        self._writer_office = replace(self._writer_office, operator=name)

    @property
    def campaign(self) -> int | None:
        """Row id of the campaign that the sections show, None before there is one."""
        return self._campaign

    def set_campaign(self, campaign_id: int | None) -> None:
        """Show another campaign."""
        if campaign_id != self._campaign:
            self._campaign = campaign_id
            self.campaign_changed.emit()

    # Work

    def act(self, work: OfficeWork, title: str = "", *, told: bool = True) -> Task:
        """Run an act on the writing thread: ``work(office, steps)``.

        ``changed`` follows with what it wrote, even when it failed half-way through a mass act. A failure is told by a
        notice, unless the caller tells it itself (``told=False``).
        """
        office = self._writer_office
        task = self._writer.start(lambda steps: work(office, steps))
        task.ended.connect(self._tell_written)
        task.failed.connect(lambda _failure: self.act_failed.emit())
        return self._watched(task, title, told=told)

    def ask(self, work: OfficeWork, title: str = "", *, told: bool = True) -> Task:
        """Run a long question, an export or the making of a file on the reading thread."""
        office = self._reader_office
        return self._watched(self._reader.start(lambda steps: work(office, steps)), title, told=told)

    @property
    def busy(self) -> bool:
        """Whether an act or a question is under way."""
        return self._writer.busy or self._reader.busy

    @property
    def writing(self) -> bool:
        """Whether an act is under way or waits."""
        return self._writer.busy

    def interrupt(self) -> None:
        """Ask the act under way to stop at its next step; :attr:`rested` tells when all acts are over."""
        self._writer.interrupt()

    def look_around(self) -> None:
        """Tell of what another program has written since; a database that cannot be read any more is told of once."""
        task = self.ask(lambda office, _steps: newest_entry(office), told=False)
        task.succeeded.connect(self._seen)
        task.failed.connect(self._lost)

    def close(self, *, wait: bool = True) -> None:
        """Stop the threads; an act under way is finished or rolled back first, acts that wait are done.

        One that does not ``wait`` leaves behind what does not come to an end (:meth:`Worker.close`).
        """
        self._around.stop()
        self._writer.close(wait=wait)
        self._reader.close(wait=wait)

    # Telling

    def tell(self, text: str, *acts: tuple[str, Callable[[], object]], good: bool = False) -> None:
        """Show a notice; ``acts`` are its buttons: an act that undoes, an act that goes on."""
        self.noticed.emit(Notice(text, acts=acts, good=good))

    def tell_failure(self, failure: Failure, *acts: tuple[str, Callable[[], object]]) -> None:
        """Show why something did not work; ``acts`` as of :meth:`tell`."""
        self.noticed.emit(Notice(failure.text, failure.family, acts))

    def go(self, section: str, target: object = None) -> None:
        """Show a place of the window."""
        self.went.emit(Link(section, target))

    def _watched(self, task: Task, title: str, *, told: bool) -> Task:
        if told:
            task.failed.connect(self.tell_failure)
        if title:
            self.started.emit(task, title)
        return task

    def _note(self, changes: Changes, entry: int) -> None:
        """On the writing thread, after each transaction."""
        self._written.append(changes)
        self._newest = max(self._newest, entry)

    def _tell_written(self) -> None:
        rows: set[tuple[str, int]] = set()
        while self._written:
            rows |= self._written.popleft().rows
        if rows:
            self.changed.emit(Changes(frozenset(rows)))

    def _lost(self, failure: Failure) -> None:
        if not self._told_lost:
            self._told_lost = True
            self.tell_failure(failure)

    def _seen(self, newest: int) -> None:
        self._told_lost = False
        if newest > self._newest:
            self._newest = newest
            self.changed.emit(Changes())
