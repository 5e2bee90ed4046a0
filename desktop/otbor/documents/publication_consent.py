"""Согласие на распространение персональных данных (ст. 10.1 ФЗ № 152): the results by name; separate from any other."""

from dataclasses import dataclass

from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import part, small
from otbor.documents.kit.statement import choice, fields, ruled, signed_by_family, statement_head
from otbor.documents.kit.text import paragraph
from otbor.wording.forms import Form, form

NAME = "publication_consent"


@dataclass(frozen=True)
class PublicationConsent:
    """Who consents and for which child; empty fields and every choice are filled by hand."""

    campaign: str
    operator: str
    operator_address: str
    representative: str = ""
    contacts: str = ""
    child: str = ""
    signed: str = ""


def render(data: PublicationConsent, issue: Issue, wording: Form | None = None) -> Paper:
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
    rows = (
        (words("label_representative"), data.representative),
        (words("label_contacts"), data.contacts),
        (words("label_child"), data.child),
    )
    body = statement_head(issue, words) + fields(rows, words)
    body += paragraph(words("consent"), before=6)
    body += part(words("where_title")) + ruled(words("where"), width=120, before=2)
    for item in ("data", "conditions"):
        body += part(words(f"{item}_title"))
        body += [strip for line in words(item).strip().splitlines() for strip in choice(line)]
    body += part(words("term_title")) + paragraph(words("term")) + small(words("note"))
    strips = signed_by_family(body, data.signed, words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
