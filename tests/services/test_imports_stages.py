"""Each sheet of the workbook comes in at its own stage, through the acts of that stage."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from otbor.domain.applications import AppealOutcome, Attendance, HowTold
from otbor.domain.findings import Refused
from otbor.domain.participants import Kind
from otbor.domain.values import State, known
from otbor.services import acquaintance, audit, corrections, examinations, imports, ledger, ratings
from otbor.services.imports import Hearing
from otbor.services.office import Office
from otbor.storage.models import (
    AchievementRow,
    Admission,
    Appeal,
    Application,
    Campaign,
    Document,
    Meeting,
    RatingRow,
)
from tests.exchange.samples import LICEY8, licey8, with_cell
from tests.services.imports_school import (
    LAST_DAY,
    MARKERS,
    at_intake,
    coded,
    count,
    everything,
    examined_small,
    numbers,
    rated_small,
    rule_ids,
    small,
    workbook,
)
from tests.services.school import (
    Clock,
    conflict_meeting,
    meeting,
)


def golden(table: str) -> dict[tuple[str, int], tuple[str, Decimal | None]]:
    """Place (or why there is none) and total of everybody in each group, by the number in the workbook."""
    with (LICEY8 / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["group"], int(row["no"])): (row["place"], Decimal(row["total"]) if row["total"] else None)
            for row in csv.DictReader(file)
        }


def listed(office: Office, rating_id: int) -> dict[tuple[str, int], tuple[str, Decimal | None]]:
    """The same of a rating that the program built."""
    with office.question() as session:
        rows = session.scalars(select(RatingRow).where(RatingRow.rating_id == rating_id)).all()
        return {
            (row.group.code, row.application.ordinal): (str(row.place or row.status.replace("_", " ")), row.total)
            for row in rows
        }


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
        acquaintance.mark_acquaintance(office, rating.rating_id, identity, HowTold.SIGNED, date(2026, 5, 21))
    clock.on(date(2026, 5, 28), 15)
    hearing = Hearing(conflict_meeting(date(2026, 5, 28)), 3, 0, date(2026, 5, 22), date(2026, 5, 28))
    heard = imports.import_appeals(office, campaign, book, hearing)
    assert heard.added == 4
    assert imports.import_appeals(office, campaign, book, hearing).added == 0
    assert imports.import_achievements(office, campaign, book).added == 0
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

    assert listed(office, rating.rating_id) == golden("preliminary")
    final = ratings.build_final(office, campaign, meeting(date(2026, 5, 28)))
    assert listed(office, final.rating_id) == golden("final")

    before = everything(office)
    for again in (
        imports.preview_achievements(office, campaign, book),
        imports.preview_appeals(office, campaign, book),
    ):
        assert (again.run.new, again.run.changed, again.run.unreadable) == ((), (), ())
    assert imports.preview_applications(office, campaign, book).lines == [
        "Уже внесены, без изменений: 119.",
        "Вносить нечего.",
    ]
    assert len(imports.preview_test_points(office, campaign, book).run.same) == 314
    assert everything(office) == before


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
    assert imports.import_applications(office, campaign, workbook(small("1", "2"))).added == 1


def test_no_application_comes_in_after_a_rating(office: Office, clock: Clock) -> None:
    campaign = rated_small(office, clock)
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


def test_points_of_a_test_that_the_child_does_not_take_are_refused(office: Office, clock: Clock) -> None:
    campaign = examined_small(office, clock, "1", "2")
    strange = with_cell(small("1", "2"), "Испытания!D3", 7.0)
    before = everything(office)
    with pytest.raises(Refused) as refused:
        imports.import_test_points(office, campaign, workbook(strange), MARKERS)
    assert [(f.id, f.where) for f in refused.value.findings] == [("import_service.no_code", "Испытания!3")]
    assert everything(office) == before


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
