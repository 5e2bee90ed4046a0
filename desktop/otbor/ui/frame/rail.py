"""The rail on the left: the sections of the window in the order of the procedure, and who is at work."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.section import Place
from otbor.ui.kit.theme import em, mark

_NARROW = 75  # widths of the window in em below which only the icons stay


class Rail(QFrame):
    """One button a section; the window's acts Ctrl+1 … Ctrl+9 lead there too."""

    chosen = Signal(str)  # id of a section
    person_asked = Signal()

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "bar")
        self.setAccessibleName(_("Sections"))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        for number, place in enumerate(places, 1):
            button = self._button(place.title, place.icon)
            button.setCheckable(True)
            button.setToolTip(f"{place.title} (Ctrl+{number})")
            button.clicked.connect(lambda _checked, name=place.id: self.chosen.emit(name))
            self._group.addButton(button)
            self.buttons[place.id] = button
            column.addWidget(button)
        column.addStretch(1)
        self.person = self._button("", "user")
        self.person.setToolTip(_("Who is at work: written into every act"))
        self.person.clicked.connect(self.person_asked)
        column.addWidget(self.person)

    def show_current(self, name: str) -> None:
        """Mark the section that is in front."""
        self.buttons[name].setChecked(True)

    def show_person(self, name: str) -> None:
        """Say who is at work."""
        self.person.setText(name)
        self.person.setAccessibleName(_("At work: {name}").format(name=name))

    def fit(self, width: int) -> None:
        """Show names where the window is ``width`` pixels wide enough for them, else icons alone."""
        narrow = width < em(self, _NARROW)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        size = QSize(em(self, 1.4), em(self, 1.4))
        for button in (*self.buttons.values(), self.person):
            button.setToolButtonStyle(style)
            button.setIconSize(size)
        self.setFixedWidth(max(em(self, 4), self.minimumSizeHint().width()) if narrow else em(self, 13))

    def _button(self, title: str, icon: str) -> QToolButton:
        button = QToolButton()
        mark(button, "rail")
        button.setText(title)
        button.setAccessibleName(title)
        give_icon(button, icon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button
