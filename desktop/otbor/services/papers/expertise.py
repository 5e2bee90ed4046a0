"""Papers of the expertise (пп. 18, 19): the sheet of an application, protocols on documents and of a test's marking."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlalchemy import select

from otbor.documents import documents_protocol, expertise_sheet, subject_protocol
from otbor.documents.kit.meeting import Member, Vote
from otbor.domain.applications import ApplicationStatus
from otbor.domain.commissions import CommissionKind
from otbor.domain.explanation import Node
from otbor.domain.findings import Finding, Refused
from otbor.domain.numbering import natural
from otbor.domain.participants import Kind, Participant
from otbor.domain.rights import Right
from otbor.domain.scheme import Scheme
from otbor.domain.scheme.components import CombinedComponent, Component, ValuesComponent
from otbor.domain.scoring import Plan
from otbor.domain.values import State
from otbor.services import audit, ledger, rules
from otbor.services.commissions import MeetingDraft, commission_row, convene
from otbor.services.corrections import application_row
from otbor.services.examinations import test_row
from otbor.services.office import Office, Work, act
from otbor.services.papers import facts
from otbor.services.papers.examinations import closed_marks
from otbor.services.papers.printing import Printing, put_out
from otbor.services.papers.registry import Issued
from otbor.services.papers.words import words
from otbor.storage.models import (
    Application,
    AuditEntry,
    AuditPayload,
    Campaign,
    CommissionRow,
    ExpertiseEntry,
    Meeting,
    PointsEntry,
)
from otbor.wording.explanation import node_text


def _on_documents(scheme: Scheme, group: str) -> tuple[Component, ...]:
    """Components of a group whose points rest on documents: neither tests nor what is made of other components."""
    return tuple(
        component
        for component in scheme.components_of(group)
        if not isinstance(component, CombinedComponent)
        and not (isinstance(component, ValuesComponent) and component.kind is Kind.TEST)
    )


def _scheme_cited(scheme: Scheme) -> str:
    return f"{scheme.title}, {scheme.version}" if scheme.version else scheme.title


@act(Right.ISSUE)
def issue_expertise_sheet(office: Office, application_id: int) -> Issued:
    """Issue the sheet of the expertise of an application's documents (п. 18), from the explanation of its points.

    Raises :class:`Refused` before the commission has examined them.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        if application.reviewed_at is None:
            raise Refused(Finding("paper_content.not_examined", values={"number": application.number}))
        campaign = rules.campaign_row(work.session, application.campaign_id)
        scheme = rules.scheme_in_force(campaign)
        participant = ledger.participant(work.session, application.id)
        data = expertise_sheet.ExpertiseSheet(
            campaign=campaign.title,
            applicant=application.number,
            child=facts.child(application),
            scheme=_scheme_cited(scheme),
            documents=facts.attached(application, words(office)),
            groups=tuple(
                expertise_sheet.ForGroup(
                    facts.group_title(wish.group), tuple(_criteria(scheme, wish.group.code, participant))
                )
                for wish in application.wishes
            ),
            rejected=tuple(_rejected(work, application)),
            members=tuple(_members(work, campaign, application)),
        )
        dated = facts.day_of(work, application.reviewed_at)
        subject = f"application:{application.id}"
        printing = Printing(campaign, subject, data, dated, application=application, as_of_today=True)
        issued = put_out(work, expertise_sheet, printing)
        work.commit()
    return issued


def _criteria(scheme: Scheme, group: str, participant: Participant) -> Iterator[expertise_sheet.Criterion]:
    nodes = {n.values["id"]: n for n in Plan(scheme, group).explain(participant).children if n.rule == "component"}
    for component in _on_documents(scheme, group):
        node = nodes[component.id]
        steps = tuple((node_text(step), step.document) for step in _leaves(node))
        yield expertise_sheet.Criterion(component.title, node.points, steps)


def _leaves(node: Node) -> Iterator[Node]:
    """The steps that read a fact or limit it; what only adds them up stands in the column of points."""
    return (
        step for step in node.walk() if step is not node and not step.children and not step.rule.startswith("combined")
    )


def _rejected(work: Work, application: Application) -> Iterator[tuple[str, str]]:
    """What was not counted, with the reason: achievements, then marks and other numbers."""
    for row in application.achievements:
        newest = work.session.scalars(
            select(ExpertiseEntry).where(ExpertiseEntry.achievement_id == row.id).order_by(ExpertiseEntry.id.desc())
        ).first()
        if newest is not None and not newest.accepted:
            yield ", ".join(filter(None, (row.category, row.event, row.result, row.subject))), newest.reason
    values = ledger.in_force(work.session, [application.id]).get(application.id, {})
    for (kind, name), value in values.items():
        if kind is not Kind.TEST and value.state is State.ANNULLED:
            entries = work.session.scalars(
                select(PointsEntry)
                .where(PointsEntry.application_id == application.id, PointsEntry.kind == kind, PointsEntry.name == name)
                .order_by(PointsEntry.id.desc())
            )
            yield name, next(iter(entries)).reason


