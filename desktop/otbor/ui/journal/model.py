"""The model of the journal: what its cells say of an application, and how it is sorted."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont

from otbor.services.journal_filter import Column, Order
from otbor.services.journal_view import BLOCK, Line
from otbor.ui.journal import columns
from otbor.ui.kit.block_model import TEXTS, BlockModel, Index

_TEXTS_KEPT = 40_000  # cells: of some thousand rows


class JournalModel(BlockModel[Line]):
    """Applications, read by ``read`` (:class:`BlockModel`)."""

    sorted_by = Signal(object)  # an Order that the person asks for

    def __init__(self, read: Callable[[Sequence[int]], list[Line]], parent: QObject | None = None) -> None:
        super().__init__(read, attrgetter("application_id"), BLOCK, list(map(columns.title, columns.ALL)), parent)
        self.order = Order()
        self._texts: dict[tuple[int, Column], str] = {}
        self._struck = QFont()
        self._struck.setStrikeOut(True)

    def forget(self, first: Sequence[Line] = ()) -> None:
        """Their texts with them."""
        super().forget(first)
        self._texts.clear()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says and how; a cell that cannot be read says «…»."""
        if role not in _ROLES:
            return None
        line, column = self.line(index.row()), columns.ALL[index.column()]
        if role in TEXTS:
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
            if len(self._texts) > _TEXTS_KEPT:
                self._texts.clear()
            known = self._texts[key] = columns.text(line, column)
        return known


_ROLES = frozenset({*TEXTS, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.FontRole})
