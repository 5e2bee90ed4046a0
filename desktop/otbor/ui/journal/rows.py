"""The rows of the journal: the field that finds, the filter, the table, the totals below, the views of a person."""

from array import array
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from otbor.services import journal_view
from otbor.services.journal_filter import Column, Filter
from otbor.services.journal_view import Choices, Line, Totals
from otbor.services.office import Changes, Office, today
from otbor.support.translation import gettext as _
from otbor.ui.journal.column_filter import ColumnFilter
from otbor.ui.journal.dialogs import ColumnsDialog, LineDialog
from otbor.ui.journal.export import export
from otbor.ui.journal.filter_bar import FilterBar
from otbor.ui.journal.model import JournalModel
from otbor.ui.journal.table import JournalTable
from otbor.ui.journal.totals import TotalsLine
from otbor.ui.journal.views import View, kept, ready, save, saved
from otbor.ui.kit import dates, folders
from otbor.ui.kit.empty import EmptyPage
from otbor.ui.kit.tasks import Task
from otbor.ui.kit.theme import em
from otbor.ui.kit.workplace import Workplace

_Rows = tuple["array[int]", list[Line]]  # ids of all, lines of the first block
_COUNTED_AFTER = 400  # milliseconds: totals of a large journal do not stand in the way of the next letter
_TABLES = {"application", "document", "wish", "representative", "class_group", "campaign", "school"}
_NOTHING = Choices((), (), ())


class RowsPane(QWidget):
    """Everything about which rows are seen; of several questions under way only the newest is answered."""

    came = Signal()  # the rows that were asked for stand in the table
    register_wanted = Signal()  # an empty journal is where the first application is registered

    def __init__(self, workplace: Workplace, *, registers: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.model = JournalModel(lambda wanted: journal_view.block(workplace.glance, wanted), self)
        self.table = JournalTable(self.model, workplace.memory)
        self.bar, self.totals, self.empty = FilterBar(), TotalsLine(), EmptyPage()
        self.view = ready()[0]
        self.dialog: ColumnFilter | ColumnsDialog | LineDialog | None = None
        self._registers = registers
        self._offered = _NOTHING
        self._told: Totals | None = None  # not counted yet
        self._reading: Task | None = None  # of the rows
        self._from_top = False  # the next ones are seen from their beginning
        self._adding_up: Task | None = None
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNTED_AFTER)
        self._counting.timeout.connect(self._count)
        self._build()
        self._connect()

    @property
    def reading(self) -> bool:
        """Whether rows are under way."""
        return self._reading is not None

    def keep(self) -> None:
        """Remember the columns."""
        self.table.keep()

    # What is asked

    def reload(self) -> None:
        """Ask for the rows and the totals anew."""
        campaign = self.workplace.campaign
        for task in (self._reading, self._adding_up):
            if task is not None:
                task.cancel()
        self._reading = self._adding_up = None
        if campaign is None:
            self._counting.stop()
            self._show_rows((array("q"), []))
            return
        chosen, order = self.bar.filter, self.model.order

        def first_page(office: Office) -> _Rows:
            ids = journal_view.ids(office, campaign, chosen, order)
            dates.count(len(ids))  # the language's ways with numbers and days are loaded here,
            dates.moment(office.clock(), "UTC")  # not on the window's thread
            return ids, journal_view.block(office, ids[: journal_view.BLOCK].tolist())

        self._counting.start()
        task = self._reading = self.workplace.ask(lambda office, _steps: first_page(office))
        task.succeeded.connect(lambda rows: self._read(task, rows))
        task.failed.connect(lambda _failure: self._read(task, None))

    def other_campaign(self) -> None:
        """Nothing of what was counted and offered is of this campaign."""
        self._told = None
        self.totals.clear()
        self._show_choices(_NOTHING)
        self._ask_choices()
        self.reload()

    def _read(self, task: Task, rows: _Rows | None) -> None:
        """Answers to what was asked before the newest question are of no interest any more."""
        if task is self._reading:
            self._reading = None
            if rows is not None:
                self._show_rows(rows)

    def _count(self) -> None:
        campaign, chosen = self.workplace.campaign, self.bar.filter
        if campaign is not None:
            task = self._adding_up = self.workplace.ask(
                lambda office, _steps: journal_view.totals(office, campaign, chosen)
            )
            task.succeeded.connect(lambda totals: self._show_totals(totals) if task is self._adding_up else None)

    def _ask_choices(self) -> None:
        campaign = self.workplace.campaign
        if campaign is not None:
            task = self.workplace.ask(lambda office, _steps: journal_view.choices(office, campaign))
            task.succeeded.connect(
                lambda offered: self._show_choices(offered) if campaign == self.workplace.campaign else None
            )

    def _changed(self, changes: Changes) -> None:
        if not changes.rows or any(table in _TABLES for table, _id in changes.rows):
            self.reload()
            self._ask_choices()

    # What is shown

    def _sort(self) -> None:
        self._from_top = True
        self.reload()

    def _show_rows(self, rows: _Rows) -> None:
        self.table.show_rows(*rows)
        if self._from_top:  # in another order the page that was seen is no page
            self._from_top = False
            self.table.scrollToTop()
        self._say_empty()
        self.came.emit()

    def _show_totals(self, totals: Totals) -> None:
        self._told = totals
        self.say_totals()

    def say_totals(self) -> None:
        """The totals, with how many rows are chosen."""
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
            register = _("New application (Ctrl+N)") if self._registers else ""
            why = _("The first one that is registered stands here.")
            self.empty.say(_("No applications yet"), why, register, self.register_wanted.emit)
        self._middle.setCurrentWidget(self.empty)

    def _show_choices(self, offered: Choices) -> None:
        self._offered = offered
        self.bar.show_chips(offered)

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
        dialog = ColumnFilter(column, self.bar.filter, self._offered, today(self.workplace.glance), self)
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
        """Keep filter, order and columns under ``name``; a view of that name is replaced, save those always there."""
        if name in {view.name for view in ready()}:
            told = _("«{name}» is a view that is always there: choose another name.")
            self.workplace.tell(told.format(name=name), (_("Save this view…"), self.ask_view_name))
            return
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
        column = QVBoxLayout(self)
        gap = em(self, 0.6)
        column.setContentsMargins(gap, gap, gap, gap)
        column.addWidget(self.bar)
        column.addWidget(self._middle, 1)
        column.addWidget(self.totals)
        self._list_views()

    def _connect(self) -> None:
        self.workplace.changed.connect(self._changed)
        self.model.failed.connect(self.workplace.tell_failure)
        self.model.sorted_by.connect(self._sort)
        self.bar.changed.connect(self.reload)
        self.bar.view_chosen.connect(self.show_view)
        self.bar.all_wanted.connect(self.show_all)
        self.bar.column_wanted.connect(self.ask_filter)
        self.bar.left.connect(self.table.setFocus)
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self.say_totals())
