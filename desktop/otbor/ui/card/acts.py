"""What may be done from the card: its acts with their keys, and which of them make sense for the application shown."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from otbor.domain.rights import Right
from otbor.services import card as cards
from otbor.services.card_rows import LikeCard, RatedCard, RatedExplanation
from otbor.support.translation import gettext as _
from otbor.ui.card import document_acts, endings, words
from otbor.ui.card.deciding import Deciding, Subject, about
from otbor.ui.card.explanation import ExplanationDialog
from otbor.ui.kit.actions import Action


class CardActs(Deciding):
    """Acts about :attr:`subject`, the application shown."""

    subject: Subject | None = None

    def declare(self, correct: Callable[[], object], copy: Callable[[], object]) -> list[Action]:
        """Every act; correction and copying are the pane's own."""

        def act(
            identity: str, title: str, callback: Callable[[], object], keys: str, icon: str, right: Right
        ) -> Action:
            return Action(f"card-{identity}", title, callback, keys, icon, on_bar=False, right=right)

        acts = (
            act("correct", _("Correct…"), correct, "F2", "pencil-simple", Right.CORRECT),
            act("receipt", _("Receipt"), self._printing("issue_receipt"), "Ctrl+R", "receipt", Right.ISSUE),
            act("add-documents", _("Take in documents…"), self.add, "Ctrl+D", "file-plus", Right.REGISTER),
            act("compare", _("Compared with the original…"), self.compare, "Ctrl+M", "check-square", Right.EXPERTISE),
            act(
                "uncompare",
                _("Take the mark of comparison back…"),
                self.uncompare,
                "Ctrl+Shift+M",
                "arrow-u-up-left",
                Right.EXPERTISE,
            ),
            act(
                "correct-document",
                _("Correct a document…"),
                self.correct_document,
                "Shift+F2",
                "note-pencil",
                Right.CORRECT,
            ),
            act("withdraw", _("Withdraw…"), self.withdraw, "Ctrl+Shift+W", "sign-out", Right.CORRECT),
            act("annul", _("Annul…"), self.annul, "Ctrl+Shift+A", "prohibit", Right.CORRECT),
            act("return", _("Give copies back…"), self.give_back, "Ctrl+Shift+B", "files", Right.REGISTER),
        )
        prints = (
            ("application", _("Print: application"), "issue_application", "Ctrl+Shift+L"),
            ("addendum", _("Print: addendum to the receipt"), "issue_receipt_addendum", "Ctrl+Shift+D"),
            ("inventory", _("Print: inventory of documents"), "issue_inventory", "Ctrl+Shift+I"),
            ("cover", _("Print: cover of the file"), "issue_case_cover", "Ctrl+Shift+O"),
            ("true-copy", _("Print: true copies"), "issue_true_copy", "Ctrl+Shift+T"),
            ("processing", _("Print: consent to data processing"), "issue_processing_consent", "Ctrl+Shift+S"),
            ("publication", _("Print: consent to publication"), "issue_publication_consent", "Ctrl+Shift+U"),
            ("withdrawal", _("Print: withdrawal"), "issue_withdrawal", "Ctrl+Shift+F"),
            ("request", _("Print: request for copies"), "issue_copies_request", "Ctrl+Shift+Y"),
            ("return-act", _("Print: act of return"), "issue_copies_return", "Ctrl+Shift+G"),
        )
        return [
            *acts,
            *(
                act(f"print-{name}", title, self._printing(p), keys, "printer", Right.ISSUE)
                for name, title, p, keys in prints
            ),
            Action("card-copy", _("Copy the card as text"), copy, "Ctrl+Shift+C", "copy", on_bar=False),
        ]

    def possible(self) -> frozenset[str]:
        """Ids of the acts that make sense for the application shown; whether the rules allow one it says itself."""
        if self.subject is None:
            return frozenset()
        card = self.subject.card
        compared = any(document.compared_at is not None for document in card.documents)
        over = not card.in_force or (card.refusal is not None and not card.refusal.lifted)
        wanted = {
            "correct": card.in_force,
            "receipt": card.in_force,
            "add-documents": card.in_force,
            "compare": card.in_force and bool(card.uncompared),
            "uncompare": card.in_force and compared,
            "correct-document": card.in_force and bool(card.documents),
            "withdraw": card.in_force and card.end is None,
            "annul": card.in_force and card.end is None,
            "return": over and card.copies_returned_on is None,
            "print-application": True,
            "print-addendum": card.in_force and any(document.added_later for document in card.documents),
            "print-inventory": True,
            "print-cover": True,
            "print-true-copy": compared,
            "print-processing": True,
            "print-publication": True,
            "print-withdrawal": True,
            "print-request": bool(card.documents),
            "print-return-act": card.copies_returned_on is not None,
            "copy": True,
        }
        return frozenset(f"card-{name}" for name, possible in wanted.items() if possible)

    # Acts of the section's menu

    def annul(self) -> None:
        """The application was registered by mistake."""
        self._about_shown(endings.annul)

    def withdraw(self) -> None:
        """The family takes its application back."""
        self._about_shown(endings.withdraw)

    def give_back(self) -> None:
        """Copies go back to a family that was refused or has withdrawn."""
        self._about_shown(endings.give_back)

    def add(self) -> None:
        """Documents have come later."""
        self._about_shown(document_acts.add)

    def compare(self) -> None:
        """A member of the commission has compared copies with their originals."""
        self._about_shown(document_acts.compare)

    def uncompare(self) -> None:
        """The mark of comparison was set by mistake."""
        self._about_shown(document_acts.uncompare)

    def correct_document(self) -> None:
        """Something was written wrongly of a document."""
        self._about_shown(document_acts.correct)

    # Acts of links in the card

    def tell_apart(self, other: LikeCard, same: bool) -> None:  # noqa: FBT001 - the shape of a signal
        """Say whether two applications are of one child."""
        self._about_shown(lambda host, subject: endings.tell_apart(host, subject, other, same=same))

    def explain(self, rated: RatedCard) -> None:
        """Show why a rating gave these points."""
        self._about_shown(lambda _host, subject: self._explain(subject, rated))

    def copy(self, text: str) -> None:
        """Put the card on the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self.workplace.tell(_("The card is copied as text."))

    def _explain(self, subject: Subject, rated: RatedCard) -> None:
        identity = subject.card.application_id
        task = self.workplace.ask(
            lambda office, _steps: cards.explained(office, rated.rating_id, identity, rated.group)
        )
        task.succeeded.connect(lambda explained: self._show_explanation(subject, explained))

    def _show_explanation(self, subject: Subject, explained: RatedExplanation) -> None:
        rated, identity = explained.rated, subject.card.application_id
        title = _("{about}: {rating} No. {number}, group {group}").format(
            about=about(subject.card), rating=words.rating(rated.kind), number=rated.number, group=rated.group
        )
        dialog = ExplanationDialog(self.window, title, explained)
        dialog.print_wanted.connect(lambda: self.issue("issue_explanation", rated.rating_id, identity, rated.group))
        self.open_dialog(dialog)

    def _printing(self, paper: str) -> Callable[[], object]:
        """Issues ``paper`` of the application shown."""

        def issue(_host: Deciding, subject: Subject) -> None:
            of_campaign = paper in {"issue_processing_consent", "issue_publication_consent"}
            first = (subject.card.campaign_id,) if of_campaign else ()
            self.issue(paper, *first, subject.card.application_id)

        return lambda: self._about_shown(issue)

    def _about_shown(self, act: Callable[[Deciding, Subject], object]) -> None:
        if self.subject is None:
            self.workplace.tell(_("Choose an application in the journal first."))
        else:
            act(self, self.subject)
