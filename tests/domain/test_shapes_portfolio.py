"""Shapes 23–32 of the scoring rules: the portfolio; one test a shape."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from otbor.wording.scheme import describe
from tests.domain.scoring_samples import numbers, olympiad
from tests.domain.shapes import made, total


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


@pytest.mark.parametrize(("per", "expected", "said"), [("category", 7, "из следующих (1, 2)"), ("all", 5, "вместе")])
def test_25_the_best_of_each_of_two_categories_or_of_both_together(per: str, expected: int, said: str) -> None:
    text = portfolio(ROWS, f'best = [{{ categories = ["1", "2"], per = "{per}" }}]')
    assert total(text, {}, *WON, *MORE) == expected
    assert any(said in line for line in describe(made(text)))


@pytest.mark.parametrize(("more", "said"), [("", True), ('subjects = { sets = ["in_depth"] }', False)])
def test_25_achievements_without_a_subject_are_compared_and_the_act_says_so(more: str, *, said: bool) -> None:
    text = portfolio(ROWS, f'best = [{{ per = "subject" }}]\n{more}')
    assert any("предмет не указан, сравниваются между собой" in line for line in describe(made(text))) == said
    nameless = [olympiad("1", "победитель", "", event=event) for event in "аб"]
    assert total(text, {}, *nameless) == (5 if said else 0)


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
        ('caps = [{ categories = ["1", "2"], points = 11 }, { categories = ["1"], points = 7 }]', 11),
        ('caps = [{ categories = ["1"], points = 7 }, { categories = ["1", "2"], points = 16 }]', 16),
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
