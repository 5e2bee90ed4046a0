"""How a window goes: what was begun is over, and the person is sure of what was typed and is not saved."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.workplace import Workplace

AskLeaving = Callable[[Sequence[str], Callable[[], object]], object]  # titles of what is unsaved, what then is done


def ask_leaving(parent: QWidget, titles: Sequence[str], then: Callable[[], object]) -> None:
    """Name what is unsaved; ``then`` follows when the person closes all the same. Enter and Esc go back to it."""
    dialog = QMessageBox(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setIcon(QMessageBox.Icon.Question)
    dialog.setWindowTitle(_("Not saved yet"))
    dialog.setTextFormat(Qt.TextFormat.PlainText)
    dialog.setText(_("Something is typed and not saved. Close all the same?"))
    dialog.setInformativeText("\n".join(f"– {title}" for title in titles))
    away = dialog.addButton(_("Close without saving"), QMessageBox.ButtonRole.DestructiveRole)
    back = dialog.addButton(_("Go back"), QMessageBox.ButtonRole.RejectRole)
    dialog.setDefaultButton(back)
    dialog.setEscapeButton(back)
    away.clicked.connect(lambda _checked: then())
    dialog.open()


class Leaving(QObject):
    """Leads ``window`` to its end; ``unsaved`` names what was typed in it and is not saved."""

    def __init__(self, window: QWidget, workplace: Workplace, unsaved: Callable[[], list[str]]) -> None:
        super().__init__(window)
        self.ask: AskLeaving = partial(ask_leaving, window)  # tests answer without a dialog
        self.waits = True  # for acts under way, which one that hangs would never let end
        self._workplace, self._unsaved = workplace, unsaved
        self._sure = False
        self._then: Callable[[], object] | None = None  # what ends the window once the acts are over
        workplace.rested.connect(self._go_on)

    @property
    def held(self) -> bool:
        """Whether something holds the window back."""
        return not self._sure and (self._workplace.writing or bool(self._unsaved()))

    def be_sure(self) -> None:
        """Nothing holds the window back any more."""
        self._sure = True

    def leave(self, then: Callable[[], object]) -> None:
        """Do ``then``, which ends the window, once no act is under way: then it is known what is kept; where something
        is unsaved, when the person is sure."""

        def sure() -> None:
            self.be_sure()
            then()

        if self._workplace.writing and self.waits:
            self._then = then
            self._workplace.interrupt()
            acts = ((_("Close at once"), self._at_once), (_("Stay"), self._stay))
            self._workplace.tell(_("The window closes as soon as what was begun is over."), *acts)
            return
        titles = self._unsaved()
        if titles:
            self.ask(titles, sure)
        else:
            sure()

    def _at_once(self) -> None:
        """An act hangs (a token that does not answer): leave it behind, what it wrote is rolled back."""
        self.waits = False
        self._go_on()

    def _stay(self) -> None:
        self._then = None

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            self.leave(then)
