"""Приказ о создании комиссий (п. 12): приёмная, предметные, конфликтная."""

from collections.abc import Sequence
from dataclasses import dataclass

from otbor.documents.kit.flow import Section, Strip, gap
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, heading, ordering
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, numbered, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "commission_order"


@dataclass(frozen=True)
class Seat:
    """A member: role («председатель»), full name, post or whom one represents."""

    role: str
    name: str
    post: str


@dataclass(frozen=True)
class Commission:
    """``title`` as the order writes it: «приёмная комиссия», «предметная комиссия (физика)»."""

    title: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class CommissionOrder:
    """``basis`` as in the order of enrolment; ``duties`` are the further points of the order, without numbers."""

    campaign: str
    basis: tuple[str, ...]
    commissions: tuple[Commission, ...]
    duties: tuple[str, ...]
    director: str
    director_post: str


def render(data: CommissionOrder, issue: Issue, wording: Form | None = None) -> Paper:
    """The order as a PDF; field ``director``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "basis": data.basis,
            "commissions": data.commissions,
            "duties": data.duties,
        },
    )
    body: list[Strip] = head(issue, words) + heading(words("heading")) + ordering(data.basis, words)
    body += paragraph(words("create_all"), keep=True)
    for number, commission in enumerate(data.commissions, 1):
        body += paragraph(words("create", point=number, commission=commission.title), before=6, after=4, keep=True)
        body += seated(commission.seats, words)
    body += [gap(8, keep=True), *numbered((*data.duties, words("control")), first=2)]
    strips = signed(body, [Signer(data.director_post, data.director, "director")], words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))


def seated(seats: Sequence[Seat], words: Words) -> list[Strip]:
    """The table of members."""
    columns = [
        Column(words("column_role"), 38),
        Column(words("rating_name"), 66),
        Column(words("column_post"), align=Align.LEFT),
    ]
    return table(columns, (Row((s.role, s.name, s.post)) for s in seats), size=11)
