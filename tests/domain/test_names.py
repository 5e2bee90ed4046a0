"""Names are compared without case and said as the act has them: «ГТО», «К1»; an ordinary word begins small."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.participants import Achievement, Key, Kind
from otbor.domain.scheme.model import identity
from otbor.domain.scheme.storing import restored, stored
from otbor.domain.scoring import explain, score
from otbor.domain.subjects import folded, respelled, shown, spelled, tidy
from otbor.wording.explanation import explain_text
from otbor.wording.scheme import describe
from otbor.wording.templates import fill
from tests.domain.scoring_samples import Given, person
from tests.domain.shapes import HEAD, made

TEST = """{ name = "Сочинение ЕГЭ", maximum = 15,
    tasks = [{ name = "К1", maximum = 5 }, { name = "К2", maximum = 5, weight = 2 }] }, """
COMPONENTS = (
    """source = "test"
choice = { take = "all", names = ["Сочинение ЕГЭ"] }
""",
    """source = "achievements"
caps = [{ categories = ["ГТО"], points = 2 }]
rows = [
    { category = "ГТО", level = "Всероссийский", results = { "Знак ГТО" = 3 } },
    { category = "Кубок Колмогорова", results = { "Победитель" = 1 } },
]
""",
    """source = "fact"
choice = { take = "all", names = ["Класс МЧС"] }
""",
)
SCHEME = made(*COMPONENTS, head=HEAD.replace("tests = [", f"tests = [{TEST}".replace("\n", "")))
VALUES: dict[Key, Given] = {
    (Kind.TEST, "сочинение егэ: к1"): 4,
    (Kind.TEST, "сочинение егэ: к2"): 5,
    (Kind.FACT, "класс мчс"): 1,
}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ГТО", "ГТО"),
        ("К1", "К1"),
        ("ВсОШ", "ВсОШ"),
        (" Золотой  знак ГТО", "золотой знак ГТО"),
        ("Кубок Колмогорова", "кубок Колмогорова"),
        ("Победитель", "победитель"),
        ("победитель", "победитель"),
        ("", ""),
    ],
)
def test_a_name_is_shown_as_it_was_written(text: str, told: str) -> None:
    name = spelled(text)
    assert (name, shown(name)) == (tidy(text), told)
    assert fill("{name}; {names}", {"name": name, "names": [name, name]}) == f"{told}; {told}, {told}"
    assert shown(respelled(folded(name), name)) == told


@given(st.text())
def test_how_a_name_was_written_never_makes_it_another(text: str) -> None:
    name = spelled(text)
    assert name == tidy(text)
    assert hash(name) == hash(tidy(text))
    assert tidy(shown(name)) == name or len(text.lower().upper()) != len(text)  # «ŉ» and the like have no case


def test_the_sentences_of_a_scheme_keep_the_capitals_of_its_names() -> None:
    told = "\n".join(describe(SCHEME)).replace("\u00a0", " ")
    for part in (
        "«сочинение ЕГЭ»",
        "К1 — до 5, К2 — до 5, с множителем 2",
        "ГТО, всероссийский: знак ГТО — 3 балла",
        "Кубок Колмогорова: победитель",
        "категории «ГТО» — не более 2 баллов",
        "Учитываются сведения: класс МЧС.",
    ):
        assert part in told, part
    assert "Гто" not in told
    assert "к1" not in told


def test_so_do_the_explanation_and_a_scheme_kept_with_its_campaign() -> None:
    kept = restored(stored(SCHEME))
    assert describe(kept) == describe(SCHEME)
    assert identity(kept) == identity(SCHEME)
    won = Achievement("гто", "Сдача норм", "знак гто", level="всероссийский")
    tree = explain(kept, "А", person(VALUES, won))
    assert tree.points == Decimal(14 + 2 + 1)
    told = explain_text(tree)
    assert "сочинение ЕГЭ: К2: 5 × 2 = 10" in told
    assert "класс МЧС" in told
    assert "ГТО" in told


def test_an_achievement_is_told_in_the_words_of_the_scheme_however_the_workbook_writes_them() -> None:
    component = """source = "achievements"
rows = [
    { category = "ВсОШ", level = "Региональный", form = "Личная", results = { "Призёр ВсОШ" = 3 } },
    { category = "Перечень", results = { "победитель" = 2 }, listed = "min" },
]
"""
    lists = '[[lists]]\nid = "min"\ntitle = "Перечень"\nevents = ["Олимпиада «Физтех»"]\n'
    achievements = (
        Achievement("всош", "олимпиада", "призер всош", level="региональный", form="личная"),
        Achievement("всош", "олимпиада", "участник", level="региональный", form="личная"),
        Achievement("перечень", 'олимпиада "физтех"', "победитель"),
        Achievement("гто", "сдача норм", "победитель"),
    )
    tree = explain(made(component, rest=lists), "А", person({}, *achievements))
    told = explain_text(tree)
    assert tree.points == 5
    for part in (
        "ВсОШ, региональный, личная, олимпиада, призёр ВсОШ — 3",
        "ВсОШ, региональный, личная, олимпиада, участник — за такой результат баллы не начисляются",
        "перечень, Олимпиада «Физтех», победитель — 2",
        "гто, сдача норм, победитель — не учитывается",
    ):
        assert part in told, (part, told)


@pytest.mark.parametrize(
    "event",
    ["Олимпиада «Физтех»", 'олимпиада "ФизТех"', "Олимпиада 'Физтех'", "олимпиада  „Физтех“", "олимпиада физтех"],
)
def test_quotation_marks_never_make_it_another_event(event: str) -> None:
    row = '{ category = "16.3", results = { "победитель" = 2, "призёр" = 1 }, listed = "min" }'
    lists = '[[lists]]\nid = "min"\ntitle = "Перечень"\nevents = ["Олимпиада «Физтех»"]\n'
    own = made(f'source = "achievements"\nrows = [{row}]\n', rest=lists)
    won = Achievement("16.3", event, "победитель")
    assert score(own, "А", person({}, won)).total == 2
    again = replace(won, event="Олимпиада «Физтех»", result="призёр")  # the same event, to be counted once
    assert score(own, "А", person({}, won, again)).total == 2
    assert score(own, "А", person({}, replace(won, event=f"{event} юниор"))).total == 0


def test_capitals_make_no_other_scheme() -> None:
    lower = made(
        *(text.lower().replace("\n}", "\n}") for text in COMPONENTS),
        head=HEAD.replace("tests = [", f"tests = [{TEST.lower()}".replace("\n", "")),
    )
    assert identity(lower) == identity(SCHEME)
