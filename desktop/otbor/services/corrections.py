"""What may still happen to a registered application: corrected, annulled, withdrawn, completed; never deleted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from otbor.domain.applications import ApplicationStatus, Channel, CopyKind
from otbor.domain.campaign import Act, Basis, Stage
from otbor.domain.commissions import CommissionKind
from otbor.domain.filing import check_application_fields, check_channel
from otbor.domain.findings import Finding, Refused, refuse_if_forbidden
from otbor.domain.intake import (
    DocumentDraft,
    RepresentativeDraft,
    check_basis,
    check_documents,
    check_groups,
    filled,
)
from otbor.domain.participants import Achievement, Key
from otbor.domain.people import FullName, search_key, sort_key
from otbor.domain.rights import Right
from otbor.domain.values import Value
from otbor.services import ledger, rules
from otbor.services.commissions import commission_row, deciding_members
from otbor.services.intake import (
    achievement_rows,
    check_choices,
    choices,
    draft_of,
    hand_in,
    name_of,
    representative_rows,
    write_wishes,
)
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import (
    Admission,
    Application,
    AuditEntry,
    AuditPayload,
    Campaign,
    Document,
    EnrolmentRow,
    Refusal,
)


@dataclass(frozen=True)
class Correction:
    """What to write anew in an application; None leaves a field as it is.

    ``values`` go to the ledger of points; ``groups`` are codes in the order of wish, changed as :func:`change_groups`
    does.
    """

    child: FullName | None = None
    birth_date: date | None = None
    birth_place: str | None = None
    address: str | None = None
    representatives: tuple[RepresentativeDraft, ...] | None = None
    channel: Channel | None = None
    external_number: str | None = None
    foreign_citizen: bool | None = None
    basis: Basis | None = None
    named: Mapping[str, str] | None = None
    groups: tuple[str, ...] | None = None
    values: Mapping[Key, Value] = field(default_factory=dict)


def application_row(work: Work, application_id: int, *, in_force: bool = True) -> Application:
    """The application; raises :class:`Refused` when there is none or, with ``in_force``, it is no longer in force."""
    application = work.session.get(Application, application_id)
    if application is None:
        raise Refused(Finding("application.unknown", values={"application": application_id}))
    if in_force and application.status is not ApplicationStatus.REGISTERED:
        raise Refused(Finding(f"application.{application.status.value}", values={"number": application.number}))
    return application


def refuse_if_ordered(session: Session, application: Application) -> None:
    """Raise :class:`Refused` for a child that stands in an order, and for one that has left since."""
    row = session.scalars(select(EnrolmentRow).where(EnrolmentRow.application_id == application.id)).first()
    if row is None:
        return
    values = {"number": application.number, "day": row.left_on}
    raise Refused(Finding("application.enrolled" if row.left_on is None else "application.left", values=values))


def _in_order(work: Work, application: Application, name: Act, reason: str) -> None:
    rules.in_order(work, rules.campaign_row(work.session, application.campaign_id), name, reason)


def _with_reason(reason: str, application: Application) -> str:
    if not reason.strip():
        raise Refused(Finding("application.no_reason", values={"number": application.number}, where="reason"))
    return reason.strip()


@act(Right.CORRECT)
def correct(office: Office, application_id: int, version: int, correction: Correction, reason: str) -> Changes:
    """Correct a registered application (исправление), with a reason; the old values stay in the audit trail.

    ``version`` is the one that the operator saw. Raises :class:`Refused` when the row has changed since, when it is
    annulled or withdrawn, or when the reason is missing.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        _in_order(work, application, Act.CORRECT, reason)
        reason = _with_reason(reason, application)
        if application.version != version:
            values = {"number": application.number, "seen": version, "now": application.version}
            raise Refused(Finding("application.stale", values=values))
        before = _card(application)
        regrouped = correction.groups not in {None, tuple(wish.group.code for wish in application.wishes)}
        if correction.groups is not None and regrouped:
            change_groups(office, application_id, correction.groups, reason)
        refuse_if_forbidden(_write(work, application, correction))
        flag_modified(application, "address")  # a correction of its other tables is a new version of it, too
        refuse_if_forbidden(_emptied(work, application))
        stood = ledger.in_force(work.session, [application.id]).get(application.id, {})
        for key, value in correction.values.items():
            ledger.enter(work, application, key, value, reason=reason)
        work.session.flush()
        after = _card(application)
        changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        values = {
            f"{kind.value}:{name}": [v.state, v.number, *_stood(stood.get((kind, name)))]
            for (kind, name), v in correction.values.items()
        }
        if changed or values or not regrouped:  # groups alone have left their own entry
            work.record("correct", {"reason": reason, "changed": changed, "values": values}, application)
        changes = work.changes()
        work.commit()
    return changes


