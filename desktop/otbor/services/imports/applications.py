"""Import of the sheet «Заявления» at the intake (1 этап, п. 11): every row is registered by :func:`intake.register`."""

from collections.abc import Mapping as Mapped
from dataclasses import replace
from datetime import datetime, time
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otbor.domain.applications import ApplicationStatus, Channel
from otbor.domain.campaign import Act
from otbor.domain.documents_required import missing_documents
from otbor.domain.dry_run import dry_run_applications
from otbor.domain.filing import check_filing
from otbor.domain.findings import Finding, Severity, forbidding
from otbor.domain.import_rows import ApplicationRow, Sheet
from otbor.domain.intake import (
    PREVIOUS_SCHOOL,
    ApplicationDraft,
    DocumentDraft,
    RepresentativeDraft,
    check_draft,
    handed,
)
from otbor.domain.participants import Kind
from otbor.domain.people import DuplicateIndex, parse_full_name, search_key
from otbor.domain.rights import Right
from otbor.domain.values import State
from otbor.exchange.mapping import Mapping, Role
from otbor.exchange.rows import read_applications
from otbor.services import intake, likeness, rules
from otbor.services.imports.frame import (
    NO_CHOICES,
    Choices,
    Imported,
    Preview,
    Reading,
    Step,
    Workbook,
    begin,
    bring_in,
    chosen,
    number_order,
)
from otbor.services.office import Office, Progress, Work, act, no_progress
from otbor.services.registration import first_copy
from otbor.storage.models import Application, ImportedRow

_MOST_NUMBERS = 10  # shown in a remark about many rows


def preview_applications(
    office: Office, campaign_id: int, workbook: Workbook, mapping: Mapping | None = None
) -> Preview[ApplicationRow]:
    """The dry run of the sheet of applications; writes nothing.

    Raises :class:`Refused` when the sheet, its header or a needed column is missing.
    """
    with office.question() as session:
        return preview_of(begin(Work(office, session), campaign_id, workbook, mapping))


@act(Right.IMPORT)
def import_applications(
    office: Office,
    campaign_id: int,
    workbook: Workbook,
    mapping: Mapping | None = None,
    progressed: Progress = no_progress,
    choices: Choices = NO_CHOICES,
) -> Imported[ApplicationRow]:
    """Register every new application of the workbook in the order of its numbers; all or nothing.

    What was filed in time may be typed later, until a rating is built. Raises :class:`Refused` before the notice and
    after a rating, with every cell that is unreadable, and with every row that п. 11 does not let in, save the rows
    that ``choices`` leave out. Changed rows are not applied, doubtful ones are registered as different children; where
    a person has said so, that is remembered (``likeness.tell_apart``).
    """
    with office.transaction() as work:
        reading = begin(work, campaign_id, workbook, mapping)
        rules.in_order(work, reading.campaign, Act.REGISTER, day=reading.campaign.intake_closes)
        preview = chosen(reading, preview_of(reading), replace(choices, leave_absent=False))
        rows = sorted(preview.run.new, key=lambda row: number_order(row.number))
        steps = [Step(((row.number, row),), partial(_register, reading, row)) for row in rows]
        outcome = bring_in(reading, Role.APPLICATIONS, preview, steps, progressed, choices)
        if _tell_apart(reading, outcome.placed, choices):
            outcome = replace(outcome, changes=work.changes())
        work.commit()
    return outcome


def _tell_apart(reading: Reading, placed: Mapped[int, int], choices: Choices) -> int:
    """Remember which look-alikes are different children, now that both are in the journal; gives how many."""
    reason, told = reading.words.texts["told_apart"], 0
    for answer in choices.answers:
        first, second = placed.get(answer.row), placed.get(answer.other_row) or answer.application_id
        if first and second and not answer.same:
            likeness.tell_apart(reading.work.office, first, second, reason)
            told += 1
    return told


def _register(reading: Reading, row: ApplicationRow) -> int:
    return intake.register(reading.work.office, reading.campaign.id, draft_of(reading, row)).application_id


def preview_of(reading: Reading) -> Preview[ApplicationRow]:
    """The dry run of the sheet of applications inside the session of ``reading``."""
    sheet = read_applications(reading.book, reading.mapping, reading.expected)
    sheet = sheet.checked({row.row: _words_of(reading, row) for row in sheet.rows})
    sheet = sheet.checked({row.row: _rules_of(reading, row) for row in sheet.rows if not forbidding(row.findings)})
    run = dry_run_applications(sheet, [known.row for known in reading.known.values()])
    taken = [
        Finding(
            "import_service.number_of_another",
            values={"number": row.number, "name": str(reading.known[row.number].row.name)},
            where=sheet.where(row.row, "number"),
        )
        for row in run.new
        if row.number in reading.known
    ]
    doubtful = (*run.doubtful, *_typed_before(reading, sheet, run.new))
    run = replace(run, doubtful=doubtful, unreadable=(*run.unreadable, *taken))
    return reading.preview(Role.APPLICATIONS, sheet, run, _guessed(run.new))


