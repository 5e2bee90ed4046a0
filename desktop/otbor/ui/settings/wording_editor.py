"""The text of a form as it is edited: keys, remarks and what is filled in are told apart by their look."""

import re

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from otbor.ui.kit.theme import Colours, colours, mark

_TEXTS = "[texts]"  # the part of a form that is edited
_REMARK = re.compile(r"#.*")
_KEY = re.compile(r"(\w+)\s*=|(\[\w+\])")
_FILLED = re.compile(r"\{%.*?%\}|\{.*?\}")


class WordingEditor(QPlainTextEdit):
    """A plain text; Tab goes on to the next control."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        mark(self, "code")
        self._looks = _Looks(self.document())
        self._looks.dress(colours(self))

    def begin(self, text: str) -> None:
        """Show another form, its texts at the top: what stands before them is explained beside it."""
        self.setPlainText(text)
        place = self.document().find(_TEXTS)
        self.moveCursor(QTextCursor.MoveOperation.End)  # from below the place comes to the top
        if place.isNull():  # a broken copy of the school's
            self.moveCursor(QTextCursor.MoveOperation.Start)
        else:
            place.clearSelection()
            self.setTextCursor(place)

    def show_text(self, text: str) -> None:
        """Show another text; the cursor stays where it was as far as the text has that place."""
        cursor, scrolled = self.textCursor().position(), self.verticalScrollBar().value()
        self.setPlainText(text)
        moved = self.textCursor()
        moved.setPosition(min(cursor, len(text)))
        self.setTextCursor(moved)
        self.verticalScrollBar().setValue(scrolled)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another look has other colours."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_looks"):
            self._looks.dress(colours(self))


class _Looks(QSyntaxHighlighter):
    """Remarks muted, keys bold, what is filled in in the colour of links."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._remark, self._key, self._filled = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        self._key.setFontWeight(QFont.Weight.Bold)

    def dress(self, chosen: Colours) -> None:
        """Draw in these colours."""
        self._remark.setForeground(QColor(chosen.muted))
        self._filled.setForeground(QColor(chosen.accent))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - Qt's name
        """One line."""
        if remark := _REMARK.match(text):
            self.setFormat(0, remark.end(), self._remark)
            return
        if key := _KEY.match(text):
            self.setFormat(0, key.end(key.lastindex or 0), self._key)
        for place in _FILLED.finditer(text):
            self.setFormat(place.start(), place.end() - place.start(), self._filled)
