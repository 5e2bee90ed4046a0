"""Scenes before the intake: a school that has no campaign yet, and one whose campaign is planned and no more."""

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtWidgets import QMessageBox, QWidget

from otbor.app.scenes import Named, dialog, open_place, place, settle
from otbor.ui.frame.window import MainWindow
from otbor.ui.settings.notice import NoticePart
from otbor.ui.settings.section import SettingsSection

_PLANNED = ("campaign", "groups", "commissions", "notice")  # parts that are others before the notice
_P = TypeVar("_P", bound=QWidget)


def part_of(window: MainWindow, name: str, kind: type[_P]) -> _P:
    """A part of the settings."""
    section = window.section("settings")
    if not isinstance(section, SettingsSection):
        raise TypeError(type(section).__name__)
    part = section.parts[name]
    if not isinstance(part, kind):
        raise TypeError(type(part).__name__)
    return part


def new_school() -> list[Named]:
    """The window of a new school: what stands where there is no campaign."""
    return [
        *((f"{section}-new", place(section)) for section in ("overview", "journal", "exchange", "issued")),
        ("registration-new", place("journal", "register")),
        *((f"settings-{part}-new", place("settings", part)) for part in ("school", "numbering", "scheme", *_PLANNED)),
    ]


def planned() -> list[Named]:
    """The window between the plan and the notice: an empty journal, commissions without their order."""
    return [
        *((f"{section}-planned", place(section)) for section in ("overview", "journal", "issued")),
        ("registration-planned", place("journal", "register")),
        ("issue-planned", dialog("issued", "issued-issue")),
        *((f"settings-{part}-planned", place("settings", part)) for part in _PLANNED),
        ("notice-question", _publish),
    ]


def _publish(window: MainWindow) -> Iterator[QWidget]:
    """The question before the notice fixes the scheme and the rules."""
    open_place(window, "settings", "notice")
    part_of(window, "notice", NoticePart).confirm()
    settle(window)
    yield next(box for box in window.findChildren(QMessageBox) if box.isVisible())
