"""A section of the window: a widget with a name in the rail, its actions, and what it is asked to open."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from otbor.ui.kit.actions import Action, make_all
from otbor.ui.kit.workplace import Workplace


class Section(QWidget):
    """Base of the sections; ``acts`` are its actions by id, made from :meth:`declare` by :meth:`make_acts`."""

    id: ClassVar[str]  # «journal», as links name it
    icon: ClassVar[str]  # of the rail

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.acts: dict[str, QAction] = {}

    def title(self) -> str:
        """Its name in the rail."""
        raise NotImplementedError

    def declare(self) -> Sequence[Action]:
        """Its actions, in the order of the menu and the bar."""
        return ()

    def make_acts(self) -> None:
        """Make the actions; called once at the end of a section's ``__init__``."""
        self.acts = make_all(self.declare(), self.workplace.rights, self)

    def go(self, target: Any) -> None:
        """Show what a link to this section names (an application's row id, a part of the settings …)."""

    def entered(self) -> None:
        """The section has come to the front."""

    def shut(self) -> None:
        """The window is about to close: stop threads of its own, keep what was typed."""
