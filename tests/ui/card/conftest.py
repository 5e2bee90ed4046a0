"""A card pane in a window, over a real database at a step of the tests' campaign."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from otbor.storage.models import AuditEntry, IssuedPaper
from otbor.ui.card.pane import CardPane
from otbor.ui.kit.decision import Decision
from otbor.ui.kit.workplace import Notice, Workplace
from otbor.ui.papers.window import PapersWindow
from tests.services.desk import Desk
from tests.ui.conftest import WorkplaceAt


@dataclass
class Place:
    """A person before the card."""

    pane: CardPane
    workplace: Workplace
    desk: Desk
    qtbot: QtBot
    holder: QWidget  # keeps the pane alive
    notices: list[Notice] = field(default_factory=list)

    def show(self, ordinal: int) -> None:
        """Show the card of an application."""
        with self.qtbot.waitSignal(self.pane.loaded):
            self.pane.show_application(self.desk.id(ordinal))

    def decision(self) -> Decision:
        """The dialog that is open."""
        dialog = self.pane.acts.dialog
        assert isinstance(dialog, Decision)
        return dialog

    def sure(self) -> None:
        """Press its button and wait until it is done and the card is read anew."""
        dialog = self.decision()
        with self.qtbot.waitSignals([dialog.accepted, self.pane.loaded]):
            dialog.sure.click()

    def refused(self) -> str:
        """Press its button; what it tells instead of closing."""
        dialog = self.decision()
        dialog.sure.click()
        self.qtbot.waitUntil(lambda: not dialog.problem.isHidden())
        return dialog.problem.text()

    def notice(self, title: str) -> None:
        """Press a button of the newest notice and wait for the paper that it shows."""
        act = dict(self.notices[-1].acts)[title]
        before = self.papers()
        act()
        self.qtbot.waitUntil(lambda: self.papers() > before and bool(self.pane.acts.desk.windows))
        window = self.pane.acts.desk.windows[0]
        self.qtbot.waitUntil(lambda: window.pane.paper is not None)

    def answered(self, papers: int, notices: int) -> None:
        """Wait until there are more papers or more notices than that."""
        self.qtbot.waitUntil(lambda: self.papers() > papers or len(self.notices) > notices)

    def papers(self, kind: str = "") -> int:
        """How many papers are registered, of a kind."""
        wanted = select(func.count(IssuedPaper.id))
        with self.desk.office.question() as session:
            return session.scalar(wanted.where(IssuedPaper.kind == kind) if kind else wanted) or 0

    def acts(self, name: str) -> int:
        """How many acts of a name the audit trail holds."""
        with self.desk.office.question() as session:
            return session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.act == name)) or 0

    def says(self, text: str) -> None:
        """Wait until the card says it: it is read anew after every act, perhaps more than once."""
        self.qtbot.waitUntil(lambda: self.pane.sheet is not None and text in self.pane.sheet.text())

    def text(self) -> str:
        """What the card says."""
        assert self.pane.sheet is not None
        return self.pane.sheet.text()


@pytest.fixture
def place_at(workplace_at: WorkplaceAt, qtbot: QtBot) -> Iterator[Callable[[str], Place]]:
    """Puts a person before the card at a step of the campaign."""
    made: list[Place] = []

    def put(step: str) -> Place:
        workplace, desk = workplace_at(step)
        holder = QWidget()
        qtbot.addWidget(holder)
        pane = CardPane(workplace, holder)
        pane.acts.desk.make_window = lambda papers: PapersWindow(papers, None, list)  # no printer is looked for
        pane.resize(460, 900)
        holder.resize(460, 900)
        with qtbot.waitExposed(holder):
            holder.show()
        place = Place(pane, workplace, desk, qtbot, holder)
        workplace.noticed.connect(place.notices.append)
        made.append(place)
        return place

    yield put
    for place in made:
        place.pane.shut()
