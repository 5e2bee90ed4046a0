"""Controls of the forms: days, texts, choices, numbers; what each holds, shows, and when it changes."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from otbor.support.translation import gettext as _
from otbor.ui.kit.theme import em

_FEW = 8  # letters that a choice shows at least
_NEVER = QDate(2000, 1, 1)  # stands for a day that is not set
_TAKES_AWAY = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class _Calm(QObject):
    """The wheel scrolls the page; a field takes it only while it has the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QWheelEvent) and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def calm(field: QComboBox | QAbstractSpinBox) -> None:
    """Keep the wheel from changing ``field`` while a page is scrolled under the pointer."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_Calm(field))


class DateField(QDateEdit):
    """A day, typed or chosen in the calendar; one that is told ``today`` may be no day at all, shown as ``nothing``.

    Tab goes on to the next field: the parts of a day are gone through by typing and by arrows. In Qt's own field Tab
    goes through them, and stays for ever where the text that stands for no day has none; nor can a day be typed there.
    """

    def __init__(self, *, today: Callable[[], date] | None = None, nothing: str = "") -> None:
        super().__init__()
        self._today = today  # the school's, not the computer's: a day that is not set begins there
        self.setDisplayFormat("dd.MM.yyyy")
        self.setCalendarPopup(True)
        self.setMinimumDate(_NEVER)
        calm(self)
        if today is not None:
            self.setSpecialValueText(nothing or _("not set"))
            self.setToolTip(_("Ctrl+A, Delete: no day"))
            self.calendarWidget().installEventFilter(self)

    def day(self) -> date | None:
        """The day; None where it is not set."""
        shown = self.date()
        return None if self._unset() else date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date | None) -> None:
        """Show ``day``."""
        self.setDate(_NEVER if day is None else QDate(day.year, day.month, day.day))

    def focusNextPrevChild(self, onward: bool) -> bool:  # noqa: FBT001, N802 - Qt's own shape
        """On to the next field, or back."""
        return bool(QWidget.focusNextPrevChild(self, onward))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """What is typed where no day is set begins from today; all of a day taken away is no day."""
        text, line = event.text(), self.lineEdit()
        if self._unset() and text.isdigit():
            self._begin()
        elif self._today is not None and line.selectedText() == line.text() and event.key() in _TAKES_AWAY:
            self.set_day(None)
            line.selectAll()
            return
        super().keyPressEvent(event)

    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """The arrows begin from today where no day is set."""
        if self._unset():
            self._begin()
        else:
            super().stepBy(steps)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The calendar opens at this month where no day is set."""
        if event.type() is QEvent.Type.Show and self._today is not None and self._unset():
            today = self._today()
            self.calendarWidget().setCurrentPage(today.year, today.month)
        return bool(super().eventFilter(watched, event))

    def _unset(self) -> bool:
        return self._today is not None and self.date() == _NEVER

    def _begin(self) -> None:
        if self._today is not None:
            self.set_day(self._today())
        self.setSelectedSection(QDateEdit.Section.DaySection)


class TextField(QPlainTextEdit):
    """Several lines, as high as what is written in it; Tab goes on to the next field."""

    def __init__(self, least: int = 2, most: int = 14) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another size of the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "_most"):
            self._fit()

    def _fit(self) -> None:
        lines = round(self.document().size().height())  # of a plain text: lines, not pixels
        shown = min(max(lines, self._least), self._most)
        around = 2 * (self.frameWidth() + self.document().documentMargin()) + em(self, 0.7)
        self.setFixedHeight(round(shown * self.fontMetrics().lineSpacing() + around))
        always = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(always.ScrollBarAsNeeded if lines > self._most else always.ScrollBarAlwaysOff)


