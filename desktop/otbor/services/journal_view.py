"""The journal as a table sees it (журнал приёма заявлений): ids in order, rows by the block, totals that add up."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from otbor.domain.applications import ApplicationStatus, Channel
from otbor.domain.findings import Finding, Refused
from otbor.domain.intake import handed_kinds
from otbor.domain.rights import Right
from otbor.exchange import tables
from otbor.services.completeness import Demands, demands, missing_count, without_receipt
from otbor.services.journal_filter import Filter, Order, Question, first_group
from otbor.services.office import Office, Progress, act, no_progress
from otbor.storage.models import Application, Document, Group, Representative, School, Wish
from otbor.support.clock import local_date, local_time

BLOCK = 64  # rows that are read at once: a page of the table and some more
_MANY = 500  # ids in one question: every database takes so many values
EVERYTHING = Filter()
BY_NUMBER = Order()


@dataclass(frozen=True)
class Line:
    """One application of the journal; instants in the school's own time.

    ``missing``: titles of the documents it lacks (п. 11); ``to_compare`` copies need a comparison with the original,
    ``uncompared`` of them wait for it; ``note``: why it was annulled, withdrawn or taken late.
    """

    application_id: int
    number: str
    filed_at: datetime
    recorded_at: datetime
    child: str
    born: date
    groups: tuple[str, ...]
    channel: Channel
    external_number: str
    missing: tuple[str, ...]
    to_compare: int
    uncompared: int
    receipt_on: date | None
    status: ApplicationStatus
    note: str
    accepted_by: str
    representative: str
    phone: str
    address: str

    @property
    def in_force(self) -> bool:
        """Neither annulled nor withdrawn."""
        return self.status is ApplicationStatus.REGISTERED


@dataclass(frozen=True)
class Totals:
    """Of what a filter shows: ``shown`` is the sum of ``statuses``; the others are of those in force.

    ``groups``: by the group wanted most, so that they add up to those in force; in the order of the campaign.
    """

    shown: int = 0
    statuses: dict[ApplicationStatus, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    incomplete: int = 0
    awaiting: int = 0


@dataclass(frozen=True)
class Choices:
    """What may be chosen in filters: groups (code, title), documents that may be missing (id, title), people."""

    groups: tuple[tuple[str, str], ...]
    documents: tuple[tuple[str, str], ...]
    accepted_by: tuple[str, ...]


def ids(office: Office, campaign_id: int, chosen: Filter = EVERYTHING, order: Order = BY_NUMBER) -> "array[int]":
    """Row ids of what ``chosen`` shows, in ``order``: a question for the reading thread."""
    with office.question() as session:
        question = _question(office, session, campaign_id)
        wanted = select(Application.id).where(*question.conditions(chosen)).order_by(*question.order(order))
        found: Iterable[int] = session.scalars(wanted)
        if (holding := question.folded(chosen)) is not None:
            found = (identity for identity in found if identity in holding)
        if (keys := question.text_keys(order.column)) is not None:
            nothing: tuple[Any, ...] = ()
            found = sorted(found, key=lambda identity: keys.get(identity, nothing), reverse=order.descending)
        return array("q", found)


def totals(office: Office, campaign_id: int, chosen: Filter = EVERYTHING) -> Totals:
    """What there is of everything that ``chosen`` shows."""
    with office.question() as session:
        question = _question(office, session, campaign_id)
        conditions = question.conditions(chosen)
        wanted = (
            select(
                Application.status,
                first_group(),
                func.count(),
                func.sum(case((missing_count(question.wanted) > 0, 1), else_=0)),
                func.sum(case((without_receipt(), 1), else_=0)),
            )
            .where(*conditions)
            .group_by(Application.status, first_group())
        )
        holding = question.folded(chosen)
        counted: Iterable[Any] = session.execute(wanted) if holding is None else _in_parts(session, wanted, holding)
        groups = select(Group.position, Group.code).where(Group.campaign_id == campaign_id).order_by(Group.position)
        codes = {position: code for position, code in session.execute(groups)}  # noqa: C416 - rows are not tuples
        return _added_up(counted, codes)


def _in_parts(session: Session, wanted: Any, holding: Iterable[int]) -> Iterator[Any]:
    for part in _parts(holding):
        yield from session.execute(wanted.where(Application.id.in_(part)))


def _added_up(counted: Iterable[Any], codes: dict[int, str]) -> Totals:
    statuses: Counter[ApplicationStatus] = Counter()
    groups: Counter[str] = Counter()
    incomplete = awaiting = 0
    for status, position, number, lacking, waiting in counted:
        statuses[status] += number
        if status is ApplicationStatus.REGISTERED:
            groups[codes.get(position, "")] += number
            incomplete += lacking
            awaiting += waiting
    in_order = {code: groups[code] for code in [*codes.values(), ""] if groups[code]}
    return Totals(statuses.total(), dict(statuses), in_order, incomplete, awaiting)


def choices(office: Office, campaign_id: int) -> Choices:
    """What may be chosen in the filters of a campaign."""
    with office.question() as session:
        groups = session.execute(
            select(Group.code, Group.title).where(Group.campaign_id == campaign_id).order_by(Group.position)
        )
        wanted = demands(session, campaign_id)
        documents = {rule.id: rule.title for rule in (*wanted.citizen, *wanted.foreign)}
        people = session.scalars(
            select(Application.accepted_by)
            .where(Application.campaign_id == campaign_id)
            .distinct()
            .order_by(Application.accepted_by)
        )
        return Choices(tuple((code, title) for code, title in groups), tuple(documents.items()), tuple(people))


def block(office: Office, wanted: Sequence[int]) -> list[Line]:
    """The rows of these ids in their order, at most :data:`BLOCK`; one that is not there is left out."""
    with office.question() as session:
        return _lines(session, wanted)


def export(
    office: Office,
    wanted: Sequence[int],
    title: str,
    header: Sequence[str],
    cells: Callable[[Line], tables.Row],
    path: Path,
    progressed: Progress = no_progress,
) -> int:
    """Write the rows ``wanted`` to ``path``, XLSX or CSV by its ending; gives how many were written.

    A file that could not be finished is not left behind. Raises :class:`Refused` for another ending, :class:`OSError`
    when the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in {".csv", ".xlsx"}:
        raise Refused(Finding("paper_content.table_format", values={"file": path.name}))
    unfinished = path.with_name(f"{path.name}.part")
    try:
        rows = _exported(office, wanted, cells, progressed)
        if kind == ".csv":
            tables.write_csv(unfinished, header, rows, delimiter=";")  # as spreadsheets here expect it
        else:
            tables.write_xlsx(unfinished, [(title, header, rows)])
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    return len(wanted)


