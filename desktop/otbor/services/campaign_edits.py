"""What may still be changed of a planned campaign: seats, days and rooms of tests, the numbering.

Before the notice (извещение, п. 10) it is the school's own plan; what the notice has said is changed by an act of the
director only, which is recorded with its date and reason. The Порядок leaves no other way for the dates of the
selection and of the intake: those stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from otbor.domain import campaign as domain
from otbor.domain.applications import RatingKind
from otbor.domain.findings import Finding, Refused, refuse_if_forbidden
from otbor.domain.procedure import check_campaign
from otbor.domain.rights import Right
from otbor.domain.schedule import check_schedule
from otbor.services import rules
from otbor.services.campaigns import (
    Planned,
    check_number,
    raise_version,
    refuse_if_numbered,
    refuse_if_stale,
    warnings_of,
)
from otbor.services.examinations import refuse_if_closed
from otbor.services.office import Office, Work, act
from otbor.services.schemes import ChangeBasis
from otbor.storage.models import Admission, Campaign, EntranceTest, RatingSnapshot, Sitting


@dataclass(frozen=True)
class SittingEdit:
    """A day of a test as it shall be; ``sitting_id``: the stored one that it is, None for a new one."""

    test_id: int
    day: date
    room: str = ""
    reserve: bool = False
    sitting_id: int | None = None


@act(Right.PLAN)
def change_numbering(office: Office, campaign_id: int, pattern: str, digits: int, version: int) -> Planned:
    """Give registration numbers (п. 11) another pattern while no application has one.

    ``version`` is that of the campaign that the person has seen. Raises :class:`Refused` for a pattern by which two
    applications could get one number, once a number is given, and ``office.stale``.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        refuse_if_stale(campaign, version)
        refuse_if_numbered(work, campaign)
        refuse_if_forbidden(check_number(pattern, digits))
        if (pattern, digits) == (campaign.number_pattern, campaign.number_digits):
            raise Refused(Finding("campaign_edit.same"))
        campaign.number_pattern, campaign.number_digits = pattern, digits
        work.record("change_numbering", {"campaign": campaign.code, "pattern": pattern, "digits": digits})
        outcome = Planned(campaign.id, (), work.changes())
        work.commit()
    return outcome


@act(Right.PLAN)
def change_seats(
    office: Office, campaign_id: int, seats: Mapping[int, int], version: int, basis: ChangeBasis | None = None
) -> Planned:
    """Give groups (row ids) another number of seats; after the notice by an act (``basis``).

    Raises :class:`Refused` for a group without a seat (п. 10; between planned selections п. 6.2), after the final
    rating (п. 26: the commission recommends by it), without a whole basis where one is needed, and ``office.stale``.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        refuse_if_stale(campaign, version)
        final = _final_rating(work.session, campaign)
        if final is not None:
            raise Refused(Finding("campaign_edit.seats_after_final", values={"day": final}, paragraph="26"))
        groups = {group.id: group for group in campaign.groups}
        for identity in seats.keys() - groups.keys():
            raise Refused(Finding("campaign_edit.no_group", values={"group": identity}))
        before = {group.code: group.seats for group in campaign.groups}
        for identity, number in seats.items():
            groups[identity].seats = number
        raise_version(campaign)
        after = {group.code: group.seats for group in campaign.groups}
        if after == before:
            raise Refused(Finding("campaign_edit.same"))
        findings = [
            *check_campaign(rules.regulation(campaign), rules.campaign_value(campaign)),
            *_check_basis(work, campaign, basis),
        ]
        refuse_if_forbidden(findings)
        changed = {code: [before[code], after[code]] for code in before if before[code] != after[code]}
        work.record("change_seats", {"campaign": campaign.code, "seats": changed} | _told(basis))
        outcome = Planned(campaign.id, warnings_of(findings), work.changes())
        work.commit()
    return outcome


@act(Right.PLAN)
def change_sittings(
    office: Office,
    campaign_id: int,
    sittings: Sequence[SittingEdit],
    version: int,
    basis: ChangeBasis | None = None,
    protocols: tuple[date | None, date | None] | None = None,
) -> Planned:
    """Give the tests other days and rooms (п. 15), all ``sittings`` of the campaign as they shall be; after the notice
    by an act (``basis``). ``protocols``: the planned days of the preliminary and of the final rating with them.

    Raises :class:`Refused` with everything that the Порядок says against the new days (пп. 6.1, 11, 22), for a day that
    is over or in the past, a test whose sheet is closed, a day taken away from those admitted to it, without a whole
    basis where one is needed, and ``office.stale``.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        refuse_if_stale(campaign, version)
        before = _days(campaign)
        days = (campaign.preliminary_on, campaign.final_on)
        findings = [finding for test in campaign.tests for finding in _set_sittings(work, test, sittings)]
        refuse_if_forbidden(findings)
        work.session.flush()
        if protocols is not None:
            campaign.preliminary_on, campaign.final_on = protocols
        after = _days(campaign)
        if after == before and days == (campaign.preliminary_on, campaign.final_on):
            raise Refused(Finding("campaign_edit.same"))
        raise_version(campaign)
        findings += _check_days(work, campaign)
        findings += _check_basis(work, campaign, basis)
        refuse_if_forbidden(findings)
        payload: dict[str, Any] = {"campaign": campaign.code, "before": before, "after": after}
        payload["protocols"] = [day and day.isoformat() for day in (campaign.preliminary_on, campaign.final_on)]
        work.record("change_sittings", payload | _told(basis))
        outcome = Planned(campaign.id, warnings_of(findings), work.changes())
        work.commit()
    return outcome


