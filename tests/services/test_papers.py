"""What the papers of a small campaign say, measured by the rows that they were made from."""

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from otbor.documents.kit.meeting import Vote
from otbor.domain.applications import RatingKind
from otbor.services import audit, papers
from otbor.services.papers.facts import phone, signed
from otbor.storage.models import Application, EnrolmentOrder, Meeting, RatingRow, RatingSnapshot
from otbor.wording.templates import said
from tests.services import small_campaign
from tests.services.small_campaign import ALL, Made, finished, look_up, number, open_copy, text


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """A finished campaign of its own."""
    office, clock = open_copy(finished(), tmp_path / "school.otbor")
    yield look_up(office, clock)
    office.database.close()


def printed(made: Made, name: str) -> str:
    return text(ALL[name](made).pdf)


def rows(made: Made, rating_id: int) -> list[RatingRow]:
    with made.office.question() as session:
        found = session.scalars(select(RatingRow).where(RatingRow.rating_id == rating_id)).all()
        for row in found:
            assert row.application.surname
            assert row.group.code
        return list(found)


@pytest.mark.parametrize("name", ALL)
def test_every_paper_is_issued_with_its_number_and_its_date(made: Made, name: str) -> None:
    issued = ALL[name](made)
    card = papers.find_by_number(made.office, issued.number)[0]
    found = text(issued.pdf)
    assert (card.paper_id, card.title, card.author) == (issued.paper_id, issued.title, "Белова А. С.")
    assert f"№ {issued.number}" in found
    assert f"{card.issued_on.day} " in found
    assert card.fingerprint in found
    assert "МАОУ" not in found
    assert "Лицей № 8" in found
    assert ("issued_paper", issued.paper_id) in issued.changes.rows
    assert papers.content(made.office, issued.paper_id) == issued.pdf


@pytest.mark.parametrize("stage", ["preliminary", "final"])
def test_a_protocol_holds_every_row_of_its_rating(made: Made, stage: str) -> None:
    found = printed(made, stage)
    rating = made.preliminary if stage == "preliminary" else made.final
    for row in rows(made, rating):
        name = f"{row.application.surname} {row.application.given} Иванович"
        if row.place is None:
            assert f"{row.application.number} {name} — Участник не явился: физика" in found
            continue
        points = " ".join(said(Decimal(part or 0)) for part in row.parts.values())
        assert f"{row.place} {row.application.number} {name} {points} {said(row.total)}" in found
    for counts in ("8Ф, физико-математический 6 1 5 1 0 4", "8И, информационно-технологический 5 1 4 0 0 4"):
        assert counts in found


def test_the_preliminary_protocol_says_what_the_commission_did(made: Made) -> None:
    found = printed(made, "preliminary")
    assert "8Ф 2 2026-8-0002, 2026-8-0003" in found
    assert "Мест меньше, чем равных участников: 8Ф — место 2 (мест остаётся: 1)" in found
    assert "Присутствовали 3 из 4 членов комиссии" in found
    with made.office.question() as session:
        held = session.scalars(select(Meeting).where(Meeting.held_on == small_campaign.PRELIMINARY)).one()
        for member in held.present:
            assert f"{member}, " in found  # in full, as the requisites of a protocol ask
    assert "«за» — 3, «против» — 0" in found
    assert "нормативным актом: 20." in found
    assert "в срок до 25.05.2026 включительно" in found
    with made.office.question() as session:
        chain = audit.verify(session)
    assert chain.broken_at is None


def test_the_protocol_bears_the_head_of_the_audit_chain(made: Made) -> None:
    with made.office.question() as session:
        head = audit.head(session, made.office.origin)
    assert head in printed(made, "preliminary")
    assert head not in printed(made, "final")  # the first printing is an act of its own


def test_a_vote_is_kept_with_the_meeting(made: Made) -> None:
    first = papers.issue_preliminary_protocol(made.office, made.preliminary, Vote(2, 1))
    again = papers.issue_preliminary_protocol(made.office, made.preliminary)
    for issued in (first, again):
        assert "«за» — 2, «против» — 1, «воздержались» — 0" in text(issued.pdf)


