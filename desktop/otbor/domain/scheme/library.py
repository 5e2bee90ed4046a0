"""Files that a scheme names: the year's scale of examinations and lists of events. The reader is given them."""

from collections.abc import Callable
from dataclasses import dataclass

from otbor.domain.scales import Scale
from otbor.domain.subjects import tidy


@dataclass(frozen=True)
class Library:
    """``scale`` and ``events`` find a file by the name that a scheme gives («gia9-2026»), None where there is none."""

    scale: Callable[[str], Scale | None] = lambda _: None
    events: Callable[[str], tuple[str, ...] | None] = lambda _: None


NOTHING = Library()
"""A library without files."""


def parse_events(text: str) -> tuple[str, ...]:
    """Names of events from a text: one a line, blank lines and lines that begin with «#» left out."""
    lines = {tidy(line): " ".join(line.split()) for line in text.splitlines()}
    return tuple(line for key, line in lines.items() if key and not key.startswith("#"))
