"""A tick whose title may be long: Qt's own check box neither wraps its text nor says that it is cut."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel

from otbor.ui.kit.theme import em


class TickTitle(QLabel):
    """The title of a tick in several lines; a click on it turns the tick."""

    def __init__(self, text: str, tick: QCheckBox) -> None:
        super().__init__(text[:1].upper() + text[1:])
        self._tick = tick
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setBuddy(tick)
        self.setContentsMargins(0, em(self, 0.15), 0, 0)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """As on the tick itself."""
        self._tick.toggle()


def titled(tick: QCheckBox, text: str) -> QHBoxLayout:
    """``tick`` with ``text`` beside it, which is its name for a screen reader as well."""
    tick.setAccessibleName(text)
    row = QHBoxLayout()
    row.setSpacing(em(tick, 0.4))
    row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(TickTitle(text, tick), 1)
    return row
