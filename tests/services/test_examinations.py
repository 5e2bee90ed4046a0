"""The tests: who is admitted, works under codes, points by members, a sheet that closes, reserve days, showing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from otbor.domain.applications import Attendance
from otbor.domain.commissions import Relation
from otbor.domain.participants import Kind
from otbor.domain.values import State, Value, known
from otbor.services import commissions, corrections, examinations, intake, ledger
from otbor.storage.models import Admission, EntranceTest, Sitting
from tests.services.conftest import At
from tests.services.desk import FAMILIES, Desk
from tests.services.school import CHAIR, MATHS, SUBJECT_SECRETARY, application

MATHEMATICS = "математика"
CAME_NOT = Value(State.DID_NOT_COME)


def coded(at: At) -> Desk:
    """Everybody admitted and coded, on the day after the main sittings."""
    desk = at("filed")
    for ordinal in FAMILIES:
        examinations.admit(desk.office, desk.id(ordinal))
    for test_id in desk.tests.values():
        examinations.give_codes(desk.office, test_id)
    desk.clock.on(date(2026, 5, 13))
    return desk


def code(desk: Desk, ordinal: int, test: str = MATHEMATICS) -> str:
    """The code of somebody's work."""
    with desk.office.question() as session:
        return examinations.codes(session, [desk.tests[test]])[desk.id(ordinal), desk.tests[test]]


def enter(desk: Desk, ordinal: int, value: Value, reason: str = "", by: str = MATHS) -> None:
    """Enter points of the maths test by code."""
    examinations.enter_points(desk.office, desk.tests[MATHEMATICS], code(desk, ordinal), value, [by], reason)


def test_an_application_is_admitted_to_the_tests_of_its_groups(at: At) -> None:
    desk = at("filed")
    examinations.admit(desk.office, desk.id(2))
    with desk.office.question() as session:
        admissions = session.scalars(select(Admission)).all()
        assert [a.test.name for a in admissions] == [MATHEMATICS, "физика", "информатика"]
        assert {a.sitting.held_on for a in admissions} == {date(2026, 5, 12)}
    with desk.refused("examination.admitted_already"):
        examinations.admit(desk.office, desk.id(2))


def test_codes_are_by_chance_and_stay(at: At) -> None:
    desk = coded(at)
    before = {ordinal: code(desk, ordinal) for ordinal in FAMILIES}
    assert len(set(before.values())) == len(FAMILIES)
    assert all(value.startswith("МА-") and value[3:].isdecimal() for value in before.values())
    examinations.give_codes(desk.office, desk.tests[MATHEMATICS])
    assert {ordinal: code(desk, ordinal) for ordinal in FAMILIES} == before


def test_whoever_marks_sees_codes_only(at: At) -> None:
    desk = coded(at)
    enter(desk, 1, known(17))
    with desk.office.question() as session:
        works = examinations.coded_works(session, session.get_one(EntranceTest, desk.tests[MATHEMATICS]))
    assert [w.code for w in works] == sorted(w.code for w in works)
    assert {w.value for w in works} == {known(17), None}
    shown = repr(works)
    assert not any(word in shown for surname, given, _ in FAMILIES.values() for word in (surname, given, "2026-8"))


def test_points_have_members_and_a_change_has_a_reason(at: At) -> None:
    desk = coded(at)
    enter(desk, 1, known(17))
    with desk.refused("points.no_reason"):
        enter(desk, 1, known(18))
    enter(desk, 1, known(18), "ошибка при вводе", by=SUBJECT_SECRETARY)
    with desk.office.question() as session:
        entries = ledger.history(session, desk.id(1), (Kind.TEST, MATHEMATICS))
    assert [(e.value, e.decided_by, e.entered_by, e.reason) for e in entries] == [
        (known(17), ("Зайцева В. П.",), "Белова А. С.", "первоначальная запись"),
        (known(18), ("Рябова Е. О.",), "Белова А. С.", "ошибка при вводе"),
    ]


@pytest.mark.parametrize(
    ("identity", "value"),
    [
        ("examination.above_maximum", known(21)),
        ("examination.below_zero", known(-1)),
        ("examination.not_a_step", known(Decimal("12.5"))),
    ],
)
def test_points_that_the_test_cannot_give_are_refused(at: At, identity: str, value: Value) -> None:
    desk = coded(at)
    with desk.refused(identity):
        enter(desk, 1, value)


def test_who_may_enter_points_and_where(at: At) -> None:
    desk = coded(at)
    with desk.refused("examination.unknown_code"):
        examinations.enter_points(desk.office, desk.tests[MATHEMATICS], "МА-ЮЮЮЮ", known(1), [MATHS])
    with desk.refused("examination.unknown_test"):
        examinations.enter_points(desk.office, 99, code(desk, 1), known(1), [MATHS])
    with desk.refused("commission_data.no_member"):
        enter(desk, 1, known(1), by=CHAIR)
    with desk.refused("commission_data.nobody"):
        examinations.enter_points(desk.office, desk.tests[MATHEMATICS], code(desk, 1), known(1), [])
    commissions.recuse(desk.office, desk.id(1), MATHS, Relation.TUTORING, "занимался летом")
    with desk.refused("commission.recusal_tutoring", "5"):
        enter(desk, 1, known(1))


