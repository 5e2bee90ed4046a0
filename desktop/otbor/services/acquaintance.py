"""Acquaintance with ratings (ознакомление, пп. 23, 27), and the term to appeal that runs from it (п. 24)."""

from datetime import date

from sqlalchemy import and_, func, select

from otbor.domain.applications import HowTold
from otbor.domain.campaign import Act
from otbor.domain.deadlines import Deadlines
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.corrections import application_row
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import Acquaintance, Application, Campaign, RatingRow, RatingSnapshot


@act(Right.RATE)
def mark_acquaintance(
    office: Office, rating_id: int, application_id: int, how: HowTold, acquainted_on: date
) -> Changes:
    """Record that a family got to know a rating (ознакомление, пп. 23, 27): its day starts its appeal clock.

    With ``HowTold.DID_NOT_COME`` the day is the one on which the family was informed. Raises :class:`Refused` for a day
    before the protocol or in the future, for an application that is not in the rating, and for a second mark.
    """
    with office.transaction() as work:
        rating = work.session.get(RatingSnapshot, rating_id)
        if rating is None:
            raise Refused(Finding("rating.unknown", values={"rating": rating_id}))
        campaign = rules.campaign_row(work.session, rating.campaign_id)
        rules.in_order(work, campaign, Act.MARK_ACQUAINTANCE)
        application = application_row(work, application_id)
        _check_acquaintance(work, rating, application, acquainted_on)
        work.session.add(
            Acquaintance(
                rating_id=rating.id,
                application_id=application.id,
                acquainted_on=acquainted_on,
                how=how,
                entered_by=work.office.operator,
                entered_at=work.now,
            )
        )
        work.record("mark_acquaintance", {"rating": rating.number, "on": acquainted_on, "how": how}, application)
        changes = work.changes()
        work.commit()
    return changes


def _check_acquaintance(work: Work, rating: RatingSnapshot, application: Application, day: date) -> None:
    values = {"number": application.number, "day": day, "protocol": rating.made_on}
    if day < rating.made_on or day > work.today():
        raise Refused(Finding("rating.acquaintance_day", values=values, paragraph="23"))
    listed = select(RatingRow.id).where(RatingRow.rating_id == rating.id, RatingRow.application_id == application.id)
    if work.session.scalar(listed.limit(1)) is None:
        raise Refused(Finding("rating.not_in_it", values=values))
    marked = select(Acquaintance.id).where(
        Acquaintance.rating_id == rating.id, Acquaintance.application_id == application.id
    )
    if work.session.scalar(marked) is not None:
        raise Refused(Finding("rating.acquainted_already", values=values))


def appeal_term_end(work: Work, campaign: Campaign, preliminary: RatingSnapshot) -> date:
    """The last day on which any family may appeal (п. 24): each one's term runs from its own day of acquaintance."""
    deadlines = rules.deadlines(work, campaign)
    due = deadlines.acquaintance_due(preliminary.made_on)
    of_it = (Acquaintance.rating_id == RatingRow.rating_id, Acquaintance.application_id == RatingRow.application_id)
    latest = work.session.execute(  # a later day starts a later term, so the latest of each kind is enough
        select(Acquaintance.how, func.max(Acquaintance.acquainted_on))
        .select_from(RatingRow)
        .outerjoin(Acquaintance, and_(*of_it))
        .where(RatingRow.rating_id == preliminary.id)
        .group_by(Acquaintance.how)
    )
    starts = [_clock_starts(deadlines, due, how, day) for how, day in latest]
    return deadlines.appeal_last_day(max(starts, default=due))


def appeal_last_day(work: Work, campaign: Campaign, preliminary: RatingSnapshot, application_id: int) -> date:
    """The last day on which one family may appeal."""
    deadlines = rules.deadlines(work, campaign)
    told = work.session.execute(
        select(Acquaintance.how, Acquaintance.acquainted_on).where(
            Acquaintance.rating_id == preliminary.id, Acquaintance.application_id == application_id
        )
    ).first()
    how, day = (None, None) if told is None else told
    due = deadlines.acquaintance_due(preliminary.made_on)
    return deadlines.appeal_last_day(_clock_starts(deadlines, due, how, day))


def _clock_starts(deadlines: Deadlines, due: date, how: HowTold | None, day: date | None) -> date:
    """The day from which a family's term to appeal runs; ``due`` ends the term of acquaintance."""
    if how is HowTold.DID_NOT_COME:
        return deadlines.appeal_clock_starts(None, due, day)
    return deadlines.appeal_clock_starts(day, due)
