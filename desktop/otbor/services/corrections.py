"""What may still happen to a registered application: corrected, annulled, withdrawn, completed; never deleted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from otbor.domain.applications import ApplicationStatus, Channel, CopyKind
from otbor.domain.campaign import Act, Basis, Stage
from otbor.domain.commissions import CommissionKind
from otbor.domain.filing import TOO_LATE, check_application_fields, check_channel
from otbor.domain.findings import Finding, Refused, refuse_if_forbidden
from otbor.domain.intake import (
    PREVIOUS_SCHOOL,
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
    check_filed,
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
    Campaign,
    Document,
    EnrolmentRow,
    Refusal,
)
from otbor.support.clock import local_time

_PLAIN = (  # fields of a correction that are written as they are
    "birth_date", "birth_place", "address", "channel", "external_number", "foreign_citizen", "basis", "previous_school",
)  # fmt: skip


@dataclass(frozen=True)
class Correction:
    """What to write anew in an application; None leaves a field as it is.

    ``values`` go to the ledger of points; ``groups`` are codes in the order of wish, changed as :func:`change_groups`
    does. ``filed_at`` (aware) is asked the rules of intake anew; ``late_reason`` is why the commission takes one that
    is late by it, and one in time keeps none.
    """

    child: FullName | None = None
    birth_date: date | None = None
    birth_place: str | None = None
    address: str | None = None
    representatives: tuple[RepresentativeDraft, ...] | None = None
    filed_at: datetime | None = None
    late_reason: str | None = None
    channel: Channel | None = None
    external_number: str | None = None
    foreign_citizen: bool | None = None
    basis: Basis | None = None
    previous_school: str | None = None
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


def in_order(work: Work, application: Application, name: Act, reason: str) -> None:
    """Raise :class:`Refused` for an act out of its stage that no reason excuses (п. 17)."""
    rules.in_order(work, rules.campaign_row(work.session, application.campaign_id), name, reason)


def with_reason(reason: str, application: Application) -> str:
    """The reason without needless spaces; raises :class:`Refused` for none."""
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
        in_order(work, application, Act.CORRECT, reason)
        reason = with_reason(reason, application)
        if application.version != version:
            values = {"number": application.number, "seen": version, "now": application.version}
            raise Refused(Finding("application.stale", values=values))
        before = _card(work, application)
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
        after = _card(work, application)
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


def _card(work: Work, application: Application) -> dict[str, Any]:
    return {
        "filed_at": local_time(application.filed_at, work.school().time_zone),
        "late_reason": application.late_reason,
        "child": str(name_of(application)),
        "birth_date": application.birth_date,
        "birth_place": application.birth_place,
        "address": application.address,
        "channel": application.channel,
        "external_number": application.external_number,
        "foreign_citizen": application.foreign_citizen,
        "basis": application.basis,
        "previous_school": application.previous_school,
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
    for name in _PLAIN:
        if (value := getattr(correction, name)) is not None:
            setattr(application, name, value)
    if correction.representatives is not None:
        application.representatives = representative_rows(correction.representatives, application.address)
    campaign = rules.campaign_row(work.session, application.campaign_id)
    profile = rules.regulation(campaign)
    if application.basis not in profile.asking(PREVIOUS_SCHOOL):
        application.previous_school = ""  # of another case: there is no ground to keep it
    findings = check_basis(application.basis, rules.campaign_value(campaign).bases)
    findings += check_channel(profile, application.channel)
    if correction.filed_at is not None or correction.late_reason is not None:
        findings += _filed_anew(work, campaign, application, correction)
    if correction.named is None:
        return findings
    application.named = choices(work, correction.named)
    return findings + check_choices(work, campaign, [wish.group.code for wish in application.wishes], application.named)


def _filed_anew(work: Work, campaign: Campaign, application: Application, correction: Correction) -> Iterator[Finding]:
    """Write when it was filed and why one that is late is taken; what the rules of intake say of it (п. 11)."""
    if correction.filed_at is not None:
        application.filed_at = correction.filed_at
    if correction.late_reason is not None:
        application.late_reason = correction.late_reason.strip()
    if application.filed_at > application.recorded_at:  # nothing is written down before it is handed in
        zone = work.school().time_zone
        values = {name: local_time(getattr(application, name), zone) for name in ("filed_at", "recorded_at")}
        yield Finding("application.filed_after_recorded", values=values, where="filed_at")
    found = check_filed(work, campaign, application.filed_at, application.late_reason)
    for finding in found:
        yield replace(finding, where="late_reason" if finding.id in TOO_LATE else "filed_at")
    if not found:
        application.late_reason = ""


def _emptied(work: Work, application: Application) -> list[Finding]:
    """Fields of п. 11 that a correction would leave empty."""
    profile = rules.regulation(rules.campaign_row(work.session, application.campaign_id))
    return list(check_application_fields(profile, filled(draft_of(application)), application.basis))


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
        in_order(work, application, name, reason)
        application.status_reason = with_reason(reason, application)
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
        in_order(work, application, Act.ADD_DOCUMENTS, reason)
        refuse_none(application, documents)
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
        in_order(work, application, Act.CHANGE_GROUPS, reason)
        reason = with_reason(reason, application)
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
        in_order(work, application, Act.COMPARE_DOCUMENTS, reason)
        if not member.strip():
            raise Refused(Finding("application.no_comparer", values={"number": application.number}))
        commission = commission_row(work.session, application.campaign_id, CommissionKind.ADMISSION)
        name = deciding_members(commission, [member.strip()])[0].name
        refuse_none(application, document_ids)
        documents = [own_document(application, identity) for identity in document_ids]
        kinds = {str(document.id): document.copy_kind for document in documents}  # what the reverse act goes back to
        for document in documents:
            _compare(work, document, name)
        payload = {"documents": list(document_ids), "titles": [d.title for d in documents], "kinds": kinds}
        work.record("compare_documents", {**payload, "member": name, "reason": reason.strip()}, application)
        changes = work.changes()
        work.commit()
    return changes


def refuse_none(application: Application, documents: Sequence[Any]) -> None:
    """Raise :class:`Refused` when no document is named."""
    if not documents:
        raise Refused(Finding("application.no_documents", values={"number": application.number}))


def own_document(application: Application, document_id: int) -> Document:
    """A document of the application by its id; raises :class:`Refused` for one of another."""
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
        in_order(work, application, Act.RETURN_COPIES, reason)
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
