"""Conversions that would lose a number: bands that overlap or leave a gap, tables with holes, limits nobody meets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from otbor.domain.findings import Finding, Severity
from otbor.domain.participants import Kind
from otbor.domain.scheme.base import PerName, per_name
from otbor.domain.scheme.choices import Given
from otbor.domain.scheme.components import CombinedComponent, Converting, PortfolioComponent, ValuesComponent
from otbor.domain.scheme.conversions import (
    Band,
    Bands,
    Cases,
    Chain,
    Conversion,
    Flag,
    Linear,
    PerSubject,
    Ratio,
    ScaleMark,
    Table,
    Times,
    pieces,
)
from otbor.domain.scheme.model import Scheme
from otbor.domain.scheme.possible import ANY, MARKS, Numbers, chosen, limits_of, made, possible
from otbor.domain.values import half_up, plain, settled

Found = Iterator[Finding]
_ONE, _EXAMPLE, _FEW = Decimal(1), 4, 8


@dataclass(frozen=True, slots=True)
class _At:
    """Where a conversion stands: its scheme, component, name (None: any), field."""

    scheme: Scheme
    component: Converting
    name: str | None
    where: str

    @property
    def kind(self) -> Kind | None:
        """What numbers they are; None for the points of other components."""
        return self.component.kind if isinstance(self.component, ValuesComponent) else None

    def finding(self, rule: str, field: str, severity: Severity = Severity.FORBIDS, **values: object) -> Finding:
        return Finding(f"scheme.{rule}", severity, values, where=f"{self.where}.{field}")


def check_conversions(scheme: Scheme) -> Found:
    """Findings on the conversions and minimums of every component of numbers, and on the places of portfolios."""
    for component in scheme.components:
        where = f"components[{component.id}]"
        if isinstance(component, PortfolioComponent):
            yield from _places(component, where)
        elif isinstance(component, CombinedComponent):
            if _by_name(component):
                yield Finding("scheme.points_by_name", values={"title": component.title}, where=f"{where}.conversion")
            else:
                yield from _walk(_At(scheme, component, None, where), component.conversion, ANY)
        elif isinstance(component, ValuesComponent):
            names = chosen(scheme, component)
            yield from _names_used(component, names, where)
            for name in names or (None,):
                at = _At(scheme, component, name, where)
                numbers = possible(scheme, component, name)
                minimum = None if name is None else per_name(component.minimum, name)
                yield from _minimum(at, numbers, minimum)
                yield from _scale(at, needed=component.scale_minimum, field="scale_minimum")
                yield from _recommended(at, component)
                yield from _walk(at, component.conversion, numbers.from_least(minimum))


def _names_used(component: ValuesComponent, names: tuple[str, ...], where: str) -> Found:
    """A number for a name that no group asks for: a slip of the pen, and the right name goes without."""
    if isinstance(component.choice, Given):
        if _by_name(component):
            told_of = {"title": component.title}
            yield Finding("scheme.given_by_name", Severity.WARNS, told_of, where=f"{where}.conversion")
        return
    told: list[tuple[str, PerName | Mapping[str, Conversion] | str | None]] = [("minimum", component.minimum)]
    for piece in pieces(component.conversion):
        match piece:
            case Ratio(maximum=maximum):
                told.append(("conversion.maximum", maximum))
            case Times(times=times):
                told.append(("conversion.times", times))
            case PerSubject(names=conversions):
                told.append(("conversion.names", conversions))
    for field, table in told:
        for name in table if isinstance(table, Mapping) else ():
            if name not in names:
                yield Finding("scheme.name_not_used", Severity.WARNS, {"name": name}, where=f"{where}.{field}")


def _by_name(component: Converting) -> bool:
    """Whether the conversion hangs on the name, though any name may come, or is that of no number but a component."""
    for piece in pieces(component.conversion):
        match piece:
            case ScaleMark() | Ratio(maximum=str()) | Ratio(maximum=dict()) | Times(times=dict()):
                return True
            case PerSubject(other=other) if other is None or isinstance(component, CombinedComponent):
                return True
    return False


def _minimum(at: _At, numbers: Numbers, minimum: Decimal | None) -> Found:
    """A minimum that nobody can reach: above the highest number there can be."""
    if minimum is None or at.name is None:
        return
    limits = [numbers.most]
    for piece in pieces(at.component.conversion, at.name)[:1]:
        match piece:
            case Ratio(maximum=maximum) if not isinstance(maximum, str):
                limits.append(per_name(maximum, at.name))
            case Table(points=points):
                limits.append(max(points))
            case Bands(bands=bands) if all(band.most is not None for band in bands):
                limits.append(max(band.most for band in bands if band.most is not None))
            case Linear(most=most):
                limits.append(most)
            case Flag():
                limits.append(_ONE)
    highest = min((limit for limit in limits if limit is not None), default=None)
    if highest is not None and minimum > highest:
        told = {"name": at.name, "minimum": minimum, "maximum": highest}
        yield Finding("scheme.minimum_above_maximum", values=told, where=f"{at.where}.minimum")


def _walk(at: _At, conversion: Conversion, numbers: Numbers) -> Found:
    """Findings on ``conversion``, which is given ``numbers``, and on all that it is made of."""
    match conversion:
        case Chain(steps=steps):
            for step in steps:
                yield from _walk(at, step, numbers)
                numbers = MARKS if isinstance(step, ScaleMark) else made(step, at.name, numbers)
        case PerSubject() | Cases():
            yield from _alternatives(at, conversion, numbers)
        case Table(points=points):
            yield from _table(at, points, numbers)
        case Bands(bands=bands):
            yield from _bands(at, bands, numbers)
        case Ratio() | Times():
            yield from _factor(at, conversion, numbers)
        case Linear():
            yield from _linear(at, conversion, numbers)
        case ScaleMark():
            yield from _scale(at, needed=True, field="conversion")
        case Flag() if numbers.step is not None and (numbers.most is None or numbers.most > _ONE):
            yield at.finding("flag_of_number", "conversion", title=at.component.title)


def _linear(at: _At, linear: Linear, numbers: Numbers) -> Found:
    field, least, most = "conversion.least", linear.least, linear.most
    if least >= most:
        yield at.finding("linear_reversed", field, least=least, most=most)
    elif _outside(least, most, numbers):
        yield at.finding("bands_miss", field, least=numbers.least, most=numbers.most)
    else:
        yield from _ends(at, field, least, most, numbers)


def _ends(at: _At, field: str, least: Decimal | None, most: Decimal | None, numbers: Numbers) -> Found:
    """Numbers that can be, below and above what has points."""
    if least is not None and numbers.least is not None and least > numbers.least:
        yield at.finding("bands_below", field, Severity.WARNS, limit=least, possible=numbers.least)
    if most is not None and numbers.most is not None and most < numbers.most:
        yield at.finding("bands_above", field, Severity.WARNS, limit=most, possible=numbers.most)


def _alternatives(at: _At, conversion: PerSubject | Cases, numbers: Numbers) -> Found:
    parts: list[Conversion | None] = [conversion.other]
    if isinstance(conversion, Cases):
        parts += [case.conversion for case in conversion.cases]
    elif at.name is None:
        parts += conversion.names.values()
    else:
        parts = [conversion.names.get(at.name, conversion.other)]
        if parts == [None]:
            yield at.finding("no_conversion", "conversion.names", name=at.name)
    for part in parts:
        if part is not None:
            yield from _walk(at, part, numbers)


def _scale(at: _At, *, needed: bool, field: str) -> Found:
    """The year's scale is there and has the subject, where a component goes by it."""
    if not needed:
        return
    if at.kind is not Kind.EXAM:
        yield at.finding("scale_not_of_exam", field, title=at.component.title)
    elif at.scheme.scale is None:
        yield at.finding("scale_missing", field)
    elif at.name is not None and at.scheme.scale.subject(at.name) is None:
        yield at.finding("scale_lacks", field, name=at.name, year=at.scheme.scale.year)


