"""A signer for pyHanko that holds the parsed key.

pyHanko's own signer parses and checks the key anew for every signature, twice; with RSA-3072 that is ten times the
cost of the signature itself.
"""

import asyncio
from collections.abc import Sequence

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore


class CachedSigner(Signer):
    """Signs with a key that ``cryptography`` has parsed already."""

    def __init__(
        self, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, certificate: bytes, chain: Sequence[bytes]
    ) -> None:
        self._key = key
        store = SimpleCertificateStore()
        store.register_multiple(x509.Certificate.load(der) for der in chain)
        super().__init__(signing_cert=x509.Certificate.load(certificate), cert_registry=store)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002 - pyHanko's
        """The raw signature over ``data``: PKCS#1 v1.5 for RSA, DER for ECDSA."""
        digest = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        return self._key.sign(data, ec.ECDSA(digest))


def cms_by_key(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    certificate: bytes,
    chain: Sequence[bytes],
    digest: bytes,
    algorithm: str,
) -> bytes:
    """Detached CMS (DER) with the signed attributes of PAdES-B-B over a document's ``digest``."""
    signer = CachedSigner(key, certificate, chain)
    signing = signer.async_sign(digest, algorithm, use_pades=True, signed_attr_settings=PdfCMSSignedAttributes())
    return asyncio.run(signing).dump()
