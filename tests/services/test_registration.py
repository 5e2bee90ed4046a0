"""The form of registration: what it asks, what is said beside its fields, and its one act."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from otbor.domain.applications import Channel, CopyKind
from otbor.domain.findings import Refused
from otbor.domain.intake import ApplicationDraft, DocumentDraft, RepresentativeDraft
from otbor.domain.participants import Kind
from otbor.domain.people import FullName
from otbor.domain.rights import Right
from otbor.domain.values import State, known
from otbor.services import drafts, registration, typed
from otbor.services.registration import NOT_TYPED, Remark, Typed, take_in
from otbor.services.search import find
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.desk import CAMPAIGN, Desk, number
from tests.services.school import MEMBER, SECRETARY, application

EMPTY = ApplicationDraft(
    FullName("", "", ""), NOT_TYPED, "", "", (RepresentativeDraft(FullName("", ""), ""),), (),
    datetime(2026, 4, 7, 9, tzinfo=UTC), consent=False,
)  # fmt: skip


def said(desk: Desk, draft: ApplicationDraft, **more: object) -> dict[str, Remark]:
    """Remarks by the id of their finding; each has a sentence."""
    found = registration.remarks(desk.office, CAMPAIGN, replace(Typed(draft), **more))  # type: ignore[arg-type]
    assert all(sentence(remark.finding) for remark in found)
    return {remark.finding.id: remark for remark in found}


def test_the_form_asks_what_the_campaign_and_its_rules_ask(at: At) -> None:
    desk = at("open")
    asked = registration.questions(desk.office, CAMPAIGN)
    assert [group.id for group in asked.groups] == ["8Ф", "8И"]
    assert [channel.id for channel in asked.channels] == ["in_person", "epgu", "email"]
    assert {"marks", "portfolio"} <= {document.id for document in asked.documents[False]}
    assert {document.id for document in asked.documents[True] if document.shown} >= {"kinship", "right_to_stay"}
    assert asked.comparer == SECRETARY  # Белова А. С., who is at work
    assert asked.values["8И"] == ((Kind.MARK, "математика"), (Kind.MARK, "информатика"))
    assert {"16.1", "16.2"} <= {achievement.category for achievement in asked.achievements}
    assert asked.closes == date(2026, 4, 22)


def test_an_operator_who_is_no_member_compares_nothing_by_default(at: At) -> None:
    desk = at("open")
    desk.office.operator = "Кузина Т. В."
    assert registration.questions(desk.office, CAMPAIGN).comparer == ""


def test_an_empty_form_misses_every_field_at_its_place(at: At) -> None:
    found = registration.remarks(at("open").office, CAMPAIGN, Typed(EMPTY))
    missing = {remark.field for remark in found if remark.missing}
    assert missing == {
        "child_surname", "child_name", "birth_date", "birth_place", "child_address",
        "parent_name", "parent_address", "parent_phone", "wanted", "consent",
    }  # fmt: skip
    assert all(remark.forbids for remark in found if remark.missing)
    assert "document:marks" in {remark.field for remark in found}


def test_a_twin_a_namesake_and_a_child_filed_twice_are_told_with_the_other_application(at: At) -> None:
    desk = at("filed")
    draft = application("Иванов", "Пётр")
    same = said(desk, draft)["registration.same_child"]
    assert (same.field, same.application_id, same.forbids) == ("child_surname", desk.id(1), False)
    assert number(1) in sentence(same.finding)
    brother = replace(draft, child=FullName("Иванов", "Павел", "Иванович"))
    assert said(desk, brother)["registration.twins"].application_id == desk.id(1)
    other_day = said(desk, replace(draft, birth_date=date(2012, 6, 21)))
    assert "registration.same_child_other_date" in other_day
    other_name = replace(draft, child=FullName("Петров", "Пётр", "Иванович"))
    assert "registration.same_child_other_name" in said(desk, other_name)
    stranger = replace(
        draft, birth_date=date(2012, 6, 21), address="г. Бор", representatives=(EMPTY.representatives[0],)
    )
    assert "registration.namesakes" in said(desk, stranger)


def test_what_cannot_be_read_is_told_and_registers_nothing(at: At) -> None:
    desk = at("open")
    unread = {"birth_date": "30.02.2012", "filed_at": "вчера", "value:математика": "5а", "achievement": "ВсОШ"}
    found = said(desk, EMPTY, unread=unread)
    assert found["registration.unreadable_day"].field == "birth_date"
    assert found["registration.unreadable_moment"].field == "filed_at"
    assert "математика" in sentence(found["registration.unreadable_value"].finding)
    assert found["registration.no_category"].field == "achievement"
    with desk.refused("registration.unreadable_day"):
        take_in(desk.office, CAMPAIGN, Typed(application(), {"birth_date": "30.02.2012"}))


def test_age_marks_and_telephones_are_looked_at(at: At) -> None:
    desk = at("open")
    draft = replace(application(), birth_date=date(2015, 4, 7), values={(Kind.MARK, "физика"): known(7)})
    found = said(desk, draft)
    assert not found["import.birth_date_of_grade"].forbids
    assert found["import.mark_out_of_range"].field == "value:физика"
    silent, unread = (
        RepresentativeDraft(FullName("Иванов", name), phone) for name, phone in (("Ян", ""), ("Лев", "12-34"))
    )
    found = said(desk, replace(draft, representatives=(*draft.representatives, unread)))
    assert found["application.phone_unreadable"].index == 1
    assert "intake.field_missing" not in found  # it is there, only not to be read
    found = said(desk, replace(draft, representatives=(*draft.representatives, silent, unread)))
    assert (found["intake.field_missing"].index, found["application.phone_unreadable"].index) == (1, 2)


def test_a_late_one_asks_for_its_reason(at: At) -> None:
    desk = at("open")
    desk.clock.on(date(2026, 4, 24))
    late = replace(application(), filed_at=desk.clock.now)
    assert any(remark.late and remark.forbids for remark in said(desk, late).values())
    excused = said(desk, replace(late, late_reason="болезнь"))
    assert any(remark.late and not remark.forbids for remark in excused.values())


def test_registration_compares_the_copies_and_lets_the_draft_go(at: At) -> None:
    desk = at("open")
    drafts.keep(desk.office, CAMPAIGN, {"child": {}})
    draft = replace(
        application(),
        documents=(
            DocumentDraft("marks", "Выписка отметок"),
            DocumentDraft("other", "Справка", CopyKind.ORIGINAL),
        ),
    )
    outcome = take_in(desk.office, CAMPAIGN, Typed(draft, compared=(0,), comparer=SECRETARY))
    assert outcome.number == number(1)
    with desk.office.question() as session:
        documents = {
            d.kind: d.compared_by for d in session.get_one(type(desk.row(1)), outcome.application_id).documents
        }
    assert documents == {"marks": "Белова А. С.", "other": ""}
    assert drafts.kept(desk.office, CAMPAIGN) is None
    assert ("application", outcome.application_id) in outcome.changes.rows


def test_a_comparer_who_is_no_member_registers_nothing_and_the_draft_stays(at: At) -> None:
    desk = at("open")
    drafts.keep(desk.office, CAMPAIGN, {"child": {}})
    with desk.refused("commission_data.no_member"):
        take_in(desk.office, CAMPAIGN, Typed(application(), compared=(0,), comparer="Никто Никто Никто"))
    assert find(desk.office, "Иванов") == []
    assert drafts.kept(desk.office, CAMPAIGN) is not None
    take_in(desk.office, CAMPAIGN, Typed(application(), compared=(0,), comparer=MEMBER))


def test_compared_by_nobody_is_told_beside_its_field_when_it_is_registered(at: At) -> None:
    desk = at("open")
    remark = said(desk, application(), compared=(0,))["registration.no_comparer"]
    assert (remark.field, remark.missing) == ("comparer", True)
    with desk.refused("registration.no_comparer"):
        take_in(desk.office, CAMPAIGN, Typed(application(), compared=(0,)))


def test_who_may_not_compare_is_not_asked_for_it(at: At) -> None:
    desk = at("open")
    assert registration.questions(desk.office, CAMPAIGN).compared
    desk.office.rights = frozenset(Right) - {Right.EXPERTISE}
    asked = registration.questions(desk.office, CAMPAIGN)
    assert (asked.comparers, asked.compared) == ((), frozenset())


_TYPING = """
import os, signal, sys
from pathlib import Path
from otbor.services import drafts
from otbor.services.office import Office
from otbor.storage.database import open_database
drafts.keep(Office(open_database(Path(sys.argv[1])), "Белова А. С."), int(sys.argv[2]), {"child": "Иванов"})
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_what_is_kept_outlives_a_program_that_is_killed(at: At) -> None:
    desk = at("open")
    killed = subprocess.run(
        [sys.executable, "-c", _TYPING, str(desk.office.database.path), str(CAMPAIGN)], check=False, timeout=60
    )
    assert killed.returncode == -9
    kept = drafts.kept(desk.office, CAMPAIGN)
    assert kept is not None
    assert kept.content == {"child": "Иванов"}


