"""Papers of the rating (3 этап): the preliminary protocol, sheets of acquaintance, public lists without names."""

from collections.abc import Iterator

from sqlalchemy import select

from otbor.documents import acquaintance_sheet, preliminary_protocol, public_list
from otbor.documents.kit.meeting import Vote
from otbor.domain.applications import RatingKind
from otbor.domain.campaign import TermId
from otbor.domain.findings import Finding, Refused
from otbor.domain.numbering import natural
from otbor.domain.rights import Right
from otbor.domain.scheme import Scheme
from otbor.domain.scheme.order import Minimum
from otbor.domain.scoring import Status
from otbor.services import audit, rules
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts, rating_sheets
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Acquaintance, Application, Campaign, Meeting, RatingSnapshot
from otbor.wording.statuses import status_words
from otbor.wording.templates import said


def meeting_row(work: Work, meeting_id: int) -> Meeting:
    """The meeting."""
    return work.session.get_one(Meeting, meeting_id)


def of_kind(work: Work, rating_id: int, kind: RatingKind) -> RatingSnapshot:
    """The rating; raises :class:`Refused` when it is of the other kind: it has a protocol of its own."""
    snapshot = rating_sheets.snapshot_row(work, rating_id)
    if snapshot.kind is not kind:
        raise Refused(Finding(f"paper_registry.not_{kind.value}", values={"rating": snapshot.number}))
    return snapshot


@act(Right.ISSUE)
def issue_preliminary_protocol(office: Office, rating_id: int, votes: Vote | None = None) -> Issued:
    """Issue the protocol of a preliminary rating with its rating sheets (пп. 20–22) under the meeting's number.

    ``votes`` are kept with the meeting; none given and none kept: all who came voted for it. Raises :class:`Refused`
    for a vote that cannot be.
    """
    with office.transaction() as work:
        snapshot = of_kind(work, rating_id, RatingKind.PRELIMINARY)
        campaign = rules.campaign_row(work.session, snapshot.campaign_id)
        meeting = meeting_row(work, snapshot.meeting_id)
        deadlines = rules.deadlines(work, campaign)
        met = facts.meeting_facts(work, meeting)
        data = preliminary_protocol.PreliminaryProtocol(
            campaign=campaign.title,
            meeting=met,
            speaker=met.chair.signed,
            counts=rating_sheets.counts(campaign, snapshot),
            minimum=_minimum(rating_sheets.scheme_of(work, snapshot), words(office)),
            ratings=rating_sheets.sheets(work, campaign, snapshot),
            shared=tuple(rating_sheets.shared_places(work, campaign, snapshot)),
            acquaintance_until=deadlines.acquaintance_due(snapshot.made_on),
            appeal_days=appeal_days(work, campaign),
            vote=facts.vote_of(meeting, votes),
            audit=audit.head(work.session, office.origin),
            change=rating_sheets.scheme_change(work, campaign, snapshot),
        )
        printing = Printing(campaign, f"rating:{snapshot.id}", data, meeting.held_on, str(meeting.number))
        issued = put_out(work, preliminary_protocol, printing)
        work.commit()
    return issued


def _minimum(scheme: Scheme, say: OfficeWords) -> tuple[str, ...]:
    """The minima of the local act in short: points, and of what when not of the total."""
    titles = {component.id: component.title for component in scheme.components}
    told = tuple(
        said(gate.points) if gate.of not in titles else f"{titles[gate.of]} — {said(gate.points)}"
        for gate in scheme.gates
        if isinstance(gate, Minimum)
    )
    return told or (say("no_minimum"),)


def appeal_days(work: Work, campaign: Campaign) -> int:
    """The term of п. 24 in working days."""
    term = rules.deadlines(work, campaign).term(TermId.APPEAL)
    if term is None:
        raise KeyError(TermId.APPEAL)  # every profile sets it (п. 24)
    return term.n


@act(Right.ISSUE)
def issue_acquaintance_sheet(office: Office, rating_id: int) -> Issued:
    """Issue the sheet of acquaintance with a rating (пп. 23, 27): days that are marked, blanks for the others."""
    with office.transaction() as work:
        snapshot = rating_sheets.snapshot_row(work, rating_id)
        campaign = rules.campaign_row(work.session, snapshot.campaign_id)
        deadlines = rules.deadlines(work, campaign)
        final = snapshot.kind is RatingKind.FINAL
        due = deadlines.acquaintance_final_due if final else deadlines.acquaintance_due
        keeper, keeper_post = facts.keeper(work, campaign)
        data = acquaintance_sheet.AcquaintanceSheet(
            campaign=campaign.title,
            final=final,
            protocol=facts.protocol(meeting_row(work, snapshot.meeting_id)),
            until=due(snapshot.made_on),
            appeal_days=appeal_days(work, campaign),
            families=tuple(_families(work, snapshot)),
            keeper=keeper,
            keeper_post=keeper_post,
        )
        issued = put_out(work, acquaintance_sheet, Printing(campaign, f"rating:{snapshot.id}", data, snapshot.made_on))
        work.commit()
    return issued


def _families(work: Work, snapshot: RatingSnapshot) -> Iterator[acquaintance_sheet.Family]:
    say = words(work.office)
    told = {
        row.application_id: row
        for row in work.session.scalars(select(Acquaintance).where(Acquaintance.rating_id == snapshot.id))
    }
    identities = {row.application_id for row in snapshot.rows}
    applications = work.session.scalars(select(Application).where(Application.id.in_(identities))).all()
    for application in sorted(applications, key=lambda a: natural(a.number)):
        row = told.get(application.id)
        yield acquaintance_sheet.Family(
            number=application.number,
            representative=facts.representative_name(application),
            groups=tuple(wish.group.code for wish in application.wishes),
            on=None if row is None else row.acquainted_on,
            how="" if row is None else say(f"how_{row.how.value}"),
        )


@act(Right.ISSUE)
def issue_public_list(office: Office, rating_id: int) -> Issued:
    """Issue the public list of a rating: registration number, points, place; no names (публичный список)."""
    with office.transaction() as work:
        snapshot = rating_sheets.snapshot_row(work, rating_id)
        campaign = rules.campaign_row(work.session, snapshot.campaign_id)
        rows = rating_sheets.rows_of(work.session, snapshot)
        data = public_list.PublicList(
            campaign=campaign.title,
            final=snapshot.kind is RatingKind.FINAL,
            protocol=facts.protocol(meeting_row(work, snapshot.meeting_id)),
            groups=tuple(
                public_list.PublicGroup(
                    group=facts.group_title(group),
                    seats=group.seats,
                    rows=tuple(
                        public_list.PublicRow(
                            row.application.number,
                            row.total,
                            row.place,
                            "" if row.place is not None else status_words(Status(row.status)),
                        )
                        for row in rows.get(group.id, [])
                    ),
                )
                for group in campaign.groups
            ),
        )
        issued = put_out(work, public_list, Printing(campaign, f"rating:{snapshot.id}", data, work.today()))
        work.commit()
    return issued
