"""The print queue: papers in the order of their numbers, how they go to the printer, and what became of each."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QSpinBox,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from otbor.domain.numbering import natural
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit import folders
from otbor.ui.kit.failures import Failure, Family
from otbor.ui.kit.notices import NoticeBar
from otbor.ui.kit.task_bar import TaskBar
from otbor.ui.kit.tasks import Steps, Task, Worker
from otbor.ui.kit.theme import by_text
from otbor.ui.papers import printing
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.printing import PrinterChoice, PrintWay, Sides, State, Target, Told

_SIDES = (Sides.ONE, Sides.LONG_EDGE, Sides.SHORT_EDGE)  # as the box lists them
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class QueueModel(QAbstractTableModel):
    """Rows of the queue: number, title, state; sorted by number as people count, «10» after «9»."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.papers: list[PaperFile] = []
        self.told: list[Told] = []
        self._titles = (_("No."), _("Paper"), _("State"))
        self._states = {
            State.WAITS: _("waits"),
            State.PRINTS: _("is being printed"),
            State.STOPPED: _("stopped halfway: some of its pages may come out"),
            State.SENT: _("sent to the printer"),
            State.REFUSED: _("left out"),
        }

    def add(self, papers: Sequence[PaperFile]) -> None:
        """Put papers in their places among the others."""
        self.beginResetModel()
        rows = [*zip(self.papers, self.told, strict=True), *((paper, Told(0, State.WAITS)) for paper in papers)]
        rows.sort(key=lambda row: (natural(row[0].number), natural(row[0].title)))
        self.papers, self.told = [row[0] for row in rows], [row[1] for row in rows]
        self.endResetModel()

    def remove(self, rows: Sequence[int]) -> None:
        """Take papers out."""
        for row in sorted(rows, reverse=True):
            self.beginRemoveRows(_NOWHERE, row, row)
            del self.papers[row], self.told[row]
            self.endRemoveRows()

    def tell(self, paper: PaperFile, told: Told) -> None:
        """News of a paper, of none that has been taken out meanwhile."""
        row = next((row for row, held in enumerate(self.papers) if held is paper), None)
        if row is not None:
            self.told[row] = told
            self.dataChanged.emit(self.index(row, 2), self.index(row, 2))

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """So many papers."""
        return 0 if parent.isValid() else len(self.papers)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Number, title, state."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts of the cells; the whole of a text as a tooltip, for screen readers too."""
        texts = {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }
        if role not in texts:
            return None
        paper, told = self.papers[index.row()], self.told[index.row()]
        state = self._states[told.state]
        if told.failure is not None:
            state = f"{state}: {told.failure.text}"
        return (paper.number, paper.title, state)[index.column()]


