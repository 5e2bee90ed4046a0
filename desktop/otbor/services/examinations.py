"""Entrance tests (вступительные испытания, 2 этап, пп. 15, 19): admission, codes, points, the sheet, reserve days.

Whoever marks sees codes only: points are entered by code, and nothing here gives a marker a name.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.applications import ApplicationStatus, Attendance
from otbor.domain.campaign import Act
from otbor.domain.commissions import CommissionKind
from otbor.domain.findings import Finding, Refused, refuse_if_forbidden
from otbor.domain.participants import Key, Kind
from otbor.domain.rights import Right
from otbor.domain.values import State, Value
from otbor.services import ledger, rules
from otbor.services.commissions import check_recusal, commission_row, deciding_members
from otbor.services.corrections import application_row
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import Admission, Application, Campaign, EntranceTest, MemberRow

_CODE_DIGITS = 4


@dataclass(frozen=True)
class CodedWork:
    """A work as a marker sees it: its code and the value in force, None before marking."""

    code: str
    value: Value | None


@act(Right.EXAMINE)
def admit(office: Office, application_id: int, *, reason: str = "") -> Changes:
    """Admit an application to the tests of the groups it names (допуск к испытаниям), at their main sittings.

    A work that it has from before its groups changed stays as it is; ``reason`` excuses an admission out of its stage.
    Raises :class:`Refused` for an application admitted before, and when the sheet of one of its tests is closed.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        rules.in_order(work, campaign, Act.ADMIT, reason)
        if application.admitted_at is not None:
            raise Refused(Finding("examination.admitted_already", values={"number": application.number}))
        kept = set(work.session.scalars(select(Admission.test_id).where(Admission.application_id == application.id)))
        tests = rules.tests_wanted(campaign, application)
        for test in (test for test in tests if test.id not in kept):
            refuse_if_closed(test)
            sitting = next(s for s in test.sittings if not s.reserve)
            work.session.add(Admission(application_id=application.id, test_id=test.id, sitting_id=sitting.id))
        application.admitted_at = work.now
        work.record("admit", {"tests": [test.name for test in tests], "reason": reason.strip()}, application)
        changes = work.changes()
        work.commit()
    return changes


@act(Right.EXAMINE)
def give_codes(office: Office, test_id: int, *, reason: str = "") -> Changes:
    """Give every admission to a test a code of its own, by chance (шифрование работ); those who have one keep it.

    ``reason`` excuses codes given out of their stage.
    """
    with office.transaction() as work:
        test = test_row(work.session, test_id)
        rules.in_order(work, rules.campaign_row(work.session, test.campaign_id), Act.GIVE_CODES, reason)
        refuse_if_closed(test)
        admissions = work.session.scalars(select(Admission).where(Admission.test_id == test_id)).all()
        uncoded = [admission for admission in admissions if admission.code is None]
        taken = {admission.code for admission in admissions if admission.code}
        prefix = test.name[:2].upper()
        free = [code for n in range(10**_CODE_DIGITS) if (code := f"{prefix}-{n:0{_CODE_DIGITS}}") not in taken]
        for admission, code in zip(uncoded, secrets.SystemRandom().sample(free, len(uncoded)), strict=True):
            admission.code = code
        work.record("give_codes", {"test": test.name, "given": len(uncoded), "reason": reason.strip()})
        changes = work.changes()
        work.commit()
    return changes


