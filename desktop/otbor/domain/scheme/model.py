"""The scoring scheme (порядок начисления баллов): a school's local act as data."""

import hashlib
import json
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from otbor.domain.participants import Key, Kind
from otbor.domain.scheme.base import Group, Id, Model, Name, Positive, Text, freeze
from otbor.domain.scheme.components import Component, PortfolioComponent, ValuesComponent
from otbor.domain.scheme.order import Gate, HasAchievement, HasFact, Stratum, TieKey, Total, ValueKey


class Test(Model):
    """An entrance test (вступительное испытание): what its points may be."""

    name: Name
    """Subject, or a name of its own («дополнительное испытание»)."""
    maximum: Positive
    """The highest number of points."""
    step: Positive = Decimal(1)
    """Points are multiples of it: 1 allows whole numbers only."""

    def allows(self, points: Decimal) -> bool:
        """Whether ``points`` can be the points of this test."""
        return 0 <= points <= self.maximum and points % self.step == 0


class Scheme(Model):
    """One version of a school's scheme; ``identity`` names its content."""

    title: Text
    version: Text
    grade: Annotated[int, Field(ge=1, le=11)]
    """The grade to which children are selected."""
    regulation: Id | None = None
    """Name of the regional regulation that the scheme obeys; without it none is checked."""
    groups: Annotated[tuple[Group, ...], Field(min_length=1), BeforeValidator(freeze)]
    tests: Annotated[tuple[Test, ...], BeforeValidator(freeze)] = ()
    components: Annotated[tuple[Component, ...], Field(min_length=1), BeforeValidator(freeze)]
    total: Total = Total()
    gates: Annotated[tuple[Gate, ...], BeforeValidator(freeze)] = ()
    strata: Annotated[tuple[Stratum, ...], BeforeValidator(freeze)] = ()
    keys: Annotated[tuple[TieKey, ...], BeforeValidator(freeze)] = ()

    def group(self, code: str) -> Group:
        """The group ``code``; raises :class:`KeyError` when there is none."""
        for group in self.groups:
            if group.code == code:
                return group
        raise KeyError(code)

    def test(self, name: str) -> Test | None:
        """The declaration of the test ``name``."""
        return next((test for test in self.tests if test.name == name), None)

    def components_of(self, code: str) -> tuple[ValuesComponent | PortfolioComponent, ...]:
        """Components of the group ``code``, in order: the columns of its rating sheet."""
        return tuple(c for c in self.components if c.belongs_to(code))

    def portfolios(self) -> tuple[PortfolioComponent, ...]:
        """Components that count achievements."""
        return tuple(c for c in self.components if isinstance(c, PortfolioComponent))

    def categories(self) -> frozenset[str]:
        """Categories of achievements that the scheme knows; empty when it does not tell them apart."""
        return frozenset(row.category for portfolio in self.portfolios() for row in portfolio.rows if row.category)

    def results(self) -> frozenset[str]:
        """Results of achievements that the scheme knows, in points or in strata."""
        told = {result for portfolio in self.portfolios() for row in portfolio.rows for result in row.results}
        ahead = {r for s in self.strata for w in s.when if isinstance(w, HasAchievement) for r in w.results}
        return frozenset(told | ahead)

    def asked(self, code: str) -> tuple[Key, ...]:
        """Keys of all values that the group ``code`` asks for, each once: what an import must be able to feed."""
        group = self.group(code)
        keys: list[Key] = []
        for component in self.components_of(code):
            if isinstance(component, ValuesComponent):
                keys += [(component.kind, name) for name in component.chosen(group)]
        keys += [(key.kind, key.name) for key in self.keys if isinstance(key, ValueKey)]
        keys += [(Kind.FACT, w.name) for s in self.strata for w in s.when if isinstance(w, HasFact)]
        return tuple(dict.fromkeys(keys))


def identity(scheme: Scheme) -> str:
    """SHA-256 (hex) of the scheme's content: the same for the same rules however the file is laid out."""
    content = scheme.model_dump(mode="json", exclude_defaults=True)
    return hashlib.sha256(canonical(content)).hexdigest()


def canonical(content: object) -> bytes:
    """``content`` as JSON bytes that are the same for the same content: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
