"""The table of the journal: fixed rows, columns that a person chooses, moves and finds again."""

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from otbor.services.journal_filter import Column, Order
from otbor.services.journal_view import Line
from otbor.support.translation import gettext as _
from otbor.ui.journal import columns
from otbor.ui.journal.cells import CellPainter
from otbor.ui.journal.model import JournalModel
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.theme import em

_REST = 60  # milliseconds on a row before its card is read: an arrow held down reads none on its way
_SHAPE = f"journal/{len(columns.ALL)}"  # another set of columns begins anew
_OWN_WIDTH = "journal/names"
_UNIT, _EMS = "journal/unit", 100  # the pixels of so many em when the widths were kept
_NAMES = (13, 20, 30)  # em: names are not narrower, not narrower for a column that can wait, not wider by themselves


class JournalTable(QTableView):
    """Shows a :class:`JournalModel`; the place of a person survives rows that come and go."""

    rested = Signal()  # on another row
    opened = Signal()  # Enter or a double click

    def __init__(self, model: JournalModel, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._memory = memory
        self.setModel(model)
        self.setAccessibleName(_("Journal of applications"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._unit = em(self, _EMS)  # by which the columns are wide
        self._own_width = False  # of the names: the person chose it
        self._fitting = False
        self._painter = CellPainter(model, self)
        self.setItemDelegate(self._painter)
        self._set_up_headers()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_REST)
        self._pause.timeout.connect(self.rested)
        self.selectionModel().currentRowChanged.connect(lambda *_places: self._pause.start())
        self.doubleClicked.connect(lambda _place: self.opened.emit())

    # Rows

    @property
    def current(self) -> int | None:
        """Row id of the application that a person is on."""
        row = self.currentIndex().row()
        return self.rows.ids[row] if 0 <= row < len(self.rows.ids) else None

    def selected(self) -> list[int]:
        """Row ids of the chosen applications, in the order shown."""
        chosen = self.selectionModel().selection()
        parts = (chosen.at(place) for place in range(chosen.count()))
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        return [self.rows.ids[row] for row in rows]

    def show_rows(self, ids: "array[int]", first: Sequence[Line]) -> None:
        """Other rows; who was chosen and is still there stays chosen, and the page does not jump."""
        if ids == self.rows.ids:
            self.rows.refresh(first)
            return
        current, chosen = self.current, frozenset(self.selected())
        top = self.rowAt(0)
        upper = self.rows.ids[top] if 0 <= top < len(self.rows.ids) else None
        empty_before = not self.rows.ids
        self.rows.show(ids, first)
        places = {
            identity: row for row, identity in enumerate(ids) if identity in chosen or identity in {current, upper}
        }
        self._select([places[identity] for identity in chosen if identity in places])
        if empty_before and ids:
            self.selectRow(0)
        elif current in places:
            where = self.rows.index(places[current], 0)
            self.selectionModel().setCurrentIndex(where, QItemSelectionModel.SelectionFlag.NoUpdate)
        if upper in places:
            self.verticalScrollBar().setValue(places[upper])
        self.executeDelayedItemsLayout()  # at its leisure, Qt paints everything twice
        self._pause.start()

    def go_to(self, application_id: int) -> bool:
        """Put the person on the row of an application; whether it is among those shown."""
        try:
            row = self.rows.ids.index(application_id)
        except ValueError:
            return False
        self.selectRow(row)
        self.scrollTo(self.rows.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def _select(self, rows: Sequence[int]) -> None:
        selection = QItemSelection()
        for first, last in _runs(sorted(rows)):
            selection.select(self.rows.index(first, 0), self.rows.index(last, len(columns.ALL) - 1))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # Columns

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
        self._fit_child()

    def show_order(self, order: Order) -> None:
        """Mark in the header what the rows are sorted by."""
        header = self.horizontalHeader()
        header.blockSignals(True)  # noqa: FBT003 - Qt's own shape
        way = Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(columns.ALL.index(order.column), way)
        header.blockSignals(False)  # noqa: FBT003
        self.rows.order = order

    def keep(self) -> None:
        """Remember the columns."""
        self._memory.keep_shape(_SHAPE, self.horizontalHeader())
        self._memory.put(_OWN_WIDTH, int(self._own_width))
        self._memory.put(_UNIT, self._unit)

    # Qt's own events

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The names take what is left of the width."""
        super().resizeEvent(event)
        self._fit_child()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the card of the row."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another look or size of the text."""
        super().changeEvent(event)
        looks = {QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange}
        if event.type() in looks and hasattr(self, "_painter"):  # not in the midst of being made
            self._dress()
            self._widen()

    def _dress(self) -> None:
        self._painter.dress()
        self.verticalHeader().setDefaultSectionSize(em(self, 2.1))

    def _widen(self) -> None:
        """Columns as wide in letters as they were, whatever size the letters have now."""
        before, self._unit = self._unit, em(self, _EMS)
        if before == self._unit:
            return
        header, self._fitting = self.horizontalHeader(), True
        for section, column in enumerate(columns.ALL):
            size = header.sectionSize(section) * self._unit / before  # none of one that is hidden
            header.resizeSection(section, round(size) or em(self, columns.WIDTHS[column]))
        self._fitting = False
        self._fit_child()

    def _fit_child(self) -> None:
        """Give the names what is left beside the columns that find room, so that none of these is cut at the edge.

        A width that the person chose stays.
        """
        header, section = self.horizontalHeader(), columns.ALL.index(Column.CHILD)
        if self._own_width or header.isSectionHidden(section):
            return
        least, room, most = (em(self, width) for width in _NAMES)
        left = self.viewport().width()
        for column in self.shown_columns():
            width = header.sectionSize(columns.ALL.index(column))
            if column is not Column.CHILD:
                if left - width < (least if column in columns.NEAR else room):
                    break
                left -= width
        self._fitting = True
        header.resizeSection(section, min(max(left, least), most))
        self._fitting = False

    def _resized(self, section: int, _before: int, _now: int) -> None:
        if columns.ALL[section] is Column.CHILD:
            self._own_width = self._own_width or not self._fitting
        elif not self._fitting:
            self._fit_child()

    def _set_up_headers(self) -> None:
        side, top = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(1)
        top.setSectionsMovable(True)
        top.setHighlightSections(False)
        top.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        top.setMinimumSectionSize(em(self, 3))
        top.setTextElideMode(Qt.TextElideMode.ElideRight)
        top.setSectionsClickable(True)
        for section, column in enumerate(columns.ALL):
            top.resizeSection(section, em(self, columns.WIDTHS[column]))
        self._dress()
        if not self._memory.give_shape(_SHAPE, top):
            self.show_columns(columns.SHOWN_FIRST)
        self._own_width = bool(self._memory.number(_OWN_WIDTH, 0))
        self._unit = self._memory.number(_UNIT, self._unit)
        self._widen()
        top.sectionResized.connect(self._resized)
        self.show_order(Order())
        self.setSortingEnabled(True)
        top.setSortIndicatorShown(True)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows as runs of neighbours: a selection of thousands is a few parts."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
