"""Shapes 1–9 of the scoring rules: sources and scales; one test a shape."""

from decimal import Decimal

import pytest

from otbor.domain.findings import Refused
from otbor.domain.participants import Key, Kind
from otbor.domain.scoring import Status, explain
from otbor.domain.values import State, Value, known
from otbor.wording.explanation import explain_text
from otbor.wording.findings import sentence
from otbor.wording.scheme import describe
from tests.domain.scoring_samples import Given, person
from tests.domain.shapes import AVERAGE, FIVE, HEAD, MARKS, MATHS, TEST, exam, fact, made, mark, result, total, trial


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


def maths(primary: int, geometry: int | str | None) -> dict[Key, Given]:
    """An examination with the points of its part, the state of them, or without."""
    values: dict[Key, Given] = {exam("математика"): primary}
    if geometry is not None:
        part = known(geometry) if isinstance(geometry, int) else Value(State(geometry))
        values[exam("математика: геометрия")] = part
    return values


@pytest.mark.parametrize(
    ("primary", "geometry", "expected", "reason"),
    [
        (22, 5, 10, ""),
        (15, 2, 7, ""),
        (14, 2, 3, ""),
        (14, 1, None, "no_points"),
        (14, None, None, "no_part"),
        (14, "awaited", None, "part_awaited"),
        (22, None, 10, ""),
        (40, 1, None, "no_points"),
    ],
)
def test_05_mark_by_the_table_of_the_year(
    primary: int, geometry: int | str | None, expected: int | None, reason: str
) -> None:
    steps = '[{ by = "mark" }, { by = "table", points = { 5 = 10, 4 = 7, 3 = 3 } }]'
    scheme = made(f'{MATHS}conversion = {{ by = "chain", steps = {steps} }}', head=f'scale = "gia9-2026"{HEAD}')
    found = result(scheme, person(maths(primary, geometry)))
    assert found.total == expected
    told = explain_text(explain(scheme, "А", person(maths(primary, geometry))))
    assert ("По шкале: «3» — от 8, «4» — от 15, «5» — от 22" in told) == (primary != 40)
    assert (f"математика: геометрия: {geometry}" in told) == (isinstance(geometry, int) and primary != 40)
    assert (found.status is Status.AWAITED) == (geometry == "awaited")
    assert [f.id for f in found.reasons] == ([f"scoring.{reason}"] if reason else [])


@pytest.mark.parametrize(
    ("primary", "geometry", "reason"),
    [
        (18, 6, ""),
        (17, 6, "below_minimum"),
        (18, 5, "below_part"),
        (20, None, "no_part"),
        (20, "reserve_day", "part_awaited"),
        (17, "awaited", "below_minimum"),
    ],
)
@pytest.mark.parametrize("by_scale", [True, False])
def test_05_minimum_of_which_some_geometry(
    primary: int, geometry: int | str | None, reason: str, *, by_scale: bool
) -> None:
    told = (
        "scale_minimum = true"
        if by_scale
        else ('minimum = 18\nsides = [{ name = "математика", part = "геометрия", least = 6 }]')
    )
    found = result(made(MATHS + told, head=f'scale = "gia9-2026"{HEAD}'), person(maths(primary, geometry)))
    assert [f.id for f in found.reasons] == ([f"scoring.{reason}"] if reason else [])
    assert (found.status is Status.AWAITED) == (reason == "part_awaited")


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


@pytest.mark.parametrize(
    ("markers", "finding", "field"),
    [
        ('names = ["а", "б"], differ = 2', "apart", ".markers"),
        ('names = ["а", "б"], third = "в"', "apart", ".markers"),
        ('names = ["а"]', "too_few", ".markers.names"),
        ('names = ["а", 5]', "not_text", ".markers.names[2]"),
        ('names = ["а", "б"], then = "last"', "not_of_list", ".markers.then"),
    ],
)
def test_a_mistake_of_markers_is_named(markers: str, finding: str, field: str) -> None:
    with pytest.raises(Refused) as raised:
        made(TEST, head=declared("сочинение", f"markers = {{ {markers} }}"))
    assert [(f.id, f.where) for f in raised.value.findings] == [
        (f"scheme.{finding}", f"test.toml: tests[сочинение]{field}")
    ]
    assert "{" not in sentence(raised.value.finding)


def test_a_wrong_kind_is_told_with_those_there_are() -> None:
    with pytest.raises(Refused) as raised:
        made(TEST.replace('"all"', '"every"'))
    assert "«every»" in sentence(raised.value.finding)
    assert "slots" in sentence(raised.value.finding)


MEAN = f'{MARKS}combine = "mean"\nin_total = false\n'
POINTS = 'source = "components"\nof = ["c0"]\nconversion = { by = "bands", bands = [%s] }\n'
STEPS = "{ least = 4.5, points = 10 }, { least = 4, points = 6 }, { points = 0 }"


