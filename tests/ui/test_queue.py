"""A secretary prints a batch: in the order of numbers, stopped where she wishes, every paper told."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otbor.domain.findings import Finding, Refused, Trouble
from otbor.ui.kit.tasks import Cancelled, Steps
from otbor.ui.papers import printing
from otbor.ui.papers import queue as queue_module
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.printing import (
    PrinterChoice,
    PrintWay,
    Sides,
    State,
    Target,
    file_name,
    open_printer,
    print_papers,
    save,
)
from otbor.ui.papers.queue import PrintQueue
from tests.ui.papers import paper, pdf

pytestmark = pytest.mark.direct

PRINTER = PrinterChoice("office", "Принтер в приёмной", True, True)
SIMPLE = PrinterChoice("old", "Старый принтер", False, False)


class Office:
    """Printers that print into files of a folder: one a job, named by the paper's number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ways: list[PrintWay] = []
        self.order: list[str] = []
        self.before: Callable[[PaperFile], object] = lambda _paper: None

    def open(self, way: PrintWay) -> Target:
        self.ways.append(way)

        def ready(paper: PaperFile) -> QPrinter:
            self.before(paper)
            self.order.append(paper.number)
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(self.folder / f"{paper.number}.pdf"))
            printer.setCopyCount(way.copies)
            return printer

        return ready

    def pages(self, number: str) -> list[tuple[int, int]]:
        """Sizes of the printed sheets in whole points."""
        document = pypdfium2.PdfDocument(self.folder / f"{number}.pdf")
        sizes = [(round(width), round(height)) for width, height in map(document.get_page_size, range(len(document)))]
        document.close()
        return sizes


@pytest.fixture(autouse=True)
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print coarsely, to be quick."""
    monkeypatch.setattr(printing, "DPI", 72)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def queue(qtbot: QtBot, office: Office) -> Iterator[PrintQueue]:
    made = PrintQueue(lambda: [PRINTER, SIMPLE], office.open)
    qtbot.addWidget(made)
    made.resize(600, 600)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.printer_box.count() == 2)
    yield made
    made.shut()


def act(queue: PrintQueue, identity: str) -> None:
    """Trigger an act as its shortcut would, which does nothing while it is disabled."""
    next(action for action in queue.actions() if action.objectName() == identity).trigger()


def finished(qtbot: QtBot, queue: PrintQueue, identity: str) -> None:
    with qtbot.waitSignal(queue.finished):
        act(queue, identity)


def states(queue: PrintQueue) -> dict[str, State]:
    return {one.number: told.state for one, told in zip(queue.model.papers, queue.model.told, strict=True)}


def test_a_batch_is_printed_in_the_order_of_its_numbers(qtbot: QtBot, queue: PrintQueue, office: Office) -> None:
    queue.add([paper("receipt", f"2026-8-{number}", "Расписка") for number in (10, 9, 101)])
    queue.add([paper("receipt", "2026-8-99", "Расписка")])
    queue.table.setFocus()
    with qtbot.waitSignal(queue.finished):
        qtbot.keyClick(queue.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert office.order == ["2026-8-9", "2026-8-10", "2026-8-99", "2026-8-101"]
    assert set(states(queue).values()) == {State.SENT}
    assert office.pages("2026-8-9") == [(595, 842)]
    assert "4" in queue.notices.text
    assert office.ways == [PrintWay("office", 1, Sides.ONE)]


def test_what_is_printed_is_the_paper(
    qtbot: QtBot, queue: PrintQueue, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "DPI", 300)
    queue.add([paper("journal", "7", "Журнал"), paper("preliminary", "14", "Протокол")])
    finished(qtbot, queue, "queue.print")
    assert set(office.pages("7")) == {(842, 595)}
    assert set(office.pages("14")) == {(595, 842)}
    document = pypdfium2.PdfDocument(office.folder / "14.pdf")
    image = document[0].render(scale=300 / 72).to_pil()
    original_document = pypdfium2.PdfDocument(pdf("preliminary"))
    original = original_document[0].render(scale=300 / 72).to_pil().resize(image.size)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [c.text for c in zxingcpp.read_barcodes(original)]
    ours, theirs = (one.convert("L").resize((60, 85)).tobytes() for one in (image, original))
    assert max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) < 40
    document.close()
    original_document.close()


def test_copies_and_sides(qtbot: QtBot, queue: PrintQueue, office: Office) -> None:
    queue.add([paper("final", "17")])
    queue.copies_box.setValue(2)
    queue.sides_box.setCurrentIndex(1)
    finished(qtbot, queue, "queue.print")
    document = pypdfium2.PdfDocument(pdf("final"))
    assert len(office.pages("17")) == 2 * len(document)
    document.close()
    queue.printer_box.setCurrentIndex(1)
    assert not queue.sides_box.isEnabled()
    finished(qtbot, queue, "queue.print")  # everything was sent, so everything goes again
    assert office.ways == [PrintWay("office", 2, Sides.LONG_EDGE), PrintWay("old", 2, Sides.ONE)]


def test_each_copy_on_both_sides_begins_on_its_own_sheet(office: Office) -> None:
    """Where the printer makes no copies itself, an odd number of pages leaves the last back empty."""
    file = office.folder / "41.pdf"

    class BothSides(QPrinter):
        """A file forgets how its sheets are printed on, a printer does not."""

        def duplex(self) -> QPrinter.DuplexMode:
            return QPrinter.DuplexMode.DuplexLongSide

    def on_both_sides(_paper: PaperFile) -> QPrinter:
        printer = BothSides(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        printer.setCopyCount(3)
        return printer

    print_papers([paper("receipt", "41")], on_both_sides, lambda _told: None, Steps())
    document = pypdfium2.PdfDocument(file)
    drawn = [any(True for _one in page.get_objects()) for page in document]
    document.close()
    assert drawn == [True, False, True, False, True]


def refuse() -> bytes:
    raise Refused(Finding("paper_registry.unknown", values={"paper": 77}))


def absent() -> bytes:
    raise FileNotFoundError(2, "", "нет.pdf")


def test_a_paper_that_cannot_be_read_is_told_and_the_others_go_on(
    qtbot: QtBot, queue: PrintQueue, office: Office
) -> None:
    queue.add([
        paper("receipt", "1"), PaperFile("2", "Снимок", lambda: b"JPEG"), PaperFile("3", "Пропажа", absent),
        PaperFile("4", "Чужая", refuse), paper("receipt", "5"),
    ])  # fmt: skip
    finished(qtbot, queue, "queue.print")
    assert office.order == ["1", "5"]
    assert states(queue) == {
        "1": State.SENT, "2": State.REFUSED, "3": State.REFUSED, "4": State.REFUSED, "5": State.SENT
    }  # fmt: skip
    told = [str(queue.model.index(row, 2).data()) for row in range(5)]
    assert "Снимок" in told[1]
    assert "нет.pdf" in told[2]
    assert "77" in told[3]
    assert "3" in queue.notices.text
    office.order.clear()
    finished(qtbot, queue, "queue.print")
    assert office.order == []  # only those that were left out are tried again


def test_printing_stops_between_pages_and_what_was_sent_stays_sent(
    qtbot: QtBot, queue: PrintQueue, office: Office
) -> None:
    queue.add([paper("receipt", str(number)) for number in range(1, 12)])
    reached, gate = threading.Event(), threading.Event()

    def hold(one: PaperFile) -> None:
        if one.number == "3":
            reached.set()
            gate.wait(10)

    office.before = hold
    with qtbot.waitSignal(queue.finished):
        act(queue, "queue.print")
        qtbot.waitUntil(reached.is_set)
        qtbot.waitUntil(queue.bar.isVisible)
        assert not any(action.isEnabled() for action in queue.actions())
        queue.bar.stop.click()
        gate.set()
    assert [number for number, state in states(queue).items() if state is State.SENT] == ["1", "2"]
    assert set(list(states(queue).values())[2:]) == {State.WAITS}
    assert not (office.folder / "4.pdf").exists()
    assert "2" in queue.notices.text
    office.order.clear()
    finished(qtbot, queue, "queue.print")
    assert office.order[0] == "3"
    assert len(office.order) == 9


class StopsAt(Steps):
    """Steps of work that is cancelled after so many looks at them."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left

    def check(self) -> None:
        self.left -= 1
        if self.left < 0:
            self.cancel()
        super().check()


