"""What the sheets and columns of an opened workbook are taken for (сопоставление), as a person sees and mends it."""

from collections.abc import Iterable
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from otbor.domain.campaign import Act
from otbor.domain.findings import Finding, Refused, Severity
from otbor.exchange.cells import is_blank, shown
from otbor.exchange.mapping import Mapping, Role, SheetMapping, header_key, headers, signature
from otbor.exchange.recognition import HEADER_DEPTH, field_of, required_fields
from otbor.exchange.workbook import CellValue, SheetCells
from otbor.services import rules
from otbor.services.imports.frame import REQUIRED, Workbook, begin, mapping_of
from otbor.services.office import Office, Work
from otbor.storage.models import Campaign, ImportRun
from otbor.support.clock import local_date
from otbor.wording.imports import column_title

_SAMPLES = 3  # values of a column that are shown
_ACTS = {
    Role.APPLICATIONS: Act.REGISTER,
    Role.ACHIEVEMENTS: Act.ADD_DOCUMENTS,
    Role.TESTS: Act.ENTER_POINTS,
    Role.APPEALS: Act.FILE_APPEAL,
}


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, the first values below it, the field it is taken for (empty: nobody's)."""

    header: str
    samples: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True)
class SheetDraft:
    """A sheet: what it is taken for (None: it is not read), its heading's row, its columns, how many rows are below."""

    name: str
    role: Role | None
    header_row: int
    columns: tuple[Column, ...]
    rows: int

    def with_field(self, header: str, name: str) -> "SheetDraft":
        """The sheet with the column ``header`` taken for the field ``name``; another that was it becomes nobody's."""
        columns = tuple(
            replace(c, field=name) if c.header == header else replace(c, field="" if c.field == name else c.field)
            for c in self.columns
        )
        return replace(self, columns=columns)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without which nothing of the sheet can come in and that no column is taken for."""
        if self.role is None:
            return ()
        taken = {column.field for column in self.columns}
        if "full_name" in taken:
            taken |= {"surname", "given"}
        return tuple(name for name in needed(self.role) if name not in taken)


@dataclass(frozen=True)
class Draft:
    """What a workbook is taken for: ``remarks`` are about the whole of it, ``stage`` says which sheets wait and why."""

    signature: str
    sheets: tuple[SheetDraft, ...]
    remarks: tuple[Finding, ...] = ()
    stage: Mapped[Role, Finding] = field(default_factory=dict)

    def mapping(self) -> Mapping:
        """The mapping that an import takes and keeps."""
        taken = {s.role: s for s in self.sheets if s.role is not None and any(c.field for c in s.columns)}
        sheets = {
            role: SheetMapping(
                sheet=sheet.name,
                columns={column.field: column.header for column in sheet.columns if column.field},
                unknown=tuple(column.header for column in sheet.columns if not column.field),
            )
            for role, sheet in taken.items()
        }
        unknown = tuple(sheet.name for sheet in self.sheets if sheet.role not in sheets)
        return Mapping(signature=self.signature, sheets=sheets, unknown_sheets=unknown)

    def with_sheet(self, changed: SheetDraft) -> "Draft":
        """The draft with a sheet changed; another sheet that was taken for the same is not read any more."""
        sheets = tuple(
            changed if s.name == changed.name else replace(s, role=None) if s.role is changed.role else s
            for s in self.sheets
        )
        return replace(self, sheets=sheets)


@dataclass(frozen=True)
class Field:
    """A field that a column may be taken for: its name, its title in words, whether nothing comes in without it."""

    name: str
    title: str
    needed: bool


def needed(role: Role) -> tuple[str, ...]:
    """Fields of ``role`` without which its sheet cannot come in, in the order of the form."""
    wanted = REQUIRED if role is Role.APPLICATIONS else frozenset()
    return tuple(dict.fromkeys((*required_fields(role), *(name for name in _ORDER[role] if name in wanted))))


_ORDER: dict[Role, tuple[str, ...]] = {
    Role.APPLICATIONS: (
        *("number", "filed_on", "filed_at", "full_name", "surname", "given", "patronymic", "born_on", "birth_place"),
        *("address", "representative", "phone", "email", "consent", "channel", "basis", "previous_school"),
    ),
    Role.ACHIEVEMENTS: (
        *("application", "category", "level", "event", "result", "place", "form", "subject", "held_on", "document"),
    ),
    Role.TESTS: ("application",),
    Role.APPEALS: ("application", "subject", "change", "decision", "in_time"),
}


def draft_of(office: Office, campaign_id: int, workbook: Workbook) -> Draft:
    """What ``workbook`` is taken for: as it was mended the last time, else as recognised.

    A workbook in which nothing is recognised gives a draft with that remark: a person may say what its sheets are.
    """
    with office.question() as session:
        work = Work(office, session)
        campaign = rules.campaign_row(session, campaign_id)
        remarks = (*workbook.remarks, *_seen_before(work, campaign_id, workbook))
        stage = {role: finding for role in Role if (finding := _stage(work, campaign, role))}
        filled = [cells for cells in workbook.book.sheets if any(not is_blank(v) for row in cells.rows for v in row)]
        try:
            mapping = mapping_of(work, campaign, workbook)
        except Refused as refused:
            remarks = (*refused.findings, *remarks)
            mark = signature([(cells.name, list(headers(_heading(cells, None)[1]))) for cells in filled])
            return Draft(mark, tuple(_sheet(cells, None, {}) for cells in filled), remarks, stage)
        roles = {sheet.sheet: (role, sheet.columns) for role, sheet in mapping.sheets.items()}
        sheets = tuple(_sheet(cells, *roles.get(cells.name, (None, {}))) for cells in filled)
        return Draft(mapping.signature, sheets, remarks, stage)


def taken_for(workbook: Workbook, name: str, role: Role | None) -> SheetDraft:
    """The sheet ``name`` taken for ``role``, its columns as far as they are recognised."""
    cells = workbook.book.sheet(name)
    if role is None:
        return _sheet(cells, None, {})
    found: dict[str, str] = {}
    for header in headers(_heading(cells, role)[1]):
        if known := field_of(role, header):
            found.setdefault(known, header)
    return _sheet(cells, role, found)


def fields_of(office: Office, campaign_id: int, workbook: Workbook, draft: Draft) -> dict[Role, tuple[Field, ...]]:
    """What columns of each kind of sheet may be taken for in this campaign, those that are needed marked."""
    with office.question() as session:
        work = Work(office, session)
        reading = begin(work, campaign_id, workbook, Mapping(signature="", sheets={}))
        groups = [f"group.{n}" for n in range(1, len(reading.expected.groups) + 1)]
        marks = {f"mark.{s}" for needs in reading.expected.groups.values() for s in needs.marks}
        named = {f"named.{q}" for asked in reading.expected.questions.values() for q in asked}
        own = {Role.APPLICATIONS: (*groups, *sorted(marks), *sorted(named))}
        own[Role.TESTS] = tuple(f"points.{name}" for name in reading.expected.tests)
    used = {s.role: [c.field for c in s.columns if c.field] for s in draft.sheets if s.role is not None}
    return {
        role: tuple(
            Field(name, column_title(name), name in needed(role))
            for name in dict.fromkeys((*_ORDER[role], *own.get(role, ()), *used.get(role, ())))
        )
        for role in Role
    }


def cells_of(workbook: Workbook, sheet: SheetDraft, row: int) -> tuple[tuple[str, str], ...]:
    """Headings of ``sheet`` with what the cells of ``row`` say, as a person sees them; blank cells are left out."""
    cells = workbook.book.sheet(sheet.name)
    names, values = headers(cells.rows[sheet.header_row - 1]), cells.rows[row - 1]
    said = ((header, shown(values[column])) for header, column in names.items() if column < len(values))
    return tuple((header, text) for header, text in said if text)


def _sheet(cells: SheetCells, role: Role | None, fields: Mapped[str, str]) -> SheetDraft:
    number, row = _heading(cells, role, fields.values())
    by_header = {header_key(header): name for name, header in fields.items()}
    names = headers(row)
    below = [values for values in cells.rows[number:] if any(not is_blank(value) for value in values)]
    columns = tuple(
        Column(header, _samples(below, column), by_header.get(header_key(header), ""))
        for header, column in names.items()
        if not is_blank(row[column]) or any(column < len(values) and not is_blank(values[column]) for values in below)
    )
    return SheetDraft(cells.name, role, number, columns, len(below))


def _samples(rows: Iterable[list[CellValue]], column: int) -> tuple[str, ...]:
    found: list[str] = []
    for value in dict.fromkeys(values[column] for values in rows if column < len(values)):
        text = shown(value)
        if text and text not in found:
            found.append(text)
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def _heading(cells: SheetCells, role: Role | None, wanted: Iterable[str] = ()) -> tuple[int, list[CellValue]]:
    """The row that is the heading: the one with all ``wanted``, else the one that says most, else the fullest."""
    keys = {header_key(header) for header in wanted}
    top = list(enumerate(cells.rows[:HEADER_DEPTH], 1))
    for number, row in top:
        if keys and keys <= {header_key(header) for header in headers(row)}:
            return number, row
    if role is not None:
        known = [sum(field_of(role, header) is not None for header in headers(row)) for _number, row in top]
        if max(known, default=0):
            return top[known.index(max(known))]
    filled = [sum(not is_blank(value) for value in row) for _number, row in top]
    fullest = max(filled)
    return next(place for place, count in zip(top, filled, strict=True) if 2 * count >= max(fullest, 1))


def _stage(work: Work, campaign: Campaign, role: Role) -> Finding | None:
    """Why sheets of ``role`` cannot come in today; None when they can."""
    day = campaign.intake_closes if role is Role.APPLICATIONS else None
    try:
        rules.in_order(work, campaign, _ACTS[role], day=day)
    except Refused as refused:
        return refused.finding
    return None


def _seen_before(work: Work, campaign_id: int, workbook: Workbook) -> tuple[Finding, ...]:
    """That these very bytes have come in already, and when."""
    run = work.session.scalars(
        select(ImportRun)
        .where(ImportRun.campaign_id == campaign_id, ImportRun.sha256 == workbook.sha256)
        .order_by(ImportRun.id.desc())
    ).first()
    if run is None:
        return ()
    values = {"file": run.file_name, "day": local_date(run.imported_at, work.school().time_zone), "by": run.imported_by}
    return (Finding("import_service.seen_before", Severity.WARNS, values),)
