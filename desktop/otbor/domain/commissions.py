"""Commissions (приёмная, предметные, конфликтная; п. 12): who may sit in them, who may not judge whom."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otbor.domain.findings import Finding
from otbor.domain.regulation import Regulation, Values


class CommissionKind(StrEnum):
    """The three kinds of п. 12."""

    ADMISSION = "admission"  # приёмная
    SUBJECT = "subject"  # предметная
    CONFLICT = "conflict"  # конфликтная


class Standing(StrEnum):
    """In what quality a person sits in a commission (п. 12)."""

    HEAD = "head"  # руководящий работник
    TEACHER = "teacher"  # педагогический работник
    EXPERT = "expert"  # привлечённый эксперт
    PARENT = "parent"  # представитель родительской общественности


class Role(StrEnum):
    """What a member does in the commission (local act)."""

    CHAIR = "chair"  # председатель
    DEPUTY = "deputy"  # заместитель председателя
    SECRETARY = "secretary"  # секретарь
    MEMBER = "member"  # член комиссии


class Relation(StrEnum):
    """Why a member may not judge one applicant (п. 5: objectivity)."""

    RELATIVE = "relative"  # родственник
    TUTORING = "tutoring"  # частные занятия
    OWN_PUPIL = "own_pupil"  # учил ребёнка в прошедшем году
    DECLARED = "declared"  # самоотвод


@dataclass(frozen=True)
class Member:
    """A member: ``person`` is the same id in every commission; ``name`` is for the finding that names the person.

    ``collegial_body``: a member of the school's collegial governing body (asked of parents, п. 12).
    """

    person: str
    name: str
    standing: Standing
    role: Role = Role.MEMBER
    collegial_body: bool = False


@dataclass(frozen=True)
class Commission:
    """A commission by its order: in office from ``since`` to ``until`` (both included; None: without an end).

    ``subjects``: what a предметная комиссия marks; ``size``: number of members by the local act, if it sets one.
    """

    kind: CommissionKind
    members: tuple[Member, ...]
    subjects: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    size: int | None = None


@dataclass(frozen=True)
class Tie:
    """A recorded tie between a member and an applicant: ``applicant`` is the number of the application."""

    person: str
    applicant: str
    relation: Relation


def check_composition(
    regulation: Regulation, commissions: Sequence[Commission], tested_subjects: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """п. 12 for all the commissions of a campaign; a finding names the person and the commission.

    All three kinds exist and every subject of ``tested_subjects`` has its предметная; each has a chair and a secretary,
    the size of the local act, members of a standing it may have, nobody twice; parents of the collegial body in
    приёмная and конфликтная; no member of конфликтная in a предметная.
    """
    findings: list[Finding] = []
    for kind, rule in regulation.commissions.items():
        if not any(commission.kind == kind for commission in commissions):
            findings.append(regulation.finding("commission.missing", commission=rule.title))
    marked = {subject for commission in commissions for subject in commission.subjects}
    findings += [
        regulation.finding("commission.subject_unmarked", subject=subject)
        for subject in dict.fromkeys(tested_subjects)
        if subject not in marked
    ]
    for commission in commissions:
        findings += _check_officers(regulation, commission)
        findings += _check_members(regulation, commission)
    return (*findings, *_check_incompatible(regulation, commissions))


def _check_officers(regulation: Regulation, commission: Commission) -> Iterable[Finding]:
    values: Values = {"commission": regulation.commissions[commission.kind.value].title}
    for role, identity in ((Role.CHAIR, "commission.chair"), (Role.SECRETARY, "commission.secretary")):
        number = sum(member.role is role for member in commission.members)
        if number != 1:
            yield regulation.finding(identity, number=number, **values)
    if commission.size is not None and len(commission.members) != commission.size:
        number = len(commission.members)
        yield regulation.finding("commission.size", number=number, size=commission.size, **values)


def _check_members(regulation: Regulation, commission: Commission) -> Iterable[Finding]:
    rule = regulation.commissions[commission.kind.value]
    values: Values = {"commission": rule.title}
    seen: set[str] = set()
    for member in commission.members:
        if member.person in seen:
            yield regulation.finding("commission.member_twice", name=member.name, **values)
        seen.add(member.person)
        if member.standing.value not in rule.standings:
            yield regulation.finding("commission.standing", name=member.name, **values)
        elif member.standing is Standing.PARENT and not member.collegial_body:
            yield regulation.finding("commission.parent_not_of_body", name=member.name, **values)
    if rule.parents and not any(m.standing is Standing.PARENT and m.collegial_body for m in commission.members):
        yield regulation.finding("commission.no_parents", **values)


def _check_incompatible(regulation: Regulation, commissions: Sequence[Commission]) -> Iterable[Finding]:
    for commission in commissions:
        rule = regulation.commissions[commission.kind.value]
        for other in commissions:
            if other.kind.value not in rule.not_with:
                continue
            people = {member.person for member in other.members}
            values: Values = {"commission": rule.title, "other": regulation.commissions[other.kind.value].title}
            for member in commission.members:
                if member.person in people:
                    yield regulation.finding("commission.in_both", name=member.name, **values)


def in_office(commission: Commission, day: date) -> bool:
    """Whether the commission holds office on ``day``."""
    return (commission.since is None or commission.since <= day) and (
        commission.until is None or day <= commission.until
    )


def check_office(regulation: Regulation, commission: Commission, day: date) -> tuple[Finding, ...]:
    """``commission.out_of_office`` when the commission acts on a day outside its term of office (local act)."""
    if in_office(commission, day):
        return ()
    values: Values = {"commission": regulation.commissions[commission.kind.value].title, "day": day}
    return (regulation.finding("commission.out_of_office", **values, since=commission.since, until=commission.until),)


def must_recuse(regulation: Regulation, member: Member, applicant: str, ties: Iterable[Tie]) -> tuple[Finding, ...]:
    """п. 5: why ``member`` may not judge ``applicant``: a finding ``commission.recusal_<relation>`` for each tie.

    Those that only warn leave it to the chair.
    """
    return tuple(
        regulation.finding(f"commission.recusal_{tie.relation}", name=member.name, applicant=applicant)
        for tie in ties
        if (tie.person, tie.applicant) == (member.person, applicant)
    )


def check_appeal_members(
    regulation: Regulation, members: Iterable[Member], markers: Collection[str]
) -> tuple[Finding, ...]:
    """п. 12: who marked a work (``markers``: ids of persons) does not decide the appeal on it."""
    return tuple(
        regulation.finding("commission.marker_decides", name=member.name)
        for member in members
        if member.person in markers
    )
