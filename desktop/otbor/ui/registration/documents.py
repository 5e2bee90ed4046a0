"""What was handed in (представленные документы, п. 11): the checklist of this campaign, other papers, who compared."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.domain.applications import CopyKind
from otbor.domain.intake import DocumentDraft
from otbor.services.registration import AskedDocument, Questions, Suggestions
from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em
from otbor.ui.kit.ticks import TickTitle
from otbor.ui.registration.editors import Box, Check, Line, Number
from otbor.ui.registration.rows import Open, Part, Row, Rows, Told

OTHER = "other"


@dataclass(frozen=True)
class Copies:
    """The kinds of copies: (id, title), which of them are compared, and the one to begin with."""

    kinds: tuple[tuple[str, str], ...]
    compared: frozenset[str]
    first: str


class Paper(QWidget):
    """One document: whether it is there, in what form, of how many sheets, and whether it was compared."""

    changed = Signal()
    removed = Signal()

    def __init__(self, asked: AskedDocument | None, copies: Copies, open_other: Open) -> None:
        super().__init__()
        self.asked = asked
        self._compared = copies.compared
        name = asked.title if asked else _("Another document")
        self.there = Check("", name)
        self.title = Line(_("Title of another document"), _("title of the document"))
        self.kind = Box(_("{document}: form of the copy").format(document=name))
        self.sheets = Number(_("{document}: sheets").format(document=name))
        self.sheets.setPrefix(_("sheets: "))
        self.checked = Check(_("compared"), _("{document}: compared with the original").format(document=name))
        self.told = Told(open_other)
        self.row = Row(frozenset({f"document:{asked.id}" if asked else OTHER}), 0, QLabel(), self, self.told, ())
        self._details = QWidget()
        self._build(name)
        self.offer(copies)
        self.there.toggled.connect(lambda _on: self._shape())
        self.kind.currentIndexChanged.connect(lambda _row: self._shape())
        self.sheets.valueChanged.connect(lambda _number: self.changed.emit())
        self.checked.toggled.connect(lambda _on: self.changed.emit())
        self.title.textChanged.connect(lambda _text: self.changed.emit())

    def offer(self, copies: Copies) -> None:
        """Offer the kinds of copies; what is not handed in yet begins with the usual one."""
        self.kind.offer(copies.kinds)
        if not self.there.isChecked() or self.asked is None:
            shown = self.asked is not None and self.asked.shown
            self.kind.choose(CopyKind.ORIGINAL.value if shown else copies.first)
        self._shape()

    @property
    def draft(self) -> DocumentDraft | None:
        """The document as typed, None when it was not handed in."""
        title = self.asked.title if self.asked else self.title.text().strip()
        if not self.there.isChecked() or not title:
            return None
        kind = self.asked.id if self.asked else OTHER
        return DocumentDraft(kind, title[:1].upper() + title[1:], CopyKind(self.kind.chosen), self.sheets.value())

    @property
    def is_compared(self) -> bool:
        """Whether somebody has compared it."""
        return self.checked.isChecked() and self.kind.chosen in self._compared

    def state(self) -> dict[str, Any]:
        """What was typed, as plain values."""
        return {
            "id": self.asked.id if self.asked else "",
            "there": self.there.isChecked(),
            "title": self.title.text(),
            "kind": self.kind.chosen,
            "sheets": self.sheets.value(),
            "compared": self.checked.isChecked(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Put back what was typed; an empty state clears."""
        self.there.setChecked(state.get("there", False))
        self.title.setText(state.get("title", ""))
        if "kind" in state:
            self.kind.choose(state["kind"])
        self.sheets.setValue(state.get("sheets", 1))
        self.checked.setChecked(state.get("compared", False))
        self._shape()

    def _shape(self) -> None:
        self._details.setVisible(self.there.isChecked())
        self.checked.setVisible(self.kind.chosen in self._compared)
        self.changed.emit()

    def _build(self, name: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(em(self, 0.4))
        if self.asked is not None:
            head.addWidget(self.there, 0, Qt.AlignmentFlag.AlignTop)
            head.addWidget(TickTitle(name, self.there), 1)
        else:
            self.there.setChecked(True)
            self.there.hide()
            away = QPushButton()
            give_icon(away, "trash")
            away.setAccessibleName(_("Remove the document"))
            away.setToolTip(_("Remove the document"))
            away.clicked.connect(lambda _checked: self.removed.emit())
            head.addWidget(self.title, 1)
            head.addWidget(away)
        below = QHBoxLayout(self._details)
        below.setContentsMargins(em(self, 1.7) if self.asked else 0, 0, 0, 0)
        below.setSpacing(em(self, 0.5))
        below.addWidget(self.kind, 1)
        below.addWidget(self.sheets)
        below.addWidget(self.checked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.2))
        column.addLayout(head)
        column.addWidget(self._details)
        column.addWidget(self.told)


