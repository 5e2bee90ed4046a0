"""What a page of the settings is made of: cards, lines of less weight, remarks."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark


class Remark(QWidget):
    """What is to be said of a field, under it: a sign and the text, hidden while there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = QToolButton()
        self._sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sign.setEnabled(False)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.2))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now."""
        return "" if self.isHidden() else self.label.text()

    def say(self, texts: Iterable[str], *, bad: bool = True) -> None:
        """Say ``texts``, one a line; ``bad``: it forbids, else it warns."""
        lines = list(dict.fromkeys(texts))
        self.label.setText("\n".join(lines))
        self.label.setAccessibleName(" ".join(lines))
        kind = "bad" if bad else "warning"
        mark(self.label, kind)
        give_icon(self._sign, "prohibit" if bad else "warning", kind)
        self._sign.setIconSize(QSize(em(self, 1.1), em(self, 1.1)))
        self._sign.setFixedSize(
            em(self, 2.2), em(self, 1.9)
        )  # a page that is laid out anew would squeeze it to nothing
        self.setVisible(bool(lines))


class Remarks(QWidget):
    """Forbidding remarks above warning ones; most fields never have any, so the widgets are made when needed."""

    def __init__(self) -> None:
        super().__init__()
        self._made: tuple[Remark, Remark] | None = None
        self.hide()

    @property
    def text(self) -> str:
        """All that is said now."""
        if self._made is None or self.isHidden():
            return ""
        return "\n".join(remark.text for remark in self._made if remark.text)

    def say(self, bad: Sequence[str] = (), warning: Sequence[str] = ()) -> None:
        """Say both; without any the place is empty."""
        if self._made is None and not (bad or warning):
            return
        for remark, texts, forbids in zip(self._remarks(), (bad, warning), (True, False), strict=True):
            remark.say(texts, bad=forbids)
        self.setVisible(bool(bad or warning))

    def _remarks(self) -> tuple[Remark, Remark]:
        if self._made is None:
            self._made = Remark(), Remark()
            column = QVBoxLayout(self)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(em(self, 0.2))
            for remark in self._made:
                column.addWidget(remark)
        return self._made


class Card(QFrame):
    """A part of a page with a heading; ``remarks`` stand at its end."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        mark(self, "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(em(self, 1.1), em(self, 0.9), em(self, 1.1), em(self, 1))
        self.column.setSpacing(em(self, 0.6))
        self.heading = QLabel(title)
        self.heading.setWordWrap(True)
        mark(self.heading, "heading")
        self.column.addWidget(self.heading)
        if hint:
            self.column.addWidget(muted(hint))
        self.remarks = Remarks()

    def finish(self) -> None:
        """Put the remarks below what the card holds now."""
        self.column.addWidget(self.remarks)


def muted(text: str) -> QLabel:
    """A line of less weight that wraps."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    mark(label, "muted")
    return label
