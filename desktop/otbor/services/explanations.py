"""Explanations of points (объяснение балла) without a database: a participant of a workbook, by one scheme or two."""

from dataclasses import dataclass
from pathlib import Path

from otbor.domain.explanation import Node
from otbor.domain.findings import Finding, Refused
from otbor.domain.participants import Participant
from otbor.domain.rating import rate
from otbor.domain.scheme import Scheme
from otbor.domain.scoring import Plan, Status
from otbor.domain.what_if import Comparison, compare
from otbor.exchange.score_mapping import mapping_beside
from otbor.services.trial import read_case


@dataclass(frozen=True)
class Explained:
    """The explanation of one participant's points in one group, and the place among all of the workbook."""

    scheme: Scheme
    group: str
    place: int | None
    tree: Node

    @property
    def status(self) -> Status:
        """Where the participant stands."""
        return Status(self.tree.values["status"])


@dataclass(frozen=True)
class WhatIf:
    """The same participant in one group by two versions of a scheme."""

    before: Explained
    after: Explained
    comparison: Comparison


def explain_workbook(
    scheme_path: Path,
    workbook: Path,
    number: str,
    *,
    group: str | None = None,
    mapping_path: Path | None = None,
    appeals: bool = True,
) -> tuple[Explained, ...]:
    """Explanations for the participant ``number``: for the group with this code, or for every group wished.

    Raises :class:`Refused` as a trial rating does, and for a number that the workbook has not
    (``explanation.no_participant``), or a group that the participant did not wish (``explanation.other_group``).
    """
    scheme, participants = read_case(scheme_path, workbook, mapping_path, appeals=appeals)
    mine = next((p for p in participants if p.number == number.strip()), None)
    if mine is None:
        values = {"number": number, "file": workbook.name, "count": len(participants)}
        raise Refused(Finding("explanation.no_participant", values=values))
    if group is not None and group not in mine.groups:
        raise Refused(
            Finding("explanation.other_group", values={"number": number, "group": group, "groups": mine.groups})
        )
    return tuple(_explained(scheme, code, mine, participants) for code in ((group,) if group else mine.groups))


def what_if(
    scheme_path: Path,
    other_path: Path,
    workbook: Path,
    number: str,
    *,
    group: str | None = None,
    mapping_path: Path | None = None,
) -> tuple[WhatIf, ...]:
    """The same participant by two versions of a scheme, group by group; both read by the first one's mapping.

    Raises :class:`Refused` as :func:`explain_workbook` does; ``explanation.no_group``: the other version has no such
    group.
    """
    mapping = mapping_path or mapping_beside(scheme_path)
    before = explain_workbook(scheme_path, workbook, number, group=group, mapping_path=mapping)
    other, participants = read_case(other_path, workbook, mapping)
    mine = next(p for p in participants if p.number == number.strip())
    known = {entry.code for entry in other.groups}
    if missing := [one.group for one in before if one.group not in known]:
        raise Refused(Finding("explanation.no_group", values={"groups": missing, "file": other_path.name}))
    return tuple(
        WhatIf(
            one,
            _explained(other, one.group, mine, participants),
            compare(Plan(one.scheme, one.group), Plan(other, one.group), mine),
        )
        for one in before
    )


def _explained(scheme: Scheme, code: str, mine: Participant, participants: tuple[Participant, ...]) -> Explained:
    plan = Plan(scheme, code)
    rating = rate(scheme, code, plan.score_all(participants))
    place = next((entry.place for entry in rating.entries if entry.result.number == mine.number), None)
    return Explained(scheme, code, place, plan.explain(mine))
