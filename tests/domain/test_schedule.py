"""Checks of dates and tests: every one both ways, on a campaign that is lawful but for what is spoilt."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from otbor.domain.campaign import (
    Campaign,
    CampaignKind,
    EntranceTest,
    Event,
    Founder,
    Level,
    LocalTerms,
    School,
    Sitting,
    TermId,
)
from otbor.domain.deadlines import Deadlines, check_due, check_local_terms
from otbor.domain.findings import Finding, Severity, forbidding
from otbor.domain.schedule import check_schedule, check_term
from otbor.wording.findings import sentence
from tests.domain.shipped import calendar, campaign, entrance_test, group, ids, regulation


def check(plan: Campaign, planned: Any = ()) -> tuple[Finding, ...]:
    return check_schedule(regulation(), calendar(), plan, planned)


def test_a_lawful_schedule_has_no_finding() -> None:
    assert check(campaign()) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"starts": date(2026, 3, 31), "commissions_on": date(2026, 3, 19)}, ["schedule.start_outside_window"]),
        ({"starts": date(2026, 4, 1)}, []),
        ({"ends": date(2026, 6, 30)}, []),
        ({"ends": date(2026, 7, 1)}, ["schedule.end_outside_window"]),
        ({"intake_opens": date(2026, 3, 31)}, ["schedule.intake_outside"]),
        ({"intake_opens": date(2026, 5, 6)}, ["schedule.intake_reversed"]),
        ({"notice_on": date(2026, 3, 1)}, []),
        ({"notice_on": date(2026, 3, 2)}, ["schedule.notice_lenient"]),
        ({"notice_on": date(2026, 3, 3)}, ["schedule.notice_missed"]),
        ({"notice_on": None, "commissions_on": None}, []),
        ({"commissions_on": date(2026, 3, 23)}, ["schedule.commissions_lenient"]),
        ({"commissions_on": date(2026, 3, 24)}, ["schedule.commissions_missed"]),
        ({"intake_closes": date(2026, 5, 6)}, ["schedule.intake_planned_lenient"]),
        ({"intake_closes": date(2026, 5, 7)}, ["schedule.intake_planned_missed"]),
        ({"preliminary_on": date(2026, 5, 19)}, ["schedule.preliminary_outside"]),
        ({"preliminary_on": date(2026, 5, 27)}, []),
        ({"preliminary_on": date(2026, 5, 28)}, ["schedule.preliminary_outside"]),
        ({"final_on": date(2026, 6, 1)}, ["schedule.final_before_appeals"]),
        ({"final_on": date(2026, 6, 11)}, []),
        ({"final_on": date(2026, 6, 15)}, ["schedule.final_late"]),
        ({"ends": date(2026, 6, 17)}, []),
        ({"ends": date(2026, 6, 16)}, ["schedule.chain_too_long"]),
        ({"preliminary_on": date(2026, 5, 22), "ends": date(2026, 6, 11)}, []),
    ],
)
def test_dates(changes: dict[str, Any], expected: list[str]) -> None:
    assert ids(check(campaign(schedule=changes))) == expected


def test_a_missed_term_forbids_and_the_kinder_reading_warns_with_both_days() -> None:
    (missed,) = check(campaign(schedule={"notice_on": date(2026, 3, 3)}))
    (lenient,) = check(campaign(schedule={"notice_on": date(2026, 3, 2)}))
    assert (missed.severity, lenient.severity) == (Severity.FORBIDS, Severity.WARNS)
    assert "02.03.2026" in sentence(missed)
    assert "01.03.2026" in sentence(missed)
    assert "(п.\u00a010 Порядка)" in sentence(missed)


def test_the_end_lies_after_the_start() -> None:
    spoilt = campaign(schedule={"ends": date(2026, 3, 1)})
    assert ids(check(spoilt))[0] == "schedule.ends_before_start"


def test_state_tests_for_soo_end_by_15_may() -> None:
    school = School(Founder.STATE, on_founders_list=True)
    base = campaign(school=school, level=Level.SOO)
    dates = {"starts": date(2026, 4, 1), "intake_opens": date(2026, 4, 1), "intake_closes": date(2026, 4, 20)}
    for day, expected in ((date(2026, 5, 15), []), (date(2026, 5, 18), ["schedule.tests_too_late"])):
        tests = (entrance_test("математика", date(2026, 5, 12)), entrance_test("физика", day))
        found = check(replace(base, tests=tests, schedule=replace(base.schedule, **dates)))
        assert ids(found) == expected
        assert all(finding.paragraph == "6.1" for finding in found)
    municipal = check(replace(base, school=School(Founder.MUNICIPAL, on_founders_list=True)))
    assert "schedule.tests_too_late" not in ids(municipal)
    assert "schedule.start_outside_window" in ids(municipal)


def test_the_reserve_day_ends_the_tests() -> None:
    reserve = Sitting(date(2026, 6, 15), reserve=True)
    tests = (entrance_test("математика", date(2026, 5, 18)), entrance_test("физика", date(2026, 5, 20)))
    late = replace(tests[1], sittings=(*tests[1].sittings, reserve))
    assert ids(check(campaign(tests=(tests[0], late)))) == ["schedule.chain_too_long"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 5), ["schedule.sitting_outside"]),
        (date(2026, 7, 1), ["schedule.sitting_outside"]),
        (date(2026, 5, 23), ["schedule.sitting_on_day_off"]),
        (date(2026, 5, 22), []),
    ],
)
def test_sittings(day: date, expected: list[str]) -> None:
    tests = (entrance_test("математика", date(2026, 5, 18)), entrance_test("физика", date(2026, 5, 20), day))
    found = [i for i in ids(check(campaign(tests=tests))) if "sitting" in i]
    assert found == expected


def test_a_test_needs_a_main_sitting() -> None:
    only_reserve = EntranceTest("физика", "собеседование", ("физика",), (Sitting(date(2026, 5, 20), reserve=True),))
    tests = (entrance_test("математика", date(2026, 5, 18)), only_reserve)
    assert ids(check(campaign(tests=tests))) == ["schedule.test_without_sitting"]


def between(**schedule: Any) -> Campaign:
    tests = (entrance_test("математика", date(2026, 9, 21)), entrance_test("физика", date(2026, 9, 22)))
    base = {"starts": date(2026, 9, 1), "ends": date(2026, 10, 30), "intake_opens": date(2026, 9, 1)}
    dates = base | {"intake_closes": date(2026, 9, 16), "notice_on": None, "commissions_on": None} | schedule
    return campaign(kind=CampaignKind.BETWEEN, tests=tests, schedule=dates)


@pytest.mark.parametrize(
    ("closes", "expected"),
    [
        (date(2026, 9, 18), []),
        (date(2026, 9, 10), []),
        (date(2026, 9, 9), ["schedule.intake_between_lenient"]),
        (date(2026, 9, 8), ["schedule.intake_between_missed"]),
    ],
)
def test_between_the_planned_the_intake_may_not_close_early(closes: date, expected: list[str]) -> None:
    assert ids(check(between(intake_closes=closes))) == expected


def test_between_the_planned_has_no_window_but_does_not_overlap_one() -> None:
    assert check(between(), [(date(2026, 4, 1), date(2026, 8, 31))]) == ()
    assert ids(check(between(), [(date(2026, 4, 1), date(2026, 9, 1))])) == ["schedule.overlaps_planned"]


def test_nor_is_a_planned_one_laid_over_one_between() -> None:
    plan = campaign()
    first, last = plan.schedule.starts, plan.schedule.ends
    assert ids(check(plan, [(date(first.year, 1, 10), last)])) == ["schedule.overlaps_between"]
    assert "schedule.overlaps_between" not in ids(check(plan, [(last + timedelta(days=1), date(first.year, 9, 1))]))


def test_between_the_planned_the_notice_has_the_schools_own_term() -> None:
    late = replace(between(notice_on=date(2026, 8, 30)), local=LocalTerms({TermId.NOTICE: 10}))
    assert ids(check(late)) == ["schedule.notice_missed"]
    assert check(replace(late, local=LocalTerms())) == ()


def test_every_in_depth_subject_has_a_test() -> None:
    (found,) = check(campaign(groups=(group(subjects=("математика", "физика", "химия")),)))
    assert (found.id, found.values["subjects"], found.paragraph) == ("schedule.subject_without_test", ["химия"], "13")


def days(*numbers: int) -> tuple[date, ...]:
    return tuple(date(2026, 7, number) for number in numbers)


def upper(on_list: bool, tests: tuple[EntranceTest, ...], subjects: tuple[str, ...]) -> list[str]:
    """A municipal school's СОО."""
    school = School(Founder.MUNICIPAL, on_list)
    found = check(campaign(school=school, level=Level.SOO, tests=tests, groups=(group(subjects=subjects),)))
    return [i for i in ids(found) if i.startswith(("schedule.only", "schedule.subject", "schedule.too_many"))]


