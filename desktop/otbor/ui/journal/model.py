"""The table's model: ids of all rows, and of their data only the blocks that somebody looks at."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from otbor.services.journal_filter import Column, Order
from otbor.services.journal_view import BLOCK, Line
from otbor.ui.journal import columns
from otbor.ui.kit.failures import failure_of

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_KEPT = 48  # blocks: pages back and forth are there at once, 100,000 rows are not held
_TEXTS = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}


class JournalModel(QAbstractTableModel):
    """Rows of :meth:`show`; ``read`` gives the lines of a block and runs on the window's thread."""

    failed = Signal(object)  # a Failure: told once, until the rows are asked for anew
    sorted_by = Signal(object)  # an Order that the person asks for

    def __init__(self, read: Callable[[Sequence[int]], list[Line]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: array[int] = array("q")
        self.order = Order()
        self._read = read
        self._blocks: OrderedDict[int, dict[int, Line]] = OrderedDict()
        self._texts: dict[tuple[int, Column], str] = {}
        self._broken = False
        self._struck = QFont()
        self._struck.setStrikeOut(True)
        self._titles = {column: columns.title(column) for column in columns.ALL}

    def show(self, ids: "array[int]", first: Sequence[Line] = ()) -> None:
        """Other rows, or the same in another order; ``first``: the first block, where it is read already."""
        self.beginResetModel()
        self.ids = ids
        self._forget(first)
        self.endResetModel()

    def refresh(self, first: Sequence[Line] = ()) -> None:
        """The same rows, read anew."""
        self._forget(first)
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(columns.ALL) - 1))

    def line(self, row: int) -> Line | None:
        """The application of a row; None while it cannot be read, and for one that is no longer there."""
        start = row // BLOCK
        block = self._blocks.get(start)
        if block is None:
            block = self._load(start)
        else:
            self._blocks.move_to_end(start)
        return block.get(self.ids[row])

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """So many applications."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Every column there is; the table hides those that nobody wants."""
        return 0 if parent.isValid() else len(columns.ALL)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self._titles[columns.ALL[section]] if role in _TEXTS else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says and how; a cell that cannot be read says «…»."""
        if role not in _ROLES:
            return None
        line, column = self.line(index.row()), columns.ALL[index.column()]
        if role in _TEXTS:
            return "…" if line is None else self._text(line, column)
        return None if line is None else self._look(line, column, role)

    def _look(self, line: Line, column: Column, role: int) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return columns.tip(line, column)
        return None if line.in_force or column in columns.UNSTRUCK else self._struck

    def cell(self, row: int, place: int) -> tuple[str, bool, bool, bool]:
        """What a painted cell says, whether it is struck through, of an ended row, of what is still to be done."""
        line, column = self.line(row), columns.ALL[place]
        if line is None:
            return "…", False, False, False
        ended = not line.in_force
        return self._text(line, column), ended and column not in columns.UNSTRUCK, ended, columns.wanting(line, column)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order: the database sorts, not the table."""
        if column < 0:
            return
        wanted = Order(columns.ALL[column], order is Qt.SortOrder.DescendingOrder)
        if wanted != self.order:
            self.order = wanted
            self.sorted_by.emit(wanted)

    def _text(self, line: Line, column: Column) -> str:
        key = line.application_id, column
        known = self._texts.get(key)
        if known is None:
            known = self._texts[key] = columns.text(line, column)
        return known

    def _load(self, start: int) -> dict[int, Line]:
        if self._broken:
            return {}
        try:
            wanted = self.ids[start * BLOCK : (start + 1) * BLOCK].tolist()
            block = {line.application_id: line for line in self._read(wanted)}
        except Exception as error:  # noqa: BLE001 - the edge of Qt's own call: an error told, not one a cell
            self._broken = True
            self.failed.emit(failure_of(error))
            return {}
        self._blocks[start] = block
        if len(self._blocks) > _KEPT:
            self._blocks.popitem(last=False)
            self._texts.clear()
        return block

    def _forget(self, first: Sequence[Line]) -> None:
        self._blocks.clear()
        if first:
            self._blocks[0] = {line.application_id: line for line in first}
        self._texts.clear()
        self._broken = False


_ROLES = frozenset({*_TEXTS, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.FontRole})
