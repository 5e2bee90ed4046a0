"""Signatures by ГОСТ, made by OpenSSL: inside a PDF, beside a file, mixed with RSA; checked by us and by OpenSSL."""

import re
import subprocess
from dataclasses import replace
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from otbor.signing import gost, pdf
from otbor.signing.detached import sign_detached, verify_detached
from otbor.signing.judgement import trust_by_gost
from otbor.signing.message import holds, read_message
from otbor.signing.verify import verify
from otbor.wording.verification import Integrity, Report, Trust, Unchecked, Verdict, report_sentences
from tests.signing import samples
from tests.signing.gost_desk import CHAIR, DIRECTOR, GostDesk
from tests.signing.test_pdf import tool

SECRETARY_PLACE, CHAIR_PLACE, DIRECTOR_PLACE = samples.PLACES


@cache
def blank() -> bytes:
    """A page without fonts in place of a stamp: the digest in Python is slow."""
    document, buffer = pikepdf.new(), BytesIO()
    page = document.add_blank_page(page_size=(170, 48))
    page.Contents = document.make_stream(b"0 0 170 48 re S")
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def mixed(desk: GostDesk) -> bytes:
    """Signed by the secretary (RSA), the chair and the director (ГОСТ)."""
    paper, stamp = pdf.prepare_fields(samples.paper(), samples.PLACES), blank()
    signed = pdf.sign(paper, samples.credential(samples.SECRETARY), SECRETARY_PLACE, samples.NOW, stamp)
    signed = pdf.sign(signed, desk.maker("chair"), CHAIR_PLACE, samples.NOW, stamp)
    return pdf.sign(signed, desk.maker("director"), DIRECTOR_PLACE, samples.NOW, stamp)


@pytest.fixture(scope="session")
def beside(desk: GostDesk) -> bytes:
    """The director's signature of a few bytes."""
    return desk.maker("director").cms(b"order")


def checked(data: bytes, desk: GostDesk, *, by_program: bool = False) -> Report:
    roots = [samples.authority().root, desk.root]
    return verify(data, roots, gost_check=desk.checker() if by_program else None)


@pytest.mark.parametrize("by_program", [False, True])
def test_a_mixed_paper_is_whole_and_trusted(desk: GostDesk, mixed: bytes, by_program: bool) -> None:
    report = checked(mixed, desk, by_program=by_program)
    assert report.verdict is Verdict.WHOLE
    assert report.good
    assert [s.owner for s in report.signatures] == [samples.SECRETARY, CHAIR, DIRECTOR]
    told = [Unchecked.MEANS in s.unchecked for s in report.signatures]
    assert told == [False, not by_program, not by_program]
    assert [s.gost for s in report.signatures] == [False, True, True]
    said = " ".join(report_sentences(report))
    assert said.count("ГОСТ Р 34.10-2012") == 2
    assert desk.certificate("director").serial in said
    assert ("СКЗИ" in said) is not by_program


@pytest.mark.parametrize("by_program", [False, True])
def test_a_flipped_byte_is_caught(desk: GostDesk, mixed: bytes, by_program: bool) -> None:
    place = samples.paper().index(b"stream", 600) + 40
    report = checked(mixed[:place] + bytes([mixed[place] ^ 1]) + mixed[place + 1 :], desk, by_program=by_program)
    assert report.verdict is Verdict.CHANGED
    assert [s.integrity for s in report.signatures] == [Integrity.CHANGED] * 3
    assert {s.trust for s in report.signatures} == {Trust.NOT_CHECKED}


def test_an_appended_revision_is_caught(desk: GostDesk, mixed: bytes) -> None:
    report = checked(samples.with_text_appended(mixed), desk)
    assert report.verdict is Verdict.APPENDED
    assert [s.integrity for s in report.signatures] == [Integrity.APPENDED] * 3


