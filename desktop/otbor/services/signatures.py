"""Signing of issued papers (подписание): a signature is a further revision, the bytes before it stay as they were.

PIN and password go to the key and are kept nowhere: not in the database, not in the audit trail, not in a log.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services.office import Changes, MassOutcome, Office, Progress, act, for_each, no_progress
from otbor.services.papers.registry import newest_revision, paper_row, revision
from otbor.services.signing_means import gost_check, signing_means
from otbor.storage.models import DetachedSignature, IssuedPaper, School
from otbor.support.clock import local_time, system_clock
from otbor.wording.paper_kinds import place_words
from otbor.wording.verification import Report, Verdict

if TYPE_CHECKING:  # certificates, pyHanko and reportlab are slow to load, and most work signs nothing
    from otbor.documents.kit.sheet import SignatureField
    from otbor.documents.stamp import StampFacts
    from otbor.signing.certificates import Certificate, Credential, Maker
    from otbor.signing.command import CommandMaker
    from otbor.signing.token import TokenCertificate, TokenKey


@dataclass(frozen=True)
class Signed:
    """A paper as signed: number of the new revision, its bytes, who signed, changed rows."""

    paper_id: int
    revision: int
    pdf: bytes
    signed_by: str
    changes: Changes


@dataclass(frozen=True)
class SignedBeside:
    """A paper as signed by a file beside it: number of the signed revision, the signature (DER), who signed."""

    paper_id: int
    revision: int
    signature: bytes
    signed_by: str
    changes: Changes


def open_key(office: Office | None, container: bytes, password: str) -> "Credential":
    """The key in a PKCS#12 file, ready to sign any number of papers or, without an office, files; it is kept nowhere.

    Raises :class:`Refused` (``signing.*``) for another file, a wrong password, a certificate out of its term.
    """
    from otbor.signing.certificates import load_pkcs12  # noqa: PLC0415 - see above

    return load_pkcs12(container, password, moment=_now(office))


def token_certificates(library: Path) -> "list[TokenCertificate]":
    """Certificates on the tokens that are plugged in; ``library`` is their maker's (PKCS#11).

    Raises :class:`Refused` (``signing.*``): no such library, no token, a token that fails.
    """
    from otbor.signing import token  # noqa: PLC0415 - see above

    return token.token_certificates(library)


def open_token(office: Office | None, library: Path, chosen: "TokenCertificate", pin: str) -> "TokenKey":
    """The key on a token, ready to sign any number of papers until it is closed (use it as a context).

    Raises :class:`Refused` (``signing.*``): another token, a wrong PIN with the tries left as far as the token tells,
    a locked one, no key for the certificate, a certificate out of its term.
    """
    from otbor.signing import token  # noqa: PLC0415 - see above

    return token.open_token(library, chosen, pin, moment=_now(office))


def open_command(
    office: Office | None,
    name: str,
    certificate: bytes,
    secret: str = "",
    may_go_on: Callable[[], None] = lambda: None,
) -> "CommandMaker":
    """A program of the settings (the shipped ones without an office) that signs by ``certificate``: a file's bytes, DER
    or PEM; ``secret`` as it may need. What ``may_go_on`` raises while the program works ends it at once.

    Raises :class:`Refused` (``signing.*``): no such program in the settings, no certificate, one out of its term.
    """
    from otbor.signing.certificates import certificate_of_file, refuse_out_of_term  # noqa: PLC0415 - see above
    from otbor.signing.command import CommandMaker  # noqa: PLC0415 - see above

    own = None if office is None else office.own
    commands = signing_means(own).commands
    if name not in commands:
        raise Refused(Finding("signing.command_unknown", values={"name": name, "known": list(commands)}))
    read = certificate_of_file(certificate)
    refuse_out_of_term(read, _now(office))
    return CommandMaker(read, commands[name].command(), secret, gost_check(own, may_go_on), may_go_on=may_go_on)


def _now(office: Office | None) -> datetime:
    return system_clock() if office is None else office.clock()


@act(Right.SIGN)
def sign(office: Office, paper_id: int, maker: "Maker", place: str) -> Signed:
    """Sign the newest revision of a paper at the place named («director», «chair» …), with its visible mark.

    An empty ``place`` is the only one that waits for a signature; where several do, :class:`Refused`
    (``paper_registry.which_place``).
    Before the first signature every place of the paper becomes a field, so that later ones only fill them. Others
    write meanwhile: a token or a program may take its time. Raises :class:`Refused` for a paper without that place, a
    place signed already, one of a batch (the batch is signed), a certificate out of its term, a maker that does not
    sign, a paper that somebody else has signed meanwhile.
    """
    with office.question() as session:
        row = paper_row(session, paper_id)
        places = _places(row)
        if not places:
            raise Refused(Finding("paper_registry.no_places", values={"title": row.title}))
        place = place or _waiting(row, list(places))
        if place not in places:
            values = {"title": row.title, "place": place, "places": _named(places)}
            raise Refused(Finding("paper_registry.no_place", values=values))
        _refuse_if_signed(row, place)
        newest = newest_revision(session, row)
        number, content = newest.number, newest.content
        moment = local_time(office.clock(), session.scalars(select(School)).one().time_zone)
    if number == 0:
        content = _with_fields(content, list(places.values()))
    pdf = _signed(content, places[place], maker, moment, office.own)
    with office.transaction() as work:
        row = paper_row(work.session, paper_id)
        if newest_revision(work.session, row).number != number:
            raise Refused(Finding("signing.signed_meanwhile", values={"title": row.title}))
        owner = maker.certificate.owner
        made = revision(work, number + 1, pdf, owner, place)
        row.revisions.append(made)
        payload = {"paper": row.kind, "number": row.number, "repetition": row.repetition, "place": place}
        work.record("sign", payload | {"serial": maker.certificate.serial, "sha256": made.sha256})
        outcome = Signed(row.id, made.number, pdf, owner, work.changes())
        work.commit()
    return outcome


@act(Right.SIGN)
def sign_detached(office: Office, paper_id: int, maker: "Maker") -> SignedBeside:
    """Sign the newest revision of a paper by a file beside it (отсоединённая подпись); the paper itself stays.

    The signature is kept with the paper, its digest in the audit trail. Raises :class:`Refused` for one of a batch, a
    certificate out of its term, a maker that does not sign.
    """
    from otbor.signing.detached import sign_detached as signed_beside  # noqa: PLC0415 - see above

    with office.question() as session:
        row = paper_row(session, paper_id)
        _refuse_in_batch(row)
        newest = newest_revision(session, row)
        number, content = newest.number, newest.content
    signature = signed_beside(content, maker, office.clock())
    return _kept_beside(office, paper_id, number, signature, maker.certificate)


@act(Right.SIGN)
def keep_detached(office: Office, paper_id: int, signature: bytes) -> SignedBeside:
    """Keep a signature that was made elsewhere (DER, PEM or base64) beside a paper, whose bytes it must sign.

    The newest revision that it signs is found. Raises :class:`Refused`: ``signing.not_a_signature`` for another file,
    ``signing.other_bytes`` for a signature of something else, one of a batch, a signature kept already.
    """
    from otbor.signing.detached import signer_of  # noqa: PLC0415 - see above
    from otbor.signing.detached import verify_detached as verified  # noqa: PLC0415

    certificate, der = signer_of(signature)
    with office.question() as session:
        row = paper_row(session, paper_id)
        _refuse_in_batch(row)
        revisions = [(made.number, made.content) for made in reversed(row.revisions)]
    for number, content in revisions:
        if verified(content, der, (), office.clock(), gost_check(office.own)).verdict is Verdict.WHOLE:
            return _kept_beside(office, paper_id, number, der, certificate)
    raise Refused(Finding("signing.other_bytes", values={"title": row.title, "owner": certificate.owner}))


def _kept_beside(
    office: Office, paper_id: int, number: int, signature: bytes, certificate: "Certificate"
) -> SignedBeside:
    digest = hashlib.sha256(signature).hexdigest()
    with office.transaction() as work:
        row = paper_row(work.session, paper_id)
        if any(kept.sha256 == digest for kept in row.signatures_beside):
            raise Refused(Finding("signing.kept_already", values={"title": row.title, "owner": certificate.owner}))
        row.signatures_beside.append(
            DetachedSignature(
                revision=number,
                made_at=work.now,
                signed_by=certificate.owner,
                serial=certificate.serial,
                sha256=digest,
                content=signature,
            )
        )
        signed = next(made.sha256 for made in row.revisions if made.number == number)
        payload = {"paper": row.kind, "number": row.number, "repetition": row.repetition, "revision": number}
        said = {"sha256": signed, "signature_sha256": digest, "serial": certificate.serial}
        work.record("sign_detached", payload | said)
        outcome = SignedBeside(row.id, number, signature, certificate.owner, work.changes())
        work.commit()
    return outcome


def sign_file(content: bytes, maker: "Maker") -> bytes:
    """A PDF of any origin with a signature inside it, without a mark on its pages: it would cover something.

    Raises :class:`Refused`: no PDF, a certificate out of its term, a maker that does not sign.
    """
    from otbor.signing import pdf  # noqa: PLC0415 - see above

    return pdf.sign_unseen(content, maker, system_clock())


def sign_file_detached(content: bytes, maker: "Maker") -> bytes:
    """The signature (DER) of any file, to lie beside it; raises :class:`Refused` as :func:`sign_detached` does."""
    from otbor.signing.detached import sign_detached as signed_beside  # noqa: PLC0415 - see above

    return signed_beside(content, maker, system_clock())


def verify_detached(
    office: Office | None, content: bytes, signature: bytes, trusted: Sequence[bytes] | None = None
) -> Report:
    """What a signature beside a file is worth; ``trusted`` as in :func:`otbor.services.papers.verify`.

    Raises :class:`Refused` for an unreadable certificate in the school's folder, never for what the files hold.
    """
    from otbor.services.papers.checking import trusted_roots  # noqa: PLC0415 - see above
    from otbor.signing.detached import verify_detached as verified  # noqa: PLC0415 - see above

    own = None if office is None else office.own
    roots = trusted_roots(own) if trusted is None else trusted
    return verified(content, signature, roots, _now(office), gost_check(own))


def _waiting(row: IssuedPaper, places: Sequence[str]) -> str:
    """The one place of a paper that nobody has signed yet; of a signed one the last, which tells who signed it."""
    taken = {made.place for made in row.revisions}
    waiting = [place for place in places if place not in taken]
    if len(waiting) > 1:
        values = {"title": row.title, "places": _named(waiting)}
        raise Refused(Finding("paper_registry.which_place", values=values))
    return (waiting or places)[-1]


def _named(places: Iterable[str]) -> list[str]:
    """Places as people know them, each with the name that it is asked for by."""
    return [f"{place_words(place)} ({place})" for place in places]


def _places(row: IssuedPaper) -> dict[str, "SignatureField"]:
    from otbor.documents.kit.sheet import SignatureField  # noqa: PLC0415 - see above

    _refuse_in_batch(row)
    return {
        field["name"]: SignatureField(field["page"], tuple(field["rect"]), field["name"])
        for field in row.signature_fields
    }


def _refuse_in_batch(row: IssuedPaper) -> None:
    if row.within_id is not None:
        raise Refused(Finding("paper_registry.in_batch", values={"title": row.title}))


def _refuse_if_signed(row: IssuedPaper, place: str) -> None:
    for made in row.revisions:
        if made.place == place:
            values = {"title": row.title, "place": place_words(place), "owner": made.signed_by}
            raise Refused(Finding("paper_registry.signed_already", values=values))


def _with_fields(content: bytes, places: "list[SignatureField]") -> bytes:
    from otbor.signing import pdf  # noqa: PLC0415 - see above

    return pdf.prepare_fields(content, places)


def _signed(content: bytes, place: "SignatureField", maker: "Maker", moment: datetime, own: Path | None) -> bytes:
    from otbor.documents.stamp import StampFacts  # noqa: PLC0415 - see above
    from otbor.signing import pdf  # noqa: PLC0415 - see above

    certificate = maker.certificate
    facts = StampFacts(
        owner=certificate.owner,
        serial=certificate.serial,
        valid_from=certificate.valid_from.astimezone(moment.tzinfo).date(),
        valid_to=certificate.valid_to.astimezone(moment.tzinfo).date(),
        test=certificate.test,
        signed_on=moment.date(),
    )
    return pdf.sign(content, maker, place, moment, _stamp(facts, own))


@lru_cache(maxsize=8)  # of a certificate on one day; few people sign
def _stamp(facts: "StampFacts", own: Path | None) -> bytes:
    from otbor.documents.stamp import draw_stamp  # noqa: PLC0415 - see above

    return draw_stamp(facts, own=own)


def one_by_one(rows: Iterable[Any], one: Callable[[Any], object], progressed: Progress = no_progress) -> MassOutcome:
    """Sign ``one`` row after another, whatever they are; a refusal stops that row only.

    When the token or the program itself refuses, the rows that are left get the same refusal, untried: every try may
    count.
    """
    from otbor.signing.refusal import MakerRefused  # noqa: PLC0415 - see above

    broken: list[MakerRefused] = []

    def tried(row: Any) -> None:
        if broken:
            raise broken[0]
        try:
            one(row)
        except MakerRefused as refused:
            broken.append(refused)
            raise

    return for_each(rows, tried, progressed)
