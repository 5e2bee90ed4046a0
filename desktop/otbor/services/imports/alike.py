"""Rows of applications that look like another one (похожие заявления), each with its neighbour's key data beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otbor.domain.applications import ApplicationStatus
from otbor.domain.dry_run import DryRun
from otbor.domain.import_rows import ApplicationRow, row_of
from otbor.domain.people import DuplicateIndex, Likeness
from otbor.services.imports.frame import Reading
from otbor.services.intake import name_of, person_of
from otbor.storage.models import Application, Wish
from otbor.support.clock import local_date

_TOLD = frozenset(f"people.{likeness}" for likeness in Likeness)


@dataclass(frozen=True)
class Side:
    """Key data of one application: a ``row`` of the sheet (0: none), or ``application_id`` of the journal (0: none)."""

    row: int
    application_id: int
    number: str
    name: str
    born_on: date | None
    representative: str
    phones: tuple[str, ...]
    address: str
    groups: tuple[str, ...]
    filed_on: date | None


@dataclass(frozen=True)
class Alike:
    """One that looks like a row, and why."""

    other: Side
    likeness: Likeness


def side_of(row: ApplicationRow) -> Side:
    """Key data of a row of the sheet."""
    return Side(
        row=row.row,
        application_id=0,
        number=row.number,
        name=str(row.name),
        born_on=row.born_on,
        representative=row.representative,
        phones=row.phones,
        address=row.address,
        groups=row.groups,
        filed_on=row.filed_on,
    )


def alike_of(reading: Reading, run: DryRun[ApplicationRow]) -> dict[int, tuple[Alike, ...]]:
    """Neighbours of the rows that would be added and of which ``run`` says that they look like another, by row number.

    They are those in force in the journal, as they are now, and the rows above that would be added, too.
    """
    told = {row_of(finding.where) for finding in run.doubtful if finding.id in _TOLD}
    if not told:
        return {}
    index, others = DuplicateIndex(), list[Application | ApplicationRow]()
    for application in _in_force(reading):
        index.add(person_of(application))
        others.append(application)
    found: dict[int, tuple[Alike, ...]] = {}
    for row in run.new:
        pairs = index.add(row.person)
        if pairs and row.row in told:
            found[row.row] = tuple(Alike(_side(reading, others[place]), likeness) for place, likeness in pairs)
        others.append(row)
    return found


def _in_force(reading: Reading) -> Iterable[Application]:
    return reading.work.session.scalars(
        select(Application)
        .where(Application.campaign_id == reading.campaign.id, Application.status == ApplicationStatus.REGISTERED)
        .order_by(Application.id)
        .options(selectinload(Application.representatives), selectinload(Application.wishes).joinedload(Wish.group))
    )


def _side(reading: Reading, other: Application | ApplicationRow) -> Side:
    if isinstance(other, ApplicationRow):
        return side_of(other)
    person = person_of(other)
    return Side(
        row=0,
        application_id=other.id,
        number=other.number,
        name=str(name_of(other)),
        born_on=other.birth_date,
        representative=person.representative,
        phones=tuple(phone for phone in person.phones if phone),
        address=other.address,
        groups=tuple(wish.group.code for wish in other.wishes),
        filed_on=local_date(other.filed_at, reading.zone.key),
    )
