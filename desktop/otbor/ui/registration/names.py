"""ФИО in three fields; one line typed or pasted into the first is parted, and a doubtful parting says so."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from otbor.domain.findings import Finding, Severity
from otbor.domain.people import FullName, full_name, in_usual_case, may_be_surname, parse_full_name
from otbor.support.translation import gettext as _
from otbor.ui.kit.theme import em
from otbor.ui.registration.editors import Line

_WHOLE = 3  # words of a whole name; two may be a surname


class NameField(QWidget):
    """A person's name; while the whole name stands in the first field, that one takes all the room."""

    changed = Signal()

    def __init__(self, whose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.surname = Line(_("{whose}: surname, or the whole name").format(whose=whose), _("Surname Name Patronymic"))
        self.given = Line(_("{whose}: given name").format(whose=whose), _("Given name"))
        self.patronymic = Line(_("{whose}: patronymic").format(whose=whose), _("Patronymic, if any"))
        self.doubt: Finding | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.4))
        for line, room in ((self.surname, 8), (self.given, 5), (self.patronymic, 6)):
            row.addWidget(line, room)
            line.textEdited.connect(partial(self._edited, line))
            line.textChanged.connect(lambda _text: self.changed.emit())
        self.surname.left.connect(self._part)
        self.surname.pasted.connect(self._part_pasted)
        for line in (self.surname, self.given, self.patronymic):
            line.left.connect(partial(self._write_usual, line))

    @property
    def name(self) -> FullName:
        """The name as it stands."""
        return full_name(self.surname.text(), self.given.text(), self.patronymic.text())

    def state(self) -> list[str]:
        """The three texts."""
        return [self.surname.text(), self.given.text(), self.patronymic.text()]

    def restore(self, texts: list[str]) -> None:
        """Put the three texts back."""
        for line, text in zip((self.surname, self.given, self.patronymic), texts, strict=True):
            line.setText(text)
            line.setCursorPosition(0)
        self.doubt = self.surname.onward = None
        self._make_room()

    def _edited(self, line: Line, text: str) -> None:
        if text != line.text():
            return  # it was pasted and is parted already
        self.doubt = self.surname.onward = None  # a person has looked at it
        self._make_room()

    def _part_pasted(self) -> None:
        """A whole name pasted over the surname is another person's, whatever stands in the two other fields."""
        pasted = self.surname.text()
        if len(pasted.split()) >= _WHOLE and not may_be_surname(pasted):
            self.given.clear()
            self.patronymic.clear()
        self._part()

    def _part(self) -> None:
        typed = self.surname.text()
        if may_be_surname(typed) or self.given.text() or self.patronymic.text():
            return
        name, doubt = parse_full_name(typed)
        if name is None:
            return
        self.restore([in_usual_case(part) for part in (name.surname, name.given, name.patronymic)])
        self.surname.onward = self.patronymic
        self.doubt = doubt if doubt is not None and doubt.severity is Severity.WARNS else None
        self.changed.emit()

    def _write_usual(self, line: Line) -> None:
        """Papers bear the name: typed in small letters, or with Caps Lock, it is written as names are."""
        usual = in_usual_case(line.text())
        if usual != line.text():
            line.setText(usual)

    def _make_room(self) -> None:
        whole = " " in self.surname.text().strip() and not (self.given.text() or self.patronymic.text())
        self.given.setVisible(not whole)
        self.patronymic.setVisible(not whole)
