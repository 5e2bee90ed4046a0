"""The register of issued papers as a table sees it (реестр выданных документов): ids in order, rows by the block."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer

from otbor.domain.people import search_key
from otbor.services.office import Office, time_zone, today
from otbor.storage.models import Application, IssuedPaper, PaperRevision
from otbor.support.clock import local_time
from otbor.wording.paper_kinds import paper_kind_words

BLOCK = 128  # rows that are read at once


@dataclass(frozen=True)
class Filter:
    """What is to be seen, all of it at once: a ``kind``, days that papers bear (ends included, None for no end; or the
    last ``recent`` ones, today being one), words of a number, a title or a child's name."""

    kind: str = ""
    first: date | None = None
    last: date | None = None
    recent: int = 0
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One issued paper; ``issued_at`` in the school's own time, ``child`` empty for a paper about nobody alone.

    ``repetition``: 0 for the first printing; ``signed_by`` in the order of signing, ``unsigned``: places that wait;
    ``within``: the file of a batch that holds its pages; ``sha256`` of the newest bytes, of one of a batch the batch's.
    """

    paper_id: int
    campaign_id: int
    application_id: int | None
    kind: str
    number: str
    issued_on: date
    issued_at: datetime
    title: str
    child: str
    author: str
    repetition: int
    signed_by: tuple[str, ...]
    unsigned: tuple[str, ...]
    within: int | None
    sha256: str
    form_version: str

    @property
    def about(self) -> str:
        """Whom the paper is about, or what: a paper about nobody alone says it in its title."""
        return self.child or self.title


@dataclass(frozen=True)
class KindCount:
    """A kind of paper in the register: what it is called, and how many there are."""

    kind: str
    title: str
    count: int


ALL = Filter()


def ids(office: Office, campaign_id: int, chosen: Filter = ALL) -> "array[int]":
    """Row ids of what ``chosen`` shows, the newest first: a question for the reading thread."""
    if chosen.recent:
        chosen = replace(chosen, first=today(office) - timedelta(days=chosen.recent - 1))
    wanted = _chosen(campaign_id, chosen).order_by(IssuedPaper.id.desc())
    words = search_key(chosen.text).split()
    with office.question() as session:
        if not words:
            return array("q", session.scalars(wanted.with_only_columns(IssuedPaper.id)))
        told = wanted.outerjoin(Application, Application.id == IssuedPaper.application_id).with_only_columns(
            IssuedPaper.id, IssuedPaper.number, IssuedPaper.title, Application.search_key, Application.number
        )
        return array("q", _holding(words, session.execute(told)))


def block(office: Office, wanted: Sequence[int]) -> list[Line]:
    """The papers with these row ids, in this order; those that are gone are left out. Some hundred at a time."""
    with office.question() as session:
        rows = session.execute(
            select(IssuedPaper, Application.surname, Application.given, Application.patronymic)
            .outerjoin(Application, Application.id == IssuedPaper.application_id)
            .where(IssuedPaper.id.in_(wanted))
        ).all()
        revisions = _revisions(session, {row[0].within_id or row[0].id for row in rows})
        zone = time_zone(office)
        made = {row[0].id: _line(row, revisions, zone) for row in rows}
    return [made[identity] for identity in wanted if identity in made]


def lines(office: Office, wanted: Sequence[int]) -> list[Line]:
    """:func:`block` of however many: a question for the reading thread."""
    starts = range(0, len(wanted), BLOCK)
    return [one for start in starts for one in block(office, wanted[start : start + BLOCK])]


def line(office: Office, paper_id: int) -> Line | None:
    """One paper; None when there is none."""
    return next(iter(block(office, [paper_id])), None)


def kinds(office: Office, campaign_id: int) -> tuple[KindCount, ...]:
    """Kinds that the campaign has papers of, by what they are called."""
    counted = (
        select(IssuedPaper.kind, func.count()).where(IssuedPaper.campaign_id == campaign_id).group_by(IssuedPaper.kind)
    )
    with office.question() as session:
        found = [KindCount(kind, paper_kind_words(kind), count) for kind, count in session.execute(counted)]
    return tuple(sorted(found, key=lambda one: one.title))


def _chosen(campaign_id: int, chosen: Filter) -> Select[Any]:
    wanted = select(IssuedPaper).where(IssuedPaper.campaign_id == campaign_id)
    if chosen.kind:
        wanted = wanted.where(IssuedPaper.kind == chosen.kind)
    if chosen.first is not None:
        wanted = wanted.where(IssuedPaper.issued_on >= chosen.first)
    if chosen.last is not None:
        wanted = wanted.where(IssuedPaper.issued_on <= chosen.last)
    return wanted


def _holding(words: Sequence[str], rows: Any) -> Iterator[int]:
    """Ids of the rows that hold every word: no database folds ё and Russian capitals as people read them."""
    for identity, *texts in rows:
        told = search_key(" ".join(filter(None, texts)))
        if all(word in told for word in words):
            yield identity


_Revision = tuple[int, str, str, str]  # number, signed by, place, SHA-256


def _revisions(session: Session, holders: set[int]) -> dict[int, list[_Revision]]:
    told = (
        select(PaperRevision)
        .options(defer(PaperRevision.content))
        .where(PaperRevision.paper_id.in_(holders))
        .order_by(PaperRevision.number)
    )
    found: dict[int, list[_Revision]] = {}
    for row in session.scalars(told):
        found.setdefault(row.paper_id, []).append((row.number, row.signed_by, row.place, row.sha256))
    return found


def _line(row: Any, revisions: dict[int, list[_Revision]], zone: str) -> Line:
    paper, *name = row
    made = revisions[paper.within_id or paper.id]
    taken = {place for _, _, place, _ in made}
    return Line(
        paper_id=paper.id,
        campaign_id=paper.campaign_id,
        application_id=paper.application_id,
        kind=paper.kind,
        number=paper.number,
        issued_on=paper.issued_on,
        issued_at=local_time(paper.issued_at, zone),
        title=paper.title,
        child=" ".join(filter(None, name)),
        author=paper.author,
        repetition=paper.repetition,
        signed_by=tuple(owner for number, owner, _, _ in made if number),
        unsigned=tuple(field["name"] for field in paper.signature_fields if field["name"] not in taken),
        within=paper.within_id,
        sha256=made[-1][3],
        form_version=paper.form_version,
    )
