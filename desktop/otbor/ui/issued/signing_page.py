"""Signing of chosen papers: what signs and where on the left, the papers and what becomes of each on the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from otbor.services.papers.register_view import Line
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.issued.means_form import MeansForm, MeansHere
from otbor.ui.issued.signing_model import AWAITED, NUMBER, OUTCOME, PAPER, Run, SigningModel
from otbor.ui.kit import dates
from otbor.ui.kit.elided import ElidedLabel
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.notices import NoticeBar
from otbor.ui.kit.theme import by_text, em, mark
from otbor.wording.paper_kinds import place_words

_OPENED_OUT = 100  # refusals that get as many lines as they need: the height of a row takes time to measure
ITS_ONLY = ""  # the place that the act finds by itself: the only one of the paper that waits
_WIDTHS = {NUMBER: 8, AWAITED: 10}  # in em
_LEAST = 8  # em of any column: large letters are scrolled sideways, not squeezed to nothing


class SigningPage(QWidget):
    """Shows papers to be signed; who signs them listens to :attr:`sign` and :attr:`stop`."""

    left = Signal()

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self.model = SigningModel()
        self.form = MeansForm(memory)
        self.notice = NoticeBar()
        self.way, self.place = QComboBox(), QComboBox()
        self.back, self.sign, self.stop = QPushButton(_("Back to the register")), QPushButton(), QPushButton(_("Stop"))
        self.table = QTableView()
        self._count = ElidedLabel()
        self._build()
        self.back.clicked.connect(self.left)
        self.form.filled.connect(lambda: self.sign.setFocus(Qt.FocusReason.OtherFocusReason))
        self.way.currentIndexChanged.connect(lambda _index: self._enable())
        self._tell_count()
        self.set_running(running=False)

    @property
    def beside(self) -> bool:
        """Whether the signature goes into a file beside the paper, not into the paper."""
        return bool(self.way.currentData())

    def show_papers(self, lines: Sequence[Line], here: MeansHere) -> None:
        """Show papers to be signed and what there is to sign them with."""
        self.notice.hide()
        self.model.show(lines)
        self._show_places()
        self.form.show_means(here)
        self._tell_count()
        self._enable()

    def set_running(self, *, running: bool) -> None:
        """While papers are being signed nothing is chosen, and it can be stopped."""
        self._running = running
        self._enable()
        if running:
            self.notice.hide()
            self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, run: Run) -> None:
        """Show what a run has done so far."""
        self.model.tell(run)
        self._tell_count()

    def end(self, run: Run) -> None:
        """Show what a run has come to; reasons of refusals are to be read in full."""
        self.set_running(running=False)
        self.tell(run)
        self._enable()
        refused = [row for row, line in enumerate(self.model.lines) if line.paper_id in run.refused]
        for row in refused[:_OPENED_OUT]:
            self.table.resizeRowToContents(row)

    def remember(self) -> None:
        """Begin with these choices next time."""
        self.form.remember()
        self._memory.put("sign/beside", int(self.beside))
        if self.place.currentData():
            self._memory.put("sign/place", self.place.currentData())

    def fill_in(self) -> bool:
        """Whether all is filled in; else what is missing is said, and the field has the focus."""
        missing = self.form.missing()
        if missing is not None:
            self.notice.tell(missing[0])
            missing[1].setFocus(Qt.FocusReason.OtherFocusReason)
        return missing is None

    def _show_places(self) -> None:
        """Places that wait on any of the papers; each paper's own one where none of them has more."""
        places = list(dict.fromkeys(place for line in self.model.lines for place in line.unsigned))
        self.place.clear()
        if all(len(line.unsigned) <= 1 for line in self.model.lines):
            only = place_words(places[0]) if len(places) == 1 else _("the one that waits on each paper")
            self.place.addItem(only, ITS_ONLY)
        if len(places) > 1:
            for place in places:
                self.place.addItem(place_words(place), place)
        self.place.setCurrentIndex(max(0, self.place.findData(self._memory.text("sign/place", ITS_ONLY))))

    def _tell_count(self) -> None:
        count = len(self.model.to_sign)
        told = ngettext("{count} paper to sign", "{count} papers to sign", count)
        self._count.setText(told.format(count=dates.count(count)))
        self.sign.setText(ngettext("Sign {count} paper", "Sign {count} papers", count).format(count=dates.count(count)))

    def _enable(self) -> None:
        free = not self._running
        for control in (self.form, self.way):
            control.setEnabled(free)
        self.place.setEnabled(free and not self.beside and self.place.count() > 1)
        self.sign.setEnabled(free and bool(self.model.to_sign))
        self.stop.setEnabled(self._running)

    def _build(self) -> None:
        mark(self.sign, "main")
        mark(self._count, "muted")
        for button, name in ((self.back, "arrow-left"), (self.stop, "stop")):
            give_icon(button, name)
        self.way.addItem(_("inside the paper, with a mark on its page"), 0)
        self.way.addItem(_("in a file .sig beside the paper"), 1)
        self.way.setCurrentIndex(self._memory.number("sign/beside", 0))
        for box in (self.way, self.place):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
        self._set_up_table()
        title = ElidedLabel(_("Signing of papers"))
        mark(title, "title")
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(title, 1)
        right = QVBoxLayout()
        right.addWidget(self._count)
        right.addWidget(self.table, 1)
        halves = QHBoxLayout()
        halves.addLayout(self._asked(), 2)
        halves.addLayout(right, 3)
        column = QVBoxLayout(self)
        gap = em(self, 0.8)
        column.setContentsMargins(gap, gap, gap, gap)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addLayout(halves, 1)

    def _asked(self) -> QVBoxLayout:
        """The questions, which may be scrolled, and the buttons, always in sight."""
        questions = QVBoxLayout()
        questions.setSpacing(em(self, 0.5))
        questions.addWidget(_heading(_("What signs")))
        questions.addWidget(self.form)
        for text, box in ((_("&Where the signature goes"), self.way), (_("Whose &place"), self.place)):
            label = _heading(text)
            label.setBuddy(box)
            box.setAccessibleName(text.replace("&", ""))
            questions.addWidget(label)
            questions.addWidget(box)
        questions.addStretch(1)
        inner = QWidget()
        inner.setLayout(questions)
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidget(inner)
        by_text(scrolled, QWidget.setMinimumWidth, 33)
        buttons = QHBoxLayout()
        buttons.addWidget(self.sign, 1)
        buttons.addWidget(self.stop)
        column = QVBoxLayout()
        column.addWidget(scrolled, 1)
        column.addLayout(buttons)
        return column

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Papers to be signed"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        side = self.table.verticalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        by_text(self.table, lambda _table, height: side.setDefaultSectionSize(height), 2.1)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        by_text(self.table, lambda _table, width: header.setMinimumSectionSize(width), _LEAST)
        for column, wide in _WIDTHS.items():
            self._widen(column, wide)
        for column in (PAPER, OUTCOME):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _widen(self, column: int, wide: float) -> None:
        by_text(self.table, lambda _table, width: self.table.setColumnWidth(column, width), wide)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    mark(label, "heading")
    return label
