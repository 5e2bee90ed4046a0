"""The campaign (отбор): planned with the planner, planned anew until its notice, afterwards mended by an act."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from otbor.domain.planner import Plan, Wish
from otbor.domain.regulation import Regulation
from otbor.services import campaigns, plan_review, planning
from otbor.services.campaigns import CampaignDraft, Planned
from otbor.services.office import Changes, today
from otbor.services.plan_review import Review
from otbor.services.planning import SchemeChoice, StoredCampaign
from otbor.support.translation import gettext as _
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.theme import em, mark
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.campaign_form import CampaignForm, said_in_short
from otbor.ui.settings.campaign_page import is_stale
from otbor.ui.settings.campaign_published import PublishedCampaign
from otbor.ui.settings.cards import muted
from otbor.ui.settings.part import Part
from otbor.wording.findings import sentence

_QUIET = 250  # milliseconds without a key before a draft is reviewed
_TABLES = {"campaign", "class_group", "entrance_test", "sitting", "application", "scheme_version", "school"}


class CampaignPart(Part):
    """One of three pages: nothing planned yet, the form of a plan, a published campaign."""

    id = "campaign"
    icon = "calendar-check"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.stored: StoredCampaign | None = None  # the campaign that the form plans anew; None for a new one
        self.draft: CampaignDraft | None = None  # the draft as it was shown first
        self.form: CampaignForm | None = None
        self.set_wide(wide=True)
        self.about = QLabel()
        self.about.setWordWrap(True)
        mark(self.about, "muted")
        self.pages = QStackedWidget()
        self.empty = self._empty_page()
        self.published: PublishedCampaign | None = None
        self.planning = QWidget()
        self._inside = QVBoxLayout(self.planning)
        self._inside.setContentsMargins(0, 0, 0, 0)
        for page in (self.empty, self.planning):
            self.pages.addWidget(page)
        self.column.addWidget(self.about)
        self.column.addWidget(self.pages, 1)
        self.summary = muted("")
        self.new_button = QPushButton(_("New campaign"))
        self.new_button.clicked.connect(self.start_new)
        self.foot.addWidget(self.new_button)
        self.foot.addWidget(self.summary, 1)
        self.end_foot("")
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET)
        self._quiet.timeout.connect(self._review)
        self._regulations: dict[str, Regulation] = {}
        self._subjects: tuple[str, ...] = ()
        self._after_filling: Callable[[], None] | None = None
        self._beginning = False  # a new campaign has been asked for and its form is not filled yet
        self._asked = 0  # questions asked: an answer to an earlier one is late
        workplace.changed.connect(self._changed)
        workplace.campaign_changed.connect(self.entered)

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("Campaign")

    def entered(self) -> None:
        """Show the campaign of the window, unless a draft is unsaved or it is shown already."""
        if self._beginning or self.unsaved():
            return
        campaign = self.workplace.campaign
        stored = None if campaign is None else planning.stored_campaign(self.workplace.glance, campaign)
        if stored is None or stored != self.stored:
            self._show(stored)

    def show_target(self, target: object) -> None:
        """«new» begins a new campaign."""
        if target == "new" and not self.unsaved():
            self.start_new()

    def unsaved(self) -> bool:
        """Whether the draft differs from what was shown first."""
        if self.published is not None and self.pages.currentWidget() is self.published:
            return self.published.unsaved()
        if self.pages.currentWidget() is not self.planning or self.form is None or self.draft is None:
            return False
        return self.stored is None or self.form.draft() != self.draft

    # What is shown

    def discard(self) -> None:
        """Show what is stored of the window's campaign, whatever was typed."""
        campaign = self.workplace.campaign
        self._show(None if campaign is None else planning.stored_campaign(self.workplace.glance, campaign))

    def _show(self, stored: StoredCampaign | None) -> None:
        self._beginning = False
        if stored is None:
            self._show_empty()
        elif stored.published_on is None and stored.applications == 0:
            self._show_form(stored.draft, stored)
        else:
            self._show_published(stored)
        self.edited.emit()

    def start_new(self) -> None:
        """Begin a new campaign, with what the program can know of it."""
        self._begin(5)

    def _begin(self, grade: int) -> None:
        self._beginning = True
        task = self.workplace.ask(lambda office, _steps: planning.blank_draft(office, grade), told=True)
        task.succeeded.connect(self._begun)
        task.failed.connect(lambda _failure: setattr(self, "_beginning", False))

    def _begun(self, draft: CampaignDraft) -> None:
        self._show_form(draft, None)
        self.view.verticalScrollBar().setValue(0)
        self._after_filling = self._to_first_field

    def _to_first_field(self) -> None:
        self._made_form().what.fields["grade"].setFocus()

    def _show_empty(self) -> None:
        self.in_turns()
        self.pages.setCurrentWidget(self.empty)
        self.about.hide()
        self.bottom.hide()
        self.stored = self.draft = None

    def _show_form(self, draft: CampaignDraft, stored: StoredCampaign | None) -> None:
        self.stored, self.draft = stored, None
        self._foot_of_form(new=stored is None)
        self.in_turns(
            self._read_files,
            self._made_form,
            lambda: self.pages.setCurrentWidget(self.planning),
            lambda: self._fill(draft),
        )

    def _fill(self, draft: CampaignDraft) -> None:
        self.later_turns(*self._made_form().filling(draft), lambda: self._filled(draft.grade))

    def _filled(self, grade: int) -> None:
        self.draft = self._made_form().draft()
        self._beginning = False
        then, self._after_filling = self._after_filling, None
        if then is not None:
            then()
        self.fit()
        self.edited.emit()
        self._review()
        self._ask_schemes(grade)

    def _foot_of_form(self, *, new: bool) -> None:
        self.about.setText(
            _("A new campaign. Nothing is written until it is planned.")
            if new
            else _("Planned, the notice is not published: everything can still be changed.")
        )
        self.about.show()
        self.save_button.setText(_("Plan the campaign") if new else _("Save the plan"))
        self.back.setText(_("Give up") if new else _("Put back"))
        self.new_button.setVisible(not new)
        self.summary.show()
        self.bottom.show()
        self.back.show()
        self.save_button.show()

    def _show_published(self, stored: StoredCampaign) -> None:
        self.stored, self.draft = stored, None
        page = self.published or PublishedCampaign(self.workplace)
        if self.published is None:
            self.published = page
            page.edited.connect(self.edited)
            self.pages.addWidget(page)
        self.in_turns(lambda: page.show_campaign(stored), lambda: self.pages.setCurrentWidget(page), self.fit)
        self.about.setText(f"{stored.draft.title} ({stored.draft.code})")
        self.about.show()
        self.summary.setText("")
        self.save_button.setText(_("Save the days of the tests"))
        self.back.setText(_("Put back"))
        self.new_button.show()
        self.bottom.show()

    def _read_files(self) -> None:
        if not self._regulations:
            self._regulations = planning.regulations(self.workplace.glance)
            self._subjects = planning.known_subjects(self.workplace.glance)

    def _made_form(self) -> CampaignForm:
        if self.form is None:
            self._read_files()
            self.form = CampaignForm(self._regulations, self._subjects, lambda: today(self.workplace.glance))
            self.form.edited.connect(self._typed)
            self.form.grade_chosen.connect(self._grade_chosen)
            self.form.scheme_chosen.connect(self._take_scheme)
            self.form.dates.planner.asked.connect(self._lay_out)
            self._inside.addWidget(self.form)
        return self.form

    # Schemes and the planner

    def _ask_schemes(self, grade: int) -> None:
        task = self.workplace.ask(lambda office, _steps: planning.scheme_choices(office, grade), told=True)
        task.succeeded.connect(self._show_schemes)

    def _show_schemes(self, choices: list[SchemeChoice]) -> None:
        if self.form is not None:
            self.form.show_choices(choices)

    def _grade_chosen(self, grade: int) -> None:
        """Another grade: an untouched draft begins anew with it, a touched one keeps what was typed."""
        if self.form is None or self.draft is None:
            return
        typed, before = self.form.draft(), self.draft
        groups = tuple(replace(group, grade=before.grade) for group in typed.campaign.groups)
        campaign = replace(typed.campaign, level=before.campaign.level, groups=groups)
        if self.stored is None and replace(typed, grade=before.grade, campaign=campaign) == before:
            self._begin(grade)
        else:
            self._ask_schemes(grade)

    def _take_scheme(self, choice: SchemeChoice) -> None:
        if self.form is not None:
            self.form.show_draft(planning.by_scheme(self.form.draft(), choice))
            self.form.dates.planner.button.click()

    def _lay_out(self, wish: Wish, backwards: bool, day: date) -> None:  # noqa: FBT001 - the shape of the signal
        if self.form is None:
            return
        draft = self.form.draft()
        schedule = replace(draft.campaign.schedule, starts=day, ends=day)
        draft = replace(draft, campaign=replace(draft.campaign, schedule=schedule))
        self.form.dates.planner.said.say()
        task = self.workplace.ask(
            lambda office, _steps: campaigns.lay_out(office, draft, wish, backwards=backwards), told=False
        )
        task.succeeded.connect(self._laid_out)
        task.failed.connect(self._not_laid_out)

    def _laid_out(self, plan: Plan) -> None:
        if self.form is None:
            return
        self.form.show_laid_out(planning.with_rooms(plan.campaign, self.form.draft().campaign))
        impossible = [sentence(f) for f in plan.findings if f.id in {"schedule.no_room", "schedule.day_passed"}]
        self.form.dates.planner.said.say(impossible)

    def _not_laid_out(self, failure: Failure) -> None:
        if self.form is not None:
            self.form.dates.planner.said.say(failure.sentences)

    # Reviewing while it is typed

    def _typed(self) -> None:
        self._quiet.start()
        self.edited.emit()

    def _review(self) -> None:
        if self.form is None or self.pages.currentWidget() is not self.planning:
            return
        self._quiet.stop()
        draft, campaign = self.form.draft(), self.stored.campaign_id if self.stored else None
        self._asked += 1
        task = self.workplace.ask(lambda office, _steps: plan_review.review(office, draft, campaign), told=False)
        task.succeeded.connect(self._answer(self._asked))
        task.failed.connect(lambda failure: self.summary.setText(failure.text))

    def _answer(self, number: int) -> Callable[[Review], None]:
        def answered(review: Review) -> None:
            if number == self._asked and self.form is not None:
                self.form.show_review(review)
                self.summary.setText(said_in_short(review.findings))

        return answered

    # Saving

    def save(self) -> None:
        """Plan the campaign, or write what was changed; what the rules say against it stands beside its field."""
        if self.published is not None and self.pages.currentWidget() is self.published:
            self.published.save()
            return
        if self.form is None or self.pages.currentWidget() is not self.planning or not self.unsaved():
            return
        draft, stored = self.form.draft(), self.stored
        self.save_button.setEnabled(False)
        task = self.workplace.act(
            lambda office, _steps: (
                campaigns.plan(office, draft)
                if stored is None
                else campaigns.replan(office, stored.campaign_id, draft, stored.version)
            ),
            told=False,
        )
        task.succeeded.connect(lambda planned: self._saved(planned, draft))
        task.failed.connect(self._failed)
        task.ended.connect(lambda: self.save_button.setEnabled(True))

    def _saved(self, planned: Planned, saved: CampaignDraft) -> None:
        new = self.stored is None
        self.stored = planning.stored_campaign(self.workplace.glance, planned.campaign_id)
        self.draft = saved
        self.workplace.set_campaign(planned.campaign_id)
        if self.unsaved():  # typed on meanwhile: that stays in its fields
            self._foot_of_form(new=False)
        else:
            self.discard()
        told = _("The campaign is planned.") if new else _("The plan is saved.")
        notice = (_("To the notice"), lambda: self.workplace.go("settings", "notice"))
        self.workplace.tell(told, notice, good=True)

    def _failed(self, failure: Failure) -> None:
        if is_stale(failure):
            self.workplace.tell(failure.text, (_("Show what is stored"), self.discard))
            return
        self.workplace.tell_failure(failure)
        self._review()

    # Making

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, em(self, 2), 0, 0)
        column.addWidget(muted(_("No campaign is planned yet. Begin with the grade: the dates are laid out for you.")))
        self.first_button = QPushButton(_("Plan a campaign"))
        mark(self.first_button, "main")
        self.first_button.clicked.connect(self.start_new)
        column.addWidget(self.first_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _changed(self, changes: Changes) -> None:
        if not changes.rows or any(table in _TABLES for table, _id in changes.rows):
            self.entered()
