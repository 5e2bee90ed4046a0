"""Representatives in a correction: names, telephones, addresses; one more, one less."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from otbor.domain.people import FullName, full_name, phones
from otbor.services.card_rows import PersonCard
from otbor.services.registration import Suggestions
from otbor.support.translation import gettext as _
from otbor.ui.card import words
from otbor.ui.card.blocks import LABELS, link, row_of
from otbor.ui.card.fields import Field
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.suggesting import relations, suggest
from otbor.ui.kit.theme import by_text, em, mark


class PersonEditor(QFrame):
    """Controls of one representative; an empty address is the child's."""

    def __init__(self, person: PersonCard, number: int) -> None:
        super().__init__()
        self.surname, self.given, self.patronymic = QLineEdit(), QLineEdit(), QLineEdit()
        self.relation, self.phone, self.address = QLineEdit(), QLineEdit(), QLineEdit()
        self.shown = QCheckBox(_("shown"))
        self.address.setPlaceholderText(_("the child's"))
        self.address.textChanged.connect(self.address.setToolTip)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 0.8))
        self._grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QLineEdit | QCheckBox], ...] = (
            (_("Surname"), self.surname),
            (_("Given name"), self.given),
            (_("Patronymic"), self.patronymic),
            (_("Relation"), self.relation),
            (_("Telephone"), self.phone),
            (_("Address"), self.address),
            (_("Identity document"), self.shown),
        )
        for label, control in rows:
            name, place = QLabel(label), self._grid.rowCount()
            name.setWordWrap(True)
            name.setContentsMargins(0, em(self, 0.35), 0, 0)  # level with the text of its control
            mark(name, "muted")
            name.setBuddy(control)
            control.setAccessibleName(_("Representative {number}: {field}").format(number=number, field=label))
            if control is self.address:  # beside its name a narrow card would show the beginning only
                self._grid.addWidget(name, place, 0, 1, 2)
                self._grid.addWidget(control, place + 1, 0, 1, 2)
                continue
            by_text(name, QWidget.setFixedWidth, LABELS)
            self._grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(control, place, 1)
        self._show(person)

    def _show(self, person: PersonCard) -> None:
        self.surname.setText(person.name.surname)
        self.given.setText(person.name.given)
        self.patronymic.setText(person.name.patronymic)
        self.relation.setText(person.relation)
        self.phone.setText(words.phone(person.phone))
        self.address.setText(person.address)
        self.shown.setChecked(person.identity_shown)
        for line in (self.surname, self.address):
            line.setCursorPosition(0)

    def person(self) -> PersonCard:
        """What is typed; a telephone that can be read stands in its one form."""
        texts = (self.surname, self.given, self.patronymic, self.relation, self.phone, self.address)
        surname, given, patronymic, relation, phone, address = (" ".join(line.text().split()) for line in texts)
        read = ", ".join(phones(phone)) or phone
        return PersonCard(full_name(surname, given, patronymic), relation, read, address, self.shown.isChecked())


class PeopleField(Field):
    """All representatives."""

    def __init__(self, key: str, label: str) -> None:
        holder = QWidget()
        super().__init__(key, label, holder)
        self.editors: list[PersonEditor] = []
        self._suggestions = Suggestions()
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.more = QPushButton(_("One more representative"))
        self.more.setAutoDefault(False)
        give_icon(self.more, "plus")
        self.more.clicked.connect(self._add_empty)
        self._column.addWidget(row_of(self.more))

    def value(self) -> tuple[PersonCard, ...]:
        """Everyone, as typed."""
        return tuple(editor.person() for editor in self.editors)

    def put(self, value: tuple[PersonCard, ...]) -> None:
        """Show these and no others."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows, self.editors = [], []
        for person in value:
            self._add(person)

    def say(self, value: tuple[PersonCard, ...]) -> str:
        """Names and telephones."""
        return "; ".join(f"{person.name}, {words.phone(person.phone)}" for person in value)

    def suggest(self, given: Suggestions) -> None:
        """Offer what was typed before, of these and of those that are added."""
        self._suggestions = given
        for editor in self.editors:
            self._offer(editor)

    def _offer(self, editor: PersonEditor) -> None:
        suggest(editor.relation, relations(self._suggestions.relations))
        suggest(editor.address, self._suggestions.addresses)

    def _add_empty(self) -> None:
        self._add(PersonCard(FullName("", ""), "", "", "", identity_shown=True))
        self.editors[-1].surname.setFocus()

    def _add(self, person: PersonCard) -> None:
        editor = PersonEditor(person, len(self.editors) + 1)
        self._offer(editor)
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, em(self, 0.5))
        column.addWidget(editor)
        name = _("Remove the representative {name}").format(name=person.name)
        column.addWidget(link(_("Remove"), lambda: self._remove(editor), name))
        self._column.insertWidget(len(self._rows), row)
        self._rows.append(row)
        self.editors.append(editor)

    def _remove(self, editor: PersonEditor) -> None:
        place = self.editors.index(editor)
        row = self._rows.pop(place)
        del self.editors[place]
        self._column.removeWidget(row)
        row.deleteLater()
