"""The controls of the form: Enter goes to the next one, Shift+Enter to the one before, and nothing else.

Buttons are no stops of Enter: they are reached by Tab and pressed by the space bar, so that Enter never does an act.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QSpinBox, QWidget

from otbor.ui.kit.suggesting import suggest

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PASTED = 2  # letters that come at once are pasted, or picked from the suggestions


class Stop:
    """A control at which Enter stops on its way through the form."""


def entered(event: QKeyEvent) -> bool | None:
    """False for Enter, True for Shift+Enter (backwards), None for another key."""
    if event.key() not in _ENTER or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


def step(start: QWidget, *, back: bool = False) -> None:
    """Give the focus to the next stop after ``start`` that can be seen; at the last one it stays."""
    window = start.window()
    widget: QWidget | None = start
    while widget is not None:
        widget = widget.previousInFocusChain() if back else widget.nextInFocusChain()
        if widget is window or widget is start or widget is None:  # round the corner: there is no next one
            return
        if isinstance(widget, Stop) and widget.isVisible() and widget.isEnabled():
            reason = Qt.FocusReason.BacktabFocusReason if back else Qt.FocusReason.TabFocusReason
            widget.setFocus(reason)
            return


class Line(QLineEdit, Stop):
    """A line of text; ``left`` when the person goes on, ``pasted`` when much came at once."""

    left = Signal()
    pasted = Signal()

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.onward: QWidget | None = None  # Enter goes on from there: what lies between is filled already
        self._before = ""
        self.textEdited.connect(self._measure)
        self.textChanged.connect(lambda text: setattr(self, "_before", text))

    def suggest(self, texts: Sequence[str]) -> None:
        """Offer ``texts``."""
        suggest(self, texts)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on."""
        back = entered(event)
        if back is None:
            super().keyPressEvent(event)
            return
        event.accept()
        completer = self.completer()
        if completer is not None and completer.popup().isVisible() and self.text().endswith(", "):
            completer.popup().hide()
            return  # a street was picked: the house is still to be typed
        self.left.emit()
        step(self if back or self.onward is None else self.onward, back=back)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """What was typed is selected, so that it is typed over or left by Enter."""
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The person has gone on, also by Tab or by the mouse."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _measure(self, text: str) -> None:
        before, self._before = self._before, text
        kept = _alike(before, text)
        kept += _alike(before[kept:][::-1], text[kept:][::-1])
        if len(text) - kept >= _PASTED:  # also over what was selected, which may have been longer
            self.pasted.emit()


class Box(QComboBox, Stop):
    """A choice; the wheel turns it only where the focus is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer ``choices`` (id, title); the chosen one stays where it is still offered."""
        chosen = self.chosen
        self.blockSignals(True)  # noqa: FBT003 - Qt's own shape
        self.clear()
        for identity, title in choices:
            self.addItem(title, identity)
            self.setItemData(self.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
        self.blockSignals(False)  # noqa: FBT003
        self.choose(chosen)

    @property
    def chosen(self) -> str:
        """Id of what is chosen, empty for nothing."""
        return self.currentData() or ""

    def choose(self, identity: str) -> None:
        """Choose ``identity``, the first where it is not offered."""
        self.setCurrentIndex(max(self.findData(identity), 0) if self.count() else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on."""
        _go_on_or(self, event, super().keyPressEvent)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """A form that is scrolled does not change what was chosen."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Check(QCheckBox, Stop):
    """A mark; the space bar sets it."""

    def __init__(self, title: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setAccessibleName(name or title)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on."""
        _go_on_or(self, event, super().keyPressEvent)


class Number(QSpinBox, Stop):
    """A small whole number."""

    def __init__(self, name: str, least: int = 1, most: int = 999, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on."""
        _go_on_or(self, event, super().keyPressEvent)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The number is selected, so that it is typed over."""
        super().focusInEvent(event)
        self.selectAll()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """A form that is scrolled does not change the number."""
        event.ignore()


class Last(QPushButton, Stop):
    """The button where Enter comes to rest: Enter itself does not press it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Only Shift+Enter does something: it goes back."""
        back = entered(event)
        if back is None:
            super().keyPressEvent(event)
        elif back:
            step(self, back=True)


def _alike(one: str, other: str) -> int:
    """With how many same letters the two begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _go_on_or(widget: QWidget, event: QKeyEvent, otherwise: Callable[[QKeyEvent], None]) -> None:
    back = entered(event)
    if back is None:
        otherwise(event)
    else:
        step(widget, back=back)
