"""Applications by day of the intake, as painted bars with their numbers."""

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from otbor.services.overview import Overview
from otbor.services.overview_counts import Days
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.theme import colours, em
from otbor.ui.overview import words

_HIGH = 11  # em


class DayChart(QWidget):
    """A bar a day; all numbers are in its accessible description, too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days = Days((), 0)
        self._off: frozenset[date] = frozenset()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Applications by day"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, shown: Overview) -> None:
        """Show the days of a campaign's intake."""
        if shown.road is not None:
            self._days, self._off = shown.road.days, shown.road.days_off
            said = [self._tip(place) for place in range(len(self._days.by_day)) if self._days.by_day[place][1]]
            self.setAccessibleDescription("\n".join(said) or _("No applications yet"))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Some weeks of days."""
        return QSize(em(self, 24), em(self, _HIGH))

    def tip_at(self, place: QPointF) -> str:
        """The day under the pointer with its number."""
        days = self._days.by_day
        index = int((place.x() - self._left()) / self._step()) if days and place.x() >= self._left() else -1
        return self._tip(index) if 0 <= index < len(days) else ""

    def event(self, event: QEvent) -> bool:
        """Tips, and another size of the text."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw everything."""
        with QPainter(self) as painter:  # ended even by a fault: else Qt ends the program
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = colours(self)
        small = self._small()
        painter.setFont(small)
        most = max((number for _, number in self._days.by_day), default=0)
        base, top = self.height() - em(self, 1.7), em(self, 1.6)
        step, metrics = self._step(), QFontMetricsF(small)
        every = self._every(metrics)
        numbered = step >= metrics.horizontalAdvance(dates.count(most)) + 2
        for place, (day, number) in enumerate(self._days.by_day):
            left = self._left() + place * step
            if day in self._off:
                painter.fillRect(QRectF(left, top, step, base - top), QColor(look.ground if look.dark else look.raised))
            high = (base - top) * number / most if most else 0.0
            bar = QRectF(left + step * 0.14, base - high, step * 0.72, high)
            painter.fillRect(bar, QColor(look.chart[0]))
            painter.setPen(QColor(look.text))
            if number and (numbered or number == most):
                above = QRectF(left - step, bar.top() - em(self, 1.3), step * 3, em(self, 1.3))
                painter.drawText(above, int(Qt.AlignmentFlag.AlignCenter), dates.count(number))
            if place % every == 0 and left + metrics.horizontalAdvance(dates.month_day(day)) <= self.width():
                painter.setPen(QColor(look.muted))
                below = QRectF(left, base + em(self, 0.2), step * every, em(self, 1.4))
                # Below its own bar; one of several begins where they begin.
                side = Qt.AlignmentFlag.AlignHCenter if every == 1 else Qt.AlignmentFlag.AlignLeft
                painter.drawText(below, int(side), dates.month_day(day))
        painter.setPen(QPen(QColor(look.edge), 1))
        painter.drawLine(QPointF(self._left(), base), QPointF(self.width() - self._left(), base))
        if not most:
            painter.setPen(QColor(look.muted))
            painter.drawText(QRectF(self.rect()), int(Qt.AlignmentFlag.AlignCenter), _("No applications yet"))
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def _left(self) -> float:
        return float(em(self, 0.5))

    def _step(self) -> float:
        return (self.width() - 2 * self._left()) / max(len(self._days.by_day), 1)

    def _every(self, metrics: QFontMetricsF) -> int:
        """A date is written below every so many bars, so that two do not meet."""
        widest = max((metrics.horizontalAdvance(dates.month_day(day)) for day, _ in self._days.by_day), default=1.0)
        return int((widest + em(self, 0.6)) // self._step()) + 1

    def _tip(self, place: int) -> str:
        day, number = self._days.by_day[place]
        said = f"{dates.day_in_words(day)} — {words.applications(number)}"
        return said if day not in self._off else _("{day} (day off)").format(day=said)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        return font
