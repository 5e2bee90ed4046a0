"""A changed paper, an appended one, a foreign signature: each is found out and said in plain words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, pem
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from otbor.domain.findings import Refused
from otbor.signing import pdf
from otbor.signing.certificates import Certificate, load_pkcs12
from otbor.signing.detached import sign_detached, verify_detached
from otbor.signing.trial import make_trial_authority
from otbor.signing.verify import SIZE_LIMIT, verify
from otbor.wording import verification
from otbor.wording.verification import Integrity, Issued, Report, Trust, Verdict, report_sentences
from tests.signing import samples
from tests.signing.test_pdf import tool

WHOLE = Verdict.WHOLE
OWNERS = [samples.SECRETARY, samples.CHAIR, samples.DIRECTOR]


def checked(data: bytes, later: timedelta = timedelta()) -> Report:
    return verify(data, [samples.authority().root], samples.NOW + later)


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_three_signatures_are_all_good() -> None:
    report = checked(samples.signed_by_three()[-1])
    assert report.verdict is WHOLE
    assert report.good
    assert [s.owner for s in report.signatures] == OWNERS
    for signature in report.signatures:
        assert (signature.integrity, signature.trust, signature.test) == (Integrity.WHOLE, Trust.TRUSTED, True)
        assert signature.claimed_at == samples.NOW
        assert not signature.expired_since
        assert not signature.claims_future


def test_the_paper_is_good_after_every_signature() -> None:
    for count, step in enumerate(samples.signed_by_three()[1:], start=1):
        report = checked(step)
        assert report.good
        assert len(report.signatures) == count


def test_a_flipped_byte_is_caught() -> None:
    signed = samples.signed_by_three()[-1]
    place = samples.paper().index(b"stream", 600) + 40
    report = checked(flipped(signed, place))
    assert report.verdict is Verdict.CHANGED
    assert [s.integrity for s in report.signatures] == [Integrity.CHANGED] * 3
    assert not report.good
    assert "ИЗМЕНЁН" in report_sentences(report)[0]


def test_a_byte_flipped_in_a_later_revision_spares_the_earlier_signature() -> None:
    _, first, second, _ = samples.signed_by_three()
    place = second.index(b"stream", len(first)) + 20
    report = checked(flipped(second, place))
    assert [s.integrity for s in report.signatures][1] is Integrity.CHANGED
    assert report.verdict is Verdict.CHANGED


def test_an_appended_revision_is_caught() -> None:
    report = checked(samples.with_text_appended(samples.signed_by_three()[-1]))
    assert report.verdict is Verdict.APPENDED
    assert [s.integrity for s in report.signatures] == [Integrity.APPENDED] * 3
    assert not report.good
    assert "ДОБАВЛЕНО" in report_sentences(report)[0]


def test_a_revision_slipped_between_signatures_is_caught() -> None:
    _, first, *_ = samples.signed_by_three()
    forged = samples.with_text_appended(first)
    signed = pdf.sign(
        forged, samples.credential(samples.CHAIR), samples.PLACES[1], samples.NOW, samples.stamp_of(samples.CHAIR)
    )
    report = checked(signed)
    assert [s.integrity for s in report.signatures] == [Integrity.APPENDED, Integrity.WHOLE]
    assert report.verdict is Verdict.APPENDED


@pytest.mark.parametrize("tail", [b"\n", b"%hidden\n%%EOF\n", b"\x00" * 100])
def test_bytes_after_the_end_are_caught(tail: bytes) -> None:
    assert checked(samples.signed_by_three()[-1] + tail).verdict in {Verdict.APPENDED, Verdict.UNREADABLE}


def test_an_empty_field_added_after_the_last_signature_is_caught() -> None:
    extra = samples.Place("forged", 0, (50.0, 500.0, 250.0, 560.0))
    assert checked(pdf.prepare_fields(samples.signed_by_three()[-1], [extra])).verdict is Verdict.APPENDED


def test_an_unknown_issuer_is_told() -> None:
    for trusted in ([], [make_trial_authority(samples.MADE).root]):
        report = verify(samples.signed_by_three()[-1], trusted, samples.NOW)
        assert report.verdict is WHOLE
        assert not report.good
        assert {s.trust for s in report.signatures} == {Trust.UNKNOWN_ISSUER}


def test_after_the_term_the_signature_is_checked_at_its_own_time_and_says_so() -> None:
    report = checked(samples.signed_by_three()[-1], timedelta(days=3000))
    assert report.good
    assert all(s.expired_since for s in report.signatures)
    assert any("на указанное время подписания" in said for said in report_sentences(report))


def test_a_time_to_come_is_told() -> None:
    report = checked(samples.signed_by_three()[-1], timedelta(days=-3))
    assert all(s.claims_future for s in report.signatures)
    assert any("ещё не наступило" in said for said in report_sentences(report))


def test_a_signature_out_of_the_term_of_its_certificate_is_told() -> None:
    early = samples.MADE - timedelta(days=30)
    credential = samples.credential(samples.CHAIR)
    certificate = credential.certificate
    backdated = type(credential)(
        type(certificate)(**{**vars(certificate), "valid_from": early}), credential.chain, credential.key
    )
    signed = pdf.sign(samples.paper(), backdated, samples.PLACES[1], early, samples.stamp_of(samples.CHAIR))
    [signature] = checked(signed).signatures
    assert (signature.integrity, signature.trust) == (Integrity.WHOLE, Trust.OUT_OF_TERM)


def test_papers_without_signatures() -> None:
    assert checked(samples.paper()).verdict is Verdict.UNSIGNED
    assert checked(samples.signed_by_three()[0]).verdict is Verdict.UNSIGNED


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        (b"", Verdict.NOT_PDF),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), Verdict.NOT_PDF),
        (b"PK\x03\x04" + bytes(3000), Verdict.NOT_PDF),
        (b"%PDF-1.7\n", Verdict.UNREADABLE),
        (b"%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF", Verdict.UNREADABLE),
        (b"%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF", Verdict.UNREADABLE),
        (b"%PDF-1.7\n" + b"[" * 100_000 + b"\nstartxref\n9\n%%EOF", Verdict.UNREADABLE),
        (b"%PDF-1.7\n" + bytes(SIZE_LIMIT), Verdict.TOO_LARGE),
    ],
)
def test_other_files(data: bytes, verdict: Verdict) -> None:
    report = checked(data)
    assert report == Report(verdict)
    assert len(report_sentences(report)) == 1


@hypothesis_settings(max_examples=40)
@given(st.data())
def test_no_change_of_one_signed_byte_passes(data: st.DataObject) -> None:
    signed = samples.signed_by_three()[1]
    opening = signed.index(b"/Contents <") + len(b"/Contents ")
    closing = signed.index(b">", opening)
    place = data.draw(st.integers(0, opening) | st.integers(closing, len(signed) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != signed[place]))
    assert not checked(signed[:place] + bytes([byte]) + signed[place + 1 :]).good


@hypothesis_settings(max_examples=40)
@given(st.data())
def test_a_change_inside_the_signature_makes_no_other_signer(data: st.DataObject) -> None:
    signed = samples.signed_by_three()[1]
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    place = data.draw(st.integers(start, signed.index(b"0" * 40, start)))
    digit = data.draw(st.sampled_from(b"0123456789abcdef"))
    report = checked(signed[:place] + bytes([digit]) + signed[place + 1 :])
    if report.good:  # the issuers' certificates lie beside the signature, unsigned, and the trusted ones are ours
        assert [s.owner for s in report.signatures] == [samples.SECRETARY]


def test_every_sentence_is_there() -> None:
    kinds = {
        "verdict": Verdict,
        "integrity": Integrity,
        "trust": Trust,
        "unchecked": verification.Unchecked,
        "issued": Issued,
    }
    for table, kind in kinds.items():
        assert set(verification._catalogue()[table]) == {str(member) for member in kind}


def test_the_report_is_said_in_order() -> None:
    said = report_sentences(checked(samples.signed_by_three()[-1]), Issued.EXACTLY)
    certificate = samples.credential(samples.SECRETARY).certificate
    assert said[0] == "Документ цел: после подписания он не изменён."
    assert said[1] == f"Подпись 1: {samples.SECRETARY}, {samples.SCHOOL}."
    assert said[2] == "Время подписания 19.06.2026 09:30 (UTC+00:00) — по часам подписавшего."
    assert said[3].startswith(
        f"Сертификат {certificate.serial}, выдан: Тестовый корень «Отбор», действует с 01.04.2026"
    )
    assert "ТЕСТОВЫЙ СЕРТИФИКАТ" in said[4]
    assert said[-1].startswith("Это тот самый документ")
    assert any("не отозван ли" in sentence for sentence in said)


def test_the_demo_certificate_is_trusted_through_its_own_chain() -> None:
    credential = load_pkcs12(samples.container(samples.DIRECTOR), samples.PASSWORD, moment=samples.NOW)
    signed = pdf.sign(samples.paper(), credential, samples.PLACES[2], samples.NOW, samples.stamp_of(samples.DIRECTOR))
    assert verify(signed, credential.chain, samples.NOW).good


@dataclass(frozen=True)
class ForeignMaker:
    """A maker whose signature names the digest of another standard, with an ordinary key."""

    certificate: Certificate
    chain: tuple[bytes, ...]
    digest: str

    def cms(self, data: bytes, at: datetime | None = None) -> bytes:
        """The chair's signature under a foreign name."""
        made = cms.ContentInfo.load(samples.credential(samples.CHAIR).cms(data, at))
        made["content"]["signer_infos"][0]["digest_algorithm"]["algorithm"] = self.digest
        return bytes(made.dump(force=True))


