"""Scoring of numbers: one test a shape, the states of a value, gates, the total."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.participants import Key, Kind
from otbor.domain.scheme import parse_scheme
from otbor.domain.scoring import Plan, Status, score
from otbor.domain.values import State, Value, half_up, known, plain, settled
from tests import golden
from tests.domain.scoring_samples import (
    CHEMISTRY,
    HEAD,
    MARKS,
    MATHS,
    MATHS_TEST,
    PHYSICS,
    THREE_MARKS,
    Given,
    numbers,
    person,
    points,
    scheme,
)


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("", "13"),
        ('combine = "mean"\ndigits = 2', "4.33"),
        ('combine = "max"', "5"),
        ('combine = "min"', "4"),
        ("conversion = { by = 'table', points = { 5 = 10, 4 = 2.5 } }", "15.0"),
        ("conversion = { by = 'ratio', maximum = 5 }", "2.6"),
        ("conversion = { by = 'ratio', maximum = 6, times = 100, digits = 1 }", "216.7"),
        ("cap = 12", "12"),
        ("weight = 0.5", "6.5"),
        ("cap = 12\nweight = 2", "24"),
        ('combine = "mean"\ndigits = 1\ncap = 4\nweight = 1.5', "6.0"),
    ],
)
def test_numbers_are_converted_combined_rounded_capped_weighted(tail: str, expected: str) -> None:
    assert points(f"{MARKS}\n{tail}", person(THREE_MARKS)) == Decimal(expected)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ('take = "all", names = ["физика", "химия"]', 8),
        ('take = "all", names = ["физика"], sets = ["in_depth"]', 13),
        ('take = "position", sets = ["in_depth"], position = 2', 4),
        ('take = "best", sets = ["in_depth"]', 5),
        ('take = "best", sets = ["in_depth"], count = 2', 9),
    ],
)
def test_choice(choice: str, expected: int) -> None:
    assert points(f'source = "mark"\nchoice = {{ {choice} }}', person(THREE_MARKS)) == expected


def test_the_best_is_the_best_after_conversion() -> None:
    text = """source = "exam"
choice = { take = "best", names = ["физика", "информатика"] }
conversion = { by = "ratio", maximum = { "физика" = 45, "информатика" = 19 }, times = 100, digits = 2 }"""
    assert points(text, person({(Kind.EXAM, "физика"): 30, (Kind.EXAM, "информатика"): 15})) == Decimal("78.95")


def test_flag() -> None:
    text = """source = "fact"
