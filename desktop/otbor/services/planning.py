"""What the person who plans asks: the stored card and plan, what there is to choose, a draft to begin with.

Nothing is written here; the acts are in ``campaigns`` and ``campaign_edits``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from otbor.domain import campaign as domain
from otbor.domain.campaign import CampaignKind, Founder, GroupKind, Level, TermId
from otbor.domain.findings import Finding, Refused
from otbor.domain.planner import Wish, draft_schedule
from otbor.domain.regulation import Regulation
from otbor.domain.scheme import Scheme
from otbor.domain.subjects import folded
from otbor.services import campaigns, rules
from otbor.services.campaign_edits import SittingEdit
from otbor.services.campaigns import CampaignDraft, SchoolCard
from otbor.services.office import Office, Work
from otbor.services.papers.words import words
from otbor.storage.models import Application, Campaign, School
from otbor.support.places import resources
from otbor.wording.findings import sentence
from otbor.wording.templates import fill

_EXAMPLE = 41  # the ordinal of the example: two digits show the leading zeros
_INTAKE_DAYS = 10  # working days of the intake in a draft that nobody has touched yet


@dataclass(frozen=True)
class StoredSchool:
    """The school's card as stored, and its version for :func:`campaigns.set_up_school`."""

    card: SchoolCard
    version: int


@dataclass(frozen=True)
class StoredGroup:
    """A group of a planned campaign with its seats."""

    group_id: int
    code: str
    title: str
    studied: str  # its subjects, else its profile
    seats: int


@dataclass(frozen=True)
class StoredCampaign:
    """A campaign as planned, for the acts that mend it; ``sittings`` by test and day, ``tests`` ids by title.

    ``held``: days of tests that are over (ids of sittings); ``final``: there is a final rating.
    """

    campaign_id: int
    version: int
    draft: CampaignDraft
    groups: tuple[StoredGroup, ...]
    tests: dict[str, int]
    sittings: tuple[SittingEdit, ...]
    held: frozenset[int]
    published_on: date | None
    applications: int
    today: date


@dataclass(frozen=True)
class SchemeChoice:
    """A scheme file to choose: its groups and tests as a draft takes them; ``wrong``: why it cannot be read.

    ``own``: the school's own file, not a shipped example.
    """

    name: str
    title: str
    version: str
    grade: int
    own: bool
    groups: tuple[domain.Group, ...] = ()
    tests: tuple[domain.EntranceTest, ...] = ()
    wrong: tuple[str, ...] = ()


# What is stored


def stored_school(office: Office) -> StoredSchool | None:
    """The school's card, None in a new database."""
    with office.question() as session:
        school = session.scalars(select(School)).first()
        if school is None:
            return None
        values = campaigns.card_values(school)
        days = tuple(date.fromisoformat(day) for day in values.pop("days_off"))
        return StoredSchool(SchoolCard(**values, days_off=days), school.version)


def stored_campaign(office: Office, campaign_id: int) -> StoredCampaign:
    """A campaign as planned; raises :class:`Refused` when there is none."""
    with office.question() as session:
        row = rules.campaign_row(session, campaign_id)
        today = Work(office, session).today()
        registered = select(func.count(Application.id)).where(Application.campaign_id == campaign_id)
        value = rules.campaign_value(row)
        sittings = tuple(
            SittingEdit(test.id, s.held_on, s.room, s.reserve, s.id) for test in row.tests for s in test.sittings
        )
        return StoredCampaign(
            campaign_id=row.id,
            version=row.version,
            draft=CampaignDraft(
                code=row.code,
                title=row.title,
                year=row.year,
                grade=row.grade,
                campaign=value,
                regulation=row.regulation,
                scheme=row.schemes[-1].name,
                number_pattern=row.number_pattern,
                number_digits=row.number_digits,
                wave=row.wave,
            ),
            groups=tuple(
                StoredGroup(g.id, g.code, g.title, ", ".join(g.subjects) or g.profile, g.seats) for g in row.groups
            ),
            tests={test.name: test.id for test in row.tests},
            sittings=sittings,
            held=frozenset(s.sitting_id for s in sittings if s.sitting_id is not None and s.day < today),
            published_on=row.notice_published_on,
            applications=session.scalar(registered) or 0,
            today=today,
        )


# What there is to choose


def regulations(office: Office) -> dict[str, Regulation]:
    """The regions' profiles by the names of their files, the school's own with them."""
    return {name: campaigns.read_regulation(office, name)[1] for name, _own in _files(office, "regulation")}


def scheme_choices(office: Office, grade: int) -> list[SchemeChoice]:
    """Every scheme file: those of ``grade`` first, of them the school's own first."""
    found = [_scheme_choice(office, name, own=own) for name, own in _files(office, "schemes")]
    return sorted(found, key=lambda one: (one.grade != grade, not one.own, abs(one.grade - grade), one.title))


def _files(office: Office, folder: str) -> Iterator[tuple[str, bool]]:
    """Names of the data files of a folder, and whether the school has its own."""
    own = _stems(office.own / folder) if office.own else set()
    for name in sorted(own | _stems(resources() / folder)):
        yield name, name in own


