"""What the Порядок does not provide for is named by field and paragraph; what it allows is left in peace."""

import re

import pytest

from otbor.domain.findings import Severity
from otbor.domain.scheme.lawful import Standing, check_lawful
from otbor.domain.scheme.reading import read_scheme
from otbor.wording.findings import sentence
from tests import golden
from tests.domain.shipped import regulation

LICEY8 = golden.scheme_text("licey8")
TENTH = """
title = "Правила отбора в 10 класс"
version = "1"
grade = 10
[[groups]]
code = "10Т"
title = "технологический"
in_depth = ["математика", "физика"]
[[tests]]
name = "математика"
maximum = 20
[[tests]]
name = "физика"
maximum = 20
[[components]]
id = "exams"
title = "Результаты ГИА-9"
source = "exam"
choice = { take = "all", sets = ["in_depth"] }
states = { missing = "left_out", not_required = "left_out" }
[[components]]
id = "tests"
title = "Испытания"
source = "test"
choice = { take = "all", sets = ["in_depth"] }
[[components]]
id = "average"
title = "Средний балл аттестата"
source = "fact"
choice = { take = "all", names = ["средний балл аттестата"] }
[[components]]
id = "portfolio"
title = "Достижения"
source = "achievements"
subjects = { sets = ["in_depth"] }
rows = [
    { category = "16.1", level = "муниципальный", results = { "победитель" = 5, "призёр" = 3, "участник" = 0 } },
    { category = "16.2", level = "Региональный", results = { "победитель" = 9, "призер" = 7, "участник" = 4 } },
    { category = "16.5", results = { "5" = 2, "4" = 1 } },
]
[[gates]]
gate = "minimum"
of = "total"
points = 20
[[keys]]
id = "tie"
title = "Достижения подпункта 16.2"
by = "category"
component = "portfolio"
category = "16.2"
"""
STRATUM = """
[[strata]]
id = "first"
title = "имеющие право"
when = [{ has = "fact", name = "преимущественное право" }]
[[gates]]"""
BY_CASE = """[components.conversion]
by = "cases"
cases = [{ when = [{ has = "fact", name = "территория" }], conversion = { by = "times", times = 2 } }]
other = { by = "value" }
"""
Told = set[tuple[str, str, str]]


def told(text: str, school: Standing | None = None, severity: Severity = Severity.FORBIDS) -> Told:
    """(rule, paragraph, field) of the findings of one severity; every one of them has its sentence."""
    scheme = read_scheme(text, "school.toml", golden.subjects())
    found = check_lawful(scheme, regulation(), "school.toml", school)
    assert all("{" not in sentence(f) for f in found)
    assert all(f.where.startswith("school.toml: ") for f in found)
    return {
        (f.id.removeprefix("lawful."), f.paragraph, f.where.removeprefix("school.toml: "))
        for f in found
        if f.severity is severity
    }


@pytest.mark.parametrize("text", [LICEY8, TENTH])
@pytest.mark.parametrize("severity", list(Severity))
def test_a_lawful_scheme_is_left_in_peace(text: str, severity: Severity) -> None:
    assert told(text, severity=severity) == set()


