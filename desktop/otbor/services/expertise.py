"""Expertise of documents (экспертиза, п. 18): the commission accepts or rejects facts, the scheme counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from otbor.domain.campaign import Act
from otbor.domain.commissions import CommissionKind
from otbor.domain.findings import Finding, Refused, refuse_if_forbidden
from otbor.domain.participants import Key, Kind
from otbor.domain.rights import Right
from otbor.domain.values import State, Value, known
from otbor.services import ledger, rules
from otbor.services.commissions import check_recusal, commission_row, deciding_members
from otbor.services.corrections import application_row
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import Application, ExpertiseEntry


@dataclass(frozen=True)
class Expertise:
    """What the commission says of one application's documents.

    ``rejected_achievements`` maps row ids, ``rejected_values`` keys of marks and other numbers, each to the reason;
    everything else is accepted as it was handed in. ``expert`` are points typed for expert criteria of the scheme.
    """

    rejected_achievements: Mapping[int, str] = field(default_factory=dict)
    rejected_values: Mapping[Key, str] = field(default_factory=dict)
    expert: Mapping[str, Decimal] = field(default_factory=dict)


@act(Right.EXPERTISE)
def score_documents(
    office: Office, application_id: int, expertise: Expertise, decided_by: Sequence[str], reason: str = ""
) -> Changes:
    """Record the expertise of one application's documents (п. 18) by members ``decided_by`` (ids of persons).

    ``reason`` is needed where expert points are typed anew, and out of its stage. Raises :class:`Refused` for a
    rejection without a reason, a fact that the application does not have, a criterion that the scheme does not know,
    and for who must stand aside.
    """
    with office.transaction() as work:
        application = application_row(work, application_id)
        campaign = rules.campaign_row(work.session, application.campaign_id)
        rules.in_order(work, campaign, Act.SCORE_DOCUMENTS, reason)
        commission = commission_row(work.session, campaign.id, CommissionKind.ADMISSION)
        members = deciding_members(commission, decided_by)
        refuse_if_forbidden(check_recusal(work, campaign, application, members))
        names = [member.name for member in members]
        _judge_achievements(work, application, expertise.rejected_achievements, names)
        _reject_values(work, application, expertise.rejected_values, names)
        _enter_expert_points(work, application, expertise.expert, names, reason)
        application.reviewed_at = work.now
        payload = {
            "rejected": {str(k): v for k, v in expertise.rejected_achievements.items()},
            "rejected_values": {f"{k.value}:{n}": v for (k, n), v in expertise.rejected_values.items()},
            "expert": expertise.expert,
            "decided_by": names,
            "reason": reason.strip(),
        }
        work.record("score_documents", payload, application)
        changes = work.changes()
        work.commit()
    return changes


def _judge_achievements(work: Work, application: Application, rejected: Mapping[int, str], names: list[str]) -> None:
    own = {row.id for row in application.achievements}
    for identity, reason in rejected.items():
        if identity not in own:
            raise Refused(Finding("expertise.not_its_achievement", values={"number": application.number}))
        _with_reason(application, reason)
    for row in application.achievements:
        entry = ExpertiseEntry(
            achievement_id=row.id,
            accepted=row.id not in rejected,
            reason=rejected.get(row.id, ""),
            decided_by=names,
            entered_by=work.office.operator,
            entered_at=work.now,
        )
        work.session.add(entry)


def _reject_values(work: Work, application: Application, rejected: Mapping[Key, str], names: list[str]) -> None:
    present = ledger.in_force(work.session, [application.id]).get(application.id, {})
    for key, reason in rejected.items():
        if key not in present:
            raise Refused(Finding("expertise.no_such_value", values={"number": application.number, "what": key[1]}))
        _with_reason(application, reason)
        ledger.enter(work, application, key, Value(State.ANNULLED), decided_by=names, reason=reason)


def _with_reason(application: Application, reason: str) -> None:
    if not reason.strip():
        raise Refused(Finding("expertise.no_reason", values={"number": application.number}))


def _enter_expert_points(
    work: Work, application: Application, points: Mapping[str, Decimal], names: list[str], reason: str
) -> None:
    campaign = rules.campaign_row(work.session, application.campaign_id)
    scheme = rules.scheme_in_force(campaign)
    asked = {key for wish in application.wishes for key in scheme.asked(wish.group.code)}
    for name, number in points.items():
        if (Kind.EXPERT, name) not in asked:
            raise Refused(Finding("expertise.no_such_criterion", values={"what": name, "scheme": scheme.title}))
        if number < 0:
            raise Refused(Finding("expertise.below_zero", values={"what": name, "points": number}))
        ledger.enter(work, application, (Kind.EXPERT, name), known(number), decided_by=names, reason=reason)
