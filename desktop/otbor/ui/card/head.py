"""The head of the card: number, child, what became of the application, and the buttons of what may be done."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout

from otbor.domain.applications import ApplicationStatus
from otbor.domain.rights import Right
from otbor.services.card_rows import ApplicationCard
from otbor.support.translation import gettext as _
from otbor.ui.card.blocks import text_label
from otbor.ui.kit.actions import Action, make_all
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark
from otbor.ui.kit.words import application_status

_IN_SIGHT = ("card-correct", "card-receipt")  # the others are in the menu
_LOOKS = {ApplicationStatus.ANNULLED: "bad", ApplicationStatus.WITHDRAWN: "warning"}


class CardHead(QFrame):
    """``declared`` are the acts; their keys belong to the section that holds the card and are only named here."""

    def __init__(self, declared: Sequence[Action], rights: frozenset[Right]) -> None:
        super().__init__()
        self.acts = make_all(
            [Action(act.id, act.title, act.callback, icon=act.icon, right=act.right) for act in declared], rights, self
        )
        self.buttons: dict[str, QPushButton] = {}
        self._number, self._name, self._status = QLabel(), text_label("", "title"), QLabel()
        self._name.setMinimumHeight(em(self, 1.5))  # else a name of several lines would hold the window high
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        mark(self._number, "muted")
        self.more = QToolButton()
        line = QHBoxLayout()
        line.addWidget(self._number)
        line.addStretch(1)
        line.addWidget(self._status)
        column = QVBoxLayout(self)
        column.setContentsMargins(em(self, 0.9), em(self, 0.7), em(self, 0.9), em(self, 0.5))
        column.setSpacing(em(self, 0.35))
        column.addLayout(line)
        column.addWidget(self._name)
        column.addLayout(self._row({act.id: act.shortcut for act in declared}))

    def tell(self, card: ApplicationCard, *, correcting: bool) -> None:
        """Name the application."""
        number = _("No. {number} — correction") if correcting else _("No. {number}")
        self._number.setText(number.format(number=card.number))
        self._name.setText(str(card.child))
        self._status.setText(application_status(card.status))
        self._status.setVisible(not card.in_force)
        mark(self._status, _LOOKS.get(card.status, "muted"))

    def rule(self, possible: frozenset[str]) -> None:
        """Grey out what makes no sense now."""
        for name, action in self.acts.items():
            action.setEnabled(name in possible)
        for name, button in self.buttons.items():
            button.setEnabled(name in possible)
        self.more.setEnabled(bool(possible))

    def _row(self, keys: dict[str, str]) -> QHBoxLayout:
        row = QHBoxLayout()
        menu = QMenu(self)
        for name, action in self.acts.items():
            if name in _IN_SIGHT:
                row.addWidget(self._button(action, keys[name]))
            else:
                action.setText(f"{action.text()}\t{keys[name]}")
                menu.addAction(action)
        give_icon(self.more, "dots-three-outline")
        self.more.setIconSize(QSize(em(self, 1.3), em(self, 1.3)))
        self.more.setToolTip(_("More acts"))
        self.more.setAccessibleName(_("More acts"))
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.addWidget(self.more)
        row.addStretch(1)
        return row

    def _button(self, action: QAction, keys: str) -> QPushButton:
        button = QPushButton(action.text())
        button.setAutoDefault(False)
        button.setAccessibleName(action.text())
        button.setToolTip(f"{action.text()} ({keys})")
        button.clicked.connect(lambda _checked: action.trigger())
        give_icon(button, str(action.property("otbor_icon")))
        self.buttons[action.objectName()] = button
        return button
