"""The register of issued papers: numbers, repetitions, batches, failed printings, finding."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import func, select

from otbor.documents.kit.meeting import Vote
from otbor.domain.applications import AppealOutcome, CopyKind, RatingKind
from otbor.domain.findings import Refused
from otbor.domain.intake import DocumentDraft
from otbor.domain.people import FullName
from otbor.domain.rights import Right
from otbor.services import appeals, audit, corrections, intake, papers, ratings
from otbor.services.corrections import Correction
from otbor.services.office import Office
from otbor.services.papers.reading import payloads
from otbor.storage.models import Application, AuditEntry, IssuedPaper, Meeting, PaperRevision
from otbor.wording.findings import sentence
from otbor.wording.verification import Issued as Known
from otbor.wording.verification import Verdict
from tests.services.conftest import At
from tests.services.school import Clock, application, conflict_meeting, examined, meeting
from tests.services.school import planned as plan_campaign
from tests.services.small_campaign import Made, finished, look_up, number, open_copy, taken_in, text

CAMPAIGN = 1


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office in the days of the intake, nothing printed yet."""
    opened, _ = open_copy(taken_in(), tmp_path / "school.otbor")
    yield opened
    opened.database.close()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """A campaign after the order."""
    opened, clock = open_copy(finished(), tmp_path / "after.otbor")
    yield look_up(opened, clock)
    opened.database.close()


@pytest.fixture
def planned(empty_database: Path, tmp_path: Path) -> Iterator[Office]:
    """An office whose campaign is planned and not yet announced."""
    opened, _ = open_copy((empty_database.read_bytes(), Clock().now), tmp_path / "planned.otbor")
    assert plan_campaign(opened) == CAMPAIGN
    yield opened
    opened.database.close()


def count(office: Office, table: type[IssuedPaper | PaperRevision | AuditEntry]) -> int:
    with office.question() as session:
        return session.scalar(select(func.count(table.id))) or 0


def test_the_receipt_bears_the_registration_number_and_is_noted_in_the_journal(office: Office) -> None:
    issued = papers.issue_receipt(office, 3)
    assert issued.number == number(3)
    assert {("issued_paper", issued.paper_id), ("application", 3)} <= issued.changes.rows
    with office.question() as session:
        assert session.get_one(Application, 3).receipt_given_at == office.clock()
    assert "07.04.2026" in text(papers.issue_journal(office, CAMPAIGN).pdf)


def test_printing_again_is_a_repetition_that_says_so(office: Office) -> None:
    first = papers.issue_receipt(office, 1)
    second, third = papers.issue_receipt(office, 1), papers.issue_receipt(office, 1)
    assert "ПОВТОРНО" not in text(first.pdf)
    assert all("ПОВТОРНО" in text(again.pdf) for again in (second, third))
    with office.question() as session:
        rows = session.scalars(select(IssuedPaper).order_by(IssuedPaper.id)).all()
        assert [(r.number, r.repetition, r.repeats_id) for r in rows] == [
            (number(1), 0, None),
            (number(1), 1, first.paper_id),
            (number(1), 2, first.paper_id),
        ]
    assert papers.content(office, first.paper_id) == first.pdf  # the first is as it was


def test_kinds_are_numbered_apart_and_without_holes(made: Made) -> None:
    sheets = [papers.issue_test_sheet(made.office, test) for test in made.tests.values()]
    refused = papers.issue_refusal_notice(made.office, made.applications[3])
    again = papers.issue_test_sheet(made.office, next(iter(made.tests.values())))
    assert [sheet.number for sheet in sheets] == ["1", "2", "3"]
    assert refused.number == "1"
    assert again.number == "1"
    assert "ПОВТОРНО" in text(again.pdf)


def test_receipts_in_one_file_are_registered_one_by_one(office: Office) -> None:
    papers.issue_receipt(office, 2)
    seen: list[tuple[int, int]] = []
    batch = papers.issue_receipts(office, CAMPAIGN, progressed=lambda done, of: seen.append((done, of)))
    assert len(batch.receipts) == 8
    assert not batch.refused
    assert seen[-1] == (8, 8)
    found = text(batch.pdf)
    assert all(f"№ {number(n)}" in found for n in range(1, 10) if n != 2)
    cards = papers.issued_papers(office, CAMPAIGN, kind="receipt")
    assert [card.number for card in cards] == [number(n) for n in (2, 1, 3, 4, 5, 6, 7, 8, 9)]
    with pytest.raises(Refused) as nothing_left:
        papers.issue_receipts(office, CAMPAIGN)
    assert nothing_left.value.finding.id == "paper_registry.no_receipts"
    assert "ПОВТОРНО" in text(papers.issue_receipts(office, CAMPAIGN, [4]).pdf)


