"""Протокол предметной комиссии (п. 19): what was marked, by codes only, and that the points were approved."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.meeting import Meeting, Vote, closed, heard, opened
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import part
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.documents.test_sheet import Mark
from otbor.wording.forms import Form, Words, form
from otbor.wording.templates import said

NAME = "subject_protocol"
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class SubjectProtocol:
    """``sheet``: the closed sheet of the test by date; ``marks`` as it has them; ``audit`` the head of the chain."""

    campaign: str
    commission: str
    meeting: Meeting
    speaker: str
    test: str
    kind: str
    held_on: date
    sheet_closed_on: date
    maximum: Decimal
    marks: tuple[Mark, ...]
    vote: Vote
    audit: str


def render(data: SubjectProtocol, issue: Issue, wording: Form | None = None) -> Paper:
    """The protocol as a PDF; fields ``chair``, ``secretary``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(wording or form(NAME), issue, data.campaign, _values(data))
    body = opened(issue, data.meeting, words) + heard(words)
    body += part(words("results_title")) + _results(data.marks, words)
    body += part(words("marks_title")) + _marks(data.marks, words)
    end = closed(body, data.meeting, data.vote, data.audit, words)
    return write(Draft(issue, words, words("title"), [Section(end)]))


def _values(data: SubjectProtocol) -> dict[str, object]:
    """What the form's texts are filled with beside what every paper says."""
    return {
        "commission": data.commission,
        "test": data.test,
        "test_kind": data.kind,
        "held_on": data.held_on,
        "closed_on": data.sheet_closed_on,
        "maximum": data.maximum,
        "speaker": data.speaker,
        "marks": data.marks,
    }


def results(marks: tuple[Mark, ...]) -> dict[str, str]:
    """Counts and measures of the marks, as texts by the keys of the form; the mean is rounded half up to 0.01."""
    numbers = [m.points for m in marks if m.points is not None]
    mean = (sum(numbers, Decimal(0)) / len(numbers)).quantize(_CENT, ROUND_HALF_UP) if numbers else None
    return {
        "result_all": str(len(marks)),
        "result_marked": str(len(numbers)),
        "result_without": str(len(marks) - len(numbers)),
        "result_highest": points(max(numbers, default=None)),
        "result_lowest": points(min(numbers, default=None)),
        "result_mean": said(mean),
    }


def _results(marks: tuple[Mark, ...], words: Words) -> list[Strip]:
    columns = [Column(words("result_what")), Column(words("result_value"), 40, Align.CENTRE)]
    return table(columns, (Row((words(key), value)) for key, value in results(marks).items()))


def _marks(marks: tuple[Mark, ...], words: Words) -> list[Strip]:
    if not marks:
        return paragraph(words("no_works"))
    columns = [
        Column(words("list_no"), 14, Align.CENTRE),
        Column(words("code"), 40, Align.CENTRE),
        Column(words("points"), 30, Align.CENTRE),
        Column(words("note")),
    ]
    rows = (Row((str(n), m.code, points(m.points), m.note), bold=frozenset({2})) for n, m in enumerate(marks, 1))
    return table(columns, rows)
