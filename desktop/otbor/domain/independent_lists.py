"""Seats by independent lists (``seats.by = "independent"``): each group offers its seats by its own rating.

Who is offered several groups takes one; the seats left so are offered to the next. Ties at the last seat go to the
commission, as in :mod:`otbor.domain.allocation`. When nobody chooses any more and nothing is asked, the list is made;
seats freed after it go on as everywhere (:func:`otbor.domain.allocation.reserve`), by the wishes of :func:`wanted`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from otbor.domain.allocation import Decision, Question, Tier, check_answer, kept, split
from otbor.domain.findings import Finding, Refused
from otbor.domain.numbering import natural
from otbor.domain.rating import Rating


@dataclass(frozen=True, slots=True)
class Answer:
    """A child's answer to an offer of ``group``: takes it (and leaves all others) or leaves it."""

    number: str
    group: str
    takes: bool


@dataclass(frozen=True, slots=True)
class Left:
    """A child has left the selection (заявление отозвано): it stands in no list any more."""

    number: str


ListAct = Answer | Decision | Left


@dataclass(frozen=True, slots=True)
class Offers:
    """Who is offered a seat where, by place; who of them must still choose between several groups.

    ``questions``: equals who do not all fit, none of whom is offered the seat until the commission has decided, at most
    one of a group; ``reserve``: those of each group behind the offers, in order.
    """

    offered: Mapping[str, tuple[str, ...]]
    choosing: tuple[str, ...]
    reserve: Mapping[str, tuple[Tier, ...]]
    questions: tuple[Question, ...]

    @property
    def question(self) -> Question | None:
        """The first that the commission is asked."""
        return next(iter(self.questions), None)

    def groups_of(self, number: str) -> tuple[str, ...]:
        """Groups in which ``number`` is offered a seat."""
        return tuple(group for group, numbers in self.offered.items() if number in numbers)

    def fits(self, act: ListAct) -> bool:
        """Whether ``act`` answers what is offered or asked now; who has left may do so at any time."""
        if isinstance(act, Decision):
            asked = next((question for question in self.questions if question.group == act.group), None)
            return asked is not None and len(act.given) == asked.fit and set(act.given) <= set(asked.equals)
        return isinstance(act, Left) or act.number in self.offered.get(act.group, ())


def offer(ratings: Sequence[Rating], seats: Mapping[str, int], acts: Sequence[ListAct] = ()) -> Offers:
    """The offers after ``acts``: children's answers and leaving, the commission's decisions, in the order of time.

    Raises :class:`Refused` (``allocation.*``) for an answer to what was not offered, and for a decision that does not
    fit its question or that was not asked for.
    """
    tiers = {rating.group: list(rating.tiers()) for rating in ratings}
    taken: set[str] = set()
    for act in acts:
        if isinstance(act, Decision):
            question = next((q for q in _questions(tiers, seats) if q.group == act.group), None)
            if question is None:
                raise Refused(Finding("allocation.not_asked", values={"group": act.group, "given": act.given}))
            check_answer(question, act)
            tiers[act.group] = split(tiers[act.group], act)
            continue
        if isinstance(act, Left):
            tiers = {group: _without(places, act.number) for group, places in tiers.items()}
            continue
        if act.group not in tiers or act.number not in _offered(tiers[act.group], seats[act.group]):
            raise Refused(Finding("allocation.not_offered", values={"group": act.group, "number": act.number}))
        left = [group for group in tiers if (group != act.group) == act.takes]
        for group in left:
            tiers[group] = _without(tiers[group], act.number)
        if act.takes:
            taken.add(act.number)
    offered = {group: _offered(tiers[group], seats[group]) for group in tiers}
    times = [number for numbers in offered.values() for number in numbers]
    several = {number for number in times if times.count(number) > 1} - taken
    return Offers(
        offered=offered,
        choosing=tuple(sorted(several, key=natural)),
        reserve={group: _behind(tiers[group], offered[group]) for group in tiers},
        questions=tuple(_questions(tiers, seats)),
    )


def effective(ratings: Sequence[Rating], seats: Mapping[str, int], acts: Sequence[ListAct]) -> list[ListAct]:
    """Those of ``acts`` that moved something, in their order; of one moment an act may rest on the one beside it.

    An offer left because another was taken, and a child that has left and stood in no list, move nothing.
    """
    pending, applied = list(acts), list[ListAct]()
    state = offer(ratings, seats)
    while (fits := next((act for act in pending if state.fits(act)), None)) is not None:
        pending.remove(fits)
        applied.append(fits)
        state = offer(ratings, seats, applied)
    return applied


def wanted(
    ratings: Sequence[Rating], held: Mapping[str, str], chosen: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Groups of each number as an order of wish, for seats freed later: any other list before the seat held.

    Who has ``chosen`` the seat held among several, or moved to it, has left all others.
    """
    listed: dict[str, list[str]] = {}
    for rating in ratings:
        for entry in rating.entries:
            listed.setdefault(entry.result.number, []).append(rating.group)
    orders = {}
    for number, groups in listed.items():
        have = [held[number]] if number in held else []
        orders[number] = (*(() if number in chosen else [g for g in groups if g not in have]), *have)
    return orders


def _offered(tiers: Sequence[Tier], seats: int) -> tuple[str, ...]:
    """Whole tiers while there are seats for all of each."""
    offered: list[str] = []
    for _, equals in tiers:
        if len(offered) + len(equals) > seats:
            break
        offered += equals
    return tuple(offered)


def _questions(tiers: Mapping[str, Sequence[Tier]], seats: Mapping[str, int]) -> list[Question]:
    """Tiers that lie across the last seat of their group."""
    questions = []
    for group, places in tiers.items():
        taken = 0
        for place, equals in places:
            if taken + len(equals) > seats[group]:
                if taken < seats[group]:
                    questions.append(Question(group, place, tuple(sorted(equals, key=natural)), seats[group] - taken))
                break
            taken += len(equals)
    return questions


def _without(tiers: Sequence[Tier], number: str) -> list[Tier]:
    return kept(tiers, lambda other: other != number)


def _behind(tiers: Sequence[Tier], offered: Sequence[str]) -> tuple[Tier, ...]:
    return tuple((place, equals) for place, equals in tiers if not set(equals) & set(offered))
