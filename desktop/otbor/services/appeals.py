"""Appeals (апелляции, пп. 24–25): filed within each family's own term, decided by the conflict commission.

An appeal is about the points of one test or about the expertise of documents.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from otbor.domain.applications import AppealAbout, AppealOutcome, RatingKind
from otbor.domain.campaign import Act, TermId
from otbor.domain.commissions import CommissionKind, check_appeal_members
from otbor.domain.deadlines import check_due
from otbor.domain.findings import Finding, Refused, Severity, refuse_if_forbidden
from otbor.domain.rights import Right
from otbor.domain.values import known
from otbor.services import acquaintance, document_appeals, ledger, ratings, rules
from otbor.services.commissions import (
    MeetingDraft,
    check_recusal,
    commission_row,
    convene,
    deciding_members,
    member_value,
)
from otbor.services.corrections import application_row
from otbor.services.document_appeals import Accepted
from otbor.services.examinations import check_points, test_key
from otbor.services.numbers import next_number
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import Appeal, Application, Campaign, CommissionRow, EntranceTest, Meeting, RatingSnapshot

_UPHELD = frozenset({AppealOutcome.TECHNICAL_ERROR, AppealOutcome.MARKING_ERROR})


@dataclass(frozen=True)
class Filed:
    """An appeal as filed: row id, number in the register, whether it came in time, changed rows."""

    appeal_id: int
    number: int
    in_time: bool
    changes: Changes


@act(Right.APPEAL)
def file_appeal(
    office: Office, application_id: int, test_id: int | None, filed_on: date, text: str, *, reason: str = ""
) -> Filed:
    """Take in a written appeal about the points of a test, or without one about those for documents (п. 24).

    A late one is taken in and shown as late; ``reason`` excuses one taken in out of its stage. Raises :class:`Refused`
    without a preliminary rating, before its protocol, in the future, for a second appeal about the same, and for what
    the region does not let be appealed against.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        rules.in_order(work, campaign, Act.FILE_APPEAL, reason)
        test = None if test_id is None else _test(campaign, test_id)
        about = AppealAbout.DOCUMENTS if test is None else AppealAbout.TEST
        name = "" if test is None else test.name
        ground = _ground(campaign, about)
        rating = ratings.newest(work.session, campaign.id, RatingKind.PRELIMINARY)
        values = {"number": application.number, "what": name or ground, "day": filed_on}
        if not rating.made_on <= filed_on <= work.today():
            raise Refused(Finding("appeal.day", values=values | {"protocol": rating.made_on}, paragraph="24"))
        same = select(Appeal.id).where(Appeal.application_id == application.id, Appeal.about == about)
        if work.session.scalar(same.where(Appeal.test_name == name)) is not None:
            raise Refused(Finding("appeal.twice", values=values, paragraph="24"))
        if test is not None:
            _points(work, application, test)
        appeal = Appeal(
            campaign_id=campaign.id,
            number=next_number(work.session, f"appeals:{campaign.id}"),
            rating_id=rating.id,
            application_id=application.id,
            about=about,
            test_name=name,
            filed_on=filed_on,
            in_time=filed_on <= acquaintance.appeal_last_day(work, campaign, rating, application.id),
            text=text,
        )
        work.session.add(appeal)
        work.session.flush()
        payload = {"appeal": appeal.number, **values, "in_time": appeal.in_time, "reason": reason.strip()}
        work.record("file_appeal", payload, application)
        outcome = Filed(appeal.id, appeal.number, appeal.in_time, work.changes())
        work.commit()
    return outcome


def _ground(campaign: Campaign, about: AppealAbout) -> str:
    """Title of a ground to appeal; raises :class:`Refused` for one that the region's Порядок does not know."""
    grounds = {ground.id: ground.title for ground in rules.regulation(campaign).appeal_reasons}
    if about not in grounds:
        raise Refused(Finding("appeal.no_such_ground", values={"known": tuple(grounds.values())}, paragraph="24"))
    return grounds[about]


def _points(work: Work, application: Application, test: EntranceTest) -> Decimal:
    points = ledger.points(work.session, application.id, test_key(test))
    if points is None:
        values = {"number": application.number, "test": test.name}
        raise Refused(Finding("appeal.no_points", values=values, paragraph="24"))
    return points


def _test(campaign: Campaign, test_id: int) -> EntranceTest:
    for test in campaign.tests:
        if test.id == test_id:
            return test
    raise Refused(Finding("examination.unknown_test", values={"test": test_id}))


