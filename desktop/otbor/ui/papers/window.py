"""Papers in a window of their own: the queue on the left, the preview of its current row on the right."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.papers import printing
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.preview import FindByQr, PreviewPane
from otbor.ui.papers.printing import PrinterChoice, PrintWay, Target
from otbor.ui.papers.queue import PrintQueue


class PapersWindow(QMainWindow):
    """Shows, prints and saves ``papers``; closing it stops its threads."""

    def __init__(
        self,
        papers: Sequence[PaperFile],
        find_by_qr: FindByQr | None = None,
        list_printers: Callable[[], list[PrinterChoice]] = printing.printers,
        open_printer: Callable[[PrintWay], Target] = printing.open_printer,
    ) -> None:
        super().__init__()
        self.pane = PreviewPane(find_by_qr)
        self.queue = PrintQueue(list_printers, open_printer)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.queue)
        halves.addWidget(self.pane)
        halves.setStretchFactor(1, 1)
        halves.setSizes([420, 860])
        self.setCentralWidget(halves)
        self.setWindowTitle(_("Papers"))
        self.resize(1280, 700)
        self._add_menu(_("&Paper"), self.queue)
        self._add_menu(_("&View"), self.pane)
        self.queue.chosen.connect(self._show)
        self.pane.opened.connect(self._opened)
        self.queue.add(papers)
        self.pane.view.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop what is under way."""
        self.queue.shut()
        self.pane.shut()
        super().closeEvent(event)

    def _add_menu(self, title: str, owner: QWidget) -> None:
        menu: Any = self.menuBar().addMenu(title)
        for action in owner.actions():
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)  # nobody else is here to want the key
            menu.addAction(action)

    def _show(self, paper: PaperFile | None) -> None:
        if paper is None:
            self.pane.clear()
        else:
            self.pane.show_paper(paper)

    def _opened(self, paper: PaperFile) -> None:
        """A paper found by its QR joins the queue, so that it can be printed."""
        self.setWindowTitle(" — ".join((paper.name, _("Papers"))))
        rows = [row for row, held in enumerate(self.queue.model.papers) if held is paper]
        if not rows:
            self.queue.add([paper], current=paper)
        elif self.queue.table.currentIndex().row() != rows[0]:
            self.queue.select(rows[0])
