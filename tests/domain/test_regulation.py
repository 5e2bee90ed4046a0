"""The regulation profile holds what the Порядок says, and a wrong profile is named by file and field."""

import tomllib
from datetime import date
from typing import Any

import pytest

from otbor.domain.campaign import Act, Basis, Founder, GroupKind, Level, School, Stage, TermId
from otbor.domain.data_files import read_data
from otbor.domain.findings import Refused, Severity
from otbor.domain.procedure import edition_warning
from otbor.domain.regulation import Regulation, parse_regulation
from otbor.support.places import resources
from otbor.wording.findings import catalogue, sentence
from tests.domain.shipped import PROFILE, profile_text, regulation


@pytest.mark.parametrize(
    ("founder", "level", "first", "last", "tests_end"),
    [
        (Founder.STATE, Level.OOO, "2026-03-01", "2026-07-31", None),
        (Founder.STATE, Level.SOO, "2026-03-01", "2026-07-31", date(2026, 5, 15)),
        (Founder.MUNICIPAL, Level.OOO, "2026-04-01", "2026-06-30", None),
        (Founder.MUNICIPAL, Level.SOO, "2026-06-01", "2026-07-31", None),
    ],
)
def test_windows_of_6_1(founder: Founder, level: Level, first: str, last: str, tests_end: date | None) -> None:
    window = regulation().window(founder, level)
    assert window.dates(2026) == (date.fromisoformat(first), date.fromisoformat(last))
    assert window.tests_end_in(2026) == tests_end
    assert window.paragraph == "6.1"


@pytest.mark.parametrize(
    ("identity", "paragraph", "n", "unit"),
    [
        (TermId.NOTICE, "10", 30, "calendar"), (TermId.INTAKE_PLANNED, "11", 7, "working"),
        (TermId.INTAKE_BETWEEN, "11", 7, "working"), (TermId.COMMISSIONS, "12.1", 7, "working"),
        (TermId.PRELIMINARY, "22", 5, "working"), (TermId.ACQUAINTANCE, "23", 3, "working"),
        (TermId.APPEAL, "24", 2, "working"), (TermId.APPEAL_CONSIDERED, "25", 4, "working"),
        (TermId.FINAL, "26", 2, "working"), (TermId.ACQUAINTANCE_FINAL, "27", 3, "working"),
    ],
)  # fmt: skip
def test_terms(identity: TermId, paragraph: str, n: int, unit: str) -> None:
    rule = regulation().terms[identity]
    assert (rule.paragraph, rule.n, rule.unit) == (paragraph, n, unit)


def test_the_local_act_sets_terms_of_22_23_25_26_and_the_family_has_those_of_11_and_24() -> None:
    rules = regulation().terms.values()
    assert {rule.paragraph for rule in rules if rule.local} == {"22", "23", "25", "26"}
    assert {rule.paragraph for rule in rules if rule.side == "family"} == {"11", "24"}


@pytest.mark.parametrize(
    ("level", "on_list", "limit", "paragraph"),
    [
        (Level.OOO, True, 3, "13"),
        (Level.OOO, False, 3, "13"),
        (Level.SOO, True, 3, "14.1"),
        (Level.SOO, False, 2, "14.2"),
    ],
)
def test_numbers_of_tests(level: Level, on_list: bool, limit: int, paragraph: str) -> None:
    rule = regulation().test_limit(School(Founder.MUNICIPAL, on_list), level)
    assert (rule.limit, rule.paragraph) == (limit, paragraph)


@pytest.mark.parametrize(
    ("level", "basis", "kind", "paragraph"),
    [
        (Level.OOO, Basis.ADMISSION, GroupKind.IN_DEPTH, "8.1"), (Level.OOO, Basis.ADMISSION, GroupKind.PROFILE, "8.2"),
        (Level.OOO, Basis.TRANSFER_INSIDE, GroupKind.IN_DEPTH, "8.3"),
        (Level.OOO, Basis.TRANSFER_FROM, GroupKind.PROFILE, "8.3"),
        (Level.SOO, Basis.ADMISSION, GroupKind.PROFILE, "9.1"),
        (Level.SOO, Basis.TRANSFER_INSIDE, GroupKind.IN_DEPTH, "9.2"),
    ],
)  # fmt: skip
def test_cases_of_selection(level: Level, basis: Basis, kind: GroupKind, paragraph: str) -> None:
    assert regulation().case(level, basis, kind) == paragraph


