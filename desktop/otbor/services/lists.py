"""Lists of a campaign as plain rows (списки): ratings as frozen, whom the commission recommended."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from otbor.domain.applications import RatingKind
from otbor.exchange.mapping import Role
from otbor.services.office import Office
from otbor.services.ratings import newest
from otbor.storage.models import Application, Group, ImportedRow, RatingRow, Recommendation


@dataclass(frozen=True)
class RatingLine:
    """One line of a rating; ``row_number`` is the application's number in the workbook it came from, else empty.

    ``parts`` and ``keys`` are by the ids of the scheme's components and keys, None where there is no number.
    """

    group: str
    place: int | None
    status: str
    number: str
    row_number: str
    total: Decimal | None
    parts: dict[str, str | None]
    keys: dict[str, str | None]


@dataclass(frozen=True)
class RecommendedLine:
    """One recommended application with its place in the rating of the group."""

    group: str
    place: int
    number: str
    row_number: str


def rating_lines(office: Office, campaign_id: int, kind: RatingKind) -> list[RatingLine]:
    """Lines of the newest rating of ``kind``, by group, the rated first; raises :class:`Refused` without one."""
    with office.question() as session:
        rating = newest(session, campaign_id, kind)
        numbers = row_numbers(session, campaign_id)
        rows = session.scalars(
            select(RatingRow)
            .where(RatingRow.rating_id == rating.id)
            .order_by(RatingRow.id)
            .options(joinedload(RatingRow.group), joinedload(RatingRow.application))
        )
        return [
            RatingLine(
                row.group.code,
                row.place,
                row.status,
                row.application.number,
                numbers.get(row.application_id, ""),
                row.total,
                dict(row.parts),
                dict(row.keys),
            )
            for row in rows
        ]


def recommended_lines(office: Office, campaign_id: int) -> list[RecommendedLine]:
    """Whom the commission recommended (п. 26), by group and place."""
    with office.question() as session:
        rating = newest(session, campaign_id, RatingKind.FINAL)
        numbers = row_numbers(session, campaign_id)
        rows = session.scalars(
            select(Recommendation)
            .join(Recommendation.group)
            .join(Recommendation.application)
            .where(Recommendation.rating_id == rating.id)
            .order_by(Group.position, Recommendation.place, Application.series, Application.ordinal)
            .options(contains_eager(Recommendation.group), contains_eager(Recommendation.application))
        )
        return [
            RecommendedLine(row.group.code, row.place, row.application.number, numbers.get(row.application_id, ""))
            for row in rows
        ]


def row_numbers(session: Session, campaign_id: int) -> dict[int, str]:
    """Number in the workbook of each imported application, by row id."""
    rows = session.execute(
        select(ImportedRow.application_id, ImportedRow.key).where(
            ImportedRow.campaign_id == campaign_id, ImportedRow.sheet == Role.APPLICATIONS
        )
    )
    return {identity: key for identity, key in rows if identity is not None}
