"""A family appeals against points of a test; the conflict commission decides, the old points stay in the ledger."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from otbor.domain.applications import AppealOutcome
from otbor.domain.commissions import CommissionKind, Relation
from otbor.domain.participants import Kind
from otbor.domain.values import State, Value
from otbor.services import appeals, commissions, ledger
from otbor.services.appeals import Decision
from otbor.storage.models import Appeal, CommissionRow, Meeting
from tests.services.conftest import At
from tests.services.desk import PRELIMINARY_DAY, Desk, number
from tests.services.school import CONFLICT, MATHS, conflict_meeting

REJECTED = Decision(AppealOutcome.REJECTED, "критерии соблюдены", votes_for=3)
UPHELD = Decision(AppealOutcome.MARKING_ERROR, "не зачтена задача 4", Decimal(2), votes_for=3)
LATE = Decision(AppealOutcome.NOT_CONSIDERED, "срок пропущен")
DAY = date(2026, 5, 21)


def file(desk: Desk, ordinal: int = 3, test: str = "физика", day: date = PRELIMINARY_DAY) -> int:
    """File an appeal; gives its row id."""
    return appeals.file_appeal(desk.office, desk.id(ordinal), desk.tests[test], day, "прошу проверить").appeal_id


def decide(desk: Desk, appeal: int, decision: Decision, day: date = DAY) -> appeals.Decided:
    """Decide it at a meeting of ``day``."""
    return appeals.decide_appeal(desk.office, appeal, decision, conflict_meeting(day))


def test_an_upheld_appeal_changes_the_points_and_keeps_the_old_ones(at: At) -> None:
    desk = at("acquainted")
    filed = appeals.file_appeal(desk.office, desk.id(3), desk.tests["физика"], PRELIMINARY_DAY, "прошу проверить")
    assert (filed.number, filed.in_time) == (1, True)
    desk.clock.on(DAY)
    decided = decide(desk, filed.appeal_id, UPHELD)
    assert (decided.old_points, decided.new_points, decided.warnings) == (Decimal(15), Decimal(17), ())
    with desk.office.question() as session:
        last = ledger.history(session, desk.id(3), (Kind.TEST, "физика"))[-1]
        assert (last.value.number, last.reason) == (Decimal(17), "апелляция № 1: не зачтена задача 4")
        assert last.decided_by == ("Жукова М. А.", "Титов П. Р.", "Фомина Д. И.")
        assert len(ledger.history(session, desk.id(3), (Kind.TEST, "физика"))) == 2
    with desk.refused("appeal.decided_already"):
        decide(desk, filed.appeal_id, UPHELD)


def test_a_rejected_appeal_changes_nothing(at: At) -> None:
    desk = at("acquainted")
    desk.clock.on(DAY)
    assert decide(desk, file(desk), REJECTED).new_points == Decimal(15)
    with desk.office.question() as session:
        assert len(ledger.history(session, desk.id(3), (Kind.TEST, "физика"))) == 1


def test_one_meeting_decides_all_appeals_of_its_day(at: At) -> None:
    desk = at("acquainted")
    desk.clock.on(DAY)
    decide(desk, file(desk, 3), REJECTED)
    decide(desk, file(desk, 1), UPHELD)
    with desk.office.question() as session:
        conflict = select(Meeting).join(CommissionRow).where(CommissionRow.kind == "conflict")
        assert len(session.scalars(conflict).all()) == 1


def test_a_late_appeal_is_taken_in_and_not_considered(at: At) -> None:
    desk = at("acquainted")
    desk.clock.on(date(2026, 5, 25))
    late = appeals.file_appeal(desk.office, desk.id(3), desk.tests["физика"], date(2026, 5, 25), "прошу")
    assert not late.in_time
    with desk.refused("appeal.late", "24"):
        decide(desk, late.appeal_id, UPHELD, date(2026, 5, 25))
    assert decide(desk, late.appeal_id, LATE, date(2026, 5, 25)).new_points == Decimal(15)


def test_an_appeal_is_filed_between_the_protocol_and_today_once_a_test(at: At) -> None:
    desk = at("acquainted")
    for day in (date(2026, 5, 19), DAY):
        with desk.refused("appeal.day", "24"):
            file(desk, day=day)
    file(desk)
    with desk.refused("appeal.twice", "24"):
        file(desk)
    with desk.refused("appeal.no_points", "24"):
        file(desk, 6)
    with desk.refused("examination.unknown_test"):
        appeals.file_appeal(desk.office, desk.id(1), 99, PRELIMINARY_DAY, "прошу")
    file(desk, 3, "математика")


def test_no_appeal_before_the_rating(at: At) -> None:
    desk = at("marked")
    with desk.refused("campaign.out_of_order", "17"):
        file(desk)


@pytest.mark.parametrize(
    ("identity", "decision"),
    [
        ("appeal.no_reason", replace(REJECTED, reason=" ")),
        ("appeal.in_time", LATE),
        ("appeal.change_without_upholding", replace(REJECTED, change=Decimal(1))),
        ("appeal.vote", replace(UPHELD, votes_for=2, votes_against=2)),
        ("examination.above_maximum", replace(UPHELD, change=Decimal(6))),
        ("examination.below_zero", replace(UPHELD, change=Decimal(-16))),
        ("examination.not_a_step", replace(UPHELD, change=Decimal("0.5"))),
    ],
)
def test_decisions_that_cannot_be(at: At, identity: str, decision: Decision) -> None:
    desk = at("acquainted")
    appeal = file(desk)
    desk.clock.on(DAY)
    with desk.refused(identity):
        decide(desk, appeal, decision)


def test_no_decision_before_the_appeal_and_none_about_what_is_not_there(at: At) -> None:
    desk = at("acquainted")
    desk.clock.on(DAY)
    appeal = file(desk, day=DAY)
    with desk.refused("appeal.before_filed"):
        decide(desk, appeal, REJECTED, PRELIMINARY_DAY)
    with desk.refused("appeal.unknown"):
        decide(desk, 99, REJECTED)
    with desk.refused("commission_data.no_quorum"):
        small = replace(conflict_meeting(DAY), present=CONFLICT[:2])
        appeals.decide_appeal(desk.office, appeal, REJECTED, small)
    with desk.office.transaction() as work:
        application = desk.row(3)
        annulled = Value(State.ANNULLED)
        ledger.enter(work, application, (Kind.TEST, "физика"), annulled, decided_by=["Котов И. Л."], reason="списал")
        work.commit()
    with desk.refused("appeal.no_points"):
        decide(desk, appeal, REJECTED)


def test_a_decision_after_its_term_is_warned_about(at: At) -> None:
    desk = at("acquainted")
    appeal = file(desk)
    desk.clock.on(date(2026, 6, 8))
    assert [f.id for f in decide(desk, appeal, REJECTED, date(2026, 6, 8)).warnings] == ["schedule.term_missed"]


def test_who_marked_the_work_or_has_a_tie_does_not_decide(at: At) -> None:
    desk = at("acquainted")
    appeal = file(desk, 3, "математика")
    desk.clock.on(DAY)
    commissions.recuse(desk.office, desk.id(3), CONFLICT[2], Relation.RELATIVE, "тётя")
    with desk.refused("commission.recusal_relative", "5"):
        decide(desk, appeal, REJECTED)
    with desk.office.transaction() as work:  # as if the marker had been put into the commission by a later order
        conflict = commissions.commission_row(work.session, desk.campaign, CommissionKind.CONFLICT)
        row = next(m for m in conflict.members if m.person == CONFLICT[2])
        row.person, row.name = MATHS, "Зайцева В. П."
        work.commit()
    meeting = replace(conflict_meeting(DAY), present=(*CONFLICT[:2], MATHS))
    with desk.refused("commission.marker_decides", "12"):
        appeals.decide_appeal(desk.office, appeal, REJECTED, meeting)


def test_appeals_are_numbered_in_their_register(at: At) -> None:
    desk = at("acquainted")
    file(desk, 3)
    file(desk, 1)
    with desk.office.question() as session:
        rows = session.scalars(select(Appeal).order_by(Appeal.number)).all()
        assert [(row.number, row.application.number) for row in rows] == [(1, number(3)), (2, number(1))]
