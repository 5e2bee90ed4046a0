"""Отзыв заявления об участии в отборе: written by the representative; the blank names the application."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import small
from otbor.documents.kit.statement import choice, ruled, signed_by_family, statement_head
from otbor.documents.kit.text import paragraph
from otbor.wording.forms import Form, form

NAME = "withdrawal"


@dataclass(frozen=True)
class Withdrawal:
    """``reason`` and ``withdrawn_on`` as recorded; empty before the withdrawal: then they are filled by hand."""

    campaign: str
    applicant: str
    filed_on: date
    child: str
    representative: str
    signed: str
    reason: str = ""
    withdrawn_on: date | None = None


def render(data: Withdrawal, issue: Issue, wording: Form | None = None) -> Paper:
    """The application as a PDF; field ``representative``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "applicant": data.applicant,
            "filed_on": data.filed_on,
            "child": data.child,
        },
    )
    body = statement_head(issue, words, [words("sender", name=data.representative)]) + paragraph(words("text"))
    if data.reason:
        body += paragraph(words("reason", reason=data.reason), before=4)
    else:
        body += ruled(words("reason_by_hand"), width=120, before=8)
    body += paragraph(words("copies"), before=8, after=4, keep=True)
    body += choice(words("copies_wanted")) + choice(words("copies_not_wanted")) + small(words("note"))
    strips = signed_by_family(body, data.signed, words, data.withdrawn_on)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
