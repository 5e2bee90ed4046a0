"""Opening a school's database, sessions to read and to write, and the environment's troubles in plain words."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from otbor.domain.findings import Finding, Refused, Trouble
from otbor.storage.connections import BEGIN, connect_to, revision
from otbor.storage.migrations import HEAD

# How the driver words what is wrong with the computer, and the finding that says it in plain Russian.
_TROUBLES = {
    "database or disk is full": "disk_full",
    "no space left on device": "disk_full",
    "disk i/o error": "disk_failed",
    "attempt to write a readonly database": "read_only",
    "read-only file system": "read_only",
    "unable to open database file": "cannot_open",
    "database is locked": "locked",
    "database disk image is malformed": "damaged",
    "file is not a database": "not_a_database",
}


@dataclass(frozen=True)
class Database:
    """One open database file. ``writing`` and ``reading`` give sessions; ``close`` lets the file go.

    Both raise :class:`Trouble` (``database.vanished``) where another file or none lies at its ``path`` by now: systems
    let a file that is open be written to after it was deleted, and everything written so would be lost.
    """

    path: Path
    engine: Engine
    opened: os.stat_result  # of the file, when it was opened

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that holds the write lock from its first statement; what is not committed is rolled back."""
        self._stay()
        with _told(self.path), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on a snapshot of its own, beside a writer."""
        self._stay()
        with (
            _told(self.path),
            self.engine.connect().execution_options(**{BEGIN: "BEGIN"}) as connection,
            Session(connection, autoflush=False) as session,
        ):
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _stay(self) -> None:
        try:
            there = os.path.samestat(self.path.stat(), self.opened)
        except OSError:
            there = False
        if not there:
            raise Trouble(Finding("database.vanished", values={"path": self.path}))


def open_database(path: Path, key: str | None = None, *, create: bool = False) -> Database:
    """Open the database at ``path`` and bring its schema to this program's version.

    ``key`` is the password of an encrypted file. Raises :class:`Refused` when there is no such file (unless
    ``create``), when the file is no database or the key is wrong, and when a newer program wrote it;
    :class:`Trouble` when the computer does not let it be opened. A file that did not open cleanly is never written to.
    """
    if not create and not path.is_file():
        raise Refused(Finding("database.missing", values={"path": path}))
    if create and path.exists():
        raise Refused(Finding("database.exists", values={"path": path}))
    engine = connect_to(path, key)
    try:
        with _told(path):
            _bring_up_to_date(engine, path, key, create=create)
        return Database(path, engine, path.stat())
    except BaseException:
        engine.dispose()
        if create and path.exists():  # asked first: a read-only folder minds even a needless removal
            path.unlink()
        raise


def _bring_up_to_date(engine: Engine, path: Path, key: str | None, *, create: bool) -> None:
    with engine.connect().execution_options(**{BEGIN: "BEGIN"}) as connection:
        present = revision(connection)
    if present is None and not create:
        raise Refused(Finding("database.foreign", values={"path": path}))
    if present != HEAD:
        from otbor.storage.schema import upgrade  # noqa: PLC0415 - Alembic is slow to import, most starts need it not

        upgrade(engine, path, key)
    # Only now: this writes into the file where it was not so already, and the file has proved to be ours.
    with engine.connect().execution_options(**{BEGIN: ""}) as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the driver's words about the environment into a :class:`Trouble`; our own mistakes stay exceptions."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, driver.Error, OSError) as error:
        trouble = trouble_of(error, path)
        if trouble is None:
            raise
        raise trouble from error


def trouble_of(error: BaseException, path: Path) -> Trouble | Refused | None:
    """What ``error`` says of the environment, or None when it is no such thing."""
    said = str(getattr(error, "orig", None) or error).lower()
    for words, name in _TROUBLES.items():
        if words in said:
            finding = Finding(f"database.{name}", values={"path": path})
            return Refused(finding) if name == "not_a_database" else Trouble(finding)
    return None
