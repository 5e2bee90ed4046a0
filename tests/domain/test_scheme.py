"""Reading a scheme: shipped ones are right, every mistake is named by file, field and reason."""

import pytest

from otbor.domain.findings import Refused
from otbor.domain.participants import Kind
from otbor.domain.scheme import Scheme, identity, parse_scheme
from otbor.domain.subjects import parse_subjects
from otbor.services.trial import read_scheme
from otbor.support.places import resource
from otbor.wording.findings import sentence
from otbor.wording.scheme import describe
from tests import golden

SHIPPED = ("licey8", "percent", "average")
LICEY8 = golden.scheme_text("licey8")


def read(text: str) -> Scheme:
    return parse_scheme(text, "school.toml", golden.subjects())


def refusal(text: str) -> Refused:
    with pytest.raises(Refused) as raised:
        read(text)
    return raised.value


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scheme_is_right_and_says_itself(name: str) -> None:
    sentences = describe(golden.scheme(name))
    assert len(sentences) > len(golden.scheme(name).components)
    assert all(text.endswith(".") and "{" not in text and "  " not in text for text in sentences)


def test_marks_of_licey8_in_words() -> None:
    said = next(text for text in describe(golden.scheme("licey8")) if text.startswith("Отметки"))
    assert "«5» — 5\u00a0баллов, «4» — 3\u00a0балла, «3» — 0\u00a0баллов" in said
    assert "для группы «8И» — математика, информатика" in said


@pytest.mark.parametrize(
    ("right", "wrong", "finding", "field"),
    [
        ("grade = 8\n", "grade = \n", "unreadable", ""),
        ("grade = 8\n", 'grade = "', "unreadable", ""),
        ('category = "16.3"\n', 'category = "16.3', "cut_short", ""),
        ("3 = 0 }", '3 = 0, "5.0" = 1 }', "same_key", "components[marks].conversion.points"),
        ('"призёр" = 2', '"призёр" = 2, "Призер" = 1', "same_key", "components[portfolio].rows[3].results"),
        ("position = 1 }", "position = 1 }\nminimum = 21", "minimum_above_maximum", "components[test1].minimum"),
        ("3 = 0 } }", "3 = 0 } }\nminimum = 6", "minimum_above_maximum", "components[marks].minimum"),
        ("cap = 15", "cap = 1e9", "too_large", "components[portfolio].cap"),
        ("cap = 15", "cap = inf", "not_number", "components[portfolio].cap"),
        ("grade = 8\n", "", "missing_key", "grade"),
        ("grade = 8\n", "grade = 12\n", "too_large", "grade"),
        ("grade = 8\n", "grade = 0\n", "too_small", "grade"),
        ("grade = 8\n", "grade = 8.5\n", "not_whole", "grade"),
        ("grade = 8\n", 'grade = 8\ncolour = "red"\n', "unknown_key", "colour"),
        ("grade = 8\n", 'grade = 8\nregulaton = "x"\n', "unknown_key_like", "regulaton"),
        ("cap = 15", "cap = 15\nyear = 2026", "misplaced_key", "components[portfolio].year"),
        ("5 = 5, 4 = 3", "5 = 5, 4.5 = 4", "key_not_number", "components[marks].conversion.points.4"),
        ("5 = 5, 4 = 3", '5 = 5, "4,5" = 4, 4 = 3', "key_not_number", "components[marks].conversion.points.4,5"),
        ('source = "mark"', 'source = "mаrk"', "not_latin", "components[marks]"),
        ('title = "физико-математический"', 'title = ""', "empty", "groups[8Ф].title"),
        ('title = "физико-математический"', "title = 5", "not_text", "groups[8Ф].title"),
        ('id = "marks"', 'id = "the marks"', "bad_id", "components[the marks].id"),
        ('take = "all", sets', "sets", "missing_choice", "components[marks].choice"),
        ('take = "all"', 'take = "every"', "not_of_list", "components[marks].choice"),
        ('sets = ["in_depth"] }\ncap', 'sets = "in_depth" }\ncap', "not_list", "components[portfolio].subjects.sets"),
        ("cap = 15", 'cap = "много"', "not_number", "components[portfolio].cap"),
        ("cap = 15", "cap = true", "not_number", "components[portfolio].cap"),
        ("cap = 15", "cap = nan", "not_number", "components[portfolio].cap"),
        ("cap = 15", "cap = 0", "not_above", "components[portfolio].cap"),
        ("cap = 15", "weight = -1", "not_above", "components[portfolio].weight"),
        ("cap = 15", "digits = 9", "too_large", "components[portfolio].digits"),
        ("cap = 15", "digits = -1", "too_small", "components[portfolio].digits"),
        ('code = "8И"', 'code = " "', "empty", "groups[ ].code"),
        ('id = "marks"', 'id = "place"', "same_column", "keys"),
        ("3 = 0 }", '"три" = 0 }', "key_not_number", "components[marks].conversion.points.три"),
        ("held_from = 2024-09-01", 'held_from = "01.09.2024"', "not_date", "components[portfolio].held_from"),
        ("any_subject = true", "any_subject = 1", "not_bool", "components[portfolio].rows[5].any_subject"),
        ("rows = [\n", "rows = [5,\n", "not_table", "components[portfolio].rows[1]"),
        ('"математика", "физика"', '"математика", "физека"', "unknown_subject_like", "groups[8Ф].in_depth"),
        ('"математика", "физика"', "", "empty_set", "components[marks].choice"),
        ('"математика", "физика"', '"математика"', "nothing_to_choose", "components[test2].choice"),
        ('code = "8И"', 'code = "8Ф"', "repeated", "groups"),
        ('id = "test1"', 'id = "test2"', "repeated", "components"),
        ('id = "tie_16.1"', 'id = "marks"', "same_column", "keys"),
        ('source = "mark"', 'source = "mark"\ngroups = ["8Х"]', "unknown_group", "components[marks].groups"),
        ('[[tests]]\nname = "физика"\nmaximum = 20\n', "", "unknown_test", "components[test2].choice"),
        ('of = "total"', 'of = "marsk"', "unknown_component", "gates[1].of"),
        ('of = "total"', 'of = "portfolio"', "cap_below_minimum", "components[portfolio].cap"),
        ('component = "portfolio"', 'component = "portfel"', "unknown_component", "keys[tie_16.2].component"),
        ('category = "16.2"\n\n', 'category = "16.6"\n\n', "unknown_category", "keys[tie_16.2].category"),
        ('component = "portfolio"', 'component = "marks"', "unknown_category", "keys[tie_16.2].category"),
        ('categories = ["16.4"]', 'categories = ["16.8"]', "unknown_category", "components[portfolio].caps"),
        ("caps = [", 'caps = [{ categories = ["16.4"], points = 9 }, ', "capped_twice", "components[portfolio].caps"),
        ('category = "16.3", results', 'category = "16.4", results', "overlapping_rows", "components[portfolio].rows"),
        ("cap = 15", "cap = 15\nheld_until = 2024-01-01", "dates_reversed", "components[portfolio].held_from"),
    ],
)
def test_a_mistake_is_named_by_field(right: str, wrong: str, finding: str, field: str) -> None:
    assert right in LICEY8
    refused = refusal(LICEY8.replace(right, wrong))
    named = {f.id: f for f in reversed(refused.findings)}
    assert f"scheme.{finding}" in named
    assert named[f"scheme.{finding}"].where.removeprefix("school.toml").removeprefix(": ") == field
    assert all(sentence(f).startswith("school.toml") and "{" not in sentence(f) for f in refused.findings)


