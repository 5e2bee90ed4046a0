"""What the form of registration asks and is answered (форма регистрации заявления, п. 11), and its one act.

The form holds what was typed as :class:`Typed`; :func:`remarks` says what is to be said of it beside its fields while
it is typed, :func:`take_in` registers it, notes who compared the copies and lets the draft go: all or nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from otbor.domain.applications import Channel, CopyKind
from otbor.domain.campaign import Basis
from otbor.domain.expectations import impossible_values
from otbor.domain.filing import TOO_LATE
from otbor.domain.findings import Finding, Severity, refuse_if_forbidden
from otbor.domain.intake import PREVIOUS_SCHOOL, SIGNS, ApplicationDraft
from otbor.domain.participants import Key, Kind, Participant
from otbor.domain.people import name_findings, phones
from otbor.domain.regulation import DocumentRule, Regulation
from otbor.domain.rights import Right
from otbor.services import corrections, drafts, intake, rules
from otbor.services.commissions import comparers
from otbor.services.drafts import KeptDraft
from otbor.services.intake import Registered
from otbor.services.office import Office, Work, act
from otbor.services.papers.words import words
from otbor.storage.models import (
    AchievementRow,
    Application,
    Campaign,
    Document,
    Representative,
)

NOT_TYPED = date.max  # the birth date of a draft in which none can be read

_BY_FAMILY = frozenset({Kind.MARK, Kind.EXAM, Kind.FACT})  # what a family's documents say; others are the school's
_TYPED_BEFORE = 2000  # of the newest rows that suggestions are taken from
_LIKENESSES = "people."


@dataclass(frozen=True)
class Choice:
    """Something to choose: its id and its Russian title."""

    id: str
    title: str


@dataclass(frozen=True)
class AskedDocument:
    """A document of п. 11 that the form lists.

    ``shown``: it is only shown, no copy is kept; ``needed``: it is asked of everyone, not «при наличии».
    """

    id: str
    title: str
    shown: bool
    needed: bool


@dataclass(frozen=True)
class AskedAchievement:
    """A category of the portfolio that gives points: its levels, forms and results; ``placed``: also by a place."""

    category: str
    title: str
    levels: tuple[str, ...]
    forms: tuple[str, ...]
    results: tuple[str, ...]
    placed: bool


@dataclass(frozen=True)
class Questions:
    """What the form asks in one campaign.

    ``documents`` by whether the child is a foreign citizen, without those that are signs (consent, identity);
    ``named`` (question → answers) and ``values`` by the code of a group; ``comparers`` are the members of the приёмная
    комиссия by id of person, ``comparer`` is the one who is at work, empty where the operator is no member;
    ``compared`` are the kinds of copies that are compared, none where nobody may compare; ``school_asked`` are the
    cases that ask for the school a child comes from.
    """

    campaign_id: int
    title: str
    time_zone: str
    closes: date
    groups: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    copy_kinds: tuple[Choice, ...]
    compared: frozenset[str]
    bases: tuple[Basis, ...]
    school_asked: frozenset[Basis]
    documents: Mapping[bool, tuple[AskedDocument, ...]]
    comparers: tuple[Choice, ...]
    comparer: str
    named: Mapping[str, Mapping[str, tuple[str, ...]]]
    values: Mapping[str, tuple[Key, ...]]
    achievements: tuple[AskedAchievement, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class Opening:
    """What the form begins with: its questions, and what was kept of a form that was not finished."""

    questions: Questions
    kept: KeptDraft | None


@dataclass(frozen=True)
class Suggestions:
    """What has been typed before, the most usual first."""

    birth_places: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # whole streets, up to the house
    relations: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()  # that children come from


@dataclass(frozen=True)
class Typed:
    """What the form holds, complete or not.

    ``unread`` are texts that could not be read, by field («birth_date», «filed_at», «value:математика»); a birth date
    that is not there is :data:`NOT_TYPED`. ``compared`` are places of ``draft.documents`` that ``comparer`` (id of a
    person) has compared with the originals.
    """

    draft: ApplicationDraft
    unread: Mapping[str, str] = field(default_factory=dict)
    compared: tuple[int, ...] = ()
    comparer: str = ""


@dataclass(frozen=True)
class Remark:
    """A finding beside a field of the form.

    ``field`` is an id of the profile's fields of п. 11, or «filed_at», «channel», «basis», «named», «consent»,
    «identity», «document:<id>», «documents», «comparer», «value:<name>»; ``index`` tells representatives apart;
    ``application_id`` is the other application that it is about.
    """

    field: str
    finding: Finding
    index: int = 0
    application_id: int | None = None

    @property
    def forbids(self) -> bool:
        """Whether it stands in the way of registering."""
        return self.finding.severity is Severity.FORBIDS

    @property
    def missing(self) -> bool:
        """Whether it only says that something is not typed yet."""
        return self.finding.id in {
            "intake.field_missing",
            "intake.document_required",
            "application.no_basis",
            "registration.no_comparer",
        }

    @property
    def late(self) -> bool:
        """Whether it says that the intake is over: a reason of the commission is asked for."""
        return self.finding.id in {*TOO_LATE, "intake.late_accepted"}


def opening(office: Office, campaign_id: int) -> Opening:
    """What the form of a campaign begins with; raises :class:`Refused` when there is none."""
    return Opening(questions(office, campaign_id), drafts.kept(office, campaign_id))


def questions(office: Office, campaign_id: int) -> Questions:
    """What the form asks in a campaign; raises :class:`Refused` when there is none."""
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        profile, value = rules.regulation(campaign), rules.campaign_value(campaign)
        scheme = rules.scheme_in_force(campaign)
        known = {group.code for group in scheme.groups}
        codes = [group.code for group in campaign.groups if group.code in known]
        members = comparers(session, campaign.id) if Right.EXPERTISE in office.rights else ()
        say = words(office)
        return Questions(
            campaign_id=campaign.id,
            title=campaign.title,
            time_zone=Work(office, session).school().time_zone,
            closes=campaign.intake_closes,
            groups=tuple(Choice(group.code, _group_title(group.code, group.title)) for group in campaign.groups),
            channels=tuple(Choice(channel.id, say(f"channel_{channel.id}")) for channel in profile.filing_channels),
            copy_kinds=tuple(Choice(kind.id, kind.title) for kind in profile.copy_kinds),
            compared=frozenset(kind.id for kind in profile.copy_kinds if kind.compared and members),
            bases=value.bases,
            school_asked=profile.asking(PREVIOUS_SCHOOL),
            documents={
                foreign: tuple(
                    _asked(rule) for rule in intake.documents_asked(profile, value, foreign) if rule.id not in SIGNS
                )
                for foreign in (False, True)
            },
            comparers=tuple(Choice(member.person, member.name) for member in members),
            comparer=next((m.person for m in members if office.operator in (m.name, m.person)), ""),
            named={code: scheme.questions([code]) for code in codes},
            values={code: tuple(key for key in scheme.asked(code) if key[0] in _BY_FAMILY) for code in codes},
            achievements=tuple(_achievements(campaign, profile)),
            subjects=tuple(dict.fromkeys(rules.subjects(office).names.values())),
        )


def _group_title(code: str, title: str) -> str:
    return code if code == title else f"{code}, {title}"


def _asked(rule: DocumentRule) -> AskedDocument:
    return AskedDocument(rule.id, rule.title, rule.obligation == "shown", rule.obligation != "if_any")


def _achievements(campaign: Campaign, profile: Regulation) -> Iterator[AskedAchievement]:
    rows = [row for part in rules.scheme_in_force(campaign).portfolios() for row in part.rows]
    for category in dict.fromkeys(row.category for row in rows if row.category):
        mine = [row for row in rows if row.category == category]
        known = profile.category(category)
        yield AskedAchievement(
            category,
            f"{category}. {known.title}" if known else category,
            tuple(dict.fromkeys(row.level for row in mine if row.level)),
            tuple(dict.fromkeys(row.form for row in mine if row.form)),
            tuple(dict.fromkeys(result for row in mine for result in row.results)),
            any(row.places for row in mine),
        )


def suggestions(office: Office) -> Suggestions:
    """What has been typed before in this database; a question of some milliseconds, for the reading thread."""
    with office.question() as session:
        newest = select(Application.birth_place, Application.address).order_by(Application.id.desc())
        places, addresses = Counter[str](), Counter[str]()
        for place, address in session.execute(newest.limit(_TYPED_BEFORE)):
            places[place] += 1
            addresses.update(_streets(address))
        relations = Counter(_newest(session, Representative.relation))
        documents = Counter(
            session.scalars(
                select(Document.title).where(Document.kind == "other").order_by(Document.id.desc()).limit(_TYPED_BEFORE)
            )
        )
        events = Counter(_newest(session, AchievementRow.event))
        schools = Counter(_newest(session, Application.previous_school))
        return Suggestions(*map(_usual, (places, addresses, relations, documents, events, schools)))


def _newest(session: Session, column: InstrumentedAttribute[str]) -> Iterator[str]:
    return iter(session.scalars(select(column).order_by(column.class_.id.desc()).limit(_TYPED_BEFORE)))


def _usual(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(text for text, _count in counted.most_common() if text.strip())


def _streets(address: str) -> Iterator[str]:
    """«г. Бор, », «г. Бор, ул. Ленина, »: the parts of an address that a neighbour shares."""
    shared = ""
    for part in address.split(",")[:-1]:
        words = part.split()
        if words and words[0].rstrip(".").casefold() in {"д", "дом", "кв", "квартира", "корп", "к"}:
            return
        shared += f"{' '.join(words)}, "
        yield shared


def remarks(office: Office, campaign_id: int, typed: Typed) -> tuple[Remark, ...]:
    """Everything to be said of what is typed so far, beside its fields, in the order of the form's rules."""
    with office.question() as session:
        work = Work(office, session)
        return _remarks(work, rules.campaign_row(session, campaign_id), typed)


