"""What is done with papers: issued, repeated, saved, signed beside. The section tells which paper."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from otbor.services import commission_view, signatures
from otbor.services.office import Office
from otbor.services.papers import Issued, again
from otbor.services.papers.again import Twin
from otbor.services.papers.registry import SignatureBeside
from otbor.services.signatures import SignedBeside
from otbor.support.translation import gettext as _
from otbor.ui.issued import saving
from otbor.ui.issued.files import IssuedFile
from otbor.ui.issued.issuing import IssueDialog, Offer
from otbor.ui.kit import folders
from otbor.ui.kit.workplace import Workplace
from otbor.ui.papers import printing


class PaperActs(QObject):
    """Acts of the section ``owner``, above which their dialogs stand."""

    issued = Signal(int)  # row id of a new paper
    signature_kept = Signal()

    def __init__(self, workplace: Workplace, owner: QWidget) -> None:
        super().__init__(owner)
        self._workplace, self._owner = workplace, owner
        self.dialog: IssueDialog | None = None

    def ask_what_to_issue(self, there: Collection[str]) -> None:
        """Ask which paper of the campaign; ``there``: kinds that it has papers of."""
        campaign = self._workplace.campaign
        if campaign is None:
            self._workplace.tell(_("Papers are issued once the campaign is planned."))
            return
        if self.dialog is not None:
            self.dialog.deleteLater()
        orders = commission_view.change_orders(self._workplace.glance, campaign)
        self.dialog = IssueDialog(there, orders, self._owner)
        self.dialog.chosen.connect(self.issue)
        self.dialog.open()

    def issue(self, offer: Offer) -> None:
        """Issue a paper of the campaign."""
        campaign = self._workplace.campaign
        if campaign is not None:
            self._make(lambda office: offer.issue(office, campaign), _("The paper is issued: {title}"))

    def repeat(self, paper_id: int) -> None:
        """Issue a paper once more («повторно»)."""
        self._make(lambda office: again.repeat(office, paper_id), _("The paper is repeated: {title}"))

    def _make(self, make: Callable[[Office], Issued], told: str) -> None:
        def show(issued: Issued) -> None:
            self._workplace.tell(told.format(title=issued.title), good=True)
            self.issued.emit(issued.paper_id)

        self._workplace.act(lambda office, _steps: make(office), _("The paper is being made")).succeeded.connect(show)

    def ask_where_to_save(self, files: Sequence[IssuedFile], twins: Sequence[Twin]) -> None:
        """One paper or a twin of it under a name, several as PDF into a folder."""
        if len(files) > 1:
            folder = saving.ask_for_folder(self._owner, self._begin)
            if folder:
                saving.save_all(self._workplace, files, Path(folder))
        elif files:
            suggested, kinds = self._begin / printing.file_name(files[0]), saving.kinds_of(twins)
            name = saving.ask_for_file(self._owner, _("Save as"), suggested, kinds)
            if name:
                saving.save(self._workplace, files[0], Path(name))

    @property
    def _begin(self) -> Path:
        return folders.start(self._workplace.memory, folders.PAPERS)

    def ask_for_signature(self, paper_id: int) -> None:
        """Ask for a signature that was made elsewhere, and put it beside the paper."""
        kinds = _("Signatures (*.sig *.p7s *.sgn);;All (*)")
        names = saving.ask_to_open(self._owner, _("Signature beside the paper"), kinds)
        if names:
            self.keep_signature(paper_id, Path(names[0]))

    def keep_signature(self, paper_id: int, path: Path) -> None:
        """Put a signature beside a paper; it must sign these very bytes."""

        def show(kept: SignedBeside) -> None:
            self._workplace.tell(_("The signature of {who} is kept.").format(who=kept.signed_by), good=True)
            self.signature_kept.emit()

        task = self._workplace.act(
            lambda office, _steps: signatures.keep_detached(office, paper_id, path.read_bytes()),
            _("The signature is being checked"),
        )
        task.succeeded.connect(show)

    def ask_where_to_put_signature(self, file: IssuedFile, kept: SignatureBeside) -> None:
        """Ask under what name a signature is saved."""
        suggested = self._begin / f"{printing.file_name(file)}.sig"
        name = saving.ask_for_file(self._owner, _("Save the signature"), suggested, [(_("Signature"), "sig")])
        if name:
            task = self._workplace.ask(lambda _office, _steps: Path(name).write_bytes(kept.content))
            task.succeeded.connect(lambda _size: saving.tell_saved(self._workplace, Path(name)))
