"""What stands where there is nothing to show: why, and where to go on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.ui.kit.theme import em, mark


class EmptyPage(QWidget):
    """One heading, one sentence, one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.why, self.button = QLabel(), QLabel(), QPushButton()
        mark(self.heading, "title")
        mark(self.why, "muted")
        mark(self.button, "main")
        for told in (self.heading, self.why):
            told.setWordWrap(True)
            told.setTextFormat(Qt.TextFormat.PlainText)
            told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._then: Callable[[], object] = lambda: None
        self.button.clicked.connect(lambda _checked: self._then())
        column = QVBoxLayout(self)
        column.setSpacing(em(self, 0.7))
        column.addStretch(2)
        column.addWidget(self.heading)
        column.addWidget(self.why)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, heading: str, why: str, button: str, then: Callable[[], object]) -> None:
        """Say it; an empty ``button`` is not shown."""
        self.heading.setText(heading)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._then = then
