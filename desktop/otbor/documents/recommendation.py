"""Рекомендация приёмной комиссии руководителю о зачислении (п. 26)."""

from dataclasses import dataclass

from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.recommended import RecommendedGroup, recommended_tables
from otbor.documents.kit.requisites import head, heading
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.text import paragraph
from otbor.wording.forms import Form, form

NAME = "recommendation"


@dataclass(frozen=True)
class Recommendation:
    """``protocol`` of the final rating, by date and number; signed by chair and secretary («И. О. Фамилия»)."""

    campaign: str
    protocol: str
    groups: tuple[RecommendedGroup, ...]
    chair: str
    secretary: str


def render(data: Recommendation, issue: Issue, wording: Form | None = None) -> Paper:
    """The paper as a PDF; fields ``chair``, ``secretary``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "protocol": data.protocol,
            "count": sum(len(g.people) for g in data.groups),
            "groups": data.groups,
        },
    )
    body = head(issue, words) + heading(words("heading"))
    body += paragraph(words("text"), after=4, keep=True) + recommended_tables(data.groups, words)
    body += paragraph(words("total"), indent=0, before=8)
    signers = [Signer(words("chair"), data.chair, "chair"), Signer(words("secretary"), data.secretary, "secretary")]
    strips = signed(body, signers, words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
