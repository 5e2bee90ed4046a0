"""The acts of the journal, declared once."""

from collections.abc import Callable, Sequence

from otbor.domain.rights import Right
from otbor.support.translation import gettext as _
from otbor.ui.journal.mass import MassActs
from otbor.ui.journal.rows import RowsPane
from otbor.ui.kit.actions import Action

_ON_BAR = frozenset({"print-receipts", "receipts-given", "compare", "export", "columns"})


def of_rows(rows: RowsPane, mass: MassActs, begin_search: Callable[[], object]) -> list[Action]:
    """What is done with the rows: chosen, filtered, carried out."""

    def chosen(act: Callable[[Sequence[int]], None]) -> Callable[[], None]:
        return lambda: act(rows.table.selected())

    def act(
        name: str, title: str, then: Callable[[], object], keys: str, icon: str, right: Right | None = None
    ) -> Action:
        return Action(f"journal-{name}", title, then, keys, icon, name in _ON_BAR, right)

    receipts, compare = chosen(mass.print_receipts), chosen(mass.compare)
    given, not_given = chosen(mass.give_receipts), chosen(mass.take_back_receipts)
    issue, expertise, register = Right.ISSUE, Right.EXPERTISE, Right.REGISTER
    uncompare = chosen(mass.uncompare)
    back = "arrow-u-up-left"
    return [
        act("print-receipts", _("Print receipts"), receipts, "Ctrl+P", "printer", issue),
        act("receipts-given", _("Mark receipts as given"), given, "Ctrl+Alt+R", "receipt", register),
        act("compare", _("Mark documents as compared…"), compare, "Ctrl+Alt+M", "checks", expertise),
        act("export", _("Export…"), rows.ask_export, "Ctrl+E", "export", issue),
        act("columns", _("Columns…"), rows.ask_columns, "Ctrl+Alt+C", "columns"),
        act("receipts-back", _("Take the mark of receipts off"), not_given, "Ctrl+Alt+T", back, register),
        act("uncompare", _("Take the mark of comparison off…"), uncompare, "Ctrl+Alt+U", back, expertise),
        act("filter", _("Find in the journal"), begin_search, "Ctrl+F", "magnifying-glass"),
        act("filter-column", _("Filter by this column…"), rows.filter_current_column, "Ctrl+Alt+F", "funnel"),
        act("all", _("Show all"), rows.show_all, "Ctrl+Alt+A", "x"),
        act("save-view", _("Save this view…"), rows.ask_view_name, "Ctrl+Alt+S", "bookmark-simple"),
        act("remove-view", _("Remove this view"), rows.remove_view, "Ctrl+Alt+D", "trash"),
        act("reload", _("Read anew"), rows.reload, "F5", "arrow-clockwise"),
    ]


def of_form(register: Callable[[], object]) -> Action:
    """What opens the form of registration."""
    title, words, right = _("New application"), _("register an application"), Right.REGISTER
    return Action("journal-register", title, register, "Ctrl+N", "plus", right=right, words=words)


def of_card(turn: Callable[[], object]) -> Action:
    """What shows the card, or puts it away."""
    return Action("journal-card", _("Card of the application"), turn, "F4", "identification-card", on_bar=False)
