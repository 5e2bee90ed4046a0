"""Tables of the import: one look for all of them, models that hold values and make texts when they are drawn."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from otbor.ui.kit.theme import em

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
TEXTS = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole})


class Table(QTableView):
    """A calm table: rows are chosen whole, nothing wraps; Enter or a double click on a row that opens opens it.

    ``widths`` of the columns are in em, 0 stretches. A resized text resizes the columns.
    """

    opened = Signal(int)  # a row
    toggled = Signal(int)  # Space on a row

    def __init__(
        self, model: QAbstractTableModel, name: str, widths: Sequence[float], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._widths = tuple(widths)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        side, top = self.verticalHeader(), self.horizontalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(1)
        top.setHighlightSections(False)
        top.setMinimumSectionSize(em(self, 2))
        top.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for section, width in enumerate(self._widths):
            stretches = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            top.setSectionResizeMode(section, stretches)
        self._dress()
        self.doubleClicked.connect(lambda place: self.opened.emit(place.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter or F2 opens a row (or its editor), Space or Delete changes it."""
        place = self.currentIndex()
        if place.isValid() and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            if self.state() is not QAbstractItemView.State.EditingState:
                self.opened.emit(place.row())
        elif place.isValid() and event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Delete}:
            self.toggled.emit(place.row())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """F2 is the table's own key here: elsewhere in the window it corrects an application of the journal."""
        own = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F2
        if own and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another size of the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange} and hasattr(self, "_widths"):
            self._dress()

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(em(self, 2.1))
        self.setIconSize(QSize(em(self, 1.2), em(self, 1.2)))
        for section, width in enumerate(self._widths):
            if width:
                self.horizontalHeader().resizeSection(section, em(self, width))


class RowModel(QAbstractTableModel):
    """A table of plain rows: :meth:`cell` says what stands where."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Any] = ()

    def titles(self) -> Sequence[str]:
        """Headings of the columns."""
        raise NotImplementedError

    def cell(self, row: Any, column: int) -> str:
        """The text of a cell."""
        raise NotImplementedError

    def show(self, rows: Sequence[Any]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def refresh(self, first: int = 0, last: int = -1) -> None:
        """The rows from ``first`` to ``last`` say something else now; of all, when nothing is named."""
        if self.rows:
            bottom = last if last >= 0 else len(self.rows) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(bottom, self.columnCount() - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """So many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """So many columns."""
        return 0 if parent.isValid() else len(self.titles())

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Headings."""
        across = orientation is Qt.Orientation.Horizontal
        return self.titles()[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; a cell that has no room says the whole as its tip."""
        return self.cell(self.rows[index.row()], index.column()) if role in TEXTS else None


class ChoiceDelegate(QStyledItemDelegate):
    """A list to choose from in one column, opened by Enter, F2 or a click; the model names the choices."""

    def __init__(self, view: Table, column: int) -> None:
        super().__init__(view)
        self._view = view
        view.setItemDelegateForColumn(column, self)
        view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed)
        view.opened.connect(lambda row: view.edit(view.model().index(row, column)))
        view.clicked.connect(lambda place: view.edit(place) if place.column() == column else None)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        """The list, open."""
        box = QComboBox(parent)
        for title, value in index.data(CHOICES):
            box.addItem(title, value)
        box.setAccessibleName(str(self._view.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        box.activated.connect(lambda _place: self._finish(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """Begin with what is chosen."""
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))
            editor.showPopup()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:  # noqa: N802 - Qt's name
        """Keep what was chosen."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(  # noqa: N802 - Qt's name
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """As large as its cell."""
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]  # the stubs lack it

    def _finish(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)
        self._view.setFocus()  # Qt gives the keys back only from the box, and they went to its list


CHOICES = int(Qt.ItemDataRole.UserRole) + 1  # what a model gives for a cell with a list: (title, value) each
