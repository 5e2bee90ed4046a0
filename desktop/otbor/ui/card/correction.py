"""The correction of an application (исправление): the card's fields become a form in their places."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from otbor.domain.findings import Refused
from otbor.domain.intake import RepresentativeDraft
from otbor.domain.participants import Key, Kind
from otbor.domain.people import full_name
from otbor.domain.subjects import folded
from otbor.domain.values import Value
from otbor.services.card_rows import ApplicationCard, Choices, PersonCard
from otbor.services.corrections import Correction
from otbor.services.history import HistoryEntry
from otbor.services.registration import Suggestions
from otbor.support.translation import gettext as _
from otbor.ui.card import words
from otbor.ui.card.blocks import Block, row_of, text_label
from otbor.ui.card.fields import (
    ChoiceField,
    DateField,
    Field,
    FlagField,
    GroupsField,
    MomentField,
    NumberField,
    TextField,
    UnreadableError,
)
from otbor.ui.card.people import PeopleField
from otbor.ui.kit import dates
from otbor.ui.kit.decision import told_by_field
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.suggesting import suggest
from otbor.ui.kit.theme import em, mark, set_property
from otbor.ui.kit.words import basis_words, channel_words

_LONG = frozenset({"address", "groups"})  # beside their names a narrow card would show the beginning only
_OF_DOCUMENTS = (Kind.MARK, Kind.EXAM, Kind.FACT)
_FIELD_OF = {  # ids of the profile (п. 11) and names in findings → keys of the form
    "child_surname": "surname",
    "child_name": "given",
    "child_patronymic": "patronymic",
    "birth_date": "birth_date",
    "birth_place": "birth_place",
    "child_address": "address",
    "parent_name": "representatives",
    "parent_address": "representatives",
    "parent_phone": "representatives",
    "wanted": "groups",
    "basis": "basis",
    "previous_school": "previous_school",
    "channel": "channel",
    "filed_at": "filed_at",
    "late_reason": "late_reason",
}


class CorrectionForm(QWidget):
    """``saving`` when the person wants it written; whoever shows the form acts and tells how it went."""

    saving = Signal()
    left = Signal()  # nothing is to be changed
    reached = Signal(QWidget)  # what the person is to see and mend

    def __init__(self, card: ApplicationCard, choices: Choices) -> None:
        super().__init__()
        self.card = card
        self._choices = choices
        self.fields: dict[str, Field] = {}
        self._names: dict[str, QLabel] = {}  # beside the fields
        self._focus: QWidget | None = None  # where the person was when it was to be written
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        mark(self.problem, "bad")
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self, 0.7), em(self, 0.2), em(self, 0.7), em(self, 0.9))
        column.setSpacing(em(self, 0.7))
        for title, made in self._made():
            column.addWidget(self._block(title, made))
        column.addWidget(self._end())
        column.addStretch(1)
        for key, value in self._values_of(card).items():
            self.fields[key].begin(value)
        self._ask_late_reason(wanted=bool(card.late_reason))
        self._ask_school()
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self, self._save)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def dirty(self) -> bool:
        """Whether anything has been typed that is not written."""
        return bool(self.reason.text().strip()) or any(field.changed for field in self.fields.values())

    def correction(self) -> Correction:
        """What has changed, and nothing else; raises :class:`UnreadableError`."""
        changed = {key: field.value() for key, field in self.fields.items() if field.changed}
        plain = ("birth_date", "birth_place", "address", "foreign_citizen", "groups")
        filing = ("filed_at", "late_reason", "channel", "external_number", "basis", "previous_school")
        told: dict[str, Any] = {name: changed[name] for name in (*plain, *filing) if name in changed}
        if changed.keys() & {"surname", "given", "patronymic"}:
            told["child"] = full_name(*(self.fields[key].value() for key in ("surname", "given", "patronymic")))
        if "representatives" in changed or ("address" in changed and self._somebody_lives_with_the_child()):
            told["representatives"] = tuple(_draft(person) for person in self.fields["representatives"].value())
        if any(key.startswith("named:") for key in changed):
            told["named"] = self._named()
        values = {_key(name): value for name, value in changed.items() if name.startswith("value:")}
        return Correction(**told, values=values)

    def suggest(self, given: Suggestions) -> None:
        """Offer what was typed before, as the form of registration does."""
        lines = {"birth_place": given.birth_places, "address": given.addresses, "previous_school": given.schools}
        for key, texts in lines.items():
            field = self.fields.get(key)
            if isinstance(field, TextField):
                suggest(field.line, texts)
        people = self.fields["representatives"]
        if isinstance(people, PeopleField):
            people.suggest(given)

    def reason_text(self) -> str:
        """Why."""
        return self.reason.text()

    def tell(self, text: str) -> None:
        """Say something beside the button."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.problem.setAccessibleName(text)
        if text:
            self._show_up(self.problem)

    def fail(self, failure: Failure) -> None:
        """Tell why it was not written, each sentence beside its field; what was typed stays."""
        self._open()
        first: QWidget | None = None
        rest = []
        findings = failure.error.findings if isinstance(failure.error, Refused) else ()
        wheres = [finding.where or str(finding.values.get("field", "")) for finding in findings]
        if "late_reason" in wheres:
            self._ask_late_reason(wanted=True)
        for place, (_where, text) in enumerate(told_by_field(failure)):
            where = wheres[place] if place < len(wheres) else ""
            if where == "reason":
                set_property(self.reason, "wrong", "true")
                first = first or self.reason
                rest.append(text)
                continue
            field = self.fields.get(_FIELD_OF.get(self._choices.fields.get(where, where), ""))
            if field is None:
                rest.append(text)
            else:
                field.tell(text)
                first = first or field
        self.tell("\n".join(rest))
        if first is not None:
            self._reach(first)

    def rebase(self, theirs: ApplicationCard, by: HistoryEntry | None, failure: Failure) -> None:
        """Another person has changed the application: show both versions, keep what was typed here."""
        self.card = theirs
        self._open()
        for key, value in self._values_of(theirs).items():
            if key in self.fields:
                self.fields[key].rebase(value)
        if theirs.late_reason:
            self._ask_late_reason(wanted=True)
        told = [text for _where, text in told_by_field(failure)]
        if by is not None:
            values = {"name": by.by, "at": dates.moment(by.at, theirs.zone), "reason": by.reason}
            told.append(_("The other change: {name}, {at}. Reason: {reason}").format(**values))
        told.append(_("Both values stand below each field that differs. Choose, and write it once more."))
        self.tell("\n".join(told))

    # Making

    def _made(self) -> Iterator[tuple[str, list[Field]]]:
        c = self._choices
        yield (
            _("Child"),
            [
                TextField("surname", _("Surname")),
                TextField("given", _("Given name")),
                TextField("patronymic", _("Patronymic")),
                DateField("birth_date", _("Date of birth")),
                TextField("birth_place", _("Place of birth")),
                TextField("address", _("Address")),
                FlagField("foreign_citizen", _("Foreign citizen")),
            ],
        )
        yield _("Representatives"), [PeopleField("representatives", _("Representatives"))]
        fields: list[Field] = [GroupsField("groups", _("Wanted groups"), c.groups)]
        fields += [
            ChoiceField(f"named:{question}", question, [("", _("not said")), *((a, a) for a in answers)])
            for question, answers in c.questions.items()
        ]
        fields.append(MomentField("filed_at", _("Filed"), self.card.zone))
        fields.append(TextField("late_reason", _("Why taken late")))
        fields.append(ChoiceField("channel", _("Way of filing"), [(one, channel_words(one)) for one in c.channels]))
        fields.append(TextField("external_number", _("External number")))
        if len(c.bases) > 1:
            case = ChoiceField("basis", _("Case"), [(one, basis_words(one)) for one in c.bases])
            case.box.currentIndexChanged.connect(lambda _index: self._ask_school())
            fields.append(case)
        fields.append(TextField("previous_school", _("Previous school")))
        yield _("Application"), fields
        keys = dict.fromkeys([*(v.key for v in self.card.values if v.key[0] in _OF_DOCUMENTS), *c.values])
        if keys:
            yield (
                _("Marks and points"),
                [NumberField(f"value:{kind}:{name}", words.key((kind, name))) for kind, name in keys],
            )

    def _block(self, title: str, fields: list[Field]) -> Block:
        block = Block(title)
        for field in fields:
            self.fields[field.key] = field
            if isinstance(field, PeopleField):
                block.whole(field)
                continue
            place = block.grid.rowCount()
            long = field.key in _LONG
            name = text_label(field.label, "muted") if long else block.name(field.label)
            name.setContentsMargins(0, em(self, 0.35), 0, 0)  # level with the text of its control
            name.setBuddy(field.control)
            self._names[field.key] = name
            if long:
                block.whole(name)
                block.whole(field)
                continue
            block.grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            block.grid.addWidget(field, place, 1)
        return block

    def _ask_late_reason(self, *, wanted: bool) -> None:
        """Ask why a late one is taken, and only of a late one."""
        self._show("late_reason", wanted=wanted)

    def _ask_school(self) -> None:
        """Ask for the school before where the chosen case asks for it."""
        case = self.fields.get("basis")
        asked = (self.card.basis if case is None else case.value()) in self._choices.school_asked
        self._show("previous_school", wanted=asked)

    def _show(self, key: str, *, wanted: bool) -> None:
        for widget in (self._names[key], self.fields[key]):
            widget.setVisible(wanted)

    def _end(self) -> Block:
        block = Block(_("Reason of the correction"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason of the correction"))
        self.reason.setPlaceholderText(_("for instance: slip of typing, certificate of birth shown"))
        self.sure = QPushButton(_("Write the correction"))
        self.sure.setToolTip(_("{act} (Ctrl+Enter)").format(act=self.sure.text()))
        mark(self.sure, "main")
        self.away = QPushButton(_("Change nothing"))
        for button in (self.sure, self.away):
            button.setAutoDefault(False)
        self.sure.clicked.connect(self._save)
        self.away.clicked.connect(self.left)
        block.whole(self.reason)
        block.whole(self.problem)
        block.whole(row_of(self.sure, self.away))
        return block

    # Values

    def _values_of(self, card: ApplicationCard) -> dict[str, Any]:
        lives_there = [
            replace(person, address="" if person.address == card.address else person.address)
            for person in card.representatives
        ]
        told: dict[str, Any] = {
            "surname": card.child.surname,
            "given": card.child.given,
            "patronymic": card.child.patronymic,
            "birth_date": card.birth_date,
            "birth_place": card.birth_place,
            "address": card.address,
            "foreign_citizen": card.foreign_citizen,
            "representatives": tuple(lives_there),
            "groups": tuple(group.code for group in card.groups),
            "filed_at": card.filed_at,
            "late_reason": card.late_reason,
            "channel": card.channel,
            "external_number": card.external_number,
            "previous_school": card.previous_school or "",
        }
        if "basis" in self.fields:
            told["basis"] = card.basis
        named = {folded(question): answer for question, answer in card.named.items()}
        told |= {f"named:{question}": named.get(folded(question), "") for question in self._choices.questions}
        stood: Mapping[Key, Value] = {value.key: value.value for value in card.values}
        told |= {name: stood.get(_key(name)) for name in self.fields if name.startswith("value:")}
        return told

    def _named(self) -> dict[str, str]:
        prefix = "named:"
        answers = {name.removeprefix(prefix): f.value() for name, f in self.fields.items() if name.startswith(prefix)}
        return {question: answer for question, answer in answers.items() if answer}

    def _somebody_lives_with_the_child(self) -> bool:
        return any(not person.address for person in self.fields["representatives"].value())

    def _save(self) -> None:
        set_property(self.reason, "wrong", None)
        self.tell("")
        for field in self.fields.values():
            field.tell("")
            field.take.hide()
        for field in self.fields.values():
            try:
                field.value()
            except UnreadableError as error:
                field.tell(str(error))
                self._reach(field)
                return
        if not any(field.changed for field in self.fields.values()):
            self.tell(_("Nothing has been changed yet."))
            return
        self._focus = self.focusWidget()
        self.setEnabled(False)  # asked once is asked; nothing is typed into what is being written
        self.saving.emit()

    def _reach(self, widget: QWidget) -> None:
        """Go where something is to be mended, perhaps far above the button."""
        widget.setFocus()
        self._show_up(widget)

    def _show_up(self, widget: QWidget) -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # what is told has its place first
        self.reached.emit(widget)

    def _open(self) -> None:
        """Not written: the person goes on where it was."""
        self.setEnabled(True)
        if self._focus is not None and self.isVisible():
            self._focus.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes to the next control; Esc leaves a form in which nothing was typed."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape and not self.dirty:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _draft(person: PersonCard) -> RepresentativeDraft:
    return RepresentativeDraft(person.name, person.phone, person.relation, person.address, person.identity_shown)


def _key(name: str) -> Key:
    _value, kind, rest = name.split(":", 2)
    return Kind(kind), rest


def stale(failure: Failure) -> bool:
    """Whether another person has changed the row meanwhile."""
    return isinstance(failure.error, Refused) and failure.error.finding.id in {"application.stale", "office.stale"}