@pytest.mark.parametrize(
    ("marks", "expected"), [((5, 5, 4), 10), ((5, 4, 4), 6), ((4, 4, 4), 6), ((4, 4, 3), 0), ((5, 3, 4), 6)]
)
def test_02_points_for_a_mean_by_steps_without_a_gap(marks: tuple[int, int, int], expected: int) -> None:
    given = dict(zip(map(mark, ("математика", "физика", "химия")), marks, strict=True))
    scheme = made(MEAN, POINTS % STEPS)
    assert result(scheme, person(given)).total == expected
    assert any("первому подходящему промежутку" in sentence for sentence in describe(scheme))


def test_02_a_mean_that_has_no_points_is_named_and_an_awaited_one_waits() -> None:
    scheme = made(MEAN, POINTS % "{ least = 4, points = 6 }")
    low = result(scheme, person({mark("математика"): 3, mark("физика"): 3, mark("химия"): 3}))
    assert (low.status, low.reasons[0].id, low.reasons[0].values["value"]) == (Status.NOT_RATED, "scoring.no_points", 3)
    assert result(scheme, person(FIVE | {mark("химия"): Value(State.AWAITED)})).status is Status.AWAITED


def test_07_a_portfolio_as_a_share_of_its_most_and_nothing_below_half() -> None:
    case = 'when = [{ has = "points", of = "c0", least = 10 }], conversion = { by = "ratio", maximum = 20, times = 30 }'
    other = '{ by = "bands", bands = [{ points = 0 }] }'
    share = (
        f'source = "components"\nof = ["c0"]\nconversion = {{ by = "cases", cases = [{{ {case} }}], other = {other} }}'
    )
    scheme = made(f"{TEST}in_total = false", share)
    assert [result(scheme, person({trial("математика"): n})).total for n in (9, 10, 20)] == [0, 15, 30]


@pytest.mark.parametrize(
    "conversion",
    [
        '{ by = "mark" }',
        '{ by = "chain", steps = [{ by = "times", times = { "математика" = 2 } }] }',
        '{ by = "names", names = { "математика" = { by = "value" } }, other = { by = "value" } }',
    ],
)
def test_points_of_components_have_no_names(conversion: str) -> None:
    with pytest.raises(Refused) as refused:
        made(MEAN, f'source = "components"\nof = ["c0"]\nconversion = {conversion}')
    assert [finding.id for finding in refused.value.findings] == ["scheme.points_by_name"]


def test_bands_of_a_share_are_checked_for_what_the_test_can_give() -> None:
    def shares(maximum: int) -> str:
        bands = "{ most = 49, points = 0 }, { least = 50, most = 79, points = 5 }, { least = 80, points = 9 }"
        steps = f'{{ by = "ratio", maximum = {maximum}, times = 100 }}, {{ by = "bands", bands = [{bands}] }}'
        return f'{TEST}conversion = {{ by = "chain", steps = [{steps}] }}'

    assert made(shares(20))  # 0, 5, 10 … 100: nothing falls between 79 and 80
    with pytest.raises(Refused) as refused:
        made(shares(43), head=HEAD.replace('"математика", maximum = 20', '"математика", maximum = 43'))
    assert [(f.id, f.values["lost"]) for f in refused.value.findings] == [("scheme.bands_gap", Decimal("79.07"))]


def test_03_marks_of_two_years_and_14_the_best_of_two_tasks_are_numbers_of_their_own() -> None:
    years = 'source = "mark"\nchoice = { take = "all", names = ["матем.: 8 Класс", "математика: 9 класс"] }'
    tasks = 'source = "test"\nchoice = { take = "best", names = ["работа: К1", "работа: К2"] }'
    work = '{ name = "работа", maximum = 30, tasks = [{ name = "К1", maximum = 10 }, { name = "К2", maximum = 20 }] }'
    head = HEAD.replace("tests = [", f"tests = [{work}, ")
    scheme = made(years, tasks, head=head)
    given = {
        mark("математика: 8 класс"): 4,
        mark("математика: 9 класс"): 5,
        trial("работа: к1"): 9,
        trial("работа: к2"): 7,
    }
    assert result(scheme, person(given)).total == 18
    assert any("математика: 8 Класс" in sentence for sentence in describe(scheme))


@pytest.mark.parametrize("name", ["математика: К9", "алхимия: К1"])
def test_a_part_that_a_test_has_not_is_named(name: str) -> None:
    with pytest.raises(Refused) as refused:
        made(f'source = "test"\nchoice = {{ take = "all", names = ["{name}"] }}')
    assert [finding.id for finding in refused.value.findings] == ["scheme.unknown_test"]
