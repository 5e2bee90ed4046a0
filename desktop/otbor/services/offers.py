"""Freed seats (освободившиеся места): who holds a seat, and the seat's offer to the next in the reserve list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.applications import ApplicationStatus, OfferStatus, RatingKind
from otbor.domain.campaign import Act
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.corrections import application_row, refuse_if_ordered
from otbor.services.office import Changes, Office, Work, act
from otbor.services.ratings import newest
from otbor.storage.models import (
    Application,
    Campaign,
    EnrolmentRow,
    Group,
    Offer,
    RatingSnapshot,
    Recommendation,
    Refusal,
)


@dataclass(frozen=True)
class Holder:
    """An application that holds a seat, and its place in the rating of that group."""

    application_id: int
    group_id: int
    place: int


def holders(session: Session, campaign: Campaign, final: RatingSnapshot) -> list[Holder]:
    """Who holds a seat: recommended or by an accepted offer, the application still in force; by group, then place.

    Who has left after the order holds none.
    """
    in_force = set(
        session.scalars(
            select(Application.id).where(
                Application.campaign_id == campaign.id, Application.status == ApplicationStatus.REGISTERED
            )
        )
    )
    in_force -= set(session.scalars(select(EnrolmentRow.application_id).where(EnrolmentRow.left_on.is_not(None))))
    held: dict[int, Holder] = {}
    for row in session.scalars(select(Recommendation).where(Recommendation.rating_id == final.id)):
        held[row.application_id] = Holder(row.application_id, row.group_id, row.place)
    accepted = select(Offer).where(Offer.rating_id == final.id, Offer.status == OfferStatus.ACCEPTED)
    for offer in session.scalars(accepted.order_by(Offer.id)):
        held[offer.application_id] = Holder(offer.application_id, offer.group_id, offer.place)
    positions = {group.id: group.position for group in campaign.groups}
    return sorted(
        (holder for identity, holder in held.items() if identity in in_force),
        key=lambda h: (positions[h.group_id], h.place, h.application_id),
    )


def holder_ids(office: Office, campaign_id: int) -> dict[int, int]:
    """Group id by the id of each application that holds a seat now."""
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        held = holders(session, campaign, newest(session, campaign_id, RatingKind.FINAL))
        return {holder.application_id: holder.group_id for holder in held}


def free_seats(session: Session, campaign: Campaign, final: RatingSnapshot, group: Group) -> int:
    """Seats of ``group`` that nobody holds and that are offered to nobody now."""
    taken = sum(holder.group_id == group.id for holder in holders(session, campaign, final))
    offered = session.scalars(
        select(Offer.id).where(
            Offer.rating_id == final.id, Offer.group_id == group.id, Offer.status == OfferStatus.OFFERED
        )
    ).all()
    return group.seats - taken - len(offered)


def reserve(session: Session, campaign: Campaign, final: RatingSnapshot, group: Group) -> list[tuple[int, list[int]]]:
    """The reserve list (резервный список) of ``group``: places with the applications that share them.

    Those are in it who are rated in the group, hold no seat that they want as much or more, are in no order, and have
    not had an offer of this seat. A refusal takes nobody out: its notice says that a freed seat is offered on.
    """
    held = {holder.application_id: holder.group_id for holder in holders(session, campaign, final)}
    offered = set(session.scalars(select(Offer.application_id).where(Offer.group_id == group.id)))
    enrolled = set(session.scalars(select(EnrolmentRow.application_id)))
    waiting: dict[int, list[int]] = {}
    for row in final.rows:
        application = row.application
        if row.group_id != group.id or row.place is None or application.status is not ApplicationStatus.REGISTERED:
            continue
        if application.id in offered or application.id in enrolled:
            continue
        if _wants_more(application, group.id, held.get(application.id)):
            waiting.setdefault(row.place, []).append(application.id)
    return sorted(waiting.items())


def _wants_more(application: Application, group_id: int, held: int | None) -> bool:
    """Whether an application wants a group more than the one it holds; without a seat it wants any of its own."""
    if held is None:
        return True
    order = [wish.group_id for wish in application.wishes]
    return order.index(group_id) < order.index(held)


def waiting(office: Office, campaign_id: int, group_id: int) -> list[int]:
    """Applications that a freed seat of the group is offered next: several are equals, and the commission chooses."""
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        final = newest(session, campaign_id, RatingKind.FINAL)
        listed = reserve(session, campaign, final, _group(session, group_id))
        return listed[0][1] if listed else []


@dataclass(frozen=True)
class Offered:
    """An offer as made: row id and to which application."""

    offer_id: int
    application_id: int
    changes: Changes


@act(Right.ENROL)
def offer(office: Office, group_id: int, answer_by: date, *, chosen: int | None = None, reason: str = "") -> Offered:
    """Offer a freed seat to the next in the reserve list; ``answer_by`` is the last day to answer.

    Among equals the commission names one (``chosen``, an application) with a reason. Raises :class:`Refused` when no
    seat is free, nobody waits, the day is past, or equals are left undecided.
    """
    with office.transaction() as work:
        group = _group(work.session, group_id)
        campaign = rules.campaign_row(work.session, group.campaign_id)
        rules.in_order(work, campaign, Act.OFFER)
        final = newest(work.session, campaign.id, RatingKind.FINAL)
        values = {"group": group.code, "day": answer_by}
        if free_seats(work.session, campaign, final, group) < 1:
            raise Refused(Finding("offer.no_free_seat", values=values))
        if answer_by < work.today():
            raise Refused(Finding("offer.day_past", values=values))
        waiting = reserve(work.session, campaign, final, group)
        if not waiting:
            raise Refused(Finding("offer.nobody_waits", values=values))
        place, equals = waiting[0]
        application_id = _next(work, group, equals, chosen, reason)
        made = Offer(
            application_id=application_id,
            group_id=group.id,
            rating_id=final.id,
            place=place,
            offered_at=work.now,
            answer_by=answer_by,
        )
        work.session.add(made)
        work.session.flush()
        application = work.session.get_one(Application, application_id)
        work.record("offer", {**values, "place": place, "reason": reason}, application)
        outcome = Offered(made.id, application_id, work.changes())
        work.commit()
    return outcome


def _group(session: Session, group_id: int) -> Group:
    group = session.get(Group, group_id)
    if group is None:
        raise Refused(Finding("offer.unknown_group", values={"group": group_id}))
    return group


def _next(work: Work, group: Group, equals: Sequence[int], chosen: int | None, reason: str) -> int:
    if len(equals) == 1 and chosen in {None, equals[0]}:
        return equals[0]
    if chosen is None or chosen not in equals or not reason.strip():
        numbers = [work.session.get_one(Application, identity).number for identity in equals]
        raise Refused(Finding("offer.equals", values={"group": group.code, "numbers": numbers}))
    return chosen


@act(Right.ENROL)
def accept_offer(office: Office, offer_id: int) -> Changes:
    """The family accepts the offered seat; a seat it held in another group is free, a refusal told to it is lifted.

    Raises :class:`Refused` after the last day, a second time, and for an application withdrawn or enrolled since.
    """
    return _answer(office, offer_id, Act.ACCEPT_OFFER, OfferStatus.ACCEPTED)


@act(Right.ENROL)
def decline_offer(office: Office, offer_id: int) -> Changes:
    """The family declines the offered seat."""
    return _answer(office, offer_id, Act.DECLINE_OFFER, OfferStatus.DECLINED)


@act(Right.ENROL)
def expire_offer(office: Office, offer_id: int) -> Changes:
    """Nobody answered by the last day; raises :class:`Refused` before it is over."""
    return _answer(office, offer_id, Act.EXPIRE_OFFER, OfferStatus.RUN_OUT)


def _check_may_accept(work: Work, made: Offer) -> None:
    """Refuse a seat for who has left the selection, or stands in an order for another group."""
    refuse_if_ordered(work.session, application_row(work, made.application_id))


def _lift_refusal(work: Work, made: Offer) -> bool:
    """Close the refusal of who accepts a seat: the row stays, with the offer that lifted it."""
    refusal = work.session.scalars(
        select(Refusal).where(Refusal.application_id == made.application_id, Refusal.lifted_at.is_(None))
    ).first()
    if refusal is None:
        return False
    refusal.lifted_at, refusal.lifted_by_id = work.now, made.id
    return True


def _answer(office: Office, offer_id: int, name: Act, status: OfferStatus) -> Changes:
    with office.transaction() as work:
        made = work.session.get(Offer, offer_id)
        if made is None:
            raise Refused(Finding("offer.unknown", values={"offer": offer_id}))
        rules.in_order(work, rules.campaign_row(work.session, made.group.campaign_id), name)
        values = {"number": made.application.number, "group": made.group.code, "day": made.answer_by}
        if made.status is not OfferStatus.OFFERED:
            raise Refused(Finding("offer.answered_already", values=values))
        accepted = status is OfferStatus.ACCEPTED
        if accepted:
            _check_may_accept(work, made)
        over = work.today() > made.answer_by
        if over and accepted:
            raise Refused(Finding("offer.too_late", values=values))
        if not over and status is OfferStatus.RUN_OUT:
            raise Refused(Finding("offer.still_open", values=values))
        made.status = status
        made.answered_at = work.now
        lifted = accepted and _lift_refusal(work, made)
        work.record(name.value, {**values, "refusal_lifted": True} if lifted else values, made.application)
        changes = work.changes()
        work.commit()
    return changes
