"""Список допущенных к вступительным испытаниям: by class, with names for the school, without for the stand."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, part, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, holding, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "admitted_list"


@dataclass(frozen=True)
class Admitted:
    """An admitted application; ``name`` empty in the list without names."""

    number: str
    name: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class AdmittedGroup:
    """The admitted who named one class, by number."""

    group: str
    people: tuple[Admitted, ...]


@dataclass(frozen=True)
class SittingOfTest:
    """When and where a test is written."""

    test: str
    day: date
    room: str
    reserve: bool


@dataclass(frozen=True)
class AdmittedList:
    """``named``: for the school's own use; else for the stand and the site, by numbers only."""

    campaign: str
    named: bool
    groups: tuple[AdmittedGroup, ...]
    sittings: tuple[SittingOfTest, ...]
    keeper: str
    keeper_post: str


def render(data: AdmittedList, issue: Issue, wording: Form | None = None) -> Paper:
    """The list as a PDF; field ``keeper``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "groups": data.groups,
            "sittings": data.sittings,
        },
    )
    body: list[Strip] = head(issue, words) + paragraph(words("intro"), after=4)
    body += part(words("sittings_title")) + _sittings(data, words)
    for group in data.groups:
        title = words("group_title", group=group.group, admitted=len(group.people))
        body += part(title) + (_people(group, words, named=data.named) if group.people else paragraph(words("nobody")))
    body += small(words("note_named" if data.named else "note"))
    strips = signed(body, [Signer(data.keeper_post, data.keeper, "keeper")], words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))


def _sittings(data: AdmittedList, words: Words) -> list[Strip]:
    columns = [
        Column(words("test")),
        Column(words("day"), 28, Align.CENTRE),
        Column(words("room"), 40),
        Column(words("which"), 34, Align.CENTRE),
    ]
    rows = (
        Row((s.test, f"{s.day:%d.%m.%Y}", s.room, words("reserve" if s.reserve else "main"))) for s in data.sittings
    )
    return table(columns, rows)


def _people(group: AdmittedGroup, words: Words, *, named: bool) -> list[Strip]:
    columns = [Column(words("list_no"), 14, Align.CENTRE), Column(words("rating_number"), 34, Align.CENTRE)]
    if named:
        columns.append(Column(words("rating_name")))
    tests = [", ".join(person.tests) for person in group.people]
    columns.append(Column(words("tests"), holding(tests, 28, 10) if named else 0))
    rows = (
        Row((str(n), p.number, *([p.name] if named else []), written))
        for n, (p, written) in enumerate(zip(group.people, tests, strict=True), 1)
    )
    return table(columns, rows)