@pytest.mark.parametrize(
    ("text", "right", "wrong", "rule", "paragraph", "field"),
    [
        (LICEY8, "grade = 8", "grade = 4", "grade", "8, 9", "grade"),
        (LICEY8, 'in_depth = ["математика", "физика"]\n', "", "no_in_depth", "3", "groups[8Ф].in_depth"),
        (LICEY8, 'sets = ["in_depth"] }\nconversion', 'names = ["химия"], sets = ["in_depth"] }\nconversion',
         "other_subject", "13", "components[marks].choice"),
        (LICEY8, '"all", sets', '"best", sets', "marks_not_of_all", "13", "groups[8Ф]"),
        (LICEY8, 'choice = { take = "position", sets = ["in_depth"], position = 1 }',
         'choice = { take = "best", sets = ["in_depth"] }', "test_by_choice", "13", "tests"),
        (LICEY8, 'source = "mark"', 'source = "exam"', "criterion_exam", "13", "components[marks]"),
        (LICEY8, 'source = "mark"', 'source = "expert"', "criterion_expert", "13", "components[marks]"),
        (LICEY8, 'source = "mark"\nchoice = { take = "all", sets = ["in_depth"] }',
         'source = "fact"\nchoice = { take = "all", names = ["прописка"] }', "fact", "13", "components[marks].choice"),
        (LICEY8, 'source = "mark"\nchoice = { take = "all", sets = ["in_depth"] }',
         'source = "fact"\nchoice = { take = "all", names = ["средний балл аттестата"] }',
         "fact", "13", "components[marks].choice"),
        (LICEY8, 'category = "16.4", results', "results",
         "row_without_category", "16", "components[portfolio].rows[4]"),
        (LICEY8, 'category = "16.7", results', 'category = "ВсОШ", results',
         "category", "16", "components[portfolio].rows[5].category"),
        (LICEY8, 'category = "16.7", results', 'category = "16.6", results',
         "category_of_other_level", "16.6", "components[portfolio].rows[5].category"),
        (LICEY8, '"победитель" = 5, "призёр" = 3', '"победитель" = 5, "участник" = 1',
         "result", "16.1", "components[portfolio].rows[1].results"),
        (LICEY8, 'category = "16.1", results', 'category = "16.1", level = "региональный", results',
         "stage", "16.1", "components[portfolio].rows[1].level"),
        (LICEY8, 'category = "16.3"\n', 'category = "16.4"\n', "key_category", "21", "keys[tie_16.3]"),
        (LICEY8, '{ category = "16.3", results', '{ category = "16.3", any_subject = true, results',
         "key_subjects", "21", "keys[tie_16.3]"),
        (LICEY8, 'by = "category"\ncomponent = "portfolio"\ncategory = "16.3"', 'by = "component"\ncomponent = "marks"',
         "key", "21", "keys[tie_16.3]"),
        (LICEY8, 'by = "category"\ncomponent = "portfolio"\ncategory = "16.3"',
         'by = "component"\ncomponent = "portfolio"', "key_category", "21", "keys[tie_16.3]"),
        (LICEY8, 'by = "category"\ncomponent = "portfolio"\ncategory = "16.3"',
         'by = "value"\nsource = "fact"\nname = "преимущественное право"', "key", "21", "keys[tie_16.3]"),
        (LICEY8, 'by = "category"\ncomponent = "portfolio"\ncategory = "16.3"',
         'by = "condition"\nwhen = [{ has = "achievement", results = ["призёр"] }]', "key", "21", "keys[tie_16.3]"),
        (LICEY8, 'conversion = { by = "table", points = { 5 = 5, 4 = 3, 3 = 0 } }', BY_CASE,
         "fact", "13", "components[marks].conversion.cases"),
        (LICEY8, "[[gates]]", STRATUM, "stratum", "20", "strata[first]"),
        (LICEY8, 'category = "16.1", results = {',
         'category = "16.1", places = [{ least = 1, most = 50, points = 1 }], results = {',
         "places", "16.1", "components[portfolio].rows[1].places"),
        (TENTH, 'source = "achievements"\n',
         'source = "achievements"\ncounts = [{ categories = ["16.1"], points = { 1 = 5 } }]\n',
         "result", "16.1", "components[portfolio].rows[1].results"),
        (TENTH, 'source = "exam"', 'source = "mark"', "criterion_mark", "14", "components[exams]"),
        (TENTH, '"4" = 1', '"3" = 1', "result", "16.5", "components[portfolio].rows[3].results"),
    ],
)  # fmt: skip
def test_what_the_regulation_lacks_is_forbidden(
    text: str, right: str, wrong: str, rule: str, paragraph: str, field: str
) -> None:
    assert right in text
    assert (rule, paragraph, field) in told(text.replace(right, wrong))


@pytest.mark.parametrize(
    ("text", "right", "wrong", "rule", "paragraph", "field"),
    [
        (LICEY8, 'of = "total"', 'of = "test1"', "component_minimum", "20", "gates[1]"),
        (LICEY8, 'of = "total"', 'of = "test1"', "no_minimum", "20", "gates"),
        (LICEY8, 'source = "mark"', 'source = "exam"', "criterion_unused", "13", "groups[8И]"),
        (LICEY8[: LICEY8.index("[[keys]]")], "", "", "no_keys", "21", "keys"),
        (
            TENTH,
            'choice = { take = "all", sets = ["in_depth"] }\nstates',
            'choice = { take = "all", names = ["физика"] }\nstates',
            "exams_not_of_all",
            "14",
            "groups[10Т]",
        ),
        (
            TENTH,
            ', not_required = "left_out"',
            ', not_required = "not_rated"',
            "exam_if_any",
            "14",
            "components[exams].states.not_required",
        ),
    ],
)
def test_what_the_school_should_think_over_is_a_warning(
    text: str, right: str, wrong: str, rule: str, paragraph: str, field: str
) -> None:
    assert (rule, paragraph, field) in told(text.replace(right, wrong), severity=Severity.WARNS)


