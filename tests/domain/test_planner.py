"""The planner: whatever it lays out without an objection is a lawful schedule, and an objection says why."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from otbor.domain.campaign import Campaign, CampaignKind, Founder, Level, LocalTerms, School, TermId, last_test_day
from otbor.domain.findings import forbidding
from otbor.domain.planner import Plan, Wish, draft_schedule, plan_backwards, plan_forwards
from otbor.domain.schedule import check_schedule
from otbor.wording.findings import sentence
from tests.domain.shipped import calendar, campaign, group, ids, regulation

local_terms = st.fixed_dictionaries(
    {},
    optional={
        TermId.PRELIMINARY: st.integers(1, 5),
        TermId.ACQUAINTANCE: st.integers(1, 3),
        TermId.APPEAL_CONSIDERED: st.integers(1, 4),
        TermId.FINAL: st.integers(1, 2),
    },
)


@st.composite
def campaigns(draw: st.DrawFn) -> Campaign:
    founder, level = draw(st.sampled_from(Founder)), draw(st.sampled_from(Level))
    year = draw(st.integers(2019, 2027))
    window = regulation().window(founder, level).dates(year)
    kind = draw(st.sampled_from(CampaignKind))
    days = window if kind is CampaignKind.PLANNED else (date(year, 8, 25), date(year, 11, 30))
    return campaign(
        school=School(founder, on_founders_list=True),
        level=level,
        kind=kind,
        groups=(group(grade=8 if level is Level.OOO else 10),),
        schedule=draft_schedule(*days),
        local=LocalTerms(draw(local_terms)),
    )


wishes = st.builds(Wish, st.integers(1, 60), st.integers(0, 3))


def check_plan(plan: Plan) -> None:
    own, forbids = plan.campaign, ids(forbidding(plan.findings))
    rows = [row.day for row in plan.milestones]
    assert rows == sorted(rows)
    if own.kind is CampaignKind.BETWEEN:
        assert not forbids
    if forbids:
        assert {"schedule.no_room", "schedule.tests_too_late"} & set(forbids)
        return
    assert not check_schedule(regulation(), calendar(), own)
    if own.kind is CampaignKind.PLANNED:
        first, last = regulation().window(own.school.founder, own.level).dates(own.schedule.starts.year)
        assert all(first <= row.day <= last for row in plan.milestones if row.step not in ("notice", "commissions"))


@given(campaigns(), wishes)
def test_a_plan_forwards_is_lawful_or_says_why_not(own: Campaign, wish: Wish) -> None:
    check_plan(plan_forwards(regulation(), calendar(), own, wish))


@given(campaigns(), wishes)
def test_the_planner_finds_a_way_whenever_there_is_one(own: Campaign, wish: Wish) -> None:
    """Backwards from the end of the window is possible exactly when forwards from its start is."""
    assume(own.kind is CampaignKind.PLANNED)
    forwards = plan_forwards(regulation(), calendar(), own, wish)
    backwards = plan_backwards(regulation(), calendar(), own, wish)
    assert bool(forbidding(forwards.findings)) == bool(forbidding(backwards.findings))


@given(campaigns(), wishes)
def test_a_plan_backwards_is_lawful_or_says_why_not(own: Campaign, wish: Wish) -> None:
    check_plan(plan_backwards(regulation(), calendar(), own, wish))


@given(campaigns(), wishes)
def test_a_plan_backwards_is_as_late_as_may_be(own: Campaign, wish: Wish) -> None:
    """A day more after the last test and the chain does not fit, unless the Порядок itself ends the tests."""
    plan = plan_backwards(regulation(), calendar(), own, wish)
    tests_end = last_test_day(plan.campaign)
    assert tests_end is not None
    limit = regulation().window(own.school.founder, own.level).tests_end_in(tests_end.year)
    later = [replace(t, sittings=(replace(t.sittings[0], day=calendar().working_after(tests_end)),)) for t in own.tests]
    spoilt = replace(plan.campaign, tests=tuple(later))
    assert "schedule.chain_too_long" in ids(check_schedule(regulation(), calendar(), spoilt)) or limit is not None


def test_the_municipal_year_2026_by_hand() -> None:
    plan = plan_backwards(regulation(), calendar(), campaign(), Wish(intake_days=20, reserve_days=1))
    assert plan.findings == ()
    days = {row.step: row.day.isoformat() for row in plan.milestones}
    assert days["ends"] == "2026-06-30"
    assert days["tests_end"] == "2026-06-02"  # 19 working days before 30 June; 12 June is a holiday
    assert days["first_test"] == "2026-05-29"
    assert days["intake_closes"] == "2026-05-19"  # the 8th working day before it
    assert days["starts"] == "2026-04-20"
    assert days[TermId.NOTICE] == "2026-03-20"
    assert days[TermId.COMMISSIONS] == "2026-04-08"
    appeal = next(row for row in plan.milestones if row.step == "appeal")
    assert (appeal.paragraph, appeal.n, appeal.since) == ("24", 2, "acquaintance")


def test_a_municipal_soo_that_starts_on_1_june_forwards() -> None:
    own = campaign(level=Level.SOO, schedule=draft_schedule(date(2026, 6, 1), date(2026, 7, 31)))
    plan = plan_forwards(regulation(), calendar(), own, Wish(intake_days=5))
    assert forbidding(plan.findings) == ()
    days = {row.step: row.day.isoformat() for row in plan.milestones}
    assert days["intake_closes"] == "2026-06-05"
    assert days["first_test"] == "2026-06-18"
    assert days["ends"] == "2026-07-17"


def test_an_intake_that_is_too_long_is_impossible_and_the_reason_is_said() -> None:
    plan = plan_backwards(regulation(), calendar(), campaign(), Wish(intake_days=60))
    found = ids(plan.findings)
    assert found[0] == "schedule.no_room"
    assert "schedule.start_outside_window" in found
    text = sentence(plan.findings[0])
    assert "19" in text
    assert "(п.\u00a06.1 Порядка)" in text


@pytest.mark.parametrize(("today", "expected"), [(date(2026, 3, 20), []), (date(2026, 3, 21), ["schedule.day_passed"])])
def test_a_day_that_has_passed_is_impossible(today: date, expected: list[str]) -> None:
    plan = plan_backwards(regulation(), calendar(), campaign(), Wish(20, 1, not_before=today))
    assert ids(plan.findings) == expected


@pytest.mark.parametrize(("intake", "reserve"), [(0, 1), (1, -1)])
def test_a_wish_makes_sense(intake: int, reserve: int) -> None:
    with pytest.raises(ValueError, match="intake"):
        Wish(intake, reserve)
