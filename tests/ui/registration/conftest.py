"""A secretary at the form of a campaign, with a printer that prints into files."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otbor.ui.registration.form import RegistrationForm
from tests.services.desk import Desk
from tests.ui.conftest import WorkplaceAt
from tests.ui.registration.hands import Printers, Secretary

Sit = Callable[..., Secretary]


@pytest.fixture
def sit(qtbot: QtBot, workplace_at: WorkplaceAt, tmp_path: Path) -> Iterator[Sit]:
    """Seats a secretary at an empty form; with ``before`` at a new form of the same place.

    ``looked``: the campaign's questions are there when the typing begins.
    """
    forms: list[RegistrationForm] = []

    def seat(
        step: str = "filed",
        before: Secretary | None = None,
        *,
        looked: bool = True,
        prepare: Callable[[Desk], object] = lambda _desk: None,
    ) -> Secretary:
        workplace, desk = workplace_at(step) if before is None else (before.workplace, before.desk)
        prepare(desk)
        printers = Printers(tmp_path)
        form = RegistrationForm(workplace, printers.list, printers.open)
        qtbot.addWidget(form)
        forms.append(form)
        made = Secretary(qtbot, form, workplace, desk, printers)
        workplace.noticed.connect(made.notices.append)
        form.resize(1150, 680)
        with qtbot.waitExposed(form):
            form.show()
        form.activateWindow()
        with qtbot.waitSignal(form.remarked) if looked else nullcontext():
            form.begin()
        return made

    yield seat
    for form in forms:
        form.shut()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screenless platform has no popups to raise: suggestions open one."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(
                pytest.mark.qt_log_ignore(r"does not support (propagateSizeHints|raise|grabbing the keyboard)")
            )
