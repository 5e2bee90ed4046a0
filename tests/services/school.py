"""A school of the tests: its card, its campaign as case licey8 has it, its commissions, and a clock that tests set."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from otbor.domain import campaign as domain
from otbor.domain.campaign import CampaignKind, Founder, GroupKind, Level, Schedule
from otbor.domain.commissions import CommissionKind, Role, Standing
from otbor.domain.intake import ApplicationDraft, DocumentDraft, RepresentativeDraft
from otbor.domain.participants import Kind
from otbor.domain.people import FullName
from otbor.domain.values import State, Value, known
from otbor.services import campaigns, commissions, examinations, expertise
from otbor.services.campaigns import CampaignDraft, SchoolCard
from otbor.services.commissions import CommissionDraft, MeetingDraft, MemberDraft
from otbor.services.office import Office
from otbor.storage.database import open_database
from otbor.storage.models import Admission, Application, Campaign

NOTICE_ITEMS = {
    "seats": "8Ф — 25 мест, 8И — 20 мест",
    "procedure": "этапы и сроки",
    "intake_dates": "с 06.04.2026 по 22.04.2026",
    "application_form": "образец на сайте",
    "tests": "математика, физика, информатика",
    "portfolio": "пп. 16.1–16.4, 16.7",
    "other": "нет",
}
SCHOOL = SchoolCard(
    name="Муниципальное автономное общеобразовательное учреждение «Лицей № 8»",
    short_name="МАОУ «Лицей № 8»",
    place="г. Нижний Новгород",
    address="603000, г. Нижний Новгород, ул. Ванеева, д. 8",
    founder=Founder.MUNICIPAL,
    founder_name="Администрация города Нижнего Новгорода",
    director="Орлова Н. В.",
    on_founders_list=True,
)
CHAIR, SECRETARY, MEMBER = "Соколова Ирина Петровна", "Белова Анна Сергеевна", "Громов Олег Ильич"
MATHS, PHYSICS, INFORMATICS = "Зайцева Вера Павловна", "Котов Игорь Львович", "Лапина Ольга Юрьевна"
SUBJECT_SECRETARY = "Рябова Елена Олеговна"
CONFLICT = ("Жукова Мария Андреевна", "Титов Павел Романович", "Фомина Дарья Игоревна")


class Clock:
    """The clock of the office; tests say when it is."""

    def __init__(self) -> None:
        self.now = datetime(2026, 2, 10, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Set it to ``day`` at ``hour``:``minute`` UTC."""
        self.now = datetime.combine(day, time(hour, minute), UTC)


def new_office(path: Path, clock: Clock) -> Office:
    """An office with a fresh database at ``path``."""
    return Office(open_database(path, create=True), "Белова А. С.", clock=clock)


def short(person: str) -> str:
    """«Соколова И. П.»."""
    surname, given, patronymic = person.split()
    return f"{surname} {given[0]}. {patronymic[0]}."


def member(person: str, role: Role = Role.MEMBER, standing: Standing = Standing.TEACHER) -> MemberDraft:
    """A member; parents are of the collegial body."""
    return MemberDraft(person, short(person), "учитель", standing, role, collegial_body=standing is Standing.PARENT)


def subject_commission(subject: str, chair: str) -> CommissionDraft:
    """A предметная комиссия of two."""
    return CommissionDraft(
        CommissionKind.SUBJECT,
        f"предметная комиссия ({subject})",
        (member(chair, Role.CHAIR), member(SUBJECT_SECRETARY, Role.SECRETARY)),
        (subject,),
    )


def commission_drafts() -> list[CommissionDraft]:
    """The commissions of the campaign."""
    parent, conflict_parent = "Семёнова Алла Борисовна", "Крылов Денис Олегович"
    return [
        CommissionDraft(
            CommissionKind.ADMISSION,
            "приёмная комиссия",
            (
                member(CHAIR, Role.CHAIR, Standing.HEAD),
                member(SECRETARY, Role.SECRETARY),
                member(MEMBER),
                member(parent, standing=Standing.PARENT),
            ),
        ),
        subject_commission("математика", MATHS),
        subject_commission("физика", PHYSICS),
        subject_commission("информатика", INFORMATICS),
        CommissionDraft(
            CommissionKind.CONFLICT,
            "конфликтная комиссия",
            (
                member(CONFLICT[0], Role.CHAIR, Standing.HEAD),
                member(CONFLICT[1], Role.SECRETARY),
                member(CONFLICT[2]),
                member(conflict_parent, standing=Standing.PARENT),
            ),
        ),
    ]


def group(code: str, title: str, subjects: tuple[str, ...], seats: int) -> domain.Group:
    """A group of grade 8."""
    return domain.Group(code, title, 8, GroupKind.IN_DEPTH, subjects, seats, title, code)


