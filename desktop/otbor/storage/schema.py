"""The schema's history: bringing a file to this program's version, never touching a newer one."""

import shutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from otbor.domain.findings import Finding, Refused
from otbor.storage.connections import BEGIN, revision


def migrations() -> Config:
    """Alembic's settings: the scripts lie in the package, no ini file."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.set_main_option("path_separator", "os")
    return settings


def upgrade(engine: Engine, path: Path, target: str = "head") -> None:
    """Upgrade the schema to ``target`` in one transaction, after a copy of the file as it was.

    Raises :class:`Refused` when the file carries a revision that this program does not know.
    """
    settings = migrations()
    with engine.connect().execution_options(**{BEGIN: ""}) as connection:
        present = revision(connection)
        if present is not None:
            try:
                ScriptDirectory.from_config(settings).get_revision(present)
            except CommandError:
                raise Refused(Finding("database.newer", values={"path": path})) from None
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy2(path, path.with_name(f"{path.name}.before-{present}"))
        try:
            # A rebuilt parent table must not take its children along: foreign keys are off while migrating.
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            settings.attributes["connection"] = connection
            command.upgrade(settings, target)
            if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise RuntimeError(f"the migration left rows without their parents: {broken[:3]}")
            connection.commit()
        finally:
            connection.invalidate()
