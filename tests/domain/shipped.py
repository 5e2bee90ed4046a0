"""The shipped data files as the rules read them, and a lawful campaign to spoil."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from otbor.domain.calendar import Calendar, parse_calendar
from otbor.domain.campaign import (
    Campaign,
    CampaignKind,
    EntranceTest,
    Founder,
    Group,
    GroupKind,
    Level,
    Schedule,
    School,
    Sitting,
)
from otbor.domain.findings import Finding
from otbor.domain.regulation import Regulation, parse_regulation
from otbor.support.places import resources
from otbor.wording.findings import sentence

PROFILE = "nizhny-novgorod-2020.toml"


@cache
def calendar() -> Calendar:
    """The shipped calendar, 5-day week."""
    return parse_calendar((resources() / "calendar" / "ru.toml").read_text("utf-8"), "ru.toml")


def profile_text() -> str:
    """The shipped regulation profile."""
    return (resources() / "regulation" / PROFILE).read_text("utf-8")


@cache
def regulation() -> Regulation:
    """The shipped regulation profile, read."""
    return parse_regulation(profile_text(), PROFILE)


def profile() -> dict[str, Any]:
    """The shipped profile as plain data, to be changed by a test."""
    return tomllib.loads(profile_text())


def ids(findings: Iterable[Finding]) -> list[str]:
    """Ids of findings; every one of them must have a sentence that can be filled."""
    found = list(findings)
    assert all(sentence(finding) for finding in found)
    return [finding.id for finding in found]


def group(code: str = "8Ф", subjects: Iterable[str] = ("математика", "физика"), **changes: Any) -> Group:
    """A group of the eighth grade with two in-depth subjects."""
    return replace(Group(code, f"{code} класс", 8, GroupKind.IN_DEPTH, tuple(subjects), 25), **changes)


def entrance_test(title: str, *days: date, subjects: Iterable[str] = ()) -> EntranceTest:
    """A test in ``subjects`` (its title's one by default) with main sittings on ``days``."""
    return EntranceTest(title, "контрольная работа", tuple(subjects) or (title,), tuple(Sitting(day) for day in days))


def campaign(**changes: Any) -> Campaign:
    """A lawful planned campaign of a municipal school, 1 April – 30 June 2026; ``schedule`` may be a dict."""
    schedule = Schedule(
        starts=date(2026, 4, 1),
        ends=date(2026, 6, 30),
        intake_opens=date(2026, 4, 1),
        intake_closes=date(2026, 5, 5),
        notice_on=date(2026, 2, 27),
        commissions_on=date(2026, 3, 20),
    )
    lawful = Campaign(
        School(Founder.MUNICIPAL, on_founders_list=True),
        CampaignKind.PLANNED,
        Level.OOO,
        (group(),),
        (entrance_test("математика", date(2026, 5, 18)), entrance_test("физика", date(2026, 5, 20))),
        schedule,
    )
    if isinstance(changes.get("schedule"), dict):
        changes["schedule"] = replace(schedule, **changes["schedule"])
    return replace(lawful, **changes)
