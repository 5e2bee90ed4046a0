"""Checks of a campaign's dates and tests (пп. 6, 10–15, 22–27): findings, the forbidding and the warning ones."""

from collections.abc import Iterable, Sequence
from datetime import date

from otbor.domain.calendar import Calendar, unconfirmed
from otbor.domain.campaign import (
    Campaign,
    CampaignKind,
    Group,
    TermId,
    first_test_day,
    last_test_day,
    selection_subjects,
    tests_of,
)
from otbor.domain.deadlines import Deadlines
from otbor.domain.findings import Finding
from otbor.domain.regulation import Regulation, Values
from otbor.domain.terms import Verdict

Period = tuple[date, date]
"""First and last day, both included."""


def check_schedule(
    regulation: Regulation, calendar: Calendar, campaign: Campaign, others: Sequence[Period] = ()
) -> tuple[Finding, ...]:
    """Everything that the Порядок says of the dates and tests of ``campaign``.

    ``others``: periods of the school's selections of the other kind: planned ones, and those between them, may not
    overlap (п. 6.2).
    """
    return (
        *check_order_of_dates(regulation, calendar, campaign),
        *check_window(regulation, campaign, others),
        *check_terms(regulation, calendar, campaign),
        *check_tests(regulation, campaign),
        *check_chain(regulation, calendar, campaign),
        *unconfirmed(calendar, _days(campaign)),
    )


def check_order_of_dates(regulation: Regulation, calendar: Calendar, campaign: Campaign) -> tuple[Finding, ...]:
    """Whether the stages follow each other (п. 17), and sittings lie between the intake and the end on working days."""
    plan = campaign.schedule
    findings = []
    if plan.ends < plan.starts:
        findings.append(regulation.finding("schedule.ends_before_start", starts=plan.starts, ends=plan.ends))
    if plan.intake_closes < plan.intake_opens:
        findings.append(
            regulation.finding("schedule.intake_reversed", opens=plan.intake_opens, closes=plan.intake_closes)
        )
    if plan.intake_opens < plan.starts or plan.intake_closes > plan.ends:
        findings.append(
            regulation.finding(
                "schedule.intake_outside",
                opens=plan.intake_opens,
                closes=plan.intake_closes,
                starts=plan.starts,
                ends=plan.ends,
            )
        )
    for test in campaign.tests:
        if not any(not sitting.reserve for sitting in test.sittings):
            findings.append(regulation.finding("schedule.test_without_sitting", test=test.title))
        for sitting in test.sittings:
            values: Values = {"test": test.title, "day": sitting.day}
            if not plan.intake_closes < sitting.day <= plan.ends:
                closes, ends = plan.intake_closes, plan.ends
                findings.append(regulation.finding("schedule.sitting_outside", **values, closes=closes, ends=ends))
            if not calendar.is_working(sitting.day):
                findings.append(regulation.finding("schedule.sitting_on_day_off", **values))
    return tuple(findings)


def check_window(regulation: Regulation, campaign: Campaign, others: Sequence[Period] = ()) -> tuple[Finding, ...]:
    """п. 6.1: a planned selection lies in its window, tests for СОО of a state school end in time; п. 6.2: one between
    the planned ones does not overlap them, whichever of the two was planned first."""
    plan, between = campaign.schedule, campaign.kind is CampaignKind.BETWEEN
    overlaps = [
        regulation.finding("schedule.overlaps_planned" if between else "schedule.overlaps_between", first=f, last=last)
        for f, last in others
        if plan.starts <= last and f <= plan.ends
    ]
    if between:
        return tuple(overlaps)
    window = regulation.window(campaign.school.founder, campaign.level)
    first, last = window.dates(plan.starts.year)
    findings = [
        regulation.finding(identity, paragraph=window.paragraph, day=day, first=first, last=last)
        for identity, day in (
            ("schedule.start_outside_window", plan.starts),
            ("schedule.end_outside_window", plan.ends),
        )
        if not first <= day <= last
    ]
    limit, tests_end = window.tests_end_in(plan.starts.year), last_test_day(campaign)
    if limit is not None and tests_end is not None and tests_end > limit:
        values: Values = {"day": tests_end, "limit": limit}
        findings.append(regulation.finding("schedule.tests_too_late", paragraph=window.paragraph, **values))
    return (*findings, *overlaps)


