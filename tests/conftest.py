"""What holds for every test: no screen, no unexpected log line, no thread left behind."""

import faulthandler
import gc
import logging
import os
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything of Qt is imported

settings.register_profile("otbor", deadline=None)  # a slow moment of a busy machine is no bug
settings.load_profile("otbor")

_PATIENCE = 30_000  # milliseconds
_HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """A crash tells the stack of its own thread: to walk through another one, which runs on, may never end."""
    faulthandler.enable(sys.__stderr__ or 2, all_threads=False)


@pytest.hookimpl(trylast=True)  # after they were shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files of the window and of whole campaigns come first: at the end, short ones keep every core busy."""
    items.sort(key=lambda item: not any(item.path.is_relative_to(_HERE / folder) for folder in ("ui", "app")))


class _Collector(logging.Handler):
    """Keeps the messages of warnings and worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Waits longer than its own second or five for what is sure to come: only what fails takes the time."""
    for wait in ("waitUntil", "waitSignal", "waitSignals", "waitExposed"):
        setattr(qtbot, wait, partial(getattr(qtbot, wait), timeout=_PATIENCE))
    return qtbot


@pytest.fixture(autouse=True)
def collected(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where there are widgets, garbage is collected as the program does it: by the window's thread alone."""
    if not has_widgets(request.node):
        yield
        return
    from otbor.ui.kit.collector import collected_here  # noqa: PLC0415 - Qt is loaded by the tests of the window only

    with collected_here():
        yield


def has_widgets(item: pytest.Item) -> bool:
    return "qapp" in getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """When the tests of a file are over no timer goes on, and no later test finds a widget among its garbage.

    What is alive then (modules, caches, the tests) no later collection walks: it would take most of the time.
    """
    yield
    if nextitem is not None and nextitem.path == item.path:
        return
    left = active_timers() if has_widgets(item) else []
    gc.collect()
    gc.freeze()
    assert not left, f"timers outlive the test: {left}"


def active_timers() -> list[str]:
    """What the timers that go on belong to; they are stopped, else each later test would fail too."""
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer  # noqa: PLC0415
    from shiboken6 import isValid  # noqa: PLC0415

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    left = [one for one in gc.get_objects() if type(one) is QTimer and isValid(one) and one.isActive()]
    for timer in left:
        timer.stop()
    return [str(timer.parent()) for timer in left]


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test on a logged warning or error that it does not claim with ``@pytest.mark.logs("part of it")``."""
    claimed = [text for marker in request.node.iter_markers("logs") for text in marker.args]
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    unexpected = [message for message in collector.messages if not any(text in message for text in claimed)]
    absent = [text for text in claimed if not any(text in message for message in collector.messages)]
    assert not unexpected, f"logged unexpectedly: {unexpected}"
    assert not absent, f"claimed but not logged: {absent}"


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail the test that leaves a thread running; one that is about to end is waited for."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(timeout=_PATIENCE / 1000)
    assert not any(thread.is_alive() for thread in left), f"threads outlive the test: {left}"
