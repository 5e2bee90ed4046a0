"""Decisions on equals (решения комиссии о равных): a meeting, whom it puts ahead, and why; all of them stay."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from otbor.domain.commissions import CommissionKind
from otbor.domain.findings import Finding, Refused
from otbor.services.commissions import MeetingDraft, commission_row, convene
from otbor.services.numbers import next_number
from otbor.services.office import Work
from otbor.storage.models import Group, Meeting, RatingSnapshot, TieDecision


@dataclass(frozen=True)
class Equals:
    """Applications (row ids) that share a ``place`` of a group's rating, or what decisions have left equal of them."""

    group: Group
    place: int
    applications: Sequence[int]


def decide(
    work: Work, final: RatingSnapshot, equals: Equals, given: Sequence[int], reason: str, meeting: MeetingDraft
) -> TieDecision:
    """Record that ``given`` stand ahead of the other ``equals``, under the next number of the rating.

    Raises :class:`Refused` without a reason and for a meeting before that of the rating.
    """
    if not reason.strip():
        raise Refused(Finding("enrolment.no_tie_reason", values={"group": equals.group.code}))
    decision = TieDecision(
        rating_id=final.id,
        number=next_number(work.session, f"ties:{final.id}"),
        group_id=equals.group.id,
        place=equals.place,
        equals=list(equals.applications),
        given=list(given),
        reason=reason.strip(),
        meeting_id=met(work, final, meeting).id,
        decided_at=work.now,
    )
    work.session.add(decision)
    work.session.flush()
    return decision


def met(work: Work, final: RatingSnapshot, draft: MeetingDraft) -> Meeting:
    """The meeting of the приёмная комиссия of that day, or a new one.

    What is decided by a rating is decided at the meeting that made it or at a later one: raises :class:`Refused` for an
    earlier one.
    """
    rated = work.session.get_one(Meeting, final.meeting_id).held_on
    if draft.held_on < rated:
        values = {"day": draft.held_on, "rating": rated}
        raise Refused(Finding("enrolment.meeting_too_early", values=values, paragraph="26"))
    commission = commission_row(work.session, final.campaign_id, CommissionKind.ADMISSION)
    held = work.session.scalars(
        select(Meeting)
        .where(Meeting.commission_id == commission.id, Meeting.held_on == draft.held_on)
        .order_by(Meeting.number.desc())
    ).first()
    if held is not None and set(held.present) == set(draft.present) and held.agenda == draft.agenda:
        return held
    return convene(work, commission, draft)
