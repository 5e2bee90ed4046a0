"""What the forms of the settings are made of: cards, fields with help and remarks, days, rows of equal things."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark

_FEW = 8  # letters that a choice shows at least
_NEVER = QDate(2000, 1, 1)  # stands for a day that is not set


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
    """A day, typed or chosen in the calendar; an ``optional`` one may be no day at all, shown as ``nothing``."""

    def __init__(self, *, optional: bool = False, nothing: str = "") -> None:
        super().__init__()
        self._optional = optional
        self.setDisplayFormat("dd.MM.yyyy")
        self.setCalendarPopup(True)
        self.setMinimumDate(_NEVER)
        if optional:
            self.setSpecialValueText(nothing or _("not set"))
        calm(self)

    def day(self) -> date | None:
        """The day; None where it is not set."""
        shown = self.date()
        return None if self._optional and shown == _NEVER else date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date | None) -> None:
        """Show ``day``."""
        self.setDate(_NEVER if day is None else QDate(day.year, day.month, day.day))


class TextField(QPlainTextEdit):
    """Several lines, as high as what is written in it; Tab goes on to the next field."""

    def __init__(self, least: int = 2, most: int = 14) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def _fit(self) -> None:
        lines = round(self.document().size().height())  # of a plain text: lines, not pixels
        shown = min(max(lines, self._least), self._most)
        around = 2 * (self.frameWidth() + self.document().documentMargin()) + em(self, 0.7)
        self.setFixedHeight(round(shown * self.fontMetrics().lineSpacing() + around))
        always = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(always.ScrollBarAsNeeded if lines > self._most else always.ScrollBarAlwaysOff)


class Remark(QWidget):
    """What is to be said of a field, under it: a sign and the text, hidden while there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = QToolButton()
        self._sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sign.setEnabled(False)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.2))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now."""
        return "" if self.isHidden() else self.label.text()

    def say(self, texts: Iterable[str], *, bad: bool = True) -> None:
        """Say ``texts``, one a line; ``bad``: it forbids, else it warns."""
        lines = list(dict.fromkeys(texts))
        self.label.setText("\n".join(lines))
        self.label.setAccessibleName(" ".join(lines))
        mark(self.label, "bad" if bad else "warning")
        give_icon(self._sign, "prohibit" if bad else "warning")
        self._sign.setIconSize(QSize(em(self, 1.1), em(self, 1.1)))
        self._sign.setFixedSize(
            em(self, 2.2), em(self, 1.9)
        )  # a page that is laid out anew would squeeze it to nothing
        self.setVisible(bool(lines))


class Remarks(QWidget):
    """Forbidding remarks above warning ones; most fields never have any, so the widgets are made when needed."""

    def __init__(self) -> None:
        super().__init__()
        self._made: tuple[Remark, Remark] | None = None
        self.hide()

    @property
    def text(self) -> str:
        """All that is said now."""
        if self._made is None or self.isHidden():
            return ""
        return "\n".join(remark.text for remark in self._made if remark.text)

    def say(self, bad: Sequence[str] = (), warning: Sequence[str] = ()) -> None:
        """Say both; without any the place is empty."""
        if self._made is None and not (bad or warning):
            return
        for remark, texts, forbids in zip(self._remarks(), (bad, warning), (True, False), strict=True):
            remark.say(texts, bad=forbids)
        self.setVisible(bool(bad or warning))

    def _remarks(self) -> tuple[Remark, Remark]:
        if self._made is None:
            self._made = Remark(), Remark()
            column = QVBoxLayout(self)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(em(self, 0.2))
            for remark in self._made:
                column.addWidget(remark)
        return self._made


class Card(QFrame):
    """A part of a page with a heading; ``remarks`` stand at its end."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        mark(self, "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(em(self, 1.1), em(self, 0.9), em(self, 1.1), em(self, 1))
        self.column.setSpacing(em(self, 0.6))
        self.heading = QLabel(title)
        mark(self.heading, "heading")
        self.column.addWidget(self.heading)
        if hint:
            self.column.addWidget(muted(hint))
        self.remarks = Remarks()

    def finish(self) -> None:
        """Put the remarks below what the card holds now."""
        self.column.addWidget(self.remarks)


