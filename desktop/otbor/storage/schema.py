"""The schema's history: bringing a file to this program's version, never touching a newer one."""

import hashlib
import shutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from otbor.domain.findings import Finding, Refused, Trouble
from otbor.storage.connections import BEGIN, connect_to, revision


def migrations() -> Config:
    """Alembic's settings: the scripts lie in the package, no ini file."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.set_main_option("path_separator", "os")
    return settings


def upgrade(engine: Engine, path: Path, key: str | None = None, target: str = "head") -> None:
    """Upgrade the schema of ``path`` to ``target`` in one transaction, after a verified copy of the file as it was.

    ``key`` is the password of an encrypted file, to open the copy with. Raises :class:`Refused` when the file carries a
    revision that this program does not know, :class:`Trouble` when somebody else writes into it or the copy is not
    sound: then nothing is migrated.
    """
    settings = migrations()
    kept = _kept(engine, path, key, settings)
    with engine.connect().execution_options(**{BEGIN: ""}) as connection:
        try:
            # A rebuilt parent table must not take its children along: foreign keys are off while migrating.
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if kept is not None and _state(path) != kept:  # from here on nobody else can write
                raise Trouble(Finding("database.locked", values={"path": path}))
            settings.attributes["connection"] = connection
            command.upgrade(settings, target)
            if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise RuntimeError(f"the migration left rows without their parents: {broken[:3]}")
            connection.commit()
        finally:
            connection.invalidate()


_State = tuple[int, int, int]


def _kept(engine: Engine, path: Path, key: str | None, settings: Config) -> _State | None:
    """Lay a verified copy of a file with a schema beside it; gives the state it was copied in, None for a new file."""
    with engine.connect().execution_options(**{BEGIN: ""}) as connection:
        present = revision(connection)
        if present is None:
            return None
        try:
            ScriptDirectory.from_config(settings).get_revision(present)
        except CommandError:
            raise Refused(Finding("database.newer", values={"path": path})) from None
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()  # to close a file that is also open elsewhere here would drop the locks on it
    state = _state(path)
    if state[2]:
        raise Trouble(Finding("database.locked", values={"path": path}))
    copy = path.with_name(f"{path.name}.before-{present}")
    shutil.copy2(path, copy)
    _verify(path, copy, key, present)
    return state


def _state(path: Path) -> _State:
    """What changes when anybody writes into the file: its size and time, and what waits in its journal."""
    about, journal = path.stat(), path.with_name(f"{path.name}-wal")
    return about.st_size, about.st_mtime_ns, journal.stat().st_size if journal.exists() else 0


def _verify(path: Path, copy: Path, key: str | None, present: str) -> None:
    """Raise :class:`Trouble` unless the copy is the file byte for byte, opens with its key, and is whole."""
    if _sha256(copy) != _sha256(path):
        raise Trouble(Finding("database.copy_differs", values={"path": path, "copy": copy}))
    engine = connect_to(copy, key, untouched=True)
    try:
        with engine.connect().execution_options(**{BEGIN: ""}) as connection:
            sound = connection.exec_driver_sql("PRAGMA quick_check").scalars().all() == ["ok"]
            same = revision(connection) == present
    finally:
        engine.dispose()
    if not sound:
        raise Trouble(Finding("database.damaged", values={"path": path}))
    if not same:
        raise Trouble(Finding("database.copy_differs", values={"path": path, "copy": copy}))


def _sha256(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
