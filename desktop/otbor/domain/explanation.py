"""The explanation of points (объяснение балла): a tree of nodes; ``wording`` puts it into sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the calculation.

    ``rule`` names the step («component», «ratio», «cap») and has its sentence in ``resources/wording/scheme.toml``;
    ``values`` fill that sentence; ``points`` is what the step gave, None where nothing could be given;
    ``document`` names the paper that the input rests on; ``children`` are the steps it was made of, in order.
    """

    rule: str
    values: Mapping[str, Any] = field(default_factory=dict)
    points: Decimal | None = None
    document: str = ""
    children: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


Tape = list[Node] | None
"""Where a step writes its node while an explanation is made; None when only the numbers are wanted."""
