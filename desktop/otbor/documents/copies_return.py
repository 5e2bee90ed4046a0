"""Акт возврата копий документов (п. 11): on the representative's own application."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.attached import Attached, attached_table
from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.text import paragraph
from otbor.wording.forms import Form, form

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
    """The act as a PDF; fields ``member``, ``representative``.

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
            "applied_on": data.applied_on,
            "attached": data.documents,
        },
    )
    body = head(issue, words) + paragraph(words("text"), after=6, keep=True)
    body += attached_table(data.documents, words) + paragraph(words("claims"), indent=0, before=4)
    signers = [
        Signer(f"{words('given')}, {data.given_by_post}", data.given_by, "member"),
        Signer(words("received"), data.received_by, "representative"),
    ]
    strips = signed(body, signers, words, seal=True)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
