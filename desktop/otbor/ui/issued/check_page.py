"""Checking a file: the verdict in plain words, the file itself, beside it the paper that it is or pretends to be."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from otbor.services import papers
from otbor.services.office import Office
from otbor.services.papers import register_view
from otbor.services.papers.checking import Checked
from otbor.services.papers.register_view import Line
from otbor.support.translation import gettext as _
from otbor.ui.issued.files import of_line
from otbor.ui.issued.verdict import VerdictCard
from otbor.ui.kit import dates
from otbor.ui.kit.elided import ElidedLabel
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.tasks import Steps
from otbor.ui.kit.theme import by_text, em, mark
from otbor.ui.papers.keys import rekey
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.preview import PreviewPane
from otbor.wording.verification import Outcome

CheckedFile = tuple[Checked, bytes, Line | None]  # what was found, the file's bytes, the issued paper
_READABLE = frozenset(Outcome) - {Outcome.UNREADABLE}


def check_file(office: Office, pdf: Path, signature: Path | None, steps: Steps) -> CheckedFile:
    """Check a file as «otbor verify» does; runs on the reading thread, raises OSError and :class:`Refused`."""
    content = pdf.read_bytes()
    if signature is None:
        checked = papers.verify(office, content, may_go_on=steps.check)
    else:
        checked = papers.verify_beside(office, content, signature.read_bytes(), may_go_on=steps.check)
    return checked, content, None if checked.paper_id is None else register_view.line(office, checked.paper_id)


class CheckPage(QWidget):
    """Shows a :data:`CheckedFile`; :meth:`shut` it before its window goes. ``office`` is its preview's own."""

    left = Signal()
    another_wanted = Signal()
    paper_wanted = Signal(int)  # row id of the issued paper

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._line: Line | None = None
        self.verdict = VerdictCard()
        self.pane, self.issued_pane = PreviewPane(), PreviewPane()
        self._name, self._issued_name = ElidedLabel(cut=Qt.TextElideMode.ElideMiddle), ElidedLabel()
        self.back = QPushButton(_("Back to the register"))
        self.another = QPushButton(_("Another file…"))
        self.open = QPushButton(_("Show it in the register"))
        for button, name in ((self.back, "arrow-left"), (self.another, "file-search"), (self.open, "files")):
            give_icon(button, name)
        self.back.clicked.connect(self.left)
        self.another.clicked.connect(self.another_wanted)
        self.open.clicked.connect(lambda: None if self._line is None else self.paper_wanted.emit(self._line.paper_id))
        for pane in (self.pane, self.issued_pane):
            rekey(pane)
        self._lay_out()

    def show_checked(self, found: CheckedFile, pdf: Path, signature: Path | None) -> None:
        """Show what was found of ``pdf``."""
        checked, content, line = found
        self._line = line
        names = pdf.name if signature is None else f"{pdf.name} + {signature.name}"
        self._name.setText(_("Checked: {file}").format(file=names))
        self.verdict.show_outcome(checked.outcome, checked.sentences)
        if checked.outcome in _READABLE:
            self.pane.show_paper(PaperFile("", pdf.name, lambda: content))
        else:
            self.pane.clear()
        self._pane_box.setVisible(checked.outcome in _READABLE)
        beside = line is not None and checked.outcome is not Outcome.GENUINE
        self._issued_box.setVisible(beside)
        self.open.setVisible(line is not None)
        if line is not None and beside:
            day = dates.day(line.issued_on)
            told = _("Issued: {title}") if day in line.title else _("Issued: {title}, {day}")
            self._issued_name.setText(told.format(title=line.title, day=day))
            self.issued_pane.show_paper(of_line(self._office, line))
        else:
            self.issued_pane.clear()

    def shut(self) -> None:
        """Stop the threads of the previews."""
        self.pane.shut()
        self.issued_pane.shut()

    def _lay_out(self) -> None:
        title = ElidedLabel(_("Check of a file"))
        mark(title, "title")
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(title, 1)
        head.addWidget(self.open)
        head.addWidget(self.another)
        self._pane_box = _with_name(self._name, self.pane)
        self._issued_box = _with_name(self._issued_name, self.issued_pane)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._pane_box)
        halves.addWidget(self._issued_box)
        halves.setSizes([1, 1])
        by_text(halves, QWidget.setMinimumHeight, 12)
        inner, gap = QWidget(), em(self, 0.8)
        column = QVBoxLayout(inner)
        column.setContentsMargins(gap, gap, gap, gap)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addWidget(self.verdict)
        column.addWidget(halves, 1)
        area = QScrollArea()  # with large letters the verdict alone fills a small screen
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)


def _with_name(name: QLabel, pane: PreviewPane) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    mark(name, "heading")
    column.addWidget(name)
    column.addWidget(pane, 1)
    return box
