"""Numbers of a scheme in a form: read as people write them, one table of them, the order of keys."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, set_property
from otbor.ui.settings.cards import Remarks, muted
from otbor.ui.settings.controls import line

_NUMBER = re.compile(r"-?\d{1,7}(\.\d{1,6})?", re.ASCII)


def shown(value: Any) -> str:
    """A number of the scheme as people here write it; nothing for what is not there."""
    if value is None:
        return ""
    return format(value, "f").replace(".", ",") if isinstance(value, Decimal) else str(value)


def number(text: str) -> Decimal | None:
    """The number written in ``text``, None for what is none."""
    plain = text.replace(" ", "").replace("\u00a0", "").replace("−", "-").replace(",", ".")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def number_line(value: Any = None) -> QLineEdit:
    """A field for a number: not wider than one, set to the right."""
    field = line()
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setText(shown(value))
    field.setFixedWidth(em(field, 6))
    return field


def check_number(field: QLineEdit, *, needed: bool = False) -> bool:
    """Mark a field that holds no number; an empty one is right unless it is ``needed``."""
    text = field.text().strip()
    right = number(text) is not None if text else not needed
    set_property(field, "wrong", "" if right else "true")
    return right


@dataclass(frozen=True)
class NumberColumn:
    """A key of the file with its title and help; ``whole``: no decimals, ``needed``: never empty."""

    key: str
    title: str
    help: str = ""
    whole: bool = False
    needed: bool = False


@dataclass(frozen=True)
class NumberRow:
    """What the numbers are of: where it stands in the scheme («tests[физика]»), its name, its values by key."""

    where: str
    title: str
    values: Mapping[str, Any]


class NumberTable(QWidget):
    """A line a thing, a column a number; remarks below the line they are about."""

    edited = Signal()

    def __init__(self, rows: Sequence[NumberRow], columns: Sequence[NumberColumn]) -> None:
        super().__init__()
        self.columns, self.rows = columns, rows
        self.fields: dict[tuple[str, str], QLineEdit] = {}
        self.remarks: dict[str, Remarks] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(self, 0.8))
        grid.setVerticalSpacing(em(self, 0.3))
        grid.setColumnStretch(0, 1)
        for place, column in enumerate(columns, 1):
            head = muted(column.title)
            head.setToolTip(column.help)
            head.setFixedWidth(em(self, 7))
            grid.addWidget(head, 0, place, Qt.AlignmentFlag.AlignBottom)
        for count, row in enumerate(rows):
            title = QLabel(row.title)
            title.setWordWrap(True)
            title.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(title, 2 * count + 1, 0)
            for place, column in enumerate(columns, 1):
                field = number_line(row.values.get(column.key))
                field.setAccessibleName(f"{row.title}: {column.title}")
                field.setAccessibleDescription(column.help)
                field.setToolTip(column.help)
                field.textChanged.connect(self.edited)
                self.fields[row.where, column.key] = field
                grid.addWidget(field, 2 * count + 1, place)
            self.remarks[row.where] = Remarks()
            grid.addWidget(self.remarks[row.where], 2 * count + 2, 0, 1, len(columns) + 1)

    def put(self, where: str, table: dict[str, Any]) -> bool:
        """Write the numbers of a line into ``table``, an empty one takes its key away; whether all are numbers."""
        right = True
        for column in self.columns:
            field = self.fields[where, column.key]
            typed = number(field.text())
            whole = not column.whole or typed is None or typed == int(typed)
            if not check_number(field, needed=column.needed) or not whole:
                set_property(field, "wrong", "true")
                right = False
            elif typed is None:
                table.pop(column.key, None)
            elif table.get(column.key) != typed:
                table[column.key] = int(typed) if column.whole else typed
        return right


class Order(QWidget):
    """A list that is put into another order by two buttons, or by dragging."""

    edited = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.model().rowsMoved.connect(self.edited)
        self.up, self.down = QPushButton(_("Higher")), QPushButton(_("Lower"))
        give_icon(self.up, "arrow-up")
        give_icon(self.down, "arrow-down")
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        buttons = QVBoxLayout()
        buttons.addWidget(self.up)
        buttons.addWidget(self.down)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)
        row.addLayout(buttons)

    def show_titles(self, titles: Sequence[str]) -> None:
        """Show these, in this order."""
        self.list.clear()
        for index, title in enumerate(titles):
            item = QListWidgetItem(title, self.list)
            item.setData(Qt.ItemDataRole.UserRole, index)
        self.list.setFixedHeight(em(self, 2 * max(len(titles), 2) + 1))
        self.list.setCurrentRow(0)

    def order(self) -> list[int]:
        """Places of the titles as they were given, in the order of now."""
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count() and row >= 0:
            self.list.insertItem(row + by, self.list.takeItem(row))
            self.list.setCurrentRow(row + by)
            self.edited.emit()
