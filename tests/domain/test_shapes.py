"""Every shape of the scoring rules as data: one test a shape, numbered as the list of shapes is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from otbor.domain.participants import Achievement, Key, Kind, Participant
from otbor.domain.rating import rate
from otbor.domain.scales import Scale, parse_scale
from otbor.domain.scheme import Scheme, parse_scheme
from otbor.domain.scheme.library import Library, parse_events
from otbor.domain.scoring import Plan, Result, Status, explain
from otbor.domain.values import State, Value, known
from otbor.wording.explanation import explain_text
from otbor.wording.scheme import describe
from tests import golden
from tests.domain.scoring_samples import Given, numbers, olympiad, person

HEAD = """
title = "Схема"
version = "1"
grade = 10
year = 2026
groups = [
    { code = "А", title = "А", in_depth = ["математика", "физика", "химия"], sets = { choice = ["физика", "химия"] } },
    { code = "Б", title = "Б", in_depth = ["биология"], sets = { choice = ["биология", "химия", "история"] } },
]
tests = [{ name = "математика", maximum = 20 }, { name = "физика", maximum = 20 }]
"""
SCALE = """
year = 2026
source = "Письмо"
[[scales]]
subjects = ["математика"]
maximum = 31
borders = { 3 = 8, 4 = 15, 5 = 22 }
conditions = [{ part = "геометрия", title = "задания по геометрии", least = { 3 = 2 } }]
profile_minimum = [{ points = 18, parts = { "геометрия" = 6 } }]
[[scales]]
subjects = ["физика"]
maximum = 45
borders = { 3 = 11, 4 = 23, 5 = 35 }
profile_minimum = [{ points = 31 }]
"""
LISTS = {"мин": "# перечень\nТурнир городов\n\nВысшая проба\n"}


def scale() -> Scale:
    return parse_scale(SCALE, "gia9-2026.toml", golden.subjects())


LIBRARY = Library(
    scale=lambda name: scale() if name == "gia9-2026" else None,
    events=lambda name: parse_events(LISTS[name]) if name in LISTS else None,
)


def made(*components: str, rest: str = "", head: str = HEAD) -> Scheme:
    parts = [f'[[components]]\nid = "c{i}"\ntitle = "Показатель {i}"\n{text}\n' for i, text in enumerate(components)]
    scheme = parse_scheme("\n".join([head, *parts, rest]), "test.toml", golden.subjects(), LIBRARY)
    assert all("{" not in text and "  " not in text and text.endswith(".") for text in describe(scheme))
    return scheme


def result(scheme: Scheme, participant: Participant, code: str = "А") -> Result:
    """The result, once its explanation was seen to say the same and to have words for every step."""
    found, tree = Plan(scheme, code).score(participant), explain(scheme, code, participant)
    assert tree.points == found.total
    columns = [node.points for node in tree.children if node.rule == "component"]
    assert tuple(columns) == found.parts
    assert "{" not in explain_text(tree)
    return found


def total(
    text: str, values: Mapping[Key, Given] | None = None, *achievements: Achievement, rest: str = ""
) -> Decimal | None:
    return result(made(text, rest=rest), person(values, *achievements)).total


def mark(name: str) -> Key:
    return Kind.MARK, name


def exam(name: str) -> Key:
    return Kind.EXAM, name


def trial(name: str) -> Key:
    return Kind.TEST, name


def fact(name: str) -> Key:
    return Kind.FACT, name


MATHS = 'source = "exam"\nchoice = { take = "all", names = ["математика"] }\n'
MARKS = 'source = "mark"\nchoice = { take = "all", sets = ["in_depth"] }\n'
TEST = 'source = "test"\nchoice = { take = "all", names = ["математика"] }\n'
AVERAGE = 'source = "fact"\nchoice = { take = "all", names = ["средний балл"] }\n'
FIVE: dict[Key, Given] = {mark("математика"): 5, mark("физика"): 4, mark("химия"): 3}


@pytest.mark.parametrize(
    ("conversion", "expected"),
    [
        ('by = "ratio", maximum = 31, times = 100, digits = 2', "64.52"),
        ('by = "ratio", maximum = { "математика" = 31 }, times = 100, digits = 3', "64.516"),
        ('by = "ratio", maximum = 31, digits = 2', "0.65"),
    ],
)
def test_01_ratio(conversion: str, expected: str) -> None:
    assert total(f"{MATHS}conversion = {{ {conversion} }}", {exam("математика"): 20}) == Decimal(expected)


def test_01_the_maximum_of_the_year() -> None:
    scheme = made(f'{MATHS}conversion = {{ by = "ratio", maximum = "scale" }}', head=f'scale = "gia9-2026"{HEAD}')
    assert result(scheme, person({exam("математика"): 31})).total == 1


@pytest.mark.parametrize(
    ("given", "expected"), [("2.9", None), ("3", 1), ("4.25", 5), ("4.49", 5), ("4.5", 10), ("5", 10)]
)
def test_02_bands(given: str, expected: int | None) -> None:
    bands = (
        "{ least = 3, most = 3.99, points = 1 }, { least = 4, most = 4.49, points = 5 }, { least = 4.5, points = 10 }"
    )
    assert (
        total(f'{AVERAGE}conversion = {{ by = "bands", bands = [{bands}] }}', {fact("средний балл"): given}) == expected
    )


def test_02_marks_as_they_are_and_by_a_table() -> None:
    assert total(MARKS, FIVE) == 12
    assert total(f'{MARKS}conversion = {{ by = "table", points = {{ 5 = 10, 4 = 6, 3 = 0 }} }}', FIVE) == 16


@pytest.mark.parametrize(("how", "expected"), [("mean", "4"), ("sum", "12"), ("max", "5"), ("min", "3")])
def test_03_over_the_subjects_in_depth_and_over_all_marks(how: str, expected: str) -> None:
    assert total(f'{MARKS}combine = "{how}"', FIVE) == Decimal(expected)
    every = 'source = "mark"\nchoice = { take = "given", without = ["физическая культура"] }\n'
    sheet = FIVE | {mark("физическая культура"): 2, mark("музыка"): 4}
    assert total(f'{every}combine = "{how}"', sheet) == {"mean": 4, "sum": 16, "max": 5, "min": 3}[how]


def test_03_the_best_of_all_marks_and_nobody_without_any() -> None:
    every = 'source = "mark"\nchoice = { take = "given", count = 2 }\n'
    assert total(every, FIVE) == 9
    assert total(every) is None


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("", "4.35"),
        ("weight = 10", "43.50"),
        ('conversion = { by = "times", times = 2, digits = 1 }', "8.7"),
        ('conversion = { by = "linear", least = 3, most = 5, to_most = 100, digits = 1 }', "67.5"),
        ('conversion = { by = "linear", least = 2, most = 5, to_least = 20, to_most = 50 }', "43.5"),
    ],
)
def test_04_average_of_the_certificate(tail: str, expected: str) -> None:
    assert total(f"{AVERAGE}{tail}", {fact("средний балл"): "4.35"}) == Decimal(expected)


@pytest.mark.parametrize(
    ("primary", "geometry", "expected", "reason"),
    [
        (22, 5, 10, ""),
        (15, 2, 7, ""),
        (14, 2, 3, ""),
        (14, 1, None, "no_points"),
        (14, None, None, "no_part"),
        (22, None, 10, ""),
        (40, 1, None, "no_points"),
    ],
)
def test_05_mark_by_the_table_of_the_year(
    primary: int, geometry: int | None, expected: int | None, reason: str
) -> None:
    steps = '[{ by = "mark" }, { by = "table", points = { 5 = 10, 4 = 7, 3 = 3 } }]'
    scheme = made(f'{MATHS}conversion = {{ by = "chain", steps = {steps} }}', head=f'scale = "gia9-2026"{HEAD}')
    values = {exam("математика"): known(primary)}
    if geometry is not None:
        values[exam("математика: геометрия")] = known(geometry)
    found = result(scheme, person(dict(values)))
    assert found.total == expected
    assert [f.id for f in found.reasons] == ([f"scoring.{reason}"] if reason else [])


@pytest.mark.parametrize(
    ("primary", "geometry", "reason"),
    [(18, 6, ""), (17, 6, "below_minimum"), (18, 5, "below_part"), (20, None, "no_part")],
)
@pytest.mark.parametrize("by_scale", [True, False])
def test_05_minimum_of_which_some_geometry(primary: int, geometry: int | None, reason: str, *, by_scale: bool) -> None:
    told = (
        "scale_minimum = true"
        if by_scale
        else ('minimum = 18\nsides = [{ name = "математика", part = "геометрия", least = 6 }]')
    )
    values = {exam("математика"): known(primary)}
    if geometry is not None:
        values[exam("математика: геометрия")] = known(geometry)
    found = result(made(MATHS + told, head=f'scale = "gia9-2026"{HEAD}'), person(dict(values)))
    assert [f.id for f in found.reasons] == ([f"scoring.{reason}"] if reason else [])


def declared(name: str, more: str) -> str:
    return HEAD.replace('{ name = "физика", maximum = 20 }', f'{{ name = "{name}", maximum = 20, {more} }}')


def test_06_by_tasks() -> None:
    head = declared("сочинение", 'tasks = [{ name = "К1", maximum = 5 }, { name = "К2", maximum = 5, weight = 2 }]')
    scheme = made('source = "test"\nchoice = { take = "all", names = ["сочинение"] }', head=head)
    tasks: dict[Key, Given] = {trial("сочинение: к1"): 4, trial("сочинение: к2"): 3}
    assert result(scheme, person(tasks)).total == 10
    assert result(scheme, person({trial("сочинение"): 12})).total == 12, "the whole was given"
    for lacking, status in (
        ({}, Status.NOT_RATED),
        ({trial("сочинение: к2"): Value(State.AWAITED)}, Status.AWAITED),
        ({trial("сочинение: к2"): Value(State.DID_NOT_COME)}, Status.ABSENT),
    ):
        assert result(scheme, person({trial("сочинение: к1"): 4, **lacking})).status is status


@pytest.mark.parametrize(
    ("markers", "points", "expected"),
    [
        ("", (10, 13, None), "11.5"),
        ('combine = "sum"', (10, 13, None), "23"),
        ("digits = 0", (10, 13, None), "12"),
        ('differ = 3, third = "третий"', (10, 13, None), "11.5"),
        ('differ = 2, third = "третий"', (10, 13, None), None),
        ('differ = 2, third = "третий"', (10, 13, 11), "11"),
        ('differ = 2, third = "третий", then = "nearest"', (10, 16, 12), "11"),
        ('differ = 2, third = "третий", then = "nearest"', (10, 16, 13), "14.5"),
        ('differ = 2, third = "третий", then = "combine"', (10, 16, 13), "13"),
    ],
)
def test_06_several_markers(markers: str, points: tuple[int | None, ...], expected: str | None) -> None:
    head = declared("сочинение", f'markers = {{ names = ["первый", "второй"]{markers and ", "}{markers} }}')
    scheme = made('source = "test"\nchoice = { take = "all", names = ["сочинение"] }', head=head)
    names = ("первый", "второй", "третий")
    values = {trial(f"сочинение: {n}"): known(p) for n, p in zip(names, points, strict=True) if p is not None}
    found = result(scheme, person(dict(values)))
    assert found.total == (None if expected is None else Decimal(expected))
    assert found.status is (Status.AWAITED if expected is None else Status.RATED)


def test_06_markers_of_a_test_by_tasks() -> None:
    head = declared("сочинение", 'tasks = [{ name = "К1", maximum = 9 }], markers = { names = ["а", "б"] }')
    scheme = made('source = "test"\nchoice = { take = "all", names = ["сочинение"] }', head=head)
    assert result(scheme, person({trial("сочинение: а: к1"): 4, trial("сочинение: б: к1"): 5})).total == Decimal("4.5")


def test_06_weight_and_minimum() -> None:
    assert total(f"{TEST}weight = 0.5\nminimum = 8", {trial("математика"): 9}) == Decimal("4.5")
    assert total(f"{TEST}weight = 0.5\nminimum = 8", {trial("математика"): 7}) is None


def test_07_check_list_with_a_cap() -> None:
    text = """source = "expert"
