"""Whatever stands in a text field of any paper comes out as plain letters, whole, or is refused by name.

Generic over the preview samples: every text of a paper's data and of its requisites is replaced. Which texts a paper
prints is found with harmless words first; of the hostile ones the same must be there, to the last letter.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from itertools import count
from typing import Any, Literal, get_origin, get_type_hints

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from otbor.documents.kit.flow import BOTTOM, LEFT, RIGHT, TOP
from otbor.documents.kit.paper import Issue, Paper
from otbor.documents.kit.signatures import Signer, signatures
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.samples import sample, sample_issue
from otbor.domain.findings import Refused
from otbor.wording.findings import sentence
from otbor.wording.forms import Form, form
from tests.documents.test_references import PAPERS, STANDARD

CODES = {"Registered.outcome", "Issue.qr", "Issue.standard"}  # what the program says, no text that people type

EMOJI = "Текст 😀"
MANY = 20_000
LETTER = "Ѫ"  # in no wording of ours
UNBROKEN = 300
UPRIGHT = {"RatingSheet.components", "RatingSheet.keys", "ExaminedGroup.criteria"}  # across a column of 9 mm
UNBROKEN_UPRIGHT = 100  # more than that does not fit into a header and is refused
SLACK = 1.5  # points that a letter may reach over its line: spacing of the glyph, a turn of a quarter

Replace = Callable[[str, str], str]  # the name of the field, what stood there


def replaced(value: Any, by: Replace, where: str = "") -> Any:
    """``value`` with every text of its fields replaced; a wording and what is chosen from a few words stay."""
    if isinstance(value, tuple):
        return tuple(replaced(part, by, where) for part in value)
    if type(value) is str:
        return value if where in CODES else by(where, value)
    if not is_dataclass(value) or isinstance(value, Form | type):
        return value
    kind, hints = type(value), get_type_hints(type(value))
    return kind(
        **{
            f.name: old if get_origin(hints[f.name]) is Literal else replaced(old, by, f"{kind.__name__}.{f.name}")
            for f in fields(kind)
            for old in [getattr(value, f.name)]
        }
    )


def drawn(name: str, by: Replace) -> Paper:
    """The preview sample of a paper with its texts replaced."""
    kind = import_module(f"otbor.documents.{name}")
    made: Paper = kind.render(replaced(sample(kind), by), replaced(issue(), by))
    return made


def issue() -> Issue:
    """Requisites, all of them given."""
    made = sample_issue(STANDARD)
    return Issue(**{**vars(made), "founder": "Учредитель", "contacts": "Телефон", "repeated": True})


def letters(pdf: bytes) -> str:
    """All that is written, without spaces."""
    document = pypdfium2.PdfDocument(pdf)
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    return text.replace("\ufffe", "-")


HOSTILE: dict[str, tuple[Callable[[int], str], Callable[[int], str]]] = {  # as typed; words as printed
    "markup": (
        lambda n: f'<img src="/{n}"> <b>{n} &nbsp;{n};',
        lambda n: f'<img src="/{n}"> <b>{n} &nbsp;{n};',
    ),
    "a placeholder and the end of a string of PDF": (
        lambda n: f"{{n{n}}} {{{{7*{n}}}}} \\){n} ({n}\\101",
        lambda n: f"{{n{n}}} {{{{7*{n}}}}} \\){n} ({n}\\101",
    ),
    "marks of direction and signs of control": (
        lambda n: f"\u202eи\u200f{n}\u2069\u061c! \x00и\x1b[{n}\x07\ufeff!",
        lambda n: f"и{n}! и[{n}!",
    ),
}


def only(number: int, text: str) -> Replace:
    """``text`` instead of the text of that number, the others as they are."""
    numbers = count(1)
    return lambda _where, old: text if next(numbers) == number else old


@cache
def printed(name: str) -> tuple[frozenset[int], int]:
    """Numbers of the texts that the paper prints, and how many texts it has."""
    numbers = count(1)
    found = letters(drawn(name, lambda _where, _old: f"Слово{next(numbers)}я").pdf)
    last = next(numbers) - 1
    return frozenset(n for n in range(1, last + 1) if f"Слово{n}я" in found), last


def test_nearly_every_text_is_printed() -> None:
    """Else the other tests would prove nothing."""
    there, all_of = (sum(numbers) for numbers in zip(*((len(p), n) for p, n in map(printed, PAPERS)), strict=True))
    assert all_of > 500
    assert there > 0.9 * all_of  # what is left: forms without a head, lists without names


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", PAPERS)
def test_hostile_text_is_only_text_and_whole(name: str, kind: str) -> None:
    typed, shown = HOSTILE[kind]
    numbers = count(1)
    made = drawn(name, lambda _where, _old: typed(next(numbers)))
    found = letters(made.pdf)
    expected, _ = printed(name)
    assert [word for n in sorted(expected) for word in shown(n).split() if word not in found] == []
    assert not {char for char in found if unicodedata.category(char) in {"Cc", "Cf"}}
    with pikepdf.open(BytesIO(made.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == str(pdf.docinfo.Title) == made.title
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(pdf.Root.keys())
        for page in pdf.pages:
            assert "/Annots" not in page.obj
            assert set(page.Resources.keys()) <= {"/Font", "/ProcSet"}


@pytest.mark.parametrize("name", PAPERS)
def test_twenty_thousand_letters_are_all_there(name: str) -> None:
    """In the longest text of the paper's own, without a space to break at."""
    lengths: list[int] = []

    def listen(where: str, old: str) -> str:
        lengths.append(0 if where.startswith("Issue.") else len(old))
        return old

    drawn(name, listen)
    expected, _ = printed(name)
    longest = max(expected, key=lambda number: lengths[number - 1])
    found = letters(drawn(name, only(longest, LETTER * MANY)).pdf).count(LETTER)
    assert found >= MANY
    assert found % MANY == 0  # some texts stand more than once


