"""Заявление о возврате копий документов (п. 11): the representative's own; the act on it is a paper of its own."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.attached import Attached
from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import small
from otbor.documents.kit.statement import signed_by_family, statement_head
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, form

NAME = "copies_request"


@dataclass(frozen=True)
class CopiesRequest:
    """``applied_on`` when the return has been asked for, None: the date is filled by hand."""

    campaign: str
    applicant: str
    child: str
    representative: str
    signed: str
    documents: tuple[Attached, ...]
    applied_on: date | None = None


def render(data: CopiesRequest, issue: Issue, wording: Form | None = None) -> Paper:
    """The application as a PDF; field ``representative``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "applicant": data.applicant,
            "child": data.child,
            "attached": data.documents,
        },
    )
    body = statement_head(issue, words, [words("sender", name=data.representative)])
    body += paragraph(words("text"), after=6, keep=True)
    columns = [
        Column(words("list_no"), 12, Align.CENTRE),
        Column(words("document")),
        Column(words("document_sheets"), 20, Align.CENTRE),
    ]
    rows = (Row((str(n), d.title, str(d.sheets))) for n, d in enumerate(data.documents, 1))
    body += table(columns, rows, least=7) + small(words("note"))
    strips = signed_by_family(body, data.signed, words, data.applied_on)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
