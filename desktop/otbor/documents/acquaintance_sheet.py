"""Лист ознакомления с рейтингом (пп. 23, 27): one row a family, no child's name that another family would read."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, holding, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, form

NAME = "acquaintance_sheet"


@dataclass(frozen=True)
class Family:
    """One application; ``on`` the day of acquaintance (None: a blank to fill by hand), ``how`` when not in person."""

    number: str
    representative: str
    groups: tuple[str, ...]
    on: date | None = None
    how: str = ""


@dataclass(frozen=True)
class AcquaintanceSheet:
    """``final``: with the final rating (п. 27), else the preliminary (п. 23); ``protocol`` its date and number."""

    campaign: str
    final: bool
    protocol: str
    until: date
    appeal_days: int
    families: tuple[Family, ...]
    keeper: str
    keeper_post: str


def render(data: AcquaintanceSheet, issue: Issue, wording: Form | None = None) -> Paper:
    """The sheet as a PDF; field ``keeper``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "protocol": data.protocol,
            "until": data.until,
            "appeal_days": data.appeal_days,
            "families": data.families,
        },
    )
    stage = "final" if data.final else "preliminary"
    body = head(issue, words) + paragraph(words(f"intro_{stage}"), after=6, keep=True)
    columns = [
        Column(words("list_no"), 12, Align.CENTRE),
        Column(words("rating_number"), holding((f.number for f in data.families), 24, 10), Align.CENTRE),
        Column(words("groups"), 18, Align.CENTRE),
        Column(words("representative")),
        Column(words("on"), 27, Align.CENTRE),
        Column(words("signature"), 22),
        Column(words("how"), 25),
    ]
    rows = (
        Row((str(n), f.number, ", ".join(f.groups), f.representative, f"{f.on:%d.%m.%Y}" if f.on else "", "", f.how))
        for n, f in enumerate(data.families, 1)
    )
    body += table(columns, rows, least=10)
    strips = signed(body, [Signer(data.keeper_post, data.keeper, "keeper")], words, small(words(f"note_{stage}")))
    return write(Draft(issue, words, words(f"title_{stage}"), [Section(strips)]))
