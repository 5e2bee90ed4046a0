"""A section of the window: a widget with a name in the rail, its actions, and what it is asked to open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from otbor.ui.kit.actions import Action, make_all
from otbor.ui.kit.workplace import Workplace


class Section(QWidget):
    """Base of the sections; ``acts`` are its actions by id, made from :meth:`declare` by :meth:`make_acts`."""

    id: ClassVar[str]  # «journal», as links name it

    bar_wanted = Signal(bool)  # whether the bar of its actions is to be seen

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.acts: dict[str, QAction] = {}
        # Gets the focus when the section comes to the front; a focus proxy would not do: Tab would skip the others.
        self.first: QWidget = self

    def declare(self) -> Sequence[Action]:
        """Its actions, in the order of the menu and the bar."""
        return ()

    def make_acts(self) -> None:
        """Make the actions; called once at the end of a section's ``__init__``."""
        self.acts = make_all(self.declare(), self.workplace.rights, self)

    def inner_acts(self) -> Sequence[tuple[str, Sequence[QAction]]]:
        """Actions of a form inside, by its title: their keys work there only, so that others may use the same."""
        return ()

    def unsaved(self) -> list[str]:
        """What was typed and would be lost with the window, by its title."""
        return []

    def go(self, target: Any) -> None:
        """Show what a link to this section names (an application's row id, a part of the settings …)."""

    def entered(self) -> None:
        """The section has come to the front."""

    def ahead(self) -> None:
        """The window stands and nobody waits: make what would else be made when it is first asked for."""

    def shut(self) -> None:
        """The window is about to close: stop threads of its own, keep what was typed."""


Make = Callable[[Workplace], Section]


@dataclass(frozen=True)
class Place:
    """A section before it is made: what the rail shows of it, and ``load``, which imports its code and gives its maker.

    The section in front is made at once; the code of the others is loaded on the reading thread once the window stands.
    ``early``: keys that work before it is made, each with the id of its act.
    """

    id: str
    icon: str
    title: str
    load: Callable[[], Make]
    early: Mapping[str, str] = field(default_factory=dict)