FOUR = LICEY8.replace(
    '"математика", "физика"]', '"математика", "физика", "информатика", "химия"]'
) + '\n[[tests]]\nname = "химия"\nmaximum = 5\n'  # fmt: skip
TEST1 = 'choice = { take = "position", sets = ["in_depth"], position = 1 }'
ALL = 'choice = { take = "all", sets = ["in_depth"] }'


def test_four_subjects_and_three_tests_need_a_combined_one() -> None:
    assert told(FOUR) == {("subject_without_test", "13", "tests"), ("only_combined_test", "13", "tests")}
    assert told(FOUR.replace(TEST1, ALL)) == {("too_many_tests", "13", "tests"), ("only_combined_test", "13", "tests")}
    combined = FOUR.replace(TEST1, 'choice = { take = "all", names = ["комплексная работа"] }')
    assert told(combined + '\n[[tests]]\nname = "комплексная работа"\nmaximum = 5\n') == set()


def test_tests_are_counted_where_no_subject_in_depth_is_named() -> None:
    unnamed = FOUR.replace(TEST1, 'choice = { take = "all", names = ["математика", "физика", "информатика", "химия"] }')
    unnamed = re.sub(r"in_depth = \[[^]]*\]\n", "", unnamed).replace('sets = ["in_depth"]', 'names = ["математика"]')
    assert ("too_many_tests", "13", "tests") in told(unnamed, Standing(cadet=True))
    assert {("no_in_depth", "3", "groups[8Ф].in_depth"), ("too_many_tests", "13", "tests")} <= told(unnamed)
    none = ("criterion_unused", "14", "groups[технологический]")
    assert none in told(golden.scheme_text("percent"), severity=Severity.WARNS)


def test_any_place_counts_where_taking_part_does() -> None:
    row = 'category = "16.2", level = "Региональный", results = {'
    assert row in TENTH
    assert (
        told(TENTH.replace(row, row.replace("results", "places = [{ least = 1, most = 50, points = 1 }], results")))
        == set()
    )


def test_parts_of_a_test_are_one_test() -> None:
    tasks = ", ".join(f'{{ name = "К{number}", maximum = 5 }}' for number in range(1, 5))
    names = ", ".join(f'"математика: К{number}"' for number in range(1, 5))
    parts = TENTH.replace('"математика"\nmaximum = 20', f'"математика"\nmaximum = 20\ntasks = [{tasks}]')
    parts = parts.replace(
        'source = "test"\n' + ALL, f'source = "test"\nchoice = {{ take = "all", names = [{names}, "физика"] }}'
    )
    assert parts.count("К4") == 2
    assert told(parts) == set()


def test_a_subject_without_a_test_is_named() -> None:
    text = LICEY8.replace("position = 2", "position = 1")
    assert told(text) == {("subject_without_test", "13", "tests")}


THREE = TENTH.replace('"физика"]', '"физика", "химия"]') + '\n[[tests]]\nname = "химия"\nmaximum = 5\n'
PERHAPS = {("too_many_tests_perhaps", "14.2", "tests"), ("only_combined_test_perhaps", "14.2", "tests")}


@pytest.mark.parametrize(
    ("on_list", "forbidden", "warned"),
    [
        (True, set(), set()),
        (False, {("too_many_tests", "14.2", "tests"), ("only_combined_test", "14.2", "tests")}, set()),
        (None, set(), PERHAPS),
    ],
)
def test_three_tests_are_for_schools_on_the_founders_list(on_list: bool | None, forbidden: Told, warned: Told) -> None:
    assert told(THREE, Standing(on_list)) == forbidden
    assert told(THREE, Standing(on_list), Severity.WARNS) == warned


def test_a_school_of_sport_may_rate_aptitude_and_a_cadet_school_its_own_subjects() -> None:
    text = LICEY8.replace('source = "mark"', 'source = "expert"')
    assert ("criterion_expert", "13", "components[marks]") not in told(text, Standing(sport=True))
    cadet = LICEY8.replace('sets = ["in_depth"] }\nconversion', 'names = ["физическая культура"] }\nconversion')
    assert ("other_subject", "13", "components[marks].choice") in told(cadet)
    assert ("other_subject", "13", "components[marks].choice") not in told(cadet, Standing(cadet=True))


def test_the_examples_of_other_regions_are_not_of_this_one() -> None:
    assert {golden.scheme(name).regulation for name in ("percent", "average")} == {None}
    percent = {rule for rule, _, _ in told(golden.scheme_text("percent"))}
    assert percent == {"no_in_depth", "key"}
    average = {rule for rule, _, _ in told(golden.scheme_text("average"))}
    assert average == {"no_in_depth", "criterion_mark", "row_without_category", "stratum", "key"}


