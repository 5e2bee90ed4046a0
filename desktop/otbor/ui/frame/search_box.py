"""The one search box (Ctrl+K): an application by number, name or telephone, an act by its name, a paper by its QR."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from otbor.domain.people import search_key
from otbor.services import search
from otbor.support.translation import gettext as _
from otbor.ui.kit.actions import shortcut_text
from otbor.ui.kit.dates import day
from otbor.ui.kit.icons import icon
from otbor.ui.kit.tasks import Task
from otbor.ui.kit.theme import em
from otbor.ui.kit.workplace import Workplace
from otbor.ui.papers.scanned import payload_of

_PAUSE = 120  # milliseconds after the last key
_LEAST = 2  # letters
_ACTS = 6  # of acts shown at most, so that people stay in sight
_OTHERS = 3  # of acts named at most that are not possible


@dataclass(frozen=True)
class Offer:
    """A line of the list and what it does."""

    title: str
    icon: str
    do: Callable[[], object]


class SearchBox(QLineEdit):
    """Typing opens the list, arrows walk it, Enter does its line, Esc closes it."""

    offered = Signal(int)  # how many lines are shown

    def __init__(
        self, workplace: Workplace, acts: Callable[[], Sequence[QAction]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._acts = acts
        self._offers: list[Offer] = []
        self._asking: Task | None = None
        self.setPlaceholderText(_("Number, surname, telephone or an act   Ctrl+K"))
        self.setAccessibleName(_("Search for everything"))
        self.setClearButtonEnabled(True)
        self.list = QListWidget(self.window())
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("Found"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._do_item)
        self.list.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.look)
        self.textEdited.connect(lambda _text: self._pause.start())
        self.installEventFilter(self)

    def look(self) -> None:
        """Look for what is typed."""
        self._pause.stop()
        text = self.text().strip()
        if len(text) < _LEAST:
            self._show(())
            return
        acts = self._matching(text)
        may = [_act(action) for action in acts if action.isEnabled()][:_ACTS]
        others = [_title(action) for action in acts if not action.isEnabled()][:_OTHERS]
        task = self._asking = self._workplace.ask(lambda office, _steps: search.find(office, text))
        task.succeeded.connect(lambda found: self._answer(task, found, may, others))

    def _answer(self, task: Task, found: Sequence[search.Found], may: Sequence[Offer], others: Sequence[str]) -> None:
        if task is self._asking:
            self._asking = None
            self._show([*map(self._application, found), *may], others)

    def _application(self, found: search.Found) -> Offer:
        def go() -> None:
            self._workplace.set_campaign(found.campaign_id)
            self._workplace.go("journal", found.application_id)

        return Offer(f"{found.child} · {day(found.born)} · № {found.number}", "identification-card", go)

    def _matching(self, text: str) -> list[QAction]:
        words = search_key(text).split()
        names = ((action, search_key(f"{_title(action)} {action.data() or ''}")) for action in self._acts())
        return [action for action, named in names if all(f" {word}" in f" {named}" for word in words)]

    def _show(self, offers: Sequence[Offer], others: Sequence[str] = ()) -> None:
        """The list: what can be done, and below it the titles of acts that cannot be done here and now."""
        self._offers = list(offers)
        self.list.clear()
        for offer in self._offers:
            self.list.addItem(QListWidgetItem(icon(offer.icon), offer.title))
        told = [_("{act}: not possible here and now").format(act=title) for title in others]
        if not offers and not others and len(self.text().strip()) >= _LEAST:
            told = [_("Nothing is found: try a part of the surname or the last digits of the number.")]
        for line in told:
            item = QListWidgetItem(line)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setVisible(self.list.count() > 0)
        if self.list.isVisible():
            self._place()
            self.list.setCurrentRow(0 if self._offers else -1)
        self.offered.emit(len(self._offers))

    def _place(self) -> None:
        window = self.window()
        self.list.setParent(window)
        below = self.mapTo(window, QPoint(0, self.height() + 2))
        width = min(max(self.width(), em(self, 36)), window.width() - em(self, 1))
        left = min(below.x(), window.width() - width - em(self, 0.5))
        room = window.height() - below.y() - em(self, 2)
        self.list.setGeometry(left, below.y(), width, room)  # a line wraps by the width that it has
        self.list.show()
        self.list.raise_()
        self.list.doItemsLayout()
        rows = self.list.visualItemRect(self.list.item(self.list.count() - 1)).bottom() + em(self, 0.6)
        self.list.resize(width, min(rows, room))

    def _do_item(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        if 0 <= row < len(self._offers):
            offer = self._offers[row]
            self.close_list()
            self.clear()
            offer.do()

    def close_list(self) -> None:
        """Put the list away; what is typed stays."""
        self._asking = None
        self._pause.stop()
        self.list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys of the list while the box has the focus."""
        if event.type() == QEvent.Type.FocusOut:
            self.close_list()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        count, row = len(self._offers), self.list.currentRow()
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.list.isVisible() and count:
                self.list.setCurrentRow((row + (1 if event.key() == Qt.Key.Key_Down else -1)) % count)
            case Qt.Key.Key_Escape if self.list.isVisible():
                self.close_list()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case _:
                return False
        return True

    def _enter(self) -> None:
        payload = payload_of(self.text())
        if payload is not None:  # a scanner types the code and Enter
            self.close_list()
            self.clear()
            self._workplace.go("issued", payload)
        elif self._pause.isActive() or self._asking is not None:
            self.look()  # what the list shows was found for fewer letters
        elif self.list.isVisible() and (item := self.list.currentItem()) is not None:
            self._do_item(item)
        else:
            self.look()


def _title(action: QAction) -> str:
    return action.text().replace("&", "")


def _act(action: QAction) -> Offer:
    keys, title = shortcut_text(action), _title(action)
    return Offer(f"{title}   {keys}" if keys else title, "lightning", action.trigger)
