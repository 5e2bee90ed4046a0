"""What a new school begins with: a short list, each step with the way to it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from otbor.services.overview import FirstStep
from otbor.services.readiness import Place
from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import icon
from otbor.ui.kit.theme import colours, em, mark
from otbor.ui.overview import words
from otbor.ui.overview.blockers import Go
from otbor.ui.overview.parts import Card, label, link


class FirstSteps(Card):
    """The steps up to the first application; the first that is not done is the one to take."""

    def __init__(self, go: Go, parent: QWidget | None = None) -> None:
        super().__init__(_("Where to begin"), parent)
        self._go = go
        self.column.addWidget(
            label(_("There is no selection campaign yet. Four steps lead to the first application."), "muted")
        )
        self.links: list[QPushButton] = []

    def show_steps(self, steps: Sequence[FirstStep]) -> None:
        """Show which are done."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(em(self, 0.8))
        grid.setVerticalSpacing(em(self, 0.9))
        grid.setColumnStretch(2, 1)
        self.links = []
        texts = {
            Place.SCHOOL: (_("School card"), _("Name, address, founder, director: they stand on every paper.")),
            Place.CAMPAIGN: (
                _("Campaign"),
                _("Classes and seats, tests, dates: the planner lays the terms out by working days."),
            ),
            Place.COMMISSIONS: (_("Commissions"), _("Admission, subject and conflict ones, by the director's order.")),
        }
        done = {step.place: step.done for step in steps}
        current = next((step.place for step in steps if not step.done), None)
        for place, (title, about) in texts.items():
            self._row(grid, place, title, about, done=done[place], current=place is current)
        about = _("It opens the intake; from then on the scheme of points is locked.")
        self._row(grid, Place.CAMPAIGN, _("Notice"), about, done=False, current=False)
        self.show_content(grid)

    def _row(self, grid: QGridLayout, place: Place, title: str, about: str, *, done: bool, current: bool) -> None:
        row = grid.rowCount()
        look = colours(self)
        sign = QLabel()
        name, colour = ("check-circle", look.good) if done else ("circle", look.muted)
        sign.setPixmap(icon(name, colour).pixmap(em(self, 1.5), em(self, 1.5)))
        state = _("done") if done else _("to be done")
        sign.setAccessibleName(state)
        grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignVCenter)
        number = label(f"{len(self.links) + 1}. {title}", "heading")
        number.setWordWrap(False)
        grid.addWidget(number, row, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label(about, "muted"), row, 2)
        section, target = words.part_of(place)
        text = _("Look at it") if done else _("Fill in")
        button = link(text, lambda: self._go(section, target), f"{title}: {state}. {text}")
        if current:
            mark(button, "main")
        grid.addWidget(button, row, 3, Qt.AlignmentFlag.AlignVCenter)
        self.links.append(button)
