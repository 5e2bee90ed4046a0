"""The notice (извещение, п. 10): its seven items, published once and for all, then printed."""

from functools import partial

from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget

from otbor.domain.findings import Refused
from otbor.services import campaigns, notice_texts, papers
from otbor.services.campaigns import Planned
from otbor.services.planning import StoredCampaign
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.campaign_page import CampaignPage
from otbor.ui.settings.cards import Card, Remarks, muted
from otbor.ui.settings.controls import TextField
from otbor.wording.findings import sentence


class NoticePart(CampaignPage):
    """A field an item, prefilled; publishing freezes the scheme and the rules, so it is asked for once more."""

    id = "notice"
    icon = "megaphone-simple"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.set_wide(wide=False)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.card = Card(
            _("Items of the notice"), _("The tables of seats, dates and tests are added by the paper itself.")
        )
        self.items: dict[str, TextField] = {}
        self.said: dict[str, Remarks] = {}
        self._titles: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._filled = False  # the fields show what they began with
        self.inside.addWidget(self.state)
        self.inside.addWidget(self.card)
        self.issue_button = QPushButton(_("Issue the paper"))
        self.issue_button.clicked.connect(self.issue)
        self.foot.addWidget(self.issue_button)
        self.foot.addStretch(1)
        self.end_foot(_("Publish the notice…"))

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("Notice")

    def show_campaign(self, stored: StoredCampaign) -> None:
        """Show the state, then the items: to be published, or as they were."""
        self._show_state(stored)
        self._allow(edits=False)
        task = self.workplace.ask(lambda office, _steps: notice_texts.notice_items(office, stored.campaign_id))
        task.succeeded.connect(lambda items: self._show_items(stored, items))

    def _show_items(self, stored: StoredCampaign, items: tuple[notice_texts.NoticeItem, ...]) -> None:
        if stored is not self.stored:
            return  # another campaign is shown meanwhile
        if list(self.items) != [item.id for item in items]:
            self._build(items)
        fills = [partial(self._show_item, item, published=stored.published_on is not None) for item in items]
        self.in_turns(*fills, self._items_shown)

    def _show_item(self, item: notice_texts.NoticeItem, *, published: bool) -> None:
        self.items[item.id].setPlainText(item.text)
        self.items[item.id].setReadOnly(published)
        self.said[item.id].say()

    def _items_shown(self) -> None:
        self._shown = self.typed()
        self.card.remarks.say()
        self._allow(edits=True)
        self.edited.emit()

    def _show_state(self, stored: StoredCampaign) -> None:
        published = stored.published_on is not None
        self.issue_button.setVisible(published)
        self.save_button.setVisible(not published)
        self.back.setVisible(not published)
        if stored.published_on is not None:
            told = _("Published on {day}; the scheme and the rules are fixed since.")
            self.state.setText(told.format(day=dates.day(stored.published_on)))
            return
        due = stored.draft.campaign.schedule.notice_on
        told = _("Not published yet; by the plan it is due by {day}.") if due else _("Not published yet.")
        self.state.setText(told.format(day=dates.day(due)) if due else told)

    def unsaved(self) -> bool:
        """Whether the texts of a notice that is not published were changed."""
        open_to_edit = self.stored is not None and self.stored.published_on is None and self._filled
        return open_to_edit and self.typed() != self._shown

    def typed(self) -> dict[str, str]:
        """The items as they are now."""
        return {name: field.toPlainText() for name, field in self.items.items()}

    def save(self) -> None:
        """Ask whether to publish; an item left empty is named first."""
        if self.stored is None or self.stored.published_on is not None or not self.save_button.isEnabled():
            return
        empty = [name for name, text in self.typed().items() if not text.strip()]
        for name, remarks in self.said.items():
            told = _("Empty: fill it in, were it only to say that there is nothing.")
            remarks.say([told] if name in empty else [])
        if empty:
            self.items[empty[0]].setFocus()
            return
        self.confirm()

    def confirm(self) -> None:
        """Ask once more: a published notice is not taken back."""
        box = QMessageBox(
            QMessageBox.Icon.Question, _("Publish the notice"), _("Publish the notice today?"), parent=self
        )
        told = _("It cannot be taken back: scheme and rules are fixed, seats and days of tests change by an act only.")
        box.setInformativeText(told)
        publish = box.addButton(_("Publish"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(_("Not yet"), QMessageBox.ButtonRole.RejectRole))
        publish.clicked.connect(self.publish)
        box.finished.connect(lambda _code: box.deleteLater())
        box.open()

    def publish(self) -> None:
        """Publish the notice with the texts as they are."""
        stored = self.stored
        if stored is None:
            return
        texts = self.typed()
        self.hold()
        task = self.workplace.act(
            lambda office, _steps: campaigns.publish_notice(office, stored.campaign_id, texts), told=False
        )
        task.ended.connect(self.release)
        task.succeeded.connect(self._published)
        task.failed.connect(self._failed)

    def issue(self) -> None:
        """Issue the notice as a paper and open it where papers are printed."""
        stored = self.stored
        if stored is None:
            return
        task = self.workplace.act(
            lambda office, _steps: papers.issue_notice(office, stored.campaign_id), _("Making the notice")
        )
        task.succeeded.connect(lambda issued: self._issued(issued.number, issued.paper_id))

    def _issued(self, number: str, paper_id: int) -> None:
        told = _("The notice № {number} is issued.").format(number=number)
        self.workplace.tell(told, (_("Open and print"), lambda: self.workplace.go("issued", paper_id)), good=True)

    def _published(self, planned: Planned) -> None:
        self.discard()
        told = [_("The notice is published."), *map(sentence, planned.warnings)]
        self.workplace.tell("\n".join(told), (_("Issue the paper"), self.issue), good=True)

    def _failed(self, failure: Failure) -> None:
        findings = failure.error.findings if isinstance(failure.error, Refused) else ()
        if not findings:
            self.workplace.tell_failure(failure)
        self.card.remarks.say(failure.sentences if findings else ())
        self.view.ensureWidgetVisible(self.card.remarks)

    def _allow(self, *, edits: bool) -> None:
        self._filled = edits
        self.card.setEnabled(edits)
        self.save_button.setEnabled(edits)

    def _build(self, items: tuple[notice_texts.NoticeItem, ...]) -> None:
        for number, item in enumerate(items, 1):
            title = item.title[:1].upper() + item.title[1:]
            label, field = muted(f"{number}. {title}"), TextField()
            field.setAccessibleName(title)
            label.setBuddy(field)
            field.textChanged.connect(self.edited)
            self.items[item.id], self.said[item.id] = field, Remarks()
            for widget in (label, field, self.said[item.id]):
                self.card.column.addWidget(widget)
        self.card.finish()
