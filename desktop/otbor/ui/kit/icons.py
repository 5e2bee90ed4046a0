"""Icons of one set (Phosphor, through qtawesome), named by what they are for, in the colour of the text beside them."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QAbstractButton, QApplication

_PROPERTY = "otbor_icon"
_colours = {"text": "#1b2430", "muted": "#55606e"}  # of the look that the window has now


def icon(name: str, colour: str = "") -> QIcon:
    """The icon ``name`` of the set («house», «table»), in the colour of the text or in ``colour`` («#rrggbb»).

    Raises an error of qtawesome for an unknown one.
    """
    import qtawesome  # noqa: PLC0415 - loads its fonts: the first painted window does not wait for it in a command

    made: QIcon = qtawesome.icon(f"ph.{name}", color=colour or _colours["text"], color_disabled=_colours["muted"])
    return made


def give_icon(owner: QAction | QAbstractButton, name: str) -> None:
    """Set an icon that follows the look of the window."""
    owner.setProperty(_PROPERTY, name)
    owner.setIcon(icon(name))


def recolour(application: QApplication, text: str, muted: str) -> None:
    """Draw every icon given by :func:`give_icon` in the colours of the text."""
    if (text, muted) == (_colours["text"], _colours["muted"]):
        return
    _colours.update(text=text, muted=muted)
    owners: list[QObject] = []
    for window in application.topLevelWidgets():
        owners += [window, *window.findChildren(QAction), *window.findChildren(QAbstractButton)]
    for owner in owners:
        name = owner.property(_PROPERTY)
        if name and isinstance(owner, QAction | QAbstractButton):
            owner.setIcon(icon(name))
