"""Where dialogs for saving begin: the folders that a person chose in the settings."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from otbor.ui.kit.memory import Memory

PAPERS, EXPORTS = "papers", "exports"


def documents() -> Path:
    """The folder of the person's documents, as the system has it."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def chosen(memory: Memory, name: str) -> Path:
    """The folder chosen for ``name``, there or not; the documents until one is."""
    folder = memory.text(f"folder/{name}")
    return Path(folder) if folder else documents()


def start(memory: Memory, name: str) -> Path:
    """Where a dialog begins: the folder chosen for ``name``; the documents while it is not there."""
    folder = chosen(memory, name)
    return folder if folder.is_dir() else documents()


def choose(memory: Memory, name: str, folder: Path) -> None:
    """Begin in ``folder`` from now on."""
    memory.put(f"folder/{name}", str(folder))
