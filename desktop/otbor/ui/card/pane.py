"""The applicant's card beside the journal: what is known, what may be done, the correction in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from otbor.services import card as cards
from otbor.services import corrections, registration
from otbor.services.history import HistoryEntry, history
from otbor.services.office import Changes, Office
from otbor.support.translation import gettext as _
from otbor.ui.card.acts import CardActs
from otbor.ui.card.blocks import text_label
from otbor.ui.card.correction import CorrectionForm, stale
from otbor.ui.card.deciding import Subject
from otbor.ui.card.head import CardHead
from otbor.ui.card.sheet import CardSheet, Shown
from otbor.ui.kit.actions import Action
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.tasks import Task
from otbor.ui.kit.theme import by_text, em
from otbor.ui.kit.words import application_status
from otbor.ui.kit.workplace import Workplace


@dataclass(frozen=True)
class _Read:
    """One reading of an application."""

    shown: Shown
    subject: Subject


class CardPane(QWidget):
    """Shows one application at a time; :meth:`shut` it before its window goes.

    The section that holds it puts :meth:`declare` among its own acts and hands the made ones to :meth:`take_acts`, so
    that those which make no sense for the application shown are grey. A correction that was begun waits in its card
    when another application is shown.
    """

    loaded = Signal(int)  # the application that is shown now
    corrected = Signal(int)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.acts = CardActs(workplace, self)
        self.application: int | None = None  # that is to be shown
        self.sheet: CardSheet | None = None
        self._forms: dict[int, CorrectionForm] = {}  # begun and not written
        self._reading: Task | None = None
        self._shown_id = 0  # whose sheet it is
        self._declared = self.acts.declare(self.correct, self.copy)
        self._foreign: Mapping[str, QAction] = {}
        self.head = CardHead(self._declared, workplace.rights)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(_("Applicant's card"))
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # the head comes first
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        by_text(self, QWidget.setMinimumWidth, 26)
        self._show_nothing()
        workplace.changed.connect(self._changed)

    @property
    def form(self) -> CorrectionForm | None:
        """The correction of the application shown, None while it is only read."""
        return None if self.application is None else self._forms.get(self.application)

    def declare(self) -> Sequence[Action]:
        """The acts of the card, for the menu, the search and the sheet of keys."""
        return self._declared

    def take_acts(self, acts: Mapping[str, QAction]) -> None:
        """Keep these made acts enabled and disabled."""
        self._foreign = acts
        self._rule_acts()

    def show_application(self, application_id: int | None) -> None:
        """Show the card of an application, nothing for None; ``loaded`` follows."""
        before, left = self.application, self.form
        self.application = application_id
        if before is not None and before != application_id and left is not None:
            self._leave(before, left)
        if application_id is None:
            self._show_nothing()
        elif self.form is not None:
            self._show_form(self._forms[application_id])
        else:
            self._read(application_id)

    def enter(self) -> None:
        """Take the focus: to the correction that was begun, else to where the keys scroll."""
        (self._scroll if self.form is None else self.form.fields["surname"].control).setFocus()

    def correct(self) -> None:
        """Turn the card into its correction, in place."""
        subject = self.acts.subject
        if subject is None:
            self.workplace.tell(_("Choose an application in the journal first."))
        elif not subject.card.in_force:
            values = {"number": subject.card.number, "status": application_status(subject.card.status)}
            self.workplace.tell(
                _("Application No. {number} is {status}: it is not corrected any more.").format(**values)
            )
        elif self.form is None:
            form = CorrectionForm(subject.card, subject.choices)
            self._forms[subject.card.application_id] = form
            form.saving.connect(lambda: self._save(form))
            form.left.connect(lambda: self._drop(form))
            form.reached.connect(lambda widget: self._scroll.ensureWidgetVisible(widget, 0, em(self, 1)))
            self._show_form(form)
            self.enter()
            asked = self.workplace.ask(lambda office, _steps: registration.suggestions(office), told=False)
            asked.succeeded.connect(lambda given: form.suggest(given) if form in self._forms.values() else None)

    def copy(self) -> None:
        """The whole card as text."""
        if self.sheet is None:
            self.workplace.tell(_("Choose an application in the journal first."))
        else:
            self.acts.copy(self.sheet.text())

    def unsaved(self) -> list[str]:
        """Corrections that were begun and are not written."""
        said = _("Correction of application No. {number}")
        return [said.format(number=form.card.number) for form in self._forms.values() if form.dirty]

    def shut(self) -> None:
        """The window is about to close."""
        self.acts.shut()

    # Reading

    def _read(self, application_id: int) -> None:
        def work(office: Office) -> _Read:
            card = cards.application_card(office, application_id)
            shown = Shown(card, history(office, application_id))
            return _Read(shown, Subject(card, cards.choices(office, application_id)))

        task = self._reading = self.workplace.ask(lambda office, _steps: work(office))
        task.succeeded.connect(lambda read: self._show(task, read))
        task.failed.connect(lambda _failure: self._show_nothing() if task is self._reading else None)

    def _show(self, task: Task, read: _Read) -> None:
        card = read.subject.card
        if task is not self._reading or card.application_id != self.application:
            return  # another was asked for meanwhile
        self.acts.subject = read.subject
        if self.form is None:
            self.head.tell(card, correcting=False)
            self._show_sheet(read.shown)
        self._rule_acts()
        self.loaded.emit(card.application_id)

    def _show_sheet(self, shown: Shown) -> None:
        sheet = CardSheet(shown, self.head.acts)
        sheet.explanation_wanted.connect(self.acts.explain)
        sheet.paper_wanted.connect(self.acts.desk.show)
        sheet.other_wanted.connect(lambda identity: self.workplace.go("journal", identity))
        sheet.likeness_told.connect(self.acts.tell_apart)
        same = self.sheet is not None and self._shown_id == shown.card.application_id
        place = self._scroll.verticalScrollBar().value() if same else 0
        self._fill(sheet)
        self.sheet, self._shown_id = sheet, shown.card.application_id
        self._scroll.verticalScrollBar().setValue(place)

    def _show_nothing(self) -> None:
        self._reading, self.acts.subject = None, None
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addStretch(1)
        told = text_label(_("Choose an application: its card is shown here."), "muted")
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(told)
        column.addStretch(2)
        self._fill(empty)
        self.head.hide()
        self._rule_acts()

    def _fill(self, widget: QWidget) -> None:
        """Put ``widget`` into the scroll area; forms that wait are kept, what was only read goes."""
        before = self._scroll.takeWidget()
        if before is not None and before not in self._forms.values():
            before.deleteLater()
        elif before is not None:
            before.setParent(self)
            before.hide()
        self.sheet = None
        self._scroll.setWidget(widget)
        widget.show()
        self.head.show()

    def _changed(self, changes: Changes) -> None:
        """Something was written: the card is read anew; a form that is open keeps what was typed."""
        tables = {table for table, _id in changes.rows}
        if self.application is not None and self.form is None and (not tables or tables & _TABLES):
            self._read(self.application)

    # Correcting

    def _show_form(self, form: CorrectionForm) -> None:
        self._fill(form)
        self.head.tell(form.card, correcting=True)
        self._rule_acts()
        self._scroll.verticalScrollBar().setValue(0)

    def _leave(self, application_id: int, form: CorrectionForm) -> None:
        """Another application is shown: a form in which something was typed waits, an untouched one goes."""
        if not form.isEnabled():
            return  # it is being written
        if form.dirty:
            text = _("The correction of application No. {number} is not written yet; it waits in its card.")
            again = (_("Go back"), lambda: self.workplace.go("journal", application_id))
            self.workplace.tell(text.format(number=form.card.number), again)
        else:
            del self._forms[application_id]

    def _drop(self, form: CorrectionForm) -> None:
        del self._forms[form.card.application_id]
        self._scroll.setFocus()
        self._read(form.card.application_id)

    def _save(self, form: CorrectionForm) -> None:
        card, correction, reason = form.card, form.correction(), form.reason_text()
        task = self.workplace.act(
            lambda office, _steps: corrections.correct(office, card.application_id, card.version, correction, reason),
            _("The correction is being written"),
            told=False,
        )
        task.failed.connect(lambda failure: self._not_saved(form, failure))
        task.succeeded.connect(lambda _changes: self._saved(form))

    def _saved(self, form: CorrectionForm) -> None:
        card = form.card
        del self._forms[card.application_id]
        if self._scroll.widget() is form:
            self._scroll.setFocus()  # the keys stay in the card, where the person was
        acts = []
        if card.receipt_given_at is not None:
            acts.append((_("Receipt anew"), lambda: self.acts.issue("issue_receipt", card.application_id)))
        self.workplace.tell(_("Application No. {number} is corrected.").format(number=card.number), *acts, good=True)
        if self.application == card.application_id:
            self._read(card.application_id)
        else:
            form.deleteLater()
        self.corrected.emit(card.application_id)

    def _not_saved(self, form: CorrectionForm, failure: Failure) -> None:
        identity = form.card.application_id
        if not stale(failure):
            form.fail(failure)
            if self.application != identity:
                self._leave(identity, form)  # the person has gone on to another meanwhile
            return
        task = self.workplace.ask(
            lambda office, _steps: (cards.application_card(office, identity), _newest(office, identity))
        )
        task.succeeded.connect(lambda read: form.rebase(read[0], read[1], failure))
        task.failed.connect(form.fail)

    def _rule_acts(self) -> None:
        possible = self.acts.possible() if self.form is None else frozenset[str]()
        self.head.rule(possible)
        for name in self.head.acts.keys() & self._foreign.keys():
            self._foreign[name].setEnabled(name in possible)


def _newest(office: Office, application_id: int) -> HistoryEntry | None:
    """The newest change that another person made to the fields."""
    entries = history(office, application_id).entries
    return next((entry for entry in entries if entry.changes and entry.act != "correct_document"), None)


_TABLES = frozenset(
    {
        "application",
        "representative",
        "wish",
        "document",
        "achievement",
        "expertise_entry",
        "points_entry",
        "likeness_answer",
        "issued_paper",
        "rating",
        "rating_row",
        "appeal",
        "acquaintance",
        "recommendation",
        "offer",
        "refusal",
        "enrolment_order",
        "enrolment_row",
    }
)
"""What the card is read from."""
