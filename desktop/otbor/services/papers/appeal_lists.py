"""Papers of appeals besides the protocol (пп. 24–25): the form, the appeal as filed, the register."""

from dataclasses import replace

from sqlalchemy import select

from otbor.documents import appeal_form, appeal_register
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.corrections import application_row
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts
from otbor.services.papers.appeals import changes
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.ratings import appeal_days, meeting_row
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import OfficeWords, words
from otbor.storage.models import Appeal, Application, Campaign
from otbor.wording.templates import said


@act(Right.ISSUE)
def issue_appeal_form(office: Office, campaign_id: int, application_id: int | None = None) -> Issued:
    """Issue the form of an appeal (бланк апелляции, п. 24), with the family's own data when it is named."""
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        application = None if application_id is None else application_row(work, application_id)
        subject = "blank" if application is None else f"application:{application.id}"
        printing = Printing(
            campaign, subject, _form(work, campaign, application), work.today(), application=application
        )
        issued = put_out(work, appeal_form, printing)
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_appeal(office: Office, appeal_id: int) -> Issued:
    """Issue an appeal as it was filed (апелляция, п. 24)."""
    with office.transaction() as work:
        appeal = work.session.get(Appeal, appeal_id)
        if appeal is None:
            raise Refused(Finding("appeal.unknown", values={"appeal": appeal_id}))
        campaign = rules.campaign_row(work.session, appeal.campaign_id)
        application = appeal.application
        data = replace(
            _form(work, campaign, application),
            appeal=str(appeal.number),
            test=appeal.test_name or ground(work, appeal),
            points=_disputed(appeal),
            claim=appeal.text,
            filed_on=appeal.filed_on,
        )
        printing = Printing(campaign, f"appeal:{appeal.id}", data, appeal.filed_on, application=application)
        issued = put_out(work, appeal_form, printing)
        work.commit()
    return issued


def _form(work: Work, campaign: Campaign, application: Application | None) -> appeal_form.AppealForm:
    """The form with the family's own data, blank without an application."""
    blank = appeal_form.AppealForm(campaign.title, appeal_days(work, campaign))
    if application is None:
        return blank
    return replace(
        blank,
        applicant=application.number,
        child=facts.child(application),
        representative=facts.representative_name(application),
        phone=facts.phone(facts.representative(application).phone),
        signed=facts.signed(facts.representative_name(application)),
    )


def ground(work: Work, appeal: Appeal) -> str:
    """What is appealed against, as the region's Порядок calls it."""
    profile = rules.regulation(rules.campaign_row(work.session, appeal.campaign_id))
    return next((ground.title for ground in profile.appeal_reasons if ground.id == appeal.about), "")


def _disputed(appeal: Appeal) -> str:
    """The points as they stood, once the decision keeps them; before it the family writes them."""
    return "" if appeal.old_points is None else said(appeal.old_points)


@act(Right.ISSUE)
def issue_appeal_register(office: Office, campaign_id: int) -> Issued:
    """Issue the register of appeals (журнал регистрации апелляций), decided and undecided ones."""
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        rows = work.session.scalars(select(Appeal).where(Appeal.campaign_id == campaign_id).order_by(Appeal.number))
        say = words(office)
        keeper, keeper_post = facts.keeper(work, campaign)
        data = appeal_register.AppealRegister(
            campaign=campaign.title,
            appeals=tuple(_registered(work, row, say) for row in rows),
            keeper=keeper,
            keeper_post=keeper_post,
        )
        issued = put_out(work, appeal_register, Printing(campaign, "appeals", data, work.today()))
        work.commit()
    return issued


def _registered(work: Work, row: Appeal, say: OfficeWords) -> appeal_register.Registered:
    what = row.test_name or ground(work, row)
    decided = row.outcome is not None and row.meeting_id is not None
    return appeal_register.Registered(
        appeal=row.number,
        filed_on=row.filed_on,
        in_time=row.in_time,
        applicant=row.application.number,
        child=facts.child(row.application),
        representative=facts.representative_name(row.application),
        claim=row.text if what in row.text else f"{what}: {row.text}",
        outcome=row.outcome.value if row.outcome is not None else "",
        protocol=facts.protocol(meeting_row(work, row.meeting_id)) if row.meeting_id is not None else "",
        changes=changes(row, say) if decided else (),
    )
