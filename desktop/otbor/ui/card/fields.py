"""Fields of a correction: each knows the value it began with, shows what is wrong with it and what others wrote."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from otbor.domain.values import Value, known
from otbor.services.card_rows import WishCard
from otbor.services.typed import read_day, read_moment
from otbor.support.clock import local_time
from otbor.support.translation import gettext as _
from otbor.ui.card import words
from otbor.ui.card.blocks import link
from otbor.ui.kit import dates
from otbor.ui.kit.theme import mark, set_property


class UnreadableError(ValueError):
    """What was typed cannot be read; its text says what to type."""


class Choice(QComboBox):
    """A box that the wheel of the mouse passes over: it scrolls the form and changes nothing; it may be narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave it to the form."""
        event.ignore()


class Field(QWidget):
    """A control with a line below it for what is to be said; ``base`` is the value that the card had."""

    def __init__(self, key: str, label: str, control: QWidget) -> None:
        super().__init__()
        self.key, self.label, self.control = key, label, control
        self.base: Any = None
        control.setAccessibleName(label)
        self.setFocusProxy(control)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint.hide()
        self.take = link(_("Take the other value"), self._take)
        self.take.hide()
        self._theirs: Any = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for widget in (control, self.hint, self.take):
            column.addWidget(widget)

    def value(self) -> Any:
        """What is typed; raises :class:`UnreadableError`."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def say(self, value: Any) -> str:
        """A value in words."""
        return str(value)

    def begin(self, value: Any) -> None:
        """Start from what the card has."""
        self.base = value
        self.put(value)

    @property
    def changed(self) -> bool:
        """Whether the person has changed it, legibly or not."""
        try:
            return bool(self.value() != self.base)
        except UnreadableError:
            return True

    def tell(self, text: str, kind: str = "bad") -> None:
        """Say something below the control; nothing for an empty text."""
        mark(self.hint, kind)
        self.hint.setText(text)
        self.hint.setVisible(bool(text))
        set_property(self.control, "wrong", "true" if text and kind == "bad" else None)
        self.control.setAccessibleDescription(text)

    def rebase(self, theirs: Any) -> None:
        """Another person has written ``theirs`` meanwhile: it stands unless this person has typed something else."""
        mine_changed, before = self.changed, self.base
        self.base = theirs
        if theirs == before:
            return
        if not mine_changed:
            self.put(theirs)
            self.tell(_("Changed meanwhile; it was «{value}».").format(value=self.say(before)), "warning")
        elif self.changed:
            self._theirs = theirs
            self.tell(_("In the journal now: «{value}».").format(value=self.say(theirs)), "warning")
            self.take.setAccessibleName(f"{self.label}: {self.take.text()}")
            self.take.show()

    def _take(self) -> None:
        self.put(self._theirs)
        self.take.hide()
        self.control.setFocus()


class TextField(Field):
    """One line of text."""

    def __init__(self, key: str, label: str) -> None:
        self.line = QLineEdit()
        self.line.textChanged.connect(self.line.setToolTip)  # a narrow card shows the beginning of a long one
        super().__init__(key, label, self.line)

    def value(self) -> str:
        """Without needless spaces."""
        return " ".join(self.line.text().split())

    def put(self, value: str) -> None:
        """Show it from its beginning."""
        self.line.setText(value)
        self.line.setCursorPosition(0)


class DateField(Field):
    """A date, typed as in the registration: a box of dates would make another day out of one that there is not."""

    def __init__(self, key: str, label: str) -> None:
        self.line = QLineEdit()
        super().__init__(key, label, self.line)

    def value(self) -> date:
        """The date; raises :class:`UnreadableError`."""
        found = read_day(self.line.text())
        if found is None:
            raise UnreadableError(_("Write a day that there is, for instance 07.04.2012."))
        return found

    def put(self, value: date) -> None:
        """Show it."""
        self.line.setText(self.say(value))

    def say(self, value: date) -> str:
        """«20.05.2012»."""
        return dates.day(value)


