"""Two applications that look alike, side by side: one child or two is for a person to say."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from otbor.services.card_rows import ApplicationCard, LikeCard, PersonCard
from otbor.support.translation import gettext as _
from otbor.ui.card import words
from otbor.ui.card.blocks import Block, link, row_of, stack_of, text_label
from otbor.ui.kit import dates
from otbor.ui.kit.theme import em


class LikeBlock(Block):
    """The other application beside this one; once a person has answered, only the answer."""

    other_wanted = Signal(int)
    told = Signal(object, bool)  # a LikeCard, whether it is the same child

    def __init__(self, card: ApplicationCard, other: LikeCard) -> None:
        number = {"number": other.number}
        super().__init__(_("Looks like application No. {number}").format(**number))
        self._card, self._other = card, other
        go = link(
            _("Open its card"),
            lambda: self.other_wanted.emit(other.application_id),
            _("Open the card of application No. {number}").format(**number),
        )
        if other.answer is not None:
            self._show_answer()
            self.whole(row_of(go))
            return
        if other.likeness is not None:
            self.line("⚠ " + words.likeness(other.likeness), "warning")
        self.whole(self._beside())
        self.apart = link(_("It is another child…"), lambda: self.told.emit(other, False))  # noqa: FBT003 - a signal
        self.same = link(_("It is the same child…"), lambda: self.told.emit(other, True))  # noqa: FBT003
        self.whole(stack_of(self.apart, self.same, go))

    def _show_answer(self) -> None:
        answer = self._other.answer
        if answer is None:
            return
        self.line(_("The same child.") if answer.same else _("Another child."))
        values = {"name": answer.decided_by, "at": dates.moment(answer.decided_at, self._card.zone)}
        self.line(_("{name}, {at}").format(**values), "muted")
        self.line(_("Reason: {reason}").format(reason=answer.reason))

    def _beside(self) -> QWidget:
        """Three columns: what, this application, the other; what differs bears a sign, not a colour alone."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(self, 0.7))
        grid.setVerticalSpacing(em(self, 0.3))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for place, (label, mine, others) in enumerate(self._pairs()):
            name = QLabel(label)
            name.setProperty("kind", "muted")
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            same = mine == others
            for column, value in ((1, mine), (2, others if same else f"≠ {others}")):
                shown = text_label(value, "" if same or not place else "heading")
                shown.setAccessibleName(f"{label}: {value}")
                grid.addWidget(shown, place, column, Qt.AlignmentFlag.AlignTop)
            self.lines.append(f"{label}: {mine} | {others}")
        return holder

    def _pairs(self) -> Iterator[tuple[str, str, str]]:
        card, other = self._card, self._other
        yield _("No."), card.number, other.number
        yield _("Child"), str(card.child), str(other.child)
        yield _("Born"), dates.day(card.birth_date), dates.day(other.birth_date)
        yield _("Representative"), _names(card.representatives), _names(other.representatives)
        yield _("Telephone"), _phones(card.representatives), _phones(other.representatives)
        yield _("Address"), card.address, other.address
        yield _("Groups"), ", ".join(g.code for g in card.groups), ", ".join(g.code for g in other.groups)
        yield _("Filed"), dates.moment(card.filed_at, card.zone), dates.moment(other.filed_at, card.zone)


def _names(people: tuple[PersonCard, ...]) -> str:
    return "\n".join(str(person.name) for person in people)


def _phones(people: tuple[PersonCard, ...]) -> str:
    return "\n".join(words.phone(person.phone) for person in people)
