"""What the person who edits a campaign's scheme asks: its versions, a draft looked through, what it would change.

Nothing of the campaign is written here; the act is :func:`otbor.services.schemes.change_scheme`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.findings import Finding, Refused, Severity
from otbor.domain.numbering import natural
from otbor.domain.participant_storing import restored
from otbor.domain.participants import Participant
from otbor.domain.rating import Rating, rate
from otbor.domain.scheme import Scheme, identity
from otbor.domain.scheme.checks import check
from otbor.domain.scheme.reading import read_scheme
from otbor.domain.scoring import Plan
from otbor.services import ledger, rules, schemes
from otbor.services.library import library
from otbor.services.office import Office, Progress, Work, no_progress
from otbor.services.schemes import ChangeBasis
from otbor.storage.models import Application, RatingInput, RatingSnapshot, SchemeVersion
from otbor.support.places import resource
from otbor.wording.scheme import describe


@dataclass(frozen=True)
class VersionLine:
    """A version: ``number`` in the campaign, ``version`` as the text calls itself, who made it and when (UTC).

    ``ratings``: numbers of the ratings made by it; ``basis``: why a locked scheme was changed.
    """

    number: int
    version: str
    made_at: datetime
    made_by: str
    locked_at: datetime | None
    basis: ChangeBasis | None
    ratings: tuple[int, ...]


@dataclass(frozen=True)
class StoredScheme:
    """The scheme of a campaign: its versions, the oldest first, and the newest one's text; ``campaign``: its name.

    ``published_on``: the notice has locked it; ``shipped``: there is a shipped scheme of its name to go back to;
    ``zone``: of the school's time.
    """

    campaign_id: int
    campaign: str
    name: str
    text: str
    versions: tuple[VersionLine, ...]
    published_on: date | None
    shipped: bool
    today: date
    zone: str


@dataclass(frozen=True)
class Review:
    """A text of the scheme looked through: all findings, its sentences (none when it cannot be read).

    ``same``: it is the version in force, differently laid out at most.
    """

    findings: tuple[Finding, ...]
    sentences: tuple[str, ...]
    same: bool

    @property
    def good(self) -> bool:
        """Whether nothing forbids it."""
        return not any(finding.severity is Severity.FORBIDS for finding in self.findings)


class Side(StrEnum):
    """Where a sentence of two versions stands."""

    BOTH = "both"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Standing:
    """A line of a rating: place, None without one, and total, None where nothing is counted."""

    place: int | None
    total: Decimal | None


@dataclass(frozen=True)
class Moved:
    """A child whose points or place the edited scheme changes; None: not in that rating."""

    group: str
    number: str
    child: str
    before: Standing | None
    after: Standing | None


@dataclass(frozen=True)
class Moves:
    """Who moves; ``rating``: number of the rating they were compared by, None for the points of today.

    ``compared``: lines in all.
    """

    rating: int | None
    compared: int
    rows: tuple[Moved, ...]


def stored_scheme(office: Office, campaign_id: int) -> StoredScheme:
    """The campaign's scheme and its versions; raises :class:`Refused` without such a campaign."""
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        made_by: dict[int, list[int]] = {}
        for version, number in session.execute(
            select(RatingSnapshot.scheme_version_id, RatingSnapshot.number)
            .where(RatingSnapshot.campaign_id == campaign_id)
            .order_by(RatingSnapshot.number)
        ):
            made_by.setdefault(version, []).append(number)
        newest, work = campaign.schemes[-1], Work(office, session)
        return StoredScheme(
            campaign_id=campaign_id,
            campaign=f"{campaign.title} ({campaign.code})",
            name=newest.name,
            text=newest.text,
            versions=tuple(_line(row, made_by.get(row.id, [])) for row in campaign.schemes),
            published_on=campaign.notice_published_on,
            shipped=_shipped(newest.name).is_file(),
            today=work.today(),
            zone=work.school().time_zone,
        )


def _line(row: SchemeVersion, ratings: Sequence[int]) -> VersionLine:
    basis = None if row.basis_on is None else ChangeBasis(row.basis_act, row.basis_on, row.basis_reason)
    own_name = rules.scheme(row).version
    return VersionLine(row.number, own_name, row.made_at, row.made_by, row.locked_at, basis, tuple(ratings))


def sentences(office: Office, campaign_id: int, number: int) -> tuple[str, ...]:
    """A version as sentences of the local act; raises :class:`Refused` (``scheme_version.unknown``) without one."""
    with office.question() as session:
        return tuple(describe(rules.scheme(_version(session, campaign_id, number))))


def compare_versions(office: Office, campaign_id: int, before: int, after: int) -> tuple[tuple[Side, str], ...]:
    """The sentences of two versions in one list, each with where it stands."""
    first, second = sentences(office, campaign_id, before), sentences(office, campaign_id, after)
    return compare_sentences(first, second)


