"""Signatures by ГОСТ Р 34.10-2012 with ГОСТ Р 34.11-2012 (RFC 7091, RFC 6986), computed in Python.

The computation is right, but it is no certified means (СКЗИ), and the words of a check say so. Only checking is here:
a key of ГОСТ signs in its own program (:mod:`~otbor.signing.command`).
"""

import hashlib
from functools import cache
from typing import Any

from asn1crypto import algos, cms, core, tsp, x509

ARC = "1.2.643."  # the arc of the Russian cryptographic standards

DIGEST_LIMIT = 4 << 20  # bytes: a digest in Python makes a quarter of a megabyte a second

_DIGESTS = {"1.2.643.7.1.1.2.2": "streebog256", "1.2.643.7.1.1.2.3": "streebog512"}
_SIGNED_WITH = {"1.2.643.7.1.1.3.2": "1.2.643.7.1.1.2.2", "1.2.643.7.1.1.3.3": "1.2.643.7.1.1.2.3"}
_HALF = {"1.2.643.7.1.1.1.1": 32, "1.2.643.7.1.1.1.2": 64}  # bytes of a coordinate by the kind of key
_CURVES = {  # RFC 4357, RFC 7836: the older names are of the same curves
    "1.2.643.2.2.35.1": "id-tc26-gost-3410-2012-256-paramSetB",
    "1.2.643.2.2.35.2": "id-tc26-gost-3410-2012-256-paramSetC",
    "1.2.643.2.2.35.3": "id-tc26-gost-3410-2012-256-paramSetD",
    "1.2.643.2.2.36.0": "id-tc26-gost-3410-2012-256-paramSetB",
    "1.2.643.2.2.36.1": "id-tc26-gost-3410-2012-256-paramSetD",
    "1.2.643.7.1.2.1.1.1": "id-tc26-gost-3410-2012-256-paramSetA",
    "1.2.643.7.1.2.1.1.2": "id-tc26-gost-3410-2012-256-paramSetB",
    "1.2.643.7.1.2.1.1.3": "id-tc26-gost-3410-2012-256-paramSetC",
    "1.2.643.7.1.2.1.1.4": "id-tc26-gost-3410-2012-256-paramSetD",
    "1.2.643.7.1.2.1.2.1": "id-tc26-gost-3410-12-512-paramSetA",
    "1.2.643.7.1.2.1.2.2": "id-tc26-gost-3410-12-512-paramSetB",
    "1.2.643.7.1.2.1.2.3": "id-tc26-gost-3410-2012-512-paramSetC",
}


class CannotCheck(Exception):  # noqa: N818 - a word about the check, not about the program
    """A signature is of a kind or size that cannot be checked here: nothing is known of it."""


class _KeyParameters(core.Sequence):
    _fields = [  # noqa: RUF012 - asn1crypto's way
        ("curve", core.ObjectIdentifier),
        ("digest", core.ObjectIdentifier, {"optional": True}),
        ("cipher", core.ObjectIdentifier, {"optional": True}),
    ]


