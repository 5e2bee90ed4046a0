"""What the section has done away from its widgets: a workbook opened on the reading thread, rows that stayed out."""

from dataclasses import dataclass
from pathlib import Path

from otbor.services import imports
from otbor.services.office import Office
from otbor.ui.exchange import words
from otbor.ui.exchange.rows_model import wrong_with
from otbor.ui.exchange.taking import RowState, Taking
from otbor.ui.kit.tasks import Steps


def opened(office: Office, campaign_id: int, path: Path, steps: Steps) -> Taking:
    """On the reading thread: the file, what it is taken for, what its columns may be taken for."""
    book = imports.open_workbook(path)
    steps.check()
    draft = imports.draft_of(office, campaign_id, book)
    steps.check()
    return Taking(path, book, draft, imports.fields_of(office, campaign_id, book, draft))


@dataclass(frozen=True)
class Saved:
    """A table of the rows that stayed out: its files, how many rows, the headings of their columns."""

    files: tuple[Path, ...]
    rows: int
    headings: list[str]


def saved(taking: Taking, titles: tuple[str, str], path: Path) -> Saved:
    """On the reading thread: the rows that stayed out as a table; raises :class:`OSError`."""
    left = left_of(taking)
    files = imports.export_left(taking.workbook, left, titles, path)
    headings = [column.header for sheet, _rows in left for column in sheet.columns]
    return Saved(tuple(files), sum(len(rows) for _sheet, rows in left), headings)


def left_of(taking: Taking) -> list[imports.Left]:
    """The rows that stayed out, with what is wrong with each, sheet by sheet."""
    if taking.brought is None or taking.checked is None:
        return []
    rows = {(row.role, row.row): row for row in taking.checked.rows}
    left: list[imports.Left] = []
    for sheet in taking.draft.sheets:
        numbers = taking.brought.left.get(sheet.role, ()) if sheet.role is not None else ()
        told = []
        for number in numbers:
            row = rows.get((sheet.role, number)) if sheet.role is not None else None
            state = taking.state_of(row) if row is not None else RowState.REFUSED
            why = wrong_with(row) if row is not None else ""
            told.append((number, why if state is RowState.REFUSED and why else words.state_title(state)))
        if told:
            left.append((sheet, told))
    return left
