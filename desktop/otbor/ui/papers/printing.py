"""Papers to a printer, one job a paper, and issued bytes into files. Everything here may run on a worker's thread."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from otbor.domain.findings import Finding, Refused, Trouble
from otbor.ui.kit.failures import Failure, failure_of
from otbor.ui.kit.tasks import Steps
from otbor.ui.papers.pages import Pages
from otbor.ui.papers.paper_file import PaperFile

DPI = 300  # of the pictures that go to the printer: small print and QR stay sharp
_LONGEST_NAME = 120  # letters of a file's name: the folder's own path has to fit too
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class Sides(StrEnum):
    """How sheets are printed on."""

    ONE = "one"
    LONG_EDGE = "long"  # turned as a book
    SHORT_EDGE = "short"  # turned as a pad


_DUPLEX = {
    Sides.ONE: QPrinter.DuplexMode.DuplexNone,
    Sides.LONG_EDGE: QPrinter.DuplexMode.DuplexLongSide,
    Sides.SHORT_EDGE: QPrinter.DuplexMode.DuplexShortSide,
}


class State(StrEnum):
    """How far a paper in the queue is."""

    WAITS = "waits"
    PRINTS = "prints"
    STOPPED = "stopped"  # in the middle: a system that collects a job before printing may print what it had
    SENT = "sent"
    REFUSED = "refused"


@dataclass(frozen=True)
class PrinterChoice:
    """A printer of this computer."""

    name: str
    description: str
    is_default: bool
    duplex: bool


@dataclass(frozen=True)
class PrintWay:
    """On which printer and how; ``copies`` of each paper, one after another."""

    printer: str
    copies: int = 1
    sides: Sides = Sides.ONE


@dataclass(frozen=True)
class Told:
    """News of one paper of a batch; ``failure`` says why it is refused."""

    index: int
    state: State
    failure: Failure | None = None


Target = Callable[[PaperFile], QPrinter]  # the printer made ready for a paper
Tell = Callable[[Told], object]


def printers() -> list[PrinterChoice]:
    """The printers of this computer, the usual one first; may take seconds where a network printer sleeps."""
    choices = [
        PrinterChoice(
            info.printerName(),
            info.description() or info.printerName(),
            info.isDefault(),
            QPrinter.DuplexMode.DuplexLongSide in info.supportedDuplexModes(),
        )
        for info in QPrinterInfo.availablePrinters()
    ]
    return sorted(choices, key=lambda choice: (not choice.is_default, choice.description))


def open_printer(way: PrintWay) -> Target:
    """The printer of ``way`` for one paper after another; raises :class:`Trouble` when it is gone."""

    def ready(paper: PaperFile) -> QPrinter:
        info = QPrinterInfo.printerInfo(way.printer)
        if info.isNull():
            raise Trouble(Finding("printing.no_printer", values={"printer": way.printer}))
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        printer.setDocName(paper.name)
        printer.setDuplex(_DUPLEX[way.sides])
        printer.setCopyCount(way.copies)
        printer.setCollateCopies(True)
        return printer

    return ready


def print_papers(papers: Sequence[PaperFile], target: Target, tell: Tell, steps: Steps) -> int:
    """Print ``papers`` in the given order; gives how many.

    Each is a job of its own, so that each begins on a new sheet and the first comes out while others are drawn. A paper
    that cannot be read is told as refused, and the others go on. Stops between pages; raises :class:`Cancelled`, and
    :class:`Trouble` when the printer does not take a job.
    """
    sent = 0
    for index, paper in enumerate(papers):
        if len(papers) > 1:
            steps.step(index, len(papers))
        tell(Told(index, State.PRINTS))
        begun = False
        try:
            with closing(Pages(paper.load(), paper.name)) as pages:
                step = steps.step if len(papers) == 1 else lambda _done, _of: steps.check()
                for _page in _print(pages, target(paper), paper, step):
                    begun = True
        except (Refused, OSError) as error:
            tell(Told(index, State.REFUSED, failure_of(error)))
        except BaseException:
            tell(Told(index, State.STOPPED if begun else State.WAITS))
            raise
        else:
            sent += 1
            tell(Told(index, State.SENT))
    if len(papers) > 1:
        steps.step(len(papers), len(papers))
    return sent


def _print(pages: Pages, printer: QPrinter, paper: PaperFile, step: Callable[[int, int], None]) -> Iterator[int]:
    """One job; gives its place when a page has gone into it."""
    numbers = _sheets(len(pages.sizes), printer)
    printer.setResolution(DPI)
    printer.setFullPage(True)
    with _job(pages, printer, paper, 0) as painter:
        for done, number in enumerate(numbers):
            step(done, len(numbers))
            if done:
                _lay_sheet(printer, pages.sizes[number or 0])
                if not printer.newPage():
                    raise Trouble(Finding("printing.stopped", values={"name": paper.name, "page": (number or 0) + 1}))
            if number is not None:
                picture = pages.picture(number, DPI / 72)
                width, height = (side * DPI / 72 for side in pages.sizes[number])
                painter.drawImage(QRectF(0, 0, width, height), picture)
            yield done
    step(len(numbers), len(numbers))


def _sheets(count: int, printer: QPrinter) -> list[int | None]:
    """Pages of a job with the copies that the printer does not make itself; None is an empty back.

    Printed on both sides, each copy begins on a sheet of its own.
    """
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    copy: list[int | None] = list(range(count))
    back = [None] if printer.duplex() is not QPrinter.DuplexMode.DuplexNone and count % 2 else []
    return [*(copy + back) * (copies - 1), *copy]


@contextmanager
def _job(pages: Pages, printer: QPrinter, paper: PaperFile, first: int) -> Iterator[QPainter]:
    """A job that ends well or is thrown away."""
    _lay_sheet(printer, pages.sizes[first])
    painter = QPainter()
    if not painter.begin(printer):
        raise Trouble(Finding("printing.not_taken", values={"name": paper.name, "printer": printer.printerName()}))
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # letters without smudges, and smaller jobs
    try:
        yield painter
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()


def _lay_sheet(printer: QPrinter, size: tuple[float, float]) -> None:
    """The sheet of a page: its size, and which way it lies."""
    portrait = QSizeF(min(size), max(size))
    lies = QPageLayout.Orientation.Landscape if size[0] > size[1] else QPageLayout.Orientation.Portrait
    printer.setPageSize(QPageSize(portrait, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    printer.setPageOrientation(lies)


# Files


def file_name(paper: PaperFile) -> str:
    """A name for the paper's file that every system takes: «Расписка 2026-8-0041.pdf»."""
    stem = paper.title.removesuffix(".pdf")
    if paper.number and paper.number not in stem:
        stem = f"{stem[: _LONGEST_NAME - len(paper.number) - 1]} {paper.number}"
    return f"{_NOT_IN_NAMES.sub('_', stem)[:_LONGEST_NAME].strip(' .') or '_'}.pdf"


