"""Folders are shown, opened in the system's file manager, and chosen."""

from pathlib import Path

from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from otbor.ui.kit import folders
from otbor.ui.kit.failures import Family
from otbor.ui.settings.folders import FoldersPart
from tests.ui.settings.conftest import PlaceAt
from tests.ui.settings.place import Place


def part_of(place: Place) -> FoldersPart:
    part = place.open("folders")
    assert isinstance(part, FoldersPart)
    return part


def test_the_folder_of_the_database_opens(place_at: PlaceAt) -> None:
    place = place_at("open")
    part, opened = part_of(place), list[str]()

    def opens(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    part.open_url = opens
    path = place.workplace.glance.database.path
    assert part.paths["database"].text() == str(path)
    part.open_buttons["database"].click()
    assert opened == [path.parent.as_posix()]


def test_own_copies_are_counted_where_there_are_any(place_at: PlaceAt, tmp_path: Path) -> None:
    place = place_at("open")
    part = part_of(place)
    assert not part.open_buttons["schemes"].isEnabled()
    folder = part.folder("schemes")
    folder.mkdir()
    (folder / "licey8.toml").write_text("", "utf-8")
    part.entered()
    assert part.open_buttons["schemes"].isEnabled()
    assert part.told["schemes"].text().startswith("1 ")


def test_dialogs_for_saving_begin_in_the_chosen_folder(place_at: PlaceAt, tmp_path: Path) -> None:
    place = place_at("open")
    part, memory = part_of(place), place.workplace.memory
    for name in (folders.PAPERS, folders.EXPORTS):
        assert part.folder(name) == folders.start(memory, name) == folders.documents()
        part.choose(name, tmp_path / name)
        assert folders.start(memory, name) == folders.documents()  # a lost folder is named by the page, not asked for
        (tmp_path / name).mkdir()
        assert folders.start(memory, name) == part.folder(name) == tmp_path / name


def test_a_chosen_folder_is_remembered_and_a_lost_one_named(place_at: PlaceAt, tmp_path: Path, qtbot: QtBot) -> None:
    place = place_at("open")
    part = part_of(place)
    stick = tmp_path / "флешка"
    stick.mkdir()
    part.choose("papers", stick)
    assert place.workplace.memory.text("folder/papers") == str(stick)
    assert part.open_buttons["papers"].isEnabled()
    stick.rmdir()
    part.open_folder("papers")
    assert place.told[-1].family is Family.TROUBLE
    part.entered()
    assert not part.open_buttons["papers"].isEnabled()


def test_a_file_manager_that_does_not_open_is_told(place_at: PlaceAt) -> None:
    place = place_at("open")
    part = part_of(place)

    def fails(_url: QUrl) -> bool:
        return False

    part.open_url = fails
    part.open_buttons["database"].click()
    assert str(part.folder("database")) in place.told[-1].text
