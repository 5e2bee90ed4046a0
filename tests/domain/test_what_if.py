"""The same participant under two versions of a scheme, side by side; explanations as plain values."""

import json

from otbor.domain.participants import Kind
from otbor.domain.rating import rate
from otbor.domain.scoring import Plan, explain
from otbor.domain.values import State, Value
from otbor.domain.what_if import Move, compare, moves
from otbor.wording.comparison import comparison_table
from otbor.wording.explanation import explain_data, explain_text
from tests import golden
from tests.domain.scoring_samples import MARKS, MATHS, MATHS_TEST, THREE_MARKS, olympiad, person, scheme

KEY = '[[keys]]\nid = "age"\ntitle = "Возраст"\nby = "value"\nsource = "fact"\nname = "возраст"\n'
OLD = Plan(scheme(MARKS), "А")
NEW = Plan(scheme(f"{MARKS}\nweight = 0.5", MATHS_TEST, rest=KEY), "А")
PUPIL = person({**THREE_MARKS, (Kind.TEST, "математика"): 12, (Kind.FACT, "возраст"): 15})


def test_side_by_side() -> None:
    comparison = compare(OLD, NEW, PUPIL)
    assert (comparison.before, comparison.after) == (OLD.score(PUPIL), NEW.score(PUPIL))
    assert comparison_table(comparison) == [
        ("Показатель", "По версии 1", "По версии 1", "Разница"),
        ("Показатель 0", "13", "6,5", "−6,5"),
        ("Показатель 1", "—", "12", ""),
        ("Итоговый балл", "13", "18,5", "+5,5"),
        ("Положение", "в рейтинге", "в рейтинге", ""),
        ("При равенстве: Возраст", "—", "15", ""),
    ]


def test_a_participant_whom_one_version_does_not_rate() -> None:
    table = comparison_table(compare(OLD, NEW, person(THREE_MARKS)))
    assert ("Положение", "в рейтинге", "не в рейтинге", "") in table
    assert ("Итоговый балл", "13", "—", "") in table


def test_whose_place_moves() -> None:
    people = [person(THREE_MARKS, number="1"), person({**THREE_MARKS, MATHS: 4}, number="2")]
    ratings = [rate(plan.scheme, "А", plan.score_all(people)) for plan in (OLD, OLD, NEW)]
    assert moves(ratings[0], ratings[1]) == ()
    assert moves(ratings[0], ratings[2]) == (Move("1", 1, None), Move("2", 2, None))


def test_an_explanation_as_plain_values_says_what_the_text_says() -> None:
    for participant in golden.licey8(appeals=True)[:20]:
        for code in participant.groups:
            tree = explain(golden.scheme("licey8"), code, participant)
            data = json.loads(json.dumps(explain_data(tree)))
            assert data["points"] == (None if tree.points is None else str(tree.points))
            text = explain_text(tree)

            def told(node: dict[str, object], text: str = text) -> int:
                assert str(node["text"]) in text
                steps = node["steps"]
                assert isinstance(steps, list)
                return 1 + sum(told(step) for step in steps)

            assert told(data) == len(list(tree.walk()))


def test_reasons_are_plain_values_too() -> None:
    waiting = person({**THREE_MARKS, MATHS: Value(State.AWAITED)}, olympiad("1", "призёр"))
    data = explain_data(explain(OLD.scheme, "А", waiting))
    assert data["values"]["reasons"] == ["Сведения ещё не поступили: математика"]
    assert data["values"]["status"] == "awaited"
