"""The bar of long work: shown when it lasts, with its progress and a button to stop it."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from otbor.support.translation import gettext as _
from otbor.ui.kit.tasks import Task

SHOWN_AFTER = 600  # milliseconds: shorter work is over before it could be read


class TaskBar(QWidget):
    """Shows one task at a time, after :data:`SHOWN_AFTER`; one that begins meanwhile is shown when that has ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks: list[tuple[Task, str]] = []  # the first is shown
        self._title = QLabel()
        self.bar = QProgressBar()
        self.bar.setFormat("%v / %m")
        self.stop = QPushButton(_("Stop"))
        self.stop.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SHOWN_AFTER)
        self._delay.timeout.connect(self.show)
        self.hide()

    def watch(self, task: Task, title: str) -> None:
        """Show ``task`` under ``title`` until it ends."""
        self._tasks.append((task, title))
        task.progressed.connect(lambda done, of: self._progress(task, done, of))
        task.ended.connect(lambda: self._end(task))
        if len(self._tasks) == 1:
            self._begin()

    def _begin(self) -> None:
        """Show the first task, once it lasts."""
        title = self._tasks[0][1]
        self._title.setText(title)
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)  # busy until the first report
        self.stop.setEnabled(True)
        self._delay.start()

    def _progress(self, task: Task, done: int, of: int) -> None:
        if task is self._tasks[0][0]:
            self.bar.setRange(0, of)
            self.bar.setValue(done)

    def _cancel(self) -> None:
        self._tasks[0][0].cancel()
        self.stop.setEnabled(False)  # asked once is asked; the step under way ends first

    def _end(self, task: Task) -> None:
        shown = self._tasks[0][0] is task
        self._tasks = [held for held in self._tasks if held[0] is not task]
        if shown:
            self._delay.stop()
            self.hide()
            if self._tasks:
                self._begin()
