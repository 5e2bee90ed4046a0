"""A part of the settings about the window's campaign: loads it, keeps what is typed, tells what is stale."""

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.domain.findings import Refused
from otbor.services import planning
from otbor.services.office import Changes
from otbor.services.planning import StoredCampaign
from otbor.support.translation import gettext as _
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.theme import em, mark
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.cards import muted
from otbor.ui.settings.part import Part

_TABLES = {"campaign", "class_group", "entrance_test", "sitting", "application", "scheme_version", "school"}


class CampaignPage(Part):
    """Base of the parts about one campaign; ``body`` holds them, hidden while there is no campaign."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.stored: StoredCampaign | None = None
        self.about = QLabel()
        mark(self.about, "muted")
        self.about.setWordWrap(True)
        self.body = QWidget()
        self.inside = QVBoxLayout(self.body)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(em(self, 0.9))
        self.empty = QWidget()
        nothing = QVBoxLayout(self.empty)
        nothing.setContentsMargins(0, 0, 0, 0)
        nothing.addWidget(muted(_("There is no campaign yet: plan one, and its settings will be here.")))
        self.plan_first = QPushButton(_("Plan a campaign"))
        mark(self.plan_first, "link")
        self.plan_first.clicked.connect(lambda: workplace.go("settings", "campaign"))
        nothing.addWidget(self.plan_first)
        for widget in (self.about, self.body, self.empty):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        workplace.changed.connect(self._changed)
        workplace.campaign_changed.connect(self.reload)

    def show_campaign(self, stored: StoredCampaign) -> None:
        """Show what is stored in the fields."""
        raise NotImplementedError

    def entered(self) -> None:
        """Show what is stored now, unless something is unsaved."""
        self.reload()

    def reload(self) -> None:
        """Show the campaign of the window; what is typed for another one stays until it is saved or put back."""
        if not self.unsaved():
            stored = self._now()
            if stored is None or stored != self.stored:
                self._show(stored)

    def discard(self) -> None:
        """Show what is stored, whatever was typed."""
        self._show(self._now())

    def saved(self, typed: object) -> None:
        """``typed`` has been saved: show it as stored; what was typed on meanwhile stays in its fields."""
        if self.typed() == typed:
            self.discard()
        else:
            self.read_anew()
            self.edited.emit()

    def typed(self) -> object:
        """What the fields hold now, as :meth:`save` would write it."""
        raise NotImplementedError

    def read_anew(self) -> StoredCampaign | None:
        """Another version is stored: that one from now on, what is typed stays in its fields."""
        if self.stored is not None:
            self.stored = planning.stored_campaign(self.workplace.glance, self.stored.campaign_id)
        return self.stored

    def _now(self) -> StoredCampaign | None:
        campaign = self.workplace.campaign
        return None if campaign is None else planning.stored_campaign(self.workplace.glance, campaign)

    def _show(self, stored: StoredCampaign | None) -> None:
        self.stored = None  # until its fields show it there is nothing that could differ from it
        there = stored is not None
        for widget in (self.body, self.bottom, self.about):
            widget.setVisible(there)
        self.empty.setVisible(not there)
        if stored is None:
            self.in_turns(self.edited.emit)
        else:
            self.about.setText(f"{stored.draft.title} ({stored.draft.code})")
            self.in_turns(lambda: self._fill(stored), self.edited.emit)

    def _fill(self, stored: StoredCampaign) -> None:
        self.show_campaign(stored)
        self.stored = stored

    def _changed(self, changes: Changes) -> None:
        if not changes.rows or any(table in _TABLES for table, _id in changes.rows):
            self.reload()


def is_stale(failure: Failure) -> bool:
    """Whether an act was refused because somebody else has written meanwhile."""
    error = failure.error
    return isinstance(error, Refused) and any(finding.id == "office.stale" for finding in error.findings)
