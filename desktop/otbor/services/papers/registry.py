"""The register of issued papers (реестр выданных документов): what was issued, its revisions, by number and by QR."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from otbor.domain.findings import Finding, Refused
from otbor.services.office import Changes, Office, Work
from otbor.storage.models import DetachedSignature, IssuedPaper, PaperRevision

_QR_PREFIX = "otbor"


@dataclass(frozen=True)
class Issued:
    """A paper as issued: row id, number, the PDF, its title, changed rows; ``data`` is what its twins are made of."""

    paper_id: int
    number: str
    pdf: bytes
    title: str
    changes: Changes
    data: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class PaperCard:
    """An issued paper as the register shows it; ``repetition`` 0 for the first printing, ``signed_by`` in order.

    ``unsigned``: names of the places that wait for a signature.
    """

    paper_id: int
    campaign_id: int
    application_id: int | None
    kind: str
    number: str
    repetition: int
    title: str
    issued_on: date
    issued_at: datetime
    author: str
    form_version: str
    fingerprint: str
    signed_by: tuple[str, ...]
    unsigned: tuple[str, ...]


@dataclass(frozen=True)
class Revision:
    """One revision of a paper's bytes: 0 as made, then one a signature; ``size`` in bytes."""

    number: int
    made_at: datetime
    signed_by: str
    place: str
    sha256: str
    size: int


@dataclass(frozen=True)
class SignatureBeside:
    """A signature that lies beside a paper (``.sig``): which revision it signs, whose it is, its bytes (CMS, DER)."""

    revision: int
    made_at: datetime
    signed_by: str
    serial: str
    sha256: str
    content: bytes = field(repr=False)


def paper_row(session: Session, paper_id: int) -> IssuedPaper:
    """The paper; raises :class:`Refused` when there is none."""
    row = session.get(IssuedPaper, paper_id)
    if row is None:
        raise Refused(Finding("paper_registry.unknown", values={"paper": paper_id}))
    return row


def newest_revision(session: Session, row: IssuedPaper) -> PaperRevision:
    """The newest bytes of a paper, for one of a batch those of the whole batch."""
    holder = row.within_id or row.id
    newest = select(PaperRevision).where(PaperRevision.paper_id == holder).order_by(PaperRevision.number.desc())
    return session.scalars(newest.limit(1)).one()


