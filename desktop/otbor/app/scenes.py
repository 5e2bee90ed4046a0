"""The scenes of «otbor screenshots»: what leads to each picture of the window."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from otbor.app.demo import lyceum
from otbor.app.window import Program
from otbor.services import papers
from otbor.support.clock import Clock
from otbor.support.places import resources
from otbor.ui.exchange.section import ExchangeSection
from otbor.ui.frame.window import MainWindow
from otbor.ui.issued.section import IssuedSection
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.tasks import Worker
from otbor.ui.kit.theme import Look, dress
from otbor.ui.kit.workplace import Link
from otbor.ui.settings import section as settings

LOOKS = (Look.LIGHT, Look.DARK)
_A_CHILD = 12  # row id of an application with achievements
_A_PAPER = 1  # row id of a paper
_LOOK = 10  # milliseconds between looks whether the windows have come to rest; what is seen is painted within 5
_LOOKS = 3  # in a row that find them at rest
_PAUSE = 1000  # milliseconds: a timer that waits longer is no pause of a field but a look around

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
        ("annulment", _dialog("journal", "card-annul", _A_CHILD)),
        ("exchange", _place("exchange")),
        ("exchange-columns", lambda window: _exchange(window, 1)),
        ("exchange-check", lambda window: _exchange(window, 2)),
        ("issued", _issued),
        ("issue", _dialog("issued", "issued-issue")),
        ("check", _check),
        ("signing", _signing),
        *((f"settings-{part.id}", _place("settings", part.id)) for part in settings.PARTS),
        ("search", _search),
        ("keys", _keys),
        ("leaving", _leaving),
    ]


def _place(section: str, target: object = None) -> Scene:
    return lambda window: window.follow(Link(section, target))


def _correction(window: MainWindow) -> None:
    window.follow(Link("journal", _A_CHILD))
    settle(window)
    window.section("journal").acts["card-correct"].trigger()


def _dialog(section: str, act: str, target: object = None) -> Scene:
    """The dialog that ``act`` of a section opens over ``target``."""

    def scene(window: MainWindow) -> QWidget:
        window.follow(Link(section, target))
        settle(window)
        window.section(section).acts[act].trigger()
        settle(window)
        return _open_dialog(window)

    return scene


def _open_dialog(window: MainWindow) -> QDialog:
    return next(one for one in window.findChildren(QDialog) if one.isVisible())


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
    """The first paper of the register, in its preview."""
    window.follow(Link("issued", _A_PAPER))


def _signing(window: MainWindow) -> None:
    """The signing of a paper."""
    _issued(window)
    settle(window)
    window.section("issued").acts["issued-sign"].trigger()


def _check(window: MainWindow) -> None:
    """The check of an issued paper that somebody has changed since."""
    section = window.section("issued")
    window.show_section("issued")
    if isinstance(section, IssuedSection):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "Извещение.pdf"
            file.write_bytes(papers.content(window.workplace.glance, _A_PAPER) + b"% changed")
            section.checking.check([file])
            settle(window)


def _search(window: MainWindow) -> None:
    window.search.setText("ив")
    window.search.look()


def _keys(window: MainWindow) -> QWidget:
    window.show_keys()
    return _open_dialog(window)


def _leaving(window: MainWindow) -> QWidget:
    """The question before something unsaved would be lost."""
    window.ask_leaving([window.places["settings"].title], lambda: None)
    return _open_dialog(window)


def settle(window: MainWindow) -> None:
    """Wait until nothing is under way, on no thread and in no turn or pause of any window."""
    loop, looks, found = QEventLoop(), QTimer(), [False]

    def look() -> None:
        found.append(_at_rest(window))
        if all(found[-_LOOKS:]):
            loop.quit()

    looks.setInterval(_LOOK)
    looks.timeout.connect(look)
    looks.start()
    loop.exec()
    looks.stop()


def _at_rest(window: MainWindow) -> bool:
    tops = QApplication.topLevelWidgets()
    timers = (timer for top in tops for timer in top.findChildren(QTimer))
    workers = (worker for top in tops for worker in top.findChildren(Worker))
    return not (
        window.workplace.busy
        or any(timer.isActive() and timer.interval() <= _PAUSE for timer in timers)
        or any(worker.busy for worker in workers)
    )
