"""Certificates of signature keys (сертификат ключа проверки электронной подписи) and keys kept in PKCS#12 files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier

from otbor.domain.findings import Finding, Refused
from otbor.signing.gost import ARC

PKCS12_LIMIT = 1 << 20  # bytes: a key with its chain takes a few kilobytes, anything larger is another file

_TEST_MARK = re.compile(r"\b(тестов|test\b)", re.IGNORECASE)
_ORDINARY_KEYS = ("rsa", "ec")  # as asn1crypto names the key of a certificate; RSA-PSS-only keys are not made here


@dataclass(frozen=True)
class Certificate:
    """What a certificate says: ``serial`` in capital hexadecimal digits, the term as aware UTC instants.

    ``test`` tells a certificate that was made for trying things out: its issuer or its unit says so.
    """

    owner: str
    organisation: str
    position: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_to: datetime
    test: bool
    der: bytes = field(repr=False)


class Maker(Protocol):
    """The port of signing (средство электронной подписи): who signs, and a detached CMS over bytes.

    A key in a file (here), a token (``token``) or an external program (``command``) stands behind it.
    """

    @property
    def certificate(self) -> Certificate:
        """The certificate of the key that signs."""
        ...

    @property
    def chain(self) -> Sequence[bytes]:
        """Certificates of the issuers (DER), to be put into the signature."""
        ...

    def cms(self, data: bytes, at: datetime | None = None) -> bytes:
        """Detached CMS ``SignedData`` (DER) over ``data``: PAdES-B-B inside a PDF, CAdES-BES ``at`` a time beside it.

        Raises :class:`MakerRefused` (``signing.*``) when the token or the program does not sign, :class:`Refused` when
        it does not sign these bytes.
        """
        ...


@dataclass(frozen=True)
class Credential:
    """A key of a PKCS#12 file with its certificate: a :class:`Maker` that holds the parsed key."""

    certificate: Certificate
    chain: tuple[bytes, ...] = field(repr=False)
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = field(repr=False)

    def cms(self, data: bytes, at: datetime | None = None) -> bytes:
        """See :meth:`Maker.cms`."""
        from otbor.signing.making import make_cms  # noqa: PLC0415 - pyHanko takes 0.4 s to load

        return make_cms(self._sign, self.certificate.der, self.chain, data, at)

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


def read_certificate(der: bytes) -> Certificate:
    """The facts of a DER certificate; raises :class:`ValueError` for anything else."""
    try:
        read = x509.load_der_x509_certificate(der)
    except x509.InvalidVersion as trouble:  # no ValueError, alone among what is said of a damaged certificate
        raise ValueError("a certificate of an unknown version") from trouble
    subject, issuer = read.subject, read.issuer
    surname, given = _named(subject, NameOID.SURNAME), _named(subject, NameOID.GIVEN_NAME)
    issued_by = _named(issuer, NameOID.COMMON_NAME) or _named(issuer, NameOID.ORGANIZATION_NAME)
    marked = f"{issued_by} {_named(subject, NameOID.ORGANIZATIONAL_UNIT_NAME)}"
    digits = format(read.serial_number, "X")
    return Certificate(
        owner=f"{surname} {given}" if surname and given else _named(subject, NameOID.COMMON_NAME),
        organisation=_named(subject, NameOID.ORGANIZATION_NAME),
        position=_named(subject, NameOID.TITLE),
        issuer=issued_by,
        serial=digits.zfill(len(digits) + len(digits) % 2),
        valid_from=read.not_valid_before_utc,
        valid_to=read.not_valid_after_utc,
        test=_TEST_MARK.search(marked) is not None,
        der=der,
    )


def certificate_of_file(data: bytes) -> Certificate:
    """The certificate in a file (``.cer``, ``.crt``, ``.pem``; DER or PEM).

    Raises :class:`Refused` (``signing.not_a_certificate``) for another file.
    """
    try:
        if b"-----BEGIN CERTIFICATE-----" in data:
            data = x509.load_pem_x509_certificate(data).public_bytes(Encoding.DER)
        return read_certificate(data)
    except ValueError as trouble:
        raise Refused(Finding("signing.not_a_certificate")) from trouble


def refuse_out_of_term(certificate: Certificate, moment: datetime) -> None:
    """Raise :class:`Refused` where :func:`term_findings` has something to say."""
    if findings := term_findings(certificate, moment):
        raise Refused(*findings)


def term_findings(certificate: Certificate, moment: datetime) -> tuple[Finding, ...]:
    """What forbids signing by ``certificate`` at the aware instant ``moment``: its term has not begun or is over."""
    values = {"owner": certificate.owner, "serial": certificate.serial}
    if moment < certificate.valid_from:
        return (Finding("signing.not_yet_valid", values={**values, "valid_from": certificate.valid_from.date()}),)
    if moment > certificate.valid_to:
        return (Finding("signing.expired", values={**values, "valid_to": certificate.valid_to.date()}),)
    return ()


def load_pkcs12(data: bytes, password: str, *, moment: datetime) -> Credential:
    """The key and certificates of a PKCS#12 file (``.p12``, ``.pfx``).

    Raises :class:`Refused` with one ``signing.*`` finding: another kind of file, a wrong password, a key of ГОСТ or
    of another kind that this program cannot use, no key or certificate inside, a certificate out of its term at
    ``moment`` (an aware instant).
    """
    if _gost_protected(data):
        raise Refused(Finding("signing.gost_container"))
    try:
        key, own, others = pkcs12.load_key_and_certificates(data, password.encode())
    except ValueError as trouble:
        raise Refused(Finding("signing.wrong_password")) from trouble
    if key is None:
        raise Refused(Finding("signing.no_key"))
    if own is None:
        raise Refused(Finding("signing.no_certificate"))
    der = own.public_bytes(Encoding.DER)
    if not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)) or not _ordinary(der):
        raise Refused(Finding("signing.key_not_supported"))
    credential = Credential(read_certificate(der), tuple(c.public_bytes(Encoding.DER) for c in others), key)
    refuse_out_of_term(credential.certificate, moment)
    return credential


def _gost_protected(data: bytes) -> bool:
    """Whether a PKCS#12 container is protected by ГОСТ algorithms; raises :class:`Refused` if it is no container."""
    if len(data) > PKCS12_LIMIT:
        raise Refused(Finding("signing.not_pkcs12"))
    try:
        container = asn1_pkcs12.Pfx.load(data, strict=True)
        if container["version"].native != "v3":
            raise Refused(Finding("signing.not_pkcs12"))
        mac: Any = container["mac_data"]
        algorithm = mac["mac"]["digest_algorithm"]["algorithm"].dotted if mac.native else ""
    except (ValueError, TypeError, KeyError) as trouble:
        raise Refused(Finding("signing.not_pkcs12")) from trouble
    return algorithm.startswith(ARC)


def _ordinary(der: bytes) -> bool:
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415 - beside its only use, the name belongs to cryptography here

    return asn1_x509.Certificate.load(der).public_key.algorithm in _ORDINARY_KEYS


def _named(name: x509.Name, attribute: ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(attribute)
    return str(found[0].value) if found else ""
