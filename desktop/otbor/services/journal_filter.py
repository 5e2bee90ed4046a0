"""Which applications a journal shows, and in what order: by every column, both ways, ё as е.

What the database can compare it compares; folded texts that it has no column for are compared here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from otbor.domain.applications import ApplicationStatus, Channel
from otbor.domain.numbering import natural
from otbor.domain.people import search_key
from otbor.services.completeness import Demands, in_force, lacks, missing_count, uncompared_count, without_receipt
from otbor.storage.models import Application, Group, Representative, Wish

_DIGITS_OF_A_PHONE = 4  # fewer would find half of the journal


class Column(StrEnum):
    """A column of the journal."""

    NUMBER = "number"
    FILED = "filed"  # when the family handed it in
    CHILD = "child"
    BORN = "born"
    GROUPS = "groups"  # in the order of wish
    CHANNEL = "channel"
    EXTERNAL = "external"  # number of the portal or of the post
    DOCUMENTS = "documents"  # whole, or so many are missing (п. 11)
    COMPARED = "compared"  # copies compared with their originals
    RECEIPT = "receipt"
    STATUS = "status"
    ACCEPTED = "accepted"  # by whom
    PHONE = "phone"  # of the first representative
    REPRESENTATIVE = "representative"  # the first one
    ADDRESS = "address"
    RECORDED = "recorded"  # when it was typed
    NOTE = "note"  # why it was annulled, withdrawn, taken late


class Mark(StrEnum):
    """What may be chosen of the columns that tell a state of an application in force."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    COMPARED = "compared"
    NOT_COMPARED = "not_compared"
    GIVEN = "given"
    AWAITED = "awaited"


TEXTS = (Column.NUMBER, Column.CHILD, Column.EXTERNAL, Column.PHONE, Column.REPRESENTATIVE, Column.ADDRESS, Column.NOTE)
DAYS = (Column.FILED, Column.BORN, Column.RECORDED)
CHOICES = (
    Column.GROUPS,
    Column.CHANNEL,
    Column.DOCUMENTS,
    Column.COMPARED,
    Column.RECEIPT,
    Column.STATUS,
    Column.ACCEPTED,
)


@dataclass(frozen=True)
class Days:
    """Days of the school's own time, ends included, None for no end; or the last ``recent`` days, today being one."""

    first: date | None = None
    last: date | None = None
    recent: int = 0


@dataclass(frozen=True)
class Filter:
    """What is to be seen: all of it holds at once, an empty filter shows everything.

    ``text``: words of a name, parts of a number, of an external number, of a telephone. ``contains``: of :data:`TEXTS`,
    ``days``: of :data:`DAYS`, ``among``: of :data:`CHOICES`, any of the values (codes of groups, values of channels and
    states, :class:`Mark`, names of who accepted, ids of missing documents), and whole numbers of :data:`Column.NUMBER`.
    """

    text: str = ""
    contains: Mapping[Column, str] = field(default_factory=dict)
    days: Mapping[Column, Days] = field(default_factory=dict)
    among: Mapping[Column, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """By what column, and whether from its end; the registration numbers part what is equal."""

    column: Column = Column.NUMBER
    descending: bool = False


def first_group() -> ColumnElement[int]:
    """Position of the group that an application wants most."""
    return _group_of_rank(1)


def _group_of_rank(rank: int) -> ColumnElement[int]:
    position = (
        select(Group.position)
        .join(Wish, Wish.group_id == Group.id)
        .where(Wish.application_id == Application.id, Wish.rank == rank)
    )
    return func.coalesce(position.correlate(Application).scalar_subquery(), -1)


@dataclass(frozen=True)
class Question:
    """A filter over a campaign, ready to be asked: ``zone`` and ``today`` of the school."""

    session: Session
    campaign_id: int
    zone: str
    today: date
    wanted: Demands

    def conditions(self, chosen: Filter) -> list[ColumnElement[bool]]:
        """What the database compares."""
        found = [Application.campaign_id == self.campaign_id]
        found += [_word(word) for word in chosen.text.split()]
        found += [_TEXT_CONDITIONS[c](text) for c, text in chosen.contains.items() if c in _TEXT_CONDITIONS]
        for column, days in chosen.days.items():
            found += self._within(column, days)
        for column, values in chosen.among.items():
            if column is Column.NUMBER:
                found.append(Application.number.in_(values))
            else:
                found.append(or_(*(self._is(column, value) for value in values)))
        return found

    def folded(self, chosen: Filter) -> frozenset[int] | None:
        """Applications that hold the texts that only we can compare; None where none is asked for."""
        found: frozenset[int] | None = None
        for column, text in chosen.contains.items():
            if column not in _TEXT_CONDITIONS and (part := search_key(text)):
                rows = _texts(self.session, self.campaign_id, column)
                holding = frozenset(identity for identity, whole in rows if part in search_key(whole))
                found = holding if found is None else found & holding
        return found

    def order(self, order: Order) -> list[ColumnElement[Any]]:
        """The order that the database can give; of a column of texts that of the numbers, see :meth:`text_keys`."""
        by_column: dict[Column, list[Any]] = {
            Column.FILED: [Application.filed_at],
            Column.CHILD: [Application.sort_key],
            Column.BORN: [Application.birth_date],
            Column.RECORDED: [Application.recorded_at],
            Column.CHANNEL: [_rank(Application.channel, tuple(Channel))],
            Column.STATUS: [_rank(Application.status, tuple(ApplicationStatus))],
            Column.DOCUMENTS: [case((in_force(), missing_count(self.wanted)), else_=-1)],
            Column.COMPARED: [case((in_force(), uncompared_count(self.wanted)), else_=-1)],
            Column.RECEIPT: [_receipt_rank(), Application.receipt_given_at],
            Column.GROUPS: [_group_of_rank(rank) for rank in (1, 2, 3)],
        }
        columns: list[Any] = [*by_column.get(order.column, []), Application.series, Application.ordinal]
        return [column.desc() for column in columns] if order.descending else columns

    def text_keys(self, column: Column) -> dict[int, Any] | None:
        """Sort keys by application for a column that the database cannot sort as people do; None for the others."""
        if column is not Column.ACCEPTED and (column not in TEXTS or column in {Column.NUMBER, Column.CHILD}):
            return None
        key = cache(lambda text: natural(search_key(text)))  # many rows, few texts
        return {identity: key(text) for identity, text in _texts(self.session, self.campaign_id, column)}

    def _within(self, column: Column, days: Days) -> Iterator[ColumnElement[bool]]:
        first, last = days.first, days.last
        if days.recent:
            first, last = self.today - timedelta(days=days.recent - 1), self.today
        if column is Column.BORN:
            if first is not None:
                yield Application.birth_date >= first
            if last is not None:
                yield Application.birth_date <= last
            return
        moment = Application.filed_at if column is Column.FILED else Application.recorded_at
        if first is not None:
            yield moment >= self._midnight(first)
        if last is not None:
            yield moment < self._midnight(last + timedelta(days=1))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)

    def _is(self, column: Column, value: str) -> ColumnElement[bool]:
        match column:
            case Column.GROUPS:
                named = select(Wish.application_id).join(Group, Group.id == Wish.group_id).where(Group.code == value)
                return Application.id.in_(named.where(Group.campaign_id == self.campaign_id))
            case Column.CHANNEL:
                return Application.channel == Channel(value)
            case Column.STATUS:
                return Application.status == ApplicationStatus(value)
            case Column.ACCEPTED:
                return Application.accepted_by == value
        return and_(*self._state(value))

    def _state(self, value: str) -> Iterator[ColumnElement[bool]]:
        """A :class:`Mark`, else the id of a document that is missing."""
        if value != Mark.GIVEN:
            yield in_force()
        match value:
            case Mark.COMPLETE:
                yield missing_count(self.wanted) == 0
            case Mark.INCOMPLETE:
                yield missing_count(self.wanted) > 0
            case Mark.COMPARED:
                yield uncompared_count(self.wanted) == 0
            case Mark.NOT_COMPARED:
                yield uncompared_count(self.wanted) > 0
            case Mark.GIVEN:
                yield Application.receipt_given_at.is_not(None)
            case Mark.AWAITED:
                yield without_receipt()
            case _:
                yield lacks(self.wanted, value)


