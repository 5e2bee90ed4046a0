"""A notice above what it is about: told, with an act to undo or to go on, never a dialog to be clicked away."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStyle, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.failures import Failure, Family

_ICON = {
    None: QStyle.StandardPixmap.SP_MessageBoxInformation,
    Family.REFUSED: QStyle.StandardPixmap.SP_MessageBoxWarning,
    Family.TROUBLE: QStyle.StandardPixmap.SP_MessageBoxWarning,
    Family.FAULT: QStyle.StandardPixmap.SP_MessageBoxCritical,
}


class NoticeBar(QFrame):
    """The newest notice, hidden while there is none; Esc or its button puts it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._act = QPushButton()
        self._act.clicked.connect(self._do)
        self._then: Callable[[], object] | None = None
        away = QPushButton(_("Close"))
        away.setAccessibleName(_("Close the notice"))
        away.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._act, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.hide)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    @property
    def text(self) -> str:
        """What is told now, empty for nothing."""
        return "" if self.isHidden() else self._text.text()

    def tell(
        self, text: str, family: Family | None = None, act: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Show ``text``; ``act`` is a button, its title and what it does."""
        size = self.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize)
        self._icon.setPixmap(self.style().standardIcon(_ICON[family]).pixmap(size, size))
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._act.setVisible(act is not None)
        self._then = None
        if act is not None:
            title, self._then = act
            self._act.setText(title)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    def tell_failure(self, failure: Failure) -> None:
        """Show why an act failed."""
        self.tell(failure.text, failure.family)

    def _do(self) -> None:
        then = self._then
        self.hide()
        if then is not None:
            then()
