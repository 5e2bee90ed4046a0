"""Расписка в получении документов (п. 11): one, or a batch in one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from otbor.documents.kit.attached import Attached, attached_table
from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write, write_batch
from otbor.documents.kit.requisites import head, part, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, numbered, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "receipt"


@dataclass(frozen=True)
class NextDate:
    """A date that matters to the family next; ``until``: last day of a term, None for a single day."""

    what: str
    day: date
    until: date | None = None


@dataclass(frozen=True)
class Receipt:
    """``filed_at`` in the school's local time; ``missing``: what is not handed in yet; ``post`` of ``accepted_by``."""

    campaign: str
    filed_at: datetime
    child: str
    born: date
    representative: str
    groups: tuple[str, ...]
    documents: tuple[Attached, ...]
    missing: tuple[str, ...]
    dates: tuple[NextDate, ...]
    accepted_by: str
    post: str


def render(data: Receipt, issue: Issue, wording: Form | None = None) -> Paper:
    """The receipt as a PDF; field ``member``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    return write(_draft(data, issue, wording or form(NAME)))


def render_batch(receipts: Sequence[tuple[Receipt, Issue]], wording: Form | None = None) -> Paper:
    """All receipts (at least one) in one file, sorted by number; fields ``member1``, ``member2``, … in that order."""
    words = wording or form(NAME)
    return write_batch(_draft(data, issue, words) for data, issue in sorted(receipts, key=lambda pair: pair[1].number))


def title(data: Receipt, issue: Issue, wording: Form) -> str:
    """What the file of the receipt calls itself, also within a batch."""
    return _words(data, issue, wording)("title")


def _words(data: Receipt, issue: Issue, wording: Form) -> Words:
    return worded(
        wording,
        issue,
        data.campaign,
        {
            "filed_at": data.filed_at,
            "child": data.child,
            "born": data.born,
            "representative": data.representative,
            "groups": data.groups,
            "attached": data.documents,
            "missing": data.missing,
            "dates": data.dates,
        },
    )


def _draft(data: Receipt, issue: Issue, wording: Form) -> Draft:
    words = _words(data, issue, wording)
    body: list[Strip] = head(issue, words)
    body += paragraph(words("received"), after=6, keep=True)
    body += attached_table(data.documents, words)
    if data.missing:
        body += part(words("missing_title")) + numbered(data.missing)
    if data.dates:
        body += part(words("dates_title")) + _dates(data.dates, words)
    strips = signed(
        body,
        [Signer(f"{words('accepted')}, {data.post}", data.accepted_by, "member")],
        words,
        small(words("note")),
        seal=True,
    )
    return Draft(issue, words, words("title"), [Section(strips)])


def _dates(dates: Sequence[NextDate], words: Words) -> list[Strip]:
    columns = [Column(words("dates_what")), Column(words("dates_when"), 58, Align.CENTRE)]
    rows = (
        Row((d.what, words("period", start=d.day, end=d.until) if d.until else words("day", day=d.day))) for d in dates
    )
    return table(columns, rows)
