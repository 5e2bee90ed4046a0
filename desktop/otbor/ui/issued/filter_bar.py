"""Above the register: its kind, its days, and one field that finds; a scanned QR opens its paper."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from otbor.services.papers.register_view import Filter, KindCount
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import by_text
from otbor.ui.papers.scanned import payload_of

DEBOUNCE = 120  # milliseconds after the last letter
ANY, TODAY, WEEK, MONTH, BETWEEN = range(5)
_RECENT = {TODAY: 1, WEEK: 7, MONTH: 30}  # days


class FilterBar(QWidget):
    """Knows the filter; ``changed`` comes with a new one, typed texts after :data:`DEBOUNCE`."""

    changed = Signal()
    scanned = Signal(str)  # the payload of a QR
    left = Signal()  # Enter in the field: on to the table

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.kinds, self.days, self.text = QComboBox(), QComboBox(), QLineEdit()
        self.first, self.last = QDateEdit(), QDateEdit()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE)
        self._pause.timeout.connect(self.changed)
        self._set_up()
        self._lay_out()

    @property
    def filter(self) -> Filter:
        """What is to be seen."""
        days = self.days.currentIndex()
        first, last = (_date(self.first), _date(self.last)) if days == BETWEEN else (None, None)
        kind = self.kinds.currentData() or ""
        return Filter(kind, first, last, _RECENT.get(days, 0), self.text.text().strip())

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self.filter == Filter()

    def show_kinds(self, kinds: Sequence[KindCount]) -> None:
        """List the kinds that there are; the chosen one stays, also when there is none of it."""
        chosen, title = self.kinds.currentData(), self.kinds.currentText()
        self.kinds.blockSignals(True)  # noqa: FBT003 - Qt's own shape
        self.kinds.clear()
        self.kinds.addItem(_("All kinds"), "")
        for kind in kinds:
            self.kinds.addItem(f"{kind.title} ({dates.count(kind.count)})", kind.kind)
        place = self.kinds.findData(chosen or "")
        if place < 0:
            self.kinds.addItem(title, chosen)
            place = self.kinds.count() - 1
        self.kinds.setCurrentIndex(place)
        self.kinds.blockSignals(False)  # noqa: FBT003

    def clear(self) -> None:
        """Show everything."""
        with QSignalBlocker(self.kinds), QSignalBlocker(self.days):
            self.kinds.setCurrentIndex(0)
            self.days.setCurrentIndex(ANY)
        self.text.clear()  # told: the cross in the field goes with the text
        self._pause.stop()
        self._between.hide()
        self.changed.emit()

    def begin(self) -> None:
        """To the field, what is in it chosen."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def _entered(self) -> None:
        self._pause.stop()
        payload = payload_of(self.text.text())
        if payload is not None:
            self.text.clear()
            self._pause.stop()
            self.scanned.emit(payload)
            return
        self.changed.emit()
        self.left.emit()

    def _days_chosen(self) -> None:
        between = self.days.currentIndex() == BETWEEN
        if between and self._between.isHidden():
            day = self._today()
            for box in (self.first, self.last):
                with QSignalBlocker(box):
                    box.setDate(QDate(day.year, day.month, day.day))
        self._between.setVisible(between)
        self.changed.emit()

    def _typed(self, text: str) -> None:
        if payload_of(text) is None:  # a scanner is still typing, or has not pressed Enter yet
            self._pause.start()

    def _set_up(self) -> None:
        self.kinds.setAccessibleName(_("Kind of paper"))
        self.kinds.addItem(_("All kinds"), "")
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kinds.setMinimumContentsLength(8)
        self.kinds.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.days.setAccessibleName(_("Date of the paper"))
        self.days.addItems([_("Any date"), _("Today"), _("Last 7 days"), _("Last 30 days"), _("From … to …")])
        self.days.currentIndexChanged.connect(lambda _index: self._days_chosen())
        for box, name in ((self.first, _("From the day")), (self.last, _("To the day"))):
            box.setCalendarPopup(True)
            box.setDisplayFormat("dd.MM.yyyy")
            box.setAccessibleName(name)
            box.dateChanged.connect(lambda _day: self._pause.start())
        self.text.setPlaceholderText(_("Number, surname or words of the title"))
        self.text.setAccessibleName(_("Find in the register: number, surname, words of the title, or a scanned QR"))
        self.text.setToolTip(_("A paper's QR can be scanned here"))
        self.text.setClearButtonEnabled(True)
        by_text(self.text, QWidget.setMinimumWidth, 7)
        by_text(self.days, QWidget.setMinimumWidth, 9)
        give_icon(self.text.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition), "magnifying-glass")
        self.text.textChanged.connect(self._typed)
        self.text.returnPressed.connect(self._entered)

    def _lay_out(self) -> None:
        self._between = QWidget()
        dates_row = QHBoxLayout(self._between)
        dates_row.setContentsMargins(0, 0, 0, 0)
        dates_row.addWidget(QLabel(_("From")))
        dates_row.addWidget(self.first)
        dates_row.addWidget(QLabel(_("to")))
        dates_row.addWidget(self.last)
        dates_row.addStretch(1)
        self._between.hide()
        row = QHBoxLayout()
        row.addWidget(self.text, 3)
        row.addWidget(self.kinds, 2)
        row.addWidget(self.days)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row)
        whole.addWidget(self._between)


def _date(box: QDateEdit) -> date:
    read = box.date()
    return date(read.year(), read.month(), read.day())
