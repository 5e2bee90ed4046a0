"""The decision: the commission decides ties and recommends, the director orders, the others are refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from otbor.domain.applications import RatingKind
from otbor.services import corrections, enrolment, ratings, seating
from otbor.storage.models import Campaign, EnrolmentOrder, EnrolmentRow, Recommendation, Refusal, TieDecision
from tests.services.conftest import At
from tests.services.desk import FINAL_DAY, Desk, number
from tests.services.school import meeting


def tie(desk: Desk, *ordinals: int, reason: str = "больше олимпиад") -> enrolment.TieDecided:
    """Decide the tie that is asked about for these."""
    given = [number(ordinal) for ordinal in ordinals]
    return enrolment.decide_tie(desk.office, desk.campaign, given, reason, meeting(FINAL_DAY))


def recommended(desk: Desk) -> set[tuple[str, str]]:
    """(group, number) of those recommended."""
    with desk.office.question() as session:
        return {(row.group.code, row.application.number) for row in session.scalars(select(Recommendation))}


def test_equals_at_the_last_seat_wait_for_the_commission(at: At) -> None:
    desk = at("final")
    with desk.refused("enrolment.tie_waits"):
        enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    decided = tie(desk, 3)
    assert (decided.number, decided.question) == (1, None)
    told = enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    assert told.seated == {"8Ф": 2, "8И": 1}
    assert recommended(desk) == {("8Ф", number(1)), ("8Ф", number(3)), ("8И", number(4))}
    with desk.office.question() as session:
        row = session.scalars(select(TieDecision)).one()
        assert (row.place, row.equals, row.given, row.reason) == (
            2,
            [desk.id(2), desk.id(3)],
            [desk.id(3)],
            "больше олимпиад",
        )


@pytest.mark.parametrize(
    ("identity", "given"),
    [
        ("allocation.wrong_count", [number(2), number(3)]),
        ("allocation.wrong_count", []),
        ("allocation.not_equals", [number(1)]),
        ("enrolment.unknown_number", ["2026-8-9999"]),
    ],
)
def test_an_answer_must_fit_the_question(at: At, identity: str, given: list[str]) -> None:
    desk = at("final")
    with desk.refused(identity):
        enrolment.decide_tie(desk.office, desk.campaign, given, "больше олимпиад", meeting(FINAL_DAY))


def test_a_tie_is_decided_with_a_reason_and_when_it_is_asked(at: At) -> None:
    desk = at("final")
    with desk.refused("enrolment.no_tie_reason"):
        tie(desk, 2, reason=" ")
    tie(desk, 2)
    with desk.refused("enrolment.nothing_asked"):
        tie(desk, 3)
    acquainted = at("acquainted")
    with acquainted.refused("rating.no_final"):
        tie(acquainted, 2)


def test_a_decision_that_a_withdrawal_made_needless_changes_nothing(at: At) -> None:
    desk = at("final")
    tie(desk, 3)
    corrections.withdraw(desk.office, desk.id(1), "переезд")  # now both equals have a seat
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    assert recommended(desk) == {("8Ф", number(2)), ("8Ф", number(3)), ("8И", number(4))}


def test_what_is_decided_by_a_rating_is_not_decided_before_it(at: At) -> None:
    desk = at("final")
    before, later = FINAL_DAY - timedelta(days=1), FINAL_DAY + timedelta(days=2)
    with desk.refused("enrolment.meeting_too_early", "26"):
        enrolment.decide_tie(desk.office, desk.campaign, [number(3)], "больше олимпиад", meeting(before))
    tie(desk, 3)
    with desk.refused("enrolment.meeting_too_early", "26"):
        enrolment.recommend(desk.office, desk.campaign, meeting(before))
    desk.clock.on(later)
    enrolment.recommend(desk.office, desk.campaign, meeting(later))
    with desk.refused("enrolment.order_too_early", "28"):
        enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)


def test_a_recommendation_is_made_once(at: At) -> None:
    desk = at("recommended")
    with desk.refused("enrolment.recommended_already", "26"):
        enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    with desk.refused("enrolment.recommended_already", "26"):
        tie(desk, 3)
    with desk.office.question() as session:
        assert session.get_one(Campaign, desk.campaign).recommended_on == FINAL_DAY


def test_nobody_recommended_is_a_recommendation_too(at: At) -> None:
    desk = at("final")
    for ordinal in (1, 2, 3, 4, 5, 7):
        corrections.withdraw(desk.office, desk.id(ordinal), "переезд")
    with desk.refused("enrolment.not_recommended_yet", "26"):
        enrolment.refuse(desk.office, desk.id(6), "не явился на испытание")
    assert enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY)).seated == {"8Ф": 0, "8И": 0}
    with desk.refused("enrolment.nobody_left", "26"):
        enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)
    enrolment.refuse(desk.office, desk.id(6), "не явился на испытание")


def test_the_order_takes_all_who_hold_a_seat(at: At) -> None:
    desk = at("recommended")
    ordered = enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)
    assert ordered.enrolled == 3
    with desk.office.question() as session:
        order = session.get_one(EnrolmentOrder, ordered.order_id)
        assert [(row.group.code, row.application.number) for row in order.rows] == [
            ("8Ф", number(1)),
            ("8Ф", number(2)),
            ("8И", number(4)),
        ]
        assert "№ 458" in order.basis_acts[0]
    with desk.refused("enrolment.order_number_taken"):
        enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)
    with desk.refused("enrolment.nobody_left"):
        enrolment.order_enrolment(desk.office, desk.campaign, "46-у", FINAL_DAY)


def test_an_order_is_not_before_the_rating_nor_before_the_recommendation(at: At) -> None:
    desk = at("recommended")
    with desk.refused("enrolment.order_too_early", "28"):
        enrolment.order_enrolment(desk.office, desk.campaign, "45-у", date(2026, 5, 25))
    with desk.refused("enrolment.order_to_come", "28"):
        enrolment.order_enrolment(desk.office, desk.campaign, "45-у", date(2026, 5, 27))
    final = at("final")
    with final.refused("enrolment.nobody_left", "26"):
        enrolment.order_enrolment(final.office, final.campaign, "45-у", FINAL_DAY)
    acquainted = at("acquainted")
    with acquainted.refused("campaign.out_of_order", "17"):
        enrolment.order_enrolment(acquainted.office, acquainted.campaign, "45-у", FINAL_DAY)


def test_the_school_names_its_own_basis(at: At) -> None:
    desk = at("recommended")
    ordered = enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY, ["Устав школы"])
    with desk.office.question() as session:
        assert session.get_one(EnrolmentOrder, ordered.order_id).basis_acts == ["Устав школы"]


def test_who_withdrew_after_the_recommendation_is_in_no_order(at: At) -> None:
    desk = at("recommended")
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)
    with desk.office.question() as session:
        assert desk.id(1) not in session.scalars(select(EnrolmentRow.application_id)).all()


def test_who_holds_no_seat_is_refused_with_a_reason_once(at: At) -> None:
    desk = at("recommended")
    with desk.refused("enrolment.holds_a_seat"):
        enrolment.refuse(desk.office, desk.id(1), "нет мест")
    with desk.refused("enrolment.no_refusal_reason"):
        enrolment.refuse(desk.office, desk.id(3), " ")
    enrolment.refuse(desk.office, desk.id(3), "нет мест")
    with desk.refused("enrolment.refused_already"):
        enrolment.refuse(desk.office, desk.id(3), "нет мест")
    with desk.office.question() as session:
        row = session.scalars(select(Refusal)).one()
        assert (row.application_id, row.refused_on, row.reason) == (desk.id(3), FINAL_DAY, "нет мест")


def test_the_seats_are_of_the_frozen_rating(at: At) -> None:
    desk = at("final")
    with desk.office.question() as session:
        campaign = session.get_one(Campaign, desk.campaign)
        snapshot = ratings.newest(session, desk.campaign, RatingKind.FINAL)
        tiers = [rating.tiers() for rating in seating.frozen(session, campaign, snapshot)]
    assert tiers[0] == ((1, (number(1),)), (2, (number(2), number(3))))
    assert tiers[1] == ((1, (number(4),)), (2, (number(2),)), (3, (number(5), number(7))))