def test_three_subjects_and_two_tests_need_a_combined_test() -> None:
    subjects = ("математика", "физика", "информатика")
    three = tuple(entrance_test(s, *days(n)) for n, s in enumerate(subjects, 1))
    combined = (three[0], entrance_test("комплексная работа", *days(2), subjects=("физика", "информатика")))
    assert upper(True, three, subjects) == []
    assert upper(False, three, subjects) == ["schedule.only_combined_test", "schedule.too_many_tests"]
    assert upper(False, three[:2], subjects) == ["schedule.only_combined_test", "schedule.subject_without_test"]
    assert upper(False, combined, subjects) == []


def test_four_subjects_and_three_tests_need_a_combined_test() -> None:
    subjects = ("математика", "физика", "информатика", "химия")
    four = tuple(entrance_test(s, *days(n)) for n, s in enumerate(subjects, 1))
    assert upper(True, four, subjects) == ["schedule.only_combined_test", "schedule.too_many_tests"]


def test_groups_are_judged_apart() -> None:
    groups = (group(), group("8И", ("математика", "информатика")))
    assert [f.values["group"] for f in check(campaign(groups=groups))] == ["8И класс"]
    tests = (*campaign().tests, entrance_test("информатика", date(2026, 5, 19)))
    assert check(campaign(groups=groups, tests=tests)) == ()


