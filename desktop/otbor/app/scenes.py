"""The scenes of «otbor screenshots»: how a window is brought to each of them, and what is to be drawn then."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from otbor.app.demo import lyceum
from otbor.app.window import Program
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.support.clock import Clock
from otbor.ui.frame.start import remember
from otbor.ui.frame.window import MainWindow
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.tasks import Worker
from otbor.ui.kit.theme import Look, dress
from otbor.ui.kit.workplace import Link

LOOKS = (Look.LIGHT, Look.DARK)
_LOOK = 10  # milliseconds between looks whether the windows have come to rest; what is seen is painted within 5
_IN_A_ROW = 3  # looks that find them at rest
_PAUSE = 1000  # milliseconds: a timer that waits longer is no pause of a field but a look around

Scene = Callable[[MainWindow], Iterator[QWidget]]
"""Leads to what is to be drawn, gives it once, and takes away what would stand in the way of the next scene."""

Named = tuple[str, Scene]


def seen_before(memory: Memory) -> None:
    """A person has been here before: her name is known."""
    memory.put("operator", lyceum.SECRETARY_SHORT)


def dress_in(application: QApplication, memory: Memory, look: Look) -> None:
    """Give the program this look at 100 %."""
    memory.put("look", look.value)
    dress(application, look, 100)


def pictures(
    memory: Memory, clock: Clock, database: Path, size: tuple[int, int], scenes: Sequence[Named]
) -> Iterator[tuple[str, QPixmap]]:
    """The name and the picture of each of ``scenes`` at ``size`` (pixels), in the look that the program has.

    They are drawn in one window over a copy of ``database`` and of what lies beside it: some of them write.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(database.parent, folder, dirs_exist_ok=True)
        program = Program(memory, Path(folder), clock)
        program.start(Path(folder) / database.name)
        window = program.front
        if not isinstance(window, MainWindow):  # the first page says why
            raise TypeError(f"{database} did not open")
        try:
            window.resize(*size)
            settle(window)
            for name, scene in scenes:
                for drawn in scene(window):
                    yield name, drawn.grab()
                _clear(window)
        finally:
            window.leaving.ask = lambda _titles, then: then()
            _end(program)


def first_pages(memory: Memory, clock: Clock, size: tuple[int, int]) -> Iterator[tuple[str, QPixmap]]:
    """The first page: of who is here for the first time, of who was here before, over a database that is locked."""
    with tempfile.TemporaryDirectory() as folder:
        locked, before = Path(folder) / "locked.otbor", Path(folder) / "school.otbor"
        open_database(locked, "password", create=True).close()
        open_database(before, create=True).close()
        program = Program(memory, Path(folder), clock)
        for name, file in (("start", None), ("start-locked", locked), ("start-known", None)):
            if name == "start-known":
                remember(memory, before, memory.text("operator"))
            program.show_start() if file is None else program.start(file)
            front = program.front
            if front is not None:
                front.resize(*size)
                settle(front)
                yield name, front.grab()
        _end(program)


def _end(program: Program) -> None:
    """Close the window and let it go: every look that follows would go through all that is in it."""
    program.close()
    if program.front is not None:
        program.front.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def place(section: str, target: object = None) -> Scene:
    """A place of the window as a link opens it."""

    def scene(window: MainWindow) -> Iterator[QWidget]:
        open_place(window, section, target)
        yield window

    return scene


def dialog(section: str, act: str, target: object = None) -> Scene:
    """The dialog that ``act`` of a section opens over ``target``."""

    def scene(window: MainWindow) -> Iterator[QWidget]:
        open_place(window, section, target)
        trigger(window, section, act)
        yield open_dialog(window)

    return scene


def open_place(window: MainWindow, section: str, target: object = None) -> None:
    """Open a place of the window and wait until it is filled."""
    window.follow(Link(section, target))
    settle(window)


def trigger(window: MainWindow, section: str, act: str) -> None:
    """Do what the menu does."""
    window.section(section).acts[act].trigger()
    settle(window)


def write(window: MainWindow, act: Callable[[Office], object]) -> None:
    """Let something happen that a scene shows."""
    window.workplace.act(lambda office, _steps: act(office))
    settle(window)


def open_dialog(window: MainWindow) -> QDialog:
    """The dialog that stands over the window."""
    return next(one for one in window.findChildren(QDialog) if one.isVisible())


def settle(window: QWidget) -> None:
    """Wait until nothing is under way, on no thread and in no turn or pause of any window."""
    loop, looks, found = QEventLoop(), QTimer(), [False]

    def look() -> None:
        found.append(_at_rest(window))
        if len(found) > _IN_A_ROW and all(found[-_IN_A_ROW:]):
            loop.quit()

    looks.setInterval(_LOOK)
    looks.timeout.connect(look)
    looks.start()
    loop.exec()
    looks.stop()


def _at_rest(window: QWidget) -> bool:
    if isinstance(window, MainWindow) and window.workplace.busy:
        return False
    tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    timers = (timer for top in tops for timer in top.findChildren(QTimer))
    workers = (worker for top in tops for worker in top.findChildren(Worker))
    waits = any(timer.isActive() and timer.interval() <= _PAUSE for timer in timers)
    return not (waits or any(worker.busy for worker in workers))


def _clear(window: MainWindow) -> None:
    """Put away what stands over the window."""
    for top in QApplication.topLevelWidgets():
        if top is not window and top.isVisible() and isinstance(top, QDialog | QMainWindow):
            top.close()
    window.notices.hide()
