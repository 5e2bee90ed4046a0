"""What the window remembers for a person between runs: sizes, columns, looks; never data of a child."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QHeaderView, QSplitter, QWidget

from otbor.support.places import data_folder


class Memory:
    """A small file of settings; a lost one costs nothing but habits."""

    def __init__(self, file: Path | None = None) -> None:
        path = file or data_folder() / "window.ini"
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        """A remembered text."""
        value = self._settings.value(name, default)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int) -> int:
        """A remembered whole number."""
        typed = self.text(name, str(default))
        return int(typed) if typed.lstrip("-").isdecimal() else default

    def texts(self, name: str) -> list[str]:
        """A remembered list of texts."""
        value = self._settings.value(name)
        if isinstance(value, str):
            return [value]
        return [str(one) for one in value] if isinstance(value, list) else []

    def put(self, name: str, value: str | int | list[str]) -> None:
        """Remember a text, a number or a list of texts."""
        self._settings.setValue(name, str(value) if isinstance(value, int) else value)

    def keep_shape(self, name: str, widget: QWidget | QSplitter | QHeaderView) -> None:
        """Remember the place and size of a window, the parts of a splitter, the columns of a table."""
        state = widget.saveState() if isinstance(widget, QSplitter | QHeaderView) else widget.saveGeometry()
        self._settings.setValue(f"shape/{name}", state)

    def give_shape(self, name: str, widget: QWidget | QSplitter | QHeaderView) -> bool:
        """Restore what :meth:`keep_shape` kept; whether there was anything that fits."""
        state = self._settings.value(f"shape/{name}")
        if not isinstance(state, QByteArray):
            return False
        if isinstance(widget, QSplitter | QHeaderView):
            return bool(widget.restoreState(state))
        return bool(widget.restoreGeometry(state))
