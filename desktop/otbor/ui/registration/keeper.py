"""Keeps what is typed: a second after the first letter it lies in the database, and again after each further one."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from otbor.domain.findings import Refused, Trouble
from otbor.services import drafts
from otbor.ui.kit.failures import Failure, failure_of
from otbor.ui.kit.workplace import Workplace

_AFTER = 1000  # milliseconds: what a crash may take away


class Keeper(QObject):
    """Keeps the ``state`` of a form for ``campaign``; an empty state (None) lets the kept one go."""

    kept = Signal()
    failed = Signal(object)  # a Failure: what is typed is only on the screen

    def __init__(self, workplace: Workplace, state: Callable[[], dict[str, Any] | None], parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._state = state
        self.campaign: int | None = None
        self._held = self._failed = False
        self._asked = 0  # how often the writing thread was asked to keep it and has not answered
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER)
        self._soon.timeout.connect(self.keep)

    def touch(self) -> None:
        """Something was typed. The time is not begun anew: who types without a pause is kept, too."""
        if self.campaign is not None and not self._held and not self._soon.isActive():
            self._soon.start()

    def hold(self) -> None:
        """What is typed is about to be registered: kept once more before that, and no more after it."""
        if self._soon.isActive():
            self.keep()
        self._held = True

    def release(self) -> None:
        """It is registered, or typing goes on."""
        self._held = False

    def rest(self) -> None:
        """Keep nothing more of what was typed so far: it is registered."""
        self._soon.stop()
        self._failed = False

    def keep(self) -> None:
        """Keep it now, on the writing thread, in the order of the acts."""
        self._soon.stop()
        campaign, state = self.campaign, self._state()
        if campaign is None or self._held:
            return
        if state is None:
            self._workplace.act(lambda office, _steps: drafts.forget(office, campaign), told=False)
            return
        task = self._workplace.act(lambda office, _steps: drafts.keep(office, campaign, state), told=False)
        self._asked += 1
        task.ended.connect(self._answered)
        task.succeeded.connect(self._kept)
        task.failed.connect(self._not_kept)

    def keep_now(self) -> Failure | None:
        """Keep at once what is not kept yet, before the window goes; why that is not possible.

        What waits for the writing thread is not kept: an act that hangs may be before it.
        """
        if self.campaign is None or not (self._soon.isActive() or self._failed or self._asked):
            return None
        self._soon.stop()
        state = self._state()
        try:
            if state is not None:
                drafts.keep(self._workplace.glance, self.campaign, state)
        except (Refused, Trouble, OSError) as error:
            self._failed = True
            return failure_of(error)
        self._failed = False
        return None

    def _answered(self) -> None:
        self._asked -= 1

    def _kept(self, _none: None) -> None:
        self._failed = False
        self.kept.emit()

    def _not_kept(self, failure: Failure) -> None:
        self._failed = True
        self.failed.emit(failure)
