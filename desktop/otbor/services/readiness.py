"""What blocks the next step of a campaign (что мешает идти дальше): findings, each with where it is mended.

The rules are those of the acts themselves; what is only counted here warns and stands in nobody's way by law.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import selectinload

from otbor.domain.applications import OfferStatus, RatingKind
from otbor.domain.campaign import Act, Stage, TermId
from otbor.domain.commissions import Commission, check_composition, check_office
from otbor.domain.findings import Finding, Severity, forbidding
from otbor.domain.procedure import check_campaign
from otbor.domain.schedule import check_schedule, check_term
from otbor.services import offers, overview_counts, ratings, rules
from otbor.services.commissions import member_value
from otbor.services.completeness import demands, missing_count, uncompared_count, without_receipt
from otbor.services.enrolment import waiting_question
from otbor.services.likeness import like_pairs
from otbor.services.office import Office, Work
from otbor.services.overview_counts import Counts
from otbor.services.seating import holders
from otbor.storage.models import (
    Acquaintance,
    Application,
    Campaign,
    CommissionRow,
    EnrolmentRow,
    Offer,
    RatingRow,
    RatingSnapshot,
)

SHOWN = 3  # applications named with a blocker; the others are counted
_WITH_INTAKE = frozenset({Stage.PREPARATION, Stage.INTAKE})
_BEFORE_DECISION = frozenset({Stage.INTAKE, Stage.EXAMINATION, Stage.RATING})


class Place(StrEnum):
    """Where a blocker is mended."""

    SCHOOL = "school"  # карточка школы
    CAMPAIGN = "campaign"  # даты, извещение
    COMMISSIONS = "commissions"
    JOURNAL = "journal"
    ELSEWHERE = "elsewhere"  # no place of the window yet: the sentence says what to do


@dataclass(frozen=True)
class Blocker:
    """One thing in the way: a forbidding finding blocks the next step, a warning one is to be done by hand.

    ``applications``: (row id, number) of the first :data:`SHOWN` concerned, both numbers of a pair with the row id of
    its newer one; ``numbers``: of all that are concerned, where the finding does not tell them by itself.
    """

    finding: Finding
    place: Place
    applications: tuple[tuple[int, str], ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the next step is refused as long as this stands."""
        return self.finding.severity is Severity.FORBIDS


def blockers(work: Work, row: Campaign, stage: Stage, counts: Counts) -> tuple[Blocker, ...]:
    """Everything in the way in ``stage`` that is quick to tell, what forbids first; see :func:`slow_blockers` too.

    ``counts``: those of the campaign as it is now.
    """
    told = [*_schedule(work, row, stage), *_notice(work, row), *_commissions(work, row)]
    if stage in _BEFORE_DECISION:
        told += _applications(work, row, counts)
    if stage is Stage.EXAMINATION:
        told += _rating(ratings.blockers(work, row))
    if stage is Stage.RATING:
        preliminary = ratings.newest(work.session, row.id, RatingKind.PRELIMINARY)
        told += _rating(ratings.final_blockers(work, row, preliminary))
        told += _acquaintance(work, row, preliminary)
    if stage is Stage.DECISION:
        told += _decision(work, row)
    return tuple(sorted(told, key=lambda blocker: not blocker.blocks))


def slow_blockers(office: Office, campaign_id: int, stage: Stage) -> tuple[Blocker, ...]:
    """What every application has to be looked at for: pairs that look alike, a tie that waits for the commission."""
    told = []
    if stage in _BEFORE_DECISION and (pairs := like_pairs(office, campaign_id)):
        finding = Finding("readiness.look_alikes", Severity.WARNS, {"count": len(pairs)})
        newest = tuple((pair.second, ", ".join(pair.numbers)) for pair in pairs[:SHOWN])
        alike = sorted({number for pair in pairs for number in pair.numbers})
        told.append(Blocker(finding, Place.JOURNAL, newest, tuple(alike)))
    if stage is Stage.DECISION and not _recommended(office, campaign_id):
        if (question := waiting_question(office, campaign_id)) is not None:
            values = {"group": question.group, "place": question.place, "numbers": question.equals, "fit": question.fit}
            told.append(Blocker(Finding("enrolment.tie_waits", values=values), Place.ELSEWHERE))
        if choosing := offers.choosing(office, campaign_id):
            values = {"numbers": [one.number for one in choosing]}
            told.append(Blocker(Finding("enrolment.choices_wait", values=values), Place.ELSEWHERE))
    return tuple(told)