def test_the_final_protocol_says_what_moved_and_why(made: Made) -> None:
    found = printed(made, "final")
    assert "28 → 30 3 → 3 протокол конфликтной комиссии от 21.05.2026 № 1, апелляция № 1: информатика, 10 → 12" in found
    assert "28 → 28 3 → 4 изменились места других участников" in found
    assert "равны рег. № 2026-8-0002, 2026-8-0003; преимущество дано рег. № 2026-8-0002" in found
    assert "решение комиссии" in found
    assert "1 2026-8-0001 Иванов Пётр Иванович 1 52" in found


def test_the_conflict_protocol_shows_old_and_new_points_and_the_vote(made: Made) -> None:
    found = text(papers.issue_conflict_protocol(made.office, made.conflict, came=(1,)).pdf)
    assert "информатика: было 10, стало 12" in found
    assert "удовлетворить: техническая ошибка" in found
    assert "математика: 10, без изменения" in found
    assert "«за» — 2, «против» — 1" in found
    assert found.count("(присутствует)") == 1
    assert found.count("(не присутствует)") == 1


def test_a_test_sheet_has_codes_and_no_names_and_points_as_they_were_closed(made: Made) -> None:
    found = text(papers.issue_test_sheet(made.office, made.tests["информатика"]).pdf)
    families = [surname for surname, _, _ in small_campaign.FAMILIES]
    assert not [surname for surname in families if surname in found]
    assert "десять" in found
    assert "двенадцать" not in found
    assert "Всего строк: 4, из них оценено работ: 4." in found
    assert "не явился" in printed(made, "test-sheet")


@pytest.mark.parametrize("name", ["public", "public-final"])
def test_the_public_list_has_numbers_points_places_and_no_name(made: Made, name: str) -> None:
    rating = made.preliminary if name == "public" else made.final
    found = text(papers.issue_public_list(made.office, rating).pdf)
    with made.office.question() as session:
        for child in session.scalars(select(Application)):
            assert child.surname not in found
            assert child.given not in found
            assert all(r.phone not in found and r.given not in found for r in child.representatives)
    for row in rows(made, rating):
        place = "—" if row.place is None else row.place
        assert f"{place} {row.application.number} {said(row.total)}" in found


def test_orders_cite_the_rules_of_the_region_as_lawyers_do(made: Made) -> None:
    cited = "профильного обучения, утвержденный постановлением Правительства Нижегородской области от 12.05.2014 № 321"
    assert f"{cited}, пункт 12," in text(papers.issue_commission_order(made.office, made.campaign).pdf)
    assert f"{cited}, пункт 28;" in text(papers.issue_order(made.office, made.order).pdf)


def test_the_order_names_the_enrolled_and_nobody_else(made: Made) -> None:
    found = printed(made, "order")
    with made.office.question() as session:
        order = session.get_one(EnrolmentOrder, made.order)
        enrolled = {row.application.number for row in order.rows}
        acts = list(order.basis_acts)
    assert enrolled == {number(1), number(2), number(4)}
    assert {n for n in map(number, range(1, 10)) if n in found} == enrolled
    assert "Зачислить с 1 сентября 2026 г." in found
    assert acts[0][:60] in found
    assert "протокол приёмной комиссии от 28.05.2026 № 2" in found


def test_the_recommendation_lists_who_holds_a_seat(made: Made) -> None:
    found = text(papers.issue_recommendation(made.office, made.final).pdf)
    assert "8Ф, физико-математический: мест 2, рекомендовано 2" in found
    assert "1 2026-8-0004 Кузнецов Глеб Иванович 1 44" in found
    assert "Всего рекомендовано: 3." in found


