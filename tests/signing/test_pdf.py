"""Signing adds to a paper and changes nothing of it: every step is a prefix of the next, PDF/A and pages stay."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from otbor.domain.findings import Refused
from otbor.signing import pdf
from otbor.signing.verify import verify
from otbor.wording.findings import sentence
from tests.signing import samples

DIRECTOR_PLACE = samples.PLACES[2]


def tool(name: str, *arguments: str, env: Mapping[str, str] | None = None) -> str:
    """What an independent program says; the test is skipped where it is absent."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    done = subprocess.run(
        [name, *arguments], capture_output=True, text=True, check=False, env={**os.environ, **(env or {})}
    )
    return done.stdout + done.stderr


def picture(data: bytes) -> tuple[bytes, ...]:
    """The first page drawn with its stamps: the bytes of the picture, by the thirds of its height."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    page = document[0]
    drawn = page.render(scale=1).to_pil()
    parts = [drawn.crop((0, top, drawn.width, bottom)) for top, bottom in bands_of(drawn.height)]
    page.close()
    document.close()
    return tuple(part.tobytes() for part in parts)


def bands_of(height: int) -> list[tuple[int, int]]:
    """Rows of the picture that each place takes, top first, and the rows above them."""
    bands = [(height - round(place.rect[3]), height - round(place.rect[1])) for place in samples.PLACES]
    return [(0, bands[0][0]), *bands]


def refused(data: bytes, place: samples.Place = DIRECTOR_PLACE, **shift: timedelta) -> str:
    maker, moment = samples.credential(samples.DIRECTOR), samples.NOW + shift.get("shift", timedelta())
    with pytest.raises(Refused) as caught:
        pdf.sign(data, maker, place, moment, samples.stamp_of(samples.DIRECTOR))
    assert len(sentence(caught.value.finding)) > 40
    return caught.value.finding.id


def test_each_step_is_a_prefix_of_the_next() -> None:
    steps = (samples.paper(), *samples.signed_by_three())
    for before, after in pairwise(steps):
        assert after.startswith(before)
        assert len(after) > len(before)


def test_pdfa_is_kept() -> None:
    with (
        pikepdf.open(BytesIO(samples.paper())) as before,
        pikepdf.open(BytesIO(samples.signed_by_three()[-1])) as after,
    ):
        intent = after.Root.OutputIntents[0]
        assert intent.DestOutputProfile.read_bytes() == before.Root.OutputIntents[0].DestOutputProfile.read_bytes()
        assert after.Root.Metadata.read_raw_bytes() == before.Root.Metadata.read_raw_bytes()
        assert after.Root.Lang == before.Root.Lang
        assert {k: str(v) for k, v in after.docinfo.items()} == {k: str(v) for k, v in before.docinfo.items()}
        assert after.pdf_version == before.pdf_version
        assert len(after.pages) == len(before.pages)
        fields = list(after.Root.AcroForm.Fields)
        assert [str(field.T) for field in fields] == [place.name for place in samples.PLACES]
        assert all(int(field.F) & 4 for field in fields)  # printed, as PDF/A wants
        for obj in after.objects:
            if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in obj


def test_the_stamps_are_seen_at_their_places_and_nowhere_else() -> None:
    empty, *signed = [picture(step) for step in samples.signed_by_three()]
    for number, (before, after) in enumerate(pairwise([empty, *signed]), start=1):
        changed = [one != other for one, other in zip(before, after, strict=True)]
        assert changed == [place == number for place in range(4)]


def test_the_stamp_can_be_read() -> None:
    with pikepdf.open(BytesIO(samples.signed_by_three()[-1])) as paper:
        looks = [field.AP.N for field in paper.Root.AcroForm.Fields]
        assert all(look.BBox[2] > 0 for look in looks)
    document = pypdfium2.PdfDocument(samples.stamp_of(samples.CHAIR))
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert samples.CHAIR in " ".join(text.split())
    assert "ТЕСТОВЫЙ СЕРТИФИКАТ" in text
    assert samples.credential(samples.CHAIR).certificate.serial in text.replace("\r\n", "")


def test_a_place_without_a_field_is_added_in_the_same_revision() -> None:
    maker = samples.credential(samples.DIRECTOR)
    signed = pdf.sign(samples.paper(), maker, DIRECTOR_PLACE, samples.NOW, samples.stamp_of(samples.DIRECTOR))
    assert signed.startswith(samples.paper())
    assert signed[len(samples.paper()) :].count(b"%%EOF") == 1


def test_a_larger_signature_than_was_expected_finds_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program may put in more certificates than were announced."""
    monkeypatch.setattr(pdf, "RESERVED", 100)
    monkeypatch.setattr(pdf, "_ROOM", 0)
    maker = samples.credential(samples.DIRECTOR)
    signed = pdf.sign(samples.paper(), maker, DIRECTOR_PLACE, samples.NOW, samples.stamp_of(samples.DIRECTOR))
    assert verify(signed, [samples.authority().root], samples.NOW).good


