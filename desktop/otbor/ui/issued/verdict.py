"""What a check found, in plain words: an icon and a headline first, then every sentence of the report."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from otbor.ui.kit.icons import icon
from otbor.ui.kit.theme import colours, em, mark, set_property
from otbor.wording.verification import Outcome, outcome_sentence

_LOOKS = {  # the look of the style sheet, the icon, the colour: never the colour alone
    Outcome.GENUINE: ("good", "check-circle"),
    Outcome.OLDER: ("warning", "clock-counter-clockwise"),
    Outcome.CHANGED: ("bad", "x-circle"),
    Outcome.OTHER_SIGNATURE: ("bad", "x-circle"),
    Outcome.WHOLE_FOREIGN: ("warning", "warning"),
    Outcome.FOREIGN: ("warning", "question"),
    Outcome.UNREADABLE: ("warning", "file-x"),
}


class VerdictCard(QFrame):
    """Shows an outcome and its sentences; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome: Outcome | None = None
        self._sign, self.headline, self.told = QLabel(), QLabel(), QLabel()
        self.headline.setWordWrap(True)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout()
        column.addWidget(self.headline)
        column.addWidget(self.told)
        row = QHBoxLayout(self)
        gap = em(self, 0.7)
        row.setContentsMargins(gap, gap, gap, gap)
        row.setSpacing(gap)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.hide()

    def show_outcome(self, outcome: Outcome, sentences: Sequence[str]) -> None:
        """Say it."""
        self.outcome = outcome
        mark(self.headline, "title")
        set_property(self, "notice", _LOOKS[outcome][0])
        self._draw()
        self.headline.setText(outcome_sentence(outcome))
        self.told.setText("\n".join(sentences))
        self.told.setAccessibleName(self.told.text())
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self.headline, QAccessible.Event.Alert))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The sign follows the look and the size of the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._draw()

    def _draw(self) -> None:
        if self.outcome is not None:
            look, sign = _LOOKS[self.outcome]
            size = em(self, 2.4)
            self._sign.setPixmap(icon(sign, getattr(colours(self), look)).pixmap(size, size))
