"""«Обзор»: the campaign as a road map, the first page of the window."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from otbor.domain.campaign import Stage
from otbor.services import readiness
from otbor.services.office import Changes, Office
from otbor.services.overview import Overview, Road, overview
from otbor.services.readiness import Blocker
from otbor.support.clock import local_date
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.section import Section
from otbor.ui.kit.theme import em
from otbor.ui.kit.workplace import Workplace
from otbor.ui.overview.blockers import BlockerList
from otbor.ui.overview.cards import CountCards, cards_of
from otbor.ui.overview.chart import DayChart
from otbor.ui.overview.first_steps import FirstSteps
from otbor.ui.overview.groups import GroupTable
from otbor.ui.overview.parts import Card, label
from otbor.ui.overview.terms import TermList
from otbor.ui.overview.timeline import Timeline
from otbor.wording.findings import catalogue

_TWO_COLUMNS = 100  # widths of the page in em from which it has two
_LOOKED_AT = {"application", "representative", "likeness_answer", "offer", "tie_decision", "campaign", "rating"}
"""Tables that the slow blockers rest on: a change of others leaves them as they are."""


def _asked(office: Office, campaign_id: int | None) -> Overview:
    """On the reading thread, which also reads what the answer is told with: sentences of findings, names of days."""
    shown = overview(office, campaign_id)
    catalogue()
    dates.day_in_words(shown.today)
    return shown


def _looked_through(road: Road) -> tuple[int, Stage]:
    """What the slow blockers rest on besides the rows: another stage has others."""
    return road.campaign_id, road.stage


class OverviewSection(Section):
    """Asks one question on the reading thread when it is shown and when anything has changed."""

    id = "overview"

    _top_shown = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.shown: Overview | None = None
        self._slow: tuple[Blocker, ...] = ()
        self._slow_stale = True
        self._slow_of: tuple[int, Stage] | None = None  # campaign and stage that were looked through last
        self._stale = True  # what is shown is not of now
        self._missed = False  # the last question was not answered
        self._asking = False
        self._build()
        self._top_shown.connect(self._show_rest, Qt.ConnectionType.QueuedConnection)
        workplace.changed.connect(self._changed)
        workplace.campaign_changed.connect(self._other_campaign)
        self.make_acts()

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._asking

    # What is asked

    def reload(self) -> None:
        """Ask anew, at once or when the answer that is awaited has come."""
        self._stale = True
        if self._asking or not self.isVisible():
            return
        self._stale, self._missed, self._asking = False, False, True
        campaign = self.workplace.campaign
        task = self.workplace.ask(lambda office, _steps: _asked(office, campaign))
        task.succeeded.connect(self._answered)
        task.failed.connect(lambda _failure: self._not_answered())
        task.ended.connect(self._ended)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """What has changed out of sight is asked for now."""
        super().showEvent(event)
        if self._stale or self._missed or self._of_yesterday():
            self.reload()

    def event(self, event: QEvent) -> bool:
        """A window left open overnight comes back to another day."""
        if event.type() is QEvent.Type.WindowActivate and self._of_yesterday():
            self.reload()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another look or size of the text: what was painted once is painted anew."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange} and self.shown is not None:
            self._fit()
            self._show(self.shown)

    def _of_yesterday(self) -> bool:
        if self.shown is None:
            return False
        return local_date(self.workplace.glance.clock(), self.shown.time_zone) != self.shown.today

    def _changed(self, changes: Changes) -> None:
        if not changes.rows or any(table in _LOOKED_AT for table, _identity in changes.rows):
            self._slow_stale = True
        self.reload()

    def _other_campaign(self) -> None:
        self._slow, self._slow_of, self._slow_stale = (), None, True
        self.reload()

    def _answered(self, shown: Overview) -> None:
        if self._stale:
            return  # asked of what is no longer so: the next answer is shown
        if shown != self.shown:
            self.shown = shown
            self._show(shown)
        if shown.road is not None and (self._slow_stale or self._slow_of != _looked_through(shown.road)):
            self._ask_slow(shown.road)

    def _not_answered(self) -> None:
        """It is asked again when the page is seen again, and when anything has changed."""
        self._missed = True

    def _ended(self) -> None:
        self._asking = False
        if self._stale:
            self.reload()

    def _ask_slow(self, road: Road) -> None:
        self._slow_stale = False
        asked = self._slow_of = _looked_through(road)
        task = self.workplace.ask(lambda office, _steps: readiness.slow_blockers(office, *asked))
        task.succeeded.connect(lambda told: self._slow_answered(asked, told))
        task.failed.connect(lambda _failure: setattr(self, "_slow_stale", True))

    def _slow_answered(self, asked: tuple[int, Stage], told: tuple[Blocker, ...]) -> None:
        """Told of the campaign and the stage that are shown, and of no others."""
        road = self.shown.road if self.shown is not None else None
        if road is not None and asked == self._slow_of and told != self._slow:
            self._slow = told
            self._show_blockers(road)

    # What is shown

    def _show(self, shown: Overview) -> None:
        road = shown.road
        self.heading.setText(_("Individual selection") if road is None else f"{road.title} ({road.code})")
        self.today.setText(_("Today is {day}").format(day=dates.day_in_words(shown.today)))
        self.steps.setVisible(road is None)
        for part in self._of_a_campaign:
            part.setVisible(road is not None)
        if road is None:
            self.steps.show_steps(shown.steps)
            return
        self.timeline.show_stages(shown)
        self.cards.show_counts(cards_of(road))
        self._top_shown.emit()

    def _show_rest(self) -> None:
        """What lies further down, in a turn of the loop of its own: the window is held for a moment at a time."""
        shown = self.shown
        road = shown.road if shown is not None else None
        if shown is None or road is None:
            return
        self._show_blockers(road)
        self.terms.show_terms(shown)
        self.groups.show_groups(road)
        self.chart.show_days(shown)
        outside = road.days.outside
        said = _("Besides {number} on days outside the intake.").format(number=dates.count(outside))
        self.outside.setText(said)
        self.outside.setVisible(bool(outside))

    def _show_blockers(self, road: Road) -> None:
        self.blockers.show_blockers(road.next_step, (*road.blockers, *self._slow))

    def _go(self, section: str, target: object = None) -> None:
        self.workplace.go(section, target)

    def _fit(self) -> None:
        wide = self.width() >= em(self, _TWO_COLUMNS)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _build(self) -> None:
        self.heading, self.today = label("", "title"), label("", "muted")
        self.timeline, self.cards = Timeline(), CountCards(partial(self._go, "journal"))
        self.blockers, self.terms = BlockerList(self._go), TermList()
        self.groups, self.chart = GroupTable(), DayChart()
        self.steps = FirstSteps(self._go)
        stages = Card()
        stages.column.addWidget(self.timeline)
        by_day = Card(_("Applications by day"))
        by_day.column.addWidget(self.chart)
        self.outside = label("", "muted")
        by_day.column.addWidget(self.outside)
        left, right = self._column(self.blockers, self.terms), self._column(self.groups, by_day)
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._columns.setSpacing(em(self, 0.8))
        self._columns.addWidget(left, 1)
        self._columns.addWidget(right, 1)
        self._of_a_campaign = (stages, self.cards, left, right)
        page = QWidget()
        column = QVBoxLayout(page)
        gap = em(self, 1.2)
        column.setContentsMargins(gap, gap, gap, gap)
        column.setSpacing(em(self, 0.8))
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.today, 0, Qt.AlignmentFlag.AlignBottom)
        self.today.setWordWrap(False)
        column.addLayout(top)
        for part in (self.steps, stages, self.cards):
            column.addWidget(part)
        column.addLayout(self._columns)
        column.addStretch(1)
        for widget in (self.steps, *self._of_a_campaign):
            widget.hide()
        self.area = QScrollArea()
        self.area.setWidget(page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(_("Overview"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self.first = self.area

    def _column(self, *parts: QWidget) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.8))
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        return made
