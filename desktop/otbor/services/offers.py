"""Offers of seats (предложения мест): of freed ones to the reserve list, and the choice between independent lists."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.applications import OfferStatus, RatingKind
from otbor.domain.campaign import Act
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import rules, ties
from otbor.services.commissions import MeetingDraft
from otbor.services.corrections import application_row
from otbor.services.office import Changes, Office, Work, act
from otbor.services.ratings import newest
from otbor.services.seating import by_wishes, free_seats, holders, refuse_if_recommended, reserve, seating
from otbor.storage.models import Application, Campaign, Group, Offer, RatingSnapshot, Refusal, TieDecision


def holder_ids(office: Office, campaign_id: int) -> dict[int, int]:
    """Group id by the id of each application that holds a seat now."""
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        held = holders(session, campaign, newest(session, campaign_id, RatingKind.FINAL))
        return {holder.application_id: holder.group_id for holder in held}


def seats_left(office: Office, campaign_id: int) -> dict[str, int]:
    """Seats of each group, by its code, that nobody holds and that are offered to nobody: offered to the reserve, then
    announced for a further wave (отбор между плановыми, п. 6)."""
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        return free_seats(session, campaign, newest(session, campaign_id, RatingKind.FINAL))


def waiting(office: Office, campaign_id: int, group_id: int) -> list[int]:
    """Applications that a freed seat of the group is offered next: several are equals, and the commission chooses.

    Raises :class:`Refused` before the recommendation.
    """
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


@dataclass(frozen=True)
class Named:
    """Whom of equals the commission names for a freed seat: an application, why, and at what meeting."""

    application_id: int
    reason: str
    meeting: MeetingDraft


@act(Right.ENROL)
def offer(office: Office, group_id: int, answer_by: date, named: Named | None = None) -> Offered:
    """Offer a freed seat to the next in the reserve list; ``answer_by`` is the last day to answer.

    Among equals the commission names one (``named``), which is a decision on equals as at the last seat. Raises
    :class:`Refused` before the recommendation, when no seat is free, nobody waits, the day is past, equals are left
    undecided, and as :func:`otbor.services.ties.decide` does.
    """
    with office.transaction() as work:
        group = _group(work.session, group_id)
        campaign = rules.campaign_row(work.session, group.campaign_id)
        rules.in_order(work, campaign, Act.OFFER)
        final = newest(work.session, campaign.id, RatingKind.FINAL)
        values = {"group": group.code, "day": answer_by}
        waiting = reserve(work.session, campaign, final, group)
        if free_seats(work.session, campaign, final)[group.code] < 1:
            raise Refused(Finding("offer.no_free_seat", values=values))
        _refuse_if_past(work, answer_by)
        if not waiting:
            raise Refused(Finding("offer.nobody_waits", values=values))
        equals = ties.Equals(group, *waiting[0])
        application, decision = _next(work, final, equals, named)
        made = _make(work, final, application, group, (equals.place, answer_by))
        if decision is not None:
            decision.offer_id = made.id
        outcome = Offered(made.id, application.id, work.changes())
        work.commit()
    return outcome


def _make(
    work: Work,
    final: RatingSnapshot,
    application: Application,
    group: Group,
    terms: tuple[int, date],
) -> Offer:
    """An offer on ``terms``: the place by which it is made, and the last day to answer."""
    place, answer_by = terms
    made = Offer(
        application_id=application.id,
        group_id=group.id,
        rating_id=final.id,
        place=place,
        offered_at=work.now,
        answer_by=answer_by,
    )
    work.session.add(made)
    work.session.flush()
    work.record("offer", {"group": group.code, "day": answer_by, "place": place}, application)
    return made


def _refuse_if_past(work: Work, answer_by: date) -> None:
    if answer_by < work.today():
        raise Refused(Finding("offer.day_past", values={"day": answer_by}))


@dataclass(frozen=True)
class Choosing:
    """An application that passes into several ``groups`` (codes) by independent lists; ``to_ask``: those of which its
    family has had no offer yet."""

    application_id: int
    number: str
    groups: tuple[str, ...]
    to_ask: tuple[str, ...]


def choosing(office: Office, campaign_id: int) -> tuple[Choosing, ...]:
    """Who passes into several groups by independent lists and has not chosen yet; nobody where seats go by wishes."""
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        return _choosing(session, campaign, newest(session, campaign_id, RatingKind.FINAL))


def _choosing(session: Session, campaign: Campaign, final: RatingSnapshot) -> tuple[Choosing, ...]:
    if campaign.recommended_on is not None:
        return ()
    waiting = seating(session, campaign, final).choosing
    numbered = select(Application.number, Application.id).where(Application.campaign_id == campaign.id)
    ids = dict(session.execute(numbered).all())
    asked = {
        (o.application_id, o.group.code) for o in session.scalars(select(Offer).where(Offer.rating_id == final.id))
    }
    return tuple(
        Choosing(ids[number], number, groups, tuple(code for code in groups if (ids[number], code) not in asked))
        for number, groups in waiting.items()
    )


@dataclass(frozen=True)
class ChoicesOffered:
    """Ids of the offers made, by application and by the code of the group."""

    offers: dict[int, dict[str, int]]
    changes: Changes


@act(Right.ENROL)
def offer_choices(office: Office, campaign_id: int, answer_by: date) -> ChoicesOffered:
    """Offer a seat in each group to everybody who passes into several by independent lists (``seats.by``).

    Before the recommendation; what was offered is not offered again. A seat that a family leaves goes to the next of
    its list, who may have to choose then. Raises :class:`Refused` when nobody is left to be asked, for a day past and
    after the recommendation.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rules.in_order(work, campaign, Act.OFFER)
        refuse_if_recommended(campaign)
        final = newest(work.session, campaign.id, RatingKind.FINAL)
        to_ask = [child for child in _choosing(work.session, campaign, final) if child.to_ask]
        if not to_ask:
            raise Refused(Finding("offer.nobody_chooses"))
        _refuse_if_past(work, answer_by)
        places = {(row.application_id, row.group_id): row.place for row in final.rows}
        groups = {group.code: group for group in campaign.groups}
        made: dict[int, dict[str, int]] = {}
        for child in to_ask:
            application = work.session.get_one(Application, child.application_id)
            for code in child.to_ask:
                place = places[child.application_id, groups[code].id]
                if place is None:
                    raise ValueError(f"{child.number} is offered a seat without a place")
                offer = _make(work, final, application, groups[code], (place, answer_by))
                made.setdefault(application.id, {})[code] = offer.id
        outcome = ChoicesOffered(made, work.changes())
        work.commit()
    return outcome


