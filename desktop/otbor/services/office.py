"""What an act needs (канцелярия): the open database, who is acting and by what right, the clock, the folders.

Every act is a plain function ``act(office, …)`` that declares its right with :func:`act`, joins the open transaction or
opens one, and leaves its entry in the audit trail inside it. Leaving without a commit rolls everything back.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import event, func, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from otbor.domain.findings import Finding, Refused, Severity
from otbor.domain.rights import Right
from otbor.services import audit
from otbor.storage.database import Database
from otbor.storage.models import Application, AuditEntry, School
from otbor.support.clock import Clock, local_date, local_time, system_clock


@dataclass(frozen=True)
class Changes:
    """Names of the rows that an act changed: ``(table, id)``; windows reload those only."""

    rows: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True)
class Act:
    """An act of the procedure as the program knows it."""

    name: str
    right: Right
    function: Callable[..., Any]


ACTS: dict[str, Act] = {}


_P = ParamSpec("_P")
_R = TypeVar("_R")
_ActFunction = Callable[Concatenate["Office", _P], _R]


def act(right: Right) -> Callable[[_ActFunction[_P, _R]], _ActFunction[_P, _R]]:
    """Declare a function as an act that needs ``right``; without it the act raises :class:`Refused`."""

    def declare(function: _ActFunction[_P, _R]) -> _ActFunction[_P, _R]:
        @wraps(function)
        def checked(office: "Office", *args: _P.args, **kwargs: _P.kwargs) -> _R:
            if right not in office.rights:
                raise Refused(
                    Finding("office.no_right", values={"operator": office.operator, "act": function.__name__})
                )
            return function(office, *args, **kwargs)

        ACTS[function.__name__] = Act(function.__name__, right, checked)
        return cast("_ActFunction[_P, _R]", checked)

    return declare


class Work:
    """One transaction: its session, its one instant, the rows it changed."""

    def __init__(self, office: "Office", session: Session) -> None:
        self.office = office
        self.session = session
        self.now: datetime = office.clock()
        self.changed: set[tuple[str, int]] = set()
        self._school: School | None = None
        self._open_acts = 0
        self._spoilt = False

    def school(self) -> School:
        """The school's card; raises :class:`Refused` in a database that has none yet."""
        if self._school is None:
            self._school = self.session.scalars(select(School)).first()
        if self._school is None:
            raise Refused(Finding("office.no_school"))
        return self._school

    def today(self) -> date:
        """The legal date: local to the school."""
        return local_date(self.now, self.school().time_zone)

    def record(self, name: str, payload: dict[str, Any], application: Application | None = None) -> None:
        """Put the act into the audit trail: ``payload`` says what was done, as plain JSON values."""
        self.session.flush()
        content = {"act": name, "by": self.office.operator, **payload}
        audit.append(
            self.session, self.office.origin, self.now, name, content, None if application is None else application.id
        )

    def changes(self) -> Changes:
        """The rows changed so far."""
        self.session.flush()
        return Changes(frozenset(self.changed))

    def commit(self) -> None:
        """Say that the innermost open act is complete; the outermost one writes."""
        self._open_acts -= 1
        if self._open_acts == 0:
            if self._spoilt:
                raise RuntimeError("an inner act was left without a commit, so nothing of the outer one can stand")
            changes, entry = self.changes(), _newest_entry(self.session)
            self.session.commit()
            self.office.committed(changes, entry)

    @contextmanager
    def joined(self) -> Iterator["Work"]:
        """Run an act inside this transaction; an act that leaves without a commit spoils the whole."""
        depth = self._open_acts
        self._open_acts = depth + 1
        try:
            yield self
        finally:
            if self._open_acts != depth:
                self._open_acts = depth
                self._spoilt = True


def _nobody(_changes: Changes, _entry: int) -> None:
    """Nobody wants to know."""


@dataclass
class Office:
    """An open office.

    ``origin`` names this computer in the audit trail, ``own`` is the folder of the school's copies of the shipped data;
    ``window`` is where it is typed: drafts of each stay apart, and those of ``gone`` ones may be taken over («a/1» and
    «a/2» are windows of one person);
    ``committed`` is told after each transaction, on its thread, what changed and the number of its newest audit entry.
    """

    database: Database
    operator: str
    rights: frozenset[Right] = frozenset(Right)
    clock: Clock = system_clock
    own: Path | None = None
    origin: str = "main"
    window: str = "main"
    gone: Callable[[], tuple[str, ...]] = tuple
    committed: Callable[[Changes, int], None] = _nobody
    _work: Work | None = field(default=None, init=False, repr=False)

    @contextmanager
    def transaction(self) -> Iterator[Work]:
        """Join the open transaction or open one; what is left without :meth:`Work.commit` is rolled back."""
        if self._work is not None:
            with self._work.joined() as work:
                yield work
            return
        with self.database.writing() as session:
            self._work = Work(self, session)
            _watch(session, self._work)
            try:
                with self._work.joined() as work:
                    yield work
            except StaleDataError:
                raise Refused(Finding("office.stale")) from None
            finally:
                self._work = None

    @contextmanager
    def question(self) -> Iterator[Session]:
        """A session that only reads: the act's own transaction when one is open, else a snapshot beside the writer."""
        if self._work is not None:
            self._work.session.flush()
            yield self._work.session
        else:
            with self.database.reading() as session:
                yield session


def findings_at_opening(office: Office) -> tuple[Finding, ...]:
    """What is to be told when the office opens: a clock behind the newest entry of the audit trail is a warning."""
    now = office.clock()
    with office.question() as session:
        last = audit.clock_is_behind(session, office.origin, now)
    if last is None:
        return ()
    zone = time_zone(office)
    values = {"now": local_time(now, zone), "last": local_time(last, zone)}
    return (Finding("office.clock_behind", Severity.WARNS, values),)


def time_zone(office: Office) -> str:
    """The school's own (an IANA name), UTC before there is a school."""
    with office.question() as session:
        return session.scalars(select(School.time_zone)).first() or "UTC"


def today(office: Office) -> date:
    """The legal date: local to the school."""
    return local_date(office.clock(), time_zone(office))


def newest_entry(office: Office) -> int:
    """Number of the newest entry of the audit trail, 0 without any: a larger one tells of acts in between."""
    with office.question() as session:
        return _newest_entry(session)


def _newest_entry(session: Session) -> int:
    return session.scalar(select(func.max(AuditEntry.id))) or 0


def _watch(session: Session, work: Work) -> None:
    def after_flush(flushed: Session, _context: Any) -> None:
        for row in (*flushed.new, *flushed.dirty, *flushed.deleted):
            identity = inspect(row).identity or (row.id,)
            work.changed.add((row.__tablename__, identity[0]))

    event.listen(session, "after_flush", after_flush)


@dataclass(frozen=True)
class MassOutcome:
    """What a mass act did: how many rows it was done for, and the refusals by row."""

    done: int
    refused: dict[Any, Refused]


Progress = Callable[[int, int], None]  # (done, of)


def no_progress(done: int, of: int) -> None:
    """Nobody watches."""


def for_each(rows: Iterable[Any], one: Callable[[Any], object], progressed: Progress = no_progress) -> MassOutcome:
    """A mass act: ``one`` for each row in a transaction of its own; a refusal stops that row only."""
    todo = list(rows)
    refused = {}
    for number, row in enumerate(todo, 1):
        try:
            one(row)
        except Refused as refusal:
            refused[row] = refusal
        progressed(number, len(todo))
    return MassOutcome(len(todo) - len(refused), refused)
