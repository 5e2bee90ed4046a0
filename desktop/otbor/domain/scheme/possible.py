"""What numbers there can be before a conversion, and whether a conversion has points for all of them."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from otbor.domain.participants import Kind
from otbor.domain.scales import LOWEST
from otbor.domain.scheme.base import per_name
from otbor.domain.scheme.components import CombinedComponent, Converting, ValuesComponent
from otbor.domain.scheme.conversions import (
    AsIs,
    Band,
    Bands,
    Cases,
    Chain,
    Conversion,
    Linear,
    PerSubject,
    Ratio,
    ScaleMark,
    Table,
    Times,
)
from otbor.domain.scheme.model import Scheme
from otbor.domain.subjects import whole_of
from otbor.domain.values import half_up, settled

_ONE, _LONGEST = Decimal(1), 200
HIGHEST_MARK, PASSING_MARK = Decimal(5), Decimal(LOWEST + 1)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What numbers there can be; None is not known. ``step``: all are its multiples."""

    least: Decimal | None = None
    most: Decimal | None = None
    step: Decimal | None = None

    def from_least(self, least: Decimal | None) -> "Numbers":
        """The same without those below ``least``."""
        known = [limit for limit in (self.least, least) if limit is not None]
        return Numbers(max(known, default=None), self.most, self.step)

    def all(self) -> list[Decimal]:
        """Every number, where there are few enough to be listed."""
        if self.least is None or self.most is None or self.step is None or self.most < self.least:
            return []
        count = int((self.most - self.least) / self.step) + 1
        return [self.least + self.step * place for place in range(count)] if count <= _LONGEST else []


ANY = Numbers()
MARKS = Numbers(PASSING_MARK, HIGHEST_MARK, _ONE)
EXAM_MARKS = Numbers(Decimal(LOWEST), HIGHEST_MARK, _ONE)


def chosen(scheme: Scheme, component: ValuesComponent) -> tuple[str, ...]:
    """Names that the component asks of any group, each once; none where any name counts."""
    groups = [group for group in scheme.groups if component.belongs_to(group.code)]
    return tuple(dict.fromkeys(name for group in groups for name in component.chosen(group)))


def possible(scheme: Scheme, component: ValuesComponent, name: str | None) -> Numbers:
    """What a number of this kind and name can be, before the conversion."""
    match component.kind:
        case Kind.MARK:
            return MARKS
        case Kind.EXAM:
            subject = scheme.scale.subject(name) if scheme.scale and name else None
            return Numbers(Decimal(0), Decimal(subject.maximum) if subject else None, _ONE)
        case Kind.TEST if name and (test := scheme.test(name)):
            return Numbers(Decimal(0), test.maximum, test.step if not (test.tasks or test.markers) else None)
        case Kind.TEST if name and (parts := scheme.test(whole_of(name))):
            return Numbers(Decimal(0), parts.numbers().get(name), parts.step)
        case _:
            return ANY


def made(conversion: Conversion, name: str | None, numbers: Numbers) -> Numbers:
    """What ``conversion`` makes of ``numbers``: their step grows by the factor, or is that of the rounding."""
    factor: Decimal | None = None
    digits: int | None = None
    match conversion:
        case AsIs():
            return numbers
        case ScaleMark():
            return EXAM_MARKS
        case Ratio(maximum=maximum, times=times, digits=digits):
            highest = numbers.most if isinstance(maximum, str) else per_name(maximum, name or "")
            factor = times / highest if highest else None
        case Times(times=factors, digits=digits):
            factor = per_name(factors, name or "")
    if not factor or factor < 0:
        return ANY
    least, most, step = (None if n is None else n * factor for n in (numbers.least, numbers.most, numbers.step))
    if digits is not None:
        least, most = (None if n is None else half_up(n, digits) for n in (least, most))
        return Numbers(least, most, _ONE.scaleb(-digits))
    least, most, step = (None if n is None else settled(n) for n in (least, most, step))
    return Numbers(least, most, step or None)


def has_gaps(scheme: Scheme, component: Converting) -> bool:
    """Whether there may be a number for which the conversion has no points: who has it is not rated."""
    if isinstance(component, CombinedComponent):
        return _gaps(component.conversion, None, ANY)

    def without_points(name: str | None) -> bool:
        minimum = None if name is None else per_name(component.minimum, name)
        return _gaps(component.conversion, name, possible(scheme, component, name).from_least(minimum))

    return any(map(without_points, chosen(scheme, component) or (None,)))


def _gaps(conversion: Conversion, name: str | None, numbers: Numbers) -> bool:  # noqa: PLR0911 - one case a kind
    match conversion:
        case Chain(steps=steps):
            given = accumulate(steps, lambda own, step: made(step, name, own), initial=numbers)
            return any(_gaps(step, name, own) for step, own in zip(steps, given, strict=False))
        case PerSubject(names=names, other=other):
            own = [names.get(name, other)] if name is not None else [*names.values(), other]
            return any(part is not None and _gaps(part, name, numbers) for part in own)
        case Cases(cases=cases, other=other):
            parts = [*(case.conversion for case in cases), *([other] if other is not None else [])]
            return other is None or any(_gaps(part, name, numbers) for part in parts)
        case Table(points=points):
            there = numbers.all()
            return not there or any(number not in points for number in there)
        case Bands(bands=bands):
            return _ends_open(*limits_of(bands), numbers)
        case Linear(least=least, most=most):
            return _ends_open(least, most, numbers)
        case _:
            return False


def _ends_open(least: Decimal | None, most: Decimal | None, numbers: Numbers) -> bool:
    """Whether numbers may lie beyond the limits."""
    below = least is not None and (numbers.least is None or numbers.least < least)
    return below or (most is not None and (numbers.most is None or numbers.most > most))


def limits_of(bands: tuple[Band, ...]) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and the highest limit of all; None where a band is open on that side."""
    leasts = [band.least for band in bands if band.least is not None]
    mosts = [band.most for band in bands if band.most is not None]
    return min(leasts) if len(leasts) == len(bands) else None, max(mosts) if len(mosts) == len(bands) else None
