"""Checking a paper (проверка документа): whole or changed, by whom signed, and whether this database issued it."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.findings import Finding, Refused
from otbor.services.office import Office
from otbor.services.papers.reading import payloads
from otbor.services.papers.registry import beside, by_number, own_pages, read_payload
from otbor.services.signing_means import gost_check
from otbor.signing.command import CheckingCommand, go_on
from otbor.signing.detached import verify_detached
from otbor.signing.verify import verify as verify_signatures
from otbor.storage.models import IssuedPaper, PaperRevision
from otbor.support.clock import system_clock
from otbor.wording.verification import (
    Issued,
    Outcome,
    Report,
    Verdict,
    beside_sentences,
    issued_sentences,
    outcome_of,
    report_sentences,
)

TRUSTED = "trusted"
_CERTIFICATES = frozenset({".pem", ".crt", ".cer", ".der"})
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_READABLE = frozenset({Verdict.WHOLE, Verdict.CHANGED, Verdict.APPENDED, Verdict.UNCHECKED, Verdict.UNSIGNED})
_WELL = frozenset({Verdict.WHOLE, Verdict.UNSIGNED, Verdict.UNCHECKED})


@dataclass(frozen=True)
class Checked:
    """What the signatures say, what the database knows of the paper, and both in plain Russian.

    ``beside``: of every signature that the database keeps beside these very bytes; ``paper_id``: the issued paper that
    the file is or pretends to be, None for neither.
    """

    report: Report
    issued: Issued
    sentences: tuple[str, ...]
    beside: tuple[Report, ...] = ()
    paper_id: int | None = None
    by_file: bool = False  # the report is of a signature that lies beside

    @property
    def well(self) -> bool:
        """Whether nothing speaks against it; a paper without signatures or with unknown signers is told, not bad."""
        return (
            self.report.verdict in _WELL
            and all(report.verdict in _WELL for report in self.beside)
            and self.issued not in {Issued.OTHER_BYTES, Issued.UNKNOWN}
        )

    @property
    def outcome(self) -> Outcome:
        """One word for it, where the database was asked."""
        if any(report.verdict not in _WELL for report in self.beside):
            return Outcome.OTHER_SIGNATURE
        return outcome_of(self.report, self.issued, beside=self.by_file)


def verify(
    office: Office | None,
    pdf: bytes,
    trusted: Sequence[bytes] | None = None,
    may_go_on: Callable[[], None] = go_on,
) -> Checked:
    """Check ``pdf``; without an office the database is not asked. What ``may_go_on`` raises ends the check at once,
    with a program that checks.

    ``trusted`` are certificates (DER) of issuers to trust, the school's own folder of them when none are given. Raises
    :class:`Refused` for an unreadable certificate in that folder, never for what the file holds.
    """
    means = _means(office, trusted, may_go_on)
    report = verify_signatures(pdf, *means)
    if office is None:
        return Checked(report, Issued.NOT_ASKED, tuple(report_sentences(report, Issued.NOT_ASKED)))
    issued, paper_id = _known(office, pdf, report)
    beside = tuple(verify_detached(pdf, signature, *means) for signature in _kept_beside(office, pdf))
    may_go_on()  # a program that was ended has checked nothing
    told = [line for one in beside for line in beside_sentences(one, kept=True)]
    return Checked(report, issued, (*report_sentences(report, issued), *told), beside, paper_id)


def verify_beside(
    office: Office | None,
    content: bytes,
    signature: bytes,
    trusted: Sequence[bytes] | None = None,
    may_go_on: Callable[[], None] = go_on,
) -> Checked:
    """Check a file of any kind by the ``signature`` (DER, PEM or base64) that lies beside it; the rest as in
    :func:`verify`. What is signed inside a PDF is not looked at."""
    report = verify_detached(content, signature, *_means(office, trusted, may_go_on))
    may_go_on()  # as above
    issued, paper_id = Issued.NOT_ASKED, None
    if office is not None:
        issued, paper_id = _known(office, content, verify_signatures(content, (), None, None))
    said = beside_sentences(report, kept=False)
    return Checked(report, issued, (*said, *issued_sentences(issued)), paper_id=paper_id, by_file=True)


_Means = tuple[Sequence[bytes], datetime, CheckingCommand | None]


def _means(office: Office | None, trusted: Sequence[bytes] | None, may_go_on: Callable[[], None]) -> _Means:
    """Issuers to trust, the present instant, what checks signatures by ГОСТ."""
    if office is None:
        return trusted or (), system_clock(), None
    roots = trusted_roots(office.own) if trusted is None else trusted
    return roots, office.clock(), gost_check(office.own, may_go_on)


def _kept_beside(office: Office, pdf: bytes) -> list[bytes]:
    """Signatures that the database keeps beside these very bytes."""
    with office.question() as session:
        found = _revision(session, hashlib.sha256(pdf).hexdigest())
        if found is None:
            return []
        return [kept.content for kept in beside(session, found.paper_id) if kept.revision == found.number]


def trusted_roots(own: Path | None) -> tuple[bytes, ...]:
    """Certificates (DER) in the folder ``trusted`` of the school; none without such a folder."""
    if own is None or not (own / TRUSTED).is_dir():
        return ()
    files = sorted(path for path in (own / TRUSTED).iterdir() if path.suffix.lower() in _CERTIFICATES)
    return tuple(der for path in files for der in certificates(path))


def certificates(path: Path) -> list[bytes]:
    """Certificates (DER) in a file, PEM or DER; raises :class:`Refused` (``paper_registry.bad_certificate``)."""
    data = path.read_bytes()
    try:
        blocks = _PEM.findall(data)
        read = [x509.load_pem_x509_certificate(block) for block in blocks] or [x509.load_der_x509_certificate(data)]
    except ValueError:
        raise Refused(Finding("paper_registry.bad_certificate", values={"file": path})) from None
    return [certificate.public_bytes(Encoding.DER) for certificate in read]


def _known(office: Office, pdf: bytes, report: Report) -> tuple[Issued, int | None]:
    """The kept bytes first; then a revision signed further elsewhere; then the number that the page itself bears.

    With it the paper that ``pdf`` is, or whose number it bears.
    """
    if report.verdict not in _READABLE:
        return Issued.UNKNOWN, None
    with office.question() as session:
        found = _revision(session, hashlib.sha256(pdf).hexdigest())
        if found is not None:
            return (Issued.EXACTLY if _is_newest(session, found) else Issued.OTHER_REVISION), found.paper_id
        said = [read for payload in payloads(pdf) if (read := read_payload(payload))]
        papers = [row for kind, number, _ in said for row in by_number(session, number, kind)]
        if not papers:
            return Issued.UNKNOWN, None
        if report.verdict is Verdict.UNSIGNED:  # pages of one of a batch, printed or saved for themselves
            for row in papers:
                if row.within_id is not None and (known := _cut_out(session, row, pdf)) is not None:
                    return known, row.id
        if report.verdict is Verdict.WHOLE:
            for row in papers:
                if _continues(session, row.within_id or row.id, pdf):
                    return Issued.OTHER_REVISION, row.id
        return Issued.OTHER_BYTES, _meant(papers, said).id


def _meant(papers: Sequence[IssuedPaper], said: Sequence[tuple[str, str, str]]) -> IssuedPaper:
    """Of the printings that bear the number, the one whose data the QR names, else the newest."""
    fingerprints = {fingerprint for _, _, fingerprint in said}
    return next((row for row in papers if row.fingerprint in fingerprints), papers[0])


def _revision(session: Session, sha256: str) -> PaperRevision | None:
    return session.scalars(select(PaperRevision).where(PaperRevision.sha256 == sha256).limit(1)).first()


def _is_newest(session: Session, found: PaperRevision) -> bool:
    later = select(PaperRevision.id).where(
        PaperRevision.paper_id == found.paper_id, PaperRevision.number > found.number
    )
    return session.scalar(later.limit(1)) is None


def _cut_out(session: Session, row: IssuedPaper, pdf: bytes) -> Issued | None:
    """What ``pdf`` is when it holds the pages of ``row`` as some revision of its batch has them, else None."""
    kept = select(PaperRevision.content).where(PaperRevision.paper_id == row.within_id)
    for age, batch in enumerate(session.scalars(kept.order_by(PaperRevision.number.desc()))):
        if own_pages(row, batch) == pdf:
            return Issued.OTHER_REVISION if age else Issued.EXACTLY
    return None


def _continues(session: Session, paper_id: int, pdf: bytes) -> bool:
    """Whether ``pdf`` goes on from a signed revision of the paper.

    Only then do the signatures vouch for what was added: before the first signature anything may be appended.
    """
    signed = select(PaperRevision.content).where(PaperRevision.paper_id == paper_id, PaperRevision.number > 0)
    return any(pdf.startswith(content) for content in session.scalars(signed))