def _card(application: Application) -> dict[str, Any]:
    return {
        "child": str(name_of(application)),
        "birth_date": application.birth_date,
        "birth_place": application.birth_place,
        "address": application.address,
        "channel": application.channel,
        "external_number": application.external_number,
        "foreign_citizen": application.foreign_citizen,
        "basis": application.basis,
        "named": application.named,
        "representatives": [
            [r.surname, r.given, r.patronymic, r.relation, r.address, r.phone, r.identity_shown]
            for r in application.representatives
        ],
    }


def _stood(value: Value | None) -> list[Any]:
    """State and number that a value had before, nothing where it had none."""
    return [] if value is None else [value.state, value.number]


def _write(work: Work, application: Application, correction: Correction) -> list[Finding]:
    """Write what is not None; what is wrong with the case and the choices of the family."""
    if (child := correction.child) is not None:
        application.surname, application.given, application.patronymic = child.surname, child.given, child.patronymic
        application.sort_key, application.search_key = sort_key(child), search_key(str(child))
    for name in ("birth_date", "birth_place", "address", "channel", "external_number", "foreign_citizen", "basis"):
        if (value := getattr(correction, name)) is not None:
            setattr(application, name, value)
    if correction.representatives is not None:
        application.representatives = representative_rows(correction.representatives, application.address)
    campaign = rules.campaign_row(work.session, application.campaign_id)
    findings = check_basis(application.basis, rules.campaign_value(campaign).bases)
    findings += check_channel(rules.regulation(campaign), application.channel)
    if correction.named is None:
        return findings
    application.named = choices(work, correction.named)
    return findings + check_choices(work, campaign, [wish.group.code for wish in application.wishes], application.named)


def _emptied(work: Work, application: Application) -> list[Finding]:
    """Fields of п. 11 that a correction would leave empty."""
    profile = rules.regulation(rules.campaign_row(work.session, application.campaign_id))
    return list(check_application_fields(profile, filled(draft_of(application))))


@act(Right.CORRECT)
def annul(office: Office, application_id: int, reason: str) -> Changes:
    """Annul an application registered by mistake (аннулирование): the row and its number stay in the journal."""
    return _end(office, application_id, Act.ANNUL, ApplicationStatus.ANNULLED, reason)


@act(Right.CORRECT)
def withdraw(office: Office, application_id: int, reason: str) -> Changes:
    """Withdraw an application at the family's own wish (отзыв заявления); ``reason`` names their paper."""
    return _end(office, application_id, Act.WITHDRAW, ApplicationStatus.WITHDRAWN, reason)


def _end(office: Office, application_id: int, name: Act, status: ApplicationStatus, reason: str) -> Changes:
    with office.transaction() as work:
        application = application_row(work, application_id)
        _in_order(work, application, name, reason)
        application.status_reason = _with_reason(reason, application)
        refuse_if_ordered(work.session, application)
        application.status = status
        application.status_at = work.now
        work.record(name.value, {"reason": application.status_reason}, application)
        changes = work.changes()
        work.commit()
    return changes