class _KeyAlgorithm(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", _KeyParameters)]  # noqa: RUF012


class _PublicKey(core.Sequence):
    _fields = [("algorithm", _KeyAlgorithm), ("key", core.OctetBitString)]  # noqa: RUF012


def is_gost(signer: cms.SignerInfo) -> bool:
    """Whether the digest of a signature is one of the Russian standards."""
    return signer["digest_algorithm"]["algorithm"].dotted.startswith(ARC)


def digest(algorithm: str, data: bytes) -> bytes:
    """ГОСТ Р 34.11-2012 of ``data``; ``algorithm`` is its dotted identifier. Raises :class:`CannotCheck`."""
    from gostcrypto import gosthash  # noqa: PLC0415 - few papers are signed by ГОСТ

    if algorithm not in _DIGESTS:
        raise CannotCheck(f"digest {algorithm}")
    if len(data) > DIGEST_LIMIT:
        raise CannotCheck(f"{len(data)} bytes to be digested")
    return bytes(gosthash.new(_DIGESTS[algorithm], data=bytearray(data)).digest())


def holds(signer: cms.SignerInfo, certificate: x509.Certificate, data: bytes) -> bool:
    """Whether the signature of ``signer`` was made over ``data`` by the key of ``certificate`` (RFC 5652, RFC 9215).

    Raises :class:`CannotCheck` for a digest, key or curve that is not known here, and for too much data.
    """
    algorithm = signer["digest_algorithm"]["algorithm"].dotted
    attributes = signer["signed_attrs"]
    said = digest(algorithm, data)
    signed = data
    if attributes is not core.VOID and len(attributes):
        signed = attributes.untag().dump()
        agreed = _attribute(attributes, "message_digest") == [said] and _attribute(attributes, "content_type") == [
            "data"
        ]
        if not (agreed and _names(attributes, certificate)):
            return False
    return _verified(certificate, said if signed is data else digest(algorithm, signed), signer["signature"].native)


def issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether ``certificate`` bears a signature by ГОСТ of the key of ``issuer``. Raises :class:`CannotCheck`."""
    algorithm = certificate["signature_algorithm"]["algorithm"].dotted
    if algorithm not in _SIGNED_WITH:
        raise CannotCheck(f"signature {algorithm}")
    said = digest(_SIGNED_WITH[algorithm], certificate["tbs_certificate"].dump())
    return _verified(issuer, said, certificate["signature_value"].native)


def _attribute(attributes: cms.CMSAttributes, name: str) -> list[Any]:
    """Values of every attribute of that name: honest makers give one."""
    return [value.native for one in attributes if one["type"].native == name for value in one["values"]]


def _names(attributes: cms.CMSAttributes, certificate: x509.Certificate) -> bool:
    """Whether the attribute that pins the signer's certificate (CAdES), if there is one, names this certificate."""
    for attribute in attributes:
        if attribute["type"].native == "signing_certificate_v2":
            pinned: tsp.SigningCertificateV2 = attribute["values"][0]
            first = pinned["certs"][0]
            return bool(first["cert_hash"].native == _thumb(first["hash_algorithm"], certificate.dump()))
    return True


def _thumb(algorithm: algos.DigestAlgorithm, der: bytes) -> bytes:
    oid = algorithm["algorithm"].dotted
    if oid.startswith(ARC):
        return digest(oid, der)
    try:
        return hashlib.new(algorithm["algorithm"].native, der).digest()
    except ValueError as trouble:
        raise CannotCheck(f"digest {oid}") from trouble


def _verified(certificate: x509.Certificate, said: bytes, signature: bytes) -> bool:
    """The equation of the standard: the digest is read from its least byte, the halves of a signature are s and r."""
    try:
        key = _PublicKey.load(certificate["tbs_certificate"]["subject_public_key_info"].dump(), strict=True)
        half = _HALF[key["algorithm"]["algorithm"].dotted]
        curve = _CURVES[key["algorithm"]["parameters"]["curve"].dotted]
        point = core.OctetString.load(key["key"].native, strict=True).native
    except (ValueError, TypeError, KeyError) as trouble:
        raise CannotCheck("key") from trouble
    if not (len(point) == len(signature) == 2 * half and len(said) == half):
        return False
    x, y = point[:half][::-1], point[half:][::-1]
    r_then_s = signature[half:] + signature[:half]
    return bool(_checker(half, curve).verify(bytearray(x + y), bytearray(said[::-1]), bytearray(r_then_s)))


@cache
def _checker(half: int, curve: str) -> Any:
    from gostcrypto import gostsignature  # noqa: PLC0415 - few papers are signed by ГОСТ

    mode = gostsignature.MODE_256 if half == 32 else gostsignature.MODE_512
    return gostsignature.new(mode, gostsignature.CURVES_R_1323565_1_024_2019[curve])
