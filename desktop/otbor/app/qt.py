"""Starting Qt: what it needs of the system is looked for first, for Qt itself ends the process without a word."""

import ctypes
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from otbor.domain.findings import Finding, Trouble

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from otbor.ui.kit.memory import Memory


def start_qt(memory: "Memory | None" = None) -> "QApplication":
    """The application of the window, in the language and with the look that ``memory`` remembers.

    Raises :class:`Trouble` when a library of the system is missing or there is no screen.
    """
    try:
        from PySide6 import QtPrintSupport, QtWidgets  # noqa: F401, PLC0415 - only who opens a window loads Qt
    except ImportError as error:
        raise _lacking(error) from None
    if sys.platform == "linux":
        _check_screen()
    application = QtWidgets.QApplication.instance() or QtWidgets.QApplication(["otbor"])
    if not isinstance(application, QtWidgets.QApplication):
        raise TypeError("another kind of Qt application is running")
    application.setApplicationName("otbor")
    _speak(application, memory)
    _dress(application, memory)
    return application


def _lacking(error: Exception) -> Trouble:
    return Trouble(Finding("window.no_library", values={"library": str(error).partition(":")[0]}))


def _check_screen() -> None:
    """Raise :class:`Trouble` where Qt would find no way to the screen."""
    import PySide6  # noqa: PLC0415

    if os.environ.get("QT_QPA_PLATFORM"):
        return  # chosen on purpose
    if not os.environ.get("DISPLAY"):
        if not os.environ.get("WAYLAND_DISPLAY"):
            raise Trouble(Finding("window.no_screen"))
        return
    try:
        ctypes.CDLL(str(Path(PySide6.__path__[0]) / "Qt" / "plugins" / "platforms" / "libqxcb.so"))
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        raise _lacking(error) from None
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if refused:
        raise Trouble(Finding("window.no_screen"))


def _speak(application: "QApplication", memory: "Memory | None") -> None:
    from PySide6.QtCore import QLibraryInfo, QTranslator  # noqa: PLC0415

    from otbor.support.translation import language, use_language  # noqa: PLC0415
    from otbor.ui.kit.memory import Memory  # noqa: PLC0415

    chosen = (memory or Memory()).text("language")
    use_language(chosen if chosen in {"ru", "en"} else "ru")
    if language() != "ru":
        return  # Qt's own texts are English
    translator = QTranslator(application)
    if translator.load("qtbase_ru", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)


def _dress(application: "QApplication", memory: "Memory | None") -> None:
    from otbor.ui.kit.memory import Memory  # noqa: PLC0415
    from otbor.ui.kit.theme import dress, remembered  # noqa: PLC0415

    dress(application, *remembered(memory or Memory()))
