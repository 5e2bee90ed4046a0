"""Import of the sheet «Испытания» (2 этап, п. 19): points go in by the blind code of each work, cell by cell."""

from collections import defaultdict
from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import select

from otbor.domain.campaign import Act
from otbor.domain.dry_run import DryRun, dry_run_rows, of_application
from otbor.domain.findings import Finding, Refused, forbidding
from otbor.domain.import_rows import ApplicationRow, Sheet, TestPointsRow
from otbor.domain.rights import Right
from otbor.domain.values import State, Value
from otbor.exchange.mapping import Mapping, Role
from otbor.exchange.rows import read_test_points
from otbor.services import examinations, ledger, rules
from otbor.services.imports.frame import (
    Imported,
    Preview,
    Reading,
    Step,
    Workbook,
    applications_of,
    begin,
    bring_in,
    kept_rows,
    number_order,
    settled,
)
from otbor.services.office import Office, Progress, Work, act, no_progress
from otbor.storage.models import EntranceTest, Group, Wish


def preview_test_points(
    office: Office, campaign_id: int, workbook: Workbook, mapping: Mapping | None = None
) -> Preview[TestPointsRow]:
    """The dry run of the sheet of test points, each row being one cell with points; writes nothing.

    Raises :class:`Refused` without the sheet.
    """
    with office.question() as session:
        return preview_of(begin(Work(office, session), campaign_id, workbook, mapping))


@act(Right.IMPORT)
def import_test_points(
    office: Office,
    campaign_id: int,
    workbook: Workbook,
    decided_by: Mapped[str, Sequence[str]],
    mapping: Mapping | None = None,
    progressed: Progress = no_progress,
) -> Imported[TestPointsRow]:
    """Enter every new cell of the sheet by the code of its work; «н/я»: did not come; blank: not that test.

    ``decided_by`` names for each test the members of its предметная комиссия (ids of persons). Raises :class:`Refused`
    with every unreadable cell, for works without a code, for a closed sheet, and when nobody answers for a test.
    """
    with office.transaction() as work:
        reading = begin(work, campaign_id, workbook, mapping)
        rules.in_order(work, reading.campaign, Act.ENTER_POINTS)
        preview = preview_of(reading)
        steps = _steps(reading, preview.run.new, decided_by)
        outcome = bring_in(reading, Role.TESTS, preview, steps, progressed)
        work.commit()
    return outcome


def preview_of(reading: Reading) -> Preview[TestPointsRow]:
    """The dry run of the sheet of test points inside the session of ``reading``."""
    applications, moved = applications_of(reading)
    applications |= _wanted_now(reading)
    read = read_test_points(reading.book, reading.mapping, reading.expected, applications)
    sheet, remarks = settled(reading, read, moved)
    run = _whole_sheet(sheet)
    entered = _entered(reading)
    for test in reading.campaign.tests:
        cells = tuple(
            replace(row, points={test.name: row.points[test.name]}, findings=())
            for row in sheet.rows
            if test.name in row.points and not forbidding(row.findings)
        )
        kept, waiting = entered[test.name]
        part = dry_run_rows(replace(sheet, rows=cells), kept, of_application)
        # Points of a reserve day are awaited: they are no change of the «н/я» that stood there.
        due = tuple(c.row for c in part.changed if c.row.application in waiting and c.row.points != c.registered.points)
        changed = tuple(c for c in part.changed if c.row not in due)
        run = replace(
            run, new=(*run.new, *part.new, *due), same=(*run.same, *part.same), changed=(*run.changed, *changed)
        )
    return reading.preview(Role.TESTS, sheet, run, remarks)


def _whole_sheet(sheet: Sheet[TestPointsRow]) -> DryRun[TestPointsRow]:
    """What is doubtful and unreadable of whole rows, with no row's fate decided."""
    run = dry_run_rows(sheet, (), of_application)
    return replace(run, new=())


def _wanted_now(reading: Reading) -> dict[str, ApplicationRow]:
    """Imported applications with the groups they want now, which may have changed since."""
    ids = {known.application_id: number for number, known in reading.known.items()}
    wishes = reading.work.session.execute(
        select(Wish.application_id, Group.code)
        .join(Group, Wish.group_id == Group.id)
        .where(Group.campaign_id == reading.campaign.id)
        .order_by(Wish.application_id, Wish.rank)
    )
    wanted: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for application_id, code in wishes:
        if number := ids.get(application_id):
            wanted[number] += (code,)
    return {number: replace(reading.known[number].row, groups=groups) for number, groups in wanted.items()}


def _entered(reading: Reading) -> dict[str, tuple[list[TestPointsRow], frozenset[str]]]:
    """For each test the cells that stand already, imported or typed by code, and the numbers that await a reserve day.

    Who awaits one stands as «н/я»: so the workbook had it, or would.
    """
    imported = {(row.application, name): row for row in kept_rows(reading, Role.TESTS) for name in row.points}
    values = ledger.in_force(reading.work.session, [known.application_id for known in reading.known.values()])
    entered = {}
    for test in reading.campaign.tests:
        rows, waiting = [], set()
        for number, known in reading.known.items():
            value = values.get(known.application_id, {}).get(examinations.test_key(test))
            if value is not None and value.state is State.RESERVE_DAY:
                waiting.add(number)
                value = Value(State.DID_NOT_COME)
            if (number, test.name) in imported:
                rows.append(imported[number, test.name])
            elif value is not None:
                rows.append(TestPointsRow(0, number, {test.name: replace(value, source="")}))
        entered[test.name] = rows, frozenset(waiting)
    return entered


def _steps(
    reading: Reading, rows: Sequence[TestPointsRow], decided_by: Mapped[str, Sequence[str]]
) -> list[Step[TestPointsRow]]:
    tests = {test.name: test for test in reading.campaign.tests}
    codes = examinations.codes(reading.work.session, [test.id for test in tests.values()])
    coded = {test_id for _, test_id in codes}
    for name in dict.fromkeys(name for row in rows for name in row.points):
        if tests[name].id not in coded:
            raise Refused(Finding("import_service.no_codes", values={"test": name}))
        if not decided_by.get(name):
            raise Refused(Finding("import_service.no_markers", values={"test": name}))
    return [
        Step(((f"{row.application}:{name}", row),), partial(_enter, reading, row, tests[name], codes, decided_by[name]))
        for row in sorted(rows, key=lambda row: number_order(row.application))
        for name in row.points
    ]


def _enter(
    reading: Reading,
    row: TestPointsRow,
    test: EntranceTest,
    codes: Mapped[tuple[int, int], str],
    members: Sequence[str],
) -> int:
    work, application_id = reading.work, reading.application_id(row.application)
    code = codes.get((application_id, test.id))
    if code is None:
        values = {"number": row.application, "test": test.name}
        raise Refused(Finding("import_service.no_code", values=values))
    before = ledger.in_force(work.session, [application_id]).get(application_id, {}).get(examinations.test_key(test))
    reason = reading.words.texts["reserve_day"] if before is not None else ""
    examinations.enter_points(work.office, test.id, code, row.points[test.name], members, reason)
    return application_id
