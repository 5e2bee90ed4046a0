"""Sample inputs of the further papers of the procedure, short and long, each rendered by name."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

from otbor.documents import (
    admitted_list,
    appeal_form,
    appeal_register,
    application_form,
    attendance_sheet,
    case_cover,
    code_register,
    copies_request,
    destruction_act,
    documents_protocol,
    expertise_sheet,
    founder_report,
    inventory,
    notice,
    notice_large,
    processing_consent,
    public_list,
    publication_consent,
    publication_mark,
    receipt_addendum,
    reserve_notice,
    subject_protocol,
    true_copy,
    withdrawal,
)
from otbor.documents.conflict_protocol import Change
from otbor.documents.founder_report import Hidden
from otbor.documents.kit.attached import Attached
from otbor.documents.kit.meeting import Member, Vote
from otbor.documents.kit.paper import Paper
from otbor.documents.test_sheet import Mark
from otbor.wording.forms import form
from tests.documents.samples import AUDIT, CAMPAIGN, MEETING, SCHOOL, issue, name

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


def application(documents: int, representatives: int = 1) -> application_form.ApplicationForm:
    """A filled application."""
    return application_form.ApplicationForm(
        campaign=CAMPAIGN,
        wanted=tuple(
            application_form.Wanted(g, "математика, физика, информатика", n)
            for n, g in enumerate(GROUPS[: 1 + documents // 4], 1)
        ),
        documents=attached(documents),
        representatives=tuple(
            application_form.Person(name(n), ADDRESS, "+7 (910) 123-45-67") for n in range(1, representatives + 1)
        ),
        child=LONG if documents > 4 else "Ёлкина Зоя",
        born=date(2012, 5, 17),
        birth_place="г. Нижний Новгород",
        address=ADDRESS,
        filed_at=datetime(2026, 4, 14, 10, 5),  # noqa: DTZ001 - the school's local time
        channel="лично",
        signed="М. П. Иванова",
    )


def blank() -> application_form.ApplicationForm:
    """The form to be filled by hand."""
    return application_form.ApplicationForm(
        campaign=CAMPAIGN,
        wanted=tuple(application_form.Wanted(g, "математика, физика") for g in GROUPS),
        documents=attached(4, sheets=False),
        representatives=(application_form.Person(), application_form.Person()),
    )


def consent(*, filled: bool) -> processing_consent.ProcessingConsent:
    """The consent to processing."""
    if not filled:
        return processing_consent.ProcessingConsent(CAMPAIGN, SCHOOL, ADDRESS)
    return processing_consent.ProcessingConsent(
        CAMPAIGN, SCHOOL, ADDRESS, LONG, ADDRESS, "Ёлкина Зоя", ADDRESS, "К.-А. В. Салтыков-Щедрин"
    )


def kept(count: int) -> inventory.Inventory:
    """An inventory."""
    return inventory.Inventory(
        campaign=CAMPAIGN,
        applicant="2026-8-0041",
        child=LONG,
        documents=tuple(inventory.Kept(a, date(2026, 4, 14)) for a in attached(count)),
        compiled_by=KEEPER[0],
        post="делопроизводитель",
    )


def copies(count: int) -> true_copy.TrueCopy:
    """Copies compared by one member or two."""
    members = ("А. С. Новиков", "К. А. Тихомиров-Волжский")
    return true_copy.TrueCopy(
        campaign=CAMPAIGN,
        applicant="2026-8-0041",
        child=LONG,
        copies=tuple(
            true_copy.Compared(a.title, a.sheets, members[n % 2 if count > 3 else 0], date(2026, 4, 15))
            for n, a in enumerate(attached(count))
        ),
        posts=((members[0], "учитель физики"), (members[1], "заместитель директора по учебной работе"))[
            : 2 if count > 3 else 1
        ],
    )


def admitted(rows: int, *, named: bool) -> admitted_list.AdmittedList:
    """A list of the admitted of two classes and one that nobody named."""
    people = tuple(
        admitted_list.Admitted(f"2026-8-{n:04}", name(n) if named else "", ("математика", "физика"))
        for n in range(1, rows + 1)
    )
    return admitted_list.AdmittedList(
        campaign=CAMPAIGN,
        named=named,
        groups=(
            admitted_list.AdmittedGroup(GROUPS[0], people),
            admitted_list.AdmittedGroup(GROUPS[1], people[::2]),
            admitted_list.AdmittedGroup(GROUPS[2], ()),
        ),
        sittings=(
            admitted_list.SittingOfTest("математика", date(2026, 5, 12), "каб. 301", reserve=False),
            admitted_list.SittingOfTest("математика", date(2026, 5, 19), "каб. 301", reserve=True),
        ),
        keeper=KEEPER[0],
        keeper_post=KEEPER[1],
    )


def attendance(rows: int, *, by_codes: bool) -> attendance_sheet.AttendanceSheet:
    """Two rooms, the second on the reserve day."""

    def seated(n: int) -> attendance_sheet.Seated:
        return attendance_sheet.Seated(f"МА-{n:04}") if by_codes else attendance_sheet.Seated(f"2026-8-{n:04}", name(n))

    people = tuple(seated(n) for n in range(1, rows + 1))
    return attendance_sheet.AttendanceSheet(
        campaign=CAMPAIGN,
        test="математика",
        kind="контрольная работа",
        by_codes=by_codes,
        rooms=(
            attendance_sheet.Room("каб. 301", date(2026, 5, 12), reserve=False, people=people),
            attendance_sheet.Room("каб. 302", date(2026, 5, 19), reserve=True, people=people[:1]),
        ),
    )


def codes(rows: int) -> code_register.CodeRegister:
    """A secret register, opened when it is long."""
    return code_register.CodeRegister(
        campaign=CAMPAIGN,
        test="математика",
        held_on=date(2026, 5, 12),
        works=tuple(
            code_register.Coded(f"МА-{n * 37 % 997:04}", f"2026-8-{n:04}", name(n), "резервный день" if n == 3 else "")
            for n in range(1, rows + 1)
        ),
        keeper=KEEPER[0],
        keeper_post=KEEPER[1],
        opened_on=date(2026, 5, 20) if rows > 10 else None,
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
        offered=reserve_notice.OfferedSeat(GROUPS[0], date(2026, 6, 3)) if offered else None,
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
        order="от 28.05.2026 № 45-у" if groups > 1 else "",
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
        tests=(notice.AnnouncedTest("математика", "контрольная работа", "8Ф, 8И", "12.05.2026, каб. 301"),) * groups,
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


def made(module: ModuleType, data: Any, number: str = "7") -> Callable[[], Paper]:
    """A rendering to be done when it is asked for."""
    return lambda: module.render(data, issue(module.NAME, number, date(2026, 5, 21), data))


def withdrawn(*, filled: bool) -> withdrawal.Withdrawal:
    """A withdrawal."""
    more: dict[str, Any] = {"reason": "переезд в другой город.", "withdrawn_on": date(2026, 5, 1)} if filled else {}
    return withdrawal.Withdrawal(
        CAMPAIGN, "2026-8-0041", date(2026, 4, 14), LONG, "Иванова Мария Петровна", "М. П. Иванова", **more
    )


def asked(count: int, on: date | None = None) -> copies_request.CopiesRequest:
    """An application for copies."""
    who = ("Иванова Мария Петровна", "М. П. Иванова")
    return copies_request.CopiesRequest(CAMPAIGN, "2026-8-0041", LONG, *who, attached(count), on)


def added(count: int, missing: int) -> receipt_addendum.ReceiptAddendum:
    """Documents added later."""
    return receipt_addendum.ReceiptAddendum(
        campaign=CAMPAIGN,
        applicant="2026-8-0041",
        child=LONG,
        representative="Иванова Мария Петровна",
        received_on=date(2026, 4, 20),
        documents=attached(count),
        missing=TITLES[:missing],
        accepted_by=KEEPER[0],
        post="делопроизводитель",
    )


def cover(groups: int) -> case_cover.CaseCover:
    """The cover of a file."""
    child = LONG if groups > 1 else "Ёлкина Зоя"
    return case_cover.CaseCover(
        CAMPAIGN, "2026-8-0041", child, date(2012, 5, 17), GROUPS[:groups], date(2026, 4, 14), 17
    )


APPEAL_BLANK = appeal_form.AppealForm(CAMPAIGN, 2)
APPEAL = appeal_form.AppealForm(
    CAMPAIGN, 2, "2026-8-0041", LONG, "Иванова Мария Петровна", "+7 (910) 123-45-67", "М. П. Иванова", "3",
    "информатика", "10", "не учтено решение задачи 4. " * 12, date(2026, 5, 21),
)  # fmt: skip
PUBLICATION = publication_consent.PublicationConsent(
    CAMPAIGN, SCHOOL, ADDRESS, LONG, f"+7 (910) 123-45-67, {ADDRESS}", "Ёлкина Зоя", "К.-А. В. Салтыков-Щедрин"
)

ALL: dict[str, Callable[[], Paper]] = {
    "application-blank": made(application_form, blank()),
    "application": made(application_form, application(2), "2026-8-0041"),
    "application-long": made(application_form, application(11, 2), "2026-8-0041"),
    "consent-blank": made(processing_consent, consent(filled=False)),
    "consent": made(processing_consent, consent(filled=True)),
    "publication-consent-blank": made(
        publication_consent, publication_consent.PublicationConsent(CAMPAIGN, SCHOOL, ADDRESS)
    ),
    "publication-consent": made(publication_consent, PUBLICATION),
    "withdrawal-blank": made(withdrawal, withdrawn(filled=False)),
    "withdrawal": made(withdrawal, withdrawn(filled=True)),
    "copies-request": made(copies_request, asked(2)),
    "copies-request-long": made(copies_request, asked(40, date(2026, 6, 1))),
    "inventory": made(inventory, kept(2)),
    "inventory-long": made(inventory, kept(60)),
    "cover": made(case_cover, cover(1)),
    "cover-long": made(case_cover, cover(3)),
    "addendum": made(receipt_addendum, added(1, 0)),
    "addendum-long": made(receipt_addendum, added(40, 3)),
    "true-copy": made(true_copy, copies(2)),
    "true-copy-long": made(true_copy, copies(45)),
    "admitted": made(admitted_list, admitted(9, named=False)),
    "admitted-named-long": made(admitted_list, admitted(400, named=True)),
    "attendance": made(attendance_sheet, attendance(12, by_codes=False)),
    "attendance-codes-long": made(attendance_sheet, attendance(120, by_codes=True)),
    "codes": made(code_register, codes(5)),
    "codes-long": made(code_register, codes(400)),
    "subject": made(subject_protocol, subject(6)),
    "subject-long": made(subject_protocol, subject(400)),
    "expertise": made(expertise_sheet, expertise(1)),
    "expertise-long": made(expertise_sheet, expertise(11)),
    "documents": made(documents_protocol, documents(7, 2)),
    "documents-long": made(documents_protocol, documents(300, 5)),
    "appeal-blank": made(appeal_form, APPEAL_BLANK),
    "appeal": made(appeal_form, APPEAL),
    "appeals": made(appeal_register, register(1)),
    "appeals-none": made(appeal_register, register(0)),
    "appeals-long": made(appeal_register, register(80)),
    "reserve": made(reserve_notice, reserve(1, offered=False)),
    "reserve-offered": made(reserve_notice, reserve(3, offered=True)),
    "destroyed": made(destruction_act, destroyed(2)),
    "destroyed-long": made(destruction_act, destroyed(400)),
    "report": made(founder_report, report(1)),
    "report-long": made(founder_report, report(30)),
    "published": made(publication_mark, published(1)),
    "published-long": made(publication_mark, published(40)),
    "large": made(notice_large, large(1)),
    "large-long": made(notice_large, large(3)),
}
"""Every sample by name."""
