"""The deputy head mends a plan: anew before the notice, by an act of the director after it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from otbor.domain.findings import Refused
from otbor.services import campaign_edits, campaigns, examinations, expertise, notice_texts, plan_review, planning
from otbor.services.campaign_edits import SittingEdit
from otbor.services.office import Office
from otbor.services.schemes import ChangeBasis
from otbor.storage.models import Application, AuditPayload, Campaign, EntranceTest, School
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.desk import Desk, desk_of
from tests.services.school import NOTICE_ITEMS, SCHOOL, Clock, campaign_draft, planned

BASIS = ChangeBasis("приказ № 31-од", date(2026, 4, 6), "каб. 301 на ремонте")


@pytest.fixture
def desk(office: Office, clock: Clock) -> Desk:
    """A planned campaign in February, its notice not published."""
    planned(office)
    return desk_of(office, clock)


def version(desk: Desk) -> int:
    """The campaign's version as a person would see it now."""
    return planning.stored_campaign(desk.office, desk.campaign).version


def payload(desk: Desk) -> dict[str, Any]:
    """What the newest act has left in the audit trail."""
    with desk.office.question() as session:
        row = session.scalars(select(AuditPayload).order_by(AuditPayload.id.desc())).first()
        assert row is not None
        return dict(row.content)


def edits(desk: Desk, change: Callable[[SittingEdit], SittingEdit] = lambda edit: edit) -> list[SittingEdit]:
    """The sittings as they are stored, each changed."""
    stored = planning.stored_campaign(desk.office, desk.campaign).sittings
    return [change(edit) for edit in stored]


# The school's card


def test_a_card_written_meanwhile_is_not_overwritten(office: Office) -> None:
    campaigns.set_up_school(office, SCHOOL)
    seen = planning.stored_school(office)
    assert seen is not None
    assert seen.card == SCHOOL
    campaigns.set_up_school(office, replace(SCHOOL, director="Новикова Т. Т."), seen.version)
    with pytest.raises(Refused, match=r"office\.stale"):
        campaigns.set_up_school(office, replace(SCHOOL, place="г. Бор"), seen.version)
    with office.question() as session:
        assert session.scalars(select(School)).one().place == SCHOOL.place