def _remarks(work: Work, campaign: Campaign, typed: Typed) -> tuple[Remark, ...]:
    draft, profile = typed.draft, rules.regulation(campaign)
    places = {item.title: item.id for item in profile.application_fields}
    documents = {document.title: document.id for document in profile.documents}
    found = [*_unread(typed), *_about_names(draft)]
    if draft.birth_date == NOT_TYPED and "birth_date" not in typed.unread:
        title = next((title for title, identity in places.items() if identity == "birth_date"), "birth_date")
        found.append(Remark("birth_date", profile.finding("intake.field_missing", field=title)))
    for finding in intake.check_alone(work, campaign, draft):
        field_id = _place(finding, places, documents)
        found.append(Remark(field_id, finding, _whose(finding, field_id, draft)))
    found += _about_age(work, campaign, draft)
    found += _about_values(campaign, draft)
    if typed.compared and not typed.comparer:
        found.append(Remark("comparer", Finding("registration.no_comparer")))
    if draft.child.surname and draft.child.given:
        found += _about_others(work, campaign, draft)
    return tuple(found)


def _unread(typed: Typed) -> Iterator[Remark]:
    for name, text in typed.unread.items():
        kind, _colon, what = name.partition(":")
        rule = {"birth_date": "unreadable_day", "filed_at": "unreadable_moment", "achievement": "no_category"}
        values = {"typed": text, "name": what, "event": text}
        yield Remark(name, Finding(f"registration.{rule.get(kind, 'unreadable_value')}", values=values))


