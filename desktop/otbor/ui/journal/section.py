"""«Журнал»: the rows, the card of one application beside them, the form of registration in their place."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from otbor.domain.rights import Right
from otbor.services.journal_filter import Column, Filter
from otbor.support.translation import gettext as _
from otbor.ui.journal import acts
from otbor.ui.journal.beside import Beside
from otbor.ui.journal.mass import MassActs
from otbor.ui.journal.parts import Card, Form, MakeCard, MakeForm, widget
from otbor.ui.journal.rows import RowsPane
from otbor.ui.journal.views import View, ready
from otbor.ui.kit.actions import Action
from otbor.ui.kit.section import Section
from otbor.ui.kit.targets import JournalRows
from otbor.ui.kit.workplace import Workplace


class JournalSection(Section):
    """``make_card`` and ``make_form`` make its two companions; without them the rows stand alone."""

    id = "journal"

    def __init__(
        self,
        workplace: Workplace,
        make_card: MakeCard | None = None,
        make_form: MakeForm | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workplace, parent)
        registers = make_form is not None and Right.REGISTER in workplace.rights
        self.rows = RowsPane(workplace, registers=registers)
        self.mass = MassActs(workplace, self)
        self.card: Card | None = None if make_card is None else make_card(workplace)
        self.form: Form | None = None  # made ahead, or when it is asked for
        self._make_form = make_form
        self._wanted: int | None = None  # an application to be gone to when its rows have come
        self._followed: int | None = None  # the row whose card was shown because the person is on it
        self._build()
        self._connect()
        self.make_acts()
        self.rows.table.addActions(list(self.acts.values()))
        if self.card is not None:
            self.card.take_acts(self.acts)
        self._show_page(self._parts)
        self._other_campaign()

    def declare(self) -> Sequence[Action]:
        """Acts of the journal, of the card and of the form."""
        mine = acts.of_rows(self.rows, self.mass, self.begin_search)
        if self.card is not None:
            mine = [acts.of_card(self.turn_card), *mine, *self.card.declare()]
        return mine if self._make_form is None else [acts.of_form(self.register), *mine]

    def go(self, target: Any) -> None:
        """An application's row id shows its card, «register» opens the form; rows are named by :class:`JournalRows` or
        by their numbers in a tuple."""
        if target == "register":
            self.register()
        elif isinstance(target, JournalRows):
            self._show_view(next(view for view in ready() if view.rows is target))
        elif isinstance(target, tuple):
            self._show_view(View(_("All"), Filter(among={Column.NUMBER: frozenset(target)})))
        elif isinstance(target, int):
            self._show_page(self._parts)
            self._wanted = target
            self._go_to_wanted()
            self._show_card_of(target)

    def inner_acts(self) -> Sequence[tuple[str, Sequence[QAction]]]:
        """Those of the form, once it is made."""
        return () if self.form is None else ((_("Form of registration"), tuple(self.form.acts.values())),)

    def unsaved(self) -> list[str]:
        """Corrections that were begun in the card; what the form of registration cannot keep as a draft."""
        return [title for part in (self.card, self.form) if part is not None for title in part.unsaved()]

    def entered(self) -> None:
        """To the table, or to the form that was begun."""
        page = self._pages.currentWidget()
        self.first = self.rows.table if page is self._parts else page

    def ahead(self) -> None:
        """Make the form of registration."""
        if self.form is None and self._make_form is not None:
            self.form = self._make_form(self.workplace)
            self._pages.addWidget(widget(self.form))
            self.form.registered.connect(self._registered)
            self.form.left.connect(self._leave_form)

    def shut(self) -> None:
        """Remember the columns and the parts."""
        self.rows.keep()
        self._parts.keep()
        self.mass.shut()
        for part in (self.card, self.form):
            if part is not None:
                part.shut()

    # Acts

    def register(self) -> None:
        """Open the form of registration in place of the rows."""
        self.ahead()
        if self.form is not None:
            self._show_page(widget(self.form))
            self.form.begin()

    def turn_card(self) -> None:
        """Show the card beside the rows, or put it away."""
        self._parts.turn()

    def begin_search(self) -> None:
        """To the field that finds, what is in it chosen."""
        self._parts.show_rows()
        self.rows.bar.begin()

    # Where the person is

    def _other_campaign(self) -> None:
        self._wanted = self._followed = None
        if self.card is not None:
            self.card.show_application(None)
        self.rows.other_campaign()

    def _show_view(self, view: View) -> None:
        self._show_page(self._parts)
        self._parts.show_rows()
        self.rows.show_view(view)

    def _open_card(self) -> None:
        if not self._parts.card_shown:
            self._parts.turn()
        elif self.card is not None:
            self.card.enter()

    def _rested(self) -> None:
        """Follow the person to another row; rows read anew lead nobody away from a card that a link opened."""
        self.rows.say_totals()
        current = self.rows.table.current
        if self.card is not None and self._parts.card_shown and current not in {None, self._followed}:
            self._followed = current
            self.card.show_application(current)

    def _alone(self, *, card: bool) -> None:
        """One of the two has taken the place of the other: the keys go there."""
        if card and self.card is not None:
            self.card.enter()
        else:
            self.rows.table.setFocus()

    def _go_to_wanted(self) -> None:
        """Go to a row that was named; one that no filter shows is looked for once, when the rows have come."""
        if self._wanted is not None and (self.rows.table.go_to(self._wanted) or not self.rows.reading):
            self._wanted = None

    def _show_card_of(self, application_id: int) -> None:
        """The card that a link named, even when a filter hides its row."""
        if self.card is not None:
            self._followed = self.rows.table.current
            self._parts.show_card(shown=True)
            self.card.show_application(application_id)
            if self._parts.narrow:
                self.card.enter()

    def _registered(self, application_id: int) -> None:
        self._wanted = application_id

    def _leave_form(self) -> None:
        self._show_page(self._parts)
        self._go_to_wanted()

    def _show_page(self, page: QWidget) -> None:
        """The rows or the form; the acts of the rows have their keys only where rows are seen."""
        self._pages.setCurrentWidget(page)
        self.entered()
        rows_shown = page is self._parts
        self.bar_wanted.emit(rows_shown)
        for name, action in self.acts.items():
            if name.startswith("journal-") and name not in {"journal-register", "journal-reload"}:
                action.setEnabled(rows_shown)
        if rows_shown:
            self.rows.table.setFocus()

    # Making

    def _build(self) -> None:
        self._parts = Beside(self.rows, None if self.card is None else widget(self.card), self.workplace.memory)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._parts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _connect(self) -> None:
        self.workplace.campaign_changed.connect(self._other_campaign)
        self.rows.came.connect(self._go_to_wanted)
        self.rows.register_wanted.connect(self.register)
        self.rows.table.rested.connect(self._rested)
        self.rows.table.opened.connect(self._open_card)
        self._parts.turned.connect(self._rested)
        self._parts.alone.connect(lambda card: self._alone(card=card))
