"""Issued papers as the widgets of preview and print handle them, and the keys that those have in the main window."""

from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from otbor.services import papers
from otbor.services.office import Office
from otbor.services.papers.register_view import Line
from otbor.ui.papers.paper_file import PaperFile

# In a window of their own these widgets use keys that belong to the main window: Ctrl+1 … Ctrl+9, Ctrl+F, Ctrl+P.
_KEYS = {
    "pane.natural": "Ctrl+Alt+1",
    "pane.width": "Ctrl+Alt+2",
    "pane.whole": "Ctrl+Alt+0",
    "pane.larger": "Ctrl+Alt+=",
    "pane.smaller": "Ctrl+Alt+-",
    "pane.search": "Ctrl+Alt+Q",
    "queue.print": "Ctrl+Alt+P",
    "queue.print_selected": "",
    "queue.save": "Ctrl+Alt+W",
}


@dataclass(frozen=True, eq=False)
class IssuedFile(PaperFile):
    """A paper of the register."""

    paper_id: int = 0


def issued_file(office: Office, paper_id: int, number: str, title: str) -> IssuedFile:
    """The newest bytes of a paper; ``office`` is used by the thread that loads them and by nobody else."""
    return IssuedFile(number, title, lambda: papers.content(office, paper_id), paper_id)


def of_line(office: Office, line: Line) -> IssuedFile:
    """:func:`issued_file` of a row of the register."""
    return issued_file(office, line.paper_id, line.number, line.title)


def of_qr(office: Office, payload: str) -> IssuedFile | None:
    """The paper of a QR's payload, None for an unknown one."""
    card = papers.find_by_qr(office, payload)
    return None if card is None else issued_file(office, card.paper_id, card.number, card.title)


def rekey(owner: QWidget) -> None:
    """Give the acts of a preview or a queue keys that nothing else in the main window has."""
    for action in owner.actions():
        if action.objectName() in _KEYS:
            _give(action, _KEYS[action.objectName()])


def _give(action: QAction, keys: str) -> None:
    action.setShortcuts([QKeySequence(keys)] if keys else [])
    shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{action.text()} ({shown})" if shown else action.text())
