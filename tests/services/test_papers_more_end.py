"""Appeals, the reserve, publication, destruction, the report to the founder: told from the rows of a campaign."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.documents.founder_report import Hidden
from otbor.domain.findings import Finding, Refused
from otbor.services import corrections, offers, papers
from otbor.services.papers.small_counts import protected
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.school import CHAIR, SECRETARY
from tests.services.small_campaign import FAMILIES, Made, finished, look_up, open_copy, text

DAY = date(2026, 6, 1)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """A finished campaign of its own."""
    office, clock = open_copy(finished(), tmp_path / "school.otbor")
    yield look_up(office, clock)
    office.database.close()


def refusal(refused: pytest.ExceptionInfo[Refused]) -> Finding:
    """The finding of a refusal, whose sentence can be filled."""
    assert all(sentence(finding) for finding in refused.value.findings)
    return refused.value.finding


def test_appeals_have_a_form_a_paper_and_a_register(made: Made) -> None:
    blank = text(papers.issue_appeal_form(made.office, made.campaign).pdf)
    assert "Иванов" not in blank
    assert "не позднее чем в течение 2 рабочих дней" in blank
    assert "Сидоров Олег Иванович" in text(
        papers.issue_appeal_form(made.office, made.campaign, made.applications[3]).pdf
    )
    filed = text(papers.issue_appeal(made.office, 1).pdf)
    assert "Апелляция № 1, подана 21.05.2026." in filed
    assert "не учтено решение задачи 4" in filed
    assert "информатика" in filed
    register = text(papers.issue_appeal_register(made.office, made.campaign).pdf)
    assert "удовлетворить: техническая ошибка; протокол от 21.05.2026 № 1 10 → 12" in register
    assert "Всего апелляций: 2; рассмотрено: 2; баллы изменены: 1." in register
    with pytest.raises(Refused) as refused:
        papers.issue_appeal(made.office, 99)
    assert refusal(refused).id == "appeal.unknown"


def test_who_waits_is_told_the_place_in_the_reserve(made: Made) -> None:
    found = text(papers.issue_reserve_notice(made.office, made.applications[3]).pdf)
    assert "8Ф, физико-математический (мест 2): место в рейтинге 2, сумма баллов 40" in found
    assert "перед участником в резервном списке: 0" in found
    with pytest.raises(Refused) as refused:
        papers.issue_reserve_notice(made.office, made.applications[1])
    assert refusal(refused).id == "paper_content.not_in_reserve"


def test_who_is_offered_a_seat_is_told_the_last_day(at: At) -> None:
    desk = at("recommended")
    corrections.withdraw(desk.office, desk.id(1), "переезд")
    before = papers.issue_reserve_notice(desk.office, desk.id(3))
    offers.offer(desk.office, desk.groups["8Ф"], date(2026, 5, 29))
    after = papers.issue_reserve_notice(desk.office, desk.id(3))
    assert "Ответ ожидается" not in text(before.pdf)
    found = text(after.pdf)
    assert "Ответ ожидается по 29.05.2026 включительно" in found
    assert "ПОВТОРНО" not in found  # another paper, not the same again
    assert after.number != before.number


def test_a_publication_is_marked_with_place_and_time(made: Made) -> None:
    listed = papers.issue_public_list(made.office, made.final)
    (card,) = papers.issued_papers(made.office, made.campaign, kind="public_list")
    at = made.clock.now
    mark = papers.issue_publication_mark(made.office, listed.paper_id, [("сайт https://licey8.example", at)])
    found = text(mark.pdf)
    assert card.title in found
    assert card.fingerprint in found
    assert "сайт https://licey8.example 01.06.2026 12:00" in found
    cases: tuple[tuple[str, list[tuple[str, datetime]]], ...] = (
        ("paper_content.no_publication_place", []),
        ("paper_content.no_publication_place", [("  ", at)]),
        ("paper_content.publication_time", [("стенд", datetime(2026, 6, 2, tzinfo=UTC))]),
        ("paper_content.publication_time", [("стенд", datetime(2026, 5, 1, tzinfo=UTC))]),
    )
    for identity, places in cases:
        with pytest.raises(Refused) as refused:
            papers.issue_publication_mark(made.office, listed.paper_id, places)
        assert refusal(refused).id == identity


def test_destruction_is_witnessed_and_names_nobody(made: Made) -> None:
    made.clock.on(date(2026, 7, 15))
    ids = [made.applications[n] for n in (8, 9)]

    def destroy(wanted: list[int], day: date) -> papers.Issued:
        return papers.issue_destruction_act(
            made.office, wanted, day, "истёк срок хранения", "измельчение", [CHAIR, SECRETARY]
        )

    found = text(destroy(ids, date(2026, 7, 14)).pdf)
    assert "2026-8-0008 1 1" in found
    assert "Всего уничтожено: 2 дела, 2 документа на 2 листах." in found
    assert "Ёлкина" not in found
    assert "Соколова Ирина Петровна, учитель" in found
    for identity, wanted, day in (
        ("paper_content.nothing_to_destroy", [], date(2026, 7, 14)),
        ("paper_content.copies_given_back", [made.applications[3]], date(2026, 7, 14)),
        ("paper_content.destruction_day", ids, date(2026, 6, 30)),
        ("paper_content.destruction_day", ids, date(2026, 7, 16)),
    ):
        with pytest.raises(Refused) as refused:
            destroy(wanted, day)
        assert refusal(refused).id == identity


def test_the_report_hides_small_counts(made: Made, tmp_path: Path) -> None:
    found = text(papers.issue_founder_report(made.office, made.campaign).pdf)
    assert "Приказы о зачислении (переводе): от 28.05.2026 № 45-у." in found
    assert "8Ф, физико-математический 2 6" in found.replace("физико- математический", "физико-математический")
    assert "менее 5" in found
    assert "из них удовлетворено: менее 5" in found
    assert not any(surname in found for surname, _, _ in FAMILIES)
    (tmp_path / "own" / "office").mkdir(parents=True)
    (tmp_path / "own" / "office" / "statistics.toml").write_text("hide_below = 1", "utf-8")
    own = replace(made.office, own=tmp_path / "own")
    assert "менее" not in text(papers.issue_founder_report(own, made.campaign).pdf).replace("менее 1", "")
    (tmp_path / "own" / "office" / "statistics.toml").write_text("hide_below = много", "utf-8")
    with pytest.raises(Refused) as refused:
        papers.issue_founder_report(own, made.campaign)
    assert refusal(refused).id == "paper_registry.words_unreadable"


LEAST = 5


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_no_small_count_follows_from_a_sum(parts: list[int]) -> None:
    counts = {"sum": sum(parts)} | {str(n): part for n, part in enumerate(parts)}
    line = tuple(counts)
    shown = protected(counts, [line], LEAST)
    assert all(shown[key] in {number, Hidden.FEW, Hidden.WITHHELD} for key, number in counts.items())
    assert all(not 0 < number < LEAST for number in shown.values() if isinstance(number, int))
    assert all(0 < counts[key] < LEAST for key, value in shown.items() if value is Hidden.FEW)
    hidden = [key for key in line if isinstance(shown[key], Hidden)]
    assert len(hidden) != 1
    few = [key for key in hidden if shown[key] is Hidden.FEW]
    if few and few == hidden and "sum" not in hidden:
        assert sum(counts[key] for key in few) not in {len(few), len(few) * (LEAST - 1)}


def test_a_large_count_is_withheld_when_a_small_one_would_follow() -> None:
    counts = {"filed": 30, "left": 2, "admitted": 28}
    shown = protected(counts, [("filed", "left", "admitted")], LEAST)
    assert shown == {"filed": 30, "left": Hidden.FEW, "admitted": Hidden.WITHHELD}
    assert protected(counts, [("filed", "left", "admitted")], 1) == counts


def test_a_whole_campaign_may_be_small() -> None:
    counts = {"filed": 3, "left": 0, "admitted": 3}
    shown = protected(counts, [("filed", "left", "admitted")], LEAST)
    assert shown["filed"] is Hidden.FEW
    assert shown["admitted"] is Hidden.FEW
