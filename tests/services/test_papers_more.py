"""What families write, files of applications, papers of tests, expertise, appeals and the end: told from the rows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from otbor.documents.kit.meeting import Vote
from otbor.domain.findings import Finding, Refused
from otbor.domain.intake import DocumentDraft
from otbor.domain.rights import Right
from otbor.services import corrections, examinations, intake, papers
from otbor.storage.models import Admission, Application, Campaign, Meeting
from otbor.wording.findings import sentence
from tests.services.desk import number
from tests.services.school import MATHS, SUBJECT_SECRETARY, application, meeting
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
