"""Ведомость вступительного испытания (п. 19): codes only, points in figures and in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otbor.documents.kit.flow import Section, gap
from otbor.documents.kit.meeting import Member
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import head, pair
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, form
from otbor.wording.numbers import in_words

NAME = "test_sheet"


@dataclass(frozen=True)
class Mark:
    """Points of one work; None with a ``note`` («не явился», «работа аннулирована») where there are none."""

    code: str
    points: Decimal | None
    note: str = ""


@dataclass(frozen=True)
class SheetOfTest:
    """The sheet of one test; ``sittings``: where and when each was held, in words; nothing in it names a child."""

    campaign: str
    subjects: tuple[str, ...]
    kind: str
    held_on: date
    sittings: tuple[str, ...]
    maximum: Decimal
    marks: tuple[Mark, ...]
    chair: Member
    markers: tuple[Member, ...]


def render(data: SheetOfTest, issue: Issue, wording: Form | None = None) -> Paper:
    """The sheet as a PDF; fields ``chair``, ``marker1``, ….

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "subjects": data.subjects,
            "sittings": data.sittings,
            "marks": data.marks,
            "markers": data.markers,
        },
    )
    body = head(issue, words)
    for key, value in (("subject", data.subjects), ("test", data.kind), ("held", data.held_on)):
        body += pair(words(f"label_{key}"), words("value", value=value))
    body += pair(words("label_sitting"), words("sittings")) + pair(words("label_maximum"), points(data.maximum))
    columns = [
        Column(words("list_no"), 14, Align.CENTRE),
        Column(words("code"), 34, Align.CENTRE),
        Column(words("figures"), 24, Align.CENTRE),
        Column(words("in_words")),
        Column(words("note"), 40),
    ]
    rows = (
        Row(
            (str(n), m.code, points(m.points), "—" if m.points is None else in_words(m.points), m.note),
            bold=frozenset({2}),
        )
        for n, m in enumerate(data.marks, 1)
    )
    body += [gap(6), *table(columns, rows)]
    worked = sum(m.points is not None for m in data.marks)
    body += paragraph(words("total", all=len(data.marks), worked=worked), indent=0, before=6)
    signers = [Signer(words("chair_of_subject"), data.chair.signed, "chair")]
    signers += [
        Signer(words("markers") if n == 1 else "", member.signed, f"marker{n}")
        for n, member in enumerate(data.markers, 1)
    ]
    strips = signed(body, signers, words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
