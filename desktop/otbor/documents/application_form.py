"""Заявление об участии в индивидуальном отборе (п. 11): the blank form and the one filled from what was registered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from otbor.documents.kit.attached import Attached, attached_rows
from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import part, small
from otbor.documents.kit.statement import fields, ruled, signed_by_family, statement_head
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "application_form"


@dataclass(frozen=True)
class Person:
    """A representative; in a blank form all is empty."""

    name: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Wanted:
    """A class (group) with the subjects studied in depth or the profile; ``rank`` None: to be filled by hand."""

    group: str
    studied: str
    rank: int | None = None


@dataclass(frozen=True)
class ApplicationForm:
    """All that п. 11 asks for; ``filed_at`` (local time) None makes the blank form.

    ``wanted`` in the order of wish, in a blank form every class offered; ``documents`` of a blank form have no sheets;
    ``signed`` is the representative as «И. О. Фамилия», ``channel`` how the application came; ``previous_school`` is
    whence the child is transferred (пп. 8.3, 9.2), None where the case does not ask for it.
    """

    campaign: str
    wanted: tuple[Wanted, ...]
    documents: tuple[Attached, ...]
    representatives: tuple[Person, ...]
    child: str = ""
    born: date | None = None
    birth_place: str = ""
    address: str = ""
    previous_school: str | None = None
    filed_at: datetime | None = None
    channel: str = ""
    signed: str = ""


def render(data: ApplicationForm, issue: Issue, wording: Form | None = None) -> Paper:
    """The application as a PDF; field ``representative``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "wanted": data.wanted,
            "attached": data.documents,
            "representatives": data.representatives,
        },
    )
    blank = data.filed_at is None
    sender = [words("sender", name=data.representatives[0].name)] if not blank else []
    body = statement_head(issue, words, sender)
    if blank:
        body += ruled(words("registered_blank"), width=80)
    else:
        body += paragraph(words("registered", filed_at=data.filed_at, channel=data.channel), indent=0)
    body += paragraph(words("request"), before=4, after=4, keep=True) + fields(_fields(data, words), words)
    body += part(words("wanted_title")) + _wanted(data.wanted, words, least=8 if blank else 0)
    if data.documents:
        body += part(words("documents_title")) + attached_rows(data.documents, words, least=7 if blank else 0)
    end = small(words("note_blank" if blank else "note"))
    end += paragraph(words("confirmed"), before=4)
    title = words("title_blank" if blank else "title")
    strips = signed_by_family(body, data.signed, words, end=end)
    return write(Draft(issue, words, title, [Section(strips)]))


def _fields(data: ApplicationForm, words: Words) -> Iterator[tuple[str, str]]:
    yield words("label_child"), data.child
    yield words("label_born"), f"{data.born:%d.%m.%Y}" if data.born else ""
    yield words("label_birth_place"), data.birth_place
    yield words("label_child_address"), data.address
    if data.previous_school is not None:
        yield words("label_previous_school"), data.previous_school
    for number, person in enumerate(data.representatives, 1):
        order = "" if len(data.representatives) == 1 else f" ({number})"
        yield words("label_representative", order=order), person.name
        yield words("label_address", order=order), person.address
        yield words("label_phone", order=order), person.phone


def _wanted(wanted: Sequence[Wanted], words: Words, least: float) -> list[Strip]:
    columns = [
        Column(words("column_rank"), 30, Align.CENTRE),
        Column(words("column_group"), 64),
        Column(words("column_studied")),
    ]
    rows = (Row((str(w.rank or ""), w.group, w.studied)) for w in wanted)
    return table(columns, rows, size=11, least=least)
