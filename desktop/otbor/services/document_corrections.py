"""What was written wrongly of a document handed in: its kind of copy, its sheets, its title, its mark of comparison."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.applications import CopyKind
from otbor.domain.campaign import Act
from otbor.domain.findings import Finding, Refused, refuse_if_forbidden
from otbor.domain.intake import DocumentDraft, check_documents
from otbor.domain.rights import Right
from otbor.services import rules
from otbor.services.corrections import application_row, in_order, own_document, refuse_none, with_reason
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import Application, AuditEntry, AuditPayload, Document


@dataclass(frozen=True)
class Written:
    """What the journal says of a document: as called in the receipt, form of the copy, sheets, who compared it."""

    title: str
    copy_kind: CopyKind
    sheets: int
    compared_by: str = ""


@act(Right.CORRECT)
def correct_document(
    office: Office,
    application_id: int,
    document_id: int,
    seen: Written,
    wanted: Written,
    reason: str,
) -> Changes:
    """Correct what is written of a document (исправление сведений о документе), with a reason; the history keeps both.

    ``seen`` is what the operator saw; of ``wanted`` the mark of comparison is not looked at. A copy that was compared
    and becomes one of another kind is to be compared anew; other corrections leave its mark. Raises :class:`Refused`
    when the document was changed since, for one of another application, without sheets, title or reason, and when
    nothing differs.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        in_order(work, application, Act.CORRECT, reason)
        reason = with_reason(reason, application)
        document = own_document(application, document_id)
        before = _written(document)
        if before != seen:
            raise Refused(_stale(work, application, seen, before))
        title = " ".join(wanted.title.split())
        if not title:
            values = {"document": document.title}
            raise Refused(Finding("application.no_document_title", values=values, where="title"))
        refuse_if_forbidden(check_documents([DocumentDraft(document.kind, title, wanted.copy_kind, wanted.sheets)]))
        document.title, document.sheets = title, wanted.sheets
        if document.copy_kind is not wanted.copy_kind:
            document.copy_kind = wanted.copy_kind
            document.compared_by, document.compared_at = "", None
        after = _written(document)
        if after == before:
            raise Refused(Finding("application.document_unchanged", values={"document": document.title}))
        changed = {
            name: [getattr(before, name), getattr(after, name)]
            for name in ("title", "copy_kind", "sheets", "compared_by")
            if getattr(before, name) != getattr(after, name)
        }
        payload = {"document": document.id, "title": before.title, "changed": changed, "reason": reason}
        work.record("correct_document", payload, application)
        changes = work.changes()
        work.commit()
    return changes


def _written(document: Document) -> Written:
    return Written(document.title, document.copy_kind, document.sheets, document.compared_by)


def _stale(work: Work, application: Application, seen: Written, now: Written) -> Finding:
    """Both versions in the words of the Порядок."""
    profile = rules.regulation(rules.campaign_row(work.session, application.campaign_id))
    kinds = {kind.id: kind.title for kind in profile.copy_kinds}

    def told(written: Written) -> list[Any]:
        said = [written.title, kinds[written.copy_kind.value], written.sheets, written.compared_by]
        return [part for part in said if part != ""]

    values = {"number": application.number, "seen": told(seen), "now": told(now)}
    return Finding("application.document_stale", values=values)


@act(Right.EXPERTISE)
def uncompare_documents(office: Office, application_id: int, document_ids: Sequence[int], reason: str) -> Changes:
    """Take back the mark that copies were compared (снять отметку о сличении): it was set by mistake.

    A copy that came in electronic form is one again. Raises :class:`Refused` without a reason, for a document of
    another application and for one that nobody has compared.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        in_order(work, application, Act.COMPARE_DOCUMENTS, reason)
        reason = with_reason(reason, application)
        refuse_none(application, document_ids)
        documents = [own_document(application, identity) for identity in document_ids]
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
