"""Commissions (п. 12): composition, incompatibility, parents, office, recusal — every check both ways."""

from dataclasses import replace
from datetime import date

import pytest

from otbor.domain.commissions import (
    Commission,
    CommissionKind,
    Member,
    Relation,
    Role,
    Standing,
    Tie,
    check_appeal_members,
    check_composition,
    check_office,
    in_office,
    must_recuse,
)
from otbor.domain.findings import Severity
from otbor.wording.findings import sentence
from tests.domain.shipped import ids, regulation

HEAD = Member("1", "Орлова Н. П.", Standing.HEAD, Role.CHAIR)
SECRETARY = Member("2", "Юдина К. С.", Standing.TEACHER, Role.SECRETARY)
TEACHER = Member("3", "Ёлкин П. А.", Standing.TEACHER)
PARENT = Member("4", "Белова О. И.", Standing.PARENT, collegial_body=True)
EXPERT = Member("5", "Серов Г. Г.", Standing.EXPERT)
MARKER = Member("6", "Громова Л. Л.", Standing.TEACHER)
MARKERS = (
    Member("7", "Котов Д. Д.", Standing.TEACHER, Role.CHAIR),
    Member("8", "Лисина В. В.", Standing.TEACHER, Role.SECRETARY),
    MARKER,
)

ADMISSION = Commission(CommissionKind.ADMISSION, (HEAD, SECRETARY, TEACHER, PARENT))
SUBJECT = Commission(CommissionKind.SUBJECT, MARKERS, subjects=("математика", "физика"))
CONFLICT = Commission(CommissionKind.CONFLICT, (HEAD, SECRETARY, EXPERT, PARENT))


def check(*commissions: Commission, subjects: tuple[str, ...] = ()) -> list[str]:
    return ids(check_composition(regulation(), commissions, subjects))


def test_a_lawful_composition_has_no_finding() -> None:
    assert check(ADMISSION, SUBJECT, CONFLICT, subjects=("математика", "физика")) == []


def test_all_three_kinds_are_created() -> None:
    found = check_composition(regulation(), [ADMISSION, SUBJECT])
    assert ids(found) == ["commission.missing"]
    assert "конфликтная комиссия" in sentence(found[0])
    assert check() == ["commission.missing"] * 3


def test_every_tested_subject_is_marked() -> None:
    assert check(ADMISSION, SUBJECT, CONFLICT, subjects=("физика", "химия")) == ["commission.subject_unmarked"]


def test_a_member_of_the_conflict_commission_is_in_no_subject_commission() -> None:
    conflict = replace(CONFLICT, members=(*CONFLICT.members, replace(MARKER, role=Role.MEMBER)))
    (found,) = check_composition(regulation(), [ADMISSION, SUBJECT, conflict])
    assert (found.id, found.paragraph, found.severity) == ("commission.in_both", "12", Severity.FORBIDS)
    assert "Громова Л. Л." in sentence(found)


def test_the_same_person_may_be_in_admission_and_subject() -> None:
    assert check(replace(ADMISSION, members=(*ADMISSION.members, MARKER)), SUBJECT, CONFLICT) == []


def without(commission: Commission, *members: Member) -> Commission:
    return replace(commission, members=tuple(m for m in commission.members if m not in members))


@pytest.mark.parametrize(
    ("commission", "expected"),
    [
        (without(ADMISSION, HEAD), ["commission.chair"]),
        (replace(ADMISSION, members=(*ADMISSION.members, replace(EXPERT, role=Role.CHAIR))), ["commission.chair"]),
        (without(ADMISSION, SECRETARY), ["commission.secretary"]),
        (without(ADMISSION, PARENT), ["commission.no_parents"]),
        (replace(ADMISSION, members=(*ADMISSION.members, TEACHER)), ["commission.member_twice"]),
        (replace(ADMISSION, size=5), ["commission.size"]),
        (replace(ADMISSION, size=4), []),
        (
            replace(without(ADMISSION, PARENT), members=(HEAD, SECRETARY, replace(PARENT, collegial_body=False))),
            ["commission.parent_not_of_body", "commission.no_parents"],
        ),
    ],
)
def test_composition_of_the_admission_commission(commission: Commission, expected: list[str]) -> None:
    assert check(commission, SUBJECT, CONFLICT) == expected


def test_parents_take_part_in_the_conflict_commission_and_not_in_marking() -> None:
    assert check(ADMISSION, SUBJECT, without(CONFLICT, PARENT)) == ["commission.no_parents"]
    marking = replace(SUBJECT, members=(*MARKERS, replace(PARENT, person="9")))
    assert check(ADMISSION, marking, CONFLICT) == ["commission.standing"]


@pytest.mark.parametrize(
    ("day", "inside"),
    [(date(2026, 3, 19), False), (date(2026, 3, 20), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_the_term_of_office(day: date, inside: bool) -> None:
    commission = replace(ADMISSION, since=date(2026, 3, 20), until=date(2026, 12, 31))
    assert in_office(commission, day) is inside
    assert bool(check_office(regulation(), commission, day)) is not inside
    assert check_office(regulation(), ADMISSION, day) == ()
    assert ids(check_office(regulation(), commission, day)) == [] if inside else ["commission.out_of_office"]


@pytest.mark.parametrize("relation", Relation)
def test_a_member_is_recused_for_one_applicant(relation: Relation) -> None:
    ties = [Tie(MARKER.person, "2026-8-0041", relation)]
    (found,) = must_recuse(regulation(), MARKER, "2026-8-0041", ties)
    assert found.severity is (Severity.WARNS if relation is Relation.OWN_PUPIL else Severity.FORBIDS)
    assert "Громова Л. Л." in sentence(found)
    assert must_recuse(regulation(), MARKER, "2026-8-0042", ties) == ()
    assert must_recuse(regulation(), TEACHER, "2026-8-0041", ties) == ()


def test_who_marked_the_work_does_not_decide_its_appeal() -> None:
    assert check_appeal_members(regulation(), CONFLICT.members, {MARKER.person}) == ()
    found = check_appeal_members(regulation(), CONFLICT.members, {EXPERT.person})
    assert ids(found) == ["commission.marker_decides"]
    assert "Серов Г. Г." in sentence(found[0])
