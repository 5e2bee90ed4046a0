"""The campaign: school and groups, the notice, stages and acts, filing, documents, criteria — every check both ways."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.domain import campaign as domain  # tests_of by itself would be taken for a test
from otbor.domain.campaign import (
    Act,
    Basis,
    CampaignKind,
    Founder,
    GroupKind,
    Level,
    LocalTerms,
    School,
    Stage,
    TermId,
    first_test_day,
    last_test_day,
    selection_subjects,
    stage_on,
)
from otbor.domain.criteria import allowed_criteria
from otbor.domain.documents_required import missing_documents, required_documents
from otbor.domain.filing import check_application_fields, check_channel, check_copy, check_filing
from otbor.domain.findings import Severity, forbidding
from otbor.domain.procedure import check_act, check_campaign, check_notice
from otbor.domain.regulation import Regulation
from otbor.wording.findings import sentence
from tests.domain.shipped import calendar, campaign, group, ids, profile, regulation

LISTED = School(Founder.MUNICIPAL, on_founders_list=True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"school": School(Founder.MUNICIPAL)}, ["campaign.not_on_founders_list"]),
        ({"school": School(Founder.MUNICIPAL), "level": Level.SOO, "groups": (group(grade=10),)}, []),
        ({"school": replace(LISTED, cadet=True)}, ["campaign.local_subjects_missing"]),
        ({"school": replace(LISTED, cadet=True), "local_subjects": ("русский язык",)}, []),
        ({"groups": ()}, ["campaign.no_groups"]),
        ({"groups": (group(), group())}, ["campaign.group_twice"]),
        ({"groups": (group(), group("8И"))}, []),
        ({"groups": (group(grade=10),)}, ["campaign.grade_of_other_level"]),
        ({"level": Level.SOO}, ["campaign.grade_of_other_level"]),
        ({"groups": (group(subjects=()),)}, ["campaign.subjects_missing"]),
        ({"groups": (group(kind=GroupKind.PROFILE),)}, ["campaign.profile_missing"]),
        ({"groups": (group(kind=GroupKind.PROFILE, profile="технологический", subjects=()),)}, []),
        ({"groups": (group(seats=0),)}, ["campaign.no_seats"]),
        ({"groups": (group(seats=0),), "kind": CampaignKind.BETWEEN}, ["campaign.no_free_seats"]),
        ({"kind": CampaignKind.BETWEEN}, []),
        ({"bases": tuple(Basis)}, []),
        ({"bases": ()}, ["campaign.no_basis"]),
        ({"local": LocalTerms({TermId.PRELIMINARY: 9})}, ["campaign.local_term_range"]),
    ],
)
def test_school_and_campaign(changes: dict[str, Any], expected: list[str]) -> None:
    assert ids(check_campaign(regulation(), campaign(**changes))) == expected


def test_a_case_that_the_region_does_not_know_is_refused() -> None:
    other = profile()
    other["cases"] = [case for case in other["cases"] if case["basis"] == "admission"]
    narrow = Regulation.model_validate(other)
    assert check_campaign(narrow, campaign()) == ()
    assert ids(check_campaign(narrow, campaign(bases=(Basis.TRANSFER_FROM,)))) == ["campaign.case_unknown"]


def test_only_the_missing_items_of_the_notice_are_named() -> None:
    items = {item.id for item in regulation().notice_items}
    assert check_notice(regulation(), items) == ()
    (found,) = check_notice(regulation(), items - {"application_form"})
    assert "примерная форма заявления" in sentence(found)
    assert "(п.\u00a010 Порядка)" in sentence(found)


ACTS_OUT_OF_ORDER = [
    (Act.REGISTER, Stage.PREPARATION), (Act.REGISTER, Stage.RATING), (Act.BUILD_FINAL, Stage.INTAKE),
    (Act.ORDER_ENROLMENT, Stage.RATING), (Act.FILE_APPEAL, Stage.EXAMINATION), (Act.ENTER_POINTS, Stage.RATING),
    (Act.PUBLISH_NOTICE, Stage.INTAKE),
]  # fmt: skip


@pytest.mark.parametrize(("act", "stage"), ACTS_OUT_OF_ORDER)
def test_an_act_out_of_order_is_refused_with_both_named(act: Act, stage: Stage) -> None:
    (found,) = check_act(regulation(), act, stage)
    assert (found.id, found.severity, found.paragraph) == ("campaign.out_of_order", Severity.FORBIDS, "17")
    assert regulation().acts[act].title in sentence(found)
    assert regulation().stages[stage].title in sentence(found)


@given(st.sampled_from(Act), st.sampled_from(Stage), st.sampled_from(["", "  ", "решение комиссии от 01.06"]))
def test_an_act_in_its_stage_passes_and_else_needs_a_reason(act: Act, stage: Stage, reason: str) -> None:
    found = check_act(regulation(), act, stage, reason)
    assert bool(found) == (stage not in regulation().acts[act].stages)
    if found:
        excused = regulation().acts[act].excusable and bool(reason.strip())
        assert bool(forbidding(found)) is not excused
        assert (reason.strip() in sentence(found[0])) is (excused or not reason.strip())


def test_no_reason_excuses_a_rating_or_an_order_before_its_time() -> None:
    # a final rating may be built anew with a reason (п. 26); without a preliminary one its service refuses
    for act in (Act.BUILD_PRELIMINARY, Act.RECOMMEND, Act.ORDER_ENROLMENT, Act.REFUSE, Act.OFFER):
        assert forbidding(check_act(regulation(), act, Stage.INTAKE, "распоряжение директора"))
    assert not forbidding(check_act(regulation(), Act.REGISTER, Stage.EXAMINATION, "болезнь"))


@pytest.mark.parametrize(
    ("today", "done", "stage"),
    [
        (date(2026, 4, 2), {"notice_published": False}, Stage.PREPARATION),
        (date(2026, 3, 31), {"notice_published": True}, Stage.PREPARATION),
        (date(2026, 4, 1), {"notice_published": True}, Stage.INTAKE),
        (date(2026, 5, 5), {"notice_published": True}, Stage.INTAKE),
        (date(2026, 5, 6), {"notice_published": True}, Stage.EXAMINATION),
        (date(2026, 5, 27), {"notice_published": True, "preliminary_built": True}, Stage.RATING),
        (date(2026, 6, 11), {"notice_published": True, "preliminary_built": True, "final_built": True}, Stage.DECISION),
    ],
)
def test_the_stage_follows_from_what_was_done(today: date, done: dict[str, bool], stage: Stage) -> None:
    assert stage_on(campaign().schedule, today, **done) is stage


def test_the_days_of_the_tests() -> None:
    assert (first_test_day(campaign()), last_test_day(campaign())) == (date(2026, 5, 18), date(2026, 5, 20))
    assert first_test_day(campaign(tests=())) is last_test_day(campaign(tests=())) is None


def test_the_subjects_of_a_cadet_school_replace_the_in_depth_ones_at_ooo_only() -> None:
    cadet = campaign(school=replace(LISTED, cadet=True), local_subjects=("русский язык",))
    assert selection_subjects(cadet, group()) == ("русский язык",)
    assert selection_subjects(replace(cadet, level=Level.SOO), group()) == ("математика", "физика")
    assert domain.tests_of(cadet, group()) == ()


# ── Filing (п. 11) ──


@pytest.mark.parametrize(
    ("filed_on", "reason", "expected"),
    [
        (date(2026, 3, 31), "", ["intake.too_early"]),
        (date(2026, 3, 31), "болезнь", ["intake.too_early"]),
        (date(2026, 4, 1), "", []),
        (date(2026, 5, 5), "", []),
        (date(2026, 5, 6), "", ["intake.after_closing"]),
        (date(2026, 5, 7), "", ["intake.too_late"]),
        (date(2026, 5, 7), " ", ["intake.too_late"]),
        (date(2026, 5, 7), "болезнь", ["intake.late_accepted"]),
    ],
)
def test_filing_in_time(filed_on: date, reason: str, expected: list[str]) -> None:
    found = check_filing(regulation(), calendar(), campaign(), filed_on, reason)
    assert ids(found) == expected
    assert bool(forbidding(found)) == (bool(expected) and expected != ["intake.late_accepted"])


def test_a_campaign_without_tests_has_the_closing_day_only() -> None:
    found = check_filing(regulation(), calendar(), campaign(tests=()), date(2026, 5, 6))
    assert ids(found) == ["intake.too_late"]


def test_only_missing_obligatory_fields_are_named() -> None:
    every = {field.id for field in regulation().application_fields}
    assert check_application_fields(regulation(), every - {"child_patronymic"}) == ()
    found = check_application_fields(regulation(), every - {"parent_phone", "birth_place"})
    assert ids(found) == ["intake.field_missing"] * 2
    assert "место рождения" in sentence(found[0])
    whence = every - {"previous_school"}
    assert check_application_fields(regulation(), whence, Basis.ADMISSION) == ()
    [asked] = check_application_fields(regulation(), whence, Basis.TRANSFER_FROM)
    assert (asked.id, asked.paragraph) == ("intake.field_of_case_missing", "8.3, 9.2")


@pytest.mark.parametrize(
    ("kind", "compared_by", "expected"),
    [
        ("shown_with_original", "Иванова А. А.", []),
        ("shown_with_original", "", ["intake.copy_not_compared"]),
        ("certified", "", []),
        ("photo", "Иванова А. А.", ["intake.copy_kind_unknown"]),
    ],
)
def test_copies(kind: str, compared_by: str, expected: list[str]) -> None:
    assert ids(check_copy(regulation(), "диплом", kind, compared_by)) == expected


def test_ways_to_file() -> None:
    assert check_channel(regulation(), "in_person") == check_channel(regulation(), "epgu") == ()
    assert ids(check_channel(regulation(), "post")) == ["intake.channel_not_allowed"]


# ── Documents (п. 11) ──

COMMON = ["identity", "consent", "portfolio"]
FOREIGN = ["kinship", "right_to_stay", "translation"]


@pytest.mark.parametrize(
    ("level", "conditions", "expected"),
    [
        (Level.OOO, {}, [*COMMON, "marks"]),
        (Level.OOO, {"cadet": True}, [*COMMON, "marks_local"]),
        (Level.SOO, {}, [*COMMON, "exams"]),
        (Level.SOO, {"cadet": True}, [*COMMON, "exams"]),
        (Level.OOO, {"sport": True}, [*COMMON, "marks", "no_contraindications"]),
        (Level.SOO, {"foreign": True}, [*COMMON, "exams", *FOREIGN]),
    ],
)
def test_required_documents(level: Level, conditions: dict[str, bool], expected: list[str]) -> None:
    assert [document.id for document in required_documents(regulation(), level, **conditions)] == expected


def test_missing_documents() -> None:
    required = required_documents(regulation(), Level.OOO, foreign=True)
    assert missing_documents(regulation(), required, [document.id for document in required]) == ()
    found = missing_documents(regulation(), required, ["identity", "kinship", "right_to_stay"])
    assert ids(found) == ["intake.document_required", "intake.document_missing"]
    assert "согласие" in sentence(found[0])
    assert [f.severity for f in found] == [Severity.FORBIDS, Severity.WARNS]
    exams = required_documents(regulation(), Level.SOO)
    assert missing_documents(regulation(), exams, ["identity", "consent"]) == ()


# ── Criteria (пп. 7, 13, 14) ──


def test_criteria() -> None:
    assert [c.id for c in allowed_criteria(regulation(), Level.OOO)] == ["mark", "portfolio", "test"]
    assert [c.id for c in allowed_criteria(regulation(), Level.SOO)] == ["exam", "portfolio", "test"]
    sport = [c.id for c in allowed_criteria(regulation(), Level.OOO, sport=True)]
    assert sport == ["mark", "portfolio", "test", "aptitude"]
