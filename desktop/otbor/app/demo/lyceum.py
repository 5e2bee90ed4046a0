"""The demo's school: an invented lyceum, its campaign for grade 8, its commissions, the days of all that happens."""

from collections.abc import Iterator
from datetime import date

from otbor.domain import campaign as domain
from otbor.domain.campaign import CampaignKind, Founder, GroupKind, Level, Schedule
from otbor.domain.commissions import CommissionKind, Role, Standing
from otbor.services.campaigns import CampaignDraft, SchoolCard
from otbor.services.commissions import CommissionDraft, MeetingDraft, MemberDraft

SECRETARY = "Белова Анна Сергеевна"
SECRETARY_SHORT = "Белова А. С."
DIRECTOR = "Орлова Наталья Викторовна"

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

PLANNED_ON = date(2026, 2, 10)
NOTICE_ON = date(2026, 3, 2)
COMMISSIONS_ON = date(2026, 3, 16)
INTAKE = (date(2026, 4, 6), date(2026, 4, 15))
EXPERTISE_ON = date(2026, 4, 20)
TESTS = {"математика": date(2026, 4, 27), "физика": date(2026, 4, 28), "информатика": date(2026, 4, 29)}
RESERVE_ON = date(2026, 5, 6)
SHEETS_ON = date(2026, 5, 7)
PRELIMINARY_ON = date(2026, 5, 8)
ACQUAINTANCE = (date(2026, 5, 12), date(2026, 5, 13), date(2026, 5, 14))
APPEALS_FILED_ON = date(2026, 5, 13)
APPEALS_LATE_ON = date(2026, 5, 18)
APPEALS_DECIDED_ON = date(2026, 5, 19)
FINAL_ON = date(2026, 5, 21)
FINAL_ACQUAINTANCE_ON = date(2026, 5, 25)
RECOMMENDED_ON = date(2026, 5, 26)
OFFERS = (date(2026, 5, 27), date(2026, 5, 29), date(2026, 6, 3))
ORDER_ON = date(2026, 6, 5)
ORDER_NUMBER = "47-у"

MARKERS = {
    "математика": ("Зайцева Вера Павловна", "Котов Игорь Львович", "Лапина Ольга Юрьевна"),
    "физика": ("Миронов Сергей Ильич", "Носова Галина Петровна", "Панин Юрий Борисович"),
    "информатика": ("Рыбаков Антон Олегович", "Савина Инна Андреевна", "Тихонов Глеб Денисович"),
}
ADMISSION = (
    ("Соколова Ирина Петровна", "заместитель директора", Role.CHAIR, Standing.HEAD),
    (SECRETARY, "секретарь учебной части", Role.SECRETARY, Standing.TEACHER),
    ("Громов Олег Ильич", "учитель истории", Role.MEMBER, Standing.TEACHER),
    ("Дёмина Ксения Романовна", "педагог-психолог", Role.MEMBER, Standing.TEACHER),
    ("Семёнова Алла Борисовна", "представитель родителей, член совета лицея", Role.MEMBER, Standing.PARENT),
)
CONFLICT = (
    ("Жукова Мария Андреевна", "заместитель директора", Role.CHAIR, Standing.HEAD),
    ("Титов Павел Романович", "учитель географии", Role.SECRETARY, Standing.TEACHER),
    ("Фомина Дарья Игоревна", "учитель математики МБОУ «Школа № 3»", Role.MEMBER, Standing.EXPERT),
    ("Крылов Денис Олегович", "представитель родителей, член совета лицея", Role.MEMBER, Standing.PARENT),
)

NOTICE = {
    "seats": "8Ф (физико-математический) — 25 мест; 8И (информационно-технологический) — 20 мест",
    "procedure": "приём документов — с 06.04.2026 по 15.04.2026; экспертиза документов и испытания — с 20.04.2026 по "
    "06.05.2026; предварительный рейтинг — 08.05.2026; итоговый рейтинг — 21.05.2026; решение — до 30.06.2026",
    "intake_dates": "с 06.04.2026 по 15.04.2026, ежедневно, кроме субботы и воскресенья, с 09:00 до 17:00",
    "application_form": "образец заявления размещён на стенде и на сайте лицея",
    "tests": "контрольные работы: математика и физика (8Ф), математика и информатика (8И), до 20 баллов каждая",
    "portfolio": "достижения подпунктов 16.1–16.4 и 16.7 Порядка с 01.09.2024 по предметам углублённого изучения",
    "other": "наименьшая сумма баллов для включения в рейтинг — 20",
}


def campaign_draft() -> CampaignDraft:
    """The campaign for grade 8: two groups, three tests, the dates above."""
    value = domain.Campaign(
        school=domain.School(Founder.MUNICIPAL, on_founders_list=True),
        kind=CampaignKind.PLANNED,
        level=Level.OOO,
        groups=(
            _group("8Ф", "физико-математический", ("математика", "физика"), 25),
            _group("8И", "информационно-технологический", ("математика", "информатика"), 20),
        ),
        tests=tuple(
            domain.EntranceTest(
                subject,
                "контрольная работа",
                (subject,),
                (domain.Sitting(day, "каб. 301"), domain.Sitting(RESERVE_ON, "каб. 205", reserve=True)),
            )
            for subject, day in TESTS.items()
        ),
        schedule=Schedule(
            starts=INTAKE[0],
            ends=date(2026, 6, 30),
            intake_opens=INTAKE[0],
            intake_closes=INTAKE[1],
            notice_on=NOTICE_ON,
            commissions_on=COMMISSIONS_ON,
            preliminary_on=PRELIMINARY_ON,
            final_on=FINAL_ON,
        ),
    )
    return CampaignDraft(
        code="2026-8",
        title="8 классы, 2026/2027 учебный год",
        year=2026,
        grade=8,
        campaign=value,
        regulation="nizhny-novgorod-2020",
        scheme="licey8",
    )


def _group(code: str, title: str, subjects: tuple[str, ...], seats: int) -> domain.Group:
    return domain.Group(code, title, 8, GroupKind.IN_DEPTH, subjects, seats, title, code)


def commission_drafts() -> Iterator[CommissionDraft]:
    """The three kinds of commission of п. 12, a предметная for each subject."""
    yield CommissionDraft(CommissionKind.ADMISSION, "приёмная комиссия", tuple(_member(*who) for who in ADMISSION))
    for subject, people in MARKERS.items():
        roles = (Role.CHAIR, Role.SECRETARY, Role.MEMBER)
        members = tuple(
            _member(person, f"учитель ({subject})", role, Standing.TEACHER)
            for person, role in zip(people, roles, strict=True)
        )
        yield CommissionDraft(CommissionKind.SUBJECT, f"предметная комиссия ({subject})", members, (subject,))
    yield CommissionDraft(CommissionKind.CONFLICT, "конфликтная комиссия", tuple(_member(*who) for who in CONFLICT))


def _member(person: str, post: str, role: Role, standing: Standing) -> MemberDraft:
    surname, given, patronymic = person.split()
    short = f"{surname} {given[0]}. {patronymic[0]}."
    return MemberDraft(person, short, post, standing, role, collegial_body=standing is Standing.PARENT)


def admission_meeting(day: date, agenda: str) -> MeetingDraft:
    """A meeting of the приёмная комиссия with everybody there."""
    return MeetingDraft(day, tuple(who[0] for who in ADMISSION), agenda)


def conflict_meeting(day: date) -> MeetingDraft:
    """A meeting of the конфликтная комиссия with everybody there."""
    return MeetingDraft(day, tuple(who[0] for who in CONFLICT), "рассмотрение апелляций")