def _rank(column: InstrumentedAttribute[Any], values: tuple[StrEnum, ...]) -> ColumnElement[int]:
    return case(*((column == value, place) for place, value in enumerate(values)), else_=len(values))


def _receipt_rank() -> ColumnElement[int]:
    """Those that wait, those given, those that need none any more: no database's own place for an empty date."""
    return case((Application.receipt_given_at.is_not(None), 1), (in_force(), 0), else_=2)


def _word(word: str) -> ColumnElement[bool]:
    """A word of the one search field: with digits a part of a number or of a telephone, else of the name."""
    if not any(letter.isdigit() for letter in word):
        return _name(word)
    found = [_has(Application.number, word), _has(Application.external_number, word)]
    if sum(letter.isdigit() for letter in word) >= _DIGITS_OF_A_PHONE:
        found.append(_phone(word))
    return or_(*found)


def _name(text: str) -> ColumnElement[bool]:
    return and_(*(_has(Application.search_key, word) for word in search_key(text).split()), literal(value=True))


def _phone(text: str) -> ColumnElement[bool]:
    digits = re.sub(r"\D", "", text)
    if not digits:
        return literal(value=False)
    parts = [_has(Representative.phone, digits)]
    if len(digits) > _DIGITS_OF_A_PHONE and digits[0] in "78":
        parts.append(_has(Representative.phone, f"+7{digits[1:]}"))  # families write the country's code in several ways
    return Application.id.in_(select(Representative.application_id).where(or_(*parts)))


def _has(column: InstrumentedAttribute[str], part: str) -> ColumnElement[bool]:
    return column.contains(part, autoescape=True)


_TEXT_CONDITIONS: dict[Column, Callable[[str], ColumnElement[bool]]] = {
    Column.CHILD: _name,
    Column.NUMBER: lambda text: _has(Application.number, text.strip()),
    Column.EXTERNAL: lambda text: _has(Application.external_number, text.strip()),
    Column.PHONE: _phone,
}


def _texts(session: Session, campaign_id: int, column: Column) -> Iterator[tuple[int, str]]:
    """A text of every application of a campaign; of each representative, the first one last, where it is of them."""
    columns: tuple[InstrumentedAttribute[str], ...] = {
        Column.REPRESENTATIVE: (Representative.surname, Representative.given, Representative.patronymic),
        Column.PHONE: (Representative.phone,),
        Column.ADDRESS: (Application.address,),
        Column.EXTERNAL: (Application.external_number,),
        Column.ACCEPTED: (Application.accepted_by,),
        Column.NOTE: (Application.status_reason, Application.late_reason),
    }[column]
    every: Any = (Application.id, *columns)
    wanted: Select[Any] = select(*every).where(Application.campaign_id == campaign_id)
    if column in {Column.REPRESENTATIVE, Column.PHONE}:
        wanted = wanted.join(Representative, Representative.application_id == Application.id)
        wanted = wanted.order_by(Representative.id.desc())
    for identity, *texts in session.execute(wanted):
        yield identity, " ".join(filter(None, texts))
