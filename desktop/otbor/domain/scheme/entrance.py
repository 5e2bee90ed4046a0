"""Entrance tests (вступительные испытания): what points may be, and how tasks and markers make them.

A number of a part is the value «test: part», a task of one marker «test: marker: task».
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from otbor.domain.scheme.base import Digits, Model, Name, NotNegative, Positive, Word, freeze
from otbor.domain.scheme.tail import Combination
from otbor.domain.subjects import part_of


class Task(Model):
    """A task of a test, its points added to those of the others."""

    name: Word
    maximum: Positive
    weight: Positive | None = None
    """What the task's points are multiplied by."""


class Markers(Model):
    """Several markers of one work: their points combined, a third one asked when they differ by more."""

    names: Annotated[tuple[Word, ...], Field(min_length=2), BeforeValidator(freeze)]
    combine: Combination = "mean"
    differ: NotNegative | None = None
    """The third one marks when the highest and the lowest points differ by more than this; without it never."""
    third: Word | None = None
    """Who marks then: awaited until the points are there."""
    then: Literal["third", "nearest", "combine"] = "third"
    """third: those points alone; nearest: combined with the nearest of the first (of two equally near the higher);
    combine: combined with all."""
    digits: Digits | None = None
    """Decimals to which what they made together is rounded, a half up."""

    @model_validator(mode="after")
    def _third_when_they_differ(self) -> "Markers":
        if (self.differ is None) != (self.third is None):
            raise PydanticCustomError("apart", "one without the other", {"first": "differ", "second": "third"})
        return self


class Test(Model):
    """An entrance test (вступительное испытание): what its points may be."""

    name: Name
    """Subject, or a name of its own («дополнительное испытание»)."""
    maximum: Positive
    """The highest number of points."""
    step: Positive = Decimal(1)
    """Points are multiples of it: 1 allows whole numbers only."""
    tasks: Annotated[tuple[Task, ...], BeforeValidator(freeze)] = ()
    """By tasks, where the points of the whole are not given."""
    markers: Markers | None = None
    """By markers, where the points of the whole are not given."""

    def allows(self, points: Decimal) -> bool:
        """Whether ``points`` can be the points of this test."""
        return 0 <= points <= self.maximum and points % self.step == 0

    def numbers(self) -> dict[str, Decimal]:
        """Every number of the test with its maximum: its own, those of its markers, of its tasks at each of them."""
        markers = (*self.markers.names, *filter(None, [self.markers.third])) if self.markers else ()
        wholes = [part_of(self.name, marker) for marker in markers]
        tasks = {part_of(whole, task.name): task.maximum for whole in wholes or [self.name] for task in self.tasks}
        return {self.name: self.maximum, **dict.fromkeys(wholes, self.maximum), **tasks}
