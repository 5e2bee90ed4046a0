"""Import of the sheet «Апелляции» (3 этап, пп. 24–25): each row is filed, and decided at the meeting given."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from otbor.domain.applications import AppealOutcome
from otbor.domain.campaign import Act
from otbor.domain.dry_run import dry_run_rows
from otbor.domain.findings import Finding, Refused, forbidding
from otbor.domain.import_rows import AppealRow
from otbor.domain.rights import Right
from otbor.exchange.mapping import Mapping, Role
from otbor.exchange.rows import read_appeals
from otbor.services import appeals, rules
from otbor.services.commissions import MeetingDraft
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
    settled,
)
from otbor.services.office import Office, Progress, Work, act, no_progress
from otbor.wording.templates import fill


@dataclass(frozen=True)
class Hearing:
    """What the sheet does not say: the meeting of the конфликтная комиссия, its votes, the days of filing.

    ``filed_on`` is the day of the appeals filed in time, ``filed_late_on`` of the late ones, None when there are none.
    """

    meeting: MeetingDraft
    votes_for: int
    votes_against: int
    filed_on: date
    filed_late_on: date | None = None


def preview_appeals(
    office: Office, campaign_id: int, workbook: Workbook, mapping: Mapping | None = None
) -> Preview[AppealRow]:
    """The dry run of the sheet of appeals; writes nothing. Raises :class:`Refused` without the sheet."""
    with office.question() as session:
        return preview_of(begin(Work(office, session), campaign_id, workbook, mapping))


@act(Right.IMPORT)
def import_appeals(
    office: Office,
    campaign_id: int,
    workbook: Workbook,
    hearing: Hearing,
    mapping: Mapping | None = None,
    progressed: Progress = no_progress,
) -> Imported[AppealRow]:
    """File and decide every new appeal in the order of the sheet; all or nothing.

    Points change by upheld appeals only. Raises :class:`Refused` with every unreadable cell, where the workbook and
    the term of п. 24 disagree whether an appeal is in time, and with whatever filing and deciding refuse.
    """
    with office.transaction() as work:
        reading = begin(work, campaign_id, workbook, mapping)
        rules.in_order(work, reading.campaign, Act.FILE_APPEAL)
        preview = preview_of(reading)
        steps = [Step(((_key(row), row),), partial(_decide, reading, row, hearing)) for row in preview.run.new]
        outcome = bring_in(reading, Role.APPEALS, preview, steps, progressed)
        work.commit()
    return outcome


def preview_of(reading: Reading) -> Preview[AppealRow]:
    """The dry run of the sheet of appeals inside the session of ``reading``."""
    applications, moved = applications_of(reading)
    read = read_appeals(reading.book, reading.mapping, reading.expected, frozenset(applications))
    sheet, remarks = settled(reading, read, moved)
    unclear = {
        row.row: [Finding("import_service.outcome_unclear", values={"text": row.decision}, where="decision")]
        for row in sheet.rows
        if not forbidding(row.findings) and _outcome(reading, row) is None
    }
    sheet = sheet.checked(unclear)
    run = dry_run_rows(sheet, kept_rows(reading, Role.APPEALS), _identity)
    return reading.preview(Role.APPEALS, sheet, run, remarks)


def _identity(row: AppealRow) -> Hashable:
    return row.application, row.subject


def _key(row: AppealRow) -> str:
    return f"{row.application}:{row.subject}"


def _outcome(reading: Reading, row: AppealRow) -> AppealOutcome | None:
    """What the decision says; an upheld appeal names its ground, a rejected one needs none."""
    named = reading.words.outcome(row.decision)
    if row.upheld:
        return named if named is not AppealOutcome.NOT_CONSIDERED else None
    return AppealOutcome.NOT_CONSIDERED if named is AppealOutcome.NOT_CONSIDERED else AppealOutcome.REJECTED


def _decide(reading: Reading, row: AppealRow, hearing: Hearing) -> int:
    office, application_id = reading.work.office, reading.application_id(row.application)
    test = next(test for test in reading.campaign.tests if test.name == row.subject)
    day = hearing.filed_on if row.in_time else hearing.filed_late_on
    if day is None:
        raise Refused(Finding("import_service.late_day_unknown"))
    text = fill(reading.words.texts["appeal"], {"subject": row.subject})
    filed = appeals.file_appeal(office, application_id, test.id, day, text)
    if filed.in_time is not row.in_time:
        values = {"number": row.application, "filed": day, "told": row.in_time, "counted": filed.in_time}
        raise Refused(Finding("import_service.term_differs", values=values))
    outcome = _outcome(reading, row)
    if outcome is None or row.change is None:
        raise ValueError(f"row {row.row} was not checked")
    change = row.change if row.upheld else Decimal(0)
    reason = fill(reading.words.texts["decision"], {"decision": row.decision})
    decision = appeals.Decision(outcome, reason, change, hearing.votes_for, hearing.votes_against)
    appeals.decide_appeal(office, filed.appeal_id, decision, hearing.meeting)
    return application_id