class MomentField(Field):
    """A day with its time, by the clock of the school; a day alone keeps the time that stood."""

    def __init__(self, key: str, label: str, zone: str) -> None:
        self.line = QLineEdit()
        super().__init__(key, label, self.line)
        self._zone = zone

    def value(self) -> datetime:
        """The instant; raises :class:`UnreadableError`."""
        typed, stood = self.line.text().strip(), local_time(self.base, self._zone)
        if typed == self.say(stood):
            return stood  # with its seconds
        day = read_day(typed)
        found = read_moment(typed) if day is None else datetime.combine(day, stood.time())
        if found is None:
            raise UnreadableError(_("Write a day and a time, for instance 06.04.2026 8:30."))
        return found.replace(tzinfo=ZoneInfo(self._zone))

    def put(self, value: datetime) -> None:
        """Show it to the minute."""
        self.line.setText(self.say(value))

    def say(self, value: datetime) -> str:
        """«06.04.2026 08:30»."""
        return dates.moment(value, self._zone)


class ChoiceField(Field):
    """One of several; ``options`` are values with their words."""

    def __init__(self, key: str, label: str, options: Sequence[tuple[Any, str]]) -> None:
        self.box = Choice()
        super().__init__(key, label, self.box)
        self._options = list(options)
        self.box.addItems([text for _value, text in self._options])

    def value(self) -> Any:
        """The chosen value."""
        index = self.box.currentIndex()
        return self._options[index][0] if index >= 0 else None

    def put(self, value: Any) -> None:
        """Choose it; one that may no longer be chosen is offered too, since it stands."""
        values = [option for option, _text in self._options]
        if value not in values:
            self._options.append((value, str(value)))
            self.box.addItem(str(value))
            values.append(value)
        self.box.setCurrentIndex(values.index(value))

    def say(self, value: Any) -> str:
        """Its word."""
        return next((text for option, text in self._options if option == value), str(value))


class FlagField(Field):
    """Yes or no."""

    def __init__(self, key: str, label: str) -> None:
        self.box = QCheckBox(_("yes"))
        super().__init__(key, label, self.box)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.box.isChecked()

    def put(self, value: bool) -> None:  # noqa: FBT001 - the shape of every field
        """Tick it or not."""
        self.box.setChecked(value)

    def say(self, value: bool) -> str:  # noqa: FBT001 - the shape of every field
        """«да», «нет»."""
        return words.yes_no(value)


class GroupsField(Field):
    """Wanted groups in the order of wish: a box for each rank."""

    def __init__(self, key: str, label: str, groups: Sequence[WishCard]) -> None:
        holder = QWidget()
        super().__init__(key, label, holder)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self.boxes: list[Choice] = []
        for rank in range(1, len(groups) + 1):
            box = Choice()
            box.addItem(_("not chosen"), "")
            for group in groups:
                box.addItem(f"{group.code} — {group.title}", group.code)
            box.setAccessibleName(_("{label}, wish {rank}").format(label=label, rank=rank))
            column.addWidget(box)
            self.boxes.append(box)
        if self.boxes:
            holder.setFocusProxy(self.boxes[0])

    def value(self) -> tuple[str, ...]:
        """Codes in their order."""
        return tuple(box.currentData() for box in self.boxes if box.currentData())

    def put(self, value: tuple[str, ...]) -> None:
        """Show them."""
        for place, box in enumerate(self.boxes):
            box.setCurrentIndex(box.findData(value[place] if place < len(value) else ""))

    def say(self, value: tuple[str, ...]) -> str:
        """«8Ф, 8И»."""
        return ", ".join(value)


class NumberField(Field):
    """A mark or another number of the documents; one that is not known may become known, none disappears."""

    def __init__(self, key: str, label: str) -> None:
        self.line = QLineEdit()
        super().__init__(key, label, self.line)

    def value(self) -> Value | None:
        """The value that stands, or the number typed; raises :class:`UnreadableError`."""
        typed = self.line.text().strip().replace(",", ".")
        if not typed and (self.base is None or self.base.number is None):
            stood: Value | None = self.base
            return stood
        try:
            number = Decimal(typed)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise UnreadableError(_("Write a number, for instance 5 or 4,75."))
        return known(number)

    def put(self, value: Value | None) -> None:
        """Show the number; what stands instead of one, behind the line."""
        number = None if value is None else value.number
        self.line.setText("" if number is None else words.number_text(number))
        self.line.setPlaceholderText("" if value is None else words.value_text(value))

    def say(self, value: Value | None) -> str:
        """The number."""
        return "" if value is None else words.value_text(value)
