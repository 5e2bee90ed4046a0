"""Pages of a PDF as pictures and as text; codes that a scanner types."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf
import pytest
from PySide6.QtGui import QImage

from otbor.domain.findings import Refused
from otbor.ui.kit.tasks import Steps
from otbor.ui.papers.pages import Pages, page_at
from otbor.ui.papers.scanned import payload_of
from otbor.wording.findings import sentence
from tests.signing.samples import signed_by_three
from tests.ui.papers import pdf

pytestmark = pytest.mark.direct


def coloured(image: QImage, left: int, top: int, right: int, bottom: int) -> int:
    """Dots in a part of ``image`` that are not grey."""
    part = image.copy(left, top, right - left, bottom - top)
    dots = (part.pixelColor(x, y) for x in range(part.width()) for y in range(part.height()))
    return sum(max(dot.red(), dot.green(), dot.blue()) - min(dot.red(), dot.green(), dot.blue()) > 40 for dot in dots)


def test_a_page_is_drawn_at_its_scale() -> None:
    pages = Pages(pdf("receipt"), "расписка")
    image = pages.picture(0, 2)
    assert len(pages.sizes) == 1
    assert (image.width(), image.height()) == (1191, 1684)
    assert image.pixelColor(5, 5).name() == "#ffffff"
    assert any(image.pixelColor(x, y).lightness() < 60 for x in range(0, 1190, 3) for y in range(100, 500, 3))
    pages.close()


def test_stamps_of_signatures_are_drawn() -> None:
    before, after = (Pages(one, "приказ") for one in (signed_by_three()[0], signed_by_three()[3]))
    place = (200, 440, 480, 560)
    assert coloured(before.picture(0, 1), *place) == 0
    assert coloured(after.picture(0, 1), *place) > 100
    before.close()
    after.close()


def test_no_zoom_makes_an_immense_picture() -> None:
    pages = Pages(pdf("receipt"), "расписка")
    image = pages.picture(0, 1000)
    assert image.width() * image.height() < 24_100_000
    pages.close()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ПРОТОКОЛ", True), ("протокол", True), ("Фёдорова", True), ("федорова", True), ("лицей № 8", True),
        ("Лицей  №\n8", True), ("заявление Пушкина", False), ("   ", False), ("", False),
    ],
)  # fmt: skip
def test_text_is_found_whatever_the_letters_and_spaces(wanted: str, found: bool) -> None:
    pages = Pages(pdf("preliminary"), "протокол")
    hits = pages.find(wanted, Steps())
    assert bool(hits) is found
    for hit in hits:
        width, height = pages.sizes[hit.page]
        assert hit.boxes
        for left, bottom, right, top in hit.boxes:
            assert 0 < left < right < width
            assert 0 < bottom < top < height
    pages.close()


def test_a_hit_lies_where_the_text_is_drawn() -> None:
    pages = Pages(pdf("preliminary-long"), "протокол")
    hits = pages.find("2026-8-0399", Steps())
    assert [hit.page for hit in hits] == sorted(hit.page for hit in hits)
    hit = hits[-1]
    assert hit.page > 5
    left, bottom, right, top = hit.boxes[0]
    height = pages.sizes[hit.page][1]
    image = pages.picture(hit.page, 2)
    dark = [
        image.pixelColor(x, y).lightness() < 100
        for x in range(int(left * 2), int(right * 2))
        for y in range(int((height - top) * 2), int((height - bottom) * 2))
    ]
    assert 0.05 < sum(dark) / len(dark) < 0.6
    pages.close()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "preview.unreadable"), (b"%PDF-1.7 nothing", "preview.unreadable"), (b"PK\x03\x04", "preview.unreadable")],
)
def test_what_is_no_pdf_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        Pages(content, "файл.pdf")
    assert refused.value.finding.id == said
    assert "файл.pdf" in sentence(refused.value.finding)


def test_a_paper_behind_a_password_is_refused() -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(pdf("receipt"))) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Refused) as refused:
        Pages(locked.getvalue(), "файл.pdf")
    assert refused.value.finding.id == "preview.locked"


def test_a_damaged_page_is_named() -> None:
    damaged = BytesIO()
    with pikepdf.open(BytesIO(pdf("preliminary"))) as opened:
        opened.pages[1].obj.Type = pikepdf.Name.Font
        opened.save(damaged)
    pages = Pages(damaged.getvalue(), "файл.pdf")
    pages.picture(0, 1)
    with pytest.raises(Refused) as refused:
        pages.picture(1, 1)
    assert refused.value.finding.id == "preview.damaged"
    assert "страница 2" in sentence(refused.value.finding)
    pages.close()


def test_the_page_of_a_place() -> None:
    assert [page_at([12, 100, 200], place) for place in (0, 12, 99, 100, 5000)] == [0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("typed", "payload"),
    [
        ("otbor:receipt:2026-8-0041:9f2c4e7a1b8d3056", "otbor:receipt:2026-8-0041:9f2c4e7a1b8d3056"),
        (" otbor:order:118-у:9f\n", "otbor:order:118-у:9f"),
        ("щеищкЖкусушзеЖ2026-8-0041Ж9а2с4у", "otbor:receipt:2026-8-0041:9f2c4e"),
        ("2026-8-0041", None),
        ("Иванова", None),
        ("", None),
    ],
)
def test_a_scanned_code_is_known_under_either_layout(typed: str, payload: str | None) -> None:
    assert payload_of(typed) == payload


def test_screen_and_printer_draw_at_once() -> None:
    alone = Pages(pdf("final"), "протокол")
    expected = [alone.picture(page, 1) for page in range(len(alone.sizes))]
    alone.close()

    def draw(_number: int) -> bool:
        pages = Pages(pdf("final"), "протокол")
        same = all(pages.picture(page, 1) == picture for page, picture in enumerate(expected))
        found = len(pages.find("протокол", Steps()))
        pages.close()
        return same and found > 0

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(draw, range(12)))
