"""Scoring of achievements, keys between equals, strata: one test a shape."""

from datetime import date

import pytest

from otbor.domain.participants import Achievement, Key, Kind, Participant
from otbor.domain.scoring import Status, explain, score
from otbor.domain.values import State, Value
from tests.domain.scoring_samples import PORTFOLIO, numbers, olympiad, person, scheme

WON, PRIZE, PRIZE_2, PART_2 = (
    olympiad("1", "победитель"),
    olympiad("1", "призёр"),
    olympiad("2", "призёр"),
    olympiad("2", "участник"),
)
OTHER = olympiad("9", "участник")
PHYSICS_PRIZE = olympiad("1", "призёр", "физика")


@pytest.mark.parametrize(
    ("tail", "achievements", "expected"),
    [
        ("", [], 0),
        ("", [olympiad("1", "Победитель"), olympiad("1", "призер", "физика")], 8),
        ("", [olympiad("1", "участник")], 0),
        ("", [olympiad("7", "победитель")], 0),
        ("", [olympiad("1", "победитель", "история"), olympiad("9", "участник", "история")], 1),
        ("", [olympiad("3", "победитель", level="Россия"), olympiad("3", "победитель", level="область")], 11),
        ("", [olympiad("3", "победитель", level="школа")], 0),
        ("", [olympiad("1", "победитель", event="Т"), olympiad("1", "призёр", event="т")], 5),
        ("", [olympiad("1", "призёр", event="Т"), olympiad("2", "участник", event="Т")], 4),
        ("", [olympiad("1", "призёр", event="Т"), olympiad("1", "призёр", "физика", event="Т")], 6),
        ("", [olympiad("1", "призёр", event="Т"), olympiad("1", "призёр", event="Т", held_on=date(2026, 1, 1))], 6),
        ("held_from = 2025-01-20", [PRIZE], 3),
        ("held_from = 2025-01-21", [PRIZE], 0),
        ("held_until = 2025-01-20", [PRIZE], 3),
        ("held_until = 2025-01-19", [PRIZE, olympiad("1", "призёр", held_on=None)], 0),
        ('best = [{ categories = ["1", "2"], per = "subject" }]', [WON, PRIZE_2], 8),
        ('best = [{ categories = ["1"], per = "subject" }]', [WON, PRIZE_2], 13),
        ('best = [{ per = "subject" }]', [PRIZE, OTHER, PHYSICS_PRIZE], 6),
        ('best = [{ per = "category" }]', [PRIZE, olympiad("1", "победитель", "физика"), OTHER], 6),
        ('best = [{ per = "event" }]', [olympiad("1", "призёр", event="Т"), olympiad("1", "призёр", event="П")], 6),
        ('caps = [{ categories = ["1"], points = 4 }]', [WON, PART_2], 8),
        ('caps = [{ categories = ["1", "2"], points = 7 }]', [WON, PART_2, OTHER], 8),
        ("cap = 6", [WON, PART_2], 6),
        ("cap = 6\nweight = 2", [WON, PART_2], 12),
    ],
)
def test_portfolio(tail: str, achievements: list[Achievement], expected: int) -> None:
    made = scheme(f"{PORTFOLIO}{tail}")
    for order in (achievements, achievements[::-1]):
        participant = person({}, *order)
        assert score(made, "А", participant).total == expected
        assert explain(made, "А", participant).points == expected


KEYS = """
[[keys]]
id = "portfolio"
title = "Портфолио"
by = "component"
component = "c0"
[[keys]]
id = "second"
title = "Категория 2"
by = "category"
component = "c0"
category = "2"
[[keys]]
id = "average"
title = "Средний балл"
by = "value"
source = "fact"
name = "средний балл аттестата"
digits = 2
[[keys]]
id = "extra"
title = "Испытание"
by = "value"
source = "test"
name = "математика"
absent = -1
"""


def test_keys() -> None:
    made = scheme(f"{PORTFOLIO}cap = 6", rest=KEYS)
    both = (olympiad("1", "победитель"), olympiad("2", "участник", "физика"))
    average: Key = (Kind.FACT, "средний балл аттестата")
    assert score(made, "А", person({average: "4.5"}, *both)).keys == numbers(6, 4, "4.50", -1)
    assert score(made, "А", person({(Kind.TEST, "математика"): "7.0"})).keys == numbers(0, 0, None, 7)
    for state, status in ((State.AWAITED, Status.AWAITED), (State.DID_NOT_COME, Status.RATED)):
        assert score(made, "А", person({(Kind.TEST, "математика"): Value(state)})).status is status


def test_of_equal_points_the_earlier_row_of_the_scheme_counts() -> None:
    text = PORTFOLIO.replace('"победитель" = 10', '"победитель" = 5')
    made = scheme(f'{text}best = [{{ categories = ["1", "2"], per = "subject" }}]', rest=KEYS)
    equal = (WON, olympiad("2", "победитель"))
    for order in (equal, equal[::-1]):
        assert score(made, "А", person({}, *order)).keys[1] == 0


STRATA = """
[[strata]]
id = "final"
title = "Заключительный этап"
[[strata.when]]
has = "achievement"
level = "заключительный"
results = ["победитель", "призёр"]
subjects = { sets = ["in_depth"] }
held_from = 2025-01-01
[[strata]]
id = "right"
title = "Преимущественное право"
[[strata.when]]
has = "fact"
name = "преимущественное право"
"""


@pytest.mark.parametrize(
    ("participant", "stratum"),
    [
        (person(), 2),
        (person({}, olympiad("2", "Призер", level="Заключительный")), 0),
        (person({}, olympiad("2", "участник", level="заключительный")), 2),
        (person({}, olympiad("2", "призёр", level="региональный")), 2),
        (person({}, olympiad("2", "призёр", "история", level="заключительный")), 2),
        (person({}, olympiad("2", "призёр", level="заключительный", held_on=date(2024, 12, 31))), 2),
        (person({(Kind.FACT, "преимущественное право"): 1}), 1),
        (person({(Kind.FACT, "преимущественное право"): 0}), 2),
        (person({(Kind.FACT, "преимущественное право"): 1}, olympiad("2", "призёр", level="заключительный")), 0),
    ],
)
def test_strata(participant: Participant, stratum: int) -> None:
    assert score(scheme(PORTFOLIO, rest=STRATA), "А", participant).stratum == stratum
