"""Shapes 17–22 and 33–39 of the scoring rules: in or out, total and order; one test a shape."""

from dataclasses import replace
from decimal import Decimal

import pytest

from otbor.domain.allocation import Decision, Question, allocate, reserve
from otbor.domain.participants import Key, Kind, Participant
from otbor.domain.rating import rate
from otbor.domain.scheme import Scheme
from otbor.domain.scoring import Plan, Status
from otbor.domain.values import State, Value, known
from otbor.wording.scheme import describe
from tests.domain.scoring_samples import Given, olympiad, person
from tests.domain.shapes import FIVE, HEAD, MARKS, TEST, fact, made, mark, result, total, trial


def gate(body: str) -> str:
    return f'[[gates]]\ngate = "required"\ntitle = "Условие"\n{body}'


def test_17_18_minimums() -> None:
    minimum = '[[gates]]\ngate = "minimum"\nof = "{}"\npoints = 10\ngroups = ["{}"]\n'
    values: dict[Key, Given] = FIVE | {trial("математика"): 9}
    for of, status in (("total", Status.RATED), ("c0", Status.RATED), ("c1", Status.BELOW_MINIMUM)):
        assert result(made(MARKS, TEST, rest=minimum.format(of, "А")), person(values)).status is status
    other_group = minimum.format("c1", "Б")
    assert result(made(MARKS, TEST, rest=other_group), person(values)).status is Status.RATED


def test_19_below_its_minimum_is_not_counted() -> None:
    best = """source = "mark"
choice = { take = "best", names = ["математика", "физика", "химия"], count = 3 }
minimum = 4
"""
    assert total(f'{best}states = {{ below_minimum = "left_out" }}', FIVE) == 9
    assert total(best, FIVE) is None


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({mark("математика"): 4, mark("физика"): 3, mark("химия"): 5}, Status.RATED),
        ({mark("математика"): 3, mark("физика"): 5, mark("химия"): 5}, Status.NOT_RATED),
        ({mark("математика"): 4, mark("физика"): 3, mark("химия"): 3}, Status.NOT_RATED),
        ({mark("математика"): 4, mark("физика"): 3, mark("химия"): 3, fact("призёр"): 1}, Status.RATED),
        (
            {mark("математика"): 4, mark("физика"): 3, mark("химия"): 3, fact("призёр"): Value(State.AWAITED)},
            Status.AWAITED,
        ),
    ],
)
def test_20_gate_with_and_or_over_marks_and_means(values: dict[Key, Given], status: Status) -> None:
    mean = f'{MARKS}combine = "mean"\nin_total = false'
    rest = gate("""when = [
    { has = "all", of = [
        { has = "value", source = "mark", name = "математика", least = 4 }, { has = "points", of = "c1", least = 4 },
    ] },
    { has = "fact", name = "призёр" },
]""")
    found = result(made(MARKS, mean, rest=rest), person(values))
    assert found.status is status
    assert found.total == sum(v for k, v in values.items() if k[0] is Kind.MARK and isinstance(v, int))


def test_20_a_gate_over_the_total_and_a_component_that_lacks() -> None:
    rest = gate('when = [{ has = "points", of = "total", least = 5, most = 20 }]')
    assert result(made(MARKS, rest=rest), person(FIVE)).status is Status.RATED
    minimum = '[[gates]]\ngate = "minimum"\nof = "c1"\npoints = 1'
    lacking = result(made(MARKS, f"{TEST}in_total = false", rest=minimum), person(FIVE))
    assert lacking.status is Status.NOT_RATED
    assert lacking.total == 12


def test_21_territory_health_previous_grade() -> None:
    rest = gate('groups = ["А"]\nwhen = [{ has = "fact", name = "здоровье" }]')
    for given, status in ((1, Status.RATED), (0, Status.NOT_RATED), (Value(State.AWAITED), Status.AWAITED)):
        found = result(made(MARKS, rest=rest), person({**FIVE, fact("здоровье"): given}))
        assert found.status is status
    assert (
        result(made(MARKS, rest=rest), replace(person({mark("биология"): 5}), groups=("Б",)), "Б").status
        is Status.RATED
    )


@pytest.mark.parametrize(
    ("effect", "status", "expected"),
    [('"left_out"', Status.RATED, "4.5"), ('"not_rated"', Status.NOT_RATED, None), ("3", Status.RATED, "4")],
)
def test_22_a_subject_not_taught_before(effect: str, status: Status, expected: str | None) -> None:
    text = f'{MARKS}combine = "mean"\nstates = {{ not_taught = {effect} }}'
    found = result(made(text), person({**FIVE, mark("химия"): Value(State.NOT_TAUGHT)}))
    assert found.status is status
    assert found.total == (Decimal(expected) if expected else None)
    rest = gate('when = [{ has = "state", source = "mark", name = "химия", states = ["not_taught", "missing"] }]')
    for value, passes in ((Value(State.NOT_TAUGHT), True), (known(3), False)):
        found = result(made(f"{MARKS}states = {{ not_taught = 0 }}", rest=rest), person({**FIVE, mark("химия"): value}))
        assert (found.status is Status.RATED) == passes


