"""Whether applications are complete (комплектность, п. 11), as the database counts it: one place for lists and counts.

It says the same of an application as ``domain.documents_required`` and ``domain.intake.handed`` do.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from otbor.domain.applications import ApplicationStatus, CopyKind
from otbor.domain.documents_required import demanded, required_documents
from otbor.domain.intake import SIGNS
from otbor.domain.regulation import DocumentRule
from otbor.services import rules
from otbor.storage.models import Application, Campaign, Document, Representative


@dataclass(frozen=True)
class Demands:
    """What the Порядок demands of an application of one campaign: of a citizen, of a foreign one, of its copies."""

    citizen: tuple[DocumentRule, ...]
    foreign: tuple[DocumentRule, ...]
    to_compare: tuple[CopyKind, ...]

    def of(self, foreign: bool) -> tuple[DocumentRule, ...]:  # noqa: FBT001 - a column of the row
        """The documents demanded of one application."""
        return self.foreign if foreign else self.citizen


def demands(session: Session, campaign_id: int) -> Demands:
    """What is demanded in a campaign; asked for with every block, so that no more of the campaign is read."""
    text, name, level, card = session.execute(
        select(Campaign.regulation_text, Campaign.regulation, Campaign.level, Campaign.school_card).where(
            Campaign.id == campaign_id
        )
    ).one()
    profile, school = rules.parsed_regulation(text, name), rules.school_value(card)
    citizen, foreign = (
        demanded(required_documents(profile, level, cadet=school.cadet, sport=school.sport, foreign=abroad))
        for abroad in (False, True)
    )
    compared = tuple(CopyKind(copy.id) for copy in profile.copy_kinds if copy.compared)
    return Demands(citizen, foreign, compared)


def in_force() -> ColumnElement[bool]:
    """Neither annulled nor withdrawn."""
    return Application.status == ApplicationStatus.REGISTERED


def missing_count(wanted: Demands) -> ColumnElement[int]:
    """How many documents an application lacks."""
    citizen, foreign = (tuple(rule.id for rule in of) for of in (wanted.citizen, wanted.foreign))
    if citizen == foreign:
        return _missing_of(citizen)
    return case((Application.foreign_citizen.is_(True), _missing_of(foreign)), else_=_missing_of(citizen))


def lacks(wanted: Demands, document: str) -> ColumnElement[bool]:
    """Whether an application lacks this document; never where it is not demanded."""
    lacking = [
        and_(Application.foreign_citizen.is_(abroad), _missing_of((document,)) > 0)
        for abroad in (False, True)
        if document in {rule.id for rule in wanted.of(abroad)}
    ]
    return or_(*lacking, literal(value=False))


def uncompared_count(wanted: Demands) -> ColumnElement[int]:
    """How many copies of an application wait for the comparison with their originals."""
    left = select(func.count()).where(
        Document.application_id == Application.id,
        Document.compared_at.is_(None),
        Document.copy_kind.in_(wanted.to_compare),
    )
    return left.correlate(Application).scalar_subquery()


def without_receipt() -> ColumnElement[bool]:
    """Whether the family has no receipt yet (расписка)."""
    return Application.receipt_given_at.is_(None)


def _missing_of(ids: tuple[str, ...]) -> ColumnElement[int]:
    kinds = [identity for identity in ids if identity not in SIGNS]
    count: ColumnElement[int] = literal(len(kinds))
    if kinds:
        handed = select(func.count(Document.kind.distinct())).where(
            Document.application_id == Application.id, Document.kind.in_(kinds)
        )
        count = count - handed.correlate(Application).scalar_subquery()
    for identity in SIGNS & frozenset(ids):
        among = exists().where(Document.application_id == Application.id, Document.kind == identity)
        count = count + case((or_(_sign(identity), among), 0), else_=1)
    return count


def _sign(document: str) -> ColumnElement[bool]:
    if document == "consent":
        return Application.consent.is_(True)
    own = Representative.application_id == Application.id
    return and_(exists().where(own), ~exists().where(own, Representative.identity_shown.is_(False)))
