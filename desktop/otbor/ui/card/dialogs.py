"""Decisions about an application: each says its consequence in one sentence, and Enter never makes it.

A dialog stays open until the act has succeeded: what it was refused for is told beside the field, and what was typed
stays.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from otbor.domain.findings import Refused
from otbor.services.card_rows import DocumentCard
from otbor.support.translation import gettext as _
from otbor.ui.card import words
from otbor.ui.kit.excuse import Excuse
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.theme import em, mark, set_property
from otbor.wording.findings import sentence


def told_by_field(failure: Failure) -> list[tuple[str, str]]:
    """Sentences of a failure, each with the field that it is about (empty for none)."""
    if isinstance(failure.error, Refused):
        return [(finding.where, sentence(replace(finding, where=""))) for finding in failure.error.findings]
    return [("", text) for text in failure.sentences]


class Decision(QDialog):
    """Asks what an act needs; ``confirmed`` when the person is sure. Whoever opened it acts and closes it."""

    confirmed = Signal()

    def __init__(self, parent: QWidget, title: str, about: str, consequence: str, act: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(em(self, 32))
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self, 1.4), em(self, 1.2), em(self, 1.4), em(self, 1.2))
        column.setSpacing(em(self, 0.9))
        heading = QLabel(about)
        heading.setWordWrap(True)
        mark(heading, "heading")
        told = QLabel(consequence)
        told.setWordWrap(True)
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setVerticalSpacing(em(self, 0.6))
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        mark(self.problem, "bad")
        self.problem.hide()
        self.excuse = Excuse()
        column.addWidget(heading)
        column.addWidget(told)
        column.addLayout(self.form)
        column.addWidget(self.problem)
        column.addWidget(self.excuse)
        column.addLayout(self._buttons(act))
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self, self._confirm)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _buttons(self, act: str) -> QHBoxLayout:
        self.sure = QPushButton(act)
        mark(self.sure, "main")
        self.sure.setToolTip(_("{act} (Ctrl+Enter)").format(act=act))
        self.sure.clicked.connect(self._confirm)
        away = QPushButton(_("Do nothing"))
        away.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.sure, away):
            button.setAutoDefault(False)  # Enter goes on and decides nothing
            row.addWidget(button)
        return row

    def _confirm(self) -> None:
        if self.sure.isEnabled():
            self.problem.hide()
            self.sure.setEnabled(False)  # asked once is asked
            self.confirmed.emit()

    def fail(self, failure: Failure) -> None:
        """Tell why it was not done, mark the fields concerned, and let the person try again."""
        fields = self.fields()
        told = told_by_field(failure)
        for field in fields.values():
            set_property(field, "wrong", None)
        self.problem.setText("\n".join(text for _where, text in told))
        self.problem.setAccessibleName(self.problem.text())
        self.problem.show()
        self.sure.setEnabled(True)
        for where, _text in told:
            if where in fields:
                set_property(fields[where], "wrong", "true")
                fields[where].setFocus()
        if "reason" not in fields:
            self.excuse.ask(failure)

    def fields(self) -> dict[str, QWidget]:
        """Controls by the field that a finding names."""
        return {}

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes to the next control."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class ReasonDecision(Decision):
    """A decision that asks for its reason only."""

    def __init__(self, parent: QWidget, title: str, about: str, consequence: str, act: str, example: str) -> None:
        super().__init__(parent, title, about, consequence, act)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(example)
        self.form.addRow(_("&Reason"), self.reason)
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setFocus()

    def fields(self) -> dict[str, QWidget]:
        """The reason."""
        return {"reason": self.reason}


class ReturnDecision(Decision):
    """Copies go back to the family: when they asked for it, and who takes them."""

    def __init__(self, parent: QWidget, about: str, people: Iterable[str], today: QDate) -> None:
        super().__init__(
            parent,
            _("Give copies back"),
            about,
            _("The journal will show that the copies were given back today; an act of it is printed for signature."),
            _("Give back"),
        )
        self.day = QDateEdit(today)
        self.day.setMaximumDate(today)
        self.day.setDisplayFormat("dd.MM.yyyy")
        self.day.setAccessibleName(_("Date of the family's application"))
        self.person = QComboBox()
        self.person.setEditable(True)
        self.person.addItems(list(people))
        self.person.setAccessibleName(_("Given to"))
        self.form.addRow(_("&Date of the family's application"), self.day)
        self.form.addRow(_("&Given to"), self.person)
        self.day.setFocus()

    def fields(self) -> dict[str, QWidget]:
        """Day and person."""
        return {"day": self.day, "person": self.person}

    def asked_on(self) -> date:
        """The day of the family's application."""
        day = self.day.date()
        return date(day.year(), day.month(), day.day())


class CompareDecision(Decision):
    """Copies were compared with their originals: which, and by whom of the commission."""

    def __init__(
        self,
        parent: QWidget,
        about: str,
        documents: Iterable[DocumentCard],
        members: Iterable[tuple[str, str]],
        usual: str,
    ) -> None:
        super().__init__(
            parent,
            _("Compared with the original"),
            about,
            _("The journal and the sheet «Копия верна» will name this member of the commission as who compared them."),
            _("Mark as compared"),
        )
        self.member = QComboBox()
        for person, name in members:
            self.member.addItem(name, person)
        self.member.setCurrentIndex(max(0, self.member.findData(usual)))
        self.member.setAccessibleName(_("Compared by"))
        self.form.addRow(_("&Compared by"), self.member)
        self.ticks: dict[int, QCheckBox] = {}
        for document in documents:
            tick = QCheckBox(f"{document.title} ({words.copy_kind(document.copy_kind)})")
            tick.setChecked(document.to_compare)
            self.ticks[document.document_id] = tick
            self.form.addRow(tick)
        self.member.setFocus()

    def chosen(self) -> tuple[int, ...]:
        """Ids of the documents that are ticked."""
        return tuple(identity for identity, tick in self.ticks.items() if tick.isChecked())


class UncompareDecision(ReasonDecision):
    """The mark of comparison was set by mistake: on which documents, and why."""

    def __init__(self, parent: QWidget, about: str, documents: Iterable[DocumentCard]) -> None:
        super().__init__(
            parent,
            _("Take the mark back"),
            about,
            _("These copies will count as not compared; the history keeps who had marked them."),
            _("Take the mark back"),
            _("for instance: marked by mistake"),
        )
        self.ticks: dict[int, QCheckBox] = {}
        for document in documents:
            tick = QCheckBox(f"{document.title} ({document.compared_by})")
            tick.setChecked(True)
            self.ticks[document.document_id] = tick
            self.form.addRow(tick)

    def chosen(self) -> tuple[int, ...]:
        """Ids of the documents that are ticked."""
        return tuple(identity for identity, tick in self.ticks.items() if tick.isChecked())
