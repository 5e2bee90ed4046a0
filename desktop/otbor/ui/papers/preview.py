"""The preview of a paper: pages, zoom, search in its text, and another paper found by its scanned QR."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QToolButton, QVBoxLayout, QWidget

from otbor.domain.findings import Finding
from otbor.support.translation import gettext as _
from otbor.ui.kit.failures import Failure, Family
from otbor.ui.kit.notices import NoticeBar
from otbor.ui.kit.tasks import Steps, Task, Worker
from otbor.ui.kit.theme import by_text, em
from otbor.ui.papers.page_view import STEPS, Fit, PageView
from otbor.ui.papers.pages import Hit, Pages
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.scanned import payload_of
from otbor.wording.findings import sentence

_ZOOMS: tuple[Fit | int, ...] = (Fit.WIDTH, Fit.PAGE, *STEPS)  # as the box lists them

_WIDE = 32  # em: a narrower pane shows no buttons of these
_GAP = 4  # pixels between the controls above the pages
_SPARE = {"pane.previous", "pane.next", "pane.smaller", "pane.larger"}

FindByQr = Callable[[str], PaperFile | None]


class SearchLine(QLineEdit):
    """Enter asks for the next place, Shift+Enter for the one before."""

    asked = Signal(bool)  # whether backwards

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter with or without Shift."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.asked.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)


class PreviewPane(QWidget):
    """Shows one paper at a time; :meth:`shut` it before its window goes.

    ``find_by_qr`` gives the paper of a QR's payload, None for an unknown one. It and the ``load`` of a paper run on the
    pane's own thread: an office that they use is used by nobody else. Its acts are ``actions()``: id, title, shortcut.
    """

    opened = Signal(object)  # the PaperFile that is shown now
    searched = Signal(int)  # how many places were found

    def __init__(self, find_by_qr: FindByQr | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find_by_qr = find_by_qr
        self._worker = Worker("preview", self)
        self.paper: PaperFile | None = None  # that is shown
        self._pages: Pages | None = None
        self._documents: set[Pages] = set()  # all that are open, also one on its way here
        self._opening: Task | None = None
        self._searching: Task | None = None
        self._hits: Sequence[Hit] = ()
        self._hit = 0
        self._searched_for = ""
        self.notices = NoticeBar()
        self.view = PageView(self._worker)
        self.page_box = QSpinBox()
        self.zoom_box = QComboBox()
        self.search = SearchLine()
        self._of = QLabel()
        self._found = QLabel()
        self._spare: list[QToolButton] = []  # their keys and the wheel do the same: a narrow pane goes without them
        self._add_actions()
        self._make_boxes()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._make_row())
        column.addWidget(self.notices)
        column.addWidget(self.view, 1)
        self.view.page_changed.connect(self._page_changed)
        self.view.zoom_changed.connect(self._zoom_changed)
        self.view.failed.connect(self.notices.tell_failure)
        self._show_pages(None)
        self._zoom_changed()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As if what there may be no room for were not there."""
        least = super().minimumSizeHint()
        shown = [button.minimumSizeHint().width() + _GAP for button in self._spare if not button.isHidden()]
        return QSize(least.width() - sum(shown), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """A larger text leaves less room."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        for button in self._spare:
            button.setVisible(self.width() >= em(self, _WIDE))

    # Opening

    def show_paper(self, paper: PaperFile) -> None:
        """Open ``paper`` in place of the one that is shown; ``opened`` follows, or a notice says why not.

        One that is shown already is not read again: bytes that changed are another :class:`PaperFile`.
        """
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
        if paper is self.paper:
            self.opened.emit(paper)
            return

        def work(steps: Steps) -> Pages:
            pdf = paper.load()
            steps.check()
            pages = Pages(pdf, paper.name)
            self._documents.add(pages)
            return pages

        task = self._opening = self._worker.start(work)
        task.succeeded.connect(lambda pages: self._open(task, paper, pages))
        task.failed.connect(lambda failure: self._not_opened(task, failure))

    def clear(self) -> None:
        """Show nothing."""
        if self._opening is not None:
            self._opening.cancel()
            self._opening = None
        self._show_pages(None)

    def shut(self) -> None:
        """Stop the thread and let the paper go."""
        self._worker.close()
        self.view.show_pages(None)
        self._pages = None
        for pages in list(self._documents):
            self._let_go(pages)

    def _let_go(self, pages: Pages) -> None:
        pages.close()
        self._documents.discard(pages)

    def _open(self, task: Task, paper: PaperFile, pages: Pages) -> None:
        if task is not self._opening:  # another was asked for meanwhile
            self._worker.start(lambda _steps: self._let_go(pages))
            return
        self._opening = None
        self.notices.hide()
        self._show_pages(pages)
        self.paper = paper
        self.opened.emit(paper)

    def _not_opened(self, task: Task, failure: Failure) -> None:
        if task is self._opening:
            self._opening = None
            self._show_pages(None)  # the paper before would be taken for the one asked for
            self.notices.tell_failure(failure)

    def _show_pages(self, pages: Pages | None) -> None:
        before, self._pages = self._pages, pages
        self.paper = None
        self._forget_search()
        self.view.show_pages(pages)
        if before is not None:
            self._worker.start(lambda _steps: self._let_go(before))  # after the drawing that is under way
        count = self.view.count
        with QSignalBlocker(self.page_box):
            self.page_box.setRange(min(1, count), count)
        self._of.setText(_("of {pages}").format(pages=count))
        for control in (self.page_box, self.zoom_box):
            control.setEnabled(count > 0)
        for action in self.actions():
            action.setEnabled(count > 0 or action.objectName() == "pane.search")

    # Pages and zoom

    def _page_changed(self, page: int) -> None:
        with QSignalBlocker(self.page_box):
            self.page_box.setValue(page + 1)

    def _zoom_changed(self) -> None:
        zoom = self.view.zoom
        with QSignalBlocker(self.zoom_box):
            if isinstance(zoom, Fit):
                self.zoom_box.setCurrentIndex(_ZOOMS.index(zoom))
            else:
                self.zoom_box.setEditText(_percent(zoom))

    def _zoom_chosen(self, index: int) -> None:
        self.view.set_zoom(_ZOOMS[index])

    def _zoom_typed(self) -> None:
        typed = self.zoom_box.currentText()
        if (index := self.zoom_box.findText(typed)) >= 0:
            self.view.set_zoom(_ZOOMS[index])
        elif number := re.search(r"\d{1,4}", typed):
            self.view.set_zoom(int(number.group()))
        self._zoom_changed()  # also says what it is where nothing sensible was typed

    # Search

    def look_for(self, text: str, *, backwards: bool = False) -> None:
        """Go to the next place of ``text``, or to the paper whose scanned QR it is."""
        payload = payload_of(text)
        if payload is not None and self._find_by_qr is not None:
            self._look_up(self._find_by_qr, payload)
        elif text == self._searched_for and self._searching is None:
            self._step(-1 if backwards else 1)
        elif self._pages is not None:
            self._search(self._pages, text)

    def _search(self, pages: Pages, text: str) -> None:
        self._forget_search()
        self._searched_for = text
        first = self.view.page
        task = self._searching = self._worker.start(lambda steps: pages.find(text, steps))
        task.succeeded.connect(lambda hits: self._show_hits(task, hits, first))
        task.failed.connect(self.notices.tell_failure)

    def _show_hits(self, task: Task, hits: Sequence[Hit], first: int) -> None:
        if task is not self._searching:
            return
        self._searching = None
        self._hits = hits
        self._hit = next((index for index, hit in enumerate(hits) if hit.page >= first), 0)
        self._step(0)
        self.searched.emit(len(hits))

    def _step(self, by: int) -> None:
        count = len(self._hits)
        if count:
            self._hit = (self._hit + by) % count
            self._found.setText(_("{number} of {count}").format(number=self._hit + 1, count=count))
        else:
            self._found.setText(_("not found"))
        self.view.set_hits(self._hits, self._hit if count else None)

    def _forget_search(self) -> None:
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        self._hits, self._searched_for = (), ""
        self._found.clear()
        self.view.set_hits(())

    def _look_up(self, find: FindByQr, payload: str) -> None:
        def show(paper: PaperFile | None) -> None:
            self.search.clear()
            if paper is None:
                self.notices.tell(sentence(Finding("preview.not_found", values={"payload": payload})), Family.REFUSED)
            else:
                self.show_paper(paper)

        task = self._worker.start(lambda _steps: find(payload))
        task.succeeded.connect(show)
        task.failed.connect(self.notices.tell_failure)

    # Making

    def _add_actions(self) -> None:
        view = self.view
        self._act("pane.previous", _("Previous page"), ["Ctrl+PgUp"], lambda: view.go_to(view.page - 1))
        self._act("pane.next", _("Next page"), ["Ctrl+PgDown"], lambda: view.go_to(view.page + 1))
        self._act("pane.page", _("Go to page"), ["Ctrl+G"], lambda: _type_into(self.page_box))
        self._act("pane.smaller", _("Smaller"), ["Ctrl+-"], lambda: view.zoom_by(-1))
        self._act("pane.larger", _("Larger"), ["Ctrl++", "Ctrl+="], lambda: view.zoom_by(1))
        self._act("pane.natural", _("Actual size"), ["Ctrl+1"], lambda: view.set_zoom(100))
        self._act("pane.width", _("Fit width"), ["Ctrl+2"], lambda: view.set_zoom(Fit.WIDTH))
        self._act("pane.whole", _("Fit page"), ["Ctrl+0"], lambda: view.set_zoom(Fit.PAGE))
        self._act("pane.search", _("Search"), ["Ctrl+F"], lambda: _type_into(self.search))
        self._act("pane.hit", _("Next place"), ["F3"], lambda: self.look_for(self.search.text()))
        self._act(
            "pane.hit_before",
            _("Previous place"),
            ["Shift+F3"],
            lambda: self.look_for(self.search.text(), backwards=True),
        )

    def _act(self, identity: str, title: str, keys: list[str], callback: Callable[[], object]) -> None:
        action = QAction(title, self)
        action.setObjectName(identity)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{title} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        action.triggered.connect(lambda _checked: callback())
        self.addAction(action)

    def _make_boxes(self) -> None:
        self.page_box.setAccessibleName(_("Page number"))
        self.page_box.setKeyboardTracking(False)
        by_text(self.page_box, QWidget.setMinimumWidth, 4)  # Qt's own least width forgets the number
        self.page_box.valueChanged.connect(lambda page: self.view.go_to(page - 1))
        self.zoom_box.setAccessibleName(_("Zoom"))
        self.zoom_box.setEditable(True)
        self.zoom_box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.zoom_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.zoom_box.setMinimumContentsLength(8)  # a pane may stand beside a table, or two beside each other
        self.zoom_box.addItems([_("Fit width"), _("Fit page"), *map(_percent, STEPS)])
        self.zoom_box.activated.connect(self._zoom_chosen)
        line = self.zoom_box.lineEdit()
        if line is not None:
            line.setAccessibleName(_("Zoom"))
            line.editingFinished.connect(self._zoom_typed)
        hint = _("Search, or scan a QR") if self._find_by_qr else _("Search in the paper")
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.setClearButtonEnabled(True)
        self.search.asked.connect(lambda backwards: self.look_for(self.search.text(), backwards=backwards))
        self.search.textChanged.connect(self._forget_search)
        self._found.setAccessibleName(_("Places found"))

    def _make_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 6, 6, 6)
        row.setSpacing(_GAP)
        row.addWidget(self._button("pane.previous", Qt.ArrowType.UpArrow))
        row.addWidget(self._button("pane.next", Qt.ArrowType.DownArrow))
        row.addWidget(self.page_box)
        row.addWidget(self._of)
        row.addWidget(self._button("pane.smaller", "−"))
        row.addWidget(self.zoom_box)
        row.addWidget(self._button("pane.larger", "+"))
        row.addWidget(self.search, 1)
        row.addWidget(self._found)
        for identity, arrow in (("pane.hit_before", Qt.ArrowType.UpArrow), ("pane.hit", Qt.ArrowType.DownArrow)):
            button = self._button(identity, arrow)
            button.hide()
            self.search.textChanged.connect(lambda text, shown=button: shown.setVisible(bool(text)))
            row.addWidget(button)
        return row

    def _button(self, identity: str, sign: Qt.ArrowType | str) -> QToolButton:
        action = next(action for action in self.actions() if action.objectName() == identity)
        button = QToolButton()
        button.setDefaultAction(action)
        if isinstance(sign, str):
            action.setIconText(sign)
        else:
            button.setArrowType(sign)
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if identity in _SPARE:
            self._spare.append(button)
        return button


def _percent(number: int) -> str:
    return f"{number}\u00a0%"


def _type_into(box: QLineEdit | QSpinBox) -> None:
    box.setFocus(Qt.FocusReason.ShortcutFocusReason)
    box.selectAll()
