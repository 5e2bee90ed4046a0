"""The scenes of «otbor screenshots»: what leads to each picture of the window."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from otbor.app.demo import lyceum
from otbor.app.window import Program
from otbor.support.clock import Clock
from otbor.support.places import resources
from otbor.ui.exchange.section import ExchangeSection
from otbor.ui.frame.window import MainWindow
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.theme import Look, dress
from otbor.ui.kit.workplace import Link
from otbor.ui.settings import section as settings

LOOKS = (Look.LIGHT, Look.DARK)
_A_CHILD = 12  # row id of an application with achievements
_QUIET = 250  # milliseconds without work after which the window has come to rest: longer than any pause of a field

Scene = Callable[[MainWindow], QWidget | None]  # what to draw, None for the whole window


def seen_before(memory: Memory) -> None:
    """A person has been here before: her name is known."""
    memory.put("operator", lyceum.SECRETARY_SHORT)


def dress_in(application: QApplication, memory: Memory, look: Look) -> None:
    """Give the program this look at 100 %."""
    memory.put("look", look.value)
    dress(application, look, 100)


def pictures(memory: Memory, clock: Clock, database: Path, size: tuple[int, int]) -> Iterator[tuple[str, QPixmap]]:
    """Every scene's name and picture at ``size`` (pixels), in the look that the program has."""
    program = Program(memory, database.parent, clock)
    program.show_start()
    if program.front is not None:
        program.front.resize(*size)
        yield "start", program.front.grab()
    for name, scene in _scenes():
        program.start(database)
        window = program.front
        if not isinstance(window, MainWindow):  # the first page says why
            raise TypeError(f"{database} did not open")
        window.resize(*size)
        settle(window)
        drawn = scene(window) or window
        settle(window)
        yield name, drawn.grab()
    program.close()


def _scenes() -> list[tuple[str, Scene]]:
    return [
        ("overview", _place("overview")),
        ("journal", _place("journal")),
        ("card", _place("journal", _A_CHILD)),
        ("registration", _place("journal", "register")),
        ("correction", _correction),
        ("annulment", _dialog("card-annul")),
        ("exchange", _place("exchange")),
        ("exchange-columns", lambda window: _exchange(window, 1)),
        ("exchange-check", lambda window: _exchange(window, 2)),
        ("issued", _issued),
        *((f"settings-{part.id}", _place("settings", part.id)) for part in settings.PARTS),
        ("search", _search),
        ("keys", _keys),
    ]


def _place(section: str, target: object = None) -> Scene:
    return lambda window: window.follow(Link(section, target))


def _correction(window: MainWindow) -> None:
    window.follow(Link("journal", _A_CHILD))
    settle(window)
    window.section("journal").acts["card-correct"].trigger()


def _dialog(act: str) -> Scene:
    """The dialog that ``act`` of the journal opens over an application."""

    def scene(window: MainWindow) -> QWidget | None:
        window.follow(Link("journal", _A_CHILD))
        settle(window)
        window.section("journal").acts[act].trigger()
        settle(window)
        return next((one for one in window.findChildren(QDialog) if one.isVisible()), None)

    return scene


def _exchange(window: MainWindow, steps: int) -> None:
    """So many steps after the opening of the demo's workbook."""
    section = window.section("exchange")
    window.follow(Link("exchange", resources() / "demo" / "applications.xlsx"))
    settle(window)
    for _step in range(steps):
        if isinstance(section, ExchangeSection):
            section.forward()
        settle(window)


def _issued(window: MainWindow) -> None:
    """The newest paper, in its preview."""
    window.show_section("issued")
    settle(window)
    window.follow(Link("issued", 1))


def _search(window: MainWindow) -> None:
    window.search.setText("ив")
    window.search.look()


def _keys(window: MainWindow) -> QWidget:
    window.show_keys()
    return window.findChild(QDialog) or window


def settle(window: MainWindow, moment: int = _QUIET) -> None:
    """Wait until nothing is under way and nothing has begun for ``moment`` milliseconds."""
    loop, quiet = QEventLoop(), QTimer()
    quiet.setInterval(moment)
    quiet.timeout.connect(lambda: None if window.workplace.busy else loop.quit())
    quiet.start()
    loop.exec()
    quiet.stop()
