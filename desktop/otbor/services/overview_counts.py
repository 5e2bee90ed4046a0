"""Counts of a campaign's applications, added up by the database: nothing is loaded that is only to be counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from otbor.domain.applications import ApplicationStatus, Channel
from otbor.services.completeness import demands, in_force, missing_count, uncompared_count, without_receipt
from otbor.storage.models import Application, Campaign, Wish
from otbor.support.clock import local_date


@dataclass(frozen=True)
class Counts:
    """How many applications: ``filed`` = ``in_force`` + ``annulled`` + ``withdrawn``; the rest are of those in force.

    ``by_channel`` adds up to ``in_force``. ``incomplete`` lack a document of п. 11, ``uncompared`` have a copy that is
    still to be compared with its original, ``without_receipt`` wait for theirs.
    """

    filed: int
    in_force: int
    annulled: int
    withdrawn: int
    by_channel: tuple[tuple[Channel, int], ...]
    incomplete: int
    uncompared: int
    without_receipt: int


@dataclass(frozen=True)
class GroupLine:
    """A group, its seats and applications in force: ``first`` want it most (these add up), ``wanted`` at all."""

    code: str
    title: str
    seats: int
    first: int
    wanted: int

    @property
    def per_seat(self) -> Decimal | None:
        """Конкурс: applications that want the group at all for one of its seats; None without seats."""
        return contest(self.wanted, self.seats)


@dataclass(frozen=True)
class Days:
    """Applications filed on each local day of the intake, and ``outside`` of it: together all that were filed."""

    by_day: tuple[tuple[date, int], ...]
    outside: int


def contest(applications: int, seats: int) -> Decimal | None:
    """Applications for one seat, to two digits; None without seats."""
    return round(Decimal(applications) / seats, 2) if seats else None


def of_campaign(campaign_id: int) -> ColumnElement[bool]:
    """Applications of the campaign that are neither annulled nor withdrawn."""
    return and_(Application.campaign_id == campaign_id, in_force())


def _counted(session: Session, campaign_id: int, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Application.id)).where(of_campaign(campaign_id), condition)) or 0


def counts(session: Session, row: Campaign) -> Counts:
    """The counts of a campaign."""
    wanted = demands(session, row.id)
    found = session.execute(
        select(Application.status, Application.channel, func.count(Application.id))
        .where(Application.campaign_id == row.id)
        .group_by(Application.status, Application.channel)
    ).all()
    by_status, by_channel = Counter[ApplicationStatus](), Counter[Channel]()
    for status, channel, number in found:
        by_status[status] += number
        if status is ApplicationStatus.REGISTERED:
            by_channel[channel] += number
    return Counts(
        filed=by_status.total(),
        in_force=by_status[ApplicationStatus.REGISTERED],
        annulled=by_status[ApplicationStatus.ANNULLED],
        withdrawn=by_status[ApplicationStatus.WITHDRAWN],
        by_channel=tuple((channel, by_channel[channel]) for channel in Channel if by_channel[channel]),
        incomplete=_counted(session, row.id, missing_count(wanted) > 0),
        uncompared=_counted(session, row.id, uncompared_count(wanted) > 0),
        without_receipt=_counted(session, row.id, without_receipt()),
    )


def groups(session: Session, row: Campaign) -> tuple[GroupLine, ...]:
    """The groups of a campaign in their order, with who wants them."""
    found = session.execute(
        select(Wish.group_id, Wish.rank == 1, func.count(Wish.id))
        .join(Application, Application.id == Wish.application_id)
        .where(of_campaign(row.id))
        .group_by(Wish.group_id, Wish.rank == 1)
    )
    wanted = {(group_id, bool(first)): number for group_id, first, number in found}
    lines = []
    for group in row.groups:
        first, other = wanted.get((group.id, True), 0), wanted.get((group.id, False), 0)
        lines.append(GroupLine(group.code, group.title, group.seats, first, first + other))
    return tuple(lines)


def days(session: Session, row: Campaign, zone: str) -> Days:
    """What was filed on each day of the intake, the annulled and withdrawn included; ``zone``: of the school."""
    filed = session.scalars(select(Application.filed_at).where(Application.campaign_id == row.id))
    by_day = Counter(local_date(instant, zone) for instant in filed)
    intake = tuple((day, by_day.pop(day, 0)) for day in each_day(row.intake_opens, row.intake_closes))
    return Days(intake, by_day.total())


def each_day(first: date, last: date) -> Iterable[date]:
    """Every day from ``first`` to ``last``, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
