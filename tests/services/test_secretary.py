"""Hypothesis plays the secretary; what is played and what must hold is in ``secretary.py``."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.desk import Templates
from tests.services.secretary import DONE, REACHED, Secretary

PLAYS = settings(
    max_examples=12,
    stateful_step_count=40,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # making a play shorter takes longer than a test may: the play that failed is shown
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def test_whatever_the_secretary_does_the_book_stays_right(templates: Templates) -> None:
    REACHED.clear()
    DONE.clear()
    Secretary.templates = templates
    run_state_machine_as_test(Secretary, settings=PLAYS)
    assert REACHED["ordered"] >= REACHED.total() / 4, REACHED
    assert {
        "register",
        "score_documents",
        "enter_points",
        "build_preliminary",
        "build_final",
        "recommend",
    } <= DONE.keys()