def test_one_of_a_batch_has_its_own_pages_only_and_is_known_by_them(office: Office) -> None:
    documents = tuple(
        DocumentDraft("portfolio", f"диплом олимпиады {n}", CopyKind.SHOWN_WITH_ORIGINAL, 1) for n in range(60)
    )
    corrections.add_documents(office, 2, documents)  # so that one receipt takes several pages
    batch = papers.issue_receipts(office, CAMPAIGN)
    lengths = []
    for paper_id, ordinal in zip(batch.receipts, range(1, 10), strict=True):
        own = papers.content(office, paper_id)
        assert papers.content(office, paper_id) == own == papers.content(office, paper_id, 0)
        found = text(own)
        assert f"№ {number(ordinal)}" in found
        assert all(number(other) not in found for other in range(1, 10) if other != ordinal)
        lengths.append(len(pypdfium2.PdfDocument(own)))
        checked = papers.verify(office, own)
        assert checked.report.verdict is Verdict.UNSIGNED
        assert checked.issued is Known.EXACTLY
        (payload,) = payloads(own)
        card = papers.find_by_qr(office, payload)
        assert card is not None
        assert card.paper_id == paper_id
    assert lengths[1] > 1
    assert sum(lengths) == len(pypdfium2.PdfDocument(batch.pdf))
    doctored = papers.content(office, batch.receipts[0]).replace(b"/Type/Page", b"/Type/Pages", 1)
    assert papers.verify(office, doctored).issued is not Known.EXACTLY
    with pytest.raises(Refused) as refused:
        papers.content(office, batch.receipts[0], 1)
    assert refused.value.finding.id == "paper_registry.no_revision"


def test_a_paper_that_cannot_be_set_leaves_nothing_but_its_application(office: Office) -> None:
    rename(office, 1, "Иванов", "П\u5f20тр")
    papers_before, entries = count(office, IssuedPaper), count(office, AuditEntry)
    with pytest.raises(Refused) as refused:
        papers.issue_receipt(office, 1)
    assert refused.value.finding.id == "paper.missing_glyph"
    assert sentence(refused.value.finding)
    assert (count(office, IssuedPaper), count(office, AuditEntry)) == (papers_before, entries)
    with office.question() as session:
        assert session.get_one(Application, 1).receipt_given_at is None


def test_a_batch_leaves_out_what_cannot_be_set_and_tells(office: Office) -> None:
    rename(office, 4, "Куз\u5f20ецов", "Глеб")
    batch = papers.issue_receipts(office, CAMPAIGN)
    assert set(batch.refused) == {4}
    assert len(batch.receipts) == 8
    assert number(4) not in text(batch.pdf)
    with pytest.raises(Refused) as alone:
        papers.issue_receipts(office, CAMPAIGN, [4])
    assert alone.value.finding.id == "paper.missing_glyph"


def rename(office: Office, application_id: int, surname: str, given: str) -> None:
    with office.question() as session:
        version = session.get_one(Application, application_id).version
    corrections.correct(office, application_id, version, Correction(child=FullName(surname, given)), "по документу")


def test_a_paper_is_found_by_number_and_by_its_qr(office: Office) -> None:
    issued = papers.issue_receipt(office, 5)
    (card,) = papers.find_by_number(office, f" {number(5)} ")
    payload = f"otbor:receipt:{number(5)}:{card.fingerprint}"
    found = papers.find_by_qr(office, payload)
    assert found is not None
    assert found.paper_id == issued.paper_id
    assert card.unsigned == ("member",)
    assert card.signed_by == ()
    for other in ("https://school.example", payload[:-1] + "x", "otbor:order:5:0123", "otbor", ""):
        assert papers.find_by_qr(office, other) is None
    assert papers.find_by_number(office, number(5), kind="order") == []


