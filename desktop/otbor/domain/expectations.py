"""What a scheme lets a workbook say: the expectations of an import, and values that cannot be."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from otbor.domain.findings import Finding
from otbor.domain.import_checks import Expectations, Needs, TestExpectation, points_findings
from otbor.domain.participants import Key, Kind, Participant
from otbor.domain.scheme import Group, Scheme
from otbor.domain.scheme.base import per_name
from otbor.domain.scheme.components import Conversion, Ratio, ValuesComponent
from otbor.domain.scheme.conversions import first_pieces


def expectations_of(scheme: Scheme, born: tuple[date, date], subjects: frozenset[str]) -> Expectations:
    """What the workbook of a campaign by ``scheme`` may hold; ``born``: birth dates usual for its grade."""
    portfolio: dict[str, frozenset[str]] = {}
    placed = {row.category for part in scheme.portfolios() for row in part.rows if row.category and row.places}
    for component in scheme.portfolios():
        for row in component.rows:
            if row.category:
                portfolio[row.category] = portfolio.get(row.category, frozenset()) | row.results.keys()
    return Expectations(
        grade=scheme.grade,
        born=born,
        groups={group.code: _needs(scheme, group) for group in scheme.groups},
        tests={test.name: TestExpectation(test.maximum, test.step) for test in scheme.tests},
        portfolio=portfolio,
        placed=frozenset(placed),
        subjects=subjects,
        questions={group.code: scheme.questions([group.code]) for group in scheme.groups},
    )


def _needs(scheme: Scheme, group: Group) -> Needs:
    names: dict[str, list[str]] = {"mark": [], "test": []}
    for component in scheme.components_of(group.code):
        if (
            isinstance(component, ValuesComponent)
            and component.choice.take in {"all", "position"}
            and component.source in names
        ):
            names[component.source] += component.chosen(group)
    return Needs(tuple(dict.fromkeys(names["mark"])), tuple(dict.fromkeys(names["test"])))


def impossible_values(
    scheme: Scheme, participants: Sequence[Participant], marks: tuple[int, int] = (2, 5)
) -> tuple[Finding, ...]:
    """A finding for every mark, test or examination that cannot be by ``scheme``, at the source of the value."""
    limits = _limits(scheme)
    return tuple(
        finding
        for participant in participants
        for key, value in participant.values.items()
        if value.number is not None
        for finding in _judged(key, value.number, value.source, limits, marks)
    )


def _limits(scheme: Scheme) -> dict[Key, TestExpectation]:
    """Limits of each test and examination that the scheme knows, and of their parts («сочинение: эксперт 1»)."""
    limits: dict[Key, TestExpectation] = {}
    for test in scheme.tests:
        numbers = test.numbers().items()
        limits |= {(Kind.TEST, name): TestExpectation(maximum, test.step) for name, maximum in numbers}
    for row in scheme.scale.scales if scheme.scale else ():
        for name in row.subjects:
            limits[Kind.EXAM, name] = TestExpectation(Decimal(row.maximum))
            parts = {(Kind.EXAM, f"{name}: {c.part}"): c.maximum or row.maximum for c in row.conditions}
            limits |= {key: TestExpectation(Decimal(maximum)) for key, maximum in parts.items()}
    for key, highest in _ratios(scheme):
        limits.setdefault(key, TestExpectation(highest, Decimal(0)))
    return limits


def _ratios(scheme: Scheme) -> Iterator[tuple[Key, Decimal]]:
    """Maximums that the scheme itself names by a ratio of the number as it is given; of several cases the highest."""
    for group in scheme.groups:
        for component in scheme.components_of(group.code):
            if not isinstance(component, ValuesComponent):
                continue
            for name in component.chosen(group):
                highest = [_highest(piece, name) for piece in first_pieces(component.conversion, name)]
                known = [maximum for maximum in highest if maximum is not None]
                if known and len(known) == len(highest):
                    yield (component.kind, name), max(known)


def _highest(conversion: Conversion, name: str) -> Decimal | None:
    """The maximum of a ratio that the scheme names; that of the year's scale is known without."""
    if not isinstance(conversion, Ratio) or isinstance(conversion.maximum, str):
        return None
    return per_name(conversion.maximum, name)


def _judged(
    key: Key, number: Decimal, where: str, limits: Mapping[Key, TestExpectation], marks: tuple[int, int]
) -> list[Finding]:
    if key[0] is Kind.MARK:
        least, most = marks
        values = {"mark": number, "least": least, "most": most}
        wrong = not least <= number <= most or number % 1
        return [Finding("import.mark_out_of_range", values=values, where=where)] if wrong else []
    if (limit := limits.get(key)) is not None:
        return points_findings(number, limit, where)
    return [Finding("import.below_zero", values={"points": number}, where=where)] if number < 0 else []