class DocumentsPart(Part):
    """The card of the documents."""

    def __init__(self, open_other: Open) -> None:
        super().__init__(_("Documents handed in"), open_other)
        self.papers: list[Paper] = []
        self._questions: Questions | None = None
        self._copies = Copies((), frozenset(), "")
        self._foreign = False
        self._held: dict[str, dict[str, Any]] = {}  # what was said of documents that are not asked for now
        self._suggestions = Suggestions()
        self._list = QVBoxLayout()
        self._list.setSpacing(em(self, 0.45))
        self.more = QPushButton(_("Another document"))
        give_icon(self.more, "plus")
        self.more.clicked.connect(lambda _checked: self.add())
        self.comparer = Box(_("Compared by"))
        self._rows = Rows(open_other)
        self._by = self._rows.add(_("Compared by"), [self.comparer], ["comparer", "documents"])
        below = QHBoxLayout()
        below.addWidget(self.more)
        below.addStretch(1)
        self.column.addLayout(self._list)
        self.column.addLayout(below)
        self.column.addWidget(self._rows)
        self.comparer.currentIndexChanged.connect(lambda _row: self.note())

    def ask(self, questions: Questions, first: CopyKind) -> None:
        """List the documents of a campaign."""
        self._questions = questions
        kinds = tuple((kind.id, kind.title[:1].upper() + kind.title[1:]) for kind in questions.copy_kinds)
        self._copies = Copies(kinds, questions.compared, first.value)
        self.comparer.offer([("", "—"), *((member.id, member.title) for member in questions.comparers)])
        self.comparer.choose(questions.comparer)
        self._foreign = False
        self._fill([])

    def begin_with(self, first: CopyKind) -> None:
        """The form of copies to begin with, by how the application came."""
        if first.value != self._copies.first:
            self._copies = Copies(self._copies.kinds, self._copies.compared, first.value)
            for paper in self.papers:
                paper.offer(self._copies)

    def set_foreign(self, *, foreign: bool) -> None:
        """List the documents of a foreign citizen, or no longer; what was said of them comes back with them."""
        if foreign != self._foreign:
            self._foreign = foreign
            states = [paper.state() for paper in self.papers]
            self._held |= {state["id"]: state for state in states if state["id"]}
            self._fill([*self._held.values(), *(state for state in states if not state["id"])])

    def add(self) -> None:
        """One more document that the checklist does not know."""
        paper = self._append(None)
        self.reshaped.emit()
        paper.title.setFocus(Qt.FocusReason.TabFocusReason)
        self.note()

    def remove_last(self) -> bool:
        """Take away the last of the other documents; whether there was one."""
        others = [paper for paper in self.papers if paper.asked is None]
        if others:
            self._remove(others[-1])
            self.more.setFocus()
        return bool(others)

    def drafts(self) -> tuple[DocumentDraft, ...]:
        """What was handed in."""
        return tuple(draft for paper in self.papers if (draft := paper.draft) is not None)

    def compared(self) -> tuple[int, ...]:
        """Places in :meth:`drafts` of those that were compared."""
        handed = [paper for paper in self.papers if paper.draft is not None]
        return tuple(place for place, paper in enumerate(handed) if paper.is_compared)

    def suggest(self, given: Suggestions) -> None:
        """Offer titles typed before."""
        self._suggestions = given
        for paper in self.papers:
            paper.title.suggest(given.documents)

    def all_rows(self) -> list[Row]:
        """Its rows."""
        return [*(paper.row for paper in self.papers), *self._rows.rows]

    def state(self) -> dict[str, Any]:
        """What was typed, as plain values."""
        return {"papers": [paper.state() for paper in self.papers], "comparer": self.comparer.chosen}

    def restore(self, state: dict[str, Any]) -> None:
        """Put back what was typed; an empty state clears."""
        self._held = {}
        self._fill(state.get("papers", []))
        if self._questions is not None:
            self.comparer.choose(state.get("comparer", self._questions.comparer))

    def _fill(self, states: list[dict[str, Any]]) -> None:
        for paper in self.papers:
            self._list.removeWidget(paper)
            paper.hide()
            paper.deleteLater()
        self.papers = []
        known = {state["id"]: state for state in states if state["id"]}
        for asked in self._questions.documents[self._foreign] if self._questions else ():
            self._append(asked).restore(known.get(asked.id, {}))
        for state in states:
            if not state["id"]:
                self._append(None).restore(state)
        self._show_by()
        self.reshaped.emit()

    def _append(self, asked: AskedDocument | None) -> Paper:
        paper = Paper(asked, self._copies, self.open_other)
        paper.title.suggest(self._suggestions.documents)
        paper.changed.connect(self._changed)
        paper.removed.connect(lambda: self._remove(paper))
        self.papers.append(paper)
        self._list.addWidget(paper)
        paper.show()
        return paper

    def _remove(self, paper: Paper) -> None:
        self.removing.emit()
        self.papers.remove(paper)
        self._list.removeWidget(paper)
        paper.hide()
        paper.deleteLater()
        self.reshaped.emit()
        self.note()

    def _changed(self) -> None:
        self._show_by()
        self.note()

    def _show_by(self) -> None:
        self._by.show(shown=any(paper.draft is not None and paper.is_compared for paper in self.papers))
