"""Groups and seats (классы и места): how many are taken, changed by an act once the notice is published."""

from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QWidget

from otbor.services import campaign_edits
from otbor.services.campaigns import Planned
from otbor.services.planning import StoredCampaign
from otbor.support.translation import gettext as _
from otbor.ui.kit.dates import count
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.theme import em
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.campaign_basis import BasisCard
from otbor.ui.settings.campaign_page import CampaignPage, is_stale
from otbor.ui.settings.cards import Card, Remarks, muted
from otbor.ui.settings.controls import spin, when_changed
from otbor.wording.findings import sentence

_MOST = 500  # seats of a group, far above any school


class GroupsPart(CampaignPage):
    """A row a group with its seats."""

    id = "groups"
    icon = "users-three"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.set_wide(wide=False)
        self.card = Card(_("Number of seats"), _("Seats stand in the notice; the final rating fixes them (26)."))
        self.seats: dict[int, QSpinBox] = {}
        self.said: dict[int, Remarks] = {}
        self._named: list[tuple[int, str, str, str]] = []  # the groups that have a row
        self.table = QWidget()
        self.total = QLabel()
        self.card.column.addWidget(self.table)
        self.card.column.addWidget(self.total)
        self.card.finish()
        self.basis = BasisCard()
        self.basis.edited.connect(self.edited)
        self.inside.addWidget(self.card)
        self.inside.addWidget(self.basis)
        self.foot.addStretch(1)
        self.end_foot(_("Save the seats"))
        self.edited.connect(self._show_total)

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("Groups and seats")

    def show_campaign(self, stored: StoredCampaign) -> None:
        """A row for each group; rows that are there already stay, and the cursor in them."""
        named = [(group.group_id, group.code, group.title, group.studied) for group in stored.groups]
        if named != self._named:
            self._named = named
            self._make_rows(stored)
        for group in stored.groups:
            self.seats[group.group_id].setValue(group.seats)
            self.said[group.group_id].say()
        self.card.remarks.say()
        self.basis.show_campaign(stored)

    def _make_rows(self, stored: StoredCampaign) -> None:
        old, self.table = self.table, QWidget()
        grid = QGridLayout(self.table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(self, 1))
        grid.setColumnStretch(1, 1)
        self.seats, self.said = {}, {}
        for place, head in enumerate((_("Code"), _("Group"), _("Seats"))):
            grid.addWidget(muted(head), 0, place)
        for number, group in enumerate(stored.groups):
            title = QLabel(f"{group.title}: {group.studied}" if group.studied != group.title else group.title)
            title.setWordWrap(True)
            field = spin(0, _MOST)
            field.setAccessibleName(_("Seats in {group}").format(group=group.code))
            when_changed(field, self.edited.emit)
            self.seats[group.group_id], self.said[group.group_id] = field, Remarks()
            grid.addWidget(QLabel(group.code), 1 + 2 * number, 0)
            grid.addWidget(title, 1 + 2 * number, 1)
            grid.addWidget(field, 1 + 2 * number, 2)
            grid.addWidget(self.said[group.group_id], 2 + 2 * number, 1, 1, 2)
        self.card.column.replaceWidget(old, self.table)
        old.hide()
        old.deleteLater()

    def unsaved(self) -> bool:
        """Whether some seats differ from what is stored, or the act that changes them is being written."""
        return self.stored is not None and (bool(self._changes(self.stored)) or self.basis.typed())

    def typed(self) -> dict[int, int]:
        """The seats by group."""
        return {identity: field.value() for identity, field in self.seats.items()}

    def save(self) -> None:
        """Write the seats that differ."""
        stored = self.stored
        if stored is None or not (changes := self._changes(stored)):
            return
        typed, basis = self.typed(), self.basis.basis()
        task = self.workplace.act(
            lambda office, _steps: campaign_edits.change_seats(
                office, stored.campaign_id, changes, stored.version, basis
            ),
            told=False,
        )
        task.succeeded.connect(lambda planned: self._saved(planned, typed))
        task.failed.connect(self._failed)

    def _saved(self, planned: Planned, typed: dict[int, int]) -> None:
        self.saved(typed)
        told = [
            _("The seats are saved."),
            *map(sentence, (f for f in planned.warnings if f.id.startswith("campaign."))),
        ]
        self.workplace.tell("\n".join(told), good=True)

    def _failed(self, failure: Failure) -> None:
        if is_stale(failure) and (stored := self.read_anew()) is not None:
            self.workplace.tell_failure(failure)
            for group in stored.groups:
                if group.group_id in self.seats and self.seats[group.group_id].value() != group.seats:
                    told = _("Stored now: {value}").format(value=count(group.seats))
                    self.said[group.group_id].say(warning=[told])
            return
        self.card.remarks.say(failure.sentences)

    def _changes(self, stored: StoredCampaign) -> dict[int, int]:
        before = {group.group_id: group.seats for group in stored.groups}
        return {identity: seats for identity, seats in self.typed().items() if seats != before.get(identity)}

    def _show_total(self) -> None:
        total = sum(self.typed().values())
        self.total.setText(_("Seats in all: {n}").format(n=count(total)))
