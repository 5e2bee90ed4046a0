"""Shapes that schemes of strangers had and no shipped one: what they broke once stays mended."""

import json
from decimal import Decimal

import pytest

from otbor.domain.findings import Refused
from otbor.domain.participants import Key
from otbor.domain.scheme import Scheme, parse_scheme
from otbor.domain.scheme.reach import highest_points
from otbor.domain.scoring import Status, explain
from otbor.domain.values import State, Value
from otbor.wording.explanation import explain_text
from otbor.wording.scheme import describe
from otbor.wording.templates import said, shortened
from tests import golden
from tests.domain.scoring_samples import Given, person
from tests.domain.shapes import AVERAGE, FIVE, HEAD, MARKS, MATHS, exam, fact, made, mark, result, total, trial

GIVEN = 'source = "mark"\nchoice = { take = "given" }\ncombine = "mean"\n'
NAMES = ["математика", "физика", "химия", "биология", "история", "обществознание", "география", "литература"]


@pytest.mark.parametrize(
    "conversion",
    [
        'by = "times", times = { "математика" = 2 }',
        'by = "ratio", maximum = { "математика" = 5 }',
        'by = "names", names = { "математика" = { by = "value" } }',
        'by = "chain", steps = [{ by = "names", names = { "математика" = { by = "value" } } }]',
    ],
)
def test_a_name_that_nobody_foresaw_is_named_and_stops_nothing(conversion: str) -> None:
    scheme = made(f"{GIVEN}conversion = {{ {conversion} }}")
    assert result(scheme, person({mark("математика"): 5})).status is Status.RATED
    found = result(scheme, person({mark("математика"): 5, mark("музыка"): 4}))
    assert found.status is Status.NOT_RATED
    assert [(f.id, f.values["name"]) for f in found.reasons] == [("scoring.no_rule", "музыка")]


def test_an_examination_without_a_scale_of_the_year_is_named() -> None:
    every = 'source = "exam"\nchoice = { take = "given" }\n'
    for conversion in ('by = "mark"', 'by = "ratio", maximum = "scale"'):
        scheme = made(f"{every}conversion = {{ {conversion} }}", head=f'scale = "gia9-2026"{HEAD}')
        assert [f.id for f in result(scheme, person({exam("музыка"): 4})).reasons] == ["scoring.no_rule"]


@pytest.mark.parametrize("of", ["c1", "total"])
def test_a_case_asks_only_what_stands_above(of: str) -> None:
    case = f'{{ when = [{{ has = "points", of = "{of}", least = 1 }}], conversion = {{ by = "times", times = 2 }} }}'
    asking = f'{MARKS}conversion = {{ by = "cases", cases = [{case}], other = {{ by = "value" }} }}'
    with pytest.raises(Refused) as refused:
        made(asking, GIVEN)
    assert [f.id for f in refused.value.findings] == ["scheme.unknown_component_above"]
    if of == "c1":
        scheme = made(f"{GIVEN}in_total = false", asking.replace('of = "c1"', 'of = "c0"'))
        assert result(scheme, person(FIVE)).total == 24


@pytest.mark.parametrize("state", [State.NOT_TAUGHT, State.NOT_REQUIRED])
def test_what_was_not_taught_is_no_part_of_all_that_one_has(state: State) -> None:
    marks: dict[Key, Given] = {mark("математика"): 5, mark("физика"): 4, mark("химия"): Value(state)}
    assert total(GIVEN, marks) == Decimal("4.5")
    assert total(f'{GIVEN}states = {{ {state.value} = "not_rated" }}', marks) is None
    assert total(f"{GIVEN}states = {{ {state.value} = 0 }}", marks) == 3


@pytest.mark.parametrize(
    ("missing", "expected"), [('"left_out"', 9), ("1", 10), ('"not_rated"', None), ('"absent"', None)]
)
def test_what_is_lawfully_absent_is_treated_as_what_is_missing(missing: str, expected: int | None) -> None:
    text = f"{MARKS}states = {{ missing = {missing} }}"
    for absent in ({}, {mark("химия"): Value(State.NOT_REQUIRED)}, {mark("химия"): Value(State.NOT_TAUGHT)}):
        assert total(text, {mark("математика"): 5, mark("физика"): 4, **absent}) == expected
    assert total(f'{text[:-2]}, not_required = "left_out" }}', {**FIVE, mark("химия"): Value(State.NOT_TAUGHT)}) == 9


