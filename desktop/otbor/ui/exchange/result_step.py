"""Step «Что вошло»: the rows that came in, each opens in the journal, and the rest as a table to mend."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from otbor.services.imports import BroughtIn, CameIn
from otbor.support.translation import gettext as _
from otbor.ui.exchange import words
from otbor.ui.exchange.parts import Page, label
from otbor.ui.exchange.tables import RowModel, Table
from otbor.ui.kit.icons import give_icon


class CameInModel(RowModel):
    """Rows that came in with their numbers."""

    def titles(self) -> list[str]:
        """Headings."""
        return [_("№ in the journal"), _("Child"), _("What came in"), _("Sheet"), _("Row")]

    def cell(self, row: CameIn, column: int) -> str:
        """The text of a cell."""
        return (row.number, row.name, words.role_title(row.role), row.sheet, str(row.row))[column]


class ResultStep(Page):
    """The list; Enter opens an application in the journal."""

    def __init__(self, show: Callable[[int], None], export: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self.heading = label("", "title")
        self.left = label("", "muted")
        self.export = QPushButton(_("Save the rows that stayed out…"))
        self.export.setToolTip(_("A table to mend, with what is wrong in each row (Ctrl+Shift+E)"))
        self.export.setAccessibleName(_("Save the rows that stayed out"))
        give_icon(self.export, "download-simple")
        self.export.clicked.connect(lambda _checked: export())
        row = QHBoxLayout()
        row.addWidget(self.left, 1)
        row.addWidget(self.export)
        self.rows = CameInModel()
        self.table = Table(self.rows, _("What came in"), (12, 26, 14, 12, 0))
        self.table.opened.connect(self._open)
        self.hint = label(_("Enter or a double click opens the application in the journal."), "muted")
        self.column.addWidget(self.heading)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.hint)

    def open(self, brought: BroughtIn) -> None:
        """Show what an import did."""
        self.heading.setText(_("Came in: {rows}").format(rows=words.rows(len(brought.rows))))
        left = sum(map(len, brought.left.values()))
        self.left.setText(
            _("Stayed out: {rows}. They are in the table with what is wrong in each.").format(rows=words.rows(left))
            if left
            else _("Nothing stayed out.")
        )
        self.export.setVisible(bool(left))
        self.rows.show(brought.rows)
        if brought.rows:
            self.table.selectRow(0)

    def _open(self, row: int) -> None:
        self._show(self.rows.rows[row].application_id)