def _exported(
    office: Office, wanted: Sequence[int], cells: Callable[[Line], tables.Row], progressed: Progress
) -> Iterator[tables.Row]:
    done = 0
    for part in _parts(wanted):
        yield from map(cells, block(office, part))
        done += len(part)
        progressed(done, len(wanted))


@act(Right.ISSUE)
def note_export(office: Office, campaign_id: int, file: str, rows: int, columns: Sequence[str]) -> None:
    """Put on record that data of the journal were carried out of the program into a file (152-ФЗ: who and how much)."""
    with office.transaction() as work:
        payload = {"campaign": campaign_id, "file": file, "rows": rows, "columns": list(columns)}
        work.record("note_export", payload)
        work.commit()


def _parts(wanted: Iterable[int]) -> Iterator[Sequence[int]]:
    whole = tuple(wanted)
    yield from (whole[start : start + _MANY] for start in range(0, len(whole), _MANY))


def _question(office: Office, session: Session, campaign_id: int) -> Question:
    zone = _zone(session)
    return Question(session, campaign_id, zone, local_date(office.clock(), zone), demands(session, campaign_id))


def _zone(session: Session) -> str:
    return session.scalars(select(School.time_zone)).first() or "UTC"


_COLUMNS = (
    Application.id,
    Application.campaign_id,
    Application.number,
    Application.filed_at,
    Application.recorded_at,
    Application.surname,
    Application.given,
    Application.patronymic,
    Application.birth_date,
    Application.channel,
    Application.external_number,
    Application.foreign_citizen,
    Application.consent,
    Application.receipt_given_at,
    Application.status,
    Application.status_reason,
    Application.late_reason,
    Application.accepted_by,
    Application.address,
)


def _lines(session: Session, wanted: Sequence[int]) -> list[Line]:
    rows = {row.id: row for row in session.execute(select(*_COLUMNS).where(Application.id.in_(wanted)))}
    if not rows:
        return []
    zone, asked = _zone(session), demands(session, next(iter(rows.values())).campaign_id)
    beside = _beside(session, wanted, asked)
    return [_line(rows[identity], beside[identity], asked, zone) for identity in wanted if identity in rows]


@dataclass
class _Beside:
    """What other tables say of one application."""

    groups: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    to_compare: int = 0
    uncompared: int = 0
    representatives: list[Any] = field(default_factory=list)


def _beside(session: Session, wanted: Sequence[int], asked: Demands) -> dict[int, _Beside]:
    found = {identity: _Beside() for identity in wanted}
    wishes = select(Wish.application_id, Group.code).join(Group, Group.id == Wish.group_id)
    for identity, code in session.execute(wishes.where(Wish.application_id.in_(wanted)).order_by(Wish.rank)):
        found[identity].groups.append(code)
    documents = select(Document.application_id, Document.kind, Document.copy_kind, Document.compared_at)
    for identity, kind, copy, compared_at in session.execute(documents.where(Document.application_id.in_(wanted))):
        own = found[identity]
        own.kinds.append(kind)
        if copy in asked.to_compare:
            own.to_compare += 1
            own.uncompared += compared_at is None
    people = select(
        Representative.application_id,
        Representative.surname,
        Representative.given,
        Representative.patronymic,
        Representative.phone,
        Representative.identity_shown,
    )
    for row in session.execute(people.where(Representative.application_id.in_(wanted)).order_by(Representative.id)):
        found[row.application_id].representatives.append(row)
    return found


def _line(row: Any, beside: _Beside, asked: Demands, zone: str) -> Line:
    shown = [person.identity_shown for person in beside.representatives]
    handed = handed_kinds(beside.kinds, row.consent, shown)
    first = beside.representatives[0] if beside.representatives else None
    given = row.receipt_given_at
    return Line(
        application_id=row.id,
        number=row.number,
        filed_at=local_time(row.filed_at, zone),
        recorded_at=local_time(row.recorded_at, zone),
        child=_name(row),
        born=row.birth_date,
        groups=tuple(beside.groups),
        channel=row.channel,
        external_number=row.external_number,
        missing=tuple(rule.title for rule in asked.of(row.foreign_citizen) if rule.id not in handed),
        to_compare=beside.to_compare,
        uncompared=beside.uncompared,
        receipt_on=None if given is None else local_date(given, zone),
        status=row.status,
        note=" · ".join(filter(None, (row.status_reason, row.late_reason))),
        accepted_by=row.accepted_by,
        representative="" if first is None else _name(first),
        phone="" if first is None else first.phone,
        address=row.address,
    )


def _name(row: Any) -> str:
    return " ".join(filter(None, (row.surname, row.given, row.patronymic)))
