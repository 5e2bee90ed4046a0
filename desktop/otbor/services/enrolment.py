"""The decision (4 этап, пп. 26, 28): ties at the last seat, recommendation, the director's order, refusals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from otbor.domain import allocation
from otbor.domain.applications import OfferStatus, RatingKind
from otbor.domain.campaign import Act, Basis
from otbor.domain.findings import Finding, Refused, Severity
from otbor.domain.numbering import natural
from otbor.domain.rights import Right
from otbor.services import rules, ties
from otbor.services.commissions import MeetingDraft
from otbor.services.corrections import application_row, refuse_if_ordered
from otbor.services.office import Changes, Office, Work, act
from otbor.services.ratings import newest
from otbor.services.seating import Holder, accepted_offers, holders, open_offers, refuse_if_recommended, seating
from otbor.storage.models import (
    Application,
    Campaign,
    EnrolmentOrder,
    EnrolmentRow,
    Offer,
    RatingSnapshot,
    Recommendation,
    Refusal,
)
from otbor.support.clock import local_date


def waiting_question(office: Office, campaign_id: int) -> allocation.Question | None:
    """The tie at the last seat that waits for the commission, None when all are settled.

    Raises :class:`Refused` without a final rating.
    """
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        return seating(session, campaign, newest(session, campaign_id, RatingKind.FINAL)).question


@dataclass(frozen=True)
class TieDecided:
    """A recorded decision on a tie, and the next question to the commission if there is one."""

    number: int
    question: allocation.Question | None
    changes: Changes


@act(Right.RATE)
def decide_tie(
    office: Office, campaign_id: int, given: Sequence[str], reason: str, meeting: MeetingDraft
) -> TieDecided:
    """Record which of the equals at the last seat stand ahead (решение комиссии о равных), by registration numbers.

    Raises :class:`Refused` when nothing is asked, when the answer does not fit the question, without a reason, and for
    a meeting before that of the rating.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rules.in_order(work, campaign, Act.DECIDE_TIE)
        final = newest(work.session, campaign_id, RatingKind.FINAL)
        refuse_if_recommended(campaign)
        before = seating(work.session, campaign, final)
        if before.question is None:
            raise Refused(Finding("enrolment.nothing_asked"))
        numbered = select(Application.number, Application.id).where(Application.campaign_id == campaign_id)
        ids = dict(work.session.execute(numbered).all())
        if strangers := [number for number in given if number not in ids]:
            raise Refused(Finding("enrolment.unknown_number", values={"numbers": strangers}))
        group = next(g for g in campaign.groups if g.code == before.question.group)
        answer = allocation.Decision(group.code, tuple(given))
        after = seating(work.session, campaign, final, answer)
        equals = ties.Equals(group, before.question.place, [ids[number] for number in before.question.equals])
        decision = ties.decide(work, final, equals, [ids[number] for number in given], reason, meeting)
        payload = {"group": group.code, "place": decision.place, "equals": before.question.equals, "given": list(given)}
        work.record("decide_tie", {**payload, "reason": decision.reason})
        outcome = TieDecided(decision.number, after.question, work.changes())
        work.commit()
    return outcome


@dataclass(frozen=True)
class Recommended:
    """How many were recommended for each group, by code."""

    seated: dict[str, int]
    changes: Changes


