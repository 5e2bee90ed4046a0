"""The shipped typeface of the window, alike on every computer."""

from PySide6.QtGui import QFont, QFontDatabase

from otbor.support.places import resources

WINDOW = "Golos Text"
POINTS = 10.5  # size of the window's text at 100 %


def _known(family: str) -> None:
    if family not in QFontDatabase.families():
        for path in sorted((resources() / "fonts").glob(f"{family.replace(' ', '')}-*.ttf")):
            QFontDatabase.addApplicationFont(str(path))


def window_font(scale: float = 1.0) -> QFont:
    """The typeface of the window at ``scale`` (1 is 100 %), made known to Qt; asks for a ``QGuiApplication``."""
    _known(WINDOW)
    font = QFont(WINDOW)
    font.setPointSizeF(POINTS * scale)
    return font