def gate(name: str) -> str:
    """The scheme with one more condition of admission."""
    required = f'[[gates]]\ngate = "required"\ntitle = "Условие"\nwhen = [{{ has = "fact", name = "{name}" }}]\n'
    return LICEY8.replace("[[gates]]", f"{required}[[gates]]")


def test_anyone_may_take_part_whatever_the_address_and_the_health() -> None:
    for name in ("проживание на закреплённой территории", "отсутствие противопоказаний"):
        assert told(gate(name)) == {("gate", "4", "gates[1]")}
    marks = '[[gates]]\ngate = "required"\ntitle = "Без «3»"\nwhen = [{ has = "value", source = "mark", '
    marks += 'name = "математика", least = 4 }]\n'
    assert told(LICEY8.replace("[[gates]]", f"{marks}[[gates]]")) == {("gate", "4", "gates[1]")}


def test_a_school_of_sport_asks_for_health() -> None:
    sport = Standing(sport=True)
    assert told(gate("отсутствие противопоказаний"), sport) == set()
    assert told(gate("проживание на закреплённой территории"), sport) == {("gate", "4", "gates[1]")}


BY_CATEGORY = 'by = "category"\ncomponent = "portfolio"\ncategory = "16.3"'
ACHIEVEMENT = '{ has = "achievement", category = "16.3", results = ["победитель"], subjects = { sets = ["in_depth"] } }'


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (ACHIEVEMENT, set()),
        (ACHIEVEMENT.replace("16.3", "16.4"), {("key_category", "21", "keys[tie_16.3]")}),
        (ACHIEVEMENT.replace("16.3", "16.1"), set()),
        (ACHIEVEMENT.replace("16.3", "16.1").replace("победитель", "участник"),
         {("result", "16.1", "keys[tie_16.3].when.results")}),
        (ACHIEVEMENT.replace('"16.3"', '"16.1", level = "региональный"'),
         {("stage", "16.1", "keys[tie_16.3].when.level")}),
        (ACHIEVEMENT.replace('category = "16.3", ', ""), {("key", "21", "keys[tie_16.3]")}),
        (ACHIEVEMENT.replace(', subjects = { sets = ["in_depth"] }', ""), {("key_subjects", "21", "keys[tie_16.3]")}),
        ('{ has = "fact", name = "преимущественное право" }', {("key", "21", "keys[tie_16.3]")}),
        ('{ has = "any", of = [' + ACHIEVEMENT + ', { has = "fact", name = "право" }] }',
         {("key", "21", "keys[tie_16.3]")}),
    ],
)  # fmt: skip
def test_a_condition_decides_between_equals_when_it_is_a_priority_achievement(when: str, expected: Told) -> None:
    assert told(LICEY8.replace(BY_CATEGORY, f'by = "condition"\nwhen = [{when}]')) == expected


def test_a_sum_of_tests_does_not_decide_between_equals() -> None:
    several = 'by = "components"\ncomponents = ["test1", "test2"]'
    assert told(LICEY8.replace(BY_CATEGORY, several)) == {("key", "21", "keys[tie_16.3]")}


MARKS = 'choice = { take = "all", sets = ["in_depth"] }\nconversion'


@pytest.mark.parametrize(
    ("choice", "rules"),
    [
        ('{ take = "given" }', {"any_subject"}),
        ('{ take = "given", count = 2 }', {"any_subject", "marks_not_of_all"}),
        ('{ take = "slots", slots = [{ names = ["математика"] }, { names = ["физика", "информатика"] }] }',
         {"marks_not_of_all", "other_subject"}),
        ('{ take = "variants", variants = [{ sets = ["in_depth"] }, { sets = ["in_depth"] }] }', set()),
        ('{ take = "variants", variants = [{ sets = ["in_depth"] }, { names = ["математика"] }] }',
         {"marks_not_of_all"}),
        ('{ take = "named", sets = ["in_depth"], question = "предмет" }', {"marks_not_of_all"}),
        ('{ take = "best", sets = ["in_depth"], count = 2 }', set()),
    ],
)  # fmt: skip
def test_marks_count_in_all_subjects_in_depth_however_they_are_chosen(choice: str, rules: set[str]) -> None:
    assert MARKS in LICEY8
    found = told(LICEY8.replace(MARKS, f"choice = {choice}\nconversion"))
    assert {rule for rule, _, _ in found} == rules