@dataclass(frozen=True)
class Decision:
    """What the commission decided, why, and by what vote.

    ``change`` of a test's points is signed; ``accepted`` is for documents, whose points the scheme counts; both are
    empty unless the appeal is upheld.
    """

    outcome: AppealOutcome
    reason: str
    change: Decimal = Decimal(0)
    votes_for: int = 0
    votes_against: int = 0
    accepted: Accepted = field(default_factory=Accepted)


@dataclass(frozen=True)
class Decided:
    """An appeal as decided: points before and after, warnings (later than п. 25 allows, after the final rating),
    changed rows.

    About documents: those of the group wanted most among those whose points moved.
    """

    old_points: Decimal
    new_points: Decimal
    warnings: tuple[Finding, ...]
    changes: Changes


def convene_conflict(work: Work, campaign_id: int, draft: MeetingDraft) -> Meeting:
    """A meeting of the конфликтная комиссия; one meeting on one day decides several appeals."""
    commission = commission_row(work.session, campaign_id, CommissionKind.CONFLICT)
    held = work.session.scalars(
        select(Meeting).where(Meeting.commission_id == commission.id, Meeting.held_on == draft.held_on)
    ).first()
    if held is not None and set(held.present) == set(draft.present):
        return held
    return convene(work, commission, draft)


@act(Right.APPEAL)
def decide_appeal(
    office: Office, appeal_id: int, decision: Decision, meeting: MeetingDraft, *, out_of_order: str = ""
) -> Decided:
    """Decide an appeal at a meeting of the конфликтная комиссия (п. 25); what stood before stays on record.

    ``out_of_order`` says why it is decided out of its stage; the reason of the decision itself does not excuse that.
    Raises :class:`Refused` for a decided one, a meeting before it was filed, a late one decided on its merits, a change
    without upholding or of what the appeal is not about, points that the test cannot give, what :func:`accept` of
    documents refuses, a lost vote, and for who marked the work or must stand aside.
    """
    with office.transaction() as work:
        appeal = _appeal(work, appeal_id)
        campaign = rules.campaign_row(work.session, appeal.campaign_id)
        rules.in_order(work, campaign, Act.DECIDE_APPEAL, out_of_order)
        application = application_row(work, appeal.application_id)
        _check(appeal, application.number, decision)
        if meeting.held_on < appeal.filed_on:
            values = {"appeal": appeal.number, "filed": appeal.filed_on, "day": meeting.held_on}
            raise Refused(Finding("appeal.before_filed", values=values))
        met = convene_conflict(work, campaign.id, meeting)
        judge = _judge_test if appeal.about is AppealAbout.TEST else _judge_documents
        judged = judge(work, campaign, appeal, decision, met)
        _write(appeal, decision, judged, met)
        due = rules.deadlines(work, campaign).appeal_considered_due(
            appeal.filed_on, acquaintance.appeal_last_day(work, campaign, rating_of(work, appeal), application.id)
        )
        late = check_due(rules.regulation(campaign), TermId.APPEAL_CONSIDERED, due, met.held_on)
        points = {"old": judged.old, "new": judged.new, "by_group": appeal.group_points}
        payload = {"appeal": appeal.number, "outcome": decision.outcome, **points, "decided_by": judged.names}
        payload |= {"reason": decision.reason, "out_of_order": out_of_order.strip()}
        work.record("decide_appeal", {**payload, **_told(decision)}, application)
        warnings = (*(f for f in late if f.severity is Severity.WARNS), *_after_final(work, campaign, judged))
        outcome = Decided(judged.old, judged.new, warnings, work.changes())
        work.commit()
    return outcome


def _after_final(work: Work, campaign: Campaign, judged: "_Judged") -> list[Finding]:
    """A final rating that was built before the points moved does not move with them."""
    final = work.session.scalars(
        select(RatingSnapshot)
        .where(RatingSnapshot.campaign_id == campaign.id, RatingSnapshot.kind == RatingKind.FINAL)
        .order_by(RatingSnapshot.number.desc())
    ).first()
    if final is None or not judged.moved:
        return []
    return [Finding("appeal.after_final", Severity.WARNS, {"rating": final.number, "day": final.made_on}, "26")]


def _appeal(work: Work, appeal_id: int) -> Appeal:
    appeal = work.session.get(Appeal, appeal_id)
    if appeal is None:
        raise Refused(Finding("appeal.unknown", values={"appeal": appeal_id}))
    if appeal.outcome is not None:
        raise Refused(Finding("appeal.decided_already", values={"appeal": appeal.number, "day": appeal.decided_on}))
    return appeal


