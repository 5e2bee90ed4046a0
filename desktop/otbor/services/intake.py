"""Intake (приём документов, 1 этап, п. 11): register, correct, annul, withdraw; documents and wanted groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from otbor.domain import campaign as domain
from otbor.domain.applications import ApplicationStatus
from otbor.domain.campaign import Act, Basis
from otbor.domain.documents_required import missing_documents, required_documents
from otbor.domain.filing import check_filing
from otbor.domain.findings import Finding, Severity, refuse_if_forbidden
from otbor.domain.intake import (
    PREVIOUS_SCHOOL,
    ApplicationDraft,
    DocumentDraft,
    RepresentativeDraft,
    check_draft,
    check_named,
    handed,
)
from otbor.domain.participants import Achievement
from otbor.domain.people import DuplicateIndex, FullName, Person, phones, search_key, sort_key
from otbor.domain.regulation import DocumentRule, Regulation
from otbor.domain.rights import Right
from otbor.domain.subjects import tidy
from otbor.services import ledger, rules
from otbor.services.numbers import next_number
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import (
    AchievementRow,
    Applicant,
    Application,
    Campaign,
    Document,
    Representative,
    Wish,
)
from otbor.support.clock import local_date
from otbor.wording.templates import fill


@dataclass(frozen=True)
class Registered:
    """What registration gave: row id, number, warnings to show, changed rows."""

    application_id: int
    number: str
    warnings: tuple[Finding, ...]
    changes: Changes


@act(Right.REGISTER)
def register(office: Office, campaign_id: int, draft: ApplicationDraft, *, series: str = "") -> Registered:
    """Register an application in the журнал приёма заявлений (п. 11) under the next number of its series.

    Raises :class:`Refused` when data of п. 11 are missing, a group is unknown, the intake is not open on the day it was
    handed in (a late one needs the commission's recorded reason), or a document is missing that must be there.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        findings = check(work, campaign, draft)
        refuse_if_forbidden(findings)
        filed_on = local_date(draft.filed_at, work.school().time_zone)  # one handed in in time may be typed later
        findings += rules.in_order(work, campaign, Act.REGISTER, draft.late_reason, filed_on)
        application = _application(work, campaign, draft, series)
        work.session.add(application)
        work.session.flush()
        write_wishes(work, campaign, application, draft.groups)
        hand_in(work, application, draft.documents, later=False)
        _prove(work, application, draft)
        work.record("register", {"number": application.number, "groups": list(draft.groups)}, application)
        warnings = tuple(f for f in findings if f.severity is Severity.WARNS)
        outcome = Registered(application.id, application.number, warnings, work.changes())
        work.commit()
    return outcome


def check(work: Work, campaign: Campaign, draft: ApplicationDraft) -> list[Finding]:
    """Everything to be said of a draft before it is registered: what is missing, late, doubtful."""
    return [*check_alone(work, campaign, draft), *likely_duplicates(work.session, campaign, draft)]


def check_alone(work: Work, campaign: Campaign, draft: ApplicationDraft) -> list[Finding]:
    """What is to be said of a draft by itself, whoever else has applied."""
    profile = rules.regulation(campaign)
    value = rules.campaign_value(campaign)
    filed_on = local_date(draft.filed_at, work.school().time_zone)
    findings = check_draft(profile, draft, {group.code for group in campaign.groups}, value.bases)
    if draft.filed_at > work.now:
        findings.append(Finding("application.filed_in_future", values={"filed": filed_on}, where="filed_at"))
    findings += check_choices(work, campaign, draft.groups, draft.named)
    findings += check_filed(work, campaign, draft.filed_at, draft.late_reason)
    findings += missing_documents(profile, documents_asked(profile, value, draft.foreign_citizen), handed(draft))
    return findings


def check_filed(work: Work, campaign: Campaign, filed_at: datetime, late_reason: str) -> tuple[Finding, ...]:
    """Whether an application handed in at this instant is in time (п. 11); see :func:`check_filing`."""
    profile, calendar = rules.regulation(campaign), rules.calendar(work.office, work.school())
    filed_on = local_date(filed_at, work.school().time_zone)
    return check_filing(profile, calendar, rules.campaign_value(campaign), filed_on, late_reason)


def check_choices(work: Work, campaign: Campaign, codes: Sequence[str], named: Mapping[str, str]) -> list[Finding]:
    """What is wrong with a family's choices by the scheme in force."""
    known = {group.code for group in campaign.groups}
    questions = rules.scheme_in_force(campaign).questions(code for code in codes if code in known)
    return check_named(questions, choices(work, named))


def choices(work: Work, named: Mapping[str, str]) -> dict[str, str]:
    """A family's choices with subjects called by their own names («физ.» is «физика»)."""
    subjects = rules.subjects(work.office)
    return {tidy(question): subjects.named(answer) or tidy(answer) for question, answer in named.items()}


def documents_asked(profile: Regulation, campaign: domain.Campaign, foreign: bool) -> tuple[DocumentRule, ...]:  # noqa: FBT001
    """Documents of п. 11 that go with an application of this campaign."""
    school = campaign.school
    return required_documents(profile, campaign.level, cadet=school.cadet, sport=school.sport, foreign=foreign)


def likely_duplicates(session: Session, campaign: Campaign, draft: ApplicationDraft) -> list[Finding]:
    """Applications of the campaign that look like the same child, twins or namesakes: warnings, nothing is merged."""
    wanted = _person(draft)
    surname = search_key(draft.child.surname)
    rows = session.scalars(
        select(Application)
        .where(
            Application.campaign_id == campaign.id,
            Application.status == ApplicationStatus.REGISTERED,
            or_(
                Application.search_key.startswith(surname, autoescape=True), Application.birth_date == draft.birth_date
            ),
        )
        .order_by(Application.id)
        .options(selectinload(Application.representatives))
    ).all()
    index = DuplicateIndex()
    for row in rows:
        index.add(person_of(row))
    return [
        Finding(
            f"people.{likeness.value}",
            Severity.WARNS,
            {
                "name": str(draft.child),
                "number": None,  # not registered yet
                "other_name": str(name_of(rows[place])),
                "other_number": rows[place].number,
            },
        )
        for place, likeness in index.matches(wanted)
    ]


def name_of(row: Application) -> FullName:
    """The child's name in an application."""
    return FullName(row.surname, row.given, row.patronymic)


def draft_of(row: Application) -> ApplicationDraft:
    """A registered application as the rules of intake see it."""
    return ApplicationDraft(
        child=name_of(row),
        birth_date=row.birth_date,
        birth_place=row.birth_place,
        address=row.address,
        representatives=tuple(
            RepresentativeDraft(
                FullName(r.surname, r.given, r.patronymic), r.phone, r.relation, r.address, r.identity_shown
            )
            for r in row.representatives
        ),
        groups=tuple(wish.group.code for wish in row.wishes),
        filed_at=row.filed_at,
        consent=row.consent,
        channel=row.channel,
        external_number=row.external_number,
        foreign_citizen=row.foreign_citizen,
        documents=tuple(DocumentDraft(d.kind, d.title, d.copy_kind, d.sheets) for d in row.documents),
        late_reason=row.late_reason,
        basis=row.basis,
        previous_school=row.previous_school,
        named=row.named,
    )


def person_of(row: Application) -> Person:
    """A registered child as far as duplicates are concerned."""
    first = row.representatives[0] if row.representatives else None
    return Person(
        name=name_of(row),
        born_on=row.birth_date,
        representative="" if first is None else str(FullName(first.surname, first.given, first.patronymic)),
        phones=tuple(r.phone for r in row.representatives),
        address=row.address,
    )


def _person(draft: ApplicationDraft) -> Person:
    first = draft.representatives[0] if draft.representatives else None
    return Person(
        name=draft.child,
        born_on=draft.birth_date,
        representative="" if first is None else str(first.name),
        phones=tuple(number for r in draft.representatives for number in phones(r.phone)),
        address=draft.address,
    )


def _application(work: Work, campaign: Campaign, draft: ApplicationDraft, series: str) -> Application:
    applicant = Applicant()
    work.session.add(applicant)
    ordinal = next_number(work.session, f"journal:{campaign.id}", series)
    basis = draft.basis or Basis(campaign.bases[0])
    school_asked = basis in rules.regulation(campaign).asking(PREVIOUS_SCHOOL)  # else there is no ground to keep it
    digits = str(ordinal).rjust(campaign.number_digits, "0")
    application = Application(
        campaign_id=campaign.id,
        series=series,
        ordinal=ordinal,
        number=fill(campaign.number_pattern, {"campaign": campaign.code, "series": series, "ordinal": digits}),
        filed_at=draft.filed_at,
        recorded_at=work.now,
        accepted_by=work.office.operator,
        channel=draft.channel,
        external_number=draft.external_number,
        foreign_citizen=draft.foreign_citizen,
        consent=draft.consent,
        late_reason=draft.late_reason,
        basis=basis,
        previous_school=draft.previous_school if school_asked else "",
        named=choices(work, draft.named),
    )
    work.session.flush()
    application.applicant_id = applicant.id
    _write_child(application, draft)
    return application


def _write_child(application: Application, draft: ApplicationDraft) -> None:
    child = draft.child
    application.surname, application.given, application.patronymic = child.surname, child.given, child.patronymic
    application.sort_key = sort_key(child)
    application.search_key = search_key(str(child))
    application.birth_date, application.birth_place = draft.birth_date, draft.birth_place
    application.address = draft.address
    application.representatives = representative_rows(draft.representatives, draft.address)


def representative_rows(drafts: Sequence[RepresentativeDraft], address: str) -> list[Representative]:
    """Rows of representatives; one without an address of its own lives with the child."""
    return [
        Representative(
            surname=r.name.surname,
            given=r.name.given,
            patronymic=r.name.patronymic,
            relation=r.relation,
            address=r.address or address,
            phone=", ".join(phones(r.phone)),
            identity_shown=r.identity_shown,
        )
        for r in drafts
    ]


def write_wishes(work: Work, campaign: Campaign, application: Application, codes: Sequence[str]) -> None:
    """Write the wanted groups in the order of wish; earlier ones go first, so that ranks do not meet."""
    groups = {group.code: group for group in campaign.groups}
    application.wishes = []
    work.session.flush()
    application.wishes = [Wish(group=groups[code], rank=rank) for rank, code in enumerate(codes, 1)]
    work.session.flush()


def hand_in(work: Work, application: Application, documents: Sequence[DocumentDraft], *, later: bool) -> None:
    """Write the documents handed in."""
    application.documents.extend(
        Document(
            kind=d.kind, title=d.title, copy_kind=d.copy_kind, sheets=d.sheets, received_at=work.now, added_later=later
        )
        for d in documents
    )
    work.session.flush()


def achievement_rows(achievements: Sequence[Achievement]) -> list[AchievementRow]:
    """Rows of achievements."""
    return [
        AchievementRow(
            category=a.category,
            event=a.event,
            level=a.level,
            form=a.form,
            result=a.result,
            place=a.place,
            subject=a.subject,
            held_on=a.held_on,
        )
        for a in achievements
    ]


def _prove(work: Work, application: Application, draft: ApplicationDraft) -> None:
    for key, value in draft.values.items():
        ledger.enter(work, application, key, value)
    application.achievements.extend(achievement_rows(draft.achievements))
    work.session.flush()
