"""Scheme of points (порядок начисления баллов): read as sentences, edited by a form or as text, saved as a version.

What is edited here is one text; the form writes into it in places. It is looked through after every pause in typing,
on the reading thread, and nothing of it counts before it is saved as a version.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QTabBar, QVBoxLayout, QWidget

from otbor.domain.findings import Severity
from otbor.services import scheme_edits, schemes
from otbor.services.office import Changes
from otbor.services.scheme_edits import Review, StoredScheme
from otbor.services.scheme_text import content_of, patched
from otbor.services.schemes import ChangeBasis, SchemeChanged
from otbor.support.translation import gettext as _
from otbor.ui.kit import dates
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.theme import by_text, em, mark
from otbor.ui.kit.workplace import Workplace
from otbor.ui.settings.campaign_page import is_stale
from otbor.ui.settings.cards import Card, Remarks, muted
from otbor.ui.settings.controls import DateField, line
from otbor.ui.settings.fields import Fields
from otbor.ui.settings.part import Part
from otbor.ui.settings.scheme_files import SchemeFiles
from otbor.ui.settings.scheme_form import SchemeForm, without_place
from otbor.ui.settings.scheme_pages import MovesPage, SentencesPage, VersionsPage
from otbor.ui.settings.tab_order import order_tabs
from otbor.wording.findings import sentence

_PAUSE = 300  # milliseconds of silence before what is typed is looked through
_TABLES = {"campaign", "scheme_version", "rating_snapshot"}
RULES, FORM, TEXT, VERSIONS, MOVES = range(5)
_TALL = {TEXT, VERSIONS, MOVES}  # pages that take all the height that there is
_WIDEST = 72  # em: longer lines are tiring to follow


class SchemePart(Part):
    """Five pages over one draft; ``draft`` is the text as edited, ``reviewed`` what was found in it."""

    id = "scheme"
    icon = "calculator"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.stored: StoredScheme | None = None
        self.reviewed: Review | None = None
        self.draft = ""
        self._name = ""  # of the file that the draft comes from
        self._drawn_from = self._form_shows = ""  # the text that the form began with, and the one it makes now
        self._asked = 0  # which look-through is the newest
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_PAUSE)
        self._silence.timeout.connect(self.review)
        self.about, self.state = muted(""), QLabel()
        self.state.setWordWrap(True)
        self.findings, self.clean = Remarks(), QLabel(_("No mistakes found."))
        mark(self.clean, "good")
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(_("Views of the scheme"))
        self.sentences, self.form, self.versions, self.moves = (
            SentencesPage(),
            SchemeForm(),
            VersionsPage(),
            MovesPage(),
        )
        self.text, self.text_page = QPlainTextEdit(), QWidget()
        self.pages = [self.sentences, self.form, self.text_page, self.versions, self.moves]
        self._make()
        self._make_foot()
        self._connect()

    @classmethod
    def title(cls) -> str:
        """Its name in the list of parts."""
        return _("Scheme of points")

    def entered(self) -> None:
        """Show what is stored now, unless something is unsaved."""
        self.reload()

    @property
    def settled(self) -> bool:
        """Whether the form in sight is drawn."""
        return super().settled and (self.form.ready or not self.form.isVisible())

    def unsaved(self) -> bool:
        """Whether the draft is another text than the newest version."""
        return self.stored is not None and self.draft != self.stored.text

    def reload(self) -> None:
        """Show the scheme of the window's campaign; a draft for another one stays until it is saved or put back."""
        if not self.unsaved():
            self.discard()

    def discard(self) -> None:
        """Show the newest version, whatever was edited."""
        campaign = self.workplace.campaign
        self.stored = None if campaign is None else scheme_edits.stored_scheme(self.workplace.glance, campaign)
        there = self.stored is not None
        for widget in (self.about, self.tabs, self.bottom):
            widget.setVisible(there)
        self.plan_first.setVisible(not there)
        if self.stored is None:
            self.state.setText(_("There is no campaign yet: plan one, and its scheme of points will be here."))
            for hidden in (*self.pages, self.findings, self.clean, self.basis_card):
                hidden.hide()
            return
        self._name = self.stored.name
        self._show_state(self.stored)
        self.basis["act"], self.basis["dated"], self.basis["reason"] = "", self.stored.today, ""
        self.basis_card.remarks.say()
        self.files.restore.setVisible(self.stored.shipped)
        self.versions.show_versions(self.stored)
        self._take(self.stored.text)
        self.show_page(max(self.tabs.currentIndex(), 0))

    def show_page(self, page: int) -> None:
        """Bring a page to the front; the form and the text show the same draft."""
        self.tabs.setCurrentIndex(page)
        for place, widget in enumerate(self.pages):
            widget.setVisible(place == page)
        if page == FORM and self._form_shows != self.draft:
            self._draw_form()
        elif page == TEXT and self.text.toPlainText() != self.draft:
            self._show_text()
        tall = page in _TALL
        last = self.column.count() - 1  # the stretch, after the pages
        self.column.setStretch(last - 1, int(tall))
        self.column.setStretch(last, int(not tall))
        self._say_findings()
        self._show_basis()

    def review(self) -> None:
        """Look the draft through on the reading thread."""
        if self.stored is None:
            return
        campaign = self.stored.campaign_id
        self._silence.stop()
        self._asked += 1
        self.clean.hide()
        asked, text = self._asked, self.draft
        task = self.workplace.ask(lambda office, _steps: scheme_edits.review(office, campaign, text), told=False)
        task.succeeded.connect(lambda review: self._show_review(asked, review))
        task.failed.connect(lambda failure: self._not_reviewed(asked, failure))

    def compare(self) -> None:
        """Ask whom the draft would move."""
        if self.stored is None:
            return
        campaign, text = self.stored.campaign_id, self.draft
        task = self.workplace.ask(
            lambda office, steps: scheme_edits.what_changes(office, campaign, text, steps.step),
            _("Comparing the ratings"),
        )
        task.succeeded.connect(lambda moves: self.moves.show_moves(moves) if text == self.draft else None)

    def save(self) -> None:
        """Save the draft as a version; what forbids it is said beside the basis and above."""
        stored, text, name = self.stored, self.draft, self._name
        if stored is None or not self.unsaved():
            return
        if self.tabs.currentIndex() == FORM and self.form.ready and self.form.content() is None:
            self.workplace.tell(_("Some number in the form is none: it is framed. Mend it and save again."))
            return
        basis = None
        if stored.published_on is not None:
            basis = ChangeBasis(self.basis["act"], self.basis["dated"], self.basis["reason"])
        campaign, seen = stored.campaign_id, stored.versions[-1].number
        task = self.workplace.act(
            lambda office, _steps: schemes.change_scheme(office, campaign, text, basis, name, seen), told=False
        )
        task.succeeded.connect(lambda changed: self._saved(changed, text))
        task.failed.connect(self._failed)

    # Inside

    def _came(self, text: str, name: str) -> None:
        self._name = name
        self._take(text)
        self.show_page(self.tabs.currentIndex())
        told = _("Looked through below; it counts when it is saved as a version.")
        self.workplace.tell(told, (_("Put back"), self.discard))

    def _take(self, text: str) -> None:
        """Another text is the draft."""
        self.draft = text
        self.lost.hide()
        self.moves.forget()
        self._show_text()
        self.review()
        self._show_basis()
        self.edited.emit()

    def _form_edited(self) -> None:
        content = self.form.content()
        if content is None:
            return
        made = patched(self._drawn_from, content)
        self.lost.setVisible(not made.comments_kept)
        self._form_shows = made.text
        self._edited(made.text)

    def _text_edited(self) -> None:
        if self.tabs.currentIndex() == TEXT:
            self._edited(self.text.toPlainText())

    def _basis_edited(self) -> None:
        self.basis_card.remarks.say()

    def _edited(self, text: str) -> None:
        if text == self.draft:
            return
        self.draft = text
        self.moves.forget()
        self._silence.start()
        self._show_basis()
        self.edited.emit()

    def _draw_form(self) -> None:
        """The form of the draft as it is; of a text that cannot be read of nothing."""
        self._drawn_from = self._form_shows = self.draft
        try:
            content = content_of(self.draft)
        except ValueError:  # tomllib's own: broken TOML, told by the look-through
            content = {}
        self.form.show_content(content)
        self.form.setEnabled(bool(content))

    def _form_drawn(self) -> None:
        order_tabs(self)
        if self.reviewed is not None:
            self.form.say(self.reviewed.findings)

    def _show_text(self) -> None:
        self.text.blockSignals(True)  # noqa: FBT003 - Qt's own shape
        self.text.setPlainText(self.draft)
        self.text.blockSignals(False)  # noqa: FBT003

    def _show_review(self, asked: int, review: Review) -> None:
        if asked != self._asked:
            return  # typed on since
        self.reviewed = review
        self._say_findings()
        self.clean.setVisible(not review.findings)
        self.sentences.show_sentences(review.sentences)
        if self.tabs.currentIndex() == FORM:
            self.form.say(review.findings)
        self.compare_allowed()

    def _not_reviewed(self, asked: int, failure: Failure) -> None:
        """It stays unknown what is wrong with the draft: the page says why, and nothing is saved."""
        if asked == self._asked:
            self.reviewed = None
            self._say_findings()
            self.sentences.show_failure(failure.sentences)
            self.compare_allowed()
            if self.tabs.currentIndex() != RULES:
                self.workplace.tell_failure(failure)

    def _say_findings(self) -> None:
        """All findings; with the place in the text only where the text is in sight."""
        findings = self.reviewed.findings if self.reviewed is not None else ()
        word = sentence if self.tabs.currentIndex() == TEXT else without_place
        bad = [word(f) for f in findings if f.severity is Severity.FORBIDS]
        self.findings.say(bad, [word(f) for f in findings if f.severity is Severity.WARNS])

    def compare_allowed(self) -> None:
        """A draft that nobody could be rated by is not compared and not saved."""
        good = self.reviewed is not None and self.reviewed.good
        self.moves.button.setEnabled(good)
        self.save_button.setEnabled(self.unsaved() and good)

    def _show_comparison(self, before: int, after: int) -> None:
        if self.stored is None:
            return
        campaign = self.stored.campaign_id
        task = self.workplace.ask(lambda office, _steps: scheme_edits.compare_versions(office, campaign, before, after))
        task.succeeded.connect(self.versions.show_comparison)

    def _saved(self, changed: SchemeChanged, text: str) -> None:
        if self.draft == text:
            self.discard()
        elif self.stored is not None:  # typed on meanwhile: that stays the draft
            self._read_anew(self.stored)
        told = [_("Version № {number} of the scheme is saved.").format(number=changed.number)]
        if self.stored is not None and any(one.ratings for one in self.stored.versions):
            told.append(_("Ratings made before stay as they are; the next one is made by this version."))
        self.workplace.tell("\n".join([*told, *map(sentence, changed.warnings)]), good=True)

    def _failed(self, failure: Failure) -> None:
        if is_stale(failure) and self.stored is not None:
            self._read_anew(self.stored)
            self.workplace.tell_failure(failure)
        elif self.basis_card.isVisible():
            self.basis_card.remarks.say(failure.sentences)
            self.view.ensureWidgetVisible(self.basis_card)
        else:
            self.workplace.tell_failure(failure)

    def _read_anew(self, before: StoredScheme) -> None:
        """A further version has been saved: it stands among the versions, the draft stays as it is."""
        self.stored = scheme_edits.stored_scheme(self.workplace.glance, before.campaign_id)
        self._show_state(self.stored)
        self.versions.show_versions(self.stored)
        self._show_basis()
        self.edited.emit()

    def _changed(self, changes: Changes) -> None:
        if not changes.rows or any(name in _TABLES for name, _id in changes.rows):
            self.reload()

    def _show_state(self, stored: StoredScheme) -> None:
        newest = stored.versions[-1]
        self.about.setText(f"{stored.campaign} · {stored.name} · № {newest.number} ({newest.version})")
        if stored.published_on is None:
            self.state.setText(_("Not locked: before the notice the scheme is changed freely."))
            return
        told = _("Locked by the notice of {day}: changed by an act with its date and the reason (10).")
        self.state.setText(told.format(day=dates.day(stored.published_on)))

    def _show_basis(self) -> None:
        locked = self.stored is not None and self.stored.published_on is not None
        self.basis_card.setVisible(locked and self.unsaved())
        self.back.setEnabled(self.unsaved())
        self.compare_allowed()

    # Making

    def _make(self) -> None:
        for text in (_("Rules"), _("Edit"), _("Edit as text"), _("Versions"), _("What changes")):
            self.tabs.addTab(text)
        mark(self.text, "code")
        self.text.setAccessibleName(_("Text of the scheme"))
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        holder = QVBoxLayout(self.text_page)  # the height: the style sheet has its own for the field itself
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.text)
        by_text(self.text_page, QWidget.setMinimumHeight, 24)
        by_text(self.sentences, QWidget.setMaximumWidth, _WIDEST)
        by_text(self.form, QWidget.setMaximumWidth, _WIDEST)
        self.plan_first = QPushButton(_("Plan a campaign"))
        mark(self.plan_first, "link")
        self.plan_first.clicked.connect(lambda: self.workplace.go("settings", "campaign"))
        self.basis = Fields()
        self.basis.add("act", _("Order or other act"), line(placeholder=_("order № 31-од")))
        self.basis.add("dated", _("Date of the act"), DateField(), narrow=True)
        self.basis.add("reason", _("Reason"), line())
        self.basis_card = Card(
            _("Basis of the change"), _("The notice is published: what it says is changed by an act.")
        )
        self.basis_card.column.addWidget(self.basis)
        self.basis_card.finish()
        body = QVBoxLayout()
        body.setSpacing(em(self, 0.9))
        for widget in (self.about, self.state, self.plan_first, self.findings, self.clean):
            self.column.addWidget(widget)
        self.column.addWidget(self.tabs)
        for page in self.pages:
            body.addWidget(page)
        body.addWidget(self.basis_card)
        self.column.addLayout(body)
        self.column.addStretch()

    def _make_foot(self) -> None:
        self.files = SchemeFiles(self.workplace, lambda: (self.draft, self._name))
        self.files.came.connect(self._came)
        self.lost = muted(_("Some remarks (lines with #) of the text are lost by this edit."))
        mark(self.lost, "warning")
        self.lost.hide()
        self.foot.addWidget(self.files)
        self.foot.addWidget(self.lost, 1)
        self.foot.addStretch(1)
        self.end_foot(_("Save as a version"))

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self.show_page)
        self.form.edited.connect(self._form_edited)
        self.form.drawn.connect(self._form_drawn)
        self.text.textChanged.connect(self._text_edited)
        self.basis.edited.connect(self._basis_edited)
        self.versions.compared.connect(self._show_comparison)
        self.moves.asked.connect(self.compare)
        self.workplace.changed.connect(self._changed)
        self.workplace.campaign_changed.connect(self.reload)
