"""«Документы»: the register of issued papers, the paper that a person is on, and the check of any file."""

from array import array
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from otbor.domain.findings import Finding
from otbor.domain.rights import Right
from otbor.services import papers
from otbor.services.office import Changes, Office, today
from otbor.services.papers import again, register_view
from otbor.services.papers.again import Twin
from otbor.services.papers.register_view import KindCount, Line
from otbor.services.papers.registry import PaperCard, SignatureBeside
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.issued.checking import Checking
from otbor.ui.issued.files import IssuedFile, of_line, of_qr
from otbor.ui.issued.filter_bar import FilterBar
from otbor.ui.issued.model import PapersModel
from otbor.ui.issued.paper_acts import PaperActs
from otbor.ui.issued.paper_pane import PaperPane
from otbor.ui.issued.signatures_page import Sheet, read_sheet
from otbor.ui.issued.signing import Signing
from otbor.ui.issued.table import PapersTable
from otbor.ui.kit import dates
from otbor.ui.kit.actions import Action
from otbor.ui.kit.empty import EmptyPage
from otbor.ui.kit.questions import Questions
from otbor.ui.kit.section import Section
from otbor.ui.kit.theme import em, mark
from otbor.ui.kit.workplace import Workplace
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.scanned import payload_of
from otbor.wording.findings import sentence

_TABLES = {"issued_paper", "paper_revision", "detached_signature"}
_SHAPE = "issued/parts"


