"""A further order on the composition of a commission (приказ об изменении состава, п. 12): who leaves, who comes in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.campaign import Act
from otbor.domain.commissions import Commission, Member, Role, Standing, check_composition
from otbor.domain.findings import Finding, Refused, Severity, refuse_if_forbidden
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.commissions import Formed, MemberDraft, commission_rows, member_draft, member_row, member_value
from otbor.services.office import Office, Work, act
from otbor.storage.models import (
    AchievementRow,
    Application,
    CommissionChange,
    CommissionRow,
    EntranceTest,
    ExpertiseEntry,
    IssuedPaper,
    Meeting,
    MemberRow,
    PaperRevision,
    PointsEntry,
)


@act(Right.PLAN)
def change_members(
    office: Office,
    commission_id: int,
    members: Sequence[MemberDraft],
    order_number: str,
    ordered_on: date,
    reason: str,
) -> Formed:
    """Change the composition of a commission by a further order (приказ об изменении состава, п. 12).

    ``members``: the whole of it from now on; a quorum of more than half follows its size. Raises :class:`Refused` when
    nothing changes, without a whole basis, for an order of a day to come or before the commission was formed, for one
    whose number the order of creation or a further one of another day bears, or that is signed as it was, when the new
    composition breaks п. 12, and for who leaves after having sat in a meeting or answered for points: protocols name
    each one by the composition.
    """
    with office.transaction() as work:
        row = work.session.get(CommissionRow, commission_id)
        if row is None:
            raise Refused(Finding("commission_data.unknown", values={"commission": commission_id}))
        campaign = rules.campaign_row(work.session, row.campaign_id)
        rules.in_order(work, campaign, Act.FORM_COMMISSIONS, reason)
        profile = rules.regulation(campaign)
        before = {member.person: member for member in row.members}
        after = {draft.person: draft for draft in members}
        findings = _check_change(work, row, before, members, (order_number, ordered_on, reason))
        drafts = {row.id: tuple(Member(m.person, m.name, m.standing, m.role, m.collegial_body) for m in members)}
        findings += check_composition(
            profile,
            [
                Commission(one.kind, drafts.get(one.id) or tuple(map(member_value, one.members)), tuple(one.subjects))
                for one in commission_rows(work.session, campaign.id)
            ],
            [subject for test in campaign.tests for subject in test.subjects],
        )
        refuse_if_forbidden(findings)
        was = tuple(map(member_draft, row.members))
        by_default = row.quorum == len(before) // 2 + 1
        for person in before.keys() - after.keys():
            work.session.delete(before[person])
        for draft in members:
            if (known := before.get(draft.person)) is None:
                row.members.append(member_row(draft))
            else:
                known.name, known.post, known.role = draft.name, draft.post, draft.role
                known.standing, known.collegial_body = draft.standing, draft.collegial_body
        if by_default:
            row.quorum = len(after) // 2 + 1
        work.session.add(
            CommissionChange(
                commission_id=row.id,
                order_number=order_number.strip(),
                ordered_on=ordered_on,
                reason=reason.strip(),
                before=list(map(asdict, was)),
                after=list(map(asdict, members)),
            )
        )
        basis = {"order": order_number, "on": ordered_on, "reason": reason}
        moved = {"left": sorted(before.keys() - after.keys()), "joined": sorted(after.keys() - before.keys())}
        work.record("change_members", {"campaign": campaign.code, "commission": row.title, **basis, **moved})
        outcome = Formed(tuple(f for f in findings if f.severity is Severity.WARNS), work.changes())
        work.commit()
    return outcome


def _check_change(
    work: Work,
    row: CommissionRow,
    before: Mapping[str, MemberRow],
    members: Sequence[MemberDraft],
    basis: tuple[str, date, str],
) -> list[Finding]:
    """What forbids a change of the composition, whatever it is."""
    number, day, reason = basis
    values = {"commission": row.title}
    if {_plain(draft) for draft in members} == {_plain(member) for member in before.values()}:
        return [Finding("commission_data.same_members", values=values)]
    findings = []
    if not (number.strip() and reason.strip()):
        findings.append(Finding("commission_data.no_change_order", values=values, paragraph="12"))
    if day > work.today():
        findings.append(Finding("commission_data.order_to_come", values={"order": number, "day": day}, paragraph="12"))
    if day < row.formed_on:
        findings.append(Finding("commission_data.order_too_early", values=values | {"formed": row.formed_on}))
    if number.strip() == row.order_number and day.year == row.formed_on.year:
        told = {"order": number, "day": row.formed_on}
        findings.append(Finding("commission_data.order_of_creation", values=told))
    if _signed(work.session, row.campaign_id, number.strip()):
        findings.append(Finding("commission_data.order_signed", values={"order": number.strip()}))
    others = (
        select(CommissionChange.ordered_on)
        .join(CommissionRow)
        .where(CommissionRow.campaign_id == row.campaign_id, CommissionChange.order_number == number.strip())
    )
    if other := next((on for on in work.session.scalars(others) if on != day), None):
        findings.append(Finding("commission_data.order_other_day", values={"order": number, "day": other}))
    leaving = before.keys() - {draft.person for draft in members}
    acted = _acted(work.session, row)
    findings += [
        Finding("commission_data.member_has_acted", values=values | {"name": before[person].name})
        for person in sorted(leaving)
        if person in acted or before[person].name in acted
    ]
    return findings


def _signed(session: Session, campaign_id: int, number: str) -> bool:
    """Whether somebody has signed the further order with that number as it was printed."""
    printed = select(IssuedPaper.id).where(
        IssuedPaper.campaign_id == campaign_id,
        IssuedPaper.kind == "commission_change",
        IssuedPaper.number == number,
        IssuedPaper.revisions.any(PaperRevision.number > 0) | IssuedPaper.signatures_beside.any(),
    )
    return session.scalar(printed.limit(1)) is not None


def _plain(member: MemberDraft | MemberRow) -> tuple[object, ...]:
    return member.person, member.name, member.post, member.standing, member.role, member.collegial_body


def _acted(session: Session, row: CommissionRow) -> set[str]:
    """Persons that were present at its meetings, names that answer for points of the campaign."""
    lists = [
        *session.scalars(select(Meeting.present).where(Meeting.commission_id == row.id)),
        *session.scalars(
            select(PointsEntry.decided_by).join(Application).where(Application.campaign_id == row.campaign_id)
        ),
        *session.scalars(
            select(ExpertiseEntry.decided_by)
            .join(AchievementRow)
            .join(Application)
            .where(Application.campaign_id == row.campaign_id)
        ),
        *session.scalars(select(EntranceTest.sheet_closed_by).where(EntranceTest.campaign_id == row.campaign_id)),
    ]
    return {name for names in lists for name in names}


def members_then(kept: Iterable[Mapping[str, Any]]) -> tuple[MemberDraft, ...]:
    """Members as a :class:`CommissionChange` keeps them."""
    return tuple(MemberDraft(**{**m, "standing": Standing(m["standing"]), "role": Role(m["role"])}) for m in kept)


def changes(session: Session, campaign_id: int) -> Sequence[CommissionChange]:
    """Every change of a composition in a campaign, the oldest first."""
    made = select(CommissionChange).join(CommissionRow).where(CommissionRow.campaign_id == campaign_id)
    return session.scalars(made.order_by(CommissionChange.id)).all()
