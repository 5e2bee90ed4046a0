"""Equals at the last seat while families leave: a decision stands, who has left is not asked about."""

from otbor.services import corrections, enrolment, offers
from otbor.services.office import Office
from tests.services.desk import FINAL_DAY, Desk, number
from tests.services.rated import Family, Points, final_rating
from tests.services.school import Clock, meeting
from tests.services.test_offers import ANSWER_BY, state

PHYSICS = ("8Ф",)


def asked(desk: Desk) -> tuple[str, list[int], int] | None:
    """The question to the commission: group, ordinals of the equals, how many fit."""
    question = enrolment.waiting_question(desk.office, desk.campaign)
    return None if question is None else (question.group, [int(n[-4:]) for n in question.equals], question.fit)


def decide(desk: Desk, *ordinals: int) -> None:
    given = [number(ordinal) for ordinal in ordinals]
    enrolment.decide_tie(desk.office, desk.campaign, given, "больше олимпиад", meeting(FINAL_DAY))


def withdraw(desk: Desk, *ordinals: int) -> None:
    for ordinal in ordinals:
        corrections.withdraw(desk.office, desk.id(ordinal), "переезд")


def test_three_share_the_last_seat_and_one_decision_after_another_stands(office: Office, clock: Clock) -> None:
    """1 has a seat; 2, 3, 4 and 5 are equal at the other one."""
    names = {1: "Иванов", 2: "Петров", 3: "Сидоров", 4: "Орлов", 5: "Волков"}
    families: dict[int, Family] = {n: (name, "Пётр", PHYSICS) for n, name in names.items()}
    points: Points = {n: {"математика": 15 if n > 1 else 20, "физика": 15} for n in names}
    desk = final_rating(office, clock, families, points, seats=(2, 1))
    assert asked(desk) == ("8Ф", [2, 3, 4, 5], 1)
    withdraw(desk, 5)
    assert asked(desk) == ("8Ф", [2, 3, 4], 1), "who has left is not asked about"
    decide(desk, 3)
    assert asked(desk) is None
    withdraw(desk, 1)
    assert asked(desk) == ("8Ф", [2, 4], 1), "3 was given a seat and keeps it"
    decide(desk, 4)
    told = enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    assert told.seated == {"8Ф": 2, "8И": 0}
    withdraw(desk, 3)
    assert state(desk, "8Ф") == (1, [[number(2)]])


def test_whom_the_commission_put_ahead_is_offered_the_seat_first(office: Office, clock: Clock) -> None:
    """2 and 3 are equal in 8Ф, 3 is given the seat; 2 goes to 8И, displaces 1, and 1 takes the seat of 3."""
    families: dict[int, Family] = {
        1: ("Иванов", "Пётр", ("8И", "8Ф")),
        2: ("Петрова", "Анна", ("8Ф", "8И")),
        3: ("Сидоров", "Олег", PHYSICS),
    }
    points: Points = {
        1: {"математика": 20, "физика": 20, "информатика": 5},
        2: {"математика": 15, "физика": 15, "информатика": 20},
        3: {"математика": 15, "физика": 15},
    }
    desk = final_rating(office, clock, families, points, seats=(1, 1))
    assert asked(desk) == ("8Ф", [2, 3], 1)
    decide(desk, 3)
    enrolment.recommend(desk.office, desk.campaign, meeting(FINAL_DAY))
    assert offers.holder_ids(desk.office, desk.campaign) == {
        desk.id(1): desk.groups["8Ф"],
        desk.id(2): desk.groups["8И"],
    }
    withdraw(desk, 1)
    assert state(desk, "8Ф") == (1, [[number(3)], [number(2)]])
    assert offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY).application_id == desk.id(3)
