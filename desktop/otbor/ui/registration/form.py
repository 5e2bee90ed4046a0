"""Registration (регистрация заявления, п. 11): one form from the first letter to the receipt in the parent's hands."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QVBoxLayout, QWidget

from otbor.domain.findings import Refused, Trouble
from otbor.domain.rights import Right
from otbor.services import corrections, papers, registration
from otbor.services.intake import Registered
from otbor.services.registration import Opening, Questions, Remark
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit.actions import Action, make_all
from otbor.ui.kit.decision import annulment, decide
from otbor.ui.kit.elided import ElidedLabel
from otbor.ui.kit.failures import Failure, Family
from otbor.ui.kit.workplace import OfficeWork, Workplace
from otbor.ui.papers import printing
from otbor.ui.registration.draft import Draft
from otbor.ui.registration.editors import Last, Line
from otbor.ui.registration.looking import Looking
from otbor.ui.registration.pages import form_page, nothing_page
from otbor.ui.registration.receipt import ListPrinters, OpenPrinter, ReceiptPage
from otbor.ui.registration.sheet import Sheet
from otbor.wording.findings import catalogue, sentence

_PRESSED = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick})
_WHILE_BUSY = frozenset({"form-print", "form-leave"})  # acts that may be asked for while a registration is under way


class RegistrationForm(QWidget):
    """The form of one campaign; :meth:`begin` it when it comes to the front, :meth:`shut` it before its window goes.

    ``registered`` gives the row id of an application, ``left`` says that the person goes away (the draft is kept).
    ``acts`` are its actions by id, working while the focus is inside. ``list_printers`` and ``open_printer`` may be
    others in tests.
    """

    registered = Signal(int)
    left = Signal()
    drafted = Signal()  # what is typed lies in the database
    remarked = Signal()  # what is typed was looked at

    def __init__(
        self,
        workplace: Workplace,
        list_printers: ListPrinters = printing.printers,
        open_printer: OpenPrinter = printing.open_printer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.questions: Questions | None = None
        self.sheet = Sheet(lambda application: workplace.go("journal", application))
        self.receipt = ReceiptPage(workplace, list_printers, open_printer)
        self.draft = Draft(workplace, self.sheet, self)
        self.looking = Looking(workplace, self.sheet, self)
        self.status = QLabel()
        self.main = Last(_("Register (Ctrl+Enter)"))
        self._title = ElidedLabel()
        self._nothing = nothing_page(lambda: workplace.go("settings", "campaign"))
        self._form = form_page(self._title, self.draft.offer, self.sheet, self.status, self.main)
        self._pages = QStackedWidget()
        self._remarks: tuple[Remark, ...] = ()
        self._tried = self._busy = self._print_then = False
        self._refusal: Failure | None = None  # to be told with the remarks that it is made of
        self._build()
        self.acts: dict[str, QAction] = make_all(self.declare(), workplace.rights, self)
        for action in self.acts.values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
        self._rule_acts(seen=False)  # until the form is seen: an act on what nobody sees is none
        self._connect()

    def declare(self) -> Sequence[Action]:
        """The acts of the form."""
        return (
            Action("form-register", _("Register"), self.register, "Ctrl+Return", "check", right=Right.REGISTER),
            Action("form-print", _("Print the receipt"), self.print_receipt, "Ctrl+P", "printer", right=Right.ISSUE),
            Action("form-add", _("One more row here"), self.sheet.add_here, "Alt+Insert", "plus", on_bar=False),
            Action("form-remove", _("Remove the last row here"), self.sheet.remove_here, "Alt+Delete", on_bar=False),
            Action("form-clear", _("Clear the form"), self.clear, "Ctrl+Delete", "eraser", on_bar=False),
            Action("form-leave", _("Back to the journal"), self.leave, "Esc", "arrow-left", on_bar=False),
        )

    # Coming and going

    def begin(self) -> None:
        """Make ready for a family: the focus on the first field, the campaign's questions and its kept draft asked."""
        campaign = self.workplace.campaign
        if campaign is None:
            self._forget_campaign()
            self._pages.setCurrentWidget(self._nothing)
            self._nothing.button.setFocus()
            return
        if self.draft.keeper.campaign != campaign:
            self._forget_campaign()
        self._to_form()  # at once: the first name needs no question
        self._ask_questions(campaign)
        self._ask_suggestions()
        # Loads the sentences and what draws papers while the first name is typed.
        self.workplace.ask(lambda _office, _steps: (catalogue(), papers.issue_receipt), told=False)
        self.receipt.look_for_printers()

    def leave(self) -> None:
        """Go away: from the receipt to the next family, from the form to where the person came from."""
        if self.on_receipt:
            self._to_form()
            return
        self.draft.keeper.keep()
        self.left.emit()

    def unsaved(self) -> list[str]:
        """What is typed and cannot be kept as a draft; it is tried once more, which alone tells."""
        failure = self.draft.keeper.keep_now()
        return [] if failure is None else [_("New application: its draft is only on the screen")]

    def shut(self) -> None:
        """Keep what is typed, stop the threads."""
        self.looking.rest()
        failure = self.draft.keeper.keep_now()
        if failure is not None:
            self.workplace.tell_failure(failure)
        self.receipt.shut()

    @property
    def on_receipt(self) -> bool:
        """Whether a receipt is shown in place of the fields."""
        return self._pages.currentWidget() is self.receipt

    # Acts

    def register(self) -> None:
        """Register what is typed; a refusal stands beside its fields, and nothing typed is lost."""
        campaign = self.workplace.campaign
        if self._busy or self.on_receipt or campaign is None:
            return
        if self.questions is None:
            self.status.setText(_("Not registered: the questions of the campaign are not read yet. Try once more."))
            self._ask_questions(campaign)
            return
        focus = QApplication.focusWidget()
        if isinstance(focus, Line):
            focus.left.emit()
        typed = self.sheet.typed(self.workplace.glance.clock)
        self._tried = True
        self.draft.keeper.hold()
        self._set_busy(busy=True)
        task = self.workplace.act(
            lambda office, _steps: registration.take_in(office, campaign, typed),
            _("Registering the application"),
            told=False,
        )
        task.succeeded.connect(lambda outcome: self._registered(outcome, str(typed.draft.child)))
        task.failed.connect(self._not_registered)

    def print_receipt(self) -> None:
        """Print the receipt that is shown, or is being made."""
        if self.on_receipt:
            self.receipt.print()
        elif self._busy:
            self._print_then = True
        else:
            self.status.setText(_("The receipt can be printed when the application is registered."))

    def clear(self) -> None:
        """Begin anew; what was typed can be put back."""
        if not self.on_receipt:
            self.draft.clear()

    # What comes of it

    def _registered(self, outcome: Registered, child: str) -> None:
        self._set_busy(busy=False)
        application = outcome.application_id
        self._told_nothing()
        self.draft.keeper.release()
        self.draft.start_anew()
        self._ask_suggestions()  # what this family has typed is offered to the next
        self.show_receipt(application, outcome.number, child)
        if self._print_then:
            self._print_then = False
            self.receipt.print()
        self.workplace.tell(
            _("Application {number} is registered.").format(number=outcome.number),
            (_("Receipt"), lambda: self.show_receipt(application, outcome.number, child)),
            (_("Annul…"), lambda: self.annul(application, outcome.number, child)),
            good=True,
        )
        self.registered.emit(application)

    def show_receipt(self, application: int, number: str, child: str) -> None:
        """Show the receipt of an application in place of the fields; made where there is none yet."""
        self._pages.setCurrentWidget(self.receipt)
        self.receipt.show_of(application, number, child)

    def annul(self, application: int, number: str, child: str) -> None:
        """Annul what was registered by mistake, with a reason that is asked for."""
        dialog = annulment(self, number, child)

        def work() -> OfficeWork:
            reason = dialog.reason.text()
            return lambda office, _steps: corrections.annul(office, application, reason)

        def done() -> None:
            told = _("Application {number} is annulled; its number stays in the journal.").format(number=number)
            self.workplace.tell(told, good=True)
            if self.on_receipt and self.receipt.application == application:
                self._to_form()

        decide(self.workplace, dialog, work, done)

    def _not_registered(self, failure: Failure) -> None:
        self._set_busy(busy=False)
        self._print_then = False
        self.draft.keeper.release()
        if failure.family is Family.REFUSED:
            self._refusal = failure
            self.looking.look()
        else:
            self.workplace.tell_failure(failure)
            self.status.setText(_("Not registered. What you typed is still here: try again when it is mended."))

    def _tell(self, remarks: tuple[Remark, ...]) -> None:
        if self.questions is None or self._busy:
            return
        self._remarks = remarks
        homeless = self.sheet.tell(remarks, tried=self._tried)
        refusal, self._refusal = self._refusal, None
        if refusal is not None:
            self._show_refusal(refusal, homeless)
        elif self._tried and not any(remark.forbids for remark in remarks):
            self.status.setText(_("Everything is filled in: Ctrl+Enter registers."))
        self.remarked.emit()

    def _show_refusal(self, refusal: Failure, homeless: list[Remark]) -> None:
        wrong = self.sheet.first_wrong()
        if wrong is None or any(remark.forbids for remark in homeless):
            self.workplace.tell_failure(refusal)
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.TabFocusReason)
        count = sum(remark.forbids for remark in self._remarks) or 1
        self.status.setText(
            ngettext(
                "Not registered: {count} remark has to be mended.",
                "Not registered: {count} remarks have to be mended.",
                count,
            ).format(count=count)
        )

    def _not_looked(self, failure: Failure) -> None:
        """The background is silent about its own troubles; a refused registration is told all the same."""
        refusal, self._refusal = self._refusal, None
        if refusal is not None:
            self.workplace.tell_failure(refusal)
        elif failure.family is Family.FAULT:
            self.workplace.tell_failure(failure)

    # The campaign and the draft

    def _ask_questions(self, campaign: int) -> None:
        asked = self.workplace.ask(lambda office, _steps: registration.opening(office, campaign))
        asked.succeeded.connect(lambda opening: self._open(campaign, opening))

    def _ask_suggestions(self) -> None:
        suggested = self.workplace.ask(lambda office, _steps: registration.suggestions(office), told=False)
        suggested.succeeded.connect(self.sheet.suggest)

    def _open(self, campaign: int, opening: Opening) -> None:
        """Show what ``campaign`` asks; put back what was kept of it, or keep what was typed meanwhile."""
        if campaign != self.workplace.campaign:
            return
        fresh = self.draft.keeper.campaign != campaign
        if fresh or (opening.questions != self.questions and self.draft.typed is None):
            self.questions = opening.questions
            self._title.setText(_("New application: {campaign}").format(campaign=opening.questions.title))
            self.sheet.ask(opening.questions)
            self.draft.begin(campaign)
        if fresh:
            self.draft.open(opening.kept, opening.questions.time_zone)
        self.looking.look()

    def _forget_campaign(self) -> None:
        self.draft.forget_campaign()
        self._told_nothing()
        self.questions = None
        self._title.clear()

    def _told_nothing(self) -> None:
        """What was said is about what is no longer typed."""
        self.looking.rest()
        self._tried = False
        self._refusal = None
        self._remarks = ()
        self.sheet.tell((), tried=False)
        self.status.clear()
        self.sheet.verticalScrollBar().setValue(0)

    def _came(self) -> None:
        """Other fields than those that the remarks were about."""
        self._told_nothing()
        if not self.on_receipt:
            self._to_form()

    def _removed(self, before: dict[str, Any]) -> None:
        self.workplace.tell(_("The row was removed."), (_("Put back"), lambda: self.draft.put_back(before)))

    def _changed(self) -> None:
        self.draft.keeper.touch()
        self.looking.soon()

    def _kept(self) -> None:
        if not self._tried:
            self.status.setText(_("The draft is kept."))
        self.drafted.emit()

    def _not_kept(self, failure: Failure) -> None:
        why = sentence(failure.error.finding) if isinstance(failure.error, Refused | Trouble) else failure.text
        self.status.setText(_("The draft is only on the screen. {why}").format(why=why))

    # Pages and keys

    def _to_form(self) -> None:
        self._pages.setCurrentWidget(self._form)
        first = self.sheet.child.name.surname if self.draft.typed is None else self.sheet.first_empty()
        first.setFocus(Qt.FocusReason.TabFocusReason)
        self.looking.soon()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._rule_acts(seen=self.isVisible())
        self.draft.offer.setEnabled(not busy)  # what it would bring would be taken for what is registered
        application = QApplication.instance()
        if application is not None and busy:
            application.installEventFilter(self)
        elif application is not None:
            application.removeEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Its acts work while it is seen."""
        super().showEvent(event)
        self._rule_acts(seen=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Out of sight nothing is done."""
        super().hideEvent(event)
        if not event.spontaneous():  # a window that is made small hides nothing
            self._rule_acts(seen=False)

    def _rule_acts(self, *, seen: bool) -> None:
        for name, action in self.acts.items():
            action.setEnabled(seen and (not self._busy or name in _WHILE_BUSY))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """No letter gets lost or into the next form while an application is being registered: it is not taken."""
        if self._busy and event.type() in _PRESSED and isinstance(watched, QWidget):
            return self.sheet.isAncestorOf(watched)
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        self.sheet.changed.connect(self._changed)
        self.sheet.removed.connect(self._removed)
        self.draft.came.connect(self._came)
        self.draft.keeper.kept.connect(self._kept)
        self.draft.keeper.failed.connect(self._not_kept)
        self.looking.answered.connect(self._tell)
        self.looking.failed.connect(self._not_looked)
        self.receipt.done.connect(self._to_form)
        self.main.clicked.connect(lambda _checked: self.register())
        self.workplace.campaign_changed.connect(self._campaign_changed)

    def _campaign_changed(self) -> None:
        if self.draft.keeper.campaign != self.workplace.campaign:
            if self.draft.typed is not None:
                self.draft.keeper.keep()
            if self.isVisible():
                self.begin()

    def _build(self) -> None:
        self.main.setEnabled(Right.REGISTER in self.workplace.rights)
        for page in (self._nothing, self._form, self.receipt):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
