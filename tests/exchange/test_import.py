"""The workbook of licey8 is read as it is, its faults are named, and importing it again adds nothing."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otbor.domain.dry_run import dry_run_applications, dry_run_rows, of_application, whole
from otbor.domain.findings import Refused, Severity
from otbor.domain.import_rows import ApplicationRow, Sheet, readable
from otbor.domain.people import FullName
from otbor.domain.values import State, known
from otbor.exchange.mapping import Mapping, Role, strangers
from otbor.exchange.recognition import recognise
from otbor.exchange.rows import read_achievements, read_appeals, read_applications, read_test_points
from otbor.exchange.workbook import Book, CellValue, SheetCells
from otbor.wording.findings import sentence
from otbor.wording.imports import report
from tests.exchange import samples
from tests.exchange.samples import EXPECTED, licey8, with_cell, with_columns

FAULTY = "applications-with-faults.xlsx"


def applications(book: Book) -> Sheet[ApplicationRow]:
    return read_applications(book, recognise(book), EXPECTED)


def faults() -> list[dict[str, str]]:
    with (samples.LICEY8 / "faults.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_right_workbook_has_no_faults() -> None:
    assert samples.findings(licey8()) == []
    assert strangers(licey8(), recognise(licey8())) == []


def test_twins_and_namesakes_are_doubtful_and_registered_as_different_children() -> None:
    run = dry_run_applications(applications(licey8()), ())
    assert (len(run.new), run.same, run.changed, run.unreadable) == (119, (), (), ())
    assert [(f.id, f.where, f.values["other_number"], f.severity) for f in run.doubtful] == [
        ("people.twins", "Заявления!D65", "10", Severity.WARNS),
        ("people.namesakes", "Заявления!D124", "21", Severity.WARNS),
    ]


def test_every_fault_is_named_and_nothing_else() -> None:
    named = {f.where: sentence(f) for f in samples.findings(licey8(FAULTY))}
    sown = {f"{fault['sheet']}!{fault['cell']}": fault["text"] for fault in faults()}
    # Number 26 was written over 27, so a row that refers to 27 follows from that fault and may be named.
    followed = {where for where, text in named.items() if where not in sown and "Заявления № 27 нет" in text}
    assert set(named) - followed == set(sown)
    assert followed == {"Достижения!A36", "Достижения!A37", "Достижения!A38", "Испытания!A28"}
    for where, text in sown.items():
        if text not in ("", "нет") and not text.startswith("2002"):
            assert text.replace("-", "−") in named[where].replace("-", "−")  # −1 is printed with a minus


@given(st.data())
@settings(max_examples=15)
def test_order_of_sheets_columns_and_rows_does_not_matter(data: st.DataObject) -> None:
    book = licey8(FAULTY)
    expected = sorted((f.id, sorted(map(str, f.values.items()))) for f in samples.findings(book) if f.id != TWICE)
    for sheet in book.sheets:
        width = len(sheet.rows[2])
        book = with_columns(book, sheet.name, data.draw(st.permutations(range(width))))
    sheets = data.draw(st.permutations(book.sheets))
    top = {"Заявления": 3}
    shuffled = [
        replace(s, rows=[*s.rows[: (n := top.get(s.name, 1))], *data.draw(_shuffled(s.rows[n:]))]) for s in sheets
    ]
    found = samples.findings(replace(book, sheets=tuple(shuffled)))
    assert sorted((f.id, sorted(map(str, f.values.items()))) for f in found if f.id != TWICE) == expected
    assert [f.id for f in found].count(TWICE) == 1


TWICE = "import.number_twice"  # names the cell of the first one, which moves


def _shuffled(rows: list[list[CellValue]]) -> st.SearchStrategy[list[list[CellValue]]]:
    def turned(by: int) -> list[list[CellValue]]:
        return rows[by:][::-1] + rows[:by]

    return st.integers(0, len(rows)).map(turned)


def test_what_is_read() -> None:
    first = applications(licey8()).rows[0]
    assert first.row == 4
    assert (first.number, first.filed_on, first.groups) == ("1", date(2026, 4, 6), ("8И", "8Ф"))
    assert first.name == FullName("Кириллова", "Екатерина", "Михайловна")
    assert first.phones == ("+79862329998",)
    assert first.marks == {"математика": known(5), "физика": known(5), "информатика": known(5)}
    assert first.consent is True


def test_who_did_not_come_is_not_zero() -> None:
    book = licey8()
    by_number = {row.number: row for row in applications(book).rows}
    points = {row.application: row for row in read_test_points(book, recognise(book), EXPECTED, by_number).rows}
    assert points["118"].points["математика"].state is State.DID_NOT_COME
    assert "физика" not in points["4"].points


def test_half_points_are_points_where_the_scheme_says_so() -> None:
    halves = replace(
        EXPECTED, tests={name: replace(test, step=Decimal("0.5")) for name, test in EXPECTED.tests.items()}
    )
    for text, rules in (("15,5", []), ("15,25", ["import.not_of_step"])):
        book = with_cell(licey8(), "Испытания!B2", text)
        by_number = {row.number: row for row in applications(book).rows}
        assert [f.id for f in read_test_points(book, recognise(book), halves, by_number).findings] == rules


def test_appeals_and_achievements_are_read() -> None:
    book, numbers = licey8(), frozenset(row.number for row in applications(licey8()).rows)
    appeals = read_appeals(book, recognise(book), EXPECTED, numbers).rows
    told = [(a.application, int(a.change or 0), a.upheld, a.in_time) for a in appeals]
    assert told == [("107", 2, True, True), ("95", -1, True, True), ("52", 0, False, True), ("54", 3, False, False)]
    achievements = read_achievements(book, recognise(book), EXPECTED, numbers).rows
    assert len(achievements) == 178
    assert achievements[0].held_on == date(2025, 12, 19)


@pytest.mark.parametrize(
    ("address", "value", "rule"),
    [
        ("Заявления!G4", "31.02.2012", "import.no_such_date"),
        ("Заявления!G4", 41144.0, "import.not_a_date"),
        ("Заявления!D4", "Kириллова", "people.mixed_letters"),
        ("Заявления!K4", "433-12", "import.not_a_phone"),
        ("Заявления!M4", "8И", "import.group_twice"),
        ("Заявления!Q4", "не знаю", "import.not_yes_no"),
        ("Заявления!Q4", "", "import.no_consent"),
        ("Заявления!N4", "", "import.no_mark"),
        ("Заявления!N4", "4,5", "import.not_a_mark"),
        ("Заявления!N4", "#DIV/0!", "import.formula_error"),
        ("Заявления!A4", "", "import.no_number"),
        ("Заявления!C4", "утром", "import.not_a_time"),
        ("Достижения!B2", date(2026, 4, 16), "import.not_a_text"),
        ("Достижения!E2", "космонавтика", "import.unknown_subject"),
        ("Достижения!F2", "", "import.no_date"),
        ("Испытания!B2", "", "import.no_points"),
        ("Испытания!A3", 1.0, "import.points_twice"),
        ("Испытания!B2", "12345678901234567890", "import.too_many_digits"),
        ("Апелляции!B2", "химия", "import.no_such_test"),
        ("Апелляции!C2", "", "import.no_change"),
        ("Апелляции!D2", "подумать", "import.decision_unclear"),
        ("Апелляции!E2", "вчера", "import.term_unclear"),
    ],
)
def test_one_changed_cell_is_named(address: str, value: CellValue, rule: str) -> None:
    found = samples.findings(with_cell(licey8(), address, value))
    assert (rule, address) in {(f.id, f.where) for f in found}
    assert all(sentence(f) for f in found)


def test_a_blank_first_wish_leaves_the_second() -> None:
    assert applications(with_cell(licey8(), "Заявления!L4", "")).rows[0].groups == ("8Ф",)
    assert [f.id for f in applications(with_cell(licey8(), "Заявления!L6", "")).rows[2].findings] == ["import.no_group"]


@pytest.mark.parametrize("header", ["ФИО ребёнка", "Ф.И.О."])
def test_a_name_in_one_column(header: str) -> None:
    rows: list[list[CellValue]] = [
        ["Журнал"],
        ["№", header, "Телефон", "Класс", "Согласие"],
        [1.0, "Гасанов Али Рашид оглы", 89862329998.0, "8 ф", "да"],
        [2.0, "Гасанов", "89862329998", "8И", "да"],
    ]
    sheet = applications(Book("a", (SheetCells("Лист1", rows),)))
    assert sheet.rows[0].name == FullName("Гасанов", "Али", "Рашид оглы")
    assert sheet.rows[0].groups == ("8Ф",)
    assert [f.id for f in sheet.rows[0].findings] == ["import.no_mark", "import.no_mark"]
    assert ("people.name_incomplete", "Лист1!B4") in {(f.id, f.where) for f in sheet.rows[1].findings}


def test_importing_again_adds_nothing_and_asks_nothing() -> None:
    sheet = applications(licey8())
    run = dry_run_applications(sheet, [replace(row, row=0) for row in sheet.rows])
    assert (run.new, len(run.same), run.changed, run.doubtful, run.unreadable) == ((), 119, (), (), ())
    assert report(run, sheet) == ["Уже внесены, без изменений: 119.", "Вносить нечего."]


def test_a_changed_row_is_shown_field_by_field() -> None:
    registered = [replace(row, row=0) for row in applications(licey8()).rows]
    book = with_cell(with_cell(licey8(), "Заявления!N4", "4"), "Заявления!K5", "8-918-890-47-22")
    sheet = applications(book)
    run = dry_run_applications(sheet, registered)
    assert (run.new, len(run.same), len(run.changed)) == ((), 117, 2)
    assert [[c.field for c in change.fields] for change in run.changed] == [["marks"], ["phones"]]
    lines = report(run, sheet)
    assert "Заявления!4 (№ 1): отметки: было «математика 5, физика 5, информатика 5», стало «математика 4," in lines[2]
    assert lines[3].endswith("телефон: было «+79188904721», стало «+79188904722»")


def test_renumbered_rows_are_still_the_same_children() -> None:
    sheet = applications(licey8())
    registered = [replace(row, row=0, number=str(int(row.number) + 1)) for row in sheet.rows]
    run = dry_run_applications(sheet, registered)
    assert (run.new, run.same, len(run.changed)) == ((), (), 119)
    assert {tuple(c.field for c in change.fields) for change in run.changed} == {("number",)}


def test_the_same_child_under_another_number_is_doubtful() -> None:
    sheet = applications(licey8())
    again = replace(sheet.rows[0], row=200, number="200", birth_place="г. Бор ")
    run = dry_run_applications(replace(sheet, rows=(*sheet.rows, again)), ())
    assert "people.same_child" in {f.id for f in run.doubtful}
    assert len(run.new) == 120


def test_other_rows_again_add_nothing() -> None:
    book = licey8()
    numbers = frozenset(row.number for row in applications(book).rows)
    sheet = read_achievements(book, recognise(book), EXPECTED, numbers)
    registered = [replace(row, row=0) for row in sheet.rows]
    run = dry_run_rows(sheet, registered, key=whole)
    assert (run.new, len(run.same)) == ((), 178)
    assert len(dry_run_rows(sheet, registered[1:], key=whole).new) == 1


def test_changed_points_are_shown_and_not_applied() -> None:
    book = licey8()
    by_number = {row.number: row for row in applications(book).rows}
    registered = read_test_points(book, recognise(book), EXPECTED, by_number).rows
    changed = with_cell(with_cell(book, "Испытания!B2", "н/я"), "Испытания!D3", 0.0)
    sheet = read_test_points(changed, recognise(changed), EXPECTED, by_number)
    run = dry_run_rows(sheet, registered, key=of_application)
    assert (run.new, len(run.same), len(run.changed)) == ((), 117, 2)
    assert report(run, sheet)[2:] == [
        (
            "Испытания!2 (№ 1): баллы: было «математика 13, физика 18, информатика 13», "
            "стало «математика не явился, физика 18, информатика 13»"
        ),
        "Испытания!3 (№ 2): баллы: было «математика 13, физика 10», стало «математика 13, физика 10, информатика 0»",
    ]


def test_unreadable_rows_are_not_new() -> None:
    sheet = applications(licey8(FAULTY))
    run = dry_run_applications(sheet, ())
    assert len(run.new) == len(readable(sheet.rows)) == 111
    assert len(run.unreadable) == 8
    assert [f.where for f in run.doubtful] == ["Заявления!G12", "Заявления!D65", "Заявления!D124"]
    assert report(run, sheet)[0] == "Будет добавлено: 111."


def test_the_mapping_is_kept_and_a_remembered_one_wins() -> None:
    mapping = recognise(licey8())
    assert Mapping.model_validate_json(mapping.as_json()) == mapping
    columns = {**mapping.sheets[Role.APPLICATIONS].columns, "address": "Место рождения", "birth_place": "Адрес ребенка"}
    sheets = {
        **mapping.sheets,
        Role.APPLICATIONS: mapping.sheets[Role.APPLICATIONS].model_copy(update={"columns": columns}),
    }
    edited = mapping.model_copy(update={"sheets": sheets})
    assert recognise(licey8(), [edited]) == edited
    assert recognise(licey8(FAULTY), [edited]) == edited  # the same headers, other rows
    assert read_applications(licey8(), edited, EXPECTED).rows[0].address == "г. Бор"
    renamed = with_cell(licey8(), "Заявления!H3", "Откуда")
    assert recognise(renamed, [edited]) != edited


def test_unknown_columns_and_sheets_are_named() -> None:
    book = with_cell(licey8(), "Заявления!H3", "Цвет глаз")
    book = replace(book, sheets=(*book.sheets, SheetCells("Черновик", [["раз", "два"], ["три", ""]])))
    found = strangers(book, recognise(book))
    assert [f.id for f in found] == ["import.unknown_sheet", "import.unknown_column"]
    assert "Цвет глаз" in sentence(found[1])


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([["а", "б"], [1.0, 2.0]], "import.nothing_recognised"),
        ([["№", "Фамилия", "Имя"], [1.0, "Ли", "Анна"]], "import.no_column"),
    ],
)
def test_a_workbook_that_says_too_little(rows: list[list[CellValue]], rule: str) -> None:
    book = Book("a.xlsx", (SheetCells("Лист1", rows),))
    with pytest.raises(Refused) as refused:
        applications(book)
    assert refused.value.finding.id == rule
    assert all(sentence(f) for f in refused.value.findings)


def test_a_stage_without_its_sheet() -> None:
    book = Book("a.xlsx", licey8().sheets[:1])
    with pytest.raises(Refused) as refused:
        read_achievements(book, recognise(book), EXPECTED, frozenset())
    assert sentence(refused.value.finding).startswith("В книге «a.xlsx» нет листа для этого действия: достижения")


def test_forms_and_places_of_achievements_are_read_where_there_are_such_columns() -> None:
    head: list[CellValue] = ["№ заявления", "Категория", "Мероприятие", "Предмет", "Дата"]
    common: list[CellValue] = ["1", "16.3", "Кубок", "физика", "12.03.2026"]
    both = [[*head, "Результат", "Место", "Форма участия"], [*common, "участник", 4.0, "Командная"]]
    alone = [[*head, "Место"], [*common, "4 место"]]
    read = []
    for rows in (both, alone):
        book = Book("книга.xlsx", (SheetCells("Достижения", rows),))
        expected = replace(EXPECTED, placed=frozenset({"16.3"}))
        sheet = read_achievements(book, recognise(book), expected, frozenset({"1"}))
        assert sheet.findings == ()
        read.append(sheet.rows[0])
    assert [(row.result, row.place, row.form) for row in read] == [("участник", 4, "командная"), ("4 место", None, "")]
    book = Book("книга.xlsx", (SheetCells("Достижения", alone),))
    (found,) = read_achievements(book, recognise(book), EXPECTED, frozenset({"1"})).findings
    assert found.id == "import.no_points_for_result"