class Choice(QComboBox):
    """One of several things, each with its text; Qt itself would turn a member of an enumeration into plain text."""

    def __init__(self, choices: Iterable[tuple[Any, str]]) -> None:
        super().__init__()
        self._things: list[Any] = []
        self._wide = _FEW
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_FEW)
        calm(self)
        self.offer(choices)

    def offer(self, choices: Iterable[tuple[Any, str]]) -> None:
        """Offer these ``(thing, text)`` instead of those before; nothing is chosen."""
        self.clear()
        self._things = []
        for thing, text in choices:
            self._things.append(thing)
            self.addItem(text)
            self.setItemData(self.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        self._wide = min(max((len(text) for text in map(self.itemText, range(self.count()))), default=8), 40)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the longest text, within reason; it may be made narrower."""
        least = super().sizeHint()
        return QSize(least.width() + self.fontMetrics().averageCharWidth() * max(self._wide - _FEW, 0), least.height())

    def chosen(self) -> Any:
        """The thing chosen, None without any."""
        return self.thing(self.currentIndex())

    def thing(self, index: int) -> Any:
        """What stands at ``index``, None where nothing does."""
        return self._things[index] if 0 <= index < len(self._things) else None

    def choose(self, thing: Any) -> None:
        """Choose ``thing``; one that is not offered leaves nothing chosen."""
        self.setCurrentIndex(self._things.index(thing) if thing in self._things else -1)

    def text_of(self, thing: Any) -> str:
        """How ``thing`` is called."""
        return self.itemText(self._things.index(thing)) if thing in self._things else str(thing)


def suggesting(texts: Iterable[str]) -> QComboBox:
    """Any text, with what it may well be."""
    made = QComboBox()
    made.setEditable(True)
    made.addItems(list(texts))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(_FEW)
    calm(made)
    return made


def spin(least: int, most: int, suffix: str = "") -> QSpinBox:
    """A whole number."""
    made = QSpinBox()
    made.setRange(least, most)
    made.setSuffix(suffix)
    calm(made)
    return made


def line(suggestions: Iterable[str] = (), *, placeholder: str = "") -> QLineEdit:
    """A line of text, with what it may be."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    words = list(suggestions)
    if words:
        completer = QCompleter(words, made)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        made.setCompleter(completer)
    return made


def name_control(field: QWidget, title: str) -> None:
    """Give a field its name for screen readers, and the line of a choice that can be typed too."""
    field.setAccessibleName(title)
    inner = field.lineEdit() if isinstance(field, QComboBox) else None
    if inner is not None:
        inner.setAccessibleName(title)


def _spaced(text: str) -> str:
    """A line of text as it is meant: single spaces, none around it."""
    return " ".join(text.split())


_READ: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (DateField, DateField.day),
    (QLineEdit, lambda field: _spaced(field.text())),
    (QPlainTextEdit, lambda field: field.toPlainText().strip()),
    (Choice, Choice.chosen),
    (QComboBox, lambda field: _spaced(field.currentText())),
    (QSpinBox, QSpinBox.value),
    (QCheckBox, QCheckBox.isChecked),
)


def read(field: QWidget) -> Any:
    """What a field holds: text, number, the thing chosen, yes or no, day."""
    return next(reads(field) for kind, reads in _READ if isinstance(field, kind))


def show_value(field: QWidget, value: Any) -> None:
    """Show ``value`` in a field, as :func:`read` gives it."""
    if isinstance(field, DateField):
        field.set_day(value)
    elif isinstance(field, QLineEdit):
        field.setText(value)
        field.setCursorPosition(0)
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(value)
    elif isinstance(field, Choice):
        field.choose(value)
    elif isinstance(field, QComboBox):
        field.setEditText(value)
    elif isinstance(field, QSpinBox):
        field.setValue(value)
    elif isinstance(field, QCheckBox):
        field.setChecked(value)
    else:
        raise TypeError(type(field).__name__)


def when_changed(field: QWidget, told: Callable[[], object]) -> None:
    """Call ``told`` whenever what ``field`` holds changes."""
    if isinstance(field, DateField):
        field.dateChanged.connect(lambda _day: told())
    elif isinstance(field, QLineEdit):
        field.textChanged.connect(lambda _text: told())
    elif isinstance(field, QPlainTextEdit):
        field.textChanged.connect(told)
    elif isinstance(field, QComboBox):
        signal = field.editTextChanged if field.isEditable() else field.currentIndexChanged
        signal.connect(lambda _value: told())
    elif isinstance(field, QSpinBox):
        field.valueChanged.connect(lambda _value: told())
    elif isinstance(field, QCheckBox):
        field.toggled.connect(lambda _on: told())
