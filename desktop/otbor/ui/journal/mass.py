"""Marks in many rows at once: run, told in one notice with its reverse act, refusals in a list to open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from otbor.domain.findings import Refused
from otbor.services import document_corrections, journal_view, mass_acts, papers
from otbor.services.mass_acts import Comparer, PrintedReceipts
from otbor.services.office import Office, for_each
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.journal.dialogs import ComparerDialog, LineDialog, RefusalsDialog, RefusedRow
from otbor.ui.kit import dates, folders
from otbor.ui.kit.excuse import excusable
from otbor.ui.kit.failures import Failure
from otbor.ui.kit.tasks import Steps
from otbor.ui.kit.workplace import Workplace
from otbor.ui.papers.paper_file import PaperFile
from otbor.ui.papers.window import PapersWindow
from otbor.wording.findings import sentence

RowAct = Callable[[Office, int], Any]
Again = Callable[[Sequence[int], str], object]  # the act once more in these rows, with the reason that excuses it


@dataclass
class _Run:
    """What an act has done so far, row by row: it may be stopped on its way."""

    done: dict[int, Any] = field(default_factory=dict)
    refused: dict[int, Refused] = field(default_factory=dict)

    def one(self, office: Office, act: RowAct, application_id: int) -> None:
        """Do it in one row."""
        try:
            self.done[application_id] = act(office, application_id)
        except Refused as refusal:
            self.refused[application_id] = refusal


class MassActs:
    """The mass acts of the journal; ``host`` is the widget that its questions stand over."""

    def __init__(self, workplace: Workplace, host: QWidget) -> None:
        self._workplace = workplace
        self._host = host
        self.papers: PapersWindow | None = None

    # Receipts

    def print_receipts(self, chosen: Sequence[int]) -> None:
        """Print the receipts of these applications."""
        campaign = self._workplace.campaign
        if campaign is None or not self._any(chosen):
            return
        task = self._workplace.act(
            lambda office, steps: mass_acts.print_receipts(office, campaign, chosen, steps.step), _("Receipts")
        )
        task.succeeded.connect(self._printed)

    def give_receipts(self, chosen: Sequence[int]) -> None:
        """Note that these families have got their receipts."""
        self._run(chosen, mass_acts.give_receipt, _("Receipts given"), _given, self._take_back)

    def take_back_receipts(self, chosen: Sequence[int]) -> None:
        """Take these marks back."""
        self._run(chosen, mass_acts.take_back_receipt, _("Receipts not given"), _not_given, self._give_again)

    def _take_back(self, run: _Run) -> None:
        self._run(list(run.done), mass_acts.take_back_receipt, _("Receipts not given"), _not_given)

    def _give_again(self, run: _Run) -> None:
        self._run(list(run.done), mass_acts.give_receipt, _("Receipts given"), _given)

    def _printed(self, printed: PrintedReceipts) -> None:
        batch = printed.batch
        if batch is not None:
            office, paper = self._workplace.glance, batch.paper_id
            self.show_papers(PaperFile(batch.number, _("Receipts"), lambda: papers.content(office, paper)))
        run = _Run(dict.fromkeys(printed.first), printed.refused)
        number = 0 if batch is None else len(batch.receipts)
        told = ngettext("{number} receipt is made.", "{number} receipts are made.", number)
        undo = (_("Mark as not given"), lambda: self._take_back(run))
        self._tell(told.format(number=dates.count(number)), run, undo if run.done else None)

    def show_papers(self, file: PaperFile) -> None:
        """Show what is to be printed in a window of its own."""
        self.shut()
        self.papers = PapersWindow([file])
        self.papers.queue.begin_in = partial(folders.start, self._workplace.memory, folders.PAPERS)
        self.papers.show()

    # Comparison

    def compare(self, chosen: Sequence[int]) -> None:
        """Mark all copies of these applications as compared, by the member that the person names."""
        campaign = self._workplace.campaign
        if campaign is None or not self._any(chosen):
            return
        members = mass_acts.comparers(self._workplace.glance, campaign)
        if not members:
            self._workplace.tell(
                _("Nobody can compare copies yet: the admission commission is not formed."),
                (_("Open the commissions"), lambda: self._workplace.go("settings", "commissions")),
            )
            return
        self.ask_member(members, _applications(len(chosen)), lambda person: self._compare(chosen, person))

    def uncompare(self, chosen: Sequence[int]) -> None:
        """Take the marks of comparison of these applications back, for a reason."""
        if self._any(chosen):
            self.ask_reason(lambda reason: self._uncompare(chosen, reason))

    def ask_member(self, members: Sequence[Comparer], count: str, then: Callable[[str], None]) -> None:
        """Ask who compared; ``then`` gets the id of the person."""
        dialog = ComparerDialog(members, self._workplace.operator, count, self._host)
        self._open(dialog, then)

    def ask_reason(self, then: Callable[[str], None]) -> None:
        """Ask why marks are taken back."""
        dialog = LineDialog(_("Take the mark of comparison off"), _("&Reason:"), _("Take off"), self._host)
        self._open(dialog, then)

    def ask_excuse(self, why: Refused, number: int, then: Callable[[str], object]) -> None:
        """Ask why an act is done out of its stage; ``why`` is what refused it in ``number`` applications."""
        told = "\n\n".join((_applications(number), sentence(why.findings[0])))
        dialog = LineDialog(_("Out of its stage"), _("&Reason:"), _("Do it for this reason"), self._host, told)
        self._open(dialog, then)

    def _open(self, dialog: ComparerDialog | LineDialog, then: Callable[[str], object]) -> None:
        dialog.answered.connect(then)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _compare(self, chosen: Sequence[int], person: str, excuse: str = "") -> None:
        def undo(run: _Run) -> None:
            reason = _("the mass mark is undone")

            def back(office: Office, identity: int) -> object:
                return document_corrections.uncompare_documents(office, identity, run.done[identity], reason)

            self._run(list(run.done), back, _("Comparison taken back"), _not_compared)

        self._run(
            chosen,
            lambda office, identity: mass_acts.compare_all(office, identity, person, reason=excuse),
            _("Comparison"),
            _compared,
            undo,
            lambda rest, reason: self._compare(rest, person, reason),
        )

    def _uncompare(self, chosen: Sequence[int], reason: str) -> None:
        self._run(
            chosen,
            lambda office, identity: mass_acts.uncompare_all(office, identity, reason),
            _("Comparison taken back"),
            _not_compared,
        )

    # What all of them share

    def shut(self) -> None:
        """Close the window of papers."""
        if self.papers is not None:
            self.papers.close()
            self.papers.deleteLater()
            self.papers = None

    def _any(self, chosen: Sequence[int]) -> bool:
        if not chosen:
            self._workplace.tell(_("Choose applications in the journal first: one row or several."))
        return bool(chosen)

    def _run(
        self,
        chosen: Sequence[int],
        act: RowAct,
        title: str,
        said: Callable[[int], str],
        undo: Callable[[_Run], None] | None = None,
        again: Again | None = None,
    ) -> None:
        if not self._any(chosen):
            return
        run = _Run()

        def work(office: Office, steps: Steps) -> None:
            for_each(chosen, lambda identity: run.one(office, act, identity), steps.step)

        def over(trouble: Failure | None = None) -> None:
            undoing = (_("Undo"), lambda: undo(run)) if undo is not None and run.done else None
            self._tell(said(len(run.done)), run, undoing, trouble)
            late = [identity for identity, why in run.refused.items() if excusable(why)]
            if again is not None and late:
                self.ask_excuse(run.refused[late[0]], len(late), lambda reason: again(late, reason))

        task = self._workplace.act(work, title, told=False)
        task.succeeded.connect(lambda _outcome: over())
        task.cancelled.connect(over)
        task.failed.connect(over)

    def _tell(
        self,
        said: str,
        run: _Run,
        undo: tuple[str, Callable[[], object]] | None,
        trouble: Failure | None = None,
    ) -> None:
        """Say what was done; where ``trouble`` broke off, that first: what was done before it stands."""
        told, acts = said, [] if undo is None else [undo]
        if run.refused:
            number = len(run.refused)
            left_out = ngettext("{number} application is left out.", "{number} applications are left out.", number)
            told = f"{said} {left_out.format(number=dates.count(number))}"
            acts.append((_("Show why…"), lambda: self.show_refusals(run.refused)))
        if trouble is not None:
            self._workplace.tell_failure(replace(trouble, sentences=(*trouble.sentences, told)), *acts)
        else:
            self._workplace.tell(told, *acts, good=bool(run.done) and not run.refused)

    def show_refusals(self, refused: dict[int, Refused]) -> RefusalsDialog:
        """Open the list of refusals by row."""
        lines: dict[int, journal_view.Line] = {}
        for start in range(0, len(refused), journal_view.BLOCK):
            part = list(refused)[start : start + journal_view.BLOCK]
            lines |= {line.application_id: line for line in journal_view.block(self._workplace.glance, part)}
        rows = [
            RefusedRow(identity, lines[identity].number, lines[identity].child, "\n".join(map(sentence, why.findings)))
            for identity, why in refused.items()
            if identity in lines
        ]
        dialog = RefusalsDialog(rows, self._host)
        dialog.wanted.connect(lambda identity: self._workplace.go("journal", identity))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog


def _applications(number: int) -> str:
    told = ngettext("{number} application is chosen.", "{number} applications are chosen.", number)
    return told.format(number=dates.count(number))


def _given(number: int) -> str:
    told = ngettext("{number} receipt is marked as given.", "{number} receipts are marked as given.", number)
    return told.format(number=dates.count(number))


def _not_given(number: int) -> str:
    told = ngettext("{number} receipt is marked as not given.", "{number} receipts are marked as not given.", number)
    return told.format(number=dates.count(number))


def _compared(number: int) -> str:
    told = ngettext(
        "Documents of {number} application are marked as compared.",
        "Documents of {number} applications are marked as compared.",
        number,
    )
    return told.format(number=dates.count(number))


def _not_compared(number: int) -> str:
    told = ngettext(
        "The mark of comparison is off in {number} application.",
        "The mark of comparison is off in {number} applications.",
        number,
    )
    return told.format(number=dates.count(number))
