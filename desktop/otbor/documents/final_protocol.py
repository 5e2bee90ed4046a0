"""Протокол приёмной комиссии: итоговый рейтинг и рекомендация (п. 26), what moved and by which decision."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.meeting import Meeting, Vote, closed
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import Counts, RatingSheet, SchemeChange, opening, points, rating_sections
from otbor.documents.kit.recommended import RecommendedGroup, recommended_section
from otbor.documents.kit.requisites import part
from otbor.documents.kit.tables import Column, Row, holding, table
from otbor.documents.kit.text import Align, numbered, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "final_protocol"


@dataclass(frozen=True)
class Moved:
    """A participant whose points or place changed against the preliminary rating; ``decision`` is why."""

    group: str
    number: str
    name: str
    total_before: Decimal | None
    total_after: Decimal | None
    place_before: str
    place_after: str
    decision: str


@dataclass(frozen=True)
class Anew:
    """The rating takes the place of one that the protocol ``replaced`` had approved."""

    replaced: str
    reason: str


@dataclass(frozen=True)
class FinalProtocol:
    """``preliminary`` names the protocol of that rating; ``ties`` are the recorded decisions on shared places;
    ``change``: another version of the local act than in the rating before; ``anew``: why it is made a second time."""

    campaign: str
    meeting: Meeting
    speaker: str
    preliminary: str
    counts: tuple[Counts, ...]
    moved: tuple[Moved, ...]
    ties: tuple[str, ...]
    ratings: tuple[RatingSheet, ...]
    recommended: tuple[RecommendedGroup, ...]
    acquaintance_until: date
    vote: Vote
    audit: str
    change: SchemeChange | None = None
    anew: Anew | None = None


def render(data: FinalProtocol, issue: Issue, wording: Form | None = None) -> Paper:
    """The protocol as a PDF; fields ``chair``, ``secretary``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "preliminary": data.preliminary,
            "acquaintance_until": data.acquaintance_until,
            "speaker": data.speaker,
            "counts": data.counts,
            "moved": data.moved,
            "ties": data.ties,
            "ratings": data.ratings,
            "recommended": data.recommended,
        },
    )
    body = opening(issue, data.meeting, data.counts, data.change, words)
    if data.anew is not None:
        body += paragraph(words("anew", replaced=data.anew.replaced, reason=data.anew.reason), before=6)
    body += part(words("moved_title"))
    if data.moved:
        body += paragraph(words("moved_intro"), after=4, keep=True) + _moved_table(data.moved, words)
    else:
        body += paragraph(words("nothing_moved"))
    if data.ties:
        body += part(words("ties_title")) + numbered(data.ties)
    sections = [Section(closed(body, data.meeting, data.vote, data.audit, words))]
    sections += rating_sections(data.ratings, words)
    number = len(data.ratings) + 1
    sections.append(recommended_section(data.recommended, words, words("appendix", appendix=number)))
    return write(Draft(issue, words, words("title"), sections))


def _moved_table(moved: tuple[Moved, ...], words: Words) -> list[Strip]:
    columns = [
        Column(words("rating_number"), holding((m.number for m in moved), 24, 9), Align.CENTRE),
        Column(words("rating_name"), 40),
        Column(words("moved_group"), 16, Align.CENTRE),
        Column(words("moved_total"), 20, Align.CENTRE),
        Column(words("moved_place"), 20, Align.CENTRE),
        Column(words("moved_decision")),
    ]
    rows = (
        Row(
            (
                m.number,
                m.name,
                m.group,
                f"{points(m.total_before)} → {points(m.total_after)}",
                f"{m.place_before} → {m.place_after}",
                m.decision,
            )
        )
        for m in moved
    )
    return table(columns, rows, size=9)
