"""The ledger of points (журнал баллов): append-only; the newest entry of a value is in force, the older ones stay."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from otbor.domain.applications import ApplicationStatus
from otbor.domain.findings import Finding, Refused
from otbor.domain.participants import Achievement, Key, Kind, Participant
from otbor.domain.values import Value
from otbor.services.office import Work
from otbor.storage.models import AchievementRow, Application, Document, ExpertiseEntry, Group, PointsEntry, Wish

_DECIDED_BY_MEMBERS = frozenset({Kind.TEST, Kind.EXPERT})


@dataclass(frozen=True)
class Entry:
    """One entry of the ledger as it is shown: the value, who decided, who typed, when and why."""

    key: Key
    value: Value
    decided_by: tuple[str, ...]
    entered_by: str
    entered_at: datetime
    reason: str


def enter(
    work: Work,
    application: Application,
    key: Key,
    value: Value,
    *,
    decided_by: Sequence[str] = (),
    reason: str = "",
    document_id: int | None = None,
    appeal_id: int | None = None,
) -> PointsEntry:
    """Append a value to the ledger.

    Raises :class:`Refused` when points of a test or an expert criterion have no member who answers for them, and when
    a value that stands already is changed without a reason.
    """
    kind, name = key
    if kind in _DECIDED_BY_MEMBERS and not decided_by:
        raise Refused(Finding("points.no_author", values={"number": application.number, "what": name}))
    earlier = work.session.scalar(
        select(PointsEntry.id)
        .where(PointsEntry.application_id == application.id, PointsEntry.kind == kind, PointsEntry.name == name)
        .limit(1)
    )
    if earlier is not None and not reason.strip():
        raise Refused(Finding("points.no_reason", values={"number": application.number, "what": name}))
    entry = PointsEntry(
        application_id=application.id,
        kind=kind,
        name=name,
        state=value.state,
        number=value.number,
        document_id=document_id,
        appeal_id=appeal_id,
        decided_by=list(decided_by),
        entered_by=work.office.operator,
        entered_at=work.now,
        reason=reason.strip() or "первоначальная запись",
    )
    work.session.add(entry)
    work.session.flush()
    return entry


def history(session: Session, application_id: int, key: Key) -> tuple[Entry, ...]:
    """Every entry of one value, oldest first."""
    kind, name = key
    rows = session.scalars(
        select(PointsEntry)
        .where(PointsEntry.application_id == application_id, PointsEntry.kind == kind, PointsEntry.name == name)
        .order_by(PointsEntry.id)
    )
    return tuple(
        Entry(key, Value(r.state, r.number), tuple(r.decided_by), r.entered_by, r.entered_at, r.reason) for r in rows
    )


def in_force(
    session: Session, application_ids: Iterable[int], moment: datetime | None = None
) -> dict[int, dict[Key, Value]]:
    """The values in force of each application, each with the document that it rests on: now, or at ``moment``."""
    wanted = list(application_ids)
    newest = (
        select(func.max(PointsEntry.id))
        .where(PointsEntry.application_id.in_(wanted))
        .group_by(PointsEntry.application_id, PointsEntry.kind, PointsEntry.name)
    )
    if moment is not None:
        newest = newest.where(PointsEntry.entered_at <= moment)
    rows = session.execute(
        select(
            PointsEntry.application_id,
            PointsEntry.kind,
            PointsEntry.name,
            PointsEntry.state,
            PointsEntry.number,
            Document.title,
        )
        .outerjoin(Document, PointsEntry.document_id == Document.id)
        .where(PointsEntry.id.in_(newest))
    )
    found: dict[int, dict[Key, Value]] = defaultdict(dict)
    for application_id, kind, name, state, number, document in rows:
        found[application_id][kind, name] = Value(state, number, document or "")
    return found


def points(session: Session, application_id: int, key: Key) -> Decimal | None:
    """The known number in force of one value, None when there is none."""
    value = in_force(session, [application_id]).get(application_id, {}).get(key)
    return None if value is None else value.number


def participants(session: Session, campaign_id: int) -> list[Participant]:
    """Every application in force of a campaign as the scheme sees it; rejected achievements are left out."""
    return _participants(session, Application.campaign_id == campaign_id)


def participant(session: Session, application_id: int) -> Participant:
    """One application in force as the scheme sees it."""
    (found,) = _participants(session, Application.id == application_id)
    return found


def _participants(session: Session, which: ColumnElement[bool]) -> list[Participant]:
    applications = list(
        session.scalars(
            select(Application)
            .where(which, Application.status == ApplicationStatus.REGISTERED)
            .order_by(Application.id)
            .options(selectinload(Application.achievements), selectinload(Application.wishes).joinedload(Wish.group))
        )
    )
    values = in_force(session, [a.id for a in applications])
    rejected = _rejected(session, which)
    titles = _titles(session, which)
    return [
        Participant(
            number=application.number,
            groups=tuple(wish.group.code for wish in application.wishes),
            values=values.get(application.id, {}),
            achievements=tuple(
                _achievement(row, titles.get(row.id, "")) for row in application.achievements if row.id not in rejected
            ),
            named=application.named,
        )
        for application in applications
    ]


def _rejected(session: Session, which: ColumnElement[bool]) -> set[int]:
    newest = (
        select(func.max(ExpertiseEntry.id))
        .join(AchievementRow, ExpertiseEntry.achievement_id == AchievementRow.id)
        .join(Application, AchievementRow.application_id == Application.id)
        .where(which)
        .group_by(ExpertiseEntry.achievement_id)
    )
    return set(
        session.scalars(
            select(ExpertiseEntry.achievement_id).where(
                ExpertiseEntry.id.in_(newest), ExpertiseEntry.accepted.is_(False)
            )
        )
    )


def _titles(session: Session, which: ColumnElement[bool]) -> dict[int, str]:
    """Title of the document that proves each achievement, by its row id."""
    rows = session.execute(
        select(AchievementRow.id, Document.title)
        .join(Document, AchievementRow.document_id == Document.id)
        .join(Application, AchievementRow.application_id == Application.id)
        .where(which)
    )
    return dict(rows.all())


def _achievement(row: AchievementRow, document: str) -> Achievement:
    return Achievement(
        category=row.category,
        event=row.event,
        result=row.result,
        subject=row.subject,
        level=row.level,
        held_on=row.held_on,
        document=document,
        form=row.form,
        place=row.place,
    )


def group_codes(session: Session, campaign_id: int) -> dict[str, int]:
    """Code of each group of the campaign and its row id, in the order of the campaign."""
    rows = session.execute(
        select(Group.code, Group.id).where(Group.campaign_id == campaign_id).order_by(Group.position)
    )
    return dict(rows.all())
