"""Pairs of a primary score and the mark beside it in a workbook, to be compared with the scale of the year."""

import re
from decimal import Decimal

from otbor.domain.findings import Finding, Refused
from otbor.domain.scales import Pair
from otbor.exchange.cells import Unreadable, is_blank, read_number
from otbor.exchange.mapping import Header, locate
from otbor.exchange.recognition import HEADER_DEPTH
from otbor.exchange.rows import RowReader
from otbor.exchange.score_mapping import SUBJECT, ExamMarks
from otbor.exchange.words import subject_name
from otbor.exchange.workbook import Book, CellValue

PART = ": "  # between the subject and the part of its work: «математика: геометрия»


def read_exam_marks(book: Book, mapping: ExamMarks) -> tuple[tuple[Pair, ...], tuple[Finding, ...]]:
    """Every pair of a row that has both a primary score and a mark, at the cell of the mark; unreadable marks named.

    A primary score that is no number is left to the reading of the participants. Raises :class:`Refused`
    (workbook.no_sheet, workbook.no_header): a sheet or column of the mapping is not in the workbook.
    """
    cells = book.sheet(mapping.sheet)
    header = locate(cells, [mapping.number, *mapping.parts.values()], HEADER_DEPTH)
    primary, marks = _by_subject(header, mapping.primary), _by_subject(header, mapping.mark)
    both = [subject for subject in primary if subject in marks]
    if not both:
        raise Refused(Finding("workbook.no_header", values={"sheet": cells.name, "columns": [mapping.mark]}))
    columns = {f"primary.{s}": primary[s] for s in both} | {f"mark.{s}": marks[s] for s in both}
    parts = {name: header.number(column) for name, column in mapping.parts.items()}
    reader = RowReader(cells, columns | parts, header.row)
    pairs: list[Pair] = []
    findings: list[Finding] = []
    nothing: Decimal | None = None
    for row in reader.rows():
        known = {name: points for name in parts if (points := reader.read(name, _number, nothing)) is not None}
        for subject in both:
            points = reader.read(f"primary.{subject}", _number, nothing)
            mark = reader.read(f"mark.{subject}", read_number, nothing)
            if points is not None and mark is not None:
                where = cells.address(row, columns[f"mark.{subject}"])
                own = {n.removeprefix(subject + PART): p for n, p in known.items() if n.startswith(subject + PART)}
                pairs.append(Pair(subject, points, mark, where, own))
        findings += reader.findings
    return tuple(pairs), tuple(findings)


def _by_subject(header: Header, column: str) -> dict[str, int]:
    """Columns whose header is ``column`` with a subject in the place of ``{subject}``, by the subject's own name."""
    before, after = (re.escape(part.strip().lower()) for part in column.split(SUBJECT, 1))
    pattern = re.compile(rf"{before}\s*(.+?)\s*{after}")
    found = {name: pattern.fullmatch(" ".join(name.lower().split())) for name in header.columns}
    return {subject_name(match[1]): header.columns[name] for name, match in found.items() if match}


def _number(value: CellValue) -> Decimal | None:
    """The number of a cell, None for anything else."""
    try:
        return None if is_blank(value) else read_number(value)
    except Unreadable:
        return None
