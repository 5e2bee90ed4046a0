"""Papers of the card: issued on the writing thread, shown and printed in a window of their own."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt

from otbor.services import papers
from otbor.services.office import Office
from otbor.services.papers.registry import Issued, PaperCard
from otbor.support.translation import gettext as _
from otbor.ui.kit import folders
from otbor.ui.kit.workplace import Workplace
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.window import PapersWindow

MakeWindow = Callable[[Sequence[PaperFile]], PapersWindow]


class PaperDesk(QObject):
    """Issues papers and opens them; :meth:`shut` it before its window goes. ``make_window``: tests give their own."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.make_window: MakeWindow = PapersWindow
        self.windows: list[PapersWindow] = []

    def issue(self, make: Callable[[Office], Issued]) -> None:
        """Issue a paper and show it, ready to be printed; a refusal is told by a notice."""
        task = self._workplace.act(lambda office, _steps: make(office), _("The paper is being made"))
        task.succeeded.connect(lambda issued: self.open(PaperFile(issued.number, issued.title, lambda: issued.pdf)))

    def show(self, card: PaperCard) -> None:
        """Show a paper as it was issued."""
        task = self._workplace.ask(lambda office, _steps: papers.content(office, card.paper_id))
        task.succeeded.connect(lambda pdf: self.open(PaperFile(card.number, card.title, lambda: pdf)))

    def open(self, paper: PaperFile) -> None:
        """A window with the paper; the one that is open already takes it in."""
        if self.windows:
            window = self.windows[0]
            window.queue.add([paper], current=paper)
        else:
            window = self.make_window([paper])
            window.queue.begin_in = partial(folders.start, self._workplace.memory, folders.PAPERS)
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            window.destroyed.connect(self.windows.clear)
            self.windows.append(window)
        window.show()
        window.activateWindow()

    def shut(self) -> None:
        """Close the window of papers."""
        for window in list(self.windows):
            window.close()