def test_a_revision_slipped_before_a_gost_signature_is_caught(desk: GostDesk) -> None:
    stamp = blank()
    first = pdf.sign(samples.paper(), desk.maker("director"), DIRECTOR_PLACE, samples.NOW, stamp)
    assert checked(first, desk, by_program=True).good
    forged = samples.with_text_appended(first)
    signed = pdf.sign(forged, desk.maker("chair"), CHAIR_PLACE, samples.NOW, stamp)
    report = checked(signed, desk, by_program=True)
    assert [s.integrity for s in report.signatures] == [Integrity.APPENDED, Integrity.WHOLE]


def test_without_the_root_the_issuer_is_unknown(desk: GostDesk, mixed: bytes) -> None:
    report = verify(mixed, [samples.authority().root], gost_check=desk.checker())
    assert report.verdict is Verdict.WHOLE
    assert [s.trust for s in report.signatures] == [Trust.TRUSTED, Trust.UNKNOWN_ISSUER, Trust.UNKNOWN_ISSUER]
    assert not report.good


def test_a_certificate_for_another_use_is_told(desk: GostDesk) -> None:
    signed = pdf.sign(samples.paper(), desk.maker("cipher"), DIRECTOR_PLACE, samples.NOW, blank())
    [signature] = checked(signed, desk, by_program=True).signatures
    assert (signature.integrity, signature.trust) == (Integrity.WHOLE, Trust.UNSUITABLE)


