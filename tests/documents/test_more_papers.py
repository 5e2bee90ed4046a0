"""The further papers, short and long: structure of PDF/A, page numbers, signatures, QR, what they say and must not."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from otbor.documents import (
    blocks,
    case_cover,
    html,
    notice,
    public_list,
    publication_mark,
)
from otbor.documents.kit.paper import Paper
from otbor.domain.findings import Refused
from otbor.wording.forms import form
from tests.documents import samples_commissions as commissions
from tests.documents import samples_forms as samples
from tests.documents.samples import issue, name
from tests.documents.samples_forms import ALL

MM = 72 / 25.4


@cache
def paper(name: str) -> Paper:
    return ALL[name]()


def page_texts(pdf: bytes) -> list[str]:
    """Text of every page, unbreakable spaces as spaces, lines joined."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [" ".join(page.get_textpage().get_text_bounded().replace("\u00a0", " ").split()) for page in document]
    document.close()
    return texts


def text(name: str) -> str:
    return " ".join(page_texts(paper(name).pdf)).replace("\ufffe", "-")


@pytest.mark.parametrize("name", ALL)
def test_is_pdfa_2b_and_the_same_again(name: str) -> None:
    made = paper(name)
    assert ALL[name]().pdf == made.pdf
    assert not re.search(rb"[^\n]endstream", made.pdf)
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "ru-RU"
        assert [intent.S for intent in pdf.Root.OutputIntents.as_list()] == ["/GTS_PDFA1"]
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"
            assert metadata["dc:title"] == made.title == str(pdf.docinfo.Title)
        assert made.form in str(pdf.docinfo.Keywords)
        for page in pdf.pages:
            assert all("/FontFile2" in font.FontDescriptor for font in page.Resources.Font.values())


@pytest.mark.parametrize("name", ALL)
def test_pages_are_numbered_and_nothing_leaves_the_margins(name: str) -> None:
    made = paper(name)
    texts = page_texts(made.pdf)
    assert len(texts) == made.pages
    assert all(t.startswith(f"стр. {n} из {made.pages} ") for n, t in enumerate(texts[1:], 2))
    document = pypdfium2.PdfDocument(made.pdf)
    for page in document:
        for left, bottom, right, top in _boxes(page):
            assert left >= 30 * MM - 1
            assert right <= page.get_width() - 10 * MM + 1
            assert bottom >= 8 * MM
            assert top <= page.get_height() - 7 * MM
    document.close()


