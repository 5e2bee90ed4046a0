"""What the journal is put together from: the card beside the table, the form in its place. Both are made elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from otbor.ui.kit.actions import Action
from otbor.ui.kit.workplace import Workplace


class Card(Protocol):
    """The card of one application, a widget."""

    def show_application(self, application_id: int | None) -> None:
        """Show an application, nothing for None."""

    def enter(self) -> None:
        """Take the focus."""

    def declare(self) -> Sequence[Action]:
        """Its acts."""

    def take_acts(self, acts: Mapping[str, QAction]) -> None:
        """Keep these made acts enabled and disabled."""

    def unsaved(self) -> list[str]:
        """What was typed in it and is not written, by its title."""

    def shut(self) -> None:
        """The window is about to close."""


class Form(Protocol):
    """The form of registration, a widget; its acts and their keys are its own, what is typed in it is kept."""

    acts: dict[str, QAction]

    @property
    def registered(self) -> SignalInstance:
        """With the row id of an application."""

    @property
    def left(self) -> SignalInstance:
        """The person goes back to the rows."""

    def begin(self) -> None:
        """To the first field of an empty form or of what was begun."""

    def unsaved(self) -> list[str]:
        """What was typed in it and could not be kept, by its title."""

    def shut(self) -> None:
        """The window is about to close."""


MakeCard = Callable[[Workplace], Card]
MakeForm = Callable[[Workplace], Form]


def widget(part: Card | Form) -> QWidget:
    """The widget that a part is."""
    if not isinstance(part, QWidget):
        raise TypeError(f"{type(part).__name__} is no widget")
    return part
