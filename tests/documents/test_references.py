"""The text and the look of every paper are those that were kept: whoever changes a paper sees what changed and where.

Every paper has at least two variations: its preview sample (two of everything) and one by hand, most of them a short
and a long one. ``references/<name>.txt`` holds the text of the first two pages and the last, of the others a digest;
``<name>.png`` the same pages as small grey pictures. ``pytest tests/documents --update-references`` keeps them anew,
to be looked at before they are committed.
"""

import hashlib
from datetime import date
from difflib import unified_diff
from functools import cache
from importlib import import_module
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from otbor.documents import receipt
from otbor.documents.kit.paper import Paper
from otbor.documents.samples import sample, sample_issue
from otbor.wording import forms
from tests.documents import samples_forms, samples_more
from tests.documents.samples_more import made, receipt_data

FOLDER = Path(__file__).parent / "references"
BY_HAND = {**samples_more.ALL, **samples_forms.ALL}
PAPERS = sorted(set(forms.names()) - {forms.COMMON})
PREVIEW = "preview-"
NAMES = sorted([*BY_HAND, *(PREVIEW + paper for paper in PAPERS)])
STANDARD = "ГОСТ Р 7.0.97-2025"

_SMALLER = 3  # of a page drawn at half its size: a sixth in all, words are grey bars, rules and blocks are seen
_LEVELS = 17  # 16 greys are enough for bars and make the file small
_BLOCK = 8  # pixels: a square of 17 mm
_TOLERANCE = 10  # levels of 255 that the mean of a block may differ by: another way to smooth edges is below it


@cache
def paper(name: str) -> Paper:
    """The paper of that name, of a preview sample or one by hand."""
    if not name.startswith(PREVIEW):
        return BY_HAND[name]()
    kind = import_module(f"otbor.documents.{name.removeprefix(PREVIEW)}")
    made: Paper = kind.render(sample(kind), sample_issue(STANDARD))
    return made


def shown(count: int) -> list[int]:
    """Pages that are kept whole, from 0."""
    return sorted({0, min(1, count - 1), count - 1})


def text_of(pdf: bytes) -> str:
    """Text of the first two pages and the last, line by line; of any other its first line, its length and a digest."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded().replace("\ufffe", "-").splitlines() for page in document]
    document.close()
    parts: list[str] = []
    for number, lines in enumerate(pages):
        parts.append(f"=== {number + 1} / {len(pages)}")
        if number in shown(len(pages)):
            parts += [line.rstrip() for line in lines]
        else:
            digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
            parts.append(f"{lines[0].rstrip()} … ({len(lines)} lines, {digest})")
    return "\n".join(parts) + "\n"


def picture_of(pdf: bytes) -> Image.Image:
    """The same pages side by side, small and grey."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [
        document[number].render(scale=0.5, grayscale=True).to_pil().convert("L").reduce(_SMALLER)
        for number in shown(len(document))
    ]
    document.close()
    sheet = Image.new("L", (sum(p.width + 1 for p in pages), max(p.height for p in pages)), 128)
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + 1
    return sheet.point(lambda grey: round(grey / _LEVELS) * _LEVELS)


def difference(kept: Image.Image, now: Image.Image) -> int:
    """The largest mean difference of a block, in levels of 255; sizes that differ are a whole difference."""
    if kept.size != now.size:
        return 255
    return max(ImageChops.difference(kept, now).reduce(_BLOCK).tobytes())


def reference(name: str, kind: str) -> Path:
    """Where the reference lies; fails plainly where it is missing."""
    path = FOLDER / f"{name}.{kind}"
    if not path.exists():
        pytest.fail(
            f"«{name}» has no reference {path.name}. Look at the paper, then keep it: "
            "pytest tests/documents --update-references",
            pytrace=False,
        )
    return path


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_the_kept_one(name: str, tmp_path: Path, *, update_references: bool) -> None:
    now = text_of(paper(name).pdf)
    if update_references:
        (FOLDER / f"{name}.txt").write_text(now, "utf-8", newline="\n")
        return
    kept = reference(name, "txt").read_text("utf-8")
    if now != kept:
        (tmp_path / f"{name}.txt").write_text(now, "utf-8")
        (tmp_path / f"{name}.pdf").write_bytes(paper(name).pdf)
        lines = list(unified_diff(kept.splitlines(), now.splitlines(), "kept", "now", lineterm="", n=1))[:40]
        pytest.fail(f"the text of «{name}» has changed; it is in {tmp_path}\n" + "\n".join(lines), pytrace=False)


@pytest.mark.parametrize("name", NAMES)
def test_the_look_is_the_kept_one(name: str, tmp_path: Path, *, update_references: bool) -> None:
    now = picture_of(paper(name).pdf)
    if update_references:
        now.quantize(16).save(FOLDER / f"{name}.png", optimize=True)
        return
    path = reference(name, "png")
    with Image.open(path) as picture:
        kept = picture.convert("L")
    if (found := difference(kept, now)) > _TOLERANCE:
        now.save(tmp_path / f"{name}.png")
        ImageChops.difference(kept, now).save(tmp_path / f"{name}-difference.png")
        (tmp_path / f"{name}.pdf").write_bytes(paper(name).pdf)
        message = f"«{name}» looks different ({found} levels, {_TOLERANCE} are allowed)"
        pytest.fail(f"{message}; it is beside its difference in {tmp_path}", pytrace=False)


def test_every_paper_has_a_variation_by_hand() -> None:
    drawn = {paper(name).form.partition("/")[0] for name in BY_HAND}
    lacking = sorted(set(PAPERS) - drawn)
    assert not lacking, f"no sample in ALL of tests/documents/samples_*.py draws {lacking}: add a short and a long one"


def test_no_reference_is_left_of_a_paper_that_is_gone(*, update_references: bool) -> None:
    wanted = {f"{name}.{kind}" for name in NAMES for kind in ("txt", "png")}
    left = sorted(path for path in FOLDER.iterdir() if path.name not in wanted)
    for path in left if update_references else []:
        path.unlink()
    assert update_references or not left, f"nothing draws {[path.name for path in left]}"


def test_a_small_mark_is_seen_and_so_is_a_line_that_moved() -> None:
    """What the comparison must not overlook; the same paper again is the same picture."""
    data = receipt_data()
    first, again, repeated = (
        picture_of(made(receipt, "7", date(2026, 4, 14), data, repeated=r).pdf) for r in (False, False, True)
    )
    assert difference(first, again) == 0
    assert difference(first, repeated) > 2 * _TOLERANCE
    assert difference(first, ImageChops.offset(first, 0, 1)) > 2 * _TOLERANCE
