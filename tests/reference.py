"""A slow, naive reference of licey8, written from the words of the cases' README: nothing of ours but the inputs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from otbor.domain.participants import Kind, Participant
from otbor.domain.values import State

GROUPS = {"8Ф": ("математика", "физика"), "8И": ("математика", "информатика")}
POINTS = {
    ("16.1", "победитель"): 5,
    ("16.1", "призёр"): 3,
    ("16.2", "победитель"): 10,
    ("16.2", "призёр"): 8,
    ("16.2", "участник"): 4,
    ("16.3", "победитель"): 4,
    ("16.3", "призёр"): 2,
    ("16.4", "победитель"): 3,
    ("16.4", "призёр"): 1,
    ("16.7", "участник"): 1,
}

Line = tuple[str, str, tuple[int | None, ...]]
"""Place or words, number, (total, marks, portfolio, test1, test2, 16.2, 16.1, 16.3)."""


def portfolio(participant: Participant, subjects: Sequence[str]) -> tuple[int, int, int, int]:
    """Points of the portfolio, and what counted of 16.2, 16.1 and 16.3.

    Achievements are looked through category by category in the order of the table, so that of equal points the
    earlier one counts.
    """
    events: dict[tuple[str, str, date | None], tuple[int, str, str]] = {}
    for a in sorted(participant.achievements, key=lambda a: a.category):
        if a.held_on is None or a.held_on < date(2024, 9, 1):
            continue
        if a.category != "16.7" and a.subject not in subjects:
            continue
        points = POINTS.get((a.category, a.result))
        if points is None:
            continue
        event = (a.event, a.subject, a.held_on)
        if event not in events or points > events[event][0]:
            events[event] = (points, a.category, a.subject)
    best: dict[str, tuple[int, str]] = {}
    sums = {"16.1": 0, "16.2": 0, "16.3": 0, "16.4": 0, "16.7": 0}
    for points, category, subject in sorted(events.values(), key=lambda one: one[1]):
        if category not in {"16.1", "16.2"}:
            sums[category] += points
        elif subject not in best or points > best[subject][0]:
            best[subject] = (points, category)
    for points, category in best.values():
        sums[category] += points
    sums["16.4"] = min(sums["16.4"], 4)
    return min(sum(sums.values()), 15), sums["16.2"], sums["16.1"], sums["16.3"]


def line(participant: Participant, group: str) -> Line:
    """A participant in a group, before places; place «» when rated."""
    subjects = GROUPS[group]
    given = [int(participant.values[Kind.MARK, s].number or 0) for s in subjects]
    marks = sum({5: 5, 4: 3, 3: 0}[mark] for mark in given)
    points, second, first, third = portfolio(participant, subjects)
    tests = [participant.values[Kind.TEST, s] for s in subjects]
    shown = [None if t.number is None else int(t.number) for t in tests]
    if any(t.state is State.DID_NOT_COME for t in tests):
        return "absent", participant.number, (None, marks, points, *shown, None, None, None)
    total = marks + points + sum(t or 0 for t in shown)
    if total < 20:
        return "below_minimum", participant.number, (total, marks, points, *shown, None, None, None)
    return "", participant.number, (total, marks, points, *shown, second, first, third)


def rating(participants: Sequence[Participant], group: str) -> list[Line]:
    """The rating, a place being one more than the number of those who are better."""
    lines = [line(p, group) for p in participants if group in p.groups]

    def order(values: tuple[int | None, ...]) -> list[int]:
        return [values[i] or 0 for i in (0, 5, 6, 7)]

    placed = []
    for place, number, values in lines:
        better = sum(other[0] == "" and order(other[2]) > order(values) for other in lines)
        placed.append((place or str(better + 1), number, values))
    return sorted(placed, key=lambda x: (not x[0].isdecimal(), int(x[0]) if x[0].isdecimal() else 0, int(x[1])))


def allocation(
    ratings: Mapping[str, Sequence[Line]],
    wishes: Mapping[str, Sequence[str]],
    seats: Mapping[str, int],
    answer: Callable[[str, int, list[str], int], list[str]],
) -> tuple[dict[str, set[str]], list[tuple[str, int, list[str], int, list[str]]]]:
    """Who is seated where and every question with its answer; one child asks at a time, ranks are plain numbers."""
    rank: dict[str, dict[str, tuple[int, ...]]] = {
        group: {number: (int(place),) for place, number, _ in lines if place.isdecimal()}
        for group, lines in ratings.items()
    }
    asked: list[tuple[str, int, list[str], int, list[str]]] = []
    while True:
        seated = _settled(rank, wishes, seats)
        over = [group for group in ratings if len(seated[group]) > seats[group]]
        if not over:
            return seated, asked
        group = over[0]
        last = max(rank[group][n] for n in seated[group])
        equals = sorted((n for n in rank[group] if rank[group][n] == last), key=int)
        fit = seats[group] - sum(rank[group][n] < last for n in seated[group])
        given = answer(group, last[0], equals, fit)
        asked.append((group, last[0], equals, fit, given))
        for number in equals:
            rank[group][number] = (*last, 0 if number in given else 1)


def _settled(
    rank: Mapping[str, Mapping[str, tuple[int, ...]]], wishes: Mapping[str, Sequence[str]], seats: Mapping[str, int]
) -> dict[str, set[str]]:
    seated: dict[str, set[str]] = {group: set() for group in rank}
    turned_down: set[tuple[str, str]] = set()
    moved = True
    while moved:
        moved = False
        for number, groups in wishes.items():
            if any(number in members for members in seated.values()):
                continue
            wanted = [g for g in groups if number in rank[g] and (number, g) not in turned_down]
            if not wanted:
                continue
            group = wanted[0]
            seated[group].add(number)
            moved = True
            for other in list(seated[group]):
                if sum(rank[group][n] < rank[group][other] for n in seated[group]) >= seats[group]:
                    seated[group].remove(other)
                    turned_down.add((other, group))
    return seated
