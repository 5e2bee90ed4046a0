"""The model of the register: what its columns are and what a cell says of a paper."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject, Qt

from otbor.services.papers.register_view import BLOCK, Line
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit import dates
from otbor.ui.kit.block_model import TEXTS, BlockModel, Index
from otbor.wording.paper_kinds import paper_kind_words, place_words

_PLACES_NAMED = 6  # in a tip: a batch has hundreds
NUMBER, DATE, KIND, ABOUT, SIGNED, REPEATED, AUTHOR = range(7)
WIDTHS = (8, 7.4, 10, 15.2, 7.2, 8, 10)  # of these, in em


class PapersModel(BlockModel[Line]):
    """Issued papers, read by ``read`` (:class:`BlockModel`)."""

    def __init__(self, read: Callable[[Sequence[int]], list[Line]], parent: QObject | None = None) -> None:
        titles = (
            _("No."),
            _("Date"),
            _("Kind"),
            _("About whom, about what"),
            _("Signatures"),
            _("Repetition"),
            _("Issued by"),
        )
        super().__init__(read, attrgetter("paper_id"), BLOCK, titles, parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says; one that cannot be read says «…»."""
        if role in TEXTS:
            line = self.line(index.row())
            return "…" if line is None else text(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            line = self.line(index.row())
            return None if line is None else tip(line)
        return None


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
