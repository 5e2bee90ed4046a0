"""Certificates for trying things out (тестовый сертификат): a root of our own and keys under it, for demo and tests."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

ROOT_NAME = "Тестовый корень «Отбор»"
UNIT = "ТЕСТОВЫЙ СЕРТИФИКАТ"
COMMON_NAME_LIMIT = 64  # bytes, as the maker of certificates counts; the whole name stands in surname and given name

_ROOT_TERM = timedelta(days=3653)


@dataclass(frozen=True)
class TrialAuthority:
    """A root that issues test certificates; ``root`` is its own certificate (DER), what a verifier is told to trust."""

    root: bytes
    key: ec.EllipticCurvePrivateKey = field(repr=False)


def make_trial_authority(moment: datetime) -> TrialAuthority:
    """A root valid for ten years from the aware instant ``moment``."""
    key = ec.generate_private_key(ec.SECP256R1())
    number = x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest.hex()  # no two roots have one name
    said = {NameOID.COUNTRY_NAME: "RU", NameOID.COMMON_NAME: ROOT_NAME, NameOID.SERIAL_NUMBER: number}
    name = x509.Name([x509.NameAttribute(attribute, text) for attribute, text in said.items()])
    builder = _builder(name, name, key.public_key(), moment, _ROOT_TERM)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(issuing=True), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return TrialAuthority(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER), key)


def make_test_certificate(
    owner: str,
    organisation: str,
    moment: datetime,
    *,
    password: str,
    position: str = "",
    term: timedelta = timedelta(days=365),
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None = None,
    authority: TrialAuthority | None = None,
) -> bytes:
    """A PKCS#12 file with a key (RSA-3072 unless ``key`` is given) and a certificate that names itself a test one.

    ``owner`` is «Фамилия Имя Отчество»; the term begins at the aware instant ``moment``. The root of ``authority`` (a
    fresh one if none is given) lies in the file as the chain.
    """
    key = key or rsa.generate_private_key(65537, 3072)
    authority = authority or make_trial_authority(moment)
    root = x509.load_der_x509_certificate(authority.root)
    surname, _, given = owner.partition(" ")
    said = {
        NameOID.COUNTRY_NAME: "RU",
        NameOID.COMMON_NAME: owner.encode()[:COMMON_NAME_LIMIT].decode(errors="ignore"),
        NameOID.SURNAME: surname,
        NameOID.GIVEN_NAME: given,
        NameOID.TITLE: position,
        NameOID.ORGANIZATION_NAME: organisation,
        NameOID.ORGANIZATIONAL_UNIT_NAME: UNIT,
    }
    subject = x509.Name([x509.NameAttribute(attribute, text) for attribute, text in said.items() if text])
    builder = _builder(subject, root.subject, key.public_key(), moment, term)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(issuing=False), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    leaf = builder.add_extension(issued_by, critical=False).sign(authority.key, hashes.SHA256())
    protection = BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(owner.encode(), key, leaf, [root], protection)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    moment: datetime,
    term: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number() >> 32)  # 128 bits are enough, and fit the line of a stamp
        .not_valid_before(moment)
        .not_valid_after(moment + term)
    )


def _usage(*, issuing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issuing,
        content_commitment=not issuing,
        key_cert_sign=issuing,
        crl_sign=issuing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