choice = { take = "all", names = ["цель названа", "выбор обоснован", "есть пример", "грамотно"] }
conversion = { by = "flag", points = 1 }
states = { missing = "left_out" }
cap = 3"""
    names = ("цель названа", "выбор обоснован", "есть пример", "грамотно")
    for met in range(5):
        assert total(text, {(Kind.EXPERT, name): 1 for name in names[:met]}) == min(met, 3)


def test_08_flat_bonus_for_a_document() -> None:
    text = """source = "fact"
choice = { take = "all", names = ["аттестат с отличием"] }
conversion = { by = "flag", points = 3 }
states = { missing = 0 }"""
    assert [total(text, v) for v in ({}, {fact("аттестат с отличием"): 1}, {fact("аттестат с отличием"): 0})] == [
        0,
        3,
        0,
    ]


@pytest.mark.parametrize(("sex", "age", "run", "expected"), [(1, 11, "9.1", 5), (0, 11, "9.1", 8), (1, 14, "9.1", 0)])
def test_09_norms_by_sex_and_age(sex: int, age: int, run: str, expected: int) -> None:
    text = """source = "expert"
choice = { take = "all", names = ["бег 60 м"] }
[components.conversion]
by = "cases"
other = { by = "bands", bands = [{ points = 0 }] }
[[components.conversion.cases]]
when = [{ has = "all", of = [
    { has = "fact", name = "мальчик" }, { has = "value", source = "fact", name = "возраст", least = 10, most = 12 },
] }]
conversion = { by = "bands", bands = [{ most = 8.9, points = 10 }, { least = 8.91, most = 9.5, points = 5 }] }
[[components.conversion.cases]]
when = [{ has = "none", of = [{ has = "fact", name = "мальчик" }] }]
conversion = { by = "bands", bands = [{ most = 9.5, points = 8 }, { least = 9.51, points = 2 }] }"""
    values: dict[Key, Given] = {fact("мальчик"): sex, fact("возраст"): age, (Kind.EXPERT, "бег 60 м"): run}
    assert total(text, values) == expected
    waiting = result(made(text), person({**values, fact("возраст"): Value(State.AWAITED)}))
    assert (waiting.status is Status.AWAITED) == (sex == 1)


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


def portfolio(rows: str, more: str = "") -> str:
    return f'source = "achievements"\nrows = [{rows}]\n{more}'


def test_23_category_level_result_form_and_place() -> None:
    rows = """
{ category = "к", level = "регион", form = "личная", results = { "победитель" = 10 } },
{ category = "к", level = "регион", form = "командная", results = { "победитель" = 5 } },
{ category = "к", level = "город", places = [
    { least = 1, most = 1, points = 6 }, { least = 2, most = 10, points = 2 },
] },
"""
    won = replace(olympiad("к", "победитель", level="регион"), form="Личная")
    given = (
        won,
        replace(won, form="командная"),
        *(olympiad("к", r, level="город") for r in ("1 место", "7", "11 место")),
    )
    assert total(portfolio(rows), {}, *given) == 23


def test_24_municipal_winners_only_regional_taking_part() -> None:
    rows = """{ category = "16.1", results = { "победитель" = 5, "призёр" = 3 } },
{ category = "16.2", results = { "победитель" = 10, "призёр" = 8, "участник" = 4 } }"""
    assert total(portfolio(rows), {}, olympiad("16.1", "участник"), olympiad("16.2", "участник")) == 4


ROWS = """{ category = "1", results = { "победитель" = 5, "призёр" = 3 } },
{ category = "2", results = { "победитель" = 2 } }"""
WON = [olympiad("1", "победитель", s, event=e) for s, e in (("физика", "а"), ("физика", "б"), ("химия", "в"))]
MORE = [olympiad("2", "победитель", event=e) for e in "гдежз"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", 15),
        ('best = [{ per = "subject" }]', 10),
        ('best = [{ per = "event" }]', 15),
        ('best = [{ per = "category" }]', 5),
        ('best = [{ per = "category", count = 2 }]', 10),
        ('best = [{ per = "all", count = 2 }]', 10),
    ],
)
def test_25_best_or_all(more: str, expected: int) -> None:
    for order in (WON, WON[::-1]):
        assert total(portfolio(ROWS, more), {}, *order) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (1, 5), (2, 10), (3, 15), (5, 15)])
def test_26_by_count(count: int, expected: int) -> None:
    counts = 'counts = [{ categories = ["2"], points = { 1 = 5, 2 = 10, 3 = 15 } }]'
    assert total(portfolio(ROWS, counts), {}, *MORE[:count]) == expected
    joint = 'counts = [{ categories = ["1", "2"], points = { 2 = 10 } }]'
    assert total(portfolio(ROWS, joint), {}, *MORE[:count]) == (10 if count > 1 else 0)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('caps = [{ categories = ["1"], points = 7 }]', 17),
        ('caps = [{ categories = ["1", "2"], points = 20 }]', 20),
        ('caps = [{ categories = ["2"], points = 4 }]\ncap = 18', 18),
    ],
)
def test_27_caps(more: str, expected: int) -> None:
    assert total(portfolio(ROWS, more), {}, *WON, *MORE) == expected


@pytest.mark.parametrize(
    ("validity", "days"),
    [
        ('{ by = "school_years", count = 1 }', ("2025-09-01", "2026-08-31")),
        ('{ by = "school_years", count = 2 }', ("2024-09-01", "2026-08-31")),
        (
            '{ by = "days", first = { year = -1, month = 6, day = 1 }, last = { year = 0, month = 5, day = 31 } }',
            ("2025-06-01", "2026-05-31"),
        ),
        ('{ by = "days", first = { year = -3, month = 1, day = 1 } }', ("2023-01-01", None)),
    ],
)
def test_28_validity(validity: str, days: tuple[str, str | None]) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in days)

    def points(day: date) -> Decimal | None:
        return total(portfolio(ROWS, f"validity = {validity}"), {}, olympiad("1", "призёр", held_on=day))

    assert first is not None
    assert numbers(3, 0) == (points(first), points(date.fromordinal(first.toordinal() - 1)))
    if last is not None:
        assert numbers(3, 0) == (points(last), points(date.fromordinal(last.toordinal() + 1)))


def test_29_the_subjects_of_the_profile_or_any() -> None:
    rows = """{ category = "1", results = { "призёр" = 3 } },
{ category = "2", results = { "призёр" = 1 }, any_subject = true }"""
    text = portfolio(rows, 'subjects = { sets = ["in_depth"] }')
    given = [olympiad(c, "призёр", s) for c in "12" for s in ("физика", "история")]
    assert total(text, {}, *given) == 5


@pytest.mark.parametrize("events", ['file = "мин"', 'events = ["Турнир  городов", "высшая проба"]'])
def test_30_only_events_on_the_list_of_the_year(events: str) -> None:
    rows = '{ category = "16.3", results = { "призёр" = 3 }, listed = "minpros" }'
    rest = f'[[lists]]\nid = "minpros"\ntitle = "Перечень 2025/26 учебного года"\n{events}'
    given = [olympiad("16.3", "призёр", event=e) for e in ("турнир городов", "Высшая Проба", "районный конкурс")]
    assert total(portfolio(rows), {}, *given, rest=rest) == 6


def test_31_earlier_study_in_depth() -> None:
    rows = '{ category = "16.5", results = { "5" = 2, "4" = 1 } }'
    text = portfolio(rows, 'subjects = { sets = ["in_depth"] }')
    assert (
        total(text, {}, *(olympiad("16.5", m, s) for m, s in (("5", "физика"), ("4", "химия"), ("5", "музыка")))) == 3
    )


def test_32_one_event_counts_once_unless_the_act_says_otherwise() -> None:
    twice = [olympiad("1", "призёр", event="турнир"), olympiad("1", "победитель", event="Турнир")]
    assert total(portfolio(ROWS), {}, *twice) == 5
    assert total(portfolio(ROWS, "once = false"), {}, *twice) == 8


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
    assert "Группа А — А (часть класса 10А)" in said
    assert "мест: 12" in said


def test_39_how_seats_are_given_is_said() -> None:
    assert "по своему рейтингу" in " ".join(describe(made(MARKS, rest='[seats]\nby = "independent"')))
    assert "которую он назвал раньше" in " ".join(describe(made(MARKS)))
