"""What a text of a form becomes when it is made ready, and what is said of one that cannot be used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from otbor.wording.declension import Overrides


class BadTextError(ValueError):
    """A text that cannot be used: ``rule`` is the finding's id, ``line`` from 1, ``name`` of a filter unknown."""

    def __init__(self, rule: str, line: int, name: str = "") -> None:
        super().__init__(f"{rule} in line {line} {name}")
        self.rule, self.line, self.name = rule, line, name


@dataclass(frozen=True)
class Text:
    """A text ready to be filled: the values it asks for, and what fills it.

    ``fill`` takes the values and the overrides of names; it raises :class:`KeyError` for a value that is missing,
    :class:`TypeError` and :class:`ValueError` for one that a filter or a comparison cannot take.
    """

    names: frozenset[str]
    fill: Callable[[Mapping[str, Any], Overrides], str]
