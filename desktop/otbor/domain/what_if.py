"""What-if: the same participant, and the same people, under two versions of a scheme, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from otbor.domain.numbering import natural
from otbor.domain.participants import Participant
from otbor.domain.rating import Rating
from otbor.domain.scoring import Plan, Result


@dataclass(frozen=True, slots=True)
class Pair:
    """A number under both versions; None where a version has none or knows no such column."""

    id: str
    title: str
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """How much more the second version gives; None where one of them gives nothing."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """One participant in one group by two versions: components, total and keys as pairs, and both results whole."""

    versions: tuple[str, str]
    components: tuple[Pair, ...]
    total: Pair
    keys: tuple[Pair, ...]
    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class Move:
    """A participant whose place differs between two ratings; None is no place."""

    number: str
    before: int | None
    after: int | None


def compare(before: Plan, after: Plan, participant: Participant) -> Comparison:
    """``participant`` scored by two versions of a scheme for one group."""
    first, second = before.score(participant), after.score(participant)
    titles = {column.id: column.title for plan in (after, before) for column in (*plan.components, *plan.scheme.keys)}
    return Comparison(
        versions=(before.scheme.version, after.scheme.version),
        components=tuple(_pairs(_columns(before, first), _columns(after, second), titles)),
        total=Pair("total", "", first.total, second.total),
        keys=tuple(_pairs(_keys(before, first), _keys(after, second), titles)),
        before=first,
        after=second,
    )


def moves(before: Rating, after: Rating) -> tuple[Move, ...]:
    """Everybody whose place is another in ``after``, by number."""
    first, second = ({e.result.number: e.place for e in rating.entries} for rating in (before, after))
    numbers = sorted(first.keys() | second.keys(), key=natural)
    return tuple(Move(n, first.get(n), second.get(n)) for n in numbers if first.get(n) != second.get(n))


_Column = dict[str, Decimal | None]


def _columns(plan: Plan, result: Result) -> _Column:
    return {component.id: points for component, points in zip(plan.components, result.parts, strict=True)}


def _keys(plan: Plan, result: Result) -> _Column:
    return {key.id: points for key, points in zip(plan.scheme.keys, result.keys, strict=True)}


def _pairs(before: _Column, after: _Column, titles: dict[str, str]) -> Iterator[Pair]:
    """Columns of the first version in its order, then those that only the second has."""
    for name in dict.fromkeys([*before, *after]):
        yield Pair(name, titles[name], before.get(name), after.get(name))
