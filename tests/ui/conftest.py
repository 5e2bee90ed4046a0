"""Widgets are tested offscreen, with the shipped typeface, and no worker is left behind."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from otbor.ui.kit.icons import icon
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.tasks import Worker
from otbor.ui.kit.theme import Look, dress
from otbor.ui.kit.workplace import Workplace
from tests.services.conftest import At, at, empty_database, templates
from tests.services.desk import Desk
from tests.ui.watch import cover

__all__ = ["at", "empty_database", "templates"]

WorkplaceAt = Callable[[str], tuple[Workplace, Desk]]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every Qt warning fails a test, save the one that the screenless platform gives for any window."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore(r"does not support propagateSizeHints"))


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    dress(qapp, Look.LIGHT, 100)
    icon("house")  # the set of icons is loaded while the window is built, not in the midst of its use


@pytest.fixture(autouse=True)
def never_held(request: pytest.FixtureRequest) -> Iterator[None]:
    """No call of the window's code holds its thread for more than 100 ms."""
    if request.node.get_closest_marker("direct"):
        yield
        return
    over = cover()
    over.held.clear()
    yield
    assert over.held == []


@pytest.fixture
def worker(qapp: QApplication) -> Iterator[Worker]:
    made = Worker("test")
    yield made
    made.close()


@pytest.fixture
def workplace_at(at: At, tmp_path: Path, qtbot: QtBot) -> Iterator[WorkplaceAt]:
    """A place at work at a step of the tests' campaign (``tests/services/desk.py``); closed after the test."""
    made: list[Workplace] = []

    def put(step: str) -> tuple[Workplace, Desk]:
        desk = at(step)
        workplace = Workplace(desk.office, Memory(tmp_path / "window.ini"))
        workplace.set_campaign(desk.campaign)
        made.append(workplace)
        return workplace, desk

    yield put
    for workplace in made:
        workplace.close()
