"""The section of issued papers over a database at a step of the campaign."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otbor.services import papers
from otbor.ui.issued.section import IssuedSection
from tests.services.desk import Desk
from tests.ui.conftest import WorkplaceAt

Opened = Callable[..., tuple[IssuedSection, Desk]]


@pytest.fixture
def opened(qtbot: QtBot, workplace_at: WorkplaceAt) -> Iterator[Opened]:
    """The section over seven receipts in one file, the journal, the order on commissions or what ``make`` issues."""
    made: list[IssuedSection] = []

    def show(
        step: str = "filed", make: Callable[[Desk], object] | None = None, own: Path | None = None
    ) -> tuple[IssuedSection, Desk]:
        workplace, desk = workplace_at(step)
        for office in (workplace.glance, workplace._reader_office, workplace._writer_office):
            office.own = own
        if make is None:
            papers.issue_receipts(desk.office, desk.campaign)
            papers.issue_journal(desk.office, desk.campaign)
        else:
            make(desk)
        section = IssuedSection(workplace)
        section.resize(1180, 660)
        qtbot.addWidget(section)
        made.append(section)
        with qtbot.waitExposed(section):
            section.show()
        section.table.setFocus()
        rest(qtbot, section)
        return section, desk

    yield show
    for section in made:
        section.shut()


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts of the notices, as they come."""
    told: list[str] = []
    monkeypatch.setattr("otbor.ui.kit.workplace.Workplace.tell", lambda _self, text, *_acts, **_look: told.append(text))
    monkeypatch.setattr(
        "otbor.ui.kit.workplace.Workplace.tell_failure", lambda _self, failure: told.append(failure.text)
    )
    return told


def rest(qtbot: QtBot, section: IssuedSection) -> None:
    """Wait until nothing is asked and the paper of the row is shown."""

    def settled() -> bool:
        wanted = section.table.current
        shown = section.pane.preview.paper
        busy = (
            section.workplace.busy or section._asked or section.table._pause.isActive() or section.bar._pause.isActive()
        )
        return not busy and (wanted is None or getattr(shown, "paper_id", None) == wanted)

    qtbot.waitUntil(settled)
