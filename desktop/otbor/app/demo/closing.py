"""The end of the demo's campaign: freed seats, the order and its signature, refusals, the check of it all."""

from datetime import timedelta

from otbor.app.demo import lyceum
from otbor.app.demo.stage import Stage, Step, Watched, all_done
from otbor.services import corrections, enrolment, journal, offers, papers, signatures
from otbor.services.office import for_each
from otbor.services.papers import checking
from otbor.support.translation import gettext as _

_FREED_BY = "85"  # number in the workbook of a recommended child whose family moves away
_PASSWORD = "demo"  # noqa: S105 - of the demo's own test certificate


def steps() -> list[tuple[str, Step]]:
    """The last steps with their titles."""
    return [
        (_("A freed seat is offered on"), _offer_on),
        (_("The enrolment order"), _order),
        (_("Refusals and copies given back"), _refuse),
        (_("The order is signed"), _sign),
    ]


def _offer_on(stage: Stage, _watched: Watched) -> None:
    """A family withdraws; the next declines, the one after does not answer, the third accepts."""
    office, clock = stage.office, stage.clock
    clock.set(lyceum.OFFERS[0])
    freed = stage.row(_FREED_BY)
    group_id = offers.holder_ids(office, stage.campaign_id)[freed.application_id]
    corrections.withdraw(office, freed.application_id, "отзыв заявления от 27.05.2026: переезд в другой город")
    declined = _offer(stage, group_id)
    offers.decline_offer(office, declined)
    unanswered = _offer(stage, group_id)
    clock.set(lyceum.OFFERS[1])
    offers.expire_offer(office, unanswered)
    offers.accept_offer(office, _offer(stage, group_id))


def _offer(stage: Stage, group_id: int) -> int:
    """Offer the seat to the next in the reserve; of equals the commission names the first filed."""
    today = stage.office.clock().date()
    waiting, named = offers.waiting(stage.office, stage.campaign_id, group_id), None
    if len(waiting) > 1:
        meeting = lyceum.admission_meeting(today, "решение о равных на освободившееся место")
        named = offers.Named(waiting[0], "заявление подано раньше", meeting)
    return offers.offer(stage.office, group_id, today + timedelta(days=1), named).offer_id


def _order(stage: Stage, _watched: Watched) -> None:
    office = stage.office
    stage.clock.set(lyceum.ORDER_ON)
    ordered = enrolment.order_enrolment(office, stage.campaign_id, lyceum.ORDER_NUMBER, lyceum.ORDER_ON)
    stage.facts[_("Enrolled by order")] = f"{ordered.enrolled}"
    order = papers.issue_order(office, ordered.order_id)
    stage.order_paper_id = order.paper_id
    (stage.folder / "papers" / "order.docx").write_bytes(papers.docx_twin(office, order.paper_id, order.data))


def _refuse(stage: Stage, watched: Watched) -> None:
    """Everybody without a seat is refused; the first family asks for its copies."""
    office = stage.office
    seated = offers.holder_ids(office, stage.campaign_id)
    left = [row for row in stage.applications() if row.application_id not in seated]

    def refuse(row: journal.JournalRow) -> None:
        enrolment.refuse(office, row.application_id, "места заняты участниками, стоящими в итоговом рейтинге выше")

    all_done(for_each(left, refuse, watched))
    stage.facts[_("Refused")] = f"{len(left)}"
    first = left[0].application_id
    stage.keep("refusal-notice", papers.issue_refusal_notice(office, first).pdf)
    corrections.return_copies(office, first, lyceum.ORDER_ON, left[0].child)
    stage.keep("copies-return-after-refusal", papers.issue_copies_return(office, first).pdf)


def _sign(stage: Stage, _watched: Watched) -> None:
    """The director signs the order with a certificate made for the demo; the signed paper is checked."""
    from otbor.signing.trial import make_test_certificate  # noqa: PLC0415 - signing loads only where it signs

    office = stage.office
    container = make_test_certificate(
        lyceum.DIRECTOR, lyceum.SCHOOL.short_name, office.clock(), password=_PASSWORD, position="директор"
    )
    maker = signatures.open_key(office, container, _PASSWORD)
    (stage.folder / checking.TRUSTED).mkdir()
    for number, root in enumerate(maker.chain, 1):
        (stage.folder / checking.TRUSTED / f"demo-root-{number}.der").write_bytes(root)
    signed = signatures.sign(office, stage.order_paper_id, maker, "director")
    stage.keep("order-signed", signed.pdf)
    checked = papers.verify(office, signed.pdf)
    stage.facts[_("The signed order")] = " ".join(checked.sentences)
