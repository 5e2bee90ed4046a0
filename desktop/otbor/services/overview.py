"""The campaign as a road map (обзор): its stages and terms by the school's calendar, what is in the way, how many there
are. One quick question for the first page of the window; :func:`readiness.slow_blockers` goes with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select

from otbor.domain.applications import RatingKind
from otbor.domain.calendar import Calendar
from otbor.domain.campaign import CampaignKind, Stage, TermId, last_test_day
from otbor.domain.deadlines import Deadlines
from otbor.domain.terms import Kind
from otbor.services import acquaintance, overview_counts, readiness, rules
from otbor.services.office import Office, Work
from otbor.services.overview_counts import Counts, Days, GroupLine, each_day
from otbor.services.readiness import Blocker
from otbor.storage.models import Appeal, Campaign, RatingSnapshot, School
from otbor.support.clock import local_date

_DAY = timedelta(days=1)


class State(StrEnum):
    """Where a stage stands to what has been done."""

    BEHIND = "behind"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True)
class StageLine:
    """A stage of п. 17 with its first and last day, both included, and its ``length`` in working days.

    ``left``: of the one that is now, the working days after today up to its last, below zero when that is past; of
    those ahead, the working days after today up to its first; None behind.
    """

    stage: Stage
    title: str
    first: date
    last: date
    state: State
    length: int
    left: int | None


@dataclass(frozen=True)
class TestDay:
    """A day on which tests are held: the main sittings or the reserve ones."""

    __test__ = False  # an entrance test, not one of pytest's

    day: date
    tests: tuple[str, ...]
    reserve: bool


@dataclass(frozen=True)
class Deadline:
    """A term that is still to be kept: its last day, and the working days ``left`` after today (below zero: past)."""

    term: TermId
    title: str
    due: date
    paragraph: str
    left: int


@dataclass(frozen=True)
class FirstStep:
    """A step on the way to the first application, and whether it is done."""

    place: readiness.Place
    done: bool


@dataclass(frozen=True)
class Road:
    """One campaign as the overview shows it. ``next_step``: title of the act that follows, empty at the end.

    ``days_off``: the days between the first and the last day of the stages on which nobody works.
    """

    campaign_id: int
    code: str
    title: str
    stage: Stage
    stages: tuple[StageLine, ...]
    days_off: frozenset[date]
    test_days: tuple[TestDay, ...]
    deadlines: tuple[Deadline, ...]
    next_step: str
    blockers: tuple[Blocker, ...]
    counts: Counts
    groups: tuple[GroupLine, ...]
    days: Days


@dataclass(frozen=True)
class Overview:
    """What the first page shows: ``road`` is None before there is a campaign, then ``steps`` say what to begin with.

    ``today``: the legal date in the school's ``time_zone`` (an IANA name).
    """

    today: date
    time_zone: str
    steps: tuple[FirstStep, ...]
    road: Road | None


def overview(office: Office, campaign_id: int | None) -> Overview:
    """The road map of a campaign; of none before there is one.

    Raises :class:`Refused` for a campaign that is not there.
    """
    with office.question() as session:
        work = Work(office, session)
        school = session.scalars(select(School)).first()
        zone = "UTC" if school is None else school.time_zone
        row = None if campaign_id is None else rules.campaign_row(session, campaign_id)
        formed = row is not None and readiness.commissions_formed(work, row)
        done = {
            readiness.Place.SCHOOL: school is not None,
            readiness.Place.CAMPAIGN: row is not None,
            readiness.Place.COMMISSIONS: formed,
        }
        steps = tuple(FirstStep(place, is_done) for place, is_done in done.items())
        return Overview(local_date(work.now, zone), zone, steps, None if row is None else _road(work, row, zone))


def _road(work: Work, row: Campaign, zone: str) -> Road:
    profile, stage = rules.regulation(row), rules.stage(work, row)
    act = readiness.next_act(work, row, stage)
    dates = _Dates(work, row)
    stages = tuple(dates.stages(stage, finished=act is None))
    calendar = dates.deadlines.calendar
    counts = overview_counts.counts(work.session, row)
    return Road(
        campaign_id=row.id,
        code=row.code,
        title=row.title,
        stage=stage,
        stages=stages,
        days_off=frozenset(d for d in each_day(stages[0].first, stages[-1].last) if not calendar.is_working(d)),
        test_days=tuple(_test_days(row)),
        deadlines=tuple(sorted(dates.terms(), key=lambda term: term.due)),
        next_step="" if act is None else profile.acts[act].title,
        blockers=readiness.blockers(work, row, stage, counts),
        counts=counts,
        groups=overview_counts.groups(work.session, row),
        days=overview_counts.days(work.session, row, zone),
    )


class _Dates:
    """The days of a campaign: planned, due by the terms, or past where something has been done."""

    def __init__(self, work: Work, row: Campaign) -> None:
        self.work, self.row = work, row
        self.today = work.today()
        self.deadlines: Deadlines = rules.deadlines(work, row)
        made = work.session.scalars(
            select(RatingSnapshot).where(RatingSnapshot.campaign_id == row.id).order_by(RatingSnapshot.number)
        )
        self.built = {rating.kind: rating for rating in made}  # the newest of each kind
        self.tests_end = last_test_day(rules.campaign_value(row)) or row.intake_closes
        self.preliminary_on = self._made_on(RatingKind.PRELIMINARY) or row.preliminary_on
        self.final_on = self._made_on(RatingKind.FINAL) or row.final_on
        self.chain = self.deadlines.chain(self.tests_end, self.preliminary_on, self.final_on)

    def _made_on(self, kind: RatingKind) -> date | None:
        return self.built[kind].made_on if kind in self.built else None

    def stages(self, now: Stage, *, finished: bool) -> Iterator[StageLine]:
        """The stages one after another; the tests and their protocol may overlap by a day that has both."""
        row = self.row
        before = (row.notice_published_on, row.notice_on, row.commissions_on)
        prepared = [day for day in before if day is not None and day < row.intake_opens]
        preliminary = self.preliminary_on or self.chain[TermId.PRELIMINARY]
        final = self.final_on or self.chain[TermId.FINAL]
        rating = min(self.tests_end + _DAY, preliminary)
        if now is Stage.PREPARATION:
            prepared.append(self.today)  # it has begun, whatever the plan says
        spans = {
            Stage.PREPARATION: (min([*prepared, row.intake_opens - _DAY]), row.intake_opens - _DAY),
            Stage.INTAKE: (row.intake_opens, row.intake_closes),
            Stage.EXAMINATION: (row.intake_closes + _DAY, max(self.tests_end, row.intake_closes + _DAY)),
            Stage.RATING: (rating, max(final, rating)),
            Stage.DECISION: (final + _DAY, max(row.ends, self.chain[TermId.ACQUAINTANCE_FINAL], final + _DAY)),
        }
        order = list(Stage)
        for stage, (first, last) in spans.items():
            behind = (finished and self.today > last) or order.index(stage) < order.index(now)
            state = State.BEHIND if behind else State.NOW if stage is now else State.AHEAD
            until = {State.BEHIND: None, State.NOW: last, State.AHEAD: first}[state]
            yield StageLine(
                stage=stage,
                title=self.deadlines.regulation.stages[stage].title,
                first=first,
                last=last,
                state=state,
                length=self.deadlines.calendar.working_days_between(first - _DAY, last + _DAY),
                left=None if until is None else self._left(until),
            )

    def terms(self) -> Iterator[Deadline]:
        """Terms that are still to be kept; one whose act is done is kept."""
        row, calendar = self.row, self.deadlines.calendar
        for identity, done in (
            (TermId.NOTICE, row.notice_published_on is not None),
            (TermId.COMMISSIONS, readiness.commissions_formed(self.work, row)),
        ):
            term = self.deadlines.term(identity)
            if term is not None and term.kind is Kind.BEFORE and not done:
                yield self._deadline(identity, term.last_day_strict(row.starts, calendar))
        if self.today <= row.intake_closes:
            planned = row.kind is CampaignKind.PLANNED
            yield self._deadline(TermId.INTAKE_PLANNED if planned else TermId.INTAKE_BETWEEN, row.intake_closes)
        yield from (self._deadline(identity, day) for identity, day in self._after_tests().items())

    def _after_tests(self) -> dict[TermId, date]:
        """пп. 22–27: the last days as they are now, by what has been done and by each family's own term to appeal."""
        preliminary = self.built.get(RatingKind.PRELIMINARY)
        if preliminary is None:
            return self.chain
        days = dict(self.chain)
        del days[TermId.PRELIMINARY]
        if RatingKind.FINAL in self.built:
            days = {TermId.ACQUAINTANCE_FINAL: days[TermId.ACQUAINTANCE_FINAL]}
        else:
            end = acquaintance.appeal_term_end(self.work, self.row, preliminary)
            filed, decided = self._appeals()
            days[TermId.APPEAL] = end
            days[TermId.APPEAL_CONSIDERED] = self.deadlines.appeal_considered_due(min(filed, default=end), end)
            days[TermId.FINAL] = self.deadlines.final_due(end, max(decided, default=None))
            if not filed and self.today > end:
                del days[TermId.APPEAL_CONSIDERED]
        open_to_families = {TermId.ACQUAINTANCE, TermId.APPEAL, TermId.ACQUAINTANCE_FINAL}  # no act ends these
        return {term: day for term, day in days.items() if term not in open_to_families or day >= self.today}

    def _appeals(self) -> tuple[list[date], list[date]]:
        """Days on which the undecided appeals were filed, and on which the others were decided."""
        rows = self.work.session.execute(
            select(Appeal.filed_on, Appeal.decided_on).where(Appeal.campaign_id == self.row.id)
        ).all()
        return [filed for filed, decided in rows if decided is None], [decided for _, decided in rows if decided]

    def _deadline(self, identity: TermId, due: date) -> Deadline:
        rule = self.deadlines.regulation.terms[identity]
        return Deadline(identity, rule.title, due, rule.paragraph, self._left(due))

    def _left(self, day: date) -> int:
        return working_days_left(self.deadlines.calendar, self.today, day)


def working_days_left(calendar: Calendar, today: date, day: date) -> int:
    """Working days after ``today`` up to ``day``, which counts; below zero when it is past: working days since."""
    if day >= today:
        return calendar.working_days_between(today, day + _DAY)
    return -max(calendar.working_days_between(day, today + _DAY), 1)


def _test_days(row: Campaign) -> Iterator[TestDay]:
    sittings = sorted((s.held_on, s.reserve, test.name) for test in row.tests for s in test.sittings)
    for day, reserve in dict.fromkeys((held_on, reserve) for held_on, reserve, _ in sittings):
        yield TestDay(day, tuple(name for on, spare, name in sittings if (on, spare) == (day, reserve)), reserve)