def _recommended(at: _At, component: ValuesComponent) -> Found:
    """A group for whose profile the scale recommends no minimum, where a component goes by it: nobody would see."""
    scale = at.scheme.scale
    subject = scale.subject(at.name) if scale and at.name and component.scale_minimum else None
    if subject is None or at.name is None:
        return
    for group in at.scheme.groups:
        asked = component.belongs_to(group.code) and at.name in component.chosen(group)
        if asked and subject.minimum_for(group.profile or "") is None:
            profiles = tuple(minimum.profile for minimum in subject.profile_minimum)
            told = {"name": at.name, "code": group.code, "profile": group.profile or "", "profiles": profiles}
            yield at.finding("no_recommended", "scale_minimum", Severity.WARNS, **told)


def _factor(at: _At, conversion: Ratio | Times, numbers: Numbers) -> Found:
    if isinstance(conversion, Times):
        if at.name is not None and per_name(conversion.times, at.name) is None:
            yield at.finding("no_factor", "conversion.times", name=at.name)
        return
    if isinstance(conversion.maximum, str):
        yield from _scale(at, needed=True, field="conversion.maximum")
        return
    if at.name is None:
        return
    maximum = per_name(conversion.maximum, at.name)
    if not maximum:
        yield at.finding("no_maximum", "conversion.maximum", name=at.name)
    elif at.kind in {Kind.TEST, Kind.EXAM} and numbers.most is not None and numbers.most != maximum:
        told = {"name": at.name, "maximum": maximum, "highest": numbers.most}
        yield at.finding("other_maximum", "conversion.maximum", Severity.WARNS, **told)


