"""A journal over the tests' campaign, its rows read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from otbor.services import journal_view
from otbor.ui.journal.section import JournalSection
from otbor.ui.kit.workplace import Link, Notice, Workplace
from tests.services.desk import Desk
from tests.ui.conftest import WorkplaceAt


@dataclass
class Seat:
    """A secretary at the journal: what is seen, and what was told."""

    qtbot: QtBot
    section: JournalSection
    workplace: Workplace
    desk: Desk
    notices: list[Notice] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def numbers(self) -> list[str]:
        """The last digits of the numbers in the rows, as they stand."""
        model = self.section.rows.model
        return [model.index(row, 0).data()[-2:] for row in range(model.rowCount())]

    def shows(self, *numbers: str) -> None:
        """Wait until exactly these rows are seen."""
        self.qtbot.waitUntil(lambda: self.numbers() == list(numbers))

    def choose(self, *ordinals: int) -> None:
        """Choose rows as Ctrl and a click do."""
        table = self.section.rows.table
        table.clearSelection()
        for ordinal in ordinals:
            row = list(self.section.rows.model.ids).index(self.desk.id(ordinal))
            place = table.visualRect(self.section.rows.model.index(row, 0)).center()
            self.qtbot.mouseClick(
                table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place
            )

    def act(self, name: str) -> None:
        """An act of the menu."""
        self.section.acts[name].trigger()

    def told(self, part: str) -> Notice:
        """Wait for a notice that says ``part``."""
        self.qtbot.waitUntil(lambda: bool(self.notices) and part in self.notices[-1].text)
        return self.notices[-1]

    def press(self, title: str) -> None:
        """A button of the newest notice."""
        next(then for name, then in self.notices[-1].acts if name == title)()

    def total(self) -> str:
        """What the line below says."""
        return self.section.rows.totals.shown.text()


SeatAt = Callable[[str], Seat]


@pytest.fixture
def seat_at(workplace_at: WorkplaceAt, qtbot: QtBot) -> Iterator[SeatAt]:
    """Opens the journal at a step of the tests' campaign."""
    made: list[Seat] = []

    def put(step: str) -> Seat:
        workplace, desk = workplace_at(step)
        section = JournalSection(workplace)
        seat = Seat(qtbot, section, workplace, desk)
        workplace.noticed.connect(seat.notices.append)
        workplace.went.connect(seat.links.append)
        qtbot.addWidget(section)
        section.resize(1200, 700)
        section.show()
        count = len(journal_view.ids(desk.office, desk.campaign))
        qtbot.waitUntil(lambda: section.rows.model.rowCount() == count and section.rows.totals.shown.text() != "")
        made.append(seat)
        return seat

    yield put
    for seat in made:
        seat.section.shut()
