"""Small words of schemes and explanations: templates, points, rounding, names by group."""

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from otbor.domain.scheme import Group, Selector
from otbor.domain.scheme.base import PerName
from otbor.support.places import resources
from otbor.wording.numbers import plural
from otbor.wording.templates import fill, said


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """The templates of ``resources/wording/scheme.toml`` by section and key."""
    return tomllib.loads((resources() / "wording" / "scheme.toml").read_text("utf-8"))


def say(key: str, **values: Any) -> str:
    """The sentence ``key`` of the scheme."""
    return fill(phrases()["sentences"][key], values)


def points(number: Decimal) -> str:
    """«5 баллов», «2,5 балла»: a fraction takes the genitive of the singular."""
    return _counted(number, "points")


def points_genitive(number: Decimal) -> str:
    """«не более 1 балла, 4 баллов»."""
    return _counted(number, "points_genitive")


def school_years(count: int) -> str:
    """«2 учебных года, 5 учебных лет»."""
    return _counted(Decimal(count), "school_years")


def _counted(number: Decimal, what: str) -> str:
    """The number and its word, not to be parted by a line end; the last of the four words is that of a fraction."""
    one, few, many, part = phrases()["counted"][what].split("/")
    word = plural(int(number), one, few, many) if number == number.to_integral_value() else part
    return f"{said(number)}\u00a0{word}"


def rounding(digits: int) -> str:
    """What is rounded to, in the genitive: «сотых»."""
    return phrases()["digits"][str(digits)]


def between(least: object, most: object) -> str:
    """«от 1 до 3», «от 1», «до 3», «3»."""
    if least is None and most is None:
        return say("limits.any")
    if least == most:
        return say("limits.one", least=least)
    return say(
        "limits.from" if most is None else "limits.to" if least is None else "limits.both", least=least, most=most
    )


def per_name(table: PerName) -> str:
    """«математика — 31, физика — 45», or the one number for all."""
    return ", ".join(f"{said(n)} — {said(v)}" for n, v in table.items()) if isinstance(table, dict) else said(table)


def names_by_group(resolved: Mapping[str, tuple[str, ...]]) -> str:
    """Names by group: said once where they are the same for all."""
    if len(set(resolved.values())) == 1:
        return said(next(iter(resolved.values())))
    return "; ".join(say("names_of_group", code=code, names=names) for code, names in resolved.items())


def categories(names: Iterable[str]) -> str:
    """Categories of achievements within a sentence: a paragraph as it is («16.1»), words in quotation marks."""
    return ", ".join(said(name) if name[:1].isdigit() else f"«{said(name)}»" for name in names)


def selected(selector: Selector, groups: Iterable[Group]) -> str:
    """Names of ``selector`` by group."""
    return names_by_group({group.code: selector.resolve(group) for group in groups})
