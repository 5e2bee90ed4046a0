"""Decisions about the documents of an application: copies given back, compared, the mark taken off."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QWidget

from otbor.services.card_rows import DocumentCard
from otbor.support.translation import gettext as _
from otbor.ui.card import words
from otbor.ui.kit.decision import Decision, ReasonDecision


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