def _words_of(reading: Reading, row: ApplicationRow) -> list[Finding]:
    """What cannot be registered as it is written: no day of filing, an unclear channel, a parent with half a name."""
    findings = []
    if row.filed_on is None:
        findings.append(Finding("import_service.no_filed_on", where="filed_on"))
    if row.channel and search_key(row.channel) not in reading.words.channels:
        findings.append(Finding("import_service.channel_unclear", values={"text": row.channel}, where="channel"))
    if row.basis and search_key(row.basis) not in reading.words.bases:
        findings.append(Finding("import_service.basis_unclear", values={"text": row.basis}, where="basis"))
    if row.representative:
        _, finding = parse_full_name(row.representative)
        findings += [replace(finding, where="representative")] if finding else []
    else:
        findings.append(Finding("import_service.no_representative", paragraph="11", where="representative"))
    return findings


def _rules_of(reading: Reading, row: ApplicationRow) -> list[Finding]:
    """What п. 11 forbids about the application, and what is doubtful of the school the child comes from.

    So the dry run says it before the registration would.
    """
    draft, profile = draft_of(reading, row), reading.profile
    findings = [
        *check_draft(profile, draft, reading.expected.groups.keys(), reading.value.bases),
        *missing_documents(profile, reading.asked[draft.foreign_citizen], handed(draft)),
    ]
    if row.filed_on is not None:
        dated = check_filing(profile, reading.calendar, reading.value, row.filed_on)
        if not dated and draft.filed_at > reading.work.now:
            dated = (Finding("import_service.filed_in_future", values={"filed": row.filed_on}),)
        findings += [replace(finding, where="filed_on") for finding in dated]
    told = [*forbidding(findings), *(f for f in findings if f.where == PREVIOUS_SCHOOL and not forbidding([f]))]
    return [replace(f, where=f.where if f.where in {"filed_on", "basis", PREVIOUS_SCHOOL} else "") for f in told]


def _guessed(rows: tuple[ApplicationRow, ...]) -> list[Finding]:
    """One remark for all rows that leave out the time or the channel."""
    gaps = {
        "no_filed_at": [r.number for r in rows if r.filed_at is None],
        "no_channel": [r.number for r in rows if not r.channel],
    }
    return [
        Finding(
            f"import_service.{rule}",
            Severity.WARNS,
            {"count": len(numbers), "numbers": [*numbers[:_MOST_NUMBERS], *["…"] * (len(numbers) > _MOST_NUMBERS)]},
        )
        for rule, numbers in gaps.items()
        if numbers
    ]


def _typed_before(reading: Reading, sheet: Sheet[ApplicationRow], rows: tuple[ApplicationRow, ...]) -> list[Finding]:
    """Likely duplicates of new rows among the applications that were typed by hand, not imported."""
    imported = select(ImportedRow.application_id).where(
        ImportedRow.campaign_id == reading.campaign.id, ImportedRow.sheet == Role.APPLICATIONS
    )
    typed = reading.work.session.scalars(
        select(Application)
        .where(
            Application.campaign_id == reading.campaign.id,
            Application.status == ApplicationStatus.REGISTERED,
            Application.id.not_in(imported),
        )
        .order_by(Application.id)
        .options(selectinload(Application.representatives))
    ).all()
    if not typed:
        return []
    index = DuplicateIndex()
    for application in typed:
        index.add(intake.person_of(application))
    findings = []
    for row in rows:
        for place, why in index.matches(row.person):
            other = typed[place]
            values = {"name": str(row.name), "number": row.number}
            values |= {"other_name": str(intake.name_of(other)), "other_number": other.number}
            where = sheet.where(row.row, "surname")
            findings.append(Finding(f"people.{why}", Severity.WARNS, values, where=where))
    return findings


def draft_of(reading: Reading, row: ApplicationRow) -> ApplicationDraft:
    """A readable row as the intake takes it.

    Marks come as the document of the profile that proves them. Who filed in person has shown the paper of identity;
    papers that came otherwise are electronic until the originals are shown (п. 11).
    """
    if row.filed_on is None or row.born_on is None:
        raise ValueError(f"row {row.row} was not checked")
    channel = reading.words.channels.get(search_key(row.channel), Channel.IN_PERSON)
    in_person = channel is Channel.IN_PERSON
    parent, _ = parse_full_name(row.representative)
    representatives = [RepresentativeDraft(parent, ", ".join(row.phones), identity_shown=in_person)] if parent else []
    return ApplicationDraft(
        child=row.name,
        birth_date=row.born_on,
        birth_place=row.birth_place,
        address=row.address,
        representatives=tuple(representatives),
        groups=row.groups,
        filed_at=datetime.combine(row.filed_on, row.filed_at or time(), reading.zone),
        consent=row.consent is True,
        channel=channel,
        documents=_marks_document(reading, row, channel),
        values={(Kind.MARK, subject): mark for subject, mark in row.marks.items()},
        basis=reading.words.bases.get(search_key(row.basis)),
        previous_school=row.previous_school,
        named=row.named,
    )


def _marks_document(reading: Reading, row: ApplicationRow, channel: Channel) -> tuple[DocumentDraft, ...]:
    if not any(mark.state is State.KNOWN for mark in row.marks.values()):
        return ()
    return tuple(
        DocumentDraft(rule.id, rule.title[:1].upper() + rule.title[1:], first_copy(channel))
        for rule in reading.asked[False]
        if rule.id in reading.words.marks_documents
    )
