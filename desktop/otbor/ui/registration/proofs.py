"""What the documents prove (отметки и достижения, пп. 13, 14, 16): only what the scheme of the campaign asks for."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.domain.participants import Achievement, Key, Kind
from otbor.domain.values import Value
from otbor.services.registration import Questions, Suggestions
from otbor.services.typed import read_day, read_value
from otbor.support.translation import gettext as _
from otbor.ui.kit.dates import day
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark
from otbor.ui.registration.editors import Box, Line
from otbor.ui.registration.rows import Open, Part, Row, Rows, Told

_MOST_PLACES = 999
_TITLES = 14  # em: «Отметка: информатика» in one line


class Proved(QWidget):
    """The fields of one achievement."""

    changed = Signal()
    removed = Signal()

    def __init__(self, questions: Questions, open_other: Open) -> None:
        super().__init__()
        self._asked = {asked.category: asked for asked in questions.achievements}
        self.category = Box(_("Kind of achievement"))
        self.happening = Line(_("Event"), _("olympiad, contest, as the diploma has it"))
        self.subject = Box(_("Subject"))
        self.level = Box(_("Level"))
        self.form = Box(_("Form of taking part"))
        self.result = Box(_("Result"))
        self.place = Line(_("Place taken"), _("place"))
        self.held = Line(_("Day of the achievement"), _("day: 070412"))
        self.told = Told(open_other)
        self.row = Row(frozenset({"achievement"}), 0, QLabel(), self, self.told, (self.category,))
        self.category.offer([("", _("kind of achievement")), *((a.category, a.title) for a in questions.achievements)])
        self.subject.offer([("", _("subject")), *((name, name) for name in questions.subjects)])
        self._build()
        self._offer()
        self.category.currentIndexChanged.connect(lambda _row: self._offer())
        for box in (self.subject, self.level, self.form, self.result):
            box.currentIndexChanged.connect(lambda _row: self.changed.emit())
        for line in (self.happening, self.place, self.held):
            line.textChanged.connect(lambda _text: self.changed.emit())
        self.held.left.connect(self._write_day)

    @property
    def achievement(self) -> Achievement | None:
        """What was typed, None while its kind is not chosen."""
        if not self.category.chosen:
            return None
        place = self.place.text().strip()
        return Achievement(
            category=self.category.chosen,
            event=" ".join(self.happening.text().split()),
            result=self.result.chosen,
            subject=self.subject.chosen,
            level=self.level.chosen,
            held_on=read_day(self.held.text()),
            form=self.form.chosen,
            place=int(place) if place.isdecimal() and 0 < int(place) <= _MOST_PLACES else None,
        )

    def unread(self) -> dict[str, str]:
        """An event without its kind."""
        return (
            {"achievement": self.happening.text().strip()}
            if self.happening.text().strip() and not self.achievement
            else {}
        )

    def state(self) -> dict[str, str]:
        """What was typed, as plain values."""
        boxes = {name: getattr(self, name).chosen for name in ("category", "subject", "level", "form", "result")}
        return boxes | {name: getattr(self, name).text() for name in ("happening", "place", "held")}

    def restore(self, state: dict[str, str]) -> None:
        """Put back what was typed."""
        for name in ("category", "subject", "level", "form", "result"):
            getattr(self, name).choose(state[name])
        for name in ("happening", "place", "held"):
            getattr(self, name).setText(state[name])

    def _offer(self) -> None:
        asked = self._asked.get(self.category.chosen)
        self._fill(self.level, _("level"), asked.levels if asked else ())
        self._fill(self.form, _("form"), asked.forms if asked else ())
        self._fill(self.result, _("result"), asked.results if asked else ())
        self.place.setVisible(bool(asked and asked.placed))
        self.changed.emit()

    def _fill(self, box: Box, title: str, texts: tuple[str, ...]) -> None:
        box.offer([("", title), *((text, text) for text in texts)])
        box.setVisible(bool(texts))

    def _write_day(self) -> None:
        found = read_day(self.held.text())
        if found is not None:
            self.held.setText(day(found))

    def _build(self) -> None:
        away = QPushButton()
        give_icon(away, "trash")
        away.setAccessibleName(_("Remove the achievement"))
        away.setToolTip(_("Remove the achievement"))
        away.clicked.connect(lambda _checked: self.removed.emit())
        head, below = QHBoxLayout(), QHBoxLayout()
        for row in (head, below):
            row.setSpacing(em(self, 0.4))
        head.addWidget(self.category, 3)
        head.addWidget(self.happening, 4)
        head.addWidget(away)
        for widget in (self.subject, self.level, self.form, self.result, self.place, self.held):
            below.addWidget(widget, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.3))
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(self.told)


class ProofsPart(Part):
    """The card of marks and achievements; it is not there where the scheme asks for neither."""

    def __init__(self, open_other: Open) -> None:
        super().__init__(_("Marks and achievements"), open_other)
        self.achievements: list[Proved] = []
        self.values: dict[Key, Line] = {}
        self._questions: Questions | None = None
        self._suggestions = Suggestions()
        self._codes: tuple[str, ...] = ()
        self._held: dict[str, str] = {}  # what was typed for groups that are not wanted now: they may be again
        self._before = QLabel(_("The marks are asked for when the groups are chosen."))
        mark(self._before, "muted")
        self._marks = Rows(open_other)
        self._list = QVBoxLayout()
        self._list.setSpacing(em(self, 0.6))
        self.more = QPushButton(_("Achievement"))
        give_icon(self.more, "plus")
        self.more.clicked.connect(lambda _checked: self.add())
        below = QHBoxLayout()
        below.addWidget(self.more)
        below.addStretch(1)
        self.column.addWidget(self._before)
        self.column.addWidget(self._marks)
        self.column.addLayout(self._list)
        self.column.addLayout(below)

    def ask(self, questions: Questions) -> None:
        """Ask for what the scheme of a campaign needs."""
        self._questions = questions
        self.more.setVisible(bool(questions.achievements))
        self.setVisible(bool(questions.achievements) or any(questions.values.values()))
        self._codes = ()
        self._show_values({})

    def set_groups(self, codes: tuple[str, ...]) -> None:
        """Ask for the marks of these groups; what was typed comes back with a group that is wanted again."""
        if codes != self._codes:
            self._codes = codes
            self._held |= self._texts()
            self._show_values(self._held)

    def add(self) -> None:
        """One more achievement."""
        if self._questions is not None and self._questions.achievements:
            made = self._append(self._questions)
            self.reshaped.emit()
            made.category.setFocus(Qt.FocusReason.TabFocusReason)
            self.note()

    def remove_last(self) -> bool:
        """Take away the last achievement; whether there was one."""
        if self.achievements:
            self._remove(self.achievements[-1])
            self.more.setFocus()
            return True
        return False

    def drafts(self) -> tuple[Achievement, ...]:
        """The achievements as typed."""
        return tuple(found for row in self.achievements if (found := row.achievement) is not None)

    def numbers(self) -> dict[Key, Value]:
        """The values as typed."""
        read = {key: read_value(line.text()) for key, line in self.values.items() if line.text().strip()}
        return {key: value for key, value in read.items() if value is not None}

    def unread(self) -> dict[str, str]:
        """Texts that are no value, and events without a kind."""
        slips = {
            f"value:{name}": line.text().strip()
            for (_kind, name), line in self.values.items()
            if line.text().strip() and read_value(line.text()) is None
        }
        for row in self.achievements:
            slips |= row.unread()
        return slips

    def suggest(self, given: Suggestions) -> None:
        """Offer events typed before."""
        self._suggestions = given
        for row in self.achievements:
            row.happening.suggest(given.events)

    def all_rows(self) -> list[Row]:
        """Its rows."""
        return [*self._marks.rows, *(row.row for row in self.achievements)]

    def state(self) -> dict[str, Any]:
        """What was typed, as plain values."""
        return {"values": self._texts(), "achievements": [row.state() for row in self.achievements]}

    def restore(self, state: dict[str, Any]) -> None:
        """Put back what was typed; an empty state clears."""
        for row in list(self.achievements):
            self._remove(row)
        if self._questions is not None:
            for stored in state.get("achievements", []):
                self._append(self._questions).restore(stored)
        self._held = {}
        self._show_values(state.get("values", {}))

    def _texts(self) -> dict[str, str]:
        return {f"{kind.value}:{name}": line.text() for (kind, name), line in self.values.items()}

    def _show_values(self, texts: dict[str, str]) -> None:
        asked = self._questions.values if self._questions else {}
        keys = tuple(dict.fromkeys(key for code in self._codes for key in asked.get(code, ())))
        if keys != tuple(self.values):
            self._make_values(keys)
        for (kind, name), line in self.values.items():
            line.setText(texts.get(f"{kind.value}:{name}", ""))

    def _make_values(self, keys: tuple[Key, ...]) -> None:
        fresh = Rows(self.open_other, _TITLES)
        self.column.replaceWidget(self._marks, fresh)
        self._marks.hide()
        self._marks.deleteLater()
        self._marks, self.values = fresh, {}
        for key in keys:
            title = _title(key)
            line = Line(title)
            line.textChanged.connect(self.note)
            fresh.add(title, [line], [f"value:{key[1]}"], tail=2)
            self.values[key] = line
        fresh.show()
        self._before.setVisible(not keys and any((self._questions.values if self._questions else {}).values()))
        self.reshaped.emit()

    def _append(self, questions: Questions) -> Proved:
        made = Proved(questions, self.open_other)
        made.happening.suggest(self._suggestions.events)
        made.changed.connect(self.note)
        made.removed.connect(lambda: self._remove(made))
        self.achievements.append(made)
        self._list.addWidget(made)
        made.show()
        return made

    def _remove(self, row: Proved) -> None:
        self.removing.emit()
        self.achievements.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.reshaped.emit()
        self.note()


def _title(key: Key) -> str:
    kind, name = key
    if kind is Kind.MARK:
        return _("Mark: {subject}").format(subject=name)
    if kind is Kind.EXAM:
        return _("Examination: {subject}").format(subject=name)
    return name[:1].upper() + name[1:]
