"""How a cell is drawn: text alone, without the style sheet's way of drawing one, which takes three times as long."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from otbor.ui.journal.model import JournalModel
from otbor.ui.kit.theme import colours, em

_WHERE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)


class CellPainter(QStyledItemDelegate):
    """Draws the cells of ``model`` in ``table``; :meth:`dress` it when the look has changed."""

    def __init__(self, model: JournalModel, table: QWidget) -> None:
        super().__init__(table)
        self._model = model
        self._table = table
        self.dress()

    def dress(self) -> None:
        """Take the colours and the letters of the table."""
        chosen = colours(self._table)
        self._text, self._muted, self._warning = QColor(chosen.text), QColor(chosen.muted), QColor(chosen.warning)
        self._chosen, self._edge = QColor(chosen.accent_ground), QColor(chosen.accent)
        self._plain = self._table.font()
        self._struck = QFont(self._plain)
        self._struck.setStrikeOut(True)
        self._gap = em(self._table, 0.5)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground of a chosen row, the text, a line around where the keys are."""
        rect, state = option.rect, option.state  # type: ignore[attr-defined]  # the stubs leave them out
        text, struck, ended, wanting = self._model.cell(index.row(), index.column())
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._chosen)
        painter.setFont(self._struck if struck else self._plain)
        painter.setPen(self._muted if ended else self._warning if wanting else self._text)
        room = rect.adjusted(self._gap, 0, -self._gap, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _WHERE, shown)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._edge)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
