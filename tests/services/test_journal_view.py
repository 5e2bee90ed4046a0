"""The journal as a table sees it: filters, orders, blocks and totals that add up, and what is carried out of it."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from otbor.domain.applications import ApplicationStatus, Channel, CopyKind
from otbor.domain.intake import ApplicationDraft, DocumentDraft, RepresentativeDraft
from otbor.domain.people import FullName
from otbor.exchange.workbook import open_book
from otbor.services import corrections, intake, journal_view, mass_acts
from otbor.services.journal_filter import CHOICES, TEXTS, Column, Days, Filter, Mark, Order
from otbor.storage.models import AuditEntry, AuditPayload
from tests.services.conftest import At
from tests.services.desk import Desk, number
from tests.services.school import MEMBER, application


def _ordinals(desk: Desk, chosen: Filter = journal_view.EVERYTHING, order: Order = journal_view.BY_NUMBER) -> list[int]:
    by_id = {desk.id(ordinal): ordinal for ordinal in range(1, _count(desk) + 1)}
    return [by_id[identity] for identity in journal_view.ids(desk.office, desk.campaign, chosen, order)]


def _count(desk: Desk) -> int:
    return journal_view.totals(desk.office, desk.campaign).shown


def _line(desk: Desk, ordinal: int) -> journal_view.Line:
    return journal_view.block(desk.office, [desk.id(ordinal)])[0]


def _among(column: Column, *values: str) -> Filter:
    return Filter(among={column: frozenset(values)})


def _register(desk: Desk, draft: ApplicationDraft) -> int:
    return intake.register(desk.office, desk.campaign, draft).application_id


def test_a_row_tells_what_the_families_handed_in(at: At) -> None:
    desk = at("filed")
    line = _line(desk, 2)
    assert (line.number, line.child, line.groups) == (number(2), "Петрова Анна Иванович", ("8Ф", "8И"))
    assert f"{line.filed_at:%d.%m.%Y %H:%M}" == "06.04.2026 11:02"  # the school's own time
    assert (line.channel, line.status, line.receipt_on) == (Channel.IN_PERSON, ApplicationStatus.REGISTERED, None)
    assert (line.missing, line.to_compare, line.uncompared) == ((), 1, 1)
    assert line.representative == "Петрова Мария Олеговна"
    assert line.phone.startswith("+79")


def test_a_block_keeps_the_order_asked_for_and_leaves_out_who_is_not_there(at: At) -> None:
    desk = at("filed")
    wanted = [desk.id(3), 999, desk.id(1)]
    assert [line.application_id for line in journal_view.block(desk.office, wanted)] == [desk.id(3), desk.id(1)]
    assert journal_view.block(desk.office, [999]) == []


def test_every_column_sorts_both_ways(at: At) -> None:
    desk = at("filed")
    for column in Column:
        there = _ordinals(desk, order=Order(column))
        back = _ordinals(desk, order=Order(column, descending=True))
        assert sorted(there) == sorted(back) == [1, 2, 3, 4, 5, 6, 7], column
    assert _ordinals(desk, order=Order(Column.NUMBER, descending=True)) == [7, 6, 5, 4, 3, 2, 1]
    assert _ordinals(desk, order=Order(Column.CHILD)) == [7, 1, 4, 6, 5, 2, 3]
    assert _ordinals(desk, order=Order(Column.GROUPS)) == [1, 3, 6, 2, 4, 5, 7]


def test_yo_sorts_with_ye_and_external_numbers_as_people_count(at: At) -> None:
    desk = at("open")
    for surname, external in (("Ёлкин", "10"), ("Жуков", "9"), ("Егоров", "100")):
        draft = replace(application(surname), channel=Channel.EPGU, external_number=external)
        _register(desk, draft)
    assert _ordinals(desk, order=Order(Column.CHILD)) == [3, 1, 2]
    assert _ordinals(desk, order=Order(Column.EXTERNAL)) == [2, 1, 3]
    assert _ordinals(desk, order=Order(Column.EXTERNAL, descending=True)) == [3, 1, 2]


def test_the_one_field_finds_names_numbers_and_telephones(at: At) -> None:
    desk = at("filed")
    own = _register(desk, replace(application("Фёдоров-Ёж", "Семён"), channel=Channel.EPGU, external_number="771-2"))
    assert _ordinals(desk, Filter(text="федоров еж")) == [8]
    assert _ordinals(desk, Filter(text="СЕМЁН ёж")) == [8]
    assert _ordinals(desk, Filter(text="0008")) == [8]
    assert _ordinals(desk, Filter(text="771-2")) == [8]
    phone = journal_view.block(desk.office, [own])[0].phone
    assert _ordinals(desk, Filter(text=f"8{phone[2:]}")) == [8]
    assert _ordinals(desk, Filter(text="федоров 771-3")) == []
    assert _ordinals(desk, Filter(text="00%8")) == []


@pytest.mark.parametrize("column", TEXTS)
def test_every_column_of_text_is_filtered_by_a_part_of_it(at: At, column: Column) -> None:
    desk = at("open")
    draft = application("Ёлкин", "Пётр")
    father = RepresentativeDraft(FullName("Щёголев", "Лев", "Ильич"), "+7 910 123-45-67")
    draft = replace(
        draft,
        representatives=(father,),
        external_number="Е-771",
        address="г. Бор, ул. Зелёная, д. 5",
        channel=Channel.EPGU,
    )
    _register(desk, draft)
    _register(desk, application("Волков", "Марк"))
    corrections.annul(desk.office, desk.id(1), "Записано дважды")
    parts = {
        Column.NUMBER: "-0001",
        Column.CHILD: "ЕЛК",
        Column.EXTERNAL: "771",
        Column.PHONE: "8 910 123",
        Column.REPRESENTATIVE: "щеголев лев",
        Column.ADDRESS: "зеленая д 5",
        Column.NOTE: "дважды",
    }
    assert _ordinals(desk, Filter(contains={column: parts[column]})) == [1]
    assert _ordinals(desk, Filter(contains={column: "нет такого 55512349876"})) == []


def test_days_are_those_of_the_school(at: At) -> None:
    desk = at("filed")
    late = replace(application("Ким", "Лев"), filed_at=datetime(2026, 4, 6, 21, 30, tzinfo=UTC))  # 00:30 in Moscow
    desk.clock.on(date(2026, 4, 7))
    _register(desk, late)
    seventh = date(2026, 4, 7)
    assert _ordinals(desk, Filter(days={Column.FILED: Days(seventh, seventh)})) == [8]
    assert _ordinals(desk, Filter(days={Column.FILED: Days(last=date(2026, 4, 6))})) == [1, 2, 3, 4, 5, 6, 7]
    assert _ordinals(desk, Filter(days={Column.FILED: Days(recent=1)})) == [8]
    assert len(_ordinals(desk, Filter(days={Column.FILED: Days(recent=2)}))) == 8
    assert _ordinals(desk, Filter(days={Column.BORN: Days(first=date(2012, 5, 21))})) == []
    assert len(_ordinals(desk, Filter(days={Column.RECORDED: Days(seventh)}))) == 8


def test_choices_of_states_are_told_and_found(at: At) -> None:
    desk = at("filed")
    _register(
        desk, replace(application("Ким", "Лев"), documents=(DocumentDraft("other", "Грамота", CopyKind.CERTIFIED),))
    )
    corrections.withdraw(desk.office, desk.id(7), "заявление матери")
    mass_acts.give_receipt(desk.office, desk.id(1))
    mass_acts.compare_all(desk.office, desk.id(3), MEMBER)
    assert _ordinals(desk, _among(Column.DOCUMENTS, Mark.INCOMPLETE)) == [8]
    assert _ordinals(desk, _among(Column.DOCUMENTS, "marks")) == [8]
    assert _ordinals(desk, _among(Column.DOCUMENTS, Mark.COMPLETE)) == [1, 2, 3, 4, 5, 6]
    assert _ordinals(desk, _among(Column.COMPARED, Mark.COMPARED)) == [3, 8]
    assert _ordinals(desk, _among(Column.COMPARED, Mark.NOT_COMPARED)) == [1, 2, 4, 5, 6]
    assert _ordinals(desk, _among(Column.RECEIPT, Mark.GIVEN)) == [1]
    assert _ordinals(desk, _among(Column.RECEIPT, Mark.AWAITED)) == [2, 3, 4, 5, 6, 8]
    assert _ordinals(desk, _among(Column.STATUS, "annulled", "withdrawn")) == [7]
    assert _ordinals(desk, _among(Column.GROUPS, "8И")) == [2, 4, 5, 7]
    assert _ordinals(desk, _among(Column.CHANNEL, "post")) == []
    assert _ordinals(desk, _among(Column.ACCEPTED, "Белова А. С.")) == [1, 2, 3, 4, 5, 6, 7, 8]
    offered = journal_view.choices(desk.office, desk.campaign)
    assert offered.accepted_by == ("Белова А. С.",)
    assert [code for code, _title in offered.groups] == ["8Ф", "8И"]
    assert "marks" in dict(offered.documents)
    assert set(CHOICES) == set(Column) - set(TEXTS) - {Column.FILED, Column.BORN, Column.RECORDED}


def test_a_foreign_child_is_asked_for_more(at: At) -> None:
    desk = at("filed")
    _register(desk, replace(application("Ли", "Юн"), foreign_citizen=True))
    assert len(_line(desk, 8).missing) == 2
    assert _ordinals(desk, _among(Column.DOCUMENTS, Mark.INCOMPLETE)) == [8]
    assert _ordinals(desk, _among(Column.DOCUMENTS, "kinship")) == [8]


def test_what_the_database_counts_as_missing_is_what_the_row_says(at: At) -> None:
    desk = at("open")
    whole = application("Ким", "Лев")
    hidden = replace(whole.representatives[0], identity_shown=False)
    for draft in (
        whole,
        replace(whole, child=FullName("Ан", "Ян"), documents=()),
        replace(whole, child=FullName("Бо", "Ян"), representatives=(hidden,)),
        replace(whole, child=FullName("Ван", "Ян"), foreign_citizen=True, representatives=(hidden,)),
        replace(
            whole,
            child=FullName("Гай", "Ян"),
            representatives=(hidden,),
            documents=(*whole.documents, DocumentDraft("identity", "Паспорт")),  # shown later
        ),
    ):
        _register(desk, draft)
    lacking = {ordinal for ordinal in range(1, 6) if _line(desk, ordinal).missing}
    assert set(_ordinals(desk, _among(Column.DOCUMENTS, Mark.INCOMPLETE))) == lacking == {2, 3, 4}
    counts = [len(_line(desk, o).missing) for o in _ordinals(desk, order=Order(Column.DOCUMENTS))]
    assert counts == sorted(counts)


def test_totals_add_up_whatever_is_filtered(at: At) -> None:
    desk = at("filed")
    corrections.annul(desk.office, desk.id(7), "записано дважды")
    mass_acts.give_receipt(desk.office, desk.id(1))
    totals = journal_view.totals(desk.office, desk.campaign)
    assert totals.shown == sum(totals.statuses.values()) == 7
    assert totals.statuses == {ApplicationStatus.REGISTERED: 6, ApplicationStatus.ANNULLED: 1}
    assert totals.groups == {"8Ф": 4, "8И": 2}
    assert (totals.incomplete, totals.awaiting) == (0, 5)
    for chosen in (Filter(contains={Column.ADDRESS: "горького"}), Filter(text="о"), _among(Column.GROUPS, "8И")):
        part = journal_view.totals(desk.office, desk.campaign, chosen)
        assert part.shown == len(journal_view.ids(desk.office, desk.campaign, chosen))
        assert part.statuses.get(ApplicationStatus.REGISTERED, 0) == sum(part.groups.values())


def test_what_is_seen_is_written_as_it_is_seen(at: At, tmp_path: Path) -> None:
    desk = at("filed")
    wanted = journal_view.ids(desk.office, desk.campaign, Filter(), Order(Column.CHILD))
    told: list[tuple[int, int]] = []
    path = tmp_path / "журнал.csv"

    def cells(line: journal_view.Line) -> tuple[str, date, str]:
        return f"={line.number}", line.born, line.phone

    written = journal_view.export(
        desk.office, wanted, "Журнал", ("№", "Родился", "Тел."), cells, path, lambda done, of: told.append((done, of))
    )
    assert written == 7
    assert told[-1] == (7, 7)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == ["№", "Родился", "Тел."]
    assert rows[1][0] == f"'={number(7)}"
    assert rows[1][2].startswith("'+7")
    book = tmp_path / "журнал.xlsx"
    journal_view.export(desk.office, wanted, "Журнал", ("№", "Родился", "Тел."), cells, book)
    sheet = open_book(book).sheet("Журнал")
    assert len(list(sheet.rows)) == 8
    assert sorted(p.name for p in tmp_path.glob("журнал*")) == ["журнал.csv", "журнал.xlsx"]


def test_an_export_of_another_kind_is_refused_and_an_unfinished_one_not_left(at: At, tmp_path: Path) -> None:
    desk = at("filed")
    wanted = journal_view.ids(desk.office, desk.campaign)
    with desk.refused("paper_content.table_format"):
        journal_view.export(desk.office, wanted, "Журнал", (), lambda _line: (), tmp_path / "журнал.ods")

    def stop(_done: int, _of: int) -> None:
        raise RuntimeError("stopped")

    for name in ("a.csv", "a.xlsx"):
        with pytest.raises(RuntimeError, match="stopped"):
            journal_view.export(
                desk.office, wanted, "Журнал", ("№",), lambda line: (line.number,), tmp_path / name, stop
            )
        assert list(tmp_path.glob("a.*")) == []


def test_what_leaves_the_program_is_on_record(at: At) -> None:
    desk = at("filed")
    journal_view.note_export(desk.office, desk.campaign, "журнал.xlsx", 7, ["№", "ФИО"])
    with desk.office.question() as session:
        content = session.query(AuditPayload.content).join(AuditEntry).filter(AuditEntry.act == "note_export").scalar()
    assert (content["file"], content["rows"], content["columns"]) == ("журнал.xlsx", 7, ["№", "ФИО"])
