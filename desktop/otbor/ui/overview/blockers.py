"""«Что мешает идти дальше»: sentences with their paragraph, each with a way to where it is mended."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.services.readiness import Blocker, Place
from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import icon
from otbor.ui.kit.theme import colours, em
from otbor.ui.overview import words
from otbor.ui.overview.parts import Card, label, link
from otbor.wording.findings import parts

Go = Callable[[str, object], object]
_WIDEST_ROW = 38  # em of links side by side


class BlockerList(Card):
    """What the next step is refused for comes first, then what is to be done by hand."""

    def __init__(self, go: Go, parent: QWidget | None = None) -> None:
        super().__init__(_("What is in the way"), parent)
        self._go = go
        self._next = label("", "muted")
        self.column.addWidget(self._next)
        self.links: list[QPushButton] = []

    def show_blockers(self, next_step: str, blockers: Sequence[Blocker]) -> None:
        """Show what is in the way of ``next_step``, empty at the end of the campaign."""
        focused = next((link.accessibleName() for link in self.links if link.hasFocus()), "")
        said = (
            _("The next step: {act}.").format(act=next_step) if next_step else _("All steps of the selection are done.")
        )
        self._next.setText(said)
        rows = QVBoxLayout()
        rows.setSpacing(em(self, 0.7))
        self.links = []
        for title, blocks in ((_("The next step waits for this"), True), (_("Still to be done"), False)):
            chosen = [blocker for blocker in blockers if blocker.blocks is blocks]
            if chosen:
                rows.addWidget(label(title, "bad" if blocks else "warning"))
            for blocker in chosen:
                rows.addLayout(self._row(blocker))
        if not blockers:
            rows.addWidget(label(_("Nothing is in the way."), "good"))
        self.show_content(rows)
        for one in self.links:
            if one.accessibleName() == focused:
                one.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, blocker: Blocker) -> QGridLayout:
        row = QGridLayout()
        row.setHorizontalSpacing(em(self, 0.6))
        row.setVerticalSpacing(em(self, 0.1))
        look = colours(self)
        sign = QLabel()
        name, colour = ("prohibit", look.bad) if blocker.blocks else ("warning", look.warning)
        sign.setPixmap(icon(name, colour).pixmap(em(self, 1.3), em(self, 1.3)))
        sign.setAccessibleName(_("forbids") if blocker.blocks else _("warns"))
        text, advice = parts(blocker.finding)
        row.addWidget(sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        said, to_do = label(text), label(advice, "muted")
        for place, one in enumerate((said, to_do)):
            one.setIndent(em(self, 0.2))  # as the text of a link stands
            row.addWidget(one, place, 1)
        links = self._links(blocker, text)
        if links.count():
            row.addLayout(links, 2, 1)
        row.setColumnStretch(1, 1)
        return row

    def _links(self, blocker: Blocker, text: str) -> QVBoxLayout:
        made = []
        for identity, number in blocker.applications:
            spoken = _("Application {number}: {about}").format(number=number, about=text)
            made.append(link(_("No. {number}").format(number=number), partial(self._go, "journal", identity), spoken))
        if blocker.place is not Place.ELSEWHERE:
            section, target = words.target(blocker)
            way = words.way_to(blocker.place)
            made.append(link(way, partial(self._go, section, target), f"{way}: {text}"))
        self.links += made
        return self._in_rows(made)

    def _in_rows(self, links: Sequence[QPushButton]) -> QVBoxLayout:
        """Side by side, as many in a row as a small screen has room for at 200 %."""
        rows, gap, room = QVBoxLayout(), em(self, 0.8), 0
        rows.setSpacing(0)
        for one in links:
            wide = one.sizeHint().width() + gap
            if wide > room:
                row, room = QHBoxLayout(), em(self, _WIDEST_ROW)
                row.setSpacing(gap)
                row.addStretch(1)
                rows.addLayout(row)
            row.insertWidget(row.count() - 1, one)
            room -= wide
        return rows
