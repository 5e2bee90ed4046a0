"""Протокол приёмной комиссии по итогам экспертизы документов (п. 18): points by criterion, what was not counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from otbor.documents.kit.flow import Section, Strip, body_width
from otbor.documents.kit.meeting import Meeting, Vote, closed, heard, opened
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import appendix, part
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align
from otbor.wording.forms import Form, Words, form

NAME = "documents_protocol"


@dataclass(frozen=True)
class Examined:
    """One application: points by the criteria of its group, None where there are none yet, and their sum."""

    number: str
    name: str
    points: tuple[Decimal | None, ...]
    total: Decimal


@dataclass(frozen=True)
class ExaminedGroup:
    """The results of one class: titles of the criteria that rest on documents, rows by number."""

    group: str
    criteria: tuple[str, ...]
    rows: tuple[Examined, ...]


@dataclass(frozen=True)
class NotCounted:
    """What the commission rejected: of which application, what, why."""

    number: str
    what: str
    reason: str


@dataclass(frozen=True)
class DocumentsProtocol:
    """``scheme``: the local act and its version; ``audit`` the head of the audit chain."""

    campaign: str
    meeting: Meeting
    speaker: str
    scheme: str
    groups: tuple[ExaminedGroup, ...]
    rejected: tuple[NotCounted, ...]
    vote: Vote
    audit: str


def render(data: DocumentsProtocol, issue: Issue, wording: Form | None = None) -> Paper:
    """The protocol as a PDF; fields ``chair``, ``secretary``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(wording or form(NAME), issue, data.campaign, _values(data))
    body = opened(issue, data.meeting, words) + heard(words)
    if data.rejected:
        body += part(words("rejected_title")) + _rejected(data.rejected, words)
    sections = [Section(closed(body, data.meeting, data.vote, data.audit, words))]
    sections += [_group(group, n, words) for n, group in enumerate(data.groups, 1)]
    return write(Draft(issue, words, words("title"), sections))


def _values(data: DocumentsProtocol) -> dict[str, object]:
    """What the form's texts are filled with beside what every paper says."""
    return {
        "scheme": data.scheme,
        "speaker": data.speaker,
        "examined": len({row.number for group in data.groups for row in group.rows}),
        "groups": data.groups,
        "rejected": data.rejected,
    }


def _rejected(rejected: tuple[NotCounted, ...], words: Words) -> list[Strip]:
    columns = [
        Column(words("rating_number"), 30, Align.CENTRE),
        Column(words("rejected_what")),
        Column(words("rejected_reason"), 64),
    ]
    return table(columns, (Row((r.number, r.what, r.reason)) for r in rejected))


def _group(group: ExaminedGroup, number: int, words: Words) -> Section:
    wide = len(group.criteria) > 3
    title = words("group_title", group=group.group, rows=len(group.rows))
    body = appendix(words("appendix", appendix=number), title, landscape=wide)
    columns = [
        Column(words("list_no"), 12, Align.CENTRE),
        Column(words("rating_number"), 28, Align.CENTRE),
        Column(words("rating_name")),
        *(Column(title, 24, Align.CENTRE, upright=len(group.criteria) > 2) for title in group.criteria),
        Column(words("documents_total"), 22, Align.CENTRE),
    ]
    return Section(body + table(columns, _rows(group), size=9, width=body_width(landscape=wide)), landscape=wide)


def _rows(group: ExaminedGroup) -> Iterator[Row]:
    last = 3 + len(group.criteria)
    for number, row in enumerate(group.rows, 1):
        cells = (str(number), row.number, row.name, *(points(p) for p in row.points), points(row.total))
        yield Row(cells, bold=frozenset({last}))
