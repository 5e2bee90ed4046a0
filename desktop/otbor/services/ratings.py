"""Ratings (3 этап, пп. 20–22, 26): frozen snapshots of results, and why they are as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.applications import ApplicationStatus, OfferStatus, RatingKind
from otbor.domain.campaign import Act, TermId, last_test_day
from otbor.domain.commissions import CommissionKind
from otbor.domain.deadlines import check_due
from otbor.domain.explanation import Node
from otbor.domain.findings import Finding, Refused, Severity, refuse_if_forbidden
from otbor.domain.participant_storing import restored, stored
from otbor.domain.participants import Participant
from otbor.domain.rating import Rating, inputs_hash, rate
from otbor.domain.rights import Right
from otbor.domain.scheme import Scheme, identity
from otbor.domain.scoring import Plan, Result, Status
from otbor.services import ledger, rules, schemes
from otbor.services.acquaintance import appeal_term_end
from otbor.services.commissions import MeetingDraft, commission_row, convene
from otbor.services.numbers import next_number
from otbor.services.office import Changes, Office, Work, act
from otbor.services.seating import refuse_if_recommended
from otbor.storage.models import (
    Appeal,
    Application,
    Campaign,
    Group,
    Offer,
    RatingInput,
    RatingRow,
    RatingSnapshot,
    SchemeVersion,
)


@dataclass(frozen=True)
class Built:
    """A rating as built: row id, its number in the campaign, warnings, changed rows.

    Warned of: a term that is missed, awaited values, another version of the scheme than before.
    """

    rating_id: int
    number: int
    warnings: tuple[Finding, ...]
    changes: Changes


def blockers(work: Work, campaign: Campaign) -> list[Finding]:
    """What stands in the way of a rating (готовность к рейтингу): open sheets, documents that nobody examined."""
    findings = [
        Finding("rating.sheet_open", values={"test": test.name}, paragraph="22")
        for test in campaign.tests
        if test.sheet_closed_at is None
    ]
    unexamined = work.session.scalars(
        select(Application.number)
        .where(
            Application.campaign_id == campaign.id,
            Application.status == ApplicationStatus.REGISTERED,
            Application.reviewed_at.is_(None),
        )
        .order_by(Application.id)
    ).all()
    if unexamined:
        values = {"count": len(unexamined), "numbers": list(unexamined[:20])}
        findings.append(Finding("rating.not_examined", values=values, paragraph="18"))
    not_admitted = work.session.scalars(
        select(Application.number)
        .where(
            Application.campaign_id == campaign.id,
            Application.status == ApplicationStatus.REGISTERED,
            Application.admitted_at.is_(None),
        )
        .order_by(Application.id)
    ).all()
    if not_admitted:
        values = {"count": len(not_admitted), "numbers": list(not_admitted[:20])}
        findings.append(Finding("rating.not_admitted", values=values))
    return findings


@act(Right.RATE)
def build_preliminary(office: Office, campaign_id: int, meeting: MeetingDraft) -> Built:
    """Build the preliminary rating (предварительный рейтинг, пп. 20–22) as a numbered, frozen snapshot.

    Raises :class:`Refused` while a sheet is open, documents are not examined or an application is not admitted; one
    later than the term of п. 22 is warned about.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rules.in_order(work, campaign, Act.BUILD_PRELIMINARY)
        refuse_if_forbidden(blockers(work, campaign))
        tests_end = last_test_day(rules.campaign_value(campaign))
        due = rules.deadlines(work, campaign).preliminary_due(tests_end) if tests_end else None
        outcome = _build(work, campaign, RatingKind.PRELIMINARY, meeting, (TermId.PRELIMINARY, due))
        work.commit()
    return outcome


