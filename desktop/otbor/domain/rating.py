"""The rating (рейтинг достижений): places with shared ones, what separated neighbours, who is listed apart."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from otbor.domain.numbering import natural
from otbor.domain.participants import Participant
from otbor.domain.scheme.conditions import STRATUM, TOTAL
from otbor.domain.scheme.model import Scheme, canonical, identity
from otbor.domain.scoring.result import Result, Status

_BEHIND = (1, Decimal(0))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rating: ``decided_by`` is what put it behind the line above («stratum», «total», a key's id)."""

    place: int
    result: Result
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating of one group; ``out`` are those without a place, each with its status and reasons.

    ``components`` and ``keys`` name the columns; ``scheme_hash`` is the identity of the scheme it was made by.
    """

    group: str
    components: tuple[str, ...]
    keys: tuple[str, ...]
    entries: tuple[Entry, ...]
    out: tuple[Result, ...]
    scheme_hash: str

    @property
    def awaited(self) -> tuple[Result, ...]:
        """Those whose values will come: while there are any, the rating cannot be final."""
        return tuple(result for result in self.out if result.status is Status.AWAITED)

    def tiers(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Places in order with the numbers of all who share them."""
        shared: dict[int, list[str]] = {}
        for entry in self.entries:
            shared.setdefault(entry.place, []).append(entry.result.number)
        return tuple((place, tuple(numbers)) for place, numbers in shared.items())


def rate(scheme: Scheme, group: str, results: Iterable[Result]) -> Rating:
    """The rating of ``group`` from ``results``: the order of the input never matters.

    By stratum, then total, the higher first, then keys; who is equal in all shares the place (1, 2, 2, 4) and stands
    there by number, which is an order of lines and not of places. Raises :class:`ValueError` for a number given twice.
    """
    results = sorted(results, key=lambda result: natural(result.number))
    if len({result.number for result in results}) < len(results):
        raise ValueError("a participant can be rated once in a group")
    signs = tuple(-1 if key.prefer == "higher" else 1 for key in scheme.keys)
    ranked = sorted((r for r in results if r.status is Status.RATED), key=lambda r: _order(r, signs))
    names = (STRATUM, TOTAL, *(key.id for key in scheme.keys))
    entries: list[Entry] = []
    previous: tuple[Any, ...] | None = None
    for index, result in enumerate(ranked, start=1):
        order = _order(result, signs)
        if order == previous:
            entries.append(Entry(entries[-1].place, result))
        else:
            decided = (
                "" if previous is None else next(n for n, a, b in zip(names, previous, order, strict=True) if a != b)
            )
            entries.append(Entry(index, result, decided))
        previous = order
    return Rating(
        group=group,
        components=tuple(component.id for component in scheme.components_of(group)),
        keys=tuple(key.id for key in scheme.keys),
        entries=tuple(entries),
        out=tuple(result for result in results if result.status is not Status.RATED),
        scheme_hash=identity(scheme),
    )


def columns(rating: Rating) -> tuple[str, ...]:
    """Names of the columns of :func:`to_rows`."""
    return ("group", "place", "number", "total", *rating.components, *rating.keys)


def to_rows(rating: Rating) -> list[tuple[str | int | Decimal | None, ...]]:
    """The rating as plain values, the rated first: ``place`` is a number, or the :class:`Status` of who has none."""
    lines: list[tuple[int | Status, Result]] = [(entry.place, entry.result) for entry in rating.entries]
    lines += [(result.status, result) for result in rating.out]
    return [(rating.group, place, r.number, r.total, *r.parts, *r.keys) for place, r in lines]


def inputs_hash(participants: Sequence[Participant]) -> str:
    """SHA-256 (hex) of everything that points are made from, the same in any order; names of people are not in it."""
    content = [
        {
            "number": p.number,
            "groups": p.groups,
            **({"named": sorted(p.named.items())} if p.named else {}),
            "values": sorted([kind, name, v.state, _plain(v.number)] for (kind, name), v in p.values.items()),
            "achievements": sorted(
                [a.category, a.level, a.event, a.result, a.subject, a.held_on.isoformat() if a.held_on else ""]
                + ([a.form] if a.form or a.place is not None else [])
                + ([str(a.place)] if a.place is not None else [])
                for a in p.achievements
            ),
        }
        for p in sorted(participants, key=lambda p: natural(p.number))
    ]
    return hashlib.sha256(canonical(content)).hexdigest()


def _order(result: Result, signs: tuple[int, ...]) -> tuple[Any, ...]:
    """What places are made of: a number that is not there is behind every number; ``signs``: −1 where more is ahead."""
    total = _BEHIND if result.total is None else (0, -result.total)
    keys = (_BEHIND if key is None else (0, sign * key) for key, sign in zip(result.keys, signs, strict=True))
    return (result.stratum, total, *keys)


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number.normalize(), "f")
