"""The acts of the journal, declared once."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from otbor.domain.rights import Right
from otbor.support.translation import gettext as _
from otbor.ui.kit.actions import Action

if TYPE_CHECKING:
    from otbor.ui.journal.section import JournalSection


def of_table(section: "JournalSection") -> list[Action]:
    """What is done with the rows: chosen, filtered, carried out."""
    mass = section.mass

    def chosen(act: Callable[[Sequence[int]], None]) -> Callable[[], None]:
        return lambda: act(section.table.selected())

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
        act("export", _("Export…"), section.ask_export, "Ctrl+E", "export", issue),
        act("columns", _("Columns…"), section.ask_columns, "Ctrl+Alt+C", "columns"),
        act("receipts-back", _("Take the mark of receipts off"), not_given, "Ctrl+Alt+T", back, register),
        act("uncompare", _("Take the mark of comparison off…"), uncompare, "Ctrl+Alt+U", back, expertise),
        act("filter", _("Find in the journal"), section.begin_search, "Ctrl+F", "magnifying-glass"),
        act("filter-column", _("Filter by this column…"), section.filter_current_column, "Ctrl+Alt+F", "funnel"),
        act("all", _("Show all"), section.show_all, "Ctrl+Alt+A", "x"),
        act("save-view", _("Save this view…"), section.ask_view_name, "Ctrl+Alt+S", "bookmark-simple"),
        act("remove-view", _("Remove this view"), section.remove_view, "Ctrl+Alt+D", "trash"),
        act("reload", _("Read anew"), section.reload, "F5", "arrow-clockwise"),
    ]


_ON_BAR = frozenset({"print-receipts", "receipts-given", "compare", "export", "columns"})


def of_companions(section: "JournalSection") -> list[Action]:
    """What opens the form and the card, where they are."""
    found = []
    if section.make_form is not None:
        words, right = _("register an application"), Right.REGISTER
        found.append(
            Action("journal-register", _("New application"), section.register, "Ctrl+N", "plus", True, right, words)  # noqa: FBT003
        )
    if section.card is not None:
        title, then = _("Card of the application"), section.turn_card
        found.append(Action("journal-card", title, then, "F4", "identification-card", on_bar=False))
    return found