def rating_of(work: Work, appeal: Appeal) -> RatingSnapshot:
    """The rating that an appeal is about."""
    rating = work.session.get(RatingSnapshot, appeal.rating_id)
    if rating is None:
        raise Refused(Finding("rating.unknown", values={"rating": appeal.rating_id}))
    return rating


def _check(appeal: Appeal, number: str, decision: Decision) -> None:
    values = {"appeal": appeal.number, "number": number}
    if not decision.reason.strip():
        raise Refused(Finding("appeal.no_reason", values=values))
    if appeal.in_time == (decision.outcome is AppealOutcome.NOT_CONSIDERED):
        name = "appeal.in_time" if appeal.in_time else "appeal.late"
        raise Refused(Finding(name, values=values | {"filed": appeal.filed_on}, paragraph="24"))
    documents = appeal.about is AppealAbout.DOCUMENTS
    if documents and decision.change:
        raise Refused(Finding("appeal.points_are_counted", values=values))
    if decision.accepted and not documents:
        raise Refused(Finding("appeal.documents_by_themselves", values=values, paragraph="24"))
    if (decision.change or decision.accepted) and decision.outcome not in _UPHELD:
        raise Refused(Finding("appeal.change_without_upholding", values=values, paragraph="25"))
    if decision.outcome is not AppealOutcome.NOT_CONSIDERED and decision.votes_for <= decision.votes_against:
        votes = {"votes_for": decision.votes_for, "votes_against": decision.votes_against}
        raise Refused(Finding("appeal.vote", values=values | votes))


@dataclass(frozen=True)
class _Judged:
    """Points before and after, those of every group where several may differ, and who answers for them."""

    old: Decimal
    new: Decimal
    names: list[str]
    by_group: dict[str, list[str]]

    @property
    def moved(self) -> bool:
        """Whether any points are others than before."""
        return self.old != self.new or any(before != after for before, after in self.by_group.values())


def _reason(appeal: Appeal, decision: Decision) -> str:
    return f"апелляция № {appeal.number}: {decision.reason}"


def _judge_test(work: Work, campaign: Campaign, appeal: Appeal, decision: Decision, met: Meeting) -> _Judged:
    test = next(t for t in campaign.tests if t.name == appeal.test_name)
    old = _points(work, appeal.application, test)
    entries = ledger.history(work.session, appeal.application_id, test_key(test))
    names = _judges(work, campaign, appeal, {name for entry in entries for name in entry.decided_by}, met)
    new = old + decision.change
    if decision.change:
        check_points(test, known(new))
        told = _reason(appeal, decision)
        ledger.enter(
            work, appeal.application, test_key(test), known(new), decided_by=names, reason=told, appeal_id=appeal.id
        )
    return _Judged(old, new, names, {})


def _judge_documents(work: Work, campaign: Campaign, appeal: Appeal, decision: Decision, met: Meeting) -> _Judged:
    before = document_appeals.points(work, campaign, appeal.application)
    names = _judges(work, campaign, appeal, (), met)
    document_appeals.accept(work, appeal, decision.accepted, names, _reason(appeal, decision))
    after = document_appeals.points(work, campaign, appeal.application)
    moved = next((code for code in before if before[code] != after[code]), next(iter(before)))
    by_group = {code: [format(before[code], "f"), format(after[code], "f")] for code in before}
    return _Judged(before[moved], after[moved], names, by_group)


def _judges(work: Work, campaign: Campaign, appeal: Appeal, marked: Collection[str], met: Meeting) -> list[str]:
    """Names of the members present, none of whom marked the work or has a tie with the applicant."""
    commission = work.session.get_one(CommissionRow, met.commission_id)
    members = deciding_members(commission, met.present)
    people = {m.person for m in members if m.name in marked}
    findings = [
        *check_appeal_members(rules.regulation(campaign), [member_value(m) for m in members], people),
        *check_recusal(work, campaign, appeal.application, members),
    ]
    refuse_if_forbidden(findings)
    return [member.name for member in members]


def _told(decision: Decision) -> dict[str, Any]:
    """What was accepted, as plain values."""
    accepted = decision.accepted
    values = {f"{kind.value}:{name}": number for (kind, name), number in accepted.values.items()}
    return {"achievements": sorted(accepted.achievements), "values": values} if accepted else {}


def _write(appeal: Appeal, decision: Decision, judged: _Judged, met: Meeting) -> None:
    appeal.outcome = decision.outcome
    appeal.old_points, appeal.new_points, appeal.group_points = judged.old, judged.new, judged.by_group
    appeal.reason = decision.reason.strip()
    appeal.votes_for, appeal.votes_against = decision.votes_for, decision.votes_against
    appeal.decided_on = met.held_on
    appeal.meeting_id = met.id
