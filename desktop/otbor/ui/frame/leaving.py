"""How a window goes: what was begun is over, and the person is sure of what was typed and is not saved."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
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

    stayed = Signal(str)  # what was told of the end is true no more

    def __init__(self, window: QWidget, workplace: Workplace, unsaved: Callable[[], list[str]]) -> None:
        super().__init__(window)
        self.ask: AskLeaving = partial(ask_leaving, window)  # tests answer without a dialog
        self.waits = True  # for acts under way, which one that hangs would never let end
        self._workplace, self._unsaved = workplace, unsaved
        self._sure = False
        self._then: Callable[[], object] | None = None  # what ends the window once the acts are over
        self._troubled = False  # one of them failed meanwhile
        self._told = ""
        workplace.rested.connect(self._go_on)
        workplace.act_failed.connect(self._trouble)

    def be_sure(self) -> None:
        """Nothing holds the window back any more."""
        self._sure = True

    def leave(self, then: Callable[[], object]) -> None:
        """Do ``then``, which ends the window, as soon as nothing :meth:`holds` it."""
        if not self.holds(then):
            self._go(then)

    def holds(self, then: Callable[[], object], *, with_program: bool = False) -> bool:
        """Whether acts under way or something unsaved hold the window back; if so, ``then`` follows once the acts are
        over and the person is sure. What is unsaved is known only then: a draft may wait behind an act.

        A window that goes ``with_program`` can leave an act behind that hangs.
        """
        if self._sure:
            return False
        if self._workplace.writing:
            self._then, self._troubled = then, False
            self._tell(_("The window closes as soon as what was begun is over."), with_program=with_program)
            return True
        return self._asks(then)

    def _asks(self, then: Callable[[], object], *, waits: bool = True) -> bool:
        titles = self._unsaved()
        if titles:
            self.stayed.emit(self._told)
            self.ask(titles, partial(self._go, then, waits=waits))
        return bool(titles)

    def _go(self, then: Callable[[], object], *, waits: bool = True) -> None:
        self._sure, self.waits = True, waits
        try:
            then()
        except Exception:
            self._sure, self.waits = False, True
            raise

    def _tell(self, text: str, *acts_before: tuple[str, Callable[[], object]], with_program: bool) -> None:
        again = (_("Break off and close"), partial(self._break_off, with_program=with_program))
        self._told = text
        self._workplace.tell(text, *acts_before, again, (_("Stay"), self._stay))

    def _break_off(self, *, with_program: bool) -> None:
        """Ask the act under way to stop at its next step; one that never comes to it (a token that does not answer) can
        be left behind by a program that ends: what it wrote is rolled back."""
        self._workplace.interrupt()
        acts = [(_("Close at once"), self._at_once)] if with_program else []
        told = _("What was begun is broken off at its next step, then the window closes.")
        self._tell(told, *acts, with_program=with_program)

    def _at_once(self) -> None:
        then, self._then = self._then, None
        if then is not None and not self._asks(then, waits=False):
            self._go(then, waits=False)

    def _stay(self) -> None:
        self._then = None

    def _trouble(self) -> None:
        self._troubled = True

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is None or self._asks(then):
            return
        if self._troubled:  # the window stays to tell of it
            self.stayed.emit(self._told)
        else:
            self._go(then)