def test_the_journal_shows_every_row_that_was_ever_registered(made: Made) -> None:
    found = printed(made, "journal")
    assert all(number(n) in found for n in range(1, 10))
    assert "аннулировано 07.04.2026: подано дважды" in found
    assert "отозвано 07.04.2026" in found
    assert "документы дополнены 07.04.2026" in found
    assert "копии возвращены 01.06.2026" in found
    assert "из них аннулировано и отозвано: 2" in found


def test_the_receipt_lists_documents_and_what_comes_next(made: Made) -> None:
    found = printed(made, "receipt")
    assert "Согласие на обработку персональных данных" in found
    assert "Диплом победителя олимпиады «Физтех» копия, сверена с оригиналом 2" in found
    assert "Всего: 3 документа на 4 листах." in found
    assert "Вступительное испытание: физика (контрольная работа) 12.05.2026" in found
    assert "Последний день приёма заявлений 22.04.2026" in found
    assert "06.04.2026 11:01" in found  # 8:01 UTC in the school's time zone


def test_sheets_of_acquaintance_have_the_days_that_are_marked(made: Made) -> None:
    preliminary = text(papers.issue_acquaintance_sheet(made.office, made.preliminary).pdf)
    final = text(papers.issue_acquaintance_sheet(made.office, made.final).pdf)
    assert preliminary.count("20.05.2026") == 7 + 1  # a day each, and the protocol
    assert "не явились, извещены" in preliminary
    assert "по 02.06.2026 включительно (п. 27" in final
    assert "не явились" not in final


def test_the_refusal_and_the_act_say_whose_they_are(made: Made) -> None:
    refusal, act = printed(made, "refusal"), printed(made, "copies")
    assert "место 2, сумма баллов 40, мест в классе 2; свободных мест в классе нет" in refusal
    assert "от 29.05.2026 возвращены копии" in act
    assert "М. О. Сидорова" in act


def test_notice_and_commissions(made: Made) -> None:
    found = text(papers.issue_notice(made.office, made.campaign).pdf)
    order = text(papers.issue_commission_order(made.office, made.campaign).pdf)
    assert "Количество вступительных испытаний: 3" in found
    assert "12.05.2026, каб. 301; резервный день 19.05.2026, каб. 301" in found
    assert "Протокол предварительного рейтинга — не позднее 26.05.2026" in found
    assert "1.1. Приёмная комиссия:" in order
    assert "представитель родительской общественности" in order


def test_the_school_may_word_it_otherwise(made: Made, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "office").mkdir(parents=True)
    made.office.own = own
    (own / "office" / "papers.toml").write_text('[texts]\nchannel_in_person = "очно"\n', "utf-8")
    found = printed(made, "journal")
    assert "очно" in found
    assert "аннулировано" in found


def test_both_ratings_are_there_once(made: Made) -> None:
    with made.office.question() as session:
        kinds = session.scalars(select(RatingSnapshot.kind)).all()
    assert sorted(kinds) == sorted(RatingKind)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Орлова Н. В.", "Н. В. Орлова"),
        ("Орлова Н.В.", "Н. В. Орлова"),
        ("Фон Дервиз Я.", "Я. Фон Дервиз"),
        ("Салтыкова-Щедрина Анна-Мария Петровна", "А.-М. П. Салтыкова-Щедрина"),
        ("Цой Ян", "Я. Цой"),
        ("Н. В. Орлова", "Н. В. Орлова"),
        ("администратор", "администратор"),
    ],
)
def test_a_name_as_it_is_signed(name: str, expected: str) -> None:
    assert signed(name).replace("\u00a0", " ") == expected


def test_phones_are_shown_as_people_read_them() -> None:
    assert phone("+79101234567, +3725551234") == "+7 (910) 123-45-67, +3725551234"


def test_nothing_slow_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import otbor.services.papers, otbor.services.signatures, sys\n"
        "print([m for m in ('reportlab', 'pyhanko', 'xlsxwriter', 'PySide6', 'pypdfium2', 'zxingcpp', 'cryptography')"
        " if m in sys.modules])\n"
        "otbor.services.papers.issue_receipt\n"
        "print('reportlab' in sys.modules, 'pyhanko' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["[]", "True False"]
