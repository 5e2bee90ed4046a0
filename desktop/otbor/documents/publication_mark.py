"""Отметка о публикации: which paper was put where, and when."""

from dataclasses import dataclass
from datetime import date, datetime

from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, pair, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, form
from otbor.wording.templates import said

NAME = "publication_mark"


@dataclass(frozen=True)
class Placed:
    """One place: «официальный сайт: https://…», «информационный стенд, 1 этаж»; ``at`` in local time."""

    where: str
    at: datetime


@dataclass(frozen=True)
class PublicationMark:
    """What was published: the paper's own title, date and fingerprint, by which the copy can be told; where, when."""

    campaign: str
    paper: str
    paper_dated: date
    fingerprint: str
    places: tuple[Placed, ...]
    keeper: str
    keeper_post: str


def render(data: PublicationMark, issue: Issue, wording: Form | None = None) -> Paper:
    """The mark as a PDF; field ``keeper``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "places": data.places,
        },
    )
    body = head(issue, words) + pair(words("label_campaign"), data.campaign) + pair(words("label_paper"), data.paper)
    body += pair(words("label_dated"), said(data.paper_dated)) + pair(words("label_fingerprint"), data.fingerprint)
    body += paragraph(words("text"), before=4, after=4, keep=True)
    columns = [
        Column(words("list_no"), 14, Align.CENTRE),
        Column(words("where")),
        Column(words("when"), 46, Align.CENTRE),
    ]
    body += table(columns, (Row((str(n), p.where, said(p.at))) for n, p in enumerate(data.places, 1)), size=11)
    body += small(words("note"))
    strips = signed(body, [Signer(data.keeper_post, data.keeper, "keeper")], words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
