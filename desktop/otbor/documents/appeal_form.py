"""Апелляция (п. 24): the form that a family fills, and the one that shows what was filed."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import small
from otbor.documents.kit.statement import fields, ruled, signed_by_family, statement_head
from otbor.documents.kit.text import paragraph
from otbor.wording.forms import Form, form

NAME = "appeal_form"


@dataclass(frozen=True)
class AppealForm:
    """``test``, ``claim``, ``filed_on`` empty: to be filled by hand; ``days``: the term of п. 24 in working days."""

    campaign: str
    days: int
    applicant: str = ""
    child: str = ""
    representative: str = ""
    phone: str = ""
    signed: str = ""
    appeal: str = ""
    test: str = ""
    points: str = ""
    claim: str = ""
    filed_on: date | None = None


def render(data: AppealForm, issue: Issue, wording: Form | None = None) -> Paper:
    """The appeal as a PDF; field ``representative``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "appeal_days": data.days,
        },
    )
    body = statement_head(issue, words)
    if data.appeal:
        body += paragraph(words("registered", appeal=data.appeal, filed_on=data.filed_on), indent=0)
    else:
        body += ruled(words("registered_blank"), width=80)
    rows = (
        (words("label_representative"), data.representative),
        (words("label_phone"), data.phone),
        (words("label_child"), data.child),
        (words("label_applicant"), data.applicant),
        (words("label_test"), data.test),
        (words("label_points"), data.points),
    )
    body += paragraph(words("text"), before=4, after=4, keep=True) + fields(rows, words)
    if data.claim:
        body += paragraph(words("claim", claim=data.claim), before=6)
    else:
        body += paragraph(words("claim_blank"), indent=0, before=6, keep=True)
        for _ in range(5):
            body += ruled("", width=166, before=4)
    body += paragraph(words("presence"), before=6) + ruled(words("presence_choice"), width=70)
    body += small(words("note"))
    strips = signed_by_family(body, data.signed, words, data.filed_on)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