@act(Right.REGISTER)
def add_documents(
    office: Office,
    application_id: int,
    documents: Sequence[DocumentDraft],
    *,
    values: Mapping[Key, Value] | None = None,
    achievements: Sequence[Achievement] = (),
    reason: str = "",
) -> Changes:
    """Take in documents added later (дополнительные документы), with the marks and achievements they prove.

    The commission is to examine the application anew; ``reason`` excuses documents out of their stage. Raises
    :class:`Refused` for a document without sheets, and when there is none.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        _in_order(work, application, Act.ADD_DOCUMENTS, reason)
        _refuse_none(application, documents)
        refuse_if_forbidden(check_documents(documents))
        hand_in(work, application, documents, later=True)
        for key, value in (values or {}).items():
            ledger.enter(work, application, key, value, reason="представлен документ")
        application.achievements.extend(achievement_rows(achievements))
        application.reviewed_at = None  # the commission has not seen these yet (п. 18)
        payload = {"documents": [d.title for d in documents], "achievements": [a.event for a in achievements]}
        work.record("add_documents", payload | {"reason": reason.strip()}, application)
        changes = work.changes()
        work.commit()
    return changes


@act(Right.CORRECT)
def change_groups(office: Office, application_id: int, codes: Sequence[str], reason: str) -> Changes:
    """Write the wanted groups anew, in the order of wish, at the family's own request.

    An admission made before is taken back: it was to the tests of other groups. A work that has its code stays where
    its test is still wanted or its sheet is closed. Raises :class:`Refused` for an unknown group, one named twice,
    none, without a reason, and once the final rating is built from them.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        _in_order(work, application, Act.CHANGE_GROUPS, reason)
        reason = _with_reason(reason, application)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        if rules.stage(work, campaign) is Stage.DECISION:  # its rating and seats are made from the wishes as they were
            raise Refused(Finding("application.groups_settled", values={"number": application.number}, paragraph="26"))
        refuse_if_forbidden(check_groups(codes, {group.code for group in campaign.groups}))
        before = [wish.group.code for wish in application.wishes]
        write_wishes(work, campaign, application, codes)
        refuse_if_forbidden(_emptied(work, application))
        _take_back_admissions(work, campaign, application)
        application.admitted_at = None
        work.record("change_groups", {"before": before, "after": list(codes), "reason": reason}, application)
        changes = work.changes()
        work.commit()
    return changes


def _take_back_admissions(work: Work, campaign: Campaign, application: Application) -> None:
    """Take back what no longer holds: a coded work of a wanted test, and a line of a closed sheet, stay."""
    wanted = {test.id for test in rules.tests_wanted(campaign, application)}
    for admission in work.session.scalars(select(Admission).where(Admission.application_id == application.id)):
        stays = admission.test_id in wanted or admission.test.sheet_closed_at is not None
        if admission.code is None or not stays:
            work.session.delete(admission)


