"""The order of numbers of applications and papers (регистрационные номера)."""

import re

_DIGITS = re.compile(r"(\d+)")


def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which «9» stands before «10» and «8-2» before «8-10»."""
    parts = enumerate(_DIGITS.split(number))
    return tuple((0, int(part), "") if place % 2 else (1, 0, part) for place, part in parts if part)
