"""The question before a window goes in which something was typed and is not saved."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from otbor.support.translation import gettext as _

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
