"""The counts as a row of cards: a number, what it counts, what it is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.services.overview import Road
from otbor.services.overview_counts import Counts, contest
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.targets import JournalRows
from otbor.ui.kit.theme import em, mark
from otbor.ui.overview import words
from otbor.ui.overview.parts import label, link

_WIDE = 13  # em: a card is not narrower


@dataclass(frozen=True)
class Count:
    """One card; ``rows``: those of the journal that its title leads to."""

    title: str
    value: str
    made_of: str
    rows: JournalRows | None = None


def cards_of(road: Road) -> list[Count]:
    """What the cards say of a campaign."""
    counts, seats = road.counts, sum(group.seats for group in road.groups)
    return [
        Count(_("Applications filed"), dates.count(counts.filed), _filed(counts), JournalRows.ALL),
        Count(_("Seats"), dates.count(seats), _in_groups(road)),
        Count(
            _("Contest for a seat"),
            words.ratio(contest(counts.in_force, seats)),
            _("those in force, over all classes"),
        ),
        Count(_("Documents incomplete"), dates.count(counts.incomplete), _of_all(counts), JournalRows.INCOMPLETE),
        Count(_("Copies not compared"), dates.count(counts.uncompared), _of_all(counts), JournalRows.NOT_COMPARED),
        Count(
            _("Wait for a receipt"),
            dates.count(counts.without_receipt),
            _of_all(counts),
            JournalRows.AWAITING_RECEIPT,
        ),
    ]


def _filed(counts: Counts) -> str:
    said = [_("in force {number}").format(number=dates.count(counts.in_force))]
    if counts.annulled:
        said.append(_("annulled {number}").format(number=dates.count(counts.annulled)))
    if counts.withdrawn:
        said.append(_("withdrawn {number}").format(number=dates.count(counts.withdrawn)))
    return " · ".join(said)


def _in_groups(road: Road) -> str:
    return " · ".join(f"{group.code} {dates.count(group.seats)}" for group in road.groups[:4]) + (
        " …" if len(road.groups) > 4 else ""
    )


def _of_all(counts: Counts) -> str:
    return _("of {number} in force").format(number=dates.count(counts.in_force))


class CountCards(QWidget):
    """As many cards in a row as there is room for."""

    def __init__(self, to_journal: Callable[[JournalRows], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._to_journal = to_journal
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(em(self, 0.8))
        self._cards: list[QFrame] = []
        self.links: list[QPushButton] = []

    def show_counts(self, counts: Sequence[Count]) -> None:
        """Show the cards anew."""
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.links = []
        self._cards = [self._card(count) for count in counts]
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fewer in a row where it is narrow."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        fit = max(self.width() // em(self, _WIDE), 1)
        rows = -(-len(self._cards) // fit)
        across = -(-len(self._cards) // max(rows, 1))  # rows of equal length
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // across, place % across)
            card.show()
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def _card(self, count: Count) -> QFrame:
        card = QFrame()
        mark(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(em(self, 0.9), em(self, 0.6), em(self, 0.9), em(self, 0.7))
        column.setSpacing(0)
        column.addWidget(self._text(count.value, "number"))
        if count.rows is not None:
            spoken = _("{title}: {value}, {made_of}. To the journal").format(
                title=count.title, value=count.value, made_of=count.made_of
            )
            title = link(count.title, partial(self._to_journal, count.rows), spoken)
            self.links.append(title)
            column.addWidget(title, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addWidget(self._text(count.title))
        column.addWidget(self._text(count.made_of, "muted"))
        column.addStretch(1)
        return card

    def _text(self, text: str, kind: str = "") -> QLabel:
        made = label(text, kind)
        made.setIndent(em(self, 0.2))  # as the text of a link stands
        return made