def test_pdfa_and_pages_are_kept(mixed: bytes, tmp_path: Path) -> None:
    assert mixed.startswith(samples.paper())
    (tmp_path / "order.pdf").write_bytes(mixed)
    with pikepdf.open(tmp_path / "order.pdf") as after:
        assert after.Root.OutputIntents[0].DestOutputProfile.read_bytes()
        assert b"pdfaid:part" in after.Root.Metadata.read_raw_bytes()
        fonts = [o for o in after.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all("/FontFile2" in font for font in fonts)
    assert re.search(rb"[^\r\n]endstream", mixed) is None
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", str(tmp_path / "order.pdf"))


def test_openssl_agrees_on_the_signed_bytes(desk: GostDesk, mixed: bytes, tmp_path: Path) -> None:
    """An independent reading: the signed bytes and the message are cut out by the numbers written in the file."""
    *_, last = re.finditer(rb"/ByteRange\s*\[\s*0 (\d+) (\d+) (\d+)\s*\]", mixed)
    first, second, rest = map(int, last.groups())
    (tmp_path / "signed").write_bytes(mixed[:first] + mixed[second : second + rest])
    message = bytes.fromhex(mixed[first + 1 : second - 1].decode())
    (tmp_path / "message").write_bytes(message)
    line = ["openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-purpose", "any", "-out", "/dev/null"]
    line += ["-CAfile", str(desk.folder / "root.pem"), "-in", str(tmp_path / "message")]
    line += ["-content", str(tmp_path / "signed")]
    done = subprocess.run(line, env=desk.env, capture_output=True, text=True, check=False)
    assert "CAdES Verification successful" in done.stderr, done.stderr


def test_mutool_agrees(desk: GostDesk, mixed: bytes, tmp_path: Path) -> None:
    """MuPDF checks by OpenSSL, which the configuration teaches ГОСТ."""
    (tmp_path / "order.pdf").write_bytes(mixed)
    said = tool("mutool", "sign", "-v", str(tmp_path / "order.pdf"), env=desk.env)
    assert said.count("there have been edits since signing") == 2
    assert said.count("The document is unchanged since signing.") == 1
    assert DIRECTOR in said
    place = samples.paper().index(b"stream", 600) + 40
    (tmp_path / "order.pdf").write_bytes(mixed[:place] + bytes([mixed[place] ^ 1]) + mixed[place + 1 :])
    said = tool("mutool", "sign", "-v", str(tmp_path / "order.pdf"), env=desk.env)
    assert said.count("Signature invalidated by change to document") == 3


def test_a_signature_beside_the_file(desk: GostDesk) -> None:
    data = b"order"
    made = sign_detached(data, desk.maker("director", computed=True), samples.NOW)
    for checker in (None, desk.checker()):
        report = verify_detached(data, made, [desk.root], gost_check=checker)
        assert report.good
        assert report.signatures[0].owner == DIRECTOR
        assert verify_detached(data + b" ", made, [desk.root], gost_check=checker).verdict is Verdict.CHANGED


@hypothesis_settings(max_examples=15)
@given(st.data())
def test_no_changed_byte_makes_another_signer(desk: GostDesk, beside: bytes, draw: st.DataObject) -> None:
    place = draw.draw(st.integers(0, len(beside) - 1))
    changed = beside[:place] + bytes([beside[place] ^ draw.draw(st.integers(1, 255))]) + beside[place + 1 :]
    report = verify_detached(b"order", changed, [desk.root])
    if report.good:  # bytes that no signature covers: the root's certificate, attributes without a signature
        assert [s.owner for s in report.signatures] == [DIRECTOR]


def test_a_chain_of_many_certificates_ends(desk: GostDesk, beside: bytes) -> None:
    """Issuers that issue each other lead nowhere, and not for ever."""
    message = read_message(beside)
    root = asn1_x509.Certificate.load(desk.root)
    leaf = message.certificate
    assert trust_by_gost(leaf, [root] * 5000, [], samples.NOW) is Trust.UNKNOWN_ISSUER
    assert trust_by_gost(leaf, [leaf] * 5000, [desk.certificate("chair").der], samples.NOW) is Trust.UNKNOWN_ISSUER
    assert trust_by_gost(leaf, [], [desk.root], samples.MADE - timedelta(days=400)) is Trust.OUT_OF_TERM


def test_the_longer_key(desk: GostDesk) -> None:
    made = sign_detached(b"order", desk.maker("long", 512, computed=True), samples.NOW)
    assert verify_detached(b"order", made, [desk.root]).good
    assert verify_detached(b"Order", made, [desk.root]).verdict is Verdict.CHANGED


def test_the_attributes_pin_bytes_kind_and_certificate(desk: GostDesk) -> None:
    """Signed attributes that were taken from elsewhere do not pass, though the signature over them is right."""
    data = b"order"
    message = read_message(desk.maker("director").cms(data))
    assert holds(message, data)
    signer = message.signer
    for kind in ("message_digest", "content_type"):
        content = cms.ContentInfo.load(message.der)
        attributes = content["content"]["signer_infos"][0]["signed_attrs"]
        kept = [one for one in attributes if one["type"].native != kind]
        content["content"]["signer_infos"][0]["signed_attrs"] = cms.CMSAttributes(kept)
        changed = read_message(content.dump(force=True))
        assert not holds(changed, data), kind
    other = asn1_x509.Certificate.load(desk.certificate("cipher").der)
    assert not gost.holds(signer, other, data)


def test_what_cannot_be_computed_is_not_called_bad(
    desk: GostDesk, monkeypatch: pytest.MonkeyPatch, mixed: bytes
) -> None:
    monkeypatch.setattr(gost, "DIGEST_LIMIT", 100)
    report = checked(mixed, desk)
    assert report.verdict is Verdict.UNCHECKED
    assert [s.integrity for s in report.signatures] == [Integrity.WHOLE, Integrity.UNCHECKED, Integrity.UNCHECKED]
    assert Unchecked.MEANS not in report.signatures[1].unchecked
    silent = replace(desk.checker(), argv=("/nowhere/program",))
    assert verify(mixed, [desk.root], gost_check=silent).verdict is Verdict.UNCHECKED
    failing = replace(desk.checker(), argv=("false",))
    assert verify(mixed, [desk.root], gost_check=failing).verdict is Verdict.UNCHECKED


def test_digests_of_the_standard() -> None:
    """Example M1 of RFC 6986 (ГОСТ Р 34.11-2012)."""
    message = b"012345678901234567890123456789012345678901234567890123456789012"
    assert gost.digest("1.2.643.7.1.1.2.2", message).hex() == (
        "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500"
    )
    with pytest.raises(gost.CannotCheck):
        gost.digest("1.2.643.2.2.9", message)  # the withdrawn standard of 1994
