"""The receipt (расписка, п. 11) right after the registration: seen, printed, and on to the next family."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.services import papers
from otbor.services.papers import Issued
from otbor.support.translation import gettext as _
from otbor.ui.kit.elided import ElidedLabel
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.tasks import Steps, Worker
from otbor.ui.kit.theme import by_text, em, mark
from otbor.ui.kit.workplace import Workplace
from otbor.ui.papers import printing
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.preview import PreviewPane
from otbor.ui.papers.printing import PrinterChoice, PrintWay, State, Target, Told
from otbor.ui.registration.editors import Box, Number

ListPrinters = Callable[[], list[PrinterChoice]]
OpenPrinter = Callable[[PrintWay], Target]
_COPIES, _PRINTER = "receipt/copies", "receipt/printer"  # as the window remembers them


class ReceiptPage(QWidget):
    """One receipt at a time; ``printed`` when a printer has taken it, ``done`` when the person goes on."""

    printed = Signal()
    done = Signal()

    def __init__(
        self,
        workplace: Workplace,
        list_printers: ListPrinters = printing.printers,
        open_printer: OpenPrinter = printing.open_printer,
    ) -> None:
        super().__init__()
        self._workplace = workplace
        self._list_printers, self._open_printer = list_printers, open_printer
        self._worker = Worker("receipts", self)  # a printer that sleeps keeps nobody else waiting
        self.application: int | None = None  # whose receipt is shown, or being made
        self._number = ""
        self._paper: PaperFile | None = None
        self._wanted = False  # asked to print before it was ready
        self._sending: PaperFile | None = None  # on its way to the printer: asked twice it is printed once
        self.title = ElidedLabel()
        self.status = QLabel()
        self.pane = PreviewPane()
        self.printers = Box(_("Printer"))
        self.copies = Number(_("Copies"), 1, 9)
        self.print_button = QPushButton(_("Print (Ctrl+P)"))
        self.next_button = QPushButton(_("Next (Enter)"))
        self._build()

    def look_for_printers(self) -> None:
        """Ask this computer for its printers, aside."""
        task = self._worker.start(lambda _steps: self._list_printers())
        task.succeeded.connect(self._offer)
        task.failed.connect(self._workplace.tell_failure)

    def show_of(self, application: int, number: str, child: str) -> None:
        """Show the receipt of an application; it is made, and recorded, where this page does not hold it yet."""
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if application == self.application:
            return
        self.application, self._number = application, number
        self._paper, self._wanted = None, False
        self.pane.clear()
        self.title.setText(_("Application {number} is registered: {child}").format(number=number, child=child))
        self.status.setText(_("The receipt is being made…"))
        self.print_button.setEnabled(True)
        task = self._workplace.act(lambda office, _steps: papers.issue_receipt(office, application), told=False)
        task.succeeded.connect(lambda issued: self._issued(application, issued))
        task.failed.connect(lambda failure: self._not_issued(application, failure))

    def print(self) -> None:
        """Send the receipt to the chosen printer, as soon as it is made."""
        paper, number = self._paper, self._number
        if paper is None or self._sending is not None:
            self._wanted = paper is None or paper is not self._sending
            return
        self._wanted = False
        if not self.printers.chosen:
            self.status.setText(_("This computer has no printer: save the receipt from «Issued papers» or add one."))
            return
        way = PrintWay(self.printers.chosen, self.copies.value())
        told: list[Told] = []

        def work(steps: Steps) -> int:
            return printing.print_papers([paper], self._open_printer(way), told.append, steps)

        self.status.setText(_("The receipt goes to the printer…"))
        self.print_button.setEnabled(False)
        self._sending = paper
        task = self._worker.start(work)
        task.succeeded.connect(lambda _sent: self._sent(paper, number, told))
        task.failed.connect(lambda failure: self._not_sent(number, failure))

    def shut(self) -> None:
        """Stop the threads."""
        self.pane.shut()
        self._worker.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on to the next family."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def _issued(self, application: int, issued: Issued) -> None:
        """Show the receipt; print it where that was asked for meanwhile. One that nobody waits for is on record."""
        if application != self.application:
            return
        pdf = issued.pdf
        self._paper = PaperFile(issued.number, issued.title, lambda: pdf)
        self.status.setText(_("The receipt is ready and recorded."))
        self.pane.view.set_zoom(100)
        self.pane.show_paper(self._paper)
        if self._wanted:
            self.print()

    def _not_issued(self, application: int, failure: Failure) -> None:
        """The registration stands; the receipt can be issued from the journal later."""
        self._workplace.tell_failure(failure)
        if application == self.application:
            self.application, self._wanted = None, False  # asked for once more it is made once more
            self.print_button.setEnabled(False)
            self.status.setText(_("The application is registered, the receipt is not made: issue it from the journal."))

    def _sent(self, paper: PaperFile, number: str, told: list[Told]) -> None:
        refused = next((one.failure for one in told if one.state is State.REFUSED and one.failure), None)
        if refused is not None:
            self._not_sent(number, refused)
            return
        if paper is self._paper:
            self.status.setText(_("The receipt was sent to the printer. Enter: the next application."))
        self.printed.emit()
        self._printer_free()

    def _not_sent(self, number: str, failure: Failure) -> None:
        not_printed = _("The receipt of application {number} is not printed; the application stays registered.")
        self.status.setText(not_printed.format(number=number))
        self._workplace.tell_failure(failure)
        self._printer_free()

    def _printer_free(self) -> None:
        self._sending = None
        self.print_button.setEnabled(self.application is not None)
        if self._wanted:
            self.print()

    def _offer(self, found: list[PrinterChoice]) -> None:
        remembered = self._workplace.memory.text(_PRINTER)
        self.printers.offer([(one.name, one.description) for one in found])
        self.printers.choose(remembered)
        self.printers.setVisible(bool(found))

    def _build(self) -> None:
        mark(self.title, "title")
        mark(self.status, "muted")
        mark(self.print_button, "main")
        self.status.setWordWrap(True)
        give_icon(self.next_button, "arrow-right")
        self.copies.setPrefix(_("copies: "))
        self.copies.setValue(self._workplace.memory.number(_COPIES, 1))
        self.copies.valueChanged.connect(lambda number: self._workplace.memory.put(_COPIES, number))
        self.printers.activated.connect(lambda _row: self._workplace.memory.put(_PRINTER, self.printers.chosen))
        by_text(self.printers, QWidget.setMinimumWidth, 8)
        self.print_button.setAccessibleName(_("Print the receipt"))
        self.next_button.setAccessibleName(_("Next application"))
        self.print_button.clicked.connect(lambda _checked: self.print())
        self.next_button.clicked.connect(lambda _checked: self.done.emit())
        below = QFrame()
        mark(below, "bar")
        row = QHBoxLayout(below)
        row.addWidget(self.status, 1)
        for widget in (self.printers, self.copies, self.print_button, self.next_button):
            row.addWidget(widget)
        head = QHBoxLayout()
        head.setContentsMargins(em(self, 1.2), em(self, 0.8), em(self, 1.2), em(self, 0.4))
        head.addWidget(self.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pane, 1)
        column.addWidget(below)
