"""Slips of the day of intake found later: when it was filed, the sheets and the kind of copy of a document."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from otbor.domain.applications import Channel, CopyKind
from otbor.services import card, corrections, document_corrections, history, intake, papers
from otbor.services.corrections import Correction
from otbor.services.document_corrections import Written
from otbor.services.history import Change
from tests.services.conftest import At
from tests.services.desk import Desk, number
from tests.services.school import MEMBER, application
from tests.services.small_campaign import text


def moment(day: date, hour: int = 8) -> datetime:
    """An instant of a day; the school's clock is three hours ahead."""
    return datetime(day.year, day.month, day.day, hour, 15, tzinfo=UTC)


def refile(desk: Desk, ordinal: int, correction: Correction) -> None:
    """Correct when and how it was filed."""
    corrections.correct(desk.office, desk.id(ordinal), desk.row(ordinal).version, correction, "описка в дате")


def test_the_day_of_filing_is_corrected_and_nothing_else_moves(at: At) -> None:
    desk = at("filed")
    first = papers.issue_receipt(desk.office, desk.id(1))
    assert "06.04.2026" in text(first.pdf)
    new = Correction(filed_at=moment(date(2026, 4, 7), 7), channel=Channel.IN_PERSON, external_number="77")
    seen = desk.row(1).version
    refile(desk, 1, new)
    row = desk.row(1)
    assert (row.filed_at, row.number, row.version) == (moment(date(2026, 4, 7), 7), number(1), seen + 1)
    [told] = [e for e in history.history(desk.office, desk.id(1)).entries if e.act == "correct"]
    assert told.reason == "описка в дате"
    assert told.changes == (
        Change("filed_at", "2026-04-06T11:01:00+03:00", "2026-04-07T10:15:00+03:00"),
        Change("external_number", "", "77"),
    )
    again = papers.issue_receipt(desk.office, desk.id(1))
    assert again.number == first.number
    said = text(again.pdf)
    assert "ПОВТОРНО" in said
    assert "07.04.2026" in said
    assert "10:15" in text(papers.issue_journal(desk.office, desk.campaign).pdf)
    with desk.refused("application.stale"):
        corrections.correct(desk.office, desk.id(1), seen, Correction(filed_at=moment(date(2026, 4, 6))), "описка")


def test_another_day_of_filing_is_asked_the_rules_of_intake_anew(at: At) -> None:
    desk = at("filed")
    desk.clock.on(date(2026, 5, 8))
    intake.register(desk.office, desk.campaign, application("Новый", "Иван"))
    late = Correction(filed_at=moment(date(2026, 5, 7)))
    with desk.refused("application.no_reason"):
        corrections.correct(desk.office, desk.id(8), 1, late, " ")
    with desk.refused("application.filed_after_recorded"):
        refile(desk, 8, Correction(filed_at=moment(date(2026, 5, 8), 10)))
    with desk.refused("application.filed_after_recorded"):  # it was in the journal by then
        refile(desk, 1, Correction(filed_at=moment(date(2026, 4, 9))))
    with desk.refused("intake.too_early", "10"):
        refile(desk, 8, Correction(filed_at=moment(date(2026, 4, 5))))
    with desk.refused("intake.too_late", "11"):
        refile(desk, 8, late)
    assert desk.row(8).filed_at == moment(date(2026, 4, 6)).replace(minute=30)
    refile(desk, 8, Correction(filed_at=late.filed_at, late_reason="болел, справка № 7"))
    assert "болел, справка № 7" in text(papers.issue_journal(desk.office, desk.campaign).pdf)
    with desk.refused("intake.too_late"):
        refile(desk, 8, Correction(late_reason=""))
    refile(desk, 8, Correction(filed_at=moment(date(2026, 4, 21))))
    assert (desk.row(8).late_reason, desk.row(8).number) == ("", number(8))


def rewrite(desk: Desk) -> Callable[..., None]:
    """Corrects the first application's document from what the card shows."""
    mine = desk.id(1)

    def correct(
        title: str = "Выписка отметок за 7 класс",
        kind: CopyKind = CopyKind.SHOWN_WITH_ORIGINAL,
        sheets: int = 1,
        reason: str = "описка",
    ) -> None:
        [one] = card.application_card(desk.office, mine).documents
        seen = Written(one.title, one.copy_kind, one.sheets, one.compared_by)
        wanted = Written(title, kind, sheets)
        document_corrections.correct_document(desk.office, mine, one.document_id, seen, wanted, reason)

    return correct


def test_a_slip_in_a_document_is_corrected_with_a_reason(at: At) -> None:
    desk = at("filed")
    correct, mine = rewrite(desk), desk.id(1)
    [before] = card.application_card(desk.office, mine).documents
    papers.issue_receipt(desk.office, mine)
    with desk.refused("application.no_reason"):
        correct(sheets=5, reason=" ")
    with desk.refused("application.no_sheets"):
        correct(sheets=0)
    with desk.refused("application.no_document_title"):
        correct(title="  ")
    with desk.refused("application.document_unchanged"):
        correct()
    corrections.compare_documents(desk.office, mine, [before.document_id], MEMBER)
    seen = Written(before.title, before.copy_kind, before.sheets)
    with desk.refused("application.document_stale"):  # compared since: the mark would fall unseen
        document_corrections.correct_document(
            desk.office, mine, before.document_id, seen, Written("Табель", CopyKind.ORIGINAL, 1), "описка"
        )
    with desk.refused("application.not_its_document"):
        document_corrections.correct_document(desk.office, desk.id(2), before.document_id, seen, seen, "описка")
    correct(title="Табель за 7 класс", sheets=5)
    [after] = card.application_card(desk.office, mine).documents
    assert (after.title, after.sheets, after.compared_by) == ("Табель за 7 класс", 5, "Громов О. И.")
    receipt = text(papers.issue_receipt(desk.office, mine).pdf)
    assert "Табель за 7 класс" in receipt
    assert "ПОВТОРНО" in receipt
    assert "Табель за 7 класс" in text(papers.issue_journal(desk.office, desk.campaign).pdf)


def test_a_copy_of_another_kind_is_to_be_compared_anew(at: At) -> None:
    desk = at("filed")
    correct, mine = rewrite(desk), desk.id(1)
    [document] = card.application_card(desk.office, mine).documents
    corrections.compare_documents(desk.office, mine, [document.document_id], MEMBER)
    correct(kind=CopyKind.ELECTRONIC)
    [electronic] = card.application_card(desk.office, mine).documents
    assert (electronic.compared_by, electronic.compared_at, electronic.to_compare) == ("", None, True)
    [told] = [e for e in history.history(desk.office, mine).entries if e.act == "correct_document"]
    assert told.changes == (
        Change("copy_kind", "shown_with_original", "electronic"),
        Change("compared_by", "Громов О. И.", ""),
    )
    corrections.compare_documents(desk.office, mine, [document.document_id], MEMBER)
    document_corrections.uncompare_documents(desk.office, mine, [document.document_id], "не тот документ")
    assert card.application_card(desk.office, mine).documents == (electronic,)
