"""What a text of a paper may say beside plain words: each explained, and put into the text by its button."""

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.theme import em, mark
from otbor.ui.settings.cards import muted
from otbor.wording.forms import Explained

_FIELD = re.compile(r"\b([a-z_]+) —")  # as the forms explain the fields of a row: «title — название»


def filled(name: str) -> str:
    """A placeholder as a text has it."""
    return f"{{{name}}}"


def repeated(name: str, meaning: str) -> str:
    """A list as a text has it: a text for each row, with the first of its fields, or all of a list without fields."""
    field = _FIELD.search(meaning)
    if field is None:
        return filled(name)
    row = _("row")
    return f"{{% for {row} in {name} %}}{{{row}.{field[1]}}}{{% endfor %}}"


class WordingHelp(QScrollArea):
    """Shows what is :class:`~otbor.wording.forms.Explained`; ``chosen`` gives what is to be put into the text."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_explained(self, told: Explained) -> None:
        """Explain another form."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(em(self, 0.8), em(self, 0.8), em(self, 0.8), em(self, 0.8))
        column.setSpacing(em(self, 0.6))
        column.addWidget(muted(_("A button puts its text where the cursor is.")))
        self.buttons = {}
        parts: tuple[tuple[str, Mapping[str, str], Mapping[str, str]], ...] = (
            (_("What the program fills in"), {filled(name): text for name, text in told.placeholders.items()}, {}),
            (_("Lists"), told.rows, {name: repeated(name, text) for name, text in told.rows.items()}),
            (_("After a name, before the bracket"), {f"|{name}": text for name, text in told.filters.items()}, {}),
            (_("Conditions and repetitions"), told.blocks, {}),
        )
        for title, meanings, put in parts:
            if meanings:
                self._add(column, title, meanings, put)
        column.addStretch(1)
        self.setWidget(page)

    def _add(self, column: QVBoxLayout, title: str, meanings: Mapping[str, str], put: Mapping[str, str]) -> None:
        heading = QLabel(title)
        mark(heading, "heading")
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(em(self, 0.8))
        grid.setVerticalSpacing(em(self, 0.3))
        grid.setColumnStretch(1, 1)
        stacked = max(map(len, meanings)) > 24
        for row, (name, meaning) in enumerate(meanings.items()):
            button, text = QPushButton(name), put.get(name, name)
            mark(button, "link")
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.setAccessibleName(_("Put in {what}: {meaning}").format(what=name, meaning=meaning))
            button.clicked.connect(lambda _checked, text=text: self.chosen.emit(text))
            self.buttons[name] = button
            if stacked:
                grid.addWidget(button, 2 * row, 0, 1, 2)
                grid.addWidget(muted(meaning), 2 * row + 1, 0, 1, 2)
            else:
                grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(muted(meaning), row, 1)
        column.addLayout(grid)