def _members(work: Work, campaign: Campaign, application: Application) -> Iterator[Member]:
    """Who examined the documents by the newest entry of the audit trail, the commission's chair when it was erased."""
    say = words(work.office)
    commission = commission_row(work.session, campaign.id, CommissionKind.ADMISSION)
    contents = work.session.scalars(
        select(AuditPayload.content)
        .join(AuditEntry, AuditPayload.entry_id == AuditEntry.id)
        .where(AuditPayload.application_id == application.id, AuditEntry.act == "score_documents")
        .order_by(AuditEntry.id.desc())
    ).first()
    names = set(contents["decided_by"]) if contents else set()
    rows = [row for row in commission.members if row.name in names] or list(commission.members[:1])
    return (facts.member(row, say) for row in rows)


def held(work: Work, commission: CommissionRow, draft: MeetingDraft) -> Meeting:
    """The commission's meeting of that day and agenda, convened when there was none.

    Raises :class:`Refused` as :func:`otbor.services.commissions.convene` does.
    """
    known = select(Meeting).where(
        Meeting.commission_id == commission.id, Meeting.held_on == draft.held_on, Meeting.agenda == draft.agenda
    )
    return work.session.scalars(known).first() or convene(work, commission, draft)


@act(Right.ISSUE)
def issue_documents_protocol(
    office: Office, campaign_id: int, meeting: MeetingDraft, votes: Vote | None = None
) -> Issued:
    """Issue the protocol of the приёмная комиссия on the documents (п. 18) under the meeting's number.

    The meeting is written down when it was not yet; ``votes`` as in the protocol of the rating. Raises
    :class:`Refused` when no documents were examined, and for a meeting that cannot be.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        examined = {a.number: a for a in _examined(work, campaign)}
        if not examined:
            raise Refused(Finding("paper_content.none_examined"))
        met = held(work, commission_row(work.session, campaign.id, CommissionKind.ADMISSION), meeting)
        who = facts.meeting_facts(work, met)
        scheme = rules.scheme_in_force(campaign)
        people = [p for p in ledger.participants(work.session, campaign.id) if p.number in examined]
        data = documents_protocol.DocumentsProtocol(
            campaign=campaign.title,
            meeting=who,
            speaker=who.chair.signed,
            scheme=_scheme_cited(scheme),
            groups=tuple(
                _group(scheme, group.code, facts.group_title(group), people, examined) for group in campaign.groups
            ),
            rejected=tuple(
                documents_protocol.NotCounted(number, what, reason)
                for number, application in examined.items()
                for what, reason in _rejected(work, application)
            ),
            vote=facts.vote_of(met, votes),
            audit=audit.head(work.session, office.origin),
        )
        printing = Printing(campaign, f"meeting:{met.id}", data, met.held_on, str(met.number))
        issued = put_out(work, documents_protocol, printing)
        work.commit()
    return issued


def _examined(work: Work, campaign: Campaign) -> list[Application]:
    rows = work.session.scalars(
        select(Application).where(
            Application.campaign_id == campaign.id,
            Application.status == ApplicationStatus.REGISTERED,
            Application.reviewed_at.is_not(None),
        )
    )
    return sorted(rows, key=lambda a: natural(a.number))


def _group(
    scheme: Scheme, code: str, title: str, people: Sequence[Participant], examined: dict[str, Application]
) -> documents_protocol.ExaminedGroup:
    wanted = _on_documents(scheme, code)
    places = [index for index, component in enumerate(scheme.components_of(code)) if component in wanted]
    rows = []
    for result in sorted(Plan(scheme, code).score_all(people), key=lambda r: natural(r.number)):
        points = tuple(result.parts[place] for place in places)
        total = sum((p for p in points if p is not None), start=Decimal(0))
        rows.append(documents_protocol.Examined(result.number, facts.child(examined[result.number]), points, total))
    return documents_protocol.ExaminedGroup(title, tuple(component.title for component in wanted), tuple(rows))


@act(Right.ISSUE)
def issue_subject_protocol(office: Office, test_id: int, meeting: MeetingDraft, votes: Vote | None = None) -> Issued:
    """Issue the protocol of a предметная комиссия on a test (п. 19), by codes only.

    Numbered through the campaign, for each commission counts its meetings from one. Raises :class:`Refused` while the
    sheet of the test is open, and for a meeting that cannot be.
    """
    with office.transaction() as work:
        test = test_row(work.session, test_id)
        campaign = rules.campaign_row(work.session, test.campaign_id)
        if test.sheet_closed_at is None:
            raise Refused(Finding("paper_registry.sheet_open", values={"test": test.name}))
        commission = commission_row(work.session, campaign.id, CommissionKind.SUBJECT, test.subjects[0])
        met = held(work, commission, meeting)
        who = facts.meeting_facts(work, met)
        main = next(sitting for sitting in test.sittings if not sitting.reserve)
        data = subject_protocol.SubjectProtocol(
            campaign=campaign.title,
            commission=commission.title,
            meeting=who,
            speaker=who.chair.signed,
            test=test.name,
            kind=test.form,
            held_on=main.held_on,
            sheet_closed_on=facts.day_of(work, test.sheet_closed_at),
            maximum=test.maximum,
            marks=tuple(closed_marks(work, test, words(office))),
            vote=facts.vote_of(met, votes),
            audit=audit.head(work.session, office.origin),
        )
        subject = f"test:{test.id}:meeting:{met.id}"
        issued = put_out(work, subject_protocol, Printing(campaign, subject, data, met.held_on))
        work.commit()
    return issued