def _about_names(draft: ApplicationDraft) -> Iterator[Remark]:
    for finding in name_findings(draft.child):
        yield Remark("child_surname", finding)
    for index, representative in enumerate(draft.representatives):
        for finding in name_findings(representative.name):
            yield Remark("parent_name", finding, index)


def _about_age(work: Work, campaign: Campaign, draft: ApplicationDraft) -> Iterator[Remark]:
    from otbor.services.imports.words import intake_words  # noqa: PLC0415 - brings the readers of workbooks with it

    first, last = intake_words(work.office.own).born(campaign.grade, campaign.year)
    if draft.birth_date != NOT_TYPED and not first <= draft.birth_date <= last:
        values = {"born": draft.birth_date, "grade": campaign.grade, "first": first, "last": last}
        yield Remark("birth_date", Finding("import.birth_date_of_grade", Severity.WARNS, values))


def _about_values(campaign: Campaign, draft: ApplicationDraft) -> Iterator[Remark]:
    sources = {key: replace(value, source=f"value:{key[1]}") for key, value in draft.values.items()}
    participant = Participant("", draft.groups, sources)
    for finding in impossible_values(rules.scheme_in_force(campaign), [participant]):
        yield Remark(finding.where, finding)


def _about_others(work: Work, campaign: Campaign, draft: ApplicationDraft) -> Iterator[Remark]:
    """Twins, namesakes and the same child, said from the form's side and with the other application to open."""
    found = intake.likely_duplicates(work.session, campaign, draft)
    numbers = [str(finding.values["other_number"]) for finding in found]
    ids = dict(
        work.session.execute(select(Application.number, Application.id).where(Application.number.in_(numbers))).all()
    )
    for finding in found:
        rule = finding.id.removeprefix(_LIKENESSES)
        told = Finding(f"registration.{rule}", Severity.WARNS, finding.values)
        yield Remark("child_surname", told, application_id=ids[str(finding.values["other_number"])])


