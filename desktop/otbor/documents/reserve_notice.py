"""Уведомление о резервном списке: the place in it, or the offer of a seat that came free."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import head, part, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.statement import choice, ruled
from otbor.documents.kit.text import Align, numbered, paragraph
from otbor.wording.forms import Form, form

NAME = "reserve_notice"


@dataclass(frozen=True)
class Waiting:
    """The reserve list of one class: ``ahead`` how many stand before the child, ``equals`` how many beside it."""

    group: str
    seats: int
    place: int
    total: Decimal
    ahead: int
    equals: int = 0


@dataclass(frozen=True)
class OfferedSeat:
    """A freed seat offered to this family; no answer by ``answer_by`` means a refusal of it."""

    group: str
    answer_by: date


@dataclass(frozen=True)
class ReserveNotice:
    """``protocol`` of the final rating; at least one of ``waiting`` and ``offered`` is there."""

    campaign: str
    representative: str
    child: str
    applicant: str
    protocol: str
    waiting: tuple[Waiting, ...]
    director: str
    director_post: str
    offered: tuple[OfferedSeat, ...] = ()


def render(data: ReserveNotice, issue: Issue, wording: Form | None = None) -> Paper:
    """The notice as a PDF; field ``director``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "representative": data.representative,
            "child": data.child,
            "applicant": data.applicant,
            "protocol": data.protocol,
            "reserve": data.waiting,
            "seats_offered": data.offered,
        },
    )
    body = head(issue, words) + paragraph(words("addressee"), align=Align.LEFT, indent=0)
    body += paragraph(words("text"), before=6)
    if data.offered:
        body += part(words("offered_title" if len(data.offered) == 1 else "offered_several"))
    for number, seat in enumerate(data.offered):
        text = words("offered", group=seat.group, answer_by=seat.answer_by)
        body += paragraph(text, before=8 if number else 0, after=4, keep=True)  # each answer under its own seat
        body += choice(words("accept")) + choice(words("decline")) + ruled(words("answered"), width=60, before=4)
    if data.waiting:
        body += part(words("waiting_title"))
    for waiting in data.waiting:
        text = words(
            "waiting_shared" if waiting.equals else "waiting",
            group=waiting.group,
            seats=waiting.seats,
            place=waiting.place,
            total=points(waiting.total),
            ahead=waiting.ahead,
            equals=waiting.equals,
        )
        body += paragraph(f"–\u00a0{text}", align=Align.LEFT)
    further = [line for line in words("further").splitlines() if line.strip()]
    body += part(words("further_title")) + numbered(further) + small(words("note"))
    strips = signed(body, [Signer(data.director_post, data.director, "director")], words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
