"""The table of the register: fixed rows, columns that a person widens; one's place survives rows that come and go."""

from array import array

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.issued.model import ABOUT, AUTHOR, DATE, KIND, NUMBER, REPEATED, SIGNED, PapersModel
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.theme import em

_REST = 60  # milliseconds on a row before its paper is opened: an arrow held down opens none on its way
_SHAPE, _OWN_WIDTH = "issued/columns", "issued/about"
_WIDTHS = {NUMBER: 8, DATE: 7.4, KIND: 10, ABOUT: 15.2, SIGNED: 7.2, REPEATED: 8, AUTHOR: 10}  # in em


class PapersTable(QTableView):
    """Shows a :class:`PapersModel`."""

    rested = Signal()  # on another row
    opened = Signal()  # Enter or a double click

    def __init__(self, model: PapersModel, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._memory = memory
        self._own_width = False  # of who or what a paper is about: the person chose it
        self._fitting = False
        self.setModel(model)
        self.setAccessibleName(_("Register of issued papers"))
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
        self._set_up_headers()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_REST)
        self._pause.timeout.connect(self.rested)
        self.selectionModel().currentRowChanged.connect(lambda *_places: self._pause.start())
        self.doubleClicked.connect(lambda _place: self.opened.emit())

    @property
    def current(self) -> int | None:
        """Row id of the paper that a person is on."""
        row = self.currentIndex().row()
        return self.rows.ids[row] if 0 <= row < len(self.rows.ids) else None

    def selected(self) -> list[int]:
        """Row ids of the chosen papers, in the order shown."""
        chosen = self.selectionModel().selection()  # ranges: an index for each of thousands is slow
        parts = [chosen.at(place) for place in range(chosen.count())]
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        return [self.rows.ids[row] for row in rows]

    def show_rows(self, ids: "array[int]") -> None:
        """Other rows; what was chosen and is still there stays chosen."""
        if ids == self.rows.ids:
            self.rows.refresh()
            self._pause.start()
            return
        current, chosen = self.current, frozenset(self.selected())
        self.rows.show(ids)
        places = {identity: row for row, identity in enumerate(ids) if identity in chosen or identity == current}
        selection = QItemSelection()
        for identity in chosen & places.keys():
            row = places[identity]
            selection.select(self.rows.index(row, 0), self.rows.index(row, SIGNED))
        model = self.selectionModel()
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if current in places:
            where = self.rows.index(places[current], 0)
            model.setCurrentIndex(where, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(where)
        elif ids:
            self.selectRow(0)
        self._pause.start()

    def go_to(self, paper_id: int) -> bool:
        """Put the person on the row of a paper; whether it is among those shown."""
        try:
            row = self.rows.ids.index(paper_id)
        except ValueError:
            return False
        self.selectRow(row)
        self.scrollTo(self.rows.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def keep(self) -> None:
        """Remember the columns."""
        self._memory.keep_shape(_SHAPE, self.horizontalHeader())
        self._memory.put(_OWN_WIDTH, int(self._own_width))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the paper of the row."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another size of the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self.verticalHeader().setDefaultSectionSize(em(self, 2.1))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More room or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the room that the other columns leave to who or what a paper is about; a width of one's own stays."""
        top = self.horizontalHeader()
        if self._own_width:
            return
        others = top.length() - top.sectionSize(ABOUT)
        self._fitting = True
        top.resizeSection(ABOUT, max(em(self, _WIDTHS[ABOUT]), self.viewport().width() - others))
        self._fitting = False

    def _resized(self, section: int, _before: int, _now: int) -> None:
        if section == ABOUT:
            self._own_width = self._own_width or not self._fitting
        elif not self._fitting:
            self._fit()

    def _set_up_headers(self) -> None:
        side, top = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(1)
        side.setDefaultSectionSize(em(self, 2.1))
        top.setHighlightSections(False)
        top.setSectionsMovable(True)
        top.setMinimumSectionSize(em(self, 3))
        top.setTextElideMode(Qt.TextElideMode.ElideRight)
        for column, width in _WIDTHS.items():
            top.resizeSection(column, em(self, width))
        self._memory.give_shape(_SHAPE, top)
        self._own_width = bool(self._memory.number(_OWN_WIDTH, 0))
        top.sectionResized.connect(self._resized)