def muted(text: str) -> QLabel:
    """A line of less weight that wraps."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    mark(label, "muted")
    return label


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


class Fields(QWidget):
    """Fields by name, one below the other: title, field, help, remarks."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, QWidget] = {}
        self.remarks: dict[str, Remarks] = {}
        self.titles: dict[str, QLabel] = {}
        self._helps: dict[str, QLabel] = {}
        self._narrow: dict[str, bool] = {}
        self._stacked = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 1))
        self._grid.setVerticalSpacing(em(self, 0.45))
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, title: str, field: QWidget, hint: str = "", *, narrow: bool = False) -> QWidget:
        """Add a field; ``narrow``: no wider than it needs."""
        label = QLabel(title, self)
        label.setWordWrap(True)
        if isinstance(field, QCheckBox):
            field.setText(title)
            label.hide()
        else:
            label.setBuddy(field)
        name_control(field, title)
        field.setAccessibleDescription(hint)
        self.fields[name], self.remarks[name], self.titles[name] = field, Remarks(), label
        if hint:
            self._helps[name] = muted(hint)
        self._narrow[name] = narrow
        self._place(name, len(self.fields) - 1)
        when_changed(field, self.edited.emit)
        return field

    def set_narrow(self, *, narrow: bool) -> None:
        """Put each title above its field where there is no room for it beside the field."""
        if narrow != self._stacked:
            self._stacked = narrow
            for number, name in enumerate(self.fields):
                self._place(name, number)

    def _place(self, name: str, number: int) -> None:
        """Put a field and what belongs to it into its rows of the grid: title, field, help, remarks."""
        field, row = self.fields[name], 4 * number
        flags = Qt.AlignmentFlag
        where = flags.AlignLeft if self._narrow[name] else flags(0)
        self._grid.setColumnMinimumWidth(0, 0 if self._stacked else em(self, 13))
        self.titles[name].setMaximumWidth(em(self, 60 if self._stacked else 15))
        below = [widget for widget in (self._helps.get(name), self.remarks[name]) if widget is not None]
        if self._stacked:
            if not isinstance(field, QCheckBox):
                self._grid.addWidget(self.titles[name], row, 0, 1, 2)
            self._grid.addWidget(field, row + 1, 0, 1, 2, where)
            for place, widget in enumerate(below, row + 2):
                self._grid.addWidget(widget, place, 0, 1, 2)
            return
        if not isinstance(field, QCheckBox):
            beside = flags.AlignTop if isinstance(field, QPlainTextEdit) else flags.AlignVCenter
            self._grid.addWidget(self.titles[name], row, 0, beside)
        self._grid.addWidget(field, row, 1, where)
        for place, widget in enumerate(below, row + 2):
            self._grid.addWidget(widget, place, 1)

    def __getitem__(self, name: str) -> Any:
        """What the field ``name`` holds."""
        return read(self.fields[name])

    def __setitem__(self, name: str, value: Any) -> None:
        """Show ``value`` in the field ``name``."""
        show_value(self.fields[name], value)

    def values(self) -> dict[str, Any]:
        """What all fields hold."""
        return {name: read(field) for name, field in self.fields.items()}

    def show_only(self, name: str, *, shown: bool) -> None:
        """Show or hide a field with its title and help."""
        self.titles[name].setVisible(shown and not isinstance(self.fields[name], QCheckBox))
        self.fields[name].setVisible(shown)
        if name in self._helps:
            self._helps[name].setVisible(shown)

    def clear(self) -> None:
        """Take all remarks back."""
        for remarks in self.remarks.values():
            remarks.say()
