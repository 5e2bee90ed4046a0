"""What went wrong in an act, in its three families, as sentences for the person. No Qt here."""

from dataclasses import dataclass
from enum import StrEnum

from otbor.domain.findings import Refused, Trouble
from otbor.wording.findings import sentence
from otbor.wording.trouble import fault_told, finding_of


class Family(StrEnum):
    """Whose affair a failure is."""

    REFUSED = "refused"  # the rule says no: the person decides
    TROUBLE = "trouble"  # the environment fails: the person mends it and repeats
    FAULT = "fault"  # the program is wrong: a log is kept


@dataclass(frozen=True)
class Failure:
    """A failed act; ``sentences`` are for the person, the main one first."""

    family: Family
    sentences: tuple[str, ...]
    error: Exception

    @property
    def text(self) -> str:
        """All sentences, one a line."""
        return "\n".join(self.sentences)


def failure_of(error: Exception) -> Failure:
    """The family and the sentences of ``error``; what nobody foresaw is a fault, and its traceback is kept in a log."""
    if isinstance(error, Refused):
        return Failure(Family.REFUSED, tuple(sentence(finding) for finding in error.findings), error)
    finding = error.finding if isinstance(error, Trouble) else None
    if isinstance(error, OSError):
        finding = finding_of(error)
    if finding is not None:
        return Failure(Family.TROUBLE, (sentence(finding),), error)
    return Failure(Family.FAULT, (fault_told(error),), error)
