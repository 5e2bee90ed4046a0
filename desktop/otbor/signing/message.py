"""Signed messages (CMS ``SignedData``) as others make them: read, and held against the bytes that they sign."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto import cms, pem, x509
from pyhanko.sign.general import CMSExtractionError, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from otbor.signing import gost
from otbor.signing.gost import CannotCheck

MESSAGE_LIMIT = 1 << 20  # bytes: a signature with its certificates takes kilobytes

GostCheck = Callable[[bytes, bytes], bool]  # (message in DER, signed bytes) -> whether it holds; raises CannotCheck

_DIGESTS = frozenset({"sha256", "sha384", "sha512"})  # the older ones are forged


@dataclass(frozen=True)
class SignedMessage:
    """A message of one signer: its DER, the signer's certificate and the others that lie in it.

    ``detached`` tells that the signed bytes are not inside.
    """

    der: bytes
    signer: cms.SignerInfo
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    detached: bool


def read_message(data: bytes) -> SignedMessage:
    """A message in DER, PEM or plain base64; raises :class:`ValueError` for anything else, and for several signers."""
    if len(data) > MESSAGE_LIMIT:
        raise ValueError("too large for a signature")
    return message_of(cms.ContentInfo.load(_der(data), strict=True))


def message_of(content: cms.ContentInfo) -> SignedMessage:
    """``content`` as a signed message; raises :class:`ValueError` for another message, and for several signers."""
    try:
        if content["content_type"].native != "signed_data":
            raise ValueError("not a signed message")
        signed = content["content"]
        signer, certificates = extract_signer_info(signed), extract_certificate_info(signed)
        detached = signed["encap_content_info"]["content"].native is None
        others = tuple(certificates.other_certs)
        return SignedMessage(content.dump(), signer, certificates.signer_cert, others, detached)
    except (TypeError, KeyError, AttributeError, CMSExtractionError) as trouble:
        raise ValueError("not a signed message of one signer") from trouble


def _der(data: bytes) -> bytes:
    if data[:1] == b"\x30":
        return data
    if pem.detect(data):
        _, _, der = pem.unarmor(data)
        return der
    return base64.b64decode(b"".join(data.split()), validate=True)


def holds(message: SignedMessage, data: bytes, gost_check: GostCheck | None = None) -> bool:
    """Whether ``message`` signs ``data``, by the key of its own certificate; nothing is said of trust.

    A signature by ГОСТ is computed here unless ``gost_check`` is given. Raises :class:`CannotCheck`.
    """
    if gost.is_gost(message.signer):
        if gost_check is not None:
            return gost_check(message.der, data)
        return gost.holds(message.signer, message.certificate, data)
    name = message.signer["digest_algorithm"]["algorithm"].native
    if name not in _DIGESTS:
        raise CannotCheck(f"digest {name}")
    said = hashlib.new(name, data).digest()
    try:
        intact, valid = validate_sig_integrity(message.signer, message.certificate, "data", said)
    except SignatureValidationError:
        return False
    return bool(intact and valid)
