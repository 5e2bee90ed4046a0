"""The stages on an axis of dates, painted: bars with their working days, days off shaded, tests, and today's line."""

from collections.abc import Iterator
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from otbor.services.overview import Overview, Road, StageLine, State
from otbor.services.overview_counts import each_day
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.theme import Colours, colours, em
from otbor.ui.overview import words

_BESIDE = 62  # widths in em from which the names stand beside the bars, else above them
_WRAP = int(Qt.TextFlag.TextWordWrap)


class Timeline(QWidget):
    """One row a stage; what it shows is its accessible description, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._road: Road | None = None
        self._today = date.min
        self._rows: list[tuple[StageLine, QRectF, QRectF]] = []  # the stage, its name's place, its bar's row
        self._axis = QRectF()
        self._legend = QRectF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Stages of the selection"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stages(self, shown: Overview) -> None:
        """Show the stages of a campaign."""
        self._road, self._today = shown.road, shown.today
        self.setAccessibleDescription("\n".join(self._said()))
        self._lay_out()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for the names and some weeks."""
        return QSize(em(self, 40), self.minimumHeight())

    def tip_at(self, place: QPointF) -> str:
        """What is under the pointer, empty for nothing."""
        if self._road is None:
            return ""
        for tests in self._road.test_days:
            if self._tests_row().contains(place) and abs(place.x() - self._middle(tests.day)) < em(self, 0.6):
                return f"{dates.day_in_words(tests.day)} — {words.test_day(tests)}"
        for stage, name, row in self._rows:
            if name.united(row).contains(place):
                return words.stage_line(stage)
        return ""

    def place_of(self, day: date) -> QPointF:
        """Where the mark of a day of tests stands."""
        return QPointF(self._middle(day), self._tests_row().center().y())

    # Qt's own events

    def event(self, event: QEvent) -> bool:
        """Tips, and another size of the text."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self.tip_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        if event.type() is QEvent.Type.FontChange:
            self._lay_out()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Names go above the bars where it is narrow."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw everything."""
        if self._road is None:
            return
        with QPainter(self) as painter:  # ended even by a fault: else Qt ends the program
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = colours(self)
        self._paint_days(painter, look)
        for stage, name, row in self._rows:
            self._paint_name(painter, look, stage, name)
            self._paint_bar(painter, look, stage, row)
        self._paint_tests(painter, look)
        self._paint_today(painter, look)
        self._paint_dates(painter, look)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    # Where things are

    def _lay_out(self) -> None:
        """Give every row its place, and the widget its height."""
        self._rows = []
        if self._road is None:
            return
        pad, beside = em(self, 0.5), self.width() >= em(self, _BESIDE)
        names = min(em(self, 27), self.width() * 0.36) if beside else self.width() - 2.0 * pad
        left = names + 2 * pad if beside else pad
        self._axis = QRectF(left, pad, self.width() - left - pad, em(self, 3.9))
        top = self._axis.bottom()
        for stage in self._road.stages:
            room = QRectF(pad, top, names, 10_000)
            high = self._name_height(stage, room) + em(self, 0.7)
            bar = em(self, 1.9)
            if beside:
                high = max(high, bar + em(self, 0.6))
                row = QRectF(left, top, self._axis.width(), high)
            else:
                row = QRectF(left, top + high, self._axis.width(), bar)
            self._rows.append((stage, QRectF(pad, top, names, high), row))
            top = row.bottom()
        self._legend = QRectF(left, top, self._axis.width(), em(self, 1.5) if self._road.test_days else 0.0)
        self.setFixedHeight(round(self._legend.bottom() + pad))

    def _name_height(self, stage: StageLine, room: QRectF) -> float:
        return self._height(stage.title, self._bold(), room) + self._height(self._under(stage), self._small(), room)

    def _height(self, text: str, font: QFont, room: QRectF) -> float:
        return QFontMetricsF(font).boundingRect(room, _WRAP, text).height()

    def _first_day(self) -> date:
        return self._rows[0][0].first

    def _x(self, day: date) -> float:
        """Where ``day`` begins; the day after the last one ends the axis."""
        whole = (self._rows[-1][0].last - self._first_day()).days + 1
        return self._axis.left() + self._axis.width() * (day - self._first_day()).days / whole

    def _middle(self, day: date) -> float:
        return (self._x(day) + self._x(day + timedelta(1))) / 2

    def _bar(self, stage: StageLine, row: QRectF) -> QRectF:
        left, right = self._x(stage.first), self._x(stage.last + timedelta(1))
        high = min(em(self, 1.35), row.height())
        return QRectF(left, row.center().y() - high / 2, max(right - left, 3.0), high)

    def _tests_row(self) -> QRectF:
        """The row in which the days of tests are marked: the one before the ratings."""
        return self._rows[2][2]

    # Painting

    def _paint_days(self, painter: QPainter, look: Colours) -> None:
        """Shade the days off, part the months."""
        road = self._road
        if road is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.ground if look.dark else look.raised))
        for _stage, _name, row in self._rows:
            for day in road.days_off:
                painter.drawRect(
                    QRectF(self._x(day), row.top(), self._x(day + timedelta(1)) - self._x(day), row.height())
                )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.line), 1))
        for day in each_day(self._first_day(), self._rows[-1][0].last):
            for _stage, _name, row in self._rows if day.day == 1 else ():
                painter.drawLine(QPointF(self._x(day), row.top()), QPointF(self._x(day), row.bottom()))

    def _paint_dates(self, painter: QPainter, look: Colours) -> None:
        """Name the months, number the Mondays where there is room; today's line is not drawn through a text."""
        numbers = self._axis.bottom() - em(self, 1.3)
        painter.setFont(self._small())
        tight = (self._x(self._first_day() + timedelta(7)) - self._axis.left()) < em(self, 1.7)
        for day in each_day(self._first_day(), self._rows[-1][0].last):
            if day.day == 1 or day == self._first_day():
                self._paint_month(painter, look, day, numbers)
            if day.weekday() == 0 and not tight:
                place = QRectF(self._middle(day) - em(self, 2), numbers, em(self, 4), em(self, 1.3))
                self._paint_text(painter, look, look.muted, place, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def _paint_month(self, painter: QPainter, look: Colours, day: date, top: float) -> None:
        following = (day.replace(day=1) + timedelta(32)).replace(day=1)
        end = min(self._x(following), self._axis.right())
        place = QRectF(self._x(day) + 3, top - em(self, 1.4), end - self._x(day) - 6, em(self, 1.4))
        text = words.month(day)
        if QFontMetricsF(painter.font()).horizontalAdvance(text) <= place.width():
            self._paint_text(painter, look, look.text, place, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_text(
        self, painter: QPainter, look: Colours, ink: str, place: QRectF, flags: Qt.AlignmentFlag, text: str
    ) -> None:
        taken = painter.boundingRect(place, int(flags), text)
        painter.fillRect(taken.adjusted(-2, 0, 2, 0), QColor(look.surface))
        painter.setPen(QColor(ink))
        painter.drawText(place, int(flags), text)

    def _paint_name(self, painter: QPainter, look: Colours, stage: StageLine, place: QRectF) -> None:
        bold = stage.state is State.NOW
        font = self._bold() if bold else self.font()
        title = self._height(stage.title, self._bold(), place)
        top = place.top() + (place.height() - self._name_height(stage, place)) / 2
        painter.setFont(font)
        painter.setPen(QColor(look.text if stage.state is not State.BEHIND else look.muted))
        painter.drawText(QRectF(place.left(), top, place.width(), title + 1), _WRAP, stage.title)
        painter.setFont(self._small())
        late = bold and stage.left is not None and stage.left < 0
        painter.setPen(QColor(look.bad if late else look.muted))
        painter.drawText(QRectF(place.left(), top + title, place.width(), place.height()), _WRAP, self._under(stage))

    def _paint_bar(self, painter: QPainter, look: Colours, stage: StageLine, row: QRectF) -> None:
        bar, text = self._bar(stage, row), words.working_days(stage.length)
        fill, edge, ink = {
            State.BEHIND: (look.line, look.line, look.text),
            State.NOW: (look.accent, look.accent, look.on_accent),
            State.AHEAD: (look.surface, look.accent, look.text),
        }[stage.state]
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(bar, em(self, 0.3), em(self, 0.3))
        painter.setFont(self._small())
        wide = QFontMetricsF(self._small()).horizontalAdvance(text) + em(self, 0.8)
        if wide > bar.width() or self._crowded(stage, bar, wide):
            bar, ink = self._beside(bar, wide), look.text
        painter.setPen(QColor(ink))
        painter.drawText(bar, int(Qt.AlignmentFlag.AlignCenter), text)

    def _beside(self, bar: QRectF, wide: float) -> QRectF:
        """Room for the length after the bar, else before it, free of today's line if that may be."""
        after = QRectF(bar.right(), bar.top(), wide, bar.height())
        before = QRectF(bar.left() - wide, bar.top(), wide, bar.height())
        fit = [
            room for room in (after, before) if self._axis.left() <= room.left() and room.right() <= self._axis.right()
        ]
        today = self._middle(self._today)
        return next((room for room in fit if not room.left() <= today <= room.right()), fit[0] if fit else after)

    def _crowded(self, stage: StageLine, bar: QRectF, wide: float) -> bool:
        """Whether a mark of tests or of today stands where the length of the bar would be written."""
        marks = [self._today]
        if self._road is not None and stage is self._rows[2][0]:
            marks += [tests.day for tests in self._road.test_days]
        return any(abs(self._middle(day) - bar.center().x()) < wide / 2 for day in marks)

    def _paint_tests(self, painter: QPainter, look: Colours) -> None:
        """A full diamond is a day of tests, an empty one a reserve day; below, what they mean."""
        days = self._road.test_days if self._road is not None else ()
        for tests in days:
            self._paint_diamond(painter, look, self.place_of(tests.day), reserve=tests.reserve)
        painter.setFont(self._small())
        left, middle = self._legend.left() + em(self, 0.6), self._legend.center().y() + em(self, 0.2)
        for reserve, text in ((False, _("day of tests")), (True, _("reserve day"))):
            if any(tests.reserve is reserve for tests in days):
                self._paint_diamond(painter, look, QPointF(left, middle), reserve=reserve)
                wide = QFontMetricsF(self._small()).horizontalAdvance(text)
                painter.setPen(QColor(look.muted))
                place = QPointF(left + em(self, 0.8), middle + em(self, 0.33))
                painter.drawText(place, text)
                left += wide + em(self, 2.4)

    def _paint_diamond(self, painter: QPainter, look: Colours, place: QPointF, *, reserve: bool) -> None:
        size, x, y = em(self, 0.42), place.x(), place.y()
        painter.setPen(QPen(QColor(look.text), 1.5))
        painter.setBrush(QColor(look.surface if reserve else look.text))
        corners = [QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)]
        painter.drawPolygon(QPolygonF(corners))

    def _paint_today(self, painter: QPainter, look: Colours) -> None:
        if not self._first_day() <= self._today <= self._rows[-1][0].last:
            return
        x, text = self._middle(self._today), words.today(self._today)
        painter.setFont(self._small())
        wide = QFontMetricsF(painter.font()).horizontalAdvance(text) + em(self, 1)
        left = min(max(x - wide / 2, self._axis.left()), self._axis.right() - wide)
        label = QRectF(left, self._axis.top() - em(self, 0.45), wide, em(self, 1.4))
        painter.setPen(QPen(QColor(look.bad), 2, c=Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(x, label.bottom()), QPointF(x, self._axis.bottom()))
        for _stage, _name, row in self._rows:  # names that stand above the bars are left free
            painter.drawLine(QPointF(x, row.top()), QPointF(x, row.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.bad))
        painter.drawRoundedRect(label, em(self, 0.3), em(self, 0.3))
        painter.setPen(QColor(look.surface))
        painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), text)

    # Texts

    def _under(self, stage: StageLine) -> str:
        return f"{words.span(stage.first, stage.last)} · {words.state(stage)}"

    def _said(self) -> Iterator[str]:
        if self._road is not None:
            yield from (words.stage_line(stage) for stage in self._road.stages)
            for tests in self._road.test_days:
                yield f"{dates.day_in_words(tests.day)} — {words.test_day(tests)}"
            yield words.today(self._today)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        return font

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font