def test_taking_in_needs_the_right(at: At) -> None:
    desk = at("open")
    desk.office.rights = frozenset(Right) - {Right.REGISTER}
    with desk.refused("office.no_right"):
        take_in(desk.office, CAMPAIGN, Typed(application()))
    with pytest.raises(Refused, match=r"office\.no_right"):
        drafts.keep(desk.office, CAMPAIGN, {})


def test_a_draft_is_kept_once_for_a_campaign_and_a_window(at: At) -> None:
    desk = at("open")
    assert registration.opening(desk.office, CAMPAIGN).kept is None
    drafts.keep(desk.office, CAMPAIGN, {"child": "Ив"})
    drafts.keep(desk.office, CAMPAIGN, {"child": "Иванов"})
    kept = drafts.kept(desk.office, CAMPAIGN)
    assert kept is not None
    assert (kept.content, kept.kept_by, kept.kept_at) == ({"child": "Иванов"}, "Белова А. С.", desk.clock.now)
    other = replace(desk.office, window="второе окно")
    assert drafts.kept(other, CAMPAIGN) is None
    drafts.forget(other, CAMPAIGN)
    assert drafts.kept(desk.office, CAMPAIGN) is not None
    drafts.keep(other, CAMPAIGN, {"child": "Петров"})
    drafts.forget(desk.office, CAMPAIGN)
    assert drafts.kept(desk.office, CAMPAIGN) is None