def check_terms(regulation: Regulation, calendar: Calendar, campaign: Campaign) -> tuple[Finding, ...]:
    """Notice (п. 10), commissions (п. 12.1) and the close of the intake (п. 11), by both readings.

    A day that is not set yet (None) is not checked.
    """
    plan = campaign.schedule
    first_test = first_test_day(campaign)
    checks = (
        (TermId.NOTICE, plan.notice_on, plan.starts),
        (TermId.COMMISSIONS, plan.commissions_on, plan.starts),
        (TermId.INTAKE_PLANNED, plan.intake_closes, first_test),
        (TermId.INTAKE_BETWEEN, plan.intake_closes, first_test),
    )
    deadlines = Deadlines(regulation, calendar, campaign.kind, campaign.local)
    findings: list[Finding] = []
    for identity, day, anchor in checks:
        if day is not None and anchor is not None:
            findings += check_term(deadlines, identity, day, anchor)
    return tuple(findings)


def check_term(deadlines: Deadlines, identity: TermId, day: date, anchor: date) -> tuple[Finding, ...]:
    """What the school did or plans on ``day`` against a term counted to ``anchor``.

    ``schedule.<term>_missed`` forbids, ``schedule.<term>_lenient`` (met by the kinder reading only) warns; their values
    ``limit`` and ``safe`` are the limiting days of the kinder and the stricter reading.
    """
    term, calendar = deadlines.term(identity), deadlines.calendar
    if term is None:
        return ()
    verdict = term.judge(day, anchor, calendar)
    if verdict is Verdict.MET:
        return ()
    limit, safe = term.limits(anchor, calendar)
    values: Values = {"day": day, "anchor": anchor, "n": term.n, "limit": limit, "safe": safe}
    paragraph = deadlines.regulation.terms[identity].paragraph
    return (deadlines.regulation.finding(f"schedule.{identity}_{verdict}", paragraph=paragraph, **values),)


def check_tests(regulation: Regulation, campaign: Campaign) -> tuple[Finding, ...]:
    """пп. 13, 14: every group has tests in all its subjects, and not more of them than there may be."""
    return tuple(finding for group in campaign.groups for finding in _check_group(regulation, campaign, group))


def _check_group(regulation: Regulation, campaign: Campaign, group: Group) -> Iterable[Finding]:
    rule = regulation.test_limit(campaign.school, campaign.level)
    subjects, tests = selection_subjects(campaign, group), tests_of(campaign, group)
    covered = {subject for test in tests for subject in test.subjects}
    uncovered = [subject for subject in subjects if subject not in covered]
    values: Values = {"group": group.title, "limit": rule.limit}
    too_many = len(tests) > rule.limit
    if len(subjects) > rule.limit and (uncovered or too_many):
        yield regulation.finding("schedule.only_combined_test", paragraph=rule.paragraph, subjects=subjects, **values)
    if uncovered:
        yield regulation.finding(
            "schedule.subject_without_test", paragraph=rule.paragraph, group=group.title, subjects=uncovered
        )
    if too_many:
        yield regulation.finding("schedule.too_many_tests", paragraph=rule.paragraph, number=len(tests), **values)


def check_chain(regulation: Regulation, calendar: Calendar, campaign: Campaign) -> tuple[Finding, ...]:
    """пп. 22–27: the steps after the last test fit before the end; planned days of protocols keep their terms."""
    plan, tests_end = campaign.schedule, last_test_day(campaign)
    if tests_end is None:
        return ()
    deadlines = Deadlines(regulation, calendar, campaign.kind, campaign.local)
    days = deadlines.chain(tests_end, plan.preliminary_on, plan.final_on)
    findings = []
    last = days[TermId.ACQUAINTANCE_FINAL]
    if last > plan.ends:
        values: Values = {"tests_end": tests_end, "last": last, "ends": plan.ends, "days": deadlines.chain_length()}
        findings.append(regulation.finding("schedule.chain_too_long", **values))
    if plan.preliminary_on is not None and not tests_end <= plan.preliminary_on <= days[TermId.PRELIMINARY]:
        values = {"day": plan.preliminary_on, "first": tests_end, "last": days[TermId.PRELIMINARY]}
        findings.append(regulation.finding("schedule.preliminary_outside", **values))
    if plan.final_on is not None and plan.final_on < days[TermId.APPEAL]:
        values = {"day": plan.final_on, "appeals": days[TermId.APPEAL]}
        findings.append(regulation.finding("schedule.final_before_appeals", **values))
    if plan.final_on is not None and plan.final_on > days[TermId.FINAL]:
        values = {"day": plan.final_on, "last": days[TermId.FINAL]}
        findings.append(regulation.finding("schedule.final_late", **values))
    return tuple(findings)


def _days(campaign: Campaign) -> tuple[date, ...]:
    plan = campaign.schedule
    set_days = (plan.notice_on, plan.commissions_on, plan.preliminary_on, plan.final_on)
    sittings = (sitting.day for test in campaign.tests for sitting in test.sittings)
    return (
        plan.starts,
        plan.ends,
        plan.intake_opens,
        plan.intake_closes,
        *(day for day in set_days if day),
        *sittings,
    )
