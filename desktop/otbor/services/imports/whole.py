"""A workbook as one act (внесение книги): the fate of every row before, the sheets of a stage in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from otbor.domain.dry_run import Change
from otbor.domain.findings import Finding
from otbor.domain.import_rows import AchievementRow, AppealRow, ApplicationRow, TestPointsRow, row_of
from otbor.domain.rights import Right
from otbor.exchange.mapping import Mapping, Role
from otbor.services.imports import achievements, appeals, applications, points
from otbor.services.imports.alike import Alike, Side, alike_of, side_of
from otbor.services.imports.frame import Choices, Imported, Preview, Reading, Workbook, begin
from otbor.services.intake import name_of
from otbor.services.office import Changes, Office, Progress, Work, act, no_progress
from otbor.storage.models import Application
from otbor.wording.imports import shown

TOGETHER = (Role.APPLICATIONS, Role.ACHIEVEMENTS)
"""Sheets that one act takes in, in this order; points and appeals also ask who decides, at their own stages."""

_PREVIEWS: dict[Role, Callable[[Reading], Preview[Any]]] = {
    Role.APPLICATIONS: applications.preview_of,
    Role.ACHIEVEMENTS: achievements.preview_of,
    Role.TESTS: points.preview_of,
    Role.APPEALS: appeals.preview_of,
}
_IMPORTS: dict[Role, Callable[..., Imported[Any]]] = {
    Role.APPLICATIONS: applications.import_applications,
    Role.ACHIEVEMENTS: achievements.import_achievements,
}
_MANY = 500  # ids in one question: every database takes so many values


class Fate(StrEnum):
    """What an import would do with a row."""

    NEW = "new"  # comes in
    DOUBTFUL = "doubtful"  # comes in, and a person should look
    REFUSED = "refused"  # cannot come in
    CHANGED = "changed"  # is in the journal otherwise: never applied by itself
    SAME = "same"  # is in the journal as it stands here


@dataclass(frozen=True)
class CheckedRow:
    """One row of the dry run: ``number`` of its application in the workbook, ``title`` says who or what it is."""

    role: Role
    sheet: str
    row: int
    number: str
    title: str
    fate: Fate
    findings: tuple[Finding, ...] = ()
    change: Change[Any] | None = None
    side: Side | None = None
    alike: tuple[Alike, ...] = ()


@dataclass(frozen=True)
class Checked:
    """The dry run of a workbook: its rows sheet by sheet, remarks about the whole."""

    rows: tuple[CheckedRow, ...]
    remarks: tuple[Finding, ...]

    def refused(self, findings: Iterable[Finding]) -> "Checked":
        """The dry run after an import was refused: the rows that ``findings`` name (in ``where``) cannot come in."""
        told: dict[tuple[str, int], list[Finding]] = {}
        for finding in findings:
            told.setdefault((finding.where.rpartition("!")[0], row_of(finding.where)), []).append(finding)
        rows = tuple(
            replace(row, fate=Fate.REFUSED, findings=(*told[row.sheet, row.row], *row.findings))
            if (row.sheet, row.row) in told
            else row
            for row in self.rows
        )
        return replace(self, rows=rows)


@dataclass(frozen=True)
class CameIn:
    """A row that came in: where it stood, and its application in the journal."""

    role: Role
    sheet: str
    row: int
    application_id: int
    number: str
    name: str


@dataclass(frozen=True)
class BroughtIn:
    """What an import did: the rows that came in, numbers of those that could have and did not, by kind of sheet."""

    rows: tuple[CameIn, ...]
    left: Mapped[Role, tuple[int, ...]] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)


def check_sheets(
    office: Office,
    campaign_id: int,
    workbook: Workbook,
    mapping: Mapping,
    roles: Sequence[Role],
    progressed: Progress = no_progress,
) -> Checked:
    """The dry run of the sheets of ``roles``; writes nothing. ``progressed`` counts sheets.

    Raises :class:`Refused` for a sheet that cannot be read as a whole (no header, a needed column missing).
    """
    wanted = [role for role in Role if role in roles]
    rows: list[CheckedRow] = []
    remarks: list[Finding] = []
    with office.question() as session:
        reading = begin(Work(office, session), campaign_id, workbook, mapping)
        coming = set(reading.known)
        progressed(0, len(wanted))
        for done, role in enumerate(wanted, 1):
            preview = _PREVIEWS[role](reading)
            alike = alike_of(reading, preview.run) if role is Role.APPLICATIONS else {}
            found = _rows(role, preview, alike, coming)
            if role is Role.APPLICATIONS:
                coming |= {row.number for row in found if row.fate is not Fate.REFUSED}
            rows += found
            remarks += [finding for finding in preview.remarks if finding not in remarks]
            progressed(done, len(wanted))
    return Checked(tuple(rows), tuple(remarks))


@act(Right.IMPORT)
def import_sheets(
    office: Office,
    campaign_id: int,
    workbook: Workbook,
    mapping: Mapping,
    choices: Mapped[Role, Choices],
    progressed: Progress = no_progress,
) -> BroughtIn:
    """Bring in the sheets that ``choices`` names, of :data:`TOGETHER`, in one transaction; all or nothing.

    Rows of other sheets whose application is left out stay out with it. Raises :class:`Refused` as the import of each
    sheet does.
    """
    came: list[tuple[Role, str, int, int]] = []
    left: dict[Role, tuple[int, ...]] = {}
    with office.transaction() as work:
        for role in TOGETHER:
            if role not in choices:
                continue
            told = replace(choices[role], leave_absent=True)
            outcome = _IMPORTS[role](office, campaign_id, workbook, mapping, progressed, told)
            preview: Preview[Any] = outcome.preview
            came += [(role, preview.sheet.name, row, identity) for row, identity in sorted(outcome.placed.items())]
            known = {row.row for row in preview.run.same} | {change.row.row for change in preview.run.changed}
            left[role] = tuple(r.row for r in preview.sheet.rows if r.row not in outcome.placed and r.row not in known)
        names = _names(work.session, sorted({identity for *_place, identity in came}))
        changes = work.changes()
        work.commit()
    rows = tuple(CameIn(role, sheet, row, identity, *names[identity]) for role, sheet, row, identity in came)
    return BroughtIn(rows, left, changes)


def _rows(
    role: Role, preview: Preview[Any], alike: Mapped[int, tuple[Alike, ...]], coming: set[str]
) -> list[CheckedRow]:
    run = preview.run
    found: dict[int, list[Finding]] = {}
    for finding in (*run.unreadable, *run.doubtful):
        found.setdefault(row_of(finding.where), []).append(finding)
    forbidden = {row_of(finding.where) for finding in run.unreadable}
    changed = {change.row.row: change for change in run.changed}
    new = {row.row for row in run.new}
    rows = []
    for row in preview.sheet.rows:
        told = found.get(row.row, [])
        number = row.number if isinstance(row, ApplicationRow) else row.application
        fate = Fate.SAME
        if row.row in forbidden:
            fate = Fate.REFUSED
        elif row.row in changed:
            fate = Fate.CHANGED
        elif row.row in new and role is not Role.APPLICATIONS and number not in coming:
            where = preview.sheet.where(row.row, "application")
            told = [Finding("import_service.not_registered", values={"number": number}, where=where), *told]
            fate = Fate.REFUSED
        elif row.row in new:
            fate = Fate.DOUBTFUL if told or row.row in alike else Fate.NEW
        side = side_of(row) if isinstance(row, ApplicationRow) and row.row in alike else None
        rows.append(
            CheckedRow(
                role=role,
                sheet=preview.sheet.name,
                row=row.row,
                number=number,
                title=_title(row),
                fate=fate,
                findings=tuple(told),
                change=changed.get(row.row),
                side=side,
                alike=alike.get(row.row, ()),
            )
        )
    return rows


def _title(row: ApplicationRow | AchievementRow | TestPointsRow | AppealRow) -> str:
    if isinstance(row, ApplicationRow):
        return str(row.name)
    if isinstance(row, AchievementRow):
        return ", ".join(text for text in (row.event, row.result) if text)
    if isinstance(row, TestPointsRow):
        return shown(row.points)
    return ", ".join(text for text in (row.subject, row.decision) if text)


def _names(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Number and child of each application."""
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(ids), _MANY):
        wanted = select(Application).where(Application.id.in_(ids[start : start + _MANY]))
        found |= {one.id: (one.number, str(name_of(one))) for one in session.scalars(wanted)}
    return found
