"""Seats (распределение мест): who is seated by a rating, who holds a seat now, who waits in the reserve list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from otbor.domain import allocation, independent_lists
from otbor.domain.allocation import Decision, Question
from otbor.domain.applications import ApplicationStatus, OfferStatus
from otbor.domain.findings import Finding, Refused
from otbor.domain.independent_lists import Answer, Left, ListAct, Offers
from otbor.domain.numbering import natural
from otbor.domain.rating import Entry, Rating
from otbor.domain.scoring import Result, Status
from otbor.services import rules
from otbor.storage.models import (
    Application,
    Campaign,
    EnrolmentRow,
    Group,
    Offer,
    RatingInput,
    RatingSnapshot,
    Recommendation,
    SchemeVersion,
    TieDecision,
)


@dataclass(frozen=True)
class Seating:
    """Who is seated where by a rating, by place; numbers by the code of the group.

    While ``question`` waits for the commission its group is over its seats. ``choosing``: who passes into several
    groups by independent lists and has not chosen, with these groups.
    """

    seated: Mapping[str, tuple[str, ...]]
    question: Question | None
    choosing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def frozen(session: Session, campaign: Campaign, snapshot: RatingSnapshot) -> tuple[Rating, ...]:
    """The ratings of a snapshot as values, read from what was stored: nothing is computed anew."""
    numbers = _numbers(session, campaign)
    ratings = []
    for group in campaign.groups:
        rows = [
            (row.place, natural(number), Result(number, Status.RATED, row.total, (), 0, ()), row.deciding_key)
            for row in snapshot.rows
            if row.group_id == group.id and row.place is not None
            for number in [numbers[row.application_id]]
        ]
        entries = tuple(Entry(place, result, key) for place, _, result, key in sorted(rows, key=lambda row: row[:2]))
        ratings.append(Rating(group.code, (), (), entries, (), snapshot.scheme_sha256))
    return tuple(ratings)


def _numbers(session: Session, campaign: Campaign) -> dict[int, str]:
    rows = select(Application.id, Application.number).where(Application.campaign_id == campaign.id)
    return dict(session.execute(rows).all())


def by_wishes(session: Session, snapshot: RatingSnapshot) -> bool:
    """Whether the scheme that a rating was made by gives seats by the children's order of wish."""
    return rules.scheme(session.get_one(SchemeVersion, snapshot.scheme_version_id)).seats.by == "wishes"


def seating(session: Session, campaign: Campaign, snapshot: RatingSnapshot, answer: Decision | None = None) -> Seating:
    """Who is seated by a rating and all that was decided since, without those withdrawn.

    ``answer`` is one more decision of the commission; raises :class:`Refused` when it does not fit what is asked.
    """
    by = _by_wishes if by_wishes(session, snapshot) else _by_lists
    return by(session, campaign, snapshot, answer)


def _by_wishes(session: Session, campaign: Campaign, snapshot: RatingSnapshot, answer: Decision | None) -> Seating:
    outcome = allocation.allocate(
        frozen(session, campaign, snapshot),
        _wishes(session, campaign),
        {group.code: group.seats for group in campaign.groups},
        () if answer is None else (answer,),
        on_record=_on_record(session, campaign, snapshot),
    )
    return Seating(outcome.seated, outcome.question)


def _by_lists(session: Session, campaign: Campaign, snapshot: RatingSnapshot, answer: Decision | None) -> Seating:
    ratings, seats = frozen(session, campaign, snapshot), {group.code: group.seats for group in campaign.groups}
    applied = independent_lists.effective(ratings, seats, _list_acts(session, campaign, snapshot))
    state = independent_lists.offer(ratings, seats, applied if answer is None else [*applied, answer])
    return Seating(_listed(state), state.question, {number: state.groups_of(number) for number in state.choosing})


def _listed(state: Offers) -> dict[str, tuple[str, ...]]:
    """Whom each list offers a seat, with the equals that the commission is asked about."""
    waiting = {question.group: question.equals for question in state.questions}
    return {group: (*numbers, *waiting.get(group, ())) for group, numbers in state.offered.items()}


def seated_as_rated(session: Session, campaign: Campaign, snapshot: RatingSnapshot) -> Mapping[str, tuple[str, ...]]:
    """Who is seated by a rating when it is built, whoever decides or leaves since: its protocol says so every time."""
    ratings, seats = frozen(session, campaign, snapshot), {group.code: group.seats for group in campaign.groups}
    if not by_wishes(session, snapshot):
        return _listed(independent_lists.offer(ratings, seats))
    kept = session.scalars(select(RatingInput.content).where(RatingInput.rating_id == snapshot.id))
    return allocation.allocate(ratings, {one["number"]: one["groups"] for one in kept}, seats).seated


def _list_acts(session: Session, campaign: Campaign, snapshot: RatingSnapshot) -> list[ListAct]:
    """What families and the commission did with the lists of a rating, in the order of time; of one moment, who left
    comes last: it was in the lists until then."""
    numbers = _numbers(session, campaign)
    codes = {group.id: group.code for group in campaign.groups}
    answered = select(Offer).where(Offer.rating_id == snapshot.id, Offer.status != OfferStatus.OFFERED)
    left = select(Application.status_at, Application.number).where(
        Application.campaign_id == campaign.id, Application.status != ApplicationStatus.REGISTERED
    )
    acts: list[tuple[datetime | None, bool, ListAct]] = [
        *((at, False, decision) for at, decision in _decisions(session, campaign, snapshot)),
        *(
            (
                o.answered_at,
                False,
                Answer(numbers[o.application_id], codes[o.group_id], o.status is OfferStatus.ACCEPTED),
            )
            for o in session.scalars(answered.order_by(Offer.id))
        ),
        *((at, True, Left(number)) for at, number in session.execute(left)),
    ]
    return [act for _, _, act in sorted(acts, key=lambda act: act[:2])]


