"""A small campaign of any families, points and seats, played to its final rating."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from otbor.domain.applications import HowTold
from otbor.services import acquaintance, campaigns, commissions, intake, ratings, schemes
from otbor.services.office import Office
from tests.services.desk import FINAL_DAY, PRELIMINARY_DAY, Desk, desk_of, number
from tests.services.school import NOTICE_ITEMS, Clock, application, commission_drafts, examined, meeting, planned

Family = tuple[str, str, tuple[str, ...]]
"""Surname, given name, groups in the order of wish."""
Points = Mapping[int, dict[str, int | None]]
"""Points of the tests by ordinal; None: did not come."""


def final_rating(
    office: Office,
    clock: Clock,
    families: Mapping[int, Family],
    points: Points,
    *,
    seats: tuple[int, int],
    scheme: str = "",
) -> Desk:
    """The campaign of ``families`` by ordinal; ``scheme`` is the text of another one than that of the plan."""
    campaign = planned(office, seats)
    if scheme:
        schemes.change_scheme(office, campaign, scheme)
    clock.on(date(2026, 3, 2))
    campaigns.publish_notice(office, campaign, NOTICE_ITEMS)
    clock.on(date(2026, 3, 16))
    commissions.form_commissions(office, campaign, commission_drafts(), "12-од", date(2026, 3, 16))
    clock.on(date(2026, 4, 7))
    for ordinal, (surname, given, groups) in families.items():
        filed_at = datetime(2026, 4, 6, 8, ordinal, tzinfo=UTC)
        intake.register(office, campaign, application(surname, given, groups, filed_at=filed_at))
    examined(office, clock, campaign, {number(n): given for n, given in points.items()})
    preliminary = ratings.build_preliminary(office, campaign, meeting(PRELIMINARY_DAY)).rating_id
    for identity in families:  # a fresh database: row 1 is number 1
        acquaintance.mark_acquaintance(office, preliminary, identity, HowTold.SIGNED, PRELIMINARY_DAY)
    clock.on(FINAL_DAY)
    ratings.build_final(office, campaign, meeting(FINAL_DAY))
    return desk_of(office, clock)
