"""What papers call the things of the database, from ``resources/office/papers.toml``; the school's own texts win."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from otbor.domain.findings import Finding, Refused
from otbor.services.office import Office
from otbor.support.places import resource
from otbor.wording.templates import fill, placeholders

_FILE = "office/papers.toml"


@dataclass(frozen=True)
class OfficeWords:
    """The texts, and the standards of paperwork as ``(in force since, name)``, oldest first."""

    texts: Mapping[str, str]
    standards: tuple[tuple[date, str], ...]

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text ``key`` filled; raises :class:`KeyError` when the text or a value of it is missing."""
        return fill(self.texts[key], values)

    def lines(self, key: str, /, **values: Any) -> tuple[str, ...]:
        """The lines of the text ``key``, filled."""
        return tuple(line for line in self(key, **values).splitlines() if line.strip())

    def standard(self, day: date) -> str:
        """The standard of paperwork in force on ``day``; empty before the first."""
        return next((name for since, name in reversed(self.standards) if since <= day), "")


def words(office: Office) -> OfficeWords:
    """The words of this school.

    Raises :class:`Refused` for a copy that is no TOML, and for a text or a placeholder that the program does not know.
    """
    shipped = _shipped()
    path = resource(_FILE, office.own)
    if path == resource(_FILE):
        return shipped
    try:
        own = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise Refused(Finding("paper_registry.words_unreadable", values={"file": path})) from None
    texts = own.get("texts", {})
    for key, text in texts.items():
        if not _fits(shipped.texts.get(key), text):
            raise Refused(Finding("paper_registry.words_unknown", values={"file": path, "text": key}))
    return OfficeWords({**shipped.texts, **texts}, _standards(own) or shipped.standards)


def _fits(shipped: str | None, text: Any) -> bool:
    try:
        return shipped is not None and isinstance(text, str) and placeholders(text) <= placeholders(shipped)
    except ValueError:
        return False


@cache
def _shipped() -> OfficeWords:
    read = _read(resource(_FILE))
    return OfficeWords(read["texts"], _standards(read))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _standards(read: dict[str, Any]) -> tuple[tuple[date, str], ...]:
    return tuple(sorted((entry["since"], entry["name"]) for entry in read.get("standards", ())))
