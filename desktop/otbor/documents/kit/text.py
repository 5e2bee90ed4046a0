"""Running text: broken into lines by our own measure, one strip a line; nothing in it is markup."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from otbor.documents.kit import fonts
from otbor.documents.kit.flow import Strip, body_width, gap
from otbor.documents.kit.sheet import Sheet
from otbor.domain.findings import Finding, Refused

LEADING = 1.15
_EXCERPT = 60  # letters of the text that a refusal quotes
_WIDEST = 1.5  # a line whose spaces would grow by more than this part of the size is left unjustified
_SQUEEZE = 0.04  # part of the size that every space of a justified line may give up, rather than lose a word
INDENT = 12.5 * 72 / 25.4  # абзацный отступ 1,25 см
_IN_WORD = re.compile(r"(?<=[^\W\d_][^\W\d_]-)(?=[^\W\d_]{2})")  # a hyphen between letters; numbers are never cut
_GLUE = re.compile(
    r" (?:(?=[—–] )|(?<=№ )(?=\S)|(?<=п\. )(?=\d)|(?<=\d )(?=г\.|л\.|класс|учебный)|(?<=учебный )(?=год)"
    r"|(?<=\bг\. )(?=[А-ЯЁ])|(?<=\b[А-ЯЁ]\. )(?=[А-ЯЁ]))"
)
_ENDED_TWICE = re.compile(r"([.!?…])(?<!(?<!\.)\.\.)[ \u00a0]*\.(?!\.)")  # an ellipsis is whole


class Align(StrEnum):
    """How a line stands between its edges."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFY = "justify"


def glued(text: str) -> str:
    """``text`` with the spaces that no line may end at made unbreakable («№ 5», «п. 11», «2026 г.», before a dash)."""
    return _GLUE.sub("\u00a0", text)


def ended_once(text: str) -> str:
    """``text`` without the full stop that a form puts after data which end a sentence themselves: initials, «…?»."""
    return _ENDED_TWICE.sub(r"\1", text)


def break_lines(
    text: str,
    face: str,
    size: float,
    width: float,
    first_indent: float = 0,
    squeeze: float = 0,
    *,
    hyphens: bool = True,
) -> list[str]:
    """Lines of cleaned ``text`` that fit into ``width`` points, at least one; the first is shorter by the indent.

    Every space may be narrower by ``squeeze`` points where that saves a break. Breaks at spaces, then after hyphens
    within words unless ``hyphens`` forbid it, and cuts a word only when it is longer than a whole line.
    """
    if fonts.width(text, face, size) <= width - first_indent:
        return [text]
    lines: list[str] = []
    line, room = "", width - first_indent
    for atom in _atoms(text, face, size, width):
        joined = f"{line} {atom}" if line else atom
        for number, piece in enumerate(_IN_WORD.split(atom) if hyphens else [atom]):
            joined = (f"{line} {piece}" if line else piece) if number == 0 else line + piece
            if fonts.width(joined, face, size) <= room + squeeze * joined.count(" "):
                line = joined
                continue
            if line:
                lines.append(line)
                room = width
            *whole, line = _cut(piece, face, size, room, width)
            if whole:
                lines.extend(whole)
                room = width
    return [*lines, line]


def _atoms(text: str, face: str, size: float, width: float) -> Iterator[str]:
    """What stands between spaces; glued words that no line holds together come apart rather than be cut."""
    for atom in text.split(" "):
        if "\u00a0" in atom and fonts.width(atom, face, size) > width:
            yield from atom.split("\u00a0")
        else:
            yield atom


@lru_cache(maxsize=4096)  # a batch of papers says the same again and again
def fitted(
    text: str, face: str, size: float, width: float, first_indent: float = 0, squeeze: float = 0
) -> tuple[str, ...]:
    """Raw ``text`` cleaned, its spaces glued, broken into lines; raises as :func:`fonts.clean` does."""
    return tuple(break_lines(glued(fonts.clean(text)), face, size, width, first_indent, squeeze))


@lru_cache(maxsize=256)  # the school's name heads every paper of a batch
def balanced(text: str, face: str, size: float, width: float) -> tuple[str, ...]:
    """Lines as few as :func:`fitted` makes, of nearly equal length: headings, what is centred.

    A hyphened word is broken only where that saves a line.
    """
    text = glued(fonts.clean(text))
    lines = break_lines(text, face, size, width)
    whole = break_lines(text, face, size, width, hyphens=False)
    longest = max(fonts.width(word, face, size) for word in text.split(" "))
    hyphens = longest > width or len(whole) > len(lines)
    narrow, wide = width / 2, width
    if not hyphens:
        lines, narrow = whole, max(narrow, longest)
    while len(lines) > 1 and wide - narrow > 4:
        middle = (narrow + wide) / 2
        if len(tried := break_lines(text, face, size, middle, hyphens=hyphens)) > len(lines):
            narrow = middle
        else:
            lines, wide = tried, middle
    return tuple(lines)


