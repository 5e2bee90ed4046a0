"""The terms ahead: the day, what is due by it and by which paragraph, the working days that are left."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from otbor.services.overview import Overview
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.theme import em
from otbor.ui.overview import words
from otbor.ui.overview.parts import Card, label


class TermList(Card):
    """Terms and days of tests together, the nearest first; a term that is over says so in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Terms ahead"), parent)
        self.texts: list[tuple[str, str, str]] = []

    def show_terms(self, shown: Overview) -> None:
        """Show the terms of a campaign."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(em(self, 1.2))
        grid.setVerticalSpacing(em(self, 0.5))
        grid.setColumnStretch(1, 1)
        road = shown.road
        rows = []
        for term in road.deadlines if road is not None else ():
            cited = _("{title} (para. {paragraph})").format(title=term.title, paragraph=term.paragraph)
            rows.append((term.due, cited, words.left_of_term(term.left), term.left < 0))
        tests = [day for day in road.test_days if day.day >= shown.today] if road is not None else []
        rows += [(day.day, words.test_day(day), "", False) for day in tests]
        rows.sort(key=lambda row: row[0])
        self.texts = []
        for place, (day, text, left, over) in enumerate(rows):
            self.texts.append((dates.month_day(day), text, left))
            on, to_go = label(dates.month_day(day)), label(left, "bad" if over else "muted")
            on.setWordWrap(False)
            to_go.setWordWrap(False)  # else it wraps at half its line, however wide the card is
            to_go.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            on.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(on, place, 0)
            grid.addWidget(label(text), place, 1)
            grid.addWidget(to_go, place, 2)
        if not rows:
            grid.addWidget(label(_("No term is left."), "muted"), 0, 0, 1, 3)
        self.show_content(grid)