def _place(finding: Finding, fields: Mapping[str, str], documents: Mapping[str, str]) -> str:
    """The field of the form that ``finding`` is about."""
    if finding.id in {"intake.field_missing", "intake.field_of_case_missing"}:
        return fields[str(finding.values["field"])]
    if finding.id in {"intake.channel_not_allowed", "application.no_basis", "application.other_basis"}:
        return "channel" if "channel" in finding.id else "basis"
    if finding.id in {"intake.document_required", "intake.document_missing"}:
        kind = documents[str(finding.values["document"])]
        return kind if kind in SIGNS else f"document:{kind}"
    if finding.id.partition(".")[0] == "intake":
        return "filed_at"
    return finding.where


def _whose(finding: Finding, field_id: str, draft: ApplicationDraft) -> int:
    """Which representative a finding about one of the parents' fields is about: the first that lacks it."""
    unreadable = finding.id == "application.phone_unreadable"
    lacks = {
        "parent_name": lambda r: not (r.name.surname and r.name.given),
        "parent_phone": lambda r: not phones(r.phone) and bool(r.phone.strip()) is unreadable,
        "identity": lambda r: not r.identity_shown,
    }.get(field_id)
    if lacks is None:
        return 0
    return next((index for index, person in enumerate(draft.representatives) if lacks(person)), 0)


@act(Right.REGISTER)
def take_in(office: Office, campaign_id: int, typed: Typed, *, series: str = "") -> Registered:
    """Register what the form holds, note who compared its copies, and let its draft go.

    Raises :class:`Refused` for a text that cannot be read and for everything that :func:`intake.register` and
    :func:`corrections.compare_documents` refuse; then nothing is registered and the draft stays.
    """
    with office.transaction() as work:
        campaign = rules.campaign_row(work.session, campaign_id)
        refuse_if_forbidden([remark.finding for remark in _remarks(work, campaign, typed)])
        registered = intake.register(office, campaign_id, typed.draft, series=series)
        if typed.compared:
            application = work.session.get_one(Application, registered.application_id)
            ids = [application.documents[place].id for place in typed.compared]
            corrections.compare_documents(office, application.id, ids, typed.comparer)
        drafts.forget_in(work.session, office, campaign_id)
        outcome = replace(registered, changes=work.changes())
        work.commit()
    return outcome


def first_copy(channel: Channel) -> CopyKind:
    """The kind of copy to begin with: what comes through a portal or by letter is no paper beside its original."""
    return {
        Channel.IN_PERSON: CopyKind.SHOWN_WITH_ORIGINAL,
        Channel.POST: CopyKind.CERTIFIED,
    }.get(channel, CopyKind.ELECTRONIC)