def test_a_test_may_name_its_groups() -> None:
    for_other = replace(entrance_test("физика", date(2026, 5, 20)), groups=("8И",))
    tests = (entrance_test("математика", date(2026, 5, 18)), for_other)
    assert ids(check(campaign(tests=tests))) == ["schedule.subject_without_test"]


def test_a_cadet_school_tests_the_subjects_of_its_local_act() -> None:
    cadet = campaign(school=School(Founder.MUNICIPAL, True, cadet=True), local_subjects=("русский язык",))
    assert ids(check(cadet)) == ["schedule.subject_without_test"]
    assert check(replace(cadet, local_subjects=("математика",))) == ()


def test_a_year_that_is_not_confirmed_is_warned_about() -> None:
    plan = campaign(schedule={"notice_on": date(2028, 1, 1)})
    assert "calendar.unconfirmed_year" in ids(check(plan))


# ── Deadlines of пп. 22–27 ──


def deadlines(**local: Any) -> Deadlines:
    return Deadlines(regulation(), calendar(), CampaignKind.PLANNED, LocalTerms(**local))


def test_the_chain_after_the_last_test_takes_19_working_days() -> None:
    assert deadlines().chain_length() == 19
    chain = deadlines().chain(date(2026, 5, 29))
    assert [day.isoformat() for day in chain.values()] == [
        "2026-06-05", "2026-06-10", "2026-06-15", "2026-06-19", "2026-06-23", "2026-06-26",
    ]  # fmt: skip
    assert chain[TermId.ACQUAINTANCE_FINAL] == calendar().working_after(date(2026, 5, 29), 19)


