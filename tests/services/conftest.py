"""An office with a real database file, copied from one that is made once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from otbor.services.office import Office
from otbor.storage.database import Database, open_database
from tests.services.desk import Desk, Templates, desk_of
from tests.services.school import Clock
from tests.storage.mounting import mount

__all__ = ["mount"]

At = Callable[[str], Desk]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the schema and nothing in it."""
    path = tmp_path_factory.mktemp("template") / "empty.otbor"
    open_database(path, create=True).close()
    return path


@pytest.fixture(scope="session")
def templates(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Databases of every step of the tests' campaign."""
    return Templates(tmp_path_factory.mktemp("steps"), empty_database)


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


@pytest.fixture
def at(templates: Templates, tmp_path: Path) -> Iterator[At]:
    """Puts a desk at a step of the campaign (``desk.STEPS``), on a copy of its own."""
    opened: list[Database] = []

    def put(step: str) -> Desk:
        path = tmp_path / f"{step}-{len(opened)}.otbor"
        clock = Clock()
        clock.now = templates.copy(step, path)
        opened.append(open_database(path))
        return desk_of(Office(opened[-1], "Белова А. С.", clock=clock), clock)

    yield put
    for database in opened:
        database.close()