def test_every_mistake_is_named_at_once() -> None:
    refused = refusal(
        LICEY8.replace("cap = 15", 'cap = "x"').replace("grade = 8\n", "").replace("points = 20", "pts = 2")
    )
    assert {f.where for f in refused.findings} == {
        "school.toml: components[portfolio].cap",
        "school.toml: grade",
        "school.toml: gates[1].points",
        "school.toml: gates[1].pts",
    }


@pytest.mark.parametrize(
    ("right", "wrong", "finding"),
    [
        ('"физика" = 45\n', "", "no_maximum"),
        ('"физика" = 31\n', '"физика" = 46\n', "minimum_above_maximum"),
    ],
)
def test_numbers_of_a_subject_fit_each_other(right: str, wrong: str, finding: str) -> None:
    refused = refusal(golden.scheme_text("percent").replace(right, wrong))
    assert [(f.id, f.values["name"]) for f in refused.findings] == [(f"scheme.{finding}", "физика")]


def test_a_group_without_components_is_named() -> None:
    text = LICEY8.replace('title = "Отметки', 'groups = ["8И"]\ntitle = "Отметки')
    for title in ('title = "Индивидуальные', 'title = "Вступительное'):
        text = text.replace(title, f'groups = ["8И"]\n{title}')
    assert "scheme.no_components" in {f.id for f in refusal(text).findings}


def test_other_names_of_subjects_are_understood() -> None:
    text = LICEY8.replace('"информатика"]', '"Информатика  и ИКТ"]')
    assert read(text).group("8И").in_depth == ("математика", "информатика")
    assert identity(read(text)) == identity(golden.scheme("licey8"))


def test_identity_follows_the_rules_and_not_the_layout() -> None:
    same = LICEY8.replace("\n\n", "\n# remark\n\n").replace("cap = 15", "cap = 15.0")
    assert identity(read(same)) == identity(read(LICEY8))
    assert identity(read(LICEY8.replace("cap = 15", "cap = 16"))) != identity(read(LICEY8))


