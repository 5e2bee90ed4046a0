"""A line of text that offers what has been typed before."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from otbor.support.translation import gettext as _


def suggest(line: QLineEdit, texts: Sequence[str]) -> None:
    """Offer ``texts`` that hold what is typed; the arrow down picks one, nothing is filled in by itself."""
    completer = line.completer()
    if completer is None:
        completer = QCompleter(QStringListModel(line), line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(6)
        line.setCompleter(completer)
    model = completer.model()
    if isinstance(model, QStringListModel):
        model.setStringList(list(texts))


def relations(typed: Iterable[str]) -> tuple[str, ...]:
    """Who somebody is to a child: what was typed before, then the usual words."""
    return tuple(dict.fromkeys((*typed, _("mother"), _("father"), _("guardian"))))