@act(Right.MARK)
def enter_points(
    office: Office, test_id: int, code: str, value: Value, decided_by: Sequence[str], reason: str = ""
) -> Changes:
    """Enter what the предметная комиссия gave to the work ``code`` (п. 19): points, or «не явился», or annulled.

    ``decided_by`` are ids of persons; ``reason`` says why points change, and why they are entered out of their stage.
    Raises :class:`Refused` for an unknown code, points that the test cannot give, a
    closed sheet, a change without a reason, and for who must stand aside.
    """
    with office.transaction() as work:
        test = test_row(work.session, test_id)
        campaign = rules.campaign_row(work.session, test.campaign_id)
        rules.in_order(work, campaign, Act.ENTER_POINTS, reason)
        refuse_if_closed(test)
        admission = _by_code(work.session, test, code)
        application = application_row(work, admission.application_id)
        check_points(test, value)
        members = markers(work, campaign, test, decided_by)
        refuse_if_forbidden(check_recusal(work, campaign, application, members))
        names = [member.name for member in members]
        ledger.enter(work, application, test_key(test), value, decided_by=names, reason=reason)
        if value.state is State.DID_NOT_COME:
            admission.attendance = Attendance.DID_NOT_COME
        elif value.state in {State.KNOWN, State.ANNULLED}:
            admission.attendance = Attendance.CAME
        payload = {"test": test.name, "code": code, "state": value.state, "points": value.number, "reason": reason}
        work.record("enter_points", {**payload, "decided_by": names}, application)
        changes = work.changes()
        work.commit()
    return changes


def markers(work: Work, campaign: Campaign, test: EntranceTest, persons: Sequence[str]) -> list[MemberRow]:
    """Members of the предметная комиссия of the test's subject."""
    commission = commission_row(work.session, campaign.id, CommissionKind.SUBJECT, next(iter(test.subjects), ""))
    return deciding_members(commission, persons)


def check_points(test: EntranceTest, value: Value, where: str = "") -> None:
    """Raise :class:`Refused` for points that ``test`` cannot give: below zero, above its maximum, between its steps."""
    number = value.number
    if number is None:
        return
    values = {"test": test.name, "points": number, "maximum": test.maximum, "step": test.step}
    if number < 0:
        raise Refused(Finding("examination.below_zero", values=values, where=where))
    if number > test.maximum:
        raise Refused(Finding("examination.above_maximum", values=values, where=where))
    if number % test.step != 0:
        raise Refused(Finding("examination.not_a_step", values=values, where=where))


def test_key(test: EntranceTest) -> Key:
    """The key of a test's points in the ledger and in the scheme."""
    return Kind.TEST, test.name


def test_row(session: Session, test_id: int) -> EntranceTest:
    """The test; raises :class:`Refused` when there is none."""
    test = session.get(EntranceTest, test_id)
    if test is None:
        raise Refused(Finding("examination.unknown_test", values={"test": test_id}))
    return test


def refuse_if_closed(test: EntranceTest) -> None:
    """Raise :class:`Refused` when the sheet of ``test`` is closed: then points change by an appeal only."""
    if test.sheet_closed_at is not None:
        raise Refused(Finding("examination.sheet_closed", values={"test": test.name}, paragraph="25"))


def _by_code(session: Session, test: EntranceTest, code: str) -> Admission:
    admission = session.scalars(
        select(Admission).where(Admission.test_id == test.id, Admission.code == code.strip().upper())
    ).first()
    if admission is None:
        raise Refused(Finding("examination.unknown_code", values={"code": code, "test": test.name}))
    return admission


@act(Right.MARK)
def close_sheet(office: Office, test_id: int, signed_by: Sequence[str], *, reason: str = "") -> Changes:
    """Close the sheet of a test (закрытие ведомости): from now on points change by an appeal only.

    ``reason`` excuses a sheet closed out of its stage. Raises :class:`Refused` while a work has no value, naming the
    codes, and while somebody's reserve day is to come.
    """
    with office.transaction() as work:
        test = test_row(work.session, test_id)
        campaign = rules.campaign_row(work.session, test.campaign_id)
        rules.in_order(work, campaign, Act.CLOSE_SHEET, reason)
        refuse_if_closed(test)
        members = markers(work, campaign, test, signed_by)
        works = coded_works(work.session, test)
        unmarked = [w.code for w in works if w.value is None or w.value.state is State.AWAITED]
        if unmarked:
            values = {"test": test.name, "codes": unmarked[:20], "count": len(unmarked)}
            raise Refused(Finding("examination.unmarked", values=values))
        waiting = [w.code for w in works if w.value is not None and w.value.state is State.RESERVE_DAY]
        if waiting:
            raise Refused(Finding("examination.reserve_day_to_come", values={"test": test.name, "codes": waiting}))
        test.sheet_closed_at = work.now
        test.sheet_closed_by = [member.name for member in members]
        payload = {"test": test.name, "works": len(works), "signed_by": test.sheet_closed_by}
        work.record("close_sheet", payload | {"reason": reason.strip()})
        changes = work.changes()
        work.commit()
    return changes


