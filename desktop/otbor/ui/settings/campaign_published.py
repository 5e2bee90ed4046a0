"""A campaign whose notice is published: what is fixed, and the days and rooms of tests, changed by an act."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from otbor.services import campaign_edits, plan_review, planning
from otbor.services.campaign_edits import SittingEdit
from otbor.services.campaigns import Planned
from otbor.services.office import today
from otbor.services.planning import StoredCampaign
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.theme import em, mark
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.campaign_basis import BasisCard
from otbor.ui.settings.campaign_dates import Dates
from otbor.ui.settings.campaign_page import is_stale
from otbor.ui.settings.cards import Card
from otbor.ui.settings.controls import Choice, DateField, line
from otbor.ui.settings.fields import Fields
from otbor.ui.settings.rows import Column, Rows
from otbor.wording.findings import sentence

_Days = tuple[tuple[SittingEdit, ...], tuple[date | None, date | None]]


class PublishedCampaign(QWidget):
    """Dates of the selection as they stand; sittings and planned protocols as fields."""

    edited = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.stored: StoredCampaign | None = None
        self._shown: _Days | None = None
        fixed = Card(_("Dates"), _("As published. The dates of the selection and of the intake stay (10)."))
        self.dates = Dates()
        fixed.column.addWidget(self.dates)
        self.more = QPushButton(_("Seats are changed in «Groups and seats»"))
        mark(self.more, "link")
        self.more.clicked.connect(lambda: workplace.go("settings", "groups"))
        fixed.column.addWidget(self.more)
        self.card = Card(_("Days of the tests"), _("Families admitted to a day are to be told of another one."))
        self._names: list[tuple[int, str]] = []
        columns = (
            Column("test", _("Test"), lambda: Choice(self._names), 3, None),
            Column("day", _("Day"), DateField, 0, None),
            Column("room", _("Room"), line, 2),
            Column("reserve", _("Reserve"), QCheckBox, 0, default=False),
        )
        self.sittings = Rows(columns, _("Add a day"), _("Take the day away"))
        self.protocols = Fields()
        by_term = _("by the term")
        for name, title in (
            ("preliminary", _("Protocol of the preliminary rating")),
            ("final", _("Protocol of the final rating")),
        ):
            field = DateField(today=lambda: today(workplace.glance), nothing=by_term)
            self.protocols.add(name, title, field, narrow=True)
        self.card.column.addWidget(self.sittings)
        self.card.column.addWidget(self.protocols)
        self.card.finish()
        self.basis = BasisCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.9))
        for card in (self.card, self.basis, fixed):
            column.addWidget(card)
        column.addStretch(1)
        for source in (self.sittings, self.protocols, self.basis):
            source.edited.connect(self.edited)

    def show_campaign(self, stored: StoredCampaign) -> None:
        """Show what is stored."""
        self.stored = stored
        schedule = stored.draft.campaign.schedule
        self.dates.show_review(plan_review.planned_dates(self.workplace.glance, stored.campaign_id), ())
        self._names = [(identity, title) for title, identity in stored.tests.items()]
        edits = sorted(stored.sittings, key=lambda edit: (edit.day, edit.test_id))
        rows = [{"test": e.test_id, "day": e.day, "room": e.room, "reserve": e.reserve} for e in edits]
        self.sittings.show_rows(rows, [edit.sitting_id for edit in edits], stored.held)
        self.protocols["preliminary"], self.protocols["final"] = schedule.preliminary_on, schedule.final_on
        self.basis.show_campaign(stored)
        self.card.remarks.say()
        self._shown = self._typed()

    def unsaved(self) -> bool:
        """Whether days or rooms differ from what was shown, or the act that changes them is being written."""
        return self._shown is not None and (self._typed() != self._shown or self.basis.typed())

    def save(self) -> None:
        """Write the days as they are in the fields."""
        stored = self.stored
        typed = sittings, protocols = self._typed()
        if stored is None or typed == self._shown:
            return
        basis = self.basis.basis()
        task = self.workplace.act(
            lambda office, _steps: campaign_edits.change_sittings(
                office, stored.campaign_id, sittings, stored.version, basis, protocols
            ),
            told=False,
        )
        task.succeeded.connect(lambda planned: self._saved(planned, typed))
        task.failed.connect(self._failed)

    def _saved(self, planned: Planned, typed: _Days) -> None:
        stored = planning.stored_campaign(self.workplace.glance, planned.campaign_id)
        if self._typed() == typed:
            self.show_campaign(stored)
        else:  # typed on meanwhile: that stays in its fields
            self.stored, self._shown = stored, typed
        self.edited.emit()
        told = [_("The days of the tests are saved."), *(sentence(f) for f in planned.warnings)]
        notice = (_("To the notice"), lambda: self.workplace.go("settings", "notice"))
        self.workplace.tell("\n".join(told), notice, good=True)

    def _failed(self, failure: Failure) -> None:
        if not is_stale(failure) or self.stored is None:
            self.card.remarks.say(failure.sentences)
            return
        self.workplace.tell_failure(failure)
        self.stored = planning.stored_campaign(self.workplace.glance, self.stored.campaign_id)
        names = {identity: title for title, identity in self.stored.tests.items()}
        now = (f"{names[e.test_id]} {dates.day(e.day)} {e.room}".rstrip() for e in self.stored.sittings)
        self.card.remarks.say(warning=[_("Stored now: {value}").format(value="; ".join(now))])

    def _typed(self) -> _Days:
        sittings = tuple(
            SittingEdit(row["test"], row["day"], row["room"], row["reserve"], key)
            for row, key in zip(self.sittings.values(), self.sittings.keys(), strict=True)
            if row["test"] is not None
        )
        return sittings, (self.protocols["preliminary"], self.protocols["final"])