def test_points_are_not_entered_during_the_intake(at: At) -> None:
    desk = coded(at)
    desk.clock.on(date(2026, 4, 10))
    with desk.refused("campaign.out_of_order", "17"):
        enter(desk, 1, known(1))


def test_a_sheet_closes_when_every_work_has_its_value(at: At) -> None:
    desk = coded(at)
    corrections.withdraw(desk.office, desk.id(7), "переезд")  # nobody waits for this work
    for ordinal in (1, 2, 3, 4, 5):
        enter(desk, ordinal, known(10))
    with desk.refused("examination.unmarked"):
        examinations.close_sheet(desk.office, desk.tests[MATHEMATICS], [MATHS])
    enter(desk, 6, Value(State.AWAITED))
    with desk.refused("examination.unmarked"):
        examinations.close_sheet(desk.office, desk.tests[MATHEMATICS], [MATHS])
    enter(desk, 6, CAME_NOT, "не явился")
    with desk.refused("commission_data.no_member"):
        examinations.close_sheet(desk.office, desk.tests[MATHEMATICS], [CHAIR])
    examinations.close_sheet(desk.office, desk.tests[MATHEMATICS], [MATHS, SUBJECT_SECRETARY])
    with desk.office.question() as session:
        test = session.get_one(EntranceTest, desk.tests[MATHEMATICS])
        assert (test.sheet_closed_at, test.sheet_closed_by) == (desk.clock.now, ["Зайцева В. П.", "Рябова Е. О."])


def test_after_a_closed_sheet_nothing_of_the_test_changes(at: At) -> None:
    desk = at("marked")
    maths = desk.tests[MATHEMATICS]
    late = replace(application("Опоздавший", "Ефим"), late_reason="болел")
    intake.register(desk.office, desk.campaign, late)
    with desk.refused("examination.sheet_closed", "25"):
        enter(desk, 1, known(20), "подарок")
    with desk.refused("examination.sheet_closed", "25"):
        examinations.close_sheet(desk.office, maths, [MATHS])
    with desk.refused("examination.sheet_closed", "25"):
        examinations.give_codes(desk.office, maths)
    with desk.refused("examination.sheet_closed", "25"):
        examinations.give_reserve_day(desk.office, desk.id(1), maths, "болел")
    with desk.refused("examination.sheet_closed", "25"):
        examinations.admit(desk.office, desk.id(8))


def test_a_reserve_day_is_waited_for(at: At) -> None:
    desk = coded(at)
    enter(desk, 1, CAME_NOT)
    examinations.give_reserve_day(desk.office, desk.id(1), desk.tests[MATHEMATICS], "справка № 12")
    with desk.office.question() as session:
        held = select(Sitting.held_on).join(Admission).where(Admission.attendance == Attendance.RESERVE_DAY)
        assert session.scalars(held).all() == [date(2026, 5, 19)]
    for ordinal in (2, 3, 4, 5, 6, 7):
        enter(desk, ordinal, known(10))
    with desk.refused("examination.reserve_day_to_come"):
        examinations.close_sheet(desk.office, desk.tests[MATHEMATICS], [MATHS])
    desk.clock.on(date(2026, 5, 20))
    enter(desk, 1, known(11), "резервный день")
    examinations.close_sheet(desk.office, desk.tests[MATHEMATICS], [MATHS])


def test_who_gets_no_reserve_day(at: At) -> None:
    desk = coded(at)
    maths = desk.tests[MATHEMATICS]
    with desk.refused("examination.no_reserve_reason"):
        examinations.give_reserve_day(desk.office, desk.id(1), maths, " ")
    with desk.refused("examination.not_admitted"):
        examinations.give_reserve_day(desk.office, desk.id(1), desk.tests["информатика"], "справка")
    enter(desk, 1, known(12))
    with desk.refused("examination.written_already"):
        examinations.give_reserve_day(desk.office, desk.id(1), maths, "справка")
    with desk.office.transaction() as work:
        for sitting in work.session.scalars(select(Sitting).where(Sitting.reserve)):
            work.session.delete(sitting)
        work.commit()
    with desk.refused("examination.no_reserve_sitting"):
        examinations.give_reserve_day(desk.office, desk.id(2), maths, "справка")


def test_a_work_is_shown_after_its_sheet_is_closed(at: At) -> None:
    desk = at("marked")
    examinations.show_work(desk.office, desk.id(1), desk.tests["физика"])
    with desk.office.question() as session:
        shown = select(Admission).where(Admission.shown_at.is_not(None))
        assert [a.application_id for a in session.scalars(shown)] == [desk.id(1)]
    with desk.refused("examination.no_work"):
        examinations.show_work(desk.office, desk.id(6), desk.tests["физика"])
    with desk.refused("examination.not_admitted"):
        examinations.show_work(desk.office, desk.id(1), desk.tests["информатика"])
    open_desk = coded(at)
    with open_desk.refused("examination.sheet_open"):
        examinations.show_work(open_desk.office, open_desk.id(1), open_desk.tests["физика"])


def test_a_reserve_day_is_no_zero(at: At) -> None:
    desk = coded(at)
    examinations.give_reserve_day(desk.office, desk.id(1), desk.tests[MATHEMATICS], "справка")
    with desk.office.question() as session:
        assert ledger.points(session, desk.id(1), (Kind.TEST, MATHEMATICS)) is None