@act(Right.EXPERTISE)
def compare_documents(
    office: Office, application_id: int, document_ids: Sequence[int], member: str, *, reason: str = ""
) -> Changes:
    """A member of the приёмная комиссия compares copies with their originals and certifies them (п. 11).

    ``member`` is the id of the person, the document keeps the name; :func:`uncompare_documents` takes it back.
    ``reason`` excuses a comparison out of its stage. Raises :class:`Refused` for who is not in the commission, for a
    document of another application and for one that was compared already.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        _in_order(work, application, Act.COMPARE_DOCUMENTS, reason)
        if not member.strip():
            raise Refused(Finding("application.no_comparer", values={"number": application.number}))
        commission = commission_row(work.session, application.campaign_id, CommissionKind.ADMISSION)
        name = deciding_members(commission, [member.strip()])[0].name
        _refuse_none(application, document_ids)
        documents = [_own_document(application, identity) for identity in document_ids]
        kinds = {str(document.id): document.copy_kind for document in documents}  # what the reverse act goes back to
        for document in documents:
            _compare(work, document, name)
        payload = {"documents": list(document_ids), "titles": [d.title for d in documents], "kinds": kinds}
        work.record("compare_documents", {**payload, "member": name, "reason": reason.strip()}, application)
        changes = work.changes()
        work.commit()
    return changes


def _refuse_none(application: Application, documents: Sequence[Any]) -> None:
    if not documents:
        raise Refused(Finding("application.no_documents", values={"number": application.number}))


def _own_document(application: Application, document_id: int) -> Document:
    for document in application.documents:
        if document.id == document_id:
            return document
    raise Refused(Finding("application.not_its_document", values={"number": application.number}))


def _compare(work: Work, document: Document, name: str) -> None:
    if document.compared_at is not None:
        raise Refused(
            Finding("application.compared_already", values={"document": document.title, "by": document.compared_by})
        )
    document.compared_by, document.compared_at = name, work.now
    if document.copy_kind is CopyKind.ELECTRONIC:
        document.copy_kind = CopyKind.SHOWN_WITH_ORIGINAL


@act(Right.EXPERTISE)
def uncompare_documents(office: Office, application_id: int, document_ids: Sequence[int], reason: str) -> Changes:
    """Take back the mark that copies were compared (снять отметку о сличении): it was set by mistake.

    A copy that came in electronic form is one again. Raises :class:`Refused` without a reason, for a document of
    another application and for one that nobody has compared.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        _in_order(work, application, Act.COMPARE_DOCUMENTS, reason)
        reason = _with_reason(reason, application)
        _refuse_none(application, document_ids)
        documents = [_own_document(application, identity) for identity in document_ids]
        kinds = _kinds_before(work.session, application.id)
        taken = []
        for document in documents:
            if document.compared_at is None:
                raise Refused(Finding("application.not_compared", values={"document": document.title}))
            taken.append([document.title, document.compared_by])
            document.compared_by, document.compared_at = "", None
            document.copy_kind = kinds.get(document.id, document.copy_kind)
        work.record("uncompare_documents", {"documents": taken, "reason": reason}, application)
        changes = work.changes()
        work.commit()
    return changes


def _kinds_before(session: Session, application_id: int) -> dict[int, CopyKind]:
    """The form in which each document came, by what was on record when it was compared last."""
    told = session.scalars(
        select(AuditPayload.content)
        .join(AuditEntry, AuditPayload.entry_id == AuditEntry.id)
        .where(AuditPayload.application_id == application_id, AuditEntry.act == Act.COMPARE_DOCUMENTS.value)
        .order_by(AuditEntry.id)
    )
    return {int(identity): CopyKind(kind) for content in told for identity, kind in content["kinds"].items()}


@act(Right.REGISTER)
def return_copies(
    office: Office, application_id: int, requested_on: date, returned_to: str, *, reason: str = ""
) -> Changes:
    """Give the copies back to a refused family on its own application (возврат копий, п. 11).

    ``reason`` excuses a return out of its stage. Raises :class:`Refused` for one that was neither refused nor has
    withdrawn, a second time, without the name of who takes them, and for an application of a day still to come.
    """
    with office.transaction() as work:
        application = application_row(work, application_id, in_force=False)
        _in_order(work, application, Act.RETURN_COPIES, reason)
        over = application.status is not ApplicationStatus.REGISTERED or _refused(work.session, application.id)
        if not over:
            raise Refused(Finding("application.not_refused", values={"number": application.number}, paragraph="11"))
        if application.copies_returned_on is not None:
            values = {"number": application.number, "day": application.copies_returned_on}
            raise Refused(Finding("application.copies_returned_already", values=values))
        if not returned_to.strip():
            raise Refused(Finding("application.no_recipient", values={"number": application.number}, where="person"))
        if requested_on > work.today():
            values = {"number": application.number, "day": requested_on}
            raise Refused(Finding("application.copies_asked_in_future", values=values, where="day"))
        application.copies_requested_on = requested_on
        application.copies_returned_on = work.today()
        application.copies_returned_to = returned_to.strip()
        payload = {"requested_on": requested_on, "to": returned_to.strip(), "reason": reason.strip()}
        work.record("return_copies", payload, application)
        changes = work.changes()
        work.commit()
    return changes


def _refused(session: Session, application_id: int) -> bool:
    in_force = select(Refusal.id).where(Refusal.application_id == application_id, Refusal.lifted_at.is_(None))
    return session.scalar(in_force) is not None
