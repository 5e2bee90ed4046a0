"""Papers that a family writes (п. 11): the application, consents, withdrawal, return of copies; blank and filled."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from otbor.documents import application_form, copies_request, processing_consent, publication_consent, withdrawal
from otbor.documents.kit.attached import Attached
from otbor.domain.applications import ApplicationStatus
from otbor.domain.findings import Finding, Refused
from otbor.domain.intake import PREVIOUS_SCHOOL
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.corrections import application_row
from otbor.services.intake import documents_asked
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts
from otbor.services.papers.printing import PaperKind, Printing, put_out
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import words
from otbor.storage.models import Application, Campaign, Group, Representative
from otbor.support.clock import local_time
from otbor.wording.names import full_name

_REPRESENTATIVES = 2  # родители: places in the blank form

_Family = tuple[Application, Representative]  # an application, and who of the family writes the paper


@act(Right.ISSUE)
def issue_application_form(office: Office, campaign_id: int) -> Issued:
    """Issue the model form of an application (примерная форма заявления, пп. 10, 11), to be filled by hand."""
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        profile, value = rules.regulation(campaign), rules.campaign_value(campaign)
        asked = documents_asked(profile, value, foreign=False)
        data = application_form.ApplicationForm(
            campaign=campaign.title,
            wanted=tuple(application_form.Wanted(facts.group_title(g), studied(g)) for g in campaign.groups),
            documents=tuple(Attached(facts.capital(rule.title), "", 0) for rule in asked if rule.id != "identity"),
            representatives=(application_form.Person(),) * _REPRESENTATIVES,
            previous_school=None if profile.asking(PREVIOUS_SCHOOL).isdisjoint(value.bases) else "",
        )
        issued = put_out(work, application_form, Printing(campaign, "blank", data, work.today()))
        work.commit()
    return issued


def studied(group: Group) -> str:
    """Subjects studied in depth, else the profile."""
    return ", ".join(group.subjects) or group.profile


@act(Right.ISSUE)
def issue_application(office: Office, application_id: int) -> Issued:
    """Issue an application as it was registered (заявление, п. 11), under its registration number."""
    with office.transaction() as work:
        application, campaign = _found(work, application_id)
        say = words(office)
        filed_at = local_time(application.filed_at, work.school().time_zone).replace(tzinfo=None)
        school_asked = application.basis in rules.regulation(campaign).asking(PREVIOUS_SCHOOL)
        data = application_form.ApplicationForm(
            campaign=campaign.title,
            wanted=tuple(
                application_form.Wanted(facts.group_title(wish.group), studied(wish.group), wish.rank)
                for wish in application.wishes
            ),
            documents=facts.attached(application, say),
            representatives=tuple(
                application_form.Person(_name(p), p.address or application.address, facts.phone(p.phone))
                for p in application.representatives
            ),
            child=facts.child(application),
            born=application.birth_date,
            birth_place=application.birth_place,
            address=application.address,
            previous_school=application.previous_school if school_asked else None,
            filed_at=filed_at,
            channel=say(f"channel_{application.channel.value}"),
            signed=facts.signed(facts.representative_name(application)),
        )
        subject = f"application:{application.id}"
        printing = Printing(campaign, subject, data, filed_at.date(), application.number, application)
        issued = put_out(work, application_form, printing)
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_processing_consent(
    office: Office, campaign_id: int, application_id: int | None = None, representative_id: int | None = None
) -> Issued:
    """Issue the consent to the processing of personal data (п. 11), a paper of its own; blank without an application.

    It is the first representative's when none is named; raises :class:`Refused` for one of another application.
    """

    def data(campaign: Campaign, of: _Family | None) -> processing_consent.ProcessingConsent:
        blank = processing_consent.ProcessingConsent(campaign.title, *_operator(campaign))
        if of is None:
            return blank
        application, person = of
        return replace(
            blank,
            representative=_name(person),
            representative_address=person.address or application.address,
            child=facts.child(application),
            child_address=application.address,
            signed=facts.signed(_name(person)),
        )

    return _issue_consent(office, processing_consent, data, campaign_id, application_id, representative_id)


@act(Right.ISSUE)
def issue_publication_consent(
    office: Office, campaign_id: int, application_id: int | None = None, representative_id: int | None = None
) -> Issued:
    """Issue the consent to publish results by name (ст. 10.1 ФЗ № 152), separate from any other; blank without an
    application. Raises :class:`Refused` as :func:`issue_processing_consent` does."""

    def data(campaign: Campaign, of: _Family | None) -> publication_consent.PublicationConsent:
        blank = publication_consent.PublicationConsent(campaign.title, *_operator(campaign))
        if of is None:
            return blank
        application, person = of
        return replace(
            blank,
            representative=_name(person),
            contacts=f"{facts.phone(person.phone)}, {person.address or application.address}",
            child=facts.child(application),
            signed=facts.signed(_name(person)),
        )

    return _issue_consent(office, publication_consent, data, campaign_id, application_id, representative_id)


def _operator(campaign: Campaign) -> tuple[str, str]:
    """Name and address of the operator of the personal data: the school."""
    return campaign.school_card["name"], campaign.school_card["address"]


def _issue_consent(
    office: Office,
    kind: PaperKind,
    data_of: Callable[[Campaign, _Family | None], Any],
    campaign_id: int,
    application_id: int | None,
    representative_id: int | None,
) -> Issued:
    """Issue a consent of one representative of an application, or the blank of the campaign."""
    with office.transaction() as work:
        if application_id is None:
            campaign = rules.campaign_row(work.session, campaign_id)
            printing = Printing(campaign, "blank", data_of(campaign, None), work.today())
        else:
            application, campaign = _found(work, application_id)
            person = _representative(application, representative_id)
            data = data_of(campaign, (application, person))
            subject = f"application:{application.id}:{person.id}"
            printing = Printing(campaign, subject, data, work.today(), application=application)
        issued = put_out(work, kind, printing)
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_withdrawal(office: Office, application_id: int) -> Issued:
    """Issue the withdrawal of an application (отзыв заявления): to be signed, and as recorded once it is withdrawn."""
    with office.transaction() as work:
        application, campaign = _found(work, application_id)
        withdrawn = application.status is ApplicationStatus.WITHDRAWN
        day = facts.day_of(work, application.status_at) if withdrawn and application.status_at else None
        data = withdrawal.Withdrawal(
            campaign=campaign.title,
            applicant=application.number,
            filed_on=facts.day_of(work, application.filed_at),
            child=facts.child(application),
            representative=facts.representative_name(application),
            signed=facts.signed(facts.representative_name(application)),
            reason=application.status_reason if withdrawn else "",
            withdrawn_on=day,
        )
        subject = f"application:{application.id}" + (":withdrawn" if withdrawn else "")
        printing = Printing(campaign, subject, data, day or work.today(), application=application)
        issued = put_out(work, withdrawal, printing)
        work.commit()
    return issued


@act(Right.ISSUE)
def issue_copies_request(office: Office, application_id: int) -> Issued:
    """Issue the application for the return of copies (п. 11): to be signed, dated once the return was asked for.

    Raises :class:`Refused` when the family handed in no document.
    """
    with office.transaction() as work:
        application, campaign = _found(work, application_id)
        if not application.documents:
            raise Refused(Finding("paper_content.no_documents", values={"number": application.number}))
        asked = application.copies_requested_on
        data = copies_request.CopiesRequest(
            campaign=campaign.title,
            applicant=application.number,
            child=facts.child(application),
            representative=facts.representative_name(application),
            signed=facts.signed(facts.representative_name(application)),
            documents=_copies(application),
            applied_on=asked,
        )
        subject = f"application:{application.id}" + (":asked" if asked else "")
        printing = Printing(campaign, subject, data, asked or work.today(), application=application)
        issued = put_out(work, copies_request, printing)
        work.commit()
    return issued


def _copies(application: Application) -> tuple[Attached, ...]:
    return tuple(Attached(facts.capital(d.title), "", d.sheets) for d in application.documents)


def _found(work: Work, application_id: int) -> tuple[Application, Campaign]:
    application = application_row(work, application_id, in_force=False)
    return application, rules.campaign_row(work.session, application.campaign_id)


def _representative(application: Application, representative_id: int | None) -> Representative:
    people: Sequence[Representative] = application.representatives
    for person in people:
        if representative_id in {None, person.id}:
            return person
    raise Refused(Finding("paper_content.no_representative", values={"number": application.number}))


def _name(person: Representative) -> str:
    return full_name(person.surname, person.given, person.patronymic)
