"""The secretary takes in applications."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from otbor.domain.findings import Refused
from otbor.services import intake
from otbor.services.office import Office
from otbor.storage.models import Application
from tests.services.school import Clock, application, opened


def test_registering_takes_the_next_number(office: Office, clock: Clock) -> None:
    campaign = opened(office, clock)
    clock.on(date(2026, 4, 7))
    first = intake.register(office, campaign, application())
    second = intake.register(office, campaign, application("Петрова", "Анна", ("8И", "8Ф")))
    assert (first.number, second.number) == ("2026-8-0001", "2026-8-0002")
    with office.question() as session:
        row = session.scalars(select(Application).where(Application.number == second.number)).one()
        assert [wish.group.code for wish in row.wishes] == ["8И", "8Ф"]


def test_a_late_application_is_refused_unless_the_commission_says_why(office: Office, clock: Clock) -> None:
    campaign = opened(office, clock)
    clock.on(date(2026, 5, 8))
    late = datetime(2026, 5, 8, 8, 0, tzinfo=UTC)
    with pytest.raises(Refused) as refused:
        intake.register(office, campaign, application(filed_at=late))
    assert refused.value.finding.id.startswith("intake.")
    assert refused.value.finding.paragraph == "11"
