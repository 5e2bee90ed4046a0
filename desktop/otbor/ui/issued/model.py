"""The table's model: ids of all papers, and of their data only the blocks that somebody looks at."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from otbor.services.papers.register_view import BLOCK, Line
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit import dates
from otbor.ui.kit.failures import failure_of
from otbor.wording.paper_kinds import paper_kind_words, place_words

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_KEPT = 24  # blocks: pages back and forth are there at once
_TEXTS = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
_PLACES_NAMED = 6  # in a tip: a batch has hundreds
NUMBER, DATE, KIND, ABOUT, SIGNED, REPEATED, AUTHOR = range(7)


class PapersModel(QAbstractTableModel):
    """Rows of :meth:`show`; ``read`` gives the lines of a block and runs on the window's thread."""

    failed = Signal(object)  # a Failure: told once, until the rows are asked for anew

    def __init__(self, read: Callable[[Sequence[int]], list[Line]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: array[int] = array("q")
        self._read = read
        self._blocks: OrderedDict[int, dict[int, Line]] = OrderedDict()
        self._broken = False
        self._titles = (
            _("No."),
            _("Date"),
            _("Kind"),
            _("About whom, about what"),
            _("Signatures"),
            _("Repetition"),
            _("Issued by"),
        )

    def show(self, ids: "array[int]") -> None:
        """Other rows."""
        self.beginResetModel()
        self.ids = ids
        self._forget()
        self.endResetModel()

    def refresh(self) -> None:
        """The same rows, read anew."""
        self._forget()
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(self._titles) - 1))

    def line(self, row: int) -> Line | None:
        """The paper of a row; None while it cannot be read."""
        start = row // BLOCK
        block = self._blocks.get(start)
        if block is None:
            block = self._load(start)
        else:
            self._blocks.move_to_end(start)
        return block.get(self.ids[row])

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """So many papers."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Number, date, kind, about whom, signatures, repetition, author."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self._titles[section] if role in _TEXTS else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says; one that cannot be read says «…»."""
        if role in _TEXTS:
            line = self.line(index.row())
            return "…" if line is None else text(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            line = self.line(index.row())
            return None if line is None else tip(line)
        return None

    def _load(self, start: int) -> dict[int, Line]:
        if self._broken:
            return {}
        try:
            wanted = self.ids[start * BLOCK : (start + 1) * BLOCK].tolist()
            block = {line.paper_id: line for line in self._read(wanted)}
        except Exception as error:  # noqa: BLE001 - the edge of Qt's own call: an error told, not one a cell
            self._broken = True
            self.failed.emit(failure_of(error))
            return {}
        self._blocks[start] = block
        if len(self._blocks) > _KEPT:
            self._blocks.popitem(last=False)
        return block

    def _forget(self) -> None:
        self._blocks.clear()
        self._broken = False


def text(line: Line, column: int) -> str:
    """What the cell of a paper says."""
    cells = {
        NUMBER: line.number,
        DATE: dates.day(line.issued_on),
        KIND: paper_kind_words(line.kind),
        ABOUT: line.about,
        AUTHOR: line.author,
        REPEATED: repetition(line),
    }
    return signatures(line) if column == SIGNED else cells[column]


def repetition(line: Line) -> str:
    """Empty for the first printing."""
    return _("repeated {number}").format(number=line.repetition) if line.repetition else ""


def signatures(line: Line) -> str:
    """How far the electronic signing of a paper is."""
    signed, waiting = len(line.signed_by), len(line.unsigned)
    if not signed and not waiting:
        return ""
    if not waiting:
        return _("signed")
    if not signed:
        return _("not signed")
    return _("signed: {done} of {of}").format(done=signed, of=signed + waiting)


def awaited(line: Line) -> str:
    """Places of a paper that wait for a signature; the rest of many is counted."""
    named = ", ".join(map(place_words, line.unsigned[:_PLACES_NAMED]))
    more = len(line.unsigned) - _PLACES_NAMED
    if more <= 0:
        return named
    return ngettext("{named} and {count} more", "{named} and {count} more", more).format(named=named, count=more)


def tip(line: Line) -> str:
    """Everything about a paper that the table has no room for."""
    said = [line.title, _("Issued {moment}, {author}").format(moment=_moment(line), author=line.author)]
    said += [_("Signed by {who}").format(who=who) for who in line.signed_by]
    if line.unsigned:
        said.append(_("Places without an electronic signature: {places}").format(places=awaited(line)))
    if line.within is not None:
        said.append(_("Printed in the common file of a batch"))
    said.append(f"SHA-256: {line.sha256}")
    return "\n".join(said)


def _moment(line: Line) -> str:
    return f"{dates.day(line.issued_at.date())} {line.issued_at:%H:%M}"
