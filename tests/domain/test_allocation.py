"""Seats: the golden commission and outcome, stability, the reserve, answers that do not fit."""

from collections.abc import Mapping, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.allocation import Decision, Outcome, Question, allocate, reserve
from otbor.domain.findings import Refused
from otbor.domain.participants import Participant
from otbor.domain.rating import Rating, rate
from otbor.domain.scoring import Plan, Result, Status
from otbor.wording.findings import sentence
from tests import golden, reference

AFTER = golden.licey8(appeals=True)
SEATS = {"8Ф": 25, "8И": 20}
WISHES = {p.number: p.groups for p in AFTER}


def rated(participants: Sequence[Participant] = AFTER) -> list[Rating]:
    made = golden.scheme("licey8")
    return [rate(made, g.code, Plan(made, g.code).score_all(participants)) for g in made.groups]


RATINGS = rated()


def settled(
    ratings: Sequence[Rating], wishes: Mapping[str, Sequence[str]], seats: Mapping[str, int], random: Random
) -> tuple[Outcome, list[Decision]]:
    """Settle to the end, the commission answering by chance."""
    decisions: list[Decision] = []
    while (outcome := allocate(ratings, wishes, seats, decisions)).question:
        question = outcome.question
        decisions.append(Decision(question.group, tuple(random.sample(question.equals, question.fit))))
    return outcome, decisions


def test_the_commission_of_licey8_and_its_outcome() -> None:
    decisions: list[Decision] = []
    for row in golden.expected("licey8", "commission"):
        question = allocate(RATINGS, WISHES, SEATS, decisions).question
        assert question is not None
        assert (question.group, str(question.place)) == (row["group"], row["shared_place"])
        assert " ".join(question.equals) == row["equals_at_the_last_seat"]
        decisions.append(Decision(row["group"], tuple(row["given_to_no"].split())))
    outcome = allocate(RATINGS, WISHES, SEATS, decisions)
    assert outcome.question is None
    assert len(outcome.asked) == len(decisions)
    places = {(r.group, e.result.number): e.place for r in RATINGS for e in r.entries}
    seated = sorted((g, places[g, n], int(n)) for g, numbers in outcome.seated.items() for n in numbers)
    wanted = [(r["group"], int(r["place_in_rating"]), int(r["no"])) for r in golden.expected("licey8", "recommended")]
    assert seated == sorted(wanted)
    assert outcome.reserve["8Ф"][0][1] == ("54",), "seated in the group wanted less, offered a freed seat first"


def tier(group: str, *places: str) -> Rating:
    """A rating from its tiers: «1 2» are equals."""
    results = []
    for index, equals in enumerate(places):
        results += [Result(n, Status.RATED, golden.number(100 - index), (), 0, ()) for n in equals.split()]
    empty = golden.scheme("average").model_copy(update={"keys": (), "components": ()})
    return rate(empty, group, results)


def test_a_shared_place_across_the_last_seat_stays_whole_until_it_is_decided() -> None:
    ratings = [tier("А", "1", "2 3 4", "5")]
    wishes = dict.fromkeys("12345", ("А",))
    waiting = allocate(ratings, wishes, {"А": 3})
    assert waiting.question == Question("А", 2, ("2", "3", "4"), 2)
    assert waiting.seated == {"А": ("1", "2", "3", "4")}
    decided = allocate(ratings, wishes, {"А": 3}, [Decision("А", ("4", "2"))])
    assert decided.question is None
    assert decided.seated == {"А": ("1", "2", "4")}
    assert decided.reserve == {"А": ((2, ("3",)), (5, ("5",)))}


def test_a_decision_on_record_stays_an_order_of_equals_whoever_leaves() -> None:
    ratings = [tier("А", "1", "2 3 4 5")]
    wishes = dict.fromkeys("1234", ("А",))
    on_record = [Decision("А", ("3",))]
    assert allocate(ratings, wishes, {"А": 2}, on_record=on_record).seated == {"А": ("1", "3")}
    del wishes["1"]
    again = allocate(ratings, wishes, {"А": 2}, on_record=on_record)
    assert again.question == Question("А", 2, ("2", "4"), 1), "5 has left, 3 has its seat"
    assert allocate(ratings, wishes, {"А": 2}, [Decision("А", ("4",))], on_record=on_record).seated == {"А": ("3", "4")}
    assert reserve(ratings, wishes, {}, on_record=on_record) == {"А": ((2, ("3",)), (2, ("2", "4")))}


def test_the_group_wanted_more_comes_first_and_a_freed_seat_goes_on() -> None:
    ratings = [tier("А", "1", "2", "3"), tier("Б", "2", "1", "3")]
    wishes = {"1": ("А", "Б"), "2": ("А", "Б"), "3": ("Б", "А")}
    outcome = allocate(ratings, wishes, {"А": 1, "Б": 1})
    assert outcome.seated == {"А": ("1",), "Б": ("2",)}
    assert outcome.reserve == {"А": ((2, ("2",)), (3, ("3",))), "Б": ((3, ("3",)),)}


