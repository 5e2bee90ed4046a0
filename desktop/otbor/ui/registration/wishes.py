"""Wanted groups in the order of wish (желаемые классы и группы, п. 11) and what the scheme asks to choose."""

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from otbor.services.registration import Choice, Questions
from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import icon
from otbor.ui.kit.theme import em, mark
from otbor.ui.registration.editors import Box, Stop, entered, step
from otbor.ui.registration.rows import Open, Part, Row, Rows

_DIGITS = "123456789"
_MOST_ROWS = 8  # seen at once


class Wishes(QListWidget, Stop):
    """All groups of the campaign; a digit or the space bar takes one into the order of wish or out of it."""

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Wanted groups, in the order of wish"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrap(True)
        self._groups: tuple[Choice, ...] = ()
        self.codes: list[str] = []
        self.itemClicked.connect(lambda item: self._turn(self.row(item)))

    def offer(self, groups: tuple[Choice, ...]) -> None:
        """List ``groups``; one that stands alone is wanted by everybody."""
        self._groups = groups
        self.clear()
        for number, group in enumerate(groups, 1):
            item = QListWidgetItem(f"{number}. {group.title}")
            item.setToolTip(group.title)
            self.addItem(item)
        self.setCurrentRow(0)
        self.choose([group.id for group in groups] if len(groups) == 1 else [])
        self._fit()
        self.updateGeometry()

    def choose(self, codes: list[str]) -> None:
        """Want ``codes`` in this order; those that there are no more are passed over."""
        known = [group.id for group in self._groups]
        self.codes = [code for code in dict.fromkeys(codes) if code in known]
        self._paint()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """A digit takes that row, the space bar the current one, Enter goes on."""
        back = entered(event)
        if back is not None:
            step(self, back=back)
        elif event.text() in _DIGITS and event.text() and _DIGITS.index(event.text()) < self.count():
            self.setCurrentRow(_DIGITS.index(event.text()))
            self._turn(self.currentRow())
        elif event.key() == Qt.Key.Key_Space and self.currentRow() >= 0:
            self._turn(self.currentRow())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The first row is where the arrows begin."""
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as its rows."""
        rows = min(max(self.count(), 1), _MOST_ROWS)
        height = sum(max(self.sizeHintForRow(row), em(self, 1.9)) for row in range(rows))
        return QSize(em(self, 16), height + 2 * self.frameWidth() + 4)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """No lower than its rows."""
        return QSize(em(self, 10), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another look or size of the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "_groups"):
            self._fit()
            self._paint()

    def _fit(self) -> None:
        """Every group is in sight at once: a layout asks for the hints at times of its own."""
        rows = min(max(len(self._groups), 1), _MOST_ROWS)
        self.setMinimumHeight(rows * em(self, 2.2) + 2 * self.frameWidth())

    def _turn(self, row: int) -> None:
        code = self._groups[row].id
        if code in self.codes:
            self.codes.remove(code)
        else:
            self.codes.append(code)
        self._paint()
        self.chosen_changed.emit()

    def _paint(self) -> None:
        for row, group in enumerate(self._groups):
            item = self.item(row)
            rank = self.codes.index(group.id) + 1 if group.id in self.codes else 0
            text = f"{row + 1}. {group.title}"
            if rank and len(self._groups) > 1:
                text = _("{row}. Wish {rank}: {group}").format(row=row + 1, group=group.title, rank=rank)
            item.setText(text)
            item.setIcon(icon("check-square" if rank else "square"))
            font = item.font()
            font.setWeight(QFont.Weight.DemiBold if rank else QFont.Weight.Normal)
            item.setFont(font)


class WishesPart(Part):
    """The card of the wanted groups."""

    def __init__(self, open_other: Open) -> None:
        super().__init__(_("Wanted groups"), open_other)
        self.wishes = Wishes()
        self._asked: dict[str, Box] = {}
        self._questions: Questions | None = None
        self._rows = Rows(open_other)
        self._rows.add(_("Groups, by wish"), [self.wishes], ["wanted"])
        self._hint = QLabel(_("A digit takes a group or puts it back; the first taken is wanted most."))
        self._hint.setWordWrap(True)
        mark(self._hint, "muted")
        self._named = Rows(open_other)
        for widget in (self._rows, self._hint, self._named):
            self.column.addWidget(widget)
        self.wishes.chosen_changed.connect(self._chosen)

    def ask(self, questions: Questions) -> None:
        """Offer the groups of a campaign."""
        self._questions = questions
        self.wishes.offer(questions.groups)
        self._hint.setVisible(len(questions.groups) > 1)
        self._show_asked({})

    @property
    def named(self) -> dict[str, str]:
        """What the family chose, by question."""
        return {question: box.chosen for question, box in self._asked.items() if box.chosen}

    def all_rows(self) -> list[Row]:
        """Its rows."""
        return [*self._rows.rows, *self._named.rows]

    def state(self) -> dict[str, Any]:
        """What was chosen, as plain values."""
        return {"codes": list(self.wishes.codes), "named": self.named}

    def restore(self, state: dict[str, Any]) -> None:
        """Put back what was chosen; an empty state clears."""
        if self._questions is not None:
            self.wishes.offer(self._questions.groups)
        if state:
            self.wishes.choose(state["codes"])
        self._show_asked(state.get("named", {}))

    def _chosen(self) -> None:
        self._show_asked(self.named)
        self.note()

    def _show_asked(self, named: dict[str, str]) -> None:
        """A box for each question that the wanted groups ask."""
        asked: dict[str, dict[str, None]] = {}
        for code in self.wishes.codes if self._questions is not None else ():
            for question, answers in self._questions.named.get(code, {}).items() if self._questions else ():
                asked.setdefault(question, {}).update(dict.fromkeys(answers))
        if {question: list(answers) for question, answers in asked.items()} == {
            question: [box.itemData(row) for row in range(1, box.count())] for question, box in self._asked.items()
        }:
            for question, box in self._asked.items():
                box.choose(named.get(question, ""))
            return
        fresh = Rows(self.open_other)
        self.column.replaceWidget(self._named, fresh)
        self._named.hide()
        self._named.deleteLater()
        self._named, self._asked = fresh, {}
        for question, choices in asked.items():
            box = Box(question)
            box.offer([("", "—"), *((answer, answer) for answer in choices)])
            box.choose(named.get(question, ""))
            box.currentIndexChanged.connect(lambda _row: self.note())
            fresh.add(question[:1].upper() + question[1:], [box], ["named"])
            self._asked[question] = box
        fresh.show()
        self.reshaped.emit()
