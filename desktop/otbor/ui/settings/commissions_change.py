"""A formed commission whose members are changed by a further order (п. 12)."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal

from otbor.domain.findings import Finding
from otbor.services.commission_view import StoredCommission, StoredCommissions
from otbor.services.commissions import CommissionDraft
from otbor.support.translation import gettext as _
from otbor.ui.settings.cards import Card
from otbor.ui.settings.commissions_card import MembersForm, nameless, say_findings
from otbor.ui.settings.controls import DateField, line
from otbor.ui.settings.fields import Fields


class ChangeCard(Card):
    """The members in a form, and the order by which they change."""

    edited = Signal()

    def __init__(self, stored: StoredCommissions, commission: StoredCommission) -> None:
        given = commission.draft
        super().__init__(
            given.title[:1].upper() + given.title[1:],
            _("Changed by a further order; the composition is given whole."),
        )
        self.commission = commission
        self.form = MembersForm(given, stored.standings[given.kind], stored.people)
        self.basis = Fields()
        self.basis.add("number", _("Number of the order"), line(placeholder="15-од"), narrow=True)
        self.basis.add("day", _("Date of the order"), DateField(), narrow=True)
        self.basis.add("reason", _("Reason"), line())
        self.basis["day"] = stored.today
        for part in (self.form, self.basis):
            self.column.addWidget(part)
            part.edited.connect(self.edited)
        self.finish()

    def begin(self) -> None:
        """Put the cursor into the first row."""
        next(iter(self.form.rows.rows[0].values())).setFocus()

    def typed(self) -> bool:
        """Whether members differ from those in force, or the order is being written."""
        other = {*self.form.members().members} != {*self.commission.draft.members}
        return other or bool(self.basis["number"] or self.basis["reason"])

    def among(self, commissions: Sequence[StoredCommission]) -> list[CommissionDraft]:
        """All commissions as they would be, this one as typed."""
        mine = replace(self.commission.draft, members=self.form.members().members)
        return [mine if one is self.commission else one.draft for one in commissions]

    def lacking(self) -> list[str]:
        """What is said of posts that nobody holds."""
        return nameless(self.form.nameless())

    def say(self, findings: Sequence[Finding]) -> None:
        """Show what the rules say of it."""
        say_findings(self.remarks, findings, self.lacking())
