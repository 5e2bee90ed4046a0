"""Протокол приёмной комиссии: предварительный рейтинг (пп. 20–22), with its rating sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, zip_longest

from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.meeting import Meeting, Vote, closed
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import Counts, RatingSheet, SchemeChange, opening, rating_sections
from otbor.documents.kit.requisites import part
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "preliminary_protocol"


@dataclass(frozen=True)
class SharedPlace:
    """Equals of one group by registration number; ``left``: how many seats are left for them when the place lies across
    the last seat, None when it does not."""

    group: str
    place: int
    numbers: tuple[str, ...]
    left: int | None = None


@dataclass(frozen=True)
class PreliminaryProtocol:
    """``campaign`` «8 класс, 2026/2027 учебный год»; ``shared`` are the shared places, group by group.

    ``minimum``: each minimum of the local act in words; ``acquaintance_until`` ends the term of п. 23; ``appeal_days``
    is the term of п. 24 in working days; ``audit`` is the head of the audit chain; ``change``: another version of the
    local act than in the notice.
    """

    campaign: str
    meeting: Meeting
    speaker: str
    counts: tuple[Counts, ...]
    minimum: tuple[str, ...]
    ratings: tuple[RatingSheet, ...]
    shared: tuple[SharedPlace, ...]
    acquaintance_until: date
    appeal_days: int
    vote: Vote
    audit: str
    change: SchemeChange | None = None


def render(data: PreliminaryProtocol, issue: Issue, wording: Form | None = None) -> Paper:
    """The protocol as a PDF; fields ``chair``, ``secretary``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "minimum": data.minimum,
            "acquaintance_until": data.acquaintance_until,
            "appeal_days": data.appeal_days,
            "speaker": data.speaker,
            "counts": data.counts,
            "ratings": data.ratings,
            "shared": data.shared,
        },
    )
    body = opening(issue, data.meeting, data.counts, data.change, words)
    if data.shared:
        body += part(words("shared_title")) + _shared(data.shared, words)
    sections = [Section(closed(body, data.meeting, data.vote, data.audit, words))]
    sections += rating_sections(data.ratings, words)
    return write(Draft(issue, words, words("title"), sections))


def _shared(shared: Sequence[SharedPlace], words: Words) -> list[Strip]:
    """What shared places mean, and a table of them, two in a row; those across the last seat in bold and in words."""
    columns = [
        Column(words("rating_place"), 18, Align.CENTRE),
        Column(words("shared_numbers")),
        Column(words("rating_place"), 18, Align.CENTRE),
        Column(words("shared_numbers")),
    ]
    strips = paragraph(words("shared_intro"), after=4, keep=True) + table(columns, _shared_rows(shared), size=9)
    if across := tuple(s for s in shared if s.left is not None):
        strips += paragraph(words("shared_across", places=across), before=4)
    return strips


def _shared_rows(shared: Sequence[SharedPlace]) -> Iterator[Row]:
    for group, of_group in groupby(shared, key=lambda s: s.group):
        yield Row((group,), span=True)
        places = list(of_group)
        for left, right in zip_longest(places[::2], places[1::2]):
            pair = [s for s in (left, right) if s is not None]
            cells = [text for s in pair for text in (str(s.place), ", ".join(s.numbers))]
            bold = {2 * n + k for n, s in enumerate(pair) if s.left is not None for k in (0, 1)}
            yield Row((*cells, *[""] * (4 - len(cells))), bold=frozenset(bold))