def test_a_card_tells_every_blank_field_at_once(office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        campaigns.set_up_school(office, replace(SCHOOL, name=" ", director="", week=4))
    assert [(f.id, f.where) for f in refusal.value.findings] == [
        ("campaign_data.card_blank", "name"),
        ("campaign_data.card_blank", "director"),
        ("campaign_data.week", "week"),
    ]


def test_an_empty_database_has_no_card(office: Office) -> None:
    assert planning.stored_school(office) is None


# Planning anew


def test_a_campaign_is_planned_anew_until_its_notice(desk: Desk) -> None:
    seen = planning.stored_campaign(desk.office, desk.campaign)
    assert seen.draft.campaign.groups == campaign_draft().campaign.groups
    first, _second = seen.draft.campaign.groups
    less = tuple(test for test in seen.draft.campaign.tests if test.title != "информатика")
    campaign = replace(seen.draft.campaign, groups=(replace(first, seats=30),), tests=less)
    draft = replace(seen.draft, code="2026-8а", campaign=campaign)
    campaigns.set_up_school(desk.office, replace(SCHOOL, director="Новикова Т. Т."))
    assert campaigns.replan(desk.office, desk.campaign, draft, seen.version).campaign_id == desk.campaign
    with desk.office.question() as session:
        row = session.get_one(Campaign, desk.campaign)
        assert (row.code, [(g.code, g.seats) for g in row.groups]) == ("2026-8а", [("8Ф", 30)])
        assert [(test.name, len(test.sittings)) for test in row.tests] == [("математика", 2), ("физика", 2)]
        assert row.school_card["director"] == "Новикова Т. Т."
        assert len(row.schemes) == 1, "the same scheme is no new version"


def test_another_scheme_is_another_version(desk: Desk) -> None:
    seen = planning.stored_campaign(desk.office, desk.campaign)
    group = replace(seen.draft.campaign.groups[0], code="10Ф", class_code="10Ф", grade=8)
    campaign = replace(seen.draft.campaign, groups=(group,), tests=())
    with pytest.raises(Refused) as refusal:
        campaigns.replan(desk.office, desk.campaign, replace(seen.draft, scheme="average", campaign=campaign), 1)
    assert "campaign_data.group_not_in_scheme" in {finding.id for finding in refusal.value.findings}
    with desk.office.question() as session:
        assert [row.name for row in session.get_one(Campaign, desk.campaign).schemes] == ["licey8"]


def test_a_plan_seen_by_two_is_written_once(desk: Desk) -> None:
    seen = planning.stored_campaign(desk.office, desk.campaign)
    campaigns.replan(desk.office, desk.campaign, replace(seen.draft, title="8 классы"), seen.version)
    with desk.refused("office.stale"):
        campaigns.replan(desk.office, desk.campaign, replace(seen.draft, title="другое"), seen.version)


def test_a_published_campaign_is_not_planned_anew(at: At) -> None:
    desk = at("open")
    seen = planning.stored_campaign(desk.office, desk.campaign)
    with desk.refused("campaign_edit.published", "10"):
        campaigns.replan(desk.office, desk.campaign, seen.draft, seen.version)


def test_a_plan_lacks_neither_name_nor_digits(desk: Desk) -> None:
    draft = replace(campaign_draft(), code=" ", title="", number_digits=0)
    with pytest.raises(Refused) as refusal:
        campaigns.plan(desk.office, draft)
    assert [(f.id, f.where) for f in refusal.value.findings[:2]] == [
        ("campaign_data.name_blank", "code"),
        ("campaign_data.name_blank", "title"),
    ]
    assert "campaign_data.number_digits" in {finding.id for finding in refusal.value.findings}


# Numbering


def test_the_numbering_changes_before_the_first_number(at: At) -> None:
    desk = at("open")
    campaign_edits.change_numbering(desk.office, desk.campaign, "{series}{ordinal}/{campaign}", 3, version(desk))
    stored = planning.stored_campaign(desk.office, desk.campaign)
    assert planning.example_number(stored.draft) == "041/2026-8"
    with desk.refused("campaign_data.number_pattern"):
        campaign_edits.change_numbering(desk.office, desk.campaign, "{ordinal}", 3, stored.version)
    with desk.refused("campaign_data.number_digits"):
        campaign_edits.change_numbering(desk.office, desk.campaign, stored.draft.number_pattern, 9, stored.version)
    with desk.refused("campaign_edit.same"):
        campaign_edits.change_numbering(desk.office, desk.campaign, "{series}{ordinal}/{campaign}", 3, stored.version)
    with desk.refused("office.stale"):
        campaign_edits.change_numbering(
            desk.office, desk.campaign, "{campaign}{series}{ordinal}", 4, stored.version - 1
        )


def test_numbers_given_stay(at: At) -> None:
    desk = at("filed")
    with desk.refused("campaign_edit.numbers_given", "11"):
        campaign_edits.change_numbering(desk.office, desk.campaign, "{series}{ordinal}/{campaign}", 3, version(desk))


# Seats


def test_seats_before_the_notice_need_no_act(desk: Desk) -> None:
    seen = version(desk)
    campaign_edits.change_seats(desk.office, desk.campaign, {desk.groups["8Ф"]: 26}, seen)
    with desk.office.question() as session:
        assert [g.seats for g in session.get_one(Campaign, desk.campaign).groups] == [26, 20]
    with desk.refused("office.stale"):
        campaign_edits.change_seats(desk.office, desk.campaign, {desk.groups["8Ф"]: 27}, seen)


def test_published_seats_change_by_an_act_on_record(at: At) -> None:
    desk = at("filed")
    change = {desk.groups["8Ф"]: 3}
    with desk.refused("campaign_edit.no_basis", "10"):
        campaign_edits.change_seats(desk.office, desk.campaign, change, version(desk))
    with desk.refused("campaign_edit.no_basis", "10"):
        blank = replace(BASIS, reason=" ")
        campaign_edits.change_seats(desk.office, desk.campaign, change, version(desk), blank)
    with desk.refused("campaign_edit.basis_later"):
        later = replace(BASIS, dated=date(2026, 4, 8))
        campaign_edits.change_seats(desk.office, desk.campaign, change, version(desk), later)
    campaign_edits.change_seats(desk.office, desk.campaign, change, version(desk), BASIS)
    told = payload(desk)
    assert (told["seats"], told["act"], told["dated"]) == ({"8Ф": [2, 3]}, "приказ № 31-од", "2026-04-06")


def test_seats_that_cannot_be(at: At) -> None:
    desk = at("filed")
    with desk.refused("campaign.no_seats", "10"):
        campaign_edits.change_seats(desk.office, desk.campaign, {desk.groups["8Ф"]: 0}, version(desk), BASIS)
    with desk.refused("campaign_edit.same"):
        campaign_edits.change_seats(desk.office, desk.campaign, {desk.groups["8Ф"]: 2}, version(desk), BASIS)
    with desk.refused("campaign_edit.no_group"):
        campaign_edits.change_seats(desk.office, desk.campaign, {99: 2}, version(desk), BASIS)


def test_the_final_rating_fixes_the_seats(at: At) -> None:
    desk = at("final")
    with desk.refused("campaign_edit.seats_after_final", "26"):
        campaign_edits.change_seats(desk.office, desk.campaign, {desk.groups["8Ф"]: 3}, version(desk), BASIS)


# Days and rooms of tests


def test_a_test_moves_to_another_day_and_room(at: At) -> None:
    desk = at("filed")
    physics = desk.tests["физика"]

    def moved(edit: SittingEdit) -> SittingEdit:
        mine = edit.test_id == physics and not edit.reserve
        return replace(edit, day=date(2026, 5, 14), room="каб. 205") if mine else edit

    with desk.refused("campaign_edit.no_basis", "10"):
        campaign_edits.change_sittings(desk.office, desk.campaign, edits(desk, moved), version(desk))
    seen = version(desk)
    campaign_edits.change_sittings(desk.office, desk.campaign, edits(desk, moved), seen, BASIS)
    with desk.office.question() as session:
        test = session.get_one(EntranceTest, physics)
        assert [(s.held_on, s.room) for s in test.sittings if not s.reserve] == [(date(2026, 5, 14), "каб. 205")]
    assert payload(desk)["reason"] == BASIS.reason
    with desk.refused("office.stale"):
        campaign_edits.change_sittings(desk.office, desk.campaign, edits(desk), seen, BASIS)
    with desk.refused("campaign_edit.same"):
        campaign_edits.change_sittings(desk.office, desk.campaign, edits(desk), version(desk), BASIS)


def test_a_reserve_day_comes_and_goes(at: At) -> None:
    desk = at("filed")
    maths = desk.tests["математика"]
    more = [*edits(desk), SittingEdit(maths, date(2026, 5, 20), "каб. 302", reserve=True)]
    protocols = (date(2026, 5, 27), None)
    campaign_edits.change_sittings(desk.office, desk.campaign, more, version(desk), BASIS, protocols)
    stored = planning.stored_campaign(desk.office, desk.campaign)
    assert stored.draft.campaign.schedule.preliminary_on == date(2026, 5, 27)
    assert len(stored.sittings) == 7
    less = [edit for edit in stored.sittings if edit.day != date(2026, 5, 20)]
    campaign_edits.change_sittings(desk.office, desk.campaign, less, stored.version, BASIS, (None, None))
    assert len(planning.stored_campaign(desk.office, desk.campaign).sittings) == 6


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (date(2026, 4, 24), "schedule.intake_planned_missed"),  # within 7 working days after the intake
        (date(2026, 6, 25), "schedule.chain_too_long"),
        (date(2026, 4, 2), "campaign_edit.sitting_passed"),
    ],
)
def test_a_day_that_cannot_be(at: At, day: date, rule: str) -> None:
    desk = at("filed")
    wrong = edits(desk, lambda edit: edit if edit.reserve else replace(edit, day=day))
    with desk.refused(rule):
        campaign_edits.change_sittings(desk.office, desk.campaign, wrong, version(desk), BASIS)


