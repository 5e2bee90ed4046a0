"""The dates of a plan (график отбора): the planner's wishes, and a table of stages with what the Порядок allows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from otbor.domain.campaign import Schedule
from otbor.domain.planner import Wish
from otbor.domain.terms import Unit
from otbor.services.plan_review import DateRow, Placed
from otbor.support.translation import gettext as _
from otbor.support.translation import language, ngettext
from otbor.ui.kit import dates
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark
from otbor.ui.settings.cards import Card, Remarks, muted
from otbor.ui.settings.controls import Choice, DateField, spin
from otbor.ui.settings.fields import Fields

FIELDS = {  # step of the plan: the field of the schedule that it is; the others follow from the terms and the tests
    "notice": "notice_on",
    "commissions": "commissions_on",
    "starts": "starts",
    "intake_opens": "intake_opens",
    "intake_closes": "intake_closes",
    "preliminary": "preliminary_on",
    "final": "final_on",
    "ends": "ends",
}
_STEPS = (
    "notice",
    "commissions",
    "starts",
    "intake_opens",
    "intake_closes",
    "first_test",
    "tests_end",
    "preliminary",
    "acquaintance",
    "appeal",
    "appeal_considered",
    "final",
    "acquaintance_final",
    "ends",
)
_BEFORE = {"notice", "commissions", "intake_closes"}  # counted back from an event, the others forwards
_OPTIONAL = {"notice", "commissions", "preliminary", "final"}
_MOST_DAYS = 60  # of an intake: more is a slip of typing


def step_title(step: str) -> str:
    """What a date of the plan is called."""
    return {
        "notice": _("Notice published"),
        "commissions": _("Commissions formed"),
        "starts": _("Selection begins"),
        "intake_opens": _("Intake opens"),
        "intake_closes": _("Intake closes"),
        "first_test": _("First test"),
        "tests_end": _("Last test, reserve days included"),
        "preliminary": _("Protocol of the preliminary rating"),
        "acquaintance": _("Acquaintance with it, until"),
        "appeal": _("Appeals, until"),
        "appeal_considered": _("Appeals considered, until"),
        "final": _("Protocol of the final rating"),
        "acquaintance_final": _("Acquaintance with the final rating, until"),
        "ends": _("Selection ends"),
    }[step]


def allowed(row: DateRow) -> str:
    """Between what days a date may lie, and why, in words."""
    if row.first is not None and row.last is not None:
        told = _("from {first} to {last}").format(first=dates.day(row.first), last=dates.day(row.last))
    elif row.last is not None:
        told = _("by {last}").format(last=dates.day(row.last))
    elif row.first is not None:
        told = _("from {first} on").format(first=dates.day(row.first))
    else:
        return ""
    return told if row.n is None else f"{told} · {_term(row)}"


def _term(row: DateRow) -> str:
    n = row.n or 0
    if row.unit is Unit.CALENDAR:
        days = ngettext("{n} calendar day", "{n} calendar days", n).format(n=n)
    else:
        days = ngettext("{n} working day", "{n} working days", n).format(n=n)
    told = _("{days} before: {event}") if row.step in _BEFORE else _("{days} after: {event}")
    return told.format(days=days, event=row.since)


class Planner(QWidget):
    """What the school wants of the plan; :attr:`asked` gives the wish, whether backwards, and the day it begins at."""

    asked = Signal(object, bool, object)

    def __init__(self) -> None:
        super().__init__()
        self.way = Choice(((False, _("forwards from the beginning")), (True, _("backwards from the end"))))
        self.day = DateField()
        self.wishes = Fields()
        self.wishes.add("way", _("Lay out"), self.way, narrow=True)
        self.wishes.add("day", _("Day"), self.day, narrow=True)
        self.wishes.add("intake", _("Working days of the intake"), spin(1, _MOST_DAYS), narrow=True)
        self.wishes.add("reserve", _("Reserve days after the tests"), spin(0, 10), narrow=True)
        self.way.choose(thing=False)
        self.wishes["intake"], self.wishes["reserve"] = 10, 1
        self.button = QPushButton(_("Lay out the dates"))
        give_icon(self.button, "magic-wand")
        self.button.clicked.connect(self._ask)
        self.said = Remarks()
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.wishes, 0, 0)
        column.addWidget(self.button, 1, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.said, 2, 0)
        self.way.currentIndexChanged.connect(lambda _index: self._show_day())
        self._schedule: Schedule | None = None

    def show_schedule(self, schedule: Schedule) -> None:
        """Begin where the plan begins, or where it ends."""
        self._schedule = schedule
        self._show_day()

    def _show_day(self) -> None:
        if self._schedule is not None:
            self.day.set_day(self._schedule.ends if self.way.chosen() else self._schedule.starts)

    def _ask(self) -> None:
        wish = Wish(self.wishes["intake"], self.wishes["reserve"])
        self.asked.emit(wish, bool(self.way.chosen()), self.day.day())


@dataclass(frozen=True)
class _Line:
    """The widgets of one date."""

    title: QLabel
    field: DateField | None
    shown: QLabel
    weekday: QLabel
    allowed: QLabel
    paragraph: QLabel
    remarks: Remarks

    def widgets(self) -> Iterable[QWidget]:
        shown = self.field or self.shown
        return (self.title, shown, self.weekday, self.allowed, self.paragraph)


class Dates(QWidget):
    """All dates of a plan, a row each: those that the school sets can be changed where it is told ``today``."""

    edited = Signal()

    def __init__(self, today: Callable[[], date] | None = None) -> None:
        super().__init__()
        self._today = today
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 1))
        self._grid.setVerticalSpacing(em(self, 0.35))
        heads = (_("Stage"), _("Day"), _("Weekday"), _("Allowed"), _("Paragraph"))
        for place, head in enumerate(heads):
            self._grid.addWidget(muted(head), 0, place)
        self._grid.setColumnStretch(3, 1)
        self.lines: dict[str, _Line] = {}
        self._known: Schedule | None = None
        for number, step in enumerate(_STEPS):
            self.lines[step] = self._line(step, 1 + 3 * number)
        self._narrow: bool | None = None
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Put what is allowed below the day where there is no room for it beside the day."""
        for line in self.lines.values():
            line.title.setFixedWidth(em(self, 11 if narrow else 18))
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for number, line in enumerate(self.lines.values()):
            row = 1 + 3 * number
            where = (row + 1, 1, 1, 4) if narrow else (row, 3, 1, 1)
            self._grid.addWidget(line.allowed, *where, Qt.AlignmentFlag.AlignVCenter)

    def show_schedule(self, schedule: Schedule) -> None:
        """Show the days that the school sets."""
        for step, name in FIELDS.items():
            field = self.lines[step].field
            if field is not None:
                field.set_day(getattr(schedule, name))

    def schedule(self) -> Schedule:
        """The days as they are in the fields."""
        days: dict[str, date | None] = {}
        for step, name in FIELDS.items():
            field = self.lines[step].field
            days[name] = field.day() if field is not None else None
        return Schedule(**days)  # type: ignore[arg-type]  # None only where it is optional

    def show_review(self, rows: Iterable[DateRow], findings: Iterable[Placed]) -> None:
        """Show what the Порядок allows for each date, and what is to be said beside it."""
        known = {row.step: row for row in rows}
        said = list(findings)
        for step, line in self.lines.items():
            row = known.get(step)
            for widget in line.widgets():
                widget.setVisible(row is not None)
            mine = [placed for placed in said if placed.place == step] if row is not None else []
            line.remarks.say([p.text for p in mine if p.forbids], [p.text for p in mine if not p.forbids])
            if row is not None:
                _show(line, row)

    def _line(self, step: str, row: int) -> _Line:
        title = QLabel(step_title(step))
        title.setWordWrap(True)
        field = None
        if step in FIELDS and self._today is not None:
            field = DateField(today=self._today if step in _OPTIONAL else None, nothing=_("by the term"))
            field.setAccessibleName(step_title(step))
            field.dateChanged.connect(lambda _day: self.edited.emit())
            title.setBuddy(field)
        line = _Line(title, field, QLabel(), QLabel(), QLabel(), QLabel(), Remarks())
        line.allowed.setWordWrap(True)
        line.allowed.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        mark(line.allowed, "muted")
        for place, widget in enumerate(line.widgets()):
            if widget is not line.allowed:
                self._grid.addWidget(widget, row, place, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(line.remarks, row + 2, 1, 1, 4)
        return line


def _show(line: _Line, row: DateRow) -> None:
    line.shown.setText(_("by the term") if row.day is None else dates.day(row.day))
    if row.day is None:
        weekday = ""
    else:
        weekday = format_date(row.day, "EEE", locale=language())
        if not row.working:
            weekday = _("{weekday}, day off").format(weekday=weekday)
    line.weekday.setText(weekday)
    mark(line.weekday, "muted" if row.working else "warning")
    line.allowed.setText(allowed(row))
    line.paragraph.setText(row.paragraph)


class DatesCard(Card):
    """The planner above the dates."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(_("Dates"), _("The planner lays all of them out by the terms; then change what you want."))
        self.planner, self.dates = Planner(), Dates(today)
        self.column.addWidget(self.planner)
        line = QHBoxLayout()
        line.addWidget(self.dates)
        self.column.addLayout(line)
        self.finish()
