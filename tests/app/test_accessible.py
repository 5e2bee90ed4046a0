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
    QTabBar,
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


def everywhere(window: MainWindow, *sizes: tuple[int, int]) -> Iterator[str]:
    """Open every place of the window in turn, and what lies within a section, at each of ``sizes``; gives its name."""
    within: dict[str, list[object]] = {"journal": ["register"], "settings": [part.id for part in PARTS]}
    if window.workplace.campaign is not None:
        within["journal"].insert(0, 1)  # a card
    for name in window.places:
        for target in (None, *within.get(name, ())):
            window.follow(Link(name, target))
            for width, height in sizes:
                window.resize(width, height)
                settle(window)  # some pages are filled in turns
                yield f"{name} {target or ''} at {width} × {height}"


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


SMALL, LARGE = (1366, 768), (1920, 1080)
_INNER = (QComboBox, QAbstractSpinBox, QLineEdit, QAbstractItemView, QTabBar)  # they place their own parts


def test_every_place_can_be_walked_without_a_mouse_or_eyes(
    window: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    """Each control has a name, Tab reaches it and never stays, no text is cut, nothing scrolls sideways; every key is
    given once. At other sizes of the text, chosen while it is open, all is whole, also after the window has shrunk.

    One window for all of it: to open one takes longer than to look.
    """
    wrong = []
    for name in everywhere(window, SMALL):
        found = [
            *(f"no name: {called(widget)}" for widget in controls(window) if not name_of(widget)),
            *(f"not reached by Tab: {called(w)}" for w in out_of_reach(window, qtbot)),
            *(f"cut: {text}" for text in cut_texts(window)),
            *(f"scrolls sideways: {called(area)}" for area in sideways(window)),
        ]
        wrong += [f"{name}: {one}" for one in found]
    wrong += wrong_keys(window)
    for percent, sizes in ((150, (LARGE, SMALL)), (200, (SMALL,))):
        if percent == 150 and window.workplace.campaign is None:
            continue  # hardly anything stands beside anything
        dress(qapp, Look.LIGHT, percent)
        for name in everywhere(window, *sizes):
            found = [*(f"cut: {text}" for text in cut_texts(window)), *squeezed(window)]
            if not name.endswith(f"{window.width()} × {window.height()}"):
                found.append(f"the window is {window.width()} × {window.height()}")
            wrong += [f"{percent} %, {name}: {one}" for one in found]
    assert wrong == [], "\n".join(wrong)


def out_of_reach(window: MainWindow, qtbot: QtBot) -> list[QWidget]:
    """Controls that Tab does not come to."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.campaigns.setFocus()
    wanted = {id(widget): widget for widget in controls(window)}
    assert wanted
    reached: set[int] = set()
    for _ in range(4 * len(wanted) + 20):  # a date takes three, one for each of its parts
        if wanted.keys() <= reached:
            break
        focus = QApplication.focusWidget()
        if focus is not None:
            reached.add(id(focus))
            if focus.parentWidget() is not None:
                reached.add(id(focus.parentWidget()))  # the inner line of a box
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "\t")
            QApplication.sendEvent(focus or window, key)
    return [wanted[one] for one in wanted.keys() - reached if not by_arrows(wanted[one])]


def cut_texts(window: MainWindow) -> list[str]:
    """Labels that neither wrap nor cut themselves and are narrower than their text: it is cut without a sign."""
    plain = [label for label in window.findChildren(QLabel) if type(label) is QLabel and not label.wordWrap()]
    shown = [label for label in plain if label.isVisible() and label.pixmap().isNull()]
    return [f"«{label.text()[:40]}»" for label in shown if label.width() < label.sizeHint().width() - 1]


def squeezed(window: MainWindow) -> list[str]:
    """Widgets that are narrower than they need: a word of a label, the end of a button would be cut."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.width() <= 1 or isinstance(widget.parent(), _INNER):
            continue
        needs = widget.minimumSizeHint().width()
        meant = widget.maximumWidth() < needs and not isinstance(widget, QLabel)
        if widget.width() < needs - 1 and not meant:
            found.append(f"{called(widget)} is {widget.width()} wide, needs {needs}")
    return found


def sideways(window: MainWindow) -> list[QWidget]:
    """Pages that scroll sideways; tables may."""
    pages = [area for area in window.findChildren(QAbstractScrollArea) if not isinstance(area, QAbstractItemView)]
    return [area for area in pages if area.isVisible() and area.horizontalScrollBar().maximum()]


def wrong_keys(window: MainWindow) -> list[str]:
    """Keys that two acts share (those of a form inside a section work there only), sections and acts misnamed."""
    sections = window.sections
    acts = [*window.acts.values(), *(action for section in sections.values() for action in section.acts.values())]
    keys: dict[str, list[str]] = {}
    for action in acts:
        for key in action.shortcuts():
            keys.setdefault(key.toString(), []).append(action.objectName())
    assert len(keys) > len(window.places)
    return [
        *(f"{key} is given to {names}" for key, names in keys.items() if len(names) > 1),
        *(f"section {name} is called {section.id}" for name, section in sections.items() if section.id != name),
        *(f"a dot in {action.objectName()}" for action in acts if "." in action.objectName()),
    ]
