"""Rows of the dry run as a table: thousands of values, texts made for those that are seen."""

from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon

from otbor.services.imports import CheckedRow, Fate
from otbor.support.translation import gettext as _
from otbor.ui.exchange import words
from otbor.ui.exchange.tables import Index, RowModel
from otbor.ui.exchange.taking import COMES, RowState, Taking
from otbor.ui.kit.icons import icon
from otbor.ui.kit.theme import Colours
from otbor.wording.findings import short_sentence

_STATE, _PLACE, _NUMBER, _TITLE, _WRONG = range(5)


class Show(StrEnum):
    """Which rows are seen."""

    ALL = "all"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"
    STAYING = "staying"


class RowsModel(RowModel):
    """The rows of a dry run that :meth:`filter` lets through."""

    def __init__(self) -> None:
        super().__init__()
        self.taking: Taking | None = None
        self.shown = Show.ALL
        self._icons: dict[RowState, QIcon] = {}

    def open(self, taking: Taking | None, show: Show) -> None:
        """Rows of a workbook under a filter."""
        self.taking, self.shown = taking, show
        self.show([row for row in _all(taking) if self.lets(row)])

    def lets(self, row: CheckedRow) -> bool:
        """Whether the filter lets a row through; one that has been answered stays where it was."""
        if self.shown is Show.ALL or self.taking is None:
            return True
        if self.shown is Show.REFUSED:
            return row.fate is Fate.REFUSED
        if self.shown is Show.DOUBTFUL:
            return row.fate is Fate.DOUBTFUL
        return self.taking.state_of(row) not in COMES

    def dress(self, colours: Colours) -> None:
        """Signs in the colours of the look."""
        of = {RowState.REFUSED: colours.bad, RowState.DOUBTFUL: colours.warning, RowState.COMING: colours.good}
        self._icons = {s: icon(words.ICONS[s], of.get(s, colours.muted)) for s in RowState}

    def titles(self) -> list[str]:
        """Headings."""
        return [_("What will happen"), _("Sheet, row"), _("№"), _("Who or what"), _("What is wrong")]

    def cell(self, row: CheckedRow, column: int) -> str:
        """The text of a cell."""
        if column == _STATE:
            return words.state_title(self.taking.state_of(row)) if self.taking is not None else ""
        if column == _WRONG:
            return wrong_with(row)
        return {_PLACE: f"{row.sheet}, {row.row}", _NUMBER: row.number, _TITLE: row.title}[column]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, and a sign beside what will happen."""
        if role == Qt.ItemDataRole.DecorationRole and index.column() == _STATE and self.taking is not None:
            return self._icons.get(self.taking.state_of(self.rows[index.row()]))
        return super().data(index, role)

    def next_unanswered(self, after: int) -> int | None:
        """The next row below ``after`` with a look-alike that nobody has spoken of, else the first above; or None."""
        if self.taking is None:
            return None
        places = [*range(after + 1, len(self.rows)), *range(min(after + 1, len(self.rows)))]
        return next((place for place in places if self.rows[place].alike and self.taking.pairs(self.rows[place])), None)


def wrong_with(row: CheckedRow) -> str:
    """What is wrong with a row in one line."""
    if not row.findings:
        return _("differs from what is in the journal") if row.change is not None else ""
    return "; ".join(short_sentence(finding) for finding in row.findings)


def _all(taking: Taking | None) -> tuple[CheckedRow, ...]:
    return taking.checked.rows if taking is not None and taking.checked is not None else ()
