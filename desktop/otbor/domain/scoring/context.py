"""What the pieces of a scheme are made ready with: the scheme, the group, the columns, and readers of values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from otbor.domain.explanation import Node, Tape
from otbor.domain.participants import Key, Kind
from otbor.domain.scheme.base import Group, Selector
from otbor.domain.scheme.conditions import Validity
from otbor.domain.scheme.entrance import Markers, Test
from otbor.domain.scheme.model import Scheme
from otbor.domain.scoring.achievements import event_key
from otbor.domain.scoring.tail import combine
from otbor.domain.subjects import folded, part_of
from otbor.domain.values import State, Value, half_up, known, plain

Values = Mapping[Key, Value]
Read = Callable[[Values, Tape], Value | None]
"""The value of one key, None where nothing was given."""

_HEAVIEST = (State.DID_NOT_COME, State.ANNULLED, State.AWAITED, State.RESERVE_DAY)
"""Which state of a part becomes the state of the whole, the first first; then any other."""


@dataclass(frozen=True)
class Context:
    """``columns``: id of a component of the group → its place among the parts; the total follows them."""

    scheme: Scheme
    group: Group
    columns: Mapping[str, int]

    def subjects(self, selector: Selector | None) -> frozenset[str] | None:
        """Folded subjects of the group; None: any."""
        return frozenset(map(folded, selector.resolve(self.group))) if selector else None

    def events(self, listed: str | None) -> frozenset[str] | None:
        """Keys of the events of the list; None: any."""
        if listed is None:
            return None
        return frozenset(event_key(name) for one in self.scheme.lists if one.id == listed for name in one.events)

    def term(
        self, validity: Validity | None, first: date | None, last: date | None = None
    ) -> tuple[date | None, date | None]:
        """First and last day on which an achievement counts: the narrowest of what is said."""
        if validity is None:
            return first, last
        if self.scheme.year is None:
            raise ValueError("a term without the campaign's year: the scheme was not checked")
        opens, closes = validity.days(self.scheme.year)
        return max(filter(None, (first, opens)), default=None), min(filter(None, (last, closes)), default=None)

    def reader(self, key: Key) -> Read:
        """How the value of ``key`` is read: a test by tasks or markers is put together from its parts."""
        return self.part_reader(key) or (lambda values, _: values.get(key))

    def part_reader(self, key: Key) -> Read | None:
        """The same where parts are to be put together; None where the value is read as it is."""
        test = self.scheme.test(key[1]) if key[0] is Kind.TEST else None
        return _test(test) if test is not None and (test.tasks or test.markers) else None


def side(key: Key, part: str) -> Key:
    """The key of a part of ``key``: (exam, «математика: геометрия»)."""
    return key[0], part_of(key[1], part)


def _test(test: Test) -> Read:
    key: Key = (Kind.TEST, test.name)
    made = _by_tasks(test, key) if test.markers is None else _by_markers(test, test.markers, key)

    def read(values: Values, tape: Tape) -> Value | None:
        return values.get(key) or made(values, tape)

    return read


def _by_tasks(test: Test, key: Key) -> Read:
    tasks = [(side(key, task.name), task.weight or Decimal(1)) for task in test.tasks]

    def read(values: Values, tape: Tape) -> Value | None:
        given = [values.get(task) for task, _ in tasks]
        if any(value is None or value.number is None for value in given):
            return _lacking(given)
        pairs = zip(given, tasks, strict=True)
        numbers = [plain(v.number * weight) for v, (_, weight) in pairs if v and v.number is not None]
        points = combine(numbers, "sum")
        if tape is not None:
            for value, (task, weight), weighted in zip(given, tasks, numbers, strict=True):
                if value is not None and weight != 1:
                    tape.append(Node("task", {"name": task[1], "value": value.number, "weight": weight}, weighted))
            tape.append(Node("tasks", {"name": key[1], "numbers": tuple(numbers)}, points))
        return known(points, _source(given))

    return read


def _by_markers(test: Test, markers: Markers, key: Key) -> Read:
    def one(name: str) -> Read:
        whole = side(key, name)
        by_tasks = _by_tasks(test, whole) if test.tasks else None
        return lambda values, tape: values.get(whole) or (by_tasks(values, tape) if by_tasks else None)

    readers = [one(name) for name in markers.names]
    third = one(markers.third) if markers.third else None

    def read(values: Values, tape: Tape) -> Value | None:
        given = [reader(values, tape) for reader in readers]
        numbers = [value.number for value in given if value is not None and value.number is not None]
        if len(numbers) < len(readers):
            return _lacking(given)
        apart, counted = max(numbers) - min(numbers), numbers
        if third is not None and markers.differ is not None and apart > markers.differ:
            last = third(values, tape)
            if last is None or last.number is None:
                return last or Value(State.AWAITED)
            counted = _settled(markers, numbers, last.number)
            if tape is not None:
                told = {"name": key[1], "given": tuple(numbers), "apart": apart, "differ": markers.differ}
                tape.append(Node(f"markers.third.{markers.then}", {**told, "third": last.number}))
        points = combine(counted, markers.combine)
        if tape is not None and len(counted) > 1:
            told = {"name": key[1], "numbers": tuple(counted), "count": len(counted)}
            tape.append(Node(f"markers.{markers.combine}", told, points))
        if markers.digits is not None:
            before, points = points, half_up(points, markers.digits)
            if tape is not None and before != points:
                tape.append(Node("rounded", {"before": before, "digits": markers.digits}, points))
        return known(points, _source(given))

    return read


def _settled(markers: Markers, numbers: list[Decimal], third: Decimal) -> list[Decimal]:
    """What counts once the third marker has marked."""
    match markers.then:
        case "third":
            return [third]
        case "nearest":
            return [min(numbers, key=lambda n: (abs(n - third), -n)), third]
        case "combine":
            return [*numbers, third]


def _lacking(given: list[Value | None]) -> Value | None:
    """The whole when a part has no number: nothing was given where a part is not there at all."""
    states = [value.state for value in given if value is not None and value.number is None]
    for state in _HEAVIEST:
        if state in states:
            return Value(state)
    return Value(states[0]) if states and None not in given else None


def _source(given: list[Value | None]) -> str:
    return next((value.source for value in given if value is not None and value.source), "")
