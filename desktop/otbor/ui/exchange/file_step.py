"""Step «Файл»: a place to drop a workbook, and its sheets with what each is taken for."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from otbor.exchange.mapping import Role
from otbor.services.imports import TOGETHER, SheetDraft, taken_for
from otbor.support.translation import gettext as _
from otbor.ui.exchange import words
from otbor.ui.exchange.parts import Page, label
from otbor.ui.exchange.tables import CHOICES, NOWHERE, ChoiceDelegate, Index, RowModel, Table
from otbor.ui.exchange.taking import Taking
from otbor.ui.kit import dates
from otbor.ui.kit.elided import ElidedLabel
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark
from otbor.wording.findings import parts, sentence

_SHEET, _ROWS, _ROLE, _FATE = range(4)


class SheetsModel(RowModel):
    """Sheets of a workbook: ticked are those that are read."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.taking: Taking | None = None

    def open(self, taking: Taking | None) -> None:
        """Sheets of another workbook."""
        self.taking = taking
        self.show(taking.draft.sheets if taking else ())

    def titles(self) -> list[str]:
        """Headings."""
        return [_("Sheet"), _("Rows"), _("Taken for"), _("What will happen to it")]

    def cell(self, row: SheetDraft, column: int) -> str:
        """The text of a cell."""
        if column == _SHEET:
            return row.name
        if column == _ROWS:
            return dates.count(row.rows)
        return words.role_title(row.role) if column == _ROLE else self._fate(row)

    def _fate(self, sheet: SheetDraft) -> str:
        taking = self.taking
        if taking is None or sheet.role is None:
            return _("Nothing is read from it")
        if sheet.role in taking.coming_roles:
            return _("Its rows come in")
        if (waits := taking.draft.stage.get(sheet.role)) is not None:
            what = parts(waits)[0]
        elif sheet.role not in TOGETHER:
            what = _("Comes in at its own stage, with who decides.")
        else:
            return _("Is not read this time")
        return _("Only checked now. {why}").format(why=what) if sheet.role in taking.wanted else what

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, the tick, the kinds of sheets to choose from."""
        sheet: SheetDraft = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _SHEET and self.taking is not None:
            return Qt.CheckState.Checked if sheet.role in self.taking.wanted else Qt.CheckState.Unchecked
        if index.column() == _ROLE and role == CHOICES:
            return [(words.role_title(one), one) for one in (None, *Role)]
        if index.column() == _ROLE and role == Qt.ItemDataRole.EditRole:
            return sheet.role
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A sheet that is taken for something is ticked, what it is taken for is chosen."""
        flags = super().flags(index)
        if index.column() == _ROLE:
            return flags | Qt.ItemFlag.ItemIsEditable
        if index.column() == _SHEET and self.rows[index.row()].role is not None:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Tick a sheet, or take it for something else."""
        if role == Qt.ItemDataRole.CheckStateRole:
            self.toggle(index.row())
            return True
        taking, sheet = self.taking, self.rows[index.row()]
        chosen = Role(value) if value else None  # Qt gives back the plain text
        if taking is None or index.column() != _ROLE or chosen is sheet.role:
            return False
        taking.draft = taking.draft.with_sheet(taken_for(taking.workbook, sheet.name, chosen))
        taking.wanted.discard(sheet.role)
        if chosen in TOGETHER and chosen not in taking.draft.stage:
            taking.wanted.add(chosen)
        self._told()
        return True

    def toggle(self, row: int) -> None:
        """Read a sheet, or leave it."""
        role = self.rows[row].role
        if self.taking is not None and role is not None:
            self.taking.wanted ^= {role}
            self._told()

    def _told(self) -> None:
        if self.taking is not None:
            self.taking.forget_check()
            self.rows = self.taking.draft.sheets
        self.refresh()
        self.changed.emit()


class FileStep(Page):
    """The place to drop, then the sheets."""

    def __init__(self, choose: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = QFrame()
        mark(self.place, "card")
        inner = QVBoxLayout(self.place)
        inner.setContentsMargins(*[em(self, 1.2)] * 4)
        inner.setSpacing(em(self, 0.5))
        self._sign = QToolButton()
        self._sign.setEnabled(False)
        self._sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        give_icon(self._sign, "table")
        self._sign.setIconSize(QSize(em(self, 2.4), em(self, 2.4)))
        self.file = ElidedLabel(cut=Qt.TextElideMode.ElideMiddle)
        mark(self.file, "heading")
        self.invitation = label("", "muted")
        self.button = QPushButton(_("Choose a workbook…"))
        self.button.setToolTip(_("Choose a workbook (Ctrl+I)"))
        self.button.setAccessibleName(_("Choose a workbook"))
        self.button.clicked.connect(lambda _checked: choose())
        row = QHBoxLayout()
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        told = QVBoxLayout()
        told.addWidget(self.file)
        told.addWidget(self.invitation)
        row.addLayout(told, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        inner.addLayout(row)
        self.trouble = label("", "warning")
        self.remarks = label("", "muted")
        self.sheets = SheetsModel()
        self.table = Table(self.sheets, _("Sheets of the workbook"), (16, 6, 15, 0))
        self.table.toggled.connect(self.sheets.toggle)
        ChoiceDelegate(self.table, _ROLE)
        for widget in (self.place, self.trouble, self.remarks):
            self.column.addWidget(widget)
        self.column.addWidget(self.table, 1)
        self.column.addStretch(0)
        self.open(None)

    def open(self, taking: Taking | None) -> None:
        """Show the workbook, or the invitation without one."""
        self.sheets.open(taking)
        self.table.setVisible(taking is not None)
        self.column.setStretch(self.column.count() - 1, 0 if taking else 1)
        self.trouble.hide()
        mark(self.button, "main" if taking is None else "")
        if taking is None:
            self.file.setText(_("Drop a workbook here"))
            self.invitation.setText(
                _("Excel (xlsx, xls), LibreOffice (ods) or CSV. Nothing is written until you say so at step 4.")
            )
            self.remarks.hide()
            return
        self.file.setText(str(taking.file.name))
        self.file.setToolTip(str(taking.file))
        self.invitation.setText(_("Tick the sheets to be read; Enter changes what a sheet is taken for."))
        self.remarks.setText("\n".join(map(sentence, taking.draft.remarks)))
        self.remarks.setVisible(bool(taking.draft.remarks))
        if self.sheets.rows:
            self.table.setCurrentIndex(self.sheets.index(0, _ROLE, NOWHERE))

    def tell(self, text: str) -> None:
        """Why the file could not be read."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
