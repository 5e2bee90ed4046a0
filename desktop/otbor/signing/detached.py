"""Signatures that lie beside a file (отсоединённая подпись, ``.sig``): CAdES-BES over its bytes."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from asn1crypto import cms
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts

from otbor.domain.findings import Finding, Refused
from otbor.signing import gost
from otbor.signing.certificates import Certificate, Maker, read_certificate, refuse_out_of_term
from otbor.signing.judgement import USAGES, context, facts, report_on, trust_by_gost, trust_of
from otbor.signing.message import GostCheck, SignedMessage, holds, read_message
from otbor.wording.verification import Integrity, Report, Trust, Verdict

_log = logging.getLogger(__name__)


def sign_detached(data: bytes, maker: Maker, moment: datetime) -> bytes:
    """The signature (CMS, DER) of ``maker`` over ``data``, claimed at the aware instant ``moment``.

    A program behind the maker writes its own time. Raises :class:`Refused`: the certificate is out of its term, the
    token or the program does not sign.
    """
    refuse_out_of_term(maker.certificate, moment)
    return maker.cms(data, moment)


def signer_of(signature: bytes) -> tuple[Certificate, bytes]:
    """Whose signature a file (DER, PEM or base64) holds, and its DER.

    Raises :class:`Refused` (``signing.not_a_signature``) for another file, and for a signature with its text inside.
    """
    try:
        message = read_message(signature)
        certificate = read_certificate(message.certificate.dump())
    except Exception as trouble:  # a parser given a hostile file may raise anything, and all of it means one thing
        raise Refused(Finding("signing.not_a_signature")) from trouble
    if not message.detached:
        raise Refused(Finding("signing.not_a_signature"))
    return certificate, message.der


def verify_detached(
    data: bytes,
    signature: bytes,
    trusted: Sequence[bytes],
    moment: datetime | None = None,
    gost_check: GostCheck | None = None,
) -> Report:
    """What the file ``signature`` (DER, PEM or base64) says of ``data``; never raises for what the files hold.

    The rest is as in :func:`otbor.signing.verify.verify`.
    """
    try:
        message = read_message(signature)
        claimed_at: datetime | None = extract_self_reported_ts(message.signer)
        by_gost = gost.is_gost(message.signer)
    except Exception:  # noqa: BLE001 - a parser given a hostile file may raise anything, and all of it means one thing
        _log.debug("a file cannot be read as a signature", exc_info=True)
        return Report(Verdict.NOT_SIGNATURE)
    certificate, checked_at = facts(message.certificate), claimed_at or moment
    integrity, trust = Integrity.UNCHECKED, Trust.NOT_CHECKED
    try:
        good = message.detached and holds(message, data, gost_check)
        integrity = Integrity.WHOLE if good else Integrity.CHANGED
        if good and checked_at is not None:
            trust = _trust(message, data, trusted, checked_at)
    except Exception:  # noqa: BLE001 - as above
        _log.debug("a signature cannot be checked", exc_info=True)
    computed = by_gost and gost_check is None and integrity is not Integrity.UNCHECKED
    report = report_on("", certificate, claimed_at, moment, integrity, trust, by_gost=by_gost, computed=computed)
    return Report(Verdict(integrity.value), (report,))


def _trust(message: SignedMessage, data: bytes, trusted: Sequence[bytes], moment: datetime) -> Trust:
    if gost.is_gost(message.signer):
        return trust_by_gost(message.certificate, message.others, trusted, moment)
    signed = cms.ContentInfo.load(message.der)["content"]
    checking = async_validate_detached_cms(
        data, signed, signer_validation_context=context(trusted, moment), key_usage_settings=USAGES
    )
    return trust_of(asyncio.run(checking), facts(message.certificate), moment)
