"""Which of the windows that a person has open this is: what is typed in each of them is kept apart."""

import secrets
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

from otbor.ui.kit.memory import Memory

_PERSON, _SEATS = "window/person", "window/seats"


class Seat:
    """The first place that no other running program of this person holds, until :meth:`leave`.

    ``folder`` is where the places are marked as taken; a mark that a crash has left is taken for none. Where nobody can
    mark anything, each window is a stranger to the others, and so it is after the memory was lost.
    """

    def __init__(self, memory: Memory, folder: Path) -> None:
        with suppress(OSError):  # told by who writes something that matters there
            folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._person = memory.text(_PERSON) or secrets.token_hex(8)
        memory.put(_PERSON, self._person)
        self._number, self._mark = 0, self._marked(0)
        while not self._mark.tryLock(0) and self._mark.error() is QLockFile.LockError.LockFailedError:
            self._number += 1
            self._mark = self._marked(self._number)
        if not self._mark.isLocked():
            self._person = secrets.token_hex(8)
        self._seats = max(memory.number(_SEATS, 1), self._number + 1)
        memory.put(_SEATS, self._seats)

    @property
    def name(self) -> str:
        """As drafts name it: nobody else, on whatever computer, has the same."""
        return f"{self._person}/{self._number}"

    def gone(self) -> tuple[str, ...]:
        """Names of places that were taken once and that nobody holds now; asked when it matters."""
        marked = (mark.stem.removeprefix("window-") for mark in self._folder.glob("window-*.lock"))  # younger ones, too
        numbers = {*range(self._seats), *(int(number) for number in marked if number.isdecimal())}
        return tuple(f"{self._person}/{number}" for number in sorted(numbers) if self._is_free(number))

    def leave(self) -> None:
        """Let the place go."""
        self._mark.unlock()

    def _is_free(self, number: int) -> bool:
        mark = self._marked(number)
        free = number != self._number and mark.tryLock(0)
        mark.unlock()  # not ours: does nothing
        return free

    def _marked(self, number: int) -> QLockFile:
        mark = QLockFile(str(self._folder / f"window-{number}.lock"))
        mark.setStaleLockTime(0)  # however long a window is open, its place is taken
        return mark
