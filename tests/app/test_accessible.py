"""Every section of the window for a person without a mouse or without eyes: names, tab order, keys, no trap."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from otbor.app.places import places
from otbor.app.scenes import settle
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.ui.frame.window import MainWindow
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.theme import Look, dress
from otbor.ui.kit.workplace import Link, Workplace
from otbor.ui.settings.section import PARTS
from tests.services.conftest import At, at, empty_database, templates
from tests.services.school import Clock

__all__ = ["at", "empty_database", "templates"]
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", "not accepted by receiving widget")

Opened = Callable[[Office], MainWindow]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Opened]:
    """Opens the real window over an office."""
    made: list[MainWindow] = []

    def build(office: Office) -> MainWindow:
        dress(qapp, Look.LIGHT, 100)
        workplace = Workplace(office, Memory(tmp_path / f"window-{len(made)}.ini"))
        window = MainWindow(workplace, places(), office.database.path)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        with qtbot.waitExposed(window):
            window.show()
        made.append(window)
        return window

    yield build
    for window in made:
        window.close()


@pytest.fixture(params=["a campaign", "a new school"])
def window(
    request: pytest.FixtureRequest, opened: Opened, at: At, empty_database: Path, tmp_path: Path
) -> Iterator[MainWindow]:
    if request.param == "a campaign":
        yield opened(at("filed").office)
        return
    path = tmp_path / "new.otbor"
    shutil.copyfile(empty_database, path)
    database = open_database(path)
    yield (made := opened(Office(database, "Белова А. С.", clock=Clock())))
    made.close()
    database.close()


def controls(top: QWidget) -> list[QWidget]:
    """What the Tab key should reach in ``top``: visible and enabled, without the inner parts of Qt's own controls."""
    found = []
    for widget in top.findChildren(QWidget):
        inner = isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QLineEdit)
        plain_area = isinstance(widget, QScrollArea)
        reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
        if widget.isVisible() and widget.isEnabled() and reached and not inner and not plain_area:
            found.append(widget)
    return found


def everywhere(window: MainWindow) -> Iterator[str]:
    """Open every place of the window in turn, and what lies within a section; gives its name."""
    within: dict[str, list[object]] = {"journal": [1, "register"], "settings": [part.id for part in PARTS]}
    for name in window.places:
        for target in (None, *within.get(name, ())):
            window.follow(Link(name, target))
            settle(window, 30)
            yield name if target is None else f"{name} {target}"


def name_of(widget: QWidget) -> str:
    """The name that a screen reader says."""
    face = QAccessible.queryAccessibleInterface(widget)
    return "" if face is None else face.text(QAccessible.Text.Name).strip()


def by_arrows(widget: QWidget) -> bool:
    """Whether it is one of several that exclude each other: Tab goes to the chosen one, arrows to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive()


def called(widget: QWidget) -> str:
    """A widget as the failure names it."""
    path: list[str] = []
    step: QWidget | None = widget
    while step is not None and len(path) < 6:
        path.append(type(step).__name__)
        step = step.parentWidget()
    return " < ".join(path)


def test_every_control_has_a_name(window: MainWindow) -> None:
    nameless = []
    for name in everywhere(window):
        nameless += [f"{name}: {called(widget)}" for widget in controls(window) if not name_of(widget)]
    assert nameless == []


def test_tab_reaches_every_control_and_never_stays(window: MainWindow, qtbot: QtBot) -> None:
    lost = []
    for name in everywhere(window):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        wanted = {id(widget): widget for widget in controls(window)}
        assert wanted
        reached: set[int] = set()
        for _ in range(4 * len(wanted) + 20):  # a date takes three, one for each of its parts
            focus = QApplication.focusWidget()
            if focus is not None:
                reached.add(id(focus))
                if focus.parentWidget() is not None:
                    reached.add(id(focus.parentWidget()))  # the inner line of a box
            target = focus or window
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "\t"))
        lost += [f"{name}: {called(wanted[one])}" for one in wanted.keys() - reached if not by_arrows(wanted[one])]
    assert lost == [], "\n".join(lost)


def test_every_key_is_given_once(window: MainWindow) -> None:
    for name in window.places:
        assert window.section(name).id == name
    keys: dict[str, list[str]] = {}
    for _title, actions in window._by_section():
        for action in actions:
            for key in action.shortcuts():
                keys.setdefault(key.toString(), []).append(action.objectName())
    for place in range(1, len(window.places) + 1):
        keys.setdefault(f"Ctrl+{place}", []).append(f"section {place}")
    assert {key: names for key, names in keys.items() if len(names) > 1} == {}
    assert all(action.objectName().count(".") == 0 for _t, actions in window._by_section() for action in actions)


@pytest.mark.parametrize("percent", [100, 200])
def test_texts_are_whole_at_every_scale(window: MainWindow, qapp: QApplication, percent: int) -> None:
    """No label that does not wrap or cut itself is narrower than its text: it would be cut without a sign."""
    dress(qapp, Look.LIGHT, percent)
    cut = []
    for name in everywhere(window):
        for label in window.findChildren(QLabel):
            plain = type(label) is QLabel and not label.wordWrap() and label.pixmap().isNull()
            if plain and label.isVisible() and label.width() < label.sizeHint().width() - 1:
                cut.append(f"{name}: «{label.text()[:40]}» {label.width()} < {label.sizeHint().width()}")
    assert cut == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_window_fits_the_usual_screens(window: MainWindow, size: tuple[int, int]) -> None:
    for name in everywhere(window):
        least = window.minimumSizeHint()
        assert least.width() <= size[0], name
        assert least.height() <= size[1], name


def test_no_page_scrolls_sideways(window: MainWindow) -> None:
    sideways = []
    for name in everywhere(window):
        pages = [area for area in window.findChildren(QAbstractScrollArea) if not isinstance(area, QAbstractItemView)]
        wide = [area for area in pages if area.isVisible() and area.horizontalScrollBar().maximum()]
        sideways += [f"{name}: {called(area)}" for area in wide]
    assert sideways == []