@pytest.mark.parametrize(
    ("digest", "integrity"),
    [
        ("1.2.643.7.1.1.2.2", Integrity.CHANGED),  # ГОСТ in name only: its digest is another
        ("1.2.643.2.2.9", Integrity.UNCHECKED),  # the withdrawn ГОСТ of 1994
        ("1.2.804.2.1.1.1.1.2.1", Integrity.UNCHECKED),
    ],
)
def test_a_foreign_signature_is_named_and_never_called_good(digest: str, integrity: Integrity) -> None:
    chair = samples.credential(samples.CHAIR)
    maker = ForeignMaker(chair.certificate, chair.chain, digest)
    report = checked(pdf.sign(samples.paper(), maker, samples.PLACES[1], samples.NOW, samples.stamp_of(samples.CHAIR)))
    [signature] = report.signatures
    assert (report.verdict, signature.integrity) == (Verdict(integrity.value), integrity)
    assert signature.trust is Trust.NOT_CHECKED
    assert signature.owner == samples.CHAIR
    assert not report.good


def test_a_signature_beside_the_file_is_checked() -> None:
    data, chair = samples.paper(), samples.credential(samples.CHAIR)
    made = sign_detached(data, chair, samples.NOW)
    report = verify_detached(data, made, [samples.authority().root], samples.NOW)
    assert report.good
    assert report.signatures[0].claimed_at == samples.NOW
    assert report.signatures[0].owner == samples.CHAIR
    assert verify_detached(data + b" ", made, [samples.authority().root]).verdict is Verdict.CHANGED
    assert verify_detached(data, made, []).signatures[0].trust is Trust.UNKNOWN_ISSUER
    for junk in (b"", b"junk", data, samples.authority().root, made[:-1]):
        report = verify_detached(data, junk, [])
        assert report == Report(Verdict.NOT_SIGNATURE)
        assert len(report_sentences(report)) == 1
    with pytest.raises(Refused) as refused:
        sign_detached(data, chair, samples.NOW + timedelta(days=999))
    assert refused.value.finding.id == "signing.expired"


