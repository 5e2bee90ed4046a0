"""What the parts of the overview are built of: cards with a heading, labels that wrap, links."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from otbor.ui.kit.theme import em, mark


class Card(QFrame):
    """A card, with a heading if there is one; ``column`` takes what is in it."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.column = QVBoxLayout(self)
        gap = em(self, 1)
        self.column.setContentsMargins(gap, em(self, 0.8), gap, gap)
        self.column.setSpacing(em(self, 0.5))
        if heading:
            self.column.addWidget(label(heading, "heading"))
        self._content: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_content(self, content: QLayout) -> None:
        """Show what ``content`` lays out in place of what was shown so before."""
        content.setContentsMargins(0, 0, 0, 0)
        if self._content is not None:
            self._content.hide()
            self._content.deleteLater()
        self._content = QWidget()
        self._content.setLayout(content)
        self.column.addWidget(self._content)
        self._content.show()


def label(text: str, kind: str = "") -> QLabel:
    """A label of plain text that wraps; ``kind`` as the style sheet knows it."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if kind:
        mark(made, kind)
    return made


def link(text: str, then: Callable[[], object], name: str = "") -> QPushButton:
    """A button that looks like a link; ``name`` is what a screen reader says where the text alone is not enough."""
    made = QPushButton(text)
    mark(made, "link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.setAccessibleName(name or text)
    made.clicked.connect(lambda _checked: then())
    return made
