"""The frame of every import (импорт): read with the kept mapping, compare with what is registered, then all or nothing.

A preview (сухой прогон) only reads; an import repeats it inside its transaction and refuses while a cell is unreadable.
Every row goes in through the ordinary act; the row as it was read is kept, to tell the same from the changed next time.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Generic
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import select

from otbor.domain import campaign as domain
from otbor.domain.applications import ApplicationStatus
from otbor.domain.calendar import Calendar
from otbor.domain.dry_run import DryRun, dry_run_applications
from otbor.domain.expectations import expectations_of
from otbor.domain.findings import Finding, Refused, Severity, refuse_if_forbidden
from otbor.domain.import_checks import Expectations
from otbor.domain.import_rows import AchievementRow, AppealRow, ApplicationRow, Row, Sheet, TestPointsRow, row_of
from otbor.domain.regulation import DocumentRule, Regulation
from otbor.exchange.mapping import Mapping, Role, strangers
from otbor.exchange.recognition import recognise, with_questions
from otbor.exchange.rows import read_applications
from otbor.exchange.workbook import Book, open_book
from otbor.services import rules
from otbor.services.imports.words import IntakeWords, intake_words
from otbor.services.intake import documents_asked
from otbor.services.office import Changes, Progress, Work
from otbor.storage.models import Application, Campaign, ImportedRow, ImportRun
from otbor.wording.findings import sentence
from otbor.wording.imports import report

_KEPT: dict[Role, TypeAdapter[Any]] = {
    Role.APPLICATIONS: TypeAdapter(ApplicationRow),
    Role.ACHIEVEMENTS: TypeAdapter(AchievementRow),
    Role.TESTS: TypeAdapter(TestPointsRow),
    Role.APPEALS: TypeAdapter(AppealRow),
}
REQUIRED = frozenset({"surname", "given", "born_on", "phone", "consent"})  # without them nothing can be registered


@dataclass(frozen=True)
class Workbook:
    """A workbook as opened: what is imported is what was previewed, even if the file changes meanwhile."""

    book: Book
    sha256: str
    remarks: tuple[Finding, ...] = ()  # about the file itself


def open_workbook(path: Path) -> Workbook:
    """Read ``path`` whole; raises :class:`Refused` (``workbook.…``) when it is no workbook that can be read."""
    book = open_book(path)
    left_by_editors = (path.with_name(f".~lock.{path.name}#"), path.with_name(f"~${path.name}"))
    opened = any(mark.exists() for mark in left_by_editors)
    told = Finding("import_service.open_elsewhere", Severity.WARNS, {"file": path.name})
    return Workbook(book, hashlib.sha256(path.read_bytes()).hexdigest(), (told,) if opened else ())


@dataclass(frozen=True)
class Preview(Generic[Row]):
    """What an import of one sheet would do: the sheet, the fate of its rows, the mapping, remarks about the whole."""

    sheet: Sheet[Row]
    run: DryRun[Row]
    mapping: Mapping
    remarks: tuple[Finding, ...]

    @property
    def lines(self) -> list[str]:
        """All of it as plain sentences: counts first, then every change, trouble and doubt with its place."""
        return [*report(self.run, self.sheet), *(sentence(finding) for finding in self.remarks)]


@dataclass(frozen=True)
class Imported(Generic[Row]):
    """What an import did: ``added`` rows (``preview.run.changed`` are not among them) of the ``applications`` (ids)."""

    preview: Preview[Row]
    added: int
    applications: tuple[int, ...]
    changes: Changes
    placed: Mapped[int, int] = field(default_factory=dict)  # row id of the application by the number of the row


@dataclass(frozen=True)
class Answer:
    """What a person says of ``row`` and of its look-alike: row ``other_row``, or ``application_id`` of the journal.

    ``same``: «это он же», the row is left out; else «это другой ребёнок», both stand and that is remembered.
    """

    row: int
    same: bool
    other_row: int = 0
    application_id: int = 0


@dataclass(frozen=True)
class Choices:
    """What was decided about rows of a sheet before they come in: numbers of those ``left_out``, answers.

    ``leave_absent``: rows of applications that are not in the journal are left out, too.
    """

    left_out: frozenset[int] = frozenset()
    answers: tuple[Answer, ...] = ()
    leave_absent: bool = False

    @property
    def out(self) -> frozenset[int]:
        """Numbers of the rows that stay out by a person's word."""
        return self.left_out | {answer.row for answer in self.answers if answer.same}


NO_CHOICES = Choices()


@dataclass(frozen=True)
class Known:
    """An application that came by import: the row as it was, its row id, whether it is in force."""

    row: ApplicationRow
    application_id: int
    in_force: bool


