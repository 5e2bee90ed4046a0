"""Sample inputs of protocols, registers and papers of the end of a campaign: short, or as long as is asked."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from otbor.documents import (
    appeal_register,
    destruction_act,
    documents_protocol,
    expertise_sheet,
    founder_report,
    notice,
    notice_large,
    public_list,
    publication_mark,
    reserve_notice,
    subject_protocol,
)
from otbor.documents.conflict_protocol import Change
from otbor.documents.founder_report import Hidden
from otbor.documents.kit.attached import Attached
from otbor.documents.kit.meeting import Member, Vote
from otbor.documents.test_sheet import Mark
from otbor.wording.forms import form
from tests.documents.samples import AUDIT, CAMPAIGN, MEETING, name

ADDRESS = "603000, г. Нижний Новгород, ул. Большая Печёрская, д. 63, кв. 118"
LONG = "Салтыков-Щедрин Константин-Александр Всеволодович"
GROUPS = ("8Ф, физико-математический", "8И, информационно-технологический", "8Г, гуманитарный с углублённым изучением")
TITLES = (
    "Согласие на обработку персональных данных",
    "Выписка из ведомости итоговых отметок за 7 класс",
    "Диплом победителя муниципального этапа всероссийской олимпиады школьников по физике",
    "Диплом призёра регионального этапа всероссийской олимпиады школьников по математике",
)
SCHEME = "Положение об индивидуальном отборе в 8 классы лицея, редакция 2026.1"
KEEPER = ("О. И. Кузнецова", "Секретарь приёмной комиссии")
DIRECTOR = ("Н. В. Преображенская", "Директор")


def attached(count: int, *, sheets: bool = True) -> tuple[Attached, ...]:
    """So many documents; of a blank form without kind and sheets."""
    return tuple(
        Attached(TITLES[n % 4], "копия, сверена с оригиналом" if sheets else "", n % 3 + 1 if sheets else 0)
        for n in range(count)
    )


def subject(rows: int) -> subject_protocol.SubjectProtocol:
    """The protocol of a предметная комиссия."""
    marks = tuple(
        Mark(f"МА-{n:04}", None, "не явился") if n == 2 else Mark(f"МА-{n:04}", Decimal(n % 21) / 2)
        for n in range(1, rows + 1)
    )
    return subject_protocol.SubjectProtocol(
        campaign=CAMPAIGN,
        commission="предметная комиссия (математика)",
        meeting=MEETING,
        speaker="Е. В. Соколова",
        test="математика",
        kind="контрольная работа",
        held_on=date(2026, 5, 12),
        sheet_closed_on=date(2026, 5, 20),
        maximum=Decimal(20),
        marks=marks,
        vote=Vote(5),
        audit=AUDIT,
    )


def expertise(steps: int) -> expertise_sheet.ExpertiseSheet:
    """The expertise of one application."""
    criteria = (
        expertise_sheet.Criterion(
            "Отметки за предыдущий класс по предметам группы",
            Decimal(10),
            (("математика: отметка 5 даёт 5", TITLES[1]), ("физика: отметка 5 даёт 5", TITLES[1])),
        ),
        expertise_sheet.Criterion(
            "Индивидуальные учебные достижения (портфолио)",
            Decimal("4.5"),
            tuple((f"16.2, олимпиада {n}, победитель, физика: 0,5", TITLES[n % 4]) for n in range(steps)),
        ),
        expertise_sheet.Criterion("Экспертная оценка эссе", None, ()),
    )
    return expertise_sheet.ExpertiseSheet(
        campaign=CAMPAIGN,
        applicant="2026-8-0041",
        child=LONG,
        scheme=SCHEME,
        documents=attached(steps),
        groups=tuple(expertise_sheet.ForGroup(g, criteria) for g in GROUPS[: 1 if steps < 4 else 3]),
        rejected=(("грамота школьного этапа, 2024 год", "мероприятие не входит в перечень п. 16"),)
        if steps > 3
        else (),
        members=(MEETING.chair, *MEETING.members)[: 1 if steps < 4 else 4],
    )


def documents(rows: int, criteria: int) -> documents_protocol.DocumentsProtocol:
    """The protocol on documents."""
    titles = ("Отметки за предыдущий класс", "Портфолио", "Эссе", "Собеседование по портфолио", "Грамоты")[:criteria]
    people = tuple(
        documents_protocol.Examined(
            f"2026-8-{n:04}", name(n), tuple(Decimal(n % 10) for _ in titles), Decimal(n % 10 * criteria)
        )
        for n in range(1, rows + 1)
    )
    return documents_protocol.DocumentsProtocol(
        campaign=CAMPAIGN,
        meeting=MEETING,
        speaker="Е. В. Соколова",
        scheme=SCHEME,
        groups=tuple(documents_protocol.ExaminedGroup(g, titles, people) for g in GROUPS[:2]),
        rejected=(documents_protocol.NotCounted("2026-8-0002", "грамота, 2024 год", "не входит в перечень п. 16"),),
        vote=Vote(5),
        audit=AUDIT,
    )


def register(rows: int) -> appeal_register.AppealRegister:
    """A register of appeals."""
    outcomes = ("rejected", "technical_error", "marking_error", "not_considered", "")
    return appeal_register.AppealRegister(
        campaign=CAMPAIGN,
        appeals=tuple(
            appeal_register.Registered(
                appeal=n,
                filed_on=date(2026, 5, 21),
                in_time=n % 4 != 0,
                applicant=f"2026-8-{n:04}",
                child=name(n),
                representative=name(n + 1),
                claim="информатика: не учтено решение задачи 4 и пояснение к нему",
                outcome=outcomes[n % 5],
                protocol="от 22.05.2026 № 1",
                changes=(Change("информатика", Decimal(10), Decimal(12 if n % 5 in {1, 2} else 10)),),
            )
            for n in range(1, rows + 1)
        ),
        keeper=KEEPER[0],
        keeper_post=KEEPER[1],
    )


def reserve(groups: int, *, offered: bool) -> reserve_notice.ReserveNotice:
    """A notice on the reserve list."""
    return reserve_notice.ReserveNotice(
        campaign=CAMPAIGN,
        representative="Иванова Мария Петровна",
        child=LONG,
        applicant="2026-8-0041",
        protocol="от 26.05.2026 № 2",
        waiting=tuple(
            reserve_notice.Waiting(g, 25, 27 + n, Decimal("41.5"), n, n) for n, g in enumerate(GROUPS[:groups])
        ),
        director=DIRECTOR[0],
        director_post=DIRECTOR[1],
        offered=tuple(reserve_notice.OfferedSeat(group, date(2026, 6, 3)) for group in GROUPS[:2]) if offered else (),
    )


def destroyed(rows: int) -> destruction_act.DestructionAct:
    """An act of destruction."""
    return destruction_act.DestructionAct(
        campaign=CAMPAIGN,
        files=tuple(destruction_act.Destroyed(f"2026-8-{n:04}", n % 5 + 1, n % 7 + 1) for n in range(1, rows + 1)),
        ground="истёк срок хранения, установленный номенклатурой дел",
        method="измельчение в шредере",
        destroyed_on=date(2027, 1, 15),
        members=(MEETING.chair, MEETING.secretary, Member("Новиков Андрей Сергеевич", "А. С. Новиков", "")),
    )


def report(groups: int) -> founder_report.FounderReport:
    """A report with small counts hidden."""
    lines = tuple(
        founder_report.Line(GROUPS[n % 3], (25, 62 + n, Hidden.FEW, 60, Hidden.FEW, Hidden.WITHHELD, 0, 52, 25, 25))
        for n in range(groups)
    )
    return founder_report.FounderReport(
        campaign=CAMPAIGN,
        starts=date(2026, 4, 6),
        ends=date(2026, 6, 30),
        lines=lines,
        total=(25 * groups, 62 * groups, Hidden.FEW, 60 * groups, 8, 9, 0, 52 * groups, 25 * groups, 25 * groups),
        appeals=7,
        upheld=Hidden.FEW,
        limit=5,
        orders=("от 28.05.2026 № 45-у",) if groups > 1 else (),
        director=DIRECTOR[0],
        director_post=DIRECTOR[1],
    )


def published(places: int) -> publication_mark.PublicationMark:
    """A mark of publication."""
    at = datetime(2026, 5, 20, 16, 30)  # noqa: DTZ001 - the school's local time
    where = ("официальный сайт: https://licey8.example/otbor/2026/8/predvaritelnyi-reiting", "стенд, 1 этаж")
    return publication_mark.PublicationMark(
        campaign=CAMPAIGN,
        paper="Предварительный рейтинг: список по регистрационным номерам от 20.05.2026",
        paper_dated=date(2026, 5, 20),
        fingerprint="9f2c4e7a1b8d3056",
        places=tuple(publication_mark.Placed(where[n % 2], at + timedelta(minutes=n)) for n in range(places)),
        keeper=KEEPER[0],
        keeper_post=KEEPER[1],
    )


def noticed(groups: int) -> notice.Notice:
    """A notice."""
    return notice.Notice(
        campaign=CAMPAIGN,
        groups=tuple(notice.OfferedGroup(g, "математика, физика", 25) for g in GROUPS[:groups]),
        procedure=("Отбор проводится в четыре этапа.",),
        stages=(
            notice.Stage("Приём заявлений и документов", date(2026, 4, 6), date(2026, 4, 22)),
            notice.Stage("Вступительное испытание: математика", date(2026, 5, 12), date(2026, 5, 12)),
        )
        * groups,
        intake_start=date(2026, 4, 6),
        intake_end=date(2026, 4, 22),
        intake_where="каб. 112, по рабочим дням с 9:00 до 17:00",
        application_form="размещена на официальном сайте",
        tests=(notice.AnnouncedTest(("математика",), "контрольная работа", ("8Ф", "8И"), ("12.05.2026, каб. 301",)),)
        * groups,
        portfolio=("Достижения пп. 16.1–16.4 Порядка.", "Достижения п. 16.7 Порядка."),
        other=("Телефон приёмной комиссии: +7 (831) 436-01-01.",),
        director=DIRECTOR[0],
        director_post=DIRECTOR[1],
    )


def listed(rows: int) -> public_list.PublicList:
    """A public list."""
    people = tuple(public_list.PublicRow(f"2026-8-{n:04}", Decimal(60) - Decimal(n) / 2, n, "") for n in range(1, rows))
    absent = public_list.PublicRow("2026-8-0901", None, None, "не явился на испытание")
    return public_list.PublicList(
        CAMPAIGN, False, "от 20.05.2026 № 1", (public_list.PublicGroup(GROUPS[0], 25, (*people, absent)),)
    )


def large(groups: int) -> notice_large.LargeNotice:
    """The notice in large print."""
    return notice_large.LargeNotice(noticed(groups), form(notice.NAME), "1")