def test_what_the_scheme_asks_for() -> None:
    scheme = golden.scheme("licey8")
    assert scheme.asked("8И") == (
        (Kind.MARK, "математика"),
        (Kind.MARK, "информатика"),
        (Kind.TEST, "математика"),
        (Kind.TEST, "информатика"),
    )
    assert (Kind.TEST, "дополнительное испытание") in golden.scheme("average").asked("химико-биологический")


def test_parts_that_a_number_is_judged_by_are_asked_too() -> None:
    marks, pairs = (read_scheme(resource(f"schemes/{name}.toml")) for name in ("marks10", "pairs10"))
    assert (Kind.EXAM, "русский язык: грамотность") in marks.asked("гуманитарный")
    assert (Kind.EXAM, "математика: геометрия") in pairs.asked("физико-математический")
    assert (Kind.EXAM, "математика: геометрия") not in pairs.asked("химико-биологический")
    sides = golden.scheme_text("percent").replace(
        "minimum = 18", 'minimum = 18\nsides = [{ name = "математика", part = "Геометрия", least = 6 }]'
    )
    assert (Kind.EXAM, "математика: геометрия") in read(sides).asked("гуманитарный")


def test_a_condition_of_another_group_asks_nothing() -> None:
    gate = '[[gates]]\ngate = "required"\ntitle = "Т"\ngroups = ["8Ф"]\nwhen = [{ has = "fact", name = "право" }]\n'
    scheme = read(LICEY8.replace("[[gates]]", f"{gate}[[gates]]"))
    assert [(Kind.FACT, "право") in scheme.asked(code) for code in ("8Ф", "8И")] == [True, False]


def test_points_that_a_test_allows() -> None:
    test = golden.scheme("licey8").test("физика")
    assert test is not None
    allowed = [text for text in ("0", "20", "15.0", "15.5", "-1", "21") if test.allows(golden.number(text))]
    assert allowed == ["0", "20", "15.0"]
    assert golden.scheme("licey8").test("химия") is None


def test_a_subject_has_one_name() -> None:
    with pytest.raises(ValueError, match="both"):
        parse_subjects('"физика" = []\n"химия" = ["Физика"]')


WIDE = """
title = "Все виды правил"
version = "3"
grade = 5
[total]
combine = "mean"
digits = 1
[[groups]]
code = "А"
title = "А"
in_depth = ["математика", "физика"]
[[groups]]
code = "Б"
title = "Б"
in_depth = ["химия", "биология"]
[[tests]]
name = "сочинение"
maximum = 10
step = 0.5
[[components]]
id = "c1"
title = "Отметки"
source = "mark"
groups = ["А"]
choice = { take = "best", sets = ["in_depth"], count = 2 }
combine = "max"
digits = 0
cap = 2.5
weight = 0.5
states = { missing = "absent", not_required = "left_out", annulled = "left_out", below_minimum = "left_out" }
minimum = 4
[[components]]
id = "c2"
title = "Сочинение"
source = "test"
choice = { take = "all", names = ["сочинение"] }
states = { did_not_come = "left_out" }
[[components]]
id = "c3"
title = "Достижения"
source = "achievements"
held_until = 2026-05-01
best = [{ per = "event" }, { per = "category", categories = ["своя", "чужая"] }]
caps = [{ categories = ["своя", "чужая"], points = 1 }]
rows = [
    { category = "своя", level = "Город", results = { "Первое место" = 1 }, subjects = { names = ["физика"] } },
    { category = "чужая", results = { "участие" = 0.5 } },
    { results = { "диплом" = 2 } },
]
[[gates]]
gate = "minimum"
of = "c2"
points = 3
[[strata]]
id = "right"
title = "имеющие право"
when = [
    { has = "fact", name = "преимущественное право" },
    { has = "achievement", category = "своя", results = ["диплом"], held_from = 2025-01-01 },
]
"""


def test_every_kind_of_rule_says_itself() -> None:
    said = "\n".join(describe(read(WIDE))).replace("\u00a0", " ")
    for part in (
        "с шагом 0,5",
        "Только для групп: А.",
        "только 2 лучших по баллам",
        "минимум: 4",
        "Берётся наибольший из баллов. Участник без этих сведений считается не явившимся",
        "Результат округляется до целого числа. Всего — не более 2,5 балла. Результат умножается на 0,5.",
        "Неявка не препятствует участию в рейтинге",
        "не позднее 01.05.2026",
        "Своя, город: первое место — 1 балл (по предметам: физика).",
        "Прочее: диплом — 2 балла.",
        "В каждой категории из следующих («своя», «чужая») учитывается только лучшее достижение.",
        "За достижения категорий «своя», «чужая» — не более 1 балла.",
        "Достижение, дата которого не указана, не учитывается.",
        "Итоговый балл — среднее арифметическое баллов по всем показателям.",
        "Минимум по показателю «Сочинение» — 3",
        "отмечено «преимущественное право» или результат: диплом, категория «своя», не ранее 01.01.2025",
        "участники занимают общее место",
    ):
        assert part in said, part
    assert "{" not in said