def test_33_sum_weighted_sum_mean_and_rounding() -> None:
    values: dict[Key, Given] = {**FIVE, trial("математика"): 11}
    for tail, expected in (
        ("", "23"),
        ('[total]\ncombine = "mean"\ndigits = 0', "12"),
        ('[total]\ncombine = "max"', "12"),
        ("[total]\ncap = 20", "20"),
    ):
        assert result(made(MARKS, TEST, rest=tail), person(values)).total == Decimal(expected)
    weighted = made(f"{MARKS}weight = 0.3", f"{TEST}weight = 0.7", rest="[total]\ndigits = 1")
    assert result(weighted, person(values)).total == Decimal("11.3")


@pytest.mark.parametrize(
    ("take", "expected"), [('"all"', 23), ('"best"', 12), ('"best"\ncount = 2', 23), ('"first"', 12)]
)
def test_33_components_of_components(take: str, expected: int) -> None:
    together = f'source = "components"\nof = ["c0", "c1"]\ntake = {take}\n'
    scheme = made(f"{MARKS}in_total = false", f"{TEST}in_total = false", together)
    values: dict[Key, Given] = {**FIVE, trial("математика"): 11}
    assert result(scheme, person(values)).total == expected
    alone = result(scheme, person({trial("математика"): 11}))
    lacks = take == '"all"' or "count" in take
    assert alone.status is (Status.NOT_RATED if lacks else Status.RATED)
    assert alone.total == (None if lacks else 11)
    waiting = result(scheme, person({**FIVE, trial("математика"): Value(State.AWAITED)}))
    assert waiting.status is (Status.RATED if take == '"first"' else Status.AWAITED)


STRATUM = '[[strata]]\nid = "s"\ntitle = "Без конкурса"\nwhen = [{ has = "fact", name = "без конкурса" }]\n'


def ranked(scheme: Scheme, *people: Participant) -> list[tuple[int, str, str]]:
    rating = rate(scheme, "А", Plan(scheme, "А").score_all(people))
    return [(entry.place, entry.result.number, entry.decided_by) for entry in rating.entries]


def test_34_enrolled_without_competition() -> None:
    gates = '[[gates]]\ngate = "minimum"\nof = "total"\npoints = 10\ngroups = ["А"]\n'
    first, second = person({fact("без конкурса"): 1}, number="1"), person(FIVE, number="2")
    assert ranked(made(MARKS, rest=gates + STRATUM + "exempt = true"), first, second) == [
        (1, "1", ""),
        (2, "2", "stratum"),
    ]
    assert ranked(made(MARKS, rest=gates + STRATUM), first, second) == [(1, "2", "")]


RIGHT = """[[keys]]
id = "k"
title = "Преимущественное право"
by = "condition"
when = [{ has = "fact", name = "право" }]
"""


def test_35_the_right_as_a_stratum_or_on_equality() -> None:
    weak = person({mark("математика"): 3, mark("физика"): 3, mark("химия"): 3, fact("право"): 1}, number="1")
    strong, equal = person(FIVE, number="2"), person({**FIVE, fact("право"): 1}, number="3")
    stratum = STRATUM.replace("без конкурса", "право")
    assert [n for _, n, _ in ranked(made(MARKS, rest=stratum), weak, strong, equal)] == ["3", "1", "2"]
    assert ranked(made(MARKS, rest=RIGHT), weak, strong, equal) == [(1, "3", ""), (2, "2", "k"), (3, "1", "total")]


