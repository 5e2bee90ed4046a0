"""Акт об уничтожении документов отбора: which files, on what ground, how; no name in it."""

from dataclasses import dataclass
from datetime import date

from otbor.documents.kit.flow import Section
from otbor.documents.kit.meeting import Member
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.requisites import head, people
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Form, form

NAME = "destruction_act"


@dataclass(frozen=True)
class Destroyed:
    """The file of one application: how many documents and sheets."""

    number: str
    documents: int
    sheets: int


@dataclass(frozen=True)
class DestructionAct:
    """``members`` (the first presides) saw that it was done on ``destroyed_on`` in the way ``method``."""

    campaign: str
    files: tuple[Destroyed, ...]
    ground: str
    method: str
    destroyed_on: date
    members: tuple[Member, ...]


def render(data: DestructionAct, issue: Issue, wording: Form | None = None) -> Paper:
    """The act as a PDF; fields ``member1``, ….

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(
        wording or form(NAME),
        issue,
        data.campaign,
        {
            "ground": data.ground,
            "method": data.method,
            "destroyed_on": data.destroyed_on,
            "cases": data.files,
            "members": data.members,
        },
    )
    body = head(issue, words) + people(
        words("commission"), [", ".join(filter(None, (m.name, m.post))) for m in data.members]
    )
    body += paragraph(words("text"), before=4, after=6, keep=True)
    columns = [
        Column(words("list_no"), 16, Align.CENTRE),
        Column(words("rating_number"), align=Align.CENTRE),
        Column(words("documents"), 40, Align.CENTRE),
        Column(words("sheets"), 40, Align.CENTRE),
    ]
    rows = (Row((str(n), f.number, str(f.documents), str(f.sheets))) for n, f in enumerate(data.files, 1))
    body += table(columns, rows)
    total = words(
        "total",
        files=len(data.files),
        documents=sum(f.documents for f in data.files),
        sheets=sum(f.sheets for f in data.files),
    )
    body += paragraph(total, indent=0, before=4) + paragraph(words("done"), before=4)
    signers = [
        Signer(words("chair") if n == 1 else words("members") if n == 2 else "", member.signed, f"member{n}")
        for n, member in enumerate(data.members, 1)
    ]
    strips = signed(body, signers, words)
    return write(Draft(issue, words, words("title"), [Section(strips)]))
