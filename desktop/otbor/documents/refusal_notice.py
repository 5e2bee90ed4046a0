"""Уведомление об отказе в зачислении: place, reason, what the family may do next."""

from dataclasses import dataclass
from decimal import Decimal

from otbor.documents.kit.flow import Section
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import head, part
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.text import Align, numbered, paragraph
from otbor.wording.forms import Form, form

NAME = "refusal_notice"


@dataclass(frozen=True)
class Outcome:
    """What came out in one group: ``place`` empty when not rated; ``reason`` in words."""

    group: str
    seats: int
    place: int | None
    total: Decimal | None
    reason: str


@dataclass(frozen=True)
class RefusalNotice:
    """``protocol`` of the final rating; ``further`` says what the family may do, one sentence each."""

    campaign: str
    representative: str
    child: str
    applicant: str
    protocol: str
    outcomes: tuple[Outcome, ...]
    further: tuple[str, ...]
    director: str
    director_post: str


def render(data: RefusalNotice, issue: Issue, wording: Form | None = None) -> Paper:
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
            "outcomes": data.outcomes,
            "further": data.further,
        },
    )
    body = head(issue, words) + paragraph(words("addressee"), align=Align.LEFT, indent=0)
    body += paragraph(words("text"), before=6, keep=True)
    for outcome in data.outcomes:
        key = "outcome" if outcome.place is not None else "outcome_unrated"
        text = words(
            key,
            group=outcome.group,
            seats=outcome.seats,
            place=outcome.place,
            total=points(outcome.total),
            reason=outcome.reason,
        )
        body += paragraph(f"–\u00a0{text}", align=Align.LEFT)
    body += part(words("further_title")) + numbered((*data.further, words("copies")))
    strips = signed(body, [Signer(data.director_post, data.director, "director")], words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
