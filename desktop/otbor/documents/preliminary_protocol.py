"""Протокол приёмной комиссии: предварительный рейтинг (пп. 20–22), with its rating sheets."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.meeting import Meeting, Vote, items, meeting_signatures, present, voted
from otbor.documents.kit.paper import Draft, Issue, Paper, write
from otbor.documents.kit.rating import Counts, RatingSheet, counts_table, rating_section
from otbor.documents.kit.requisites import head, heading, part, small
from otbor.documents.kit.signatures import with_signatures
from otbor.documents.kit.text import numbered, paragraph
from otbor.wording.forms import Form, form
from otbor.wording.numbers import within_working_days

NAME = "preliminary_protocol"


@dataclass(frozen=True)
class PreliminaryProtocol:
    """``campaign`` «8 класс, 2026/2027 учебный год»; ``shared`` says each shared place left to the commission;

    ``acquaintance_until`` ends the term of п. 23; ``appeal_days`` is the term of п. 24 in working days; ``audit`` is
    the head of the audit chain.
    """

    campaign: str
    meeting: Meeting
    speaker: str
    counts: tuple[Counts, ...]
    minimum: str
    ratings: tuple[RatingSheet, ...]
    shared: tuple[str, ...]
    acquaintance_until: date
    appeal_days: int
    vote: Vote
    audit: str


def render(data: PreliminaryProtocol, issue: Issue, wording: Form | None = None) -> Paper:
    """The protocol as a PDF; fields ``chair``, ``secretary``. Raises :class:`Refused` (``paper.missing_glyph``)."""
    words = (wording or form(NAME)).words(
        {
            "number": issue.number,
            "date": issue.dated,
            "campaign": data.campaign,
            "minimum": data.minimum,
            "acquaintance_until": data.acquaintance_until,
            "appeal_term": within_working_days(data.appeal_days),
            "speaker": data.speaker,
        }
    )
    body: list[Strip] = head(issue, words) + heading(words("heading"))
    body += present(data.meeting, words)
    body += items(words("agenda_title"), words("agenda"))
    body += items(words("heard_title"), words("heard"))
    body += paragraph(words("counts_intro"), before=4, after=4, keep=True)
    body += counts_table(data.counts, words)
    if data.shared:
        body += part(words("shared_title")) + numbered(data.shared)
    body += items(words("decided_title"), words("decided"))
    body += voted(data.vote, words) + small(words("audit", audit=data.audit))
    sections = [Section(with_signatures(body, meeting_signatures(data.meeting, words)))]
    for number, sheet in enumerate(data.ratings, 1):
        sections.append(rating_section(sheet, words, words("appendix", appendix=number)))
    return write(Draft(issue, words, words("title"), sections))