@act(Right.RATE)
def build_final(office: Office, campaign_id: int, meeting: MeetingDraft, *, reason: str = "") -> Built:
    """Build the final rating (итоговый рейтинг, п. 26).

    With a ``reason`` it is built anew before the recommendation, where an appeal filed in time or a slip is found after
    it: the first one stays as it was, its offers run out, ties are asked about anew. Raises :class:`Refused` without a
    preliminary one, while an appeal is undecided, while a family may still appeal, while a value is awaited or what
    came since is not examined, for a meeting on a day on which it still could or before an appeal was decided, and when
    a second one would hide the first.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rules.in_order(work, campaign, Act.BUILD_FINAL, reason)
        refuse_if_recommended(campaign)
        preliminary = newest(work.session, campaign_id, RatingKind.PRELIMINARY)
        refuse_if_forbidden(final_blockers(work, campaign, preliminary))
        term_end = appeal_term_end(work, campaign, preliminary)
        decided = work.session.scalars(select(Appeal.decided_on).where(Appeal.campaign_id == campaign_id)).all()
        last_decided = max((day for day in decided if day is not None), default=None)
        refuse_if_forbidden(_too_early(meeting.held_on, term_end, last_decided))
        due = rules.deadlines(work, campaign).final_due(term_end, last_decided)
        _run_out(work, campaign, reason.strip())
        outcome = _build(work, campaign, RatingKind.FINAL, meeting, (TermId.FINAL, due), reason.strip())
        work.commit()
    return outcome


def _run_out(work: Work, campaign: Campaign, reason: str) -> None:
    """Offers by an earlier final rating wait for no answer any more."""
    earlier = select(Offer).join(Offer.group).where(Group.campaign_id == campaign.id)
    for offer in work.session.scalars(earlier.where(Offer.status == OfferStatus.OFFERED).order_by(Offer.id)):
        offer.status, offer.answered_at = OfferStatus.RUN_OUT, work.now
        told = {"number": offer.application.number, "group": offer.group.code, "reason": reason}
        work.record(Act.EXPIRE_OFFER.value, told, offer.application)


def final_blockers(work: Work, campaign: Campaign, preliminary: RatingSnapshot) -> list[Finding]:
    """What stands in the way of the final rating: that of any rating, undecided appeals, the term to file one."""
    findings = blockers(work, campaign)
    undecided = work.session.scalars(
        select(Appeal.number)
        .join(Application, Appeal.application_id == Application.id)
        .where(
            Appeal.campaign_id == campaign.id,
            Appeal.outcome.is_(None),
            Application.status == ApplicationStatus.REGISTERED,  # who has withdrawn appeals no more
        )
    ).all()
    if undecided:
        findings.append(Finding("rating.appeals_undecided", values={"numbers": list(undecided)}, paragraph="26"))
    term_end = appeal_term_end(work, campaign, preliminary)
    if work.today() <= term_end:
        findings.append(Finding("rating.appeals_open", values={"last": term_end}, paragraph="24"))
    return findings


def _too_early(met: date, term_end: date, last_decided: date | None) -> list[Finding]:
    """A protocol may be typed later than its meeting was held: it is the meeting that comes after the appeals."""
    findings = []
    if met <= term_end:
        findings.append(Finding("rating.meeting_in_appeal_term", values={"day": met, "last": term_end}, paragraph="24"))
    if last_decided is not None and met < last_decided:
        values = {"day": met, "decided": last_decided}
        findings.append(Finding("rating.before_appeal", values=values, paragraph="26"))
    return findings


def newest(session: Session, campaign_id: int, kind: RatingKind) -> RatingSnapshot:
    """The newest rating of ``kind``; raises :class:`Refused` when there is none."""
    rating = session.scalars(
        select(RatingSnapshot)
        .where(RatingSnapshot.campaign_id == campaign_id, RatingSnapshot.kind == kind)
        .order_by(RatingSnapshot.number.desc())
    ).first()
    if rating is None:
        raise Refused(Finding(f"rating.no_{kind.value}", paragraph="22" if kind is RatingKind.PRELIMINARY else "26"))
    return rating


@dataclass(frozen=True)
class Computed:
    """The ratings of all groups of a campaign as the scheme gives them now, and what they were made from."""

    ratings: tuple[Rating, ...]
    participants: tuple[Participant, ...]
    scheme: Scheme
    version: SchemeVersion


def compute(work: Work, campaign: Campaign) -> Computed:
    """Score every application in force in every group it wants, by the newest version of the scheme."""
    version = campaign.schemes[-1]
    scheme = rules.scheme(version)
    participants = tuple(ledger.participants(work.session, campaign.id))
    ratings = tuple(
        rate(scheme, group.code, Plan(scheme, group.code).score_all(participants)) for group in campaign.groups
    )
    return Computed(ratings, participants, scheme, version)


def _build(
    work: Work,
    campaign: Campaign,
    kind: RatingKind,
    meeting: MeetingDraft,
    term: tuple[TermId, date | None],
    reason: str = "",
) -> Built:
    computed = compute(work, campaign)
    awaited = sorted({result.number for rating in computed.ratings for result in rating.awaited})
    findings = schemes.changed_since(work, campaign, computed.version)
    if awaited:
        severity = Severity.FORBIDS if kind is RatingKind.FINAL else Severity.WARNS
        findings.append(Finding("rating.awaited", severity, {"numbers": awaited}))
    identity_of_term, due = term
    if due is not None:
        findings += check_due(rules.regulation(campaign), identity_of_term, due, work.today())
    refuse_if_forbidden(findings)
    commission = commission_row(work.session, campaign.id, CommissionKind.ADMISSION)
    met = convene(work, commission, meeting)
    snapshot = RatingSnapshot(
        campaign_id=campaign.id,
        number=next_number(work.session, f"rating:{campaign.id}"),
        kind=kind,
        made_at=work.now,
        made_on=work.today(),
        meeting_id=met.id,
        scheme_version_id=computed.version.id,
        scheme_sha256=identity(computed.scheme),
        inputs_sha256=inputs_hash(computed.participants),
        reason=reason,
        counts=counts(work.session, campaign, computed.ratings),
        rows=_rows(work.session, campaign, computed.ratings),
    )
    work.session.add(snapshot)
    work.session.flush()
    _freeze(work.session, campaign, snapshot, computed.participants)
    payload = {
        "kind": kind,
        "number": snapshot.number,
        "scheme": snapshot.scheme_sha256,
        "inputs": snapshot.inputs_sha256,
        "rows": len(snapshot.rows),
        **({"reason": reason} if reason else {}),
    }
    work.record(f"build_{kind.value}", payload)
    warnings = tuple(f for f in findings if f.severity is Severity.WARNS)
    return Built(snapshot.id, snapshot.number, warnings, work.changes())


def _freeze(
    session: Session, campaign: Campaign, snapshot: RatingSnapshot, participants: Sequence[Participant]
) -> None:
    """Keep what the points were made from: an explanation asked for later is of the same data."""
    numbered = select(Application.number, Application.id).where(Application.campaign_id == campaign.id)
    ids = dict(session.execute(numbered).all())
    session.add_all(
        RatingInput(rating_id=snapshot.id, application_id=ids[one.number], content=stored(one)) for one in participants
    )
    session.flush()


def frozen_participant(session: Session, rating_id: int, application_id: int) -> Participant:
    """An application as the scheme saw it when the rating was built."""
    kept = session.scalars(
        select(RatingInput).where(RatingInput.rating_id == rating_id, RatingInput.application_id == application_id)
    ).one()
    return restored(kept.content)


def explained(session: Session, row: RatingRow) -> Node:
    """Why a rating gave these points (объяснение балла): by the version of the scheme and the data frozen with it.

    Raises :class:`Refused` when they give other points than the rating keeps: a wrong explanation is worse than none.
    """
    snapshot = session.get_one(RatingSnapshot, row.rating_id)
    scheme = rules.scheme(session.get_one(SchemeVersion, snapshot.scheme_version_id))
    tree = Plan(scheme, row.group.code).explain(frozen_participant(session, snapshot.id, row.application_id))
    components = [node for node in tree.children if node.rule == "component"]
    parts = _texts([node.values["id"] for node in components], [node.points for node in components])
    if (tree.points, parts) != (row.total, row.parts):
        values = {"number": row.application.number, "rating": snapshot.number}
        raise Refused(Finding("paper_registry.explained_otherwise", values=values))
    return tree


def _rows(session: Session, campaign: Campaign, ratings: Sequence[Rating]) -> list[RatingRow]:
    applications = dict(
        session.execute(select(Application.number, Application.id).where(Application.campaign_id == campaign.id)).all()
    )
    groups = {group.code: group.id for group in campaign.groups}
    rows = []
    for rating in ratings:
        placed = [(e.place, e.decided_by, e.result) for e in rating.entries]
        apart: list[tuple[int | None, str, Result]] = [(None, "", result) for result in rating.out]
        for place, decided_by, result in [*placed, *apart]:
            row = RatingRow(
                group_id=groups[rating.group],
                application_id=applications[result.number],
                place=place,
                status=result.status.value,
                reason=_reason(result.reasons),
                total=result.total,
                parts=_texts(rating.components, result.parts),
                keys=_texts(rating.keys, result.keys),
                deciding_key=decided_by,
            )
            rows.append(row)
    return rows


def _texts(names: Sequence[str], numbers: Sequence[Decimal | None]) -> dict[str, str | None]:
    return {name: None if number is None else format(number, "f") for name, number in zip(names, numbers, strict=True)}


def _reason(reasons: Sequence[Finding]) -> dict[str, Any]:
    """The first reason as plain values, enough to word it again."""
    if not reasons:
        return {}
    first = reasons[0]
    return {"id": first.id, "where": first.where, "values": {k: _plain(v) for k, v in first.values.items()}}


def _plain(value: Any) -> Any:
    return format(value, "f") if isinstance(value, Decimal) else value


def counts(session: Session, campaign: Campaign, ratings: Sequence[Rating]) -> dict[str, dict[str, int]]:
    """Counts of each group that add up: filed = annulled + withdrawn + admitted, admitted = rated + listed apart."""
    rows = session.execute(
        select(Application.number, Application.status, Application.id)
        .where(Application.campaign_id == campaign.id)
        .order_by(Application.id)
    ).all()
    wishes = _wanted(session, campaign)
    told: dict[str, dict[str, int]] = {}
    for rating in ratings:
        mine = [(status, number) for number, status, identity in rows if rating.group in wishes.get(identity, ())]
        statuses = [result.status for result in rating.out]
        told[rating.group] = {
            "filed": len(mine),
            "annulled": sum(status is ApplicationStatus.ANNULLED for status, _ in mine),
            "withdrawn": sum(status is ApplicationStatus.WITHDRAWN for status, _ in mine),
            "admitted": sum(status is ApplicationStatus.REGISTERED for status, _ in mine),
            "rated": len(rating.entries),
            **{status.value: statuses.count(status) for status in Status if status is not Status.RATED},
        }
    return told


def _wanted(session: Session, campaign: Campaign) -> Mapping[int, set[str]]:
    codes = {group.id: group.code for group in campaign.groups}
    wanted: dict[int, set[str]] = {}
    for application in session.scalars(select(Application).where(Application.campaign_id == campaign.id)):
        wanted[application.id] = {codes[wish.group_id] for wish in application.wishes}
    return wanted


@dataclass(frozen=True)
class Moved:
    """One line that differs between the preliminary and the final rating, and the appeals that moved it."""

    group: str
    number: str
    before: tuple[int | None, Decimal | None]
    after: tuple[int | None, Decimal | None]
    appeals: tuple[int, ...]


def moved(session: Session, before: RatingSnapshot, after: RatingSnapshot) -> list[Moved]:
    """What moved between two ratings: own points by the named appeals; none named: moved by others' points."""
    earlier = {(row.group_id, row.application_id): (row.place, row.total) for row in before.rows}
    appeals: dict[int, list[int]] = {}
    for appeal in session.scalars(select(Appeal).where(Appeal.campaign_id == after.campaign_id)):
        if appeal.new_points is not None and appeal.new_points != appeal.old_points:
            appeals.setdefault(appeal.application_id, []).append(appeal.number)
    return [
        Moved(
            row.group.code,
            row.application.number,
            earlier.get((row.group_id, row.application_id), (None, None)),
            (row.place, row.total),
            tuple(appeals.get(row.application_id, ())),
        )
        for row in after.rows
        if earlier.get((row.group_id, row.application_id)) != (row.place, row.total)
    ]