def test_every_test_keeps_a_main_day(at: At) -> None:
    desk = at("filed")
    only_reserve = [edit for edit in edits(desk) if edit.reserve]
    with desk.refused("schedule.test_without_sitting"):
        campaign_edits.change_sittings(desk.office, desk.campaign, only_reserve, version(desk), BASIS)


def test_a_day_with_people_and_a_day_that_is_over_stay(at: At) -> None:
    desk = at("marked")
    with desk.refused("examination.sheet_closed"):
        less = [edit for edit in edits(desk) if edit.reserve]
        campaign_edits.change_sittings(desk.office, desk.campaign, less, version(desk), BASIS)


def test_a_day_that_is_over_stays(at: At) -> None:
    desk = at("filed")
    desk.clock.on(date(2026, 5, 13))
    moved = edits(desk, lambda edit: edit if edit.reserve else replace(edit, day=date(2026, 5, 15)))
    with desk.refused("campaign_edit.sitting_held"):
        campaign_edits.change_sittings(desk.office, desk.campaign, moved, version(desk), BASIS)
    gone = [edit for edit in edits(desk) if edit.reserve]
    with desk.refused("campaign_edit.sitting_held"):
        campaign_edits.change_sittings(desk.office, desk.campaign, gone, version(desk), BASIS)