def test_the_local_act_shortens_its_terms() -> None:
    own = deadlines(days={TermId.PRELIMINARY: 2})
    assert own.preliminary_due(date(2026, 5, 29)) == date(2026, 6, 2)
    assert own.chain_length() == 16


def test_the_clock_of_a_family_that_never_came_starts_by_a_setting() -> None:
    due, informed = date(2026, 6, 10), date(2026, 6, 8)
    assert deadlines().appeal_clock_starts(date(2026, 6, 9), due, informed) == date(2026, 6, 9)
    assert deadlines().appeal_clock_starts(None, due, informed) == due
    assert deadlines(absent_from=Event.INFORMED).appeal_clock_starts(None, due, informed) == informed
    assert deadlines(absent_from=Event.INFORMED).appeal_clock_starts(None, due) == due


def test_the_start_of_considering_appeals_is_a_setting() -> None:
    filed, end = date(2026, 6, 11), date(2026, 6, 15)
    assert deadlines().appeal_considered_due(filed, end) == date(2026, 6, 18)
    by_end = deadlines(starts={TermId.APPEAL_CONSIDERED: Event.APPEAL_TERM_END})
    assert by_end.appeal_considered_due(filed, end) == date(2026, 6, 19)


def test_the_start_of_the_final_rating_is_a_setting() -> None:
    end = date(2026, 6, 15)
    assert deadlines().final_due(end) == date(2026, 6, 17)
    assert deadlines().final_due(end, date(2026, 6, 18)) == date(2026, 6, 22)
    assert deadlines().final_due(end, date(2026, 6, 11)) == date(2026, 6, 17)
    by_term = deadlines(starts={TermId.FINAL: Event.CONSIDERED_TERM_END})
    assert by_term.final_due(end, date(2026, 6, 11)) == date(2026, 6, 23)


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ({"days": {TermId.PRELIMINARY: 5}}, []),
        ({"days": {TermId.PRELIMINARY: 6}}, ["campaign.local_term_range"]),
        ({"days": {TermId.FINAL: 0}}, ["campaign.local_term_range"]),
        ({"days": {TermId.APPEAL: 1}}, ["campaign.local_term_fixed"]),
        ({"starts": {TermId.FINAL: Event.CONSIDERED_TERM_END}}, []),
        ({"starts": {TermId.FINAL: Event.FIRST_TEST}}, ["campaign.local_start_unknown"]),
        ({"absent_from": Event.INFORMED}, []),
        ({"absent_from": Event.APPEAL_FILED}, ["campaign.local_start_unknown"]),
    ],
)
def test_local_terms(local: dict[str, Any], expected: list[str]) -> None:
    assert ids(check_local_terms(regulation(), CampaignKind.PLANNED, LocalTerms(**local))) == expected


def test_an_act_after_its_deadline_is_warned_about() -> None:
    due = date(2026, 6, 5)
    assert check_due(regulation(), TermId.PRELIMINARY, due, due) == ()
    (late,) = check_due(regulation(), TermId.PRELIMINARY, due, date(2026, 6, 8))
    assert (late.severity, late.paragraph) == (Severity.WARNS, "22")
    assert "предварительного рейтинга" in sentence(late)


def test_a_single_term_can_be_asked() -> None:
    start = date(2026, 4, 1)
    assert check_term(deadlines(), TermId.COMMISSIONS, date(2026, 3, 20), start) == ()
    assert forbidding(check_term(deadlines(), TermId.COMMISSIONS, date(2026, 3, 31), start))
