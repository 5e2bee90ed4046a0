"""What the journal asks: which columns, who compared, why a mark is taken back, under what name a view is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from otbor.services.journal_filter import Column
from otbor.services.mass_acts import Comparer
from otbor.support.translation import gettext as _
from otbor.ui.journal import columns
from otbor.ui.kit.theme import em, fit_height, give_size, mark

_LINES = 3  # of a row of refusals: a refusal tells what is wrong and what to do


def _buttons(dialog: QDialog, act: str) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    sure = buttons.button(QDialogButtonBox.StandardButton.Ok)
    sure.setText(act)
    mark(sure, "main")
    buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons


class LineDialog(QDialog):
    """Asks for one line of text, after ``told`` where something is to be said first; nothing is accepted empty."""

    answered = Signal(str)

    def __init__(self, title: str, label: str, act: str, parent: QWidget | None = None, told: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.line = QLineEdit()
        buttons = _buttons(self, act)
        ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(False)
        self.line.textChanged.connect(lambda text: ok.setEnabled(bool(text.strip())))
        whole = QVBoxLayout(self)
        if told:
            said = QLabel(told)
            said.setWordWrap(True)
            said.setTextFormat(Qt.TextFormat.PlainText)
            whole.addWidget(said)
        form = QFormLayout()
        form.addRow(label, self.line)
        whole.addLayout(form)
        whole.addWidget(buttons)
        self.setMinimumWidth(em(self, 40 if told else 30))
        self.accepted.connect(lambda: self.answered.emit(self.line.text().strip()))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """What is told wraps by the width that it has now."""
        super().showEvent(event)
        fit_height(self)


class ComparerDialog(QDialog):
    """Asks which member of the commission compared the copies; the operator, if a member, is offered first."""

    answered = Signal(str)  # id of the person

    def __init__(self, members: Sequence[Comparer], operator: str, count: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Compared with the originals"))
        self.members = QComboBox()
        for member in members:
            self.members.addItem(member.name, member.person)
        self.members.setCurrentIndex(max(0, self.members.findText(operator)))
        told = QLabel(count)
        told.setWordWrap(True)
        form = QFormLayout(self)
        form.addRow(told)
        form.addRow(_("&Who compared:"), self.members)
        form.addRow(_buttons(self, _("Mark as compared")))
        self.setMinimumWidth(em(self, 30))
        self.accepted.connect(lambda: self.answered.emit(self.members.currentData()))


class ColumnsDialog(QDialog):
    """Columns to be seen, ticked, in their order; moved by dragging or by the buttons."""

    def __init__(self, shown: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Columns of the journal"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Columns, the ticked ones are shown"))
        self.list.setSpacing(em(self, 0.2))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        for column in [*shown, *(column for column in columns.ALL if column not in shown)]:
            item = QListWidgetItem(columns.title(column))
            item.setData(Qt.ItemDataRole.UserRole, column.value)
            item.setCheckState(Qt.CheckState.Checked if column in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.up, self.down = QPushButton(_("&Up")), QPushButton(_("&Down"))
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        side = QVBoxLayout()
        side.addWidget(self.up)
        side.addWidget(self.down)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        whole = QVBoxLayout(self)
        whole.addLayout(middle)
        whole.addWidget(_buttons(self, _("Show")))
        give_size(self, 30, 34)

    def chosen(self) -> list[Column]:
        """The ticked columns in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [
            Column(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked
        ]

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentRow(row + by)


@dataclass(frozen=True)
class RefusedRow:
    """A row that a mass act left out, and why."""

    application_id: int
    number: str
    child: str
    why: str


class RefusalsDialog(QDialog):
    """Refusals of a mass act by row; Enter or a double click goes to the application."""

    wanted = Signal(int)  # row id of an application

    def __init__(self, rows: Sequence[RefusedRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What was left out, and why"))
        self._rows = list(rows)
        self.table = QTableWidget(len(rows), 3)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHorizontalHeaderLabels([_("No."), _("Child"), _("Why")])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        for place, row in enumerate(rows):
            for column, said in enumerate((row.number, row.child, row.why)):
                item = QTableWidgetItem(said)
                item.setToolTip(said)
                self.table.setItem(place, column, item)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.resizeSection(0, em(self, 9))
        header.resizeSection(1, em(self, 18))
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultSectionSize(em(self, _LINES * 1.4 + 0.6))
        self.table.cellActivated.connect(lambda place, _column: self._go(place))
        buttons = QDialogButtonBox()
        self.to_row = buttons.addButton(_("Go to the application"), QDialogButtonBox.ButtonRole.ActionRole)
        self.to_row.clicked.connect(lambda: self._go(self.table.currentRow()))
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.clicked.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(self.table)
        whole.addWidget(buttons)
        self.table.setCurrentCell(0, 0)
        give_size(self, 68, 34)

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            self.accept()
            self.wanted.emit(self._rows[place].application_id)
