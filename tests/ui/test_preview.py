"""A person looks at a paper: opens, pages, zooms, searches, scans the QR of another."""

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from otbor.domain.findings import Finding, Refused
from otbor.ui.kit.tasks import Steps
from otbor.ui.kit.theme import Look, dress
from otbor.ui.papers.page_view import Fit
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.preview import FindByQr, PreviewPane
from tests.ui.papers import paper, pdf
from tests.ui.typing_keys import type_text

Make = Callable[..., PreviewPane]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    made: list[PreviewPane] = []

    def pane(find: FindByQr | None = None, size: tuple[int, int] = (900, 700)) -> PreviewPane:
        made.append(PreviewPane(find))
        qtbot.addWidget(made[-1])
        made[-1].resize(*size)
        with qtbot.waitExposed(made[-1]):
            made[-1].show()
        return made[-1]

    yield pane
    for one in made:
        one.shut()


def shown(qtbot: QtBot, pane: PreviewPane, wanted: PaperFile) -> None:
    """Open a paper and wait until it is drawn."""
    with qtbot.waitSignal(pane.opened) as opened:
        pane.show_paper(wanted)
    assert opened.args == [wanted]
    drawn(qtbot, pane)


def drawn(qtbot: QtBot, pane: PreviewPane) -> None:
    qtbot.waitUntil(pane.view.is_drawn)
    QApplication.processEvents()


def picture(pane: PreviewPane) -> QImage:
    return pane.view.viewport().grab().toImage()


def dark_dots(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).lightness() < 70 for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    )


def searched(qtbot: QtBot, pane: PreviewPane, text: str) -> int:
    """Type into the search and press Enter; gives how many places were found."""
    pane.search.clear()
    type_text(pane.search, text)
    with qtbot.waitSignal(pane.searched) as found:
        qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    return int((found.args or [0])[0])


def said(pane: PreviewPane) -> str:
    return " ".join(label.text() for label in pane.findChildren(QLabel))


def test_a_paper_is_drawn_and_pages_come_when_they_are_seen(qtbot: QtBot, make: Make) -> None:
    pane = make()
    shown(qtbot, pane, paper("preliminary-long"))
    view = pane.view
    assert dark_dots(picture(pane)) > 500
    assert view.count > 20
    assert len(view._pictures) < 5
    assert (pane.page_box.value(), pane.page_box.maximum()) == (1, view.count)
    qtbot.keyClick(view, Qt.Key.Key_End)
    drawn(qtbot, pane)
    assert pane.page_box.value() == view.count
    assert len(view._pictures) < 8
    assert str(view.count) in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert pane.page_box.value() == 1


def hold(reached: threading.Event, gate: threading.Event, _: Steps) -> None:
    """Keep the worker busy until the gate opens."""
    reached.set()
    gate.wait(5)


def zoom(pane: PreviewPane) -> object:
    return pane.view.zoom


@pytest.mark.parametrize("wanted", [Fit.WIDTH, 75, 125])
def test_a_page_is_shown_dot_by_dot(qtbot: QtBot, make: Make, wanted: Fit | int) -> None:
    pane = make()
    shown(qtbot, pane, paper("receipt"))
    pane.view.set_zoom(wanted)
    drawn(qtbot, pane)
    [made] = [one for key, one in pane.view._pictures.items() if key == pane.view._key(0)]
    corner = pane.view._rect(0).toRect().topLeft()
    seen = picture(pane)
    left, top = max(corner.x(), 0), max(corner.y(), 0)
    wide, high = min(made.width() - 2, seen.width() - left - 4), min(made.height() - 2, seen.height() - top - 4)
    part = seen.copy(left, top, wide, high).convertToFormat(QImage.Format.Format_RGB32)
    original = made.copy(left - corner.x(), top - corner.y(), wide, high)
    original.setDevicePixelRatio(1)
    rows = range(40, min(wide, high) - 40, 7)
    assert all(part.pixel(x, y) == original.pixel(x, y) for x in rows for y in rows)


def test_pages_that_went_by_are_not_drawn(qtbot: QtBot, make: Make) -> None:
    pane = make()
    gate, passed = threading.Event(), threading.Event()
    shown(qtbot, pane, paper("preliminary-long"))
    pane._worker.start(partial(hold, passed, gate))
    qtbot.waitUntil(passed.is_set)
    for page in range(pane.view.count):
        pane.view.go_to(page)
        picture(pane)  # painted: asks for what it lacks
    assert len(pane.view._asked) <= 4
    gate.set()
    drawn(qtbot, pane)
    assert len(pane.view._pictures) < 9


