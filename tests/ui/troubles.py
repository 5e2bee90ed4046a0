"""Troubles of a database as the computer makes them: no room left, the lock in another program's hands."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import sqlcipher3.dbapi2 as driver
from sqlalchemy import event

from otbor.storage.database import Database

_ROOM, _WAITED = 1 << 30, 50  # pages; milliseconds that a writer waits for the lock


@contextmanager
def no_room(database: Database) -> Iterator[None]:
    """The file may not grow by one page: SQLite itself says that the disk is full, until this is over."""
    pages = [1]  # it never becomes less than there are

    def limit(connection: driver.Connection, *_pool: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages[0]}")

    event.listen(database.engine, "checkout", limit)
    yield
    pages[0] = _ROOM


@contextmanager
def taken(database: Database) -> Iterator[None]:
    """Another program holds the lock for longer than a writer waits."""

    def hurry(connection: driver.Connection, *_pool: object) -> None:
        connection.execute(f"PRAGMA busy_timeout = {_WAITED}")

    event.listen(database.engine, "checkout", hurry)
    with closing(driver.connect(str(database.path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