def _stems(folder: Path) -> set[str]:
    return {file.stem for file in folder.glob("*.toml") if not file.stem.endswith(".mapping")}


def _scheme_choice(office: Office, name: str, *, own: bool) -> SchemeChoice:
    try:
        scheme = campaigns.read_scheme(office, name)[1]
    except Refused as refusal:
        return SchemeChoice(name, name, "", 0, own, wrong=tuple(map(sentence, refusal.findings)))
    subjects = rules.subjects(office)
    tests = tuple(
        domain.EntranceTest(test.name, "", (known,) if (known := subjects.named(test.name)) else ())
        for test in scheme.tests
    )
    return SchemeChoice(name, scheme.title, scheme.version, scheme.grade, own, tuple(_groups(scheme)), tests)


def _groups(scheme: Scheme) -> Iterator[domain.Group]:
    for group in scheme.groups:
        kind = GroupKind.IN_DEPTH if group.in_depth else GroupKind.PROFILE
        profile = group.profile or ("" if group.in_depth else group.title)
        in_class = group.in_class or group.code
        yield domain.Group(
            group.code, group.title, scheme.grade, kind, group.in_depth, group.seats or 0, profile, in_class
        )


def known_subjects(office: Office) -> tuple[str, ...]:
    """Names of the school subjects, for suggestions."""
    return tuple(sorted(set(rules.subjects(office).names.values()), key=folded))


# A draft


def blank_draft(office: Office, grade: int = 5) -> CampaignDraft:
    """A draft for ``grade`` with what the program can know: names, the scheme of the grade, dates by the Порядок.

    Raises :class:`Refused` without the school's card.
    """
    stored = stored_school(office)
    if stored is None:
        raise Refused(Finding("office.no_school"))
    with office.question() as session:
        today = Work(office, session).today()
    name, profile = next(iter(regulations(office).items()))
    level = next(level for level, rule in profile.levels.items() if grade in rule.grades)
    choice = next((one for one in scheme_choices(office, grade) if not one.wrong), None)
    starts = _next_start(profile, stored.card.founder, level, today)
    year, say = starts.year, words(office)
    card = stored.card
    value = domain.Campaign(
        school=domain.School(card.founder, card.on_founders_list, card.cadet, card.sport),
        kind=CampaignKind.PLANNED,
        level=level,
        groups=tuple(replace(group, grade=grade) for group in choice.groups) if choice else (),
        tests=tuple(replace(test, form=profile.test_forms[0]) for test in choice.tests) if choice else (),
        schedule=draft_schedule(starts, starts),
    )
    draft = CampaignDraft(
        code=_free_code(office, f"{year}-{grade}"),
        title=say("prefill_title", grade=grade, year=year, next=year + 1),
        year=year,
        grade=grade,
        campaign=value,
        regulation=name,
        scheme=choice.name if choice else "",
    )
    return replace(draft, campaign=campaigns.lay_out(office, draft, Wish(_INTAKE_DAYS)).campaign)


def by_scheme(draft: CampaignDraft, choice: SchemeChoice) -> CampaignDraft:
    """The draft with the groups and tests of a scheme; a test that it has already keeps its form, subjects and days."""
    mine = {test.title: test for test in draft.campaign.tests}
    form = next((test.form for test in mine.values()), "")
    tests = tuple(mine.get(test.title, replace(test, form=form)) for test in choice.tests)
    groups = tuple(replace(group, grade=draft.grade) for group in choice.groups)
    return replace(draft, scheme=choice.name, campaign=replace(draft.campaign, groups=groups, tests=tests))


def with_rooms(laid_out: domain.Campaign, typed: domain.Campaign) -> domain.Campaign:
    """The sittings that the planner has laid out with the rooms that were typed: main day by main day, and so on."""
    rooms = {
        (test.title, reserve): [s.room for s in test.sittings if s.reserve is reserve]
        for test in typed.tests
        for reserve in (False, True)
    }

    def housed(test: domain.EntranceTest) -> domain.EntranceTest:
        left = {reserve: iter(rooms.get((test.title, reserve), ())) for reserve in (False, True)}
        return replace(test, sittings=tuple(replace(s, room=next(left[s.reserve], "")) for s in test.sittings))

    return replace(laid_out, tests=tuple(map(housed, laid_out.tests)))


def _next_start(profile: Regulation, founder: Founder, level: Level, today: date) -> date:
    """The first day of the window for which the notice (п. 10) can still be published."""
    opens = profile.window(founder, level).dates(today.year)[0]
    before = (opens - today).days > profile.terms[TermId.NOTICE].n
    return opens if before else profile.window(founder, level).dates(today.year + 1)[0]


def _free_code(office: Office, wanted: str) -> str:
    with office.question() as session:
        taken = set(session.scalars(select(Campaign.code)))
    return next(code for n in range(1, len(taken) + 2) if (code := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def example_number(draft: CampaignDraft) -> str:
    """A registration number by the draft's pattern; empty for a pattern that makes none."""
    if campaigns.check_number(draft.number_pattern, draft.number_digits):
        return ""
    ordinal = str(_EXAMPLE).rjust(draft.number_digits, "0")
    return fill(draft.number_pattern, {"campaign": draft.code.strip(), "series": "", "ordinal": ordinal})
