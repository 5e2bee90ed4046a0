"""Seats beyond the first list: a chain of freed seats, further waves, independent lists, and a foreign referee."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.allocation import Decision, Question, allocate, free_seats, reserve
from otbor.domain.findings import Refused
from otbor.domain.independent_lists import Answer, Left, ListAct, offer, wanted
from otbor.domain.rating import Rating
from otbor.wording.findings import sentence
from tests.domain.test_allocation import campaigns, settled, tier

Campaign = tuple[list[Rating], dict[str, tuple[str, ...]], dict[str, int]]


Offered = tuple[str, str]


def chain(
    ratings: Sequence[Rating], wishes: Mapping[str, Sequence[str]], seats: Mapping[str, int], held: dict[str, str]
) -> Iterator[Offered]:
    """Free seats offered on, one after another, each to the head of its reserve; all accept, ``held`` follows."""
    passed: set[Offered] = set()
    while True:
        taken = {g: [n for n, have in held.items() if have == g] for g in seats}
        waiting = reserve(ratings, wishes, held, passed)
        free = next((g for g, left in free_seats(seats, taken).items() if left > 0 and waiting[g]), None)
        if free is None:
            return
        number = waiting[free][0][1][0]
        passed.add((number, free))
        held[number] = free
        yield number, free


def test_a_freed_seat_is_offered_on_to_the_end_of_the_chain() -> None:
    ratings = [tier("А", "1", "2", "3"), tier("Б", "1", "2", "3 4")]
    wishes = {"1": ("А",), "2": ("А", "Б"), "3": ("Б",), "4": ("Б",)}
    seats = {"А": 1, "Б": 1}
    first = allocate(ratings, wishes, seats)
    assert first.seated == {"А": ("1",), "Б": ("2",)}
    held = {"2": "Б"}
    left = {number: groups for number, groups in wishes.items() if number != "1"}
    assert reserve(ratings, left, held) == {"А": ((2, ("2",)),), "Б": ((3, ("3", "4")),)}
    assert list(chain(ratings, left, seats, held)) == [("2", "А"), ("3", "Б")]


def test_who_had_an_offer_of_the_seat_is_not_offered_it_again() -> None:
    ratings = [tier("А", "1", "2 3"), tier("Б", "2", "3")]
    wishes = {"2": ("А", "Б"), "3": ("А",)}
    passed = [("2", "А")]
    assert reserve(ratings, wishes, {}, passed) == {"А": ((2, ("3",)),), "Б": ((1, ("2",)),)}
    assert reserve(ratings, wishes, {"2": "Б"}, passed) == {"А": ((2, ("3",)),), "Б": ()}


def test_a_further_wave_has_the_seats_that_are_left() -> None:
    ratings = [tier("А", "1", "2"), tier("Б", "3")]
    seats = {"А": 2, "Б": 2}
    first = allocate(ratings, {"1": ("А",), "2": ("А",), "3": ("Б",)}, seats)
    left = free_seats(seats, first.seated)
    assert left == {"А": 0, "Б": 1}
    second = allocate([tier("А", "7"), tier("Б", "8 9")], {"7": ("А",), "8": ("Б",), "9": ("Б",)}, left)
    assert second.seated == {"А": (), "Б": ("8", "9")}
    assert second.question == Question("Б", 1, ("8", "9"), 1)


@given(campaigns(), st.randoms(), st.data())
def test_nobody_loses_by_seats_offered_on_and_no_seat_stays_empty(
    campaign: Campaign, random: Random, data: st.DataObject
) -> None:
    ratings, wishes, seats = campaign
    before, _ = settled(ratings, wishes, seats, random)
    held = {n: g for g, numbers in before.seated.items() for n in numbers}
    gone = data.draw(st.sets(st.sampled_from(sorted(held)))) if held else set()
    now = {number: group for number, group in held.items() if number not in gone}
    left = {number: groups for number, groups in wishes.items() if number not in gone}
    moves = list(chain(ratings, left, seats, now))
    assert len(moves) == len(set(moves))
    assert not gone & now.keys()
    for number in held.keys() - gone:
        assert wishes[number].index(now[number]) <= wishes[number].index(held[number])
    waiting = reserve(ratings, left, now)
    for group in seats:
        seated = [n for n, have in now.items() if have == group]
        assert len(seated) <= seats[group]
        assert not waiting[group] or len(seated) == seats[group]


@given(campaigns(), st.randoms())
def test_the_outcome_is_that_of_a_foreign_referee(campaign: Campaign, random: Random) -> None:
    """Ties broken beforehand by chance: deferred acceptance has one answer that is best for the children."""
    matching = pytest.importorskip("matching.games", reason="the package «matching» is a referee for developers")
    ratings, wishes, seats = campaign
    strict = [tier(r.group, *_shuffled(r, random)) for r in ratings]
    ranks = {r.group: [e.result.number for e in r.entries] for r in strict}
    children = {n: [g for g in groups if n in ranks[g]] for n, groups in wishes.items()}
    children = {n: groups for n, groups in children.items() if groups}
    hospitals = {g: [n for n in numbers if n in children] for g, numbers in ranks.items()}
    hospitals = {g: numbers for g, numbers in hospitals.items() if numbers}
    outcome = allocate(strict, wishes, seats)
    assert outcome.question is None
    if not children:
        return
    game = matching.HospitalResident.create_from_dictionaries(children, hospitals, {g: seats[g] for g in hospitals})
    solved = game.solve(optimal="resident")
    found = {str(group): {str(one) for one in seated} for group, seated in solved.items()}
    assert {g: set(numbers) for g, numbers in outcome.seated.items() if g in found} == found


def _shuffled(rating: Rating, random: Random) -> list[str]:
    order: list[str] = []
    for _, equals in rating.tiers():
        mixed = list(equals)
        random.shuffle(mixed)
        order += mixed
    return order


def test_independent_lists_and_the_childs_own_choice() -> None:
    ratings = [tier("А", "1", "2", "3"), tier("Б", "1", "3", "2")]
    seats = {"А": 1, "Б": 1}
    first = offer(ratings, seats)
    assert first.offered == {"А": ("1",), "Б": ("1",)}
    assert first.choosing == ("1",)
    second = offer(ratings, seats, [Answer("1", "Б", takes=True)])
    assert second.offered == {"А": ("2",), "Б": ("1",)}
    assert second.choosing == ()
    assert second.reserve == {"А": ((3, ("3",)),), "Б": ((2, ("3",)), (3, ("2",)))}
    third = offer(ratings, seats, [Answer("1", "Б", takes=True), Answer("2", "А", takes=False)])
    assert third.offered == {"А": ("3",), "Б": ("1",)}


def test_equals_at_the_last_seat_of_an_independent_list_wait_for_the_commission() -> None:
    ratings = [tier("А", "1", "2 3", "4")]
    waiting = offer(ratings, {"А": 2})
    assert waiting.offered == {"А": ("1",)}
    assert waiting.question == Question("А", 2, ("2", "3"), 1)
    decided = offer(ratings, {"А": 2}, [Decision("А", ("3",))])
    assert decided.offered == {"А": ("1", "3")}
    assert decided.question is None


def test_who_left_stands_in_no_list_and_the_next_may_have_to_choose() -> None:
    ratings = [tier("А", "1", "2", "3"), tier("Б", "2", "3", "1")]
    seats = {"А": 1, "Б": 1}
    assert offer(ratings, seats).choosing == ()
    after = offer(ratings, seats, [Left("1")])
    assert (after.choosing, after.groups_of("2")) == (("2",), ("А", "Б"))
    assert after.fits(Answer("2", "А", takes=True))
    assert not after.fits(Answer("3", "Б", takes=True))
    assert not after.fits(Decision("А", ("2",)))
    assert offer(ratings, seats, [Left("1"), Answer("2", "Б", takes=True)]).offered == {"А": ("3",), "Б": ("2",)}


def test_who_has_not_chosen_waits_in_every_other_list() -> None:
    ratings = [tier("А", "1", "2"), tier("Б", "1", "2"), tier("В", "2")]
    assert wanted(ratings, {"1": "Б", "2": "В"}, ["1"]) == {"1": ("Б",), "2": ("А", "Б", "В")}
    assert reserve(ratings, wanted(ratings, {"1": "Б"}), {"1": "Б"}) == {
        "А": ((1, ("1",)), (2, ("2",))),
        "Б": ((2, ("2",)),),
        "В": ((1, ("2",)),),
    }


@pytest.mark.parametrize(
    ("acts", "finding"),
    [
        ([Answer("4", "А", takes=True)], "not_offered"),
        ([Answer("1", "Б", takes=True)], "not_offered"),
        ([Answer("2", "А", takes=True)], "not_offered"),
        ([Decision("А", ("4",))], "not_equals"),
        ([Decision("А", ("2",)), Decision("А", ("3",))], "not_asked"),
    ],
)
def test_an_act_that_does_not_fit_is_refused(acts: Sequence[ListAct], finding: str) -> None:
    with pytest.raises(Refused) as raised:
        offer([tier("А", "1", "2 3", "4")], {"А": 2}, acts)
    assert raised.value.finding.id == f"allocation.{finding}"
    assert "{" not in sentence(raised.value.finding)


@given(campaigns(), st.randoms())
def test_independent_lists_lose_no_seat_and_skip_nobody(campaign: Campaign, random: Random) -> None:
    ratings, _, seats = campaign
    acts: list[ListAct] = []
    while True:
        offers = offer(ratings, seats, acts)
        if offers.question is not None:
            acts.append(
                Decision(offers.question.group, tuple(random.sample(offers.question.equals, offers.question.fit)))
            )
        elif offers.choosing and not random.randrange(4):
            acts.append(Left(offers.choosing[0]))
        elif offers.choosing:
            child = offers.choosing[0]
            acts.append(Answer(child, random.choice([g for g, n in offers.offered.items() if child in n]), takes=True))
        else:
            break
    _check_lists(offers.offered, offers.reserve, seats)
    given_to = [number for numbers in offers.offered.values() for number in numbers]
    assert len(given_to) == len(set(given_to))
    gone = {act.number for act in acts if isinstance(act, Left)}
    assert gone.isdisjoint(given_to)
    for rating in ratings:  # whoever is not seated where others behind are has left, chosen elsewhere or lost a tie
        decided = {n for act in acts if isinstance(act, Decision) and act.group == rating.group for n in act.given}
        places = {entry.result.number: entry.place for entry in rating.entries}
        for number in {n for _, equals in offers.reserve[rating.group] for n in equals}:
            better = [s for s in offers.offered[rating.group] if places[s] > places[number]]
            equal = [s for s in offers.offered[rating.group] if places[s] == places[number]]
            assert not better
            assert all(s in decided for s in equal)


def _check_lists(
    offered: Mapping[str, tuple[str, ...]],
    reserve: Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]],
    seats: Mapping[str, int],
) -> None:
    for group, numbers in offered.items():
        assert len(numbers) <= seats[group]
        assert not reserve[group] or len(numbers) == seats[group]
