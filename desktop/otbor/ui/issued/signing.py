"""Signing from the window: the means is opened once on the writing thread, papers are signed one after another."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from otbor.domain.findings import Refused
from otbor.services import signatures
from otbor.services.office import Office
from otbor.services.papers import register_view
from otbor.services.papers.register_view import Line
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.issued.means_form import MeansHere, Opening, read_means
from otbor.ui.issued.signing_model import Run
from otbor.ui.issued.signing_page import SigningPage
from otbor.ui.kit import dates
from otbor.ui.kit.failures import Failure, Family
from otbor.ui.kit.tasks import Steps, Task
from otbor.ui.kit.workplace import OfficeWork, Workplace

if TYPE_CHECKING:
    from otbor.signing.certificates import Maker


class Signing(QObject):
    """Signs papers that a section has chosen; ``page`` shows them."""

    shown = Signal()  # the page has papers to be signed

    def __init__(self, workplace: Workplace, owner: QWidget) -> None:
        super().__init__(owner)
        self._workplace = workplace
        self.page = SigningPage(workplace.memory)
        self._task: Task | None = None
        self.page.sign.clicked.connect(self.sign)
        self.page.stop.clicked.connect(self.stop)
        self.page.left.connect(self.page.form.forget)
        self.page.form.tokens_wanted.connect(self._look_at_tokens)

    def ask(self, paper_ids: Sequence[int]) -> None:
        """Show papers to be signed; while others are being signed, show those."""
        if self._task is not None:
            self.shown.emit()
            return

        def read(office: Office) -> tuple[list[Line], MeansHere]:
            return register_view.lines(office, paper_ids), read_means(office)

        def show(answer: tuple[list[Line], MeansHere]) -> None:
            self.page.show_papers(*answer)
            self.shown.emit()

        self._workplace.ask(lambda office, _steps: read(office)).succeeded.connect(show)

    def sign(self) -> None:
        """Sign all papers of the page that are not signed yet."""
        page = self.page
        if not page.fill_in():
            return
        run, form = Run(), page.form
        work = _signing(page.model.to_sign, form.opening(), run, page.place.currentData() or "", beside=page.beside)
        page.remember()
        form.forget()
        task = self._task = self._workplace.act(work, _("Papers are being signed"), told=False)
        page.set_running(running=True)
        task.progressed.connect(lambda _done, _of: page.tell(run))
        task.failed.connect(lambda failure: self._failed(run, failure))
        task.succeeded.connect(lambda _nothing: self._over(run, _signed(run)))
        task.cancelled.connect(lambda: self._over(run, f"{_('Stopped.')} {_signed(run)}"))

    def stop(self) -> None:
        """Sign no further paper; the one under way is finished, but a program that signs it is ended."""
        if self._task is not None:
            self._task.cancel()
            self.page.stop.setEnabled(False)

    def _over(self, run: Run, told: str) -> None:
        self._end(run)
        left_out = len(run.refused)
        if left_out:
            more = ngettext("{count} paper stays unsigned.", "{count} papers stay unsigned.", left_out)
            told = f"{told} {more.format(count=dates.count(left_out))}"
        self.page.notice.tell(told, Family.REFUSED if left_out else None, good=bool(run.signed) and not left_out)
        (self.page.form.secret if self.page.model.to_sign else self.page.back).setFocus()

    def _failed(self, run: Run, failure: Failure) -> None:
        """The means did not open, or the computer failed on the way."""
        self._end(run)
        self.page.notice.tell_failure(failure)
        self.page.form.secret.setFocus()

    def _end(self, run: Run) -> None:
        self._task = None
        self.page.end(run)
        papers = [line.paper_id for line in self.page.model.lines]
        task = self._workplace.ask(lambda office, _steps: register_view.lines(office, papers))
        task.succeeded.connect(self.page.model.renew)

    def _look_at_tokens(self, library: Path) -> None:
        """See what is plugged in; by the thread that signs, so that a token is never asked by two."""
        task = self._workplace.act(
            lambda _office, _steps: signatures.token_certificates(library), _("The token is being read"), told=False
        )
        task.succeeded.connect(self.page.form.show_certificates)
        task.failed.connect(self.page.notice.tell_failure)


def _signing(papers: Sequence[int], opening: Opening, run: Run, place: str, *, beside: bool) -> OfficeWork:
    def one(office: Office, maker: "Maker", paper_id: int) -> None:
        try:
            if beside:
                run.signed[paper_id] = signatures.sign_detached(office, paper_id, maker).signed_by
            else:
                run.signed[paper_id] = signatures.sign(office, paper_id, maker, place).signed_by
        except Refused as refused:
            run.refused[paper_id] = refused
            raise

    def work(office: Office, steps: Steps) -> None:
        with opening(office, steps) as maker:
            outcome = signatures.one_by_one(papers, lambda paper_id: one(office, maker, paper_id), steps.step)
        run.refused |= outcome.refused  # those that were not tried any more, too

    return work


def _signed(run: Run) -> str:
    count = len(run.signed)
    return ngettext("{count} paper is signed.", "{count} papers are signed.", count).format(count=dates.count(count))