@pytest.mark.parametrize("owner", [samples.SECRETARY, samples.CHAIR, samples.DIRECTOR])
def test_openssl_agrees_on_a_signature_beside_the_file(owner: str, tmp_path: Path) -> None:
    (tmp_path / "order.pdf").write_bytes(samples.paper())
    (tmp_path / "order.pdf.sig").write_bytes(sign_detached(samples.paper(), samples.credential(owner), samples.NOW))
    (tmp_path / "root.pem").write_bytes(pem.armor("CERTIFICATE", samples.authority().root))
    line = ["-attime", str(int(samples.NOW.timestamp())), "-purpose", "any", "-CAfile", str(tmp_path / "root.pem")]
    line += ["-in", str(tmp_path / "order.pdf.sig"), "-inform", "DER", "-content", str(tmp_path / "order.pdf")]
    said = tool("openssl", "cms", "-verify", "-binary", "-cades", *line, "-out", str(tmp_path / "out"))
    assert "CAdES Verification successful" in said
    assert (tmp_path / "out").read_bytes() == samples.paper()


@hypothesis_settings(max_examples=40)
@given(st.data())
def test_no_changed_byte_of_a_detached_signature_makes_another_signer(draw: st.DataObject) -> None:
    made = sign_detached(b"order", samples.credential(samples.SECRETARY), samples.NOW)
    place = draw.draw(st.integers(0, len(made) - 1))
    changed = made[:place] + bytes([made[place] ^ draw.draw(st.integers(1, 255))]) + made[place + 1 :]
    report = verify_detached(b"order", changed, [samples.authority().root], samples.NOW)
    if report.good:  # the issuers' certificates lie beside the signature, unsigned, and the trusted ones are ours
        assert [s.owner for s in report.signatures] == [samples.SECRETARY]
