"""Приказ о зачислении, о переводе or о зачислении в порядке перевода (п. 28; 8.3, 9.2): the list by class."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, heading, ordering, part, small
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, holding, table
from otbor.documents.kit.text import Align, paragraph
from otbor.domain.campaign import OrderKind
from otbor.wording.forms import Form, Words, form

NAME = "order"


@dataclass(frozen=True)
class Enrolled:
    """A child of the list: registration number, full name, date of birth."""

    number: str
    name: str
    born: date


@dataclass(frozen=True)
class ClassList:
    """The enrolled of one class."""

    group: str
    children: tuple[Enrolled, ...]


@dataclass(frozen=True)
class Order:
    """``basis``: acts and protocols cited, in order, each as a phrase that goes after «в соответствии с документами:»;

    ``kind`` names the texts: a зачисление, a перевод inside the school, a зачисление в порядке перевода from another;
    ``executor`` is who answers for it, with a post.
    """

    campaign: str
    basis: tuple[str, ...]
    start: date
    classes: tuple[ClassList, ...]
    executor: str
    director: str
    director_post: str
    kind: OrderKind = OrderKind.ENROLMENT


def render(data: Order, issue: Issue, wording: Form | None = None) -> Paper:
    """The order as a PDF; field ``director``.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "start": data.start,
            "executor": data.executor,
            "count": sum(len(c.children) for c in data.classes),
            "basis": data.basis,
            "classes": data.classes,
        },
    )
    body: list[Strip] = head(issue, words) + heading(words(f"heading_{data.kind}"))
    body += ordering(data.basis, words)
    body += paragraph(words(f"text_{data.kind}"), keep=True)
    for group in data.classes:
        body += _list(group, words)
    body += paragraph(words("duties"), before=8)
    strips = signed(body, [Signer(data.director_post, data.director, "director")], words, small(words("count_note")))
    return write(Draft(issue, words, words(f"title_{data.kind}"), [Section(strips)]))


def _list(group: ClassList, words: Words) -> list[Strip]:
    columns = [
        Column(words("list_no"), 14, Align.CENTRE),
        Column(words("rating_number"), holding((c.number for c in group.children), 32, 11), Align.CENTRE),
        Column(words("rating_name")),
        Column(words("born"), 30, Align.CENTRE),
    ]
    rows = (Row((str(n), c.number, c.name, f"{c.born:%d.%m.%Y}")) for n, c in enumerate(group.children, 1))
    title = words("class_title", group=group.group, children=len(group.children))
    return part(title) + table(columns, rows, size=11)