def save(paper: PaperFile, path: Path) -> None:
    """Write the issued bytes, and nothing else, to ``path``: whole or not at all; raises OSError, :class:`Refused`."""
    content = paper.load()
    with NamedTemporaryFile(dir=path.parent, prefix=".otbor-", suffix=".pdf", delete=False) as file:
        fresh = Path(file.name)
        try:
            file.write(content)
            file.close()
            fresh.chmod(0o644)
            fresh.replace(path)
        except BaseException:
            file.close()
            fresh.unlink(missing_ok=True)
            raise


def save_papers(papers: Sequence[PaperFile], folder: Path, tell: Tell, steps: Steps) -> int:
    """Write each of ``papers`` into a file of its own in ``folder``, nothing there is overwritten; gives how many."""
    saved = 0
    for index, paper in enumerate(papers):
        steps.step(index, len(papers))
        try:
            save(paper, _free(folder / file_name(paper)))
        except Refused as error:
            tell(Told(index, State.REFUSED, failure_of(error)))
        else:
            saved += 1
    steps.step(len(papers), len(papers))
    return saved


def _free(path: Path) -> Path:
    """``path``, or the first of «… (2).pdf», «… (3).pdf» that is not there."""
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_stem(f"{path.stem} ({number})")
        number += 1
    return candidate
