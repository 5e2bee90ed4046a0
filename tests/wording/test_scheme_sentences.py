"""How a scheme and an explanation say what is easily said wrong: orders, penalties, nested rules, reasons."""

from collections.abc import Mapping

from otbor.domain.participants import Key
from otbor.domain.scheme import Scheme
from otbor.domain.scoring import explain
from otbor.domain.values import State, Value
from otbor.wording.explanation import explain_text
from otbor.wording.scheme import describe
from tests.domain.scoring_samples import Given, person
from tests.domain.shapes import FIVE, HEAD, MARKS, MATHS, exam, fact, made

PENALTY = 'source = "fact"\nchoice = { take = "all", names = ["взыскание"] }\nconversion = { by = "flag", points = -5 }'
SCALED = f'scale = "gia9-2026"{HEAD}'
STEPS = '{ by = "mark" }, { by = "table", points = { 5 = 10, 4 = 7, 3 = 3 } }'


def explained(scheme: Scheme, values: Mapping[Key, Given]) -> str:
    return explain_text(explain(scheme, "А", person(values)))


def test_a_penalty_is_taken_away() -> None:
    scheme = made(MARKS, PENALTY)
    assert "При наличии: −5" in " ".join(describe(scheme))
    told = explained(scheme, FIVE | {fact("взыскание"): 1})
    assert "Сумма: 12 − 5 = 7" in told
    assert "взыскание: да, баллы: −5" in told


def test_rules_within_rules_begin_with_a_small_letter() -> None:
    scheme = made(f'{MATHS}conversion = {{ by = "chain", steps = [{STEPS}] }}', head=SCALED)
    said = " ".join(describe(scheme))
    assert "Шаг 1: первичный балл переводится в отметку" in said
    assert "Шаг 2: баллы по таблице" in said


def test_the_step_that_has_no_points_is_named_and_so_is_the_reason() -> None:
    scheme = made(f'{MATHS}conversion = {{ by = "chain", steps = [{STEPS}] }}', head=SCALED)
    told = explained(scheme, {exam("математика"): 7})
    assert "математика: 7 — по схеме баллов не даёт" in told
    assert "математика: 2 — по схеме баллов не даёт" in told
    assert told.endswith("В рейтинг не включается. математика: значение 7 по схеме баллов не даёт.")


def test_the_second_stratum_stands_behind_the_first_and_equals_are_said_of_once() -> None:
    strata = "".join(
        f"""
[[strata]]
id = "s{number}"
title = "Слой {number}"
when = [{{ has = "fact", name = "право {number}" }}]
"""
        for number in (1, 2)
    )
    said = describe(made(MARKS, rest=strata))
    assert any(sentence.startswith("Следом за ними, тоже независимо от балла: Слой 2") for sentence in said)
    assert sum("общее место" in sentence for sentence in said) == 1


def test_a_condition_that_waits_says_so() -> None:
    gate = '[[gates]]\ngate = "required"\ntitle = "Здоровье"\nwhen = [{ has = "fact", name = "здоровье" }]'
    told = explained(made(MARKS, rest=gate), FIVE | {fact("здоровье"): Value(State.AWAITED)})
    assert told.endswith("Сведения, от которых зависит условие, ещё не поступили: Здоровье.")
