"""Лист «Копия верна»: who compared which copy with its original, and when (реквизит 26 ГОСТ Р 7.0.97)."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, pair
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, form

NAME = "true_copy"


@dataclass(frozen=True)
class Compared:
    """A copy compared with its original by a member («И. О. Фамилия»)."""

    title: str
    sheets: int
    compared_by: str
    compared_on: date


@dataclass(frozen=True)
class Comparer:
    """Who compared, «И. О. Фамилия», and the post."""

    signed: str
    post: str


@dataclass(frozen=True)
class TrueCopy:
    """Copies of one application; ``comparers`` in the order of signing."""

    campaign: str
    applicant: str
    child: str
    copies: tuple[Compared, ...]
    comparers: tuple[Comparer, ...]


def render(data: TrueCopy, issue: Issue, wording: Form | None = None) -> Paper:
    """The sheet as a PDF; fields ``member1``, ….

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "applicant": data.applicant,
            "copies": data.copies,
            "comparers": data.comparers,
        },
    )
    body = head(issue, words) + pair(words("label_child"), data.child) + paragraph(words("text"), after=6, keep=True)
    columns = [
        Column(words("list_no"), 12, Align.CENTRE),
        Column(words("document")),
        Column(words("document_sheets"), 18, Align.CENTRE),
        Column(words("compared_by"), 46),
        Column(words("compared_on"), 26, Align.CENTRE),
    ]
    rows = (
        Row((str(n), c.title, str(c.sheets), c.compared_by, f"{c.compared_on:%d.%m.%Y}"))
        for n, c in enumerate(data.copies, 1)
    )
    body += table(columns, rows)
    total = words("total", count=len(data.copies), sheets=sum(c.sheets for c in data.copies))
    body += paragraph(total, indent=0, before=4)
    signers = [
        Signer(f"{words('true')} {one.post}", one.signed, f"member{n}") for n, one in enumerate(data.comparers, 1)
    ]
    strips = signed(body, signers, words, seal=True)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