def _decisions(session: Session, campaign: Campaign, snapshot: RatingSnapshot) -> list[tuple[datetime, Decision]]:
    numbers = _numbers(session, campaign)
    codes = {group.id: group.code for group in campaign.groups}
    rows = session.scalars(select(TieDecision).where(TieDecision.rating_id == snapshot.id).order_by(TieDecision.number))
    return [
        (row.decided_at, Decision(codes[row.group_id], tuple(numbers[identity] for identity in row.given)))
        for row in rows
    ]


def _on_record(session: Session, campaign: Campaign, snapshot: RatingSnapshot) -> list[Decision]:
    return [decision for _, decision in _decisions(session, campaign, snapshot)]


def _wishes(session: Session, campaign: Campaign) -> dict[str, tuple[str, ...]]:
    """Groups in the order of wish of every application in force, by its number."""
    codes = {group.id: group.code for group in campaign.groups}
    rows = session.scalars(
        select(Application)
        .where(Application.campaign_id == campaign.id, Application.status == ApplicationStatus.REGISTERED)
        .options(selectinload(Application.wishes))
    )
    return {row.number: tuple(codes[wish.group_id] for wish in row.wishes) for row in rows}


def refuse_if_recommended(campaign: Campaign) -> None:
    """Raise :class:`Refused` once the commission has recommended whom to enrol."""
    if campaign.recommended_on is not None:
        raise Refused(Finding("enrolment.recommended_already", paragraph="26"))


@dataclass(frozen=True)
class Holder:
    """An application that holds a seat, and its place in the rating of that group."""

    application_id: int
    group_id: int
    place: int


def holders(session: Session, campaign: Campaign, final: RatingSnapshot) -> list[Holder]:
    """Who holds a seat: recommended or by an accepted offer, the application still in force; by group, then place.

    Of several offers the one accepted last is held. Nobody before the recommendation (п. 26); who has left after the
    order holds none.
    """
    if campaign.recommended_on is None:
        return []
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
    for offer in accepted_offers(session, final):
        held[offer.application_id] = Holder(offer.application_id, offer.group_id, offer.place)
    positions = {group.id: group.position for group in campaign.groups}
    return sorted(
        (holder for identity, holder in held.items() if identity in in_force),
        key=lambda h: (positions[h.group_id], h.place, h.application_id),
    )


def accepted_offers(session: Session, final: RatingSnapshot) -> Sequence[Offer]:
    """Offers by a final rating that were accepted, in the order in which they were."""
    accepted = select(Offer).where(Offer.rating_id == final.id, Offer.status == OfferStatus.ACCEPTED)
    return session.scalars(accepted.order_by(Offer.answered_at, Offer.id)).all()


def open_offers(session: Session, final: RatingSnapshot) -> Sequence[Offer]:
    """Offers by a final rating that are still to be answered; who has left the selection answers none."""
    waiting = (
        select(Offer)
        .join(Offer.application)
        .where(
            Offer.rating_id == final.id,
            Offer.status == OfferStatus.OFFERED,
            Application.status == ApplicationStatus.REGISTERED,
        )
    )
    return session.scalars(waiting.order_by(Offer.id)).all()


def free_seats(session: Session, campaign: Campaign, final: RatingSnapshot) -> dict[str, int]:
    """Seats of each group, by its code, that nobody holds and no offer of which waits for an answer."""
    codes = {group.id: group.code for group in campaign.groups}
    taken: dict[str, list[int]] = {code: [] for code in codes.values()}
    for holder in holders(session, campaign, final):
        taken[codes[holder.group_id]].append(holder.application_id)
    for offer in open_offers(session, final):
        taken[codes[offer.group_id]].append(offer.application_id)
    return allocation.free_seats({group.code: group.seats for group in campaign.groups}, taken)


def reserve(session: Session, campaign: Campaign, final: RatingSnapshot, group: Group) -> list[tuple[int, list[int]]]:
    """The reserve list (резервный список) of ``group``: places with the applications that share them.

    Those are in it who are rated in the group, hold no seat that they want as much or more, are in no order, and have
    not had an offer of this seat. By independent lists who holds a seat wants any other of its groups, until it has
    chosen. Whom the commission gave a place ahead of equals stands ahead of them here too. A refusal takes nobody out:
    its notice says that a freed seat is offered on. Raises :class:`Refused` before the recommendation (п. 26): there is
    no reserve yet.
    """
    if campaign.recommended_on is None:
        raise Refused(Finding("offer.not_recommended_yet", values={"group": group.code}, paragraph="26"))
    numbers, codes = _numbers(session, campaign), {one.id: one.code for one in campaign.groups}
    ratings = frozen(session, campaign, final)
    held = {numbers[h.application_id]: codes[h.group_id] for h in holders(session, campaign, final)}
    enrolled = set(session.scalars(select(EnrolmentRow.application_id)))
    wishes = _wishes(session, campaign)
    orders = wishes
    if not by_wishes(session, final):
        chosen = {numbers[offer.application_id] for offer in accepted_offers(session, final)}
        orders = independent_lists.wanted(ratings, held, chosen)
    ids = {number: identity for identity, number in numbers.items() if number in wishes and identity not in enrolled}
    asked = select(Offer.application_id).where(Offer.rating_id == final.id, Offer.group_id == group.id)
    passed = {(numbers[identity], group.code) for identity in session.scalars(asked)}
    waiting = {number: orders[number] for number in ids if number in orders}
    listed = allocation.reserve(ratings, waiting, held, passed, _on_record(session, campaign, final))[group.code]
    return [(place, [ids[number] for number in equals]) for place, equals in listed]
