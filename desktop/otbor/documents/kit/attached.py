"""Documents of an application as papers list them (п. 11): kind of copy and sheets."""

from collections.abc import Sequence
from dataclasses import dataclass

from otbor.documents.kit.flow import Strip
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, paragraph
from otbor.wording.forms import Words


@dataclass(frozen=True)
class Attached:
    """One document handed in: title, kind of copy («копия, сверена с оригиналом»), number of sheets."""

    title: str
    kind: str
    sheets: int


def attached_rows(documents: Sequence[Attached], words: Words, *, least: float = 0) -> list[Strip]:
    """The documents in a table; no sheets are left blank, and ``least`` is the height of a row in mm."""
    columns = [
        Column(words("list_no"), 12, Align.CENTRE),
        Column(words("document")),
        Column(words("document_kind"), 56),
        Column(words("document_sheets"), 18, Align.CENTRE),
    ]
    rows = (Row((str(n), d.title, d.kind, str(d.sheets or ""))) for n, d in enumerate(documents, 1))
    return table(columns, rows, least=least)


def attached_table(documents: Sequence[Attached], words: Words) -> list[Strip]:
    """The documents in a table, and under it how many documents and sheets there are."""
    total = words("total", documents=len(documents), sheets=sum(d.sheets for d in documents))
    return attached_rows(documents, words) + paragraph(total, indent=0, before=4)
