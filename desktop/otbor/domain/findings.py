"""Findings (замечания): what a rule has to say, as typed values; ``wording`` makes the sentence.

A finding is named by a stable id (``intake.too_late``). Severity, paragraph and limit of a rule belong to the
regulation profile, so that another region changes data and not code.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_FIELD = re.compile(r"[a-z][a-z0-9_]*")


class Severity(StrEnum):
    """How much a finding weighs."""

    FORBIDS = "forbids"  # the act is refused
    WARNS = "warns"  # the act goes on, the finding is shown and kept


@dataclass(frozen=True)
class Finding:
    """One thing a rule found.

    ``id`` is stable and has its sentence in ``resources/wording/findings/``; ``values`` fill that sentence
    (dates, numbers, names, texts: no ready phrases); ``paragraph`` is the paragraph of the Порядок or of another act,
    without «п.» («11», «12.1»), empty where no act is cited; ``where`` names the cell, row or line concerned as people
    do, or, as one English word, the field of a form: a window shows the finding beside it, nobody reads the word.
    """

    id: str
    severity: Severity = Severity.FORBIDS
    values: Mapping[str, Any] = field(default_factory=dict)
    paragraph: str = ""
    where: str = ""

    @property
    def place(self) -> str:
        """``where``, as far as people read it."""
        return "" if _FIELD.fullmatch(self.where) else self.where


class Refused(Exception):  # noqa: N818 - the word of the design: an act is refused
    """The rule says no (отказ): raised by an act, carries every finding that forbids it, the main one first."""

    def __init__(self, *findings: Finding) -> None:
        if not findings:
            raise ValueError("a refusal names at least one finding")
        super().__init__(", ".join(f.id for f in findings))
        self.findings = findings

    @property
    def finding(self) -> Finding:
        """The main finding."""
        return self.findings[0]


def forbidding(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those of ``findings`` that forbid the act."""
    return tuple(f for f in findings if f.severity is Severity.FORBIDS)


def refuse_if_forbidden(findings: Sequence[Finding]) -> None:
    """Raise :class:`Refused` with every forbidding finding, if there is one."""
    if forbids := forbidding(findings):
        raise Refused(*forbids)


class Trouble(Exception):  # noqa: N818 - the word of the design: trouble of the environment
    """The environment fails (disk full, locked, read-only): nothing is wrong with the act or the data."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.id)
        self.finding = finding
