"""Tables: fixed columns, plain string cells, a header that is repeated on every page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from otbor.documents.kit import fonts
from otbor.documents.kit.flow import MM, Strip, body_height, body_width
from otbor.documents.kit.sheet import Sheet, TableShape
from otbor.documents.kit.text import Align, fitted, narrowest, too_long

PAD = 1.2 * MM
_AIR = 0.84 * MM  # above and below the lines of a row
_LEADING = 1.12  # of a row's lines
_TALLEST = 16  # lines in a row before it is carried over to the next page in parts
_HOLDING = 0.25  # part of the body of a standing page: what is wider than that is cut into lines
_UPRIGHT_ROOM = 38 * MM  # height of a header that upright titles should not need more than
_UPRIGHT_LINE = 30 * MM  # height up to which upright titles stay in one line
_UPRIGHT_LEAST, _UPRIGHT_STEP = 7.0, 0.5  # points: the smallest type that an upright title of an ordinary length takes
_UPRIGHT_TINY = 4.0  # points: rather this than a paper that cannot be made for one endless title


@dataclass(frozen=True)
class Column:
    """A column; ``width`` in mm, 0 takes what is left (shared by all such columns); ``upright``: its title vertical."""

    title: str
    width: float = 0
    align: Align = Align.LEFT
    upright: bool = False


@dataclass(frozen=True)
class Row:
    """A row of cells; a cell may hold several lines.

    ``struck``: annulled, visible but struck through, except in the columns named by ``unstruck``; ``bold`` names the
    columns set in bold; ``span``: the first cell goes across all columns, a heading inside the table; ``joined`` names
    the columns whose cell goes on from the row above, without a rule between them.
    """

    cells: tuple[str, ...]
    struck: bool = False
    unstruck: frozenset[int] = frozenset()
    bold: frozenset[int] = frozenset()
    span: bool = False
    joined: frozenset[int] = frozenset()


_NONE = Row(())  # after the last


def holding(values: Iterable[str], least: float, size: float) -> float:
    """Width in mm of a column that holds each of ``values`` in one line even in bold, ``least`` at the least.

    It never takes more than a quarter of a standing page from the other columns; what is wider is cut into lines.
    """
    widest = max((fonts.width(fonts.clean(value), fonts.BOLD, size) for value in set(values)), default=0.0)
    return max(least, min((widest + 2 * PAD) / MM + 0.1, _HOLDING * body_width() / MM))


_Placed = tuple[int, float, float, str, str]  # column, start of the line from the upper left corner, text, face


def table(
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    size: float = 10,
    width: float | None = None,
    least: float = 0,
    high: bool = False,
    keep: bool = False,
) -> list[Strip]:
    """The table as strips; ``size`` in points, ``least`` height of a row in mm (room to write by hand).

    Cells stand in the middle of their row, with ``high`` at its top (a row in parts is always high). The header stays
    with the first row, a heading inside with the next one; ``keep`` holds the last row with the rest. Raises
    :class:`Refused` (``paper.text_too_long``) for a title that leaves no room for a row on its page.
    """
    edges = _edges(columns, width or body_width())
    header = _header(tuple(columns), tuple(edges), size)
    strips: list[Strip] = [header]
    first = 0  # place of the first row that is no heading
    for row, following in pairwise((*rows, _NONE)):
        first = first or (0 if row.span else len(strips))
        strips.extend(_row(columns, edges, row, size, least * MM, (header,), high=high, open_below=following.joined))
    if len(strips) > 2:  # no row is left alone on a page
        strips[first] = replace(strips[first], keep=True)
        strips[-2] = replace(strips[-2], keep=True)
    strips[-1] = replace(strips[-1], keep=keep)
    return strips


def _edges(columns: Sequence[Column], width: float) -> list[float]:
    fixed = sum(c.width for c in columns) * MM
    free = sum(1 for c in columns if not c.width)
    share = (width - fixed) / free if free else 0
    scale = 1 if free else width / fixed
    edges = [0.0]
    for column in columns:
        edges.append(edges[-1] + (column.width * MM * scale if column.width else share))
    return edges


@lru_cache(maxsize=64)
def _header(columns: tuple[Column, ...], edges: tuple[float, ...], size: float) -> Strip:
    most = body_height(landscape=edges[-1] > body_width() + 1) - _TALLEST * size * _LEADING - 2 * _AIR - 2 * PAD
    rows_size, size = size, min(size, 10)
    leading = size * 1.1
    cells: list[Sequence[str]] = []
    tall = 0.0
    upright_size, upright_room = _upright(columns, edges, size, most)
    upright_leading = upright_size * 1.1
    for index, column in enumerate(columns):
        across = edges[index + 1] - edges[index] - 2 * PAD
        if column.upright:
            lines = fitted(column.title, fonts.BOLD, upright_size, upright_room + 0.1)
        else:
            lines = fitted(column.title, fonts.BOLD, size, across)
        deep, room = (upright_leading, across + 2 * PAD - 2) if column.upright else (leading, most)
        if len(lines) > 1 and len(lines) * deep > room:
            raise too_long(column.title)
        cells.append(lines)
        tall = max(tall, upright_room if column.upright else len(lines) * leading)
    height = tall + 2 * PAD
    titles = tuple(fonts.clean(column.title) for column in columns)
    widths = tuple(end - start for start, end in pairwise(edges))
    shape = TableShape(widths, tuple(column.upright for column in columns), rows_size, height)

    def draw(sheet: Sheet, left: float, top: float) -> None:
        sheet.tables[titles] = shape
        for index, lines in enumerate(cells):
            middle = left + (edges[index] + edges[index + 1]) / 2
            if columns[index].upright:
                sheet.write(f"q 0 1 -1 0 {middle:.2f} {top - height + PAD:.2f} cm")  # a quarter turn
                for number, line in enumerate(lines):
                    base = (len(lines) / 2 - number - 1) * upright_leading + upright_size * 0.3
                    sheet.text(0, base, line, fonts.BOLD, upright_size)
                sheet.write("Q")
                continue
            start = top - (height - len(lines) * leading) / 2 - size * 0.9
            for number, line in enumerate(lines):
                x = middle - fonts.width(line, fonts.BOLD, size) / 2
                sheet.text(x, start - number * leading, line, fonts.BOLD, size)
        _rules(sheet, left, top, height, edges)

    return Strip(height, draw, keep=True)


def _upright(columns: Sequence[Column], edges: Sequence[float], size: float, most: float) -> tuple[float, float]:
    """Size and length in which every upright title fits across its column: the largest size that keeps the header low,
    else the smallest and whatever length it needs, up to ``most`` points: words longer than that are cut, and set
    smaller still when their parts are too many for the column."""
    upright = [(c.title, edges[i + 1] - edges[i] - 2) for i, c in enumerate(columns) if c.upright]  # a point each side
    while True:
        room = max(
            (narrowest(title, fonts.BOLD, size, _abreast(across, size)) for title, across in upright), default=0.0
        )
        if room <= _UPRIGHT_ROOM or size - _UPRIGHT_STEP < _UPRIGHT_LEAST:
            break
        size -= _UPRIGHT_STEP
    whole = max((fonts.width(fonts.clean(title), fonts.BOLD, size) for title, _ in upright), default=0.0)
    length = min(max(room, min(whole, _UPRIGHT_LINE)), most)  # no title is broken without need
    while size > _UPRIGHT_TINY and any(
        len(fitted(title, fonts.BOLD, size, length)) > _abreast(across, size) for title, across in upright
    ):
        size, length = max(size - _UPRIGHT_STEP, _UPRIGHT_TINY), most
    return size, length


def _abreast(across: float, size: float) -> int:
    """How many upright lines stand side by side in a column ``across`` points wide, one at the least."""
    return max(1, int(across / (size * 1.1)))


def _row(
    columns: Sequence[Column],
    edges: list[float],
    row: Row,
    size: float,
    least: float,
    header: tuple[Strip, ...],
    *,
    high: bool,
    open_below: frozenset[int],
) -> Iterable[Strip]:
    """The row as one strip, or as several when it is too tall for a page; ``open_below`` names the columns whose cell
    goes on in the next row."""
    if row.span:
        edges = [edges[0], edges[-1]]
        columns = [Column("", align=Align.CENTRE)]
    cells = [
        _cell(text, edges[i + 1] - edges[i] - 2 * PAD, fonts.BOLD if row.span or i in row.bold else fonts.REGULAR, size)
        for i, text in enumerate(row.cells)
    ]
    lines = max(map(len, cells))
    for start in range(0, lines, _TALLEST):
        first, last = start == 0, start + _TALLEST >= lines
        part = cells if first and last else [cell[start : start + _TALLEST] for cell in cells]
        above = _AIR if first else 0
        height = min(lines - start, _TALLEST) * size * _LEADING + above + (_AIR if last else 0)
        height = max(height, least)
        top = above if high or not (first and last) else None
        placed = _placed(columns, edges, row, part, size, height, top)
        opened = (row.joined if first else _every(edges), open_below if last else _every(edges))
        yield _row_strip(edges, row, placed, size, height, header, opened)


def _every(edges: Sequence[float]) -> frozenset[int]:
    return frozenset(range(len(edges) - 1))


def _cell(text: str, room: float, face: str, size: float) -> Sequence[str]:
    if "\n" not in text:
        return fitted(text, face, size, room)
    return [line for source in text.split("\n") for line in fitted(source, face, size, room)]


def _row_strip(
    edges: Sequence[float],
    row: Row,
    placed: Sequence[_Placed],
    size: float,
    height: float,
    header: tuple[Strip, ...],
    opened: tuple[frozenset[int], frozenset[int]],
) -> Strip:
    """``opened``: columns without a rule above and below, for their cells come from the strip above or go on below."""
    struck = [
        (x, y + size * 0.28, x + fonts.width(line, face, size), y + size * 0.28)
        for index, x, y, line, face in placed
        if row.struck and index not in row.unstruck
    ]

    def draw(sheet: Sheet, left: float, top: float) -> None:
        for _, x, y, line, face in placed:
            sheet.text(left + x, top + y, line, face, size)
        _rules(sheet, left, top, height, edges, *opened)
        if struck:
            sheet.lines([(left + x0, top + y0, left + x1, top + y1) for x0, y0, x1, y1 in struck], 0.7)

    def close(sheet: Sheet, left: float, bottom: float) -> None:
        sheet.lines([(left, bottom, left + edges[-1], bottom)])

    return Strip(height, draw, keep=row.span, repeat=header, close=close if opened[1] else None)


def _placed(
    columns: Sequence[Column],
    edges: Sequence[float],
    row: Row,
    cells: Sequence[Sequence[str]],
    size: float,
    height: float,
    above: float | None,
) -> list[_Placed]:
    """Every line of the row, in its middle, or ``above`` points under its top."""
    leading = size * _LEADING
    placed = []
    for index, lines in enumerate(cells):
        face = fonts.BOLD if row.span or index in row.bold else fonts.REGULAR
        align = columns[index].align
        start, room = edges[index] + PAD, edges[index + 1] - edges[index] - 2 * PAD
        down = ((height - len(lines) * leading) / 2 if above is None else above) + size * 0.9
        for line in lines:
            if line:
                free = 0.0 if align is Align.LEFT else room - fonts.width(line, face, size)
                placed.append((index, start + (free / 2 if align is Align.CENTRE else free), -down, line, face))
            down += leading
    return placed


def _rules(
    sheet: Sheet,
    left: float,
    top: float,
    height: float,
    edges: Sequence[float],
    open_above: frozenset[int] = frozenset(),
    open_below: frozenset[int] = frozenset(),
) -> None:
    bottom = top - height
    rules = [(left + edge, top, left + edge, bottom) for edge in edges]
    for y, opened in ((top, open_above), (bottom, open_below)):
        if not opened:
            rules.append((left, y, left + edges[-1], y))
        else:
            rules += [(left + a, y, left + b, y) for n, (a, b) in enumerate(pairwise(edges)) if n not in opened]
    sheet.lines(rules)
