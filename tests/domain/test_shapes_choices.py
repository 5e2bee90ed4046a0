"""Shapes 10–16 of the scoring rules: which subjects count; one test a shape."""

from dataclasses import replace

import pytest

from otbor.domain.findings import Refused
from otbor.domain.participants import Key
from otbor.domain.values import State, Value
from tests.domain.scoring_samples import Given, person
from tests.domain.shapes import FIVE, MARKS, made, mark, result, total, trial


def test_10_a_list_whose_length_differs_by_profile() -> None:
    assert total(MARKS, FIVE) == 12
    assert result(made(MARKS), replace(person({mark("биология"): 5}), groups=("Б",)), "Б").total == 5


SLOTS = """source = "mark"
choice = { take = "slots", slots = [{ names = ["математика"] }, { names = ["физика", "химия"] }] }
"""


def test_11_mandatory_and_one_of_a_set() -> None:
    assert total(SLOTS, FIVE) == 9
    assert total(SLOTS, {mark("математика"): 5, mark("химия"): 3}) == 8
    assert total(SLOTS, {mark("физика"): 5, mark("химия"): 3}) is None, "the mandatory one lacks"
    assert total(SLOTS, {mark("математика"): 5, mark("физика"): 3, mark("химия"): Value(State.AWAITED)}) is None
    left_out = SLOTS + 'states = { missing = "left_out" }'
    assert total(left_out, {mark("химия"): 3}) == 3


def test_12_best_of_a_set_by_value() -> None:
    assert total('source = "mark"\nchoice = { take = "best", sets = ["choice"] }', FIVE) == 4


NAMED = 'source = "mark"\nchoice = { take = "named", question = "Предмет по выбору", sets = ["choice"] }\n'


@pytest.mark.parametrize(
    ("answer", "expected", "reason"),
    [("Химия", 3, ""), ("физика", 4, ""), ("история", None, "not_permitted"), (None, None, "not_named")],
)
def test_13_the_one_that_the_applicant_named(answer: str | None, expected: int | None, reason: str) -> None:
    named = {"предмет по выбору": answer} if answer else {}
    found = result(made(NAMED), replace(person(FIVE), named=named))
    assert found.total == expected
    assert [f.id for f in found.reasons] == ([f"scoring.{reason}"] if reason else [])


def test_14_k_of_n() -> None:
    assert (
        total('source = "mark"\nchoice = { take = "best", names = ["математика", "физика", "химия"], count = 2 }', FIVE)
        == 9
    )


def test_15_two_slots_that_share_a_subject_take_it_once() -> None:
    text = """source = "mark"
choice = { take = "slots", slots = [{ names = ["математика", "физика"] }, { names = ["физика", "химия"] }] }"""
    assert total(text, FIVE) == 9
    assert total(text, {mark("физика"): 5}) is None
    assert total(text, {mark("математика"): 3, mark("физика"): 5, mark("химия"): 2}) == 8, "not 5 twice"


def test_15_the_best_permitted_pair() -> None:
    text = """source = "mark"
choice = { take = "variants", variants = [{ names = ["математика", "химия"] }, { names = ["физика", "химия"] }] }"""
    assert total(text, FIVE) == 8
    assert total(text, {mark("физика"): 4, mark("химия"): 3}) == 7
    assert total(text, {mark("математика"): 5, mark("физика"): 4}) is None, "no pair is whole"


def test_16_a_chosen_variant_of_a_test() -> None:
    text = """source = "test"
choice = { take = "named", question = "Вариант испытания", names = ["математика", "физика"] }
conversion = { by = "names", names = { "математика" = { by = "value" } }, other = { by = "times", times = 2 } }"""
    both: dict[Key, Given] = {trial("математика"): 15, trial("физика"): 6}
    for answer, expected in (("математика", 15), ("физика", 12)):
        assert result(made(text), replace(person(both), named={"вариант испытания": answer})).total == expected


def test_15_slots_that_cannot_all_be_filled_are_a_mistake() -> None:
    text = """source = "mark"
choice = { take = "slots", slots = [
    { names = ["математика"] }, { names = ["математика"] }, { names = ["физика", "химия"] },
] }"""
    with pytest.raises(Refused) as raised:
        made(text)
    assert {f.id for f in raised.value.findings} == {"scheme.nothing_to_choose"}
