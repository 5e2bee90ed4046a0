"""«otbor»: the first page, a new database, the last one opened again, what does not open, a fault in a slot."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from otbor.app import window as program_window
from otbor.app.window import Program
from otbor.storage.database import open_database
from otbor.support import faults
from otbor.ui.frame.start import StartPage, recent_files
from otbor.ui.frame.window import MainWindow
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.theme import Look, colours, dress
from tests.services.conftest import empty_database
from tests.ui.sections import Reading, two_places

__all__ = ["empty_database"]

pytestmark = pytest.mark.qt_log_ignore(r"does not support propagateSizeHints", "not accepted by receiving widget")


@pytest.fixture
def program(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    dress(qapp, Look.LIGHT, 100)
    monkeypatch.setattr(program_window, "places", two_places)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back after the test
    made = Program(Memory(tmp_path / "window.ini"), tmp_path / "data")
    yield made
    made.close()


def start_page(program: Program) -> StartPage:
    """The first page that is in front."""
    assert isinstance(program.front, StartPage)
    return program.front


def main_window(program: Program) -> MainWindow:
    """The window that is in front."""
    assert isinstance(program.front, MainWindow)
    return program.front


@pytest.fixture
def school(empty_database: Path, tmp_path: Path) -> Path:
    """A database of a school that has nothing in it yet."""
    path = tmp_path / "школа № 8.otbor"
    shutil.copyfile(empty_database, path)
    return path


def test_the_first_page_with_a_notice_is_scrolled_on_a_small_screen(
    qtbot: QtBot, program: Program, qapp: QApplication
) -> None:
    program.start()
    page = start_page(program)
    dress(qapp, Look.LIGHT, 200)
    page.notices.tell("Файл не открылся как база «Отбора»: это другой файл или пароль неверен. " * 3)
    page.resize(1366, 500)
    fields = page.person, page.file, page.password, page.open_button
    heights = [field.sizeHint().height() for field in fields]
    qtbot.waitUntil(lambda: [field.height() for field in fields] >= heights)
    tops = [field.mapTo(page, QPoint()).y() for field in fields]
    assert all(top + high <= lower for top, high, lower in zip(tops, heights, tops[1:], strict=False))


def test_a_new_person_makes_a_new_database(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    program.start()
    page = start_page(program)
    page.file.setText(str(tmp_path / "школа"))
    page.open(make=True)
    assert "кто работает" in page.notices.text  # the name comes first
    page.person.setText("Белова А. С.")
    with qtbot.waitSignal(page.opened):
        page.open(make=True)
    shown = main_window(program)
    assert (tmp_path / "школа.otbor").is_file()
    assert shown.workplace.operator == "Белова А. С."
    assert shown.workplace.campaign is None
    assert not shown.campaigns.isVisible()


def test_the_window_follows_the_system_when_it_turns_light_or_dark(
    qtbot: QtBot, program: Program, qapp: QApplication
) -> None:
    program.start()
    page = start_page(program)
    dress(qapp, Look.SYSTEM, 100)
    qapp.setPalette(QColor("black"))  # as if the system had been dark: the screenless platform never is
    qapp.setStyleSheet("QLabel { color: white }")
    assert colours(page).dark
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    qtbot.waitUntil(lambda: not colours(page).dark and bool(qapp.styleSheet()))
    dress(qapp, Look.DARK, 100)  # who chose a look keeps it
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert qapp.styleSheet()
    assert colours(page).dark


def test_the_last_database_opens_at_once(qtbot: QtBot, program: Program, school: Path) -> None:
    program.memory.put("operator", "Белова А. С.")
    program.start(school)
    assert isinstance(program.front, MainWindow)
    program.close()
    program.start()
    assert school.name in main_window(program).windowTitle()
    assert recent_files(program.memory) == [str(school)]


def test_one_opened_before_is_a_click_away(qtbot: QtBot, program: Program, school: Path) -> None:
    program.memory.put("databases", [str(school), "/nowhere/gone.otbor"])
    program.start()
    page = start_page(program)
    page.person.setText("Белова А. С.")
    [button] = page.recent
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(page.opened):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert isinstance(program.front, MainWindow)


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be looked at" * 20])
def test_what_is_no_database_is_told_and_left_as_it_is(
    qtbot: QtBot, program: Program, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "письмо.otbor"
    path.write_bytes(content)
    program.memory.put("operator", "Белова А. С.")
    program.start(path)
    page = start_page(program)
    assert str(path) in page.notices.text
    assert page.file.text() == str(path)
    assert path.read_bytes() == content


def test_a_password_is_asked_for_and_a_wrong_one_told(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    path = tmp_path / "закрытая.otbor"
    open_database(path, "семь-слов", create=True).close()
    program.memory.put("operator", "Белова А. С.")
    program.start(path)
    page = start_page(program)
    page.password.setText("шесть")
    task = page.open()
    assert task is not None
    with qtbot.waitSignal(task.failed):
        pass
    assert page.notices.text
    assert page.isEnabled()
    page.password.setText("семь-слов")
    with qtbot.waitSignal(page.opened):
        qtbot.keyPress(page.password, Qt.Key.Key_Return)
    assert isinstance(program.front, MainWindow)
    assert page.password.text() == ""


def test_a_database_that_is_there_is_not_made_anew(qtbot: QtBot, program: Program, school: Path) -> None:
    before = school.read_bytes()
    program.start()
    page = start_page(program)
    page.person.setText("Белова А. С.")
    page.file.setText(str(school))
    task = page.open(make=True)
    assert task is not None
    with qtbot.waitSignal(task.failed):
        pass
    assert str(school) in page.notices.text
    assert school.read_bytes() == before


def test_another_database_is_opened_from_the_window(qtbot: QtBot, program: Program, school: Path) -> None:
    program.memory.put("operator", "Белова А. С.")
    program.start(school)
    main_window(program).acts["program-open"].trigger()
    page = start_page(program)
    page.file.setText(str(school))
    with qtbot.waitSignal(page.opened):
        page.open()
    assert isinstance(program.front, MainWindow)


def test_a_fault_in_a_slot_is_told_and_the_window_lives(
    qtbot: QtBot, program: Program, school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "data_folder", lambda: tmp_path / "logs")
    program.memory.put("operator", "Белова А. С.")
    program.start(school)
    shown = main_window(program)
    section = shown.sections["overview"]
    assert isinstance(section, Reading)
    section.line.setText("набранное")
    nothing: dict[str, str] = {}
    section.line.returnPressed.connect(lambda: nothing["в слоте"])
    qtbot.keyClick(section.line, Qt.Key.Key_Return)
    [log] = (tmp_path / "logs").iterdir()
    assert str(log) in shown.notices.text
    assert "в слоте" in log.read_text("utf-8")
    assert section.line.text() == "набранное"


def test_a_fault_after_the_window_is_closed_goes_where_every_fault_goes(
    program: Program, school: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.memory.put("operator", "Белова А. С.")
    program.start(school)
    program.close()
    sys.excepthook(KeyError, KeyError("после окна"), None)
    assert "после окна" in capsys.readouterr().err
