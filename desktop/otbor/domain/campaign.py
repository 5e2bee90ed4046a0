"""A campaign (кампания индивидуального отбора) as values: school, groups, tests, dates, stages and acts.

Only values and questions about them; what the Порядок demands of them is in ``regulation`` and ``schedule``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Founder(StrEnum):
    """Whose school it is (учредитель)."""

    STATE = "state"  # государственная
    MUNICIPAL = "municipal"  # муниципальная


class Level(StrEnum):
    """Level of education (уровень образования)."""

    OOO = "ooo"  # основное общее образование
    SOO = "soo"  # среднее общее образование


class CampaignKind(StrEnum):
    """п. 6: planned yearly selection, or one between the planned when there are free seats."""

    PLANNED = "planned"  # плановый ежегодный
    BETWEEN = "between"  # между плановыми


class Basis(StrEnum):
    """Why the child is selected (пп. 8, 9)."""

    ADMISSION = "admission"  # приём
    TRANSFER_INSIDE = "transfer_inside"  # перевод внутри организации
    TRANSFER_FROM = "transfer_from"  # в порядке перевода из иной организации


class OrderKind(StrEnum):
    """How the selected are taken (п. 28): the kind of the director's order."""

    ENROLMENT = "enrolment"  # о зачислении
    TRANSFER = "transfer"  # о переводе
    ENROLMENT_BY_TRANSFER = "enrolment_by_transfer"  # о зачислении в порядке перевода


class GroupKind(StrEnum):
    """What a group studies (п. 3)."""

    IN_DEPTH = "in_depth"  # углублённое изучение предметов
    PROFILE = "profile"  # профильное обучение


class Stage(StrEnum):
    """Stages of a campaign: the four of п. 17 and the time before them, in order."""

    PREPARATION = "preparation"  # подготовка
    INTAKE = "intake"  # 1 этап: приём документов
    EXAMINATION = "examination"  # 2 этап: экспертиза и испытания
    RATING = "rating"  # 3 этап: предварительный и итоговый рейтинги
    DECISION = "decision"  # 4 этап: решение о зачислении


class Act(StrEnum):
    """Acts of the procedure, named as the functions of the services."""

    PLAN = "plan"
    PUBLISH_NOTICE = "publish_notice"
    CHANGE_SCHEME = "change_scheme"
    FORM_COMMISSIONS = "form_commissions"
    REGISTER = "register"
    CORRECT = "correct"
    ANNUL = "annul"
    WITHDRAW = "withdraw"
    ADD_DOCUMENTS = "add_documents"
    CHANGE_GROUPS = "change_groups"
    COMPARE_DOCUMENTS = "compare_documents"
    SCORE_DOCUMENTS = "score_documents"
    ADMIT = "admit"
    GIVE_CODES = "give_codes"
    ENTER_POINTS = "enter_points"
    CLOSE_SHEET = "close_sheet"
    GIVE_RESERVE_DAY = "give_reserve_day"
    SHOW_WORK = "show_work"
    BUILD_PRELIMINARY = "build_preliminary"
    MARK_ACQUAINTANCE = "mark_acquaintance"
    FILE_APPEAL = "file_appeal"
    DECIDE_APPEAL = "decide_appeal"
    BUILD_FINAL = "build_final"
    DECIDE_TIE = "decide_tie"
    RECOMMEND = "recommend"
    ORDER_ENROLMENT = "order_enrolment"
    REFUSE = "refuse"
    RETURN_COPIES = "return_copies"
    OFFER = "offer"
    ACCEPT_OFFER = "accept_offer"
    DECLINE_OFFER = "decline_offer"
    EXPIRE_OFFER = "expire_offer"


class TermId(StrEnum):
    """The terms (сроки) that the Порядок names; their numbers are in the regulation profile."""

    NOTICE = "notice"  # п. 10
    INTAKE_PLANNED = "intake_planned"  # п. 11
    INTAKE_BETWEEN = "intake_between"  # п. 11
    COMMISSIONS = "commissions"  # п. 12.1
    PRELIMINARY = "preliminary"  # п. 22
    ACQUAINTANCE = "acquaintance"  # п. 23
    APPEAL = "appeal"  # п. 24
    APPEAL_CONSIDERED = "appeal_considered"  # п. 25
    FINAL = "final"  # п. 26
    ACQUAINTANCE_FINAL = "acquaintance_final"  # п. 27


class Event(StrEnum):
    """Events that terms are counted from."""

    SELECTION_START = "selection_start"
    FIRST_TEST = "first_test"
    TESTS_END = "tests_end"
    PRELIMINARY_PROTOCOL = "preliminary_protocol"
    ACQUAINTANCE = "acquaintance"  # the family's own day of acquaintance
    ACQUAINTANCE_TERM_END = "acquaintance_term_end"
    INFORMED = "informed"  # the day a family that did not come was informed
    APPEAL_FILED = "appeal_filed"
    APPEAL_TERM_END = "appeal_term_end"
    LAST_APPEAL_DECIDED = "last_appeal_decided"  # or the appeal term ran out, where nobody appealed
    CONSIDERED_TERM_END = "considered_term_end"  # the term to consider the last appeal ran out
    FINAL_PROTOCOL = "final_protocol"


