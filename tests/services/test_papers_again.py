"""Every paper can be had once more («повторно») or says why not; every protocol and order as a file to be edited."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import is_zipfile

import pytest

from otbor.domain.findings import Finding, Refused
from otbor.domain.participants import Kind
from otbor.services import corrections, expertise, intake, papers
from otbor.services.papers import Issued, again
from otbor.services.papers.again import Twin
from otbor.wording import forms
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.school import CHAIR, MATHS, SUBJECT_SECRETARY, application, meeting
from tests.services.small_campaign import ALL, PRELIMINARY, Made, finished, look_up, open_copy, text


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    office, clock = open_copy(finished(), tmp_path / "school.otbor")
    yield look_up(office, clock)
    office.database.close()


def others(made: Made) -> list[Issued]:
    """Papers of the kinds that :data:`ALL` has not."""
    office, one, two, test = made.office, made.applications[1], made.applications[2], made.tests["математика"]
    held = meeting(PRELIMINARY)
    marked = replace(held, present=(MATHS, SUBJECT_SECRETARY), agenda="оценивание работ")
    campaign = made.campaign
    return [
        papers.issue_notice_large(office, campaign),
        papers.issue_application_form(office, campaign),
        papers.issue_application(office, one),
        papers.issue_processing_consent(office, campaign),
        papers.issue_publication_consent(office, campaign, one),
        papers.issue_withdrawal(office, one),
        papers.issue_copies_request(office, one),
        papers.issue_inventory(office, one),
        papers.issue_case_cover(office, one),
        papers.issue_receipt_addendum(office, two),
        papers.issue_true_copy(office, one),
        papers.issue_expertise_sheet(office, one),
        papers.issue_documents_protocol(office, campaign, held),
        papers.issue_subject_protocol(office, test, marked),
        papers.issue_admitted_list(office, campaign, named=True),
        papers.issue_attendance_sheet(office, test, by_codes=True),
        papers.issue_code_register(office, test),
        papers.issue_appeal_form(office, campaign),
        papers.issue_appeal(office, 1),
        papers.issue_appeal_register(office, campaign),
        papers.issue_founder_report(office, campaign),
    ]


def test_papers_are_repeated_under_their_number_and_edited_as_they_are(made: Made, tmp_path: Path) -> None:
    issued = [*(make(made) for make in ALL.values()), *others(made)]
    made.office.operator = "Другая Н. Н."
    for paper in issued:
        [card] = [c for c in papers.issued_papers(made.office, made.campaign) if c.paper_id == paper.paper_id]
        if Twin.DOCX in again.offered(made.office, paper.paper_id):
            again.save_twin(made.office, paper.paper_id, tmp_path / "twin.docx")
            assert is_zipfile(tmp_path / "twin.docx"), card.kind
            (tmp_path / "twin.docx").unlink()
        repeated = again.repeat(made.office, paper.paper_id)
        [twice] = [c for c in papers.issued_papers(made.office, made.campaign) if c.paper_id == repeated.paper_id]
        assert (twice.kind, twice.number, twice.issued_on) == (card.kind, card.number, card.issued_on)
        assert twice.repetition == card.repetition + 1, card.kind
        assert "ПОВТОРНО" in text(repeated.pdf), card.kind
        assert papers.content(made.office, paper.paper_id) == paper.pdf, card.kind


def test_every_kind_can_be_repeated_or_has_its_reason() -> None:
    kinds = {*forms.names(), "receipts"} - {forms.COMMON}
    assert kinds == again._MAKERS.keys() | again._NEVER
    for kind in again._NEVER:
        assert len(sentence(Finding(f"paper_registry.not_repeatable_{kind}", values={"title": "…"}))) > 60


def test_whoever_repeats_a_paper_did_not_accept_the_documents(made: Made) -> None:
    added = papers.issue_receipt_addendum(made.office, made.applications[2])
    returned = papers.issue_copies_return(made.office, made.applications[3])
    made.office.operator = "Другая Н. Н."
    for issued in (added, returned):
        assert "А. С. Белова" in text(issued.pdf)
        for _time in range(2):
            found = text(again.repeat(made.office, issued.paper_id).pdf)
            assert "А. С. Белова" in found
            assert "Другая" not in found


def test_a_sheet_of_other_facts_is_another_paper_of_its_own_day(at: At) -> None:
    """Two sheets of one number and one date that give other points could not be told apart."""
    desk = at("open")
    office = desk.office
    identity = intake.register(office, desk.campaign, application()).application_id
    expertise.score_documents(office, identity, expertise.Expertise(), [CHAIR])
    first = papers.issue_expertise_sheet(office, identity)
    assert again.repeat(office, first.paper_id).number == first.number
    desk.clock.on(date(2026, 4, 9))
    assert papers.issue_expertise_sheet(office, identity).number == first.number
    rejected = expertise.Expertise(rejected_values={(Kind.MARK, "физика"): "выписка не заверена"})
    expertise.score_documents(office, identity, rejected, [CHAIR])
    with desk.refused("paper_registry.other_subject"):
        again.repeat(office, first.paper_id)
    for repetition in range(2):
        papers.issue_expertise_sheet(office, identity)
        card = papers.issued_papers(office, desk.campaign, kind="expertise_sheet")[-1]
        assert (card.number, card.issued_on, card.repetition) == ("2", date(2026, 4, 9), repetition)


def test_large_print_follows_the_notice_that_was_issued(at: At) -> None:
    desk = at("filed")
    with pytest.raises(Refused) as refused:
        papers.issue_notice_large(desk.office, desk.campaign)
    assert refused.value.finding.id == "paper_content.notice_not_issued"
    issued = papers.issue_notice(desk.office, desk.campaign)
    assert f"№ {issued.number}" in text(papers.issue_notice_large(desk.office, desk.campaign).pdf)


def test_the_protocol_of_a_rating_says_of_seats_what_it_said_though_a_family_has_left_since(at: At) -> None:
    desk = at("preliminary")
    told = "Мест меньше, чем равных участников: 8Ф — место 2 (мест остаётся: 1)"
    assert told in text(papers.issue_preliminary_protocol(desk.office, desk.rating()).pdf)
    corrections.withdraw(desk.office, desk.id(1), "переезд")  # 2 and 3 would both have a seat now
    assert told in text(papers.issue_preliminary_protocol(desk.office, desk.rating()).pdf)
