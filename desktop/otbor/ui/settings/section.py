"""«Настройки»: the list of parts on the left, the chosen part on the right."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.actions import Action
from otbor.ui.kit.icons import icon
from otbor.ui.kit.section import Section
from otbor.ui.kit.theme import em
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.campaign import CampaignPart
from otbor.ui.settings.commissions import CommissionsPart
from otbor.ui.settings.folders import FoldersPart
from otbor.ui.settings.groups import GroupsPart
from otbor.ui.settings.look import LookPart
from otbor.ui.settings.names import NamesPart
from otbor.ui.settings.notice import NoticePart
from otbor.ui.settings.numbering import NumberingPart
from otbor.ui.settings.part import Part
from otbor.ui.settings.scheme import SchemePart
from otbor.ui.settings.school import SchoolPart
from otbor.ui.settings.wording import WordingPart

_NARROW = 58  # em: below this only the icons of the list stay

PARTS: tuple[type[Part], ...] = (
    SchoolPart,
    CampaignPart,
    GroupsPart,
    SchemePart,
    CommissionsPart,
    NumberingPart,
    NoticePart,
    WordingPart,
    NamesPart,
    FoldersPart,
    LookPart,
)
"""The parts, in the order of the list."""


class SettingsSection(Section):
    """Shows one part at a time; a part is made when it is first asked for, and keeps what was typed in it."""

    id = "settings"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.parts: dict[str, Part] = {}
        self._turn = QTimer(self)  # a part is made in one turn and filled in the next: neither holds the window
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._enter)
        self._marking = QTimer(self)  # a part that is filled says «edited» for each of its fields: once is enough
        self._marking.setSingleShot(True)
        self._marking.setInterval(0)
        self._marking.timeout.connect(self._mark_unsaved)
        self._wanted: Any = None  # what the part in front is to show
        self._narrow = False
        self.list = QListWidget()
        self.list.setAccessibleName(_("Parts of the settings"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget()
        for kind in PARTS:
            item = QListWidgetItem(self.list)
            item.setData(Qt.ItemDataRole.UserRole, kind.id)
            item.setText(kind.title())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.stack, 1)
        self.first = self.list
        self._fit()
        self.list.currentRowChanged.connect(self._chosen)
        self.make_acts()

    def declare(self) -> Sequence[Action]:
        """Save, and a way to each part."""
        opens = [
            Action(f"settings-{kind.id}", kind.title(), partial(self.go, kind.id), icon=kind.icon, on_bar=False)
            for kind in PARTS
        ]
        return [
            Action("settings-save", _("Save"), self.save, "Ctrl+S", "floppy-disk", on_bar=False),
            *opens,
        ]

    def go(self, target: Any) -> None:
        """Show a part by its id, or what a part shows: ``(id, target)``."""
        name, inner = target if isinstance(target, tuple) else (target, None)
        ids = [kind.id for kind in PARTS]
        if name not in ids:
            return
        self.list.setCurrentRow(ids.index(name))
        if inner is not None:
            self._wanted = inner
            self._turn.start()

    def unsaved(self) -> list[str]:
        """Parts in which something is not saved."""
        said = _("Settings: {part}")
        return [said.format(part=part.title()) for part in self.parts.values() if part.unsaved()]

    def entered(self) -> None:
        """Show the part of last time, at first the first one."""
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        else:
            self._current().entered()

    def save(self) -> None:
        """Save what was typed in the part in front."""
        if self.list.currentRow() >= 0:
            self._current().save()

    def shut(self) -> None:
        """Stop threads that parts have of their own."""
        for part in self.parts.values():
            part.shut()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another look or another size of the text: icons and widths follow."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The list keeps its titles while there is room for them."""
        super().resizeEvent(event)
        self._fit()

    @property
    def settled(self) -> bool:
        """Whether the part in front is filled, and the list says what of it is unsaved."""
        return not self._turn.isActive() and not self._marking.isActive() and self._current().settled

    def _current(self) -> Part:
        return self.parts[PARTS[self.list.currentRow()].id]

    def _chosen(self, row: int) -> None:
        kind = PARTS[row]
        part = self.parts.get(kind.id)
        if part is None:
            part = self.parts[kind.id] = kind(self.workplace)
            part.edited.connect(self._marking.start)
            self.stack.addWidget(part)
        self.stack.setCurrentWidget(part)
        self._turn.start()

    def _enter(self) -> None:
        wanted, self._wanted = self._wanted, None
        part = self._current()
        part.entered()
        if wanted is not None:
            part.show_target(wanted)

    def _mark_unsaved(self) -> None:
        """Parts with something unsaved say so in the list."""
        for row, kind in enumerate(PARTS):
            part, item = self.parts.get(kind.id), self.list.item(row)
            unsaved = part is not None and part.unsaved()
            state = _("Not saved yet")  # outside of the string below: messages are not looked for within one
            told = f"{kind.title()}, {state}" if unsaved else kind.title()
            shown = "" if self._narrow else kind.title()
            item.setText(f"{shown} •" if unsaved else shown)
            item.setToolTip(told if unsaved or self._narrow else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)

    def _fit(self) -> None:
        self._narrow = self.width() < em(self, _NARROW)
        self.list.setFixedWidth(em(self, 3.4 if self._narrow else 13))
        self.list.setIconSize(QSize(em(self, 1.3), em(self, 1.3)))
        for row, kind in enumerate(PARTS):
            self.list.item(row).setIcon(icon(kind.icon))
        self._mark_unsaved()
