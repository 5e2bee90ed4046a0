"""A workbook as the window takes it in: what its columns are taken for, every row's fate, answers, one act."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from otbor.domain.findings import Refused
from otbor.domain.import_rows import row_of
from otbor.domain.people import FullName
from otbor.exchange.mapping import Role
from otbor.exchange.workbook import Book, CellValue, SheetCells, open_book
from otbor.services import imports, intake, likeness
from otbor.services.imports import Answer, Checked, Choices, Draft, Fate, Workbook
from otbor.services.office import Office
from otbor.storage.models import AchievementRow, Application, AuditPayload, LikenessAnswer
from otbor.wording.findings import sentence
from tests.exchange.samples import LICEY8, with_cell
from tests.services.imports_school import FAULTY, at_intake, count, everything, rule_ids, small, workbook
from tests.services.school import Clock, application

BOTH = imports.TOGETHER


def checked(office: Office, campaign: int, book: Workbook, roles: tuple[Role, ...] = BOTH) -> tuple[Draft, Checked]:
    draft = imports.draft_of(office, campaign, book)
    return draft, imports.check_sheets(office, campaign, book, draft.mapping(), roles)


def refused_rows(found: Checked, role: Role) -> frozenset[int]:
    return frozenset(row.row for row in found.rows if row.role is role and row.fate is Fate.REFUSED)


def twice(number: float = 3.0) -> Book:
    """Two families, and the first of them once more under another number."""
    book = small("1", "2")
    rows = book.sheet("Заявления").rows
    return replace(book, sheets=(replace(book.sheets[0], rows=[*rows, [number, *rows[3][1:]]]), *book.sheets[1:]))


def test_a_draft_says_what_every_column_is_taken_for(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = workbook()
    draft = imports.draft_of(office, campaign, book)
    assert [(sheet.role, sheet.header_row, sheet.missing) for sheet in draft.sheets if sheet.role] == [
        (Role.APPLICATIONS, 3, ()),
        (Role.ACHIEVEMENTS, 1, ()),
        (Role.TESTS, 1, ()),
        (Role.APPEALS, 1, ()),
    ]
    first = draft.sheets[0]
    assert first.rows == 119
    born = next(column for column in first.columns if column.field == "born_on")
    assert (born.header, len(born.samples)) == ("Дата рожд.", 3)
    assert imports.preview_applications(office, campaign, book).mapping == draft.mapping()
    assert set(draft.stage) == {Role.TESTS, Role.APPEALS}  # it is the time of the intake
    fields = imports.fields_of(office, campaign, book, draft)
    by_name = {field.name: field for field in fields[Role.APPLICATIONS]}
    assert {column.field for column in first.columns if column.field} <= set(by_name)
    assert (by_name["mark.физика"].title, by_name["phone"].needed, by_name["email"].needed) == (
        "отметка: физика",
        True,
        False,
    )
    said = dict(imports.cells_of(book, first, 4))
    assert said["Дата рожд."] == "23.08.2012"


def test_a_column_taken_for_something_else_is_read_so(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = workbook(small("1"))
    draft = imports.draft_of(office, campaign, book)
    sheet = draft.sheets[0].with_field("Адрес ребенка", "birth_place")
    assert next(column.field for column in sheet.columns if column.header == "Место рождения") == ""
    mended = draft.with_sheet(sheet.with_field("Место рождения", "address"))
    imports.import_sheets(office, campaign, book, mended.mapping(), {Role.APPLICATIONS: Choices()})
    with office.question() as session:
        assert session.scalars(select(Application.address)).one() == "г. Бор"
    again = imports.draft_of(office, campaign, workbook(small("1", "2")))
    assert again.mapping() == mended.mapping()
    assert [finding.id for finding in again.remarks] == ["import_service.seen_before"]
    assert all(map(sentence, again.remarks))
    without = sheet.with_field("Телефон", "")
    assert without.missing == ("phone",)


def test_sheets_that_nobody_recognises_are_named_by_hand(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    rows: list[list[CellValue]] = [["Икс", "Игрек", "Зет"], ["1", "Иванов", "Пётр"]]
    strange = workbook(Book("странная.xlsx", (SheetCells("Лист1", rows), SheetCells("Пустой", []))))
    draft = imports.draft_of(office, campaign, strange)
    assert [finding.id for finding in draft.remarks] == ["import.nothing_recognised"]
    assert [(sheet.name, sheet.role) for sheet in draft.sheets] == [("Лист1", None)]
    taken = draft.with_sheet(imports.taken_for(strange, "Лист1", Role.APPLICATIONS))
    assert taken.sheets[0].missing == ("number", "surname", "given", "born_on", "phone", "consent")
    named = taken.sheets[0].with_field("Игрек", "full_name")
    assert named.missing == ("number", "born_on", "phone", "consent")
    assert taken.with_sheet(imports.taken_for(strange, "Лист1", None)).mapping().sheets == {}


def test_one_kind_has_one_sheet(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = workbook(small("1"))
    draft = imports.draft_of(office, campaign, book)
    moved = draft.with_sheet(imports.taken_for(book, "Достижения", Role.TESTS))
    assert [sheet.role for sheet in moved.sheets if sheet.name != "Достижения"].count(Role.TESTS) == 0


def test_every_row_of_the_faulty_workbook_has_its_fate(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = imports.open_workbook(LICEY8 / FAULTY)
    _draft, found = checked(office, campaign, book, tuple(Role))
    with (LICEY8 / "faults.csv").open(encoding="utf-8", newline="") as file:
        sown = {(fault["sheet"], int(fault["cell"][1:])) for fault in csv.DictReader(file)}
    told = {(row.sheet, row.row) for row in found.rows if row.findings}
    assert sown <= told
    assert all(row.fate in {Fate.REFUSED, Fate.DOUBTFUL} for row in found.rows if row.findings)
    absent = [row for row in found.rows if any(f.id == "import_service.not_registered" for f in row.findings)]
    assert absent
    numbers = {row.number for row in found.rows if row.role is Role.APPLICATIONS and row.fate is Fate.REFUSED}
    assert {row.number for row in absent} <= numbers
    assert count(office, Application) == 0


def test_rows_with_errors_are_left_out_when_a_person_says_so(office: Office, clock: Clock, tmp_path: Path) -> None:
    campaign = at_intake(office, clock)
    book = imports.open_workbook(LICEY8 / FAULTY)
    draft, found = checked(office, campaign, book)
    with pytest.raises(Refused):
        imports.import_sheets(office, campaign, book, draft.mapping(), {Role.APPLICATIONS: Choices()})
    choices = {role: Choices(refused_rows(found, role)) for role in BOTH}
    steps: list[tuple[int, int]] = []
    came = imports.import_sheets(
        office, campaign, book, draft.mapping(), choices, lambda done, of: steps.append((done, of))
    )
    new = [row for row in found.rows if row.fate in {Fate.NEW, Fate.DOUBTFUL}]
    assert [(row.role, row.row) for row in came.rows] == [(row.role, row.row) for row in new]
    assert {role: frozenset(rows) for role, rows in came.left.items()} == {r: choices[r].left_out for r in BOTH}
    assert steps[-1][0] == steps[-1][1]
    assert count(office, Application) == len({row.application_id for row in came.rows})
    left = [
        (
            sheet,
            [
                (row.row, "; ".join(map(sentence, row.findings)))
                for row in found.rows
                if row.role is sheet.role and row.row in came.left[row.role]
            ],
        )
        for sheet in draft.sheets
        if sheet.role in BOTH
    ]
    target = tmp_path / "не внесено.xlsx"
    assert imports.export_left(book, left, ("Строка", "Что не так"), target) == (target,)
    written = open_book(target)
    assert [sheet.name for sheet in written.sheets] == ["Заявления", "Достижения"]
    assert len(written.sheets[0].rows) == len(left[0][1]) + 1
    tables = imports.export_left(book, left, ("Строка", "Что не так"), tmp_path / "не внесено.csv")
    assert [file.name for file in tables] == ["не внесено.csv", "не внесено — 2.csv"]
    assert len(open_book(tables[0]).sheets[0].rows) == len(left[0][1]) + 1
    with pytest.raises(Refused) as refused:
        imports.export_left(book, left, ("Строка", "Что не так"), tmp_path / "не внесено.doc")
    assert rule_ids(refused.value) == {"paper_content.table_format"}
    again = imports.check_sheets(office, campaign, book, draft.mapping(), BOTH)
    assert not [row for row in again.rows if row.fate in {Fate.NEW, Fate.DOUBTFUL}]


def test_what_belongs_to_a_child_left_out_stays_out_with_it(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = workbook(small("1", "2"))
    draft, found = checked(office, campaign, book)
    second = next(row for row in found.rows if row.role is Role.APPLICATIONS and row.number == "2")
    choices = {Role.APPLICATIONS: Choices(frozenset({second.row})), Role.ACHIEVEMENTS: Choices()}
    came = imports.import_sheets(office, campaign, book, draft.mapping(), choices)
    theirs = [row.row for row in found.rows if row.role is Role.ACHIEVEMENTS and row.number == "2"]
    assert theirs
    assert list(came.left[Role.ACHIEVEMENTS]) == theirs
    assert count(office, AchievementRow) == len([row for row in came.rows if row.role is Role.ACHIEVEMENTS])


def test_look_alikes_stand_side_by_side(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    child = FullName("Кириллова", "Екатерина", "Михайловна")
    draft = replace(application(), child=child, birth_date=date(2012, 8, 23))
    typed = intake.register(office, campaign, draft)
    _draft, found = checked(office, campaign, workbook(twice()), (Role.APPLICATIONS,))
    first, _second, third = found.rows
    assert [(one.other.application_id, one.other.number) for one in first.alike] == [
        (typed.application_id, typed.number)
    ]
    assert [(one.other.row, one.other.application_id) for one in third.alike] == [(0, typed.application_id), (4, 0)]
    beside = third.alike[0].other
    assert (beside.name, beside.born_on, beside.groups) == (str(child), date(2012, 8, 23), ("8Ф",))
    assert third.side is not None
    assert (third.side.name, third.side.filed_on) == (str(child), date(2026, 4, 6))
    assert (first.fate, third.fate) == (Fate.DOUBTFUL, Fate.DOUBTFUL)


def test_another_child_comes_in_and_is_remembered(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    child = FullName("Кириллова", "Екатерина", "Михайловна")
    typed = intake.register(office, campaign, replace(application(), child=child, birth_date=date(2012, 8, 23)))
    book = workbook(twice())
    draft, _found = checked(office, campaign, book, (Role.APPLICATIONS,))
    identity = typed.application_id
    answers = (
        Answer(4, same=False, application_id=identity),
        Answer(6, same=False, application_id=identity),
        Answer(6, same=False, other_row=4),
    )
    came = imports.import_sheets(office, campaign, book, draft.mapping(), {Role.APPLICATIONS: Choices(answers=answers)})
    assert len(came.rows) == 3
    with office.question() as session:
        kept = session.scalars(select(LikenessAnswer)).all()
        ids = {row.row: row.application_id for row in came.rows}
    assert {(one.first_id, one.second_id, one.same) for one in kept} == {
        (identity, ids[4], False),
        (identity, ids[6], False),
        (ids[4], ids[6], False),
    }
    assert {one.reason for one in kept} == {"сверено при внесении из книги: разные дети"}
    assert likeness.like_pairs(office, campaign) == []
    assert ("likeness_answer", kept[0].id) in came.changes.rows


def test_the_same_child_is_left_out_with_a_record(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = workbook(twice())
    draft, _found = checked(office, campaign, book, (Role.APPLICATIONS,))
    answer = Answer(6, same=True, other_row=4)
    came = imports.import_sheets(
        office, campaign, book, draft.mapping(), {Role.APPLICATIONS: Choices(answers=(answer,))}
    )
    assert [row.row for row in came.rows] == [4, 5]
    assert came.left[Role.APPLICATIONS] == (6,)
    with office.question() as session:
        payloads = [row.content for row in session.scalars(select(AuditPayload))]
    [record] = [payload for payload in payloads if payload.get("act") == "import_applications"]
    assert record["left_out"] == [6]
    assert record["same_child"] == [{"row": 6, "same": True, "other_row": 4, "application_id": 0}]


def test_a_refusal_names_its_row_and_nothing_is_written(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = workbook(small("1", "2"))
    draft, found = checked(office, campaign, book)
    before = everything(office)
    wrong = with_cell(book.book, "Заявления!G5", "31.02.2012")
    with pytest.raises(Refused) as refused:
        imports.import_sheets(
            office, campaign, replace(book, book=wrong), draft.mapping(), {role: Choices() for role in BOTH}
        )
    assert everything(office) == before
    marked = found.refused(refused.value.findings)
    assert [row.row for row in marked.rows if row.fate is Fate.REFUSED] == [5]

    def stopped(_done: int, _of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        imports.import_sheets(office, campaign, book, draft.mapping(), {role: Choices() for role in BOTH}, stopped)
    assert everything(office) == before


def test_a_book_open_elsewhere_is_told_of(office: Office, clock: Clock, tmp_path: Path) -> None:
    campaign = at_intake(office, clock)
    file = tmp_path / "книга.xlsx"
    file.write_bytes((LICEY8 / "applications.xlsx").read_bytes())
    assert imports.draft_of(office, campaign, imports.open_workbook(file)).remarks == ()
    (tmp_path / ".~lock.книга.xlsx#").write_text("")
    remarks = imports.draft_of(office, campaign, imports.open_workbook(file)).remarks
    assert [finding.id for finding in remarks] == ["import_service.open_elsewhere"]
    assert all(map(sentence, remarks))


def test_an_address_gives_its_row_back() -> None:
    sheet_with_a_mark = "Лист!2!G16"
    assert [row_of(where) for where in ("Заявления!G6", "Заявления!12", sheet_with_a_mark, "groups", "")] == [
        6, 12, 16, 0, 0,
    ]  # fmt: skip
