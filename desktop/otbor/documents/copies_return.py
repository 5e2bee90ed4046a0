"""Акт возврата копий документов (п. 11): on the representative's own application."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.attached import Attached
from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, write
from otbor.documents.kit.requisites import head
from otbor.documents.kit.signatures import Signer, signatures, with_signatures
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, form
from otbor.wording.numbers import counted

NAME = "copies_return"


@dataclass(frozen=True)
class CopiesReturn:
    """``applied_on``: day of the application for the return; names of who signs as «И. О. Фамилия»."""

    campaign: str
    applicant: str
    child: str
    representative: str
    applied_on: date
    documents: tuple[Attached, ...]
    given_by: str
    given_by_post: str
    received_by: str


def render(data: CopiesReturn, issue: Issue, wording: Form | None = None) -> Paper:
    """The act as a PDF; fields ``member``, ``representative``. Raises :class:`Refused` (``paper.missing_glyph``)."""
    words = (wording or form(NAME)).words(
        {
            "number": issue.number,
            "date": issue.dated,
            "campaign": data.campaign,
            "applicant": data.applicant,
            "child": data.child,
            "representative": data.representative,
            "applied_on": data.applied_on,
        }
    )
    body = head(issue, words) + paragraph(words("text"), after=6, keep=True)
    columns = [
        Column(words("list_no"), 12, Align.CENTRE),
        Column(words("document")),
        Column(words("document_kind"), 52),
        Column(words("document_sheets"), 18, Align.CENTRE),
    ]
    body += table(columns, (Row((str(n), d.title, d.kind, str(d.sheets))) for n, d in enumerate(data.documents, 1)))
    total = words(
        "total",
        documents=counted(len(data.documents), "документ", "документа", "документов"),
        sheets=counted(sum(d.sheets for d in data.documents), "листе", "листах", "листах"),
    )
    body += paragraph(total, indent=0, before=4) + paragraph(words("claims"), indent=0, before=4)
    signers = [
        Signer(f"{words('given')}, {data.given_by_post}", data.given_by, "member"),
        Signer(words("received"), data.received_by, "representative"),
    ]
    block = signatures(signers, hint=words("signature_hint"), seal=words("seal"))
    return write(Draft(issue, words, words("title"), [Section(with_signatures(body, block))]))
