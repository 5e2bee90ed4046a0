"""Files that go in and out: dialogs that do not hold the window, what is dropped."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from otbor.support.translation import gettext as _

_OPENS = "*.xlsx *.xls *.xlsm *.ods *.csv *.tsv *.txt"

Then = Callable[[Path], None]


def ask_workbook(parent: QWidget, folder: str, then: Then) -> None:
    """Ask which workbook to open."""
    dialog = QFileDialog(parent, _("Choose a workbook"), folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([_("Workbooks ({endings})").format(endings=_OPENS), _("All files (*)")])
    _open(dialog, then)


def ask_target(parent: QWidget, proposed: Path, then: Then) -> None:
    """Ask where to save a table."""
    dialog = QFileDialog(parent, _("Save the rows that stayed out"), str(proposed))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(["Excel (*.xlsx)", "CSV (*.csv)"])
    dialog.setDefaultSuffix("xlsx")
    _open(dialog, then)


def dropped(event: QDropEvent) -> Path | None:
    """The first file that is being dropped; None for anything else."""
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(files[0]) if files else None


def _open(dialog: QFileDialog, then: Then) -> None:
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