def _recommended(office: Office, campaign_id: int) -> bool:
    with office.question() as session:
        return rules.campaign_row(session, campaign_id).recommended_on is not None


def next_act(work: Work, row: Campaign, stage: Stage) -> Act | None:
    """The act that the campaign goes on with; None when everybody recommended is enrolled."""
    if stage is Stage.PREPARATION:
        if row.notice_published_on is None:
            return Act.PUBLISH_NOTICE
        return Act.REGISTER if commissions_formed(work, row) else Act.FORM_COMMISSIONS
    if stage is Stage.DECISION:
        if row.recommended_on is None:
            return Act.RECOMMEND
        return Act.ORDER_ENROLMENT if _unordered(work, row) else None
    acts = {Stage.INTAKE: Act.SCORE_DOCUMENTS, Stage.EXAMINATION: Act.BUILD_PRELIMINARY, Stage.RATING: Act.BUILD_FINAL}
    return acts[stage]


def _schedule(work: Work, row: Campaign, stage: Stage) -> Iterator[Blocker]:
    """What the Порядок says of the plan now, for the calendar may have changed since: warnings while there is time."""
    if stage not in _WITH_INTAKE:
        return
    profile, value = rules.regulation(row), rules.campaign_value(row)
    others = rules.other_periods(work, row.kind, row.level, row.id)
    calendar = rules.calendar(work.office, work.school())
    findings = (*check_campaign(profile, value), *check_schedule(profile, calendar, value, others))
    told = findings if stage is Stage.PREPARATION else forbidding(findings)
    yield from (Blocker(finding, Place.CAMPAIGN) for finding in told)


def _notice(work: Work, row: Campaign) -> Iterator[Blocker]:
    if row.notice_published_on is not None:
        return
    values = {"starts": row.starts}
    yield Blocker(Finding("readiness.notice_not_published", values=values, paragraph="10"), Place.CAMPAIGN)
    yield from _term_over(work, row, TermId.NOTICE)


def _term_over(work: Work, row: Campaign, term: TermId) -> Iterator[Blocker]:
    """Whether an act that is not done yet would be refused today for its term."""
    findings = forbidding(check_term(rules.deadlines(work, row), term, work.today(), row.starts))
    for finding in findings:
        values = {"term": rules.regulation(row).terms[term].title, "limit": finding.values["limit"]}
        yield Blocker(Finding("readiness.term_over", values=values, paragraph=finding.paragraph), Place.CAMPAIGN)


def commissions_formed(work: Work, row: Campaign) -> bool:
    """Whether the director's order on the commissions is written (п. 12)."""
    formed = select(exists().where(CommissionRow.campaign_id == row.id))
    return bool(work.session.scalar(formed))


def _commissions(work: Work, row: Campaign) -> Iterator[Blocker]:
    """п. 12 of the commissions as they are: none, of a wrong composition, out of office today."""
    formed = work.session.scalars(
        select(CommissionRow)
        .where(CommissionRow.campaign_id == row.id)
        .order_by(CommissionRow.id)
        .options(selectinload(CommissionRow.members))
    ).all()
    if not formed:
        yield Blocker(Finding("readiness.no_commissions", paragraph="12"), Place.COMMISSIONS)
        yield from _term_over(work, row, TermId.COMMISSIONS)
        return
    profile, today = rules.regulation(row), work.today()
    values = [
        Commission(c.kind, tuple(map(member_value, c.members)), tuple(c.subjects), c.formed_on, c.until) for c in formed
    ]
    tested = [subject for test in row.tests for subject in test.subjects]
    findings = [*check_composition(profile, values, tested)]
    if today <= row.ends:
        findings += [finding for value in values for finding in check_office(profile, value, today)]
    yield from (Blocker(finding, Place.COMMISSIONS) for finding in findings)


