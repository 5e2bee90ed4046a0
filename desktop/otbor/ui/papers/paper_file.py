"""A paper as the window handles it: its number, its title, and how its bytes are got when they are needed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PaperFile:
    """``load`` gives the issued bytes and runs on a worker's thread; it may raise :class:`Refused` or OSError."""

    number: str
    title: str
    load: Callable[[], bytes]

    @property
    def name(self) -> str:
        """Title and number, as the paper is called in a sentence and in the printer's own queue."""
        return f"{self.title} {self.number}".strip()

    @staticmethod
    def of_file(path: Path) -> "PaperFile":
        """A paper that lies in a file: named by it, without a number."""
        return PaperFile("", path.name, path.read_bytes)
