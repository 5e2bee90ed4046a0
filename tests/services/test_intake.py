"""The secretary takes in applications."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from otbor.domain.applications import CopyKind
from otbor.domain.findings import Finding
from otbor.domain.intake import ApplicationDraft, DocumentDraft, RepresentativeDraft
from otbor.domain.participants import Achievement, Kind
from otbor.domain.people import FullName
from otbor.domain.rights import Right
from otbor.services import intake, ledger
from otbor.services.office import Office
from otbor.storage.models import AchievementRow, Application
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.desk import number
from tests.services.school import Clock, application, opened


def test_registering_takes_the_next_number(office: Office, clock: Clock) -> None:
    campaign = opened(office, clock)
    clock.on(date(2026, 4, 7))
    first = intake.register(office, campaign, application())
    second = intake.register(office, campaign, application("Петрова", "Анна", ("8И", "8Ф")))
    laptop = intake.register(office, campaign, application("Сидоров", "Олег"), series="Н")
    assert (first.number, second.number, laptop.number) == ("2026-8-0001", "2026-8-0002", "2026-8-Н0001")
    with office.question() as session:
        row = session.scalars(select(Application).where(Application.number == second.number)).one()
        assert [wish.group.code for wish in row.wishes] == ["8И", "8Ф"]
        assert row.accepted_by == "Белова А. С."
        assert [document.title for document in row.documents] == ["Выписка отметок за 7 класс"]
        assert ledger.points(session, row.id, (Kind.MARK, "физика")) == Decimal(5)


def test_achievements_and_marks_come_with_the_application(at: At) -> None:
    desk = at("open")
    won = Achievement("16.2", "Всероссийская олимпиада школьников", "призёр", "физика", "муниципальный")
    draft = replace(application(), achievements=(won,))
    registered = intake.register(desk.office, desk.campaign, draft)
    with desk.office.question() as session:
        row = session.scalars(select(AchievementRow)).one()
        assert (row.application_id, row.category, row.subject) == (registered.application_id, "16.2", "физика")
        entries = ledger.history(session, registered.application_id, (Kind.MARK, "математика"))
        assert [(entry.value.number, entry.reason) for entry in entries] == [(Decimal(5), "первоначальная запись")]


def test_a_late_application_is_refused_unless_the_commission_says_why(at: At) -> None:
    desk = at("open")
    desk.clock.on(date(2026, 5, 8))
    late = application(filed_at=datetime(2026, 5, 8, 8, 0, tzinfo=UTC))
    with desk.refused("intake.too_late", "11"):
        intake.register(desk.office, desk.campaign, late)
    accepted = intake.register(desk.office, desk.campaign, replace(late, late_reason="болел, справка № 7"))
    assert [f.id for f in accepted.warnings] == ["intake.late_accepted", "campaign.out_of_order_recorded"]


def test_one_handed_in_in_time_may_be_typed_after_the_intake(at: At) -> None:
    desk = at("open")
    desk.clock.on(date(2026, 4, 23))
    registered = intake.register(desk.office, desk.campaign, application())
    assert (registered.number, registered.warnings) == (number(1), ())


PARENT = RepresentativeDraft(FullName("Иванова", "Мария"), "8-910-111-22-33")


@pytest.mark.parametrize(
    ("identity", "change"),
    [
        ("intake.field_missing", {"birth_place": ""}),
        ("intake.field_missing", {"representatives": ()}),
        ("intake.field_missing", {"groups": ()}),
        ("intake.field_missing", {"representatives": (replace(PARENT, phone=" "),)}),
        ("application.phone_unreadable", {"representatives": (replace(PARENT, phone="звонить вечером"),)}),
        ("application.unknown_group", {"groups": ("8Ю",)}),
        ("application.group_twice", {"groups": ("8Ф", "8Ф")}),
        ("application.no_sheets", {"documents": (DocumentDraft("marks", "Табель", sheets=0),)}),
        ("application.filed_in_future", {"filed_at": datetime(2026, 4, 9, tzinfo=UTC)}),
        ("intake.too_early", {"filed_at": datetime(2026, 4, 3, tzinfo=UTC)}),
        ("intake.document_required", {"consent": False}),
    ],
)
def test_what_paragraph_11_asks_for_must_be_there(at: At, identity: str, change: dict[str, Any]) -> None:
    desk = at("open")
    draft: ApplicationDraft = replace(application(), **change)
    with desk.refused(identity):
        intake.register(desk.office, desk.campaign, draft)


@pytest.mark.parametrize(
    ("identity", "change"),
    [
        ("intake.document_missing", {"documents": ()}),
        (
            "application.original_to_be_shown",
            {"documents": (DocumentDraft("marks", "Табель", CopyKind.ELECTRONIC),)},
        ),
    ],
)
def test_what_may_come_later_is_warned_about(at: At, identity: str, change: dict[str, Any]) -> None:
    desk = at("open")
    registered = intake.register(desk.office, desk.campaign, replace(application(), **change))
    assert identity in [f.id for f in registered.warnings]
    assert all(sentence(f) for f in registered.warnings)


def test_twins_and_the_same_child_are_warned_about_and_never_merged(at: At) -> None:
    desk = at("open")
    intake.register(desk.office, desk.campaign, application())

    def warned(draft: ApplicationDraft) -> list[Finding]:
        found = [f for f in intake.register(desk.office, desk.campaign, draft).warnings if f.id.startswith("people.")]
        assert all("2026-8-000" in sentence(f) for f in found)
        return found

    first = application()
    assert [f.id for f in warned(first)] == ["people.same_child"]
    twin = replace(first, child=FullName("Иванов", "Павел", "Иванович"))
    assert {f.id for f in warned(twin)} == {"people.twins"}
    namesake = replace(application("Иванов", "Пётр"), birth_date=date(2011, 1, 1), address="с. Ель, д. 9")
    namesake = replace(namesake, representatives=(PARENT,))
    assert {f.id for f in warned(namesake)} == {"people.namesakes"}


def test_who_has_no_right_registers_nothing(at: At) -> None:
    desk = at("open")
    desk.office.rights = frozenset(Right) - {Right.REGISTER}
    with desk.refused("office.no_right"):
        intake.register(desk.office, desk.campaign, application())
