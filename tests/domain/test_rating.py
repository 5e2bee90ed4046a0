"""The rating: golden lists, shared places, deciding keys, and what may never change a place."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.numbering import natural
from otbor.domain.participants import Kind, Participant
from otbor.domain.rating import Rating, columns, inputs_hash, rate, to_rows
from otbor.domain.scheme import identity
from otbor.domain.scoring import Plan, Result, Status
from otbor.domain.values import State, Value, known
from tests import golden, reference
from tests.domain.scoring_samples import PORTFOLIO, scheme

WORDS = {"below_minimum": "below minimum", "not_rated": "not rated"}
BEFORE, AFTER = golden.licey8(appeals=False), golden.licey8(appeals=True)
TESTS = [(Kind.TEST, subject) for subject in ("математика", "физика", "информатика")]


def rated(case: str, participants: Sequence[Participant]) -> list[Rating]:
    made = golden.scheme(case)
    return [rate(made, g.code, Plan(made, g.code).score_all(participants)) for g in made.groups]


def lines(ratings: Sequence[Rating]) -> list[dict[str, str]]:
    return [
        {
            name: "" if cell is None else WORDS.get(str(cell), str(cell))
            for name, cell in zip(columns(r), row, strict=True)
        }
        for r in ratings
        for row in to_rows(r)
    ]


def places(rating: Rating) -> dict[str, int]:
    return {entry.result.number: entry.place for entry in rating.entries}


@pytest.mark.parametrize(("table", "participants"), [("preliminary", BEFORE), ("final", AFTER)])
def test_licey8_comes_out_as_golden(table: str, participants: list[Participant]) -> None:
    wanted = [{"number" if k == "no" else k: v for k, v in row.items()} for row in golden.expected("licey8", table)]
    assert lines(rated("licey8", participants)) == wanted


@pytest.mark.parametrize("case", ["percent", "average"])
def test_the_tenth_grades_come_out_as_golden(case: str) -> None:
    found = []
    for rating in rated(case, golden.tenth(case)):
        for entry in rating.entries:
            result = entry.result
            if case == "percent":
                key = f"{result.total} {result.keys[0] == 1} {result.keys[1]}"
            else:
                key = f"{result.stratum == 0} {result.total} {result.keys[0]}"
            found.append((rating.group, str(entry.place), result.number, key, " ".join(map(str, result.parts))))
        found += [(rating.group, "not rated", r.number, "", " ".join(map(str, r.parts))) for r in rating.out]
        assert all(r.status is Status.NOT_RATED and r.reasons for r in rating.out)
    assert found == [tuple(row.values()) for row in golden.expected(case, "rating")]


def result(number: str, total: int | str, *keys: int | None, stratum: int = 1) -> Result:
    made = tuple(None if key is None else Decimal(key) for key in keys)
    return Result(number, Status.RATED, Decimal(total), (Decimal(total),), stratum, made)


KEY = '[[keys]]\nid = "{0}"\ntitle = "{0}"\nby = "value"\nsource = "fact"\nname = "{0}"\n'
TWO_KEYS = scheme(PORTFOLIO, rest=KEY.format("k1") + KEY.format("k2"))


def test_shared_places_and_what_decided() -> None:
    results = [
        result("10", 50, 1, 1),
        result("9", 50, 1, 1),
        result("8", 50, 1, 0),
        result("7", 50, 0, 5),
        result("6", 50, None, 5),
        result("5", "50.5", 0, 0),
        result("4", 1, 0, 0, stratum=0),
        result("3", "50.0", None, 5),
    ]
    rating = rate(TWO_KEYS, "А", results)
    assert [(e.place, e.result.number, e.decided_by) for e in rating.entries] == [
        (1, "4", ""),
        (2, "5", "stratum"),
        (3, "9", "total"),
        (3, "10", ""),
        (5, "8", "k2"),
        (6, "7", "k1"),
        (7, "3", "k1"),
        (7, "6", ""),
    ]
    assert rating.tiers() == ((1, ("4",)), (2, ("5",)), (3, ("9", "10")), (5, ("8",)), (6, ("7",)), (7, ("3", "6")))


def test_those_out_are_listed_apart_and_awaited_block_the_final_rating() -> None:
    out = [replace(result(str(n), 9, None, None), status=status) for n, status in enumerate(Status)][1:]
    rating = rate(TWO_KEYS, "А", [*out, result("77", 1, 0, 0)])
    assert places(rating) == {"77": 1}
    assert {r.status for r in rating.out} == set(Status) - {Status.RATED}
    assert [r.status for r in rating.awaited] == [Status.AWAITED]


def test_a_participant_is_rated_once() -> None:
    with pytest.raises(ValueError, match="once"):
        rate(TWO_KEYS, "А", [result("1", 1, 0, 0), result("1", 2, 0, 0)])


def test_numbers_of_lines_sort_as_people_count() -> None:
    numbers = ["2026-8-0010", "2026-8-9", "10", "9", "Б-2", "Б-10", ""]
    assert sorted(numbers, key=natural) == ["", "9", "10", "2026-8-9", "2026-8-0010", "Б-2", "Б-10"]


def test_the_rating_names_its_scheme_and_its_inputs() -> None:
    assert rated("licey8", AFTER)[0].scheme_hash == identity(golden.scheme("licey8"))
    shuffled = AFTER[::-1]
    assert inputs_hash(shuffled) == inputs_hash(AFTER) != inputs_hash(BEFORE)
    renamed = [replace(AFTER[0], name="другое имя"), *AFTER[1:]]
    assert inputs_hash(renamed) == inputs_hash(AFTER), "names make no points"


@given(st.randoms())
def test_the_order_of_the_input_never_matters(random: Random) -> None:
    shuffled = AFTER[:]
    random.shuffle(shuffled)
    assert rated("licey8", shuffled) == rated("licey8", AFTER)


@given(st.permutations(range(1, len(AFTER) + 1)))
def test_numbers_never_make_a_place(numbers: list[int]) -> None:
    new = {p.number: str(number) for p, number in zip(AFTER, numbers, strict=True)}
    renumbered = [replace(p, number=new[p.number]) for p in AFTER]
    for before, after in zip(rated("licey8", AFTER), rated("licey8", renumbered), strict=True):
        assert {new[number]: place for number, place in places(before).items()} == places(after)


@given(st.sampled_from(AFTER), st.sampled_from(TESTS), st.integers(1, 20))
def test_more_points_never_lower_a_place(pupil: Participant, key: tuple[Kind, str], more: int) -> None:
    value = pupil.values.get(key)
    if value is None or value.number is None:
        return
    better = golden.with_value(pupil, key, known(value.number + more))
    changed = [better if p is pupil else p for p in AFTER]
    for before, after in zip(rated("licey8", AFTER), rated("licey8", changed), strict=True):
        if pupil.number in places(before):
            assert places(after)[pupil.number] <= places(before)[pupil.number]


@st.composite
def mutated(draw: st.DrawFn) -> list[Participant]:
    """The pupils of licey8, some with other points, marks, appeals, achievements or wishes."""
    pupils = AFTER[:]
    for index in draw(st.lists(st.integers(0, len(pupils) - 1), max_size=40)):
        pupil = pupils[index]
        for key in TESTS:
            if key in pupil.values and draw(st.booleans()):
                absent = draw(st.integers(0, 9)) == 0
                value = Value(State.DID_NOT_COME) if absent else known(draw(st.integers(0, 20)))
                pupil = golden.with_value(pupil, key, value)
        mark = (Kind.MARK, draw(st.sampled_from(["математика", "физика", "информатика"])))
        pupil = golden.with_value(pupil, mark, known(draw(st.integers(3, 5))))
        other = draw(st.sampled_from(AFTER)).achievements
        pupils[index] = replace(pupil, achievements=pupil.achievements + other)
    return draw(st.permutations(pupils))


@given(mutated())
def test_any_campaign_is_rated_as_by_the_naive_reference(participants: list[Participant]) -> None:
    for rating in rated("licey8", participants):
        found = [
            (str(place), number, tuple(None if n is None else int(n) for n in (total, *numbers)))
            for _, place, number, total, *numbers in to_rows(rating)
        ]
        assert found == reference.rating(participants, rating.group)
