"""Icons of one set (Phosphor, through qtawesome), named by what they are for, in the colour of the text beside them."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QAbstractButton, QApplication

KINDS = ("text", "muted", "good", "warning", "bad")  # colours that icons are drawn in
_NAME, _KIND = "otbor_icon", "otbor_icon_kind"
_colours = dict.fromkeys(KINDS, "#1b2430")  # of the look that the window has now
_redrawn = dict(_colours)  # in which those of :func:`give_icon` are drawn


def icon(name: str, colour: str = "") -> QIcon:
    """The icon ``name`` of the set («house», «table»), in the colour of the text or in ``colour`` («#rrggbb»).

    Raises an error of qtawesome for an unknown one.
    """
    import qtawesome  # noqa: PLC0415 - loads its fonts: the first painted window does not wait for it in a command

    disabled = colour or _colours["muted"]
    made: QIcon = qtawesome.icon(f"ph.{name}", color=colour or _colours["text"], color_disabled=disabled)
    return made


def give_icon(owner: QAction | QAbstractButton, name: str, kind: str = "") -> None:
    """Set an icon that follows the look; ``kind`` («warning», «bad») is that of the text beside a sign."""
    owner.setProperty(_NAME, name)
    owner.setProperty(_KIND, kind)
    owner.setIcon(icon(name, _colours.get(kind, "")))


def choose(chosen: Mapping[str, str]) -> None:
    """Draw icons in the ``chosen`` colours from now on, one for each of :data:`KINDS`."""
    _colours.update(chosen)


def redraw(application: QApplication) -> None:
    """Draw every icon given by :func:`give_icon` in the colours chosen last."""
    if _redrawn == _colours:
        return
    _redrawn.update(_colours)
    owners: list[QObject] = []
    for window in application.topLevelWidgets():
        owners += [window, *window.findChildren(QAction), *window.findChildren(QAbstractButton)]
    for owner in owners:
        name = owner.property(_NAME)
        if name and isinstance(owner, QAction | QAbstractButton):
            give_icon(owner, name, owner.property(_KIND))
