"""Yearly scales of the ГИА-9 (шкалы перевода первичных баллов ОГЭ): maximum, mark borders, side conditions, minimum.

The numbers are data of one year each (``resources/scales/gia9-<year>.toml``), read from the letter that the file names
as its source; a year or a subject without such a source has no scale, and nothing is guessed for it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from otbor.domain.data_files import Row, read_data
from otbor.domain.findings import Finding, Refused, Severity
from otbor.domain.subjects import Subjects, tidy

Points = Annotated[int, Field(ge=0, le=200)]
Mark = Literal["3", "4", "5"]
Part = Annotated[str, Field(min_length=1), AfterValidator(tidy)]
"""Name of a part of a work, as values have it: «Геометрия» is «геометрия»."""
_MARKS: tuple[Mark, ...] = ("5", "4", "3")
LOWEST = 2
"""The mark of who reaches no border."""

NO_PARTS: Mapping[str, Decimal] = MappingProxyType({})


def parse_scale(text: str, name: str, subjects: Subjects) -> "Scale":
    """The scale written in ``text`` (TOML); ``name`` is the file as the findings call it.

    Raises :class:`~otbor.domain.findings.Refused`: ``profile.*`` with one finding for every field that is wrong;
    ``scale.twice``: a subject that stands twice.
    """
    scale = read_data(text, name, Scale)
    own = {subject: subjects.named(subject) or tidy(subject) for row in scale.scales for subject in row.subjects}
    twice = [
        subject for subject, times in Counter(own[s] for r in scale.scales for s in r.subjects).items() if times > 1
    ]
    if twice:
        raise Refused(*(Finding("scale.twice", values={"subject": subject, "file": name}) for subject in twice))
    rows = tuple(row.model_copy(update={"subjects": tuple(own[s] for s in row.subjects)}) for row in scale.scales)
    return scale.model_copy(update={"scales": rows})


def check_marks(scale: "Scale", pairs: Iterable["Pair"]) -> tuple[Finding, ...]:
    """A finding for every pair of a primary score and a mark that cannot be by ``scale``, at the place of the pair.

    ``scale.no_subject`` (warns): the year has no scale of the subject; ``scale.impossible``: no such score (a
    fraction, below 0, above the maximum); ``scale.wrong_mark``: the score gives another mark. Where points of a part
    (геометрия) are not known, every mark that they could give is right.
    """
    return tuple(found for pair in pairs if (found := _judged(scale, pair)))


def _judged(scale: "Scale", pair: "Pair") -> Finding | None:
    told = {"subject": pair.subject, "year": scale.year, "primary": pair.primary, "mark": pair.mark}
    subject = scale.subject(pair.subject)
    if subject is None:
        return Finding("scale.no_subject", Severity.WARNS, told, where=pair.where)
    if not subject.allows(pair.primary):
        return Finding("scale.impossible", values=told | {"maximum": subject.maximum}, where=pair.where)
    if pair.mark in (right := subject.marks(pair.primary, pair.parts)):
        return None
    return Finding("scale.wrong_mark", values=told | {"right": right, "source": scale.source}, where=pair.where)


@dataclass(frozen=True)
class Pair:
    """A primary score and the mark that stands beside it; ``parts``: points of parts of the work, where known."""

    subject: str
    primary: Decimal
    mark: Decimal
    where: str = ""
    parts: Mapping[str, Decimal] = field(default_factory=dict)


class Condition(Row):
    """A side condition: a mark needs so many points in one part of the work (математика: of them геометрия)."""

    part: Part
    """The part as a workbook calls it: «геометрия», «грамотность»."""
    title: Annotated[str, Field(min_length=1)]
    """As the source says it: the tasks or criteria that make the part."""
    least: Annotated[dict[Mark, Points], Field(min_length=1)]
    """Mark → the fewest points of the part that it needs."""
    maximum: Points | None = None
    """The highest number of points of the part: who has more in all than the rest can give, has points of the part."""


class ProfileMinimum(Row):
    """Recommended minimum of primary points for selection to a profile class."""

    profile: str = ""
    """The profile as the source names it; empty: any."""
    points: Points
    parts: dict[Part, Points] = Field(default_factory=dict)
    """Part → the fewest of those points that it must give."""


class SubjectScale(Row):
    """The scale of one subject (or of several that share it: иностранные языки)."""

    subjects: Annotated[tuple[str, ...], Field(min_length=1)]
    maximum: Annotated[Points, Field(gt=0)]
    """The highest primary score."""
    borders: dict[Mark, Points]
    """Mark → the primary score from which it is given; below all of them it is 2."""
    conditions: tuple[Condition, ...] = ()
    profile_minimum: tuple[ProfileMinimum, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "SubjectScale":
        borders = [self.borders.get(mark, 0) for mark in _MARKS]
        if not 0 < borders[2] < borders[1] < borders[0] <= self.maximum:
            raise PydanticCustomError("scale.borders", "borders that do not rise", {"maximum": self.maximum})
        known = {condition.part for condition in self.conditions}
        for minimum in self.profile_minimum:
            if minimum.points > self.maximum or minimum.parts.keys() - known:
                raise PydanticCustomError("scale.profile_minimum", "out of reach", {"points": minimum.points})
        return self

    def allows(self, primary: Decimal) -> bool:
        """Whether ``primary`` can be a primary score of this subject."""
        return 0 <= primary <= self.maximum and primary % 1 == 0

    def marks(self, primary: Decimal, parts: Mapping[str, Decimal] = NO_PARTS) -> tuple[int, ...]:
        """The marks that ``primary`` can give, the lowest first: more than one where ``parts`` leave it open."""
        choices = [self._values(condition, primary, parts) for condition in self.conditions]
        return tuple(sorted({self._mark(primary, told) for told in product(*choices)}))

    def _values(self, condition: Condition, primary: Decimal, parts: Mapping[str, Decimal]) -> list[Decimal]:
        """Points of the part: as told; else the fewest that there can be, and every step of the condition above it."""
        if condition.part in parts:
            return [parts[condition.part]]
        most = self.maximum if condition.maximum is None else condition.maximum
        fewest = Decimal(0) if condition.maximum is None else max(Decimal(0), primary - (self.maximum - most))
        highest = min(primary, Decimal(most))
        return [fewest, *(Decimal(step) for step in condition.least.values() if fewest < step <= highest)]

    def _mark(self, primary: Decimal, told: tuple[Decimal, ...]) -> int:
        """The highest mark whose border ``primary`` reaches and whose conditions the points ``told`` meet."""
        for mark in _MARKS:
            least = [condition.least.get(mark, 0) for condition in self.conditions]
            if primary >= self.borders[mark] and all(points >= n for points, n in zip(told, least, strict=True)):
                return int(mark)
        return LOWEST

    def mark_of(self, primary: Decimal, parts: Mapping[str, Decimal] = NO_PARTS) -> int | None:
        """The mark of ``primary``; None where it hangs on points of a part that ``parts`` do not tell."""
        possible = self.marks(primary, parts)
        return possible[0] if len(possible) == 1 else None

    def minimum_for(self, profile: str = "") -> ProfileMinimum | None:
        """The recommended minimum for ``profile``: its own, else the one for any; None where there is none."""
        own = {tidy(minimum.profile): minimum for minimum in self.profile_minimum}
        return own.get(tidy(profile)) or own.get("")


class Scale(Row):
    """The scales of one year."""

    year: Annotated[int, Field(ge=2014, le=2100)]
    source: Annotated[str, Field(min_length=1)]
    """The act or specification that was read: who, date, number."""
    notice: str = ""
    """What must be known of the source: an act that replaced it, subjects that were not read."""
    scales: Annotated[tuple[SubjectScale, ...], Field(min_length=1)]

    def subject(self, name: str) -> SubjectScale | None:
        """The scale of the subject ``name`` (the subject's own name); None when the source has none."""
        return next((row for row in self.scales if name in row.subjects), None)