def boxes(pdf: bytes) -> list[tuple[bool, str]]:
    """Of every LETTER: whether it stands within the margins of its page, and where it stands."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for number, page in enumerate(document, 1):
        (width, height), text = page.get_size(), page.get_textpage()
        for index in range(text.count_chars()):
            if pdfium.FPDFText_GetUnicode(text.raw, index) == ord(LETTER):
                left, bottom, right, top = text.get_charbox(index)
                across = left >= LEFT - SLACK and right <= width - RIGHT + SLACK
                inside = across and bottom >= BOTTOM - SLACK and top <= height - TOP + SLACK
                found.append((inside, f"page {number}: {left:.0f}, {bottom:.0f}"))
    document.close()
    return found


@pytest.mark.parametrize("name", PAPERS)
def test_three_hundred_unbroken_letters_stay_within_the_margins(name: str) -> None:
    """In every text of the paper at once."""
    lengths: list[int] = []

    def long(where: str, _old: str) -> str:
        lengths.append(UNBROKEN_UPRIGHT if where in UPRIGHT else UNBROKEN)
        return f"{LETTER * lengths[-1]}{len(lengths)}"  # two alike would be said once

    found = boxes(drawn(name, long).pdf)
    expected, _ = printed(name)
    assert [place for inside, place in found if not inside] == []
    assert len(found) >= sum(lengths[number - 1] for number in expected)
    assert len(found) % UNBROKEN_UPRIGHT == 0  # some texts stand more than once, none in part


@pytest.mark.parametrize("name", PAPERS)
def test_a_number_alone_too_long_for_its_line_or_column_stays_within_the_margins(name: str) -> None:
    """The other texts as they are: a column takes what it needs only up to a limit."""

    def long(where: str, old: str) -> str:
        return LETTER * UNBROKEN if where.endswith((".number", ".applicant")) else old

    found = boxes(drawn(name, long).pdf)
    assert [place for inside, place in found if not inside] == []
    assert len(found) % UNBROKEN == 0


@pytest.mark.parametrize("part", ["post", "name"])
def test_a_signature_taller_than_a_page_is_refused_by_its_beginning(part: str) -> None:
    signer = Signer(**{"post": "Директор", "name": "И. О. Ясная", part: f"Начало{LETTER * MANY}"})
    with pytest.raises(Refused) as refused:
        signatures([signer], form("receipt").words())
    assert refused.value.finding.id == "paper.text_too_long"
    assert "«НачалоѪѪ" in sentence(refused.value.finding)


@pytest.mark.parametrize("upright", [True, False])
def test_a_title_taller_than_a_page_is_refused_by_its_beginning(*, upright: bool) -> None:
    with pytest.raises(Refused) as refused:
        table([Column(f"Начало{LETTER * MANY}", 24, upright=upright), Column("Имя")], [Row(("1", "2"))])
    assert refused.value.finding.id == "paper.text_too_long"
    assert "«НачалоѪѪ" in sentence(refused.value.finding)


@pytest.mark.parametrize("name", PAPERS)
def test_a_letter_that_the_font_lacks_is_named_wherever_it_stands(name: str) -> None:
    expected, _ = printed(name)
    for number in sorted(expected):
        with pytest.raises(Refused) as refused:
            drawn(name, only(number, EMOJI))
        assert refused.value.finding.id == "paper.missing_glyph"
        said = sentence(refused.value.finding)
        assert "U+1F600 (GRINNING FACE)" in said
        assert "😀" in said