@act(Right.RATE)
def recommend(office: Office, campaign_id: int, meeting: MeetingDraft) -> Recommended:
    """Recommend whom to enrol by the final rating (рекомендация руководителю, п. 26).

    Raises :class:`Refused` while a tie at the last seat waits for the commission or a family that passes into several
    groups by independent lists has not chosen, for a meeting before that of the rating, and a second time.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rules.in_order(work, campaign, Act.RECOMMEND)
        final = newest(work.session, campaign_id, RatingKind.FINAL)
        refuse_if_recommended(campaign)
        outcome = seating(work.session, campaign, final)
        if outcome.question is not None:
            question = outcome.question
            values = {"group": question.group, "place": question.place, "numbers": question.equals, "fit": question.fit}
            raise Refused(Finding("enrolment.tie_waits", values=values))
        asked = {offer.application.number for offer in open_offers(work.session, final)}
        if choosing := sorted({*outcome.choosing, *asked}, key=natural):
            raise Refused(Finding("enrolment.choices_wait", values={"numbers": choosing}))
        met = ties.met(work, final, meeting)
        places = {(row.group_id, row.application.number): row for row in final.rows}
        for group in campaign.groups:
            for number in outcome.seated[group.code]:
                row = places[group.id, number]
                work.session.add(
                    Recommendation(
                        rating_id=final.id,
                        application_id=row.application_id,
                        group_id=group.id,
                        place=row.place,
                        meeting_id=met.id,
                        recommended_at=work.now,
                    )
                )
        campaign.recommended_on = met.held_on
        seated = {code: len(numbers) for code, numbers in outcome.seated.items()}
        work.record("recommend", {"rating": final.number, "seated": seated})
        told = Recommended(seated, work.changes())
        work.commit()
    return told


@dataclass(frozen=True)
class Ordered:
    """An order: row id, how many children it enrols, whom it leaves to a later one (a warning), changed rows."""

    order_id: int
    enrolled: int
    warnings: tuple[Finding, ...]
    changes: Changes


@act(Right.ENROL)
def order_enrolment(
    office: Office,
    campaign_id: int,
    number: str,
    signed_on: date,
    basis_acts: Sequence[str] | None = None,
    *,
    basis: Basis | None = None,
) -> Ordered:
    """Write the director's order (приказ о зачислении, п. 28) for all who hold a seat and are in no order yet.

    An enrolment and a transfer are ordered apart: where those left are taken by several cases of пп. 8, 9, ``basis``
    says which. ``basis_acts`` replace those of the regulation profile. Who is to answer an offer of a group that it
    wants more is left to a later order. Raises :class:`Refused` without a recommendation, when nobody is left to enrol
    or ``basis`` is not said, for a number given before, for a day before the recommendation or before a family of the
    order has accepted its seat, and for one to come.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rules.in_order(work, campaign, Act.ORDER_ENROLMENT)
        values: dict[str, Any] = {"order": number, "day": signed_on}
        taken = select(EnrolmentOrder.id).where(
            EnrolmentOrder.campaign_id == campaign_id, EnrolmentOrder.number == number
        )
        if work.session.scalar(taken) is not None:
            raise Refused(Finding("enrolment.order_number_taken", values=values))
        if signed_on > work.today():
            raise Refused(Finding("enrolment.order_to_come", values=values, paragraph="28"))
        final = newest(work.session, campaign_id, RatingKind.FINAL)
        if campaign.recommended_on is not None and signed_on < campaign.recommended_on:
            values["recommended"] = campaign.recommended_on
            raise Refused(Finding("enrolment.order_too_early", values=values, paragraph="28"))
        left, warnings = _to_order(work, campaign, final)
        cases = {h.application_id: work.session.get_one(Application, h.application_id).basis for h in left}
        if basis is None and len(set(cases.values())) > 1:
            raise Refused(Finding("enrolment.several_cases", values=values, paragraph="8, 9, 28"))
        seated = [h for h in left if basis in {None, cases[h.application_id]}]
        if not seated:
            raise Refused(Finding("enrolment.nobody_left", values=values, paragraph="26"), *warnings)
        _refuse_before_accepted(work, final, seated, values)
        case = cases[seated[0].application_id]
        acts = rules.regulation(campaign).basis_acts[case].cites
        order = EnrolmentOrder(
            campaign_id=campaign_id,
            number=number,
            signed_on=signed_on,
            basis=case,
            basis_acts=list(acts if basis_acts is None else basis_acts),
            entered_by=office.operator,
            entered_at=work.now,
            rows=[EnrolmentRow(application_id=h.application_id, group_id=h.group_id) for h in seated],
        )
        work.session.add(order)
        work.record("order_enrolment", {**values, "basis": case, "enrolled": len(seated)})
        outcome = Ordered(order.id, len(seated), tuple(warnings), work.changes())
        work.commit()
    return outcome


