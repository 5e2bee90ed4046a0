"""The school's card and its campaigns: planning (пп. 6, 8–15) and the notice (извещение, п. 10)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from otbor.domain import campaign as domain
from otbor.domain.calendar import Week
from otbor.domain.campaign import Act, CampaignKind, Founder, Level, TermId
from otbor.domain.findings import Finding, Refused, Severity, refuse_if_forbidden
from otbor.domain.planner import Plan, Wish, plan_backwards, plan_forwards
from otbor.domain.procedure import check_campaign, check_notice, edition_warning
from otbor.domain.regulation import Regulation
from otbor.domain.rights import Right
from otbor.domain.schedule import Period, check_schedule, check_term
from otbor.domain.scheme import Scheme, parse_scheme
from otbor.services import rules, schemes
from otbor.services.library import library
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import Campaign, EntranceTest, Group, School, Sitting
from otbor.wording.templates import placeholders

_IN_A_NUMBER = {"campaign", "series", "ordinal"}  # without one of them two numbers could be the same


@dataclass(frozen=True)
class SchoolCard:
    """The school's card (карточка школы); ``time_zone`` an IANA name, ``week`` 5 or 6 working days.

    ``founder_name`` stands above the school's name on papers (реквизит 05 ГОСТ Р 7.0.97), empty: it is left out.
    """

    name: str
    short_name: str
    place: str
    address: str
    founder: Founder
    director: str
    director_post: str = "Директор"
    time_zone: str = "Europe/Moscow"
    week: int = 5
    cadet: bool = False
    sport: bool = False
    on_founders_list: bool = False
    days_off: tuple[date, ...] = ()
    founder_name: str = ""


@dataclass(frozen=True)
class CampaignDraft:
    """A campaign to plan: its code («2026-8»), the rules' view of it, and the data files it goes by.

    ``regulation`` and ``scheme`` name files of ``resources/`` (``nizhny-novgorod-2020``, ``licey8``); a test's points
    are limited by the scheme. ``number_pattern`` has ``{campaign}``, ``{series}``, ``{ordinal}``.
    """

    code: str
    title: str
    year: int
    grade: int
    campaign: domain.Campaign
    regulation: str
    scheme: str
    number_pattern: str = "{campaign}-{series}{ordinal}"
    number_digits: int = 4
    wave: int = 1


@dataclass(frozen=True)
class Planned:
    """A planned campaign: row id, warnings of the schedule, changed rows."""

    campaign_id: int
    warnings: tuple[Finding, ...]
    changes: Changes


@act(Right.PLAN)
def set_up_school(office: Office, card: SchoolCard) -> Changes:
    """Write the school's card, or write it anew; campaigns planned earlier keep the copy they have.

    Raises :class:`Refused` for a week of other than 5 or 6 working days and an unknown time zone.
    """
    _check_card(card)
    with office.transaction() as work:
        school = work.session.scalars(select(School)).first()
        values = asdict(card) | {"days_off": [day.isoformat() for day in card.days_off]}
        if school is None:
            work.session.add(School(**values))
        else:
            for name, value in values.items():
                setattr(school, name, value)
        work.record("set_up_school", values)
        changes = work.changes()
        work.commit()
    return changes


def _check_card(card: SchoolCard) -> None:
    if card.week not in get_args(Week):
        raise Refused(Finding("campaign_data.week", values={"week": card.week}, where="week"))
    try:
        ZoneInfo(card.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refused(Finding("campaign_data.time_zone", values={"zone": card.time_zone}, where="time_zone")) from None


def lay_out(office: Office, draft: CampaignDraft, wish: Wish, *, backwards: bool = False) -> Plan:
    """The draft's campaign laid out by the terms of the Порядок (планировщик сроков), nothing is written.

    Forwards from the start of its schedule, or ``backwards`` from the end; what is impossible is among the findings.
    Raises :class:`Refused` without the school's card or the region's profile.
    """
    with office.question() as session:
        school = Work(office, session).school()
        calendar = rules.calendar(office, school)
    text = rules.read_text(office, rules.regulation_file(draft.regulation))
    profile = rules.parsed_regulation(text.encode(), draft.regulation)
    planned = plan_backwards if backwards else plan_forwards
    return planned(profile, calendar, draft.campaign, wish)


@act(Right.PLAN)
def plan(office: Office, draft: CampaignDraft) -> Planned:
    """Plan a campaign: every date and test is checked against the profile (пп. 6–15) before anything is written.

    Raises :class:`Refused` with every forbidding finding, when the scheme does not know a group or a test, and for a
    code that is taken or a pattern by which two applications could get one number.
    """
    with office.transaction() as work:
        school = work.school()
        text = rules.read_text(office, rules.regulation_file(draft.regulation))
        profile = rules.parsed_regulation(text.encode(), draft.regulation)
        scheme_text = rules.read_text(office, f"schemes/{draft.scheme}.toml")
        scheme = parse_scheme(scheme_text, draft.scheme, rules.subjects(office), library(office.own))
        findings = _check(work, profile, scheme, draft)
        refuse_if_forbidden(findings)
        campaign = _campaign(draft, _card(school), text.encode())
        campaign.groups = [_group(position, group) for position, group in enumerate(draft.campaign.groups, 1)]
        campaign.tests = [_test(scheme, test) for test in draft.campaign.tests]
        campaign.schemes = [schemes.version_row(work, 1, draft.scheme, scheme_text, scheme)]
        work.session.add(campaign)
        work.record("plan", {"code": draft.code, "groups": {g.code: g.seats for g in draft.campaign.groups}})
        outcome = Planned(campaign.id, tuple(f for f in findings if f.severity is Severity.WARNS), work.changes())
        work.commit()
    return outcome


def _check(work: Work, profile: Regulation, scheme: Scheme, draft: CampaignDraft) -> list[Finding]:
    if work.session.scalar(select(Campaign.id).where(Campaign.code == draft.code)) is not None:
        raise Refused(Finding("campaign_data.code_taken", values={"code": draft.code}))
    if _parts(draft.number_pattern) != _IN_A_NUMBER:
        values = {"pattern": draft.number_pattern, "parts": [f"{{{name}}}" for name in sorted(_IN_A_NUMBER)]}
        raise Refused(Finding("campaign_data.number_pattern", values=values))
    school = work.school()
    calendar = rules.calendar(work.office, school)
    campaign = replace(draft.campaign, school=rules.school_value(_card(school)))  # the card says what school it is
    codes, tests = [g.code for g in draft.campaign.groups], [t.title for t in draft.campaign.tests]
    findings = schemes.misfits(scheme, draft.scheme, codes, tests)
    findings += schemes.lawful(profile, scheme, draft.scheme, campaign.school)
    findings += [edition_warning(profile), *check_campaign(profile, campaign)]
    findings += check_schedule(profile, calendar, campaign, _planned_periods(work, campaign.level))
    return findings


def _parts(pattern: str) -> set[str]:
    try:
        return placeholders(pattern)
    except ValueError:  # braces that are no placeholder
        return set()


def _planned_periods(work: Work, level: Level) -> list[Period]:
    """Periods of the planned selections of the same level: each level has windows of its own (п. 6.1)."""
    planned = select(Campaign.starts, Campaign.ends).where(Campaign.kind == CampaignKind.PLANNED)
    return [(starts, ends) for starts, ends in work.session.execute(planned.where(Campaign.level == level))]


def _card(school: School) -> dict[str, Any]:
    columns = (column.name for column in School.__table__.columns if column.name not in {"id", "uid", "version"})
    return {name: getattr(school, name) for name in columns}


def _campaign(draft: CampaignDraft, card: dict[str, Any], regulation_text: bytes) -> Campaign:
    value, schedule = draft.campaign, draft.campaign.schedule
    return Campaign(
        code=draft.code,
        number_pattern=draft.number_pattern,
        number_digits=draft.number_digits,
        title=draft.title,
        year=draft.year,
        grade=draft.grade,
        level=value.level,
        kind=value.kind,
        bases=[basis.value for basis in value.bases],
        local_subjects=list(value.local_subjects),
        wave=draft.wave,
        school_card=card,
        regulation=draft.regulation,
        regulation_text=regulation_text,
        local_terms={
            "days": {term.value: n for term, n in value.local.days.items()},
            "starts": {term.value: event.value for term, event in value.local.starts.items()},
            "absent_from": value.local.absent_from.value if value.local.absent_from else None,
        },
        **asdict(schedule),
    )


def _group(position: int, group: domain.Group) -> Group:
    return Group(
        position=position,
        code=group.code,
        title=group.title,
        class_code=group.class_code,
        kind=group.kind,
        profile=group.profile,
        subjects=list(group.subjects),
        seats=group.seats,
    )


def _test(scheme: Scheme, test: domain.EntranceTest) -> EntranceTest:
    limits = scheme.test(test.title)
    if limits is None:  # refused before by _check
        raise KeyError(test.title)
    return EntranceTest(
        name=test.title,
        form=test.form,
        subjects=list(test.subjects),
        groups=list(test.groups),
        maximum=limits.maximum,
        step=limits.step,
        sittings=[Sitting(held_on=s.day, room=s.room, reserve=s.reserve) for s in test.sittings],
    )


@act(Right.PLAN)
def publish_notice(office: Office, campaign_id: int, items: Mapping[str, str]) -> Planned:
    """Publish the notice (извещение, п. 10) today; ``items`` are the texts of its seven items by the profile's ids.

    The scheme says itself in the items on procedure and portfolio; the regulation profile and it are frozen from now
    on. Raises :class:`Refused` for a missing item, a notice
    published before, or one later than the term.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        if campaign.notice_published_on is not None:
            values = {"day": campaign.notice_published_on}
            raise Refused(Finding("campaign_data.published_already", values=values, paragraph="10"))
        rules.in_order(work, campaign, Act.PUBLISH_NOTICE)
        profile = rules.regulation(campaign)
        findings = [
            *check_notice(profile, {name for name, text in items.items() if text.strip()}),
            *check_term(rules.deadlines(work, campaign), TermId.NOTICE, work.today(), campaign.starts),
        ]
        refuse_if_forbidden(findings)
        campaign.notice_published_on = work.today()
        campaign.notice = schemes.announced(rules.scheme(campaign.schemes[-1]), items)
        campaign.schemes[-1].locked_at = work.now
        work.record("publish_notice", {"campaign": campaign.code, "scheme": campaign.schemes[-1].sha256})
        warnings = tuple(f for f in findings if f.severity is Severity.WARNS)
        outcome = Planned(campaign.id, warnings, work.changes())
        work.commit()
    return outcome
