"""Rows of the form: a title, its controls, and beneath them what is to be said of them, never in the way of typing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from otbor.domain.findings import Finding
from otbor.services.registration import Remark
from otbor.support.translation import gettext as _
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark, set_property
from otbor.ui.registration.editors import Box, Line
from otbor.wording.findings import sentence

Open = Callable[[int], object]  # shows another application
_TITLES = 9.2  # em: the width of the titles beside the fields


@dataclass(frozen=True)
class Row:
    """A row: ``fields`` are ids of what stands in it (see :class:`Remark`), ``index`` whose it is."""

    fields: frozenset[str]
    index: int
    title: QLabel
    holder: QWidget
    told: "Told"
    editors: tuple[QWidget, ...]

    def show(self, *, shown: bool) -> None:
        """Show the row or take it away."""
        self.title.setVisible(shown)
        self.holder.setVisible(shown)

    @property
    def shown(self) -> bool:
        """Whether it is not taken away."""
        return not self.holder.isHidden()


class Told(QWidget):
    """What is said of a row, one line each: a sign, a sentence, and a link where there is something to open."""

    def __init__(self, open_other: Open) -> None:
        super().__init__()
        self._open = open_other
        self.remarks: tuple[Remark, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(2)
        self.hide()

    @property
    def text(self) -> str:
        """All sentences, one a line."""
        return "\n".join(_said(remark.finding) for remark in self.remarks)

    def tell(self, remarks: Sequence[Remark]) -> None:
        """Say ``remarks`` and nothing else."""
        if tuple(remarks) == self.remarks:
            return
        self.remarks = tuple(remarks)
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for remark in remarks:
            self._column.addWidget(self._line(remark))
        self.setVisible(bool(remarks))

    def _line(self, remark: Remark) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.3))
        sign = QToolButton()
        sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sign.setEnabled(False)
        sign.setIconSize(QSize(em(self, 1.1), em(self, 1.1)))
        sign.setStyleSheet("padding: 0; border: none;")
        kind = "bad" if remark.forbids else "warning"
        give_icon(sign, "x-circle" if remark.forbids else "warning", kind)
        text = QLabel(_said(remark.finding))
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setMinimumWidth(1)  # a word without end is cut; it does not push the form out of the window
        mark(text, kind)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        if remark.application_id is not None:
            number = remark.finding.values["other_number"]
            link = QPushButton(_("Open"))
            link.setAccessibleName(_("Open application {number}").format(number=number))
            mark(link, "link")
            link.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click takes nobody away from what is being typed
            link.clicked.connect(lambda _checked, other=remark.application_id: self._open(other))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return line


def _said(finding: Finding) -> str:
    return sentence(replace(finding, where=""))  # the field itself says where


class Rows(QWidget):
    """A column of rows; ``titles`` is the width of their titles in em."""

    def __init__(self, open_other: Open, titles: float = _TITLES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open = open_other
        self._titles = titles
        self.rows: list[Row] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 0.8))
        self._grid.setVerticalSpacing(em(self, 0.35))
        self._grid.setColumnStretch(1, 1)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another size of the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and hasattr(self, "_grid"):
            self._fit()

    def _fit(self) -> None:
        self._grid.setColumnMinimumWidth(0, em(self, self._titles))
        for row in self.rows:
            row.title.setMaximumWidth(em(self, self._titles))

    def add(
        self, title: str, editors: Sequence[QWidget], fields: Sequence[str], *, index: int = 0, tail: int = 0
    ) -> Row:
        """A row of ``editors``; ``tail`` is the room that is left free behind them, in parts of theirs."""
        label = QLabel(title)
        label.setWordWrap(True)
        label.setMaximumWidth(em(self, self._titles))
        label.setBuddy(editors[0])
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        beside = QHBoxLayout()
        beside.setSpacing(em(self, 0.4))
        for editor in editors:
            beside.addWidget(editor, 1)
        if tail:
            beside.addStretch(tail)
        column.addLayout(beside)
        told = Told(self._open)
        column.addWidget(told)
        label.setContentsMargins(0, em(self, 0.3), 0, 0)
        place = self._grid.rowCount()
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(holder, place, 1)
        row = Row(frozenset(fields), index, label, holder, told, tuple(editors))
        self.rows.append(row)
        return row


class Part(QFrame):
    """A card of the form; ``changed`` when anything in it was typed or chosen, ``reshaped`` when rows came or went."""

    changed = Signal()
    reshaped = Signal()
    removing = Signal()  # the person takes a row away: it is still there

    def __init__(self, title: str, open_other: Open, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.open_other = open_other
        self.column = QVBoxLayout(self)
        side = em(self, 0.9)
        self.column.setContentsMargins(side, em(self, 0.6), side, side)
        self.column.setSpacing(em(self, 0.5))
        heading = QLabel(title)
        mark(heading, "heading")
        self.column.addWidget(heading)
        self.setAccessibleName(title)

    def all_rows(self) -> list[Row]:
        """Every row that a remark may stand beneath."""
        raise NotImplementedError

    def note(self, *_what: object) -> None:
        """Say that something has changed, whatever it is."""
        self.changed.emit()


def show_wrong(row: Row, *, wrong: bool) -> None:
    """Frame the fields of a row that stands in the way."""
    for editor in row.editors:
        for control in (editor, *editor.findChildren(Line)):
            if isinstance(control, Line | Box):
                set_property(control, "wrong", wrong)
