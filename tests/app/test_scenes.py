"""The scenes of «otbor screenshots»: each is reached and shows something, no place of the window is left out."""

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import otbor.ui
from otbor.app import scene_list, scenes
from otbor.app.demo import intake
from otbor.app.demo.play import DATABASE
from otbor.app.places import places
from otbor.ui.kit.decision import Decision, ReasonDecision
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.theme import Look
from otbor.ui.settings.section import PARTS
from tests.services.conftest import empty_database, templates
from tests.services.desk import Templates
from tests.services.school import Clock

__all__ = ["empty_database", "templates"]
pytestmark = pytest.mark.qt_log_ignore(
    "does not support (propagateSizeHints|raise|grabbing the keyboard)", "not accepted by receiving widget"
)

SIZE = (1024, 640)
ALIKE = {  # drawn as a neighbour is, or on the way to it; what is only in them is looked at by the tests of its section
    *("exchange-columns", "exchange-check", "exchange-bring", "issued-signatures", "card-rated", "search", "keys"),
    *("journal-filter-days", "journal-filter-text", "notice-trouble", "notice-fault", "withdrawal", "correction"),
    *("settings-scheme-form", "settings-scheme-text", "settings-scheme-versions", "settings-campaign-next"),
    "card-annulled",
}
BASES = {Decision, ReasonDecision}  # of dialogs; nobody opens them themselves


def dialogs() -> set[type[QDialog]]:
    """Every dialog that the window has a class for."""
    found: set[type[QDialog]] = set()
    for module in pkgutil.walk_packages(otbor.ui.__path__, "otbor.ui."):
        named = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        found |= {kind for _name, kind in named if issubclass(kind, QDialog) and kind.__module__.startswith("otbor.")}
    return found - BASES


def blank(picture: QPixmap) -> bool:
    """Whether a picture is of one colour, or nearly."""
    image = picture.scaled(64, 64).toImage()
    return len({image.pixel(x, y) for x in range(64) for y in range(64)}) < 8


def left_to_others(name: str, scene: scenes.Scene) -> bool:
    """Whether a scene need not be drawn: a place alone is opened and looked through by ``test_accessible.py``."""
    return name in ALIKE or scene.__qualname__.startswith(f"{scenes.place.__name__}.")


@pytest.fixture
def drawn(
    qapp: QApplication, templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, QPixmap], set[type[QWidget]]]:
    """The scenes that nothing else draws, and the kinds of widgets that were grabbed."""
    grabbed: set[type[QWidget]] = set()
    real = QWidget.grab

    def grab(widget: QWidget) -> QPixmap:
        grabbed.add(type(widget))
        return real(widget)

    monkeypatch.setattr(QWidget, "grab", grab)
    memory = Memory(tmp_path / "window.ini")
    found: dict[str, QPixmap] = {}
    scenes.seen_before(memory)
    scenes.dress_in(qapp, memory, Look.LIGHT)
    found |= dict(scenes.first_pages(memory, Clock(), SIZE))
    for step, named in (("filed", scene_list.intake()), ("final", scene_list.rated())):
        folder, clock = tmp_path / step, Clock()
        folder.mkdir()
        clock.now = templates.copy(step, folder / "school.otbor")
        wanted = [(name, scene) for name, scene in named if not left_to_others(name, scene)]
        for name, picture in scenes.pictures(memory, clock, folder / "school.otbor", SIZE, wanted):
            assert name not in found
            found[name] = picture
    planned = tmp_path / "planned"
    at_the_plan = intake.planned(planned)
    found |= dict(scenes.pictures(memory, at_the_plan, planned / DATABASE, SIZE, scene_list.planned()))
    return found, grabbed


def test_every_place_part_and_dialog_has_its_scene(drawn: tuple[dict[str, QPixmap], set[type[QWidget]]]) -> None:
    pictures, grabbed = drawn
    lists = (scene_list.new_school(), scene_list.planned(), scene_list.intake(), scene_list.rated())
    named = [name for scenes_of_a_day in lists for name, _scene in scenes_of_a_day]
    assert len(named) == len(set(named))
    assert {place.id for place in places()} - set(named) == {"settings"}, "it is drawn by its parts"
    assert {f"settings-{part.id}" for part in PARTS} - set(named) == set()
    assert ALIKE - set(named) == set()
    assert {kind.__name__ for kind in dialogs() - grabbed} == set()
    assert [name for name, picture in pictures.items() if blank(picture)] == []
