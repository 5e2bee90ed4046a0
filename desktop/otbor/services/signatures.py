"""Signing of issued papers (подписание): a signature is a further revision, the bytes before it stay as they were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from otbor.domain.findings import Finding, Refused
from otbor.domain.rights import Right
from otbor.services.office import Changes, MassOutcome, Office, Progress, act, for_each, no_progress
from otbor.services.papers.registry import newest_revision, paper_row, revision
from otbor.storage.models import IssuedPaper, PaperRevision
from otbor.support.clock import local_time

if TYPE_CHECKING:  # certificates, pyHanko and reportlab are slow to load, and most work signs nothing
    from otbor.documents.kit.sheet import SignatureField
    from otbor.documents.stamp import StampFacts
    from otbor.signing.certificates import Credential, Maker


@dataclass(frozen=True)
class Signed:
    """A paper as signed: number of the new revision, its bytes, who signed, changed rows."""

    paper_id: int
    revision: int
    pdf: bytes
    signed_by: str
    changes: Changes


def open_key(office: Office, container: bytes, password: str) -> "Credential":
    """The key in a PKCS#12 file, ready to sign any number of papers; it is kept nowhere.

    Raises :class:`Refused` (``signing.*``) for another file, a wrong password, a certificate out of its term.
    """
    from otbor.signing.certificates import load_pkcs12  # noqa: PLC0415 - see above

    return load_pkcs12(container, password, moment=office.clock())


@act(Right.SIGN)
def sign(office: Office, paper_id: int, maker: "Maker", place: str) -> Signed:
    """Sign the newest revision of a paper at the place named («director», «chair» …), with its visible mark.

    Before the first signature every place of the paper becomes a field, so that later ones only fill them. Raises
    :class:`Refused` for a paper without that place, a place signed already, one of a batch (the batch is signed), a
    certificate out of its term.
    """
    with office.transaction() as work:
        row = paper_row(work.session, paper_id)
        places = _places(row)
        if place not in places:
            values = {"title": row.title, "place": place, "places": list(places)}
            raise Refused(Finding("paper_registry.no_place", values=values))
        newest = newest_revision(work.session, row)
        _refuse_if_signed(row, place)
        moment = local_time(work.now, work.school().time_zone)
        pdf = _signed(newest, places, place, maker, moment, office.own)
        owner = maker.certificate.owner
        made = revision(work, newest.number + 1, pdf, owner, place)
        row.revisions.append(made)
        payload = {"paper": row.kind, "number": row.number, "repetition": row.repetition, "place": place}
        work.record("sign", payload | {"serial": maker.certificate.serial, "sha256": made.sha256})
        outcome = Signed(row.id, made.number, pdf, owner, work.changes())
        work.commit()
    return outcome


def _places(row: IssuedPaper) -> dict[str, "SignatureField"]:
    from otbor.documents.kit.sheet import SignatureField  # noqa: PLC0415 - see above

    if row.within_id is not None:
        raise Refused(Finding("paper_registry.in_batch", values={"title": row.title}))
    return {
        field["name"]: SignatureField(field["page"], tuple(field["rect"]), field["name"])
        for field in row.signature_fields
    }


def _refuse_if_signed(row: IssuedPaper, place: str) -> None:
    for made in row.revisions:
        if made.place == place:
            values = {"title": row.title, "place": place, "owner": made.signed_by}
            raise Refused(Finding("paper_registry.signed_already", values=values))


def _signed(
    newest: PaperRevision,
    places: dict[str, "SignatureField"],
    place: str,
    maker: "Maker",
    moment: datetime,
    own: Path | None,
) -> bytes:
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
    content = newest.content
    if newest.number == 0:
        content = pdf.prepare_fields(content, list(places.values()))
    return pdf.sign(content, maker, places[place], moment, _stamp(facts, own))


@lru_cache(maxsize=8)  # of a certificate on one day; few people sign
def _stamp(facts: "StampFacts", own: Path | None) -> bytes:
    from otbor.documents.stamp import draw_stamp  # noqa: PLC0415 - see above

    return draw_stamp(facts, own=own)


def sign_batch(
    office: Office, paper_ids: Iterable[int], maker: "Maker", place: str, progressed: Progress = no_progress
) -> MassOutcome:
    """Sign many papers at the place named, each in a transaction of its own; refusals are told by paper."""
    return for_each(paper_ids, lambda paper_id: sign(office, paper_id, maker, place), progressed)
