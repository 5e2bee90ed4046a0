"""A seat that nobody of the reserve took is announced for a further wave (п. 6.2); the first one does not move."""

from dataclasses import replace
from datetime import UTC, date, datetime

from otbor.domain import campaign as domain
from otbor.domain.campaign import CampaignKind, Schedule
from otbor.domain.commissions import CommissionKind
from otbor.domain.values import known
from otbor.services import campaigns, enrolment, offers
from otbor.services.campaigns import CampaignDraft
from tests.services.conftest import At
from tests.services.desk import FINAL_DAY, Desk
from tests.services.play import Play
from tests.services.school import MATHS, application, campaign_draft, commission_drafts, group, subject_commission
from tests.services.test_offers import ANSWER_BY

TESTED = date(2026, 10, 20)


def further_wave(seats: int) -> CampaignDraft:
    """One group, in autumn, with the seats that are left."""
    first = campaign_draft()
    value = replace(
        first.campaign,
        kind=CampaignKind.BETWEEN,
        groups=(group("8Ф", "физико-математический", ("математика", "физика"), seats),),
        tests=tuple(
            domain.EntranceTest(name, "контрольная работа", (name,), (domain.Sitting(TESTED, "каб. 301"),))
            for name in ("математика", "физика")
        ),
        schedule=Schedule(
            starts=date(2026, 10, 1),
            ends=date(2026, 11, 30),
            intake_opens=date(2026, 10, 1),
            intake_closes=date(2026, 10, 8),
        ),
    )
    return replace(first, code="2026-8-2", title="8Ф, вторая волна", campaign=value, wave=2)


def left_over(at: At) -> Desk:
    """After the order 1 leaves, and 3, the last of the reserve, declines its seat."""
    desk = at("enrolled")
    enrolment.record_leaving(desk.office, desk.id(1), FINAL_DAY, "приказ об отчислении № 50-у от 26.05.2026")
    offers.decline_offer(desk.office, offers.offer(desk.office, desk.groups["8Ф"], ANSWER_BY).offer_id)
    return desk


def test_what_the_reserve_left_is_filled_by_the_next_wave(at: At) -> None:
    desk = left_over(at)
    left = offers.seats_left(desk.office, desk.campaign)
    assert left == {"8Ф": 1, "8И": 0}
    held = offers.holder_ids(desk.office, desk.campaign)
    desk.clock.on(date(2026, 9, 21))
    planned = campaigns.plan(desk.office, further_wave(left["8Ф"]))
    play = Play(desk.office, desk.clock, planned.campaign_id)
    formed = [draft for draft in commission_drafts() if draft.kind is not CommissionKind.SUBJECT]
    formed += [subject_commission(subject, MATHS) for subject in ("математика", "физика")]
    play.prepare(date(2026, 9, 22), date(2026, 9, 23), formed)
    desk.clock.on(date(2026, 10, 2))
    for surname in ("Иванов", "Яковлев"):  # the first of them is a namesake of the one who left
        filed_at = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)
        assert play.register(application(surname, "Пётр", filed_at=filed_at)).startswith("2026-8-2-")
    desk.clock.on(date(2026, 10, 9))
    play.examine()
    desk.clock.on(TESTED)
    points = {"Иванов": known(15), "Яковлев": known(20)}
    play.mark(dict.fromkeys(("математика", "физика"), points))
    play.close()
    play.rate(date(2026, 10, 21), date(2026, 10, 28))
    assert {name: place for name, (place, _) in play.places().items()} == {"Яковлев": 1, "Иванов": 2}
    order = play.order(date(2026, 10, 28))
    assert "Яковлев Пётр" in order
    assert "Всего в приказе: 1." in order
    assert offers.seats_left(desk.office, planned.campaign_id) == {"8Ф": 0}
    assert offers.holder_ids(desk.office, desk.campaign) == held, "the first wave has not moved"
