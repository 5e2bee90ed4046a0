"""The school brings in its workbook of applications: all or nothing, nothing twice and nothing silently."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from otbor.domain.applications import Channel, CopyKind
from otbor.domain.findings import Refused
from otbor.domain.participants import Kind
from otbor.domain.people import FullName
from otbor.domain.values import known
from otbor.exchange.mapping import Mapping, Role
from otbor.exchange.workbook import Book
from otbor.services import corrections, imports, intake, ledger
from otbor.services.imports import Preview
from otbor.services.office import Office
from otbor.storage.models import (
    AchievementRow,
    Application,
    ImportedRow,
    ImportRun,
    PointsEntry,
)
from otbor.wording.findings import sentence
from tests.exchange.samples import LICEY8, licey8, with_cell
from tests.services.imports_school import (
    FAULTY,
    LAST_DAY,
    at_intake,
    count,
    everything,
    numbers,
    rule_ids,
    small,
    workbook,
)
from tests.services.school import (
    Clock,
    application,
    opened,
    planned,
)


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


def test_applications_come_in_between_the_notice_and_the_rating(office: Office, clock: Clock) -> None:
    unpublished = planned(office)
    clock.on(LAST_DAY, 14)
    with pytest.raises(Refused) as early:
        imports.import_applications(office, unpublished, workbook(small("1")))
    assert rule_ids(early.value) == {"campaign.out_of_order"}
