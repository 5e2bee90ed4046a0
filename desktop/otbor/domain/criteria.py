"""What may make points (пп. 7, 13, 14): the criteria of selection."""

from otbor.domain.campaign import Level
from otbor.domain.regulation import Criterion, Regulation


def allowed_criteria(regulation: Regulation, level: Level, *, sport: bool = False) -> tuple[Criterion, ...]:
    """Criteria of selection at ``level`` (пп. 13, 14), with sport aptitude where the programme is one of п. 7."""
    return tuple(c for c in regulation.criteria if level in c.levels and (sport or not c.sport))
