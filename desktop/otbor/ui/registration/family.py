"""Parents and other legal representatives (законные представители, п. 11): one to begin with, as many as are named."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.domain.intake import RepresentativeDraft
from otbor.services.registration import Suggestions
from otbor.services.typed import phones_text
from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.suggesting import relations
from otbor.ui.kit.theme import em, mark
from otbor.ui.registration.editors import Check, Line
from otbor.ui.registration.names import NameField
from otbor.ui.registration.rows import Open, Part, Row, Rows


class Representative(QWidget):
    """The fields of one representative."""

    changed = Signal()
    removed = Signal()

    def __init__(self, index: int, open_other: Open) -> None:
        super().__init__()
        whose = _("Representative {number}").format(number=index + 1)
        self.name = NameField(whose)
        self.relation = Line(_("{whose}: who it is to the child").format(whose=whose), _("mother, father, guardian"))
        self.phone = Line(_("{whose}: telephone").format(whose=whose))
        self.address = Line(_("{whose}: address").format(whose=whose), _("the same as the child's"))
        self.shown = Check(
            _("identity document shown"),
            _("{whose}: the original of the identity document is shown").format(whose=whose),
        )
        self.rows = Rows(open_other)
        self.rows.add(_("Name of the person"), [self.name], ["parent_name"], index=index)
        self.rows.add(_("Who it is"), [self.relation], ["parent_relation"], index=index, tail=1)
        self.rows.add(_("Telephone"), [self.phone], ["parent_phone"], index=index)
        self.rows.add(_("Address"), [self.address], ["parent_address"], index=index)
        self.rows.add(_("Identity"), [self.shown], ["identity"], index=index)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if index:
            column.addWidget(_rule())
            column.addLayout(self._head(whose))
        column.addWidget(self.rows)
        self.shown.setChecked(True)
        self.name.changed.connect(self.changed)
        for line in (self.relation, self.phone, self.address):
            line.textChanged.connect(lambda _text: self.changed.emit())
        self.shown.toggled.connect(lambda _on: self.changed.emit())
        self.phone.left.connect(lambda: self.phone.setText(phones_text(self.phone.text())))

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not "".join([*self.name.state(), self.relation.text(), self.phone.text(), self.address.text()]).strip()

    def draft(self) -> RepresentativeDraft:
        """What was typed."""
        return RepresentativeDraft(
            self.name.name,
            self.phone.text().strip(),
            self.relation.text().strip(),
            self.address.text().strip(),
            self.shown.isChecked(),
        )

    def state(self) -> dict[str, Any]:
        """What was typed, as plain values."""
        return {
            "name": self.name.state(),
            "relation": self.relation.text(),
            "phone": self.phone.text(),
            "address": self.address.text(),
            "shown": self.shown.isChecked(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Put back what was typed; an empty state clears."""
        self.name.restore(state.get("name", ["", "", ""]))
        self.relation.setText(state.get("relation", ""))
        self.phone.setText(state.get("phone", ""))
        self.address.setText(state.get("address", ""))
        self.shown.setChecked(state.get("shown", True))

    def _head(self, whose: str) -> QHBoxLayout:
        title = QLabel(whose)
        mark(title, "muted")
        away = QPushButton(_("Remove"))
        away.setAccessibleName(_("Remove: {whose}").format(whose=whose))
        give_icon(away, "trash")
        away.clicked.connect(lambda _checked: self.removed.emit())
        row = QHBoxLayout()
        row.addWidget(title, 1)
        row.addWidget(away)
        return row


class FamilyPart(Part):
    """The card of the representatives."""

    def __init__(self, open_other: Open) -> None:
        super().__init__(_("Parents and legal representatives"), open_other)
        self.people: list[Representative] = []
        self._suggestions = Suggestions()
        self._list = QVBoxLayout()
        self._list.setSpacing(em(self, 0.5))
        self.more = QPushButton(_("One more representative"))
        give_icon(self.more, "plus")
        self.more.clicked.connect(lambda _checked: self.add())
        self.column.addLayout(self._list)
        below = QHBoxLayout()
        below.addWidget(self.more)
        below.addStretch(1)
        self.column.addLayout(below)
        self._append()

    def add(self) -> None:
        """One more representative, ready to be typed."""
        person = self._append()
        self.reshaped.emit()
        person.name.surname.setFocus(Qt.FocusReason.TabFocusReason)
        self.note()

    def remove(self, person: Representative | None = None) -> bool:
        """Take away ``person``, by default the last of several; whether there was one to take away."""
        if len(self.people) < 2:
            return False
        at = len(self.people) - 1 if person is None else self.people.index(person)
        self.removing.emit()
        states = [one.state() for one in self.people]
        del states[at]
        self._set(states)
        self.people[-1].name.surname.setFocus()
        self.note()
        return True

    def drafts(self) -> tuple[RepresentativeDraft, ...]:
        """All of them as typed; one added and left empty is nobody."""
        typed = list(self.people)
        while len(typed) > 1 and typed[-1].empty:
            typed.pop()
        return tuple(person.draft() for person in typed)

    def suggest(self, given: Suggestions) -> None:
        """Offer what was typed before, and the usual words."""
        self._suggestions = given
        for person in self.people:
            self._offer(person)

    def all_rows(self) -> list[Row]:
        """The rows of each of them."""
        return [row for person in self.people for row in person.rows.rows]

    def state(self) -> list[dict[str, Any]]:
        """What was typed, as plain values."""
        return [person.state() for person in self.people]

    def restore(self, states: list[dict[str, Any]]) -> None:
        """Put back what was typed; an empty state clears."""
        self._set(states or [{}])

    def set_shown(self, *, shown: bool) -> None:
        """Whether the identity is shown as a rule: it is where the family comes itself."""
        for person in self.people:
            person.shown.setChecked(shown)

    def _set(self, states: list[dict[str, Any]]) -> None:
        while len(self.people) > len(states):
            gone = self.people.pop()
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.people) < len(states):
            self._append()
        for person, state in zip(self.people, states, strict=True):
            person.restore(state)
        self.reshaped.emit()

    def _append(self) -> Representative:
        person = Representative(len(self.people), self.open_other)
        person.changed.connect(self.note)
        person.removed.connect(lambda: self.remove(person))
        self._offer(person)
        self.people.append(person)
        self._list.addWidget(person)
        person.show()  # at once, not with the next event: the focus goes there now
        return person

    def _offer(self, person: Representative) -> None:
        person.relation.suggest(relations(self._suggestions.relations))
        person.address.suggest(self._suggestions.addresses)


def _rule() -> QFrame:
    line = QFrame()
    mark(line, "rule")
    return line