def _boxes(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    found = page.get_textpage()
    for number in range(found.count_rects()):
        yield found.get_rect(number)


@pytest.mark.parametrize("name", ALL)
def test_places_for_signatures_are_free_and_never_alone(name: str) -> None:
    made = paper(name)
    assert len({f.name for f in made.fields}) == len(made.fields)
    document = pypdfium2.PdfDocument(made.pdf)
    for number, field in enumerate(made.fields):
        page = document[field.page]
        found = page.get_textpage()
        left, bottom, right, top = field.rect
        assert left >= 30 * MM
        assert right <= page.get_width() - 10 * MM
        assert found.get_text_bounded(left, bottom + 1, right, top).strip() == ""
        if number == 0:
            above = found.get_text_bounded(bottom=top, top=page.get_height() - 20 * MM)
            assert len(above.strip().splitlines()) >= 2
    document.close()


def test_an_application_fits_a_sheet_or_takes_its_documents_along_to_the_signature() -> None:
    assert paper("application").pages == 1
    last = page_texts(paper("application-long").pdf)[-1]
    assert "ознакомление подтверждаю" in last
    assert "Диплом" in last


@pytest.mark.parametrize("name", sorted({n.removesuffix("-long") for n in ALL} & ALL.keys()))
def test_the_qr_names_the_paper(name: str) -> None:
    document = pypdfium2.PdfDocument(paper(name).pdf)
    (code,) = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    document.close()
    _, module, _, print_of_data = code.text.split(":")
    assert module == paper(name).form.partition("/")[0]
    assert print_of_data in page_texts(paper(name).pdf)[0]


def test_the_blank_application_asks_for_all_of_paragraph_11() -> None:
    found = text("application-blank")
    for asked in (
        "Фамилия, имя, отчество (при наличии) ребёнка",
        "Дата рождения ребёнка",
        "Место рождения ребёнка",
        "Адрес места жительства ребёнка",
        "Фамилия, имя, отчество (при наличии) родителя (законного представителя) (1)",
        "Адрес места жительства родителя (законного представителя) (2)",
        "Контактный телефон родителя (законного представителя) (2)",
        "предметы для изучения на углублённом уровне либо профиль обучения",
    ):
        assert asked in found
    assert "паспорт" not in found.lower()


def test_a_filled_application_has_the_wishes_in_order() -> None:
    found = text("application-long")
    assert "1 8Ф, физико-математический математика, физика, информатика 2 8И" in found
    assert commissions.LONG in found
    assert "способ подачи: лично" in found
    for name_ in ("application", "application-long", "application-blank"):  # nobody signs under nothing
        assert "ознакомление подтверждаю" in page_texts(paper(name_).pdf)[-1]


def test_consents_are_papers_of_their_own() -> None:
    processing, publication = text("consent"), text("publication-consent")
    assert "на обработку моих персональных данных и персональных данных моего ребёнка" in processing
    assert "вписываются от руки и в программу не вносятся" in processing
    assert "Распространение неограниченному кругу лиц настоящим согласием не разрешается" in processing
    assert "согласие на распространение отмеченных ниже" in publication
    assert "на участие в отборе и его результат отказ не влияет" in publication


def test_an_inventory_counts_its_leaves_in_words() -> None:
    found = text("inventory-long")
    assert "Итого: 60 (шестьдесят) документов, 120 (сто двадцать) листов." in found
    assert " 119–120 " not in found.replace("118–120", "")
    assert "118–120" in found


@pytest.mark.parametrize(
    "name_", ["admitted", "attendance-codes-long", "subject-long", "destroyed-long", "report-long"]
)
def test_no_child_is_named_where_none_may_be(name_: str) -> None:
    found = text(name_)
    staff = {"Новиков", "Кузнецова", "Тихомиров-Волжский"}
    for number in range(35):
        surname = name(number).split()[0]
        assert surname in staff or not re.search(rf"\b{surname}\b", found), surname


@pytest.mark.parametrize("name_", ["attendance-codes-long", "subject-long"])
def test_a_sheet_of_codes_bears_no_registration_number(name_: str) -> None:
    assert not re.search(r"2026-8-\d", text(name_))
    assert "МА-0003" in text(name_)


def test_the_door_sees_names_and_no_codes() -> None:
    assert "МА-" not in text("attendance")
    assert "Ожидается участников: 12" in text("attendance")
    assert "каб. 302, 19.05.2026, резервный день" in text("attendance")


def test_the_register_of_codes_is_marked_secret() -> None:
    assert "Для служебного пользования Департамент" in text("codes")  # above the head of the paper
    assert "коды раскрыты" not in text("codes")
    assert "закрыта 20.05.2026; коды раскрыты" in text("codes-long")


def test_a_subject_protocol_measures_its_marks() -> None:
    found = text("subject")
    for line in ("Всего кодов в ведомости 6", "Оценено работ 5", "Наибольший балл 3", "Средний балл 1,90"):
        assert line in found


def test_an_expertise_sheet_names_the_documents() -> None:
    found = text("expertise")
    assert "10 физика: отметка 5 даёт 5 Выписка из ведомости итоговых отметок за 7 класс" in found
    assert "баллов за документы 14,5" in found
    assert "мероприятие не входит в перечень" in text("expertise-long")


def test_every_step_of_an_expertise_stands_beside_its_document() -> None:
    """Of eleven diplomas an inspector wants to see which one gave what."""
    found = text("expertise-long")
    for number in range(1, 11):
        step = f"16.2, олимпиада {number}, победитель, физика: 0,5"
        assert found.count(f"{step} {commissions.TITLES[number % 4]}") == 3, number


def test_every_room_has_a_sheet_that_says_what_it_is() -> None:
    pages = page_texts(paper("attendance").pdf)
    assert len(pages) == 2
    assert all("ЯВОЧНЫЙ ЛИСТ" in page and "№ 7" in page for page in pages)


@pytest.mark.parametrize(
    ("name", "lines"),
    [("application-blank", 1), ("consent-blank", 1), ("appeal-blank", 1), ("attendance", 4), ("application", 0)],
)
def test_who_is_not_named_has_a_line_to_write_the_name_on(name: str, lines: int) -> None:
    assert text(name).count("(инициалы, фамилия)") == lines


def test_no_sentence_ends_twice() -> None:
    """Data may end with a full stop or an exclamation of their own, and with a space after it."""
    assert "задачи 4." in text("appeal")
    assert [one for one in ALL if re.search(r"[.!?…] ?\.(?!\.)", text(one))] == []


def test_the_register_of_appeals_shows_what_is_late_and_what_moved() -> None:
    found = text("appeals-long")
    assert "21.05.2026 после срока" in found
    assert "удовлетворить: техническая ошибка; протокол от 22.05.2026 № 1 10 → 12" in found
    assert "Всего апелляций: 80; рассмотрено: 64; баллы изменены: 32." in found
    assert "Апелляций не поступало." in text("appeals-none")


def test_small_counts_are_words() -> None:
    assert " 25 62 менее 5 60 менее 5 скрыто 0 52 25 25" in text("report")


def test_large_print_is_large() -> None:
    with pikepdf.open(BytesIO(paper("large").pdf)) as pdf:
        sizes = [float(s) for page in pdf.pages for s in re.findall(rb" (\d+) Tf", page.Contents.read_bytes())]
    assert sizes
    assert min(sizes) in {7, 10}  # the line beside the QR, the number of a page
    assert sum(size >= 18 for size in sizes) > 0.9 * len(sizes)


def test_large_print_says_what_the_notice_says() -> None:
    data = commissions.noticed(3)
    plain = " ".join(page_texts(notice.render(data, issue("notice", "1", date(2026, 3, 2), data)).pdf))
    large = text("large-long")
    for said in ("1. Количество мест", "7. Иная информация", "Достижения п. 16.7 Порядка.", "каб. 112", "12.05.2026"):
        assert said in plain
        assert said in large


class _Outline(HTMLParser):
    """Tags in order, texts by tag, attributes of cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.scopes: list[str | None] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data))


def outline(source: str) -> _Outline:
    found = _Outline()
    found.feed(source)
    found.close()
    assert found.open == []
    return found


def test_the_page_of_the_public_list_can_be_read_aloud() -> None:
    data = commissions.listed(400)
    made = issue("public_list", "3", date(2026, 5, 20), data)
    source = html.page("Предварительный рейтинг", blocks.public_list_blocks(data, made, form(public_list.NAME)))
    found = outline(source)
    assert source.startswith('<!DOCTYPE html>\n<html lang="ru">')
    assert found.tags.count("h1") == 1
    assert found.tags.count("h2") == found.tags.count("caption") == 1
    assert found.scopes == ["col"] * 4 + ["row"] * 400
    assert [t for tag, t in found.texts if tag == "title"] == ["Предварительный рейтинг"]
    assert ("th", "2026-8-0399") in found.texts
    assert ("td", "не явился на испытание") in found.texts
    assert not {"script", "style", "img", "a"} & set(found.tags)


def test_the_fragment_of_the_notice_has_all_seven_items() -> None:
    data = commissions.noticed(2)
    made = issue("notice", "1", date(2026, 3, 2), data)
    source = html.fragment(blocks.notice_blocks(data, made, form(notice.NAME)))
    found = outline(source)
    assert source.startswith('<section lang="ru">\n<h2>')
    assert [t.split(".")[0] for tag, t in found.texts if tag == "h3"] == list("1234567")
    assert "h1" not in found.tags


HOSTILE = "<img src=x onerror=alert(1)> &nbsp; \u202eдерево </td><script>😀"


def test_hostile_text_is_harmless_on_the_page() -> None:
    grid = blocks.Grid(HOSTILE, (HOSTILE,), ((HOSTILE,),))
    source = html.page(HOSTILE, [blocks.Heading(HOSTILE, 1), blocks.Text(HOSTILE), blocks.Items((HOSTILE,)), grid])
    found = outline(source)
    assert not {"img", "script"} & set(found.tags)
    shown = HOSTILE.replace("\u202e", "")
    assert "".join(t for tag, t in found.texts if tag == "p") == shown
    assert "\u202e" not in source


def test_hostile_text_is_complete_on_paper() -> None:
    data = commissions.published(1)
    hostile = "<b>стенд</b> &nbsp; {number} \u202eэтаж"
    data = publication_mark.PublicationMark(
        **{**vars(data), "places": (publication_mark.Placed(hostile, data.places[0].at),)}
    )
    made = samples.made(publication_mark, data)()
    assert "<b>стенд</b> &nbsp; {number} этаж" in page_texts(made.pdf)[0]


def test_a_letter_that_the_font_lacks_is_named() -> None:
    with pytest.raises(Refused) as refusal:
        samples.made(case_cover, case_cover.CaseCover(**{**vars(samples.cover(1)), "child": "Ян 😀"}))()
    assert refusal.value.finding.id == "paper.missing_glyph"
