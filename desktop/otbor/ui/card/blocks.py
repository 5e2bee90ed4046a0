"""Parts of the card: titled blocks of what is known, each line selectable and copied as text."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from otbor.ui.kit.theme import em

LABELS = 9.5  # em of the column of labels


def text_label(text: str, kind: str = "") -> QLabel:
    """Text that wraps and may be selected with the mouse; a screen reader reads it as it stands."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    if kind:
        label.setProperty("kind", kind)  # it is dressed when it is shown: no need to do it twice
    return label


def link(title: str, callback: Callable[[], object], name: str = "") -> QPushButton:
    """A button that looks like a link; ``name`` is what a screen reader says where the title alone is not enough."""
    button = QPushButton(title)
    button.setProperty("kind", "link")
    button.setAutoDefault(False)
    button.setAccessibleName(name or title)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.clicked.connect(lambda _checked: callback())
    return button


def row_of(*widgets: QWidget) -> QWidget:
    """Widgets side by side, the rest of the width empty."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder


def stack_of(*widgets: QWidget) -> QWidget:
    """Widgets one below another, where side by side they would not fit a narrow card."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    return holder


class Block(QFrame):
    """A titled part of the card; ``lines`` is its text as it is copied."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(title)
        self.lines = [title]
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self, 0.9), em(self, 0.7), em(self, 0.9), em(self, 0.8))
        column.setSpacing(em(self, 0.5))
        heading = QLabel(title)
        heading.setProperty("kind", "heading")
        column.addWidget(heading)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(em(self, 0.8))
        self.grid.setVerticalSpacing(em(self, 0.35))
        self.grid.setColumnStretch(1, 1)
        self.names: list[QLabel] = []
        self._fit()
        column.addLayout(self.grid)

    def row(self, label: str, value: str, kind: str = "") -> None:
        """A line with its label; nothing is shown for an empty value."""
        if not value:
            return
        place = self.grid.rowCount()
        name = self.name(label)
        shown = text_label(value, kind)
        shown.setAccessibleName(f"{label}: {value}")
        self.grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(shown, place, 1, Qt.AlignmentFlag.AlignTop)
        self.lines.append(f"{label}: {value}")

    def name(self, label: str) -> QLabel:
        """What stands beside a value."""
        made = QLabel(label)
        made.setWordWrap(True)
        made.setFixedWidth(em(self, LABELS))
        made.setProperty("kind", "muted")
        self.names.append(made)
        return made

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another size of the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "names"):
            self._fit()

    def _fit(self) -> None:
        self.grid.setColumnMinimumWidth(0, em(self, LABELS))
        for name in self.names:
            name.setFixedWidth(em(self, LABELS))

    def line(self, text: str, kind: str = "") -> None:
        """A line over the whole width."""
        self.whole(text_label(text, kind))
        self.lines.append(text)

    def whole(self, widget: QWidget) -> None:
        """A widget over the whole width."""
        self.grid.addWidget(widget, self.grid.rowCount(), 0, 1, 2)
