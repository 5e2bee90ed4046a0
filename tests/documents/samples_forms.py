"""Sample inputs of the further papers of the procedure, short and long, each rendered by name."""

from collections.abc import Callable
from datetime import date, datetime
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
    notice_large,
    processing_consent,
    publication_consent,
    publication_mark,
    receipt_addendum,
    reserve_notice,
    subject_protocol,
    true_copy,
    withdrawal,
)
from otbor.documents.kit.paper import Paper
from tests.documents import samples_commissions as commissions
from tests.documents.samples import CAMPAIGN, SCHOOL, issue, name
from tests.documents.samples_commissions import ADDRESS, GROUPS, KEEPER, LONG, TITLES, attached


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
        previous_school=SCHOOL if documents > 4 else None,
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
        previous_school="",
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
        comparers=(
            true_copy.Comparer(members[0], "учитель физики"),
            true_copy.Comparer(members[1], "заместитель директора по учебной работе"),
        )[: 2 if count > 3 else 1],
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
    "subject": made(subject_protocol, commissions.subject(6)),
    "subject-long": made(subject_protocol, commissions.subject(400)),
    "expertise": made(expertise_sheet, commissions.expertise(1)),
    "expertise-long": made(expertise_sheet, commissions.expertise(11)),
    "documents": made(documents_protocol, commissions.documents(7, 2)),
    "documents-long": made(documents_protocol, commissions.documents(300, 5)),
    "appeal-blank": made(appeal_form, APPEAL_BLANK),
    "appeal": made(appeal_form, APPEAL),
    "appeals": made(appeal_register, commissions.register(1)),
    "appeals-none": made(appeal_register, commissions.register(0)),
    "appeals-long": made(appeal_register, commissions.register(80)),
    "reserve": made(reserve_notice, commissions.reserve(1, offered=False)),
    "reserve-offered": made(reserve_notice, commissions.reserve(3, offered=True)),
    "destroyed": made(destruction_act, commissions.destroyed(2)),
    "destroyed-long": made(destruction_act, commissions.destroyed(400)),
    "report": made(founder_report, commissions.report(1)),
    "report-long": made(founder_report, commissions.report(30)),
    "published": made(publication_mark, commissions.published(1)),
    "published-long": made(publication_mark, commissions.published(40)),
    "large": made(notice_large, commissions.large(1)),
    "large-long": made(notice_large, commissions.large(3)),
}
"""Every sample by name."""
