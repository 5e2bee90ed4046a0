"""The standard of paperwork (ГОСТ Р 7.0.97) that papers and marks of signatures name, by the day."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from otbor.domain.findings import Finding, Refused
from otbor.support.places import resource

_FILE = "office/standards.toml"


def standard(day: date, own: Path | None = None) -> str:
    """Name of the standard in force on ``day``, empty before the first; ``own`` is the school's folder, its table wins.

    Raises :class:`Refused` (``paper_registry.words_unreadable``) for a table of the school that is none.
    """
    path = resource(_FILE, own)
    return next((name for since, name in _table(path, path.stat().st_mtime_ns) if since <= day), "")


@lru_cache(maxsize=8)
def _table(path: Path, _changed: int) -> tuple[tuple[date, str], ...]:
    """``(in force since, name)``, newest first; read again when the file has changed."""
    try:
        read = tomllib.loads(path.read_text("utf-8"))
        return tuple(sorted(((entry["since"], entry["name"]) for entry in read["standards"]), reverse=True))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError):
        raise Refused(Finding("paper_registry.words_unreadable", values={"file": path})) from None
