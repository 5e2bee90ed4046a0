"""Fields by name, one below the other, each with its title, help and remarks."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QWidget,
)

from otbor.ui.kit.theme import em
from otbor.ui.settings.cards import Remarks, muted
from otbor.ui.settings.controls import name_control, read, show_value, when_changed


class Fields(QWidget):
    """Fields by name, one below the other: title, field, help, remarks."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, QWidget] = {}
        self.remarks: dict[str, Remarks] = {}
        self.titles: dict[str, QLabel] = {}
        self._helps: dict[str, QLabel] = {}
        self._narrow: dict[str, bool] = {}
        self._stacked = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 1))
        self._grid.setVerticalSpacing(em(self, 0.45))
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, title: str, field: QWidget, hint: str = "", *, narrow: bool = False) -> QWidget:
        """Add a field; ``narrow``: no wider than it needs."""
        label = QLabel(title, self)
        label.setWordWrap(True)
        if isinstance(field, QCheckBox):
            field.setText(title)
            label.hide()
        else:
            label.setBuddy(field)
        name_control(field, title)
        field.setAccessibleDescription(hint)
        self.fields[name], self.remarks[name], self.titles[name] = field, Remarks(), label
        if hint:
            self._helps[name] = muted(hint)
        self._narrow[name] = narrow
        self._place(name, len(self.fields) - 1)
        self._fit()
        when_changed(field, self.edited.emit)
        return field

    def set_narrow(self, *, narrow: bool) -> None:
        """Put each title above its field where there is no room for it beside the field."""
        if narrow != self._stacked:
            self._stacked = narrow
            for number, name in enumerate(self.fields):
                self._place(name, number)
        self._fit()

    def _fit(self) -> None:
        """Give the titles their room, in em of the text as it is."""
        self._grid.setColumnMinimumWidth(0, 0 if self._stacked else em(self, 13))
        for title in self.titles.values():
            title.setMaximumWidth(em(self, 60 if self._stacked else 15))

    def _place(self, name: str, number: int) -> None:
        """Put a field and what belongs to it into its rows of the grid: title, field, help, remarks."""
        field, row = self.fields[name], 4 * number
        flags = Qt.AlignmentFlag
        where = flags.AlignLeft if self._narrow[name] else flags(0)
        below = [widget for widget in (self._helps.get(name), self.remarks[name]) if widget is not None]
        if self._stacked:
            if not isinstance(field, QCheckBox):
                self._grid.addWidget(self.titles[name], row, 0, 1, 2)
            self._grid.addWidget(field, row + 1, 0, 1, 2, where)
            for place, widget in enumerate(below, row + 2):
                self._grid.addWidget(widget, place, 0, 1, 2)
            return
        if not isinstance(field, QCheckBox):
            beside = flags.AlignTop if isinstance(field, QPlainTextEdit) else flags.AlignVCenter
            self._grid.addWidget(self.titles[name], row, 0, beside)
        self._grid.addWidget(field, row, 1, where)
        for place, widget in enumerate(below, row + 2):
            self._grid.addWidget(widget, place, 1)

    def __getitem__(self, name: str) -> Any:
        """What the field ``name`` holds."""
        return read(self.fields[name])

    def __setitem__(self, name: str, value: Any) -> None:
        """Show ``value`` in the field ``name``."""
        show_value(self.fields[name], value)

    def values(self) -> dict[str, Any]:
        """What all fields hold."""
        return {name: read(field) for name, field in self.fields.items()}

    def show_only(self, name: str, *, shown: bool) -> None:
        """Show or hide a field with its title and help."""
        self.titles[name].setVisible(shown and not isinstance(self.fields[name], QCheckBox))
        self.fields[name].setVisible(shown)
        if name in self._helps:
            self._helps[name].setVisible(shown)

    def clear(self) -> None:
        """Take all remarks back."""
        for remarks in self.remarks.values():
            remarks.say()