def test_what_a_window_left_behind_is_anothers(at: At) -> None:
    desk = at("open")
    first, second = (replace(desk.office, window=f"анна/{number}") for number in (0, 1))
    drafts.keep(second, CAMPAIGN, {"child": "Петров"})
    assert drafts.kept(first, CAMPAIGN) is None  # it is still open
    heir = replace(first, gone=lambda: ("анна/1", "анна/2"))  # a crash has taken it
    left = drafts.kept(heir, CAMPAIGN)
    assert left is not None
    assert (left.content, left.window) == ({"child": "Петров"}, "анна/1")
    desk.clock.now += timedelta(minutes=1)
    drafts.keep(second, CAMPAIGN, {"child": "Петров"})
    drafts.take_over(heir, CAMPAIGN, left)  # its window was not gone: it was typed on in
    assert drafts.kept(second, CAMPAIGN) is not None
    left = drafts.kept(heir, CAMPAIGN)
    assert left is not None
    drafts.take_over(heir, CAMPAIGN, left)
    assert drafts.kept(first, CAMPAIGN) == replace(left, window="анна/0")
    assert drafts.kept(second, CAMPAIGN) is None
    drafts.keep(second, CAMPAIGN, {"child": "Сидоров"})
    behind = drafts.kept(second, CAMPAIGN)
    assert behind is not None
    drafts.take_over(heir, CAMPAIGN, behind)  # its form holds both
    assert drafts.kept(second, CAMPAIGN) is None
    assert drafts.kept(first, CAMPAIGN) == replace(left, window="анна/0")


