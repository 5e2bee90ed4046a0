"""The keys that preview and print queue have within the main window."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

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


def rekey(owner: QWidget) -> None:
    """Give the acts of a preview or a queue keys that nothing else in the main window has."""
    for action in owner.actions():
        if action.objectName() in _KEYS:
            _give(action, _KEYS[action.objectName()])


def _give(action: QAction, keys: str) -> None:
    action.setShortcuts([QKeySequence(keys)] if keys else [])
    shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{action.text()} ({shown})" if shown else action.text())
