"""Templates with plain placeholders (``{name}``): no attributes, no indexes, nothing evaluated."""

import string
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import ROUND_DOWN, Decimal
from typing import Any

from otbor.domain.subjects import shown
from otbor.domain.values import plain

_FORMATTER = string.Formatter()
_DECIMALS = 6
"""The decimals that a reader is shown: as many as a rounding can ask for."""


def placeholders(template: str) -> set[str]:
    """Names of the placeholders of ``template``; raises :class:`ValueError` for anything but ``{name}``."""
    names = set()
    for _, name, spec, conversion in _FORMATTER.parse(template):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"placeholder {{{name}}}: only a plain name is allowed")
        names.add(name)
    return names


def said(value: Any) -> str:  # noqa: PLR0911 - one line a kind of value
    """``value`` as a Russian text shows it: dates dd.mm.yyyy, decimal comma, lists with commas."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",").replace("-", "−")
    if isinstance(value, (list, tuple, set, frozenset)):
        told = [said(v) for v in value]
        broken = any(isinstance(v, Decimal) and "," in text for v, text in zip(value, told, strict=True))
        return ("; " if broken else ", ").join(told)
    return shown(value) if isinstance(value, str) else str(value)


def shortened(value: Any) -> Any:
    """An endless fraction as its beginning («3,666666…»)."""
    if not isinstance(value, Decimal) or not value.is_finite() or int(value.as_tuple().exponent) >= -_DECIMALS:
        return value
    short = value.quantize(Decimal(1).scaleb(-_DECIMALS), ROUND_DOWN)
    return plain(value) if short == value else f"{said(short)}…"


def fill(template: str, values: Mapping[str, Any]) -> str:
    """``template`` with its placeholders replaced; raises :class:`KeyError` naming a value that is missing."""
    placeholders(template)
    return _FORMATTER.vformat(template, (), {name: said(value) for name, value in values.items()})
