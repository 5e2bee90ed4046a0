"""Papers of the decision (4 этап, п. 28): the order of enrolment or transfer, notices of refusal."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from otbor.documents import order, refusal_notice
from otbor.domain.applications import RatingKind
from otbor.domain.campaign import CampaignKind
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import ratings, rules
from otbor.services.corrections import application_row
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts, rating_sheets
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.ratings import meeting_row
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Application, Campaign, EnrolmentOrder, RatingSnapshot, Refusal


@act(Right.ISSUE)
def issue_order(office: Office, order_id: int) -> Issued:
    """Issue the director's order (приказ о зачислении or о переводе, п. 28) under its own number."""
    with office.transaction() as work:
        row = work.session.get(EnrolmentOrder, order_id)
        if row is None:
            raise Refused(Finding("paper_registry.no_order", values={"order": order_id}))
        campaign = rules.campaign_row(work.session, row.campaign_id)
        say = words(office)
        final = ratings.newest(work.session, campaign.id, RatingKind.FINAL)
        secretary, post = facts.keeper(work, campaign)
        director, director_post = facts.director(campaign)
        data = order.Order(
            campaign=campaign.title,
            basis=_basis(work, campaign, row, final, say),
            start=_start(campaign, row, say),
            classes=tuple(_classes(campaign, row)),
            executor=say("executor", name=secretary, post=post[:1].lower() + post[1:]),
            director=director,
            director_post=director_post,
            kind=rules.regulation(campaign).basis_acts[row.basis].order,
        )
        printing = Printing(campaign, f"order:{row.id}", data, row.signed_on, row.number)
        issued = put_out(work, order, printing)
        work.commit()
    return issued


def _basis(
    work: Work, campaign: Campaign, row: EnrolmentOrder, final: RatingSnapshot, say: OfficeWords
) -> tuple[str, ...]:
    """The acts of the order, the Порядок itself, the protocol of the final rating."""
    protocol = facts.protocol(meeting_row(work, final.meeting_id))
    return (
        *row.basis_acts,
        facts.regulation_cited(campaign, say, "basis_regulation"),
        say("basis_protocol", protocol=protocol),
    )


def _start(campaign: Campaign, row: EnrolmentOrder, say: OfficeWords) -> date:
    """By a planned selection from the school year's first day, between the planned ones from the day of the order.

    Raises :class:`Refused` when the school's copy of the words does not tell that day as «месяц-день».
    """
    if campaign.kind is CampaignKind.BETWEEN:
        return row.signed_on
    told = say("school_year_starts")
    try:
        first = date.fromisoformat(f"{campaign.year}-{told}")
    except ValueError:
        raise Refused(Finding("paper_registry.school_year", values={"text": told})) from None
    return max(row.signed_on, first)


def _classes(campaign: Campaign, row: EnrolmentOrder) -> Iterator[order.ClassList]:
    for group in campaign.groups:
        children = [line.application for line in row.rows if line.group_id == group.id]
        if children:
            yield order.ClassList(
                facts.group_title(group),
                tuple(
                    order.Enrolled(child.number, facts.child(child), child.birth_date)
                    for child in sorted(children, key=lambda a: (a.sort_key, a.ordinal))
                ),
            )


@act(Right.ISSUE)
def issue_refusal_notice(office: Office, application_id: int) -> Issued:
    """Issue the notice of a refusal to enrol (уведомление об отказе): place, reason, what the family may do.

    Raises :class:`Refused` when the application was not refused.
    """
    with office.transaction() as work:
        application = application_row(work, application_id, in_force=False)
        row = work.session.scalars(
            select(Refusal).where(Refusal.application_id == application.id, Refusal.lifted_at.is_(None))
        ).first()
        if row is None:
            raise Refused(Finding("paper_registry.not_refused", values={"number": application.number}))
        campaign = rules.campaign_row(work.session, application.campaign_id)
        final = ratings.newest(work.session, campaign.id, RatingKind.FINAL)
        director, director_post = facts.director(campaign)
        data = refusal_notice.RefusalNotice(
            campaign=campaign.title,
            representative=facts.representative_name(application),
            child=facts.child(application),
            applicant=application.number,
            protocol=facts.protocol(meeting_row(work, final.meeting_id)),
            outcomes=tuple(_outcomes(application, final, row)),
            further=words(office).lines("refusal_further"),
            director=director,
            director_post=director_post,
        )
        subject = f"application:{application.id}"
        issued = put_out(
            work, refusal_notice, Printing(campaign, subject, data, row.refused_on, application=application)
        )
        work.commit()
    return issued


def _outcomes(application: Application, final: RatingSnapshot, refusal: Refusal) -> Iterator[refusal_notice.Outcome]:
    rows = {row.group_id: row for row in final.rows if row.application_id == application.id}
    for wish in application.wishes:
        if (row := rows.get(wish.group_id)) is not None:
            yield refusal_notice.Outcome(
                group=facts.group_title(wish.group),
                seats=wish.group.seats,
                place=row.place,
                total=row.total,
                reason=refusal.reason.rstrip(".") if row.place is not None else rating_sheets.reason(row),
            )
