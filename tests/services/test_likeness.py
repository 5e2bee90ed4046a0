"""The secretary tells twins and namesakes apart once, and is not asked again."""

from dataclasses import replace
from datetime import date

import pytest

from otbor.domain.findings import Refused
from otbor.domain.people import FullName, Likeness
from otbor.services import intake, likeness
from otbor.services.office import Office
from otbor.storage.models import Application
from tests.services.school import Clock, application, opened


@pytest.fixture
def twins(office: Office, clock: Clock) -> tuple[Office, int, int, int]:
    """Two children of one family, born on one day."""
    campaign = opened(office, clock)
    clock.on(date(2026, 4, 7))
    first = application()
    second = replace(first, child=FullName("Иванов", "Павел", "Иванович"))
    return (
        office,
        campaign,
        intake.register(office, campaign, first).application_id,
        intake.register(office, campaign, second).application_id,
    )


def test_twins_are_told_apart_once(twins: tuple[Office, int, int, int]) -> None:
    office, campaign, first, second = twins
    (pair,) = likeness.like_pairs(office, campaign)
    assert (pair.first, pair.second, pair.likeness) == (first, second, Likeness.TWINS)
    likeness.tell_apart(office, second, first, "два свидетельства о рождении")
    assert likeness.like_pairs(office, campaign) == []
    with office.question() as session:
        rows = [session.get_one(Application, identity) for identity in (first, second)]
        assert rows[0].applicant_id != rows[1].applicant_id
    with pytest.raises(Refused) as refused:
        likeness.tell_apart(office, first, second, "ещё раз")
    assert refused.value.finding.id == "likeness.answered_already"


def test_one_child_is_linked_and_nothing_is_merged(twins: tuple[Office, int, int, int]) -> None:
    office, _campaign, first, second = twins
    likeness.tell_apart(office, first, second, "одно свидетельство о рождении", same=True)
    with office.question() as session:
        rows = [session.get_one(Application, identity) for identity in (first, second)]
        assert rows[0].applicant_id == rows[1].applicant_id
        assert [row.given for row in rows] == ["Пётр", "Павел"]


@pytest.mark.parametrize(
    ("other", "reason", "refusal"),
    [("second", " ", "likeness.no_reason"), ("first", "то же", "likeness.one_application")],
)
def test_an_answer_needs_two_applications_and_a_reason(
    twins: tuple[Office, int, int, int], other: str, reason: str, refusal: str
) -> None:
    office, campaign, first, second = twins
    with pytest.raises(Refused) as refused:
        likeness.tell_apart(office, first, second if other == "second" else first, reason)
    assert refused.value.finding.id == refusal
    assert len(likeness.like_pairs(office, campaign)) == 1
