"""A participant frozen with a rating comes back whole from the JSON that keeps it; points for documents are of it."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from otbor.domain.document_points import document_points
from otbor.domain.participant_storing import restored, stored
from otbor.domain.participants import Achievement, Kind, Participant
from otbor.domain.scoring import Plan, score
from otbor.domain.values import State, Value, known
from tests import golden

NUMBERS = st.decimals(min_value=0, max_value=500, places=3)
VALUES = st.one_of(
    st.builds(known, NUMBERS, st.text(max_size=20)),
    st.builds(Value, st.sampled_from([state for state in State if state is not State.KNOWN])),
)
ACHIEVEMENTS = st.builds(
    Achievement,
    *[st.text(max_size=12)] * 5,
    held_on=st.none() | st.dates(),
    document=st.text(max_size=12),
    form=st.text(max_size=12),
    place=st.none() | st.integers(1, 20),
)
PARTICIPANTS = st.builds(
    Participant,
    number=st.text(max_size=12),
    groups=st.lists(st.text(max_size=4), max_size=3).map(tuple),
    values=st.dictionaries(st.tuples(st.sampled_from(Kind), st.text(max_size=12)), VALUES, max_size=4),
    achievements=st.lists(ACHIEVEMENTS, max_size=3).map(tuple),
    named=st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=2),
)


@given(PARTICIPANTS)
def test_what_was_stored_comes_back_whole(participant: Participant) -> None:
    assert restored(json.loads(json.dumps(stored(participant)))) == participant


def test_the_name_of_the_child_is_not_stored() -> None:
    assert "Иванов" not in json.dumps(stored(Participant("1", ("А",), name="Иванов Пётр")), ensure_ascii=False)


def test_points_for_documents_are_all_but_those_that_a_test_has_a_part_in() -> None:
    scheme = golden.scheme("licey8")
    for participant in golden.licey8(appeals=True)[:40]:
        told = document_points(scheme, participant)
        assert list(told) == list(participant.groups)
        untested = {key: value for key, value in participant.values.items() if key[0] is not Kind.TEST}
        for code, points in told.items():
            by_hand = score(scheme, code, replace(participant, values=untested)).parts
            assert points == sum((part for part in by_hand if part is not None), Decimal(0))


def test_the_frozen_explain_the_same() -> None:
    scheme = golden.scheme("licey8")
    won = Achievement("16.3", "Кубок", "победитель", "физика", held_on=date(2025, 12, 1), document="диплом")
    before = replace(golden.licey8(appeals=False)[0], achievements=(won,), name="")
    plan = Plan(scheme, before.groups[0])
    assert plan.explain(restored(stored(before))) == plan.explain(before)
