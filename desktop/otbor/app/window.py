"""The program's window: which database is open, its sections, and what happens to a fault in any of them."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from otbor.app.places import places
from otbor.domain.findings import Refused, Trouble
from otbor.services.office import Office, findings_at_opening
from otbor.storage.database import Database, open_database
from otbor.support.clock import Clock, system_clock
from otbor.support.places import data_folder
from otbor.support.translation import gettext as _
from otbor.ui.frame.start import StartPage, recent_files, remember
from otbor.ui.frame.window import MainWindow
from otbor.ui.kit.actions import Action
from otbor.ui.kit.collector import collected_here
from otbor.ui.kit.failures import Failure, failure_of
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.seat import Seat
from otbor.ui.kit.tasks import still_running
from otbor.ui.kit.workplace import Workplace
from otbor.wording.findings import sentence


class Program:
    """What is open: the first page or the window over one database; one of the two at a time."""

    def __init__(self, memory: Memory, folder: Path, clock: Clock = system_clock) -> None:
        self.memory = memory
        self._folder = folder
        self._clock = clock
        self._database: Database | None = None
        self._seat = Seat(memory, folder)
        self.front: QWidget | None = None
        sys.excepthook = self._fault

    def start(self, file: Path | None = None) -> None:
        """Open ``file``, or the last database of a person who was here before, or else the first page."""
        last = next(iter(recent_files(self.memory)), None)
        person = self.memory.text("operator")
        path = file or (Path(last) if last else None)
        if path is None or not person:
            self.show_start(path)
            return
        try:
            database = open_database(path)
        except (Refused, Trouble, OSError) as error:
            self.show_start(path, failure_of(error))
            return
        remember(self.memory, path, person)
        self.show_window(database, path, person)

    def show_start(self, file: Path | None = None, why: Failure | None = None) -> None:
        """The first page, with the reason when ``file`` did not open."""
        self._folder.mkdir(parents=True, exist_ok=True)
        page = StartPage(_open, self.memory, self._folder)
        page.opened.connect(self.show_window)
        if file is not None:
            page.file.setText(str(file))
            if why is not None:
                page.ask_password(file, why)
        self._bring(page)

    def show_window(self, database: Database, file: Path, person: str) -> None:
        """The window over an open database; it is named by its whole path, wherever the program was started."""
        file = file.resolve()
        seat = self._seat
        office = Office(database, person, clock=self._clock, own=file.parent, window=seat.name, gone=seat.gone)
        workplace = Workplace(office, self.memory)
        window = MainWindow(workplace, places(), file, self._declare())
        window.closed.connect(self._let_go)
        self._bring(window)
        self._database = database
        # What start has made stays: no later collection walks it, for each walk would hold the window.
        gc.freeze()
        QTimer.singleShot(0, window, window.make_ahead)
        told = findings_at_opening(office)
        if told:
            workplace.tell("\n".join(map(sentence, told)))

    def open_another(self) -> None:
        """The first page, once nothing unsaved holds the person back."""
        if isinstance(self.front, MainWindow):
            self.front.leaving.leave(self.show_start)

    def close(self) -> None:
        """Close what is open, unless the person goes back to something unsaved."""
        if self.front is None or self.front.close():
            self._let_go()

    def end(self) -> None:
        """Close what is still open when the program ends: nobody can be asked any more."""
        if isinstance(self.front, MainWindow):
            self.front.end()
        self.close()
        self._seat.leave()

    def _declare(self) -> Sequence[Action]:
        return (
            Action("program-open", _("Another database…"), self.open_another, "Ctrl+O", "folder-open"),
            Action("program-quit", _("Quit"), self.close, "Ctrl+Q", "sign-out"),
        )

    def _bring(self, widget: QWidget) -> None:
        before, self.front = self.front, widget
        widget.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def _let_go(self) -> None:
        database, self._database = self._database, None
        if database is not None:
            database.close()

    def _fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A fault in a slot: told where the person looks, kept in a log; what is typed stays in its fields."""
        front = self.front
        if isinstance(error, Exception) and isinstance(front, MainWindow | StartPage) and front.isVisible():
            front.notices.tell_failure(failure_of(error))
        else:
            sys.__excepthook__(kind, error, trace)


def _open(path: Path, key: str | None, create: bool) -> Database:  # noqa: FBT001 - the shape of an opener
    return open_database(path, key, create=create)


def run(application: QApplication, file: Path | None) -> int:
    """Show the program until it is closed; gives its exit code.

    Work that hangs (a token that does not answer) was left behind by the person: the process goes without it.
    """
    program = Program(Memory(), data_folder())
    with collected_here():
        program.start(file)
        try:
            code = application.exec()
        finally:
            program.end()
    if still_running():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code
