"""Checking of signed PDF papers without a network: what is under each signature, what came after it, who signed.

The judgement is pyHanko's with its analysis of differences between revisions: a check of digests alone does not see a
revision that was appended after signing. Signatures by ГОСТ, which pyHanko does not know, are computed here or given to
a program; of what came after them pyHanko judges all the same.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from otbor.signing import gost
from otbor.signing.certificates import Certificate
from otbor.signing.judgement import NOBODY, USAGES, context, facts, report_on, trust_by_gost, trust_of
from otbor.signing.message import GostCheck, holds, message_of
from otbor.wording.verification import Integrity, Report, SignatureReport, Trust, Verdict

SIZE_LIMIT = 64 << 20  # bytes: papers take kilobytes, and a check reads the file several times

_HEADER_WITHIN = 1024  # bytes: where readers look for «%PDF-»

_log = logging.getLogger(__name__)


def verify(
    pdf: bytes, trusted: Sequence[bytes], moment: datetime | None = None, gost_check: GostCheck | None = None
) -> Report:
    """What is found in ``pdf``; never raises for what the file holds, however broken or hostile.

    ``trusted`` are certificates (DER) of issuers that the school trusts; each signature is checked as of the time that
    its signer claims. ``moment``, the present aware instant, tells terms that ended since and times still to come.
    ``gost_check`` checks signatures by ГОСТ in place of our own computation.
    """
    if b"%PDF-" not in pdf[:_HEADER_WITHIN]:
        return Report(Verdict.NOT_PDF)
    if len(pdf) > SIZE_LIMIT:
        return Report(Verdict.TOO_LARGE)
    try:
        embedded = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    except Exception:  # noqa: BLE001 - a parser given a hostile file may raise anything, and all of it means one thing
        _log.debug("a file cannot be read as PDF", exc_info=True)
        return Report(Verdict.UNREADABLE)
    if not embedded:
        return Report(Verdict.UNSIGNED)
    last = len(embedded) - 1
    signatures = tuple(
        _examine(one, pdf, trusted, moment, gost_check, last=place == last) for place, one in enumerate(embedded)
    )
    return Report(_verdict(signatures), signatures)


def _verdict(signatures: Sequence[SignatureReport]) -> Verdict:
    found = {signature.integrity for signature in signatures}
    for integrity in (Integrity.CHANGED, Integrity.APPENDED, Integrity.UNCHECKED):
        if integrity in found:
            return Verdict(integrity.value)
    return Verdict.WHOLE


def _examine(
    embedded: EmbeddedPdfSignature,
    pdf: bytes,
    trusted: Sequence[bytes],
    moment: datetime | None,
    gost_check: GostCheck | None,
    *,
    last: bool,
) -> SignatureReport:
    certificate, claimed_at = _certificate(embedded), _claimed(embedded)
    checked_at = claimed_at or moment
    integrity, trust, by_gost = Integrity.UNCHECKED, Trust.NOT_CHECKED, False
    try:
        by_gost = gost.is_gost(embedded.signer_info)
        if by_gost:
            integrity, trust = _by_gost(embedded, pdf, trusted, checked_at, gost_check, last=last)
        else:
            integrity, trust = _by_pyhanko(embedded, certificate, trusted, checked_at, last=last)
    except Exception:  # noqa: BLE001 - as above
        _log.debug("a signature cannot be checked", exc_info=True)
    computed = by_gost and gost_check is None and integrity is not Integrity.UNCHECKED
    return report_on(
        embedded.field_name, certificate, claimed_at, moment, integrity, trust, by_gost=by_gost, computed=computed
    )


def _by_pyhanko(
    embedded: EmbeddedPdfSignature,
    certificate: Certificate,
    trusted: Sequence[bytes],
    checked_at: datetime | None,
    *,
    last: bool,
) -> tuple[Integrity, Trust]:
    status = asyncio.run(
        async_validate_pdf_signature(embedded, context(trusted, checked_at), key_usage_settings=USAGES)
    )
    if not (status.intact and status.valid):
        return Integrity.CHANGED, Trust.NOT_CHECKED
    trust = Trust.NOT_CHECKED if checked_at is None else trust_of(status, certificate, checked_at)
    return _after(status.coverage, status.modification_level, allowed=bool(status.docmdp_ok), last=last), trust


def _by_gost(
    embedded: EmbeddedPdfSignature,
    pdf: bytes,
    trusted: Sequence[bytes],
    checked_at: datetime | None,
    gost_check: GostCheck | None,
    *,
    last: bool,
) -> tuple[Integrity, Trust]:
    message = message_of(cms.ContentInfo.load(embedded.pkcs7_content))
    start, length, further, rest = (int(number) for number in embedded.byte_range)
    signed = pdf[start : start + length] + pdf[further : further + rest]
    if not (message.detached and holds(message, signed, gost_check)):
        return Integrity.CHANGED, Trust.NOT_CHECKED
    embedded.external_md_algorithm = "sha256"  # pyHanko digests before it compares, and knows no ГОСТ
    embedded.compute_integrity_info()
    found = embedded.summarise_integrity_info()
    difference = found["diff_result"]
    level = difference.modification_level if isinstance(difference, DiffResult) else ModificationLevel.OTHER
    integrity = _after(found["coverage"], level, allowed=bool(found["docmdp_ok"]), last=last)
    if checked_at is None:
        return integrity, Trust.NOT_CHECKED
    return integrity, trust_by_gost(message.certificate, message.others, trusted, checked_at)


def _after(
    coverage: SignatureCoverageLevel | None, level: ModificationLevel | None, *, allowed: bool, last: bool
) -> Integrity:
    """Whether only signatures came after the signed bytes, which are whole; ``allowed`` by the signer's terms."""
    if coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Integrity.WHOLE
    # form filling is how later signatures come in; after the last one there is none to come
    harmless = (
        {ModificationLevel.LTA_UPDATES} if last else {ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
    )
    return Integrity.WHOLE if allowed and level in harmless else Integrity.APPENDED


def _certificate(embedded: EmbeddedPdfSignature) -> Certificate:
    try:
        if gost.is_gost(embedded.signer_info):  # pyHanko compares the digest of a certificate, and knows no ГОСТ
            return facts(extract_certificate_info(embedded.signed_data).signer_cert)
        return facts(embedded.signer_cert)
    except Exception:  # noqa: BLE001 - as above
        _log.debug("a signature without a readable certificate", exc_info=True)
        return NOBODY


def _claimed(embedded: EmbeddedPdfSignature) -> datetime | None:
    try:
        claimed: datetime | None = embedded.self_reported_timestamp
    except Exception:  # noqa: BLE001 - as above
        _log.debug("a signature without a readable time", exc_info=True)
        return None
    return claimed.replace(tzinfo=UTC) if claimed is not None and claimed.tzinfo is None else claimed
