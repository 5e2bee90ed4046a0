"""The school brings in its workbook: each sheet at its stage, all or nothing, nothing twice and nothing silently."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from otbor.domain.applications import AppealOutcome, Attendance, Channel, CopyKind, HowTold
from otbor.domain.findings import Refused
from otbor.domain.participants import Kind
from otbor.domain.people import FullName
from otbor.domain.values import State, known
from otbor.exchange.mapping import Mapping, Role
from otbor.exchange.workbook import Book, SheetCells
from otbor.services import audit, corrections, examinations, expertise, imports, intake, ledger, ratings
from otbor.services.imports import Hearing, Preview, Workbook
from otbor.services.office import Office
from otbor.storage.models import (
    AchievementRow,
    Admission,
    Appeal,
    Application,
    Base,
    Campaign,
    Document,
    ImportedRow,
    ImportRun,
    Meeting,
    PointsEntry,
)
from otbor.wording.findings import sentence
from tests.exchange.samples import LICEY8, licey8, with_cell
from tests.services.school import (
    CHAIR,
    Clock,
    application,
    conflict_meeting,
    marker_of,
    meeting,
    opened,
)

LAST_DAY = date(2026, 4, 22)
MARKERS = {test: [marker_of(test)] for test in ("математика", "физика", "информатика")}
FAULTY = "applications-with-faults.xlsx"


def workbook(book: Book | None = None) -> Workbook:
    return Workbook(book or licey8(), "ab" * 32)


def at_intake(office: Office, clock: Clock) -> int:
    campaign = opened(office, clock)
    clock.on(LAST_DAY, 14)
    return campaign


def count(office: Office, model: type[Base]) -> int:
    with office.question() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def everything(office: Office) -> dict[str, int]:
    """How many rows every table has: what a refused import must leave as it was."""
    with office.question() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def numbers(office: Office) -> list[int]:
    with office.question() as session:
        return list(session.scalars(select(Application.ordinal).order_by(Application.ordinal)))


def coded(office: Office, clock: Clock, campaign_id: int) -> None:
    """Everybody admitted, every work coded, on the day after the last sitting."""
    clock.on(date(2026, 4, 23))
    with office.question() as session:
        ids = list(session.scalars(select(Application.id)))
        tests = [test.id for test in session.get_one(Campaign, campaign_id).tests]
    for identity in ids:
        expertise.score_documents(office, identity, expertise.Expertise(), [CHAIR])
        examinations.admit(office, identity)
    for test in tests:
        examinations.give_codes(office, test)
    clock.on(date(2026, 5, 20))


def small(*wanted: str) -> Book:
    """The workbook of the case with only the applications ``wanted`` and what refers to them."""

    def kept(sheet: SheetCells) -> SheetCells:
        top = 3 if sheet.name == "Заявления" else 1
        rows = [row for row in sheet.rows[top:] if row and str(row[0]).removesuffix(".0") in wanted]
        return replace(sheet, rows=[*sheet.rows[:top], *rows])

    return replace(licey8(), sheets=tuple(kept(sheet) for sheet in licey8().sheets))


def rule_ids(refused: Refused) -> set[str]:
    assert all(sentence(finding) for finding in refused.findings)
    return {finding.id for finding in refused.findings}


def test_the_whole_workbook_comes_in_each_sheet_at_its_stage(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = imports.open_workbook(LICEY8 / "applications.xlsx")
    steps: list[tuple[int, int]] = []

    preview = imports.preview_applications(office, campaign, book)
    assert (len(preview.run.new), len(preview.run.doubtful), preview.run.unreadable) == (119, 2, ())
    assert preview.lines[:2] == ["Будет добавлено: 119.", "Под вопросом: 2. Подтвердите или исправьте."]
    assert count(office, Application) == 0
    came = imports.import_applications(office, campaign, book, progressed=lambda *at: steps.append(at))
    assert came.added == len(came.applications) == 119
    assert steps == [(n, 119) for n in range(1, 120)]
    assert numbers(office) == list(range(1, 120))

    assert imports.import_achievements(office, campaign, book).added == 178
    assert count(office, AchievementRow) == 178
    assert count(office, Document) == 178 + 119

    coded(office, clock, campaign)
    assert imports.import_test_points(office, campaign, book, MARKERS).added == 314
    with office.question() as session:
        attendance = Counter(session.scalars(select(Admission.attendance)))
        assert attendance == {Attendance.CAME: 307, Attendance.DID_NOT_COME: 7}
        tests = {test.name: test.id for test in session.get_one(Campaign, campaign).tests}
    for name, test in tests.items():
        examinations.close_sheet(office, test, MARKERS[name])

    clock.on(date(2026, 5, 21))
    rating = ratings.build_preliminary(office, campaign, meeting(date(2026, 5, 21)))
    for identity in came.applications:
        ratings.mark_acquaintance(office, rating.rating_id, identity, HowTold.SIGNED, date(2026, 5, 21))
    clock.on(date(2026, 5, 28), 15)
    hearing = Hearing(conflict_meeting(date(2026, 5, 28)), 3, 0, date(2026, 5, 22), date(2026, 5, 28))
    heard = imports.import_appeals(office, campaign, book, hearing)
    assert heard.added == 4
    with office.question() as session:
        told = [
            (a.application.ordinal, a.test_name, a.outcome, a.in_time, (a.new_points or 0) - (a.old_points or 0))
            for a in session.scalars(select(Appeal).order_by(Appeal.number))
        ]
        assert told == [
            (107, "математика", AppealOutcome.MARKING_ERROR, True, 2),
            (95, "физика", AppealOutcome.MARKING_ERROR, True, -1),
            (52, "математика", AppealOutcome.REJECTED, True, 0),
            (54, "физика", AppealOutcome.NOT_CONSIDERED, False, 0),
        ]
        assert session.scalar(select(func.count()).select_from(Meeting)) == 2
        assert audit.verify(session).broken_at is None

    before = everything(office)
    for again in (
        imports.import_achievements(office, campaign, book),
        imports.import_appeals(office, campaign, book, hearing),
    ):
        assert (again.added, again.preview.run.new, again.preview.run.changed) == (0, (), ())
    assert imports.preview_applications(office, campaign, book).lines == [
        "Уже внесены, без изменений: 119.",
        "Вносить нечего.",
    ]
    assert len(imports.preview_test_points(office, campaign, book).run.same) == 314
    assert everything(office) == before


def test_a_row_is_registered_as_it_is_written(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    imports.import_applications(office, campaign, workbook(small("1", "2")))
    imports.import_achievements(office, campaign, workbook(small("1", "2")))
    with office.question() as session:
        first, second = session.scalars(select(Application).order_by(Application.ordinal))
        assert first.filed_at == datetime(2026, 4, 6, 9, 28, tzinfo=ZoneInfo("Europe/Moscow"))
        assert (first.recorded_at.date(), first.birth_date) == (LAST_DAY, date(2012, 8, 23))
        assert [wish.group.code for wish in first.wishes] == ["8И", "8Ф"]
        [parent] = first.representatives
        assert (parent.surname, parent.patronymic, parent.phone) == ("Кириллова", "Кирилловна", "+79862329998")
        assert (first.channel, parent.identity_shown) == (Channel.EPGU, False)
        assert second.channel is Channel.IN_PERSON
        assert [(d.kind, d.title, d.copy_kind) for d in first.documents] == [
            (
                "marks",
                "Итоговые отметки за предыдущий класс по предметам углублённого изучения",
                CopyKind.ELECTRONIC,
            ),
            (
                "portfolio",
                "Сертификат: Школьная научная конференция (литература, участник), 19.12.2025",
                CopyKind.ELECTRONIC,
            ),
            (
                "portfolio",
                "Диплом: Областной математический бой (математика, призёр), 22.02.2025",
                CopyKind.ELECTRONIC,
            ),
        ]
        assert [a.document_id for a in first.achievements] == [d.id for d in first.documents[1:]]
        marks = ledger.in_force(session, [second.id])[second.id]
        assert marks == {
            (Kind.MARK, "математика"): known(4),
            (Kind.MARK, "физика"): known(4),
            (Kind.MARK, "информатика"): known(3),
        }


def test_importing_twice_leaves_no_trace(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    imports.import_applications(office, campaign, workbook(small("1", "2", "3")))
    before = everything(office)
    again = imports.import_applications(office, campaign, workbook(small("1", "2", "3")))
    assert (again.added, again.applications, again.changes.rows) == (0, (), frozenset())
    assert everything(office) == before
    more = imports.import_applications(office, campaign, workbook(small("1", "2", "3", "4")))
    assert more.added == 1
    assert numbers(office) == [1, 2, 3, 4]


def test_a_changed_row_is_shown_and_never_applied(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = small("1", "2")
    imports.import_applications(office, campaign, workbook(book))
    imports.import_achievements(office, campaign, workbook(book))
    changed = with_cell(with_cell(book, "Заявления!N4", "4"), "Достижения!D3", "победитель")
    came = imports.import_applications(office, campaign, workbook(changed))
    assert (came.added, [[f.field for f in c.fields] for c in came.preview.run.changed]) == (0, [["marks"]])
    assert "было «математика 5, физика 5, информатика 5», стало «математика 4," in came.preview.lines[-1]
    achieved = imports.import_achievements(office, campaign, workbook(changed))
    assert (achieved.added, [[f.field for f in c.fields] for c in achieved.preview.run.changed]) == (0, [["result"]])
    with office.question() as session:
        marks = session.scalars(select(PointsEntry.number).where(PointsEntry.name == "математика"))
        assert Counter(marks) == {Decimal(5): 1, Decimal(4): 1}
        assert (
            "победитель"
            not in session.scalars(select(AchievementRow.result).where(AchievementRow.application_id == 1)).all()
        )


def test_a_correction_by_hand_is_no_change_of_the_workbook(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    imports.import_applications(office, campaign, workbook(small("1")))
    with office.question() as session:
        [row] = session.scalars(select(Application))
    corrections.correct(office, row.id, row.version, corrections.Correction(birth_place="г. Кстово"), "описка")
    assert len(imports.preview_applications(office, campaign, workbook(small("1"))).run.same) == 1


def test_every_fault_is_named_and_nothing_is_written(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = imports.open_workbook(LICEY8 / FAULTY)
    before = everything(office)
    previews: list[Preview[Any]] = [
        imports.preview_applications(office, campaign, book),
        imports.preview_achievements(office, campaign, book),
        imports.preview_test_points(office, campaign, book),
    ]
    named = {f.where: sentence(f) for preview in previews for f in (*preview.run.unreadable, *preview.run.doubtful)}
    with (LICEY8 / "faults.csv").open(encoding="utf-8", newline="") as file:
        sown = {f"{fault['sheet']}!{fault['cell']}" for fault in csv.DictReader(file)}
    assert sown <= set(named)
    others = {where: text for where, text in named.items() if where not in sown}
    followed = {where for where, text in others.items() if "Заявления № 27 нет" in text}
    assert set(others) - followed == {"Заявления!D65", "Заявления!D124"}  # twins and namesakes
    assert all(text in "\n".join(line for p in previews for line in p.lines) for text in named.values())
    with pytest.raises(Refused) as refused:
        imports.import_applications(office, campaign, book)
    assert len(refused.value.findings) == 8
    assert all(sentence(finding) for finding in refused.value.findings)
    assert everything(office) == before


@pytest.mark.parametrize("at", [1, 60, 119])
def test_failing_in_the_middle_rolls_everything_back(office: Office, clock: Clock, at: int) -> None:
    campaign = at_intake(office, clock)
    before = everything(office)

    def unplugged(done: int, _of: int) -> None:
        if done == at:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        imports.import_applications(office, campaign, workbook(), progressed=unplugged)
    assert everything(office) == before
    registered = intake.register(office, campaign, application())
    assert registered.number == "2026-8-0001"


def test_a_refusal_of_the_last_row_rolls_everything_back_and_names_it(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    imports.import_applications(office, campaign, workbook(small("1", "2", "3")))
    coded(office, clock, campaign)
    recused = {
        "математика": MARKERS["математика"],
        "физика": MARKERS["математика"],
        "информатика": MARKERS["информатика"],
    }
    before = everything(office)
    with pytest.raises(Refused) as refused:
        imports.import_test_points(office, campaign, workbook(small("1", "2", "3")), recused)
    assert rule_ids(refused.value) == {"commission_data.no_member"}
    assert {finding.where for finding in refused.value.findings} == {"Испытания!2", "Испытания!3", "Испытания!4"}
    assert everything(office) == before


def test_an_import_joins_the_open_transaction(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    before = everything(office)
    with office.transaction():
        imports.import_applications(office, campaign, workbook(small("1", "2")))
        imports.import_achievements(office, campaign, workbook(small("1", "2")))
        assert count(office, AchievementRow) > 0
    assert everything(office) == before


def test_the_order_of_rows_does_not_matter(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = small(*map(str, range(1, 13)))
    sheet = book.sheet("Заявления")
    turned = replace(sheet, rows=[*sheet.rows[:3], [""] * 18, *sheet.rows[:2:-1]])
    shuffled = replace(book, sheets=tuple(turned if s is sheet else s for s in book.sheets))
    imports.import_applications(office, campaign, workbook(shuffled))
    with office.question() as session:
        kept = session.execute(
            select(ImportedRow.key, Application.ordinal).join(Application, ImportedRow.application_id == Application.id)
        ).all()
    assert {(key, str(ordinal)) for key, ordinal in kept} == {(str(n), str(n)) for n in range(1, 13)}
    assert len(imports.preview_applications(office, campaign, workbook(book)).run.same) == 12


def test_a_missing_sheet_and_a_renamed_picture_are_refused(office: Office, clock: Clock, tmp_path: Path) -> None:
    campaign = at_intake(office, clock)
    only = Book("a.xlsx", licey8().sheets[:1])
    for run in (
        lambda: imports.preview_achievements(office, campaign, workbook(only)),
        lambda: imports.import_achievements(office, campaign, workbook(only)),
    ):
        with pytest.raises(Refused) as refused:
            run()
        assert rule_ids(refused.value) == {"import.no_role"}
    picture = tmp_path / "заявления.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with pytest.raises(Refused) as no_table:
        imports.open_workbook(picture)
    assert rule_ids(no_table.value) == {"workbook.not_a_workbook"}


def test_a_mapping_given_once_is_kept_and_wins(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    recognised = imports.preview_applications(office, campaign, workbook(small("1"))).mapping
    sheet = recognised.sheets[Role.APPLICATIONS]
    columns = {**sheet.columns, "address": "Место рождения", "birth_place": "Адрес ребенка"}
    edited = Mapping.model_validate(
        recognised.model_dump() | {"sheets": {Role.APPLICATIONS: sheet.model_copy(update={"columns": columns})}}
    )
    imports.import_applications(office, campaign, workbook(small("1")), edited)
    imports.import_applications(office, campaign, workbook(small("1", "2")))
    with office.question() as session:
        assert session.scalars(select(Application.address).order_by(Application.id)).all() == [
            "г. Бор",
            "г. Нижний Новгород",
        ]
        runs = session.scalars(select(ImportRun)).all()
    assert [run.mapping for run in runs] == [edited.model_dump(mode="json")] * 2
    assert {(run.file_name, run.sha256, run.sheet, run.imported_by) for run in runs} == {
        ("applications.xlsx", "ab" * 32, "Заявления", "Белова А. С.")
    }


def test_doubtful_children_are_told_of_and_registered(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    child = FullName("Кириллова", "Екатерина", "Михайловна")
    draft = replace(application(), child=child, birth_date=date(2012, 8, 23))
    typed = intake.register(office, campaign, draft).number
    book = small("1", "2")
    rows = book.sheet("Заявления").rows
    again = [3.0, *rows[3][1:]]
    twice = replace(book, sheets=(replace(book.sheets[0], rows=[*rows, again]), *book.sheets[1:]))
    preview = imports.preview_applications(office, campaign, workbook(twice))
    told = [(f.id, f.where, f.values["other_number"]) for f in preview.run.doubtful]
    assert told == [
        ("people.same_child", "Заявления!D6", "1"),
        ("people.same_child", "Заявления!D4", typed),
        ("people.same_child", "Заявления!D6", typed),
    ]
    assert all(preview.lines)
    assert imports.import_applications(office, campaign, workbook(twice)).added == 3
    assert count(office, Application) == 4


@pytest.mark.parametrize(
    ("address", "value", "rule", "where"),
    [
        ("Заявления!B4", "", "import_service.no_filed_on", "Заявления!B4"),
        ("Заявления!B4", "05.04.2026", "intake.too_early", "Заявления!B4"),
        ("Заявления!B4", "23.04.2026", "intake.after_closing", "Заявления!B4"),
        ("Заявления!R4", "голубиной почтой", "import_service.channel_unclear", "Заявления!R4"),
        ("Заявления!J4", "Кириллова", "people.name_incomplete", "Заявления!J4"),
        ("Заявления!J4", "", "import_service.no_representative", "Заявления!J4"),
        ("Заявления!H4", "", "intake.field_missing", "Заявления!4"),
        ("Заявления!E4", "", "import.no_given", "Заявления!E4"),
        ("Заявления!G4", "", "import.no_born_on", "Заявления!G4"),
    ],
)
def test_what_cannot_be_registered_is_told_before(
    office: Office, clock: Clock, address: str, value: str, rule: str, where: str
) -> None:
    campaign = at_intake(office, clock)
    preview = imports.preview_applications(office, campaign, workbook(with_cell(small("1", "2"), address, value)))
    assert [(f.id, f.where) for f in preview.run.unreadable] == [(rule, where)]
    assert len(preview.run.new) == 1
    assert all(preview.lines)


def test_an_application_of_a_day_to_come_is_told(office: Office, clock: Clock) -> None:
    campaign = opened(office, clock)
    preview = imports.preview_applications(office, campaign, workbook(small("1", "119")))
    assert [f.id for f in preview.run.unreadable] == ["import_service.filed_in_future"]
    clock.on(date(2026, 4, 6), 6)
    assert imports.preview_applications(office, campaign, workbook(small("1", "119"))).run.new == ()


def test_what_the_workbook_leaves_out_is_one_remark(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = with_cell(with_cell(small("1", "2"), "Заявления!C4", ""), "Заявления!R5", "")
    preview = imports.preview_applications(office, campaign, workbook(book))
    assert [(f.id, f.values["numbers"]) for f in preview.remarks] == [
        ("import_service.no_filed_at", ["1"]),
        ("import_service.no_channel", ["2"]),
    ]
    assert all(preview.lines)


def test_each_sheet_has_its_stage(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = workbook(small("1"))
    hearing = Hearing(conflict_meeting(LAST_DAY), 3, 0, LAST_DAY)
    imports.import_applications(office, campaign, book)
    early: list[Callable[[], object]] = [
        lambda: imports.import_test_points(office, campaign, book, MARKERS),
        lambda: imports.import_appeals(office, campaign, book, hearing),
    ]
    for run in early:
        with pytest.raises(Refused) as refused:
            run()
        assert rule_ids(refused.value) == {"campaign.out_of_order"}
    clock.on(date(2026, 5, 20))
    with pytest.raises(Refused) as late:
        imports.import_applications(office, campaign, workbook(small("1", "2")))
    assert rule_ids(late.value) == {"campaign.out_of_order"}


def test_achievements_wait_for_their_applications(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    preview = imports.preview_achievements(office, campaign, workbook(small("1", "2")))
    assert (len(preview.run.new) > 0, preview.run.unreadable) == (True, ())
    before = everything(office)
    with pytest.raises(Refused) as refused:
        imports.import_achievements(office, campaign, workbook(small("1", "2")))
    assert rule_ids(refused.value) == {"import_service.not_registered"}
    assert everything(office) == before


def test_numbers_that_moved_to_other_children_are_refused(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    imports.import_applications(office, campaign, workbook(small("1", "2")))
    sheets = {sheet.name: sheet for sheet in small("1", "2", "3").sheets}
    rows = sheets["Заявления"].rows
    new_first = [[1.0, *rows[5][1:]], [2.0, *rows[3][1:]], [3.0, *rows[4][1:]]]
    sheets["Заявления"] = replace(sheets["Заявления"], rows=[*rows[:3], *new_first])
    book = workbook(replace(licey8(), sheets=tuple(sheets.values())))
    preview = imports.preview_applications(office, campaign, book)
    assert [(f.id, f.where) for f in preview.run.unreadable] == [("import_service.number_of_another", "Заявления!A4")]
    assert [[f.field for f in c.fields] for c in preview.run.changed] == [["number"]] * 2
    with pytest.raises(Refused) as refused:
        imports.import_achievements(office, campaign, book)
    assert rule_ids(refused.value) == {"import_service.renumbered"}


def test_rows_of_a_withdrawn_application_are_set_aside(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    [first, _] = imports.import_applications(office, campaign, workbook(small("1", "2"))).applications
    corrections.withdraw(office, first, "заявление от 22.04.2026")
    came = imports.import_achievements(office, campaign, workbook(small("1", "2")))
    assert {f.id for f in came.preview.remarks} == {"import_service.not_in_force"}
    assert all(came.preview.lines)
    with office.question() as session:
        assert first not in set(session.scalars(select(AchievementRow.application_id)))
    assert imports.preview_applications(office, campaign, workbook(small("1", "2"))).run.new == ()


def examined_small(office: Office, clock: Clock, *wanted: str) -> int:
    campaign = at_intake(office, clock)
    imports.import_applications(office, campaign, workbook(small(*wanted)))
    coded(office, clock, campaign)
    return campaign


def test_points_may_come_test_by_test(office: Office, clock: Clock) -> None:
    campaign = examined_small(office, clock, "1", "2")
    whole = small("1", "2")
    first = whole
    for address in ("Испытания!C2", "Испытания!D2", "Испытания!C3", "Испытания!D3"):
        first = with_cell(first, address, "")
    preview = imports.preview_test_points(office, campaign, workbook(first))
    assert {f.id for f in preview.run.doubtful} == {"import.no_points"}
    assert imports.import_test_points(office, campaign, workbook(first), MARKERS).added == 2
    then = imports.import_test_points(office, campaign, workbook(whole), MARKERS)
    assert (then.added, len(then.preview.run.same), then.preview.run.changed) == (3, 2, ())
    changed = with_cell(whole, "Испытания!B2", 1.0)
    shown = imports.import_test_points(office, campaign, workbook(changed), MARKERS)
    assert (shown.added, len(shown.preview.run.changed)) == (0, 1)
    assert "Испытания!2 (№ 1): баллы: было «математика" in shown.preview.lines[-1]


def test_points_typed_by_code_are_not_entered_again(office: Office, clock: Clock) -> None:
    campaign = examined_small(office, clock, "2")
    with office.question() as session:
        admission = session.scalars(select(Admission).where(Admission.code.startswith("МА"))).one()
        row = next(r for r in small("2").sheet("Испытания").rows[1:])
    examinations.enter_points(
        office, admission.test_id, admission.code or "", known(str(row[1]).removesuffix(".0")), MARKERS["математика"]
    )
    came = imports.import_test_points(office, campaign, workbook(small("2")), MARKERS)
    assert (came.added, len(came.preview.run.same)) == (1, 1)


def test_a_reserve_day_brings_points_where_nobody_came(office: Office, clock: Clock) -> None:
    campaign = examined_small(office, clock, "2")
    absent = with_cell(small("2"), "Испытания!B2", "н/я")
    imports.import_test_points(office, campaign, workbook(absent), MARKERS)
    with office.question() as session:
        test = next(t.id for t in session.get_one(Campaign, campaign).tests if t.name == "математика")
        [identity] = session.scalars(select(Application.id))
    examinations.give_reserve_day(office, identity, test, "справка о болезни")
    assert imports.import_test_points(office, campaign, workbook(absent), MARKERS).added == 0
    wrote = with_cell(small("2"), "Испытания!B2", 15.0)
    assert imports.import_test_points(office, campaign, workbook(wrote), MARKERS).added == 1
    again = imports.import_test_points(office, campaign, workbook(wrote), MARKERS)
    assert (again.added, len(again.preview.run.same)) == (0, 2)
    with office.question() as session:
        states = [entry.value.state for entry in ledger.history(session, identity, (Kind.TEST, "математика"))]
    assert states == [State.DID_NOT_COME, State.RESERVE_DAY, State.KNOWN]


def test_points_need_codes_and_members(office: Office, clock: Clock) -> None:
    campaign = at_intake(office, clock)
    book = workbook(small("2"))
    imports.import_applications(office, campaign, book)
    clock.on(date(2026, 5, 20))
    with pytest.raises(Refused) as uncoded:
        imports.import_test_points(office, campaign, book, MARKERS)
    assert rule_ids(uncoded.value) == {"import_service.no_codes"}
    with office.question() as session:
        [identity] = session.scalars(select(Application.id))
        tests = [test.id for test in session.get_one(Campaign, campaign).tests]
    examinations.admit(office, identity)
    for test in tests:
        examinations.give_codes(office, test)
    with pytest.raises(Refused) as nobody:
        imports.import_test_points(office, campaign, book, {"математика": MARKERS["математика"]})
    assert rule_ids(nobody.value) == {"import_service.no_markers"}
    with pytest.raises(Refused) as strange:
        imports.import_test_points(office, campaign, workbook(with_cell(small("2"), "Испытания!D2", 7.0)), MARKERS)
    assert rule_ids(strange.value) <= {"import_service.no_codes", "import_service.no_code"}


def rated_small(office: Office, clock: Clock) -> int:
    campaign = examined_small(office, clock, "107", "54", "1")
    imports.import_test_points(office, campaign, workbook(small("107", "54", "1")), MARKERS)
    with office.question() as session:
        tests = {test.name: test.id for test in session.get_one(Campaign, campaign).tests}
    for name, test in tests.items():
        examinations.close_sheet(office, test, MARKERS[name])
    clock.on(date(2026, 5, 21))
    ratings.build_preliminary(office, campaign, meeting(date(2026, 5, 21)))
    clock.on(date(2026, 5, 22))
    return campaign


def test_appeals_that_do_not_fit_are_refused_whole(office: Office, clock: Clock) -> None:
    campaign = rated_small(office, clock)
    book = small("107", "54", "1")
    before = everything(office)
    no_late_day = Hearing(conflict_meeting(date(2026, 5, 22)), 3, 0, date(2026, 5, 22))
    with pytest.raises(Refused) as unnamed:
        imports.import_appeals(office, campaign, workbook(book), no_late_day)
    assert rule_ids(unnamed.value) == {"import_service.late_day_unknown"}
    not_late = replace(no_late_day, filed_late_on=date(2026, 5, 22))
    with pytest.raises(Refused) as differs:
        imports.import_appeals(office, campaign, workbook(book), not_late)
    assert [(f.id, f.where) for f in differs.value.findings] == [("import_service.term_differs", "Апелляции!3")]
    unclear = with_cell(book, "Апелляции!D2", "удовлетворить")
    assert [(f.id, f.where) for f in imports.preview_appeals(office, campaign, workbook(unclear)).run.unreadable] == [
        ("import_service.outcome_unclear", "Апелляции!D2")
    ]
    assert everything(office) == before
