"""The school's card and its campaigns: planning (пп. 6, 8–15) and the notice (извещение, п. 10)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from otbor.domain import campaign as domain
from otbor.domain.calendar import Week
from otbor.domain.campaign import Act, Founder, TermId
from otbor.domain.findings import Finding, Refused, Severity, refuse_if_forbidden
from otbor.domain.planner import Plan, Wish, plan_backwards, plan_forwards
from otbor.domain.procedure import check_campaign, check_notice, edition_warning
from otbor.domain.regulation import Regulation
from otbor.domain.rights import Right
from otbor.domain.schedule import check_schedule, check_term
from otbor.domain.scheme import Scheme, parse_scheme
from otbor.services import rules, schemes
from otbor.services.library import library
from otbor.services.office import Changes, Office, Work, act
from otbor.storage.models import Application, Campaign, EntranceTest, Group, School, Sitting
from otbor.wording.templates import placeholders

_IN_A_NUMBER = {"campaign", "series", "ordinal"}  # without one of them two numbers could be the same
_DIGITS = range(1, 9)  # of an ordinal: a number that people read out and write down
_NEEDED = ("name", "short_name", "place", "address", "director", "director_post")  # of the card: papers print them


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
def set_up_school(office: Office, card: SchoolCard, version: int | None = None) -> Changes:
    """Write the school's card, or write it anew; campaigns planned earlier keep the copy they have.

    ``version`` is the one that the person has seen. Raises :class:`Refused` with every wrong field (``where``): one
    that papers print and is blank, a week of other than 5 or 6 working days, an unknown time zone; and
    ``office.stale`` when the card was written by somebody else meanwhile.
    """
    refuse_if_forbidden(_check_card(card))
    with office.transaction() as work:
        school = work.session.scalars(select(School)).first()
        if school is not None and version not in {None, school.version}:
            raise Refused(Finding("office.stale"))
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


def _check_card(card: SchoolCard) -> list[Finding]:
    found = [Finding("campaign_data.card_blank", where=name) for name in _NEEDED if not getattr(card, name).strip()]
    if card.week not in get_args(Week):
        found.append(Finding("campaign_data.week", values={"week": card.week}, where="week"))
    try:
        ZoneInfo(card.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        found.append(Finding("campaign_data.time_zone", values={"zone": card.time_zone}, where="time_zone"))
    return found


def lay_out(office: Office, draft: CampaignDraft, wish: Wish, *, backwards: bool = False) -> Plan:
    """The draft's campaign laid out by the terms of the Порядок (планировщик сроков), nothing is written.

    Forwards from the start of its schedule, or ``backwards`` from the end; what is impossible is among the findings.
    Raises :class:`Refused` without the school's card or the region's profile.
    """
    with office.question() as session:
        school = Work(office, session).school()
        calendar = rules.calendar(office, school)
    _text, profile = read_regulation(office, draft.regulation)
    planned = plan_backwards if backwards else plan_forwards
    return planned(profile, calendar, draft.campaign, wish)


@act(Right.PLAN)
def plan(office: Office, draft: CampaignDraft) -> Planned:
    """Plan a campaign: every date and test is checked against the profile (пп. 6–15) before anything is written.

    Raises :class:`Refused` with every forbidding finding, when the scheme does not know a group or a test, and for a
    code that is taken or a pattern by which two applications could get one number.
    """
    with office.transaction() as work:
        sources = _sources(work, draft)
        findings = check(work, draft, sources)
        refuse_if_forbidden(findings)
        campaign = Campaign(**_values(work, draft, sources))
        _fill(work, campaign, draft, sources)
        work.session.add(campaign)
        work.record("plan", _planned(draft))
        outcome = Planned(campaign.id, warnings_of(findings), work.changes())
        work.commit()
    return outcome


@act(Right.PLAN)
def replan(office: Office, campaign_id: int, draft: CampaignDraft, version: int) -> Planned:
    """Plan a campaign anew before its notice is published: until then nothing of it is promised to anybody.

    It is checked as a new one and takes the school's card and the profile of today; a scheme that changes is a new
    version. ``version`` is the one that the person has seen. Raises :class:`Refused` as :func:`plan`, after the notice
    (п. 10), once an application is registered, and ``office.stale``.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        refuse_if_stale(campaign, version)
        if campaign.notice_published_on is not None:
            values = {"day": campaign.notice_published_on}
            raise Refused(Finding("campaign_edit.published", values=values, paragraph="10"))
        refuse_if_numbered(work, campaign)
        sources = _sources(work, draft)
        findings = check(work, draft, sources, campaign_id)
        refuse_if_forbidden(findings)
        for name, value in _values(work, draft, sources).items():
            setattr(campaign, name, value)
        raise_version(campaign)
        for row in [
            *(sitting for test in campaign.tests for sitting in test.sittings),
            *campaign.tests,
            *campaign.groups,
        ]:
            work.session.delete(row)
        work.session.flush()  # the names of the rows that go are free for those that come
        work.session.expire(campaign, ["groups", "tests"])
        _fill(work, campaign, draft, sources)
        work.record("replan", _planned(draft))
        outcome = Planned(campaign.id, warnings_of(findings), work.changes())
        work.commit()
    return outcome


