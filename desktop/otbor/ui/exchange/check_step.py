"""Step «Проверка»: every row with its fate, filters, and the row that a person is on beside them."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSplitter, QToolButton, QWidget

from otbor.services.imports import CheckedRow, Fate, Side
from otbor.support.translation import gettext as _
from otbor.ui.exchange import words
from otbor.ui.exchange.parts import Page, label
from otbor.ui.exchange.row_pane import RowPane
from otbor.ui.exchange.rows_model import RowsModel, Show
from otbor.ui.exchange.tables import Table
from otbor.ui.exchange.taking import COMES, RowState, Taking
from otbor.ui.kit import dates
from otbor.ui.kit.theme import colours, em
from otbor.wording.findings import sentence

_LEFT = 560  # of a thousand parts of the width, for the table
_BESIDE = 62  # widths of the page in em from which the row stands beside the table, else below


class CheckStep(Page):
    """The dry run; answers and rows left out are kept in the :class:`Taking`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taking: Taking | None = None
        self.filters: dict[Show, QToolButton] = {}
        row = QHBoxLayout()
        row.setSpacing(em(self, 0.3))
        self._group = QButtonGroup(self)
        for show in Show:
            button = QToolButton()
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked, wanted=show: self.filter(wanted))
            self._group.addButton(button)
            self.filters[show] = button
            row.addWidget(button)
        row.addStretch(1)
        self.counts = label("", "muted")
        self.remarks = label("", "muted")
        self.rows = RowsModel()
        self.table = Table(self.rows, _("Rows of the workbook"), (12, 9.5, 3.5, 16, 0))
        self.table.selectionModel().currentRowChanged.connect(lambda *_places: self.show_row())
        self.table.toggled.connect(lambda _row: self.leave())
        self.pane = RowPane(self.leave)
        self.pane.comparison.answered.connect(self._answered)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.table)
        self.split.addWidget(self.pane)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([_LEFT, 1000 - _LEFT])
        self.column.addLayout(row)
        self.column.addWidget(self.counts)
        self.column.addWidget(self.remarks)
        self.column.addWidget(self.split, 1)

    @property
    def current(self) -> CheckedRow | None:
        """The row that a person is on."""
        place = self.table.currentIndex().row()
        return self.rows.rows[place] if 0 <= place < len(self.rows.rows) else None

    def open(self, taking: Taking, *, again: bool = False) -> None:
        """Another dry run; the rows with errors come first, else the doubtful ones, else all.

        One made ``again`` of what is read leaves a person where she was.
        """
        self._taking = taking
        self.rows.dress(colours(self))
        fates = {row.fate for row in taking.checked.rows} if taking.checked else set()
        first = Show.REFUSED if Fate.REFUSED in fates else Show.DOUBTFUL if Fate.DOUBTFUL in fates else Show.ALL
        remarks = taking.checked.remarks if taking.checked else ()
        self.remarks.setText("\n".join(map(sentence, remarks)))
        self.remarks.setVisible(bool(remarks))
        self.filter(self.rows.shown if again else first)
        self._show_counts()

    def filter(self, show: Show) -> None:
        """See these rows; the row that a person was on stays, if it is among them."""
        before = self.current
        self.filters[show].setChecked(True)
        self.rows.open(self._taking, show)
        if self.rows.rows:
            there = (before.role, before.row) if before is not None else None
            places = [place for place, row in enumerate(self.rows.rows) if (row.role, row.row) == there]
            self.table.selectRow(places[0] if places else 0)
        self.show_row()

    def show_row(self) -> None:
        """Show the row that a person is on."""
        self.pane.open(self._taking, self.current)

    def leave(self) -> None:
        """Leave the row out, or take it in after all."""
        row, taking = self.current, self._taking
        if row is None or taking is None:
            return
        if taking.state_of(row) in {*COMES, RowState.LEFT}:
            taking.out.setdefault(row.role, set()).symmetric_difference_update({row.row})
            self._told()

    def answer(self, *, same: bool) -> None:
        """«Это он же» or «это другой ребёнок» of the row and the one beside it."""
        if self.pane.comparison.isVisibleTo(self):
            self.pane.comparison.answer(same=same)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The row beside the table where there is room, else below."""
        super().resizeEvent(event)
        beside = self.width() >= em(self, _BESIDE)
        self.split.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        self.table.setMinimumHeight(em(self, 9))
        self.pane.setMinimumHeight(em(self, 9 if beside else 16))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Signs follow the look."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange} and hasattr(self, "rows"):
            self.rows.dress(colours(self))

    def _answered(self, row: CheckedRow, _other: Side) -> None:
        """Go on to the next pair, when this row has no more."""
        self._told()
        if self._taking is not None and not self._taking.pairs(row):
            place = self.rows.next_unanswered(self.table.currentIndex().row())
            if place is not None:
                self.table.selectRow(place)

    def _told(self) -> None:
        place = self.table.currentIndex().row()
        self.rows.refresh(place, place)
        self.show_row()
        self._show_counts()
        self.changed.emit()

    def _show_counts(self) -> None:
        if self._taking is None:
            return
        counts = self._taking.counts()
        rows = self._taking.checked.rows if self._taking.checked else ()
        numbers = {
            Show.ALL: (_("All"), counts.all),
            Show.REFUSED: (_("With errors"), counts.of(RowState.REFUSED)),
            Show.DOUBTFUL: (_("Doubtful"), sum(row.fate is Fate.DOUBTFUL for row in rows)),
            Show.STAYING: (_("Stay out"), counts.all - counts.coming),
        }
        for show, (title, number) in numbers.items():
            self.filters[show].setText(f"{title}: {dates.count(number)}")
            self.filters[show].setAccessibleName(self.filters[show].text())
        self.counts.setText(words.counts_line(counts))
