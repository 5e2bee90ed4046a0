"""Извещение крупным шрифтом: the same words as the notice (п. 10), for who reads badly; nothing in narrow columns."""

from collections.abc import Iterator
from dataclasses import dataclass

from otbor.documents.blocks import Block, Grid, Heading, Items, Text, notice_blocks
from otbor.documents.kit import fonts
from otbor.documents.kit.flow import Section, Strip
from otbor.documents.kit.paper import Draft, Issue, Paper, worded, write
from otbor.documents.kit.text import Align, paragraph
from otbor.documents.notice import Notice
from otbor.wording.forms import Form, Words, form

NAME = "notice_large"
_TITLE, _HEADING, _TEXT = 24, 21, 18  # points: what is called large print begins at 16–18


@dataclass(frozen=True)
class LargeNotice:
    """The notice, its words as the school has them (the form ``notice``), and its number."""

    notice: Notice
    wording: Form
    number: str


def render(data: LargeNotice, issue: Issue, wording: Form | None = None) -> Paper:
    """The notice as a PDF, ragged right, no signature.

    Raises :class:`Refused` (``paper.missing_glyph``, ``paper.text_too_long``).
    """
    words = worded(wording or form(NAME), issue, data.notice.campaign, {"number": data.number})
    strips: list[Strip] = []
    for block in notice_blocks(data.notice, issue, data.wording):
        strips += _block(block, words)
    strips += _line(words("note"))
    return write(Draft(issue, words, words("title"), [Section(strips)]))


def _block(block: Block, words: Words) -> Iterator[Strip]:
    if isinstance(block, Heading):
        size = _TITLE if block.level == 1 else _HEADING
        yield from paragraph(
            block.text, face=fonts.BOLD, size=size, align=Align.LEFT, indent=0, before=14, after=6, keep=True
        )
    elif isinstance(block, Text):
        yield from _line(block.text)
    elif isinstance(block, Items):
        for number, line in enumerate(block.lines, 1):
            yield from _line(f"{number}. {line}")
    else:
        yield from _grid(block, words)


def _grid(grid: Grid, words: Words) -> Iterator[Strip]:
    """A row of a table as a small list: «Мест: 25»."""
    for row in grid.rows:
        first, *rest = (
            words("cell", title=title, cell=cell) for title, cell in zip(grid.header, row, strict=True) if cell
        )
        yield from paragraph(first, face=fonts.BOLD, size=_TEXT, align=Align.LEFT, indent=0, before=8, keep=bool(rest))
        for line in rest:
            yield from paragraph(line, size=_TEXT, align=Align.LEFT, indent=0, hang=14)


def _line(text: str) -> list[Strip]:
    return paragraph(text, size=_TEXT, align=Align.LEFT, indent=0, before=4, after=4)
