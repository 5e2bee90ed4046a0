"""Papers of the file of one application: inventory, cover, what was added to the receipt, copies compared."""

from datetime import date

from otbor.documents import case_cover, inventory, receipt_addendum, true_copy
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.corrections import application_row
from otbor.services.office import Office, act
from otbor.services.papers import facts
from otbor.services.papers.printing import Printing, author, put_out
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import words


@act(Right.ISSUE)
def issue_inventory(office: Office, application_id: int) -> Issued:
    """Issue the inventory of an application's documents (внутренняя опись)."""
    with office.transaction() as work:
        application = application_row(work, application_id, in_force=False)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        say, who = words(office), facts.signed(office.operator)
        received = [facts.day_of(work, document.received_at) for document in application.documents]
        attached = facts.attached(application, say)
        first = [facts.day_of(work, application.filed_at)] * (len(attached) - len(received))  # the consent as a sign
        kept = zip(attached, [*first, *received], strict=True)
        data = inventory.Inventory(
            campaign=campaign.title,
            applicant=application.number,
            child=facts.child(application),
            documents=tuple(inventory.Kept(document, day) for document, day in kept),
            compiled_by=who,
            post=facts.Posts(work, campaign).of(office.operator),
        )
        printing = Printing(campaign, f"application:{application.id}", data, work.today(), application=application)
        issued = put_out(work, inventory, printing)
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_case_cover(office: Office, application_id: int) -> Issued:
    """Issue the cover of an application's file (обложка дела) under its registration number."""
    with office.transaction() as work:
        application = application_row(work, application_id, in_force=False)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        opened = facts.day_of(work, application.filed_at)
        data = case_cover.CaseCover(
            campaign=campaign.title,
            applicant=application.number,
            child=facts.child(application),
            born=application.birth_date,
            groups=facts.groups_of(application),
            opened_on=opened,
            sheets=sum(document.sheets for document in facts.attached(application, words(office))),
        )
        subject = f"application:{application.id}"
        issued = put_out(work, case_cover, Printing(campaign, subject, data, opened, application.number, application))
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_receipt_addendum(office: Office, application_id: int, received_on: date | None = None) -> Issued:
    """Issue the addendum to the receipt (дополнение к расписке) for what was added on a day, by default the last.

    Raises :class:`Refused` when nothing was added on it.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        added = [(facts.day_of(work, d.received_at), d) for d in application.documents if d.added_later]
        day = received_on or max((day for day, _ in added), default=work.today())
        documents = [document for on, document in added if on == day]
        if not documents:
            values = {"number": application.number, "day": day}
            raise Refused(Finding("paper_content.nothing_added", values=values))
        say, subject = words(office), f"application:{application.id}:{day}"
        who = author(work, campaign, receipt_addendum.NAME, subject)
        data = receipt_addendum.ReceiptAddendum(
            campaign=campaign.title,
            applicant=application.number,
            child=facts.child(application),
            representative=facts.representative_name(application),
            received_on=day,
            documents=tuple(facts.attached_one(document, say) for document in documents),
            missing=facts.missing(rules.regulation(campaign), rules.campaign_value(campaign), application),
            accepted_by=facts.signed(who),
            post=facts.Posts(work, campaign).of(who),
        )
        issued = put_out(work, receipt_addendum, Printing(campaign, subject, data, day, application=application))
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_true_copy(office: Office, application_id: int) -> Issued:
    """Issue the sheet «Копия верна»: who compared which copy with its original, and when.

    Raises :class:`Refused` when nothing of the application was compared.
    """
    with office.transaction() as work:
        application = application_row(work, application_id, in_force=False)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        compared = [
            true_copy.Compared(
                facts.capital(d.title), d.sheets, facts.signed(d.compared_by), facts.day_of(work, d.compared_at)
            )
            for d in application.documents
            if d.compared_at is not None
        ]
        if not compared:
            raise Refused(Finding("paper_content.nothing_compared", values={"number": application.number}))
        posts = facts.Posts(work, campaign)
        members = dict.fromkeys(copy.compared_by for copy in compared)
        data = true_copy.TrueCopy(
            campaign=campaign.title,
            applicant=application.number,
            child=facts.child(application),
            copies=tuple(compared),
            comparers=tuple(true_copy.Comparer(name, posts.of(name)) for name in members),
        )
        dated = max(copy.compared_on for copy in compared)
        subject = f"application:{application.id}:{dated}"
        issued = put_out(work, true_copy, Printing(campaign, subject, data, dated, application=application))
        work.commit()
    return issued
