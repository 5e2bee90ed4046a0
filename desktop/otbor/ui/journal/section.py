"""«Журнал»: the table of applications, the card of one beside it, the form of registration in its place."""

from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from otbor.services import journal_view
from otbor.services.journal_filter import Column, Filter, Order
from otbor.services.journal_view import Choices, Line, Totals
from otbor.services.office import Changes, Office
from otbor.support.translation import gettext as _
from otbor.ui.journal import acts
from otbor.ui.journal.beside import Beside
from otbor.ui.journal.column_filter import ColumnFilter
from otbor.ui.journal.dialogs import ColumnsDialog, LineDialog
from otbor.ui.journal.empty import EmptyPage
from otbor.ui.journal.export import export
from otbor.ui.journal.filter_bar import FilterBar
from otbor.ui.journal.mass import MassActs
from otbor.ui.journal.model import JournalModel
from otbor.ui.journal.parts import Card, Form, MakeCard, MakeForm, widget
from otbor.ui.journal.table import JournalTable
from otbor.ui.journal.totals import TotalsLine
from otbor.ui.journal.views import View, kept, ready, save, saved
from otbor.ui.kit import dates, folders
from otbor.ui.kit.actions import Action
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.section import Section
from otbor.ui.kit.targets import JournalRows
from otbor.ui.kit.tasks import Task
from otbor.ui.kit.theme import em
from otbor.ui.kit.workplace import Workplace

_Rows = tuple["array[int]", list[Line]]  # ids of all, lines of the first block
_COUNTED_AFTER = 400  # milliseconds: totals of a large journal do not stand in the way of the next letter
_TABLES = {"application", "document", "wish", "representative", "class_group", "campaign", "school"}


