"""The data that rules are asked with: calendar, regulation profile and scheme of a campaign, and its stage."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain import campaign as domain
from otbor.domain.applications import RatingKind
from otbor.domain.calendar import Calendar, parse_calendar
from otbor.domain.campaign import Act, Basis, CampaignKind, Event, Level, LocalTerms, Schedule, Stage, TermId, tests_of
from otbor.domain.deadlines import Deadlines
from otbor.domain.findings import Finding, Refused, refuse_if_forbidden
from otbor.domain.procedure import check_act
from otbor.domain.regulation import Regulation, parse_regulation
from otbor.domain.schedule import Period
from otbor.domain.scheme import Scheme
from otbor.domain.scheme.storing import restored
from otbor.domain.subjects import Subjects, parse_subjects
from otbor.services.office import Office, Work
from otbor.storage.models import Application, Campaign, EntranceTest, RatingSnapshot, SchemeVersion, School
from otbor.support.places import resource

CALENDAR = "calendar/ru.toml"
SUBJECTS = "subjects.toml"


def regulation_file(name: str) -> str:
    """Name of the data file of a region's profile."""
    return f"regulation/{name}.toml"


def read_text(office: Office, name: str) -> str:
    """Text of a data file, the school's own copy first. Raises :class:`Refused` when there is none."""
    path = resource(name, office.own)
    if not path.is_file():
        raise Refused(Finding("campaign_data.no_file", values={"file": name}))
    return path.read_text("utf-8")


@lru_cache(maxsize=8)
def _calendar(path: Path) -> Calendar:
    return parse_calendar(path.read_text("utf-8"), path.name)


@lru_cache(maxsize=8)
def parsed_regulation(text: bytes, name: str) -> Regulation:
    """The profile in the bytes of its file."""
    return parse_regulation(text.decode(), name)


@lru_cache(maxsize=8)
def _subjects(path: Path) -> Subjects:
    return parse_subjects(path.read_text("utf-8"))


def calendar(office: Office, school: School) -> Calendar:
    """The production calendar with the school's week and the days it adds."""
    shared = _calendar(resource(CALENDAR, office.own))
    return shared.for_school(6 if school.week == 6 else 5, [date.fromisoformat(day) for day in school.days_off])


def subjects(office: Office) -> Subjects:
    """The known subjects with their other names."""
    return _subjects(resource(SUBJECTS, office.own))


def regulation(campaign: Campaign) -> Regulation:
    """The profile as it was when the campaign was planned; raises :class:`Refused` for one of another model."""
    try:
        return parsed_regulation(campaign.regulation_text, campaign.regulation)
    except Refused as wrong:  # what it says of a file's fields nobody can mend in a stored copy
        raise Refused(Finding("campaign_data.other_rules", values={"campaign": campaign.title})) from wrong


def scheme(version: SchemeVersion) -> Scheme:
    """The scheme of a stored version, with the scale and the lists as they were then."""
    return restored(version.content)


def scheme_in_force(campaign: Campaign) -> Scheme:
    """The newest version of the campaign's scheme."""
    return scheme(campaign.schemes[-1])


def campaign_row(session: Session, campaign_id: int) -> Campaign:
    """The campaign; raises :class:`Refused` when there is none."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise Refused(Finding("campaign_data.no_campaign", values={"campaign": campaign_id}))
    return campaign


def school_value(card: dict[str, Any]) -> domain.School:
    """The school as the rules see it, from the card copied into a campaign."""
    return domain.School(
        founder=domain.Founder(card["founder"]),
        on_founders_list=card["on_founders_list"],
        cadet=card["cadet"],
        sport=card["sport"],
    )


def local_terms(stored: dict[str, Any]) -> LocalTerms:
    """The local act's terms from their stored form."""
    return LocalTerms(
        days={TermId(term): int(n) for term, n in stored["days"].items()},
        starts={TermId(term): Event(event) for term, event in stored["starts"].items()},
        absent_from=Event(stored["absent_from"]) if stored["absent_from"] else None,
    )


def schedule(row: Campaign) -> Schedule:
    """The dates of the campaign as the rules see them."""
    return Schedule(
        starts=row.starts,
        ends=row.ends,
        intake_opens=row.intake_opens,
        intake_closes=row.intake_closes,
        notice_on=row.notice_on,
        commissions_on=row.commissions_on,
        preliminary_on=row.preliminary_on,
        final_on=row.final_on,
    )


def campaign_value(row: Campaign) -> domain.Campaign:
    """The campaign as the rules see it."""
    return domain.Campaign(
        school=school_value(row.school_card),
        kind=row.kind,
        level=row.level,
        groups=tuple(
            domain.Group(
                code=g.code,
                title=g.title,
                grade=row.grade,
                kind=g.kind,
                subjects=tuple(g.subjects),
                seats=g.seats,
                profile=g.profile,
                class_code=g.class_code,
            )
            for g in row.groups
        ),
        tests=tuple(
            domain.EntranceTest(
                title=t.name,
                form=t.form,
                subjects=tuple(t.subjects),
                sittings=tuple(domain.Sitting(s.held_on, s.room, s.reserve) for s in t.sittings),
                groups=tuple(t.groups),
            )
            for t in row.tests
        ),
        schedule=schedule(row),
        bases=tuple(Basis(basis) for basis in row.bases),
        local_subjects=tuple(row.local_subjects),
        local=local_terms(row.local_terms),
    )


def tests_wanted(campaign: Campaign, application: Application) -> list[EntranceTest]:
    """Tests that the wanted groups take, each once, in the order of the campaign."""
    value = campaign_value(campaign)
    wanted = {wish.group.code for wish in application.wishes}
    names = {t.title for group in value.groups if group.code in wanted for t in tests_of(value, group)}
    return [test for test in campaign.tests if test.name in names]


def stage(work: Work, campaign: Campaign, day: date | None = None) -> Stage:
    """The stage of п. 17 that the campaign is in: what has been done, and where ``day`` (today) lies."""
    kinds = set(work.session.scalars(select(RatingSnapshot.kind).where(RatingSnapshot.campaign_id == campaign.id)))
    return domain.stage_on(
        schedule(campaign),
        work.today() if day is None else day,
        notice_published=campaign.notice_published_on is not None,
        preliminary_built=RatingKind.PRELIMINARY in kinds,
        final_built=RatingKind.FINAL in kinds,
    )


def in_order(
    work: Work, campaign: Campaign, act: Act, reason: str = "", day: date | None = None
) -> tuple[Finding, ...]:
    """Raise :class:`Refused` when ``act`` does not belong to the stage of ``day`` (п. 17) and no reason is recorded.

    ``day`` is today unless the family did its part on another one. Gives back the warning that a reason leaves.
    """
    findings = check_act(regulation(campaign), act, stage(work, campaign, day), reason)
    refuse_if_forbidden(findings)
    return findings


def deadlines(work: Work, campaign: Campaign) -> Deadlines:
    """Deadlines of пп. 22–27 for the campaign."""
    local = local_terms(campaign.local_terms)
    return Deadlines(regulation(campaign), calendar(work.office, work.school()), campaign.kind, local)


def other_periods(work: Work, kind: CampaignKind, level: Level, campaign_id: int | None) -> list[Period]:
    """Periods that a selection of ``kind`` may not overlap: of the other kind (п. 6.2) and the same level, for each
    level has windows of its own (п. 6.1)."""
    others = select(Campaign.starts, Campaign.ends).where(
        Campaign.kind != kind, Campaign.level == level, Campaign.id != (campaign_id or 0)
    )
    return [(starts, ends) for starts, ends in work.session.execute(others)]