@dataclass(frozen=True)
class School:
    """What the rules ask of a school (п. 2, 3, 7): founder, the founder's list, cadet school, sport programmes."""

    founder: Founder
    on_founders_list: bool = False
    cadet: bool = False
    sport: bool = False


@dataclass(frozen=True)
class Group:
    """A class or a group (класс, группа) with its seats; the unit of rating is application × group.

    ``subjects`` are those studied in depth; ``profile`` the profile's name; both may be filled for a profile class.
    """

    code: str
    title: str
    grade: int
    kind: GroupKind
    subjects: tuple[str, ...]
    seats: int
    profile: str = ""
    class_code: str = ""


@dataclass(frozen=True)
class Sitting:
    """One day of a test (день испытания), the main one or the reserve."""

    day: date
    room: str = ""
    reserve: bool = False


@dataclass(frozen=True)
class EntranceTest:
    """An entrance test (вступительное испытание, п. 15): its form is the school's; it may cover several subjects.

    ``groups``: codes of the groups that take it; empty: every group that studies one of its subjects.
    """

    title: str
    form: str
    subjects: tuple[str, ...]
    sittings: tuple[Sitting, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """Dates of a campaign (local dates of the school).

    ``starts``–``ends``: the selection as the school's rules set it (п. 6); ``notice_on``: publication; the planned days
    of protocols are optional: without them the terms of the local act are counted.
    """

    starts: date
    ends: date
    intake_opens: date
    intake_closes: date
    notice_on: date | None = None
    commissions_on: date | None = None
    preliminary_on: date | None = None
    final_on: date | None = None


@dataclass(frozen=True)
class LocalTerms:
    """Terms of the school's local act: ``days`` by term (not over the maximum of the Порядок), and starting events.

    ``starts``: from what event the terms of пп. 25 and 26 are counted; ``absent_from``: when the appeal clock starts
    for a family that never comes to get acquainted. What is left out is as the regulation profile says.
    """

    days: Mapping[TermId, int] = field(default_factory=dict)
    starts: Mapping[TermId, Event] = field(default_factory=dict)
    absent_from: Event | None = None


@dataclass(frozen=True)
class Campaign:
    """One campaign: kind, level, bases (приём, перевод), groups, tests, dates and the school's own terms.

    ``local_subjects``: subjects named by the local act, in place of the in-depth ones, for a cadet school (пп. 11, 13).
    """

    school: School
    kind: CampaignKind
    level: Level
    groups: tuple[Group, ...]
    tests: tuple[EntranceTest, ...]
    schedule: Schedule
    bases: tuple[Basis, ...] = (Basis.ADMISSION,)
    local_subjects: tuple[str, ...] = ()
    local: LocalTerms = field(default_factory=LocalTerms)


def selection_subjects(campaign: Campaign, group: Group) -> tuple[str, ...]:
    """Subjects whose marks and tests count for ``group`` (п. 13): its in-depth ones; in a cadet school, at the level of
    ООО, those of the local act."""
    if campaign.school.cadet and campaign.level is Level.OOO:
        return campaign.local_subjects
    return group.subjects


def tests_of(campaign: Campaign, group: Group) -> tuple[EntranceTest, ...]:
    """Tests that ``group`` takes."""
    subjects = set(selection_subjects(campaign, group))
    return tuple(
        test
        for test in campaign.tests
        if (group.code in test.groups if test.groups else not subjects.isdisjoint(test.subjects))
    )


def first_test_day(campaign: Campaign) -> date | None:
    """Start of the tests: the earliest sitting; None without tests."""
    return min((sitting.day for test in campaign.tests for sitting in test.sittings), default=None)


def last_test_day(campaign: Campaign) -> date | None:
    """End of the tests (п. 22): the latest sitting, the reserve ones included; None without tests."""
    return max((sitting.day for test in campaign.tests for sitting in test.sittings), default=None)


def stage_on(
    schedule: Schedule,
    today: date,
    *,
    notice_published: bool,
    preliminary_built: bool = False,
    final_built: bool = False,
) -> Stage:
    """The stage of п. 17 that the campaign is in: by what has been done, and by the dates of the intake."""
    if final_built:
        return Stage.DECISION
    if preliminary_built:
        return Stage.RATING
    if not notice_published or today < schedule.intake_opens:
        return Stage.PREPARATION
    return Stage.INTAKE if today <= schedule.intake_closes else Stage.EXAMINATION
