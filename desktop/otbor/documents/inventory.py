"""Внутренняя опись документов дела участника отбора: every document, the leaves that it takes, totals in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.attached import Attached
from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, pair
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, form

NAME = "inventory"


@dataclass(frozen=True)
class Kept:
    """A document of the file and the day it came in."""

    document: Attached
    received_on: date


@dataclass(frozen=True)
class Inventory:
    """The documents in the order in which they lie; ``post`` of who compiled it («И. О. Фамилия»)."""

    campaign: str
    applicant: str
    child: str
    documents: tuple[Kept, ...]
    compiled_by: str
    post: str


def render(data: Inventory, issue: Issue, wording: Form | None = None) -> Paper:
    """The inventory as a PDF; field ``compiler``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "applicant": data.applicant,
            "attached": tuple(kept.document for kept in data.documents),
        },
    )
    body = head(issue, words) + pair(words("label_child"), data.child) + paragraph(words("intro"), indent=0, after=6)
    columns = [
        Column(words("list_no"), 12, Align.CENTRE),
        Column(words("document")),
        Column(words("document_kind"), 44),
        Column(words("received"), 24, Align.CENTRE),
        Column(words("document_sheets"), 17, Align.CENTRE),
        Column(words("leaves"), 18, Align.CENTRE),
    ]
    body += table(columns, _rows(data.documents))
    total = words("total", documents=len(data.documents), sheets=sum(kept.document.sheets for kept in data.documents))
    body += paragraph(total, indent=0, before=6)
    signers = [Signer(f"{words('compiled')}, {data.post}", data.compiled_by, "compiler")]
    strips = signed(body, signers, words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))


def _rows(documents: Sequence[Kept]) -> Iterator[Row]:
    leaf = 1
    for number, kept in enumerate(documents, 1):
        last = leaf + kept.document.sheets - 1
        leaves = str(leaf) if last <= leaf else f"{leaf}–{last}"
        document = kept.document
        yield Row(
            (str(number), document.title, document.kind, f"{kept.received_on:%d.%m.%Y}", str(document.sheets), leaves)
        )
        leaf = last + 1
