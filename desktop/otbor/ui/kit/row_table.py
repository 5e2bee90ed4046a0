"""A table of many rows: fixed rows, columns that a person widens, moves and finds again; her place survives rows that
come and go."""

from array import array
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from otbor.ui.kit.block_model import BlockModel
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.theme import em

_REST = 60  # milliseconds on a row before it is opened: an arrow held down opens none on its way
_LEAST = 3  # em: of a column
_EMS = 100  # the pixels of so many em are kept beside the widths


class RowTable(QTableView):
    """Shows ``model``; its columns are ``widths`` em wide until a person chooses, ``wide`` takes the room they leave.

    What she chose is remembered under ``name``, and stays as wide in letters as it was, whatever size these have.
    """

    rested = Signal()  # on another row
    opened = Signal()  # Enter or a double click
    _made = False

    def __init__(
        self,
        model: BlockModel[Any],
        memory: Memory,
        name: str,
        widths: Sequence[float],
        wide: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows: BlockModel[Any] = model
        self._memory = memory
        self._shape, self._own, self._unit_kept = f"{name}/{len(widths)}", f"{name}/own", f"{name}/unit"
        self._widths, self._wide = widths, wide
        self._unit = em(self, _EMS)  # by which the columns are wide
        self._own_width = False  # of the wide column: the person chose it
        self._fitting = False
        self.setModel(model)
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
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_REST)
        self._pause.timeout.connect(self.rested)
        self.selectionModel().currentRowChanged.connect(lambda *_places: self._pause.start())
        self.doubleClicked.connect(lambda _place: self.opened.emit())
        self._set_up_headers()
        self._made = True

    # Rows

    @property
    def current(self) -> int | None:
        """Id of the row that a person is on."""
        row = self.currentIndex().row()
        return self.rows.ids[row] if 0 <= row < len(self.rows.ids) else None

    def selected(self) -> list[int]:
        """Ids of the chosen rows, in the order shown."""
        chosen = self.selectionModel().selection()  # ranges: an index for each of thousands is slow
        parts = (chosen.at(place) for place in range(chosen.count()))
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        return [self.rows.ids[row] for row in rows]

    def show_rows(self, ids: "array[int]", first: Sequence[Any] = ()) -> None:
        """Other rows; what was chosen and is still there stays chosen, and the page does not jump."""
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

    def go_to(self, identity: int) -> bool:
        """Put the person on a row; whether it is among those shown."""
        try:
            row = self.rows.ids.index(identity)
        except ValueError:
            return False
        self.selectRow(row)
        self.scrollTo(self.rows.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def _select(self, rows: Sequence[int]) -> None:
        selection = QItemSelection()
        for first, last in _runs(sorted(rows)):
            selection.select(self.rows.index(first, 0), self.rows.index(last, len(self._widths) - 1))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # Columns

    def keep(self) -> None:
        """Remember the columns."""
        self._memory.keep_shape(self._shape, self.horizontalHeader())
        self._memory.put(self._own, int(self._own_width))
        self._memory.put(self._unit_kept, self._unit)

    def room(self) -> int:
        """Pixels for the wide column: what the others leave, and not less than it is wide at first."""
        header = self.horizontalHeader()
        others = header.length() - header.sectionSize(self._wide)
        return max(em(self, self._widths[self._wide]), self.viewport().width() - others)

    def fit(self) -> None:
        """Give the wide column its room; a width that the person chose stays."""
        if self._own_width or self.horizontalHeader().isSectionHidden(self._wide):
            return
        self._fitting = True
        self.horizontalHeader().resizeSection(self._wide, self.room())
        self._fitting = False

    def _widen(self) -> None:
        """Columns as wide in letters as they were."""
        before, self._unit = self._unit, em(self, _EMS)
        header, self._fitting = self.horizontalHeader(), True
        header.setMinimumSectionSize(1)  # a least size of other letters would widen columns, too
        for section, width in enumerate(self._widths) if before != self._unit else ():
            size = header.sectionSize(section) * self._unit / before  # none of one that is hidden
            header.resizeSection(section, round(size) or em(self, width))
        header.setMinimumSectionSize(em(self, _LEAST))
        self._fitting = False
        self.fit()

    def _resized(self, section: int, before: int, now: int) -> None:
        if self._fitting:
            return
        if section != self._wide:
            self.fit()
        elif before and now:  # not one that was hidden or shown again
            self._own_width = True

    def _set_up_headers(self) -> None:
        side, top = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(1)
        side.setDefaultSectionSize(em(self, 2.1))
        top.setSectionsMovable(True)
        top.setHighlightSections(False)
        top.setMinimumSectionSize(em(self, _LEAST))
        top.setTextElideMode(Qt.TextElideMode.ElideRight)
        for section, width in enumerate(self._widths):
            top.resizeSection(section, em(self, width))
        if self._memory.give_shape(self._shape, top):
            self._own_width = bool(self._memory.number(self._own, 0))
            self._unit = self._memory.number(self._unit_kept, self._unit)
            self._widen()
        else:
            self.show_first()
        top.sectionResized.connect(self._resized)

    def show_first(self) -> None:
        """Nobody has chosen columns yet."""

    # Qt's own events

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More room or less."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens what the row stands for."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another size of the text."""
        super().changeEvent(event)
        if self._made and event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self.verticalHeader().setDefaultSectionSize(em(self, 2.1))
            self._widen()


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Rows as runs of neighbours: a selection of thousands is a few parts."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
