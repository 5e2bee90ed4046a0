"""The history of an application (история изменений): what was done, what it was before, by whom, when and why.

It is read from the audit trail; what many applications share (papers, ratings, recommendations, orders) from its own
tables. Where the payloads have been erased at the end of their term, the tables still tell the main events.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from otbor.domain.applications import ApplicationStatus
from otbor.domain.campaign import Act
from otbor.domain.findings import Finding, Refused
from otbor.services.card import open_sheets
from otbor.services.office import Office
from otbor.storage.models import (
    Application,
    AuditEntry,
    AuditPayload,
    EnrolmentOrder,
    EnrolmentRow,
    IssuedPaper,
    RatingRow,
    RatingSnapshot,
    Recommendation,
)

PAPER, RATED, RECOMMENDED, ORDERED = "issue_paper", "rated", "recommend", "order_enrolment"
"""Events that are read from their own tables; all others bear the name of their act."""

_APART = frozenset({"act", "by", "reason", "code"})


@dataclass(frozen=True)
class Change:
    """One field that an act wrote anew; None where it had no value; texts, lists, numbers as the act recorded them."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class HistoryEntry:
    """One event. ``act``: name of the act; ``by``: who acted, empty where that was erased; ``values``: what it said."""

    at: datetime
    act: str
    by: str
    reason: str = ""
    changes: tuple[Change, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """Events, the newest first; ``erased``: details of the first ones are no longer kept."""

    entries: tuple[HistoryEntry, ...]
    erased: bool


def history(office: Office, application_id: int) -> History:
    """Everything that happened to an application; raises :class:`Refused` when there is none."""
    with office.question() as session:
        row = session.get(Application, application_id)
        if row is None:
            raise Refused(Finding("application.unknown", values={"application": application_id}))
        told = [*_told(session, row)]
        erased = not any(entry.act == Act.REGISTER.value for entry in told)
        shared = [*_papers(session, row.id), *_ratings(session, row.id), *_decisions(session, row.id)]
        kept = [*_kept(row)] if erased else []
    known = {(entry.act, entry.at) for entry in told}
    entries = [*told, *shared, *(entry for entry in kept if (entry.act, entry.at) not in known)]
    return History(tuple(sorted(entries, key=lambda entry: entry.at, reverse=True)), erased)


def _told(session: Session, row: Application) -> Iterator[HistoryEntry]:
    """What the payloads of the audit trail say, the newest first: of one instant the later entry.

    Codes of works stay out, and so does what was entered for a test whose sheet is still open: marking is blind.
    """
    rows = session.execute(
        select(AuditEntry.at, AuditEntry.act, AuditPayload.content)
        .join(AuditPayload, AuditPayload.entry_id == AuditEntry.id)
        .where(AuditPayload.application_id == row.id, AuditEntry.act != PAPER)
        .order_by(AuditEntry.id.desc())
    )
    blind = open_sheets(session, row.campaign_id)
    for at, act, content in rows:
        if act == Act.ENTER_POINTS and content["test"] in blind:
            continue
        said = {name: value for name, value in content.items() if name not in _APART}
        yield HistoryEntry(at, act, content["by"], content.get("reason") or "", tuple(_changes(said)), said)


def _changes(said: Mapping[str, Any]) -> Iterator[Change]:
    for name, (before, after) in said.get("changed", {}).items():
        yield Change(name, before, after)
    if "before" in said:  # the wanted groups
        yield Change("groups", said["before"], said["after"])
    values = said.get("values")
    if isinstance(values, dict):
        for name, (state, number, *stood) in values.items():
            yield Change(name, stood or None, [state, number])


def _papers(session: Session, application_id: int) -> Iterator[HistoryEntry]:
    rows = session.scalars(select(IssuedPaper).where(IssuedPaper.application_id == application_id))
    for row in rows:
        values = {"paper": row.id, "title": row.title, "number": row.number, "repetition": row.repetition}
        yield HistoryEntry(row.issued_at, PAPER, row.author, values=values)


def _ratings(session: Session, application_id: int) -> Iterator[HistoryEntry]:
    rows = session.execute(
        select(RatingRow, RatingSnapshot)
        .join(RatingSnapshot, RatingRow.rating_id == RatingSnapshot.id)
        .where(RatingRow.application_id == application_id)
        .order_by(RatingRow.id)
        .options(joinedload(RatingRow.group))
    )
    for row, rating in rows:
        values = {"kind": rating.kind, "group": row.group.code, "place": row.place, "total": row.total}
        yield HistoryEntry(rating.made_at, RATED, "", values=values)


def _decisions(session: Session, application_id: int) -> Iterator[HistoryEntry]:
    recommended = select(Recommendation).where(Recommendation.application_id == application_id)
    for row in session.scalars(recommended.options(joinedload(Recommendation.group))):
        yield HistoryEntry(row.recommended_at, RECOMMENDED, "", values={"group": row.group.code, "place": row.place})
    ordered = (
        select(EnrolmentRow, EnrolmentOrder)
        .join(EnrolmentOrder, EnrolmentRow.order_id == EnrolmentOrder.id)
        .where(EnrolmentRow.application_id == application_id)
        .options(joinedload(EnrolmentRow.group))
    )
    for child, order in session.execute(ordered):
        values = {"group": child.group.code, "order": order.number, "day": order.signed_on}
        yield HistoryEntry(order.entered_at, ORDERED, order.entered_by, values=values)


def _kept(row: Application) -> Iterator[HistoryEntry]:
    """What the application's own row still tells without the audit trail."""
    yield HistoryEntry(row.recorded_at, Act.REGISTER.value, row.accepted_by, values={"number": row.number})
    ends = {ApplicationStatus.ANNULLED: Act.ANNUL, ApplicationStatus.WITHDRAWN: Act.WITHDRAW}
    if row.status in ends and row.status_at is not None:
        yield HistoryEntry(row.status_at, ends[row.status].value, "", row.status_reason)
    for document in row.documents:
        if document.compared_at is not None:
            values = {"titles": [document.title], "member": document.compared_by}
            yield HistoryEntry(document.compared_at, Act.COMPARE_DOCUMENTS.value, "", values=values)
        if document.added_later:
            values = {"documents": [document.title]}
            yield HistoryEntry(document.received_at, Act.ADD_DOCUMENTS.value, "", values=values)
