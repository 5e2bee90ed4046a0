"""Papers in a window of their own: queue and preview work together."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.window import PapersWindow
from tests.ui.papers import paper

ORDER = paper("order", "118-у", "Приказ")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[PapersWindow]:
    made = PapersWindow(
        [paper("receipt", "10", "Расписка"), paper("final", "9", "Протокол")], lambda _payload: ORDER, list
    )
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.pane.opened), qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def test_the_current_row_is_shown(qtbot: QtBot, window: PapersWindow) -> None:
    assert window.pane.paper is window.queue.model.papers[0]
    assert "Протокол" in window.windowTitle()
    with qtbot.waitSignal(window.pane.opened) as opened:
        qtbot.keyClick(window.queue.table, Qt.Key.Key_Down)
    [shown] = opened.args or []
    assert isinstance(shown, PaperFile)
    assert shown.number == "10"


def test_a_paper_found_by_its_code_joins_the_queue_once(qtbot: QtBot, window: PapersWindow) -> None:
    for _ in range(2):
        with qtbot.waitSignal(window.pane.opened):
            window.pane.look_for("otbor:order:118-у:9f2c")
    assert [one.number for one in window.queue.model.papers] == ["9", "10", "118-у"]
    assert window.queue.table.currentIndex().row() == 2
    assert window.pane.paper is ORDER


def test_taking_the_last_paper_out_leaves_nothing_shown(qtbot: QtBot, window: PapersWindow) -> None:
    window.queue.table.selectAll()
    qtbot.keyClick(window.queue.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: window.pane.view.count == 0)
    assert window.pane.paper is None


def test_keys_work_wherever_the_focus_is(qtbot: QtBot, window: PapersWindow) -> None:
    window.activateWindow()
    window.queue.table.setFocus()
    qtbot.keyClick(window.queue.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.pane.search.hasFocus()
    shortcuts = [
        key.toString() for owner in (window.queue, window.pane) for a in owner.actions() for key in a.shortcuts()
    ]
    assert len(shortcuts) == len(set(shortcuts))
