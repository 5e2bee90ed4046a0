"""Registration (регистрация заявления, п. 11): one form from the first letter to the receipt in the parent's hands."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from otbor.domain.findings import Refused, Trouble
from otbor.domain.rights import Right
from otbor.services import corrections, papers, registration
from otbor.services.intake import Registered
from otbor.services.registration import Opening, Questions, Remark
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit.actions import Action, make_all
from otbor.ui.kit.dates import moment
from otbor.ui.kit.elided import ElidedLabel
from otbor.ui.kit.failures import Failure, Family
from otbor.ui.kit.notices import NoticeBar
from otbor.ui.kit.workplace import Workplace
from otbor.ui.papers import printing
from otbor.ui.registration.editors import Last, Line
from otbor.ui.registration.keeper import Keeper
from otbor.ui.registration.pages import form_page, nothing_page
from otbor.ui.registration.receipt import ListPrinters, OpenPrinter, ReceiptPage
from otbor.ui.registration.sheet import Sheet
from otbor.wording.findings import catalogue, sentence

_PAUSE = 300  # milliseconds without a letter before the form looks at what was typed

AskReason = Callable[[str, Callable[[str], object]], object]  # (title, what to do with the reason)


def ask_reason(parent: QWidget, title: str, then: Callable[[str], object]) -> None:
    """Ask for the reason of an act that stays in the journal."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(_("Reason, it stays in the journal:"))
    dialog.textValueSelected.connect(then)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


