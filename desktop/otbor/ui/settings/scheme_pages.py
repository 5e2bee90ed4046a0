"""Pages of the scheme that are only read: its sentences, its versions side by side, whom an edit would move."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from otbor.services.scheme_edits import Moved, Moves, Side, Standing, StoredScheme
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit import dates
from otbor.ui.kit.icons import icon
from otbor.ui.kit.theme import by_text, em
from otbor.ui.settings.cards import Card, muted
from otbor.ui.settings.controls import Choice
from otbor.ui.settings.scheme_numbers import shown

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LAST_TEXT = 2  # column of the child: numbers come after it
_SIDES = {Side.BEFORE: "minus-circle", Side.AFTER: "plus-circle"}


class SentencesPage(Card):
    """The whole act as sentences."""

    def __init__(self) -> None:
        super().__init__(_("The rules are being read…"))
        self.sentences: tuple[str, ...] = ()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.column.addWidget(self.text)
        self.finish()

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show these; without any the text cannot be read."""
        self.sentences = tuple(sentences)
        head, *rest = sentences or (_("The text cannot be read as a scheme: mend what is named above."),)
        self.heading.setText(head)
        self.heading.setWordWrap(True)
        self.text.setText("\n\n".join(rest))

    def show_failure(self, sentences: Sequence[str]) -> None:
        """Say why there are none."""
        self.sentences = ()
        self.heading.setText(_("The rules could not be read"))
        self.text.setText("\n\n".join(sentences))


class VersionsPage(QWidget):
    """All versions in a table, two of them compared by their sentences; ``compared`` asks for two numbers."""

    compared = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.9))
        titles = (_("№"), _("Version"), _("Saved"), _("By whom"), _("State"), _("Basis"), _("Ratings made by it"))
        self.table = table(titles, stretch=5)
        self.table.setAccessibleName(_("Versions"))
        column.addWidget(self.table)
        row = QHBoxLayout()
        self.before, self.after = Choice(()), Choice(())
        for text, field in ((_("Compare version"), self.before), (_("with version"), self.after)):
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text)
            field.currentIndexChanged.connect(self._asked)
            row.addWidget(label)
            row.addWidget(field)
        row.addStretch(1)
        column.addLayout(row)
        self.lines = QListWidget()
        self.lines.setAccessibleName(_("Differences"))
        self.lines.setWordWrap(True)
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        by_text(self.lines, QWidget.setMinimumHeight, 16)
        column.addWidget(self.lines, 1)

    def show_versions(self, stored: StoredScheme) -> None:
        """Show the versions, the newest first; the two newest are compared."""
        rows = []
        for one in reversed(stored.versions):
            basis = one.basis
            why = "" if basis is None else f"{basis.act} {dates.day(basis.dated)}: {basis.reason}"
            state = _("locked {day}").format(day=dates.moment(one.locked_at, stored.zone)) if one.locked_at else ""
            saved = dates.moment(one.made_at, stored.zone)
            ratings = ", ".join(f"№ {number}" for number in one.ratings)
            rows.append((str(one.number), one.version, saved, one.made_by, state, why, ratings))
        fill(self.table, rows)
        offered = [(one.number, f"№ {one.number} ({one.version})") for one in stored.versions]
        for field, number in ((self.before, max(len(offered) - 1, 1)), (self.after, len(offered))):
            field.blockSignals(True)  # noqa: FBT003 - Qt's own shape
            field.offer(offered)
            field.choose(number)
            field.blockSignals(False)  # noqa: FBT003
        self._asked()

    def show_comparison(self, lines: Sequence[tuple[Side, str]]) -> None:
        """What is only in one of them, with a word for which."""
        self.lines.clear()
        words = {Side.BEFORE: _("Was: {text}"), Side.AFTER: _("Now: {text}")}
        for side, text in lines:
            if side is not Side.BOTH:
                item = QListWidgetItem(icon(_SIDES[side]), words[side].format(text=text), self.lines)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        if not self.lines.count():
            QListWidgetItem(_("The rules are the same."), self.lines)

    def _asked(self) -> None:
        before, after = self.before.chosen(), self.after.chosen()
        if before is not None and after is not None:
            self.compared.emit(before, after)


class MovesModel(QAbstractTableModel):
    """Who moves, a child a row: there may be thousands, so only what is in sight is put into words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Moved] = ()
        self.titles = (
            _("Group"),
            _("Number"),
            _("Child"),
            _("Points now"),
            _("Points after"),
            _("Place now"),
            _("Place after"),
        )

    def show_rows(self, rows: Sequence[Moved]) -> None:
        """Show these instead of those before."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """A child a row."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """What is told of each."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell in words; numbers are set to the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() > _LAST_TEXT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        m = self.rows[index.row()]
        cells = (m.group, m.number, m.child, *_points(m.before, m.after), *_places(m.before, m.after))
        return cells[index.column()]


class MovesPage(QWidget):
    """Children whose points or place the edited scheme would change; ``asked`` when the person wants to know."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.9))
        self.state = muted(_("The ratings under the edited scheme beside those of now; nothing is written."))
        self.button = QPushButton(_("Compare the ratings"))
        self.button.clicked.connect(self.asked)
        head = QHBoxLayout()
        head.addWidget(self.state, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.model = MovesModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        dress_table(self.table, stretch=_LAST_TEXT)
        by_text(self.table, QWidget.setMinimumHeight, 24)
        self.table.setAccessibleName(_("What changes"))
        self.table.hide()
        column.addWidget(self.table, 1)
        column.addStretch()

    def forget(self) -> None:
        """The scheme was edited further: what was compared is no longer so."""
        self.table.hide()
        self.state.setText(_("The ratings under the edited scheme beside those of now; nothing is written."))

    def show_moves(self, moves: Moves) -> None:
        """Who moves, by group and number."""
        by = (
            _("Compared with rating № {number}.").format(number=moves.rating)
            if moves.rating is not None
            else _("There is no rating yet: compared by the points of today.")
        )
        number = len(moves.rows)
        told = ngettext("{n} line of {of} differs.", "{n} lines of {of} differ.", number)
        if not number:
            told = ngettext("Nothing changes in {of} line.", "Nothing changes in {of} lines.", moves.compared)
        self.state.setText(f"{told.format(n=dates.count(number), of=dates.count(moves.compared))} {by}")
        self.model.show_rows(moves.rows)
        self.table.setVisible(bool(number))


def _points(*standings: Standing | None) -> list[str]:
    return [shown(one.total) if one is not None and one.total is not None else "—" for one in standings]


def _places(*standings: Standing | None) -> list[str]:
    return [
        _("not in it") if one is None else str(one.place) if one.place is not None else _("apart") for one in standings
    ]


def table(titles: Sequence[str], stretch: int) -> QTableWidget:
    """A short table to be read; the column ``stretch`` takes the room that is left."""
    made = QTableWidget(0, len(titles))
    made.setHorizontalHeaderLabels(list(titles))
    dress_table(made, stretch)
    return made


def dress_table(made: QTableView, stretch: int) -> None:
    """Make a table one to be read."""
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setTabKeyNavigation(False)
    made.verticalHeader().hide()
    made.setShowGrid(False)
    header = made.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    header.setResizeContentsPrecision(50)  # rows that are measured for it
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def fill(shown_in: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    """Show ``rows``."""
    shown_in.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for place, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            shown_in.setItem(row, place, item)
    shown_in.resizeRowsToContents()
    high = shown_in.horizontalHeader().sizeHint().height() + shown_in.verticalHeader().length() + 6
    shown_in.setFixedHeight(max(min(high, em(shown_in, 16)), em(shown_in, 4)))
