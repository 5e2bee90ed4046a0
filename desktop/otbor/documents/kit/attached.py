"""Documents of an application as papers list them (п. 11): kind of copy and sheets."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attached:
    """One document handed in: title, kind of copy («копия, сверена с оригиналом»), number of sheets."""

    title: str
    kind: str
    sheets: int
