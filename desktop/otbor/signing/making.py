"""Detached CMS signatures (PAdES-B-B, CAdES-BES) by anything that signs bytes: a parsed key, a token.

pyHanko's own signer parses and checks the key anew for every signature, twice; with RSA-3072 that is ten times the
cost of the signature itself.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

DIGEST = "sha256"

SignRaw = Callable[[bytes], bytes]  # bytes -> their signature with SHA-256: PKCS#1 v1.5 for RSA, DER for ECDSA


class _Signer(Signer):
    """pyHanko makes the message, ``sign_raw`` the signature in it."""

    def __init__(self, sign_raw: SignRaw, certificate: bytes, chain: Sequence[bytes]) -> None:
        self._sign_raw = sign_raw
        store = SimpleCertificateStore()
        store.register_multiple(x509.Certificate.load(der) for der in chain)
        super().__init__(signing_cert=x509.Certificate.load(certificate), cert_registry=store)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002 - pyHanko's
        return self._sign_raw(data)


def make_cms(
    sign_raw: SignRaw, certificate: bytes, chain: Sequence[bytes], data: bytes, at: datetime | None = None
) -> bytes:
    """Detached CMS (DER) over ``data``, of the profile PAdES-B-B, or CAdES-BES with its time ``at`` when that is given.

    A signature inside a PDF has its time beside it, so PAdES forbids one in the message.
    """
    signer = _Signer(sign_raw, certificate, chain)
    if at is None:
        said = hashlib.new(DIGEST, data).digest()
        making = signer.async_sign(said, DIGEST, use_pades=True, signed_attr_settings=PdfCMSSignedAttributes())
    else:
        attributes = PdfCMSSignedAttributes(signing_time=at)
        making = signer.async_sign_general_data(data, DIGEST, use_cades=True, signed_attr_settings=attributes)
    made: cms.ContentInfo = asyncio.run(making)
    return made.dump()