def _applications(work: Work, row: Campaign, counts: Counts) -> Iterator[Blocker]:
    """What is to be done for single families; nothing of it forbids an act."""
    wanted = demands(work.session, row.id)
    for finding, number, condition in (
        ("readiness.documents_missing", counts.incomplete, missing_count(wanted) > 0),
        ("readiness.documents_uncompared", counts.uncompared, uncompared_count(wanted) > 0),
        ("readiness.receipts_waiting", counts.without_receipt, without_receipt()),
    ):
        if number:
            told = Finding(finding, Severity.WARNS, {"count": number}, "11")
            yield Blocker(told, Place.JOURNAL, _those(work, row, condition, SHOWN))


def _those(
    work: Work, row: Campaign, condition: ColumnElement[bool], most: int | None = None
) -> tuple[tuple[int, str], ...]:
    wanted = (
        select(Application.id, Application.number)
        .where(overview_counts.of_campaign(row.id), condition)
        .order_by(Application.id)
        .limit(most)
    )
    return tuple((identity, number) for identity, number in work.session.execute(wanted))


def _rating(findings: Iterable[Finding]) -> Iterator[Blocker]:
    """What the rating itself would be refused for, with its long lists of numbers cut short: the count is said."""
    for finding in findings:
        numbers: Sequence[object] = finding.values.get("numbers", ())
        short = numbers if len(numbers) <= SHOWN else [*numbers[:SHOWN], "…"]
        cut = finding if not numbers else replace(finding, values={**finding.values, "numbers": short})
        whole = finding.values.get("count", len(numbers)) == len(numbers)  # else the rating itself names the first only
        named = tuple(map(str, numbers)) if whole else ()
        yield Blocker(cut, Place.JOURNAL if numbers else Place.ELSEWHERE, numbers=named)


def _acquaintance(work: Work, row: Campaign, rating: RatingSnapshot) -> Iterator[Blocker]:
    """пп. 23, 27: families of the rating, still in force, of whom nothing is marked."""
    listed = exists().where(RatingRow.rating_id == rating.id, RatingRow.application_id == Application.id)
    told = exists().where(Acquaintance.rating_id == rating.id, Acquaintance.application_id == Application.id)
    if not (those := _those(work, row, listed & ~told)):
        return
    deadlines = rules.deadlines(work, row)
    final = rating.kind is RatingKind.FINAL
    due = deadlines.acquaintance_final_due(rating.made_on) if final else deadlines.acquaintance_due(rating.made_on)
    values = {"rating": rating.number, "count": len(those), "due": due}
    finding = Finding("readiness.not_acquainted", Severity.WARNS, values, "27" if final else "23")
    yield Blocker(finding, Place.JOURNAL, those[:SHOWN], tuple(number for _identity, number in those))


def _decision(work: Work, row: Campaign) -> Iterator[Blocker]:
    final = ratings.newest(work.session, row.id, RatingKind.FINAL)
    yield from _acquaintance(work, row, final)
    if row.recommended_on is None:
        yield Blocker(Finding("readiness.not_recommended", paragraph="26"), Place.ELSEWHERE)
    elif number := _unordered(work, row):
        values = {"count": number}
        yield Blocker(Finding("readiness.not_ordered", values=values, paragraph="28"), Place.ELSEWHERE)
    waiting = (
        select(func.count(Offer.id))
        .join(Application, Application.id == Offer.application_id)
        .where(Offer.status == OfferStatus.OFFERED, overview_counts.of_campaign(row.id))
    )
    if number := work.session.scalar(waiting) or 0:
        yield Blocker(Finding("readiness.offers_open", Severity.WARNS, {"count": number}), Place.ELSEWHERE)


def _unordered(work: Work, row: Campaign) -> int:
    """How many hold a seat and are in no order."""
    final = ratings.newest(work.session, row.id, RatingKind.FINAL)
    enrolled = set(work.session.scalars(select(EnrolmentRow.application_id)))
    return sum(holder.application_id not in enrolled for holder in holders(work.session, row, final))
