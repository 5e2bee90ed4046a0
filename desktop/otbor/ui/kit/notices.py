"""A notice above what it is about: told, with acts to undo or to go on, never a dialog to be clicked away."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.failures import Failure, Family
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, set_property

Act = tuple[str, Callable[[], object]]  # a button: its title and what it does

_LOOKS = {  # the look of the style sheet, the icon: never the colour alone
    None: ("told", "info"),
    Family.REFUSED: ("warning", "warning"),
    Family.TROUBLE: ("warning", "shield-warning"),
    Family.FAULT: ("bad", "bug"),
}
_GOOD = ("good", "check-circle")


class NoticeBar(QFrame):
    """The newest notice, hidden while there is none; Esc or its button puts it away."""

    left = Signal()  # it was put away while the keys went to it: let them go to what it was told above

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QToolButton()  # an icon that follows the look of the window
        self._sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sign.setEnabled(False)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.buttons: list[QPushButton] = []
        away = QToolButton()
        give_icon(away, "x")
        away.setToolTip(_("Close the notice (Esc)"))
        away.setAccessibleName(_("Close the notice"))
        away.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        away.clicked.connect(self._put_away)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._put_away)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    @property
    def text(self) -> str:
        """What is told now, empty for nothing."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, text: str, family: Family | None = None, *acts: Act, good: bool = False) -> None:
        """Show ``text``; ``acts`` are its buttons, ``good`` says that an act has succeeded."""
        look, sign = _GOOD if good else _LOOKS[family]
        set_property(self, "notice", look)
        give_icon(self._sign, sign, look)
        self._sign.setIconSize(QSize(em(self, 1.3), em(self, 1.3)))
        self._text.setText(text)
        self._text.setAccessibleName(text)
        held = QApplication.focusWidget() in self.buttons
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(*act) for act in acts]
        for place, button in enumerate(self.buttons, 2):
            self._row.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignTop)
        self.show()
        if held:  # the button that had the keys is gone
            self.left.emit()
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    def tell_failure(self, failure: Failure) -> None:
        """Show why an act failed."""
        self.tell(failure.text, failure.family)

    def withdraw(self, text: str) -> None:
        """It is no longer so: put ``text`` away, unless something else is told by now."""
        if self.text == text:
            self._put_away()

    def _button(self, title: str, then: Callable[[], object]) -> QPushButton:
        def do() -> None:
            if not title.endswith("…"):  # that one asks first: who thinks better of it is still offered to undo
                self._put_away()
            then()

        button = QPushButton(title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click takes the keys from nobody
        button.clicked.connect(do)
        return button

    def _put_away(self) -> None:
        held = self._holds_focus()
        self.hide()
        if held:
            self.left.emit()

    def _holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)