def test_a_scanner_that_loses_russian_letters_finds_the_order(office: Office) -> None:
    issued = papers.issue_commission_order(office, 1)
    assert issued.number == "12-од"
    [card] = papers.find_by_number(office, issued.number, kind="commission_order")
    for typed in ("12-од", "12-jl", "12-", ""):
        found = papers.find_by_qr(office, f"otbor:commission_order:{typed}:{card.fingerprint}")
        assert found is not None, typed
        assert found.paper_id == issued.paper_id
    assert papers.find_by_qr(office, f"otbor:order:12-од:{card.fingerprint}") is None


def test_revisions_are_listed_with_their_bytes(office: Office) -> None:
    issued = papers.issue_receipt(office, 5)
    (only,) = papers.revisions(office, issued.paper_id)
    assert (only.number, only.size, only.signed_by) == (0, len(issued.pdf), "")
    for identity, ask in {
        "paper_registry.no_revision": lambda: papers.content(office, issued.paper_id, 1),
        "paper_registry.unknown": lambda: papers.revisions(office, 999),
    }.items():
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.finding.id == identity
        assert sentence(refused.value.finding)


def test_issuing_needs_its_right_and_leaves_a_link_in_the_chain(office: Office) -> None:
    papers.issue_receipt(office, 1)
    with office.question() as session:
        assert session.scalars(select(AuditEntry.act).order_by(AuditEntry.id.desc())).first() == "issue_paper"
        assert audit.verify(session).broken_at is None
    office.rights = frozenset(Right) - {Right.ISSUE}
    with pytest.raises(Refused) as refused:
        papers.issue_receipt(office, 1)
    assert refused.value.finding.id == "office.no_right"


def test_what_has_not_happened_is_not_printed(office: Office) -> None:
    with office.question() as session:
        test = session.get_one(Application, 1).wishes[0].group.campaign.tests[0].id
    refusals = {
        "paper_registry.sheet_open": lambda: papers.issue_test_sheet(office, test),
        "rating.unknown": lambda: papers.issue_preliminary_protocol(office, 1),
        "paper_registry.no_order": lambda: papers.issue_order(office, 1),
        "paper_registry.not_refused": lambda: papers.issue_refusal_notice(office, 1),
        "paper_registry.copies_not_returned": lambda: papers.issue_copies_return(office, 1),
        "paper_registry.no_appeals": lambda: papers.issue_conflict_protocol(office, 1),
    }
    for identity, print_it in refusals.items():
        with pytest.raises(Refused) as refused:
            print_it()
        assert refused.value.finding.id == identity
        assert sentence(refused.value.finding)
    assert count(office, IssuedPaper) == 0


def test_each_rating_has_its_own_protocol(made: Made) -> None:
    for identity, print_it in {
        "paper_registry.not_preliminary": lambda: papers.issue_preliminary_protocol(made.office, made.final),
        "paper_registry.not_final": lambda: papers.issue_final_protocol(made.office, made.preliminary),
    }.items():
        with pytest.raises(Refused) as refused:
            print_it()
        assert refused.value.finding.id == identity
        assert sentence(refused.value.finding)


def test_nothing_is_printed_before_its_step(planned: Office, at: At) -> None:
    desk = at("final")
    for office, identity, print_it in (
        (planned, "paper_registry.notice_not_published", papers.issue_notice),
        (planned, "paper_registry.no_commissions", papers.issue_commission_order),
        (desk.office, "paper_registry.not_recommended", papers.issue_final_protocol),
        (desk.office, "paper_registry.not_recommended", papers.issue_recommendation),
    ):
        with pytest.raises(Refused) as refused:
            print_it(office, CAMPAIGN if office is planned else desk.rating(RatingKind.FINAL))
        assert refused.value.finding.id == identity
        assert sentence(refused.value.finding)


@pytest.mark.parametrize("votes", [Vote(1, 2), Vote(3, 1), Vote(0)])
def test_a_vote_that_cannot_be_is_refused(made: Made, votes: Vote) -> None:
    with pytest.raises(Refused) as refused:
        papers.issue_preliminary_protocol(made.office, made.preliminary, votes)
    assert refused.value.finding.id == "paper_registry.vote"
    assert sentence(refused.value.finding)


