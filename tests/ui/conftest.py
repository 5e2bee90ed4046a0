"""Widgets are tested offscreen, with the shipped typeface, and no worker is left behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from otbor.ui.kit.fonts import shipped_font
from otbor.ui.kit.tasks import Worker

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every Qt warning fails a test, save the one that the screenless platform gives for any window."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore(r"does not support propagateSizeHints"))


@pytest.fixture(autouse=True)
def typeface(qapp: QApplication) -> None:
    qapp.setFont(shipped_font())


@pytest.fixture
def worker(qapp: QApplication) -> Iterator[Worker]:
    made = Worker("test")
    yield made
    made.close()
