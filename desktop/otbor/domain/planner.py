"""The schedule planner (планировщик): lays a whole campaign out from a start, or back from an end, and says what is
impossible and why."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from otbor.domain.calendar import Calendar
from otbor.domain.campaign import (
    Campaign,
    CampaignKind,
    EntranceTest,
    Event,
    Schedule,
    Sitting,
    TermId,
    first_test_day,
    last_test_day,
)
from otbor.domain.deadlines import Deadlines
from otbor.domain.findings import Finding
from otbor.domain.regulation import Regulation, Values
from otbor.domain.schedule import check_schedule
from otbor.domain.terms import Unit, shift

Step = TermId | Literal["starts", "intake_opens", "intake_closes", "first_test", "tests_end", "ends"]


@dataclass(frozen=True)
class Wish:
    """What the school wants of the plan: how many working days the intake is open (at least 1), how many reserve days
    follow the tests; ``not_before``: the first day that anything can still be done on (today)."""

    intake_days: int
    reserve_days: int = 1
    not_before: date | None = None

    def __post_init__(self) -> None:
        if self.intake_days < 1 or self.reserve_days < 0:
            raise ValueError("the intake lasts at least a day, and reserve days are not negative")


@dataclass(frozen=True)
class Milestone:
    """One row of the plan: the latest (for ``starts``, ``intake_opens``: the first) day of ``step``.

    ``n`` days of ``unit`` are counted ``since`` an event by ``paragraph``; None where the day is not counted by a term.
    """

    step: Step
    day: date
    paragraph: str = ""
    n: int | None = None
    unit: Unit | None = None
    since: Event | None = None


@dataclass(frozen=True)
class Plan:
    """The campaign laid out: its ``schedule`` and sittings in ``campaign``, its rows by day, and what is wrong with it.

    Without a forbidding finding the plan can be published as it is.
    """

    campaign: Campaign
    milestones: tuple[Milestone, ...]
    findings: tuple[Finding, ...]


def draft_schedule(starts: date, ends: date) -> Schedule:
    """A schedule of which only the ends are known, for the planner to lay out."""
    return Schedule(starts=starts, ends=ends, intake_opens=starts, intake_closes=ends)


def plan_forwards(regulation: Regulation, calendar: Calendar, campaign: Campaign, wish: Wish) -> Plan:
    """Lay ``campaign`` out from ``campaign.schedule.starts`` (moved to a working day); the end follows from the terms.

    All the other dates and the sittings that it has are replaced: each test gets a working day of its own, then come
    the reserve days. Terms before an event are met by the stricter reading, those after one are used to the full.
    """
    deadlines = Deadlines(regulation, calendar, campaign.kind, campaign.local)
    start = calendar.working_on_or_after(campaign.schedule.starts)
    closes = _moved(calendar, start, wish.intake_days - 1)
    return _plan(deadlines, campaign, wish, start=start, closes=closes, first_test=_first_test(deadlines, closes))


def plan_backwards(regulation: Regulation, calendar: Calendar, campaign: Campaign, wish: Wish) -> Plan:
    """Lay ``campaign`` out back from ``campaign.schedule.ends``, everything as late as may be; else as forwards.

    Where the Порядок ends the tests earlier (п. 6.1, СОО of a state school), they end then.
    """
    deadlines = Deadlines(regulation, calendar, campaign.kind, campaign.local)
    ends = campaign.schedule.ends
    tests_end = deadlines.latest_tests_end(ends)
    if campaign.kind is CampaignKind.PLANNED:
        limit = regulation.window(campaign.school.founder, campaign.level).tests_end_in(ends.year)
        tests_end = tests_end if limit is None else min(tests_end, calendar.working_on_or_before(limit))
    test_days = max(len(campaign.tests) + wish.reserve_days, 1)
    first_test = _moved(calendar, tests_end, 1 - test_days)
    closes = _closes(deadlines, first_test)
    start = _moved(calendar, closes, 1 - wish.intake_days)
    return _plan(deadlines, campaign, wish, start=start, closes=closes, first_test=first_test, ends=ends)


def _moved(calendar: Calendar, day: date, n: int) -> date:
    """``day`` moved by ``n`` working days, which may be none."""
    return shift(calendar, day, n, Unit.WORKING) if n else day


def _first_test(deadlines: Deadlines, closes: date) -> date:
    """The earliest start of the tests after an intake that closes on ``closes``."""
    calendar = deadlines.calendar
    terms = (deadlines.term(TermId.INTAKE_PLANNED), deadlines.term(TermId.INTAKE_BETWEEN))
    anchors = (term.earliest_anchor(closes, calendar) for term in terms if term is not None)
    return max((calendar.working_after(closes), *anchors))


def _closes(deadlines: Deadlines, first_test: date) -> date:
    """The latest close of the intake before tests that start on ``first_test``."""
    calendar = deadlines.calendar
    term = deadlines.term(TermId.INTAKE_PLANNED)
    before = calendar.working_before(first_test)
    return before if term is None else min(before, term.last_day_strict(first_test, calendar))


def _plan(
    deadlines: Deadlines,
    campaign: Campaign,
    wish: Wish,
    *,
    start: date,
    closes: date,
    first_test: date,
    ends: date | None = None,
) -> Plan:
    regulation, calendar = deadlines.regulation, deadlines.calendar
    tests = _sittings(calendar, campaign.tests, wish, first_test)
    tests_end = last_test_day(replace(campaign, tests=tests)) or closes
    chain = deadlines.chain(tests_end)
    before = {}
    for identity in (TermId.NOTICE, TermId.COMMISSIONS):
        term = deadlines.term(identity)
        if term is not None:
            before[identity] = term.last_day_strict(start, calendar)
    schedule = Schedule(
        starts=start,
        ends=ends or chain[TermId.ACQUAINTANCE_FINAL],
        intake_opens=start,
        intake_closes=closes,
        notice_on=before.get(TermId.NOTICE),
        commissions_on=before.get(TermId.COMMISSIONS),
    )
    planned = replace(campaign, tests=tests, schedule=schedule)
    findings = (*_impossible(deadlines, planned, wish), *check_schedule(regulation, calendar, planned))
    return Plan(planned, _milestones(deadlines, planned, before | chain), findings)


def _sittings(
    calendar: Calendar, tests: tuple[EntranceTest, ...], wish: Wish, first_test: date
) -> tuple[EntranceTest, ...]:
    """The tests, each on a working day of its own from ``first_test`` on, with all the reserve days after them."""
    number = len(tests) + wish.reserve_days
    days = [first_test, *(calendar.working_after(first_test, n) for n in range(1, number))]
    reserve = tuple(Sitting(day, reserve=True) for day in days[len(tests) :])
    return tuple(replace(test, sittings=(Sitting(day), *reserve)) for test, day in zip(tests, days, strict=False))


def _impossible(deadlines: Deadlines, campaign: Campaign, wish: Wish) -> tuple[Finding, ...]:
    """Why the wish cannot be: the window is too short for it, or a day has passed before which something was due."""
    regulation, calendar, plan = deadlines.regulation, deadlines.calendar, campaign.schedule
    findings = []
    if campaign.kind is CampaignKind.PLANNED:
        window = regulation.window(campaign.school.founder, campaign.level)
        first, last = window.dates(campaign.schedule.ends.year)
        tests_end = last_test_day(campaign) or plan.intake_closes
        chain_end = deadlines.chain(tests_end)[TermId.ACQUAINTANCE_FINAL]
        one = timedelta(days=1)
        if plan.starts < first or chain_end > last:
            values: Values = {
                "first": first,
                "last": last,
                "available": calendar.working_days_between(first - one, last + one),
                "needed": calendar.working_days_between(plan.starts - one, chain_end + one),
                "chain": deadlines.chain_length(),
                "starts": plan.starts,
                "tests_end": tests_end,
                "ends": chain_end,
            }
            findings.append(regulation.finding("schedule.no_room", paragraph=window.paragraph, **values))
    due = [day for day in (plan.notice_on, plan.commissions_on, plan.starts) if day is not None]
    if wish.not_before is not None and min(due) < wish.not_before:
        findings.append(regulation.finding("schedule.day_passed", day=min(due), not_before=wish.not_before))
    return tuple(findings)


def _milestones(deadlines: Deadlines, campaign: Campaign, days: dict[TermId, date]) -> tuple[Milestone, ...]:
    plan = campaign.schedule
    rows = [Milestone("starts", plan.starts), Milestone("intake_opens", plan.intake_opens)]
    planned = campaign.kind is CampaignKind.PLANNED
    closing = TermId.INTAKE_PLANNED if planned else TermId.INTAKE_BETWEEN
    rows.append(replace(_counted(deadlines, closing, plan.intake_closes), step="intake_closes"))
    first, last = first_test_day(campaign), last_test_day(campaign)
    if first is not None and last is not None:
        rows += [Milestone("first_test", first), Milestone("tests_end", last)]
    rows += [_counted(deadlines, identity, day) for identity, day in days.items()]
    rows.append(Milestone("ends", plan.ends))
    return tuple(sorted(rows, key=lambda row: row.day))


def _counted(deadlines: Deadlines, identity: TermId, day: date) -> Milestone:
    term = deadlines.term(identity)
    if term is None:
        return Milestone(identity, day)
    paragraph = deadlines.regulation.terms[identity].paragraph
    return Milestone(identity, day, paragraph, term.n, term.unit, deadlines.start(identity))