class JournalSection(Section):
    """``make_card`` and ``make_form`` make its two companions; without them the table stands alone."""

    id = "journal"

    def __init__(
        self,
        workplace: Workplace,
        make_card: MakeCard | None = None,
        make_form: MakeForm | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workplace, parent)
        self.model = JournalModel(self._read, self)
        self.table = JournalTable(self.model, workplace.memory)
        self.bar, self.totals, self.empty = FilterBar(), TotalsLine(), EmptyPage()
        self.mass = MassActs(workplace, self)
        self.card: Card | None = None if make_card is None else make_card(workplace)
        self.make_form = make_form
        self.form: Form | None = None  # made ahead, or when it is asked for
        self.view = ready()[0]
        self.dialog: ColumnFilter | ColumnsDialog | LineDialog | None = None
        self._offered = Choices((), (), ())
        self._told: Totals | None = None  # not counted yet
        self._asked: list[Task] = []
        self._wanted: int | None = None  # an application to be shown when its rows have come
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNTED_AFTER)
        self._counting.timeout.connect(self._count)
        self._build()
        self._connect()
        self.make_acts()
        self.table.addActions(list(self.acts.values()))
        if self.card is not None:
            self.card.take_acts(self.acts)
        self._show_page(self._table_page)
        self._other_campaign()

    def declare(self) -> Sequence[Action]:
        """Acts of the journal, of the card and of the form."""
        mine = acts.of_companions(self) + acts.of_table(self)
        return [*mine, *(() if self.card is None else self.card.declare())]

    def go(self, target: Any) -> None:
        """An application's row id shows its card, «register» opens the form; rows are named by :class:`JournalRows` or
        by their numbers in a tuple."""
        if target == "register":
            self.register()
        elif isinstance(target, JournalRows):
            self._show_page(self._table_page)
            self._parts.show_rows()
            self.show_view(next(view for view in ready() if view.rows is target))
        elif isinstance(target, tuple):
            self._show_page(self._table_page)
            self._parts.show_rows()
            self.show_view(View(_("All"), Filter(among={Column.NUMBER: frozenset(target)})))
        elif isinstance(target, int):
            self._show_page(self._table_page)
            self._wanted = target
            self._show_wanted()

    def inner_acts(self) -> Sequence[tuple[str, Sequence[QAction]]]:
        """Those of the form, once it is made."""
        return () if self.form is None else ((_("Form of registration"), tuple(self.form.acts.values())),)

    def unsaved(self) -> list[str]:
        """Corrections that were begun in the card; the form of registration keeps its draft."""
        return [] if self.card is None else self.card.unsaved()

    def entered(self) -> None:
        """To the table, or to the form that was begun."""
        page = self._pages.currentWidget()
        self.first = self.table if page is self._table_page else page

    def ahead(self) -> None:
        """Make the form of registration."""
        if self.form is None and self.make_form is not None:
            self.form = self.make_form(self.workplace)
            self._pages.addWidget(widget(self.form))
            self.form.registered.connect(self._registered)
            self.form.left.connect(self._leave_form)

    def shut(self) -> None:
        """Remember the columns and the parts."""
        self.table.keep()
        self._parts.keep()
        self.mass.shut()
        for part in (self.card, self.form):
            if part is not None:
                part.shut()

    # Rows

    def reload(self) -> None:
        """Ask for the rows and the totals anew."""
        campaign = self.workplace.campaign
        for task in self._asked:
            task.cancel()
        self._asked = []
        if campaign is None:
            self._show_rows((array("q"), []))
            return
        chosen, order = self.bar.filter, self.model.order

        def first_page(office: Office) -> _Rows:
            ids = journal_view.ids(office, campaign, chosen, order)
            dates.count(len(ids))  # the language's ways with numbers and days are loaded here,
            dates.moment(office.clock(), "UTC")  # not on the window's thread
            return ids, journal_view.block(office, ids[: journal_view.BLOCK].tolist())

        self._counting.start()
        self._ask(first_page, self._show_rows)

    def _count(self) -> None:
        campaign, chosen = self.workplace.campaign, self.bar.filter
        if campaign is not None:
            self._ask(lambda office: journal_view.totals(office, campaign, chosen), self._show_totals)

    def _ask(self, question: Callable[[Office], Any], then: Callable[[Any], None]) -> Task:
        task = self.workplace.ask(lambda office, _steps: question(office))
        task.succeeded.connect(then)
        task.ended.connect(lambda: self._asked.remove(task) if task in self._asked else None)
        self._asked.append(task)
        return task

    def _read(self, wanted: Sequence[int]) -> list[Line]:
        return journal_view.block(self.workplace.glance, wanted)

    def _show_rows(self, rows: _Rows) -> None:
        self.table.show_rows(*rows)
        self._say_empty()
        self._show_wanted()

    def _show_totals(self, totals: Totals) -> None:
        self._told = totals
        self._say_totals()

    def _say_totals(self) -> None:
        if self._told is not None:
            self.totals.show_totals(self._told, len(self.table.selected()))

    def _say_empty(self) -> None:
        if self.model.ids:
            self._middle.setCurrentWidget(self.table)
            return
        if self.workplace.campaign is None:
            self.empty.say(
                _("There is no campaign yet"),
                _("Applications are taken in once the campaign is planned."),
                _("Plan the campaign"),
                lambda: self.workplace.go("settings", "campaign"),
            )
        elif self.bar.filter != Filter():
            self.empty.say(_("Nothing is found"), _("No application fits the filter."), _("Show all"), self.show_all)
        else:
            register = _("New application (Ctrl+N)") if "journal-register" in self.acts else ""
            self.empty.say(
                _("No applications yet"), _("The first one that is registered stands here."), register, self.register
            )
        self._middle.setCurrentWidget(self.empty)

    def _changed(self, changes: Changes) -> None:
        if not changes.rows or any(table in _TABLES for table, _id in changes.rows):
            self.reload()
            self._ask_choices()

    def _other_campaign(self) -> None:
        self._wanted = None
        if self.card is not None:
            self.card.show_application(None)
        self._ask_choices()
        self.reload()

    def _ask_choices(self) -> None:
        campaign = self.workplace.campaign
        if campaign is not None:
            self._ask(lambda office: journal_view.choices(office, campaign), self._show_choices)

    def _show_choices(self, offered: Choices) -> None:
        self._offered = offered
        self.bar.show_chips(offered)

    # The card and the form

    def register(self) -> None:
        """Open the form of registration in place of the table."""
        self.ahead()
        if self.form is not None:
            self._show_page(widget(self.form))
            self.form.begin()

    def turn_card(self) -> None:
        """Show the card beside the table, or put it away."""
        self._parts.turn()

    def begin_search(self) -> None:
        """To the field that finds, what is in it chosen."""
        self._parts.show_rows()
        self.bar.begin()

    def _open_card(self) -> None:
        if not self._parts.card_shown:
            self._parts.turn()
        elif self.card is not None:
            widget(self.card).setFocus(Qt.FocusReason.OtherFocusReason)

    def _rested(self) -> None:
        self._say_totals()
        current = self.table.current
        if self.card is not None and self._parts.card_shown and current is not None:
            self.card.show_application(current)

    def _show_wanted(self) -> None:
        """Go to the row of an application that a link named; its card is shown even when a filter hides the row."""
        if self._wanted is None:
            return
        identity, self._wanted = self._wanted, None
        if not self.table.go_to(identity) and self._asked:
            self._wanted = identity  # its rows are still under way
        if self.card is not None:
            self._parts.show_card(shown=True)
            self.card.show_application(identity)

    def _registered(self, application_id: int) -> None:
        self._wanted = application_id

    def _show_page(self, page: QWidget) -> None:
        """The table or the form; the acts of the rows have their keys only where rows are seen."""
        self._pages.setCurrentWidget(page)
        self.entered()
        table_shown = page is self._table_page
        self.bar_wanted.emit(table_shown)
        for name, action in self.acts.items():
            if name.startswith("journal-") and name not in {"journal-register", "journal-reload"}:
                action.setEnabled(table_shown)
        if table_shown:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_form(self) -> None:
        self._show_page(self._table_page)
        self._show_wanted()

    # Filter, order, columns, views

    def show_all(self) -> None:
        """No filter; the order stays."""
        self.view = ready()[0]
        self._list_views()
        self.bar.set_filter(Filter(), self._offered)

    def filter_current_column(self) -> None:
        """Ask for the filter of the column that the person is on."""
        place = self.table.currentIndex()
        shown = self.table.shown_columns()
        self.ask_filter(tuple(Column)[place.column()] if place.isValid() else shown[0])

    def ask_filter(self, column: Column) -> None:
        """Ask for the filter of a column."""
        dialog = ColumnFilter(column, self.bar.filter, self._offered, self)
        dialog.accepted.connect(lambda: self.bar.set_filter(dialog.filter(), self._offered))
        self._open(dialog)

    def ask_columns(self) -> None:
        """Ask which columns are seen, and in what order."""
        dialog = ColumnsDialog(self.table.shown_columns(), self)
        dialog.accepted.connect(lambda: self.table.show_columns(dialog.chosen()))
        self._open(dialog)

    def ask_view_name(self) -> None:
        """Ask under what name this view is kept."""
        dialog = LineDialog(_("Save this view"), _("&Name of the view:"), _("Save"), self)
        dialog.line.setText(self.view.name if self.view.own else "")
        dialog.answered.connect(self.save_view)
        self._open(dialog)

    def save_view(self, name: str) -> None:
        """Keep filter, order and columns under ``name``; a view of that name is replaced."""
        chosen, columns = kept(self.bar.filter), tuple(self.table.shown_columns())
        view = View(name, chosen, self.model.order, columns, own=True)
        memory = self.workplace.memory
        save(memory, [*(other for other in saved(memory) if other.name != name), view])
        self.view = view
        self._list_views()
        told = _("The view «{name}» is saved.").format(name=name)
        if chosen != self.bar.filter:
            told = " ".join((told, _("Texts that were typed are not kept in it.")))
        self.workplace.tell(told, good=True)

    def remove_view(self) -> None:
        """Forget the person's own view that is shown; the rows stay as they are."""
        view, memory = self.view, self.workplace.memory
        if not view.own:
            self.workplace.tell(_("This view is always there: only a view of your own can be removed."))
            return
        before = saved(memory)
        save(memory, [other for other in before if other.name != view.name])
        self.view = ready()[0]
        self._list_views()

        def back() -> None:
            save(memory, before)
            self.view = view
            self._list_views()

        self.workplace.tell(_("The view «{name}» is removed.").format(name=view.name), (_("Undo"), back))

    def show_view(self, view: View) -> None:
        """Show what ``view`` names."""
        self.view = view
        if view.columns:
            self.table.show_columns(view.columns)
        self._list_views()
        self.table.show_order(view.order)
        self.bar.set_filter(view.filter, self._offered)

    def _list_views(self) -> None:
        self.bar.show_views([*ready(), *saved(self.workplace.memory)], self.view.name)

    def _sorted(self, _order: Order) -> None:
        self.reload()

    # Export

    def ask_export(self) -> None:
        """Ask for the file; what is seen goes into it."""
        if not self.model.ids:
            self.workplace.tell(_("There is nothing to export: no application is shown."))
            return
        folder = folders.start(self.workplace.memory, folders.EXPORTS)
        kinds = ";;".join((_("Excel workbook (*.xlsx)"), _("CSV table (*.csv)")))
        name, kind = QFileDialog.getSaveFileName(
            self, _("Export what is seen"), str(folder / f"{_('Journal')}.xlsx"), kinds
        )
        if name:
            path = Path(name)
            if path.suffix.lower() not in {".xlsx", ".csv"}:
                path = path.with_name(path.name + (".csv" if ".csv" in kind else ".xlsx"))
            self.export_to(path)

    def export_to(self, path: Path) -> Task | None:
        """Write what is seen."""
        campaign = self.workplace.campaign
        if campaign is None:
            return None
        return export(self.workplace, campaign, self.model.ids, self.table.shown_columns(), path)

    # Making

    def _open(self, dialog: ColumnFilter | ColumnsDialog | LineDialog) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = dialog
        dialog.open()

    def _build(self) -> None:
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        left = QWidget()
        column = QVBoxLayout(left)
        gap = em(self, 0.6)
        column.setContentsMargins(gap, gap, gap, gap)
        column.addWidget(self.bar)
        column.addWidget(self._middle, 1)
        column.addWidget(self.totals)
        self._parts = Beside(left, None if self.card is None else widget(self.card), self.workplace.memory)
        self._parts.turned.connect(self._rested)
        self._table_page = self._parts
        self._pages = QStackedWidget()
        self._pages.addWidget(self._table_page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self._list_views()

    def _connect(self) -> None:
        work = self.workplace
        work.changed.connect(self._changed)
        work.campaign_changed.connect(self._other_campaign)
        self.model.failed.connect(self._failed)
        self.model.sorted_by.connect(self._sorted)
        self.bar.changed.connect(self.reload)
        self.bar.view_chosen.connect(self.show_view)
        self.bar.all_wanted.connect(self.show_all)
        self.bar.column_wanted.connect(self.ask_filter)
        self.bar.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.rested.connect(self._rested)
        self.table.opened.connect(self._open_card)
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._say_totals())

    def _failed(self, failure: Failure) -> None:
        self.workplace.tell_failure(failure)