class PrintQueue(QWidget):
    """Papers to be printed or saved; :meth:`shut` it before its window goes.

    ``list_printers`` and ``open_printer`` run on the queue's own thread, as the ``load`` of the papers does. Its acts
    are ``actions()``: id, title, shortcut. Dialogs for saving begin in the folder that ``begin_in`` gives.
    """

    chosen = Signal(object)  # the PaperFile whose row is current, None for none
    finished = Signal()  # printing or saving is over, whatever became of it
    _told = Signal(object)

    def __init__(
        self,
        list_printers: Callable[[], list[PrinterChoice]] = printing.printers,
        open_printer: Callable[[PrintWay], Target] = printing.open_printer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._list_printers, self._open_printer = list_printers, open_printer
        self.begin_in: Callable[[], Path] = folders.documents
        self._worker = Worker("printing", self)
        self._choices: list[PrinterChoice] = []
        self._taken: list[PaperFile] = []  # under way, or last
        self._sent = 0  # of them
        self._task: Task | None = None
        self.model = QueueModel(self)
        self.table = QTableView()
        self.printer_box, self.sides_box, self.copies_box = QComboBox(), QComboBox(), QSpinBox()
        self.notices, self.bar = NoticeBar(), TaskBar()
        self._print = self._act("queue.print", _("Print"), "Ctrl+P", self.print_waiting)
        self._print_selected = self._act(
            "queue.print_selected", _("Print selected"), "Ctrl+Shift+P", lambda: self.print_rows(self._selected())
        )
        self._save = self._act("queue.save", _("Save as PDF…"), "Ctrl+S", self.ask_and_save)
        self._remove = self._act("queue.remove", _("Remove from the queue"), "Del", self._remove_selected)
        self._lay_out()
        self._told.connect(self._note, Qt.ConnectionType.QueuedConnection)
        self.refresh_printers()
        self._enable()

    # The papers

    def add(self, papers: Sequence[PaperFile], current: PaperFile | None = None) -> None:
        """Put papers into the queue; ``current`` becomes the current one, else it stays.

        What is being printed goes on without the new ones.
        """
        before = self.table.currentIndex().row()
        if current is None and before >= 0:
            current = self.model.papers[before]
        self.model.add(papers)
        row = next((row for row, paper in enumerate(self.model.papers) if paper is current), 0)
        if self.model.papers:
            self.select(row)
        self._enable()

    def select(self, row: int) -> None:
        """Make ``row`` the current one and the only one selected, whatever keys are held down."""
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), only)

    def shut(self) -> None:
        """Stop the thread; a paper on its way to the printer is thrown away whole."""
        self._worker.close()

    # The acts

    def refresh_printers(self) -> None:
        """Ask the system which printers there are."""
        task = self._worker.start(lambda _steps: self._list_printers())
        task.succeeded.connect(self._show_printers)
        task.failed.connect(self.notices.tell_failure)

    def print_waiting(self) -> None:
        """Print what has not been sent yet; when everything has, everything again."""
        waiting = [row for row, told in enumerate(self.model.told) if told.state is not State.SENT]
        self.print_rows(waiting or range(len(self.model.papers)))

    def print_rows(self, rows: Sequence[int]) -> None:
        """Print the papers of ``rows`` in their order."""
        if not rows or self._task is not None or self.printer_box.currentIndex() < 0:
            return
        choice = self._choices[self.printer_box.currentIndex()]
        sides = _SIDES[self.sides_box.currentIndex()] if choice.duplex else Sides.ONE
        way = PrintWay(choice.name, self.copies_box.value(), sides)
        papers = self._take(rows)

        def work(steps: Steps) -> int:
            return printing.print_papers(papers, self._open_printer(way), self._told.emit, steps)

        task = self._begin(work, _("Printing"))
        task.succeeded.connect(lambda sent: self._report(_sent(sent), len(papers) - sent))
        task.cancelled.connect(self._stopped)
        task.failed.connect(self._failed)

    def ask_and_save(self) -> None:
        """Ask where to, then save: one paper under a name, several into a folder."""
        rows = self._selected() if len(self._selected()) > 1 else range(len(self.model.papers))
        if len(rows) == 1:
            suggested = printing.file_name(self.model.papers[rows[0]])
            name, _filter = ask_for_file(self, self.begin_in() / suggested)
            if name:
                self.save_one(rows[0], Path(name))
        elif rows and (folder := ask_for_folder(self, self.begin_in())):
            self.save_rows(rows, Path(folder))

    def save_one(self, row: int, path: Path) -> None:
        """Save the issued bytes of one paper."""
        [paper] = self._take([row])
        task = self._begin(lambda _steps: printing.save(paper, path), _("Saving"))
        task.succeeded.connect(lambda _nothing: self.notices.tell(_("Saved: {path}").format(path=path)))
        task.failed.connect(self.notices.tell_failure)

    def save_rows(self, rows: Sequence[int], folder: Path) -> None:
        """Save the issued bytes of several papers, each in its own file."""
        papers = self._take(rows)

        def work(steps: Steps) -> int:
            return printing.save_papers(papers, folder, self._told.emit, steps)

        task = self._begin(work, _("Saving"))
        task.succeeded.connect(lambda saved: self._report(_saved(saved, folder), len(papers) - saved))
        task.cancelled.connect(lambda: self.notices.tell(_("Stopped. What was saved stays in the folder.")))
        task.failed.connect(self.notices.tell_failure)

    # The course of an act

    def _take(self, rows: Sequence[int]) -> list[PaperFile]:
        self._taken, self._sent = [self.model.papers[row] for row in rows], 0
        return self._taken

    def _begin(self, work: Callable[[Steps], object], title: str) -> Task:
        self.notices.hide()
        task = self._task = self._worker.start(work)
        task.ended.connect(self._end)
        self.bar.watch(task, title)
        self._enable()
        return task

    def _end(self) -> None:
        self._task = None
        self._enable()
        self.finished.emit()

    def _note(self, told: Told) -> None:
        self._sent += told.state is State.SENT
        self.model.tell(self._taken[told.index], told)

    def _report(self, done: str, refused: int) -> None:
        if not refused:
            self.notices.tell(done)
            return
        left = ngettext(
            "{count} paper was left out, its row says why.",
            "{count} papers were left out, their rows say why.",
            refused,
        )
        self.notices.tell(f"{done}\n{left.format(count=refused)}", Family.REFUSED)

    def _stopped(self) -> None:
        self.notices.tell("\n".join((_("Stopped."), _sent(self._sent))))

    def _failed(self, failure: Failure) -> None:
        self.notices.tell(f"{failure.text}\n{_sent(self._sent)}", failure.family)

    def _remove_selected(self) -> None:
        self.model.remove(self._selected())
        self._enable()

    def _selected(self) -> list[int]:
        return sorted(index.row() for index in self.table.selectionModel().selectedRows())

    def _show_printers(self, choices: list[PrinterChoice]) -> None:
        before = self.printer_box.currentText()
        self._choices = choices
        self.printer_box.clear()
        self.printer_box.addItems([choice.description for choice in choices])
        if before and (index := self.printer_box.findText(before)) >= 0:
            self.printer_box.setCurrentIndex(index)
        self.printer_box.setPlaceholderText(_("No printer found"))
        self._enable()

    def _enable(self) -> None:
        """Acts that can be done now."""
        idle, any_paper = self._task is None, bool(self.model.papers)
        current = self.printer_box.currentIndex()
        for action in (self._print, self._print_selected):
            action.setEnabled(idle and any_paper and current >= 0)
        self._save.setEnabled(idle and any_paper)
        self._remove.setEnabled(idle and any_paper)
        self.printer_box.setEnabled(bool(self._choices))
        self.sides_box.setEnabled(current >= 0 and self._choices[current].duplex)

    def _choose(self, current: QModelIndex) -> None:
        self.chosen.emit(self.model.papers[current.row()] if current.isValid() else None)

    # Making

    def _act(self, identity: str, title: str, keys: str, callback: Callable[[], object]) -> QAction:
        action = QAction(title, self)
        action.setObjectName(identity)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{title} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        action.triggered.connect(lambda _checked: callback())
        self.addAction(action)
        return action

    def _lay_out(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)  # Tab goes on, the arrows go through the rows
        table.setWordWrap(False)  # else a long title shows its first word only
        table.verticalHeader().hide()
        by_text(table, lambda _table, height: table.verticalHeader().setDefaultSectionSize(height), 2.1)
        table.setAccessibleName(_("Print queue"))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        by_text(table, lambda _table, width: header.resizeSection(0, width), 9)
        by_text(table, lambda _table, width: header.resizeSection(2, width), 10.5)
        table.selectionModel().currentRowChanged.connect(self._choose)
        self.copies_box.setRange(1, 99)
        self.sides_box.addItems([_("One side"), _("Both sides, turned as a book"), _("Both sides, turned as a pad")])
        self.printer_box.currentIndexChanged.connect(self._enable)
        form = QFormLayout()
        boxes = ((_("Printer"), self.printer_box), (_("Sides"), self.sides_box), (_("Copies of each"), self.copies_box))
        for title, box in boxes:
            box.setAccessibleName(title)
            form.addRow(title, box)
        buttons = QHBoxLayout()
        for action in (self._print, self._print_selected, self._save):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAccessibleName(action.text())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.notices)
        column.addWidget(table, 1)
        column.addWidget(self.bar)
        column.addLayout(form)
        column.addLayout(buttons)


def _sent(count: int) -> str:
    told = ngettext("{count} paper was sent to the printer.", "{count} papers were sent to the printer.", count)
    return told.format(count=count)


def _saved(count: int, folder: Path) -> str:
    told = ngettext("{count} file was saved in {folder}.", "{count} files were saved in {folder}.", count)
    return told.format(count=count, folder=folder)


def ask_for_file(parent: QWidget, suggested: Path) -> tuple[str, str]:
    """Where to save one paper; a modal dialog, replaced in tests."""
    return QFileDialog.getSaveFileName(parent, _("Save as PDF"), str(suggested), "PDF (*.pdf)")


def ask_for_folder(parent: QWidget, begin: Path) -> str:
    """Where to save several papers; a modal dialog, replaced in tests."""
    return QFileDialog.getExistingDirectory(parent, _("Save as PDF"), str(begin))
