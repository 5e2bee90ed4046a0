"""Согласие на обработку персональных данных (п. 11; ст. 9 ФЗ № 152): a paper of its own, of parent and child."""

from dataclasses import dataclass

from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import part, small
from otbor.documents.kit.statement import fields, signed_by_family, statement_head
from otbor.documents.kit.text import numbered, paragraph
from otbor.wording.forms import Form, form

NAME = "processing_consent"


@dataclass(frozen=True)
class ProcessingConsent:
    """Who consents, for which child, to which operator; empty fields are filled by hand.

    Papers that prove identity and kinship are always filled by hand: the program keeps no such data.
    """

    campaign: str
    operator: str
    operator_address: str
    representative: str = ""
    representative_address: str = ""
    child: str = ""
    child_address: str = ""
    signed: str = ""


def render(data: ProcessingConsent, issue: Issue, wording: Form | None = None) -> Paper:
    """The consent as a PDF; field ``representative``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "operator": data.operator,
            "operator_address": data.operator_address,
        },
    )
    body = statement_head(issue, words)
    rows = (
        (words("label_representative"), data.representative),
        (words("label_representative_address"), data.representative_address),
        (words("label_identity"), ""),
        (words("label_child"), data.child),
        (words("label_child_address"), data.child_address),
        (words("label_kinship"), ""),
    )
    body += fields(rows, words) + small(words("by_hand")) + paragraph(words("consent"), before=6)
    for item in ("purpose", "data", "actions", "third", "term"):
        body += part(words(f"{item}_title"))
        lines = words(item).strip().splitlines()
        body += numbered(lines) if len(lines) > 1 else paragraph(lines[0])
    strips = signed_by_family(body, data.signed, words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
