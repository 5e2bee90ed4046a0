"""«otbor preview» opens papers in a window, and says in a sentence why it cannot."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from otbor.app import edge, preview_command, qt
from otbor.app.cli import application
from otbor.domain.findings import Trouble
from otbor.services import papers
from tests.documents.samples_more import ALL
from tests.services.small_campaign import open_copy, taken_in

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def excepthook() -> Iterator[None]:
    before = sys.excepthook
    yield
    sys.excepthook = before


def test_files_are_opened(qtbot: QtBot, tmp_path: Path, excepthook: None) -> None:
    file = tmp_path / "Приказ № 1.pdf"
    file.write_bytes(ALL["order"]().pdf)
    window = preview_command.open_window([file], None)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.pane.opened):
        window.show()
    assert window.pane.view.count > 0
    assert "Приказ № 1.pdf" in window.windowTitle()
    window.close()


def test_a_fault_in_the_window_is_told_in_it(
    qtbot: QtBot, tmp_path: Path, excepthook: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otbor.support.faults.data_folder", lambda: tmp_path)
    window = preview_command.open_window([], None)
    qtbot.addWidget(window)
    window.show()
    sys.excepthook(KeyError, KeyError("x"), None)
    assert ".log" in window.pane.notices.text
    assert len(list(tmp_path.glob("*.log"))) == 1
    window.close()


def test_an_issued_paper_is_found_by_its_code(qtbot: QtBot, tmp_path: Path, excepthook: None) -> None:
    office, _ = open_copy(taken_in(), tmp_path / "school.otbor")
    issued = papers.issue_receipt(office, 3)
    [card] = papers.find_by_number(office, issued.number)
    office.database.close()
    with preview_command._finder(tmp_path / "school.otbor") as find:
        assert find is not None
        assert find("otbor:receipt:2026-8-0003:0000000000000000") is None
        window = preview_command.open_window([], find)
        qtbot.addWidget(window)
        window.show()
        with qtbot.waitSignal(window.pane.opened):
            window.pane.look_for(f"otbor:{card.kind}:{card.number}:{card.fingerprint}")
        [held] = window.queue.model.papers
        assert held.number == issued.number
        assert held.load() == issued.pdf
        window.close()


def test_a_file_that_is_not_there_is_told_without_a_window(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ["preview", str(tmp_path / "нет.pdf")]
    assert edge.run(lambda: application()(arguments, prog_name="otbor", standalone_mode=False)) == 1
    assert "нет.pdf" in capfd.readouterr().err


def test_no_other_command_loads_qt() -> None:
    code = "import sys, otbor.app.cli as c; c.application(); print([m for m in sys.modules if m.startswith('PySide6')])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "desktop")}
    said = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    assert said.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the screen as Linux has it")
@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":4711"}], ids=["none", "unreachable"])
def test_without_a_screen_a_sentence_is_said(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Trouble) as trouble:
        qt.start_qt()
    assert trouble.value.finding.id in {"window.no_screen", "window.no_library"}


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "libGL.so.1: cannot open shared object file: No such file or directory"

    class Broken:
        """Finds PySide6 and fails as a loader without the library does."""

        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            if name.startswith("PySide6.QtPrintSupport"):
                raise ImportError(said)

    import PySide6  # noqa: PLC0415

    monkeypatch.delitem(sys.modules, "PySide6.QtPrintSupport", raising=False)
    monkeypatch.delattr(PySide6, "QtPrintSupport", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken, *sys.meta_path])
    with pytest.raises(Trouble) as trouble:
        qt.start_qt()
    assert trouble.value.finding.values == {"library": "libGL.so.1"}
