"""The school's card (карточка школы): what papers print, and what working days are counted by."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtWidgets import QCheckBox, QWidget

from otbor.domain.campaign import Founder
from otbor.domain.findings import Refused
from otbor.services import campaigns, planning
from otbor.services.campaigns import SchoolCard
from otbor.services.office import Changes
from otbor.services.planning import StoredSchool
from otbor.support.translation import gettext as _
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.cards import Card
from otbor.ui.settings.controls import Choice, TextField, line, suggesting
from otbor.ui.settings.fields import Fields
from otbor.ui.settings.part import Part
from otbor.wording.findings import sentence

_DAY = "%d.%m.%Y"


class SchoolPart(Part):
    """The card, saved as a whole; what somebody else saved meanwhile is shown beside what is typed."""

    id = "school"
    icon = "buildings"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.stored: StoredSchool | None = None
        self.names, self.standing, self.days = Fields(), Fields(), Fields()
        self._shown: dict[str, Any] = {}
        self._build()
        self.foot.addStretch(1)
        self.end_foot(_("Save the card"))
        self.bottom.show()
        workplace.changed.connect(self._changed)
        self._shown = self._values()

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("School card")

    def entered(self) -> None:
        """Show what is stored now, unless something is unsaved."""
        if not self.unsaved():
            self.discard()

    def unsaved(self) -> bool:
        """Whether the card on the screen differs from the one that was shown."""
        return self._values() != self._shown

    def save(self) -> None:
        """Write the card; what is wrong is said beside its field."""
        self._clear()
        days_off, unknown = _days(self.days["days_off"])
        if unknown:
            told = _("Not a day: {days}. Write days as 31.12.2026.").format(days=", ".join(unknown))
            self.days.remarks["days_off"].say([told])
            self.days.fields["days_off"].setFocus()
            return
        values = self._values() | {"days_off": days_off}
        card = SchoolCard(**values)
        version = self.stored.version if self.stored else None
        task = self.workplace.act(lambda office, _steps: campaigns.set_up_school(office, card, version), told=False)
        typed = self._values()
        task.succeeded.connect(lambda _changes: self._saved(typed))
        task.failed.connect(self._failed)

    def _saved(self, typed: dict[str, Any]) -> None:
        if self._values() == typed:
            self.discard()
        else:  # typed on meanwhile: that stays in its fields
            self.stored, self._shown = planning.stored_school(self.workplace.glance), typed
            self.edited.emit()
        told = _("The school card is saved. Campaigns planned earlier keep the card they were planned with.")
        self.workplace.tell(told, good=True)

    def _failed(self, failure: Failure) -> None:
        findings = failure.error.findings if isinstance(failure.error, Refused) else ()
        if any(finding.id == "office.stale" for finding in findings):
            self._show_both(failure)
            return
        beside = [finding for finding in findings if finding.where in self._all()]
        if not beside:
            self.workplace.tell_failure(failure)
        for finding in beside:
            form = self._all()[finding.where]
            form.remarks[finding.where].say([sentence(finding).removeprefix(f"{finding.where}: ")])
        for finding in beside[:1]:
            self._all()[finding.where].fields[finding.where].setFocus()

    def _show_both(self, failure: Failure) -> None:
        """Somebody else has saved the card: what is typed stays, what is stored stands beside it."""
        self.workplace.tell_failure(failure)
        typed = self._values()
        self.stored = planning.stored_school(self.workplace.glance)
        if self.stored is None:
            return
        self._shown = _texts(self.stored.card)
        for name, form in self._all().items():
            if typed[name] != self._shown[name]:
                now = self._words(form, name, self._shown[name])
                form.remarks[name].say(warning=[_("Stored now: {value}").format(value=now)])
        self.edited.emit()

    def _words(self, form: Fields, name: str, value: Any) -> str:
        field = form.fields[name]
        if isinstance(field, Choice):
            return field.text_of(value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(value) or _("empty")

    def _changed(self, changes: Changes) -> None:
        mine = not changes.rows or any(table == "school" for table, _id in changes.rows)
        if mine and not self.unsaved():
            self.discard()

    def discard(self) -> None:
        """Show what is stored, whatever was typed."""
        self.stored = planning.stored_school(self.workplace.glance)
        self._clear()
        shown = _texts(self.stored.card) if self.stored else _blank()
        for name, form in self._all().items():
            form[name] = shown[name]
        self._shown = self._values()
        self.edited.emit()

    def _values(self) -> dict[str, Any]:
        return {name: form[name] for name, form in self._all().items()}

    def _all(self) -> dict[str, Fields]:
        return {name: form for form in (self.names, self.standing, self.days) for name in form.fields}

    def _clear(self) -> None:
        for form in (self.names, self.standing, self.days):
            form.clear()

    def _build(self) -> None:
        self.set_wide(wide=False)
        named = Card(_("Names"), _("As papers print them."))
        self.names.add("name", _("Full name"), line(), _("As in the charter."))
        self.names.add("short_name", _("Short name"), line())
        self.names.add("place", _("City or village"), line(), _("As it stands beside the date of a paper."))
        self.names.add("address", _("Address"), line())
        self.names.add("director", _("Director"), line(), _("Initials and surname, as in the place of the signature."))
        self.names.add("director_post", _("Post of the director"), line())
        stands = Card(_("Founder and kind of school"), _("By these the rules choose periods, tests and documents."))
        founders = ((Founder.MUNICIPAL, _("municipal")), (Founder.STATE, _("state")))
        self.standing.add(
            "founder", _("Founder"), Choice(founders), _("Sets the period of the planned selection (6.1).")
        )
        told = _("Stands above the school's name on papers; leave it empty and the line is left out.")
        self.standing.add("founder_name", _("Name of the founder"), line(), told)
        self.standing.add("on_founders_list", _("On the founder's list of classes (3)"), QCheckBox())
        self.standing.add("cadet", _("Cadet school (13)"), QCheckBox())
        self.standing.add("sport", _("Programmes with sport training (7)"), QCheckBox())
        days = Card(_("Working days"), _("All terms in working days are counted by these."))
        weeks = ((5, _("5 days, Saturday is a day off")), (6, _("6 days, Saturday is a working day")))
        self.days.add("week", _("Working week"), Choice(weeks))
        zones = sorted(zone for zone in available_timezones() if zone.startswith(("Europe/", "Asia/")))
        self.days.add("time_zone", _("Time zone"), suggesting(zones))
        told = _("Days that the school adds to public holidays: 31.12.2026, separated by commas or lines.")
        self.days.add("days_off", _("The school's own days off"), TextField(), told)
        for card, form in ((named, self.names), (stands, self.standing), (days, self.days)):
            card.column.addWidget(form)
            form.edited.connect(self.edited)
            self.column.addWidget(card)
        self.column.addStretch(1)


def _texts(card: SchoolCard) -> dict[str, Any]:
    """The card as the fields show it."""
    return asdict(card) | {"days_off": ", ".join(day.strftime(_DAY) for day in sorted(card.days_off))}


def _blank() -> dict[str, Any]:
    """A card that nobody has filled yet, with its defaults."""
    return _texts(SchoolCard(name="", short_name="", place="", address="", founder=Founder.MUNICIPAL, director=""))


def _days(text: str) -> tuple[tuple[date, ...], list[str]]:
    """Days written one after the other, and what is no day."""
    known, unknown = set(), []
    for word in text.replace(",", " ").replace(";", " ").split():
        try:
            known.add(datetime.strptime(word, _DAY).date())  # noqa: DTZ007 - a day of the calendar has no zone
        except ValueError:
            unknown.append(word)
    return tuple(sorted(known)), unknown
