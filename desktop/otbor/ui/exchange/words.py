"""The words of an import in the window: kinds of sheets, fates of rows, counts that add up."""

from otbor.exchange.mapping import Role
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.exchange.taking import Counts, RowState
from otbor.ui.kit import dates

ICONS = {
    RowState.COMING: "check-circle",
    RowState.DOUBTFUL: "question",
    RowState.REFUSED: "warning",
    RowState.LEFT: "prohibit",
    RowState.SAME_CHILD: "copy",
    RowState.CHANGED: "pencil-simple",
    RowState.KNOWN: "archive",
    RowState.LATER: "clock",
}


def role_title(role: Role | None) -> str:
    """What a sheet is taken for."""
    return {
        None: _("Is not read"),
        Role.APPLICATIONS: _("Applications"),
        Role.ACHIEVEMENTS: _("Achievements"),
        Role.TESTS: _("Points of tests"),
        Role.APPEALS: _("Appeals"),
    }[role]


def state_title(state: RowState) -> str:
    """What will happen to a row."""
    return {
        RowState.COMING: _("Comes in"),
        RowState.DOUBTFUL: _("Doubtful"),
        RowState.REFUSED: _("With errors"),
        RowState.LEFT: _("Left out"),
        RowState.SAME_CHILD: _("The same child"),
        RowState.CHANGED: _("Differs"),
        RowState.KNOWN: _("Came in before"),
        RowState.LATER: _("At its own stage"),
    }[state]


def rows(number: int) -> str:
    """«строка», «строки», «строк» with their number."""
    return ngettext("{number} row", "{number} rows", number).format(number=dates.count(number))


def _why_out() -> dict[RowState, str]:
    """Why rows stay out, said of many."""
    return {
        RowState.REFUSED: _("with errors"),
        RowState.LEFT: _("left out by hand"),
        RowState.SAME_CHILD: _("the same child"),
        RowState.KNOWN: _("came in before"),
        RowState.CHANGED: _("differ from the journal"),
        RowState.LATER: _("at their own stage"),
    }


def states_title(state: RowState) -> str:
    """What will happen to many rows, as a title: «Внесены раньше»."""
    comes = {RowState.COMING: _("Come in without a doubt"), RowState.DOUBTFUL: _("Doubtful, come in")}
    said = (comes | _why_out())[state]
    return said[:1].upper() + said[1:]


def staying_out(counts: Counts) -> str:
    """Why rows stay out, by number: «с ошибками — 8, внесены раньше — 4»."""
    parts = [(word, counts.of(state)) for state, word in _why_out().items()]
    return ", ".join(f"{word} — {dates.count(number)}" for word, number in parts if number)


def counts_line(counts: Counts) -> str:
    """The rows of the sheets that were checked: how many come in, how many stay out and why."""
    text = _("{all}: {coming} to come in").format(all=rows(counts.all), coming=dates.count(counts.coming))
    if doubtful := counts.of(RowState.DOUBTFUL):
        text += _(" (doubtful among them: {number})").format(number=dates.count(doubtful))
    if staying := counts.all - counts.coming:
        text += _(", {number} stay out: {why}").format(number=dates.count(staying), why=staying_out(counts))
    return text + "."
