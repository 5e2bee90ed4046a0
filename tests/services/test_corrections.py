"""What happens to an application after it was registered: nothing is lost, nothing is overwritten silently."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from otbor.domain.applications import ApplicationStatus, CopyKind
from otbor.domain.intake import DocumentDraft
from otbor.domain.participants import Achievement, Kind
from otbor.domain.people import FullName
from otbor.domain.values import known
from otbor.services import corrections, enrolment, examinations, expertise, intake, ledger
from otbor.services.corrections import Correction
from otbor.storage.models import Admission, Application, AuditEntry, AuditPayload, Document, Wish
from tests.services.conftest import At
from tests.services.desk import Desk, number
from tests.services.school import CHAIR, MATHS, MEMBER, application


def test_a_correction_keeps_the_old_value_and_the_reason(at: At) -> None:
    desk = at("filed")
    new = Correction(child=FullName("Иванцов", "Пётр", "Иванович"), values={(Kind.MARK, "физика"): known(4)})
    corrections.correct(desk.office, desk.id(1), 1, new, "описка")
    assert (desk.row(1).surname, desk.row(1).version, desk.row(1).number) == ("Иванцов", 2, number(1))
    with desk.office.question() as session:
        entries = ledger.history(session, desk.id(1), (Kind.MARK, "физика"))
        assert [(e.value.number, e.reason) for e in entries] == [
            (Decimal(5), "первоначальная запись"),
            (Decimal(4), "описка"),
        ]
        newest = select(AuditPayload.content).join(AuditEntry).where(AuditEntry.act == "correct")
        assert session.scalars(newest).one()["changed"] == {"child": ["Иванов Пётр Иванович", "Иванцов Пётр Иванович"]}


def test_a_correction_of_a_phone_is_a_new_version_too(at: At) -> None:
    desk = at("filed")
    parents = application().representatives
    new = Correction(representatives=(replace(parents[0], phone="8-910-000-00-01"),))
    corrections.correct(desk.office, desk.id(1), 1, new, "новый телефон")
    with desk.refused("application.stale"):
        corrections.correct(desk.office, desk.id(1), 1, Correction(address="г. Бор"), "переезд")


def test_a_correction_needs_a_reason_and_leaves_nothing_empty(at: At) -> None:
    desk = at("filed")
    with desk.refused("application.no_reason"):
        corrections.correct(desk.office, desk.id(1), 1, Correction(address="г. Бор"), "  ")
    with desk.refused("intake.field_missing", "11"):
        corrections.correct(desk.office, desk.id(1), 1, Correction(birth_place=""), "описка")
    assert desk.row(1).birth_place == "г. Нижний Новгород"
    with desk.refused("points.no_author"):
        values = {(Kind.TEST, "физика"): known(20)}
        corrections.correct(desk.office, desk.id(1), 1, Correction(values=values), "подарок")
    with desk.refused("application.unknown"):
        corrections.correct(desk.office, 99, 1, Correction(), "описка")


@pytest.mark.parametrize(
    ("end", "status"), [("annul", ApplicationStatus.ANNULLED), ("withdraw", ApplicationStatus.WITHDRAWN)]
)
def test_one_that_ended_stays_in_the_journal_and_its_number_is_never_given_again(
    at: At, end: str, status: ApplicationStatus
) -> None:
    desk = at("filed")
    act = {"annul": corrections.annul, "withdraw": corrections.withdraw}[end]
    act(desk.office, desk.id(7), "заявление матери от 08.04.2026")
    row = desk.row(7)
    assert (row.status, row.number, row.status_at) == (status, number(7), desk.clock.now)
    assert row.status_reason == "заявление матери от 08.04.2026"
    assert intake.register(desk.office, desk.campaign, application("Новый", "Иван")).number == number(8)
    with desk.refused(f"application.{status}"):
        act(desk.office, desk.id(7), "ещё раз")


def test_annulling_and_withdrawing_need_a_reason(at: At) -> None:
    desk = at("filed")
    with desk.refused("application.no_reason"):
        corrections.annul(desk.office, desk.id(1), "")
    with desk.refused("application.no_reason"):
        corrections.withdraw(desk.office, desk.id(1), "")


def test_who_is_enrolled_is_not_withdrawn(at: At) -> None:
    desk = at("enrolled")
    with desk.refused("application.enrolled"):
        corrections.withdraw(desk.office, desk.id(1), "передумали")
    with desk.refused("application.enrolled"):
        corrections.annul(desk.office, desk.id(1), "записано дважды")


def test_documents_added_later_are_examined_before_the_rating(at: At) -> None:
    desk = at("filed")
    expertise.score_documents(desk.office, desk.id(1), expertise.Expertise(), [CHAIR])
    corrections.add_documents(
        desk.office,
        desk.id(1),
        [DocumentDraft("portfolio", "Диплом")],
        values={(Kind.MARK, "физика"): known(4)},
        achievements=[Achievement("16.2", "Олимпиада", "призёр", "физика")],
    )
    assert desk.row(1).reviewed_at is None
    with desk.office.question() as session:
        row = session.get_one(Application, desk.id(1))
        assert [(d.title, d.added_later) for d in row.documents] == [
            ("Выписка отметок за 7 класс", False),
            ("Диплом", True),
        ]
        assert [a.event for a in row.achievements] == ["Олимпиада"]
        assert ledger.history(session, row.id, (Kind.MARK, "физика"))[-1].reason == "представлен документ"
    with desk.refused("application.no_sheets"):
        corrections.add_documents(desk.office, desk.id(1), [DocumentDraft("other", "Грамота", sheets=0)])


def test_wanted_groups_change_at_the_familys_wish(at: At) -> None:
    desk = at("filed")
    examinations.admit(desk.office, desk.id(2))
    corrections.change_groups(desk.office, desk.id(2), ["8И"], "заявление отца")
    with desk.office.question() as session:
        wishes = session.scalars(select(Wish).where(Wish.application_id == desk.id(2))).all()
        assert [(wish.group.code, wish.rank) for wish in wishes] == [("8И", 1)]
        assert session.scalars(select(Admission).where(Admission.application_id == desk.id(2))).all() == []
    assert desk.row(2).admitted_at is None
    examinations.admit(desk.office, desk.id(2))
    with desk.office.question() as session:
        admissions = session.scalars(select(Admission).where(Admission.application_id == desk.id(2)))
        assert [admission.test.name for admission in admissions] == ["математика", "информатика"]


def test_which_groups_may_not_be_wanted(at: At) -> None:
    desk = at("filed")
    with desk.refused("application.unknown_group"):
        corrections.change_groups(desk.office, desk.id(2), ["8Ю"], "заявление отца")
    with desk.refused("application.group_twice"):
        corrections.change_groups(desk.office, desk.id(2), ["8И", "8И"], "заявление отца")
    with desk.refused("application.no_reason"):
        corrections.change_groups(desk.office, desk.id(2), ["8И"], "")
    with desk.refused("intake.field_missing"):
        corrections.change_groups(desk.office, desk.id(2), [], "заявление отца")
    desk.clock.on(date(2026, 4, 23))
    with desk.refused("campaign.out_of_order", "17"):  # a blank reason is none
        corrections.change_groups(desk.office, desk.id(2), ["8И"], " ")


@pytest.mark.parametrize("step", ["final", "enrolled"])
def test_groups_stay_as_the_final_rating_has_them(at: At, step: str) -> None:
    desk = at(step)
    with desk.refused("application.groups_settled", "26"):
        corrections.change_groups(desk.office, desk.id(1), ["8И"], "заявление отца")


def test_a_coded_work_of_a_test_still_wanted_outlives_a_change_of_groups(at: At) -> None:
    desk = at("filed")
    examinations.admit(desk.office, desk.id(2))
    examinations.give_codes(desk.office, desk.tests["математика"])
    corrections.change_groups(desk.office, desk.id(2), ["8И"], "заявление отца")
    assert _admitted(desk) == {"математика": True}  # physics is no longer wanted, informatics had no code
    examinations.admit(desk.office, desk.id(2))
    assert _admitted(desk) == {"математика": True, "информатика": False}


def test_a_line_of_a_closed_sheet_outlives_a_change_of_groups(at: At) -> None:
    desk = at("marked")
    before = _admitted(desk)
    corrections.change_groups(desk.office, desk.id(2), ["8И"], "решение комиссии от 08.05.2026 № 3")
    assert _admitted(desk) == before == {"математика": True, "физика": True, "информатика": True}
    examinations.admit(desk.office, desk.id(2), reason="решение комиссии от 08.05.2026 № 3")
    assert _admitted(desk) == before


def _admitted(desk: Desk) -> dict[str, bool]:
    """Tests that the second child is admitted to, and whether its work has a code."""
    with desk.office.question() as session:
        rows = session.scalars(select(Admission).where(Admission.application_id == desk.id(2)))
        return {row.test.name: row.code is not None for row in rows}


def _documents(desk: Desk, ordinal: int) -> list[int]:
    with desk.office.question() as session:
        return list(session.scalars(select(Document.id).where(Document.application_id == desk.id(ordinal))))


def test_a_copy_is_compared_once_by_a_member_of_the_admission_commission(at: At) -> None:
    desk = at("filed")
    documents = _documents(desk, 1)
    corrections.compare_documents(desk.office, desk.id(1), documents, MEMBER)
    with desk.office.question() as session:
        row = session.get_one(Document, documents[0])
        assert (row.compared_by, row.compared_at) == ("Громов О. И.", desk.clock.now)
    with desk.refused("application.compared_already"):
        corrections.compare_documents(desk.office, desk.id(1), documents, MEMBER)
    with desk.refused("application.not_its_document"):
        corrections.compare_documents(desk.office, desk.id(2), documents, MEMBER)
    with desk.refused("application.no_comparer"):
        corrections.compare_documents(desk.office, desk.id(2), _documents(desk, 2), " ")
    for stranger in (MATHS, "Громов О. И."):  # of another commission; a name is not an id
        with desk.refused("commission_data.no_member"):
            corrections.compare_documents(desk.office, desk.id(2), _documents(desk, 2), stranger)


def test_an_electronic_copy_becomes_one_shown_with_its_original(at: At) -> None:
    desk = at("open")
    draft = replace(application(), documents=(DocumentDraft("marks", "Табель", CopyKind.ELECTRONIC),))
    intake.register(desk.office, desk.campaign, draft)
    corrections.compare_documents(desk.office, desk.id(1), _documents(desk, 1), MEMBER)
    with desk.office.question() as session:
        assert session.scalars(select(Document.copy_kind)).all() == [CopyKind.SHOWN_WITH_ORIGINAL]


def test_copies_go_back_to_who_was_refused(at: At) -> None:
    desk = at("recommended")
    with desk.refused("application.not_refused", "11"):
        corrections.return_copies(desk.office, desk.id(3), date(2026, 5, 26), "Сидорова М. О.")
    enrolment.refuse(desk.office, desk.id(3), "нет мест")
    corrections.return_copies(desk.office, desk.id(3), date(2026, 5, 26), "Сидорова М. О.")
    assert (desk.row(3).copies_returned_on, desk.row(3).copies_returned_to) == (date(2026, 5, 26), "Сидорова М. О.")
    with desk.refused("application.copies_returned_already"):
        corrections.return_copies(desk.office, desk.id(3), date(2026, 5, 26), "Сидорова М. О.")


def test_copies_go_back_to_who_withdrew(at: At) -> None:
    desk = at("filed")
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    corrections.return_copies(desk.office, desk.id(1), date(2026, 4, 7), "Иванова М. О.")
    assert desk.row(1).copies_requested_on == date(2026, 4, 7)
