"""Rows of equal things (groups, tests, days): each a row of fields with a button that takes it away."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em
from otbor.ui.settings.cards import muted
from otbor.ui.settings.controls import name_control, read, show_value, when_changed
from otbor.ui.settings.tab_order import order_tabs


@dataclass(frozen=True)
class Column:
    """A column of rows: its name, its title, what makes its field, how much of the width it takes."""

    name: str
    title: str
    make: Callable[[], QWidget]
    stretch: int = 0
    default: Any = ""


class Rows(QWidget):
    """Shows rows, adds and takes away; where there is no room for a row its fields stand one below the other."""

    edited = Signal()

    def __init__(self, columns: Sequence[Column], add: str, remove: str) -> None:
        super().__init__()
        self._columns = columns
        self._remove = remove
        self._narrow = False
        self.rows: list[dict[str, QWidget]] = []
        self.takers: list[QToolButton] = []  # the buttons that take rows away
        self._keys: list[Any] = []
        self._frozen: frozenset[Any] = frozenset()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.4))
        self._body = QWidget()
        self._body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 0.5))
        self._grid.setVerticalSpacing(em(self, 0.4))
        self._column.addWidget(self._body)
        self.button = QPushButton(add)
        give_icon(self.button, "plus")
        self.button.clicked.connect(self._add_clicked)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def values(self) -> list[dict[str, Any]]:
        """What the rows hold."""
        return [{name: read(field) for name, field in row.items()} for row in self.rows]

    def keys(self) -> list[Any]:
        """What the rows stand for, None for a new one."""
        return list(self._keys)

    def show_rows(
        self, values: Sequence[dict[str, Any]], keys: Sequence[Any] = (), frozen: Collection[Any] = ()
    ) -> None:
        """Show these rows instead of those that are there; ``keys``: what each stands for, ``frozen``: those of rows
        that cannot be changed any more."""
        self._frozen = frozenset(frozen)
        self._keys = list(keys) or [None] * len(values)
        self.rows = [{column.name: column.make() for column in self._columns} for _ in values]
        for row, given in zip(self.rows, values, strict=True):
            for column in self._columns:
                show_value(row[column.name], given.get(column.name, column.default))
        self._lay()

    def set_narrow(self, *, narrow: bool) -> None:
        """Whether there is room for a row beside each other."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.show_rows(self.values(), self.keys(), self._frozen)

    def _add_clicked(self) -> None:
        values, keys = self.values(), self.keys()
        self.show_rows(
            [*values, {column.name: column.default for column in self._columns}], [*keys, None], self._frozen
        )
        next(iter(self.rows[-1].values())).setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()

    def _taken(self, number: int) -> None:
        values, keys = self.values(), self.keys()
        del values[number], keys[number]
        self.show_rows(values, keys, self._frozen)
        self.edited.emit()

    def _lay(self) -> None:
        grid = self._grid
        while (item := grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place in range(grid.columnCount()):
            grid.setColumnStretch(place, 0)
        for place, column in enumerate(() if self._narrow else self._columns):
            grid.addWidget(muted(column.title), 0, place, Qt.AlignmentFlag.AlignBottom)
            grid.setColumnStretch(place, column.stretch)
        if self._narrow:
            grid.setColumnStretch(1, 1)
        self.takers = []
        for number, row in enumerate(self.rows):
            self._lay_row(grid, number, row)
        self._body.setVisible(bool(self.rows))
        order_tabs(self)

    def _lay_row(self, grid: QGridLayout, number: int, row: dict[str, QWidget]) -> None:
        first = 1 + number * (len(self._columns) + 1)
        for place, column in enumerate(self._columns):
            field = row[column.name]
            name_control(field, _("{title}, row {number}").format(title=column.title, number=number + 1))
            when_changed(field, self.edited.emit)
            if self._narrow:
                grid.addWidget(muted(column.title), first + place, 0)
                grid.addWidget(field, first + place, 1)
            else:
                grid.addWidget(field, first, place)
        away = QToolButton()
        give_icon(away, "trash")
        away.setIconSize(QSize(em(self, 1.1), em(self, 1.1)))
        away.setFixedSize(em(self, 2.4), em(self, 2.1))  # a page that is laid out anew would squeeze it to nothing
        away.setToolTip(self._remove)
        away.setAccessibleName(_("{title}, row {number}").format(title=self._remove, number=number + 1))
        away.clicked.connect(lambda _checked, number=number: self._taken(number))
        self.takers.append(away)
        grid.addWidget(away, first, 2 if self._narrow else len(self._columns))
        if self._keys[number] in self._frozen and self._keys[number] is not None:
            for widget in (*row.values(), away):
                widget.setEnabled(False)