def revision(work: Work, number: int, pdf: bytes, signed_by: str = "", place: str = "") -> PaperRevision:
    """A revision of a paper's bytes."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    return PaperRevision(number=number, made_at=work.now, signed_by=signed_by, place=place, sha256=sha256, content=pdf)


def issued_papers(
    office: Office, campaign_id: int, *, kind: str = "", application_id: int | None = None
) -> list[PaperCard]:
    """Issued papers of a campaign, oldest first; of one ``kind``, of one application."""
    wanted = select(IssuedPaper).where(IssuedPaper.campaign_id == campaign_id).order_by(IssuedPaper.id)
    if kind:
        wanted = wanted.where(IssuedPaper.kind == kind)
    if application_id is not None:
        wanted = wanted.where(IssuedPaper.application_id == application_id)
    with office.question() as session:
        return _cards(session, session.scalars(wanted).all())


def find_by_number(office: Office, number: str, *, kind: str = "") -> list[PaperCard]:
    """Papers that bear ``number``, newest first: kinds are numbered apart, so there may be several."""
    with office.question() as session:
        return _cards(session, by_number(session, number.strip(), kind))


def by_number(session: Session, number: str, kind: str = "") -> Sequence[IssuedPaper]:
    """Rows of :func:`find_by_number`."""
    wanted = select(IssuedPaper).where(IssuedPaper.number == number).order_by(IssuedPaper.id.desc())
    return session.scalars(wanted.where(IssuedPaper.kind == kind) if kind else wanted).all()


def find_by_qr(office: Office, payload: str) -> PaperCard | None:
    """The newest paper whose QR holds ``payload``; None for a QR of something else and for one not issued here.

    A scanner types as a keyboard does, and loses the Russian letters of «12-од»: then the fingerprint finds the paper.
    """
    said = read_payload(payload)
    if said is None:
        return None
    kind, number, fingerprint = said
    made = select(IssuedPaper).where(IssuedPaper.kind == kind, IssuedPaper.fingerprint == fingerprint)
    with office.question() as session:
        rows = session.scalars(made.order_by(IssuedPaper.id.desc())).all()
        numbered = [row for row in rows if row.number == number]
        if not numbered and len({row.number for row in rows}) == 1:
            numbered = list(rows)
        return next(iter(_cards(session, numbered[:1])), None)


def read_payload(payload: str) -> tuple[str, str, str] | None:
    """Kind, number and fingerprint that a QR of ours holds; None for any other text."""
    prefix, _, rest = payload.strip().partition(":")
    kind, _, rest = rest.partition(":")
    number, _, fingerprint = rest.rpartition(":")
    return (kind, number, fingerprint) if prefix == _QR_PREFIX and kind and fingerprint else None


def revisions(office: Office, paper_id: int) -> tuple[Revision, ...]:
    """Every revision of a paper, the oldest first; one of a batch has those of the batch."""
    with office.question() as session:
        row = paper_row(session, paper_id)
        rows = session.execute(
            select(
                PaperRevision.number,
                PaperRevision.made_at,
                PaperRevision.signed_by,
                PaperRevision.place,
                PaperRevision.sha256,
                func.length(PaperRevision.content),
            )
            .where(PaperRevision.paper_id == (row.within_id or row.id))
            .order_by(PaperRevision.number)
        )
        return tuple(Revision(*values) for values in rows)


def signatures_beside(office: Office, paper_id: int) -> tuple[SignatureBeside, ...]:
    """Signatures kept beside a paper, in the order in which they came; one of a batch has none of its own."""
    with office.question() as session:
        return beside(session, paper_row(session, paper_id).id)


def beside(session: Session, paper_id: int) -> tuple[SignatureBeside, ...]:
    """Rows of :func:`signatures_beside`."""
    kept = select(DetachedSignature).where(DetachedSignature.paper_id == paper_id).order_by(DetachedSignature.id)
    return tuple(
        SignatureBeside(row.revision, row.made_at, row.signed_by, row.serial, row.sha256, row.content)
        for row in session.scalars(kept)
    )


def waiting_papers(office: Office, kind: str) -> list[PaperCard]:
    """Papers of a kind with a place that waits for a signature, the oldest first; only the newest printing of each."""
    with office.question() as session:
        rows = session.scalars(select(IssuedPaper).where(IssuedPaper.kind == kind).order_by(IssuedPaper.id)).all()
        newest = {(row.campaign_id, row.subject): row.id for row in rows}
        return [card for card in _cards(session, rows) if card.unsigned and card.paper_id in set(newest.values())]


def content(office: Office, paper_id: int, revision: int | None = None) -> bytes:
    """The bytes of a revision of a paper, the newest when none is named; of one of a batch its own pages only.

    Raises :class:`Refused` (``paper_registry.no_revision``) when there is no such revision.
    """
    with office.question() as session:
        row = paper_row(session, paper_id)
        if revision is None:
            found: bytes | None = newest_revision(session, row).content
        else:
            wanted = select(PaperRevision.content).where(
                PaperRevision.paper_id == (row.within_id or row.id), PaperRevision.number == revision
            )
            found = session.scalar(wanted)
    if found is None:
        raise Refused(Finding("paper_registry.no_revision", values={"number": row.number, "revision": revision}))
    return found if row.within_id is None else own_pages(row, found)


def own_pages(row: IssuedPaper, batch: bytes) -> bytes:
    """The pages of one paper out of the bytes of its batch."""
    from otbor.services.papers.pages import cut  # noqa: PLC0415 - PDFium is loaded when a page is asked for

    return cut(batch, row.first_page, row.page_count)


def _cards(session: Session, rows: Sequence[IssuedPaper]) -> list[PaperCard]:
    signed: dict[int, list[tuple[str, str]]] = {}
    holders = {row.within_id or row.id for row in rows}
    told = (
        select(PaperRevision.paper_id, PaperRevision.signed_by, PaperRevision.place)
        .where(PaperRevision.paper_id.in_(holders), PaperRevision.number > 0)
        .order_by(PaperRevision.number)
    )
    for paper_id, signed_by, place in session.execute(told):
        signed.setdefault(paper_id, []).append((signed_by, place))
    return [_card(row, signed.get(row.within_id or row.id, [])) for row in rows]


def _card(row: IssuedPaper, signed: Sequence[tuple[str, str]]) -> PaperCard:
    taken = {place for _, place in signed}
    return PaperCard(
        paper_id=row.id,
        campaign_id=row.campaign_id,
        application_id=row.application_id,
        kind=row.kind,
        number=row.number,
        repetition=row.repetition,
        title=row.title,
        issued_on=row.issued_on,
        issued_at=row.issued_at,
        author=row.author,
        form_version=row.form_version,
        fingerprint=row.fingerprint,
        signed_by=tuple(owner for owner, _ in signed),
        unsigned=tuple(field["name"] for field in row.signature_fields if field["name"] not in taken),
    )