@pytest.mark.parametrize(("looks", "left"), [(0, State.WAITS), (3, State.STOPPED)])
def test_a_paper_stopped_halfway_says_so(qapp: QApplication, office: Office, looks: int, left: State) -> None:
    told: list[State] = []
    with pytest.raises(Cancelled):
        print_papers(
            [paper("final-long", "17")],
            office.open(PrintWay("office")),
            lambda news: told.append(news.state),
            StopsAt(looks),
        )
    assert told == [State.PRINTS, left]


def test_a_printer_that_is_gone_stops_the_batch(qtbot: QtBot, queue: PrintQueue, office: Office) -> None:
    queue.add([paper("receipt", str(number)) for number in range(1, 5)])

    def vanish(one: PaperFile) -> None:
        if one.number == "2":
            raise Trouble(Finding("printing.no_printer", values={"printer": "Принтер в приёмной"}))

    office.before = vanish
    finished(qtbot, queue, "queue.print")
    assert list(states(queue).values()) == [State.SENT, State.WAITS, State.WAITS, State.WAITS]
    assert "Принтер в приёмной" in queue.notices.text
    assert "1" in queue.notices.text


@pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false", "propagateSizeHints")
def test_a_printer_that_takes_nothing_is_told(qtbot: QtBot, queue: PrintQueue, office: Office) -> None:
    office.folder = office.folder / "none"
    queue.add([paper("receipt", "2026-8-0041")])
    finished(qtbot, queue, "queue.print")
    assert "2026-8-0041" in queue.notices.text
    assert states(queue) == {"2026-8-0041": State.WAITS}


def test_an_unknown_printer_is_trouble(qapp: QApplication) -> None:
    with pytest.raises(Trouble) as trouble:
        open_printer(PrintWay("no such printer"))(paper("receipt"))
    assert trouble.value.finding.id == "printing.no_printer"


