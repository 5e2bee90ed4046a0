"""What the person who forms the commissions asks: those that there are, what п. 12 says of a draft, a draft to begin.

Nothing is written here; the acts are in ``commissions``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.campaign import TermId
from otbor.domain.commissions import Commission, CommissionKind, Member, Role, Standing, check_composition
from otbor.domain.findings import Finding
from otbor.domain.regulation import Regulation
from otbor.domain.schedule import check_term
from otbor.services import papers, rules
from otbor.services.commission_changes import changes
from otbor.services.commissions import CommissionDraft, commission_rows, member_draft
from otbor.services.office import Office, Work
from otbor.storage.models import Campaign, CommissionRow

ORDER = "commission_order"  # kind of paper
_ABOUT_ALL = frozenset({"commission.missing", "commission.subject_unmarked", "commission.in_both"})


@dataclass(frozen=True)
class StoredCommission:
    """A commission as formed; ``draft``: its composition now."""

    commission_id: int
    draft: CommissionDraft
    quorum: int


@dataclass(frozen=True)
class CompositionChange:
    """A change of a composition by a further order: who left and who joined, by id of person."""

    commission: str
    order: str
    on: date
    reason: str
    left: tuple[str, ...]
    joined: tuple[str, ...]


@dataclass(frozen=True)
class StoredCommissions:
    """The commissions of a campaign and their order; ``changes`` since, the oldest first.

    ``paper_id``: the issued order, None before. ``standings``: in what quality one may sit, by kind. ``people``: posts
    by person, of all campaigns, to choose from.
    """

    campaign: str
    commissions: tuple[StoredCommission, ...]
    order_number: str
    formed_on: date | None
    changes: tuple[CompositionChange, ...]
    paper_id: int | None
    standings: dict[CommissionKind, tuple[Standing, ...]]
    people: dict[str, str]
    today: date


@dataclass(frozen=True)
class DraftReview:
    """What п. 12 has against a draft: ``about`` each of its commissions, and ``whole``."""

    about: tuple[tuple[Finding, ...], ...]
    whole: tuple[Finding, ...]


def stored_commissions(office: Office, campaign_id: int) -> StoredCommissions:
    """The commissions as they are; raises :class:`Refused` without such a campaign."""
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        rows = commission_rows(session, campaign_id)
        profile, work = rules.regulation(campaign), Work(office, session)
        changes = tuple(_changes(session, campaign_id))
        standings = {
            CommissionKind(kind): tuple(Standing(one) for one in rule.standings)
            for kind, rule in profile.commissions.items()
        }
        issued = [card.paper_id for card in papers.issued_papers(office, campaign_id, kind=ORDER)] if rows else []
        return StoredCommissions(
            campaign=f"{campaign.title} ({campaign.code})",
            commissions=tuple(StoredCommission(row.id, _draft(row), row.quorum) for row in rows),
            order_number=rows[0].order_number if rows else "",
            formed_on=rows[0].formed_on if rows else None,
            changes=changes,
            paper_id=issued[-1] if issued else None,
            standings=standings,
            people=_people(session),
            today=work.today(),
        )


def draft_commissions(office: Office, campaign_id: int) -> tuple[CommissionDraft, ...]:
    """Commissions to begin with: all kinds of п. 12 and a предметная for each subject of the tests.

    The people are those of the newest other campaign, where it has a commission of the same title.
    """
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        profile = rules.regulation(campaign)
        subjects = dict.fromkeys(subject for test in campaign.tests for subject in test.subjects)
        before = session.scalars(
            select(CommissionRow).where(CommissionRow.campaign_id != campaign_id).order_by(CommissionRow.id)
        )
        known = {row.title: _draft(row).members for row in before}
        drafts = []
        for kind, rule in profile.commissions.items():
            if kind != CommissionKind.SUBJECT.value:
                drafts.append(CommissionDraft(CommissionKind(kind), rule.title, known.get(rule.title, ())))
                continue
            for subject in subjects:
                title = f"{rule.title} ({subject})"
                drafts.append(CommissionDraft(CommissionKind.SUBJECT, title, known.get(title, ()), (subject,)))
        return tuple(drafts)


def review_draft(
    office: Office, campaign_id: int, drafts: Sequence[CommissionDraft], formed_on: date | None = None
) -> DraftReview:
    """What п. 12 says of ``drafts``; with ``formed_on`` also of the term of п. 12.1. Nothing is refused."""
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        profile = rules.regulation(campaign)
        values = [_value(draft) for draft in drafts]
        tested = [subject for test in campaign.tests for subject in test.subjects]
        about = tuple(tuple(_own(profile, value)) for value in values)
        whole = [f for f in check_composition(profile, values, tested) if f.id in _ABOUT_ALL]
        if formed_on is not None:
            whole += _term(Work(office, session), campaign, formed_on)
        return DraftReview(about, tuple(whole))


def _own(profile: Regulation, value: Commission) -> list[Finding]:
    return [finding for finding in check_composition(profile, [value]) if finding.id not in _ABOUT_ALL]


def _term(work: Work, campaign: Campaign, formed_on: date) -> list[Finding]:
    return [*check_term(rules.deadlines(work, campaign), TermId.COMMISSIONS, formed_on, campaign.starts)]


def _value(draft: CommissionDraft) -> Commission:
    members = tuple(Member(m.person, m.name, m.standing, m.role, m.collegial_body) for m in draft.members)
    return Commission(draft.kind, members, draft.subjects)


def _draft(row: CommissionRow) -> CommissionDraft:
    roles = list(Role)
    members = tuple(map(member_draft, sorted(row.members, key=lambda m: (roles.index(m.role), m.id))))
    return CommissionDraft(row.kind, row.title, members, tuple(row.subjects), row.until, row.quorum)


def change_orders(office: Office, campaign_id: int) -> tuple[tuple[str, date], ...]:
    """Numbers and days of the orders that changed compositions (приказы об изменении состава), the oldest first."""
    with office.question() as session:
        return tuple(dict.fromkeys((row.order_number, row.ordered_on) for row in changes(session, campaign_id)))


def _changes(session: Session, campaign_id: int) -> Iterator[CompositionChange]:
    for row in changes(session, campaign_id):
        before, after = ([m["person"] for m in kept] for kept in (row.before, row.after))
        yield CompositionChange(
            commission=row.commission.title,
            order=row.order_number,
            on=row.ordered_on,
            reason=row.reason,
            left=tuple(sorted(set(before) - set(after))),
            joined=tuple(sorted(set(after) - set(before))),
        )


def _people(session: Session) -> dict[str, str]:
    rows = session.scalars(select(CommissionRow).order_by(CommissionRow.id)).all()
    return {member.person: member.post for row in rows for member in row.members}