def _group(session: Session, group_id: int) -> Group:
    group = session.get(Group, group_id)
    if group is None:
        raise Refused(Finding("offer.unknown_group", values={"group": group_id}))
    return group


def _next(
    work: Work, final: RatingSnapshot, equals: ties.Equals, named: Named | None
) -> tuple[Application, TieDecision | None]:
    """Who is offered the seat, and the decision on equals that says so, None where there is nobody equal."""
    rows = {identity: work.session.get_one(Application, identity) for identity in equals.applications}
    if named is None and len(rows) == 1:
        return next(iter(rows.values())), None
    if named is None or named.application_id not in rows:
        values = {"group": equals.group.code, "numbers": [row.number for row in rows.values()]}
        raise Refused(Finding("offer.equals", values=values))
    chosen = rows[named.application_id]
    if len(rows) == 1:
        return chosen, None
    decision = ties.decide(work, final, equals, [chosen.id], named.reason, named.meeting)
    told = {"group": equals.group.code, "place": equals.place, "equals": [row.number for row in rows.values()]}
    work.record(Act.DECIDE_TIE.value, {**told, "given": [chosen.number], "reason": decision.reason})
    return chosen, decision


@act(Right.ENROL)
def accept_offer(office: Office, offer_id: int) -> Changes:
    """The family accepts the offered seat; a seat it held in another group is free, a refusal told to it is lifted.

    Its open offers of groups that it wants less are declined by it. By independent lists it gives up its other groups:
    all its other open offers are declined, its place in their reserve is lost.
    Raises :class:`Refused` after the last day, a second time, and for an application withdrawn since.
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


def _lift_refusal(work: Work, made: Offer) -> bool:
    """Close the refusal of who accepts a seat: the row stays, with the offer that lifted it."""
    refusal = work.session.scalars(
        select(Refusal).where(Refusal.application_id == made.application_id, Refusal.lifted_at.is_(None))
    ).first()
    if refusal is None:
        return False
    refusal.lifted_at, refusal.lifted_by_id = work.now, made.id
    return True


def _leave_others(work: Work, taken: Offer) -> None:
    """Decline what the family no longer wants: what it wants less, by independent lists every other open offer."""
    ranks = {wish.group_id: wish.rank for wish in taken.application.wishes}
    wanted = by_wishes(work.session, work.session.get_one(RatingSnapshot, taken.rating_id))
    others = select(Offer).where(
        Offer.application_id == taken.application_id,
        Offer.rating_id == taken.rating_id,
        Offer.status == OfferStatus.OFFERED,
        Offer.id != taken.id,
    )
    for other in work.session.scalars(others.order_by(Offer.id)):
        if wanted and ranks[other.group_id] < ranks[taken.group_id]:
            continue
        other.status, other.answered_at = OfferStatus.DECLINED, work.now
        told = {"number": other.application.number, "group": other.group.code, "taken": taken.group.code}
        work.record(Act.DECLINE_OFFER.value, told, other.application)


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
            application_row(work, made.application_id)
        over = work.today() > made.answer_by
        if over and accepted:
            raise Refused(Finding("offer.too_late", values=values))
        if not over and status is OfferStatus.RUN_OUT:
            raise Refused(Finding("offer.still_open", values=values))
        made.status = status
        made.answered_at = work.now
        if accepted:
            _leave_others(work, made)
        lifted = accepted and _lift_refusal(work, made)
        work.record(name.value, {**values, "refusal_lifted": True} if lifted else values, made.application)
        changes = work.changes()
        work.commit()
    return changes
