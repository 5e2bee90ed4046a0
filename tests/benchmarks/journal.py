"""The journal of the window over 10,000 and 100,000 applications: first page, next page, a letter typed to find."""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

_PAGES = 120
_LETTERS = "фёдоров"
_WORK = ("первая страница", "следующая страница, p99", "буква после паузы")
_BUDGETS = ((10_000, 0.100, 0.050, 0.050), (100_000, 0.250, 0.060, 0.200))


def measure() -> list[tuple[str, float, float]]:
    """What is done, the budget in seconds, the seconds it took."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - not in anybody's time

    from otbor.ui.kit.collector import collected_here  # noqa: PLC0415
    from otbor.ui.kit.theme import Look, dress  # noqa: PLC0415
    from tests.benchmarks._large_journal import fill  # noqa: PLC0415

    application = QApplication.instance() or QApplication([])
    if not isinstance(application, QApplication):
        raise TypeError("the program runs without widgets")
    dress(application, Look.LIGHT, 100)
    rows = []
    for count, *budgets in _BUDGETS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "large.otbor"
            campaign = fill(path, count)
            gc.collect()
            gc.freeze()  # what filling has left is not in anybody's time
            with collected_here():  # as in the program
                measured = _measured(path, campaign, count)
        for what, budget, took in zip(
            ("первая страница", "следующая страница, p99", "буква"), budgets, measured, strict=True
        ):
            rows.append((f"журнал {count:,}: {what}".replace(",", " ", 1), budget, took))
    return rows


def _measured(path: Path, campaign: int, count: int) -> tuple[float, float, float]:
    from otbor.services.office import Office  # noqa: PLC0415
    from otbor.storage.database import open_database  # noqa: PLC0415
    from otbor.ui.journal.section import JournalSection  # noqa: PLC0415
    from otbor.ui.kit.memory import Memory  # noqa: PLC0415
    from otbor.ui.kit.workplace import Workplace  # noqa: PLC0415

    database = open_database(path)
    workplace = Workplace(Office(database, "Белова А. С."), Memory(path.with_suffix(".ini")))
    section = JournalSection(workplace)
    section.resize(1366, 700)
    section.show()
    try:
        _until(lambda: not section.rows.model.ids)
        first = _painted(section, lambda: workplace.set_campaign(campaign))
        if section.rows.model.rowCount() != count:
            raise RuntimeError("the first page is not of all rows")
        _until(lambda: section.rows.totals.shown.text() != "")
        return first, _pages(section), max(_letters(section))
    finally:
        section.shut()
        workplace.close()
        section.deleteLater()
        database.close()


def _pages(section: Any) -> float:
    """The slowest but one per cent of pages, each painted, from near and from far."""
    bar = section.rows.table.verticalScrollBar()
    took = []
    for page in range(_PAGES):
        start = perf_counter()
        bar.setValue(bar.value() + bar.pageStep() if page % 4 else bar.maximum() * (page * 37 % _PAGES) // _PAGES)
        section.rows.table.viewport().repaint()
        took.append(perf_counter() - start)
    return sorted(took)[_PAGES * 99 // 100 - 1]


def _letters(section: Any) -> Iterator[float]:
    """Each letter of a surname, from the end of the pause to the rows painted."""
    from otbor.services.journal_filter import Filter  # noqa: PLC0415

    for end in range(2, len(_LETTERS) + 1):
        chosen = Filter(text=_LETTERS[:end])
        yield _painted(section, partial(section.rows.bar.set_filter, chosen))


def _painted(section: Any, act: Callable[[], object]) -> float:
    """Seconds from ``act`` until the rows that it asks for are painted; what comes after is in nobody's time."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject  # noqa: PLC0415

    came: list[object] = []
    painted: list[float] = []

    class Paint(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if came and event.type() == QEvent.Type.Paint:
                painted.append(perf_counter())  # it begins,
            return False

    viewport, paint = section.rows.table.viewport(), Paint()
    viewport.installEventFilter(paint)
    note = section.rows.came.connect(lambda: came.append(None))
    start = perf_counter()
    act()
    _until(lambda: bool(painted))
    took = perf_counter() - start  # and is over when the loop gives back
    viewport.removeEventFilter(paint)
    section.rows.came.disconnect(note)
    for _round in range(3):  # a posted event may post another one
        QCoreApplication.processEvents()
    return took


def _until(true: Callable[[], bool]) -> None:
    from PySide6.QtCore import QCoreApplication, QEventLoop  # noqa: PLC0415

    while not true():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
