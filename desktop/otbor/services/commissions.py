"""Commissions (комиссии, п. 12): formed by the director's order, meeting with numbered protocols, standing aside."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.campaign import Act, TermId
from otbor.domain.commissions import (
    Commission,
    CommissionKind,
    Member,
    Relation,
    Role,
    Standing,
    Tie,
    check_composition,
    check_office,
    must_recuse,
)
from otbor.domain.findings import Finding, Refused, Severity, refuse_if_forbidden
from otbor.domain.rights import Right
from otbor.domain.schedule import check_term
from otbor.services import rules
from otbor.services.numbers import next_number
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import (
    Application,
    Campaign,
    CommissionRow,
    Meeting,
    MemberRow,
    Recusal,
)


@dataclass(frozen=True)
class MemberDraft:
    """A member as the order names one; ``person`` tells namesakes apart and is the same in every commission."""

    person: str
    name: str
    post: str
    standing: Standing
    role: Role = Role.MEMBER
    collegial_body: bool = False


@dataclass(frozen=True)
class CommissionDraft:
    """A commission as the order creates it; ``subjects`` of a предметная; ``until`` ends the term of office.

    ``quorum``: how many members must be there by the local act; more than half where it says nothing.
    """

    kind: CommissionKind
    title: str
    members: tuple[MemberDraft, ...]
    subjects: tuple[str, ...] = ()
    until: date | None = None
    quorum: int | None = None


@dataclass(frozen=True)
class MeetingDraft:
    """A meeting (заседание): who was present by id of person, what was on the agenda."""

    held_on: date
    present: tuple[str, ...]
    agenda: str


@dataclass(frozen=True)
class Formed:
    """Commissions as formed: warnings and changed rows."""

    warnings: tuple[Finding, ...]
    changes: Changes


@act(Right.PLAN)
def form_commissions(
    office: Office,
    campaign_id: int,
    drafts: Sequence[CommissionDraft],
    order_number: str,
    formed_on: date,
    *,
    reason: str = "",
) -> Formed:
    """Form the commissions of a campaign by the director's order (приказ о создании комиссий, п. 12).

    ``reason`` excuses an order out of its stage. Raises :class:`Refused` when they were formed before, when one is
    missing, when its composition breaks п. 12, when the day of the order is still to come, and when it is later than
    the term of п. 12.1.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rules.in_order(work, campaign, Act.FORM_COMMISSIONS, reason)
        if commission_rows(work.session, campaign_id):
            raise Refused(Finding("commission_data.formed_already", paragraph="12"))
        if formed_on > work.today():
            values = {"order": order_number, "day": formed_on}
            raise Refused(Finding("commission_data.order_to_come", values=values, paragraph="12"))
        if twice := [title for title, n in Counter(draft.title for draft in drafts).items() if n > 1]:
            raise Refused(Finding("commission_data.title_twice", values={"titles": twice}))
        profile = rules.regulation(campaign)
        tested = [subject for test in campaign.tests for subject in test.subjects]
        findings = [
            *check_composition(profile, [_draft_value(d, formed_on) for d in drafts], tested),
            *check_term(rules.deadlines(work, campaign), TermId.COMMISSIONS, formed_on, campaign.starts),
        ]
        refuse_if_forbidden(findings)
        work.session.add_all(_row(campaign_id, draft, order_number, formed_on) for draft in drafts)
        payload = {"order": order_number, "commissions": [d.title for d in drafts], "reason": reason.strip()}
        work.record("form_commissions", payload)
        outcome = Formed(tuple(f for f in findings if f.severity is Severity.WARNS), work.changes())
        work.commit()
    return outcome


def _draft_value(draft: CommissionDraft, since: date) -> Commission:
    members = tuple(Member(m.person, m.name, m.standing, m.role, m.collegial_body) for m in draft.members)
    return Commission(draft.kind, members, draft.subjects, since, draft.until)


def _row(campaign_id: int, draft: CommissionDraft, order_number: str, formed_on: date) -> CommissionRow:
    return CommissionRow(
        campaign_id=campaign_id,
        kind=draft.kind,
        title=draft.title,
        subjects=list(draft.subjects),
        formed_on=formed_on,
        until=draft.until,
        order_number=order_number,
        quorum=len(draft.members) // 2 + 1 if draft.quorum is None else draft.quorum,
        members=[member_row(member) for member in draft.members],
    )


def member_row(member: MemberDraft) -> MemberRow:
    """A member as an order names one, to be written."""
    return MemberRow(
        person=member.person,
        name=member.name,
        post=member.post,
        role=member.role,
        standing=member.standing,
        collegial_body=member.collegial_body,
    )


def commission_rows(session: Session, campaign_id: int, kind: CommissionKind | None = None) -> Sequence[CommissionRow]:
    """Commissions of a campaign, of one ``kind`` if it is named, in the order in which they were formed."""
    wanted = select(CommissionRow).where(CommissionRow.campaign_id == campaign_id).order_by(CommissionRow.id)
    return session.scalars(wanted if kind is None else wanted.where(CommissionRow.kind == kind)).all()


