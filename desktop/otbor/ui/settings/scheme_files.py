"""A scheme as a file: brought in, written out, or the one that is shipped with the program."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from otbor.services import scheme_edits
from otbor.support.translation import gettext as _
from otbor.ui.kit import folders
from otbor.ui.kit.workplace import Workplace

_SUFFIX = "TOML (*.toml)"


class SchemeFiles(QPushButton):
    """A button with a menu; ``came`` gives another text and the name of its file. ``draft``: what is written out, and
    the name of the scheme."""

    came = Signal(str, str)

    def __init__(self, workplace: Workplace, draft: Callable[[], tuple[str, str]]) -> None:
        super().__init__(_("Files"))
        self._workplace, self._draft = workplace, draft
        menu = QMenu(self)
        self.setMenu(menu)
        menu.addAction(_("From a file…")).triggered.connect(self.ask_import)
        menu.addAction(_("Into a file…")).triggered.connect(self.ask_export)
        self.restore = menu.addAction(_("Shipped scheme"))
        self.restore.triggered.connect(self.restore_shipped)

    def ask_import(self) -> None:
        """Ask for a file of the school."""
        dialog = self._dialog(_("A scheme from a file"), QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.take(Path(chosen)))
        dialog.open()

    def take(self, path: Path) -> None:
        """Read the text of a file."""
        task = self._workplace.ask(lambda _office, _steps: scheme_edits.read_file(path))
        task.succeeded.connect(lambda text: self.came.emit(text, path.stem))

    def ask_export(self) -> None:
        """Ask where to write the draft."""
        dialog = self._dialog(_("The scheme into a file"), QFileDialog.FileMode.AnyFile)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.selectFile(f"{self._draft()[1]}.toml")
        dialog.fileSelected.connect(lambda chosen: self.export(Path(chosen)))
        dialog.open()

    def export(self, path: Path) -> None:
        """Write the draft into a file."""
        text = self._draft()[0]
        task = self._workplace.ask(lambda _office, _steps: scheme_edits.write_file(text, path))
        told = _("The scheme is written: {path}").format(path=path)
        task.succeeded.connect(lambda _none: self._workplace.tell(told, good=True))

    def restore_shipped(self) -> None:
        """Read the shipped scheme of this name."""
        name = self._draft()[1]
        task = self._workplace.ask(lambda _office, _steps: scheme_edits.shipped_text(name))
        task.succeeded.connect(lambda text: self.came.emit(text, name))

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        folder = folders.start(self._workplace.memory, folders.EXPORTS)
        dialog = QFileDialog(self, title, str(folder), _SUFFIX)
        dialog.setFileMode(mode)
        dialog.finished.connect(lambda _code: dialog.deleteLater())
        return dialog