def refuse_if_stale(campaign: Campaign, version: int) -> None:
    """Raise :class:`Refused` when the campaign was changed since somebody has seen its ``version``."""
    if campaign.version != version:
        raise Refused(Finding("office.stale"))


def raise_version(campaign: Campaign) -> None:
    """Have the campaign's row written too: who has seen it before the change has seen another campaign."""
    flag_modified(campaign, "code")


def refuse_if_numbered(work: Work, campaign: Campaign) -> None:
    """Raise :class:`Refused` once an application of the campaign has its number."""
    registered = select(func.count(Application.id)).where(Application.campaign_id == campaign.id)
    if count := work.session.scalar(registered):
        raise Refused(Finding("campaign_edit.numbers_given", values={"count": count}, paragraph="11"))


def warnings_of(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those of ``findings`` that do not forbid."""
    return tuple(finding for finding in findings if finding.severity is Severity.WARNS)


@dataclass(frozen=True)
class Sources:
    """The data files that a draft goes by, as they are read today."""

    regulation_text: str
    regulation: Regulation
    scheme_text: str
    scheme: Scheme


def _sources(work: Work, draft: CampaignDraft) -> Sources:
    text, profile = read_regulation(work.office, draft.regulation)
    scheme_text, scheme = read_scheme(work.office, draft.scheme)
    return Sources(text, profile, scheme_text, scheme)


def read_regulation(office: Office, name: str) -> tuple[str, Regulation]:
    """Text and content of a region's profile; raises :class:`Refused` when there is none that can be read."""
    text = rules.read_text(office, rules.regulation_file(name))
    return text, rules.parsed_regulation(text.encode(), name)


def read_scheme(office: Office, name: str) -> tuple[str, Scheme]:
    """Text and content of a scheme file; raises :class:`Refused` when there is none that can be read."""
    text = rules.read_text(office, f"schemes/{name}.toml")
    return text, parse_scheme(text, name, rules.subjects(office), library(office.own))


def check(work: Work, draft: CampaignDraft, sources: Sources, campaign_id: int | None = None) -> list[Finding]:
    """Everything that is to be said of a draft; ``campaign_id``: the campaign that it takes the place of."""
    taken = select(Campaign.id).where(Campaign.code == draft.code.strip(), Campaign.id != (campaign_id or 0))
    findings = [Finding("campaign_data.name_blank", where=name) for name in ("code", "title") if not _said(draft, name)]
    if work.session.scalar(taken) is not None:
        findings.append(Finding("campaign_data.code_taken", values={"code": draft.code}))
    findings += check_number(draft.number_pattern, draft.number_digits)
    school = work.school()
    calendar = rules.calendar(work.office, school)
    campaign = replace(
        draft.campaign, school=rules.school_value(card_values(school))
    )  # the card says what school it is
    codes, tests = [g.code for g in draft.campaign.groups], [t.title for t in draft.campaign.tests]
    findings += schemes.misfits(sources.scheme, draft.scheme, codes, tests)
    findings += schemes.lawful(sources.regulation, sources.scheme, draft.scheme, campaign.school)
    findings += [edition_warning(sources.regulation), *check_campaign(sources.regulation, campaign)]
    others = rules.other_periods(work, campaign.kind, campaign.level, campaign_id)
    findings += check_schedule(sources.regulation, calendar, campaign, others)
    return findings


def check_number(pattern: str, digits: int) -> list[Finding]:
    """What is wrong with a pattern of registration numbers (п. 11): a part is missing, too many or too few digits."""
    found = []
    if _parts(pattern) != _IN_A_NUMBER:
        values: dict[str, Any] = {"pattern": pattern, "parts": [f"{{{name}}}" for name in sorted(_IN_A_NUMBER)]}
        found.append(Finding("campaign_data.number_pattern", values=values))
    if digits not in _DIGITS:
        values = {"digits": digits, "most": _DIGITS[-1]}
        found.append(Finding("campaign_data.number_digits", values=values))
    return found


def _said(draft: CampaignDraft, name: str) -> bool:
    return bool(str(getattr(draft, name)).strip())


def _planned(draft: CampaignDraft) -> dict[str, Any]:
    return {"code": draft.code, "groups": {group.code: group.seats for group in draft.campaign.groups}}


def _parts(pattern: str) -> set[str]:
    try:
        return placeholders(pattern)
    except ValueError:  # braces that are no placeholder
        return set()


def card_values(school: School) -> dict[str, Any]:
    """The school's card as it is copied into a campaign."""
    return {field.name: getattr(school, field.name) for field in fields(SchoolCard)}


def _values(work: Work, draft: CampaignDraft, sources: Sources) -> dict[str, Any]:
    """Columns of the campaign's row."""
    value, schedule = draft.campaign, draft.campaign.schedule
    return {
        "code": draft.code.strip(),
        "number_pattern": draft.number_pattern,
        "number_digits": draft.number_digits,
        "title": draft.title.strip(),
        "year": draft.year,
        "grade": draft.grade,
        "level": value.level,
        "kind": value.kind,
        "bases": [basis.value for basis in value.bases],
        "local_subjects": list(value.local_subjects),
        "wave": draft.wave,
        "school_card": card_values(work.school()),
        "regulation": draft.regulation,
        "regulation_text": sources.regulation_text.encode(),
        "local_terms": {
            "days": {term.value: n for term, n in value.local.days.items()},
            "starts": {term.value: event.value for term, event in value.local.starts.items()},
            "absent_from": value.local.absent_from.value if value.local.absent_from else None,
        },
        **asdict(schedule),
    }


def _fill(work: Work, campaign: Campaign, draft: CampaignDraft, sources: Sources) -> None:
    """Groups and tests of the draft, and its scheme where it is another one than before."""
    campaign.groups = [_group(position, group) for position, group in enumerate(draft.campaign.groups, 1)]
    campaign.tests = [_test(sources.scheme, test) for test in draft.campaign.tests]
    before = campaign.schemes[-1] if campaign.schemes else None
    if before is None or (before.name, before.text) != (draft.scheme, sources.scheme_text):
        number = 1 if before is None else before.number + 1
        campaign.schemes.append(schemes.version_row(work, number, draft.scheme, sources.scheme_text, sources.scheme))


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
        outcome = Planned(campaign.id, warnings_of(findings), work.changes())
        work.commit()
    return outcome
