"""What families write, files of applications, papers of tests, expertise, appeals and the end: told from the rows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from otbor.documents.founder_report import Hidden
from otbor.documents.kit.meeting import Vote
from otbor.domain.findings import Finding, Refused
from otbor.domain.intake import DocumentDraft
from otbor.domain.rights import Right
from otbor.services import corrections, examinations, intake, offers, papers
from otbor.services.papers.small_counts import protected
from otbor.storage.models import Admission, Application, Campaign, Meeting
from otbor.wording.findings import sentence
from tests.services.conftest import At
from tests.services.desk import number
from tests.services.school import CHAIR, MATHS, SECRETARY, SUBJECT_SECRETARY, application, meeting
from tests.services.small_campaign import FAMILIES, Made, finished, look_up, open_copy, taken_in, text

DAY = date(2026, 6, 1)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """A finished campaign of its own."""
    office, clock = open_copy(finished(), tmp_path / "school.otbor")
    yield look_up(office, clock)
    office.database.close()


@pytest.fixture
def early(tmp_path: Path) -> Iterator[Made]:
    """A campaign on the second day of its intake: nothing printed, nobody admitted."""
    office, clock = open_copy(taken_in(), tmp_path / "school.otbor")
    with office.question() as session:
        campaign = session.scalars(select(Campaign)).one()
        tests = {test.name: test.id for test in campaign.tests}
        ids = {row.ordinal: row.id for row in session.scalars(select(Application))}
    yield Made(office, clock, campaign.id, ids, tests, 0, 0, 0, 0)
    office.database.close()


def refusal(refused: pytest.ExceptionInfo[Refused]) -> Finding:
    """The finding of a refusal, whose sentence can be filled."""
    assert all(sentence(finding) for finding in refused.value.findings)
    return refused.value.finding


def test_the_blank_application_offers_every_class_and_asks_no_identity(early: Made) -> None:
    found = text(papers.issue_application_form(early.office, early.campaign).pdf)
    assert "8Ф, физико-математический математика, физика" in found
    assert "8И, информационно-технологический математика, информатика" in found
    assert "Согласие на обработку персональных данных" in found
    assert "№ 2026-8" not in found


def test_an_application_says_what_was_registered(made: Made) -> None:
    issued = papers.issue_application(made.office, made.applications[2])
    found = text(issued.pdf)
    assert issued.number == number(2)
    assert "Регистрационный № 2026-8-0002, подано 06.04.2026 11:02, способ подачи: лично." in found
    for said in ("Петрова Анна Иванович", "20.05.2012", "г. Нижний Новгород", "Петрова Мария Олеговна"):
        assert said in found
    assert found.index("1 8Ф") < found.index("2 8И")
    assert "справка о составе семьи" in found.lower()


def test_a_consent_is_a_paper_of_its_own(made: Made) -> None:
    office, campaign = made.office, made.campaign
    blank = papers.issue_processing_consent(office, campaign)
    filled = papers.issue_processing_consent(office, campaign, made.applications[1])
    assert "Иванов" not in text(blank.pdf)
    found = text(filled.pdf)
    assert "Иванов Пётр Иванович" in found
    assert "Иванов Мария Олеговна" in found
    assert blank.number != filled.number
    published = text(papers.issue_publication_consent(office, campaign, made.applications[1]).pdf)
    assert "Иванов Пётр Иванович" in published
    assert "Иванов" not in text(papers.issue_publication_consent(office, campaign).pdf)
    with pytest.raises(Refused) as refused:
        papers.issue_processing_consent(office, campaign, made.applications[1], representative_id=10**6)
    assert refusal(refused).id == "paper_content.no_representative"


def test_a_withdrawal_is_printed_to_be_signed_and_as_recorded(made: Made) -> None:
    before = text(papers.issue_withdrawal(made.office, made.applications[1]).pdf)
    after = text(papers.issue_withdrawal(made.office, made.applications[9]).pdf)
    assert "Причина (по желанию):" in before
    assert "Причина: заявление родителя от 07.04.2026." in after
    assert "Дата: 07.04.2026" in after


def test_copies_are_asked_for_by_the_family(made: Made) -> None:
    found = text(papers.issue_copies_request(made.office, made.applications[3]).pdf)
    assert "Выписка отметок за 7 класс" in found
    assert "Дата: 29.05.2026" in found
    assert "Дата: 29" not in text(papers.issue_copies_request(made.office, made.applications[1]).pdf)


def test_without_documents_there_are_no_copies_to_ask_for(early: Made) -> None:
    draft = replace(application("Соловьёв", "Лев"), documents=())
    registered = intake.register(early.office, early.campaign, draft)
    with pytest.raises(Refused) as refused:
        papers.issue_copies_request(early.office, registered.application_id)
    assert refusal(refused).id == "paper_content.no_documents"


def test_the_file_has_its_cover_and_inventory(made: Made) -> None:
    cover = papers.issue_case_cover(made.office, made.applications[1])
    assert cover.number == number(1)
    assert "ДЕЛО № 2026-8-0001 участника индивидуального отбора Иванов Пётр Иванович" in text(cover.pdf)
    found = text(papers.issue_inventory(made.office, made.applications[1]).pdf)
    assert "Согласие на обработку персональных данных" in found
    assert "Диплом победителя олимпиады «Физтех»" in found
    assert "Итого: 3 (три) документа, 4 (четыре) листа." in found
    assert "3–4" in found


def test_what_was_added_later_has_an_addendum(made: Made) -> None:
    found = text(papers.issue_receipt_addendum(made.office, made.applications[2]).pdf)
    assert "К ранее представленным документам 07.04.2026" in found
    assert "Справка о составе семьи" in found
    assert "Выписка отметок" not in found
    with pytest.raises(Refused) as refused:
        papers.issue_receipt_addendum(made.office, made.applications[1])
    assert refusal(refused).id == "paper_content.nothing_added"


def test_two_days_of_additions_are_two_addenda(early: Made) -> None:
    one = early.applications[1]
    corrections.add_documents(early.office, one, [DocumentDraft("other", "справка о составе семьи")])
    first = papers.issue_receipt_addendum(early.office, one)
    early.clock.on(date(2026, 4, 8))
    corrections.add_documents(early.office, one, [DocumentDraft("other", "характеристика")])
    second = papers.issue_receipt_addendum(early.office, one)
    assert "Характеристика" in text(second.pdf)
    assert "Справка" not in text(second.pdf)
    again = papers.issue_receipt_addendum(early.office, one, date(2026, 4, 7))
    assert again.number == first.number != second.number
    assert "ПОВТОРНО" in text(again.pdf)


def test_a_true_copy_says_who_compared_and_when(made: Made) -> None:
    found = text(papers.issue_true_copy(made.office, made.applications[1]).pdf)
    assert "О. И. Громов 07.04.2026" in found
    assert "Копия верна, учитель" in found
    with pytest.raises(Refused) as refused:
        papers.issue_true_copy(made.office, made.applications[2])
    assert refusal(refused).id == "paper_content.nothing_compared"


def test_the_admitted_are_listed_without_names_unless_asked(made: Made) -> None:
    bare = text(papers.issue_admitted_list(made.office, made.campaign).pdf)
    named = text(papers.issue_admitted_list(made.office, made.campaign, named=True).pdf)
    surnames = [surname for surname, _, _ in FAMILIES]
    assert not any(surname in bare for surname in surnames)
    assert "Салтыкова-Щедрина" in named
    assert "Ёлкина" not in named  # annulled
    for found in (bare, named):
        assert "8Ф, физико-математический: допущено 5" in found
        assert "математика 12.05.2026 каб. 301 основной" in found
        assert "2026-8-0008" not in found
        assert "2026-8-0009" not in found


def test_before_the_admission_there_is_nothing_to_print(early: Made) -> None:
    office, maths = early.office, early.tests["математика"]
    for identity, act in (
        ("paper_content.nobody_admitted", lambda: papers.issue_admitted_list(office, early.campaign)),
        ("paper_content.nobody_at_test", lambda: papers.issue_attendance_sheet(office, maths)),
        ("paper_content.not_examined", lambda: papers.issue_expertise_sheet(office, early.applications[1])),
        (
            "paper_content.none_examined",
            lambda: papers.issue_documents_protocol(office, early.campaign, meeting(date(2026, 4, 7))),
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refusal(refused).id == identity


def test_a_room_sees_names_or_codes_and_never_both(made: Made) -> None:
    door = text(papers.issue_attendance_sheet(made.office, made.tests["физика"]).pdf)
    desk = text(papers.issue_attendance_sheet(made.office, made.tests["физика"], by_codes=True).pdf)
    with made.office.question() as session:
        rows = session.scalars(select(Admission).where(Admission.test_id == made.tests["физика"])).all()
        codes = {row.code or "" for row in rows}
        numbers = {row.application.number for row in rows}
    assert all(n in door for n in numbers)
    assert not any(code in door for code in codes)
    assert all(code in desk for code in codes)
    assert not any(n in desk for n in numbers)
    assert "Лебедев" in door
    assert not any(surname in desk for surname, _, _ in FAMILIES)
    assert desk.index(min(codes)) < desk.index(max(codes))


def test_without_codes_there_is_no_sheet_by_codes(early: Made) -> None:
    early.clock.on(date(2026, 4, 23))
    for ordinal in (1, 2):
        examinations.admit(early.office, early.applications[ordinal])
    maths = early.tests["математика"]
    assert "Ожидается участников: 2" in text(papers.issue_attendance_sheet(early.office, maths).pdf)
    for act in (
        lambda: papers.issue_attendance_sheet(early.office, maths, by_codes=True),
        lambda: papers.issue_code_register(early.office, maths),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refusal(refused).id == "paper_content.no_codes"
    examinations.give_codes(early.office, maths)
    secret = text(papers.issue_code_register(early.office, maths).pdf)
    assert "не выдаётся до закрытия" in secret


def test_the_reserve_day_has_a_sheet_of_its_own(early: Made) -> None:
    early.clock.on(date(2026, 4, 23))
    for ordinal in (1, 2):
        examinations.admit(early.office, early.applications[ordinal])
    early.clock.on(date(2026, 5, 13))
    examinations.give_reserve_day(early.office, early.applications[2], early.tests["физика"], "болезнь, справка")
    issued = papers.issue_attendance_sheet(early.office, early.tests["физика"])
    found = text(issued.pdf)
    assert found.count("Ожидается участников: 1") == 2
    assert "каб. 301, 19.05.2026, резервный день" in found
    assert found.index("Иванов Пётр") < found.index("резервный день") < found.index("Петрова Анна")


def test_the_register_of_codes_is_for_who_examines(made: Made) -> None:
    found = text(papers.issue_code_register(made.office, made.tests["физика"]).pdf)
    with made.office.question() as session:
        for row in session.scalars(select(Admission).where(Admission.test_id == made.tests["физика"])):
            name = f"{row.application.surname} {row.application.given}"
            assert f"{row.code} {row.application.number} {name}" in found
    assert "коды раскрыты" in found
    assert "не явился" in found
    marker = replace(made.office, rights=frozenset({Right.MARK, Right.ISSUE}))
    with pytest.raises(Refused) as refused:
        papers.issue_code_register(marker, made.tests["физика"])
    assert refusal(refused).id == "office.no_right"


def test_an_expertise_sheet_rests_on_the_scheme(made: Made) -> None:
    found = text(papers.issue_expertise_sheet(made.office, made.applications[1]).pdf)
    assert "8Ф, физико-математический: баллов за документы 14" in found
    assert "Отметки за предыдущий класс по предметам группы" in found
    assert "Физтех" in found
    assert "испытание" not in found.lower().replace("испытаний", "")
    assert "И. П. Соколова" in found


def test_the_protocol_on_documents_has_every_application(made: Made) -> None:
    draft = meeting(DAY, "экспертиза документов")
    issued = papers.issue_documents_protocol(made.office, made.campaign, draft, Vote(2, 0, 1))
    found = text(issued.pdf)
    assert "1 2026-8-0001 Иванов Пётр Иванович 10 4 14" in found
    assert "Рассмотрено заявлений: 7." in found
    assert "«за» — 2, «против» — 0, «воздержались» — 1" in found
    again = papers.issue_documents_protocol(made.office, made.campaign, draft)
    assert again.number == issued.number
    with made.office.question() as session:
        assert len(session.scalars(select(Meeting).where(Meeting.agenda == "экспертиза документов")).all()) == 1


def test_a_subject_commission_knows_codes_only(made: Made) -> None:
    draft = replace(meeting(DAY, "оценивание работ"), present=(MATHS, SUBJECT_SECRETARY))
    found = text(papers.issue_subject_protocol(made.office, made.tests["математика"], draft).pdf)
    assert not re.search(r"2026-8-\d", found)
    assert not any(surname in found for surname, _, _ in FAMILIES if surname != "Волков")
    assert "Оценено работ 7" in found
    assert "Наибольший балл 20" in found
    assert "Средний балл 15,43" in found  # (20 + 15 + 15 + 18 + 10 + 20 + 10) / 7
    assert "ведомости испытания, закрытой 20.05.2026" in found


def test_marks_of_a_protocol_are_those_before_the_appeals(made: Made) -> None:
    draft = replace(meeting(DAY, "оценивание работ"), present=("Лапина Ольга Юрьевна", SUBJECT_SECRETARY))
    found = text(papers.issue_subject_protocol(made.office, made.tests["информатика"], draft).pdf)
    assert "Наименьший балл 10" in found  # 12 by the appeal
    assert "Средний балл 13,25" in found


def test_an_open_sheet_has_no_protocol(early: Made) -> None:
    with pytest.raises(Refused) as refused:
        papers.issue_subject_protocol(early.office, early.tests["физика"], meeting(date(2026, 4, 7)))
    assert refusal(refused).id == "paper_registry.sheet_open"


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
    assert "приказом от 28.05.2026 № 45-у" in found
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
