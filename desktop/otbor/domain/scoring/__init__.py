"""Scoring: a scheme and a participant give a result, and the explanation when it is asked for."""

from otbor.domain.scoring.plan import Plan, explain, score
from otbor.domain.scoring.result import Part, Result, Status

__all__ = ["Part", "Plan", "Result", "Status", "explain", "score"]
