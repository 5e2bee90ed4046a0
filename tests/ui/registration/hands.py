"""The hands of a secretary: letters are typed into whatever has the focus, keys are pressed and counted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from otbor.services import journal
from otbor.storage.models import Application
from otbor.ui.kit.workplace import Notice, Workplace
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.printing import PrinterChoice, PrintWay, Target
from otbor.ui.registration.form import RegistrationForm
from tests.services.desk import Desk
from tests.ui.typing_keys import type_text

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


class Strokes(QObject):
    """Counts every key that is pressed and is no letter of a text: Enter, Tab, arrows, Ctrl+…, marks, digits of lists.

    Of each pressed key Qt asks the focused widget whether it is its own (ShortcutOverride) before anything else; a
    question that nobody answers goes on to the parents and is the same key.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.ShortcutOverride and watched is QApplication.focusWidget():
            assert isinstance(event, QKeyEvent)
            text = isinstance(watched, QLineEdit) and event.text().isprintable() and event.text() != ""
            if not text:
                self.keys.append(QKeySequence(event.keyCombination()).toString())
        return False


@dataclass
class Printers:
    """A computer with one printer that prints into files, or with none."""

    folder: Path
    ways: list[PrintWay] = field(default_factory=list)
    choices: list[PrinterChoice] = field(default_factory=lambda: [PrinterChoice("office", "Приёмная", True, True)])

    def list(self) -> list[PrinterChoice]:
        return self.choices

    def open(self, way: PrintWay) -> Target:
        self.ways.append(way)

        def ready(paper: PaperFile) -> QPrinter:
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(self.folder / f"{paper.number}.pdf"))
            return printer

        return ready


@dataclass
class Secretary:
    """At the form: types, presses, waits for what the window does."""

    qtbot: QtBot
    form: RegistrationForm
    workplace: Workplace
    desk: Desk
    printers: Printers
    notices: list[Notice] = field(default_factory=list)

    def type(self, text: str) -> None:
        """Type ``text`` into what has the focus."""
        type_text(self.focus, text)

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier, times: int = 1) -> None:
        """Press ``key`` where the focus is."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        for _ in range(times):
            QTest.keyClick(self.focus, key, held)

    def line(self, text: str = "") -> None:
        """Type ``text`` and go on to the next field."""
        self.type(text)
        self.press(Qt.Key.Key_Return)

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the focus"
        return found

    @property
    def at(self) -> str:
        """The accessible name of what has the focus."""
        return self.focus.accessibleName()

    def looked(self, then: Callable[[], object] = lambda: None) -> None:
        """Wait until the form has looked at what was typed."""
        with self.qtbot.waitSignal(self.form.remarked):
            then()
            self.form.looking.look()

    def told(self, name: str, index: int = 0) -> str:
        """What stands beneath the field ``name``."""
        rows = [row for part in self.form.sheet.parts for row in part.all_rows()]
        return "\n".join(row.told.text for row in rows if name in row.fields and row.index == index and row.shown)

    def family(self, name: str = "Зайцева Инна Юрьевна") -> None:
        """Child and one representative, typed in the order of the form, up to the wanted groups."""
        self.line("Зайцев Фёдор Ильич")
        self.line("200512")
        self.line("г. Нижний Новгород")
        self.line("г. Нижний Новгород, ул. Тихая, д. 4, кв. 17")
        self.line()  # not a foreign citizen
        self.line(name)
        self.line("мать")
        self.line("8 910 123 45 67")
        self.line()  # the same address
        self.line()  # the identity document is shown

    def group(self, *digits: Qt.Key) -> None:
        """Want groups by their digits."""
        for digit in digits:
            self.press(digit)
        self.press(Qt.Key.Key_Return)

    def consent(self) -> None:
        """From the channel to the consent, which is given."""
        self.line()  # in person
        self.line()  # now
        self.press(Qt.Key.Key_Space)
        self.press(Qt.Key.Key_Return)

    def marks(self) -> None:
        """From the first document: the list of marks is there, compared by the secretary."""
        self.line()  # no portfolio
        self.press(Qt.Key.Key_Space)
        self.press(Qt.Key.Key_Return)
        self.line()  # a copy with its original
        self.line()  # one sheet
        self.press(Qt.Key.Key_Space)
        self.press(Qt.Key.Key_Return)
        self.line()  # compared by the one who is at work

    def whole(self) -> None:
        """A whole application, ready to be registered."""
        self.family()
        self.group(Qt.Key.Key_1)
        self.consent()
        self.marks()
        self.line("5")
        self.line("4")

    def register(self) -> int:
        """Ctrl+Enter; gives the row id."""
        with self.qtbot.waitSignal(self.form.registered) as registered:
            self.press(Qt.Key.Key_Return, CONTROL)
        [application] = registered.args or [0]
        return int(application)

    def refused(self) -> None:
        """Ctrl+Enter that registers nothing."""
        before = self.count()
        with self.qtbot.waitSignal(self.form.remarked):
            self.press(Qt.Key.Key_Return, CONTROL)
        assert self.count() == before
        assert not self.form.on_receipt

    def count(self) -> int:
        """How many applications there are."""
        return len(journal.journal(self.desk.office, self.desk.campaign))

    def on(self, day: date) -> None:
        """It is ``day`` now."""
        self.desk.clock.on(day)


def row(secretary: Secretary, identity: int) -> Application:
    """The application with its parts loaded."""
    with secretary.desk.office.question() as session:
        found = session.get_one(Application, identity)
        assert found.representatives
        assert all(wish.group for wish in found.wishes)
        assert list(found.documents) is not None
        return found


def done(secretary: Secretary) -> None:
    """All that was asked and is to be written is over."""
    secretary.qtbot.waitUntil(lambda: not secretary.workplace.busy)


def receipt_ready(secretary: Secretary) -> None:
    """The receipt is shown."""
    secretary.qtbot.waitUntil(lambda: secretary.form.receipt.pane.paper is not None)
