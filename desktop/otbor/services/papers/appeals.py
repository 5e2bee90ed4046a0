"""The protocol of the конфликтная комиссия (пп. 24–25): every appeal decided at one meeting."""

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import select

from otbor.documents import conflict_protocol
from otbor.documents.kit.meeting import Vote
from otbor.domain.applications import AppealAbout, AppealOutcome
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import audit, rules
from otbor.services.appeals import rating_of
from otbor.services.office import Office, act
from otbor.services.papers import facts
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.ratings import meeting_row
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Appeal, Meeting

_REASONS = {
    AppealOutcome.REJECTED: conflict_protocol.Reason.REJECTED,
    AppealOutcome.TECHNICAL_ERROR: conflict_protocol.Reason.TECHNICAL,
    AppealOutcome.MARKING_ERROR: conflict_protocol.Reason.MARKING,
    AppealOutcome.NOT_CONSIDERED: conflict_protocol.Reason.NOT_CONSIDERED,
}


@act(Right.ISSUE)
def issue_conflict_protocol(office: Office, meeting_id: int, came: Collection[int] | None = None) -> Issued:
    """Issue the protocol of a meeting of the конфликтная комиссия under the meeting's number.

    ``came`` are numbers of the appeals whose family was present, kept with the meeting. Raises :class:`Refused` for a
    meeting that decided no appeal.
    """
    with office.transaction() as work:
        appeals = work.session.scalars(
            select(Appeal).where(Appeal.meeting_id == meeting_id).order_by(Appeal.number)
        ).all()
        if not appeals:
            raise Refused(Finding("paper_registry.no_appeals", values={"meeting": meeting_id}))
        meeting = meeting_row(work, meeting_id)
        campaign = rules.campaign_row(work.session, meeting.commission.campaign_id)
        if came is not None:
            meeting.decided = {**meeting.decided, "came": sorted(came)}
        say = words(office)
        data = conflict_protocol.ConflictProtocol(
            campaign=campaign.title,
            meeting=facts.meeting_facts(work, meeting),
            protocol=facts.protocol(meeting_row(work, rating_of(work, appeals[0]).meeting_id)),
            appeals=tuple(_appeal(appeal, meeting, say) for appeal in appeals),
            audit=audit.head(work.session, office.origin),
        )
        printing = Printing(campaign, f"meeting:{meeting.id}", data, meeting.held_on, str(meeting.number))
        issued = put_out(work, conflict_protocol, printing)
        work.commit()
    return issued


def _appeal(appeal: Appeal, meeting: Meeting, say: OfficeWords) -> conflict_protocol.Appeal:
    if appeal.outcome is None:
        raise ValueError(f"appeal {appeal.number} has a meeting and no outcome")
    return conflict_protocol.Appeal(
        number=str(appeal.number),
        filed_on=appeal.filed_on,
        applicant=appeal.application.number,
        name=facts.child(appeal.application),
        representative=facts.representative_name(appeal.application),
        claim=appeal.text if appeal.test_name in appeal.text else f"{appeal.test_name}: {appeal.text}",
        heard=say(f"heard_{appeal.about.value}", appeal=appeal.number),
        changes=changes(appeal, say),
        reason=_REASONS[appeal.outcome],
        grounds=appeal.reason,
        vote=_vote(appeal, meeting),
        late=not appeal.in_time,
        represented=appeal.number in meeting.decided.get("came", ()),
    )


def changes(appeal: Appeal, say: OfficeWords, group: str | None = None) -> tuple[conflict_protocol.Change, ...]:
    """Points before and after: of the test, or for documents in every group wanted (``group``: in this one)."""
    if appeal.about is AppealAbout.TEST:
        return (conflict_protocol.Change(appeal.test_name, appeal.old_points, appeal.new_points),)
    return tuple(
        conflict_protocol.Change(say("document_points", group=code), Decimal(before), Decimal(after))
        for code, (before, after) in appeal.group_points.items()
        if group in {None, code}
    )


def _vote(appeal: Appeal, meeting: Meeting) -> Vote | None:
    """The vote on an appeal: who came and voted neither way abstained; on one out of time there may have been none."""
    votes_for, votes_against = appeal.votes_for or 0, appeal.votes_against or 0
    if appeal.outcome is AppealOutcome.NOT_CONSIDERED and not votes_for + votes_against:
        return None
    return Vote(votes_for, votes_against, len(meeting.present) - votes_for - votes_against)
