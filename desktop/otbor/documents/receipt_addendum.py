"""Дополнение к расписке (п. 11): documents handed in after the application was registered."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.attached import Attached, attached_table
from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, part
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.text import numbered, paragraph
from otbor.wording.forms import Form, form

NAME = "receipt_addendum"


@dataclass(frozen=True)
class ReceiptAddendum:
    """What came on one day after the receipt, and what is missing still; ``post`` of ``accepted_by``."""

    campaign: str
    applicant: str
    child: str
    representative: str
    received_on: date
    documents: tuple[Attached, ...]
    missing: tuple[str, ...]
    accepted_by: str
    post: str


def render(data: ReceiptAddendum, issue: Issue, wording: Form | None = None) -> Paper:
    """The addendum as a PDF; field ``member``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "applicant": data.applicant,
            "child": data.child,
            "representative": data.representative,
            "received_on": data.received_on,
            "attached": data.documents,
            "missing": data.missing,
        },
    )
    body = head(issue, words) + paragraph(words("received"), after=6, keep=True)
    body += attached_table(data.documents, words)
    if data.missing:
        body += part(words("missing_title")) + numbered(data.missing)
    else:
        body += paragraph(words("nothing_missing"), indent=0, before=4)
    signer = Signer(f"{words('accepted')}, {data.post}", data.accepted_by, "member")
    strips = signed(body, [signer], words, seal=True)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
