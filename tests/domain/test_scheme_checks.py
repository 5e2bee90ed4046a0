"""Every check of a scheme, both ways: the scheme as it should be has no findings, each slip is named by its field."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.findings import Finding, Severity
from otbor.domain.participants import Kind, Participant
from otbor.domain.scheme import Scheme
from otbor.domain.scheme.checks import check
from otbor.domain.scheme.reach import highest_points
from otbor.domain.scheme.reading import read_scheme
from otbor.domain.scoring import score
from otbor.domain.values import known
from otbor.services.library import library
from otbor.wording.findings import sentence
from tests import golden

RIGHT = """
title = "Положение"
version = "1"
grade = 10
year = 2026
scale = "gia9-2026"
[[lists]]
id = "ministry"
title = "Перечень министерства"
events = ["высшая проба"]
[[groups]]
code = "А"
title = "А"
in_depth = ["математика", "физика"]
sets = { pair = ["химия", "биология"] }
[[groups]]
code = "Б"
title = "Б"
in_depth = ["математика", "информатика"]
sets = { pair = ["химия", "биология"] }
[[tests]]
name = "сочинение"
maximum = 20
markers = { names = ["первый", "второй"] }
[[tests]]
name = "норматив"
maximum = 60
[[components]]
id = "marks"
title = "Отметки"
source = "mark"
choice = { take = "all", sets = ["in_depth"] }
conversion = { by = "table", points = { 5 = 5, 4 = 3, 3 = 0 } }
[[components]]
id = "exam"
title = "Экзамен"
source = "exam"
choice = { take = "slots", slots = [{ names = ["математика"] }, { sets = ["pair"] }] }
minimum = { "математика" = 8 }
conversion = { by = "ratio", maximum = { "математика" = 31, "химия" = 38, "биология" = 47 }, times = 10 }
[[components]]
id = "by_scale"
title = "Отметка экзамена"
source = "exam"
choice = { take = "all", names = ["математика"] }
[components.conversion]
by = "chain"
steps = [{ by = "mark" }, { by = "table", points = { 5 = 2, 4 = 1, 3 = 0 } }]
[[components]]
id = "norm"
title = "Норматив"
source = "test"
choice = { take = "all", names = ["норматив"] }
[components.conversion]
by = "bands"
bands = [{ least = 12, points = 5 }, { least = 6, most = 11, points = 3 }, { most = 5, points = 0 }]
[[components]]
id = "essay"
title = "Сочинение"
source = "test"
choice = { take = "all", names = ["сочинение"] }
conversion = { by = "linear", least = 0, most = 20, to_most = 10 }
[[components]]
id = "average"
title = "Средний балл"
source = "fact"
choice = { take = "all", names = ["средний балл"] }
[components.conversion]
by = "bands"
bands = [{ least = 4.5, points = 2 }, { least = 4.00, most = 4.49, points = 1 }, { most = 3.99, points = 0 }]
[[components]]
id = "honours"
title = "Аттестат с отличием"
source = "fact"
choice = { take = "all", names = ["аттестат с отличием"] }
conversion = { by = "flag", points = 3 }
[[components]]
id = "portfolio"
title = "Портфолио"
source = "achievements"
cap = 10
weight = 0.5
validity = { by = "school_years", count = 2 }
subjects = { sets = ["in_depth"] }
rows = [
    { category = "а", results = { "победитель" = 5 }, listed = "ministry" },
    { category = "б", form = "личная", results = { "призёр" = 3 }, places = [{ least = 1, most = 3, points = 2 }] },
    { category = "б", form = "командная", results = { "призёр" = 3 } },
]
best = [{ categories = ["а"], per = "all", count = 2 }]
counts = [{ categories = ["а"], points = { 1 = 5 } }]
caps = [{ categories = ["б"], points = 9 }]
[[components]]
id = "both"
title = "Вместе"
source = "components"
of = ["norm", "essay"]
in_total = false
[[gates]]
gate = "minimum"
of = "total"
points = 20
[[gates]]
gate = "minimum"
of = "both"
points = 4
groups = ["А"]
[[gates]]
gate = "required"
title = "Отметка не ниже «4»"
when = [{ has = "value", source = "mark", name = "математика", least = 4, most = 5 }]
[[strata]]
id = "first"
title = "Победители"
when = [{ has = "achievement", results = ["победитель"], listed = "ministry" }]
[[keys]]
id = "tie_points"
title = "Испытания"
by = "components"
components = ["norm", "essay"]
[[keys]]
id = "tie_a"
title = "Категория «а»"
by = "category"
component = "portfolio"
category = "а"
"""


def read(text: str) -> Scheme:
    return read_scheme(text, "school.toml", golden.subjects(), library())


def findings(text: str) -> list[Finding]:
    found = check(read(text), "school.toml", golden.subjects())
    assert all(sentence(f).startswith("school.toml: ") and "{" not in sentence(f) for f in found)
    return found


def told(text: str) -> set[tuple[str, str, Severity]]:
    """(rule, field, severity) of every finding."""
    return {(f.id.removeprefix("scheme."), f.where.removeprefix("school.toml: "), f.severity) for f in findings(text)}


def test_a_right_scheme_has_no_findings() -> None:
    assert told(RIGHT) == set()


CONVERSION = "components[{}].conversion"
PORTFOLIO = "components[portfolio]"
NORM = "{ least = 12, points = 5 }, { least = 6, most = 11, points = 3 }, { most = 5, points = 0 }"
REVERSED = 'by = "days", first = { year = 0, month = 5, day = 2 }, last = { year = 0, month = 5, day = 1 }'
NOT_FOUR = """
[[gates]]
gate = "required"
title = "Отметка «3»"
when = [{ has = "all", of = [{ has = "value", source = "mark", name = "математика", most = 3 }] }]
[[strata]]"""
WITH_AND_WITHOUT = """
[[gates]]
gate = "required"
title = "Имеет право"
when = [{ has = "fact", name = "право" }]
[[gates]]
gate = "required"
title = "Без права"
when = [{ has = "none", of = [{ has = "fact", name = "право" }] }]
[[strata]]"""
OF_ANOTHER_GROUP = """
[[components]]
id = "extra"
title = "Отзыв"
groups = ["Б"]
source = "expert"
choice = { take = "all", names = ["отзыв"] }
[[gates]]
gate = "required"
title = "Отзыв"
when = [{ has = "points", of = "extra", least = 1 }]
[[strata]]"""
STRATUM = '{ has = "achievement", results = ["победитель"], listed = "ministry" }'


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "field"),
    [
        ('["высшая проба"]', '["высшая проба"]\n[[lists]]\nid = "ministry"\ntitle = "Ещё"\nevents = ["а"]',
         "repeated", "lists"),
        ('"первый", "второй"', '"первый", "первый"', "repeated", "tests[сочинение].markers"),
        ('markers = { names = ["первый", "второй"] }',
         'tasks = [{ name = "1", maximum = 5 }, { name = "1", maximum = 5 }]', "repeated", "tests[сочинение].tasks"),
        ('sets = { pair = ["химия", "биология"] }', 'sets = { pair = ["химия", "биалогия"] }',
         "unknown_subject_like", "groups[А].sets.pair"),
        ('slots = [{ names = ["математика"] }', 'slots = [{ names = ["матиматика"] }',
         "unknown_subject_like", "components[exam].choice.names"),
        ('name = "математика", least = 4', 'name = "матиматика", least = 4', "unknown_subject_like", "gates[3].when"),
        ('points = 4\ngroups = ["А"]', 'points = 4\ngroups = ["В"]', "unknown_group", "gates[2].groups"),
        ('of = ["norm", "essay"]', 'of = ["norm", "both"]', "unknown_component_above", "components[both].of"),
        ('of = "both"', 'of = "bath"', "unknown_component", "gates[2].of"),
        ('components = ["norm", "essay"]', 'components = ["norm", "esse"]',
         "unknown_component", "keys[tie_points].components"),
        ('}, listed = "ministry"', '}, listed = "other"', "unknown_list", f"{PORTFOLIO}.rows"),
        (STRATUM, STRATUM.replace("ministry", "other"), "unknown_list", "strata[first].when"),
        (STRATUM, '{ has = "points", of = "nothing", least = 1 }', "unknown_component", "strata[first].when"),
        (STRATUM, '{ has = "value", source = "test", name = "эссе", least = 1 }', "unknown_test", "strata[first].when"),
        (STRATUM, '{ has = "points", of = "both", least = 2, most = 1 }', "limits_reversed", "strata[first].when"),
        ("year = 2026\n", "", "no_year", f"{PORTFOLIO}.validity"),
        ('by = "school_years", count = 2', REVERSED, "dates_reversed", f"{PORTFOLIO}.validity"),
        ('names = ["математика"] }, { sets', 'names = [] }, { sets', "nothing_to_choose", "components[exam].choice"),
        ('choice = { take = "slots", slots = [{ names = ["математика"] }, { sets = ["pair"] }] }',
         'choice = { take = "variants", variants = [{ names = ["математика"] }, { names = [] }] }',
         "nothing_to_choose", "components[exam].choice"),
        ('{ sets = ["pair"] }] }', '{ sets = ["pears"] }] }', "empty_set", "components[exam].choice"),
        (NORM, "{ least = 12, points = 5 }, { least = 6, most = 12, points = 3 }, { most = 5, points = 0 }",
         "bands_overlap", f"{CONVERSION.format('norm')}.bands"),
        (NORM, "{ least = 12, points = 5 }, { least = 6, most = 10, points = 3 }, { most = 5, points = 0 }",
         "bands_gap", f"{CONVERSION.format('norm')}.bands"),
        (NORM, "{ least = 12, most = 6, points = 5 }", "band_reversed", f"{CONVERSION.format('norm')}.bands"),
        ("most = 4.49", "most = 4.4", "bands_gap", f"{CONVERSION.format('average')}.bands"),
        ("least = 0, most = 20", "least = 20, most = 20", "linear_reversed", f"{CONVERSION.format('essay')}.least"),
        ('"химия" = 38, ', "", "no_maximum", f"{CONVERSION.format('exam')}.maximum"),
        ('by = "ratio", maximum = { "математика" = 31, "химия" = 38, "биология" = 47 }, times = 10',
         'by = "times", times = { "математика" = 2, "химия" = 3 }', "no_factor", f"{CONVERSION.format('exam')}.times"),
        ('by = "ratio", maximum = { "математика" = 31, "химия" = 38, "биология" = 47 }, times = 10',
         'by = "names", names = { "математика" = { by = "value" }, "химия" = { by = "value" } }',
         "no_conversion", f"{CONVERSION.format('exam')}.names"),
        ('scale = "gia9-2026"\n', "", "scale_missing", CONVERSION.format("by_scale")),
        ('take = "all", names = ["математика"]', 'take = "all", names = ["астрономия"]',
         "scale_lacks", CONVERSION.format("by_scale")),
        ('conversion = { by = "table", points = { 5 = 5, 4 = 3, 3 = 0 } }', 'conversion = { by = "mark" }',
         "scale_not_of_exam", CONVERSION.format("marks")),
        ('conversion = { by = "table", points = { 5 = 5, 4 = 3, 3 = 0 } }', 'conversion = { by = "flag", points = 1 }',
         "flag_of_number", CONVERSION.format("marks")),
        ('minimum = { "математика" = 8 }', 'minimum = { "математика" = 32 }',
         "minimum_above_maximum", "components[exam].minimum"),
        ('results = { "победитель" = 5 }, listed', "listed", "row_without_points", f"{PORTFOLIO}.rows[1]"),
        ("least = 1, most = 3", "least = 4, most = 3", "band_reversed", f"{PORTFOLIO}.rows[2].places"),
        ("{ least = 1, most = 3, points = 2 }",
         "{ least = 1, most = 3, points = 2 }, { least = 3, most = 4, points = 1 }",
         "bands_overlap", f"{PORTFOLIO}.rows[2].places"),
        ('form = "командная"', 'form = "личная"', "overlapping_rows", f"{PORTFOLIO}.rows"),
        ('counts = [{ categories = ["а"]', 'counts = [{ categories = ["в"]', "unknown_category", f"{PORTFOLIO}.counts"),
        ("counts = [", 'counts = [{ categories = ["а"], points = { 2 = 5 } }, ',
         "counted_twice", f"{PORTFOLIO}.counts"),
        ("maximum = 60", "maximum = 60\nstep = 7", "step_misses_maximum", "tests[норматив].step"),
        ('in_depth = ["математика", "физика"]', 'in_depth = ["математика", "физика", "матем."]',
         "repeated", "groups[А].in_depth"),
        ('form = "командная", results = { "призёр" = 3 }',
         'form = "личная", places = [{ least = 3, most = 4, points = 3 }]', "overlapping_rows", f"{PORTFOLIO}.rows"),
        ("\npoints = 20\n", "\npoints = 58.5\n", "total_out_of_reach", "gates[1].points"),
        ("points = 4\n", "points = 16\n", "minimum_out_of_reach", "gates[2].points"),
        ('of = "both"', 'of = "portfolio"\npoints = 5.5\ngroups = ["Б"]\n[[gates]]\ngate = "minimum"\nof = "both"',
         "cap_below_minimum", f"{PORTFOLIO}.cap"),
        ("least = 4, most = 5 }]", "least = 6 }]", "limits_contradict", "gates"),
        ("[[strata]]", NOT_FOUR, "limits_contradict", "gates"),
        ("[[strata]]", WITH_AND_WITHOUT, "gates_contradict", "gates"),
        ("least = 4, most = 5 }]", 'least = 6 }, { has = "points", of = "total", least = 99 }]',
         "gate_out_of_reach", "gates[3].when"),
        ("[[strata]]", OF_ANOTHER_GROUP, "gate_out_of_reach", "gates[4].when"),
        (NORM, "{ least = 61, most = 90, points = 5 }", "bands_miss", f"{CONVERSION.format('norm')}.bands"),
        ("least = 0, most = 20, to_most", "least = 21, most = 30, to_most",
         "bands_miss", f"{CONVERSION.format('essay')}.least"),
        ("5 = 5, 4 = 3, 3 = 0 } }", "50 = 5, 40 = 3 } }", "table_misses", f"{CONVERSION.format('marks')}.points"),
        (f'by = "bands"\nbands = [{NORM}]', 'by = "flag"\npoints = 1', "flag_of_number", CONVERSION.format("norm")),
        ('validity = { by = "school_years", count = 2 }',
         'validity = { by = "school_years", count = 2 }\nheld_until = 2024-01-01',
         "dates_reversed", f"{PORTFOLIO}.validity"),
        (STRATUM, STRATUM.replace("}", ', held_from = 2027-01-01, validity = { by = "school_years", count = 1 } }'),
         "dates_reversed", "strata[first].when"),
        ('counts = [{ categories = ["а"]', 'counts = [{ categories = ["а", "б"]',
         "key_of_counted", "keys[tie_a].category"),
    ],
)  # fmt: skip
def test_a_slip_is_forbidden_and_named_by_its_field(right: str, wrong: str, rule: str, field: str) -> None:
    assert right in RIGHT
    assert (rule, field, Severity.FORBIDS) in told(RIGHT.replace(right, wrong, 1))


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "field"),
    [
        ("5 = 5, 4 = 3, 3 = 0 } }", "5 = 5, 4 = 3 } }", "table_gap", f"{CONVERSION.format('marks')}.points"),
        ("5 = 2, 4 = 1, 3 = 0 }", "5 = 2, 4 = 1 }", "table_gap", f"{CONVERSION.format('by_scale')}.points"),
        ("{ most = 5, points = 0 }", "{ least = 1, most = 5, points = 0 }",
         "bands_below", f"{CONVERSION.format('norm')}.bands"),
        ("{ least = 12, points = 5 }", "{ least = 12, most = 50, points = 5 }",
         "bands_above", f"{CONVERSION.format('norm')}.bands"),
        ('minimum = { "математика" = 8 }', 'minimum = { "история" = 8 }', "name_not_used", "components[exam].minimum"),
        ('"биология" = 47 }', '"биология" = 47, "физка" = 40 }',
         "name_not_used", f"{CONVERSION.format('exam')}.maximum"),
        ('"математика" = 31', '"математика" = 30', "other_maximum", f"{CONVERSION.format('exam')}.maximum"),
        ("[[components]]\nid = \"marks\"", '[[tests]]\nname = "лишнее"\nmaximum = 5\n[[components]]\nid = "marks"',
         "test_not_used", "tests"),
        ("[[groups]]", '[[lists]]\nid = "other"\ntitle = "Другой"\nevents = ["а"]\n[[groups]]',
         "list_not_used", "lists"),
        ('points = 4\ngroups = ["А"]', 'points = 4\n[[gates]]\ngate = "minimum"\nof = "norm"\npoints = 1\ngroups = []',
         "gate_not_used", "gates[3]"),
        ("year = 2026\n", "year = 2025\n", "scale_of_other_year", "scale"),
        ("least = 0, most = 20, to_most", "least = 5, most = 20, to_most",
         "bands_below", f"{CONVERSION.format('essay')}.least"),
        ("least = 0, most = 20, to_most", "least = 0, most = 15, to_most",
         "bands_above", f"{CONVERSION.format('essay')}.least"),
        ("maximum = 60", 'maximum = 60\ntasks = [{ name = "1", maximum = 5, weight = 2 }]',
         "other_sum_of_tasks", "tests[норматив].tasks"),
        ('{ take = "slots", slots = [{ names = ["математика"] }, { sets = ["pair"] }] }', '{ take = "given" }',
         "given_by_name", CONVERSION.format("exam")),
        ('minimum = { "математика" = 8 }', "scale_minimum = true", "no_recommended", "components[exam].scale_minimum"),
        ('id = "honours"\n', 'id = "honours"\ngroups = []\n', "component_not_used", "components[honours]"),
    ],
)  # fmt: skip
def test_what_may_be_meant_is_a_warning(right: str, wrong: str, rule: str, field: str) -> None:
    assert right in RIGHT
    assert (rule, field, Severity.WARNS) in told(RIGHT.replace(right, wrong, 1))


def test_a_table_of_a_test_has_every_number_that_can_be() -> None:
    text = RIGHT.replace(f'by = "bands"\nbands = [{NORM}]', 'by = "table"\npoints = { 1 = 1, 2 = 2, 61 = 3 }')
    told = {f.id: f.values for f in findings(text) if "table" in f.id}
    assert told["scheme.table_gap"]["numbers"] == (*(Decimal(n) for n in [0, *range(3, 10)]), "…")
    assert told["scheme.table_gap"]["times"] == 59
    assert told["scheme.table_outside"]["numbers"] == (Decimal(61),)


@pytest.mark.parametrize(
    "bands",
    [
        "{ least = 12, points = 5 }, { least = 6, points = 3 }, { least = 0, points = 0 }",  # the first that fits
        "{ most = 5, points = 0 }, { most = 11, points = 3 }, { most = 60, points = 5 }",
        "{ most = 5, points = 0 }, { least = 5.5, points = 3 }",  # nothing lies between two whole numbers
    ],
)
def test_bands_that_leave_no_doubt(bands: str) -> None:
    assert told(RIGHT.replace(NORM, bands)) == set()


def test_a_group_where_nothing_counts_in_the_total_is_named() -> None:
    text = RIGHT.replace('\nsource = "', '\ngroups = ["Б"]\nsource = "')
    assert ("no_components", "groups[А]", Severity.FORBIDS) in told(text)
    assert ("no_components", "groups[Б]", Severity.FORBIDS) not in told(text)


FACT = 'source = "fact"\nchoice = { take = "all", names = ["балл"] }\n'
TWO = 'source = "fact"\nchoice = { take = "all", names = ["а", "б"] }\ncombine = "min"\n'
CHAIN = 'conversion = { by = "chain", steps = [{ by = "flag", points = 2 }, { by = "times", times = 3 }] }'
CASES = """
[components.conversion]
by = "cases"
cases = [{ when = [{ has = "fact", name = "в" }], conversion = { by = "flag", points = 2 } }]
other = { by = "linear", least = 0, most = 1, to_most = 9 }
"""
MORE = """source = "achievements"
rows = [
    { category = "а", results = { "д" = 1 } }, { category = "б", results = { "у" = 2 }, places = [
        { least = 1, most = 3, points = 7 },
    ] },
]
"""
ANY = 'source = "achievements"\nrows = [{ category = "а", results = { "д" = 1 } }, { results = { "у" = 7 } }]\n'
WON = 'source = "achievements"\nrows = [{ category = "а", results = { "д" = 1 } }]\n'


@pytest.mark.parametrize(
    ("component", "highest"),
    [
        ('source = "mark"\nchoice = { take = "all", names = ["математика", "физика"] }', "10"),
        ('source = "mark"\nchoice = { take = "given" }\ncombine = "mean"', "5"),
        ('source = "mark"\nchoice = { take = "given" }', None),
        ('source = "mark"\nchoice = { take = "best", sets = ["in_depth"], count = 2 }\ncombine = "mean"', "5"),
        ('source = "mark"\nchoice = { take = "named", sets = ["in_depth"], question = "предмет" }\nweight = 3', "15"),
        ('source = "mark"\nchoice = { take = "all", names = ["математика"] }\nstates = { missing = 7 }', "7"),
        (FACT, None),
        (FACT + "cap = 4\nweight = 2.5", "10"),
        (FACT + 'conversion = { by = "ratio", maximum = 7, times = 100, digits = 2 }', "100"),
        (FACT + CHAIN, "6"),
        (TWO + CASES, "9"),
        (WON, None),
        (WON + 'caps = [{ categories = ["а"], points = 8 }]', "8"),
        (WON + 'best = [{ per = "all", count = 3 }]', "3"),
        (WON + 'best = [{ per = "subject", count = 2 }]', None),
        (WON + 'subjects = { sets = ["in_depth"] }\nbest = [{ per = "subject", count = 2 }]', "4"),
        (WON + 'best = [{ per = "category" }]\ncaps = [{ categories = ["а"], points = 8 }]', "1"),
        (MORE + 'caps = [{ categories = ["б"], points = 3 }, { categories = ["а", "б"], points = 9 }]', "9"),
        (MORE + 'best = [{ per = "category", count = 2 }]', "16"),
        (
            MORE
            + 'best = [{ per = "all", categories = ["а"] }]\ncounts = [{ categories = ["б"], points = { 2 = 5 } }]',
            "6",
        ),
        (MORE + 'best = [{ per = "all", count = 9 }]\ncounts = [{ categories = ["б"], points = { 2 = 5 } }]', None),
        (ANY + 'best = [{ per = "all", categories = ["а"] }]', None),
        (ANY + 'best = [{ per = "all" }]', "7"),
    ],
)
def test_the_most_that_a_component_can_give(component: str, highest: str | None) -> None:
    head = REACHED[: REACHED.index("source")].replace(', "химия"', "")
    scheme = read(f"{head}{component}\n")
    expected = None if highest is None else Decimal(highest)
    assert highest_points(scheme, scheme.groups[0]) == {"c": expected, "total": expected}


REACHED = """
title = "Т"
version = "1"
grade = 8
[[groups]]
code = "А"
title = "А"
in_depth = ["математика", "физика", "химия"]
[[components]]
id = "c"
title = "П"
source = "mark"
choice = CHOICE
conversion = { by = "table", points = { 5 = FIVE, 4 = 3, 3 = 1 } }
combine = "COMBINE"
weight = WEIGHT
"""


@given(
    st.sampled_from(['{ take = "all", sets = ["in_depth"] }', '{ take = "best", sets = ["in_depth"], count = 2 }']),
    st.integers(0, 9),
    st.sampled_from(["sum", "mean", "max", "min"]),
    st.decimals("0.1", "3", places=1),
    st.lists(st.sampled_from([3, 4, 5]), min_size=3, max_size=3),
)
def test_nobody_gets_more_than_the_most(
    choice: str, five: int, combine: str, weight: Decimal, marks: list[int]
) -> None:
    text = REACHED.replace("CHOICE", choice).replace("FIVE", str(five)).replace("COMBINE", combine)
    scheme = read(text.replace("WEIGHT", str(weight)))
    values = {
        (Kind.MARK, name): known(mark) for name, mark in zip(("математика", "физика", "химия"), marks, strict=True)
    }
    total = score(scheme, "А", Participant("1", ("А",), values)).total
    highest = highest_points(scheme, scheme.groups[0])["total"]
    assert total is not None
    assert highest is not None
    assert total <= highest
