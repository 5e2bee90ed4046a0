"""The shipped typeface, for a window on a system without Cyrillic fonts and for pictures that are alike everywhere."""

from PySide6.QtGui import QFont, QFontDatabase

from otbor.support.places import resources

FAMILY = "Tinos"


def shipped_font(points: int = 11) -> QFont:
    """The shipped typeface at ``points``, made known to Qt; asks for a ``QGuiApplication``."""
    if FAMILY not in QFontDatabase.families():
        for path in sorted((resources() / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
    return QFont(FAMILY, points)