def test_the_memory_of_pictures_is_bounded(qtbot: QtBot, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("otbor.ui.papers.page_view._KEPT", 20_000_000)
    pane = make()
    shown(qtbot, pane, paper("preliminary-long"))
    for page in range(0, pane.view.count, 3):
        pane.view.go_to(page)
        drawn(qtbot, pane)
    assert sum(kept.sizeInBytes() for kept in pane.view._pictures.values()) <= 20_000_000


def test_paging_by_keys_and_by_number(qtbot: QtBot, make: Make) -> None:
    pane = make()
    shown(qtbot, pane, paper("final"))
    pane.view.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(pane.view, Qt.Key.Key_PageDown, control)
    assert pane.view.page == 1
    qtbot.keyClick(pane.view, Qt.Key.Key_PageDown, control)
    qtbot.keyClick(pane.view, Qt.Key.Key_PageUp, control)
    assert pane.view.page == 1
    qtbot.keyClick(pane.view, Qt.Key.Key_G, control)
    assert pane.page_box.hasFocus()
    qtbot.keyClicks(pane.page_box, "3")
    qtbot.keyClick(pane.page_box, Qt.Key.Key_Return)
    assert pane.view.page == 2
    before = pane.view.verticalScrollBar().value()
    qtbot.keyClick(pane.view, Qt.Key.Key_Space)
    assert pane.view.verticalScrollBar().value() > before
    qtbot.keyClick(pane.view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert pane.view.verticalScrollBar().value() == before


def test_zoom_by_keys_by_number_and_by_wheel(qtbot: QtBot, make: Make) -> None:
    pane = make()
    shown(qtbot, pane, paper("final"))
    view, control = pane.view, Qt.KeyboardModifier.ControlModifier
    view.setFocus()
    assert zoom(pane) is Fit.WIDTH
    assert view.horizontalScrollBar().maximum() == 0
    qtbot.keyClick(view, Qt.Key.Key_1, control)
    assert (zoom(pane), view.percent) == (100, 100)
    qtbot.keyClick(view, Qt.Key.Key_Plus, control)
    assert view.percent == 125
    qtbot.keyClick(view, Qt.Key.Key_Minus, control)
    qtbot.keyClick(view, Qt.Key.Key_Minus, control)
    assert view.percent == 75
    assert pane.zoom_box.currentText() == "75\u00a0%"
    qtbot.keyClick(view, Qt.Key.Key_0, control)
    assert zoom(pane) is Fit.PAGE
    rect = view._rect(view.page)
    assert rect.height() <= view.viewport().height()
    line = pane.zoom_box.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "180%")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert view.percent == 180
    line.selectAll()
    qtbot.keyClicks(line, "99999")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert view.percent == 400
    line.selectAll()
    qtbot.keyClicks(line, "wide")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (view.percent, pane.zoom_box.currentText()) == (400, "400\u00a0%")
    wheel(view.viewport(), -120)
    assert view.percent == 300
    drawn(qtbot, pane)
    assert dark_dots(picture(pane)) > 100


def wheel(widget: QWidget, turned: int) -> None:
    """Turn the wheel with Ctrl held."""
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre, widget.mapToGlobal(centre), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_the_place_in_sight_stays_when_zoomed(qtbot: QtBot, make: Make) -> None:
    pane = make()
    shown(qtbot, pane, paper("final-long"))
    pane.view.go_to(9)
    for wanted in (100, 200, Fit.PAGE, 50, 300, Fit.WIDTH):
        pane.view.set_zoom(wanted)
        assert abs(pane.view.page - 9) <= 1


def test_text_is_searched_and_every_place_is_visited_in_turn(qtbot: QtBot, make: Make) -> None:
    pane = make()
    shown(qtbot, pane, paper("preliminary-long"))
    count = searched(qtbot, pane, "елкина")
    assert count > 20
    assert f"1 of {count}" in said(pane) or f"1 из {count}" in said(pane)
    first = pane.view.verticalScrollBar().value()
    for _ in range(6):
        qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert pane.view.verticalScrollBar().value() > first
    assert pane._hit == 6
    qtbot.keyClick(pane.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(pane.view, Qt.Key.Key_F3)
    qtbot.keyClick(pane.view, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert pane._hit == 5
    drawn(qtbot, pane)
    image = picture(pane)
    orange = [
        (x, y)
        for x in range(image.width())
        for y in range(0, image.height(), 2)
        if (dot := image.pixelColor(x, y)).red() - dot.blue() > 60
    ]
    assert orange
    assert searched(qtbot, pane, "такого слова нет") == 0
    pane.search.clear()
    assert pane.view._hits == ()


@pytest.mark.parametrize("typed", ["otbor:order:118-у:9f2c", "щеищкЖщквукЖ118Ж9а2с"])
def test_a_scanned_code_opens_its_paper(qtbot: QtBot, make: Make, typed: str) -> None:
    asked: list[str] = []
    order = paper("order", "118-у", "Приказ")

    def find(payload: str) -> PaperFile:
        asked.append(payload)
        return order

    pane = make(find)
    type_text(pane.search, typed)
    with qtbot.waitSignal(pane.opened) as opened:
        qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert opened.args == [order]
    assert asked[0].startswith("otbor:order:118")
    assert pane.search.text() == ""


def test_an_unknown_code_is_told_and_the_paper_stays(qtbot: QtBot, make: Make) -> None:
    pane = make(lambda _payload: None)
    shown(qtbot, pane, paper("receipt"))
    pane.look_for("otbor:order:7:9f2c")
    qtbot.waitUntil(lambda: pane.notices.text != "")
    assert "otbor:order:7:9f2c" in pane.notices.text
    assert pane.view.count == 1


def refuse() -> bytes:
    raise Refused(Finding("paper_registry.unknown", values={"paper": 77}))


def absent() -> bytes:
    raise FileNotFoundError(2, "", "нет.pdf")


@pytest.mark.parametrize(
    ("load", "told"), [(refuse, "77"), (absent, "нет.pdf"), (lambda: b"text", "Письмо"), (lambda: b"", "Письмо")]
)
def test_a_paper_that_cannot_be_opened_is_told_and_nothing_else_is_shown(
    qtbot: QtBot, make: Make, load: Callable[[], bytes], told: str
) -> None:
    pane = make()
    shown(qtbot, pane, paper("receipt"))
    pane.show_paper(PaperFile("1", "Письмо", load))
    qtbot.waitUntil(lambda: pane.notices.text != "")
    assert told in pane.notices.text
    assert pane.view.count == 0
    assert not pane.page_box.isEnabled()
    shown(qtbot, pane, paper("receipt"))
    assert pane.notices.text == ""


def test_of_two_papers_asked_for_the_later_is_shown(qtbot: QtBot, make: Make) -> None:
    pane = make()
    gate = threading.Event()

    def slowly() -> bytes:
        gate.wait(5)
        return pdf("receipt")

    opened: list[PaperFile] = []
    pane.opened.connect(opened.append)
    pane.show_paper(PaperFile("1", "первая", slowly))
    wanted = paper("order")
    with qtbot.waitSignal(pane.opened):
        pane.show_paper(wanted)
        gate.set()
    assert opened == [wanted]
    drawn(qtbot, pane)
    qtbot.waitUntil(lambda: len(pane._documents) == 1)


def test_shutting_in_the_middle_of_everything(qtbot: QtBot, make: Make) -> None:
    pane = make()
    shown(qtbot, pane, paper("final-long"))
    pane.look_for("иванова")
    pane.show_paper(paper("preliminary-long"))
    pane.view.go_to(12)
    pane.shut()
    assert pane._documents == set()


def test_every_control_has_a_name_and_can_be_reached_by_tab(qtbot: QtBot, make: Make) -> None:
    pane = make(partial(lambda _payload: None))
    shown(qtbot, pane, paper("final"))
    type_text(pane.search, "и")  # only then there are places to go on to
    pane.view.setFocus()
    reached: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and focused not in reached:
        reached.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert len(reached) == 10, reached
    nameless = [widget for widget in reached if not (widget.accessibleName() or widget.parent() is pane.zoom_box)]
    assert nameless == []
    assert {pane.view, pane.page_box, pane.search} <= set(reached)
    for action in pane.actions():
        assert action.objectName().startswith("pane.")
        assert action.text()
        assert action.shortcuts()


@pytest.mark.parametrize("dark", [False, True])
def test_a_page_is_white_in_light_and_in_dark(qtbot: QtBot, qapp: QApplication, make: Make, dark: bool) -> None:
    dress(qapp, Look.DARK if dark else Look.LIGHT, 100)
    pane = make()
    shown(qtbot, pane, paper("receipt"))
    image = picture(pane)
    corner = pane.view._rect(0).toRect().topLeft() + QPoint(10, 10)
    assert image.pixelColor(corner).name() == "#ffffff"
    around = image.pixelColor(2, image.height() // 2)
    assert (around.lightness() < 100) is dark
