"""What papers call the things of the database, from ``resources/office/papers.toml``; the school's own texts win."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from otbor.domain.findings import Finding, Refused
from otbor.services.office import Office
from otbor.support.places import resource
from otbor.wording.prepared import BadTextError
from otbor.wording.texts import compiled

_FILE = "office/papers.toml"


@dataclass(frozen=True)
class OfficeWords:
    """The texts by their keys."""

    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text ``key`` filled; raises :class:`KeyError` when the text or a value of it is missing."""
        return compiled(self.texts[key]).fill(values, {})

    def lines(self, key: str, /, **values: Any) -> tuple[str, ...]:
        """The lines of the text ``key``, filled."""
        return tuple(line for line in self(key, **values).splitlines() if line.strip())


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
    return OfficeWords({**shipped.texts, **texts})


def _fits(shipped: str | None, text: Any) -> bool:
    try:
        return shipped is not None and isinstance(text, str) and compiled(text).names <= compiled(shipped).names
    except BadTextError:
        return False


@cache
def _shipped() -> OfficeWords:
    return OfficeWords(tomllib.loads(resource(_FILE).read_text("utf-8"))["texts"])
