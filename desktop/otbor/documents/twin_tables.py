"""Columns of a twin's tables (DOCX) as wide as the paper's own, whatever program opens it: none guesses them.

Only tables whose first row is that of a table of ours are touched; a school's template may hold others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from otbor.documents.kit import fonts
from otbor.documents.kit.sheet import TableShape
from otbor.documents.kit.tables import PAD

_TWIPS = 20  # of a point
_SMALLEST = 5.0  # points: a table that lies on the paper stands in the twin, and its type shrinks with it
_SIZE = 10.0  # points: of a table that the paper does not have


@dataclass(frozen=True)
class TwinTable:
    """A table of a twin: its cells, cleaned as they stand in the file."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def set_columns(document: Document, tables: Sequence[TwinTable], shapes: Mapping[tuple[str, ...], TableShape]) -> None:
    """Fix the columns of every table in ``document``: by the ``shapes`` of the paper's tables, which are found by the
    titles of their columns, else by what the cells hold."""
    section = document.sections[0]
    width, left, right = section.page_width, section.left_margin, section.right_margin
    if width is None or left is None or right is None:
        return  # a template without a sheet: its columns are its own
    room = (width - left - right) / Pt(1)
    known = {table.header: shapes.get(table.header) or _natural(table, room) for table in tables}
    for table in document.tables:
        titles = tuple(_text(cell) for cell in table._tbl.tr_lst[0].tc_lst)  # noqa: SLF001 - the row's own cells, fast
        if shape := known.get(titles):
            _fix(table, shape, room)


def _natural(table: TwinTable, room: float) -> TableShape:
    """Columns that hold their longest cell in one line as far as there is room; the rest is shared out by need."""
    needs = [
        max(fonts.width(text, fonts.BOLD, _SIZE) for text in (title, *(row[column] for row in table.rows))) + 2 * PAD
        for column, title in enumerate(table.header)
    ]
    fair = room / len(needs)
    narrow = sum(need for need in needs if need <= fair)
    wide = sum(need for need in needs if need > fair)
    if not wide:
        widths = [need * room / narrow for need in needs]
    else:
        widths = [need if need <= fair else need * (room - narrow) / wide for need in needs]
    return TableShape(tuple(widths), (False,) * len(needs), _SIZE, 0)


def _text(cell: Any) -> str:
    return "".join(text.text or "" for text in cell.iter(qn("w:t")))


def _fix(table: Table, shape: TableShape, room: float) -> None:
    scale = min(1.0, room / sum(shape.widths))
    widths = [round(width * scale * _TWIPS) for width in shape.widths]
    xml = table._tbl  # noqa: SLF001 - python-docx sets no grid, no margins and no direction of text
    table.autofit = False
    whole = xml.tblPr.find(qn("w:tblW"))
    if whole is not None:
        xml.tblPr.remove(whole)
    table._tblPr.find(qn("w:tblLayout")).addnext(_margins())  # noqa: SLF001
    for column in list(xml.tblGrid):
        xml.tblGrid.remove(column)
    for width in widths:
        xml.tblGrid.append(_element("w:gridCol", w=width))
    for row in xml.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Pt(width / _TWIPS)
        row.get_or_add_trPr().append(_element("w:cantSplit"))
    for size in xml.iter(qn("w:sz")):
        size.set(qn("w:val"), str(round(2 * max(_SMALLEST, shape.size * scale))))
    if any(shape.upright):
        _turn(table, shape)


def _turn(table: Table, shape: TableShape) -> None:
    """Titles that stand upright on the paper stand so here, in a row as high as the paper's."""
    header = table.rows[0]
    header.height = Pt(shape.height)
    for cell, upright in zip(header._tr.tc_lst, shape.upright, strict=True):  # noqa: SLF001
        properties = cell.get_or_add_tcPr()
        if upright:
            properties.append(_element("w:textDirection", val="btLr"))
        properties.append(_element("w:vAlign", val="center"))


def _margins() -> Any:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=round(PAD * _TWIPS), type="dxa"))
    return margins


def _element(tag: str, **attributes: Any) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element
