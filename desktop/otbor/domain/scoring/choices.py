"""Choices made ready: which of the numbers that a participant has make the points."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import product

from otbor.domain.participants import Participant
from otbor.domain.scheme.base import Group
from otbor.domain.scheme.choices import Choice, Named, Slots, Variants
from otbor.domain.scheme.tail import Combination
from otbor.domain.scoring.tail import combine
from otbor.domain.subjects import folded

Option = tuple[str, ...]
"""A permitted selection of names, taken whole."""


def options(choice: Slots | Variants, group: Group) -> tuple[Option, ...]:
    """Every permitted selection of ``choice`` for ``group``, in the order of the file."""
    found: dict[frozenset[str], Option] = {}
    match choice:
        case Variants(variants=variants):
            for variant in variants:
                found.setdefault(frozenset(names := variant.resolve(group)), names)
        case Slots(slots=slots):
            found = {frozenset(): ()}
            for slot in slots:  # the same names in another order are one option: there are few, however many slots
                longer: dict[frozenset[str], Option] = {}
                for names, name in product(found.values(), slot.resolve(group)):
                    if name not in names:
                        longer.setdefault(frozenset((*names, name)), (*names, name))
                found = longer
    return tuple(found.values())


def best_option(
    permitted: Sequence[Option], got: Mapping[str, Decimal], how: Combination, *, partly: bool = False
) -> Option | None:
    """The option whose points are the most, of equal ones the first; None when none is there whole.

    ``partly``: what lacks is lawfully left out, so that options are compared by how much of them is there, then by
    points.
    """
    best: tuple[int, Decimal] | None = None
    chosen: Option | None = None
    for option in permitted:
        here = tuple(name for name in option if name in got)
        if not partly and len(here) < len(option):
            continue
        worth = (len(here), combine([got[name] for name in here], how)) if partly else (0, _worth(option, got, how))
        if best is None or worth > best:
            best, chosen = worth, here
    return chosen


def _worth(option: Option, got: Mapping[str, Decimal], how: Combination) -> Decimal:
    return combine([got[name] for name in option], how)


def named(choice: Choice, group: Group) -> Callable[[Participant], str | None] | None:
    """For a choice by the applicant: the name that one named, folded against those permitted; None where not."""
    if not isinstance(choice, Named):
        return None
    question = folded(choice.question)
    names = {folded(name): name for name in choice.resolve(group)}

    def ask(participant: Participant) -> str | None:
        for asked, answer in participant.named.items():
            if folded(asked) == question:
                return names.get(folded(answer), answer)
        return None

    return ask
