"""An office with a real database file, copied from one that is made once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from otbor.services.office import Office
from otbor.storage.database import open_database
from tests.services.school import Clock


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the schema and nothing in it."""
    path = tmp_path_factory.mktemp("template") / "empty.otbor"
    open_database(path, create=True).close()
    return path


@pytest.fixture
def clock() -> Clock:
    """The office's clock, in February 2026."""
    return Clock()


@pytest.fixture
def office(empty_database: Path, tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """An office over a fresh copy of the empty database."""
    path = tmp_path / "school.otbor"
    shutil.copyfile(empty_database, path)
    database = open_database(path)
    yield Office(database, "Белова А. С.", clock=clock)
    database.close()
