"""A campaign whose groups are filled by independent lists (``seats.by = "independent"``): the child chooses.

Four families want both groups of one seat each. In 8Ф stand 1 (48), 2 (44), 3 (40), 4 (36); in 8И 1, 2, 4, 3.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from otbor.domain.applications import OfferStatus, RatingKind
from otbor.services import corrections, enrolment, lists, offers, papers, ratings, seating
from otbor.services.office import Office
from otbor.storage.models import AuditEntry, AuditPayload, Campaign, EnrolmentRow, Group, Offer
from tests import golden
from tests.services.desk import FINAL_DAY, Desk, number
from tests.services.rated import Family, Points, final_rating
from tests.services.school import Clock, meeting
from tests.services.small_campaign import text

SCHEME = golden.scheme_text("licey8").replace('version = "2026.1"', 'version = "2026.2"')
SCHEME += '\n[seats]\nby = "independent"\n'
BOTH = ("8Ф", "8И")
FAMILIES: dict[int, Family] = {
    1: ("Иванов", "Пётр", BOTH),
    2: ("Петрова", "Анна", BOTH),
    3: ("Сидоров", "Олег", BOTH),
    4: ("Орлова", "Нина", BOTH),
}
POINTS: Points = {
    1: {"математика": 20, "физика": 18, "информатика": 18},
    2: {"математика": 18, "физика": 16, "информатика": 16},
    3: {"математика": 15, "физика": 15, "информатика": 10},
    4: {"математика": 15, "физика": 11, "информатика": 12},
}
ANSWER_BY = FINAL_DAY + timedelta(days=3)


def by_lists(office: Office, clock: Clock, points: Points) -> Desk:
    """The campaign played to its final rating."""
    return final_rating(office, clock, FAMILIES, points, seats=(1, 1), scheme=SCHEME)


@pytest.fixture
def desk(office: Office, clock: Clock) -> Desk:
    """The campaign with its final rating."""
    return by_lists(office, clock, POINTS)


@pytest.fixture
def recommended(desk: Desk) -> Desk:
    """1 has chosen 8И, 2 stands first in 8Ф then; both are recommended."""
    take(desk, 1, "8И")
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    return desk


def choices(desk: Desk) -> dict[str, tuple[str, ...]]:
    """Who must choose between which groups."""
    return {child.number: child.groups for child in offers.choosing(desk.office, desk.campaign)}


def take(desk: Desk, ordinal: int, code: str) -> None:
    """Offer the choices, and this family takes one group."""
    made = offers.offer_choices(desk.office, desk.campaign, ANSWER_BY).offers
    offers.accept_offer(desk.office, made[desk.id(ordinal)][code])


def statuses(desk: Desk) -> list[tuple[str, str, OfferStatus]]:
    """Every offer: number, group, what became of it."""
    with desk.office.question() as session:
        return [
            (o.application.number, o.group.code, o.status) for o in session.scalars(select(Offer).order_by(Offer.id))
        ]


def reserve(desk: Desk, code: str) -> list[list[str]]:
    """The reserve of a group, by numbers."""
    with desk.office.question() as session:
        campaign = session.get_one(Campaign, desk.campaign)
        final = ratings.newest(session, desk.campaign, RatingKind.FINAL)
        listed = seating.reserve(session, campaign, final, session.get_one(Group, desk.groups[code]))
    return [[number(identity) for identity in equals] for _, equals in listed]  # a fresh database: row 1 is number 1


def enrolled(desk: Desk) -> set[tuple[str, str]]:
    """(group, number) of all orders."""
    with desk.office.question() as session:
        return {(row.group.code, row.application.number) for row in session.scalars(select(EnrolmentRow))}


def recommended_for(desk: Desk) -> list[tuple[str, int, str]]:
    """Group, place and number of those recommended."""
    return [(row.group, row.place, row.number) for row in lists.recommended_lines(desk.office, desk.campaign)]


def test_who_passes_into_several_groups_chooses_and_the_next_comes_up(desk: Desk) -> None:
    assert choices(desk) == {number(1): ("8Ф", "8И")}
    with desk.refused("enrolment.choices_wait"):
        enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    with desk.refused("offer.day_past"):
        offers.offer_choices(desk.office, desk.campaign, FINAL_DAY - timedelta(days=1))
    made = offers.offer_choices(desk.office, desk.campaign, ANSWER_BY).offers
    with desk.refused("offer.nobody_chooses"):
        offers.offer_choices(desk.office, desk.campaign, ANSWER_BY)
    offers.accept_offer(desk.office, made[desk.id(1)]["8И"])
    assert statuses(desk) == [
        (number(1), "8Ф", OfferStatus.DECLINED),
        (number(1), "8И", OfferStatus.ACCEPTED),
    ]
    with desk.office.question() as session:  # the group given up is on record as the one taken is
        told = session.scalars(
            select(AuditPayload.content).join(AuditEntry).where(AuditEntry.act == "decline_offer")
        ).one()
    assert (told["group"], told["taken"]) == ("8Ф", "8И")
    assert choices(desk) == {}
    with desk.refused("enrolment.nobody_left"):
        enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)
    assert enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY)).seated == {"8Ф": 1, "8И": 1}
    assert recommended_for(desk) == [("8Ф", 2, number(2)), ("8И", 1, number(1))]
    with desk.refused("enrolment.recommended_already"):
        offers.offer_choices(desk.office, desk.campaign, ANSWER_BY)
    assert enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY).enrolled == 2
    assert enrolled(desk) == {("8Ф", number(2)), ("8И", number(1))}


def test_who_leaves_one_group_is_still_to_take_the_other(desk: Desk) -> None:
    made = offers.offer_choices(desk.office, desk.campaign, ANSWER_BY).offers[desk.id(1)]
    offers.decline_offer(desk.office, made["8Ф"])
    assert choices(desk) == {}
    with desk.refused("enrolment.choices_wait"):
        enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    offers.accept_offer(desk.office, made["8И"])
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    assert recommended_for(desk) == [("8Ф", 2, number(2)), ("8И", 1, number(1))]


def test_who_does_not_answer_in_time_leaves_both_and_the_next_has_to_choose(desk: Desk) -> None:
    made = offers.offer_choices(desk.office, desk.campaign, ANSWER_BY).offers[desk.id(1)]
    desk.clock.on(ANSWER_BY + timedelta(days=1))
    for offer in made.values():
        offers.expire_offer(desk.office, offer)
    assert choices(desk) == {number(2): ("8Ф", "8И")}
    again = offers.offer_choices(desk.office, desk.campaign, ANSWER_BY + timedelta(days=3)).offers
    offers.accept_offer(desk.office, again[desk.id(2)]["8Ф"])
    enrolment.recommend(desk.office, desk.campaign, meeting(desk.clock.now.date()))
    assert recommended_for(desk) == [("8Ф", 2, number(2)), ("8И", 3, number(4))]


def test_who_withdraws_before_answering_is_not_waited_for(desk: Desk) -> None:
    offers.offer_choices(desk.office, desk.campaign, ANSWER_BY)
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    assert choices(desk) == {number(2): ("8Ф", "8И")}
    take(desk, 2, "8И")
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    assert recommended_for(desk) == [("8Ф", 3, number(3)), ("8И", 2, number(2))]


def test_a_choice_made_stands_when_a_tie_is_asked_about_after_it(office: Office, clock: Clock) -> None:
    """1 takes 8И; 2 and 3 are equal at the only seat of 8Ф; who was given it withdraws, and the other has it."""
    desk = by_lists(office, clock, {**POINTS, 3: {"математика": 18, "физика": 16, "информатика": 10}})
    assert enrolment.waiting_question(desk.office, desk.campaign) is None
    take(desk, 1, "8И")
    question = enrolment.waiting_question(desk.office, desk.campaign)
    assert question is not None
    assert (question.group, question.place, question.equals) == ("8Ф", 2, (number(2), number(3)))
    with desk.refused("enrolment.tie_waits"):
        enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    with desk.refused("allocation.not_equals"):
        enrolment.decide_tie(desk.office, desk.campaign, [number(4)], "жребий", meeting(FINAL_DAY))
    decided = enrolment.decide_tie(desk.office, desk.campaign, [number(3)], "жребий", meeting(FINAL_DAY))
    assert decided.question is None
    corrections.withdraw(desk.office, desk.id(3), "переезд")
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    assert recommended_for(desk) == [("8Ф", 2, number(2)), ("8И", 1, number(1))]


def test_choices_by_a_rating_that_is_built_anew_are_asked_anew(desk: Desk) -> None:
    made = offers.offer_choices(desk.office, desk.campaign, ANSWER_BY).offers[desk.id(1)]
    offers.accept_offer(desk.office, made["8И"])
    ratings.build_final(desk.office, desk.campaign, meeting(FINAL_DAY), reason="исправлена описка")
    assert choices(desk) == {number(1): ("8Ф", "8И")}
    again = offers.offer_choices(desk.office, desk.campaign, ANSWER_BY).offers[desk.id(1)]
    ratings.build_final(desk.office, desk.campaign, meeting(FINAL_DAY), reason="исправлена ещё одна")
    with desk.refused("offer.answered_already"):
        offers.accept_offer(desk.office, again["8Ф"])
    take(desk, 1, "8Ф")
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    assert recommended_for(desk) == [("8Ф", 1, number(1)), ("8И", 2, number(2))]
    corrections.withdraw(desk.office, desk.id(2), "переезд")
    assert reserve(desk, "8И") == [[number(4)], [number(3)]]
    assert reserve(desk, "8Ф") == [[number(3)], [number(4)]]


def test_a_freed_seat_goes_down_the_list_to_whoever_has_not_chosen(recommended: Desk) -> None:
    """1 took 8И for good; 2, seated in 8Ф as the list came to it, may still move when 8И is freed."""
    desk = recommended
    assert reserve(desk, "8Ф") == [[number(3)], [number(4)]]
    assert reserve(desk, "8И") == [[number(2)], [number(4)], [number(3)]]
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    assert offers.seats_left(desk.office, desk.campaign) == {"8Ф": 0, "8И": 1}
    moved = offers.offer(desk.office, desk.groups["8И"], ANSWER_BY)
    assert moved.application_id == desk.id(2)
    assert offers.seats_left(desk.office, desk.campaign) == {"8Ф": 0, "8И": 0}
    offers.accept_offer(desk.office, moved.offer_id)
    assert offers.seats_left(desk.office, desk.campaign) == {"8Ф": 1, "8И": 0}
    assert reserve(desk, "8Ф") == [[number(3)], [number(4)]], "2 has left 8Ф"
    next_ = offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY)
    assert next_.application_id == desk.id(3)
    offers.accept_offer(desk.office, next_.offer_id)
    assert enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY).enrolled == 2
    assert enrolled(desk) == {("8Ф", number(3)), ("8И", number(2))}


def test_nobody_waits_any_more_and_the_seat_is_left_for_the_next_wave(recommended: Desk) -> None:
    desk = recommended
    for ordinal in (1, 3, 4):
        corrections.withdraw(desk.office, desk.id(ordinal), "переезд")
    declined = offers.offer(desk.office, desk.groups["8И"], ANSWER_BY)
    offers.decline_offer(desk.office, declined.offer_id)
    with desk.refused("offer.nobody_waits"):
        offers.offer(desk.office, desk.groups["8И"], ANSWER_BY)
    assert offers.waiting(desk.office, desk.campaign, desk.groups["8И"]) == []
    assert offers.seats_left(desk.office, desk.campaign) == {"8Ф": 0, "8И": 1}


def test_the_papers_say_who_was_recommended_and_enrolled_where(recommended: Desk) -> None:
    desk = recommended
    final = desk.rating(RatingKind.FINAL)
    rated = text(papers.issue_public_list(desk.office, final).pdf)
    assert rated.count(number(1)) == 2, "a child stands in the rating of both groups"
    protocol = text(papers.issue_final_protocol(desk.office, final).pdf)
    assert "Иванов" in protocol
    told = text(papers.issue_recommendation(desk.office, final).pdf)
    assert told.count(number(1)) == 1
    assert told.index("8Ф") < told.index(number(2)) < told.index("8И", told.index(number(2))) < told.index(number(1))
    ordered = enrolment.order_enrolment(desk.office, desk.campaign, "45-у", FINAL_DAY)
    order = text(papers.issue_order(desk.office, ordered.order_id).pdf)
    assert order.count("Иванов Пётр") == 1
    assert "Сидоров" not in order
    enrolment.refuse(desk.office, desk.id(3), "свободных мест нет")
    refusal = text(papers.issue_refusal_notice(desk.office, desk.id(3)).pdf)
    assert "Сидоров" in refusal
    notice = text(papers.issue_reserve_notice(desk.office, desk.id(4)).pdf)
    assert "перед участником в резервном списке" in notice


def test_no_reserve_is_told_before_the_recommendation(desk: Desk) -> None:
    offers.offer_choices(desk.office, desk.campaign, ANSWER_BY)
    with desk.refused("offer.not_recommended_yet", "26"):
        papers.issue_reserve_notice(desk.office, desk.id(1))
