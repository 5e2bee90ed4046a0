"""The notice of the reserve list (уведомление о резервном списке): the place in it, and a seat that is offered."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from otbor.documents import reserve_notice
from otbor.domain.applications import OfferStatus, RatingKind
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import ratings, rules, seating
from otbor.services.corrections import application_row
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.ratings import meeting_row
from otbor.services.papers.registry import Issued
from otbor.storage.models import Application, Campaign, Offer, RatingSnapshot


@act(Right.ISSUE)
def issue_reserve_notice(office: Office, application_id: int) -> Issued:
    """Issue the notice to a family that waits in the reserve list, or to which freed seats are offered.

    Raises :class:`Refused` for an application that neither waits nor has an open offer, and before the recommendation.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        final = ratings.newest(work.session, campaign.id, RatingKind.FINAL)
        waiting, offers = tuple(_waiting(work, campaign, final, application)), _open_offers(work, application)
        if not waiting and not offers:
            raise Refused(Finding("paper_content.not_in_reserve", values={"number": application.number}))
        director, director_post = facts.director(campaign)
        data = reserve_notice.ReserveNotice(
            campaign=campaign.title,
            representative=facts.representative_name(application),
            child=facts.child(application),
            applicant=application.number,
            protocol=facts.protocol(meeting_row(work, final.meeting_id)),
            waiting=waiting,
            director=director,
            director_post=director_post,
            offered=tuple(reserve_notice.OfferedSeat(facts.group_title(o.group), o.answer_by) for o in offers),
        )
        subject = f"offer:{offers[-1].id}" if offers else f"application:{application.id}"
        dated = facts.day_of(work, offers[-1].offered_at) if offers else work.today()
        printing = Printing(campaign, subject, data, dated, application=application, as_of_today=True)
        issued = put_out(work, reserve_notice, printing)
        work.commit()
    return issued


def _open_offers(work: Work, application: Application) -> Sequence[Offer]:
    """What the family has to answer, the newest last."""
    opened = select(Offer).where(Offer.application_id == application.id, Offer.status == OfferStatus.OFFERED)
    return work.session.scalars(opened.order_by(Offer.id)).all()


def _waiting(
    work: Work, campaign: Campaign, final: RatingSnapshot, application: Application
) -> Iterator[reserve_notice.Waiting]:
    totals = {row.group_id: row.total for row in final.rows if row.application_id == application.id}
    for wish in application.wishes:
        ahead = 0
        for place, identities in seating.reserve(work.session, campaign, final, wish.group):
            total = totals.get(wish.group_id)
            if application.id in identities and total is not None:
                yield reserve_notice.Waiting(
                    group=facts.group_title(wish.group),
                    seats=wish.group.seats,
                    place=place,
                    total=total,
                    ahead=ahead,
                    equals=len(identities) - 1,
                )
            ahead += len(identities)
