"""The visible mark: what the standard asks for, all of it inside the frame, a test certificate named as such."""

from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from otbor.documents.stamp import STAMP_HEIGHT, STAMP_WIDTH, StampFacts, draw_stamp
from otbor.domain.findings import Refused

SERIAL = "00F2148B5C33E5562692EE3408C95A3F2B1F74AF"
LONG_OWNER = "Константинопольский-Преображенский Александр-Максимилиан Святославович оглы"


def facts(owner: str = "Ёлкин Пётр", test: bool = False, signed_on: date = date(2026, 6, 19)) -> StampFacts:
    return StampFacts(owner, SERIAL, date(2026, 4, 1), date(2027, 4, 1), test=test, signed_on=signed_on)


def text_of(stamp: bytes) -> str:
    document = pypdfium2.PdfDocument(stamp)
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    return " ".join(text.split())


@pytest.mark.parametrize("owner", ["Ли Ян", "Ёлкин Пётр", LONG_OWNER])
@pytest.mark.parametrize("test", [True, False])
def test_the_mark_says_what_the_standard_asks_for(owner: str, test: bool) -> None:
    text = text_of(draw_stamp(facts(owner, test)))
    assert f"Сертификат: {SERIAL}" in text
    assert f"Владелец: {owner}" in text
    assert "Действителен: с 01.04.2026 по 01.04.2027" in text
    assert ("ТЕСТОВЫЙ СЕРТИФИКАТ" in text) is test
    assert ("Документ подписан электронной подписью" in text) is not test


@pytest.mark.parametrize(("width", "height"), [(STAMP_WIDTH, STAMP_HEIGHT), (204, 68), (150, 60), (260, 80)])
def test_nothing_touches_the_edge_but_the_frame(width: float, height: float) -> None:
    document = pypdfium2.PdfDocument(draw_stamp(facts(LONG_OWNER, test=True), width, height))
    page = document[0].get_textpage()
    for place in range(page.count_chars()):
        left, bottom, right, top = page.get_charbox(place)
        assert 1 < left <= right < width - 1
        assert 1 < bottom <= top < height - 1
    document.close()


def test_a_place_too_small_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        draw_stamp(facts(LONG_OWNER), 80, 30)
    assert caught.value.finding.id == "signing.stamp_too_small"


def test_an_unprintable_owner_is_refused_not_dropped() -> None:
    with pytest.raises(Refused) as caught:
        draw_stamp(facts("Иванов 🙂"))
    assert caught.value.finding.id == "paper.missing_glyph"


@pytest.mark.parametrize(
    ("signed_on", "standard"),
    [(date(2025, 8, 17), "ГОСТ Р 7.0.97-2016"), (date(2025, 8, 18), "ГОСТ Р 7.0.97-2025")],
)
def test_the_edition_of_the_standard_is_that_of_the_day(signed_on: date, standard: str) -> None:
    with pikepdf.open(BytesIO(draw_stamp(facts(signed_on=signed_on)))) as stamp:
        assert str(stamp.docinfo["/Keywords"]) == standard


def test_the_same_facts_give_the_same_bytes() -> None:
    assert draw_stamp(facts()) == draw_stamp(facts())