def test_the_text_says_of_every_state_what_the_points_say() -> None:
    def said(states: str) -> str:
        return next(
            text for text in describe(made(f"{MARKS}minimum = 3\nstates = {{ {states} }}")) if "отметки" in text
        )

    assert "аннулирован, в рейтинг не включается" in said('missing = "left_out"')
    assert "нет на законном основании, в рейтинг не" in said('missing = "left_out", not_required = "not_rated"')
    assert "ранее не изучал, в рейтинг не" in said('missing = "left_out", not_taught = "not_rated"')
    assert "значение не засчитано, в рейтинг не включается" in said("")
    assert "Законное отсутствие сведений не препятствует" in said('missing = "left_out"')


@pytest.mark.parametrize(("how", "expected"), [("mean", 5), ("min", 5), ("max", 5), ("sum", 5)])
def test_what_is_lawfully_absent_is_no_zero_of_a_mean(how: str, expected: int) -> None:
    exams = 'source = "exam"\nchoice = { take = "all", names = ["физика"] }\nstates = { missing = "left_out" }\n'
    assert total_of(made(exams, AVERAGE, rest=f'[total]\ncombine = "{how}"\n')) == expected
    together = f'source = "components"\nof = ["c0", "c1"]\ncombine = "{how}"\n'
    apart = (f"{exams}in_total = false\n", f"{AVERAGE}in_total = false\n")
    assert total_of(made(*apart, together)) == expected
    assert total_of(made(*apart, f'{together}take = "first"\n')) == expected
    assert total_of(made(*apart, f'{together}take = "best"\n')) == expected
    assert total_of(made(exams, together.replace(', "c1"', ""), rest=f'[total]\ncombine = "{how}"\n')) == 0


def test_what_is_lawfully_absent_is_no_zero_of_a_gate_a_condition_or_a_key() -> None:
    exams = 'source = "exam"\nchoice = { take = "all", names = ["физика"] }\nstates = { not_required = "left_out" }\n'
    rest = """[[gates]]
gate = "minimum"
of = "c2"
points = 5
[[strata]]
id = "low"
title = "Слабые"
when = [{ has = "points", of = "c0", most = 5 }]
[[keys]]
id = "k"
title = "Экзамен"
by = "component"
component = "c0"
prefer = "lower"
"""
    together = 'source = "components"\nof = ["c0"]\nin_total = false'
    scheme = made(exams, AVERAGE, together, rest=rest)
    said = next(text for text in describe(scheme) if text.startswith("Минимум по показателю"))
    assert "сведений для этого показателя нет и схема их не требует, минимум не применяется" in said
    absent = person({exam("физика"): Value(State.NOT_REQUIRED), fact("средний балл"): 5})
    found = result(scheme, absent)
    assert (found.status, found.stratum, found.keys) == (Status.RATED, 1, (None,))
    assert "(5) не применяется: сведений нет" in explain_text(explain(scheme, "А", absent))
    weak = result(scheme, person({exam("физика"): 4, fact("средний балл"): 5}))
    assert (weak.status, weak.stratum) == (Status.BELOW_MINIMUM, 0)
    strict = describe(made(MARKS, rest='[[gates]]\ngate = "minimum"\nof = "c0"\npoints = 5\n'))
    assert not any("не применяется" in text for text in strict)


def test_a_number_below_its_own_minimum_is_no_lawful_absence_to_a_gate() -> None:
    """4 of at least 10 is not counted; it does not pass by the 15 where 12 would not."""
    exams = 'source = "exam"\nchoice = { take = "all", names = ["физика"] }\nminimum = 10\n'
    exams += 'states = { not_required = "left_out", below_minimum = "left_out" }\n'
    together = 'source = "components"\nof = ["c0"]\nin_total = false'
    for of in ("c0", "c2"):
        gate = f'[[gates]]\ngate = "minimum"\nof = "{of}"\npoints = 15\n'
        scheme = made(exams, AVERAGE, together, rest=gate)
        found = {
            value: result(scheme, person({exam("физика"): value, fact("средний балл"): 5})).status
            for value in (20, 12, 4, Value(State.NOT_REQUIRED))
        }
        assert list(found.values()) == [Status.RATED, Status.BELOW_MINIMUM, Status.BELOW_MINIMUM, Status.RATED]


def test_the_act_says_of_a_minimum_whom_it_does_not_ask() -> None:
    gate = '[[gates]]\ngate = "minimum"\nof = "c0"\npoints = 3\n'
    low = f'{MARKS}minimum = 3\nstates = {{ below_minimum = "left_out" }}\n'
    told = [any("минимум не применяется" in text for text in describe(made(one, rest=gate))) for one in (GIVEN, low)]
    assert told == [True, False], "of all that one has, what is lawfully absent is left out by itself"


