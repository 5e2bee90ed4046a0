"""Windows of one person are told apart, and those that are gone from those that are open."""

import subprocess
import sys
from pathlib import Path

from otbor.ui.kit.memory import Memory
from otbor.ui.kit.seat import Seat

_CRASH = """
import os, sys
from pathlib import Path
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.seat import Seat
memory = Memory(Path(sys.argv[1]) / "window.ini")
seat = Seat(memory, Path(sys.argv[1]))
memory._settings.sync()
print(seat.name, flush=True)
os._exit(1)
"""


def seat(folder: Path) -> Seat:
    """A place of one more window."""
    return Seat(Memory(folder / "window.ini"), folder)


def test_each_open_window_has_a_name_of_its_own(tmp_path: Path) -> None:
    first, second = seat(tmp_path), seat(tmp_path)
    assert first.name != second.name
    assert first.gone() == second.gone() == ()
    first.leave()
    assert second.gone() == (first.name,)
    assert seat(tmp_path).name == first.name


def test_the_place_of_a_crashed_program_is_free(tmp_path: Path) -> None:
    before = seat(tmp_path)
    crashed = subprocess.run([sys.executable, "-c", _CRASH, tmp_path], capture_output=True, text=True, check=False)
    name = crashed.stdout.strip()
    assert name
    assert name != before.name
    assert before.gone() == (name,)
    before.leave()
    after = seat(tmp_path)
    assert after.name == before.name
    assert after.gone() == (name,)
    assert seat(tmp_path).name == name


def test_a_folder_that_cannot_be_written_holds_nobody_back(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert seat(tmp_path / "file").gone() == ()


def test_another_person_has_other_names(tmp_path: Path) -> None:
    assert seat(tmp_path / "a").name != seat(tmp_path / "b").name
