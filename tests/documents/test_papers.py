"""Every paper, short and long: PDF/A structure, page numbers, signatures, QR, the same bytes again."""

from collections.abc import Iterator
from functools import cache

import pypdfium2
import pytest
import zxingcpp

from otbor.documents.kit.paper import Paper
from tests.documents.samples import AUDIT
from tests.documents.samples_more import ALL


@cache
def paper(name: str) -> Paper:
    return ALL[name]()


def page_texts(pdf: bytes) -> list[str]:
    """Text of every page, unbreakable spaces as spaces, lines joined."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [" ".join(page.get_textpage().get_text_bounded().replace("\u00a0", " ").split()) for page in document]
    document.close()
    return texts


@pytest.mark.parametrize("name", ALL)
def test_same_bytes_again(name: str) -> None:
    assert ALL[name]().pdf == paper(name).pdf


@pytest.mark.parametrize("name", sorted(set(ALL) - {"receipts"}))
def test_pages_are_numbered_from_the_second(name: str) -> None:
    texts = page_texts(paper(name).pdf)
    assert len(texts) == paper(name).pages
    assert not texts[0].startswith("стр.")
    for number, text in enumerate(texts[1:], 2):
        assert text.startswith(f"стр. {number} из {len(texts)} ")


NOTES = (
    "Контрольная запись",
    AUDIT,
    "Регистрационный номер сохраните",
    "случае отказа",
    "Всего в приказе",
    "Апелляция о",
)


@pytest.mark.parametrize("name", sorted(set(ALL) - {"public", "public-long", "journal", "journal-long"}))
def test_a_signature_is_never_alone(name: str) -> None:
    """Above the first place for a signature stand at least two lines of the paper itself."""
    made = paper(name)
    first: dict[int, float] = {}
    for field in made.fields:
        first[field.page] = max(first.get(field.page, 0), field.rect[3])
    document = pypdfium2.PdfDocument(made.pdf)
    assert first
    page = min(first)
    found = document[page]
    above = found.get_textpage().get_text_bounded(bottom=first[page], top=found.get_height() - 20 * 72 / 25.4)
    document.close()
    lines = [line for line in above.strip().splitlines() if not any(note in line for note in NOTES)]
    assert len(lines) >= 2


@pytest.mark.parametrize("name", ALL)
def test_places_for_signatures_are_free_and_on_the_page(name: str) -> None:
    made = paper(name)
    assert len({f.name for f in made.fields}) == len(made.fields)
    document = pypdfium2.PdfDocument(made.pdf)
    for field in made.fields:
        page = document[field.page]
        left, bottom, right, top = field.rect
        assert right - left > 150
        assert top - bottom > 45
        assert left >= 30 * 72 / 25.4
        assert right <= page.get_width() - 10 * 72 / 25.4
        assert bottom >= 20 * 72 / 25.4 - 3
        assert page.get_textpage().get_text_bounded(left, bottom + 1, right, top).strip() == ""
    document.close()


@pytest.mark.parametrize("name", ALL)
def test_nothing_leaves_the_margins(name: str) -> None:
    document = pypdfium2.PdfDocument(paper(name).pdf)
    for page in document:
        for left, bottom, right, top in _boxes(page):
            assert left >= 30 * 72 / 25.4 - 1
            assert right <= page.get_width() - 10 * 72 / 25.4 + 1
            assert bottom >= 8 * 72 / 25.4
            assert top <= page.get_height() - 7 * 72 / 25.4
    document.close()


def _boxes(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    text = page.get_textpage()
    for number in range(text.count_rects()):
        yield text.get_rect(number)


@pytest.mark.parametrize("name", ["preliminary", "receipt", "journal", "order"])
def test_the_qr_is_read_back(name: str) -> None:
    document = pypdfium2.PdfDocument(paper(name).pdf)
    page = document[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    kind, module, number, print_of_data = code.text.split(":")
    assert (kind, len(print_of_data)) == ("otbor", 16)
    assert module in paper(name).form
    assert f"№ {number}" in page_texts(paper(name).pdf)[0]
    corner = code.position.bottom_right
    assert corner.x > page.get_width() * 2 * 0.9  # lower right corner of the first sheet
    assert corner.y > page.get_height() * 2 * 0.9
    document.close()


@pytest.mark.parametrize("name", ["journal-long", "order-long", "public-long"])
def test_the_header_of_a_table_is_repeated(name: str) -> None:
    title = "Место" if name == "public-long" else "Рег. №"
    texts = page_texts(paper(name).pdf)
    assert len(texts) > 5
    assert all(title in text[:250] for text in texts[1:-1])