def commission_row(session: Session, campaign_id: int, kind: CommissionKind, subject: str = "") -> CommissionRow:
    """The commission of ``kind``; of the предметные the one for ``subject``. Raises :class:`Refused` without one."""
    for row in commission_rows(session, campaign_id, kind):
        if not subject or subject in row.subjects:
            return row
    raise Refused(
        Finding("commission_data.not_formed", values={"kind": kind.value, "subject": subject}, paragraph="12")
    )


def member_draft(row: MemberRow) -> MemberDraft:
    """A member as an order names one."""
    return MemberDraft(row.person, row.name, row.post, row.standing, row.role, row.collegial_body)


def comparers(session: Session, campaign_id: int) -> Sequence[MemberRow]:
    """Who may compare copies with originals (п. 11): the приёмная комиссия in its order, nobody before it is formed."""
    return next((row.members for row in commission_rows(session, campaign_id, CommissionKind.ADMISSION)), ())


def member_value(row: MemberRow) -> Member:
    """A member as the rules see one."""
    return Member(row.person, row.name, row.standing, row.role, row.collegial_body)


def convene(work: Work, commission: CommissionRow, draft: MeetingDraft) -> Meeting:
    """Write a meeting under the commission's next number.

    Raises :class:`Refused` when somebody present is no member, when fewer members are there than the quorum, when
    the day is still to come, or when the commission's term of office is over.
    """
    if draft.held_on > work.today():
        values = {"commission": commission.title, "day": draft.held_on}
        raise Refused(Finding("commission_data.meeting_to_come", values=values))
    members = {member.person: member for member in commission.members}
    if strangers := [person for person in draft.present if person not in members]:
        raise Refused(Finding("commission_data.no_member", values={"names": strangers, "commission": commission.title}))
    present = len(set(draft.present))
    if present < commission.quorum:
        values = {"commission": commission.title, "present": present, "quorum": commission.quorum}
        raise Refused(Finding("commission_data.no_quorum", values=values))
    campaign = rules.campaign_row(work.session, commission.campaign_id)
    value = Commission(commission.kind, (), since=commission.formed_on, until=commission.until)
    refuse_if_forbidden(check_office(rules.regulation(campaign), value, draft.held_on))
    meeting = Meeting(
        commission_id=commission.id,
        number=next_number(work.session, f"meeting:{commission.id}"),
        held_on=draft.held_on,
        present=list(dict.fromkeys(draft.present)),
        agenda=draft.agenda,
    )
    work.session.add(meeting)
    work.session.flush()
    return meeting


@act(Right.PLAN)
def recuse(office: Office, application_id: int, person: str, relation: Relation, reason: str) -> Changes:
    """Record why a member may not judge one applicant (отвод, самоотвод; п. 5).

    Raises :class:`Refused` for who sits in no commission of the campaign, without a reason, and a second time.
    """
    with office.transaction() as work:
        application = work.session.get(Application, application_id)
        if application is None:
            raise Refused(Finding("application.unknown", values={"application": application_id}))
        _check_recuse(work, application, person, reason)
        work.session.add(
            Recusal(
                campaign_id=application.campaign_id,
                application_id=application_id,
                person=person,
                relation=relation,
                reason=reason,
            )
        )
        work.record("recuse", {"person": person, "relation": relation, "reason": reason}, application)
        changes = work.changes()
        work.commit()
    return changes


def _check_recuse(work: Work, application: Application, person: str, reason: str) -> None:
    values = {"person": person, "number": application.number}
    commissions = commission_rows(work.session, application.campaign_id)
    if all(member.person != person for commission in commissions for member in commission.members):
        raise Refused(Finding("commission_data.recused_stranger", values=values))
    if not reason.strip():
        raise Refused(Finding("commission_data.no_recusal_reason", values=values))
    recorded = select(Recusal.id).where(Recusal.application_id == application.id, Recusal.person == person)
    if work.session.scalar(recorded) is not None:
        raise Refused(Finding("commission_data.recused_already", values=values))


def check_recusal(
    work: Work, campaign: Campaign, application: Application, members: Iterable[MemberRow]
) -> list[Finding]:
    """Why any of ``members`` may not judge ``application``: forbidding ones are to be refused by the caller."""
    ties = [
        Tie(row.person, application.number, row.relation)
        for row in work.session.scalars(select(Recusal).where(Recusal.application_id == application.id))
    ]
    profile = rules.regulation(campaign)
    return [f for m in members for f in must_recuse(profile, member_value(m), application.number, ties)]


def deciding_members(commission: CommissionRow, persons: Sequence[str]) -> list[MemberRow]:
    """Members of ``commission`` by id of person; raises :class:`Refused` for a stranger or for nobody."""
    members = {member.person: member for member in commission.members}
    if strangers := [person for person in persons if person not in members]:
        raise Refused(Finding("commission_data.no_member", values={"names": strangers, "commission": commission.title}))
    if not persons:
        raise Refused(Finding("commission_data.nobody", values={"commission": commission.title}))
    return [members[person] for person in persons]
