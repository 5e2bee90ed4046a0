"""A secretary at the section «Обмен», with workbooks to bring."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from otbor.services.imports import CheckedRow
from otbor.ui.exchange.section import ExchangeSection
from otbor.ui.exchange.taking import Taking
from otbor.ui.exchange.way import Step
from otbor.ui.kit.workplace import Notice, Workplace
from tests.services.desk import Desk
from tests.ui.conftest import WorkplaceAt


@dataclass
class Importer:
    """Opens a workbook, goes through the steps, waits for what the window does."""

    qtbot: QtBot
    section: ExchangeSection
    workplace: Workplace
    desk: Desk
    notices: list[Notice] = field(default_factory=list)

    @property
    def taking(self) -> Taking:
        """What was decided so far."""
        assert self.section.taking is not None
        return self.section.taking

    @property
    def rows(self) -> list[CheckedRow]:
        """The rows that the table shows."""
        return list(self.section.rows.rows.rows)

    @property
    def step(self) -> Step:
        """Where the section stands."""
        return self.section.step

    def wait(self) -> None:
        """Until nothing of the section's is under way."""
        self.qtbot.waitUntil(lambda: self.section._task is None)

    def open(self, path: Path) -> None:
        """Open a workbook."""
        self.section.go(path)
        self.wait()

    def press_main(self) -> None:
        """The main button, with the mouse."""
        assert self.section.main.isEnabled(), self.section.main.text()
        QTest.mouseClick(self.section.main, Qt.MouseButton.LeftButton)
        self.wait()

    def to(self, step: Step) -> None:
        """Forward to a step."""
        while self.section.step < step:
            self.press_main()

    def act(self, name: str) -> QAction:
        """An action of the section."""
        return self.section.acts[f"exchange-{name}"]

    def key(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        """Press a key where the focus is."""
        target = widget or QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key)

    def texts(self) -> list[list[str]]:
        """The shown rows of the check as texts."""
        model = self.section.rows.rows
        return [
            [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]


Sit = Callable[..., Importer]


@pytest.fixture
def sit(qtbot: QtBot, workplace_at: WorkplaceAt) -> Iterator[Sit]:
    """Seats a secretary at the section, on the last day of the intake."""
    made: list[ExchangeSection] = []

    def seat(step: str = "open", *, campaign: bool = True) -> Importer:
        workplace, desk = workplace_at(step)
        if step in {"open", "filed"}:
            desk.clock.on(date(2026, 4, 22), 14)
        if not campaign:
            workplace.set_campaign(None)
        section = ExchangeSection(workplace)
        made.append(section)
        qtbot.addWidget(section)
        section.resize(1180, 640)
        with qtbot.waitExposed(section):
            section.show()
        section.activateWindow()
        importer = Importer(qtbot, section, workplace, desk)
        workplace.noticed.connect(importer.notices.append)
        return importer

    yield seat
    for section in made:
        section.shut()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screenless platform has no popups to raise: a list in a table opens one."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(
                pytest.mark.qt_log_ignore(r"does not support (raise|grabbing the keyboard|propagateSizeHints)")
            )
