"""What every component has: its name, its groups, and the end of its chain (rounding, cap, weight)."""

from typing import Literal

from otbor.domain.scheme.base import Digits, Id, Model, Positive, Text, Texts

Combination = Literal["sum", "mean", "max", "min"]


class ComponentBase(Model):
    """What every component has; the tail of the chain."""

    id: Id
    """Column of the rating sheet."""
    title: Text
    """As the act calls it."""
    groups: Texts | None = None
    """Codes of the groups that have this component; all without it."""
    in_total: bool = True
    """Without it the points are shown, but enter only what names them: another component, a gate, a key."""
    digits: Digits | None = None
    """Decimals to which the combined points are rounded, a half up."""
    cap: Positive | None = None
    """The most that the component can give."""
    weight: Positive | None = None
    """What the points are multiplied by at the end."""

    def belongs_to(self, code: str) -> bool:
        """Whether the group ``code`` has this component."""
        return self.groups is None or code in self.groups