def test_nobody_waits_where_seats_are_enough() -> None:
    outcome = allocate([tier("А", "1 2")], {"1": ("А",), "2": ("А",), "3": ("А",)}, {"А": 5})
    assert outcome.seated == {"А": ("1", "2")}
    assert outcome.reserve == {"А": ()}


@pytest.mark.parametrize(
    ("answers", "finding"),
    [
        ([("Б", "2")], "other_group"),
        ([("А", "1")], "not_equals"),
        ([("А", "")], "wrong_count"),
        ([("А", "2 3")], "wrong_count"),
        ([("А", "2 2")], "wrong_count"),
        ([("А", "2"), ("А", "3")], "not_asked"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(answers: list[tuple[str, str]], finding: str) -> None:
    decisions = [Decision(group, tuple(given.split())) for group, given in answers]
    with pytest.raises(Refused) as raised:
        allocate([tier("А", "1", "2 3")], dict.fromkeys("123", ("А",)), {"А": 2}, decisions)
    assert raised.value.finding.id == f"allocation.{finding}"
    assert "{" not in sentence(raised.value.finding)


@st.composite
def campaigns(draw: st.DrawFn) -> tuple[list[Rating], dict[str, tuple[str, ...]], dict[str, int]]:
    """Three groups, up to twenty children, many equals."""
    numbers = [str(n) for n in range(1, draw(st.integers(1, 20)) + 1)]
    codes = ("А", "Б", "В")
    wishes = {n: tuple(draw(st.lists(st.sampled_from(codes), unique=True, max_size=3))) for n in numbers}
    ratings = []
    for code in codes:
        wanting = [n for n in numbers if code in wishes[n] and draw(st.integers(0, 9))]
        levels: dict[int, list[str]] = {}
        for number in wanting:
            levels.setdefault(draw(st.integers(0, 5)), []).append(number)
        ratings.append(tier(code, *(" ".join(levels[level]) for level in sorted(levels))))
    return ratings, wishes, {code: draw(st.integers(1, 6)) for code in codes}


@given(campaigns(), st.randoms())
def test_the_outcome_is_stable_and_nobody_is_skipped(
    campaign: tuple[list[Rating], dict[str, tuple[str, ...]], dict[str, int]], random: Random
) -> None:
    ratings, wishes, seats = campaign
    outcome, decisions = settled(ratings, wishes, seats, random)
    assert outcome == allocate(ratings, wishes, seats, decisions), "a replay gives the same"
    taken = [number for numbers in outcome.seated.values() for number in numbers]
    assert len(taken) == len(set(taken)), "one seat each"
    for rating in ratings:
        group, places = rating.group, {e.result.number: e.place for e in rating.entries}
        seated, waiting = outcome.seated[group], [n for _, equals in outcome.reserve[group] for n in equals]
        assert len(seated) <= seats[group]
        assert not waiting or len(seated) == seats[group], "no seat is empty while somebody wants it"
        assert all(places[w] >= places[s] for w in waiting for s in seated), "nobody is passed over"
        for number in waiting:
            have = next((g for g, numbers in outcome.seated.items() if number in numbers), None)
            assert have is None or wishes[number].index(group) < wishes[number].index(have)
        decided = {n for d in decisions if d.group == group for n in d.given}
        for number in waiting:
            equal = [s for s in seated if places[s] == places[number]]
            assert all(s in decided for s in equal), "a tie is broken by a decision only"


@given(st.lists(st.sampled_from(AFTER), min_size=20, unique_by=lambda p: p.number), st.integers(1, 25), st.randoms())
def test_any_campaign_is_settled_as_by_the_naive_reference(
    participants: list[Participant], seats: int, random: Random
) -> None:
    wishes = {p.number: p.groups for p in participants}
    capacity = {"8Ф": seats, "8И": max(1, seats - 5)}
    seed = random.random()
    chance = Random(seed)  # noqa: S311 - a commission of a test
    outcome, decisions = settled(rated(participants), wishes, capacity, chance)
    replayed = Random(seed)  # noqa: S311
    seated, asked = reference.allocation(
        {group: reference.rating(participants, group) for group in SEATS},
        wishes,
        capacity,
        lambda _group, _place, equals, fit: replayed.sample(equals, fit),
    )
    assert {group: set(numbers) for group, numbers in outcome.seated.items()} == seated
    assert [(q.group, q.place, list(q.equals), q.fit) for q in outcome.asked] == [a[:4] for a in asked]
    assert [set(d.given) for d in decisions] == [set(a[4]) for a in asked]
