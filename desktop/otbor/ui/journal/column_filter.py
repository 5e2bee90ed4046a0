"""The filter of one column: a part of its text, days from and to, or a choice of its values."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from otbor.services.journal_filter import DAYS, TEXTS, Column, Days, Filter
from otbor.services.journal_view import Choices
from otbor.support.translation import gettext as _
from otbor.support.translation import language
from otbor.ui.journal import columns
from otbor.ui.kit.theme import em, mark


class ColumnFilter(QDialog):
    """Asks for the filter of ``column``; :meth:`filter` is ``chosen`` with what was set, or with nothing of it."""

    def __init__(
        self, column: Column, chosen: Filter, offered: Choices, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._column, self._chosen = column, chosen
        self._cleared = False  # all is to be shown
        self.setWindowTitle(_("Filter: {column}").format(column=columns.title(column)))
        self.text = QLineEdit(chosen.contains.get(column, ""))
        self.list = QListWidget()
        self.first, self.last = _DayBox(_("from"), today), _DayBox(_("to"), today)
        self.setMinimumWidth(em(self, 26))
        whole = QVBoxLayout(self)
        if column in TEXTS:
            whole.addLayout(self._text_part())
        elif column in DAYS:
            whole.addLayout(self._day_part(chosen.days.get(column, Days())))
        else:
            self._choice_part(chosen.among.get(column, frozenset()), offered)
            whole.addWidget(self.list)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.clear = buttons.addButton(_("Show all"), QDialogButtonBox.ButtonRole.ResetRole)
        sure = buttons.button(QDialogButtonBox.StandardButton.Ok)
        sure.setText(_("Filter"))
        mark(sure, "main")
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.clear.clicked.connect(self._clear)
        whole.addWidget(buttons)

    def filter(self) -> Filter:
        """The whole filter with that of this column."""
        column, text = self._column, self.text.text().strip()
        contains = {c: held for c, held in self._chosen.contains.items() if c is not column}
        days = {c: held for c, held in self._chosen.days.items() if c is not column or self._keeps(held)}
        among = {c: held for c, held in self._chosen.among.items() if c is not column or self._keeps(held)}
        span = Days(self.first.day(), self.last.day())
        values = frozenset(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in (self.list.item(row) for row in range(self.list.count()))
            if item.checkState() is Qt.CheckState.Checked
        )
        if text:
            contains[column] = text
        if span != Days():
            days[column] = span
        if values:
            among[column] = values
        return Filter(self._chosen.text, contains, days, among)

    def _keeps(self, held: Days | frozenset[str]) -> bool:
        """What this dialog cannot show stays, unless all is to be shown: numbers of a link, the last so many days."""
        hidden = held.recent > 0 if isinstance(held, Days) else self._column in TEXTS
        return hidden and not self._cleared

    def _clear(self) -> None:
        self._cleared = True
        self.text.clear()
        self.first.setChecked(False)
        self.last.setChecked(False)
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Unchecked)
        self.accept()

    def _text_part(self) -> QFormLayout:
        form = QFormLayout()
        form.addRow(_("&Contains:"), self.text)
        self.text.selectAll()
        return form

    def _day_part(self, days: Days) -> QFormLayout:
        form = QFormLayout()
        self.first.set_day(days.first)
        self.last.set_day(days.last)
        form.addRow(self.first, self.first.box)
        form.addRow(self.last, self.last.box)
        return form

    def _choice_part(self, chosen: frozenset[str], offered: Choices) -> None:
        self.list.setAccessibleName(columns.title(self._column))
        self.list.setSpacing(em(self, 0.25))
        self.list.setWordWrap(True)
        self.setMinimumWidth(em(self, 40))
        for value in columns.values(self._column, offered):
            item = QListWidgetItem(columns.choice(self._column, value, offered))
            item.setData(Qt.ItemDataRole.UserRole, str(value))
            item.setToolTip(item.text())
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)


class _DayBox(QCheckBox):
    """A day that may be left out: ticked, its field counts."""

    def __init__(self, title: str, today: date) -> None:
        super().__init__(title)
        self.box = QDateEdit(QDate(today.year, today.month, today.day))
        self.box.setLocale(QLocale(language()))
        self.box.setDisplayFormat("dd.MM.yyyy")
        self.box.setCalendarPopup(True)
        self.box.setAccessibleName(title)
        self.box.setEnabled(False)
        self.toggled.connect(self.box.setEnabled)

    def day(self) -> date | None:
        """The day, None when it is left out."""
        return date(*self.box.date().getDate()) if self.isChecked() else None

    def set_day(self, day: date | None) -> None:
        """Show a day, or none."""
        self.setChecked(day is not None)
        if day is not None:
            self.box.setDate(QDate(day.year, day.month, day.day))
