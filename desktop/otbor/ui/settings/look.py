"""How the window looks and speaks on this computer, and who is at work: all of it at once, nothing to be saved."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from otbor.support.translation import gettext as _
from otbor.support.translation import language
from otbor.ui.kit.theme import SCALES, Look, dress_anew, remembered
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.cards import Card
from otbor.ui.settings.controls import Choice, line
from otbor.ui.settings.fields import Fields
from otbor.ui.settings.part import Part

LANGUAGES = (("ru", "Русский"), ("en", "English"))  # each by its own name, whatever is spoken now


class LookPart(Part):
    """Look, scale, language, person; the window's own menu shows the same."""

    id = "look"
    icon = "palette"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.set_wide(wide=False)
        self.seen, self.person = Fields(), Fields()
        self._loading = False
        card = Card(_("Window"), _("Remembered on this computer; papers look the same everywhere."))
        looks = ((Look.SYSTEM, _("As the system")), (Look.LIGHT, _("Light")), (Look.DARK, _("Dark")))
        self.seen.add("look", _("Colours"), Choice(looks), narrow=True)
        scales = [(percent, f"{percent} %") for percent in SCALES]
        told = _("Also by Ctrl+Shift+= and Ctrl+Shift+−, from anywhere.")
        self.seen.add("scale", _("Size of the text"), Choice(scales), told, narrow=True)
        told = _("Papers and the texts of the rules are always in Russian.")
        self.seen.add("language", _("Language of the window"), Choice(LANGUAGES), told, narrow=True)
        card.column.addWidget(self.seen)
        card.finish()
        self.column.addWidget(card)
        at_work = Card(_("Who is at work"))
        self.name = line()
        self.name.setReadOnly(True)
        told = _("Written into the journal and into the history beside everything that is done here.")
        self.person.add("name", _("Surname and initials"), self.name, told)
        at_work.column.addWidget(self.person)
        self.other = QPushButton(_("Another person…"))
        self.other.clicked.connect(self.ask_person)
        at_work.column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        at_work.finish()
        self.column.addWidget(at_work)
        self.column.addStretch(1)
        self.seen.edited.connect(self._chosen)
        self._load()

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("Look and language")

    def entered(self) -> None:
        """Show what is chosen now: the menu may have changed it."""
        self._load()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The window was dressed anew, maybe by its menu."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "name"):
            self._load()

    def ask_person(self) -> None:
        """Ask who is at work, as the window itself does."""
        action = self._of_window("window-person")
        if action is not None:
            action.trigger()
        self._load()

    def _load(self) -> None:
        self._loading = True
        look, percent = remembered(self.workplace.memory)
        self.seen["look"] = look
        self.seen["scale"] = min(SCALES, key=lambda one: abs(one - percent))
        self.seen["language"] = self.workplace.memory.text("language", language())
        self.name.setText(self.workplace.operator)
        self._loading = False
        self._tell_language()

    def _chosen(self) -> None:
        if self._loading:
            return
        memory, look, percent = self.workplace.memory, self.seen["look"], self.seen["scale"]
        memory.put("language", self.seen["language"])
        self._tell_language()
        if (look, percent) == remembered(memory):
            return
        memory.put("look", look.value)
        memory.put("scale", percent)
        action = self._of_window(f"window-look-{look.value}")  # so that the mark in the menu moves too
        application = QApplication.instance()
        if action is not None:
            action.trigger()
        elif isinstance(application, QApplication):
            dress_anew(application, *remembered(memory))

    def _tell_language(self) -> None:
        later = self.seen["language"] != language()
        told = _("Takes effect when the program is started the next time.")
        self.seen.remarks["language"].say(warning=[told] if later else [])

    def _of_window(self, name: str) -> QAction | None:
        """An action of the window that this is in."""
        found: QAction | None = self.window().findChild(QAction, name)
        return found
