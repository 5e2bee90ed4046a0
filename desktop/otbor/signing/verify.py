"""Checking of signed PDF papers without a network: what is under each signature, what came after it, who signed.

The judgement is pyHanko's with its analysis of differences between revisions: a check of digests alone does not see a
revision that was appended after signing.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from otbor.signing.certificates import Certificate, read_certificate
from otbor.wording.verification import Integrity, Report, SignatureReport, Trust, Unchecked, Verdict

SIZE_LIMIT = 64 << 20  # bytes: papers take kilobytes, and a check reads the file several times

_HEADER_WITHIN = 1024  # bytes: where readers look for «%PDF-»
_USAGES = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
_NOBODY = Certificate(
    owner="",
    organisation="",
    position="",
    issuer="",
    serial="",
    valid_from=datetime.min.replace(tzinfo=UTC),
    valid_to=datetime.max.replace(tzinfo=UTC),
    test=False,
    der=b"",
)

_log = logging.getLogger(__name__)


def verify(pdf: bytes, trusted: Sequence[bytes], moment: datetime | None = None) -> Report:
    """What is found in ``pdf``; never raises for what the file holds, however broken or hostile.

    ``trusted`` are certificates (DER) of issuers that the school trusts; each signature is checked as of the time that
    its signer claims. ``moment``, the present aware instant, tells terms that ended since and times still to come.
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
    signatures = tuple(_examine(one, trusted, moment, last=place == last) for place, one in enumerate(embedded))
    return Report(_verdict(signatures), signatures)


def _verdict(signatures: Sequence[SignatureReport]) -> Verdict:
    found = {signature.integrity for signature in signatures}
    for integrity in (Integrity.CHANGED, Integrity.APPENDED, Integrity.UNCHECKED):
        if integrity in found:
            return Verdict(integrity.value)
    return Verdict.WHOLE


def _examine(
    embedded: EmbeddedPdfSignature, trusted: Sequence[bytes], moment: datetime | None, *, last: bool
) -> SignatureReport:
    certificate, claimed_at = _certificate(embedded), _claimed(embedded)
    checked_at = claimed_at or moment
    integrity, trust = Integrity.UNCHECKED, Trust.NOT_CHECKED
    try:
        status = asyncio.run(
            async_validate_pdf_signature(embedded, _context(trusted, checked_at), key_usage_settings=_USAGES)
        )
        integrity = _integrity(status, last=last)
        if checked_at is not None and status.intact and status.valid:
            trust = _trust(status, certificate, checked_at)
    except Exception:  # noqa: BLE001 - as above; pyHanko raises AttributeError for ГОСТ
        _log.debug("a signature cannot be checked", exc_info=True)
    known = certificate is not _NOBODY
    return SignatureReport(
        field=embedded.field_name,
        owner=certificate.owner,
        position=certificate.position,
        organisation=certificate.organisation,
        claimed_at=claimed_at,
        serial=certificate.serial,
        issuer=certificate.issuer,
        valid_from=certificate.valid_from if known else None,
        valid_to=certificate.valid_to if known else None,
        test=certificate.test,
        integrity=integrity,
        trust=trust,
        unchecked=(Unchecked.REVOCATION, Unchecked.TIME),
        expired_since=moment is not None and moment > certificate.valid_to,
        claims_future=moment is not None and claimed_at is not None and claimed_at > moment,
    )


def _context(trusted: Sequence[bytes], moment: datetime | None) -> ValidationContext:
    return ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in trusted],
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _integrity(status: PdfSignatureStatus, *, last: bool) -> Integrity:
    """Whether the signed bytes are as they were, and whether only signatures came after them."""
    if not (status.intact and status.valid):
        return Integrity.CHANGED
    level, coverage = status.modification_level, status.coverage
    if coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Integrity.WHOLE
    # form filling is how later signatures come in; after the last one there is none to come
    allowed = (
        {ModificationLevel.LTA_UPDATES} if last else {ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
    )
    return Integrity.WHOLE if status.docmdp_ok and level in allowed else Integrity.APPENDED


def _trust(status: PdfSignatureStatus, certificate: Certificate, moment: datetime) -> Trust:
    if not certificate.valid_from <= moment <= certificate.valid_to:
        return Trust.OUT_OF_TERM
    if status.trusted:
        return Trust.TRUSTED
    if status.trust_problem_indic is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return Trust.UNKNOWN_ISSUER
    return Trust.UNSUITABLE


def _certificate(embedded: EmbeddedPdfSignature) -> Certificate:
    try:
        return read_certificate(embedded.signer_cert.dump())
    except Exception:  # noqa: BLE001 - as above
        _log.debug("a signature without a readable certificate", exc_info=True)
        return _NOBODY


def _claimed(embedded: EmbeddedPdfSignature) -> datetime | None:
    try:
        claimed: datetime | None = embedded.self_reported_timestamp
    except Exception:  # noqa: BLE001 - as above
        _log.debug("a signature without a readable time", exc_info=True)
        return None
    return claimed.replace(tzinfo=UTC) if claimed is not None and claimed.tzinfo is None else claimed
