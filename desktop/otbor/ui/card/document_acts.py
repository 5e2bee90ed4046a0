"""Documents of an application: taken in later, compared with their originals, the mark taken back."""

from otbor.services import corrections, document_corrections
from otbor.support.translation import gettext as _
from otbor.support.translation import ngettext
from otbor.ui.card.add_documents import AddDecision
from otbor.ui.card.deciding import Deciding, Subject, about
from otbor.ui.card.dialogs import CompareDecision, DocumentDecision, UncompareDecision
from otbor.ui.kit.workplace import OfficeWork

_COMPARER = "card/comparer"  # who compared last: remembered, as it is the same person all day


def add(host: Deciding, subject: Subject) -> None:
    """Documents have come later."""
    dialog = AddDecision(host.window, about(subject.card), subject.choices.documents)

    def work() -> OfficeWork:
        drafts, reason = dialog.drafts(), dialog.excuse.text
        return lambda office, _steps: corrections.add_documents(
            office, subject.card.application_id, drafts, reason=reason
        )

    def told() -> None:
        count = len(dialog.drafts())
        text = ngettext("{count} document is taken in.", "{count} documents are taken in.", count)
        host.workplace.tell(
            text.format(count=count),
            (
                _("Addendum to the receipt"),
                lambda: host.issue("issue_receipt_addendum", subject.card.application_id),
            ),
            good=True,
        )

    host.decide(dialog, work, told)


def compare(host: Deciding, subject: Subject) -> None:
    """A member of the commission has compared copies with their originals."""
    card, memory = subject.card, host.workplace.memory
    dialog = CompareDecision(
        host.window, about(card), card.uncompared, subject.choices.comparers, memory.text(_COMPARER)
    )

    def work() -> OfficeWork:
        member, chosen, reason = str(dialog.member.currentData() or ""), dialog.chosen(), dialog.excuse.text
        memory.put(_COMPARER, member)
        return lambda office, _steps: corrections.compare_documents(
            office, card.application_id, chosen, member, reason=reason
        )

    def told() -> None:
        chosen = dialog.chosen()
        text = ngettext(
            "{count} document is marked as compared.", "{count} documents are marked as compared.", len(chosen)
        )
        host.workplace.tell(
            text.format(count=len(chosen)),
            (_("True copies"), lambda: host.issue("issue_true_copy", subject.card.application_id)),
            (_("Undo"), lambda: _undo_comparison(host, card.application_id, chosen)),
            good=True,
        )

    host.decide(dialog, work, told)


def uncompare(host: Deciding, subject: Subject) -> None:
    """The mark was set by mistake."""
    identity = subject.card.application_id
    compared = [document for document in subject.card.documents if document.compared_at is not None]
    dialog = UncompareDecision(host.window, about(subject.card), compared)

    def work() -> OfficeWork:
        chosen, reason = dialog.chosen(), dialog.reason.text()
        return lambda office, _steps: document_corrections.uncompare_documents(office, identity, chosen, reason)

    host.decide(dialog, work, lambda: host.tell(subject, _("The mark is taken back from documents of No. {number}.")))


def correct(host: Deciding, subject: Subject) -> None:
    """Something was written wrongly of a document."""
    card = subject.card
    dialog = DocumentDecision(host.window, about(card), card.documents)

    def work() -> OfficeWork:
        document, seen, wanted, reason = dialog.chosen(), dialog.seen(), dialog.wanted(), dialog.reason.text()
        return lambda office, _steps: document_corrections.correct_document(
            office, card.application_id, document.document_id, seen, wanted, reason
        )

    def told() -> None:
        later = dialog.chosen().added_later
        title = _("Addendum to the receipt") if later else _("Receipt anew")
        paper = "issue_receipt_addendum" if later else "issue_receipt"
        again = (title, lambda: host.issue(paper, card.application_id))
        host.tell(subject, _("A document of No. {number} is corrected."), again)

    host.decide(dialog, work, told)


def _undo_comparison(host: Deciding, application_id: int, documents: tuple[int, ...]) -> None:
    reason = _("undone at once")
    task = host.workplace.act(
        lambda office, _steps: document_corrections.uncompare_documents(office, application_id, documents, reason)
    )
    task.succeeded.connect(lambda _changes: host.workplace.tell(_("The mark of comparison is taken back.")))
