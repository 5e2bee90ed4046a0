"""The columns of the journal: their titles, widths, and what a cell says of an application."""

from collections.abc import Callable
from datetime import date

from otbor.domain.applications import ApplicationStatus, Channel
from otbor.services.journal_filter import Column, Mark
from otbor.services.journal_view import Choices, Line
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit import dates
from otbor.ui.kit.words import application_status

ALL = tuple(Column)
WIDTHS: dict[Column, float] = {  # in em of the text
    Column.NUMBER: 7.6,
    Column.FILED: 7.4,
    Column.CHILD: 17,
    Column.BORN: 7.8,
    Column.GROUPS: 5.8,
    Column.CHANNEL: 8,
    Column.EXTERNAL: 10,
    Column.DOCUMENTS: 7.9,
    Column.COMPARED: 6.2,
    Column.RECEIPT: 6.8,
    Column.STATUS: 8.6,
    Column.ACCEPTED: 9.5,
    Column.PHONE: 9.5,
    Column.REPRESENTATIVE: 17,
    Column.ADDRESS: 22,
    Column.RECORDED: 7.4,
    Column.NOTE: 16,
}
SHOWN_FIRST = (  # before a person chooses: what is still to be done stands near the name
    Column.NUMBER,
    Column.CHILD,
    Column.GROUPS,
    Column.DOCUMENTS,
    Column.COMPARED,
    Column.RECEIPT,
    Column.STATUS,
    Column.FILED,
    Column.BORN,
    Column.CHANNEL,
    Column.EXTERNAL,
    Column.ACCEPTED,
    Column.PHONE,
)
NEAR = frozenset(SHOWN_FIRST[: SHOWN_FIRST.index(Column.STATUS) + 1])  # what is still to be done, seen first of all
UNSTRUCK = frozenset({Column.NUMBER, Column.STATUS, Column.NOTE})  # read as they are in an ended row, too


def title(column: Column) -> str:
    """The title over a column."""
    return {
        Column.NUMBER: _("No."),
        Column.FILED: _("Filed at"),
        Column.CHILD: _("Child"),
        Column.BORN: _("Born on"),
        Column.GROUPS: _("Groups"),
        Column.CHANNEL: _("Way of filing"),
        Column.EXTERNAL: _("External No."),
        Column.DOCUMENTS: _("Documents"),
        Column.COMPARED: _("Compared"),
        Column.RECEIPT: _("Receipt"),
        Column.STATUS: _("Status"),
        Column.ACCEPTED: _("Accepted by"),
        Column.PHONE: _("Telephone"),
        Column.REPRESENTATIVE: _("Representative"),
        Column.ADDRESS: _("Address"),
        Column.RECORDED: _("Typed at"),
        Column.NOTE: _("Reason"),
    }[column]


def channel(value: Channel) -> str:
    """How an application came."""
    return {
        Channel.IN_PERSON: _("in person"),
        Channel.EPGU: _("State services portal"),
        Channel.EMAIL: _("e-mail"),
        Channel.POST: _("by post"),
    }[value]


def choice(column: Column, value: str, offered: Choices) -> str:
    """A value of a filter by choice in words."""
    match column:
        case Column.CHANNEL:
            return channel(Channel(value))
        case Column.STATUS:
            return application_status(ApplicationStatus(value))
        case Column.GROUPS:
            named = dict(offered.groups).get(value, "")
            return f"{value} — {named}" if named and named != value else value
    marks = {
        Mark.COMPLETE.value: _("complete"),
        Mark.INCOMPLETE.value: _("something is missing"),
        Mark.COMPARED.value: _("all are compared"),
        Mark.NOT_COMPARED.value: _("wait for comparison"),
        Mark.GIVEN.value: _("given"),
        Mark.AWAITED.value: _("awaited"),
    }
    if value in marks:
        return marks[value]
    missing = dict(offered.documents).get(value)
    return value if missing is None else _("missing: {document}").format(document=missing)


