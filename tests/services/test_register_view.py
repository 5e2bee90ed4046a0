"""The register of issued papers: what a filter shows, the newest first, and what can be made of a paper later."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from otbor.domain.findings import Refused
from otbor.domain.rights import Right
from otbor.services import corrections, papers
from otbor.services.papers import again, register_view
from otbor.services.papers.again import Twin
from otbor.services.papers.register_view import Filter, Line
from otbor.storage.models import Application
from otbor.wording import forms
from otbor.wording.findings import sentence
from otbor.wording.paper_kinds import paper_kind_words, place_words
from tests.services.conftest import At
from tests.services.desk import Desk, number
from tests.services.small_campaign import ALL, Made, finished, look_up, open_copy


@pytest.fixture
def desk(at: At) -> Desk:
    """Seven families with their receipts in one file, one more receipt, the journal."""
    desk = at("filed")
    papers.issue_receipts(desk.office, desk.campaign)
    desk.clock.on(date(2026, 4, 8))
    papers.issue_journal(desk.office, desk.campaign)
    papers.issue_receipt(desk.office, desk.id(2))
    return desk


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    office, clock = open_copy(finished(), tmp_path / "school.otbor")
    yield look_up(office, clock)
    office.database.close()


def lines(desk: Desk, chosen: Filter = register_view.ALL) -> list[Line]:
    return register_view.block(desk.office, register_view.ids(desk.office, desk.campaign, chosen))


def test_the_register_shows_the_newest_first(desk: Desk) -> None:
    found = lines(desk)
    assert [line.kind for line in found] == ["receipt", "journal", *["receipt"] * 7, "receipts"]
    newest = found[0]
    assert (newest.number, newest.child, newest.about) == (number(2), "Петрова Анна Иванович", "Петрова Анна Иванович")
    assert (newest.repetition, newest.author) == (1, "Белова А. С.")
    assert newest.issued_on == date(2026, 4, 7)  # a repetition keeps the day of the first
    assert newest.issued_at.date() == date(2026, 4, 8)
    assert newest.signed_by == ()
    assert len(newest.unsigned) == 1
    assert newest.sha256 == papers.revisions(desk.office, newest.paper_id)[-1].sha256
    journal, of_batch, batch = found[1], found[2], found[-1]
    assert journal.about == journal.title
    assert of_batch.within == batch.paper_id
    assert of_batch.sha256 == batch.sha256
    assert len(batch.unsigned) == 7


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (Filter(kind="journal"), 1),
        (Filter(kind="order"), 0),
        (Filter(first=date(2026, 4, 8)), 1),
        (Filter(last=date(2026, 4, 7)), 9),
        (Filter(recent=1), 1),
        (Filter(recent=2), 10),
        (Filter(text="петрова"), 2),
        (Filter(text="анна ПЕТРОВА расписка"), 2),
        (Filter(text="0003"), 1),
        (Filter(text="журнал приема"), 1),
        (Filter(kind="receipt", text="журнал"), 0),
        (Filter(text="нет такого"), 0),
    ],
)
def test_a_filter_shows_what_it_says(desk: Desk, chosen: Filter, count: int) -> None:
    assert len(lines(desk, chosen)) == count


def test_papers_of_another_campaign_are_not_shown(desk: Desk) -> None:
    assert not register_view.ids(desk.office, desk.campaign + 1)
    assert register_view.line(desk.office, 9999) is None


def test_kinds_are_called_in_russian_and_counted(desk: Desk) -> None:
    found = register_view.kinds(desk.office, desk.campaign)
    assert [(kind.title, kind.count) for kind in found] == [
        ("Журнал приёма заявлений", 1),
        ("Расписка", 8),
        ("Расписки одним файлом", 1),
    ]


def test_every_kind_and_every_place_has_its_words(made: Made) -> None:
    for name in {*forms.names(), "receipts"} - {forms.COMMON}:
        assert paper_kind_words(name)
    for issue in ALL.values():
        issue(made)
    found = register_view.block(made.office, register_view.ids(made.office, made.campaign))
    assert all(place_words(place) for line in found for place in line.unsigned)
    assert place_words("member2") == "член комиссии 2"


def test_a_repetition_keeps_the_number_and_says_so(desk: Desk) -> None:
    journal = lines(desk, Filter(kind="journal"))[0]
    desk.clock.on(date(2026, 4, 9))
    repeated = again.repeat(desk.office, journal.paper_id)
    newest = lines(desk)[0]
    assert newest.paper_id == repeated.paper_id
    assert (newest.number, newest.issued_on, newest.repetition) == (journal.number, journal.issued_on, 1)


def test_a_batch_is_not_repeated_and_nothing_is_left(desk: Desk) -> None:
    batch = lines(desk, Filter(kind="receipts"))[0]
    assert again.offered(desk.office, batch.paper_id) == ()
    with desk.refused("paper_registry.not_repeatable_receipts"):
        again.repeat(desk.office, batch.paper_id)


def test_a_paper_about_what_has_changed_is_not_a_repetition(desk: Desk) -> None:
    first = papers.issue_withdrawal(desk.office, desk.id(3))
    corrections.withdraw(desk.office, desk.id(3), "заявление родителя")
    with desk.refused("paper_registry.other_subject"):
        again.repeat(desk.office, first.paper_id)


def test_who_may_not_issue_may_not_repeat(desk: Desk) -> None:
    reader = replace(desk.office, rights=frozenset(Right) - {Right.ISSUE})
    journal = lines(desk, Filter(kind="journal"))[0].paper_id
    for act in (lambda: again.repeat(reader, journal), lambda: again.save_twin(reader, journal, Path("x.xlsx"))):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.finding.id == "office.no_right"


def test_twins_are_made_of_the_same_data(made: Made, tmp_path: Path) -> None:
    order = ALL["order"](made)
    assert again.offered(made.office, order.paper_id) == (Twin.DOCX, Twin.XLSX, Twin.CSV)
    count = len(register_view.ids(made.office, made.campaign))
    for twin in (Twin.DOCX, Twin.XLSX, Twin.CSV):
        again.save_twin(made.office, order.paper_id, tmp_path / f"приказ.{twin}")
    with ZipFile(BytesIO((tmp_path / "приказ.docx").read_bytes())) as read:
        assert "Иванов" in read.read("word/document.xml").decode()
    assert "Иванов" in (tmp_path / "приказ.csv").read_text("utf-8-sig")
    assert len(register_view.ids(made.office, made.campaign)) == count  # nothing was issued for it


def test_the_notice_is_had_as_a_page(made: Made, tmp_path: Path) -> None:
    notice = papers.issue_notice(made.office, made.campaign)
    again.save_twin(made.office, notice.paper_id, tmp_path / "извещение.html")
    assert "<h" in (tmp_path / "извещение.html").read_text("utf-8")
    with pytest.raises(Refused) as refused:
        again.save_twin(made.office, notice.paper_id, tmp_path / "извещение.docx")
    assert refused.value.finding.id == "paper_content.no_twin"


def test_a_twin_of_other_data_is_refused(made: Made, tmp_path: Path) -> None:
    order = ALL["order"](made)
    with made.office.transaction() as work:
        work.session.get_one(Application, made.applications[1]).surname = "Иной"
        work.commit()
    with pytest.raises(Refused) as refused:
        again.save_twin(made.office, order.paper_id, tmp_path / "приказ.docx")
    assert refused.value.finding.id == "paper_content.other_data"
    assert sentence(refused.value.finding)
    assert not (tmp_path / "приказ.docx").exists()