choice = { take = "all", names = ["аттестат с отличием"] }
conversion = { by = "flag", points = 3 }
states = { missing = "left_out" }"""
    key = (Kind.FACT, "аттестат с отличием")
    assert [points(text, person(values)) for values in ({key: 1}, {key: 0}, {})] == [3, 0, 0]
    assert score(scheme(text), "А", person({key: 2})).status is Status.NOT_RATED


def test_a_number_outside_the_table_gives_no_points_and_is_named() -> None:
    result = score(
        scheme(f"{MARKS}\nconversion = {{ by = 'table', points = {{ 5 = 5, 4 = 3 }} }}"),
        "А",
        person(THREE_MARKS | {CHEMISTRY: 3}),
    )
    assert result.status is Status.NOT_RATED
    assert [(f.id, f.values["name"]) for f in result.reasons] == [("scoring.no_points", "химия")]


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (None, Status.NOT_RATED),
        (Value(State.NOT_REQUIRED), Status.NOT_RATED),
        (Value(State.AWAITED), Status.AWAITED),
        (Value(State.RESERVE_DAY), Status.AWAITED),
        (Value(State.DID_NOT_COME), Status.ABSENT),
        (Value(State.ANNULLED), Status.NOT_RATED),
        (known(0), Status.RATED),
    ],
)
def test_no_state_is_zero(value: Value | None, status: Status) -> None:
    result = score(
        scheme(MATHS_TEST, MARKS), "А", person(THREE_MARKS | ({(Kind.TEST, "математика"): value} if value else {}))
    )
    assert result.status is status
    assert result.total == (13 if status is Status.RATED else None)
    assert result.parts == numbers(0 if status is Status.RATED else None, 13)
    assert bool(result.reasons) == (status is not Status.RATED)


@pytest.mark.parametrize("state", ["missing", "not_required", "did_not_come", "annulled"])
def test_the_scheme_says_what_a_state_does(state: str) -> None:
    value = {} if state == "missing" else {PHYSICS: Value(State(state))}
    marks = {MATHS: known(5), CHEMISTRY: known(4), **value}
    text = f'{MARKS}\ncombine = "mean"\nstates = {{ {state} = "EFFECT" }}'
    left_out = score(scheme(text.replace("EFFECT", "left_out")), "А", person(dict(marks)))
    assert (left_out.status, left_out.total) == (Status.RATED, Decimal("4.5"))
    assert score(scheme(text.replace("EFFECT", "absent")), "А", person(dict(marks))).status is Status.ABSENT


def test_below_its_minimum_a_value_is_not_counted_which_is_not_out() -> None:
    text = f"{MARKS}\nminimum = 4"
    low = person(THREE_MARKS | {CHEMISTRY: 3})
    refused = score(scheme(text), "А", low)
    assert (refused.status, refused.reasons[0].id) == (Status.NOT_RATED, "scoring.below_minimum")
    assert points(f'{text}\nstates = {{ below_minimum = "left_out" }}', low) == 9
    assert points(text.replace('take = "all"', 'take = "best"'), low) == 5


@pytest.mark.parametrize(
    ("values", "status", "total"),
    [
        ({MATHS: 5}, Status.RATED, 5),
        ({}, Status.NOT_RATED, None),
        ({MATHS: 5, PHYSICS: Value(State.AWAITED)}, Status.AWAITED, None),
        ({PHYSICS: Value(State.AWAITED)}, Status.AWAITED, None),
        ({MATHS: 5, PHYSICS: Value(State.DID_NOT_COME)}, Status.RATED, 5),
        ({PHYSICS: Value(State.DID_NOT_COME)}, Status.ABSENT, None),
    ],
)
def test_the_best_of_what_there_is(values: dict[Key, Given], status: Status, total: int | None) -> None:
    result = score(scheme(MARKS.replace('"all"', '"best"')), "А", person(values))
    assert (result.status, result.total) == (status, total)


def test_did_not_come_weighs_more_than_awaited() -> None:
    waiting = person(
        THREE_MARKS | {PHYSICS: Value(State.AWAITED), (Kind.TEST, "математика"): Value(State.DID_NOT_COME)}
    )
    assert score(scheme(MARKS, MATHS_TEST), "А", waiting).status is Status.ABSENT


def test_gates() -> None:
    gates = '[[gates]]\ngate = "minimum"\nof = "{}"\npoints = 12\n'
    tested = person(THREE_MARKS | {(Kind.TEST, "математика"): 11})
    for of, status in (("total", Status.RATED), ("c0", Status.BELOW_MINIMUM), ("c1", Status.RATED)):
        result = score(scheme(MATHS_TEST, MARKS, rest=gates.format(of)), "А", tested)
        assert result.status is status
        assert result.total == 24
    waiting = person({**THREE_MARKS, MATHS: Value(State.AWAITED), (Kind.TEST, "математика"): 11})
    below = score(scheme(MATHS_TEST, MARKS, rest=gates.format("c0")), "А", waiting)
    assert below.status is Status.BELOW_MINIMUM, "it is out whatever comes"


def test_a_component_of_other_groups_is_no_column() -> None:
    two = HEAD.replace("[[tests]]", '[[groups]]\ncode = "Б"\ntitle = "Б"\nin_depth = ["химия"]\n[[tests]]')
    two += f'[[components]]\nid = "a"\ntitle = "a"\n{MARKS}\n'
    two += f'[[components]]\nid = "b"\ntitle = "b"\ngroups = ["А"]\n{MARKS}'
    plan = Plan(parse_scheme(two, "two.toml", golden.subjects()), "Б")
    assert plan.score(person(THREE_MARKS)).parts == numbers(4)
    with pytest.raises(KeyError):
        Plan(plan.scheme, "В")


def test_total_is_combined_and_rounded_by_the_scheme() -> None:
    result = score(
        scheme(MARKS, MATHS_TEST, rest='[total]\ncombine = "mean"\ndigits = 0'),
        "А",
        person(THREE_MARKS | {(Kind.TEST, "математика"): 12}),
    )
    assert result.total == 13, "12.5, a half up"


@given(st.decimals(-1000, 1000, places=5), st.integers(0, 4))
def test_a_half_is_rounded_up(number: Decimal, digits: int) -> None:
    rounded = half_up(number, digits)
    step = Decimal(1).scaleb(-digits)
    assert abs(rounded - number) <= step / 2
    if abs(rounded - number) == step / 2:
        assert abs(rounded) > abs(number)


@pytest.mark.parametrize(("given_", "shown"), [("20.0", "20"), ("100", "100"), ("4.50", "4.5"), ("0.0", "0")])
def test_a_number_without_needless_zeros(given_: str, shown: str) -> None:
    assert str(plain(Decimal(given_))) == shown


def test_three_thirds_are_one_and_a_tie_is_not_broken_by_a_division() -> None:
    third = 'source = "mark"\nchoice = { take = "all", names = ["NAME"] }\nconversion = { by = "ratio", maximum = 3 }'
    made = scheme(*(third.replace("NAME", name) for name in ("математика", "физика", "химия")))
    thirds = score(made, "А", person({MATHS: 2, PHYSICS: 2, CHEMISTRY: 2}))
    assert thirds.total == 2
    assert score(made, "А", person({MATHS: 3, PHYSICS: 2, CHEMISTRY: 1})).total == 2
    mean = f'{MARKS}\ncombine = "mean"\nconversion = {{ by = "ratio", maximum = 3 }}'
    gate = '[[gates]]\ngate = "minimum"\nof = "c0"\npoints = 1\n'
    assert score(scheme(mean, rest=gate), "А", person({MATHS: 2, PHYSICS: 3, CHEMISTRY: 4})).status is Status.RATED
    rounded = scheme(f"{mean}\ndigits = 0\nweight = 2.5")
    assert score(rounded, "А", person({MATHS: 2, PHYSICS: 3, CHEMISTRY: 4})).total == Decimal("2.5")


@given(st.decimals(0, 10**6, places=6), st.integers(1, 1000))
def test_what_is_settled_is_the_number_without_dust(number: Decimal, parts: int) -> None:
    assert settled(number) == number
    assert settled(sum([number / parts] * parts, Decimal(0))) == number