def _to_order(work: Work, campaign: Campaign, final: RatingSnapshot) -> tuple[list[Holder], list[Finding]]:
    """Who holds a seat and is in no order yet; of whom it is not known yet which seat it will be, a warning."""
    enrolled = set(work.session.scalars(select(EnrolmentRow.application_id)))
    left = [h for h in holders(work.session, campaign, final) if h.application_id not in enrolled]
    asked = {offer.application_id: offer.application.number for offer in open_offers(work.session, final)}
    waiting = sorted((asked[h.application_id] for h in left if h.application_id in asked), key=natural)
    warnings = [Finding("enrolment.answers_wait", Severity.WARNS, {"numbers": waiting})] if waiting else []
    return [h for h in left if h.application_id not in asked], warnings


def _refuse_before_accepted(
    work: Work, final: RatingSnapshot, seated: Sequence[Holder], values: Mapping[str, Any]
) -> None:
    """Nobody is enrolled by an order that is older than its family's consent to the seat."""
    zone, identities = work.school().time_zone, {holder.application_id for holder in seated}
    for offer in accepted_offers(work.session, final):
        if offer.application_id in identities and offer.answered_at is not None:
            day = local_date(offer.answered_at, zone)
            if values["day"] < day:
                told = {**values, "number": offer.application.number, "accepted": day}
                raise Refused(Finding("enrolment.order_before_answer", values=told, paragraph="28"))


@act(Right.ENROL)
def record_leaving(office: Office, application_id: int, left_on: date, paper: str) -> Changes:
    """Record that an enrolled child has left (выбытие) by ``paper``, outside the selection: the seat is free again.

    The order stays as it is. Raises :class:`Refused` for who is in no order or has left already, without the paper, and
    for a day before the order or still to come.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        row = work.session.scalars(select(EnrolmentRow).where(EnrolmentRow.application_id == application.id)).first()
        if row is None:
            raise Refused(Finding("enrolment.not_enrolled", values={"number": application.number}))
        order = work.session.get_one(EnrolmentOrder, row.order_id)
        values = {"number": application.number, "order": order.number, "signed": order.signed_on, "day": left_on}
        if row.left_on is not None:
            raise Refused(Finding("application.left", values=values | {"day": row.left_on}))
        if not paper.strip():
            raise Refused(Finding("enrolment.no_leaving_paper", values=values))
        if not order.signed_on <= left_on <= work.today():
            raise Refused(Finding("enrolment.leaving_day", values=values))
        row.left_on, row.left_by = left_on, paper.strip()
        work.record("record_leaving", {"order": order.number, "day": left_on, "paper": row.left_by}, application)
        changes = work.changes()
        work.commit()
    return changes


@act(Right.ENROL)
def refuse(office: Office, application_id: int, reason: str) -> Changes:
    """Refuse to enrol (отказ в зачислении) and let the family know.

    Raises :class:`Refused` before the recommendation, for one who holds a seat, has left it after the order or is to
    answer an offer, without a reason, and a second time.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        rules.in_order(work, campaign, Act.REFUSE)
        values = {"number": application.number}
        final = newest(work.session, campaign.id, RatingKind.FINAL)
        if campaign.recommended_on is None:
            raise Refused(Finding("enrolment.not_recommended_yet", values=values, paragraph="26"))
        if any(h.application_id == application.id for h in holders(work.session, campaign, final)):
            raise Refused(Finding("enrolment.holds_a_seat", values=values))
        refuse_if_ordered(work.session, application)
        open_offer = select(Offer.id).where(Offer.application_id == application.id, Offer.status == OfferStatus.OFFERED)
        if work.session.scalar(open_offer) is not None:
            raise Refused(Finding("enrolment.offer_open", values=values))
        if not reason.strip():
            raise Refused(Finding("enrolment.no_refusal_reason", values=values))
        if work.session.scalar(select(Refusal.id).where(Refusal.application_id == application.id)) is not None:
            raise Refused(Finding("enrolment.refused_already", values=values))
        work.session.add(
            Refusal(
                application_id=application.id,
                refused_on=work.today(),
                reason=reason.strip(),
                entered_by=office.operator,
                entered_at=work.now,
            )
        )
        work.record("refuse", {"reason": reason.strip()}, application)
        changes = work.changes()
        work.commit()
    return changes
