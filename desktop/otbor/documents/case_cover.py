"""Обложка дела участника индивидуального отбора."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit import fonts
from otbor.documents.kit.flow import Section, Strip, gap, kept
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.statement import ruled
from otbor.documents.kit.text import Align, centred, paragraph
from otbor.wording.forms import Form, form

NAME = "case_cover"


@dataclass(frozen=True)
class CaseCover:
    """``sheets`` of the documents handed in; when the file is closed and how long it is kept is written by hand."""

    campaign: str
    applicant: str
    child: str
    born: date
    groups: tuple[str, ...]
    opened_on: date
    sheets: int


def render(data: CaseCover, issue: Issue, wording: Form | None = None) -> Paper:
    """The cover as a PDF, no signature. Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``)."""
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "applicant": data.applicant,
            "groups": data.groups,
        },
    )
    strips: list[Strip] = [*centred(issue.school, size=14), gap(130, keep=True)]
    strips += [*centred(words("kind"), face=fonts.BOLD, size=26), gap(4, keep=True)]
    strips += [*centred(words("subtitle"), size=14), gap(26, keep=True)]
    strips += [*centred(data.child, face=fonts.BOLD, size=20), gap(4, keep=True)]
    strips += [*centred(words("born", born=data.born), size=13), gap(22, keep=True)]
    strips += centred(data.campaign, size=13)
    strips += paragraph(words("groups"), size=13, align=Align.CENTRE, indent=0, keep=True, even=True)
    strips += [gap(70, keep=True)]
    for key, value in (
        ("opened", f"{data.opened_on:%d.%m.%Y}"),
        ("closed", ""),
        ("sheets", str(data.sheets)),
        ("kept_until", ""),
    ):
        strips += ruled(words(key), value, before=10, keep=True)
    return write(Draft(issue, words, words("title"), [Section(kept(strips))]))
