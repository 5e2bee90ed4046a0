"""Журнал приёма заявлений (п. 11): every application, annulled and withdrawn ones visible and struck through."""

from dataclasses import dataclass
from datetime import date, datetime

from otbor.documents.kit import fonts
from otbor.documents.kit.attached import Attached
from otbor.documents.kit.flow import Section, Strip, body_width, gap
from otbor.documents.kit.paper import Draft, Issue, Paper, lay_out, worded, write
from otbor.documents.kit.requisites import head
from otbor.documents.kit.signatures import Signer, signatures
from otbor.documents.kit.tables import Column, Row, holding, table
from otbor.documents.kit.text import Align, centred, paragraph
from otbor.wording.forms import Form, Words, form

NAME = "journal"
_MARKS = 9  # index of the column of marks, never struck through


@dataclass(frozen=True)
class Entry:
    """One application; ``struck``: annulled or withdrawn; ``marks`` says so with date and reason, and names returns.

    ``filed_at`` in the school's local time; ``receipt`` is the mark of the receipt given (date), empty for none.
    """

    number: str
    filed_at: datetime
    channel: str
    child: str
    born: date
    representative: str
    phone: str
    groups: tuple[str, ...]
    documents: tuple[Attached, ...]
    accepted_by: str
    receipt: str
    marks: tuple[str, ...] = ()
    struck: bool = False


@dataclass(frozen=True)
class Journal:
    """Entries in the order of their numbers, the period they cover, who keeps the journal, who heads the school."""

    campaign: str
    start: date
    end: date
    entries: tuple[Entry, ...]
    keeper: str
    keeper_post: str
    director: str
    director_post: str


def render(data: Journal, issue: Issue, wording: Form | None = None) -> Paper:
    """The journal as a PDF, a lying sheet; fields ``keeper``, ``director`` on the closing page.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "start": data.start,
            "end": data.end,
            "entries": data.entries,
        },
    )
    main = Section(head(issue, words, landscape=True) + _table(data, words), landscape=True)
    pages = len(lay_out(issue, [main]))  # sheets are written by hand: they depend on how it was printed
    return write(Draft(issue, words, words("title"), [main, Section(_closing(data, words, pages), landscape=True)]))


def _table(data: Journal, words: Words) -> list[Strip]:
    columns = [
        Column(words("column_number"), holding((e.number for e in data.entries), 20, 8), Align.CENTRE),
        Column(words("column_filed"), 16, Align.CENTRE),
        Column(words("column_channel"), 18),
        Column(words("column_child"), 32),
        Column(words("column_representative"), 32),
        Column(words("column_groups"), 16, Align.CENTRE),
        Column(words("column_documents")),
        Column(words("column_accepted"), holding((w for e in data.entries for w in e.accepted_by.split()), 19, 8)),
        Column(words("column_receipt"), 17, Align.CENTRE),
        Column(words("column_marks"), 22),
    ]
    return table(
        columns, (_row(entry, words) for entry in data.entries), size=8, width=body_width(landscape=True), high=True
    )


def _row(entry: Entry, words: Words) -> Row:
    cells = (
        entry.number,
        f"{entry.filed_at:%d.%m.%Y\n%H:%M}",
        entry.channel,
        f"{entry.child}\n{entry.born:%d.%m.%Y}",
        f"{entry.representative}\n{entry.phone}",
        "\n".join(entry.groups),
        "\n".join(
            words("document", no=n, document=d.title, kind=d.kind, sheets=d.sheets)
            for n, d in enumerate(entry.documents, 1)
        ),
        entry.accepted_by,
        entry.receipt,
        "\n".join(entry.marks),
    )
    return Row(cells, struck=entry.struck, unstruck=frozenset({_MARKS}), bold=frozenset({0}))


def _closing(data: Journal, words: Words, pages: int) -> list[Strip]:
    room = body_width(landscape=True)
    struck = sum(entry.struck for entry in data.entries)
    last = data.entries[-1].number if data.entries else None
    first = data.entries[0].number if data.entries else None
    strips = [gap(90, keep=True), *centred(words("closing"), face=fonts.BOLD, size=14, width=room), gap(16, keep=True)]
    strips += paragraph(
        words("counted", entries=len(data.entries), first=first, last=last, struck=struck),
        align=Align.CENTRE, indent=0, width=room, after=8, keep=True,
    )  # fmt: skip
    strips += paragraph(words("bound", pages=pages), align=Align.CENTRE, indent=0, width=room, after=16, keep=True)
    signers = [
        Signer(data.keeper_post, data.keeper, "keeper"),
        Signer(data.director_post, data.director, "director"),
    ]
    return strips + signatures(signers, words, seal=True, width=room)