def too_long(text: str) -> Refused:
    """The refusal (``paper.text_too_long``) of a ``text`` that must stand on one page and does not fit there."""
    return Refused(Finding("paper.text_too_long", where=f"«{fonts.clean(text)[:_EXCERPT]}…»"))


def narrowest(text: str, face: str, size: float, lines: int) -> float:
    """The least width, in points, in which raw ``text`` takes at most ``lines`` lines and no word of it is cut."""
    text = glued(fonts.clean(text))
    wide = fonts.width(text, face, size)
    narrow = max(fonts.width(piece, face, size) for word in text.split(" ") for piece in _IN_WORD.split(word))
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        if len(break_lines(text, face, size, middle)) > lines:
            narrow = middle
        else:
            wide = middle
    return wide


def _cut(word: str, face: str, size: float, room: float, width: float) -> list[str]:
    """``word`` in parts no wider than ``room``, after the first than ``width``: nearly always the word itself."""
    if fonts.width(word, face, size) <= room:
        return [word]
    parts, part = [], ""
    for letter in word:
        if part and fonts.width(part + letter, face, size) > room:
            parts.append(part)
            part, room = "", width
        part += letter
    return [*parts, part]


def line_strip(
    line: str, face: str, size: float, width: float, align: Align, *, shift: float = 0, keep: bool = False
) -> Strip:
    """One set line; ``shift`` is its distance from the left edge, ``width`` that of the whole column."""
    room = width - shift
    measured = fonts.width(line, face, size) if align is not Align.LEFT else 0
    spaces = line.count(" ") + line.count("\u00a0")
    stretch = 0.0
    if align is Align.CENTRE:
        shift += (room - measured) / 2
    elif align is Align.RIGHT:
        shift += room - measured
    elif align is Align.JUSTIFY and spaces:
        line = line.replace("\u00a0", " ")  # word spacing works on the plain space only
        stretch = (room - fonts.width(line, face, size)) / spaces
        if stretch > size * _WIDEST:
            stretch = 0

    def draw(sheet: Sheet, left: float, top: float) -> None:
        sheet.text(left + shift, top - size, line, face, size, stretch)

    return Strip(size * LEADING, draw, keep=keep)


def paragraph(
    text: str,
    *,
    face: str = fonts.REGULAR,
    size: float = 12,
    align: Align = Align.JUSTIFY,
    indent: float = INDENT,
    hang: float = 0,
    width: float | None = None,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    even: bool = False,
) -> list[Strip]:
    """``text`` as strips; every line of the text is a paragraph of its own.

    ``indent`` moves the first line, ``hang`` all the others; ``keep`` holds it with what follows, ``even``
    makes its lines of nearly equal length. No single line is left alone at the foot or the head of a page, and a name
    that ends with a full stop takes no second one.
    """
    room = width or body_width()
    strips: list[Strip] = [gap(before, keep=True)] if before else []
    for source in ended_once(text).splitlines():
        squeeze = _SQUEEZE * size if align is Align.JUSTIFY else 0
        lines = (
            balanced(source, face, size, room)
            if even
            else fitted(source, face, size, room - hang, indent - hang, squeeze)
        )
        last = len(lines) - 1
        for number, line in enumerate(lines):
            shift = indent if number == 0 else hang
            full = number < last or fonts.width(line, face, size) > room - shift
            side = Align.LEFT if align is Align.JUSTIFY and not full else align
            together = keep or (last > 0 and number in {0, last - 1})
            strips.append(line_strip(line, face, size, room, side, shift=shift, keep=together))
    return [*strips, gap(after, keep=keep)] if after else strips


def numbered(items: Sequence[str], *, first: int = 1) -> list[Strip]:
    """``items`` as «1. …», each a paragraph."""
    return [strip for n, item in enumerate(items, first) for strip in paragraph(f"{n}.\u00a0{item}")]


def centred(text: str, *, face: str = fonts.REGULAR, size: float = 12, width: float | None = None) -> list[Strip]:
    """``text`` centred, its lines kept together and with what follows."""
    return paragraph(text, face=face, size=size, align=Align.CENTRE, indent=0, width=width, keep=True, even=True)
