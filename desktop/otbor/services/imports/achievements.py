"""Import of the sheet «Достижения» (п. 16): each application gets its papers by :func:`corrections.add_documents`."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import partial

from otbor.domain.campaign import Act
from otbor.domain.dry_run import dry_run_rows, facts
from otbor.domain.import_rows import AchievementRow, Sheet
from otbor.domain.intake import DocumentDraft
from otbor.domain.participants import Achievement
from otbor.domain.rights import Right
from otbor.exchange.mapping import Mapping, Role
from otbor.exchange.rows import read_achievements
from otbor.services import corrections, rules
from otbor.services.imports.frame import (
    NO_CHOICES,
    Choices,
    Imported,
    Preview,
    Reading,
    Step,
    Workbook,
    applications_of,
    begin,
    bring_in,
    chosen,
    kept_rows,
    number_order,
    settled,
)
from otbor.services.office import Office, Progress, Work, act, no_progress
from otbor.services.registration import first_copy


def preview_achievements(
    office: Office, campaign_id: int, workbook: Workbook, mapping: Mapping | None = None
) -> Preview[AchievementRow]:
    """The dry run of the sheet of achievements; writes nothing. Raises :class:`Refused` without the sheet."""
    with office.question() as session:
        return preview_of(begin(Work(office, session), campaign_id, workbook, mapping))


@act(Right.IMPORT)
def import_achievements(
    office: Office,
    campaign_id: int,
    workbook: Workbook,
    mapping: Mapping | None = None,
    progressed: Progress = no_progress,
    choices: Choices = NO_CHOICES,
) -> Imported[AchievementRow]:
    """Attach every new achievement to its application, each with the paper that proves it; all or nothing.

    Raises :class:`Refused` with every cell that is unreadable and for applications that are not imported yet, save
    the rows that ``choices`` leave out.
    """
    with office.transaction() as work:
        reading = begin(work, campaign_id, workbook, mapping)
        rules.in_order(work, reading.campaign, Act.ADD_DOCUMENTS)
        preview = chosen(reading, preview_of(reading), choices)
        outcome = bring_in(reading, Role.ACHIEVEMENTS, preview, _steps(reading, preview.run.new), progressed, choices)
        work.commit()
    return outcome


def preview_of(reading: Reading) -> Preview[AchievementRow]:
    """The dry run of the sheet of achievements inside the session of ``reading``."""
    applications, moved = applications_of(reading)
    numbers = frozenset(applications)
    read = read_achievements(reading.book, reading.mapping, reading.expected, numbers)
    sheet, remarks = settled(reading, read, moved)
    kept = [replace(row, row=-place) for place, row in enumerate(kept_rows(reading, Role.ACHIEVEMENTS), 1)]
    pairs = _paired(sheet, kept)
    run = dry_run_rows(sheet, kept, lambda row: pairs.get(row.row, row.row))
    return reading.preview(Role.ACHIEVEMENTS, sheet, run, remarks)


def _paired(sheet: Sheet[AchievementRow], kept: Sequence[AchievementRow]) -> dict[int, int]:
    """Which kept row (by its negative number) each row of the sheet is.

    First those that say the same, then those of the same event, then the rest of an application in their order: a row
    with a corrected name or date must be seen as changed, or the achievement would count twice.
    """
    pairs: dict[int, int] = {}
    free = {row.row: row for row in kept}
    for key in (_whole, _event, _application):
        places: dict[Hashable, list[int]] = defaultdict(list)
        for place, row in free.items():
            places[key(row)].append(place)
        for row in sheet.rows:
            if row.row not in pairs and (known := places.get(key(row))):
                pairs[row.row] = known.pop(0)
                del free[pairs[row.row]]
    return pairs


def _whole(row: AchievementRow) -> Hashable:
    return tuple(facts(row).values())


def _event(row: AchievementRow) -> Hashable:
    return row.application, row.event, row.subject


def _application(row: AchievementRow) -> Hashable:
    return row.application


def _steps(reading: Reading, rows: Sequence[AchievementRow]) -> list[Step[AchievementRow]]:
    """One step an application; its rows are numbered on from those kept before."""
    kept: dict[str, int] = defaultdict(int)
    for row in kept_rows(reading, Role.ACHIEVEMENTS):
        kept[row.application] += 1
    by_application: dict[str, list[AchievementRow]] = defaultdict(list)
    for row in rows:
        by_application[row.application].append(row)
    return [
        Step(
            tuple((f"{number}/{kept[number] + n}", row) for n, row in enumerate(own, 1)),
            partial(_attach, reading, own),
        )
        for number, own in sorted(by_application.items(), key=lambda item: number_order(item[0]))
    ]


def _attach(reading: Reading, rows: Sequence[AchievementRow]) -> int:
    work, words = reading.work, reading.words
    application = corrections.application_row(work, reading.application_id(rows[0].application))
    form = first_copy(application.channel)
    corrections.add_documents(
        work.office,
        application.id,
        [DocumentDraft(words.portfolio, words.diploma(row), form) for row in rows],
        achievements=[
            Achievement(
                row.category,
                row.event,
                row.result,
                row.subject,
                row.level,
                row.held_on,
                form=row.form,
                place=row.place,
            )
            for row in rows
        ],
    )
    count = len(rows)
    for achievement, document in zip(application.achievements[-count:], application.documents[-count:], strict=True):
        achievement.document_id = document.id
    return application.id