def test_the_act_says_the_numbers_of_the_scale_that_it_goes_by() -> None:
    both = MATHS.replace('"математика"', '"математика", "физика"')
    ratio = f'{both}conversion = {{ by = "ratio", maximum = "scale" }}\nscale_minimum = true'
    said = describe(made(f'{MATHS}conversion = {{ by = "mark" }}', ratio, head=f'scale = "gia9-2026"{HEAD}'))
    said = [text.replace("\u00a0", " ") for text in said]
    borders = [text for text in said if text.startswith("Отметки по шкале 2026 года")]
    assert len(borders) == 1, "physics is converted into no mark"
    assert "математика: «3» — от 8 баллов, «4» — от 15 баллов, «5» — от 22 баллов; наибольший балл — 31." in borders[0]
    assert "задания по геометрии нужно: «3» — от 2 баллов." in borders[0]
    assert any("по шкале года (математика — 31, физика — 45)" in text for text in said)
    assert any(
        "минимум: для группы" not in text and "математика — 18 (из них геометрия — 6), физика — 31" in text
        for text in said
    )


BY_NAME = """[components.conversion]
by = "names"
names = { "физика" = { by = "table", points = { 5 = 1 } } }
other = { by = "value" }
"""
BY_MARK = """[components.conversion]
by = "chain"
steps = [{ by = "mark" }, { by = "table", points = { 5 = 1, 4 = 0, 3 = 0 } }]
"""


@pytest.mark.parametrize(
    ("component", "gaps"),
    [
        (f'{MARKS}conversion = {{ by = "table", points = {{ 5 = 5, 4 = 3, 3 = 0 }} }}', False),
        (f'{MARKS}conversion = {{ by = "table", points = {{ 5 = 5, 4 = 3 }} }}', True),
        (f'{MARKS}minimum = 4\nconversion = {{ by = "table", points = {{ 5 = 5, 4 = 3 }} }}', False),
        (f'{AVERAGE}conversion = {{ by = "bands", bands = [{{ least = 4, points = 1 }}] }}', True),
        (f'{AVERAGE}conversion = {{ by = "bands", bands = [{{ points = 1 }}] }}', False),
        (f'{AVERAGE}conversion = {{ by = "linear", least = 2, most = 5, to_most = 1 }}', True),
        (f'{MARKS}conversion = {{ by = "linear", least = 2, most = 5, to_most = 1 }}', False),
        (f"{MARKS}{BY_NAME}", True),
        (f"{MATHS}{BY_MARK}", True),
        (f"{MATHS}{BY_MARK.replace('3 = 0', '3 = 0, 2 = 0')}", False),
    ],
)  # fmt: skip
def test_the_act_says_that_a_number_without_points_is_not_rated(component: str, gaps: bool) -> None:
    said = describe(made(component, head=f'scale = "gia9-2026"{HEAD}'))
    assert any("для которого балл не указан, в рейтинг не включается" in text for text in said) == gaps


def total_of(scheme: Scheme) -> Decimal | None:
    return result(scheme, person({fact("средний балл"): 5})).total


def test_a_mean_of_fewer_can_be_the_most_of_one() -> None:
    exams = f'{MARKS}states = {{ missing = "left_out" }}\nweight = 2\ncombine = "max"\n'
    scheme = made(exams, MARKS + 'combine = "max"\n', rest='[total]\ncombine = "mean"\n')
    assert highest_points(scheme, scheme.groups[0])["total"] == 10


def test_many_slots_are_settled_as_quickly_as_few() -> None:
    slots = ", ".join([f"{{ names = {json.dumps(NAMES, ensure_ascii=False)} }}"] * 7)
    text = f'source = "exam"\nchoice = {{ take = "slots", slots = [{slots}] }}\n'
    assert total(text, {exam(name): points for points, name in enumerate(NAMES)}) == sum(range(1, 8))


def test_what_markers_and_tasks_made_can_be_recomputed() -> None:
    test = """{ name = "эссе", maximum = 30, step = 0.5, tasks = [{ name = "к1", maximum = 10 },
        { name = "к2", maximum = 5, weight = 4 }],
        markers = { names = ["первый", "второй"], differ = 4, third = "третий", then = "nearest", digits = 1 } }"""
    head = HEAD.replace('{ name = "физика", maximum = 20 }', " ".join(test.split()))
    scheme = made('source = "test"\nchoice = { take = "all", names = ["эссе"] }\n', head=head)
    given: dict[Key, Given] = {
        trial("эссе: первый: к1"): 10,
        trial("эссе: первый: к2"): 5,
        trial("эссе: второй: к1"): 8,
        trial("эссе: второй: к2"): 2,
        trial("эссе: третий"): "19.5",
    }
    assert result(scheme, person(given)).total == Decimal("17.8")
    told = explain_text(explain(scheme, "А", person(given)))
    for step in (
        "эссе: первый: к2: 5 × 4 = 20",
        "эссе: первый, сумма за задания: 10 + 20 = 30",
        "расходятся на 14, больше чем на 4; с баллом ещё одного (19,5) учтён ближайший",
        "(16 + 19,5) / 2 = 17,75",
        "Округление до десятых: 17,8",
    ):
        assert step in told


