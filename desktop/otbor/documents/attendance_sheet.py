"""Явочный лист испытания по аудиториям: names at the door or codes at the desk, never both on one sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.flow import Section, Strip, gap
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, pair, part, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.statement import ruled
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align
from otbor.wording.forms import Form, Words, form

NAME = "attendance_sheet"


@dataclass(frozen=True)
class Seated:
    """Who is awaited: registration number and name at the door; ``number`` alone is the code at the desk."""

    number: str
    name: str = ""


@dataclass(frozen=True)
class Room:
    """One sitting in one room."""

    room: str
    day: date
    reserve: bool
    people: tuple[Seated, ...]


@dataclass(frozen=True)
class AttendanceSheet:
    """``by_codes``: nothing in it names a child or an application; each room has its own sheet, for its own door."""

    campaign: str
    test: str
    kind: str
    by_codes: bool
    rooms: tuple[Room, ...]


def render(data: AttendanceSheet, issue: Issue, wording: Form | None = None) -> Paper:
    """The sheet as a PDF, signed by hand in the room.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "test": data.test,
            "rooms": data.rooms,
        },
    )
    sections = [Section(head(issue, words) + _room(data, room, words)) for room in data.rooms]
    return write(Draft(issue, words, words("title"), sections))


def _room(data: AttendanceSheet, room: Room, words: Words) -> list[Strip]:
    which = words("reserve" if room.reserve else "main")
    body = part(words("room_title", room=room.room, day=room.day, which=which))
    body += pair(words("label_test"), f"{data.test} ({data.kind})")
    body += [*pair(words("label_awaited"), str(len(room.people)), keep=True), gap(4, keep=True)]
    body += table(list(_columns(data, words)), _rows(data, room), least=8)
    body += small(words("note_codes" if data.by_codes else "note"))
    body += ruled(words("came"), width=24, keep=True) + ruled(words("absent"), width=24, keep=True)
    signers = [Signer(words("in_charge"), ""), Signer("", "")]
    return signed(body, signers, words)


def _columns(data: AttendanceSheet, words: Words) -> Iterator[Column]:
    yield Column(words("list_no"), 14, Align.CENTRE)
    if data.by_codes:
        yield Column(words("code"), 34, Align.CENTRE)
        yield Column(words("begun"), 28, Align.CENTRE)
        yield Column(words("handed_in"), 28, Align.CENTRE)
        yield Column(words("remark"))
        return
    yield Column(words("rating_number"), 30, Align.CENTRE)
    yield Column(words("rating_name"))
    yield Column(words("attendance"), 24, Align.CENTRE)
    yield Column(words("signature"), 34)


def _rows(data: AttendanceSheet, room: Room) -> Iterator[Row]:
    for number, seated in enumerate(room.people, 1):
        yield Row(
            (str(number), seated.number, *([] if data.by_codes else [seated.name]), *[""] * (3 if data.by_codes else 2))
        )
