"""The act by which something published is changed: its name, its date, the reason."""

from datetime import date

from PySide6.QtCore import Signal

from otbor.services.planning import StoredCampaign
from otbor.services.schemes import ChangeBasis
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.settings.cards import Card
from otbor.ui.settings.controls import DateField, line
from otbor.ui.settings.fields import Fields


class BasisCard(Card):
    """Asked for once the notice is published, hidden before."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__(_("Basis of the change"), _("The notice is published: what it says is changed by an act."))
        self.form = Fields()
        self.form.add("act", _("Order or other act"), line(placeholder=_("order № 31-од")))
        self.form.add("dated", _("Date of the act"), DateField(), narrow=True)
        self.form.add("reason", _("Reason"), line())
        self.form.edited.connect(self.edited)
        self.column.addWidget(self.form)
        self.finish()
        self._today = date(2000, 1, 1)

    def show_campaign(self, stored: StoredCampaign) -> None:
        """Ask anew, from today's date."""
        self.setVisible(stored.published_on is not None)
        self._today = stored.today
        self.form["act"], self.form["dated"], self.form["reason"] = "", stored.today, ""
        if stored.published_on is not None:
            self.heading.setText(
                _("Basis of the change (the notice was published on {day})").format(day=dates.day(stored.published_on))
            )

    def typed(self) -> bool:
        """Whether something of it is typed."""
        return not self.isHidden() and bool(self.form["act"] or self.form["reason"])

    def basis(self) -> ChangeBasis | None:
        """What was typed; None before the notice."""
        if self.isHidden():
            return None
        return ChangeBasis(self.form["act"], self.form["dated"], self.form["reason"])
