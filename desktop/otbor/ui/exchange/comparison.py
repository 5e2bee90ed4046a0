"""Two that look alike, side by side: the row and its neighbour, what differs is marked, and the two answers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.services.imports import CheckedRow, Side
from otbor.support.translation import gettext as _
from otbor.ui.card.words import phone
from otbor.ui.exchange.parts import label
from otbor.ui.exchange.taking import Taking, pair_key
from otbor.ui.kit import dates
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark


class Comparison(QFrame):
    """Hidden while the row looks like nobody."""

    answered = Signal(object, object)  # the CheckedRow, the other's Side

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self._taking: Taking | None = None
        self._row: CheckedRow | None = None
        column = QVBoxLayout(self)
        column.setSpacing(em(self, 0.5))
        self.heading = label("", "heading")
        self.which = QComboBox()
        self.which.setAccessibleName(_("Which of those it looks like"))
        self.which.currentIndexChanged.connect(self._show)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(em(self, 0.8))
        self._grid.setVerticalSpacing(em(self, 0.25))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._names = self._titles()
        self._cells: list[tuple[QLabel, QLabel]] = []
        for place, name in enumerate(["", *self._names]):
            self._grid.addWidget(label(name, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            pair = (label("", "heading" if place == 0 else ""), label("", "heading" if place == 0 else ""))
            for side, one in enumerate(pair, 1):
                one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._grid.addWidget(one, place, side, Qt.AlignmentFlag.AlignTop)
            self._cells.append(pair)
        self.other = self._button(_("This is another child"), "users", "Alt+1")
        self.same = self._button(_("This is the same child"), "copy", "Alt+2")
        self.other.clicked.connect(lambda _checked: self.answer(same=False))
        self.same.clicked.connect(lambda _checked: self.answer(same=True))
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addWidget(self.same)
        row.addStretch(1)
        self.told = label("", "muted")
        for part in (self.heading, self.which):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addLayout(self._grid)
        self.hide()

    def open(self, taking: Taking | None, row: CheckedRow | None) -> None:
        """The look-alikes of a row, the first unanswered in front."""
        self._taking, self._row = taking, row
        shown = taking is not None and row is not None and row.side is not None
        self.setVisible(shown)
        if not shown or taking is None or row is None:
            return
        self.which.blockSignals(True)  # noqa: FBT003 - Qt's own shape
        self.which.clear()
        self.which.addItems([_place(one.other) for one in row.alike])
        waiting = [place for place, one in enumerate(row.alike) if pair_key(row, one.other) not in taking.answers]
        self.which.setCurrentIndex(waiting[0] if waiting else 0)
        self.which.blockSignals(False)  # noqa: FBT003
        self.which.setVisible(len(row.alike) > 1)
        self._show()

    def answer(self, *, same: bool) -> None:
        """Say what the two are; the same answer once more takes it back."""
        other = self.neighbour
        if self._taking is None or self._row is None or other is None:
            return
        key = pair_key(self._row, other)
        if self._taking.answers.get(key) is same:
            del self._taking.answers[key]
        else:
            self._taking.answers[key] = same
        row = self._row
        self.open(self._taking, row)
        self.answered.emit(row, other)

    @property
    def neighbour(self) -> Side | None:
        """The one beside the row."""
        place = self.which.currentIndex()
        return self._row.alike[place].other if self._row is not None and 0 <= place < len(self._row.alike) else None

    def _show(self) -> None:
        row, other, taking = self._row, self.neighbour, self._taking
        if row is None or row.side is None or other is None or taking is None:
            return
        heads = (_place(row.side), _place(other))
        for cell, text in zip(self._cells[0], heads, strict=True):
            cell.setText(text)
        for pair, mine, theirs in zip(self._cells[1:], _values(row.side), _values(other), strict=True):
            differs = mine != theirs and pair is not self._cells[1]  # numbers always do
            pair[0].setText(mine or "—")
            pair[1].setText(f"≠ {theirs or '—'}" if differs else theirs or "—")
            for one in pair:
                mark(one, "heading" if differs else "")
        said = taking.answers.get(pair_key(row, other))
        self.other.setChecked(said is False)
        self.same.setChecked(said is True)
        give_icon(self.other, "check-circle" if said is False else "users")
        give_icon(self.same, "check-circle" if said is True else "copy")
        self.heading.setText(
            _("Is it one child?")
            if len(row.alike) == 1
            else _("Is it one child? Look-alikes: {number}").format(number=dates.count(len(row.alike)))
        )
        self.told.setText(
            {
                None: _("Without an answer the row comes in as another child, and the overview keeps asking."),
                False: _("The row comes in; that these are different children is remembered."),
                True: _("The row stays out; that is put on record with the import."),
            }[said]
        )

    def _titles(self) -> list[str]:
        return [
            _("№"), _("Child"), _("Birth date"), _("Parent"), _("Telephone"), _("Address"), _("Groups"), _("Filed on"),
        ]  # fmt: skip

    def _button(self, text: str, sign: str, keys: str) -> QPushButton:
        made = QPushButton(text)
        made.setCheckable(True)
        made.setToolTip(f"{text} ({keys})")
        made.setAccessibleName(text)
        give_icon(made, sign)
        return made


def _values(side: Side) -> tuple[str, ...]:
    return (
        side.number,
        side.name,
        dates.day(side.born_on) if side.born_on else "",
        side.representative,
        phone(", ".join(side.phones)),
        side.address,
        ", ".join(side.groups),
        dates.day(side.filed_on) if side.filed_on else "",
    )


def _place(side: Side) -> str:
    if side.row:
        return _("Row {row} of the workbook").format(row=side.row)
    return _("№ {number} in the journal").format(number=side.number)
