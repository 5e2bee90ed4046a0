"""Numbering of applications (нумерация заявлений): the pattern, until the first number is given."""

from PySide6.QtWidgets import QWidget

from otbor.services import campaign_edits
from otbor.services.planning import StoredCampaign
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.kit.dates import count
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.campaign_page import CampaignPage, is_stale
from otbor.ui.settings.cards import Card, muted
from otbor.ui.settings.numbering_fields import NumberingFields


class NumberingPart(CampaignPage):
    """The pattern with its example; fixed once an application has its number."""

    id = "numbering"
    icon = "hash"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.set_wide(wide=False)
        self.card = Card(
            _("Registration numbers"), _("Numbers run on without holes; an annulled one is not used again.")
        )
        self.numbering = NumberingFields()
        self.numbering.edited.connect(self.edited)
        self.fixed = muted("")
        self.card.column.addWidget(self.numbering)
        self.card.column.addWidget(self.fixed)
        self.card.finish()
        self.inside.addWidget(self.card)
        self.foot.addStretch(1)
        self.end_foot(_("Save the numbering"))

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("Numbering")

    def show_campaign(self, stored: StoredCampaign) -> None:
        """Show the pattern, and whether it can still be changed."""
        self.numbering.show_numbering(stored.draft)
        free = stored.applications == 0
        self.numbering.fields.setEnabled(free)
        self.bottom.setVisible(free)
        told = ngettext(
            "{n} application has its number: the numbering is fixed.",
            "{n} applications have their numbers: the numbering is fixed.",
            stored.applications,
        )
        self.fixed.setText(told.format(n=count(stored.applications)))
        self.fixed.setVisible(not free)
        self.card.remarks.say()

    def unsaved(self) -> bool:
        """Whether the pattern differs from what is stored."""
        if self.stored is None:
            return False
        stored = self.stored.draft
        return self.typed() != (stored.number_pattern, stored.number_digits)

    def typed(self) -> tuple[str, int]:
        """Pattern and digits."""
        return self.numbering.pattern(), self.numbering.digits()

    def save(self) -> None:
        """Write the pattern."""
        stored = self.stored
        if stored is None or not self.unsaved():
            return
        typed = pattern, digits = self.typed()
        task = self.workplace.act(
            lambda office, _steps: campaign_edits.change_numbering(
                office, stored.campaign_id, pattern, digits, stored.version
            ),
            told=False,
        )
        task.succeeded.connect(lambda _planned: self._saved(typed))
        task.failed.connect(self._failed)

    def _saved(self, typed: tuple[str, int]) -> None:
        self.saved(typed)
        self.workplace.tell(_("The numbering is saved."), good=True)

    def _failed(self, failure: Failure) -> None:
        if is_stale(failure) and (stored := self.read_anew()) is not None:
            self.workplace.tell_failure(failure)
            now = stored.draft.number_pattern
            self.card.remarks.say(warning=[_("Stored now: {value}").format(value=now)])
            return
        self.card.remarks.say(failure.sentences)