def coded_works(session: Session, test: EntranceTest) -> list[CodedWork]:
    """Every work of a test by code, with its value in force: what a marker may see, no name and no number."""
    rows = session.execute(
        select(Admission.code, Admission.application_id)
        .join(Application, Admission.application_id == Application.id)
        .where(Admission.test_id == test.id, Application.status == ApplicationStatus.REGISTERED)
        .order_by(Admission.code)
    ).all()
    values = ledger.in_force(session, [application_id for _, application_id in rows])
    key = test_key(test)
    return [CodedWork(code or "", values.get(application_id, {}).get(key)) for code, application_id in rows]


def codes(session: Session, test_ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """Codes by (application, test): for the secretary who holds the шифровальная ведомость, never for a marker."""
    rows = session.execute(
        select(Admission.application_id, Admission.test_id, Admission.code).where(Admission.test_id.in_(list(test_ids)))
    )
    return {(application_id, test_id): code for application_id, test_id, code in rows if code}


@act(Right.EXAMINE)
def give_reserve_day(office: Office, application_id: int, test_id: int, reason: str) -> Changes:
    """Give a reserve day (резервный день) to one who did not come for a good reason.

    Raises :class:`Refused` without a reason, when the test has no reserve sitting, and for one who wrote the work.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        test = test_row(work.session, test_id)
        campaign = rules.campaign_row(work.session, test.campaign_id)
        rules.in_order(work, campaign, Act.GIVE_RESERVE_DAY, reason)
        refuse_if_closed(test)
        values = {"number": application.number, "test": test.name}
        if not reason.strip():
            raise Refused(Finding("examination.no_reserve_reason", values=values))
        admission = _admission(work.session, application, test)
        sitting = next((s for s in test.sittings if s.reserve), None)
        if sitting is None:
            raise Refused(Finding("examination.no_reserve_sitting", values=values))
        if ledger.points(work.session, application.id, test_key(test)) is not None:
            raise Refused(Finding("examination.written_already", values=values))
        admission.sitting_id = sitting.id
        admission.attendance = Attendance.RESERVE_DAY
        names = [work.office.operator]
        ledger.enter(work, application, test_key(test), Value(State.RESERVE_DAY), decided_by=names, reason=reason)
        work.record("give_reserve_day", {**values, "day": sitting.held_on, "reason": reason}, application)
        changes = work.changes()
        work.commit()
    return changes


@act(Right.EXAMINE)
def show_work(office: Office, application_id: int, test_id: int, *, reason: str = "") -> Changes:
    """Record that a work was shown to the family (показ работы), after its sheet was closed.

    ``reason`` excuses one shown out of its stage.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        test = test_row(work.session, test_id)
        rules.in_order(work, rules.campaign_row(work.session, test.campaign_id), Act.SHOW_WORK, reason)
        values = {"number": application.number, "test": test.name}
        if test.sheet_closed_at is None:
            raise Refused(Finding("examination.sheet_open", values=values))
        admission = _admission(work.session, application, test)
        if admission.attendance is not Attendance.CAME:
            raise Refused(Finding("examination.no_work", values=values))
        admission.shown_at = work.now
        work.record("show_work", values | {"reason": reason.strip()}, application)
        changes = work.changes()
        work.commit()
    return changes


def _admission(session: Session, application: Application, test: EntranceTest) -> Admission:
    admission = session.scalars(
        select(Admission).where(Admission.application_id == application.id, Admission.test_id == test.id)
    ).first()
    if admission is None:
        values = {"number": application.number, "test": test.name}
        raise Refused(Finding("examination.not_admitted", values=values))
    return admission
