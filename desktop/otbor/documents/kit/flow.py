"""The flow of a paper: strips laid down page after page, what belongs together kept together.

A strip is the smallest thing that a page break never cuts (a line, a row, a signature). Lengths are points, ``y`` grows
upwards as in PDF, a strip is drawn down from its ``top``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from otbor.documents.kit.sheet import Sheet

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, 10 * MM, 20 * MM, 20 * MM  # ГОСТ Р 7.0.97, room for the binder at the left


Draw = Callable[[Sheet, float, float], None]  # sheet, left, top


@dataclass(frozen=True, slots=True)
class Strip:
    """``keep``: on one page with the next strip; ``repeat``: drawn above it when a page begins with it."""

    height: float
    draw: Draw
    keep: bool = False
    repeat: tuple["Strip", ...] = ()
    gap: bool = False  # white space, dropped at the top of a page
    close: Draw | None = None  # drawn too when the strip is the last of its page (the lower rule of a carried row)


@dataclass(frozen=True)
class Section:
    """Strips that begin on a page of their own."""

    strips: Sequence[Strip]
    landscape: bool = False


@dataclass(frozen=True)
class Page:
    """One laid out page."""

    strips: tuple[Strip, ...]
    landscape: bool


def page_size(*, landscape: bool) -> tuple[float, float]:
    """Width and height of the sheet in points."""
    return (A4[1], A4[0]) if landscape else A4


def body_width(*, landscape: bool = False) -> float:
    """Width between the margins, in points."""
    return page_size(landscape=landscape)[0] - LEFT - RIGHT


def body_height(*, landscape: bool = False) -> float:
    """Height between the margins, in points."""
    return page_size(landscape=landscape)[1] - TOP - BOTTOM


def _nothing(sheet: Sheet, left: float, top: float) -> None:
    """A gap draws nothing."""


def gap(height: float, *, keep: bool = False) -> Strip:
    """White space of ``height`` points."""
    return Strip(height, _nothing, keep=keep, gap=True)


def kept(strips: Iterable[Strip]) -> list[Strip]:
    """``strips`` held together with each other and with what follows."""
    return [replace(s, keep=True) for s in strips]


def pages(section: Section, first_reserve: float = 0) -> list[Page]:
    """Lay ``section`` out; ``first_reserve`` points stay free at the bottom of its first page."""
    height = body_height(landscape=section.landscape)
    done: list[list[Strip]] = [[]]
    room = height - first_reserve

    def turn(strip: Strip) -> None:
        nonlocal room
        done.append(list(strip.repeat))
        room = height - sum(s.height for s in strip.repeat)

    for chunk in _chunks(section.strips):
        if sum(s.height for s in chunk) > room and done[-1]:
            while chunk and chunk[0].gap:
                chunk.pop(0)
            if not chunk:
                continue
            turn(chunk[0])
        for strip in chunk:
            if strip.height > room and done[-1]:  # only a chunk taller than a page comes here
                turn(strip)
            if strip.gap and not done[-1]:
                continue
            done[-1].append(strip)
            room -= strip.height
    return [Page(tuple(strips), section.landscape) for strips in done]


def _chunks(strips: Sequence[Strip]) -> Iterable[list[Strip]]:
    chunk: list[Strip] = []
    for strip in strips:
        chunk.append(strip)
        if not strip.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
