"""The scoring scheme (порядок начисления баллов): a school's local act as data."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from otbor.domain.participants import Key, Kind
from otbor.domain.scales import Scale
from otbor.domain.scheme.base import Group, Id, Model, Text, Title, freeze
from otbor.domain.scheme.choices import Named
from otbor.domain.scheme.components import Component, Converting, PortfolioComponent, ValuesComponent, conditions_of
from otbor.domain.scheme.conditions import Condition, HasFact, HasState, HasValue, Leaf, leaves
from otbor.domain.scheme.conversions import ScaleMark, pieces
from otbor.domain.scheme.entrance import Test
from otbor.domain.scheme.order import ConditionKey, Gate, Required, Seats, Stratum, TieKey, Total, ValueKey
from otbor.domain.subjects import part_of


class EventList(Model):
    """A list of events (перечень олимпиад и конкурсов): a ministry's of one year, or the school's own."""

    id: Id
    title: Text
    """As the act names it: whose list, of what year, its number."""
    file: Text | None = None
    """Name of a file with the events, one a line, instead of ``events``."""
    events: Annotated[tuple[Title, ...], Field(min_length=1), BeforeValidator(freeze)]
    """Names of the events, compared without case and with «ё» as «е»."""


class Scheme(Model):
    """One version of a school's scheme; ``identity`` names its content."""

    title: Text
    version: Text
    grade: Annotated[int, Field(ge=1, le=11)]
    """The grade to which children are selected."""
    regulation: Id | None = None
    """Name of the regional regulation that the scheme obeys; without it none is checked."""
    year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    """Year of the campaign: what terms of validity are counted from."""
    scale: Scale | None = None
    """The year's scale of examinations; a file of the scheme gives its name («gia9-2026»)."""
    lists: Annotated[tuple[EventList, ...], BeforeValidator(freeze)] = ()
    """Lists of events for rows of the portfolio."""
    groups: Annotated[tuple[Group, ...], Field(min_length=1), BeforeValidator(freeze)]
    tests: Annotated[tuple[Test, ...], BeforeValidator(freeze)] = ()
    components: Annotated[tuple[Component, ...], Field(min_length=1), BeforeValidator(freeze)]
    total: Total = Total()
    gates: Annotated[tuple[Gate, ...], BeforeValidator(freeze)] = ()
    strata: Annotated[tuple[Stratum, ...], BeforeValidator(freeze)] = ()
    keys: Annotated[tuple[TieKey, ...], BeforeValidator(freeze)] = ()
    seats: Seats = Seats()

    def group(self, code: str) -> Group:
        """The group ``code``; raises :class:`KeyError` when there is none."""
        for group in self.groups:
            if group.code == code:
                return group
        raise KeyError(code)

    def test(self, name: str) -> Test | None:
        """The declaration of the test ``name``."""
        return next((test for test in self.tests if test.name == name), None)

    def components_of(self, code: str) -> tuple[Component, ...]:
        """Components of the group ``code``, in order: the columns of its rating sheet."""
        return tuple(c for c in self.components if c.belongs_to(code))

    def portfolios(self) -> tuple[PortfolioComponent, ...]:
        """Components that count achievements."""
        return tuple(c for c in self.components if isinstance(c, PortfolioComponent))

    def conditions(self, code: str | None = None) -> Iterator[tuple[str, Leaf]]:
        """Every single condition of the scheme, or of its group ``code``, with the field that it stands in."""
        for component in self.components:
            if isinstance(component, Converting) and (code is None or component.belongs_to(code)):
                for leaf in conditions_of(component):
                    yield f"components[{component.id}].conversion.cases", leaf
        for index, gate in enumerate(self.gates, start=1):
            if isinstance(gate, Required) and (code is None or gate.groups is None or code in gate.groups):
                yield from _told(f"gates[{index}].when", gate.when)
        for stratum in self.strata:
            yield from _told(f"strata[{stratum.id}].when", stratum.when)
        for key in self.keys:
            if isinstance(key, ConditionKey):
                yield from _told(f"keys[{key.id}].when", key.when)

    def questions(self, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """What an applicant to the groups ``codes`` is asked to choose: question → what may be chosen."""
        found: dict[str, tuple[str, ...]] = {}
        for code in codes:
            for component in self.components_of(code):
                if isinstance(component, ValuesComponent) and isinstance(component.choice, Named):
                    choice = component.choice
                    names = (*found.get(choice.question, ()), *choice.resolve(self.group(code)))
                    found[choice.question] = tuple(dict.fromkeys(names))
        return found

    def asked(self, code: str) -> tuple[Key, ...]:
        """Keys of all values that the group ``code`` asks for, each once: what an import must be able to feed.

        With those of parts that a number is judged by («математика: геометрия»); not with the tasks of a test, which
        may be given whole.
        """
        group = self.group(code)
        keys: list[Key] = []
        for component in self.components_of(code):
            if isinstance(component, ValuesComponent):
                for name in component.chosen(group):
                    parts = (part_of(name, part) for part in self._parts(component, name, group))
                    keys += [(component.kind, asked) for asked in (name, *parts)]
        keys += [(key.kind, key.name) for key in self.keys if isinstance(key, ValueKey)]
        for _, leaf in self.conditions(code):
            if isinstance(leaf, HasFact):
                keys.append((Kind.FACT, leaf.name))
            elif isinstance(leaf, (HasValue, HasState)):
                keys.append((leaf.kind, leaf.name))
        return tuple(dict.fromkeys(keys))

    def _parts(self, component: ValuesComponent, name: str, group: Group) -> Iterator[str]:
        """Parts of the number ``name`` that its minimums and its mark hang on."""
        yield from (side.part for side in component.sides if side.name == name)
        subject = self.scale.subject(name) if self.scale is not None else None
        if subject is None:
            return
        if component.scale_minimum and (minimum := subject.minimum_for(group.profile or "")):
            yield from minimum.parts
        if any(isinstance(piece, ScaleMark) for piece in pieces(component.conversion, name)):
            yield from (condition.part for condition in subject.conditions)


def _told(where: str, conditions: tuple[Condition, ...]) -> Iterator[tuple[str, Leaf]]:
    return ((where, leaf) for leaf in leaves(conditions))


def identity(scheme: Scheme) -> str:
    """SHA-256 (hex) of the scheme's content: the same for the same rules however the file is laid out."""
    content = scheme.model_dump(mode="json", exclude_defaults=True)
    return hashlib.sha256(canonical(content)).hexdigest()


def canonical(content: object) -> bytes:
    """``content`` as JSON bytes that are the same for the same content: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
