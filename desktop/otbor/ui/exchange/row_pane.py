"""Everything about one row of the dry run: what is wrong and what to do, its look-alike, its cells."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from otbor.services.imports import CheckedRow, cells_of
from otbor.support.translation import gettext as _
from otbor.ui.exchange import words
from otbor.ui.exchange.comparison import Comparison
from otbor.ui.exchange.parts import label
from otbor.ui.exchange.tables import RowModel, Table
from otbor.ui.exchange.taking import COMES, RowState, Taking
from otbor.ui.kit.theme import em, mark
from otbor.wording.findings import parts
from otbor.wording.imports import field_lines


class CellsModel(RowModel):
    """Headings and cells of one row of the workbook."""

    def titles(self) -> list[str]:
        """Headings."""
        return [_("Column of the workbook"), _("In the row")]

    def cell(self, row: tuple[str, str], column: int) -> str:
        """The text of a cell."""
        return row[column]


class RowPane(QScrollArea):
    """Shows the row that a person is on."""

    def __init__(self, leave: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("The row"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(em(self, 0.8), 0, 0, 0)
        column.setSpacing(em(self, 0.6))
        self.heading = label("", "heading")
        self.state = label("", "muted")
        self.told = label()
        self.comparison = Comparison()
        self.leave = QPushButton()
        self.leave.setToolTip(_("Shift+Delete; in the table also Space"))
        self.leave.clicked.connect(lambda _checked: leave())
        self.cells = CellsModel()
        self.table = Table(self.cells, _("Cells of the row"), (13, 0))
        self.table.setMinimumHeight(em(self, 12))
        for widget in (self.heading, self.state, self.told, self.comparison, self.leave):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        self.setWidget(inside)
        self.open(None, None)

    def open(self, taking: Taking | None, row: CheckedRow | None) -> None:
        """Another row, or the same after an answer."""
        for widget in (self.state, self.told, self.leave, self.table):
            widget.setVisible(row is not None)
        self.comparison.open(taking, row)
        if taking is None or row is None:
            self.heading.setText(_("No such rows."))
            return
        place = _("{sheet}, row {row}").format(sheet=row.sheet, row=row.row)
        self.heading.setText(f"{place}: {row.title}" if row.title else place)
        state = taking.state_of(row)
        self.state.setText(words.state_title(state))
        mark(
            self.state,
            {RowState.REFUSED: "bad", RowState.DOUBTFUL: "warning", RowState.COMING: "good"}.get(state, "muted"),
        )
        self.told.setText("\n\n".join(_lines(row)))
        self.told.setVisible(bool(row.findings) or row.change is not None)
        comes = state in COMES
        self.leave.setVisible(comes or state is RowState.LEFT)
        self.leave.setText(_("Leave the row out") if comes else _("Take the row in after all"))
        self.leave.setAccessibleName(self.leave.text())
        sheet = next(sheet for sheet in taking.draft.sheets if sheet.name == row.sheet)
        self.cells.show(cells_of(taking.workbook, sheet, row.row))


def _lines(row: CheckedRow) -> list[str]:
    """What is wrong, the cell first, and what to do."""
    lines = []
    for finding in row.findings:
        cell = finding.where.rpartition("!")[2]
        lines.append(" ".join(parts(replace(finding, where="" if cell.isdecimal() else cell))))
    if row.change is not None:
        lines.append(
            _("In the journal it is otherwise; nothing is changed by itself. Correct the application by hand:")
        )
        lines.append("\n".join(field_lines(row.change)))
    return lines
