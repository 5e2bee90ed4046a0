"""Отчёт учредителю об итогах отбора: counts only; small ones are hidden, so that no child can be told by them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otbor.documents.kit.flow import Section, Strip, body_width
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, heading, part, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "founder_report"
COLUMNS = {
    "seats": 14, "filed": 18, "left": 24, "admitted": 22, "absent": 20, "below": 22, "other": 20, "rated": 20,
    "recommended": 30, "enrolled": 22,
}  # fmt: skip
"""What is counted, and how wide its column is, in mm."""


class Hidden(StrEnum):
    """Why a count is not shown; the text is the form's ``hidden_<value>``."""

    FEW = "few"  # от одного до порога
    WITHHELD = "withheld"  # большое, но по нему вычислялось бы малое


Count = int | Hidden


@dataclass(frozen=True)
class Line:
    """The counts of one class, in the order of :data:`COLUMNS`."""

    group: str
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class FounderReport:
    """``limit``: counts from 1 to below it are hidden; ``total`` in the order of the columns; ``orders``: date
    and number of every order of enrolment, none before the first."""

    campaign: str
    starts: date
    ends: date
    lines: tuple[Line, ...]
    total: tuple[Count, ...]
    appeals: Count
    upheld: Count
    limit: int
    orders: tuple[str, ...]
    director: str
    director_post: str


def render(data: FounderReport, issue: Issue, wording: Form | None = None) -> Paper:
    """The report as a PDF, a lying sheet; field ``director``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "starts": data.starts,
            "ends": data.ends,
            "limit": data.limit,
            "orders": data.orders,
        },
    )
    room = body_width(landscape=True)
    body: list[Strip] = head(issue, words, landscape=True) + heading(words("heading"))
    body += paragraph(words("intro"), width=room)
    if data.orders:
        body += paragraph(words("by_order"), width=room)
    body += part(words("counts_title"), landscape=True) + _table(data, words, room)
    body += part(words("appeals_title"), landscape=True)
    told = words("appeals", filed=shown(data.appeals, words), upheld=shown(data.upheld, words))
    body += paragraph(told, width=room) + small(words("note"), landscape=True)
    signer = Signer(data.director_post, data.director, "director")
    strips = signed(body, [signer], words, width=room)
    return write(Draft(issue, words, words("title"), [Section(strips, landscape=True)]))


def shown(count: Count, words: Words) -> str:
    """The count as the report says it."""
    return words(f"hidden_{count.value}") if isinstance(count, Hidden) else str(count)


def _table(data: FounderReport, words: Words, room: float) -> list[Strip]:
    columns = [
        Column(words("column_group")),
        *(Column(words(f"column_{name}"), wide, Align.CENTRE) for name, wide in COLUMNS.items()),
    ]

    def rows() -> Iterator[Row]:
        for line in data.lines:
            yield Row((line.group, *(shown(count, words) for count in line.counts)))
        cells = (words("total"), *(shown(count, words) for count in data.total))
        yield Row(cells, bold=frozenset(range(len(cells))))

    return table(columns, rows(), width=room)
