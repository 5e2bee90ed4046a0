"""A file with a key opens, or says in one plain sentence why it does not."""

from datetime import timedelta

import pytest
from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from otbor.domain.findings import Refused
from otbor.signing.certificates import PKCS12_LIMIT, load_pkcs12, read_certificate
from otbor.signing.trial import make_test_certificate
from otbor.wording.findings import sentence
from tests.signing import samples

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
TERM = timedelta(days=365)


def refused(data: bytes, password: str = samples.PASSWORD, **shift: timedelta) -> str:
    with pytest.raises(Refused) as caught:
        load_pkcs12(data, password, moment=shift.get("moment", timedelta()) + samples.NOW)
    assert len(sentence(caught.value.finding)) > 40
    return caught.value.finding.id


def test_a_key_opens_with_its_facts() -> None:
    opened = samples.credential(samples.DIRECTOR)
    assert opened.certificate.owner == samples.DIRECTOR
    assert opened.certificate.organisation == samples.SCHOOL
    assert opened.certificate.test
    assert (opened.certificate.valid_from, opened.certificate.valid_to) == (samples.MADE, samples.MADE + TERM)
    assert opened.chain == (samples.authority().root,)
    assert len(opened.certificate.serial) % 2 == 0
    assert opened.key.key_size == 3072


def test_a_long_owner_is_kept_whole() -> None:
    owner = "Константинопольский-Преображенский Александр-Максимилиан Святославович оглы"
    school = "Муниципальное бюджетное общеобразовательное учреждение «Лицей № 8 имени Н. А. Добролюбова»"
    key = ec.generate_private_key(ec.SECP256R1())
    data = make_test_certificate(owner, school, samples.MADE, password=samples.PASSWORD, position="директор", key=key)
    certificate = load_pkcs12(data, samples.PASSWORD, moment=samples.NOW).certificate
    assert (certificate.owner, certificate.organisation, certificate.position) == (owner, school, "директор")


def test_a_wrong_password_is_told() -> None:
    for password in ("", "секрет-2027", "x" * 5000):
        assert refused(samples.container(samples.CHAIR), password) == "signing.wrong_password"


@pytest.mark.parametrize("data", [PICTURE, b"", b"%PDF-1.7\n", b"0" * 100, b"\x30\x80", bytes(PKCS12_LIMIT + 1)])
def test_another_file_is_told(data: bytes) -> None:
    assert refused(data) == "signing.not_pkcs12"


def test_a_bare_certificate_and_a_cut_container_are_told() -> None:
    assert refused(samples.authority().root) == "signing.not_pkcs12"
    assert refused(samples.container(samples.CHAIR)[:-40]) == "signing.not_pkcs12"


def test_the_term_is_checked() -> None:
    data = samples.container(samples.CHAIR)
    assert refused(data, moment=TERM) == "signing.expired"
    assert refused(data, moment=-TERM) == "signing.not_yet_valid"


def test_a_container_without_a_key_or_certificate_is_told() -> None:
    certificate = x509.load_der_x509_certificate(samples.authority().root)
    lock = BestAvailableEncryption(samples.PASSWORD.encode())
    assert refused(pkcs12.serialize_key_and_certificates(b"", None, None, [certificate], lock)) == "signing.no_key"
    key = ec.generate_private_key(ec.SECP256R1())
    assert refused(pkcs12.serialize_key_and_certificates(b"", key, None, None, lock)) == "signing.no_certificate"


def test_a_key_of_another_kind_is_told() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Иванов")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(samples.MADE).not_valid_after(samples.MADE + TERM)
    lock = BestAvailableEncryption(samples.PASSWORD.encode())
    data = pkcs12.serialize_key_and_certificates(b"", key, builder.sign(key, None), None, lock)
    assert refused(data) == "signing.key_not_supported"


@pytest.mark.parametrize(
    ("issuer", "test"),
    [
        ("CRYPTO-PRO Test Center 2", True),
        ("Тестовый УЦ", True),
        ("Казначейство России", False),
        ("Best Attestation Center", False),
    ],
)
def test_a_test_certificate_is_known_by_its_issuer_never_by_its_owner(issuer: str, test: bool) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder().public_key(key.public_key()).serial_number(0xABC)
    builder = builder.subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Тестов Тест")]))
    builder = builder.issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
    builder = builder.not_valid_before(samples.MADE).not_valid_after(samples.NOW)
    certificate = read_certificate(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))
    assert (certificate.test, certificate.owner, certificate.serial) == (test, "Тестов Тест", "0ABC")


def test_a_gost_container_is_told_apart_from_a_wrong_password() -> None:
    container = asn1_pkcs12.Pfx.load(samples.container(samples.CHAIR))
    mac = container["mac_data"]["mac"]["digest_algorithm"]
    mac["algorithm"] = "1.2.643.7.1.1.2.2"
    assert refused(container.dump(force=True)) == "signing.gost_container"


def test_a_certificate_of_an_unknown_version_is_none() -> None:
    der = samples.credential(samples.CHAIR).certificate.der
    changed = der.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x03", 1)
    assert changed != der
    with pytest.raises(ValueError, match="version"):
        read_certificate(changed)
