"""Look, size and language are chosen at once, remembered, and agree with the window's own menu."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from otbor.app.qt import start_qt
from otbor.support.translation import language, use_language
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.theme import Look, colours, remembered
from otbor.ui.settings.look import LookPart
from tests.ui.settings.conftest import PlaceAt
from tests.ui.settings.place import Place


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """Whatever a test chooses, the next one speaks as before."""
    before = language()
    yield
    use_language(before)


def part_of(place: Place) -> LookPart:
    part = place.open("look")
    assert isinstance(part, LookPart)
    return part


def press(qtbot: QtBot, part: LookPart, name: str, key: Qt.Key) -> None:
    field = part.seen.fields[name]
    field.setFocus()
    qtbot.keyClick(field, key)


def icon_of(place: Place) -> str:
    """The colour of the first icon of the list."""
    image = place.section.list.item(0).icon().pixmap(32, 32).toImage()
    points = itertools.product(range(image.width()), range(image.height()))
    return next(image.pixelColor(x, y).name() for x, y in points if image.pixelColor(x, y).alpha() == 255)


def test_the_look_is_chosen_by_keys_and_remembered(place_at: PlaceAt, qtbot: QtBot, qapp: QApplication) -> None:
    place = place_at("empty")
    place.workplace.memory.put("look", "light")
    part = part_of(place)
    press(qtbot, part, "look", Qt.Key.Key_Down)
    assert remembered(place.workplace.memory)[0] is Look.DARK
    qtbot.waitUntil(lambda: colours(part).dark)
    assert icon_of(place) == colours(part).text  # the list's icons follow
    press(qtbot, part, "scale", Qt.Key.Key_Down)
    assert remembered(place.workplace.memory) == (Look.DARK, 110)
    qtbot.waitUntil(lambda: qapp.font().pointSizeF() == pytest.approx(11.55) and bool(qapp.styleSheet()))


def test_the_window_s_own_actions_are_asked(place_at: PlaceAt, qtbot: QtBot) -> None:
    place = place_at("empty")
    place.workplace.memory.put("look", "light")
    part = part_of(place)
    window = QMainWindow()
    qtbot.addWidget(window)
    asked: list[str] = []
    for name in ("window-look-dark", "window-person"):
        action = QAction(name, window)
        action.setObjectName(name)
        action.triggered.connect(lambda _on, name=name: asked.append(name))
    window.setCentralWidget(place.section)
    window.show()
    press(qtbot, part, "look", Qt.Key.Key_Down)
    assert asked == ["window-look-dark"]  # its mark in the menu moves, and the window dresses itself
    assert part.name.text() == place.workplace.operator
    place.workplace.set_operator("Титов П. Р.")
    part.other.click()
    assert asked[-1] == "window-person"
    assert part.name.text() == "Титов П. Р."


def test_the_language_takes_effect_at_the_next_start(place_at: PlaceAt, qtbot: QtBot) -> None:
    place = place_at("empty")
    part = part_of(place)
    assert part.seen.remarks["language"].text == ""
    press(qtbot, part, "language", Qt.Key.Key_Down)
    assert place.workplace.memory.text("language") == "en"
    assert part.seen.remarks["language"].text
    assert language() == "ru"
    start_qt(place.workplace.memory)
    assert language() == "en"


def test_an_unknown_language_is_russian(qapp: QApplication, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "window.ini")
    memory.put("language", "tlh")
    start_qt(memory)
    assert language() == "ru"
