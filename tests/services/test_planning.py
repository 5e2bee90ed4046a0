"""The deputy head plans a campaign, publishes its notice and forms the commissions."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from otbor.domain.campaign import CampaignKind, Level, Stage
from otbor.domain.commissions import CommissionKind, Relation, Role
from otbor.domain.findings import Refused, forbidding
from otbor.domain.planner import Wish
from otbor.services import campaigns, commissions, expertise, rules
from otbor.services.campaigns import CampaignDraft
from otbor.services.office import Office
from otbor.storage.models import Campaign, CommissionRow, Recusal, School
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.desk import Desk, desk_of
from tests.services.school import (
    CHAIR,
    CONFLICT,
    MEMBER,
    NOTICE_ITEMS,
    SCHOOL,
    Clock,
    campaign_draft,
    commission_drafts,
    member,
    opened,
    planned,
)


@pytest.fixture
def desk(office: Office, clock: Clock) -> Desk:
    """A planned campaign in February."""
    planned(office)
    return desk_of(office, clock)


def test_a_campaign_keeps_its_own_copy_of_the_school(desk: Desk) -> None:
    campaigns.set_up_school(desk.office, replace(SCHOOL, director="Новикова Т. Т."))
    with desk.office.question() as session:
        campaign = session.get_one(Campaign, desk.campaign)
        assert session.scalars(select(School)).one().director == "Новикова Т. Т."
        assert campaign.school_card["director"] == SCHOOL.director
        assert [(g.code, g.seats) for g in campaign.groups] == [("8Ф", 25), ("8И", 20)]
        assert [len(test.sittings) for test in campaign.tests] == [2, 2, 2]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"week": 7}, "campaign_data.week"),
        ({"time_zone": "Europe/Gorky"}, "campaign_data.time_zone"),
        ({"time_zone": "../etc/passwd"}, "campaign_data.time_zone"),
    ],
)
def test_a_card_by_which_no_day_can_be_counted_is_refused(office: Office, changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(Refused) as refusal:
        campaigns.set_up_school(office, replace(SCHOOL, **changes))
    assert refusal.value.finding.id == rule
    assert sentence(refusal.value.finding)


def test_free_seats_are_filled_between_the_planned_selections_of_the_same_level(office: Office) -> None:
    planned(office)
    draft = campaign_draft()
    schedule = replace(draft.campaign.schedule, notice_on=None, commissions_on=None)
    between = replace(draft.campaign, kind=CampaignKind.BETWEEN, schedule=schedule)
    with pytest.raises(Refused) as refusal:
        campaigns.plan(office, replace(draft, code="2026-8п", campaign=between))
    assert "schedule.overlaps_planned" in {finding.id for finding in refusal.value.findings}
    groups = tuple(replace(group, grade=10) for group in between.groups)
    senior = replace(between, level=Level.SOO, groups=groups)
    with pytest.raises(Refused) as refusal:
        campaigns.plan(office, replace(draft, code="2026-10п", grade=10, campaign=senior))
    assert "schedule.overlaps_planned" not in {finding.id for finding in refusal.value.findings}


def test_a_planned_selection_is_not_laid_over_one_between(office: Office) -> None:
    planned(office)
    with office.database.writing() as session:
        session.execute(update(Campaign).values(kind=CampaignKind.BETWEEN))
        session.commit()
    draft = replace(campaign_draft(), code="2026-8п")
    with pytest.raises(Refused) as refusal:
        campaigns.plan(office, draft)
    found = [finding for finding in refusal.value.findings if finding.id == "schedule.overlaps_between"]
    assert [finding.paragraph for finding in found] == ["6.2"]
    assert sentence(found[0])


def test_the_plan_tells_by_what_edition_it_was_checked(office: Office) -> None:
    campaigns.set_up_school(office, SCHOOL)
    told = [f for f in campaigns.plan(office, campaign_draft()).warnings if f.id == "profile.check_edition"]
    assert ["25.05.2020" in sentence(finding) for finding in told] == [True]


def test_nothing_is_planned_without_a_school(office: Office) -> None:
    with pytest.raises(Refused, match=r"office\.no_school") as refusal:
        campaigns.plan(office, campaign_draft())
    assert "карточк" in sentence(refusal.value.finding)


def _with_groups(draft: CampaignDraft, code: str) -> CampaignDraft:
    first, *rest = draft.campaign.groups
    return replace(draft, campaign=replace(draft.campaign, groups=(replace(first, code=code), *rest)))


def _with_test(draft: CampaignDraft, title: str) -> CampaignDraft:
    first, *rest = draft.campaign.tests
    return replace(draft, campaign=replace(draft.campaign, tests=(replace(first, title=title), *rest)))


def _starting(draft: CampaignDraft, day: date) -> CampaignDraft:
    schedule = replace(draft.campaign.schedule, starts=day, intake_opens=day)
    return replace(draft, campaign=replace(draft.campaign, schedule=schedule))


@pytest.mark.parametrize(
    ("identity", "draft"),
    [
        ("campaign_data.code_taken", campaign_draft()),
        ("campaign_data.number_pattern", replace(campaign_draft(), code="9", number_pattern="{ordinal}")),
        ("campaign_data.number_pattern", replace(campaign_draft(), code="9", number_pattern="{0}")),
        ("campaign_data.group_not_in_scheme", _with_groups(replace(campaign_draft(), code="9"), "8Ю")),
        ("campaign_data.test_not_in_scheme", _with_test(replace(campaign_draft(), code="9"), "алхимия")),
        ("campaign_data.no_file", replace(campaign_draft(), code="9", scheme="нет такой")),
        ("schedule.start_outside_window", _starting(replace(campaign_draft(), code="9"), date(2026, 3, 25))),
    ],
)
def test_a_plan_that_cannot_be_is_refused(desk: Desk, identity: str, draft: CampaignDraft) -> None:
    with desk.refused(identity):
        campaigns.plan(desk.office, draft)


def test_a_plan_that_only_may_be_disputed_is_warned_about(office: Office) -> None:
    campaigns.set_up_school(office, replace(SCHOOL, on_founders_list=False))
    warned = ["profile.check_edition", "campaign.not_on_founders_list"]
    assert [f.id for f in campaigns.plan(office, campaign_draft()).warnings] == warned


def test_the_notice_freezes_the_rules_and_opens_the_intake(desk: Desk) -> None:
    desk.clock.on(date(2026, 3, 2))
    campaigns.publish_notice(desk.office, desk.campaign, NOTICE_ITEMS)
    desk.clock.on(date(2026, 4, 6))
    with desk.office.transaction() as work:
        campaign = rules.campaign_row(work.session, desk.campaign)
        assert campaign.schemes[-1].locked_at is not None
        assert rules.stage(work, campaign) is Stage.INTAKE
    with desk.refused("campaign_data.published_already", "10"):
        campaigns.publish_notice(desk.office, desk.campaign, NOTICE_ITEMS)


@pytest.mark.parametrize("items", [{}, {**NOTICE_ITEMS, "tests": " "}])
def test_a_notice_lacks_no_item(desk: Desk, items: dict[str, str]) -> None:
    with desk.refused("campaign.notice_item_missing", "10"):
        campaigns.publish_notice(desk.office, desk.campaign, items)


def test_a_notice_is_not_published_late(desk: Desk) -> None:
    desk.clock.on(date(2026, 3, 20))
    with desk.refused("schedule.notice_missed", "10"):
        campaigns.publish_notice(desk.office, desk.campaign, NOTICE_ITEMS)


def test_no_campaign_no_notice(desk: Desk) -> None:
    with desk.refused("campaign_data.no_campaign"):
        campaigns.publish_notice(desk.office, 99, NOTICE_ITEMS)


def test_commissions_are_formed_by_one_order(desk: Desk) -> None:
    desk.clock.on(date(2026, 3, 16))
    formed = commissions.form_commissions(desk.office, desk.campaign, commission_drafts(), "12-од", date(2026, 3, 16))
    assert not formed.warnings
    with desk.office.question() as session:
        admission = commissions.commission_row(session, desk.campaign, CommissionKind.ADMISSION)
        assert (admission.order_number, len(admission.members)) == ("12-од", 4)
        assert len(session.scalars(select(CommissionRow)).all()) == 5
    with desk.refused("commission_data.formed_already", "12"):
        commissions.form_commissions(desk.office, desk.campaign, commission_drafts(), "13-од", date(2026, 3, 16))


def test_commissions_keep_their_composition_their_names_and_their_term(desk: Desk) -> None:
    day, late = date(2026, 3, 16), date(2026, 4, 3)
    admission, *rest = commission_drafts()
    desk.clock.on(day)
    with desk.refused("commission.missing", "12"):
        commissions.form_commissions(desk.office, desk.campaign, rest, "12-од", day)
    two_chairs = replace(admission, members=(*admission.members, member("Лишний Иван Иванович", Role.CHAIR)))
    with desk.refused("commission.chair"):
        commissions.form_commissions(desk.office, desk.campaign, [two_chairs, *rest], "12-од", day)
    same = [replace(draft, title="комиссия") for draft in (admission, *rest)]
    with desk.refused("commission_data.title_twice"):
        commissions.form_commissions(desk.office, desk.campaign, same, "12-од", day)
    with desk.refused("commission_data.order_to_come", "12"):
        commissions.form_commissions(desk.office, desk.campaign, [admission, *rest], "12-од", late)
    desk.clock.on(late)
    with desk.refused("schedule.commissions_missed", "12.1"):
        commissions.form_commissions(desk.office, desk.campaign, [admission, *rest], "12-од", late)


def test_without_commissions_nobody_judges(desk: Desk) -> None:
    with desk.office.question() as session, pytest.raises(Refused, match=r"commission_data\.not_formed"):
        commissions.commission_row(session, desk.campaign, CommissionKind.CONFLICT)


def test_a_relative_stands_aside(at: At) -> None:
    desk = at("filed")
    commissions.recuse(desk.office, desk.id(1), CHAIR, Relation.RELATIVE, "тётя")
    with desk.refused("commission.recusal_relative", "5"):
        expertise.score_documents(desk.office, desk.id(1), expertise.Expertise(), [CHAIR])
    expertise.score_documents(desk.office, desk.id(1), expertise.Expertise(), [MEMBER])
    with desk.office.question() as session:
        assert [(r.person, r.reason) for r in session.scalars(select(Recusal))] == [(CHAIR, "тётя")]


def test_who_may_not_be_recused(at: At) -> None:
    desk = at("filed")
    commissions.recuse(desk.office, desk.id(1), CHAIR, Relation.DECLARED, "самоотвод")
    with desk.refused("commission_data.recused_already"):
        commissions.recuse(desk.office, desk.id(1), CHAIR, Relation.RELATIVE, "тётя")
    with desk.refused("commission_data.recused_stranger"):
        commissions.recuse(desk.office, desk.id(1), "Прохожий Пётр Петрович", Relation.RELATIVE, "дядя")
    with desk.refused("commission_data.no_recusal_reason"):
        commissions.recuse(desk.office, desk.id(1), CONFLICT[0], Relation.RELATIVE, " ")
    with desk.refused("application.unknown"):
        commissions.recuse(desk.office, 99, CHAIR, Relation.RELATIVE, "тётя")


def test_the_schools_own_scheme_wins(office: Office, clock: Clock, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "schemes").mkdir(parents=True)
    office.own = own
    text = rules.read_text(office, "schemes/licey8.toml").replace("2026.1", "своя")
    (own / "schemes" / "licey8.toml").write_text(text, "utf-8")
    opened(office, clock)
    with office.question() as session:
        campaign = session.scalars(select(Campaign)).one()
        assert rules.scheme_in_force(campaign).version == "своя"


@pytest.mark.parametrize("backwards", [False, True])
def test_a_laid_out_plan_can_be_planned_as_it_is(office: Office, backwards: bool) -> None:
    campaigns.set_up_school(office, SCHOOL)
    draft = campaign_draft()
    laid_out = campaigns.lay_out(office, draft, Wish(intake_days=10), backwards=backwards)
    assert not forbidding(laid_out.findings)
    planned = campaigns.plan(office, replace(draft, campaign=laid_out.campaign))
    assert planned.campaign_id
    assert [milestone.day for milestone in laid_out.milestones] == sorted(m.day for m in laid_out.milestones)
