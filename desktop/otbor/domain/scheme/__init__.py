"""The scoring scheme as data: models, reading with checks, identity."""

from otbor.domain.scheme.base import Group, Selector
from otbor.domain.scheme.entrance import Test
from otbor.domain.scheme.model import Scheme, canonical, identity
from otbor.domain.scheme.reading import parse_scheme

__all__ = ["Group", "Scheme", "Selector", "Test", "canonical", "identity", "parse_scheme"]
