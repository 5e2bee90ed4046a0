"""Приказ об изменении состава комиссий (п. 12): кто выводится, кто вводится, состав с этого дня."""

from dataclasses import dataclass

from otbor.documents.commission_order import Seat, seated
from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, heading, ordering
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import paragraph
from otbor.wording.forms import Form, Words, form

NAME = "commission_change"


@dataclass(frozen=True)
class Altered:
    """A member who stays in another role or post: «член комиссии, учитель» before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """A commission: why it changes, who leaves, who joins, who stays otherwise, and its ``seats`` from then on."""

    title: str
    reason: str
    left: tuple[Seat, ...]
    joined: tuple[Seat, ...]
    altered: tuple[Altered, ...]
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class CommissionChange:
    """``order``: the order that created the commissions, «от 16.03.2026 № 12-од»; ``basis`` as in that one."""

    campaign: str
    basis: tuple[str, ...]
    order: str
    commissions: tuple[Changed, ...]
    director: str
    director_post: str


def render(data: CommissionChange, issue: Issue, wording: Form | None = None) -> Paper:
    """The order as a PDF; field ``director``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {"order": data.order, "basis": data.basis, "commissions": data.commissions},
    )
    body: list[Strip] = head(issue, words) + heading(words("heading")) + ordering(data.basis, words)
    body += paragraph(words("change_all"), keep=True)
    for number, commission in enumerate(data.commissions, 1):
        body += _changed(number, commission, words)
    body += paragraph(words("rest"), before=8) + paragraph(words("control"))
    strips = signed(body, [Signer(data.director_post, data.director, "director")], words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))


def _changed(number: int, commission: Changed, words: Words) -> list[Strip]:
    told = words("change", point=number, commission=commission.title, reason=commission.reason)
    strips = paragraph(told, before=6, keep=True)
    for key, seats in (("left", commission.left), ("joined", commission.joined)):
        if seats:
            strips += paragraph(words(key), before=4, after=4, keep=True) + seated(seats, words)
    if commission.altered:
        columns = [Column(words("rating_name"), 60), Column(words("column_before"), 55), Column(words("column_after"))]
        rows = (Row((one.name, one.before, one.after)) for one in commission.altered)
        strips += paragraph(words("altered"), before=4, after=4, keep=True) + table(columns, rows, size=11)
    return strips + paragraph(words("seats"), before=4, after=4, keep=True) + seated(commission.seats, words)
