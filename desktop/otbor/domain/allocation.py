"""Seats (распределение мест): deferred acceptance by the children's own order, ties at the last seat to the commission.

Everything is settled without breaking a tie: a shared place that lies across the last seat stays whole, so that a
group can be over its seats. When nothing moves any more, the first group that is over its seats becomes a question to
the commission; its answer puts some of the equals ahead of the rest, and everything is settled again.

What comes after the first list goes seat by seat, each family answering: a freed seat (:func:`free_seats`) is offered
to the head of the reserve list (:func:`reserve`), who accepts it, frees the seat held so far, or passes it on.

A decision on record is an order of equals and stays one: whoever leaves after it, those given stand ahead of the rest.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from otbor.domain.findings import Finding, Refused
from otbor.domain.numbering import natural
from otbor.domain.rating import Rating

Tier = tuple[int, tuple[str, ...]]
"""A place in the rating and the equals that share it (or the part of them that a decision left equal)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the commission is asked: which ``fit`` of the ``equals`` at ``place`` of ``group`` stand ahead."""

    group: str
    place: int
    equals: tuple[str, ...]
    fit: int


@dataclass(frozen=True, slots=True)
class Decision:
    """The commission's answer to one question: those given stand ahead of the other equals."""

    group: str
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who is seated where, by place in the rating.

    While ``question`` waits, nothing is final: its group is over its seats. ``reserve`` are those of each group's
    rating who want it more than what they have, in order of their tiers; ``asked`` are the questions already answered.
    """

    seated: Mapping[str, tuple[str, ...]]
    reserve: Mapping[str, tuple[Tier, ...]]
    question: Question | None
    asked: tuple[Question, ...]


def allocate(
    ratings: Sequence[Rating],
    wishes: Mapping[str, Sequence[str]],
    seats: Mapping[str, int],
    decisions: Sequence[Decision] = (),
    *,
    on_record: Sequence[Decision] = (),
) -> Outcome:
    """Settle the seats of all groups: the same input always gives the same outcome.

    ``ratings`` are in the order in which groups are put to the commission; ``wishes`` are each number's groups, the
    first wanted more: who is not among them has left, and is asked about no more. ``decisions`` are the answers so far,
    in the order in which they were asked; ``on_record`` those of before, when others may have been there yet.
    Raises :class:`Refused` (``allocation.*``) for an answer that does not fit its question or that was not asked for.
    """
    tiers = {rating.group: kept(decided(rating, on_record), wishes.__contains__) for rating in ratings}
    answers = list(decisions)
    asked: list[Question] = []
    while True:
        held = _settle(tiers, wishes, seats)
        question = _question(tiers, held, seats)
        if question is None or not answers:
            break
        answer = answers.pop(0)
        check_answer(question, answer)
        tiers[question.group] = split(tiers[question.group], answer)
        asked.append(question)
    if answers:
        raise Refused(Finding("allocation.not_asked", values={"group": answers[0].group, "given": answers[0].given}))
    return Outcome(
        seated={g: tuple(n for _, equals in tiers[g] for n in equals if held.get(n) == g) for g in tiers},
        reserve={g: _reserve(g, tiers[g], held, wishes) for g in tiers},
        question=question,
        asked=tuple(asked),
    )


def decided(rating: Rating, decisions: Sequence[Decision]) -> list[Tier]:
    """Places with their equals, those that the commission has given ahead of the rest."""
    tiers = list(rating.tiers())
    for decision in decisions:
        if decision.group == rating.group:
            tiers = split(tiers, decision)
    return tiers


def kept(tiers: Sequence[Tier], keep: Callable[[str], bool]) -> list[Tier]:
    """Places with those of their equals whom ``keep`` lets stay; a place of none is left out."""
    left = ((place, tuple(filter(keep, equals))) for place, equals in tiers)
    return [(place, equals) for place, equals in left if equals]


def free_seats(seats: Mapping[str, int], taken: Mapping[str, Collection[object]]) -> dict[str, int]:
    """Seats that are left of each group: offered to the reserve, and when it is empty announced for a further wave.

    ``taken`` are those who hold a seat of the group or are to answer an offer of one.
    """
    return {group: count - len(taken.get(group, ())) for group, count in seats.items()}


def reserve(
    ratings: Sequence[Rating],
    wishes: Mapping[str, Sequence[str]],
    held: Mapping[str, str],
    passed: Collection[tuple[str, str]] = (),
    on_record: Sequence[Decision] = (),
) -> dict[str, tuple[Tier, ...]]:
    """The reserve list (резервный список) of each group: those of its rating who want it more than what they hold.

    ``wishes`` are those of all who may still be offered a seat; ``held`` the group in which each has one; ``passed``
    the (number, group) that had an offer of the group's seat; ``on_record`` the commission's decisions on equals. The
    first tier is offered a freed seat next: several names are equals, and the commission chooses.
    """
    passed = set(passed)
    return {r.group: _reserve(r.group, decided(r, on_record), held, wishes, passed) for r in ratings}


def _settle(
    tiers: Mapping[str, Sequence[Tier]], wishes: Mapping[str, Sequence[str]], seats: Mapping[str, int]
) -> dict[str, str]:
    """Who holds a seat where: each asks the groups in order of wish, a group keeps whole tiers while seats are left."""
    rank = {group: {n: i for i, (_, equals) in enumerate(tiers[group]) for n in equals} for group in tiers}
    asks = {number: [g for g in groups if number in rank.get(g, {})] for number, groups in wishes.items()}
    holding: dict[str, set[str]] = {group: set() for group in tiers}
    free = [number for number in asks if asks[number]]
    while free:
        for number in free:
            holding[asks[number][0]].add(number)
        free = []
        for group, numbers in holding.items():
            for number in _refused(numbers, rank[group], seats[group]):
                numbers.remove(number)
                del asks[number][0]
                if asks[number]:
                    free.append(number)
    return {number: group for group, numbers in holding.items() for number in numbers}


def _refused(numbers: set[str], rank: Mapping[str, int], seats: int) -> list[str]:
    """Those of ``numbers`` before whom the ``seats`` are already filled by better places."""
    ordered = sorted(numbers, key=rank.__getitem__)
    if len(ordered) <= seats:
        return []
    if seats < 1:
        return ordered
    last = rank[ordered[seats - 1]]
    return [number for number in ordered[seats:] if rank[number] > last]


def _question(
    tiers: Mapping[str, Sequence[Tier]], held: Mapping[str, str], seats: Mapping[str, int]
) -> Question | None:
    """The first group over its seats: the tier across the last seat, and how many of it fit."""
    for group, places in tiers.items():
        taken = 0
        for place, equals in places:
            here = sum(held.get(number) == group for number in equals)
            if taken + here > seats[group]:
                return Question(group, place, tuple(sorted(equals, key=natural)), seats[group] - taken)
            taken += here
    return None


def check_answer(question: Question, answer: Decision) -> None:
    """Raise :class:`Refused` when ``answer`` does not fit ``question``."""
    values = {
        "group": question.group,
        "place": question.place,
        "equals": question.equals,
        "fit": question.fit,
        "given": answer.given,
        "answered": answer.group,
    }
    if answer.group != question.group:
        raise Refused(Finding("allocation.other_group", values=values))
    if strangers := sorted(set(answer.given) - set(question.equals), key=natural):
        raise Refused(Finding("allocation.not_equals", values=values | {"strangers": strangers}))
    if len(set(answer.given)) != len(answer.given) or len(answer.given) != question.fit:
        raise Refused(Finding("allocation.wrong_count", values=values | {"count": len(set(answer.given))}))


def split(tiers: Sequence[Tier], answer: Decision) -> list[Tier]:
    """Those given ahead of the rest; each part stays equal and keeps the place of the rating."""
    parts: list[Tier] = []
    for place, equals in tiers:
        given = tuple(number for number in equals if number in answer.given)
        rest = tuple(number for number in equals if number not in answer.given)
        parts += [(place, part) for part in (given, rest) if part]
    return parts


def _reserve(
    group: str,
    tiers: Sequence[Tier],
    held: Mapping[str, str],
    wishes: Mapping[str, Sequence[str]],
    passed: Collection[tuple[str, str]] = (),
) -> tuple[Tier, ...]:
    """Tiers of those who want ``group`` more than what they hold."""

    def waits(number: str) -> bool:
        wanted = list(wishes.get(number, ()))
        have = held.get(number)
        return (
            (number, group) not in passed
            and group in wanted
            and have != group
            and (have is None or wanted.index(group) < wanted.index(have))
        )

    return tuple(kept(tiers, waits))
