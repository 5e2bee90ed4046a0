"""How the card asks a person and acts: one open dialog, one act, its paper offered in the notice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from otbor.services import papers
from otbor.services.card_rows import ApplicationCard, Choices
from otbor.support.translation import gettext as _
from otbor.ui.card.printing import PaperDesk
from otbor.ui.kit.decision import Decision, ReasonDecision, decide
from otbor.ui.kit.workplace import OfficeWork, Workplace


@dataclass(frozen=True)
class Subject:
    """The application that an act is about, and what may be chosen for it."""

    card: ApplicationCard
    choices: Choices


def about(card: ApplicationCard) -> str:
    """«№ 2026-8-0041, Иванов Пётр Иванович»."""
    return _("No. {number}, {child}").format(number=card.number, child=card.child)


class Deciding(QObject):
    """``window`` is the widget over which dialogs stand; :meth:`shut` before it goes."""

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self.workplace, self.window = workplace, window
        self.desk = PaperDesk(workplace, self)
        self.dialog: QDialog | None = None  # that is open now

    def open_dialog(self, dialog: QDialog) -> None:
        """Let the person read; the window stays alive meanwhile."""
        self._hold(dialog)
        dialog.open()

    def decide(self, dialog: Decision, work: Callable[[], OfficeWork], done: Callable[[], object]) -> None:
        """Run ``work`` when the person is sure."""
        self._hold(dialog)
        decide(self.workplace, dialog, work, done)

    def _hold(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _result: setattr(self, "dialog", None))

    def tell(self, subject: Subject, text: str, *acts: tuple[str, Callable[[], object]]) -> None:
        """Say that an act has succeeded; ``text`` names the number."""
        self.workplace.tell(text.format(number=subject.card.number), *acts, good=True)

    def issue(self, paper: str, *arguments: Any) -> None:
        """Issue a paper by the name of its act and show it: what draws it is loaded on the writing thread."""
        self.desk.issue(lambda office: getattr(papers, paper)(office, *arguments))

    def shut(self) -> None:
        """Close what stands open."""
        if self.dialog is not None:
            self.dialog.done(QDialog.DialogCode.Rejected)
        self.desk.shut()


def reasoned(act: Callable[..., object], subject: Subject, dialog: ReasonDecision) -> OfficeWork:
    """An act that takes the application and the reason."""
    reason = dialog.reason.text()
    return lambda office, _steps: act(office, subject.card.application_id, reason)
