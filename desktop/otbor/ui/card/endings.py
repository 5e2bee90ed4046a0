"""How an application ends (аннулирование, отзыв, возврат копий), and whether two of them are of one child."""

from PySide6.QtCore import QDate

from otbor.services import corrections, likeness
from otbor.services.card_rows import LikeCard
from otbor.support.clock import local_date
from otbor.support.translation import gettext as _
from otbor.ui.card.deciding import Deciding, Subject, about, reasoned
from otbor.ui.card.dialogs import ReturnDecision
from otbor.ui.kit.decision import ReasonDecision, annulment
from otbor.ui.kit.workplace import OfficeWork


def annul(host: Deciding, subject: Subject) -> None:
    """The application was registered by mistake."""
    dialog = annulment(host.window, subject.card.number, str(subject.card.child))
    host.decide(
        dialog,
        lambda: reasoned(corrections.annul, subject, dialog),
        lambda: host.tell(
            subject,
            _("Application No. {number} is annulled."),
            (_("Journal of applications"), lambda: host.issue("issue_journal", subject.card.campaign_id)),
        ),
    )


def withdraw(host: Deciding, subject: Subject) -> None:
    """The family takes its application back."""
    dialog = ReasonDecision(
        host.window,
        _("Withdraw the application"),
        about(subject.card),
        _("The child takes no further part in the selection; the application stays in the journal, struck through."),
        _("Withdraw"),
        _("for instance: application of the mother of 08.04.2026"),
    )
    host.decide(
        dialog,
        lambda: reasoned(corrections.withdraw, subject, dialog),
        lambda: host.tell(
            subject,
            _("Application No. {number} is withdrawn."),
            (_("Withdrawal"), lambda: host.issue("issue_withdrawal", subject.card.application_id)),
            (_("Give copies back…"), lambda: give_back(host, subject)),
        ),
    )


def give_back(host: Deciding, subject: Subject) -> None:
    """Copies go back to a family that was refused or has withdrawn."""
    card = subject.card
    today = local_date(host.workplace.glance.clock(), card.zone)
    people = [str(person.name) for person in card.representatives]
    dialog = ReturnDecision(host.window, about(card), people, QDate(today.year, today.month, today.day))

    def work() -> OfficeWork:
        day, name, reason = dialog.asked_on(), dialog.person.currentText().strip(), dialog.excuse.text
        return lambda office, _steps: corrections.return_copies(office, card.application_id, day, name, reason=reason)

    host.decide(
        dialog,
        work,
        lambda: host.tell(
            subject,
            _("Copies of application No. {number} are given back."),
            (_("Act of return"), lambda: host.issue("issue_copies_return", subject.card.application_id)),
        ),
    )


def tell_apart(host: Deciding, subject: Subject, other: LikeCard, *, same: bool) -> None:
    """Say whether two applications are of one child."""
    card = subject.card
    numbers = {"first": card.number, "second": other.number}
    title = _("It is the same child") if same else _("It is another child")
    consequence = (
        _("The two applications are linked, each keeps what its family wrote; the answer stays on record.")
        if same
        else _("Nobody will be asked about this pair again; the answer stays on record.")
    )
    pair_named = _("No. {first} {child} and No. {second} {other}").format(
        **numbers, child=card.child, other=other.child
    )
    dialog = ReasonDecision(
        host.window, title, pair_named, consequence, title, _("for instance: by the certificates of birth")
    )

    def work() -> OfficeWork:
        reason = dialog.reason.text()
        pair = (card.application_id, other.application_id)
        return lambda office, _steps: likeness.tell_apart(office, *pair, reason, same=same)

    told = (
        _("No. {first} and No. {second}: one child") if same else _("No. {first} and No. {second}: different children")
    )
    host.decide(dialog, work, lambda: host.workplace.tell(told.format(**numbers), good=True))
