"""Публичный список: registration number, points, place; no names."""

from dataclasses import dataclass
from decimal import Decimal

from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.rating import points
from otbor.documents.kit.requisites import head, part, small
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "public_list"


@dataclass(frozen=True)
class PublicRow:
    """``place`` empty for who is not rated, then ``note`` says why; no field of a row can hold a name."""

    number: str
    total: Decimal | None
    place: int | None
    note: str = ""


@dataclass(frozen=True)
class PublicGroup:
    """The list of one group in the order of places."""

    group: str
    seats: int
    rows: tuple[PublicRow, ...]


@dataclass(frozen=True)
class PublicList:
    """``final``: of the final rating, else of the preliminary one; ``protocol`` its date and number."""

    campaign: str
    final: bool
    protocol: str
    groups: tuple[PublicGroup, ...]


def render(data: PublicList, issue: Issue, wording: Form | None = None) -> Paper:
    """The list as a PDF, no signature. Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``)."""
    words = filled(data, issue, wording or form(NAME))
    stage = "final" if data.final else "preliminary"
    body = head(issue, words) + paragraph(words(f"intro_{stage}"), after=4, keep=True)
    for group in data.groups:
        body += _list(group, words)
    body += small(words("note"))
    return write(Draft(issue, words, words(f"title_{stage}"), [Section(body)]))


def filled(data: PublicList, issue: Issue, wording: Form) -> Words:
    """The texts of the form, in print and on the site."""
    return worded(
        wording,
        issue,
        data.campaign,
        {
            "protocol": data.protocol,
            "groups": data.groups,
        },
    )


def _list(group: PublicGroup, words: Words) -> list[Strip]:
    columns = [
        Column(words("rating_place"), 24, Align.CENTRE),
        Column(words("list_number"), 50, Align.CENTRE),
        Column(words("rating_total"), 36, Align.CENTRE),
        Column(words("list_note"), 60, Align.CENTRE),
    ]
    rows = (
        Row(("—" if r.place is None else str(r.place), r.number, points(r.total), r.note), bold=frozenset({0}))
        for r in group.rows
    )
    rated = sum(r.place is not None for r in group.rows)
    title = words("group_title", group=group.group, seats=group.seats, rated=rated)
    return part(title) + table(columns, rows, size=11)
