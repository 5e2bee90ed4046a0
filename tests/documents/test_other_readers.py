"""What others find in our papers: the structure that PDF/A-2b demands, and qpdf, mutool and pdfsig where installed.

The claim is checked on every sample of every paper; the other programs read those by hand, and the preview samples
signed at every place that they have.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from otbor.signing import pdf as signing
from otbor.signing.certificates import Credential
from tests.documents.samples import SCHOOL
from tests.documents.test_references import BY_HAND, NAMES, PAPERS, PREVIEW, STANDARD, paper
from tests.signing import samples as signers

SET = re.compile(rb"/(\S+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)  # a font chosen, a string shown
ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)


def said(name: str, *arguments: str | Path) -> str:
    """What an independent program says, all of it; it must be content. The test is skipped where it is absent."""
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    done = subprocess.run([name, *arguments], capture_output=True, check=False)
    heard = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == 0, heard
    return heard.replace("warning: ICC support is not available\n", "")  # Debian's mutool is built without it


def kept(folder: Path, pdf: bytes) -> Path:
    """The paper as a file."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_the_claim_of_pdfa_2b_holds(name: str) -> None:
    made = paper(name)
    assert not re.search(rb"[^\n]endstream", made.pdf)
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert pdf.pdf_version == "1.7"
        root = pdf.Root
        assert str(root.Lang) == "ru-RU"
        assert "/ID" in pdf.trailer
        assert "/Encrypt" not in pdf.trailer
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(root.keys())
        (intent,) = list(root.OutputIntents.as_list())
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"  # ISO 15076-1: the mark of a colour profile
        assert intent.DestOutputProfile.N == 3
        assert root.Metadata.read_raw_bytes().startswith(b"<?xpacket")  # to be found without unpacking
        with pdf.open_metadata() as metadata:
            info = pdf.docinfo
            assert metadata.pdfa_status == "2B"
            assert metadata["dc:title"] == str(info.Title) == made.title
            assert metadata["dc:creator"] == [str(info.Author)]
            assert metadata["pdf:Keywords"] == str(info.Keywords) == f"{STANDARD}; {made.form}"
            assert metadata["pdf:Producer"] == str(info.Producer)
            assert re.sub(r"\D", "", metadata["xmp:CreateDate"])[:14] == str(info.CreationDate)[2:16]
        assert len(pdf.pages) == made.pages
        for page in pdf.pages:
            assert not {"/Annots", "/AA"} & set(page.obj.keys())
            assert set(page.Resources.keys()) <= {"/Font", "/ProcSet"}  # no picture, no transparency, no foreign thing


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_every_font_is_embedded_and_no_glyph_is_missing(name: str) -> None:
    with pikepdf.open(BytesIO(paper(name).pdf)) as pdf:
        shown: dict[tuple[int, int], set[int]] = {}
        fonts = {}
        for page in pdf.pages:
            face = (0, 0)
            for found in SET.finditer(page.Contents.read_bytes()):
                if found[1] is not None:
                    font = page.Resources.Font[f"/{found[1].decode()}"]
                    face = font.objgen
                    fonts[face] = font
                else:
                    shown.setdefault(face, set()).update(ESCAPED.sub(_plain, found[2]))
        assert shown
        for face, codes in shown.items():
            font = fonts[face]
            assert "/ToUnicode" in font
            assert re.fullmatch(r"/[A-Z]{6}\+Tinos(-\w+)?", str(font.BaseFont))
            glyphs = TTFont(BytesIO(font.FontDescriptor.FontFile2.read_bytes()), lazy=True)["cmap"].tables[0].cmap
            assert not {code for code in codes if glyphs.get(code, ".notdef") in {".notdef", "glyph00000"}}


def _plain(escaped: re.Match[bytes]) -> bytes:
    code = escaped[1]
    return bytes([int(code, 8)]) if len(code) == 3 else code


def test_another_run_of_the_program_makes_the_same_bytes() -> None:
    """Strings hash differently in every process: nothing of that may be seen in a paper."""
    code = (
        "import hashlib, json; from tests.documents.test_references import PAPERS, PREVIEW, paper;"
        "print(json.dumps({name: hashlib.sha256(paper(PREVIEW + name).pdf).hexdigest() for name in PAPERS}))"
    )
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, check=True, cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    assert json.loads(done.stdout) == {name: hashlib.sha256(paper(PREVIEW + name).pdf).hexdigest() for name in PAPERS}


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_qpdf_finds_no_fault(name: str, tmp_path: Path) -> None:
    assert "No syntax or stream encoding errors found" in said("qpdf", "--check", kept(tmp_path, paper(name).pdf))


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_mutool_reads_the_same_letters(name: str, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(paper(name).pdf)
    ours = "".join(page.get_textpage().get_text_range().replace("\ufffe", "-") for page in document)
    document.close()
    theirs = said("mutool", "draw", "-q", "-F", "txt", kept(tmp_path, paper(name).pdf))
    assert Counter("".join(theirs.split())) == Counter("".join(ours.split()))


def maker() -> Credential:
    """Who signs: by ECDSA, the fastest."""
    return signers.credential(signers.CHAIR)


@cache
def stamp() -> bytes:
    """The mark of that signature."""
    return signers.stamp_of(signers.CHAIR)


@pytest.mark.parametrize("name", PAPERS)
def test_a_signed_paper_is_whole_to_qpdf_mutool_and_pdfsig(name: str, tmp_path: Path) -> None:
    made = paper(PREVIEW + name)
    if not made.fields:
        pytest.skip(f"{name} bears no signature")
    signed = signing.prepare_fields(made.pdf, made.fields)
    for place in made.fields:
        signed = signing.sign(signed, maker(), place, signers.NOW, stamp())
    assert signed.startswith(made.pdf)
    path, count = kept(tmp_path, signed), len(made.fields)
    assert "No syntax or stream encoding errors found" in said("qpdf", "--check", path)
    assert said("pdfsig", path).count("Signature Validation: Signature is Valid.") == count
    heard = said("mutool", "sign", "-v", path)
    assert heard.count("The document is unchanged since signing.") == 1
    assert heard.count("there have been edits since signing") == count - 1  # the later signatures


def test_pdfsig_sees_a_flipped_byte(tmp_path: Path) -> None:
    made = paper("order")
    (place,) = made.fields
    signed = bytearray(
        signing.sign(signing.prepare_fields(made.pdf, made.fields), maker(), place, signers.NOW, stamp())
    )
    signed[signed.index(b"stream", 600) + 40] ^= 1
    assert said("pdfsig", kept(tmp_path, bytes(signed))).count("Digest Mismatch") == 1


def test_the_author_of_a_paper_is_the_school() -> None:
    with pikepdf.open(BytesIO(paper("receipt").pdf)) as pdf:
        assert str(pdf.docinfo.Author) == SCHOOL
