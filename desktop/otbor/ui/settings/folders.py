"""Where things lie: the database, the school's own copies, what is saved from the program; each opens by a button."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QPushButton, QWidget

from otbor.support.places import data_folder
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit import folders
from otbor.ui.kit.elided import ElidedLabel
from otbor.ui.kit.failures import Family
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark
from otbor.ui.kit.workplace import Notice, Workplace
from otbor.ui.settings.cards import Card, muted
from otbor.ui.settings.part import Part

_OWN = ("schemes", "forms", "scales", "lists")  # folders of the school's copies, as services look for them


class FoldersPart(Part):
    """A row a place: what it is, where, a button; two of them are chosen here and remembered."""

    id = "folders"
    icon = "folder-open"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.set_wide(wide=False)
        self.paths: dict[str, ElidedLabel] = {}
        self.told: dict[str, QLabel] = {}
        self.open_buttons: dict[str, QPushButton] = {}
        self.choose_buttons: dict[str, QPushButton] = {}
        titles = self._titles()
        for heading, hint, names in self._cards():
            card = Card(heading, hint)
            grid = QGridLayout()
            grid.setColumnMinimumWidth(0, em(self, 12))
            grid.setColumnStretch(1, 1)
            grid.setHorizontalSpacing(em(self, 1))
            grid.setVerticalSpacing(em(self, 0.5))
            for row, name in enumerate(names):
                self._add(grid, 2 * row, name, titles[name], chosen=name in {folders.PAPERS, folders.EXPORTS})
            card.column.addLayout(grid)
            card.finish()
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self._load()

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("Folders")

    def entered(self) -> None:
        """Look again what is there."""
        self._load()

    def folder(self, name: str) -> Path:
        """Where ``name`` lies now."""
        office = self.workplace.glance
        if name == "database":
            return office.database.path.parent
        if name == "program":
            return data_folder()
        if name in _OWN:
            return (office.own or office.database.path.parent) / name
        return folders.chosen(self.workplace.memory, name)

    def open_folder(self, name: str) -> None:
        """Show a folder in the system's file manager."""
        folder = self.folder(name)
        if not folder.is_dir() or not self.open_url(QUrl.fromLocalFile(str(folder))):
            told = _("The folder could not be opened: {folder}. Open it by hand in the file manager.")
            self.workplace.noticed.emit(Notice(told.format(folder=folder), Family.TROUBLE))

    def ask_folder(self, name: str) -> None:
        """Ask where ``name`` is to be saved from now on."""
        dialog = QFileDialog(self, self._titles()[name], str(self.folder(name)))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.choose(name, Path(chosen)))
        dialog.finished.connect(lambda _code: dialog.deleteLater())
        dialog.open()

    def choose(self, name: str, folder: Path) -> None:
        """Save ``name`` in ``folder`` from now on."""
        folders.choose(self.workplace.memory, name, folder)
        self._load()

    def _load(self) -> None:
        for name, label in self.paths.items():
            folder = self.folder(name)
            shown = self.workplace.glance.database.path if name == "database" else folder
            label.setText(str(shown))
            label.setToolTip(str(shown))
            label.setAccessibleName(f"{self._titles()[name]}: {shown}")
            there = folder.is_dir()
            self.open_buttons[name].setEnabled(there)
            self.told[name].setText(self._about(name, folder) if there else self._lacking(name))
            self.told[name].setVisible(bool(self.told[name].text()))

    def _about(self, name: str, folder: Path) -> str:
        if name not in _OWN:
            return ""
        number = sum(one.is_file() for one in folder.iterdir())
        if not number:
            return self._lacking(name)
        told = ngettext("{n} file of the school's own", "{n} files of the school's own", number)
        return told.format(n=number)

    def _lacking(self, name: str) -> str:
        if name in _OWN:
            return _("Nothing of the school's own: the shipped files are used.")
        return _("There is no such folder now: is a disk or a stick taken out?")

    def _titles(self) -> dict[str, str]:
        return {
            "database": _("Database of the school"),
            "program": _("Settings of the window, logs of failures"),
            "schemes": _("Schemes of points"),
            "forms": _("Wording of papers"),
            "scales": _("Scales of examinations"),
            "lists": _("Lists of olympiads and contests"),
            folders.PAPERS: _("Papers saved as files"),
            folders.EXPORTS: _("Tables and exports"),
        }

    def _cards(self) -> list[tuple[str, str, tuple[str, ...]]]:
        told = _("A copy of the database is a copy of everything: applications, points, issued papers.")
        own = _("A file of the school's own in these folders is used instead of the shipped one of the same name.")
        saved = _("Dialogs for saving begin here.")
        return [
            (_("Data"), told, ("database", "program")),
            (_("The school's own files"), own, _OWN),
            (_("What is saved from the program"), saved, (folders.PAPERS, folders.EXPORTS)),
        ]

    def _add(self, grid: QGridLayout, row: int, name: str, title: str, *, chosen: bool) -> None:
        label = QLabel(title)
        label.setWordWrap(True)
        path = ElidedLabel(cut=Qt.TextElideMode.ElideMiddle)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.paths[name], self.told[name] = path, muted("")
        opens = QPushButton(_("Open"))
        give_icon(opens, "folder-open")
        opens.setAccessibleName(_("Open: {what}").format(what=title))
        opens.clicked.connect(lambda: self.open_folder(name))
        self.open_buttons[name] = opens
        grid.addWidget(label, row, 0)
        grid.addWidget(path, row, 1)
        if chosen:
            other = QPushButton(_("Choose…"))
            other.setAccessibleName(_("Choose a folder: {what}").format(what=title))
            other.clicked.connect(lambda: self.ask_folder(name))
            self.choose_buttons[name] = other
            grid.addWidget(other, row, 2)
        grid.addWidget(opens, row, 3)
        grid.addWidget(self.told[name], row + 1, 1, 1, 3)
        mark(self.told[name], "muted")