def compare_sentences(first: Sequence[str], second: Sequence[str]) -> tuple[tuple[Side, str], ...]:
    """Two lists of sentences as one, each with where it stands."""
    lines: list[tuple[Side, str]] = []
    for kind, a, b, c, d in SequenceMatcher(a=first, b=second, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += [(Side.BOTH, one) for one in first[a:b]]
        else:
            lines += [(Side.BEFORE, one) for one in first[a:b]]
            lines += [(Side.AFTER, one) for one in second[c:d]]
    return tuple(lines)


def review(office: Office, campaign_id: int, text: str) -> Review:
    """``text`` looked through as :func:`schemes.change_scheme` would: nothing is written, nothing is refused."""
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        newest = campaign.schemes[-1]
        name, known = newest.name, rules.subjects(office)
        try:
            scheme = read_scheme(text, name, known, library(office.own))
        except Refused as refused:
            return Review(refused.findings, (), same=False)
        findings = [
            *rules.regulation(campaign).citing(check(scheme, name, known)),
            *schemes.misfits(scheme, name, [g.code for g in campaign.groups], [t.name for t in campaign.tests]),
            *schemes.lawful(rules.regulation(campaign), scheme, name, rules.school_value(campaign.school_card)),
        ]
        same = identity(rules.scheme(newest)) == identity(scheme)
        return Review(tuple(findings), tuple(describe(scheme)), same)


def what_changes(office: Office, campaign_id: int, text: str, progressed: Progress = no_progress) -> Moves:
    """Who gets other points or another place by ``text`` than by the version in force.

    Compared are the children of the newest rating, with what it was made from; before there is one, all applications
    with the points of today. Groups that ``text`` has not are left out. Raises :class:`Refused` for a text that cannot
    be read or is forbidden by its own checks.
    """
    with office.question() as session:
        campaign = rules.campaign_row(session, campaign_id)
        newest, known = campaign.schemes[-1], rules.subjects(office)
        other = read_scheme(text, newest.name, known, library(office.own))
        if wrong := [f for f in check(other, newest.name, known) if f.severity is Severity.FORBIDS]:
            raise Refused(*wrong)
        now = rules.scheme(newest)
        rating = session.scalars(
            select(RatingSnapshot)
            .where(RatingSnapshot.campaign_id == campaign_id)
            .order_by(RatingSnapshot.number.desc())
            .limit(1)
        ).first()
        people = _people(session, campaign_id, rating)
        codes = [group.code for group in campaign.groups if any(g.code == group.code for g in other.groups)]
        names = _names(session, campaign_id)
        rows, compared = [], 0
        for done, code in enumerate(codes, 1):
            first, second = _standings(now, code, people), _standings(other, code, people)
            compared += len(first.keys() | second.keys())
            rows += [
                Moved(code, number, names.get(number, ""), first.get(number), second.get(number))
                for number in sorted(first.keys() | second.keys(), key=natural)
                if first.get(number) != second.get(number)
            ]
            progressed(done, len(codes))
        return Moves(None if rating is None else rating.number, compared, tuple(rows))


def read_file(path: Path) -> str:
    """The text of a scheme's file; raises :class:`Refused` without such a file, or when it is no text."""
    from otbor.services.trial import scheme_text  # noqa: PLC0415 - it loads the readers of workbooks

    return scheme_text(path)


def write_file(text: str, path: Path) -> None:
    """Write a scheme's text into a file, whatever was there; raises :class:`OSError`."""
    path.write_text(text, "utf-8", newline="\n")


def shipped_text(name: str) -> str:
    """The text of the shipped scheme ``name``; raises :class:`Refused` when there is none."""
    return read_file(_shipped(name))


def _shipped(name: str) -> Path:
    return resource(f"schemes/{Path(name).name}.toml")


def _version(session: Session, campaign_id: int, number: int) -> SchemeVersion:
    for row in rules.campaign_row(session, campaign_id).schemes:
        if row.number == number:
            return row
    raise Refused(Finding("scheme_version.unknown", values={"number": number}))


def _people(session: Session, campaign_id: int, rating: RatingSnapshot | None) -> tuple[Participant, ...]:
    if rating is None:
        return tuple(ledger.participants(session, campaign_id))
    kept = session.scalars(select(RatingInput.content).where(RatingInput.rating_id == rating.id))
    return tuple(restored(content) for content in kept)


def _names(session: Session, campaign_id: int) -> dict[str, str]:
    """«Иванов Пётр» by number."""
    rows = session.execute(
        select(Application.number, Application.surname, Application.given).where(Application.campaign_id == campaign_id)
    )
    return {number: f"{surname} {given}".strip() for number, surname, given in rows}


def _standings(scheme: Scheme, code: str, people: Sequence[Participant]) -> dict[str, Standing]:
    rating: Rating = rate(scheme, code, Plan(scheme, code).score_all(people))
    placed = {entry.result.number: Standing(entry.place, entry.result.total) for entry in rating.entries}
    return placed | {result.number: Standing(None, result.total) for result in rating.out}
