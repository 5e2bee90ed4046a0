"""Two small sections for tests of the frame."""

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from otbor.domain.rights import Right
from otbor.ui.kit.actions import Action
from otbor.ui.kit.section import Place, Section
from otbor.ui.kit.workplace import Workplace


class Reading(Section):
    """Shows a line; notes what it was asked."""

    id: ClassVar[str] = "overview"

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.line = QLineEdit()
        self.line.setAccessibleName("Строка")
        QVBoxLayout(self).addWidget(self.line)
        self.first = self.line
        self.asked: list[Any] = []
        self.make_acts()

    def go(self, target: Any) -> None:
        self.asked.append(target)


class Writing(Reading):
    """Has actions, one of them for a right."""

    id: ClassVar[str] = "journal"

    def declare(self) -> Sequence[Action]:
        return (
            Action("journal-new", "Новое заявление", lambda: self.asked.append("new"), "Ctrl+N", "plus", words="приём"),
            Action("journal-rate", "Рейтинг", lambda: self.asked.append("rate"), right=Right.RATE, on_bar=False),
        )


def two_places() -> list[Place]:
    """Both, as the window gets them."""
    return [
        Place("overview", "house", "Обзор", lambda: Reading),
        Place("journal", "table", "Журнал", lambda: Writing),
    ]
