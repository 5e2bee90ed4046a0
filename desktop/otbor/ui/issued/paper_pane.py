"""The paper that a person is on: its pages, its signatures, and the queue of those to be printed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from otbor.services.papers.register_view import Line
from otbor.support.translation import gettext as _
from otbor.ui.issued.files import IssuedFile
from otbor.ui.issued.model import repetition, signatures
from otbor.ui.issued.signatures_page import SignaturesPage
from otbor.ui.kit import dates
from otbor.ui.kit.elided import ElidedLabel
from otbor.ui.kit.theme import em, mark
from otbor.ui.papers.keys import rekey
from otbor.ui.papers.preview import FindByQr, PreviewPane
from otbor.ui.papers.queue import PrintQueue


class PaperPane(QWidget):
    """Shows one paper; :meth:`shut` it before its window goes."""

    signatures_seen = Signal()  # the signatures came into sight: who shows them asks for them

    def __init__(self, find_by_qr: FindByQr, *, may_sign: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview, self.signatures, self.queue = (
            PreviewPane(find_by_qr),
            SignaturesPage(may_sign=may_sign),
            PrintQueue(),
        )
        for owner in (self.preview, self.queue):
            rekey(owner)
        self._title, self._told = ElidedLabel(), QLabel()
        mark(self._title, "heading")
        mark(self._told, "muted")
        self._told.setWordWrap(True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Parts of the paper"))
        self.tabs.addTab(self.preview, _("Preview"))
        self.tabs.addTab(self.signatures, _("Signatures"))
        self._queue_page = QScrollArea()  # with large letters the queue is wider than its part of the window
        self._queue_page.setWidgetResizable(True)
        self._queue_page.setFrameShape(QFrame.Shape.NoFrame)
        self._queue_page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._queue_page.setWidget(self.queue)
        self.tabs.addTab(self._queue_page, "")
        self.tabs.currentChanged.connect(lambda _index: self.signatures_seen.emit() if self.shows_signatures else None)
        for signal in (self.queue.model.modelReset, self.queue.model.rowsRemoved):
            signal.connect(self._count)
        head = QVBoxLayout()
        gap = em(self, 0.6)
        head.setContentsMargins(gap, gap, gap, 0)
        head.setSpacing(em(self, 0.15))
        head.addWidget(self._title)
        head.addWidget(self._told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)
        self._count()
        self.show_nothing()

    @property
    def shows_signatures(self) -> bool:
        """Whether the signatures are in sight."""
        return self.tabs.currentWidget() is self.signatures

    def show_paper(self, line: Line, file: IssuedFile) -> None:
        """Show a paper; its signatures are shown by who asks for them."""
        self._title.setText(line.title)
        self._title.setToolTip(line.title)
        said = [
            _("No. {number}").format(number=line.number),
            dates.day(line.issued_on),
            line.child,
            line.author,
            repetition(line),
            signatures(line),
        ]
        self._told.setText(" · ".join(filter(None, said)))
        self._told.show()
        self.signatures.clear()
        self.preview.show_paper(file)

    def show_nothing(self) -> None:
        """No paper."""
        self._title.setText(_("No paper is chosen"))
        self._told.hide()  # an empty one would keep its line
        self.signatures.clear()
        self.preview.clear()

    def show_queue(self) -> None:
        """Bring the queue to the front."""
        self.tabs.setCurrentWidget(self._queue_page)
        self.queue.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_preview(self) -> None:
        """Bring the pages to the front."""
        self.tabs.setCurrentWidget(self.preview)
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def shut(self) -> None:
        """Stop the threads."""
        self.preview.shut()
        self.queue.shut()

    def _count(self) -> None:
        count = len(self.queue.model.papers)
        told = _("Print queue ({count})").format(count=dates.count(count)) if count else _("Print queue")
        self.tabs.setTabText(self.tabs.indexOf(self._queue_page), told)