def test_what_nobody_has_touched_for_a_day_is_anybodys_but_not_from_an_open_window(at: At) -> None:
    desk = at("open")
    first, second, other = (replace(desk.office, window=name) for name in ("анна/0", "анна/1", "вера/0"))
    drafts.keep(first, CAMPAIGN, {"child": "Петров"})
    desk.clock.now += timedelta(hours=23)
    assert drafts.kept(other, CAMPAIGN) is None
    desk.clock.now += timedelta(hours=2)
    left = drafts.kept(other, CAMPAIGN)
    assert left is not None
    assert (left.window, left.foreign) == ("анна/0", True)
    assert drafts.kept(second, CAMPAIGN) is None


def test_suggestions_are_what_was_typed_before_the_usual_first(at: At) -> None:
    desk = at("filed")
    rare = replace(
        application("Яшина", "Яна"), birth_place="г. Бор", address="г. Бор, ул. Ленина, д. 1, кв. 2",
        documents=(DocumentDraft("other", "Справка из спортивной школы"),),
    )  # fmt: skip
    take_in(desk.office, CAMPAIGN, Typed(rare))
    found = registration.suggestions(desk.office)
    assert found.birth_places == ("г. Нижний Новгород", "г. Бор")
    assert found.addresses[:2] == ("г. Нижний Новгород, ", "г. Нижний Новгород, ул. Горького, ")
    assert "г. Бор, ул. Ленина, " in found.addresses
    assert not any("д. 1" in text for text in found.addresses)  # nobody's home
    assert found.documents == ("Справка из спортивной школы",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(
            (text, date(2012, 4, 7))
            for text in ("070412", "07042012", "7.4.12", "7 4 2012", "07/04/2012", "2012-04-07")
        ),
        (" 7 апреля 2012 г. ", date(2012, 4, 7)),
        ("30.02.2012", None),
        ("7412", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_type_it(text: str, day: date | None) -> None:
    assert typed.read_day(text) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        *((text, "2026-04-06T08:30:00") for text in ("06.04.2026 8:30", "060426 0830", "6.4.26 8.30", "6 4 26 830")),
        ("6 апреля 2026", "2026-04-06T12:00:00"),
        ("06.04.2026", "2026-04-06T12:00:00"),
        ("06.04.2026 25:00", None),
        ("вчера", None),
    ],
)
def test_a_moment_is_read_as_people_type_it(text: str, moment: str | None) -> None:
    found = typed.read_moment(text)
    assert (found.isoformat() if found else None) == moment


def test_a_value_is_a_number_or_the_reason_why_there_is_none() -> None:
    assert typed.read_value(" 4,5 ") == known("4.5")
    missing = typed.read_value("не изучался")
    assert missing is not None
    assert missing.state is State.NOT_TAUGHT
    assert typed.read_value("5а") is None


def test_telephones_are_written_as_people_read_them() -> None:
    assert typed.phones_text("8 910 123 45 67, +74951234567") == "+7 (910) 123-45-67, +7 (495) 123-45-67"
    assert typed.phones_text(" 12-34 ") == "12-34"


def test_the_first_kind_of_copy_goes_by_how_it_came() -> None:
    assert registration.first_copy(Channel.IN_PERSON) is CopyKind.SHOWN_WITH_ORIGINAL
    assert registration.first_copy(Channel.POST) is CopyKind.CERTIFIED
    assert {registration.first_copy(c) for c in (Channel.EPGU, Channel.EMAIL)} == {CopyKind.ELECTRONIC}
