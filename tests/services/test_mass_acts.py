"""Marks made in many rows at once: each row by its own act, refusals by row, and the acts that take them back."""

from sqlalchemy import select

from otbor.domain.applications import CopyKind
from otbor.domain.intake import DocumentDraft
from otbor.services import corrections, mass_acts
from otbor.services.office import for_each
from otbor.storage.models import Document, IssuedPaper
from tests.services.conftest import At
from tests.services.desk import Desk, number
from tests.services.school import CHAIR, MEMBER


def _documents(desk: Desk, ordinal: int) -> list[Document]:
    with desk.office.question() as session:
        own = select(Document).where(Document.application_id == desk.id(ordinal))
        return list(session.scalars(own.order_by(Document.id)))


def test_copies_are_compared_by_a_member_and_the_mark_is_taken_back(at: At) -> None:
    desk = at("filed")
    corrections.add_documents(desk.office, desk.id(1), [DocumentDraft("other", "Грамота", CopyKind.ELECTRONIC)])
    corrections.add_documents(desk.office, desk.id(1), [DocumentDraft("other", "Копия", CopyKind.CERTIFIED)])
    assert CHAIR in [comparer.person for comparer in mass_acts.comparers(desk.office, desk.campaign)]
    done = mass_acts.compare_all(desk.office, desk.id(1), MEMBER)
    assert done == tuple(document.id for document in _documents(desk, 1)[:2])
    assert [d.compared_by for d in _documents(desk, 1)] == ["Громов О. И.", "Громов О. И.", ""]
    with desk.refused("application.nothing_to_compare"):
        mass_acts.compare_all(desk.office, desk.id(1), MEMBER)
    with desk.refused("application.no_reason"):
        mass_acts.uncompare_all(desk.office, desk.id(1), " ")
    assert mass_acts.uncompare_all(desk.office, desk.id(1), "не тот ребёнок") == done
    kinds = [CopyKind.SHOWN_WITH_ORIGINAL, CopyKind.ELECTRONIC, CopyKind.CERTIFIED]
    assert [(d.copy_kind, d.compared_by) for d in _documents(desk, 1)] == [(kind, "") for kind in kinds]
    with desk.refused("application.nothing_compared"):
        mass_acts.uncompare_all(desk.office, desk.id(1), "ещё раз")


def test_nobody_compares_before_the_commission_is_formed(at: At) -> None:
    desk = at("open")
    assert mass_acts.comparers(desk.office, 99) == ()


def test_a_receipt_is_noted_once_and_taken_back(at: At) -> None:
    desk = at("filed")
    mass_acts.give_receipt(desk.office, desk.id(1))
    assert desk.row(1).receipt_given_at is not None
    with desk.refused("application.receipt_given_already"):
        mass_acts.give_receipt(desk.office, desk.id(1))
    mass_acts.take_back_receipt(desk.office, desk.id(1))
    assert desk.row(1).receipt_given_at is None
    with desk.refused("application.receipt_not_given"):
        mass_acts.take_back_receipt(desk.office, desk.id(1))


def test_one_refused_row_stops_no_other(at: At) -> None:
    desk = at("filed")
    corrections.annul(desk.office, desk.id(2), "записано дважды")
    wanted = [desk.id(ordinal) for ordinal in (1, 2, 3)]
    outcome = for_each(wanted, lambda identity: mass_acts.give_receipt(desk.office, identity))
    assert outcome.done == 2
    assert [refusal.finding.id for refusal in outcome.refused.values()] == ["application.annulled"]


def test_receipts_of_chosen_rows_are_printed_and_the_annulled_one_is_told(at: At) -> None:
    desk = at("filed")
    corrections.annul(desk.office, desk.id(2), "записано дважды")
    mass_acts.give_receipt(desk.office, desk.id(1))
    printed = mass_acts.print_receipts(desk.office, desk.campaign, [desk.id(ordinal) for ordinal in (1, 2, 3)])
    assert printed.batch is not None
    assert len(printed.batch.receipts) == 2
    assert printed.first == (desk.id(3),)
    assert [(i, r.finding.id) for i, r in printed.refused.items()] == [(desk.id(2), "application.annulled")]
    with desk.office.question() as session:
        numbers = session.scalars(select(IssuedPaper.number).where(IssuedPaper.kind == "receipt")).all()
    assert sorted(numbers) == [number(1), number(3)]
    nothing = mass_acts.print_receipts(desk.office, desk.campaign, [desk.id(2)])
    assert (nothing.batch, len(nothing.refused)) == (None, 1)