def test_a_day_is_not_taken_from_those_admitted(at: At) -> None:
    desk = at("filed")
    desk.clock.on(date(2026, 4, 23))
    expertise.score_documents(desk.office, desk.id(1), expertise.Expertise(), ["Соколова Ирина Петровна"])
    examinations.admit(desk.office, desk.id(1))
    gone = [edit for edit in edits(desk) if edit.reserve or edit.test_id != desk.tests["физика"]]
    with desk.refused("campaign_edit.sitting_taken"):
        campaign_edits.change_sittings(desk.office, desk.campaign, gone, version(desk), BASIS)


# Questions of the window


def test_a_draft_is_reviewed_while_it_is_typed(desk: Desk) -> None:
    draft = campaign_draft()
    said = plan_review.review(desk.office, draft)
    assert [(p.place, p.finding.id) for p in said.findings if p.forbids] == [("code", "campaign_data.code_taken")]
    assert not any(p.forbids for p in plan_review.review(desk.office, draft, desk.campaign).findings)
    late = replace(draft.campaign.schedule, intake_closes=date(2026, 5, 8), starts=date(2026, 3, 25))
    said = plan_review.review(
        desk.office, replace(draft, campaign=replace(draft.campaign, schedule=late)), desk.campaign
    )
    places = {(p.place, p.finding.id) for p in said.findings}
    assert ("starts", "schedule.start_outside_window") in places
    assert ("intake_closes", "schedule.intake_planned_missed") in places
    assert all(p.text for p in said.findings)
    assert [m.step for m in said.milestones][-1] == "ends"


def test_a_draft_whose_files_are_missing_is_reviewed_too(desk: Desk) -> None:
    said = plan_review.review(desk.office, replace(campaign_draft(), scheme="нет такой"), desk.campaign)
    assert [(p.place, p.finding.id) for p in said.findings] == [("scheme", "campaign_data.no_file")]
    assert said.milestones


def test_what_is_not_lawful_in_a_scheme_is_told_without_keys_of_its_file(desk: Desk) -> None:
    said = plan_review.review(desk.office, replace(campaign_draft(), scheme="gymnasium5"), desk.campaign)
    lawful = [p.text for p in said.findings if p.finding.id.startswith("lawful.")]
    assert any(text.startswith("Показатель «") for text in lawful)
    assert not any("gymnasium5" in text or "components" in text for text in lawful)


def test_schemes_of_the_grade_come_first(desk: Desk) -> None:
    offered = planning.scheme_choices(desk.office, 8)
    assert {one.grade for one in offered[:3]} >= {8}
    assert offered[0].grade == 8
    assert {"licey8", "average"} <= {one.name for one in offered}
    assert not any(one.wrong for one in offered)


def test_the_schools_own_broken_scheme_says_so(desk: Desk, tmp_path: Any) -> None:
    (tmp_path / "schemes").mkdir()
    (tmp_path / "schemes" / "свой.toml").write_text("title = 1", "utf-8")
    desk.office.own = tmp_path
    broken = next(one for one in planning.scheme_choices(desk.office, 8) if one.name == "свой")
    assert broken.wrong
    assert broken.own


def test_the_notice_comes_with_what_the_program_knows(desk: Desk) -> None:
    items = notice_texts.notice_items(desk.office, desk.campaign)
    texts = {item.id: item.text for item in items}
    assert list(texts) == list(NOTICE_ITEMS)
    assert "физико-математический" in texts["seats"]
    assert "25" in texts["seats"]
    assert "06.04.2026" in texts["procedure"]
    assert "каб. 301" in texts["tests"]
    assert texts["portfolio"].strip()
    desk.clock.on(date(2026, 3, 2))
    campaigns.publish_notice(desk.office, desk.campaign, texts)
    published = notice_texts.notice_items(desk.office, desk.campaign)
    assert {item.id: item.text for item in published} == texts, "what the scheme says is there already"


def test_only_what_is_stored_can_be_asked(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"campaign_data\.no_campaign") as refusal:
        planning.stored_campaign(desk.office, 99)
    assert sentence(refusal.value.finding)


def test_applications_are_counted(at: At) -> None:
    desk = at("filed")
    with desk.office.question() as session:
        assert len(session.scalars(select(Application)).all()) == 7
    assert planning.stored_campaign(desk.office, desk.campaign).applications == 7
