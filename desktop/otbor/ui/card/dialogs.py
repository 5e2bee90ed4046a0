"""Decisions about the documents of an application: copies given back, compared, the mark taken off, a slip mended."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLabel, QLineEdit, QSpinBox, QWidget

from otbor.domain.applications import CopyKind
from otbor.services.card_rows import DocumentCard
from otbor.services.document_corrections import Written
from otbor.support.translation import gettext as _
from otbor.ui.card import words
from otbor.ui.kit.decision import Decision, ReasonDecision
from otbor.ui.kit.theme import mark
from otbor.ui.kit.ticks import titled


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
        self.day.setCalendarPopup(True)
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
            tick = self.ticks[document.document_id] = QCheckBox()
            tick.setChecked(document.to_compare)
            self.form.addRow(titled(tick, f"{document.title} ({words.copy_kind(document.copy_kind)})"))
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
            tick = self.ticks[document.document_id] = QCheckBox()
            tick.setChecked(True)
            self.form.addRow(titled(tick, f"{document.title} ({document.compared_by})"))

    def chosen(self) -> tuple[int, ...]:
        """Ids of the documents that are ticked."""
        return tuple(identity for identity, tick in self.ticks.items() if tick.isChecked())


class DocumentDecision(ReasonDecision):
    """A slip in what is written of a document: which document, what is right, and why."""

    WIDE = 62  # titles of documents are long

    def __init__(self, parent: QWidget, about: str, documents: Sequence[DocumentCard]) -> None:
        super().__init__(
            parent,
            _("Correct a document"),
            about,
            _("The journal and the receipt will show what is right; the history keeps what stood before."),
            _("Write the correction"),
            _("for instance: slip of typing"),
        )
        self._documents = documents
        self.document, self.title, self.copy, self.sheets = QComboBox(), QLineEdit(), QComboBox(), QSpinBox()
        for box in (self.document, self.copy):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.document.addItems([document.title for document in documents])
        for copy_kind in CopyKind:
            self.copy.addItem(words.copy_kind(copy_kind), copy_kind.value)
        self.sheets.setRange(0, 999)
        self.mark = QLabel()
        self.mark.setWordWrap(True)
        mark(self.mark, "warning")
        named: tuple[tuple[str, QWidget], ...] = (
            (_("&Document"), self.document),
            (_("As called in the &receipt"), self.title),
            (_("&Form of the copy"), self.copy),
            (_("&Sheets"), self.sheets),
        )
        for row, (name, control) in enumerate(named):
            control.setAccessibleName(name.replace("&", ""))
            self.form.insertRow(row, name, control)
        for before, after in pairwise((*(control for _name, control in named), self.reason)):
            QWidget.setTabOrder(before, after)
        self.form.insertRow(len(named), self.mark)
        self.document.currentIndexChanged.connect(lambda _index: self._show())
        self.copy.currentIndexChanged.connect(lambda _index: self._warn())
        self._show()
        self.document.setFocus()

    def fields(self) -> dict[str, QWidget]:
        """Title, sheets and the reason."""
        return {**super().fields(), "title": self.title, "documents": self.sheets}

    def chosen(self) -> DocumentCard:
        """The document as it stands."""
        return self._documents[self.document.currentIndex()]

    def seen(self) -> Written:
        """What the person has before the eyes."""
        one = self.chosen()
        return Written(one.title, one.copy_kind, one.sheets, one.compared_by)

    def wanted(self) -> Written:
        """What is right."""
        return Written(self.title.text(), CopyKind(self.copy.currentData()), self.sheets.value())

    def _show(self) -> None:
        one = self.chosen()
        self.title.setText(one.title)
        self.title.setCursorPosition(0)
        self.copy.setCurrentIndex(self.copy.findData(one.copy_kind.value))
        self.sheets.setValue(one.sheets)
        self._warn()

    def _warn(self) -> None:
        """Say that a mark of comparison falls with the kind of copy."""
        one = self.chosen()
        falls = one.compared_at is not None and self.copy.currentData() != one.copy_kind.value
        told = _("Compared by {name}: as a copy of another kind it loses this mark.")
        self.mark.setText(told.format(name=one.compared_by) if falls else "")
        self.mark.setVisible(falls)
