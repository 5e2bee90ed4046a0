"""Pages for the site: plain, readable by a screen reader, no script, no style, no name; every text escaped."""

import html as plain
import unicodedata
from collections.abc import Iterable, Iterator

from otbor.documents.blocks import Block, Grid, Heading, Items, Text

_KEPT = {"\n", "\t", "\u00ad"}


def fragment(blocks: Iterable[Block]) -> str:
    """The blocks as one ``<section>`` in Russian, to be put into a page of the site that has a heading of its own."""
    inner = "\n".join(line for block in blocks for line in _block(block, shift=1))
    return f'<section lang="ru">\n{inner}\n</section>\n'


def page(title: str, blocks: Iterable[Block]) -> str:
    """The blocks as a whole page, titled; its first heading is ``<h1>``."""
    inner = "\n".join(line for block in blocks for line in _block(block, shift=0))
    return (
        "<!DOCTYPE html>\n"
        '<html lang="ru">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_safe(title)}</title>\n</head>\n<body>\n<main>\n{inner}\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block, shift: int) -> Iterator[str]:
    if isinstance(block, Heading):
        level = min(6, block.level + shift)
        yield f"<h{level}>{_safe(block.text)}</h{level}>"
    elif isinstance(block, Text):
        yield f"<p>{_safe(block.text)}</p>"
    elif isinstance(block, Items):
        yield "<ol>"
        yield from (f"<li>{_safe(line)}</li>" for line in block.lines)
        yield "</ol>"
    else:
        yield from _table(block)


def _table(grid: Grid) -> Iterator[str]:
    yield f"<table>\n<caption>{_safe(grid.caption)}</caption>\n<thead>"
    yield "<tr>" + "".join(f'<th scope="col">{_safe(title)}</th>' for title in grid.header) + "</tr>\n</thead>\n<tbody>"
    for row in grid.rows:
        cells = (
            f'<th scope="row">{_safe(cell)}</th>' if number == grid.head else f"<td>{_safe(cell)}</td>"
            for number, cell in enumerate(row)
        )
        yield "<tr>" + "".join(cells) + "</tr>"
    yield "</tbody>\n</table>"


def _safe(text: str) -> str:
    """``text`` normalised and escaped; control and format characters, which could turn its direction, are left out."""
    text = unicodedata.normalize("NFC", text)
    return plain.escape("".join(c for c in text if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}))
