"""The final protocol (п. 26) with what moved, ties and the recommended; the recommendation as a paper of its own."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.documents import final_protocol, recommendation
from otbor.documents.kit.meeting import Vote
from otbor.documents.kit.recommended import Recommended, RecommendedGroup
from otbor.domain.applications import RatingKind
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.domain.scoring import Status
from otbor.services import audit, rules
from otbor.services import ratings as acts
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts, rating_sheets
from otbor.services.papers.appeals import changes
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.ratings import meeting_row, of_kind
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Appeal, Application, Campaign, RatingSnapshot, Recommendation, TieDecision
from otbor.wording.statuses import status_words
from otbor.wording.templates import said


@act(Right.ISSUE)
def issue_final_protocol(office: Office, rating_id: int, votes: Vote | None = None) -> Issued:
    """Issue the protocol of the final rating and the recommendation (п. 26) under the meeting's number.

    ``votes`` as in the preliminary protocol. Raises :class:`Refused` before the recommendation.
    """
    with office.transaction() as work:
        final = of_kind(work, rating_id, RatingKind.FINAL)
        campaign = rules.campaign_row(work.session, final.campaign_id)
        preliminary = acts.newest(work.session, campaign.id, RatingKind.PRELIMINARY)
        meeting = meeting_row(work, final.meeting_id)
        met = facts.meeting_facts(work, meeting)
        data = final_protocol.FinalProtocol(
            campaign=campaign.title,
            meeting=met,
            speaker=met.chair.signed,
            preliminary=facts.protocol(meeting_row(work, preliminary.meeting_id)),
            counts=rating_sheets.counts(campaign, final),
            moved=tuple(_moved(work, preliminary, final)),
            ties=tuple(_ties(work, final)),
            ratings=rating_sheets.sheets(work, campaign, final),
            recommended=_by_group(campaign, final, recommended_rows(work.session, final)),
            acquaintance_until=rules.deadlines(work, campaign).acquaintance_final_due(final.made_on),
            vote=facts.vote_of(meeting, votes),
            audit=audit.head(work.session, office.origin),
            change=rating_sheets.scheme_change(work, campaign, final),
            anew=_anew(work, final),
        )
        printing = Printing(campaign, f"rating:{final.id}", data, meeting.held_on, str(meeting.number))
        issued = put_out(work, final_protocol, printing)
        work.commit()
    return issued


def _anew(work: Work, final: RatingSnapshot) -> final_protocol.Anew | None:
    """The final rating that this one takes the place of; None for the first."""
    earlier = select(RatingSnapshot).where(
        RatingSnapshot.campaign_id == final.campaign_id,
        RatingSnapshot.kind == RatingKind.FINAL,
        RatingSnapshot.number < final.number,
    )
    replaced = work.session.scalars(earlier.order_by(RatingSnapshot.number.desc())).first()
    if replaced is None:
        return None
    return final_protocol.Anew(facts.protocol(meeting_row(work, replaced.meeting_id)), final.reason.rstrip("."))


def _moved(work: Work, before: RatingSnapshot, after: RatingSnapshot) -> Iterator[final_protocol.Moved]:
    """What moved: one's own points by the appeals named, the place alone by others' points."""
    say, session = words(work.office), work.session
    appeals = {a.number: a for a in session.scalars(select(Appeal).where(Appeal.campaign_id == after.campaign_id))}
    names = {row.application.number: facts.child(row.application) for row in after.rows}
    statuses = {
        (snapshot.id, row.group.code, row.application.number): status_words(Status(row.status))
        for snapshot in (before, after)
        for row in snapshot.rows
    }
    for line in acts.moved(session, before, after):
        (place_before, total_before), (place_after, total_after) = line.before, line.after
        if total_before == total_after:
            decision = say("moved_by_others")
        else:
            told = [text for number in line.appeals for text in _appeal(work, appeals[number], line.group, say)]
            decision = "; ".join(told) or say("moved_by_points")
        yield final_protocol.Moved(
            group=line.group,
            number=line.number,
            name=names[line.number],
            total_before=total_before,
            total_after=total_after,
            place_before=_place(place_before, statuses.get((before.id, line.group, line.number), "—")),
            place_after=_place(place_after, statuses[after.id, line.group, line.number]),
            decision=decision,
        )


def _place(place: int | None, status: str) -> str:
    return status if place is None else str(place)


def _appeal(work: Work, appeal: Appeal, group: str, say: OfficeWords) -> Iterator[str]:
    """What an appeal changed in the points of ``group``."""
    if appeal.meeting_id is None:
        raise ValueError(f"appeal {appeal.number} moved points and was not decided")
    for change in changes(appeal, say, group):
        if change.before != change.after:
            yield say(
                "moved_by_appeal",
                protocol=facts.protocol(meeting_row(work, appeal.meeting_id)),
                appeal=appeal.number,
                test=change.what,
                before=said(change.before),
                after=said(change.after),
            )


def _ties(work: Work, final: RatingSnapshot) -> Iterator[str]:
    say = words(work.office)
    decisions = select(TieDecision).where(TieDecision.rating_id == final.id, TieDecision.offer_id.is_(None))
    for row in work.session.scalars(decisions.order_by(TieDecision.number)):
        yield say(
            "tie",
            group=row.group.code,
            place=row.place,
            equals=rating_sheets.numbers_of(work.session, row.equals),
            given=rating_sheets.numbers_of(work.session, row.given),
            reason=row.reason.rstrip("."),
            protocol=facts.protocol(meeting_row(work, row.meeting_id)),
        )


def recommended_rows(session: Session, final: RatingSnapshot) -> Sequence[Recommendation]:
    """The recommended by a final rating; raises :class:`Refused` before the recommendation."""
    rows = session.scalars(
        select(Recommendation)
        .join(Application, Recommendation.application_id == Application.id)
        .where(Recommendation.rating_id == final.id)
        .order_by(Recommendation.group_id, Recommendation.place, Application.series, Application.ordinal)
    ).all()
    if not rows:
        raise Refused(Finding("paper_registry.not_recommended", paragraph="26"))
    return rows


def _by_group(
    campaign: Campaign, final: RatingSnapshot, rows: Sequence[Recommendation]
) -> tuple[RecommendedGroup, ...]:
    totals = {(row.group_id, row.application_id): row.total for row in final.rows}

    def one(row: Recommendation) -> Recommended:
        total = totals[row.group_id, row.application_id]
        if total is None:
            raise ValueError(f"{row.application.number} is recommended without a total")
        return Recommended(row.application.number, facts.child(row.application), row.place, total)

    return tuple(
        RecommendedGroup(
            facts.group_title(group), group.seats, tuple(one(row) for row in rows if row.group_id == group.id)
        )
        for group in campaign.groups
    )


@act(Right.ISSUE)
def issue_recommendation(office: Office, rating_id: int) -> Issued:
    """Issue the recommendation to the director (рекомендация, п. 26); raises :class:`Refused` before it was made."""
    with office.transaction() as work:
        final = of_kind(work, rating_id, RatingKind.FINAL)
        campaign = rules.campaign_row(work.session, final.campaign_id)
        rows = recommended_rows(work.session, final)
        meeting = meeting_row(work, rows[0].meeting_id)
        met = facts.meeting_facts(work, meeting)
        data = recommendation.Recommendation(
            campaign=campaign.title,
            protocol=facts.protocol(meeting_row(work, final.meeting_id)),
            groups=_by_group(campaign, final, rows),
            chair=met.chair.signed,
            secretary=met.secretary.signed,
        )
        issued = put_out(work, recommendation, Printing(campaign, f"rating:{final.id}", data, meeting.held_on))
        work.commit()
    return issued
