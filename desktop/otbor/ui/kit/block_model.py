"""The model of a table of many rows: ids of all of them, and of their data only the blocks that somebody looks at."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from otbor.ui.kit.failures import failure_of

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
TEXTS = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole})
_NOWHERE = QModelIndex()
_KEPT = 48  # blocks: pages back and forth are there at once, 100,000 rows are not held


class BlockModel(QAbstractTableModel, Generic[Row]):
    """Rows of :meth:`show` under ``titles``; a subclass says what their cells show.

    ``read`` gives the lines of at most ``block`` ids and runs on the window's thread; ``identity`` is the id of a line.
    """

    failed = Signal(object)  # a Failure: told once, until the rows are asked for anew

    def __init__(
        self,
        read: Callable[[Sequence[int]], list[Row]],
        identity: Callable[[Row], int],
        block: int,
        titles: Sequence[str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.ids: array[int] = array("q")
        self._read, self._identity, self._block = read, identity, block
        self._titles = tuple(titles)
        self._blocks: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self._broken = False

    def show(self, ids: "array[int]", first: Sequence[Row] = ()) -> None:
        """Other rows, or the same in another order; ``first``: the first block, where it is read already."""
        self.beginResetModel()
        self.ids = ids
        self.forget(first)
        self.endResetModel()

    def refresh(self, first: Sequence[Row] = ()) -> None:
        """The same rows, read anew."""
        self.forget(first)
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(self._titles) - 1))

    def line(self, row: int) -> Row | None:
        """What a row shows; None while it cannot be read, and for one that is no longer there."""
        start = row // self._block
        block = self._blocks.get(start)
        if block is None:
            block = self._load(start)
        else:
            self._blocks.move_to_end(start)
        return block.get(self.ids[row])

    def forget(self, first: Sequence[Row] = ()) -> None:
        """Read what is seen anew; ``first`` as in :meth:`show`."""
        self._blocks.clear()
        if first:
            self._blocks[0] = self._by_id(first)
        self._broken = False

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """So many rows."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Every column there is; the table hides those that nobody wants."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self._titles[section] if role in TEXTS else None

    def _load(self, start: int) -> dict[int, Row]:
        if self._broken:
            return {}
        try:
            block = self._by_id(self._read(self.ids[start * self._block : (start + 1) * self._block].tolist()))
        except Exception as error:  # noqa: BLE001 - the edge of Qt's own call: an error told, not one a cell
            self._broken = True
            self.failed.emit(failure_of(error))
            return {}
        self._blocks[start] = block
        if len(self._blocks) > _KEPT:
            self._blocks.popitem(last=False)
        return block

    def _by_id(self, lines: Sequence[Row]) -> dict[int, Row]:
        return {self._identity(line): line for line in lines}