def test_36_keys() -> None:
    keys = """
[[keys]]
id = "second"
title = "Призёр регионального этапа"
by = "condition"
when = [{ has = "achievement", category = "16.2", results = ["призёр"], subjects = { sets = ["in_depth"] } }]
[[keys]]
id = "tests"
title = "Сумма испытаний"
by = "components"
components = ["c0", "c1"]
[[keys]]
id = "age"
title = "Возраст"
by = "value"
source = "fact"
name = "возраст"
prefer = "lower"
[[keys]]
id = "extra"
title = "Дополнительное испытание"
by = "value"
source = "test"
name = "физика"
equals_only = true
"""
    scheme = made(f"{MARKS}weight = 2", TEST, rest=keys)
    (said,) = [text for text in describe(scheme) if text.startswith("При равенстве")]
    for told in (
        "Призёр регионального этапа (результат: призёр, категория 16.2, предметы: ",
        "Сумма испытаний (сумма баллов по показателям: «Показатель 0», «Показатель 1»)",
        "Возраст (сведения «возраст»; без этих сведений — ниже всех, у кого они есть; выше тот, у кого меньше)",
        "Дополнительное испытание (балл испытания «физика»; проводится только для равных; ",
    ):
        assert told in said, told
    one: dict[Key, Given] = {**FIVE, trial("математика"): 9, fact("возраст"): 15}
    people = [
        person(one, number="1"),
        person({**one, fact("возраст"): 14}, number="2"),
        person(one, olympiad("16.2", "призёр"), number="3"),
        person({**one, trial("физика"): 3}, number="4"),
        person({**one, trial("физика"): Value(State.AWAITED)}, number="5"),
    ]
    assert ranked(scheme, *people) == [
        (1, "3", ""),
        (2, "2", "second"),
        (3, "4", "age"),
        (4, "1", "extra"),
        (4, "5", ""),
    ]


def test_38_a_class_of_two_half_groups() -> None:
    head = HEAD.replace('title = "А",', 'title = "А", in_class = "10А", seats = 12,').replace(
        'title = "Б",', 'title = "Б", in_class = "10А", seats = 13,'
    )
    said = " ".join(describe(made(MARKS, head=head)))
    assert "Группа «А» — А (часть класса 10А)" in said
    assert "мест: 12" in said


def test_39_how_seats_are_given_is_said() -> None:
    assert "по своему рейтингу" in " ".join(describe(made(MARKS, rest='[seats]\nby = "independent"')))
    assert "которую он назвал раньше" in " ".join(describe(made(MARKS)))


def test_36_a_key_says_its_rounding_and_what_it_compares_whatever_it_is_called() -> None:
    key = '[[keys]]\nid = "k"\ntitle = "{}"\n{}\n'
    average = key.format("Средний балл", 'by = "value"\nsource = "fact"\nname = "средний балл"\ndigits = 1\nabsent = 2')
    own = key.format("показатель 0", 'by = "component"\ncomponent = "c0"').replace('"k"', '"l"')
    (said,) = [text for text in describe(made(MARKS, rest=average + own)) if text.startswith("При равенстве")]
    assert "сведения «средний балл»; с округлением до десятых; без этих сведений считается 2)" in said
    assert "2) показатель 0 (балл по показателю «Показатель 0»)" in said


def test_34_the_order_of_strata_is_said() -> None:
    second = STRATUM.replace('id = "s"', 'id = "t"').replace("Без конкурса", "Льгота").replace("без конкурса", "льгота")
    said = " ".join(describe(made(MARKS, rest=STRATUM + second)))
    assert said.index("Впереди остальных независимо от балла: Без") < said.index("Следом за ними, тоже независимо")


def test_37_to_40_from_equal_points_to_the_seats_of_two_halves_of_a_class() -> None:
    """Shared places, the commission at the last seat, the child's own order, the reserve and a freed seat."""
    sets = "sets = { choice"
    head = HEAD.replace(f'["математика", "физика", "химия"], {sets}', f'["математика"], in_class = "10А", {sets}')
    head = head.replace(f'["биология"], {sets}', f'["физика"], in_class = "10А", {sets}')
    scheme = made(MARKS, head=head)
    marks = {"1": (5, 5), "2": (5, 5), "3": (4, 5), "4": (4, 4)}
    wishes = {"1": ("А", "Б"), "2": ("А", "Б"), "3": ("Б", "А"), "4": ("А",)}
    people = [
        replace(person({mark("математика"): a, mark("физика"): b}, number=number), groups=wishes[number])
        for number, (a, b) in marks.items()
    ]
    ratings = [rate(scheme, code, Plan(scheme, code).score_all(people)) for code in ("А", "Б")]
    assert ratings[0].tiers() == ((1, ("1", "2")), (3, ("3", "4")))
    seats = {"А": 1, "Б": 1}
    asked = allocate(ratings, wishes, seats)
    assert asked.question == Question("А", 1, ("1", "2"), 1)
    assert allocate(ratings, wishes, seats, [Decision("А", ("2",))]).question == Question("Б", 1, ("1", "2", "3"), 1)
    settled = allocate(ratings, wishes, seats, [Decision("А", ("2",)), Decision("Б", ("3",))])
    assert settled.seated == {"А": ("2",), "Б": ("3",)}
    assert settled.reserve == {"А": ((1, ("1",)), (3, ("4",))), "Б": ((1, ("1",)),)}
    left = {number: groups for number, groups in wishes.items() if number != "2"}
    assert reserve(ratings, left, {"3": "Б"})["А"] == ((1, ("1",)), (3, ("4",)))
