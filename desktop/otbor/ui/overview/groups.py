"""The groups: seats, how many want them most, how many want them at all, and how many for one seat."""

from decimal import Decimal

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from otbor.services.overview import Road
from otbor.services.overview_counts import GroupLine, contest
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.theme import em
from otbor.ui.kit.words import channel_words
from otbor.ui.overview import words
from otbor.ui.overview.parts import Card, label


def _title(group: GroupLine) -> str:
    return group.title if group.title == group.code else f"{group.code}, {group.title}"


def _texts(title: str, seats: int, first: int, wanted: int, per_seat: Decimal | None) -> tuple[str, ...]:
    return title, dates.count(seats), dates.count(first), dates.count(wanted), words.ratio(per_seat)


class GroupTable(Card):
    """One line a group, the sum below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Classes and groups"), parent)
        self.table = QTableWidget(0, 5)
        self.table.setAccessibleName(_("Applications by class"))
        titles = (_("Class"), _("Seats"), _("First\nwish"), _("Any\nwish"), _("For one\nseat"))
        for place, title in enumerate(titles):
            cell = QTableWidgetItem(title)
            side = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
            cell.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.table.setHorizontalHeaderItem(place, cell)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        header.sectionResized.connect(self._fit)  # a narrower column wraps its texts
        self.column.addWidget(self.table)
        self.channels = label("", "muted")
        self.column.addWidget(self.channels)

    def show_groups(self, road: Road) -> None:
        """Show the groups of a campaign and how its applications came."""
        counts, seats = road.counts, sum(group.seats for group in road.groups)
        rows = [_texts(_title(group), group.seats, group.first, group.wanted, group.per_seat) for group in road.groups]
        wanted = sum(group.wanted for group in road.groups)
        rows.append(_texts(_("Total"), seats, counts.in_force, wanted, contest(counts.in_force, seats)))
        self.table.setRowCount(len(rows))
        for place, (title, *numbers) in enumerate(rows):
            for column, text in enumerate((title, *numbers)):
                self.table.setItem(place, column, self._cell(text, column, total=place == len(rows) - 1))
        told = " · ".join(f"{channel_words(way)} {dates.count(number)}" for way, number in counts.by_channel)
        self.channels.setText(_("How they came: {channels}").format(channels=told))
        self.channels.setVisible(bool(told))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another size of the text: rows and the table follow."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        # Qt's own heights forget the padding of the style sheet, by which a title may wrap once more.
        metrics, room = QFontMetrics(self.table.font()), self.table.columnWidth(0) - em(self, 2)
        rows = 0
        for row in range(self.table.rowCount()):
            cell = self.table.item(row, 0)
            wrapped = QRect(0, 0, max(room, 1), 10_000)
            text = "" if cell is None else cell.text()
            high = metrics.boundingRect(wrapped, Qt.TextFlag.TextWordWrap, text).height() + em(self, 0.8)
            self.table.setRowHeight(row, high)
            rows += high
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows + 4)

    def _cell(self, text: str, column: int, *, total: bool) -> QTableWidgetItem:
        cell = QTableWidgetItem(text)
        if column:
            cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        else:
            cell.setToolTip(text)
        if total:
            font = cell.font()
            font.setBold(True)
            cell.setFont(font)
        return cell
