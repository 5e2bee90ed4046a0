"""Marks that a secretary makes in many rows at once, each by the row's own act, and the acts that take them back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.applications import ApplicationStatus, CopyKind
from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services import commissions, papers, rules
from otbor.services.corrections import application_row, compare_documents
from otbor.services.document_corrections import uncompare_documents
from otbor.services.office import Changes, Office, Progress, act, no_progress
from otbor.storage.models import Application

_MANY = 500  # ids in one question: every database takes so many values


@dataclass(frozen=True)
class Comparer:
    """A member of the приёмная комиссия: id of the person and the name as papers write it."""

    person: str
    name: str


@dataclass(frozen=True)
class PrintedReceipts:
    """Receipts in one file (None: nothing could be printed), refusals by application, whose first receipt it was."""

    batch: "papers.Batch | None"
    refused: dict[int, Refused]
    first: tuple[int, ...]


def comparers(office: Office, campaign_id: int) -> tuple[Comparer, ...]:
    """Who may compare copies with originals (п. 11), in the commission's order; nobody before it is formed."""
    with office.question() as session:
        members = commissions.comparers(session, campaign_id)
        return tuple(Comparer(member.person, member.name) for member in members)


def compare_all(office: Office, application_id: int, member: str, *, reason: str = "") -> tuple[int, ...]:
    """Mark every copy of an application that waits for it as compared by ``member`` (id of a person; п. 11).

    Gives the row ids of the documents; ``reason`` excuses a comparison out of its stage. Raises :class:`Refused` as
    ``compare_documents`` does, and where nothing waits (``application.nothing_to_compare``).
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        profile = rules.regulation(rules.campaign_row(work.session, application.campaign_id))
        kinds = {CopyKind(copy.id) for copy in profile.copy_kinds if copy.compared}
        waiting = tuple(d.id for d in application.documents if d.compared_at is None and d.copy_kind in kinds)
        if not waiting:
            raise Refused(Finding("application.nothing_to_compare", values={"number": application.number}))
        compare_documents(office, application_id, waiting, member, reason=reason)
        work.commit()
    return waiting


def uncompare_all(office: Office, application_id: int, reason: str) -> tuple[int, ...]:
    """Take the mark «сличено» off every document of an application; gives the row ids of the documents.

    Raises :class:`Refused` as ``uncompare_documents`` does, and where none has the mark
    (``application.nothing_compared``).
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        compared = tuple(d.id for d in application.documents if d.compared_at is not None)
        if not compared:
            raise Refused(Finding("application.nothing_compared", values={"number": application.number}))
        uncompare_documents(office, application_id, compared, reason)
        work.commit()
    return compared


@act(Right.REGISTER)
def give_receipt(office: Office, application_id: int) -> Changes:
    """Note that the family has got the receipt for its documents (расписка, п. 11), printed here or written by hand.

    Raises :class:`Refused` when that is noted already (``application.receipt_given_already``).
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        if application.receipt_given_at is not None:
            raise Refused(Finding("application.receipt_given_already", values={"number": application.number}))
        application.receipt_given_at = work.now
        work.record("give_receipt", {}, application)
        changes = work.changes()
        work.commit()
    return changes


@act(Right.REGISTER)
def take_back_receipt(office: Office, application_id: int) -> Changes:
    """Take back the mark of the receipt given; a printed one stays in the register of issued papers.

    Raises :class:`Refused` when there is no such mark (``application.receipt_not_given``).
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        if application.receipt_given_at is None:
            raise Refused(Finding("application.receipt_not_given", values={"number": application.number}))
        application.receipt_given_at = None
        work.record("take_back_receipt", {}, application)
        changes = work.changes()
        work.commit()
    return changes


def print_receipts(
    office: Office, campaign_id: int, application_ids: Sequence[int], progressed: Progress = no_progress
) -> PrintedReceipts:
    """Issue the receipts of these applications in one file; one annulled or withdrawn is refused, the others stand."""
    with office.transaction() as work:
        rows = _rows(work.session, application_ids)
        refused = {
            row.id: Refused(Finding(f"application.{row.status.value}", values={"number": row.number}))
            for row in rows
            if row.status is not ApplicationStatus.REGISTERED
        }
        waiting = {row.id for row in rows if row.receipt_given_at is None}
        wanted = [row.id for row in rows if row.id not in refused]
        batch = papers.issue_receipts(office, campaign_id, wanted, progressed) if wanted else None
        work.commit()
    if batch is not None:
        refused |= batch.refused
    return PrintedReceipts(batch, refused, tuple(i for i in wanted if i in waiting and i not in refused))


def _rows(session: Session, application_ids: Collection[int]) -> list[Application]:
    wanted, rows = list(application_ids), list[Application]()
    for start in range(0, len(wanted), _MANY):
        rows += session.scalars(select(Application).where(Application.id.in_(wanted[start : start + _MANY])))
    return rows
