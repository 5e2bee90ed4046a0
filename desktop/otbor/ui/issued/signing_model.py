"""Papers on their way to be signed: which, who is awaited on each, what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from otbor.domain.findings import Refused
from otbor.services.papers.register_view import Line
from otbor.support.translation import gettext as _
from otbor.ui.issued.model import awaited
from otbor.wording.findings import sentence

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TEXTS = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}
NUMBER, PAPER, AWAITED, OUTCOME = range(4)


@dataclass
class Run:
    """What a signing has done so far, paper by paper: it may be stopped on its way. Written by the signing thread."""

    signed: dict[int, str] = field(default_factory=dict)  # by whom
    refused: dict[int, Refused] = field(default_factory=dict)


class SigningModel(QAbstractTableModel):
    """Rows of :meth:`show`; what runs have done is kept until other papers are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()
        self.signed: dict[int, str] = {}
        self._refused: Mapping[int, Refused] = {}
        self._titles = (_("No."), _("Paper"), _("Awaited"), _("What became of it"))

    @property
    def to_sign(self) -> list[int]:
        """Row ids of the papers that are not signed yet, in the order shown."""
        return [line.paper_id for line in self.lines if line.paper_id not in self.signed]

    def show(self, lines: Sequence[Line]) -> None:
        """Other papers."""
        self.beginResetModel()
        self.lines, self.signed, self._refused = lines, {}, {}
        self.endResetModel()

    def renew(self, lines: Sequence[Line]) -> None:
        """The same papers as they are now."""
        if [line.paper_id for line in lines] == [line.paper_id for line in self.lines]:
            self.lines = lines
            self._changed()

    def tell(self, run: Run) -> None:
        """News of a run."""
        self.signed |= run.signed
        self._refused = dict(run.refused)
        self._changed()

    def _changed(self) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0, AWAITED), self.index(len(self.lines) - 1, OUTCOME))

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """So many papers."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Number, title, places that wait, outcome."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns."""
        shown = orientation is Qt.Orientation.Horizontal and role in _TEXTS
        return self._titles[section] if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts of the cells; the whole of a text as a tip, for screen readers too."""
        if role not in _TEXTS:
            return None
        line = self.lines[index.row()]
        cells = {NUMBER: line.number, PAPER: line.title, AWAITED: awaited(line)}
        return self.outcome(line.paper_id) if index.column() == OUTCOME else cells[index.column()]

    def outcome(self, paper_id: int) -> str:
        """What became of a paper, empty while nothing has."""
        if paper_id in self.signed:
            return _("signed by {who}").format(who=self.signed[paper_id])
        refused = self._refused.get(paper_id)
        return "" if refused is None else "\n".join(map(sentence, refused.findings))
