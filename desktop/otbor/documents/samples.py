"""Sample data of any paper, made from the types of its fields and ``resources/office/samples.toml``: for previews.

Two of everything that a paper lists, the first of every choice, invented people.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import ModuleType, NoneType
from typing import Any, get_args, get_origin, get_type_hints

from otbor.documents.kit.paper import Issue
from otbor.documents.kit.rating import Counts
from otbor.support.places import resource
from otbor.wording.forms import Form, form

_DAY = date(2026, 6, 5)
_ROWS = 2  # of every list
_DEEPEST = 8  # one row in another; the tree of points holds itself
_PLAIN: Mapping[type, tuple[Any, ...]] = {
    int: (3, 2),
    bool: (False,),
    Decimal: (Decimal("12.5"), Decimal(17)),
    date: (_DAY,),
    datetime: (datetime(2026, 4, 14, 10, 5),),  # noqa: DTZ001 - the school's local time, as papers say it
    Counts: (Counts("8Ф", 23, 3, 20, 1, 1, 18), Counts("8И", 40, 2, 38, 3, 5, 29, 1)),
}


@dataclass(frozen=True)
class _Place:
    """Where a value is wanted: field of a class, which of a list (from 0), how deep; ``first``: where its own list
    begins."""

    owner: str
    field: str
    number: int = 0
    depth: int = 0
    first: int = 0


def sample(kind: ModuleType) -> Any:
    """Data to render the paper ``kind`` (a module of ``documents``) with."""
    return _made(get_type_hints(kind.render)["data"], _Place("", "data"))


def sample_issue(standard: str) -> Issue:
    """Requisites of a sample: no QR and the mark of a draft, for nothing was issued."""
    school = "Муниципальное бюджетное общеобразовательное учреждение «Школа № 1»"
    return Issue(
        school,
        number="1",
        dated=_DAY,
        place="г. Нижний Новгород",
        standard=standard,
        qr="",
        founder="Администрация города Нижнего Новгорода",
        contacts="603000, г. Нижний Новгород, ул. Лесная, д. 1",
        draft=True,
    )


def _made(kind: Any, place: _Place) -> Any:  # noqa: PLR0911 - one line a kind of value
    """A value of the type ``kind``."""
    if kind in {str, int, date} and (told := _told(kind, place)):
        return told[place.number % len(told)]
    if kind is str:
        raise LookupError(f"office/samples.toml says nothing for {place.owner}.{place.field}")
    if kind in _PLAIN:
        return _PLAIN[kind][place.number % len(_PLAIN[kind])]
    if kind is Form:
        return form("notice")  # the one paper whose data hold a wording: the notice in large print
    if get_origin(kind) is tuple:
        return _listed(get_args(kind), place)
    if get_args(kind):  # «A | None»: the first that is something
        return _made(next(k for k in get_args(kind) if k is not NoneType), place)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(kind)[place.number % len(kind)]
    return _row(kind, place)


def _row(kind: Any, place: _Place) -> Any:
    """A row with all its fields made but switches, which stay off; people of one meeting are different people."""
    types, met, made = get_type_hints(kind), Counter[Any](), {}
    for one in fields(kind):
        wanted = types[one.name]
        if wanted is bool and one.default is not MISSING:
            continue
        row = get_args(wanted)[0] if get_origin(wanted) is tuple else wanted
        before = met[row] if is_dataclass(row) else 0
        made[one.name] = _made(
            wanted, _Place(kind.__name__, one.name, before or place.number, place.depth + 1, first=before)
        )
        met[row] += 1 if row is wanted else _ROWS
    return kind(**made)


def _listed(kinds: tuple[Any, ...], place: _Place) -> tuple[Any, ...]:
    if kinds[-1] is not ...:
        return tuple(_made(kind, replace(place, number=number)) for number, kind in enumerate(kinds))
    length = 0 if place.depth >= _DEEPEST else _ROWS
    return tuple(_made(kinds[0], replace(place, number=place.first + number)) for number in range(length))


def _told(kind: type, place: _Place) -> list[Any]:
    values = _values()
    told = values.get(f"{place.owner}.{place.field}", values.get(place.field, []))
    return told if all(isinstance(value, kind) for value in told) else []


@cache
def _values() -> dict[str, list[Any]]:
    return tomllib.loads(resource("office/samples.toml").read_text("utf-8"))