def _table(at: _At, points: Mapping[Decimal, Decimal], numbers: Numbers) -> Found:
    """Numbers that can be and have no points; rows for numbers that cannot be."""
    told = {"name": at.name or at.component.title}
    there = numbers.all()
    if missing := tuple(number for number in there if number not in points):
        rule, severity = (
            ("table_gap", Severity.WARNS) if len(missing) < len(there) else ("table_misses", Severity.FORBIDS)
        )
        yield at.finding(rule, "conversion.points", severity, numbers=_few(missing), times=len(missing), **told)
    if at.kind is Kind.TEST and there and (outside := tuple(sorted(set(points) - set(there)))):
        yield at.finding("table_outside", "conversion.points", Severity.WARNS, numbers=_few(outside), **told)


def _bands(at: _At, bands: tuple[Band, ...], numbers: Numbers) -> Found:
    """Bands the wrong way round, overlapping, with a gap between or at the ends of what there can be."""
    field = "conversion.bands"
    for band in bands:
        if band.least is not None and band.most is not None and band.least > band.most:
            yield at.finding("band_reversed", field, least=band.least, most=band.most)
            return
    ordered = bands if ladder(bands) else sorted(bands, key=_starts)
    if not ladder(bands):
        step = numbers.step or _finest(bands)
        for lower, upper in pairwise(ordered):
            if lower.most is None or upper.least is None or lower.most >= upper.least:
                yield at.finding("bands_overlap", field, first=_said(lower), second=_said(upper))
            elif (lost := _next(lower.most, step)) < upper.least and (numbers.most is None or lost <= numbers.most):
                yield at.finding("bands_gap", field, lost=_short(lost), least=lower.most, most=upper.least)
    least, most = limits_of(bands)
    if _outside(least, most, numbers):
        yield at.finding("bands_miss", field, least=numbers.least, most=numbers.most)
    else:
        yield from _ends(at, field, least, most, numbers)


def _outside(least: Decimal | None, most: Decimal | None, numbers: Numbers) -> bool:
    """Whether none of ``numbers`` lies between the limits."""
    above = least is not None and numbers.most is not None and least > numbers.most
    return above or (most is not None and numbers.least is not None and most < numbers.least)


def ladder(bands: tuple[Band, ...]) -> bool:
    """Limits of one side only, in order: «от 12 — 5, от 9 — 4, остальное — 0», where the first that fits is meant."""
    last = bands[-1]
    steps = bands[:-1] if last.least is None and last.most is None else bands
    leasts = [band.least for band in steps if band.least is not None and band.most is None]
    mosts = [band.most for band in steps if band.most is not None and band.least is None]
    down = len(leasts) == len(steps) and all(a > b for a, b in pairwise(leasts))
    return down or (len(mosts) == len(steps) and all(a < b for a, b in pairwise(mosts)))


def _starts(band: Band) -> tuple[bool, Decimal]:
    return band.least is not None, band.least or Decimal(0)


def _finest(bands: tuple[Band, ...]) -> Decimal:
    """The step that the limits are written with: 4.49 goes by hundredths."""
    limits = [limit for band in bands for limit in (band.least, band.most) if limit is not None]
    exponents = [int(limit.as_tuple().exponent) for limit in limits]
    return _ONE.scaleb(min([0, *exponents]))


def _next(number: Decimal, step: Decimal) -> Decimal:
    """The first multiple of ``step`` above ``number``."""
    return (settled(number / step).to_integral_value(ROUND_FLOOR) + 1) * step


def _few(numbers: tuple[Decimal, ...]) -> tuple[Decimal | str, ...]:
    """The first of ``numbers``, for a sentence."""
    told = tuple(map(plain, numbers))
    return told if len(told) <= _FEW else (*told[:_FEW], "…")


def _short(number: Decimal) -> Decimal:
    """An example for a sentence: 79.07 of 34 / 43 × 100."""
    return half_up(number, 2) if int(number.as_tuple().exponent) < -_EXAMPLE else number


def _said(band: Band) -> tuple[Decimal | str, ...]:
    return tuple("…" if limit is None else limit for limit in (band.least, band.most))


def _places(component: PortfolioComponent, where: str) -> Found:
    """Bands of places the wrong way round or overlapping; a gap is a place without points, as is meant."""
    for number, row in enumerate(component.rows, 1):
        field = f"{where}.rows[{number}].places"
        for band in row.places:
            if band.least > band.most:
                yield Finding("scheme.band_reversed", values={"least": band.least, "most": band.most}, where=field)
        for lower, upper in pairwise(sorted(row.places, key=lambda band: band.least)):
            if lower.most >= upper.least:
                told = {"first": (lower.least, lower.most), "second": (upper.least, upper.most)}
                yield Finding("scheme.bands_overlap", values=told, where=field)
