"""Seats of a trial rating: who would get one, whom the commission would be asked about, who would be in reserve."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from otbor.domain.allocation import Question, Tier, allocate
from otbor.domain.findings import Finding, Refused
from otbor.domain.independent_lists import offer
from otbor.domain.participants import Participant
from otbor.domain.rating import Rating
from otbor.domain.scheme import Scheme
from otbor.support.places import resources
from otbor.wording.templates import fill

Line = tuple[str, int, str, str]
"""Group, place in its rating, number of the participant, what of the seat."""
COLUMNS = ("group", "place", "number", "seat")


def seat_lines(scheme: Scheme, participants: Sequence[Participant], ratings: Sequence[Rating]) -> tuple[Line, ...]:
    """A line for everybody rated in a group that has seats, by group and place; the commission has decided nothing yet.

    Raises :class:`Refused` (scheme.no_seats) when no group of the scheme has a number of seats.
    """
    seats = {group.code: group.seats for group in scheme.groups if group.seats is not None}
    if not seats:
        raise Refused(Finding("scheme.no_seats"))
    rated = [rating for rating in ratings if rating.group in seats]
    told = _by_wishes if scheme.seats.by == "wishes" else _by_lists
    outcome = told(participants, rated, seats)
    return tuple(
        (rating.group, place, number, outcome[rating.group, number])
        for rating in rated
        for place, equals in rating.tiers()
        for number in equals
    )


def _by_wishes(
    participants: Sequence[Participant], ratings: Sequence[Rating], seats: Mapping[str, int]
) -> dict[tuple[str, str], str]:
    """By the children's own order: deferred acceptance."""
    outcome = allocate(ratings, {p.number: p.groups for p in participants}, seats)
    held = {number: group for group, numbers in outcome.seated.items() for number in numbers}
    asked = _asked((outcome.question,) if outcome.question else ())

    def elsewhere(number: str) -> str:
        group = held.get(number)
        return _say("waits" if (group, number) in asked else "elsewhere", group=group) if group else ""

    told = {
        (rating.group, number): elsewhere(number)
        for rating in ratings
        for _, equals in rating.tiers()
        for number in equals
    }
    told |= {(group, number): _say("seat") for number, group in held.items()}
    return told | dict(_reserve(outcome.reserve, final=not asked)) | asked


def _by_lists(
    _: Sequence[Participant], ratings: Sequence[Rating], seats: Mapping[str, int]
) -> dict[tuple[str, str], str]:
    """Each group by its own list: who is offered several chooses."""
    offers = offer(ratings, seats)
    told = {}
    for group, numbers in offers.offered.items():
        for number in numbers:
            several = offers.groups_of(number)
            told[group, number] = _say("choose", groups=several) if len(several) > 1 else _say("seat")
    asked = _asked(offers.questions)
    return told | dict(_reserve(offers.reserve, final=not asked)) | asked


def _reserve(reserve: Mapping[str, Sequence[Tier]], *, final: bool) -> Iterator[tuple[tuple[str, str], str]]:
    """The order in the reserve list; equals share it. While the commission is asked, nobody knows it."""
    for group, tiers in reserve.items():
        order = 1
        for _, equals in tiers:
            for number in equals:
                yield (group, number), _say("reserve", order=order) if final else _say("later")
            order += len(equals)


def _asked(questions: Sequence[Question]) -> dict[tuple[str, str], str]:
    return {
        (question.group, number): _say("question", fit=question.fit, equals=len(question.equals))
        for question in questions
        for number in question.equals
    }


def _say(rule: str, **values: Any) -> str:
    return fill(_words()[rule], values)


@cache
def _words() -> Mapping[str, str]:
    return dict(tomllib.loads((resources() / "wording" / "trial_seats.toml").read_text("utf-8")))