class IssuedSection(Section):
    """The register on the left, the paper on the right; the check of a file in the place of both."""

    id = "issued"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self.model = PapersModel(lambda wanted: register_view.block(workplace.glance, wanted), self)
        self.table = PapersTable(self.model, workplace.memory)
        self.bar, self.empty, self.totals = FilterBar(lambda: today(workplace.glance)), EmptyPage(), QLabel()
        scanning = replace(workplace.glance)
        self.pane = PaperPane(lambda payload: of_qr(scanning, payload), may_sign=Right.SIGN in workplace.rights)
        self.checking = Checking(workplace, self)
        self.check_page = self.checking.page
        self.signing = Signing(workplace, self)
        self.paper_acts = PaperActs(workplace, self)
        self._kinds: Sequence[KindCount] = ()
        self._shown: tuple[Line, IssuedFile] | None = None
        self._twins: Sequence[Twin] = ()
        self._asked = Questions(workplace)
        self._wanted: int | None = None  # a paper to be shown when its rows have come
        self._build()
        self._connect()
        self.make_acts()
        self.table.addActions(list(self.acts.values()))
        self._enable()
        self.reload()

    def declare(self) -> Sequence[Action]:
        """Issue, check, print, save, repeat, sign."""
        return [
            Action(
                "issued-issue", _("Issue…"), self.ask_what_to_issue, "Ctrl+Shift+N", "file-plus", right=Right.ISSUE,
                words=_("issue a paper: notice, journal, form"),
            ),
            Action(
                "issued-check", _("Check a file…"), self.checking.ask, "Ctrl+Shift+K", "shield-check",
                words=_("verify a paper, a signature"),
            ),
            Action("issued-queue", _("To the print queue"), self.queue_chosen, "Ctrl+Shift+Q", "printer"),
            Action("issued-save", _("Save as…"), self.ask_where_to_save, "Ctrl+Shift+X", "floppy-disk"),
            Action(
                "issued-repeat", _("Issue once more"), self.repeat, "Ctrl+Shift+R", "arrows-clockwise",
                right=Right.ISSUE,
            ),
            Action(
                "issued-sign", _("Sign…"), self.sign_chosen, "Ctrl+Alt+G", "pen-nib", right=Right.SIGN,
                words=_("electronic signature: key file, token, program"),
            ),
            Action(
                "issued-signature", _("Put a signature beside…"), self.ask_for_signature, "Ctrl+Shift+J", "paperclip",
                on_bar=False, right=Right.SIGN,
            ),
            Action("issued-application", _("Its application"), self.show_application, "Ctrl+Alt+J", "table",
                   on_bar=False),
            Action("issued-find", _("Find in the register"), self.begin_filter, "Ctrl+Shift+H", "funnel", on_bar=False),
            Action("issued-all", _("Show all papers"), self.bar.clear, "Ctrl+Alt+L", "x", on_bar=False),
        ]  # fmt: skip

    def go(self, target: Any) -> None:
        """A paper's row id, or the payload of its QR."""
        self._leave_page()
        if isinstance(target, str):
            self.show_scanned(target)
        elif isinstance(target, int):
            line = register_view.line(self.workplace.glance, target)
            if line is None:
                self.workplace.tell(sentence(Finding("paper_registry.unknown", values={"paper": target})))
                return
            self.workplace.set_campaign(line.campaign_id)
            if "rows" in self._asked or not self.table.go_to(target):
                self._wanted = target
                self.reload()

    def entered(self) -> None:
        """To the table; a page in its place keeps the focus that it was given."""
        if self._pages.currentWidget() is self._parts:
            self.first = self.table

    def shut(self) -> None:
        """Remember the shape, stop the threads of previews and of printing."""
        self.table.keep()
        self.workplace.memory.keep_shape(_SHAPE, self._parts)
        self.pane.shut()
        self.check_page.shut()

    # Rows

    def reload(self) -> None:
        """Ask for the rows anew."""
        campaign = self.workplace.campaign
        if campaign is None:
            for what in ("rows", "kinds"):
                self._asked.drop(what)
            self._show_rows(array("q"))
            self._show_kinds(())
            return
        chosen = self.bar.filter
        self._asked.ask("rows", lambda office, _steps: register_view.ids(office, campaign, chosen), self._show_rows)
        self._asked.ask("kinds", lambda office, _steps: register_view.kinds(office, campaign), self._show_kinds)

    def _show_rows(self, ids: "array[int]") -> None:
        self.table.show_rows(ids)
        self._say_empty()
        count = len(ids)
        told = ngettext("{count} paper", "{count} papers", count).format(count=dates.count(count))
        self.totals.setText(told)
        self._show_wanted()
        if not ids:
            self._rested()

    def _show_kinds(self, kinds: Sequence[KindCount]) -> None:
        self._kinds = kinds
        self.bar.show_kinds(kinds)

    def _say_empty(self) -> None:
        self._middle.setCurrentWidget(self.table if self.model.ids else self.empty)
        if self.workplace.campaign is None:
            self.empty.say(
                _("There is no campaign yet"),
                _("Papers are issued once the campaign is planned."),
                _("Plan the campaign"),
                lambda: self.workplace.go("settings", "campaign"),
            )
        elif not self.bar.is_empty:
            self.empty.say(_("Nothing is found"), _("No paper fits the filter."), _("Show all papers"), self.bar.clear)
        else:
            issue = _("Issue…") if "issued-issue" in self.acts else ""
            self.empty.say(
                _("No papers yet"), _("Every paper that is issued stands here for good."), issue, self.ask_what_to_issue
            )

    def _show_wanted(self) -> None:
        """Go to the row of a paper that a link named; a filter that hides it is put away."""
        if self._wanted is None:
            return
        if self.table.go_to(self._wanted) or self.bar.is_empty:
            self._wanted = None
        else:
            self.bar.clear()

    def _changed(self, changes: Changes) -> None:
        if not changes.rows or any(table in _TABLES for table, _id in changes.rows):
            self.reload()

    def _other_campaign(self) -> None:
        self._leave_page()
        self.reload()

    # The paper

    def _rested(self) -> None:
        row = self.table.currentIndex().row()
        line = self.model.line(row) if 0 <= row < len(self.model.ids) else None
        if line is None:
            self._shown, self._twins = None, ()
            self.pane.show_nothing()
            self._enable()
            return
        if self._shown is None or self._shown[0] != line:
            again_asked = self._shown is None or self._shown[0].paper_id != line.paper_id
            same = self._shown is not None and (line.paper_id, line.sha256) == (
                self._shown[0].paper_id,
                self._shown[0].sha256,
            )
            file = self._shown[1] if same and self._shown is not None else of_line(self._office(), line)
            self._shown = line, file
            self.pane.show_paper(line, file)
            if again_asked:
                self._twins = ()
                paper_id = line.paper_id
                self._asked.ask("twins", lambda office, _steps: again.offered(office, paper_id), self._show_twins)
        if self.pane.shows_signatures:
            self._ask_signatures()
        self._enable()

    def _show_twins(self, twins: Sequence[Twin]) -> None:
        self._twins = twins

    def _ask_signatures(self) -> None:
        if self._shown is not None:
            paper_id = self._shown[0].paper_id
            self._asked.ask(
                "signatures", lambda office, steps: read_sheet(office, paper_id, steps), self._show_signatures
            )

    def _show_signatures(self, sheet: Sheet | None) -> None:
        if sheet is not None and self._shown is not None and sheet.line.paper_id == self._shown[0].paper_id:
            self.pane.signatures.show_sheet(sheet)

    def _enable(self) -> None:
        """Acts that can be done now."""
        line = None if self._shown is None else self._shown[0]
        able = {
            "issued-queue": line is not None,
            "issued-save": line is not None,
            "issued-sign": line is not None,
            "issued-repeat": line is not None,
            "issued-signature": line is not None and line.within is None,
            "issued-application": line is not None and line.application_id is not None,
        }
        for name, enabled in able.items():
            if name in self.acts:
                self.acts[name].setEnabled(enabled)

    def show_application(self) -> None:
        """The card of the child that the paper is about."""
        if self._shown is not None and self._shown[0].application_id is not None:
            self.workplace.go("journal", self._shown[0].application_id)

    def begin_filter(self) -> None:
        """To the field that finds."""
        self._leave_page()
        self.bar.begin()

    # QR

    def show_scanned(self, payload: str) -> None:
        """Open the paper of a scanned QR, or say that it is not known here."""
        read = payload_of(payload) or payload

        def show(card: PaperCard | None) -> None:
            if card is None:
                self.workplace.tell(sentence(Finding("preview.not_found", values={"payload": read})))
            else:
                self.go(card.paper_id)

        self._asked.ask("scanned", lambda office, _steps: papers.find_by_qr(office, read), show)

    def _previewed(self, paper: PaperFile) -> None:
        """A paper found by a QR that was scanned into the preview becomes the current one."""
        if isinstance(paper, IssuedFile) and (self._shown is None or paper.paper_id != self._shown[0].paper_id):
            self.go(paper.paper_id)

    # Acts

    def queue_chosen(self) -> None:
        """Put the chosen papers into the print queue, each once."""
        there = {paper.paper_id for paper in self.pane.queue.model.papers if isinstance(paper, IssuedFile)}
        self.pane.queue.add(self._chosen_files(without=there))
        self.pane.show_queue()

    def ask_what_to_issue(self) -> None:
        """Ask which paper of the campaign."""
        self.paper_acts.ask_what_to_issue({kind.kind for kind in self._kinds})

    def ask_where_to_save(self) -> None:
        """Save the chosen papers."""
        self.paper_acts.ask_where_to_save(self._chosen_files(), self._twins)

    def repeat(self) -> None:
        """Issue the paper once more («повторно»)."""
        if self._shown is not None:
            self.paper_acts.repeat(self._shown[0].paper_id)

    def sign_chosen(self) -> None:
        """Sign the chosen papers."""
        self.signing.ask(self.table.selected())

    def sign_shown(self) -> None:
        """Sign the paper that is shown."""
        if self._shown is not None:
            self.signing.ask([self._shown[0].paper_id])

    def ask_for_signature(self) -> None:
        """Put a signature that was made elsewhere beside the paper."""
        if self._shown is not None:
            self.paper_acts.ask_for_signature(self._shown[0].paper_id)

    def _ask_where_to_put_signature(self, kept: SignatureBeside) -> None:
        if self._shown is not None:
            self.paper_acts.ask_where_to_put_signature(self._shown[1], kept)

    def _signature_kept(self) -> None:
        self.pane.tabs.setCurrentWidget(self.pane.signatures)
        self._ask_signatures()

    # The check of a file and the signing, each on a page in the place of the register

    def _show_page(self, page: QWidget, first: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.first = first
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files may be dropped, to be checked."""
        if event.mimeData().hasUrls() and all(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Check what was dropped."""
        event.acceptProposedAction()
        self.checking.check([Path(url.toLocalFile()) for url in event.mimeData().urls()])

    def _leave_page(self) -> None:
        if self._pages.currentWidget() is not self._parts:
            self._pages.setCurrentWidget(self._parts)
            self.entered()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Making

    def _office(self) -> Office:
        """An office for a thread of its own."""
        return replace(self.workplace.glance)

    def _chosen_files(self, without: set[int] | frozenset[int] = frozenset()) -> list[IssuedFile]:
        office = self._office()
        chosen = [identity for identity in self.table.selected() if identity not in without]
        rows = {identity: row for row, identity in enumerate(self.model.ids)}
        lines = [self.model.line(rows[identity]) for identity in chosen]
        return [of_line(office, line) for line in lines if line is not None]

    def _build(self) -> None:
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        mark(self.totals, "muted")
        left = QWidget()
        column = QVBoxLayout(left)
        gap = em(self, 0.6)
        column.setContentsMargins(gap, gap, gap, gap)
        for part in (self.bar, self._middle, self.totals):
            column.addWidget(part)
        column.setStretchFactor(self._middle, 1)
        self._parts = QSplitter(Qt.Orientation.Horizontal)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(left)
        self._parts.addWidget(self.pane)
        self._parts.setStretchFactor(0, 3)
        self._parts.setStretchFactor(1, 2)
        if not self.workplace.memory.give_shape(_SHAPE, self._parts):
            self._parts.setSizes([em(self, 52), em(self, 38)])
        self._pages = QStackedWidget()
        self._pages.addWidget(self._parts)
        self._pages.addWidget(self.check_page)
        self._pages.addWidget(self.signing.page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        work = self.workplace
        work.changed.connect(self._changed)
        work.campaign_changed.connect(self._other_campaign)
        self.model.failed.connect(work.tell_failure)
        self.bar.changed.connect(self.reload)
        self.bar.scanned.connect(self.show_scanned)
        self.bar.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.rested.connect(self._rested)
        self.table.opened.connect(self.pane.show_preview)
        self.pane.signatures_seen.connect(self._ask_signatures)
        self.pane.preview.opened.connect(self._previewed)
        self.paper_acts.issued.connect(self.go)
        self.paper_acts.signature_kept.connect(self._signature_kept)
        self.pane.signatures.sign_wanted.connect(self.sign_shown)
        self.pane.signatures.keep_wanted.connect(self.ask_for_signature)
        self.pane.signatures.save_wanted.connect(self._ask_where_to_put_signature)
        self.check_page.left.connect(self._leave_page)
        self.checking.shown.connect(lambda: self._show_page(self.check_page, self.check_page.back))
        self.signing.page.left.connect(self._leave_page)
        self.signing.shown.connect(lambda: self._show_page(self.signing.page, self.signing.page.form.first))
        self.check_page.paper_wanted.connect(self.go)