def _set_sittings(work: Work, test: EntranceTest, wanted: Sequence[SittingEdit]) -> list[Finding]:
    """Write the days of one test, and say what is against it."""
    mine = [edit for edit in wanted if edit.test_id == test.id]
    stored = {sitting.id: sitting for sitting in test.sittings}
    kept = {edit.sitting_id for edit in mine}
    today, found = work.today(), []
    gone = [sitting for sitting in test.sittings if sitting.id not in kept]
    edits = [edit for edit in mine if _differs(edit, stored.get(edit.sitting_id or 0))]
    if gone or edits:
        refuse_if_closed(test)
    for sitting in gone:
        found += _check_gone(work, test, sitting)
    for edit in edits:
        before = stored.get(edit.sitting_id or 0)
        values = {"test": test.name, "day": edit.day, "today": today}
        if before is not None and before.held_on < today:
            found.append(Finding("campaign_edit.sitting_held", values={"test": test.name, "day": before.held_on}))
        elif edit.day < today:
            found.append(Finding("campaign_edit.sitting_passed", values=values))
        elif before is None:
            test.sittings.append(Sitting(held_on=edit.day, room=edit.room.strip(), reserve=edit.reserve))
        else:
            before.held_on, before.room, before.reserve = edit.day, edit.room.strip(), edit.reserve
    for sitting in gone if not found else ():
        test.sittings.remove(sitting)
        work.session.delete(sitting)
    return found


def _check_gone(work: Work, test: EntranceTest, sitting: Sitting) -> list[Finding]:
    values = {"test": test.name, "day": sitting.held_on}
    if sitting.held_on < work.today():
        return [Finding("campaign_edit.sitting_held", values=values)]
    admitted = work.session.scalar(select(func.count(Admission.id)).where(Admission.sitting_id == sitting.id))
    return [Finding("campaign_edit.sitting_taken", values=values | {"count": admitted})] if admitted else []


def _differs(edit: SittingEdit, stored: Sitting | None) -> bool:
    return stored is None or (edit.day, edit.room.strip(), edit.reserve) != (
        stored.held_on,
        stored.room,
        stored.reserve,
    )


def _check_days(work: Work, campaign: Campaign) -> list[Finding]:
    value, calendar = rules.campaign_value(campaign), rules.calendar(work.office, work.school())
    value = replace(value, tests=tuple(_in_order(test) for test in value.tests))
    return list(check_schedule(rules.regulation(campaign), calendar, value))


def _in_order(test: domain.EntranceTest) -> domain.EntranceTest:
    return replace(test, sittings=tuple(sorted(test.sittings, key=lambda sitting: sitting.day)))


def _days(campaign: Campaign) -> dict[str, list[str]]:
    """Days of the tests in words of the audit trail."""
    return {
        test.name: sorted(f"{s.held_on.isoformat()} {s.room}{' (reserve)' if s.reserve else ''}" for s in test.sittings)
        for test in campaign.tests
    }


def _check_basis(work: Work, campaign: Campaign, basis: ChangeBasis | None) -> list[Finding]:
    """What the notice has said is changed by an act: its name, its date, not later than today, and the reason."""
    if campaign.notice_published_on is None:
        return []
    if basis is None or not (basis.act.strip() and basis.reason.strip()):
        values: dict[str, Any] = {"day": campaign.notice_published_on}
        return [Finding("campaign_edit.no_basis", values=values, paragraph="10")]
    if basis.dated > work.today():
        values = {"dated": basis.dated, "today": work.today()}
        return [Finding("campaign_edit.basis_later", values=values)]
    return []


def _told(basis: ChangeBasis | None) -> dict[str, str]:
    if basis is None:
        return {}
    return {"act": basis.act.strip(), "dated": basis.dated.isoformat(), "reason": basis.reason.strip()}


def _final_rating(session: Session, campaign: Campaign) -> date | None:
    """Day of the first final rating, None before it."""
    made = select(func.min(RatingSnapshot.made_on)).where(
        RatingSnapshot.campaign_id == campaign.id, RatingSnapshot.kind == RatingKind.FINAL
    )
    return session.scalar(made)