def test_a_condition_of_conditions_shows_what_hangs_on_what() -> None:
    gate = """[[gates]]
gate = "required"
title = "Допуск"
when = [{ has = "all", of = [
    { has = "value", source = "mark", name = "математика", least = 4 },
    { has = "none", of = [{ has = "any", of = [{ has = "fact", name = "долг" }, { has = "fact", name = "отказ" }] }] },
] }]
"""
    scheme = made(MARKS, rest=gate)
    said = next(text for text in describe(scheme) if text.startswith("Допуск"))
    assert said.endswith(": отметка «математика»: от 4 и не выполнено: (отмечено «долг» или отмечено «отказ»).")
    assert result(scheme, person({**FIVE, fact("долг"): 0})).status is Status.RATED
    owing = person({**FIVE, fact("долг"): 1})
    assert result(scheme, owing).status is Status.NOT_RATED
    tree = explain_text(explain(scheme, "А", owing)).splitlines()
    lines = [line for line in tree[tree.index("    Условие не выполнено: Допуск") + 1 :] if line.startswith("        ")]
    assert lines == [
        "        Всё из следующего — не выполнено:",
        "            математика: 5, нужно от 4 — выполнено",
        "            Ничего из следующего — не выполнено:",
        "                Хотя бы одно из следующего — выполнено:",
        "                    долг: да",
        "                    отказ: нет",
    ]
    waiting = person({**FIVE, fact("долг"): Value(State.AWAITED)})
    assert result(scheme, waiting).status is Status.AWAITED


def test_it_is_said_what_a_case_waits_for() -> None:
    case = '{ when = [{ has = "fact", name = "девочка" }], conversion = { by = "times", times = 2 } }'
    text = f'{AVERAGE}conversion = {{ by = "cases", cases = [{case}], other = {{ by = "value" }} }}'
    waiting = person({fact("средний балл"): 4, fact("девочка"): Value(State.AWAITED)})
    found = result(made(text), waiting)
    assert (found.status, [f.id for f in found.reasons]) == (Status.AWAITED, ["scoring.case_awaited"])
    told = explain_text(explain(made(text), "А", waiting))
    assert "средний балл: 4 — сведения, от которых зависит пересчёт, ещё не поступили" in told
    assert "девочка: сведения ещё не поступили" in told


def test_what_counts_and_what_lacks_is_said_in_words() -> None:
    best = 'source = "mark"\nchoice = { take = "best", names = ["математика", "физика", "химия"], count = 2 }\n'
    rest = """[[gates]]
gate = "required"
title = "Аттестат"
when = [{ has = "value", source = "fact", name = "средний балл", least = 4 }]
"""
    told = explain_text(explain(made(best, rest=rest), "А", person(FIVE)))
    assert "Лучшие из них: математика, физика" in told
    assert "средний балл: нет, нужно от 4 — не выполнено" in told


def test_an_endless_fraction_is_shown_by_its_beginning() -> None:
    third = explain_text(explain(made(f"{GIVEN}digits = 2"), "А", person({**FIVE, mark("химия"): 4})))
    assert "/ 3 = 4,333333…" in third
    assert "Округление до сотых: 4,33" in third
    assert said(shortened(Decimal("0.5000000"))) == "0,5", "that is all of it"


def test_a_mark_of_the_editor_at_the_beginning_of_the_file_is_no_mistake() -> None:
    text = f'\ufeff{HEAD.strip()}\n[[components]]\nid = "m"\ntitle = "М"\n{MARKS}'
    assert parse_scheme(text, "test.toml", golden.subjects()).grade == 10


@pytest.mark.parametrize(
    ("wrong", "finding", "limit"),
    [("weight = 0", "not_above", 0), ("digits = -1", "too_small", 0), ("weight = 1e7", "too_large", 1_000_000)],
)
def test_a_limit_is_told_as_a_number(wrong: str, finding: str, limit: int) -> None:
    with pytest.raises(Refused) as refused:
        made(f"{MARKS}{wrong}")
    told = refused.value.finding
    assert (told.id, told.values["limit"]) == (f"scheme.{finding}", limit)
