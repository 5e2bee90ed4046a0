"""The sheet of the form: its cards in two columns where there is room, in one where there is not."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from otbor.domain.applications import Channel
from otbor.domain.intake import ApplicationDraft
from otbor.services.registration import Questions, Remark, Suggestions, Typed, first_copy
from otbor.support.clock import Clock
from otbor.ui.kit.theme import em
from otbor.ui.registration.child import ChildPart
from otbor.ui.registration.documents import DocumentsPart
from otbor.ui.registration.editors import Stop
from otbor.ui.registration.family import FamilyPart
from otbor.ui.registration.filing import FilingPart
from otbor.ui.registration.proofs import ProofsPart
from otbor.ui.registration.rows import Open, Part, show_wrong
from otbor.ui.registration.wishes import WishesPart

_TWO_COLUMNS = 68  # em: from this width on


class Sheet(QScrollArea):
    """All fields of an application; ``changed`` when anything was typed or chosen."""

    changed = Signal()
    removed = Signal(object)  # a row was taken away: the state before

    def __init__(self, open_other: Open) -> None:
        super().__init__()
        self.child = ChildPart(open_other)
        self.family = FamilyPart(open_other)
        self.wishes = WishesPart(open_other)
        self.filing = FilingPart(open_other)
        self.documents = DocumentsPart(open_other)
        self.proofs = ProofsPart(open_other)
        self.parts: tuple[Part, ...] = (
            self.child, self.family, self.wishes, self.filing, self.documents, self.proofs,
        )  # fmt: skip
        self._quiet = False  # while the program itself fills the fields
        self._been_at_documents = False
        self._build()
        for part in self.parts:
            part.changed.connect(self._note)
            part.reshaped.connect(self.order)
            part.removing.connect(self._note_removal)
        self.wishes.changed.connect(lambda: self.proofs.set_groups(tuple(self.wishes.wishes.codes)))
        self.filing.channel.activated.connect(lambda _row: self._channel_chosen())
        self.child.foreign.toggled.connect(lambda foreign: self.documents.set_foreign(foreign=foreign))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def ask(self, questions: Questions) -> None:
        """Ask what a campaign asks; child and family stay as they are typed."""
        self._quiet = True
        self.wishes.ask(questions)
        self.filing.ask(questions)
        self.documents.ask(questions, first_copy(self.filing.came_by))
        self.proofs.ask(questions)
        self._restore_rest({})

    def suggest(self, given: Suggestions) -> None:
        """Offer what was typed before."""
        for part in (self.child, self.family, self.filing, self.documents, self.proofs):
            part.suggest(given)

    def typed(self, clock: Clock) -> Typed:
        """What the fields hold, read as far as it can be read."""
        filing = self.filing
        draft = ApplicationDraft(
            child=self.child.name.name,
            birth_date=self.child.birth_date,
            birth_place=self.child.birth_place.text().strip(),
            address=self.child.address.text().strip(" ,"),
            representatives=self.family.drafts(),
            groups=tuple(self.wishes.wishes.codes),
            filed_at=filing.filed_at(clock),
            consent=filing.consent.isChecked(),
            channel=filing.came_by,
            external_number=filing.external.text().strip(),
            foreign_citizen=self.child.foreign.isChecked(),
            documents=self.documents.drafts(),
            values=self.proofs.numbers(),
            achievements=self.proofs.drafts(),
            late_reason=filing.late_reason.text().strip(),
            basis=filing.case,
            previous_school=filing.previous_school,
            named=self.wishes.named,
        )
        unread = self.child.unread() | filing.unread() | self.proofs.unread()
        return Typed(draft, unread, self.documents.compared(), self.documents.comparer.chosen)

    def state(self) -> dict[str, Any]:
        """What was typed, as plain values."""
        return {
            "child": self.child.state(),
            "family": self.family.state(),
            "wishes": self.wishes.state(),
            "filing": self.filing.state(),
            "documents": self.documents.state(),
            "proofs": self.proofs.state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Put back what was typed; an empty state clears all fields."""
        self._quiet = True
        self.child.restore(state.get("child", {}))
        self.family.restore(state.get("family", []))
        self._restore_rest(state)

    def _restore_rest(self, state: dict[str, Any]) -> None:
        self.wishes.restore(state.get("wishes", {}))
        self.filing.restore(state.get("filing", {}))
        self.documents.begin_with(first_copy(self.filing.came_by))
        self.documents.set_foreign(foreign=self.child.foreign.isChecked())
        self.documents.restore(state.get("documents", {}))
        self.proofs.set_groups(tuple(self.wishes.wishes.codes))
        self.proofs.restore(state.get("proofs", {}))
        self._been_at_documents = False
        self._quiet = False
        self.order()

    # Remarks

    def tell(self, remarks: tuple[Remark, ...], *, tried: bool) -> list[Remark]:
        """Say each remark beneath its field; gives those that have no field here.

        What only is not typed yet is said after an attempt to register; a missing document, and a missing school that
        the child comes from, when the documents were passed: an empty form blames nobody.
        """
        self.filing.heed(remarks)
        rows = [row for part in self.parts for row in part.all_rows()]
        left = [remark for remark in remarks if self._due(remark, tried=tried)]
        for row in rows:
            mine = [remark for remark in left if remark.field in row.fields and remark.index == row.index]
            row.told.tell(mine)
            show_wrong(row, wrong=any(remark.forbids for remark in mine))
            left = [remark for remark in left if remark not in mine]
        self.order()
        return left

    def first_wrong(self) -> QWidget | None:
        """The field that stands in the way, from the top."""
        for part in self.parts:
            for row in part.all_rows():
                if row.shown and any(remark.forbids for remark in row.told.remarks):
                    return next((w for w in _stops(row.holder) if isinstance(w, Stop)), None)
        return None

    def first_empty(self) -> QWidget:
        """Where the person stopped typing: the first field of the first card that is not whole."""
        lines = (self.child.name.surname, self.child.born, self.child.birth_place, self.child.address)
        person = self.family.people[-1]
        more = (person.name.surname, person.phone)
        return next((line for line in (*lines, *more) if not line.text()), self.wishes.wishes)

    def _due(self, remark: Remark, *, tried: bool) -> bool:
        if remark.missing:
            return tried
        passed_by = remark.field.startswith("document:") or remark.finding.id == "intake.field_of_case_missing"
        return tried or self._been_at_documents or not passed_by

    # Keys

    def order(self) -> None:
        """Tab and Enter go from top to bottom, whatever was added later."""
        stops = [widget for part in self.parts for widget in _stops(part)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def add_here(self) -> None:
        """One more row where the focus is: a document, an achievement, else a representative."""
        here = QApplication.focusWidget()
        for part in (self.documents, self.proofs):
            if here is not None and part.isAncestorOf(here):
                part.add()
                return
        self.family.add()

    def remove_here(self) -> None:
        """Take away the last row that was added where the focus is."""
        here = QApplication.focusWidget()
        for part in (self.documents, self.proofs):
            if here is not None and part.isAncestorOf(here):
                part.remove_last()
                return
        self.family.remove()

    # Shape

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._turn()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """What is inside has grown: another size of the text, a row more."""
        taken = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._turn()
        return taken

    def _turn(self) -> None:
        side_by_side = sum(column.minimumSize().width() for column in self._sides) + 3 * self._columns.spacing()
        wide = self.viewport().width() >= max(side_by_side, em(self, _TWO_COLUMNS))
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    def _build(self) -> None:
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        side = em(self, 1)
        self._columns.setContentsMargins(side, side, side, side)
        self._columns.setSpacing(side)
        self._sides = QVBoxLayout(), QVBoxLayout()
        for column, parts in zip(self._sides, (self.parts[:3], self.parts[3:]), strict=True):
            column.setSpacing(side)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        self.setWidget(inside)

    def _note(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def _note_removal(self) -> None:
        if not self._quiet:
            self.removed.emit(self.state())

    def _channel_chosen(self) -> None:
        """A family that is not there shows no original."""
        self.documents.begin_with(first_copy(self.filing.came_by))
        self.family.set_shown(shown=self.filing.came_by is Channel.IN_PERSON)

    def _show_focused(self) -> None:
        focused = self.focusWidget()
        if focused is not None:
            self.ensureWidgetVisible(focused, 0, em(self, 5))

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self._show_focused()
            QTimer.singleShot(0, self, self._show_focused)  # remarks that come with the focus have their room by then
        if before is None or now is None or self._been_at_documents:
            return
        if self.documents.isAncestorOf(before) and not self.documents.isAncestorOf(now):
            self._been_at_documents = True
            self._note()


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """What the keyboard stops at inside ``widget``, in the order of its layouts: from top to bottom."""
    layout = widget.layout()
    if layout is None or isinstance(widget, Stop):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        return
    yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            yield from _in_layout(inner)
        elif widget is not None:
            yield from _stops(widget)
