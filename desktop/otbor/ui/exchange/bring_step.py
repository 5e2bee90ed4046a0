"""Step «Внесение»: what will be written, in numbers that add up, and the one question before it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QVBoxLayout, QWidget

from otbor.exchange.mapping import Role
from otbor.services.imports import TOGETHER
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.exchange import words
from otbor.ui.exchange.parts import Page, label
from otbor.ui.exchange.taking import RowState, Taking
from otbor.ui.kit import dates
from otbor.ui.kit.theme import em, mark

_SHOWN = (
    RowState.COMING, RowState.DOUBTFUL, RowState.REFUSED, RowState.LEFT, RowState.SAME_CHILD, RowState.KNOWN,
    RowState.CHANGED, RowState.LATER,
)  # fmt: skip


class BringStep(Page):
    """Numbers by sheet and by fate; a tick lets the rows with errors stay out."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taking: Taking | None = None
        card = QFrame()
        mark(card, "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(*[em(self, 1.2)] * 4)
        inner.setSpacing(em(self, 0.6))
        self.heading = label("", "title")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(em(self, 2))
        self.grid.setVerticalSpacing(em(self, 0.3))
        self.numbers = {state: [label(), label(), label()] for state in _SHOWN}
        self._heads = [label("", "muted"), label("", "muted"), label("", "muted")]
        self._totals = [label("", "heading"), label("", "heading"), label("", "heading")]
        for place, cells in enumerate([self._heads, *self.numbers.values(), self._totals]):
            for column, cell in enumerate(cells):
                cell.setWordWrap(False)
                right = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                self.grid.addWidget(cell, place, column, right)
        self.grid.setColumnStretch(3, 1)
        self.without = QCheckBox()
        self._name_errors(0)
        self.without.toggled.connect(self._ticked)
        self.doubts = label("", "warning")
        self.how = label(
            _(
                "Everything is written at once or nothing at all. Applications get the next numbers of the journal, in "
                "the order of the workbook's numbers. Rows that stay out can be saved as a table to mend."
            ),
            "muted",
        )
        inner.addWidget(self.heading)
        inner.addLayout(self.grid)
        inner.addWidget(self.doubts)
        inner.addWidget(self.without, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self.how)
        self.refused = label("", "bad")
        self.column.addWidget(card)
        self.column.addWidget(self.refused)
        self.column.addStretch(1)
        self.tell("")

    def open(self, taking: Taking) -> None:
        """Show the numbers of a dry run with its answers."""
        self._taking = taking
        counts = taking.counts()
        rows = taking.checked.rows if taking.checked else ()
        numbers = {(role, state): 0 for role in Role for state in RowState}
        for row in rows:
            numbers[row.role, taking.state_of(row)] += 1
        shown = [role for role in TOGETHER if role in taking.coming_roles]
        self.heading.setText(
            ngettext("{number} row comes in", "{number} rows come in", counts.coming).format(
                number=dates.count(counts.coming)
            )
        )
        heads = ["", *map(words.role_title, shown)]
        for place, cell in enumerate(self._heads):
            cell.setText(heads[place] if place < len(heads) else "")
        for state, cells in self.numbers.items():
            of = [numbers[role, state] for role in shown]
            cells[0].setText(words.states_title(state))
            for place, cell in enumerate(cells[1:]):
                cell.setText(dates.count(of[place]) if place < len(of) else "")
            for cell in cells:
                cell.setVisible(any(of))
        totals = [sum(numbers[role, state] for state in RowState) for role in shown]
        texts = [_("Rows in all"), *map(dates.count, totals)]
        for place, cell in enumerate(self._totals):
            cell.setText(texts[place] if place < len(texts) else "")
        self.doubts.setText(
            ngettext(
                "{number} pair of look-alikes has no answer: both come in as different children.",
                "{number} pairs of look-alikes have no answer: all come in as different children.",
                counts.unanswered,
            ).format(number=dates.count(counts.unanswered))
        )
        self.doubts.setVisible(bool(counts.unanswered))
        self._name_errors(counts.in_the_way)
        self.without.setVisible(bool(counts.in_the_way))
        self.without.setChecked(taking.without_refused)

    def tell(self, text: str) -> None:
        """Why nothing was written."""
        self.refused.setText(text)
        self.refused.setVisible(bool(text))

    def _name_errors(self, number: int) -> None:
        said = _("Take the rest in without rows with errors: {number}").format(number=dates.count(number))
        self.without.setText(said)
        self.without.setAccessibleName(said)

    def _ticked(self, sure: bool) -> None:  # noqa: FBT001 - Qt's signal
        if self._taking is not None:
            self._taking.without_refused = sure
            self.changed.emit()