class RegistrationForm(QWidget):
    """The form of one campaign; :meth:`begin` it when it comes to the front, :meth:`shut` it before its window goes.

    ``registered`` gives the row id of an application, ``left`` says that the person goes away (the draft is kept).
    ``acts`` are its actions by id, working while the focus is inside. ``list_printers``, ``open_printer`` and
    ``ask_reason`` may be others in tests.
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
        self.ask_reason: AskReason = partial(ask_reason, self)
        self.questions: Questions | None = None
        self.sheet = Sheet(lambda application: workplace.go("journal", application))
        self.receipt = ReceiptPage(workplace, list_printers, open_printer)
        self.offer = NoticeBar()
        self.status = QLabel()
        self.main = Last(_("Register (Ctrl+Enter)"))
        self.keeper = Keeper(workplace, self._state_to_keep, self)
        self._title = ElidedLabel()
        self._plan = QPushButton(_("Plan a campaign"))
        self._nothing = nothing_page(self._plan)
        self._form = form_page(self._title, self.offer, self.sheet, self.status, self.main)
        self._pages = QStackedWidget()
        self._empty = self._blank = self.sheet.state()
        self._remarks: tuple[Remark, ...] = ()
        self._asked = 0  # number of the newest look at what is typed: answers to earlier ones are old
        self._tried = self._busy = self._print_then = False
        self._refusal: Failure | None = None  # to be told with the remarks that it is made of
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.look)
        self._build()
        self.acts: dict[str, QAction] = make_all(self.declare(), workplace.rights, self)
        for action in self.acts.values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setEnabled(False)  # until the form is seen: an act on what nobody sees is none
            self.addAction(action)
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
            self._plan.setFocus()
            return
        if self.keeper.campaign != campaign:
            self._forget_campaign()
        self._to_form()  # at once: the first name needs no question
        asked = self.workplace.ask(lambda office, _steps: registration.opening(office, campaign))
        asked.succeeded.connect(lambda opening: self._open(campaign, opening))
        suggested = self.workplace.ask(lambda office, _steps: registration.suggestions(office), told=False)
        suggested.succeeded.connect(self.sheet.suggest)
        # Loads the sentences and what draws papers while the first name is typed.
        self.workplace.ask(lambda _office, _steps: (catalogue(), papers.issue_receipt), told=False)
        self.receipt.look_for_printers()

    def leave(self) -> None:
        """Go away: from the receipt to the next family, from the form to where the person came from."""
        if self.on_receipt:
            self._to_form()
            return
        self.keeper.keep()
        self.left.emit()

    def shut(self) -> None:
        """Keep what is typed, stop the threads."""
        self._soon.stop()
        failure = self.keeper.shut()
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
        if self._busy or self.on_receipt or campaign is None or self.questions is None:
            return
        focus = QApplication.focusWidget()
        if isinstance(focus, Line):
            focus.left.emit()
        typed = self.sheet.typed(self.workplace.glance.clock)
        self._tried = True
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
        state = self._state_to_keep()
        if state is None or self.on_receipt:
            return
        self._start_anew()
        self.keeper.keep()
        self.workplace.tell(_("The form was cleared."), (_("Put back"), lambda: self._put_back(state)))

    def look(self) -> None:
        """Have what is typed looked at, aside; what is to be said of it appears beside the fields."""
        campaign = self.workplace.campaign
        if campaign is None or self.questions is None or self._busy:
            return
        self._asked += 1
        number, typed = self._asked, self.sheet.typed(self.workplace.glance.clock)
        task = self.workplace.ask(lambda office, _steps: registration.remarks(office, campaign, typed), told=False)
        task.succeeded.connect(lambda remarks: self._tell(remarks, number))
        task.failed.connect(self._not_looked)

    # What comes of it

    def _registered(self, outcome: Registered, child: str) -> None:
        self._set_busy(busy=False)
        application = outcome.application_id
        self._start_anew()
        self._show_receipt(application, outcome.number, child)
        if self._print_then:
            self._print_then = False
            self.receipt.print()
        self.workplace.tell(
            _("Application {number} is registered.").format(number=outcome.number),
            (_("Receipt"), lambda: self._show_receipt(application, outcome.number, child)),
            (_("Annul…"), lambda: self.annul(application, outcome.number)),
            good=True,
        )
        self.registered.emit(application)

    def _show_receipt(self, application: int, number: str, child: str) -> None:
        self._pages.setCurrentWidget(self.receipt)
        self.receipt.show_of(application, number, child)

    def annul(self, application: int, number: str) -> None:
        """Annul what was registered by mistake, with a reason that is asked for."""

        def then(reason: str) -> None:
            task = self.workplace.act(lambda office, _steps: corrections.annul(office, application, reason))
            told = _("Application {number} is annulled; its number stays in the journal.").format(number=number)
            task.succeeded.connect(lambda _changes: self.workplace.tell(told))
            task.succeeded.connect(lambda _changes: self._to_form() if self.on_receipt else None)

        self.ask_reason(_("Annul application {number}").format(number=number), then)

    def _not_registered(self, failure: Failure) -> None:
        self._set_busy(busy=False)
        self._print_then = False
        if failure.family is Family.REFUSED:
            self._refusal = failure
            self.look()
        else:
            self.workplace.tell_failure(failure)
            self.status.setText(_("Not registered. What you typed is still here: try again when it is mended."))

    def _tell(self, remarks: tuple[Remark, ...], number: int) -> None:
        if number != self._asked:
            return
        self._remarks = (*self._doubts(), *remarks)
        homeless = self.sheet.tell(self._remarks, tried=self._tried)
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

    def _doubts(self) -> list[Remark]:
        """Names that were parted in doubt: only the field knows what was typed in one line."""
        found = [("child_surname", 0, self.sheet.child.name.doubt)]
        found += [("parent_name", index, person.name.doubt) for index, person in enumerate(self.sheet.family.people)]
        return [Remark(field, doubt, index) for field, index, doubt in found if doubt is not None]

    # The draft

    def _state_to_keep(self) -> dict[str, Any] | None:
        """What was typed; None where nothing was."""
        state = self.sheet.state()
        return None if state == self._blank or self.questions is None else state

    def _open(self, campaign: int, opening: Opening) -> None:
        """Show what ``campaign`` asks; put back what was kept of it, or keep what was typed meanwhile."""
        if campaign != self.workplace.campaign:
            return
        fresh = self.keeper.campaign != campaign
        if fresh or (opening.questions != self.questions and self._state_to_keep() is None):
            self.questions, self.keeper.campaign = opening.questions, campaign
            self._title.setText(_("New application: {campaign}").format(campaign=opening.questions.title))
            self.sheet.ask(opening.questions)
            self._blank = self.sheet.state() | {part: self._empty[part] for part in ("child", "family")}
        if fresh and opening.kept is not None:
            self.sheet.restore(opening.kept.content)
            self._offer_kept(opening.kept.kept_at, opening.kept.kept_by)
            self._to_form()
        elif fresh and self._state_to_keep() is not None:
            self.keeper.touch()
        self.look()

    def _forget_campaign(self) -> None:
        if self.questions is not None:
            self._start_anew()
        self.questions = self.keeper.campaign = None
        self._title.clear()

    def _offer_kept(self, kept_at: datetime, kept_by: str) -> None:
        zone = self.questions.time_zone if self.questions else "UTC"
        self.offer.tell(
            _("What was not registered is put back: typed on {moment} by {person}.").format(
                moment=moment(kept_at, zone), person=kept_by
            ),
            None,
            (_("Go on"), self._to_form),
            (_("Begin anew"), self.clear),
        )

    def _start_anew(self) -> None:
        self._soon.stop()
        self.keeper.rest()
        self._tried = False
        self.offer.hide()
        self.sheet.restore({})
        self._asked += 1  # answers about what is registered are old
        self._remarks = ()
        self.sheet.tell((), tried=False)
        self.status.clear()
        self.sheet.verticalScrollBar().setValue(0)

    def _put_back(self, state: dict[str, Any]) -> None:
        self.sheet.restore(state)
        self._to_form()
        self._changed()

    def _removed(self, before: dict[str, Any]) -> None:
        self.workplace.tell(_("The row was removed."), (_("Put back"), lambda: self._put_back(before)))

    def _changed(self) -> None:
        self.keeper.touch()
        self._soon.start()

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
        empty = self._state_to_keep() is None
        first = self.sheet.child.name.surname if empty else self.sheet.first_empty()
        first.setFocus(Qt.FocusReason.TabFocusReason)
        self._soon.start()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
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
        for action in self.acts.values():
            action.setEnabled(seen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """No letter gets lost or into the next form while an application is being registered: it is not taken."""
        if self._busy and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return event.type() is QEvent.Type.KeyPress and self.sheet.isAncestorOf(watched)
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        self.sheet.changed.connect(self._changed)
        self.sheet.removed.connect(self._removed)
        self.keeper.kept.connect(self._kept)
        self.keeper.failed.connect(self._not_kept)
        self.receipt.done.connect(self._to_form)
        self.main.clicked.connect(lambda _checked: self.register())
        self._plan.clicked.connect(lambda _checked: self.workplace.go("settings", "campaign"))
        self.workplace.campaign_changed.connect(self._campaign_changed)

    def _campaign_changed(self) -> None:
        if self.keeper.campaign != self.workplace.campaign:
            if self._state_to_keep() is not None:
                self.keeper.keep()
            if self.isVisible():
                self.begin()

    def _build(self) -> None:
        self.main.setEnabled(Right.REGISTER in self.workplace.rights)
        for page in (self._nothing, self._form, self.receipt):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
