"""The flow and the lines: nothing lost, nothing parted that belongs together, nothing wider than its column."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.documents import preliminary_protocol
from otbor.documents.kit import flow, fonts
from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.meeting import Member
from otbor.documents.kit.sheet import Sheet
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, balanced, break_lines, ended_once, fitted
from tests.documents import samples
from tests.documents.samples_more import made
from tests.documents.test_papers import page_texts

HEIGHT = flow.A4[1] - flow.TOP - flow.BOTTOM
LETTERS = st.text(st.sampled_from("абвГДЕ-ё№«»., 0123456789"), max_size=300)


def _nothing(sheet: Sheet, left: float, top: float) -> None:
    """Draws nothing."""


@st.composite
def strips(draw: st.DrawFn) -> list[Strip]:
    sizes = draw(st.lists(st.tuples(st.floats(1, 200), st.booleans(), st.booleans()), max_size=80))
    return [Strip(height, _nothing, keep=keep, gap=gap) for height, keep, gap in sizes]


@given(strips(), st.floats(0, 100))
def test_no_strip_is_lost_and_no_page_overflows(given_strips: list[Strip], reserve: float) -> None:
    pages = flow.pages(Section(given_strips), reserve)
    laid = [s for page in pages for s in page.strips if not s.gap]
    assert [id(s) for s in laid] == [id(s) for s in given_strips if not s.gap]
    for number, page in enumerate(pages):
        assert sum(s.height for s in page.strips) <= HEIGHT - (0 if number else reserve) + 0.01
        assert not (page.strips and page.strips[0].gap)


@given(st.lists(st.floats(10, 150), min_size=1, max_size=60), st.data())
def test_what_is_kept_stays_on_one_page(heights: list[float], data: st.DataObject) -> None:
    chain = data.draw(st.integers(1, 4))
    given_strips = [Strip(h, _nothing, keep=n % chain != chain - 1) for n, h in enumerate(heights)]
    page_of = {id(s): number for number, page in enumerate(flow.pages(Section(given_strips))) for s in page.strips}
    for strip, following in pairwise(given_strips):
        if strip.keep:
            assert page_of[id(strip)] == page_of[id(following)]


@given(LETTERS, st.floats(50, 300), st.floats(0, 30))  # room for a letter beside the indent
def test_lines_hold_the_whole_text_and_fit(text: str, width: float, indent: float) -> None:
    lines = break_lines(text, fonts.REGULAR, 12, width, indent)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for number, line in enumerate(lines):
        assert fonts.width(line, fonts.REGULAR, 12) <= width - (indent if number == 0 else 0) + 0.01


@given(LETTERS, st.floats(50, 300), st.floats(0, 30))  # room for a letter beside the indent
def test_a_squeezed_line_gives_up_no_more_than_its_spaces_may(text: str, width: float, indent: float) -> None:
    lines = break_lines(text, fonts.REGULAR, 12, width, indent, 0.5)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for number, line in enumerate(lines):
        room = width - (indent if number == 0 else 0)
        assert fonts.width(line, fonts.REGULAR, 12) <= room + 0.5 * line.count(" ") + 0.01


def test_a_centred_name_is_broken_at_its_hyphens_only_to_save_a_line() -> None:
    name = "Салтыков-Щедрин Константин-Александр Всеволодович"
    whole = fonts.width("Константин-Александр Всеволодович", fonts.BOLD, 20)
    assert balanced(name, fonts.BOLD, 20, whole + 1) == ("Салтыков-Щедрин", "Константин-Александр Всеволодович")
    assert "Александр" in balanced(name, fonts.BOLD, 20, whole - 60)[1]


@given(LETTERS, st.floats(40, 300))
def test_balanced_lines_hold_the_whole_text_and_fit(text: str, width: float) -> None:
    lines = balanced(text, fonts.BOLD, 12, width)
    assert "".join(lines).replace(" ", "").replace("\u00a0", "") == text.replace(" ", "")
    assert all(fonts.width(line, fonts.BOLD, 12) <= width + 0.01 for line in lines)
    assert len(lines) <= len(fitted(text, fonts.BOLD, 12, width))


def test_glued_words_too_wide_for_a_line_come_apart_and_are_not_cut() -> None:
    wide = fonts.width("Преображенская", fonts.REGULAR, 8)
    assert fitted("Н. В. Преображенская", fonts.REGULAR, 8, wide + 1) == ("Н. В.", "Преображенская")


def test_no_line_begins_with_a_dash() -> None:
    text = "Копия документа — заверенная копия, период 2024 – 2026, оригинал — у заявителя"
    for width in range(90, 300, 7):
        assert not any(line.startswith(("—", "–")) for line in fitted(text, fonts.REGULAR, 12, width))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("от Ивановой М. П..", "от Ивановой М. П."),
        ("задачи 4. .", "задачи 4."),
        ("Почему?.", "Почему?"),
        ("и так далее....", "и так далее..."),
        ("и так далее...", "и так далее..."),
        ("и так далее….", "и так далее…"),
        ("конец.\n. начало", "конец.\n. начало"),
    ],
)
def test_a_sentence_ends_once(text: str, expected: str) -> None:
    assert ended_once(text) == expected


def test_a_number_is_never_cut_at_its_hyphens() -> None:
    text = "Заявление 2026-8-0041 Салтыковой-Щедриной"
    for width in range(90, 240, 5):
        assert any("2026-8-0041" in line for line in break_lines(text, fonts.REGULAR, 12, width))


class Pen(Sheet):
    """Keeps where the lines of the upright titles and the vertical rules of a header come to lie."""

    def __init__(self) -> None:
        self.tables = {}
        self.rules: list[float] = []
        self.titles: list[tuple[float, float, float, str]] = []  # left, right, end, text
        self.turned: tuple[float, float] | None = None

    def text(self, x: float, y: float, text: str, face: str, size: float, stretch: float = 0) -> None:
        if self.turned:
            middle, bottom = self.turned
            end = bottom + x + fonts.width(text, face, size) + stretch
            self.titles.append((middle - y - 0.68 * size, middle - y + 0.22 * size, end, text))

    def lines(self, lines: Iterable[tuple[float, float, float, float]], thickness: float = 0.5) -> None:
        assert thickness
        self.rules += [x0 for x0, _, x1, _ in lines if x0 == x1]

    def write(self, operators: str) -> None:
        self.turned = None if operators == "Q" else (float(operators.split()[5]), float(operators.split()[6]))


SENTENCES = st.lists(st.text(st.sampled_from("абвгЖЩ-"), min_size=1, max_size=16), min_size=1, max_size=9).map(" ".join)


@given(st.lists(SENTENCES, min_size=1, max_size=12), st.sampled_from([8.0, 9.0, 10.0]))
def test_upright_titles_of_any_length_stay_in_their_columns_whole(titles: list[str], size: float) -> None:
    upright_titles_stand_whole(titles, 9, size)


@pytest.mark.parametrize(("wide", "letters"), [(6, 110), (6, 160), (9, 160), (9, 250)])
def test_an_endless_word_of_an_upright_title_is_set_small_and_whole(wide: float, letters: int) -> None:
    titles = ["Щ" * letters, "Математика", f"Участие в {'ж' * letters} и победы"]
    header = upright_titles_stand_whole(titles, wide, 9)
    assert header.height < flow.body_height(landscape=True)


def upright_titles_stand_whole(titles: list[str], wide: float, size: float) -> Strip:
    """The header of a table with these titles: each stands upright between the rules of its column, complete."""
    columns = [Column("Имя"), *(Column(title, wide, Align.CENTRE, upright=True) for title in titles)]
    header = table(columns, [Row(("",) * len(columns))], size=size, width=flow.body_width(landscape=True))[0]
    pen = Pen()
    header.draw(pen, 0, header.height)
    rules = sorted(pen.rules)
    for left, right, end, _ in pen.titles:
        assert sum(rule < left for rule in rules) == sum(rule < right for rule in rules)
        assert end <= header.height
    assert "".join(text for *_, text in pen.titles).replace(" ", "") == "".join(titles).replace(" ", "")
    return header


@pytest.mark.parametrize("count", [4, 12])
def test_upright_titles_of_an_ordinary_length_keep_the_header_low(count: int) -> None:
    title = "Вступительное испытание по первому предмету группы, часть 1"  # 59 letters
    columns = [Column("Имя"), *(Column(title, 9, upright=True) for _ in range(count))]
    header = table(columns, [Row(("",) * len(columns))], size=9)[0]
    assert header.height < 45 * flow.MM


def test_a_row_taller_than_a_page_is_carried_over() -> None:
    rows = [Row(("\n".join(f"строка {n}" for n in range(200)),)), Row(("конец",))]
    pages = flow.pages(Section(table([Column("Графа")], rows)))
    assert len(pages) > 2
    for page in pages:
        assert sum(s.height for s in page.strips) <= HEIGHT
        assert page.strips[0].repeat == ()  # the header, not a row


def test_a_commission_of_forty_signs_over_pages() -> None:
    data = samples.preliminary(3)
    many = tuple(Member(samples.name(n), f"И. И. Член-{n}", "учитель") for n in range(40))
    paper = made(
        preliminary_protocol, "1", date(2026, 6, 5), replace(data, meeting=replace(data.meeting, members=many))
    )
    found = " ".join(page_texts(paper.pdf))
    assert all(f"Член-{n}" in found for n in range(40))
