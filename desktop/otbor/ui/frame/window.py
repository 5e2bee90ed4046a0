"""The window: rail, header with the campaign and the search box, notices, the current section, what is open."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from otbor.services import journal
from otbor.services.office import Changes
from otbor.support.translation import gettext as _
from otbor.ui.frame.leaving import Leaving
from otbor.ui.frame.rail import Rail
from otbor.ui.frame.search_box import SearchBox
from otbor.ui.frame.shortcuts import shortcut_sheet
from otbor.ui.kit.actions import Action, make_all
from otbor.ui.kit.elided import ElidedLabel
from otbor.ui.kit.notices import NoticeBar
from otbor.ui.kit.section import Make, Place, Section
from otbor.ui.kit.task_bar import TaskBar
from otbor.ui.kit.theme import SCALES, Look, dress_anew, em, mark, remembered
from otbor.ui.kit.workplace import Link, Notice, Workplace

_USUAL, _BORDERS = (1366, 768), (8, 40)  # pixels: the window at first, and what the system draws around it


class MainWindow(QMainWindow):
    """Shows ``places`` over one open database; ``outer`` are the program's own actions (another database, quit).

    ``sections`` are those that are made by now: the one in front at once, each other when it is asked for, or by
    :meth:`make_ahead` once the window stands.
    """

    closed = Signal()
    complete = Signal()  # every section is made

    def __init__(self, workplace: Workplace, places: Sequence[Place], file: Path, outer: Sequence[Action] = ()) -> None:
        super().__init__()
        self.workplace = workplace
        self.places = {place.id: place for place in places}
        self.sections: dict[str, Section] = {}
        self.notices = NoticeBar()
        self.task_bar = TaskBar()
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)
        self.rail = Rail(places)
        self.campaigns = QComboBox()
        self.stack = QStackedWidget()
        self.acts = make_all([*outer, *self._declare()], workplace.rights, self)
        self.search = SearchBox(workplace, self._all_acts)
        self.current = ""  # id of the section in front
        self.leaving = Leaving(self, workplace, self.unsaved)
        self._pages: dict[str, QWidget] = {}
        self._menus: dict[str, QMenu] = {}
        self._early: dict[str, list[QShortcut]] = {}  # keys of sections that are not made yet
        self._build(file)
        self._make_menus()
        self._connect()
        self.setWindowTitle(f"{file.name} — {_('Otbor')}")
        self._list_campaigns(keep=workplace.memory.number(f"campaign/{file}", 0))
        self._file = file
        if not workplace.memory.give_shape("window", self):
            room = self.screen().availableSize() - QSize(*_BORDERS)
            self.resize(QSize(*_USUAL).boundedTo(room))
        self.rail.show_person(workplace.operator)
        for place in places:
            self._early[place.id] = [
                QShortcut(QKeySequence(keys), self, partial(self._do_early, place.id, act))
                for keys, act in place.early.items()
            ]
        last = workplace.memory.text("section")
        self.show_section(last if last in self.places else next(iter(self.places)))

    # Sections

    def section(self, name: str) -> Section:
        """The section, made now where it was not yet."""
        if name not in self.sections:
            self._add(name, self.places[name].load())
        return self.sections[name]

    def show_section(self, name: str) -> None:
        """Bring a section to the front."""
        section, page = self.section(name), self._pages[name]
        self.rail.show_current(name)
        left = section.focusWidget()  # asked first: the stack would put the focus on any control of a new page
        if self.current != name:
            self.current = name
            self.stack.setCurrentWidget(page)
            section.entered()
        stays = left is not None and left.isVisibleTo(section) and left.isEnabled()
        (left if left is not None and stays else section.first).setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, link: Link) -> None:
        """Show the place that ``link`` names; one of a section that this window does not have is no link to follow."""
        if link.section in self.places:
            self.show_section(link.section)
            if link.target is not None:
                self.sections[link.section].go(link.target)

    def make_ahead(self) -> None:
        """Make the sections that nobody has asked for yet, one by one; their code is loaded on the reading thread."""
        name = next((name for name in self.places if name not in self.sections), None)
        if name is None:
            for section in self.sections.values():
                section.ahead()
            self.complete.emit()
            return
        place = self.places[name]
        task = self.workplace.ask(lambda _office, _steps: place.load())
        task.succeeded.connect(lambda make: self._add(name, make))
        task.succeeded.connect(self.make_ahead)

    def _add(self, name: str, make: Make) -> None:
        if name not in self.sections:
            for keys in self._early.pop(name, ()):
                keys.setEnabled(False)  # not deleted in the midst of its own call
                keys.deleteLater()
            section = self.sections[name] = make(self.workplace)
            self._pages[name] = self._page(section)
            self._fill_menu(section)

    def _do_early(self, name: str, act: str) -> None:
        """An act is asked for before its section is made."""
        if (action := self.section(name).acts.get(act)) is not None:
            action.trigger()

    def tell(self, notice: Notice) -> None:
        """Show a notice above the section."""
        self.notices.tell(notice.text, notice.family, *notice.acts, good=notice.good)

    # Looks

    def set_look(self, look: Look) -> None:
        """Light, dark, or as the system has it; remembered."""
        self.workplace.memory.put("look", look.value)
        self._dress()

    def scale(self, by: int) -> None:
        """The next larger (1) or smaller (-1) text, 100 % with 0; remembered."""
        percent = remembered(self.workplace.memory)[1]
        nearest = min(range(len(SCALES)), key=lambda index: abs(SCALES[index] - percent))
        index = max(0, min(nearest + by, len(SCALES) - 1)) if by else 0
        self.workplace.memory.put("scale", SCALES[index])
        self._dress()

    def _dress(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            dress_anew(application, *remembered(self.workplace.memory))

    # Qt's own events

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """A larger text leaves less room, once all that is within the window has it."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fitting.start()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The rail keeps its names while there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember the shape, stop what is under way; an act that has begun is finished first, while the window stays
        alive. What was typed and not saved is told before."""
        if self.leaving.holds(self.close, with_program=True):
            event.ignore()
            return
        self.workplace.memory.keep_shape("window", self)
        self.workplace.memory.put("section", self.current)
        for section in self.sections.values():
            section.shut()
        self.workplace.close(wait=self.leaving.waits)
        super().closeEvent(event)
        self.closed.emit()

    def end(self) -> None:
        """Go without a question."""
        self.leaving.be_sure()
        self.close()

    def unsaved(self) -> list[str]:
        """What was typed in any of the sections and is not saved."""
        return [title for section in self.sections.values() for title in section.unsaved()]

    def _fit(self) -> None:
        self.rail.fit(self.width())
        self.search.setMinimumWidth(em(self, 14))
        self.search.setMaximumWidth(em(self, 44))
        self.campaigns.setMaximumWidth(em(self, 30))

    # Campaigns and people

    def _list_campaigns(self, keep: int | None) -> None:
        lines = journal.campaigns(self.workplace.glance)
        self.campaigns.blockSignals(True)  # noqa: FBT003 - Qt's own shape
        self.campaigns.clear()
        for line in lines:
            self.campaigns.addItem(f"{line.title} ({line.code})", line.campaign_id)
        ids = [line.campaign_id for line in lines]
        current = keep if keep in ids else next(iter(ids), None)
        self.campaigns.setCurrentIndex(-1 if current is None else ids.index(current))
        self.campaigns.setVisible(bool(ids))
        self.campaigns.blockSignals(False)  # noqa: FBT003
        self.workplace.set_campaign(current)

    def _campaign_chosen(self, _index: int) -> None:
        chosen = self.campaigns.currentData()
        self.workplace.set_campaign(chosen)
        self.workplace.memory.put(f"campaign/{self._file}", chosen)

    def _campaign_changed(self) -> None:
        self.campaigns.setCurrentIndex(self.campaigns.findData(self.workplace.campaign))

    def _changed(self, changes: Changes) -> None:
        if not changes.rows or any(table == "campaign" for table, _id in changes.rows):
            self._list_campaigns(keep=self.workplace.campaign)

    def ask_person(self) -> None:
        """Ask who is at work now."""
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Who is at work"))
        dialog.setLabelText(_("Surname and initials, as written into acts:"))
        dialog.setTextValue(self.workplace.operator)
        dialog.textValueSelected.connect(self.set_person)
        dialog.open()

    def set_person(self, name: str) -> None:
        """Another person has sat down; an empty name changes nothing."""
        if name.strip():
            self.workplace.set_operator(name.strip())
            self.workplace.memory.put("operator", name.strip())
            self.rail.show_person(name.strip())

    # Making

    def _declare(self) -> list[Action]:
        sections = [
            Action(
                f"window-to-{place.id}", place.title, partial(self.show_section, place.id), f"Ctrl+{number}", place.icon
            )
            for number, place in enumerate(self.places.values(), 1)
        ]
        return [
            *sections,
            Action("window-search", _("Search for everything"), self._to_search, "Ctrl+K", "magnifying-glass"),
            Action("window-person", _("Who is at work…"), self.ask_person, icon="user"),
            Action("window-look-system", _("As the system"), lambda: self.set_look(Look.SYSTEM)),
            Action("window-look-light", _("Light"), lambda: self.set_look(Look.LIGHT), icon="sun"),
            Action("window-look-dark", _("Dark"), lambda: self.set_look(Look.DARK), icon="moon"),
            Action("window-larger", _("Larger text"), lambda: self.scale(1), "Ctrl+Shift+="),
            Action("window-smaller", _("Smaller text"), lambda: self.scale(-1), "Ctrl+Shift+-"),
            Action("window-natural", _("Text of 100 %"), lambda: self.scale(0), "Ctrl+Shift+0"),
            Action("window-keys", _("Keys"), self.show_keys, "F1", "keyboard"),
        ]

    def show_keys(self) -> None:
        """Open the sheet of shortcuts."""
        shortcut_sheet(self._by_section(), self).open()

    def _by_section(self) -> list[tuple[str, list[QAction]]]:
        mine = [(_("Everywhere"), list(self.acts.values()))]
        made = [(place.title, self.sections[place.id]) for place in self.places.values() if place.id in self.sections]
        for title, section in made:
            mine.append((title, list(section.acts.values())))
            mine += [(inner, list(actions)) for inner, actions in section.inner_acts()]
        return mine

    def _all_acts(self) -> list[QAction]:
        return [action for _title, actions in self._by_section() for action in actions]

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _build(self, file: Path) -> None:
        header = QFrame()
        mark(header, "bar")
        row = QHBoxLayout(header)
        self.campaigns.setAccessibleName(_("Campaign"))
        self.campaigns.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.campaigns.setMinimumContentsLength(12)
        row.addWidget(self.campaigns)
        row.addStretch(1)
        row.addWidget(self.search, 3)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(header)
        told = QHBoxLayout()
        told.setContentsMargins(em(self, 0.6), em(self, 0.4), em(self, 0.6), 0)
        told.addWidget(self.notices)
        middle.addLayout(told)
        self.stack.setMinimumSize(1, 1)  # else a page laid out for a wide window would keep it from getting narrower
        middle.addWidget(self.stack, 1)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(middle, 1)
        self.setCentralWidget(whole)
        opened = ElidedLabel(_("Database: {file}").format(file=file), Qt.TextElideMode.ElideMiddle)
        opened.setToolTip(str(file))
        opened.setContentsMargins(em(self, 0.6), 0, em(self, 0.6), 0)
        self.statusBar().addWidget(opened, 1)
        self.statusBar().addPermanentWidget(self.task_bar)

    def _page(self, section: Section) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        shown = [declared.id for declared in section.declare() if declared.on_bar and declared.id in section.acts]
        if shown:
            bar = self._bar(section, shown)
            section.bar_wanted.connect(bar.setVisible)
            column.addWidget(bar)
        column.addWidget(section, 1)
        self.stack.addWidget(page)
        return page

    def _bar(self, section: Section, shown: Sequence[str]) -> QToolBar:
        bar = QToolBar(self.places[section.id].title)
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for name in shown:
            bar.addAction(section.acts[name])
            button = bar.widgetForAction(section.acts[name])
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(section.acts[name].text())
        return bar

    def _make_menus(self) -> None:
        program = self._menu(_("&Otbor"), [a for name, a in self.acts.items() if not name.startswith("window-")])
        program.addSeparator()
        program.addAction(self.acts["window-search"])
        program.addAction(self.acts["window-person"])
        for place in self.places.values():
            self._menus[place.id] = self._menu(place.title, ())
            self._menus[place.id].menuAction().setVisible(False)
        looks = QActionGroup(self)
        current = remembered(self.workplace.memory)[0]
        for look in Look:
            action = self.acts[f"window-look-{look.value}"]
            action.setCheckable(True)
            action.setChecked(look is current)
            looks.addAction(action)
        view = self._menu(_("&View"), [self.acts[f"window-to-{name}"] for name in self.places])
        view.addSeparator()
        view.addActions(looks.actions())
        view.addSeparator()
        view.addActions([self.acts[f"window-{name}"] for name in ("larger", "smaller", "natural")])
        self._menu(_("&Help"), [self.acts["window-keys"]])

    def _fill_menu(self, section: Section) -> None:
        """The acts of a section, once it is made; a section without any has no menu."""
        for action in section.acts.values():
            # An act may be asked for from anywhere: its section comes to the front.
            action.triggered.connect(lambda _checked: self.show_section(section.id))
            self._menus[section.id].addAction(action)
        self._menus[section.id].menuAction().setVisible(bool(section.acts))

    def _menu(self, title: str, actions: Sequence[QAction]) -> QMenu:
        menu = QMenu(title, self)
        menu.addActions(list(actions))
        self.menuBar().addMenu(menu)
        return menu

    def _connect(self) -> None:
        work = self.workplace
        self.rail.chosen.connect(self.show_section)
        self.rail.person_asked.connect(self.ask_person)
        self.campaigns.activated.connect(self._campaign_chosen)
        self.notices.left.connect(lambda: self.show_section(self.current))
        work.noticed.connect(self.tell)
        work.went.connect(self.follow)
        work.started.connect(self.task_bar.watch)
        work.changed.connect(self._changed)
        self.leaving.stayed.connect(self.notices.withdraw)
        work.campaign_changed.connect(self._campaign_changed)
