"""Actions: declared once, they feed the menu, the bar of their section, the search box and the sheet of shortcuts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from otbor.domain.rights import Right
from otbor.ui.kit.icons import give_icon


@dataclass(frozen=True)
class Action:
    """What a person may do in a section.

    ``id``: stable, with dashes («journal-register»); ``title``: in the language of the interface, with «…» where a
    question follows; ``shortcut``: as Qt writes it («Ctrl+N»), unique in the window; ``icon``: name of the set;
    ``right``: without it the action is not shown; ``words``: other words under which the search box finds it.
    """

    id: str
    title: str
    callback: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    on_bar: bool = True
    right: Right | None = None
    words: str = ""


def make(action: Action, parent: QObject) -> QAction:
    """Qt's form of ``action``; its ``objectName`` is the id, its ``data`` the other words."""
    made = QAction(action.title, parent)
    made.setObjectName(action.id)
    made.setData(action.words)
    tip = action.title
    if action.shortcut:
        made.setShortcut(QKeySequence(action.shortcut))
        tip = f"{tip} ({shortcut_text(made)})"
    made.setToolTip(tip)
    if action.icon:
        give_icon(made, action.icon)
    made.triggered.connect(lambda _checked: action.callback())
    return made


def make_all(declared: Iterable[Action], rights: frozenset[Right], parent: QObject) -> dict[str, QAction]:
    """Qt's actions by id, without those that this person has no right to."""
    return {a.id: make(a, parent) for a in declared if a.right is None or a.right in rights}


def shortcut_text(action: QAction) -> str:
    """The keys as this computer writes them, empty without any."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
