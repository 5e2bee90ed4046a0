"""Appeals about the expertise of documents (пп. 18, 24): what documents give by the scheme, what is accepted anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select

from otbor.domain.document_points import document_points
from otbor.domain.findings import Finding, Refused
from otbor.domain.participants import Key, Kind
from otbor.domain.values import known
from otbor.services import ledger, rules
from otbor.services.office import Work
from otbor.storage.models import AchievementRow, Appeal, Application, Campaign, ExpertiseEntry


@dataclass(frozen=True)
class Accepted:
    """What an upheld appeal accepts after all.

    ``achievements`` are row ids of rejected ones; ``values`` the numbers that stand from now on, by their keys: a mark
    that was not accepted or was read wrong, points of an expert criterion.
    """

    achievements: frozenset[int] = frozenset()
    values: Mapping[Key, Decimal] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is accepted."""
        return bool(self.achievements or self.values)


def points(work: Work, campaign: Campaign, application: Application) -> dict[str, Decimal]:
    """Points for documents (баллы за документы) of an application by group, by the scheme in force."""
    return document_points(rules.scheme_in_force(campaign), ledger.participant(work.session, application.id))


def accept(work: Work, appeal: Appeal, accepted: Accepted, decided_by: Sequence[str], reason: str) -> None:
    """Append what the конфликтная комиссия accepted; what was decided before stays.

    Raises :class:`Refused` for what the application has not, for an achievement that nobody rejected, for points of a
    test and for points below zero.
    """
    application = appeal.application
    own = {row.id: row for row in application.achievements}
    for identity in sorted(accepted.achievements):
        _refuse_unless_rejected(work, application, own.get(identity))
        entry = ExpertiseEntry(
            achievement_id=identity,
            accepted=True,
            reason=reason,
            appeal_id=appeal.id,
            decided_by=list(decided_by),
            entered_by=work.office.operator,
            entered_at=work.now,
        )
        work.session.add(entry)
    present = ledger.in_force(work.session, [application.id]).get(application.id, {})
    for (kind, name), number in accepted.values.items():
        values = {"number": application.number, "what": name, "points": number}
        if kind is Kind.TEST:
            raise Refused(Finding("appeal.test_by_itself", values=values, paragraph="24"))
        if (kind, name) not in present:
            raise Refused(Finding("expertise.no_such_value", values=values))
        if number < 0:
            raise Refused(Finding("expertise.below_zero", values=values))
        ledger.enter(
            work, application, (kind, name), known(number), decided_by=decided_by, reason=reason, appeal_id=appeal.id
        )
    work.session.flush()


def _refuse_unless_rejected(work: Work, application: Application, row: AchievementRow | None) -> None:
    if row is None:
        raise Refused(Finding("expertise.not_its_achievement", values={"number": application.number}))
    newest = work.session.scalars(
        select(ExpertiseEntry).where(ExpertiseEntry.achievement_id == row.id).order_by(ExpertiseEntry.id.desc())
    ).first()
    if newest is None or newest.accepted:
        raise Refused(Finding("appeal.not_rejected", values={"number": application.number, "event": row.event}))