@dataclass(frozen=True)
class Reading:
    """One workbook against one campaign: ``known`` applications by the workbook's number.

    ``profile``, ``value``, ``calendar``, ``zone`` and ``asked`` (documents of п. 11, of Russian citizens and of foreign
    ones) are what the rules ask for, loaded once for all rows.
    """

    work: Work
    campaign: Campaign
    workbook: Workbook
    mapping: Mapping
    expected: Expectations
    words: IntakeWords
    known: dict[str, Known]
    profile: Regulation
    value: domain.Campaign
    calendar: Calendar
    zone: ZoneInfo
    asked: Mapped[bool, tuple[DocumentRule, ...]]

    @property
    def book(self) -> Book:
        """The workbook's cells."""
        return self.workbook.book

    def application_id(self, number: str) -> int:
        """Row id of the application called ``number`` in the workbook; raises :class:`Refused` before its import."""
        if number not in self.known:
            raise Refused(Finding("import_service.not_registered", values={"number": number}))
        return self.known[number].application_id

    def preview(self, role: Role, sheet: Sheet[Row], run: DryRun[Row], remarks: Iterable[Finding] = ()) -> Preview[Row]:
        """The preview, with the columns of the sheet and the sheets of the workbook that nobody reads."""
        places = {self.mapping.sheets[role].sheet, *self.mapping.unknown_sheets}
        unread: list[Finding] = [f for f in strangers(self.book, self.mapping) if f.where in places]
        return Preview(sheet, run, self.mapping, (*unread, *remarks))


def begin(work: Work, campaign_id: int, workbook: Workbook, mapping: Mapping | None) -> Reading:
    """Get ready to read: ``mapping`` as given, else the kept one for the same headers, else as recognised."""
    campaign = rules.campaign_row(work.session, campaign_id)
    words = intake_words(work.office.own)
    profile, value = rules.regulation(campaign), rules.campaign_value(campaign)
    return Reading(
        work=work,
        campaign=campaign,
        workbook=workbook,
        mapping=mapping or mapping_of(work, campaign, workbook),
        expected=_expected(work, campaign, words),
        words=words,
        known=_known(work, campaign),
        profile=profile,
        value=value,
        calendar=rules.calendar(work.office, work.school()),
        zone=ZoneInfo(work.school().time_zone),
        asked={foreign: documents_asked(profile, value, foreign) for foreign in (False, True)},
    )


def mapping_of(work: Work, campaign: Campaign, workbook: Workbook) -> Mapping:
    """The kept mapping for the same headers, else as recognised; raises :class:`Refused` where nothing is."""
    questions = rules.scheme_in_force(campaign).questions(group.code for group in campaign.groups)
    return with_questions(recognise(workbook.book, _remembered(work)), questions)


def _remembered(work: Work) -> list[Mapping]:
    """Mappings used before, the newest first, of every campaign: next year's workbook has the same headers."""
    kept = work.session.scalars(select(ImportRun.mapping).order_by(ImportRun.id.desc()))
    return [Mapping.model_validate(mapping) for mapping in kept]


def _expected(work: Work, campaign: Campaign, words: IntakeWords) -> Expectations:
    born = words.born(campaign.grade, campaign.year)
    subjects = frozenset(rules.subjects(work.office).names.values())
    expected = expectations_of(rules.scheme_in_force(campaign), born, subjects)
    return replace(expected, required=REQUIRED)


def _known(work: Work, campaign: Campaign) -> dict[str, Known]:
    rows = work.session.execute(
        select(ImportedRow.key, ImportedRow.content, Application.id, Application.status)
        .join(Application, ImportedRow.application_id == Application.id)
        .where(ImportedRow.campaign_id == campaign.id, ImportedRow.sheet == Role.APPLICATIONS)
        .order_by(ImportedRow.id)
    )
    return {
        key: Known(_KEPT[Role.APPLICATIONS].validate_python(content), identity, status is ApplicationStatus.REGISTERED)
        for key, content, identity, status in rows
    }


def kept_rows(reading: Reading, role: Role) -> list[Any]:
    """Rows of ``role`` as they were read when they came in, in that order."""
    contents = reading.work.session.scalars(
        select(ImportedRow.content)
        .where(ImportedRow.campaign_id == reading.campaign.id, ImportedRow.sheet == role)
        .order_by(ImportedRow.id)
    )
    return [_KEPT[role].validate_python(content) for content in contents]


def applications_of(reading: Reading) -> tuple[dict[str, ApplicationRow], frozenset[str]]:
    """Applications that rows of a later sheet may name, and numbers that no longer say whose they are.

    Besides those imported before, those of the workbook itself, so that a preview tells everything at once.
    """
    named = {number: known.row for number, known in reading.known.items()}
    if Role.APPLICATIONS not in reading.mapping.sheets:
        return named, frozenset()
    sheet = read_applications(reading.book, reading.mapping, reading.expected)
    run = dry_run_applications(sheet, list(named.values()))
    moved = {
        number
        for change in run.changed
        if change.row.number != change.registered.number
        for number in (change.row.number, change.registered.number)
    }
    return {row.number: row for row in sheet.rows if row.number} | named, frozenset(moved)


