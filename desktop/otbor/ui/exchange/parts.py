"""What the steps of an import are built of."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark


def label(text: str = "", kind: str = "") -> QLabel:
    """A label of plain text that wraps; ``kind`` as the style sheet knows it."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if kind:
        mark(made, kind)
    return made


class Page(QWidget):
    """A step: a column with room around."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(em(self, 0.7))


def scrolled(page: Page) -> QScrollArea:
    """``page`` in an area that scrolls where the window is too low for it."""
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class StepPath(QWidget):
    """The path of steps: those behind are ticked and open again, those ahead wait."""

    chosen = Signal(int)

    def __init__(self, titles: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QToolButton] = []
        self._titles = titles
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, title in enumerate(titles):
            button = QToolButton()
            button.setText(f"{place + 1}. {title}")
            button.setAccessibleName(button.text())
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked, step=place: self.chosen.emit(step))
            group.addButton(button)
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Signs as large as the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange} and hasattr(self, "buttons"):
            self._dress()

    def _dress(self) -> None:
        for button in self.buttons:
            button.setIconSize(QSize(em(self, 1.2), em(self, 1.2)))

    def show_step(self, current: int, reached: int, *, final: bool) -> None:
        """Where a person is and how far the way is open; on the ``final`` step there is no way back."""
        for place, button in enumerate(self.buttons):
            button.setChecked(place == current)
            button.setEnabled(place == current or (place <= reached and not final))
            give_icon(button, "check-circle" if place < current else "caret-right" if place == current else "circle")
