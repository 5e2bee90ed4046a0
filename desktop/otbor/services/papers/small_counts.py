"""Counts that are published (статистика): small ones hidden, and those by which a small one could be worked out."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from otbor.documents.founder_report import Count, Hidden

_Key = TypeVar("_Key", bound=Hashable)


def protected(counts: Mapping[_Key, int], sums: Sequence[Sequence[_Key]], least: int) -> dict[_Key, Count]:
    """``counts`` with those from 1 to below ``least`` hidden; in each of ``sums`` the first is the sum of the rest.

    Where a hidden count would follow from the shown ones (it alone is hidden in a sum, or all the hidden of a sum must
    be ones, or all the largest that is hidden), the smallest shown one of the sum is withheld as well.
    """
    hidden: dict[_Key, Hidden] = {key: Hidden.FEW for key, number in counts.items() if 0 < number < least}
    while victims := [v for line in sums if (v := _victim(counts, line, hidden, least)) is not None]:
        hidden[victims[0]] = Hidden.WITHHELD
    return {key: hidden.get(key, number) for key, number in counts.items()}


def _victim(counts: Mapping[_Key, int], line: Sequence[_Key], hidden: Mapping[_Key, Hidden], least: int) -> _Key | None:
    """The count of one sum to withhold next, None when nothing follows from what it shows."""
    unknown = [key for key in line if key in hidden]
    if not unknown or not _follows(counts, line, unknown, hidden, least):
        return None
    shown = [key for key in line if key not in hidden]
    positive = [key for key in shown if counts[key]]
    return min(positive or shown, key=lambda key: (key == line[0], counts[key]), default=None)


def _follows(
    counts: Mapping[_Key, int],
    line: Sequence[_Key],
    unknown: Sequence[_Key],
    hidden: Mapping[_Key, Hidden],
    least: int,
) -> bool:
    if len(unknown) == 1:
        return True
    if line[0] in unknown or any(hidden[key] is not Hidden.FEW for key in unknown):
        return False
    together = sum(counts[key] for key in unknown)
    return together in {len(unknown), len(unknown) * (least - 1)}
