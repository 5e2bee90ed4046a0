"""Commissions (комиссии, п. 12): drafted and formed by the director's order, changed by a further one."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from otbor.domain.commissions import CommissionKind
from otbor.domain.findings import Finding, Severity
from otbor.services import commission_changes, commission_view, commissions, papers
from otbor.services.commission_view import StoredCommissions
from otbor.services.commissions import CommissionDraft, Formed
from otbor.services.office import Changes, Office
from otbor.services.papers import Issued
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.excuse import Excuse
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.icons import give_icon
from otbor.ui.kit.theme import em, mark
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.cards import Card, Remarks, muted
from otbor.ui.settings.commissions_card import DraftCard, FormedCard
from otbor.ui.settings.commissions_change import ChangeCard
from otbor.ui.settings.controls import DateField, line
from otbor.ui.settings.fields import Fields
from otbor.ui.settings.part import Part
from otbor.ui.settings.tab_order import order_tabs
from otbor.wording.findings import sentence

_TABLES = {"campaign", "commission", "commission_member", "entrance_test", "issued_paper"}


class CommissionsPart(Part):
    """Before the order a form a commission; after it the members, each commission changed by itself."""

    id = "commissions"
    icon = "users-four"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.stored: StoredCommissions | None = None
        self.cards: list[DraftCard] = []
        self.formed: list[FormedCard] = []
        self.change: ChangeCard | None = None
        self._shown: list[CommissionDraft] = []
        self._coming = False  # cards of drafts are still to be made
        self._warm = False  # the first question has been asked
        self.about = muted("")
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.whole = Remarks()
        self.order = Fields()
        self.order.add("number", _("Number of the order"), line(placeholder="12-од"), narrow=True)
        self.order.add("day", _("Date of the order"), DateField(), narrow=True)
        self.order_card = Card(_("Director's order"))
        self.order_card.column.addWidget(self.order)
        self.excuse = Excuse()
        self.order_card.column.addWidget(self.excuse)
        self.order_card.finish()
        self.add_button = QPushButton(_("Add a commission for subjects"))
        give_icon(self.add_button, "plus")
        self.plan_first = QPushButton(_("Plan a campaign"))
        mark(self.plan_first, "link")
        self.plan_first.clicked.connect(lambda: workplace.go("settings", "campaign"))
        self.body = QWidget()
        self.inside = QVBoxLayout(self.body)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(em(self, 0.9))
        for widget in (
            self.about,
            self.state,
            self.plan_first,
            self.whole,
            self.order_card,
            self.body,
            self.add_button,
        ):
            self.column.addWidget(widget)
        for link in (self.plan_first, self.add_button):
            self.column.setAlignment(link, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.plan_first, self.order_card, self.add_button):
            widget.hide()  # until it is known which of them are wanted
        self.column.addStretch(1)
        self._make_foot()
        self.add_button.clicked.connect(self.add_commission)
        self.order.edited.connect(self._typed)
        workplace.changed.connect(self._changed)
        workplace.campaign_changed.connect(self.reload)

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("Commissions")

    def entered(self) -> None:
        """Show what is stored now, unless something is unsaved."""
        campaign = self.workplace.campaign
        if self._warm or campaign is None:
            self.reload()
            return
        # The rules of the campaign are read from their file at the first question: not on the window's thread.
        task = self.workplace.ask(lambda office, _steps: commission_view.draft_commissions(office, campaign))
        task.succeeded.connect(self._warmed)

    def reload(self) -> None:
        """Show what is stored, unless something is typed that is not saved."""
        if not self.unsaved():
            self.discard()

    def unsaved(self) -> bool:
        """Whether a draft, its order, or a change of members differs from what was shown first."""
        if self.change is not None:
            return self.change.typed()
        if self._coming or not self.cards:
            return False
        return self.drafts() != self._shown or bool(self.order["number"] or self.excuse.text)

    def drafts(self) -> list[CommissionDraft]:
        """The commissions as typed."""
        return [card.draft() for card in self.cards]

    def discard(self) -> None:
        """Show what is stored, whatever was typed."""
        campaign, glance = self.workplace.campaign, self.workplace.glance
        self.change = None
        self.stored = None if campaign is None else commission_view.stored_commissions(glance, campaign)
        formed = self.stored is not None and bool(self.stored.commissions)
        begun = [] if campaign is None or formed else commission_view.draft_commissions(glance, campaign)
        self.plan_first.setVisible(campaign is None)
        self.order_card.setVisible(bool(begun))
        self.add_button.setVisible(bool(begun))
        self.whole.say()
        self.order_card.remarks.say()
        self.excuse.reset()
        if self.stored is not None and not formed:
            self.order["number"], self.order["day"] = "", self.stored.today
        self._show_state()
        self._lay()
        self._coming = bool(begun)
        # A card a turn: five at once would hold the window.
        puts = [partial(self._put, draft, place) for place, draft in enumerate(begun)]
        self.in_turns(*puts, *([self._whole] if begun else ()))
        self._show_foot()
        self.edited.emit()

    def add_commission(self) -> None:
        """One more commission for subjects."""
        place = max(len(self.cards) - 1, 0)
        self._put(CommissionDraft(CommissionKind.SUBJECT, _next_title(self.drafts()), ()), place)
        self._typed()
        order_tabs(self)
        self.cards[place].about.fields["title"].setFocus()

    def save(self) -> None:
        """Form the commissions, or change the members of the one in the form."""
        campaign, drafts = self.workplace.campaign, self.drafts()
        if self.change is not None:
            self._save_change(self.change)
            return
        if campaign is None or not drafts:
            return
        number, day = self.order["number"], self.order["day"]
        self.order.remarks["number"].say([] if number else [_("Write the number of the order.")])
        lacking = [card for card in self.cards if card.form.nameless()]
        if not number or lacking:
            (lacking[0].form if number else self.order.fields["number"]).setFocus()
            return
        reason = self.excuse.text
        self.hold()
        task = self.workplace.act(
            lambda office, _steps: commissions.form_commissions(office, campaign, drafts, number, day, reason=reason),
            told=False,
        )
        task.ended.connect(self.release)
        task.succeeded.connect(self._formed)
        task.failed.connect(self._failed)

    def issue(self) -> None:
        """Issue the order as a paper, or show the one that was issued."""
        campaign, stored = self.workplace.campaign, self.stored
        if campaign is None or stored is None:
            return
        if stored.paper_id is not None:
            self.workplace.go("issued", stored.paper_id)
            return
        self._issue(lambda office: papers.issue_commission_order(office, campaign))

    def _issue_change(self, order: str) -> None:
        """Issue the further order as a paper."""
        campaign = self.workplace.campaign
        if campaign is not None:
            self._issue(lambda office: papers.issue_commission_change(office, campaign, order))

    def _issue(self, make: Callable[[Office], Issued]) -> None:
        task = self.workplace.act(lambda office, _steps: make(office), _("Making the order"))
        task.succeeded.connect(self._issued)

    def begin_change(self, number: int) -> None:
        """Show the form of a further order in place of a formed commission."""
        if self.stored is None:
            return
        self.change = None
        self._lay()
        before = self.formed.pop(number)
        card = self.change = ChangeCard(self.stored, self.stored.commissions[number])
        self.inside.replaceWidget(before, card)
        before.hide()
        before.deleteLater()
        for other in self.formed:
            other.change.setEnabled(False)
        card.edited.connect(self._typed)
        order_tabs(self)
        card.begin()
        self._review()
        self._show_foot()
        self.edited.emit()

    # Inside

    def _warmed(self) -> None:
        self._warm = True
        self.reload()

    def _save_change(self, change: ChangeCard) -> None:
        if lacking := change.lacking():
            change.remarks.say(lacking)
            return
        members, basis, row = change.form.members().members, change.basis.values(), change.commission.commission_id
        self.hold()
        task = self.workplace.act(
            lambda office, _steps: commission_changes.change_members(
                office, row, members, basis["number"], basis["day"], basis["reason"]
            ),
            told=False,
        )
        task.ended.connect(self.release)
        task.succeeded.connect(lambda formed: self._changed_members(formed, basis["number"]))
        task.failed.connect(self._failed)

    def _formed(self, formed: Formed) -> None:
        self.discard()
        told = [_("The commissions are formed."), *map(sentence, formed.warnings)]
        self.workplace.tell("\n".join(told), (_("Issue the order"), self.issue), good=True)

    def _changed_members(self, formed: Formed, order: str) -> None:
        self.discard()
        told = [_("The members are changed."), *map(sentence, formed.warnings)]
        self.workplace.tell("\n".join(told), (_("Issue the order"), lambda: self._issue_change(order)), good=True)

    def _issued(self, issued: Issued) -> None:
        told = _("The order № {number} is issued.").format(number=issued.number)
        paper = issued.paper_id
        self.workplace.tell(told, (_("Open and print"), lambda: self.workplace.go("issued", paper)), good=True)

    def _failed(self, failure: Failure) -> None:
        card = self.change or self.order_card
        self.release()
        card.remarks.say(failure.sentences)
        self.view.ensureWidgetVisible(card.remarks)
        if self.change is None and self.excuse.ask(failure):
            self.view.ensureWidgetVisible(self.excuse)

    def _typed(self) -> None:
        self.order_card.remarks.say()
        self._review()
        self.edited.emit()

    def _review(self) -> None:
        """What п. 12 says of what is typed."""
        campaign = self.workplace.campaign
        if campaign is None or self._coming:
            return
        if self.change is not None and self.stored is not None:
            drafts = self.change.among(self.stored.commissions)
            found = commission_view.review_draft(self.workplace.glance, campaign, drafts)
            mine = found.about[self.stored.commissions.index(self.change.commission)]
            self.change.say(mine)
            self._say_whole(found.whole)
        elif self.cards:
            drafts = self.drafts()
            found = commission_view.review_draft(self.workplace.glance, campaign, drafts, self.order["day"])
            for card, about in zip(self.cards, found.about, strict=True):
                card.say(about)
            self._say_whole(found.whole)

    def _say_whole(self, findings: Sequence[Finding]) -> None:
        bad = [sentence(f) for f in findings if f.severity is Severity.FORBIDS]
        self.whole.say(bad, [sentence(f) for f in findings if f.severity is Severity.WARNS])

    def _changed(self, changes: Changes) -> None:
        if not changes.rows or any(table in _TABLES for table, _id in changes.rows):
            self.reload()

    def _show_state(self) -> None:
        stored = self.stored
        self.about.setText("" if stored is None else stored.campaign)
        self.about.setVisible(stored is not None)
        if stored is None:
            self.state.setText(_("There is no campaign yet: plan one, and its commissions will be here."))
            return
        if stored.formed_on is None:
            self.state.setText(_("Not formed yet. Fill in the members, then the number and the date of the order."))
            return
        told = [_("Formed by the order № {number} of {day}.")]
        told[0] = told[0].format(number=stored.order_number, day=dates.day(stored.formed_on))
        for change in stored.changes:
            line_ = _("Order № {number} of {day}, {commission}: left — {left}; joined — {joined} ({reason}).")
            told.append(
                line_.format(
                    number=change.order,
                    day=dates.day(change.on),
                    commission=change.commission,
                    left=", ".join(change.left) or _("nobody"),
                    joined=", ".join(change.joined) or _("nobody"),
                    reason=change.reason,
                )
            )
        self.state.setText("\n".join(told))

    def _lay(self) -> None:
        """A card each commission that is formed; those of drafts come one by one."""
        self._coming = False
        while (item := self.inside.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.cards, self.formed = [], []
        for number, one in enumerate(self.stored.commissions if self.stored is not None else ()):
            shown = FormedCard(one.draft, one.quorum)
            shown.changing.connect(lambda number=number: self.begin_change(number))
            self.formed.append(shown)
            self.inside.addWidget(shown)

    def _whole(self) -> None:
        """All cards of the drafts are there."""
        self._coming = False
        self._shown = self.drafts()
        self._review()
        self._show_foot()
        self.edited.emit()

    def _put(self, draft: CommissionDraft, place: int) -> None:
        """A card for a draft."""
        if self.stored is None:
            return
        card = DraftCard(draft, self.stored)
        card.edited.connect(self._typed)
        card.away.connect(lambda: self._take_away(card))
        self.cards.insert(place, card)
        self.inside.insertWidget(place, card)

    def _take_away(self, card: DraftCard) -> None:
        self.cards.remove(card)
        self.inside.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._typed()

    def _make_foot(self) -> None:
        self.issue_button = QPushButton()
        self.issue_button.clicked.connect(self.issue)
        self.foot.addWidget(self.issue_button)
        self.foot.addStretch(1)
        self.end_foot("")

    def _show_foot(self) -> None:
        stored = self.stored
        formed = stored is not None and bool(stored.commissions)
        editing = bool(self.cards) or self.change is not None
        self.bottom.setVisible(stored is not None)
        self.back.setVisible(editing)
        self.save_button.setVisible(editing)
        self.save_button.setText(_("Form the commissions") if self.cards else _("Save the change"))
        issued = stored is not None and stored.paper_id is not None
        self.issue_button.setText(_("Open the order") if issued else _("Issue the order"))
        # After a further order the first one would be printed with people who are not in it.
        self.issue_button.setVisible(formed and stored is not None and (issued or not stored.changes))


def _next_title(drafts: Sequence[CommissionDraft]) -> str:
    titles, number = {draft.title for draft in drafts}, 1
    while (title := f"предметная комиссия № {number}") in titles:
        number += 1
    return title