def test_who_waits_for_a_value_is_counted_and_listed_with_the_reason(at: At) -> None:
    desk = at("open")
    office = desk.office
    intake.register(office, CAMPAIGN, application())
    intake.register(office, CAMPAIGN, replace(application("Петров"), values={}))
    given: dict[str, int | None] = {"математика": 20, "физика": 18}
    examined(office, desk.clock, CAMPAIGN, {number(1): given, number(2): given})
    rating = ratings.build_preliminary(office, CAMPAIGN, meeting(date(2026, 5, 20))).rating_id
    found = text(papers.issue_preliminary_protocol(office, rating).pdf)
    assert "Ниже минимума Иные причины В рейтинге" in found
    assert "8Ф, физико-математический 2 0 2 0 0 1 1" in found
    assert "2026-8-0002 Петров Пётр Иванович — Нет сведений" in found
    assert "не в рейтинге" in text(papers.issue_public_list(office, rating).pdf)


def test_an_appeal_that_came_late_is_shown_as_late(at: At) -> None:
    desk = at("acquainted")
    day = date(2026, 5, 25)
    desk.clock.on(day)
    filed = appeals.file_appeal(desk.office, desk.id(3), desk.tests["физика"], day, "не согласны с баллом")
    assert not filed.in_time
    late = appeals.Decision(AppealOutcome.NOT_CONSIDERED, "срок подачи апелляции пропущен")
    appeals.decide_appeal(desk.office, filed.appeal_id, late, conflict_meeting(day))
    with desk.office.question() as session:
        held = session.scalars(select(Meeting.id).where(Meeting.held_on == day)).one()
    found = text(papers.issue_conflict_protocol(desk.office, held).pdf)
    assert "№ 1, подана 25.05.2026 (с нарушением срока)" in found
    assert "физика: 15, без изменения" in found
    assert "Решение: не рассматривается: срок подачи пропущен" in found
    assert "отклонить" not in found


@pytest.mark.parametrize("told", ["1 сентября", "09-31", ""])
def test_a_first_day_of_the_school_year_that_is_no_day_is_refused(made: Made, tmp_path: Path, told: str) -> None:
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "papers.toml").write_text(f'[texts]\nschool_year_starts = "{told}"\n', "utf-8")
    made.office.own = tmp_path
    with pytest.raises(Refused) as refused:
        papers.issue_order(made.office, made.order)
    assert refused.value.finding.id == "paper_registry.school_year"
    assert sentence(refused.value.finding)


def test_the_standard_of_paperwork_is_the_schools_own_where_it_has_one(made: Made, tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    table = tmp_path / "office" / "standards.toml"
    made.office.own = tmp_path
    for content, expected in (
        ('[[standards]]\nname = "Инструкция школы"\nsince = 2020-01-01\n', "Инструкция школы"),
        ('[[standards]]\nname = "Будущая"\nsince = 2099-01-01\n', "order"),
    ):
        table.write_text(content, "utf-8")
        with pikepdf.open(BytesIO(papers.issue_order(made.office, made.order).pdf)) as pdf:
            said = str(pdf.docinfo["/Keywords"])
        assert expected in said
        assert "ГОСТ" not in said
    for broken in ("[[standards]", "standards = 5", '[[standards]]\nname = "без дня"\n'):
        table.write_text(broken, "utf-8")
        with pytest.raises(Refused) as refused:
            papers.issue_order(made.office, made.order)
        assert refused.value.finding.id == "paper_registry.words_unreadable"


def test_an_annulled_application_gets_no_receipt(office: Office) -> None:
    corrections.annul(office, 1, "подано дважды")
    with pytest.raises(Refused) as refused:
        papers.issue_receipt(office, 1)
    assert refused.value.finding.id == "application.annulled"
    assert len(papers.issue_receipts(office, CAMPAIGN).receipts) == 8


@pytest.mark.parametrize(
    ("copy", "identity"),
    [
        ("texts = [", "paper_registry.words_unreadable"),
        ('[texts]\nchannel_by_pigeon = "голубем"\n', "paper_registry.words_unknown"),
        ('[texts]\nchannel_post = "почтой {чудо}"\n', "paper_registry.words_unknown"),
        ('[texts]\nchannel_post = "почтой {0.x}"\n', "paper_registry.words_unknown"),
    ],
)
def test_unusable_words_of_the_school_are_told(office: Office, tmp_path: Path, copy: str, identity: str) -> None:
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "papers.toml").write_text(copy, "utf-8")
    office.own = tmp_path
    with pytest.raises(Refused) as refused:
        papers.issue_receipt(office, 1)
    assert refused.value.finding.id == identity
    assert sentence(refused.value.finding)
