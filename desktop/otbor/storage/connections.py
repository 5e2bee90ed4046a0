"""Connections to a school's file: SQLCipher with ``synchronous=FULL``, transactions that are begun explicitly."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

BEGIN = "otbor_begin"  # execution option of a connection: the statement its transactions begin with, "" for none
_BUSY_SECONDS = 10.0


def revision(connection: Connection) -> str | None:
    """The schema's revision that the file carries, None for a file without one."""
    tables = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first() if tables else None
    return None if row is None else str(row[0])


def _address(path: Path) -> str:
    """The file as an address that forbids writing; one of a Windows drive needs a slash ahead, a server's has two."""
    plain = path.absolute().as_posix()
    return f"file://{'' if plain.startswith('/') else '/'}{quote(plain)}?immutable=1"


def connect_to(path: Path, key: str | None, *, untouched: bool = False) -> Engine:
    """An engine over the file ``path``, encrypted with ``key``; nothing is opened before the first connection.

    ``untouched``: a file that nobody else has open is read only, and nothing is laid beside it.
    """
    # The path goes to the driver as it is, not through an address: schools like «№», «#» and spaces in folder names.
    target = _address(path) if untouched else str(path)

    def connect() -> Any:
        connection = driver.connect(
            target, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=untouched
        )
        try:
            if key is not None:
                quoted = key.replace("'", "''")
                connection.execute(f"PRAGMA key = '{quoted}'")
                connection.execute("PRAGMA cipher_log_level = NONE")
            for pragma in ("synchronous = FULL", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()  # else the file stays open, and a stick cannot be taken out
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, module=driver)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver's own transactions leave half a migration behind, so they are off and begun here;
        # a writer takes the lock at once, else two of them would fail in the middle of an act.
        if statement := connection.get_execution_options().get(BEGIN, "BEGIN IMMEDIATE"):
            connection.exec_driver_sql(statement)

    return engine
