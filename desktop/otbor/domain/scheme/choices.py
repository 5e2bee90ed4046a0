"""Which numbers count (выбор): of the names that a component is about, those that make the points."""

from itertools import chain
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from otbor.domain.scheme.base import Group, Model, Names, Selector, Word, freeze


class All(Selector):
    """Every name of the selector counts."""

    take: Literal["all"]


class Position(Selector):
    """One name of the selector by its place: the first, the second subject in depth."""

    take: Literal["position"]
    position: Annotated[int, Field(ge=1)]
    """1 is the first."""


class Best(Selector):
    """The best of the set by points, after conversion: one permitted elective, k of n."""

    take: Literal["best"]
    count: Annotated[int, Field(ge=1)] = 1
    """How many of them count."""


class Slots(Model):
    """One number for each slot, no name twice, so that the points are the most: mandatory + one of a set."""

    take: Literal["slots"]
    slots: Annotated[tuple[Selector, ...], Field(min_length=1), BeforeValidator(freeze)]
    """Each with its own set."""

    def resolve(self, group: Group) -> tuple[str, ...]:
        """All names of ``group``, in order, without repeats."""
        return _all(self.slots, group)


class Variants(Model):
    """The best of permitted combinations, each taken whole: pairs of subjects."""

    take: Literal["variants"]
    variants: Annotated[tuple[Selector, ...], Field(min_length=1), BeforeValidator(freeze)]
    """Each a combination."""

    def resolve(self, group: Group) -> tuple[str, ...]:
        """All names of ``group``, in order, without repeats."""
        return _all(self.variants, group)


class Named(Selector):
    """The one of the set that the applicant named: a subject, a variant of the test."""

    take: Literal["named"]
    question: Word
    """What the applicant was asked, as the workbook's column or the application calls it."""


class Given(Model):
    """Every number of this kind that the participant has, whatever its name: all marks of a ведомость."""

    take: Literal["given"]
    without: Names = ()
    """Names that do not count."""
    count: Annotated[int, Field(ge=1)] | None = None
    """Only so many of the best; all without it."""

    def resolve(self, group: Group) -> tuple[str, ...]:  # noqa: ARG002 - the one interface of choices
        """No names are known beforehand."""
        return ()


Choice = Annotated[All | Position | Best | Slots | Variants | Named | Given, Field(discriminator="take")]


def selectors(choice: Choice) -> tuple[Selector, ...]:
    """The selectors that ``choice`` is made of, for checks of their names and sets."""
    match choice:
        case Slots(slots=parts) | Variants(variants=parts):
            return parts
        case Given():
            return ()
        case _:
            return (choice,)


def fillable(slots: tuple[Selector, ...], group: Group) -> int:
    """How many of ``slots`` can have a name of their own at once: fewer than all is a mistake of the scheme."""
    holder: dict[str, int] = {}
    names = [slot.resolve(group) for slot in slots]

    def place(slot: int, tried: set[str]) -> bool:
        for name in names[slot]:
            if name not in tried:
                tried.add(name)
                if name not in holder or place(holder[name], tried):
                    holder[name] = slot
                    return True
        return False

    return sum(place(slot, set()) for slot in range(len(slots)))


def _all(parts: tuple[Selector, ...], group: Group) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(part.resolve(group) for part in parts)))
