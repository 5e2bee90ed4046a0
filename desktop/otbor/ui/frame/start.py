"""The first page: which school's database to work with, who is at work; also asks for a password."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from otbor.support.translation import gettext as _
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.notices import NoticeBar
from otbor.ui.kit.tasks import Task, Worker
from otbor.ui.kit.theme import em, mark

Opener = Callable[[Path, str | None, bool], object]  # (file, password, whether to make it) → the open database
_RECENT = 5
SUFFIX = ".otbor"
_WIDEST = 72  # em


class StartPage(QWidget):
    """Opens or makes a database through ``opener``, on a thread of its own; ``opened`` gives what it returned."""

    opened = Signal(object, object, str)  # the database, its Path, who is at work

    def __init__(self, opener: Opener, memory: Memory, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opener = opener
        self._memory = memory
        self._folder = folder
        self._worker = Worker("opener", self)
        self.notices = NoticeBar()
        self.person = QLineEdit(memory.text("operator"))
        self.person.setPlaceholderText(_("Ivanova A. A."))
        self.file = QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.open_button = QPushButton(_("Open"))
        self.make_button = QPushButton(_("Make a new database"))
        self.recent: list[QPushButton] = []
        self._build()
        self.setWindowTitle(_("Otbor"))
        self.resize(em(self, 60), em(self, 46))

    def ask_password(self, file: Path, why: Failure) -> None:
        """Show why ``file`` did not open; the password may be typed at once."""
        self.file.setText(str(file))
        self.notices.tell_failure(why)
        self.password.setFocus()

    def open(self, *, make: bool = False) -> Task | None:
        """Open the named file, or make it; nothing happens before both the file and the person are named."""
        typed, person = self.file.text().strip(), self.person.text().strip()
        if not person:
            self.notices.tell(_("Type who is at work: the name is written into every act."))
            self.person.setFocus()
            return None
        if not typed:
            self.notices.tell(_("Choose the database's file."))
            self.file.setFocus()
            return None
        path = Path(typed)
        if make and not path.suffix:
            path = path.with_suffix(SUFFIX)
        key = self.password.text() or None
        self.setEnabled(False)
        task = self._worker.start(lambda _steps: self._opener(path, key, make))
        task.succeeded.connect(lambda database: self._opened(database, path, person))
        task.failed.connect(self._failed)
        return task

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop the thread."""
        self._worker.close()
        super().closeEvent(event)

    def _opened(self, database: object, path: Path, person: str) -> None:
        self.setEnabled(True)
        self.password.clear()
        remember(self._memory, path, person)
        self.opened.emit(database, path, person)

    def _failed(self, failure: Failure) -> None:
        self.setEnabled(True)
        self.notices.tell_failure(failure)
        self.password.setFocus()

    def _choose(self) -> None:
        start = self.file.text() or str(self._folder)
        kinds = _("Databases of Otbor (*{suffix});;All files (*)").format(suffix=SUFFIX)
        name, _kind = QFileDialog.getOpenFileName(self, _("Open a database"), start, kinds)
        if name:
            self.file.setText(name)
            self.open()

    def _choose_new(self) -> None:
        start = str(self._folder / _("school{suffix}").format(suffix=SUFFIX))
        name, _kind = QFileDialog.getSaveFileName(self, _("Where the new database shall lie"), start, f"*{SUFFIX}")
        if name:
            self.file.setText(name)
            self.open(make=True)

    def _build(self) -> None:
        title = QLabel(_("Otbor"))
        mark(title, "title")
        about = QLabel(
            _("Individual selection at school: journal, ratings, protocols and orders, without the internet.")
        )
        about.setWordWrap(True)
        mark(about, "muted")
        card = QFrame()
        mark(card, "card")
        form = QFormLayout(card)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setContentsMargins(*[em(self, 1.2)] * 4)
        form.addRow(_("&Who is at work:"), self.person)
        of_file = QLabel(_("&Database:"))
        of_file.setBuddy(self.file)
        form.addRow(of_file, self._file_row())
        form.addRow(_("&Password, if there is one:"), self.password)
        note = QLabel(_("A forgotten password cannot be restored: write it down and keep it in the safe."))
        note.setWordWrap(True)
        note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # else it wraps at half its line
        mark(note, "muted")
        form.addRow("", note)
        page = QWidget()
        page.setMaximumWidth(em(self, _WIDEST))
        inner = QWidget()
        area = QScrollArea()  # with large letters and a notice the page is higher than a small screen
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        around = QHBoxLayout(inner)
        around.setContentsMargins(em(self, 2.4), em(self, 1.8), em(self, 2.4), em(self, 1.8))
        around.addWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.9))
        for widget in (title, about, self.notices, card):
            column.addWidget(widget)
        column.addLayout(self._buttons())
        before = self._recent_buttons()
        if before:
            recent = QLabel(_("Opened before"))
            mark(recent, "heading")
            column.addWidget(recent)
        for button in before:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _file_row(self) -> QHBoxLayout:
        choose = QPushButton(_("Choose…"))
        choose.clicked.connect(self._choose)
        self.file.setAccessibleName(_("The database's file"))
        self.person.returnPressed.connect(self.open)
        self.file.returnPressed.connect(self.open)
        self.password.returnPressed.connect(self.open)
        row = QHBoxLayout()
        row.addWidget(self.file, 1)
        row.addWidget(choose)
        return row

    def _buttons(self) -> QHBoxLayout:
        mark(self.open_button, "main")
        self.open_button.clicked.connect(lambda _checked: self.open())
        give_icon(self.make_button, "plus")
        self.make_button.clicked.connect(self._choose_new)
        row = QHBoxLayout()
        row.addWidget(self.open_button)
        row.addWidget(self.make_button)
        row.addStretch(1)
        return row

    def _open_recent(self, file: str) -> None:
        self.file.setText(file)
        self.open()

    def _recent_buttons(self) -> list[QPushButton]:
        for name in recent_files(self._memory):
            button = QPushButton(name)
            mark(button, "link")
            button.setAccessibleName(_("Open {file}").format(file=name))
            button.clicked.connect(lambda _checked, file=name: self._open_recent(file))
            self.recent.append(button)
        return self.recent


def recent_files(memory: Memory) -> list[str]:
    """Databases opened before that are still there, the newest first."""
    return [name for name in memory.texts("databases") if Path(name).is_file()]


def remember(memory: Memory, path: Path, person: str) -> None:
    """Remember what was opened and who is at work."""
    names = [str(path.resolve())] + [name for name in memory.texts("databases") if name != str(path.resolve())]
    memory.put("databases", names[:_RECENT])
    memory.put("operator", person)