def campaign_draft(seats: tuple[int, int] = (25, 20)) -> CampaignDraft:
    """The campaign of case licey8."""
    sittings = (
        domain.Sitting(date(2026, 5, 12), "каб. 301"),
        domain.Sitting(date(2026, 5, 19), "каб. 301", reserve=True),
    )
    value = domain.Campaign(
        school=domain.School(Founder.MUNICIPAL, on_founders_list=True),
        kind=CampaignKind.PLANNED,
        level=Level.OOO,
        groups=(
            group("8Ф", "физико-математический", ("математика", "физика"), seats[0]),
            group("8И", "информационно-технологический", ("математика", "информатика"), seats[1]),
        ),
        tests=tuple(
            domain.EntranceTest(s, "контрольная работа", (s,), sittings)
            for s in ("математика", "физика", "информатика")
        ),
        schedule=Schedule(
            starts=date(2026, 4, 6),
            ends=date(2026, 6, 30),
            intake_opens=date(2026, 4, 6),
            intake_closes=date(2026, 4, 22),
            notice_on=date(2026, 3, 2),
            commissions_on=date(2026, 3, 16),
        ),
    )
    return CampaignDraft("2026-8", "8 классы, 2026/2027 учебный год", 2026, 8, value, "nizhny-novgorod-2020", "licey8")


def planned(office: Office, seats: tuple[int, int] = (25, 20)) -> int:
    """Set up the school and plan the campaign; gives its row id."""
    campaigns.set_up_school(office, SCHOOL)
    return campaigns.plan(office, campaign_draft(seats)).campaign_id


def opened(office: Office, clock: Clock, seats: tuple[int, int] = (25, 20)) -> int:
    """A campaign whose notice is published and whose commissions are formed, on the first day of the intake."""
    campaign_id = planned(office, seats)
    clock.on(date(2026, 3, 2))
    campaigns.publish_notice(office, campaign_id, NOTICE_ITEMS)
    clock.on(date(2026, 3, 16))
    commissions.form_commissions(office, campaign_id, commission_drafts(), "12-од", date(2026, 3, 16))
    clock.on(date(2026, 4, 6))
    return campaign_id


def application(
    surname: str = "Иванов",
    given: str = "Пётр",
    groups: tuple[str, ...] = ("8Ф",),
    *,
    filed_at: datetime = datetime(2026, 4, 6, 8, 30, tzinfo=UTC),
    marks: tuple[int, int, int] = (5, 5, 4),
) -> ApplicationDraft:
    """An application as a family hands it in; ``marks`` in maths, physics and informatics."""
    subjects = ("математика", "физика", "информатика")
    return ApplicationDraft(
        child=FullName(surname, given, "Иванович"),
        birth_date=date(2012, 5, 20),
        birth_place="г. Нижний Новгород",
        address=f"г. Нижний Новгород, ул. Горького, д. {len(surname + given)}, кв. {sum(map(ord, surname + given))}",
        representatives=(
            RepresentativeDraft(
                FullName(surname, "Мария", "Олеговна"), f"8-9{sum(map(ord, surname + given)) % 10**9:09d}"
            ),
        ),
        groups=groups,
        filed_at=filed_at,
        consent=True,
        documents=(DocumentDraft("marks", "Выписка отметок за 7 класс"),),
        values={(Kind.MARK, s): known(Decimal(m)) for s, m in zip(subjects, marks, strict=True)},
    )


def meeting(day: date, agenda: str = "рейтинг") -> MeetingDraft:
    """A meeting of the приёмная комиссия."""
    return MeetingDraft(day, (CHAIR, SECRETARY, MEMBER), agenda)


def conflict_meeting(day: date) -> MeetingDraft:
    """A meeting of the конфликтная комиссия."""
    return MeetingDraft(day, CONFLICT, "рассмотрение апелляций")


def marker_of(test: str) -> str:
    """The member who marks ``test``."""
    return {"математика": MATHS, "физика": PHYSICS, "информатика": INFORMATICS}[test]


def examined(office: Office, clock: Clock, campaign_id: int, points: dict[str, dict[str, int | None]]) -> None:
    """Register nothing, but examine, admit, code and mark every application: ``points`` by number, then by test.

    None: did not come. The clock ends on the day after the last sheet is closed.
    """
    clock.on(date(2026, 4, 23))
    with office.question() as session:
        ids = {a.number: a.id for a in session.scalars(select(Application)) if a.number in points}
    for identity in ids.values():
        expertise.score_documents(office, identity, expertise.Expertise(), [CHAIR])
        examinations.admit(office, identity)
    with office.question() as session:
        campaign = session.get_one(Campaign, campaign_id)
        tests = {test.name: test.id for test in campaign.tests}
    for test_id in tests.values():
        examinations.give_codes(office, test_id)
    clock.on(date(2026, 5, 20))
    for name, test_id in tests.items():
        with office.question() as session:
            codes = {
                a.application.number: a.code
                for a in session.scalars(select(Admission).where(Admission.test_id == test_id))
            }
        for number, code in codes.items():
            given = points[number][name]
            value = Value(State.DID_NOT_COME) if given is None else known(given)
            examinations.enter_points(office, test_id, code or "", value, [marker_of(name)])
        examinations.close_sheet(office, test_id, [marker_of(name)])
