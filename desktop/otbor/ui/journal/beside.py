"""The rows and the card beside them; where there is no room for both, one stands in the place of the other."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.theme import em, mark

_SHARE, _WIDEST = 0.3, 40  # of the card beside the rows: part of the width, em at most
_BOTH = 56  # em: narrower than this there is room for one of them
_SHAPE, _SHOWN = "journal/parts", "journal/card"


class Beside(QSplitter):
    """Remembers whether the person wants the card beside the rows, and how wide."""

    turned = Signal()  # the card has come or gone
    alone = Signal(bool)  # the person has put one in the place of the other: whether it is the card

    def __init__(self, rows: QWidget, card: QWidget | None, memory: Memory) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._rows, self._card, self._memory = rows, card, memory
        self.narrow = True  # until it is known how wide it is: nothing holds a window wide that is to be small
        self.back = QPushButton(_("To the rows (F4)"))
        self._side = QWidget()
        self.setChildrenCollapsible(False)
        self.addWidget(rows)
        if card is not None:
            mark(self.back, "link")
            give_icon(self.back, "arrow-left")
            self.back.clicked.connect(lambda _checked: self.turn())
            column = QVBoxLayout(self._side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            above = QHBoxLayout()
            above.setContentsMargins(em(self, 0.5), 0, 0, 0)
            above.addWidget(self.back)
            above.addStretch(1)
            column.addLayout(above)
            column.addWidget(card, 1)
            self.addWidget(self._side)
            self.setStretchFactor(0, 1)
            self.back.hide()
            self._side.hide()
        self._shaped = memory.give_shape(_SHAPE, self)  # else the window decides how wide the card is
        self.splitterMoved.connect(lambda _place, _number: setattr(self, "_shaped", True))

    @property
    def card_shown(self) -> bool:
        """Whether the card is to be seen."""
        return self._card is not None and not self._side.isHidden()

    def show_card(self, *, shown: bool) -> None:
        """Show the card, or put it away."""
        if self._card is not None:
            alone = shown and self.narrow
            self._side.setVisible(shown)
            self.back.setVisible(alone)
            self._rows.setVisible(not alone)
            self.turned.emit()

    def show_rows(self) -> None:
        """Where there is room for one of them, let it be the rows."""
        if self.narrow and self.card_shown:
            self.show_card(shown=False)

    def turn(self) -> None:
        """Show the card where it is not, else put it away; beside the rows that is remembered."""
        shown = not self.card_shown
        self.show_card(shown=shown)
        if not self.narrow:
            self._memory.put(_SHOWN, int(shown))
        elif self._card is not None:
            self.alone.emit(shown)

    def keep(self) -> None:
        """Remember the widths."""
        if self._shaped and not self.narrow:
            self._memory.keep_shape(_SHAPE, self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Both as soon as there is room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """A larger text leaves less room."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        narrow = self.width() < em(self, _BOTH)
        if self._card is not None and narrow is not self.narrow:
            self.narrow = narrow
            self.show_card(shown=not narrow and bool(self._memory.number(_SHOWN, 1)))
        if not self._shaped and not narrow:
            card = min(round(self.width() * _SHARE), em(self, _WIDEST))
            self.setSizes([self.width() - card, card])
