"""A part of the settings: one subject with a page of its own, saved as a whole."""

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from otbor.support.translation import gettext as _
from otbor.ui.kit.theme import em, mark
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.campaign_dates import Dates
from otbor.ui.settings.fields import Fields
from otbor.ui.settings.rows import Rows
from otbor.ui.settings.tab_order import order_tabs

_FIELDS = (QLineEdit, QAbstractSpinBox, QComboBox, QCheckBox, QRadioButton)
_WIDEST = 64  # em: a longer line of a form is tiring to follow
_NARROW = 46  # em: a page below this has no room for titles beside fields
_TABLE = 92  # em: fields of one row that lie further apart are not read as one


class Part(QWidget):
    """Base of the parts. ``column`` is the page, scrolled when it is long; ``foot`` stays in sight below it.

    ``edited`` says that :meth:`unsaved` may answer otherwise. Enter in a field goes on to the next one.
    """

    id: ClassVar[str]  # «campaign», as links name it
    icon: ClassVar[str]  # of the set

    edited = Signal()
    _wide: bool | None = None  # how wide the page may grow, None for all the room that there is

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.heading = QLabel(self.title())
        mark(self.heading, "title")
        self.page = QWidget()
        self.column = QVBoxLayout(self.page)
        self.column.setContentsMargins(em(self, 1.5), em(self, 1), em(self, 1.5), em(self, 1))
        self.column.setSpacing(em(self, 0.9))
        self.column.addWidget(self.heading)
        self.view = QScrollArea()
        self.view.setWidgetResizable(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setWidget(self.page)
        self.bottom = QFrame()
        mark(self.bottom, "bar")
        self.foot = QHBoxLayout(self.bottom)
        self.foot.setContentsMargins(em(self, 1.5), em(self, 0.6), em(self, 1.5), em(self, 0.6))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.bottom)
        self.bottom.hide()
        self._todo: list[Callable[[], object]] = []
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._take_turn)
        self.page.installEventFilter(self)
        self._cursor: QWidget | None = None

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts, known before the part is made."""
        raise NotImplementedError

    def entered(self) -> None:
        """The part has come to the front: show what is stored now, unless something is unsaved."""

    def show_target(self, target: Any) -> None:
        """Show what a link to this part names."""

    def unsaved(self) -> bool:
        """Whether something typed here is not saved yet."""
        return False

    def save(self) -> None:
        """Save what was typed (Ctrl+S); a part without anything to save does nothing."""

    def discard(self) -> None:
        """Show what is stored, whatever was typed."""

    def end_foot(self, save: str) -> None:
        """End the foot with a button that puts back what is stored, and one that saves, titled ``save``."""
        self.back, self.save_button = QPushButton(_("Put back")), QPushButton(save)
        mark(self.save_button, "main")
        self.back.clicked.connect(self.discard)
        self.save_button.clicked.connect(self.save)
        self.foot.addWidget(self.back)
        self.foot.addWidget(self.save_button)

    def shut(self) -> None:
        """The window is about to close: stop threads of its own."""

    @property
    def settled(self) -> bool:
        """Whether nothing waits for its turn (:meth:`in_turns`)."""
        return not self._todo

    def in_turns(self, *steps: Callable[[], object]) -> None:
        """Do ``steps`` instead of those that wait, each in a turn of its own: a large form that is made and filled at
        once would hold the window."""
        self._todo = list(steps)
        self._turn.start()

    def later_turns(self, *steps: Callable[[], object]) -> None:
        """Do ``steps`` after those that wait."""
        self._todo += steps
        self._turn.start()

    def _take_turn(self) -> None:
        if self._todo:
            self._todo.pop(0)()
        if not self._todo:
            self._turn.stop()
            order_tabs(self)

    def hold(self) -> None:
        """Let nobody type while an act is under way: it would not be in what the act writes, and be lost after it."""
        focused = QApplication.focusWidget()
        self._cursor = focused if focused is not None and self.page.isAncestorOf(focused) else None
        self.page.setEnabled(False)
        self.bottom.setEnabled(False)

    def release(self) -> None:
        """The act is over: the cursor is where it was, if that is there still."""
        self.page.setEnabled(True)
        self.bottom.setEnabled(True)
        cursor, self._cursor = self._cursor, None
        if cursor is not None and isValid(cursor) and cursor.isVisible():
            cursor.setFocus()

    def set_wide(self, *, wide: bool) -> None:
        """How wide the page may grow: ``wide`` for rows of several fields, else for one field beside its title."""
        self._wide = wide
        self.page.setMaximumWidth(em(self, _TABLE if wide else _WIDEST))
        self.page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def fit(self) -> None:
        """Lay fields and rows out for the width that the page has."""
        narrow = self.view.viewport().width() < em(self, _NARROW)
        for form in self.page.findChildren(Fields):
            form.set_narrow(narrow=narrow)
        for dates in self.page.findChildren(Dates):
            dates.set_narrow(narrow=narrow)
        for rows in self.page.findChildren(Rows):
            rows.set_narrow(narrow=narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The width decides how fields are laid out."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """A larger text leaves less room."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            if self._wide is not None:
                self.set_wide(wide=self._wide)
            self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter that no field took goes on to the next field."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and goes_on(self, event):
            return True
        return super().eventFilter(watched, event)


def goes_on(part: Part, event: QKeyEvent) -> bool:
    """Whether ``event`` is Enter in a field of ``part``: then the next field has the focus."""
    if (
        event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    ):
        return False
    focused = QApplication.focusWidget()
    if not isinstance(focused, _FIELDS) or not part.page.isAncestorOf(focused):
        return False
    part.focusNextChild()
    reached = QApplication.focusWidget()
    if reached is not None and part.page.isAncestorOf(reached):
        part.view.ensureWidgetVisible(reached)
    return True
