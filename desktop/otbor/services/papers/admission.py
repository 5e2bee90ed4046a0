"""Papers around the tests (2 этап): the admitted, attendance by rooms, the register of codes."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from otbor.documents import admitted_list, attendance_sheet, code_register
from otbor.domain.applications import ApplicationStatus, Attendance
from otbor.domain.findings import Finding, Refused
from otbor.domain.numbering import natural
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.examinations import test_row
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Admission, Application, Campaign, EntranceTest, Sitting

_MARKS = {Attendance.DID_NOT_COME: "mark_did_not_come", Attendance.RESERVE_DAY: "mark_reserve_day"}


@act(Right.ISSUE)
def issue_admitted_list(office: Office, campaign_id: int, *, named: bool = False) -> Issued:
    """Issue the list of the admitted to the tests (список допущенных) by class.

    ``named``: for the school's own use; else by registration numbers only. Raises :class:`Refused` before anybody was
    admitted.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        admitted = work.session.scalars(
            select(Application).where(
                Application.campaign_id == campaign_id,
                Application.status == ApplicationStatus.REGISTERED,
                Application.admitted_at.is_not(None),
            )
        ).all()
        if not admitted:
            raise Refused(Finding("paper_content.nobody_admitted"))
        keeper, keeper_post = facts.keeper(work, campaign)
        data = admitted_list.AdmittedList(
            campaign=campaign.title,
            named=named,
            groups=tuple(_groups(campaign, sorted(admitted, key=lambda a: natural(a.number)), named=named)),
            sittings=tuple(
                admitted_list.SittingOfTest(test.name, sitting.held_on, sitting.room, sitting.reserve)
                for test in campaign.tests
                for sitting in test.sittings
            ),
            keeper=keeper,
            keeper_post=keeper_post,
        )
        subject = "admitted:named" if named else "admitted"
        issued = put_out(work, admitted_list, Printing(campaign, subject, data, work.today(), as_of_today=True))
        work.commit()
    return issued


def _groups(
    campaign: Campaign, admitted: Sequence[Application], *, named: bool
) -> Iterator[admitted_list.AdmittedGroup]:
    tests = {a.id: tuple(test.name for test in rules.tests_wanted(campaign, a)) for a in admitted}
    for group in campaign.groups:
        people = (a for a in admitted if group.id in {wish.group_id for wish in a.wishes})
        yield admitted_list.AdmittedGroup(
            facts.group_title(group),
            tuple(admitted_list.Admitted(a.number, facts.child(a) if named else "", tests[a.id]) for a in people),
        )


@act(Right.ISSUE)
def issue_attendance_sheet(office: Office, test_id: int, *, by_codes: bool = False) -> Issued:
    """Issue the attendance sheet of a test (явочный лист), a sheet for every room and the reserve day.

    ``by_codes``: for the desk, with codes and nothing else; else for the door, with numbers and names. Raises
    :class:`Refused` when nobody is admitted to the test, and by codes before they are given.
    """
    with office.transaction() as work:
        test = test_row(work.session, test_id)
        campaign = rules.campaign_row(work.session, test.campaign_id)
        admissions = _admissions(work, test)
        if by_codes and any(admission.code is None for admission in admissions):
            raise Refused(Finding("paper_content.no_codes", values={"test": test.name}))
        rooms = [(sitting, [a for a in admissions if a.sitting_id == sitting.id]) for sitting in test.sittings]
        data = attendance_sheet.AttendanceSheet(
            campaign=campaign.title,
            test=test.name,
            kind=test.form,
            by_codes=by_codes,
            rooms=tuple(_room(sitting, people, by_codes=by_codes) for sitting, people in rooms if people),
        )
        subject = f"test:{test.id}:codes" if by_codes else f"test:{test.id}"
        issued = put_out(work, attendance_sheet, Printing(campaign, subject, data, work.today()))
        work.commit()
    return issued


def _admissions(work: Work, test: EntranceTest) -> Sequence[Admission]:
    """Admissions in force to a test; raises :class:`Refused` when there are none."""
    rows = work.session.scalars(
        select(Admission)
        .join(Application, Admission.application_id == Application.id)
        .where(Admission.test_id == test.id, Application.status == ApplicationStatus.REGISTERED)
    ).all()
    if not rows:
        raise Refused(Finding("paper_content.nobody_at_test", values={"test": test.name}))
    return rows


def _room(sitting: Sitting, people: Sequence[Admission], *, by_codes: bool) -> attendance_sheet.Room:
    if by_codes:  # in the order of codes: that of numbers would tell whose they are
        seated = [attendance_sheet.Seated(code) for code in sorted(a.code or "" for a in people)]
    else:
        applications = sorted((a.application for a in people), key=lambda a: (a.sort_key, a.ordinal))
        seated = [attendance_sheet.Seated(a.number, facts.child(a)) for a in applications]
    return attendance_sheet.Room(sitting.room, sitting.held_on, sitting.reserve, tuple(seated))


@act(Right.EXAMINE)
def issue_code_register(office: Office, test_id: int) -> Issued:
    """Issue the register of codes (шифровальная ведомость, п. 19): the secretary's, never a marker's.

    Raises :class:`Refused` before every admitted one has a code.
    """
    with office.transaction() as work:
        test = test_row(work.session, test_id)
        campaign = rules.campaign_row(work.session, test.campaign_id)
        admissions = _admissions(work, test)
        if any(admission.code is None for admission in admissions):
            raise Refused(Finding("paper_content.no_codes", values={"test": test.name}))
        say = words(office)
        keeper, keeper_post = facts.keeper(work, campaign)
        closed = test.sheet_closed_at
        main = next(sitting for sitting in test.sittings if not sitting.reserve)
        data = code_register.CodeRegister(
            campaign=campaign.title,
            test=test.name,
            held_on=main.held_on,
            works=tuple(_coded(admission, say) for admission in sorted(admissions, key=lambda a: a.code or "")),
            keeper=keeper,
            keeper_post=keeper_post,
            opened_on=None if closed is None else facts.day_of(work, closed),
        )
        subject = f"test:{test.id}" if closed is None else f"test:{test.id}:opened"
        issued = put_out(work, code_register, Printing(campaign, subject, data, work.today()))
        work.commit()
    return issued


def _coded(admission: Admission, say: OfficeWords) -> code_register.Coded:
    key = _MARKS.get(admission.attendance)
    application = admission.application
    return code_register.Coded(
        admission.code or "", application.number, facts.child(application), say(key) if key else ""
    )