def test_without_a_printer_papers_are_saved_at_least(qtbot: QtBot, tmp_path: Path) -> None:
    queue = PrintQueue(list)
    qtbot.addWidget(queue)
    queue.add([paper("receipt", "1")])
    qtbot.waitUntil(lambda: queue.printer_box.placeholderText() != "")
    enabled = {action.objectName() for action in queue.actions() if action.isEnabled()}
    assert enabled == {"queue.save", "queue.remove"}
    queue.shut()


def test_only_the_selected_are_printed(qtbot: QtBot, queue: PrintQueue, office: Office) -> None:
    queue.add([paper("receipt", str(number)) for number in range(1, 6)])
    queue.select(1)
    queue.table.setFocus()
    qtbot.keyClick(queue.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    finished(qtbot, queue, "queue.print_selected")
    assert office.order == ["2", "3"]
    queue.table.setFocus()
    qtbot.keyClick(queue.table, Qt.Key.Key_Delete)
    assert list(states(queue)) == ["1", "4", "5"]


def test_saving_writes_the_issued_bytes_and_overwrites_nothing(
    qtbot: QtBot, queue: PrintQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Документы"
    folder.mkdir()
    monkeypatch.setattr(queue_module, "ask_for_folder", lambda _parent, _begin: str(folder))
    queue.add([paper("receipt", "1", "Расписка"), paper("order", "2", "Приказ"), PaperFile("3", "Чужая", refuse)])
    for _ in range(2):
        finished(qtbot, queue, "queue.save")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "Расписка 1.pdf": pdf("receipt"), "Расписка 1 (2).pdf": pdf("receipt"),
        "Приказ 2.pdf": pdf("order"), "Приказ 2 (2).pdf": pdf("order"),
    }  # fmt: skip
    assert states(queue)["3"] is State.REFUSED
    assert str(folder) in queue.notices.text


def test_one_paper_is_saved_under_the_name_that_was_given(
    qtbot: QtBot, queue: PrintQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def ask(_parent: QWidget, suggested: Path) -> tuple[str, str]:
        asked.append(suggested)
        return str(tmp_path / "мой.pdf"), ""

    monkeypatch.setattr(queue_module, "ask_for_file", ask)
    queue.begin_in = lambda: tmp_path
    queue.add([paper("order", "118-у", "Приказ")])
    finished(qtbot, queue, "queue.save")
    assert asked == [tmp_path / "Приказ 118-у.pdf"]
    assert (tmp_path / "мой.pdf").read_bytes() == pdf("order")
    monkeypatch.setattr(queue_module, "ask_for_file", lambda _parent, _name: (str(tmp_path / "нет" / "x.pdf"), ""))
    finished(qtbot, queue, "queue.save")
    assert str(tmp_path / "нет") in queue.notices.text
    monkeypatch.setattr(queue_module, "ask_for_file", lambda _parent, _name: ("", ""))
    act(queue, "queue.save")
    assert queue._task is None


def test_a_failed_save_leaves_what_was_there(tmp_path: Path) -> None:
    there = tmp_path / "a.pdf"
    there.write_bytes(b"before")
    with pytest.raises(Refused):
        save(PaperFile("1", "x", refuse), there)
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(OSError, match="folder"):
        save(paper("receipt"), tmp_path / "folder.pdf")
    assert there.read_bytes() == b"before"
    assert {path.name for path in tmp_path.iterdir()} == {"a.pdf", "folder.pdf"}


@pytest.mark.parametrize(
    ("title", "number", "name"),
    [
        ("Приказ", "118/у", "Приказ 118_у.pdf"),
        ("отсканировано.pdf", "", "отсканировано.pdf"),
        ("Расписка 41", "41", "Расписка 41.pdf"),
        ("scan.pdf", "scan", "scan.pdf"),
        ("..\\..\\x:y", "", "_.._x_y.pdf"),
        ("", "", "_.pdf"),
        ("О" * 300, "7", "О" * 118 + " 7.pdf"),
    ],
)
def test_the_name_of_a_file_is_taken_by_every_system(title: str, number: str, name: str) -> None:
    assert file_name(PaperFile(number, title, refuse)) == name


def test_the_chosen_row_is_told_and_every_control_has_a_name(qtbot: QtBot, queue: PrintQueue) -> None:
    papers = [paper("receipt", "2"), paper("receipt", "1")]
    with qtbot.waitSignal(queue.chosen) as chosen:
        queue.add(papers)
    assert chosen.args == [papers[1]]
    queue.table.setFocus()
    with qtbot.waitSignal(queue.chosen) as chosen:
        qtbot.keyClick(queue.table, Qt.Key.Key_Down)
    assert chosen.args == [papers[0]]
    queue.add([paper("receipt", "0")])
    assert queue.table.currentIndex().row() == 2  # the row stays with its paper
    reached: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and focused not in reached:
        reached.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert len(reached) == 7
    assert all(widget.accessibleName() for widget in reached)
    assert all(action.text() and action.shortcut().toString() for action in queue.actions())