def settled(reading: Reading, sheet: Sheet[Row], moved: frozenset[str]) -> tuple[Sheet[Row], tuple[Finding, ...]]:
    """The sheet without the rows of applications no longer in force, each told of; rows of ``moved`` numbers forbid."""
    ended = {number for number, known in reading.known.items() if not known.in_force}
    told = []
    found: dict[int, list[Finding]] = {}
    for row in sheet.rows:
        number = _reference(row)
        if number in moved:
            found[row.row] = [Finding("import_service.renumbered", values={"number": number}, where="application")]
        elif number in ended:
            where = sheet.where(row.row, "application")
            told.append(Finding("import_service.not_in_force", Severity.WARNS, {"number": number}, where=where))
    rows = tuple(row for row in sheet.rows if _reference(row) not in ended)
    return replace(sheet, rows=rows).checked(found), tuple(told)


def _reference(row: ApplicationRow | AchievementRow | TestPointsRow | AppealRow) -> str:
    return row.number if isinstance(row, ApplicationRow) else row.application


def number_order(number: str) -> tuple[int, str]:
    """Sorts a workbook's numbers as a person does: 2 before 10, those with letters after them."""
    return (int(number), "") if number.isdecimal() else (10**15, number)


@dataclass(frozen=True)
class Step(Generic[Row]):
    """Rows by their keys that one act takes in; ``take`` calls it and gives the row id of the application."""

    rows: tuple[tuple[str, Row], ...]
    take: Callable[[], int]


def chosen(reading: Reading, preview: Preview[Row], choices: Choices) -> Preview[Row]:
    """``preview`` without the rows that stay out; what is wrong with them forbids nothing any more."""
    out = choices.out
    if choices.leave_absent:
        out |= {row.row for row in preview.run.new if _reference(row) not in reading.known}
    unreadable = tuple(finding for finding in preview.run.unreadable if row_of(finding.where) not in out)
    run = replace(preview.run, new=tuple(row for row in preview.run.new if row.row not in out), unreadable=unreadable)
    return replace(preview, run=run)


def bring_in(
    reading: Reading,
    role: Role,
    preview: Preview[Row],
    steps: Sequence[Step[Row]],
    progressed: Progress,
    choices: Choices = NO_CHOICES,
) -> Imported[Row]:
    """Take every step inside the open transaction and keep its rows; nothing to do leaves no trace.

    Raises :class:`Refused` with every unreadable cell, or with the refusals of all acts, each with its row; the caller
    leaves its transaction without a commit then.
    """
    refuse_if_forbidden(preview.run.unreadable)
    work = reading.work
    if not steps:
        return Imported(preview, 0, (), work.changes())
    run = _import_run(reading, role)
    work.session.add(run)
    work.session.flush()
    refused: list[Finding] = []
    applications = []
    placed: dict[int, int] = {}
    for done, step in enumerate(steps, 1):
        try:
            application_id = step.take()
        except Refused as refusal:
            where = preview.sheet.where(step.rows[0][1].row)
            refused += [replace(finding, where=where) for finding in refusal.findings]
        else:
            applications.append(application_id)
            for key, row in step.rows:
                _keep(reading, role, run, key, row, application_id)
                placed[row.row] = application_id
        progressed(done, len(steps))
    if refused:
        raise Refused(*refused)
    added = sum(len(step.rows) for step in steps)
    payload: dict[str, Any] = {"file": run.file_name, "sha256": run.sha256, "sheet": run.sheet, "rows": added}
    if choices.out:
        payload["left_out"] = sorted(choices.out)
    if same := [asdict(answer) for answer in choices.answers if answer.same]:
        payload["same_child"] = same
    work.record(f"import_{role.value}", payload)
    return Imported(preview, added, tuple(dict.fromkeys(applications)), work.changes(), placed)


def _import_run(reading: Reading, role: Role) -> ImportRun:
    return ImportRun(
        campaign_id=reading.campaign.id,
        file_name=reading.book.name,
        sha256=reading.workbook.sha256,
        sheet=reading.mapping.sheets[role].sheet,
        mapping=reading.mapping.model_dump(mode="json"),
        imported_by=reading.work.office.operator,
        imported_at=reading.work.now,
    )


def _keep(reading: Reading, role: Role, run: ImportRun, key: str, row: Row, application_id: int) -> None:
    """Keep ``row`` under ``key``; points of a reserve day take the place of the «н/я» that was kept before."""
    content = _KEPT[role].dump_python(replace(row, findings=()), mode="json")
    session = reading.work.session
    kept = session.scalars(
        select(ImportedRow).where(
            ImportedRow.campaign_id == reading.campaign.id, ImportedRow.sheet == role, ImportedRow.key == key
        )
    ).one_or_none()
    if kept is None:
        kept = ImportedRow(campaign_id=reading.campaign.id, sheet=role.value, key=key, application_id=application_id)
        session.add(kept)
    kept.run_id, kept.content = run.id, content
    session.flush()
