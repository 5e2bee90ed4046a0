"""Terms of the school's local act (сроки локального акта, пп. 22, 23, 25, 26), not over those of the Порядок."""

from typing import Any

from PySide6.QtCore import Signal

from otbor.domain.campaign import Event, LocalTerms, TermId
from otbor.domain.regulation import Regulation
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.settings.cards import Card
from otbor.ui.settings.controls import Choice, spin
from otbor.ui.settings.fields import Fields


class TermsCard(Card):
    """A field for every term that the local act may shorten, and for every choice of the day it is counted from."""

    edited = Signal()

    def __init__(self, profile: Regulation) -> None:
        super().__init__(
            _("Terms of the local act"), _("As the school's own act sets them, not over those of the Порядок.")
        )
        self.form = Fields()
        self._limits: dict[TermId, int] = {}
        self._defaults: dict[TermId, Event] = {}
        for term, rule in profile.terms.items():
            if rule.local:
                self._limits[term] = rule.n
                told = ngettext(
                    "at most {n} working day ({paragraph})", "at most {n} working days ({paragraph})", rule.n
                )
                hint = told.format(n=rule.n, paragraph=rule.paragraph)
                self.form.add(term.value, _capital(rule.title), spin(1, rule.n), hint, narrow=True)
            if len(rule.starts) > 1:
                self._defaults[term] = rule.starts[0]
                events = ((event, profile.events[event]) for event in rule.starts)
                title = _("{term}: counted from").format(term=_capital(rule.title))
                self.form.add(f"{term.value}/from", title, Choice(events))
        events = ((event, profile.events[event]) for event in profile.absent_clock)
        self.form.add("absent_from", _("Appeal term of a family that did not come, from"), Choice(events))
        self._absent = profile.absent_clock[0]
        self.form.edited.connect(self.edited)
        self.column.addWidget(self.form)
        self.finish()

    def show_terms(self, local: LocalTerms) -> None:
        """Show the terms; what the act leaves out is as the Порядок has it."""
        for term, most in self._limits.items():
            self.form[term.value] = local.days.get(term, most)
        for term, event in self._defaults.items():
            self.form[f"{term.value}/from"] = local.starts.get(term, event)
        self.form["absent_from"] = local.absent_from or self._absent

    def terms(self) -> LocalTerms:
        """The terms that differ from those of the Порядок."""
        days = {term: n for term, most in self._limits.items() if (n := self._value(term.value)) != most}
        starts = {
            term: event
            for term, default in self._defaults.items()
            if (event := self._value(f"{term.value}/from")) is not default
        }
        absent = self._value("absent_from")
        return LocalTerms(days, starts, None if absent is self._absent else absent)

    def _value(self, name: str) -> Any:
        return self.form[name]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
