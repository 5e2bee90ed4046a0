"""What papers written by a family share: addressee and sender at the right, rows to fill by hand, boxes to tick."""

from collections.abc import Iterable, Sequence
from datetime import date

from otbor.documents.kit import fonts
from otbor.documents.kit.flow import MM, Strip, body_width, gap, kept
from otbor.documents.kit.paper import Issue
from otbor.documents.kit.sheet import Sheet
from otbor.documents.kit.signatures import Signer, signed
from otbor.documents.kit.tables import Column, Row, table
from otbor.documents.kit.text import Align, centred, line_strip, paragraph
from otbor.wording.forms import Words

_HALF = 0.46  # of the width: where the addressee stands
_LABEL = 84  # mm of a label's column
_BY_HAND = 9  # mm: a row that is filled by hand
_BOX = 3.4 * MM


def statement_head(issue: Issue, words: Words, sender: Sequence[str] = ()) -> list[Strip]:
    """Addressee (``addressee`` of ``words``, then the school) and ``sender``, then ``kind`` and ``subtitle``."""
    shift = body_width() * _HALF
    strips: list[Strip] = []
    for line in (words("addressee"), issue.school, *sender):
        strips += paragraph(line, align=Align.LEFT, indent=shift, hang=shift, keep=True)
    strips += [gap(12, keep=True), *centred(words("kind"), face=fonts.BOLD, size=14)]
    if subtitle := words("subtitle"):
        strips += centred(subtitle, face=fonts.BOLD)
    return kept([*strips, gap(6)])


def fields(rows: Iterable[tuple[str, str]], words: Words, *, size: float = 11) -> list[Strip]:
    """A table of labels and what was written beside them; where a value is empty, every row has room for a hand."""
    columns = [Column(words("field_label"), _LABEL), Column(words("field_value"))]
    pairs = list(rows)
    by_hand = any(not value for _, value in pairs)
    return table(columns, (Row(pair) for pair in pairs), size=size, least=_BY_HAND if by_hand else 0)


def ruled(label: str, value: str = "", *, width: float = 60, before: float = 6, keep: bool = False) -> list[Strip]:
    """``label``, then ``value`` on a rule of ``width`` mm: «Дата ______»."""
    text = line_strip(fonts.clean(label), fonts.REGULAR, 12, body_width(), Align.LEFT)
    start = fonts.width(fonts.clean(label), fonts.REGULAR, 12) + 2 * MM
    written = fonts.clean(value)

    def draw(sheet: Sheet, left: float, top: float) -> None:
        text.draw(sheet, left, top)
        if written:
            sheet.text(left + start + MM, top - 12, written, fonts.REGULAR, 12)
        sheet.lines([(left + start, top - 14, left + start + width * MM, top - 14)])

    return [gap(before, keep=True), Strip(text.height + 4, draw, keep=keep)]


def choice(text: str, *, size: float = 11) -> list[Strip]:
    """A box to tick by hand, then ``text``, all on one page."""
    indent = _BOX + 3 * MM
    first, *rest = paragraph(text, size=size, align=Align.LEFT, indent=indent, hang=indent)

    def draw(sheet: Sheet, left: float, top: float) -> None:
        sheet.canvas.setLineWidth(0.6)
        sheet.canvas.rect(left, top - size - 0.4, _BOX, _BOX)
        first.draw(sheet, left, top)

    strips = [Strip(first.height, draw, keep=bool(rest)), *rest]
    return [*strips, gap(3)]


def signed_by_family(
    body: Sequence[Strip], name: str, words: Words, day: date | None = None, *, end: Sequence[Strip] = ()
) -> list[Strip]:
    """``body``, the date, the signature of the representative (field ``representative``).

    An empty ``name`` and a ``day`` that is None are filled by hand; ``end`` as in :func:`signed`.
    """
    dated = ruled(words("signed_on"), f"{day:%d.%m.%Y}" if day else "", before=8, keep=True)
    return signed(body, [Signer(words("signer"), name, "representative")], words, [*end, *dated])
