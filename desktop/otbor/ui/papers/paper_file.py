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

    @staticmethod
    def of_file(path: Path) -> "PaperFile":
        """A paper that lies in a file: named by it."""
        return PaperFile(path.stem, path.name, path.read_bytes)