def values(column: Column, offered: Choices) -> tuple[str, ...]:
    """What may be chosen in the filter of a column."""
    return {
        Column.CHANNEL: tuple(Channel),
        Column.STATUS: tuple(ApplicationStatus),
        Column.GROUPS: tuple(code for code, _title in offered.groups),
        Column.ACCEPTED: offered.accepted_by,
        Column.DOCUMENTS: (Mark.COMPLETE, Mark.INCOMPLETE, *(identity for identity, _title in offered.documents)),
        Column.COMPARED: (Mark.COMPARED, Mark.NOT_COMPARED),
        Column.RECEIPT: (Mark.GIVEN, Mark.AWAITED),
    }[column]


_TEXTS: dict[Column, Callable[[Line], str]] = {
    Column.NUMBER: lambda line: line.number,
    Column.FILED: lambda line: dates.hour(line.filed_at, str(line.filed_at.tzinfo)),
    Column.RECORDED: lambda line: dates.hour(line.recorded_at, str(line.recorded_at.tzinfo)),
    Column.CHILD: lambda line: line.child,
    Column.BORN: lambda line: dates.day(line.born),
    Column.GROUPS: lambda line: ", ".join(line.groups),
    Column.CHANNEL: lambda line: channel(line.channel),
    Column.EXTERNAL: lambda line: line.external_number,
    Column.STATUS: lambda line: application_status(line.status),
    Column.ACCEPTED: lambda line: line.accepted_by,
    Column.PHONE: lambda line: line.phone,
    Column.REPRESENTATIVE: lambda line: line.representative,
    Column.ADDRESS: lambda line: line.address,
    Column.NOTE: lambda line: line.note,
}


def text(line: Line, column: Column) -> str:
    """What a cell says; of the days of an intake without their year."""
    said = _TEXTS.get(column)
    return _state(line, column) if said is None else said(line)


def whole_text(line: Line, column: Column) -> str:
    """What a cell says outside of the window, where nothing else tells the year."""
    if column in {Column.FILED, Column.RECORDED}:
        moment = line.filed_at if column is Column.FILED else line.recorded_at
        return dates.moment(moment, str(moment.tzinfo))
    return text(line, column)


def _state(line: Line, column: Column) -> str:
    """Of documents, comparison and receipt; nothing of it is awaited of an application that has ended."""
    if column is Column.RECEIPT and line.receipt_on is not None:
        return dates.day(line.receipt_on)
    if not line.in_force:
        return "—"
    if column is Column.DOCUMENTS:
        lacking = len(line.missing)
        told = ngettext("{number} is missing", "{number} are missing", lacking).format(number=lacking)
        return told if lacking else _("complete")
    if column is Column.COMPARED:
        if not line.to_compare:
            return _("not needed")
        told = _("{done} of {of}").format(done=line.to_compare - line.uncompared, of=line.to_compare)
        return told if line.uncompared else _("all")
    return _("awaited")


def wanting(line: Line, column: Column) -> bool:
    """Whether a cell tells of something that is still to be done."""
    if not line.in_force:
        return False
    return bool(
        (column is Column.DOCUMENTS and line.missing)
        or (column is Column.COMPARED and line.uncompared)
        or (column is Column.RECEIPT and line.receipt_on is None)
    )


def tip(line: Line, column: Column) -> str:
    """The whole of a cell: names of what is missing, why a row is struck through."""
    if column is Column.DOCUMENTS and line.missing and line.in_force:
        return "\n".join((_("Missing:"), *(f"– {document}" for document in line.missing)))
    if not line.in_force and line.note:
        return f"{application_status(line.status)}: {line.note}"
    return whole_text(line, column)


def cell(line: Line, column: Column) -> str | date:
    """A cell of a spreadsheet: days are days there, so that they can be sorted."""
    match column:
        case Column.FILED:
            return line.filed_at.replace(tzinfo=None)
        case Column.RECORDED:
            return line.recorded_at.replace(tzinfo=None)
        case Column.BORN:
            return line.born
        case Column.RECEIPT if line.receipt_on is not None:
            return line.receipt_on
    return text(line, column)
