"""Papers into files: the issued bytes, their twins, signatures that lie beside them. Where to is asked here."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from otbor.services.office import Office
from otbor.services.papers import again
from otbor.services.papers.again import Twin
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.issued.files import IssuedFile
from otbor.ui.kit import folders
from otbor.ui.kit.tasks import Steps
from otbor.ui.kit.workplace import Workplace
from otbor.ui.papers import printing

PDF = "pdf"


def ask_for_file(parent: QWidget, title: str, suggested: Path, kinds: Sequence[tuple[str, str]]) -> str:
    """Where to save, with one of the endings of ``kinds`` (title, ending); a modal dialog, replaced in tests."""
    filters = [f"{kind} (*.{ending})" for kind, ending in kinds]
    name, chosen = QFileDialog.getSaveFileName(parent, title, str(suggested), ";;".join(filters))
    if not name:
        return ""
    ending = kinds[filters.index(chosen)][1] if chosen in filters else kinds[0][1]
    return name if Path(name).suffix.lower() in {f".{kind[1]}" for kind in kinds} else f"{name}.{ending}"


def ask_for_folder(parent: QWidget, begin: Path) -> str:
    """Where to save several papers; a modal dialog, replaced in tests."""
    return QFileDialog.getExistingDirectory(parent, _("Save as PDF"), str(begin))


def ask_to_open(parent: QWidget, title: str, kinds: str) -> list[str]:
    """Which files; a modal dialog, replaced in tests."""
    return QFileDialog.getOpenFileNames(parent, title, str(folders.documents()), kinds)[0]


def kinds_of(twins: Sequence[Twin]) -> list[tuple[str, str]]:
    """The formats of a paper, its PDF first, by what they are called."""
    titles = {
        Twin.DOCX: _("Word, to be edited"),
        Twin.HTML: _("Page for the site"),
        Twin.XLSX: _("Excel, the list as it is now"),
        Twin.CSV: _("CSV, the list as it is now"),
    }
    return [(_("The paper itself, PDF"), PDF), *((titles[twin], twin.value) for twin in twins)]


def save(workplace: Workplace, file: IssuedFile, path: Path) -> None:
    """Write a paper or its twin, by the ending of ``path``; a twin is an act and goes on record."""
    if path.suffix.lower() == f".{PDF}":
        task = workplace.ask(lambda _office, _steps: printing.save(file, path), _("Saving"))
    else:
        task = workplace.act(lambda office, _steps: again.save_twin(office, file.paper_id, path), _("Saving"))
    task.succeeded.connect(lambda _nothing: tell_saved(workplace, path))


def save_all(workplace: Workplace, files: Sequence[IssuedFile], folder: Path) -> None:
    """Write the PDF of each into ``folder``; nothing there is overwritten."""

    def work(_office: Office, steps: Steps) -> int:
        return printing.save_papers(files, folder, lambda _told: None, steps)

    def told(saved: int) -> None:
        said = ngettext("{count} file was saved in {folder}.", "{count} files were saved in {folder}.", saved)
        workplace.tell(said.format(count=saved, folder=folder), _opens(folder), good=True)

    workplace.ask(work, _("Saving")).succeeded.connect(told)


def tell_saved(workplace: Workplace, path: Path) -> None:
    """Say where a file lies."""
    workplace.tell(_("Saved: {path}").format(path=path), _opens(path.parent), good=True)


def _opens(folder: Path) -> tuple[str, Callable[[], object]]:
    url = QUrl.fromLocalFile(str(folder))
    return _("Open the folder"), lambda: QDesktopServices.openUrl(url)