def test_lists_of_the_order() -> None:
    own = regulation()
    assert [category.id for category in own.portfolio] == [f"16.{n}" for n in range(1, 8)]
    assert own.priority_categories() == ("16.1", "16.2", "16.3")
    assert len(own.notice_items) == 7
    assert len(own.acts) == len(Act) == 32
    assert [item.id for item in own.stages.values()] == ["0", "1", "2", "3", "4"]
    assert not {field.id for field in own.application_fields if not field.required} - {"child_patronymic"}
    assert {basis: act.order for basis, act in own.basis_acts.items()} == {
        Basis.ADMISSION: "enrolment",
        Basis.TRANSFER_INSIDE: "transfer",
        Basis.TRANSFER_FROM: "enrolment_by_transfer",
    }
    assert "458" in own.basis_acts[Basis.ADMISSION].cites[0]
    assert "240" in own.basis_acts[Basis.TRANSFER_FROM].cites[0]


def test_the_act_names_its_edition_and_its_text_is_shipped() -> None:
    act = regulation().act
    assert (act.number, act.edition_number) == ("321", "421")
    assert (act.issued_on, act.edition_on) == (date(2014, 5, 12), date(2020, 5, 25))
    assert "действующей редакцией" in act.notice
    assert "не позднее чем за 30 календарных дней" in (resources() / "regulation" / act.text).read_text("utf-8")


def test_the_edition_is_to_be_compared() -> None:
    text = sentence(edition_warning(regulation()))
    assert "№ 421 от 25.05.2020" in text
    assert "Сверьте с действующей редакцией" in text


def test_a_finding_takes_severity_and_paragraph_from_the_profile() -> None:
    finding = regulation().finding("schedule.notice_missed", day=date(2026, 3, 3))
    assert (finding.severity, finding.paragraph) == (Severity.FORBIDS, "10")
    assert regulation().finding("schedule.notice_lenient").severity is Severity.WARNS
    assert regulation().finding("schedule.notice_missed", paragraph="10.1").paragraph == "10.1"
    with pytest.raises(KeyError):
        regulation().finding("schedule.no_such_rule")


def test_every_rule_has_a_sentence() -> None:
    assert not {*regulation().rules, *regulation().citations} - set(catalogue())


def test_every_act_of_the_procedure_belongs_to_a_stage() -> None:
    assert all(set(rule.stages) <= set(Stage) for rule in regulation().acts.values())


def refusals(text: str) -> list[tuple[str, Any, str]]:
    with pytest.raises(Refused) as refused:
        parse_regulation(text, "region.toml")
    found = refused.value.findings
    assert all("region.toml" in sentence(finding) for finding in found)
    return [(finding.id, finding.values.get("field"), sentence(finding)) for finding in found]


@pytest.mark.parametrize(
    ("old", "new", "identity", "field"),
    [
        ('id = "nizhny-novgorod-2020"', "", "profile.field_missing", "id"),
        ('opens = "03-01"', 'opens = "1 марта"', "profile.field_wrong", "windows.0.opens"),
        ('opens = "03-01"', 'opens = "02-30"', "profile.field_wrong", "windows.0.opens"),
        ('founder = "state"\nlevel = "soo"', 'founder = "state"\nlevel = "ooo"', "profile.field_incomplete", "windows"),
        ("n = 30", "n = 0", "profile.field_wrong", "terms.notice.n"),
        ("n = 30", 'n = "тридцать"', "profile.field_wrong", "terms.notice.n"),
        ("[terms.notice]", "[terms.notices]", "profile.field_not_of_list", "terms.notices"),
        ("on_list = false", "on_list = true", "profile.field_incomplete", "test_limits"),
        ("gates = []", "gates = []\ncolour = 1", "profile.field_unknown", "colour"),
        ('plan = { title = "планирование отбора", stages = ["preparation"] }', "", "profile.field_incomplete", "acts"),
        ("[commissions.conflict]", "[commissions.other]", "profile.field_not_of_list", "commissions.other"),
    ],
)
def test_a_wrong_profile_is_refused_by_field(old: str, new: str, identity: str, field: str) -> None:
    assert old in profile_text()
    found = refusals(profile_text().replace(old, new, 1))
    assert (identity, field) in [(i, f) for i, f, _ in found]


def test_a_profile_that_is_not_toml_is_refused() -> None:
    assert [identity for identity, _, _ in refusals("Порядок\0")] == ["profile.unreadable"]


def test_missing_rows_are_named() -> None:
    found = refusals(profile_text().replace('founder = "municipal"\nlevel = "soo"', 'founder = "state"\nlevel = "ooo"'))
    assert "municipal / soo" in found[0][2]


def test_another_region_is_another_file() -> None:
    other = read_data(profile_text().replace('paragraph = "14.2"', 'paragraph = "3.7"'), PROFILE, Regulation)
    assert other.test_limit(School(Founder.STATE), Level.SOO).paragraph == "3.7"
    assert tomllib.loads(profile_text())["region"] == other.region
