"""Step «Столбцы»: what every column of the sheets is taken for, to be mended."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from otbor.services.imports import Column, SheetDraft
from otbor.support.translation import gettext as _
from otbor.ui.exchange import words
from otbor.ui.exchange.parts import Page, label
from otbor.ui.exchange.tables import CHOICES, ChoiceDelegate, Index, RowModel, Table
from otbor.ui.exchange.taking import Taking
from otbor.ui.kit.theme import colours

_SHEET, _HEADER, _SAMPLES, _FIELD = range(4)


class ColumnsModel(RowModel):
    """Columns of all sheets that are read: rows are (sheet's name, column)."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.taking: Taking | None = None
        self.muted = QColor()

    def open(self, taking: Taking | None) -> None:
        """Columns of another workbook."""
        self.taking = taking
        self.show(self._columns())

    def titles(self) -> list[str]:
        """Headings."""
        return [_("Sheet"), _("Column of the workbook"), _("Values in it"), _("Taken for")]

    def cell(self, row: tuple[SheetDraft, Column], column: int) -> str:
        """The text of a cell."""
        sheet, one = row
        if column == _SHEET:
            return sheet.name
        if column == _HEADER:
            return one.header
        return " · ".join(one.samples) if column == _SAMPLES else self._title(sheet, one.field)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; the fields to choose from; what nobody reads is pale."""
        sheet, one = self.rows[index.row()]
        if role == Qt.ItemDataRole.ForegroundRole and not one.field:
            return self.muted
        if index.column() == _FIELD and role == Qt.ItemDataRole.EditRole:
            return one.field
        if index.column() == _FIELD and role == CHOICES and self.taking is not None:
            fields = self.taking.fields[sheet.role]
            return [(self._title(sheet, ""), ""), *((self._title(sheet, f.name), f.name) for f in fields)]
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What a column is taken for is chosen."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == _FIELD else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Take a column for something else."""
        sheet, one = self.rows[index.row()]
        if self.taking is None or role != Qt.ItemDataRole.EditRole or value == one.field:
            return False
        self.taking.draft = self.taking.draft.with_sheet(sheet.with_field(one.header, value))
        self.taking.forget_check()
        self.rows = self._columns()
        self.refresh()
        self.changed.emit()
        return True

    def _columns(self) -> list[tuple[SheetDraft, Column]]:
        if self.taking is None:
            return []
        read = [sheet for sheet in self.taking.draft.sheets if sheet.role in self.taking.wanted]
        return [(sheet, column) for sheet in read for column in sheet.columns]

    def _title(self, sheet: SheetDraft, name: str) -> str:
        fields = self.taking.fields[sheet.role] if self.taking is not None and sheet.role is not None else ()
        found = next((field for field in fields if field.name == name), None)
        if found is None:
            return _("is not read")
        return _("{field} (needed)").format(field=found.title) if found.needed else found.title


class ColumnsStep(Page):
    """The table of columns, above it what is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.how = label(
            _("Check what the columns are taken for: Enter or F2 changes it. It is remembered for the next workbook."),
            "muted",
        )
        self.missing = label("", "warning")
        self.columns = ColumnsModel()
        self.table = Table(self.columns, _("Columns of the workbook"), (10, 18, 0, 22))
        ChoiceDelegate(self.table, _FIELD)
        for widget in (self.how, self.missing):
            self.column.addWidget(widget)
        self.column.addWidget(self.table, 1)
        self.columns.changed.connect(self.show_missing)

    def open(self, taking: Taking | None) -> None:
        """Show the columns of the sheets that are read."""
        self.columns.muted = QColor(colours(self).muted)
        self.columns.open(taking)
        if self.columns.rows:
            self.table.setCurrentIndex(self.columns.index(0, _FIELD))
        self.show_missing()

    def show_missing(self) -> None:
        """Name the fields without which a sheet cannot come in."""
        taking = self.columns.taking
        found = taking.missing if taking is not None else {}
        lines = [
            _("{sheet}: no column is taken for: {fields}.").format(
                sheet=words.role_title(role), fields=", ".join(titles)
            )
            for role, titles in found.items()
        ]
        self.missing.setText("\n".join(lines))
        self.missing.setVisible(bool(lines))
