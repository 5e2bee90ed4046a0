"""The table of the journal: its columns are chosen, every one of them sorts, names stay readable."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from otbor.services.journal_filter import Column, Order
from otbor.support.translation import gettext as _
from otbor.ui.journal import columns
from otbor.ui.journal.cells import CellPainter
from otbor.ui.journal.model import JournalModel
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.row_table import RowTable
from otbor.ui.kit.theme import em

_NAMES = (13, 20, 30)  # em: names are not narrower, not narrower for a column that can wait, not wider by themselves
_CHILD = columns.ALL.index(Column.CHILD)


class JournalTable(RowTable):
    """Shows a :class:`JournalModel`."""

    def __init__(self, model: JournalModel, memory: Memory, parent: QWidget | None = None) -> None:
        widths = [columns.WIDTHS[column] for column in columns.ALL]
        super().__init__(model, memory, "journal", widths, _CHILD, parent)
        self.setAccessibleName(_("Journal of applications"))
        self._journal = model
        self._painter = CellPainter(model, self)
        self.setItemDelegate(self._painter)
        self.horizontalHeader().setSectionsClickable(True)
        self.show_order(Order())
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicatorShown(True)

    def shown_columns(self) -> list[Column]:
        """The columns that are seen, from left to right."""
        header = self.horizontalHeader()
        in_order = [header.logicalIndex(place) for place in range(header.count())]
        return [columns.ALL[section] for section in in_order if not header.isSectionHidden(section)]

    def show_columns(self, wanted: Sequence[Column]) -> None:
        """Show these columns in this order; at least the number is seen."""
        header = self.horizontalHeader()
        shown = list(wanted) or [Column.NUMBER]
        rest = [column for column in columns.ALL if column not in shown]
        for place, column in enumerate([*shown, *rest]):
            section = columns.ALL.index(column)
            header.moveSection(header.visualIndex(section), place)
            header.setSectionHidden(section, column not in shown)
        self.fit()

    def show_first(self) -> None:
        """The columns that most need."""
        self.show_columns(columns.SHOWN_FIRST)

    def show_order(self, order: Order) -> None:
        """Mark in the header what the rows are sorted by."""
        header = self.horizontalHeader()
        header.blockSignals(True)  # noqa: FBT003 - Qt's own shape
        way = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(columns.ALL.index(order.column), way)
        header.blockSignals(False)  # noqa: FBT003
        self._journal.order = order

    def room(self) -> int:
        """What is left for the names beside the columns that find room, so that none of these is cut at the edge."""
        header = self.horizontalHeader()
        least, room, most = (em(self, width) for width in _NAMES)
        left = self.viewport().width()
        for column in self.shown_columns():
            width = header.sectionSize(columns.ALL.index(column))
            if column is not Column.CHILD:
                if left - width < (least if column in columns.NEAR else room):
                    break
                left -= width
        return min(max(left, least), most)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another look, too."""
        super().changeEvent(event)
        looks = {QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange}
        if event.type() in looks and hasattr(self, "_painter"):  # not in the midst of being made
            self._painter.dress()
