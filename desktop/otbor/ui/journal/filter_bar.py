"""Above the table: the view, one field that finds, and what else is filtered, each of it a button that mends it."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from otbor.services.journal_filter import Column, Days, Filter
from otbor.services.journal_view import Choices
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.journal import columns
from otbor.ui.journal.views import View
from otbor.ui.kit import dates
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import by_text, em

_NAMED = 12  # values that a button names, the others are counted
_CHIP = 5  # em: least width of a button that names a filter
DEBOUNCE = 120  # milliseconds after the last letter


class FilterBar(QWidget):
    """Knows the filter; ``changed`` comes with a new one, typed texts after :data:`DEBOUNCE`."""

    changed = Signal()
    view_chosen = Signal(object)  # a View
    column_wanted = Signal(object)  # a Column whose filter is to be asked for
    all_wanted = Signal()  # nothing is to be filtered any more
    left = Signal()  # Down or Enter in the field: on to the table

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = Filter()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE)
        self._pause.timeout.connect(self._typed)
        self.views = QComboBox()
        self.views.setAccessibleName(_("View of the journal"))
        self.views.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.views.setMinimumContentsLength(7)
        self.views.activated.connect(lambda row: self.view_chosen.emit(self.views.itemData(row)))
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("Surname, number or telephone"))
        self.text.setAccessibleName(_("Find in the journal: surname, number or telephone"))
        self.text.setClearButtonEnabled(True)
        by_text(self.text, QWidget.setMinimumWidth, 6)
        give_icon(self.text.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition), "magnifying-glass")
        self.text.textEdited.connect(lambda _text: self._pause.start())
        self.text.textChanged.connect(lambda text: None if text else self._pause.start())
        self.text.returnPressed.connect(self._at_once)
        self.more = QPushButton(_("Filter"))
        self.more.setToolTip(_("Filter by a column"))
        give_icon(self.more, "funnel")
        self._menu = QMenu(self.more)
        for column in columns.ALL:
            action = self._menu.addAction(f"{columns.title(column)}…")
            action.triggered.connect(lambda _checked, wanted=column: self.column_wanted.emit(wanted))
        self.more.setMenu(self._menu)
        self.chips: dict[Column, QPushButton] = {}
        self.clear = QPushButton(_("Show all"))
        give_icon(self.clear, "x")
        self.clear.clicked.connect(self.all_wanted)
        self._lay_out()

    @property
    def filter(self) -> Filter:
        """What is to be seen."""
        return self._filter

    def set_filter(self, chosen: Filter, offered: Choices | None = None, *, quiet: bool = False) -> None:
        """Show another filter; ``quiet``: the caller asks for its rows itself."""
        self._filter = chosen
        if self.text.text() != chosen.text:
            self.text.setText(chosen.text)  # told: the cross in the field comes and goes with the text
        self._pause.stop()
        self.show_chips(offered)
        if not quiet:
            self.changed.emit()

    def show_views(self, views: Sequence[View], current: str) -> None:
        """List the views; ``current`` is the name of the one that is shown."""
        self.views.clear()
        for view in views:
            self.views.addItem(view.name, view)
        self.views.setCurrentIndex(max(0, self.views.findText(current)))

    def show_chips(self, offered: Choices | None) -> None:
        """A button for every column that is filtered."""
        for chip in self.chips.values():
            self._row.removeWidget(chip)
            chip.deleteLater()
        self.chips = {column: self._chip(column, said) for column, said in _said(self._filter, offered)}
        for place, chip in enumerate(self.chips.values()):
            self._row.insertWidget(place, chip)
        self._chips.setVisible(bool(self.chips))  # a text has its own cross in the field, and the table does not jump
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Say of each filter what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self.clear.sizeHint().width() - em(self, 1)
        for chip in self.chips.values():
            text = min(room // len(self.chips) - em(self, 4), em(self, 24))
            chip.setText(chip.fontMetrics().elidedText(chip.toolTip(), Qt.TextElideMode.ElideRight, text))

    def begin(self) -> None:
        """To the field, what is in it chosen."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def _chip(self, column: Column, said: str) -> QPushButton:
        title = f"{columns.title(column)}: {said}"
        chip = QPushButton()
        chip.setToolTip(title)
        by_text(chip, QWidget.setMinimumWidth, _CHIP)
        chip.setAccessibleName(_("Filter {filter}: change").format(filter=title))
        give_icon(chip, "funnel")
        chip.clicked.connect(lambda: self.column_wanted.emit(column))
        return chip

    def _typed(self) -> None:
        typed = self.text.text().strip()
        if typed != self._filter.text:
            self._filter = Filter(typed, self._filter.contains, self._filter.days, self._filter.among)
            self.changed.emit()

    def _at_once(self) -> None:
        self._pause.stop()
        self._typed()
        self.left.emit()

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.addWidget(self.views, 2)
        upper.addWidget(self.text, 3)
        upper.addWidget(self.more)
        self._chips = QWidget()
        self._row = QHBoxLayout(self._chips)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.clear)
        self._row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(upper)
        whole.addWidget(self._chips)
        self._chips.hide()


def _said(chosen: Filter, offered: Choices | None) -> Iterator[tuple[Column, str]]:
    offered = offered or Choices((), (), ())
    for column in columns.ALL:
        if column in chosen.contains:
            yield column, f"«{chosen.contains[column]}»"
        if column in chosen.days:
            yield column, _days(chosen.days[column])
        if column in chosen.among:
            words = [columns.choice(column, value, offered) for value in sorted(chosen.among[column])]
            more = len(words) - _NAMED
            cut = [*words[:_NAMED], ngettext("{number} more", "{number} more", more).format(number=dates.count(more))]
            yield column, ", ".join(cut if more > 0 else words)


def _days(days: Days) -> str:
    if days.recent == 1:
        return _("today")
    if days.recent:
        return _("last days: {number}").format(number=days.recent)
    if days.first is not None and days.last is not None:
        return f"{dates.day(days.first)} – {dates.day(days.last)}"
    if days.first is not None:
        return _("from {day}").format(day=dates.day(days.first))
    return "" if days.last is None else _("until {day}").format(day=dates.day(days.last))
