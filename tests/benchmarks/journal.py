"""The journal of the window over 10,000 and 100,000 applications: first page, next page, a letter typed to find."""

import gc
import os
import tempfile
from collections.abc import Callable
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
        start = perf_counter()
        workplace.set_campaign(campaign)
        _until(lambda: section.rows.model.rowCount() == count)
        section.rows.table.viewport().repaint()
        first = perf_counter() - start
        _until(lambda: section.rows.totals.shown.text() != "")
        return first, _pages(section), _letters(section)
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


def _letters(section: Any) -> float:
    """The slowest of the letters of a surname, from the end of the pause to the rows painted."""
    from otbor.services.journal_filter import Filter  # noqa: PLC0415

    shown: list[object] = []

    def note(*_parts: object) -> None:
        shown.append(None)

    section.rows.model.modelReset.connect(note)
    section.rows.model.dataChanged.connect(note)
    slowest = 0.0
    for end in range(2, len(_LETTERS) + 1):
        shown.clear()
        start = perf_counter()
        section.rows.bar.set_filter(Filter(text=_LETTERS[:end]))
        _until(lambda: bool(shown))
        section.rows.table.viewport().repaint()
        slowest = max(slowest, perf_counter() - start)
    return slowest


def _until(true: Callable[[], bool]) -> None:
    from PySide6.QtCore import QCoreApplication, QEventLoop  # noqa: PLC0415

    while not true():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
