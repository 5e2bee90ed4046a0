"""Long questions by what they are to show: a newer one puts the one before away, so that no old answer is shown."""

from collections.abc import Callable
from typing import Any

from otbor.ui.kit.tasks import Task
from otbor.ui.kit.workplace import OfficeWork, Workplace


class Questions:
    """Those of one section; it is true while any of them waits for its answer."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._under_way: dict[str, Task] = {}

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self._under_way)

    def __contains__(self, what: str) -> bool:
        """Whether the answer to ``what`` is awaited."""
        return what in self._under_way

    def ask(self, what: str, question: OfficeWork, then: Callable[[Any], None]) -> None:
        """Ask on the reading thread; ``then`` gets the answer unless something newer was asked meanwhile."""
        self.drop(what)
        task = self._under_way[what] = self._workplace.ask(question)

        def answered(result: Any) -> None:
            if self._under_way.get(what) is task:
                then(result)

        def ended() -> None:
            if self._under_way.get(what) is task:
                del self._under_way[what]

        task.succeeded.connect(answered)
        task.ended.connect(ended)

    def drop(self, what: str) -> None:
        """An answer that comes all the same is of no use any more."""
        if what in self._under_way:
            self._under_way.pop(what).cancel()
