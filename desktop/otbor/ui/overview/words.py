"""What the overview says in words: spans of days, what is left of a term, counts and where a link leads."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from otbor.services.overview import StageLine, State, TestDay
from otbor.services.readiness import Blocker, Place
from otbor.support.translation import gettext as _
from otbor.support.translation import language, ngettext
from otbor.ui.kit import dates
from otbor.ui.kit.targets import JournalRows


def working_days(number: int) -> str:
    """«13 раб. дней»."""
    said = ngettext("{number} working day", "{number} working days", number)
    return said.format(number=dates.count(number))


def span(first: date, last: date) -> str:
    """«6 апр. – 22 апр.»."""
    return dates.month_day(first) if first == last else f"{dates.month_day(first)} – {dates.month_day(last)}"


def left_of_term(left: int) -> str:
    """What is left of a term by its working days: below zero it is over."""
    if left < 0:
        return _("over by {days}").format(days=working_days(-left))
    return _("the last day is today") if left == 0 else _("{days} left").format(days=working_days(left))


def state(stage: StageLine) -> str:
    """Where a stage stands, in words."""
    if stage.left is None or stage.state is State.BEHIND:
        return _("behind")
    if stage.state is State.NOW:
        return _("now, {left}").format(left=left_of_term(stage.left))
    return _("ahead, begins in {days}").format(days=working_days(stage.left)) if stage.left > 0 else _("ahead")


def stage_line(stage: StageLine) -> str:
    """A stage in one sentence, as a screen reader says it and its tip shows it."""
    said = _("{title}: {span}, {length}; {state}")
    return said.format(
        title=stage.title, span=span(stage.first, stage.last), length=working_days(stage.length), state=state(stage)
    )


def test_day(day: TestDay) -> str:
    """The tests of a day."""
    said = _("reserve day: {tests}") if day.reserve else _("tests: {tests}")
    return said.format(tests=", ".join(day.tests))


def today(day: date) -> str:
    """«сегодня, 15 апр.»."""
    return _("today, {day}").format(day=dates.month_day(day))


def month(day: date) -> str:
    """«апрель»."""
    return format_date(day, "LLLL", locale=language())


def applications(number: int) -> str:
    """«119 заявлений»."""
    said = ngettext("{number} application", "{number} applications", number)
    return said.format(number=dates.count(number))


def ratio(value: Decimal | None) -> str:
    """«2,4»; a dash for none."""
    return "—" if value is None else str(format_decimal(value, "#,##0.0", locale=language()))


def way_to(place: Place) -> str:
    """The text of a link to where something is mended; empty where the window has no place for it."""
    return {
        Place.SCHOOL: _("To the school card"),
        Place.CAMPAIGN: _("To the dates and the notice"),
        Place.COMMISSIONS: _("To the commissions"),
        Place.JOURNAL: _("To the journal"),
        Place.ELSEWHERE: "",
    }[place]


def target(blocker: Blocker) -> tuple[str, object]:
    """The section where a blocker is mended, and what to open there: of the journal the rows concerned."""
    if blocker.place is Place.JOURNAL:
        return "journal", blocker.numbers or _ROWS.get(blocker.finding.id, JournalRows.ALL)
    return part_of(blocker.place)


def part_of(place: Place) -> tuple[str, object]:
    """The part of the settings where something is mended."""
    return "settings", place.value


_ROWS = {
    "readiness.documents_missing": JournalRows.INCOMPLETE,
    "readiness.documents_uncompared": JournalRows.NOT_COMPARED,
    "readiness.receipts_waiting": JournalRows.AWAITING_RECEIPT,
}