def test_refusals() -> None:
    assert refused(samples.signed_by_three()[-1]) == "signing.place_taken"
    assert refused(samples.paper(), replace(DIRECTOR_PLACE, page=1)) == "signing.no_page"
    assert refused(samples.paper(), shift=timedelta(days=366)) == "signing.expired"
    assert refused(samples.paper(), shift=timedelta(days=-366)) == "signing.not_yet_valid"
    for wrong in (b"", b"\x89PNG\r\n\x1a\n" * 50, b"%PDF-1.7 nothing else", samples.paper()[:2000]):
        assert refused(wrong) == "signing.not_a_pdf"


def test_a_field_is_not_made_twice() -> None:
    for step in samples.signed_by_three():
        with pytest.raises(Refused) as caught:
            pdf.prepare_fields(step, samples.PLACES)
        assert caught.value.finding.id == "signing.place_taken"


def test_a_signature_that_no_page_shows_is_whole_and_one_more_goes_on_from_it() -> None:
    first = pdf.sign_unseen(samples.paper(), samples.credential(samples.DIRECTOR), samples.NOW)
    second = pdf.sign_unseen(first, samples.credential(samples.CHAIR), samples.NOW)
    assert first.startswith(samples.paper())
    assert second.startswith(first)
    report = verify(second, [samples.authority().root], samples.NOW)
    assert report.good
    assert [s.field for s in report.signatures] == ["signature1", "signature2"]
    for junk in (b"", b"PK a list"):
        with pytest.raises(Refused) as caught:
            pdf.sign_unseen(junk, samples.credential(samples.CHAIR), samples.NOW)
        assert caught.value.finding.id == "signing.not_a_pdf"


def test_qpdf_finds_no_fault(tmp_path: Path) -> None:
    (tmp_path / "order.pdf").write_bytes(samples.signed_by_three()[-1])
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", str(tmp_path / "order.pdf"))


def test_pdfsig_agrees(tmp_path: Path) -> None:
    (tmp_path / "order.pdf").write_bytes(samples.signed_by_three()[-1])
    said = tool("pdfsig", str(tmp_path / "order.pdf"))
    assert said.count("Signature is Valid") == 3
    assert said.count("ETSI.CAdES.detached") == 3
    assert all(owner in said for owner in (samples.SECRETARY, samples.CHAIR, samples.DIRECTOR))


def test_mutool_agrees_on_good_and_changed_and_appended(tmp_path: Path) -> None:
    signed = samples.signed_by_three()[-1]
    place = samples.paper().index(b"stream", 600) + 40
    files = {
        "good": signed,
        "changed": signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :],
        "appended": samples.with_text_appended(signed),
    }
    said = {}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        said[name] = tool("mutool", "sign", "-v", str(tmp_path / name))
    assert said["good"].count("The document is unchanged since signing.") == 1
    assert said["good"].count("there have been edits since signing") == 2  # the later signatures
    assert said["changed"].count("Signature invalidated by change to document") == 3
    assert said["appended"].count("there have been edits since signing") == 3


def test_certificates_are_read_without_loading_pyhanko() -> None:
    code = "import sys, otbor.signing.certificates, otbor.signing.trial; sys.exit('pyhanko' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
