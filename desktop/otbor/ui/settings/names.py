"""Names in cases (склонение ФИО): who the rules cannot decline, and how any name declines as the school says."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QListWidget, QWidget

from otbor.domain.findings import Refused
from otbor.services import names
from otbor.services.names import NameCard
from otbor.services.office import Changes
from otbor.support.translation import gettext as _
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.theme import em
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.cards import Card, muted
from otbor.ui.settings.controls import Choice, line
from otbor.ui.settings.fields import Fields
from otbor.ui.settings.part import Part
from otbor.wording.declension import Case, Gender

_TABLES = {"application", "representative", "name_forms"}
_ROWS = 6  # of the list at most in sight


class NamesPart(Part):
    """A list of names to be asked about, and the card of one name."""

    id = "names"
    icon = "user-list"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.set_wide(wide=False)
        self.shown: NameCard | None = None  # the name in front as it is stored
        self._filled: dict[Case, str] = {}  # what the fields were filled with
        self.asked = QListWidget()
        self.asked.setAccessibleName(_("Names that the rules cannot decline"))
        self.none = muted(_("There are none: papers decline every name of this campaign."))
        self.ask_card = Card(
            _("Names that the rules cannot decline"),
            _("Nothing tells whether a man or a woman bears them; papers leave them as they are."),
        )
        self.ask_card.column.addWidget(self.asked)
        self.ask_card.column.addWidget(self.none)
        self.card = Card(_("A name in cases"), _("Any full name, surname first; a case left empty goes by the rules."))
        self.fields = Fields()
        self.name = line(placeholder=_("Ivanova Mariya Petrovna"))
        self.fields.add("name", _("Full name of the person"), self.name)
        self.gender = Choice(((None, "—"), (Gender.MALE, _("a man")), (Gender.FEMALE, _("a woman"))))
        self.fields.add("gender", _("It is the name of"), self.gender, narrow=True)
        for case, title in _cases().items():
            self.fields.add(case.value, title, line())
        self.card.column.addWidget(self.fields)
        self.card.finish()
        self.column.addWidget(self.ask_card)
        self.column.addWidget(self.card)
        self.column.addStretch(1)
        self.foot.addStretch(1)
        self.end_foot(_("Save the name"))
        self.bottom.show()
        self.asked.currentTextChanged.connect(self._picked)
        self.name.editingFinished.connect(self._named)
        self.gender.currentIndexChanged.connect(lambda _index: self._gendered())
        self.fields.edited.connect(self._edited)
        workplace.changed.connect(self._changed)
        workplace.campaign_changed.connect(self.entered)
        self._show(None)

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("Names in cases")

    def entered(self) -> None:
        """Ask whose names the rules cannot decline."""
        campaign = self.workplace.campaign
        if campaign is None:
            self._list(())
            return
        task = self.workplace.ask(lambda office, _steps: names.names_to_ask(office, campaign))
        task.succeeded.connect(self._list)

    def show_target(self, target: object) -> None:
        """Show how this name declines."""
        if isinstance(target, str):
            self.show_name(target)

    def show_name(self, name: str) -> None:
        """Show how ``name`` declines, as the school said or by rule; not over cases of another that are unsaved."""
        shown = self.shown
        if shown is None or name == shown.name or not self.unsaved():
            self._show(names.name_card(self.workplace.glance, name) if name.strip() else None)
            return
        with QSignalBlocker(self.name), QSignalBlocker(self.asked):
            self.name.setText(shown.name)
            self.asked.setCurrentRow(-1)
        told = _("Save “{name}” first, or put it back.").format(name=shown.name)
        self.card.remarks.say(warning=[told])

    def unsaved(self) -> bool:
        """Whether a case was changed."""
        return self.shown is not None and self._typed() != dict(self.shown.forms)

    def discard(self) -> None:
        """Show the name as it is stored."""
        self.show_name("" if self.shown is None else self.shown.name)

    def save(self) -> None:
        """Keep how the name declines; nothing changed says that a name stays as it is in every case."""
        if self.shown is None:
            return
        name, typed = self.shown.name, self._typed()
        task = self.workplace.act(lambda office, _steps: names.set_name_forms(office, name, typed), told=False)
        task.succeeded.connect(lambda _changes: self._saved(name, typed))
        task.failed.connect(self._failed)

    # Inside

    def _list(self, found: tuple[str, ...]) -> None:
        with QSignalBlocker(self.asked):
            self.asked.clear()
            self.asked.addItems(list(found))
            self.asked.setCurrentRow(-1)
        self.asked.setFixedHeight(em(self, 1.9) * min(max(len(found), 1), _ROWS) + em(self, 0.6))
        self.asked.setVisible(bool(found))
        self.none.setVisible(not found)

    def _picked(self, name: str) -> None:
        if name:
            self.show_name(name)

    def _named(self) -> None:
        name = " ".join(self.name.text().split())
        if self.shown is None or name != self.shown.name:
            self.show_name(name)

    def _gendered(self) -> None:
        """The other gender: what was not typed by hand goes by its rules."""
        if self.shown is None:
            return
        by_rule = names.name_card(self.workplace.glance, self.shown.name, self.gender.chosen()).forms
        typed = self._typed()
        self._fill({case: text if typed[case] == self._filled[case] else typed[case] for case, text in by_rule.items()})

    def _show(self, card: NameCard | None) -> None:
        self.shown = card
        self.card.remarks.say()
        with QSignalBlocker(self.gender):
            self.gender.choose(None)
        with QSignalBlocker(self.name):
            self.name.setText("" if card is None else card.name)
        self.fields.show_only("gender", shown=card is not None and not card.known)
        for case in Case:
            self.fields.show_only(case.value, shown=card is not None)
        self._fill(dict.fromkeys(Case, "") if card is None else dict(card.forms))
        self._edited()

    def _fill(self, forms: dict[Case, str]) -> None:
        self._filled = dict(forms)
        for case, text in forms.items():
            self.fields[case.value] = text

    def _typed(self) -> dict[Case, str]:
        return {case: self.fields[case.value] for case in Case}

    def _edited(self) -> None:
        self.save_button.setEnabled(self.shown is not None)
        self.back.setEnabled(self.unsaved())
        self.edited.emit()

    def _saved(self, name: str, typed: dict[Case, str]) -> None:
        if self.shown is not None and self.shown.name == name and self._typed() == typed:
            self.show_name(name)
        told = _("Saved: the next papers decline “{name}” so.").format(name=name)
        self.workplace.tell(told, good=True)

    def _failed(self, failure: Failure) -> None:
        if isinstance(failure.error, Refused):
            self.card.remarks.say(failure.sentences)
        else:
            self.workplace.tell_failure(failure)

    def _changed(self, changes: Changes) -> None:
        shown = self.isVisible() and not self.unsaved()
        if shown and (not changes.rows or any(table in _TABLES for table, _id in changes.rows)):
            self.entered()


def _cases() -> dict[Case, str]:
    return {
        Case.GENITIVE: _("Genitive: from whom?"),
        Case.DATIVE: _("Dative: to whom?"),
        Case.ACCUSATIVE: _("Accusative: whom?"),
        Case.INSTRUMENTAL: _("Instrumental: by whom?"),
    }
