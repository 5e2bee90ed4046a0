"""Reading a scheme from its TOML text: every mistake becomes a finding that names file, field and reason."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from otbor.domain.findings import Finding, Refused, refuse_if_forbidden
from otbor.domain.scheme.base import Model
from otbor.domain.scheme.checks import check
from otbor.domain.scheme.library import NOTHING, Library
from otbor.domain.scheme.model import Scheme
from otbor.domain.subjects import Subjects, nearest

_RULES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    # pydantic's kind of error → our rule and the values of its sentence taken from the error's context
    "missing": ("missing_key", ()),
    "union_tag_not_found": ("missing_choice", ("discriminator",)),
    "extra_forbidden": ("unknown_key", ()),
    "same_key": ("same_key", ()),
    "literal_error": ("not_of_list", ("expected",)),
    "union_tag_invalid": ("not_of_list", ("expected_tags",)),
    "greater_than": ("not_above", ("gt",)),
    "greater_than_equal": ("too_small", ("ge",)),
    "less_than_equal": ("too_large", ("le",)),
    "too_short": ("empty", ()),
    "string_too_short": ("empty", ()),
    "blank": ("empty", ()),
    "string_pattern_mismatch": ("bad_id", ()),
    "string_type": ("not_text", ()),
    "is_instance_of": ("not_number", ()),
    "decimal_type": ("not_number", ()),
    "decimal_parsing": ("not_number", ()),
    "finite_number": ("not_number", ()),
    "int_type": ("not_whole", ()),
    "date_type": ("not_date", ()),
    "bool_type": ("not_bool", ()),
    "tuple_type": ("not_list", ()),
    "dict_type": ("not_table", ()),
    "no_day": ("no_day", ()),
    "apart": ("apart", ("first", "second")),
    "multiple_of": ("not_whole", ()),
    "model_type": ("not_table", ()),
    "model_attributes_type": ("not_table", ()),
}
_LONGEST = 60


def parse_scheme(text: str, name: str, subjects: Subjects, library: Library = NOTHING) -> Scheme:
    """The scheme written in ``text`` (TOML); ``name`` is the file as the findings call it.

    ``library`` has the files that the scheme names; what they say becomes a part of the scheme and its identity.
    Raises :class:`Refused` with one finding ``scheme.*`` for every mistake: broken TOML, a key that is unknown or
    missing, a value of the wrong kind, a file that is not there, and everything that
    :func:`otbor.domain.scheme.checks.check` forbids.
    """
    scheme = read_scheme(text, name, subjects, library)
    refuse_if_forbidden(check(scheme, name, subjects))
    return scheme


def read_scheme(text: str, name: str, subjects: Subjects, library: Library = NOTHING) -> Scheme:
    """The same without the checks: a scheme of the right form. Raises :class:`Refused`."""
    try:
        raw = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)  # Windows editors mark UTF-8 so
    except tomllib.TOMLDecodeError as error:
        raise Refused(_broken(str(error), name)) from None
    missing = [*_fill_scale(raw, name, library), *_fill_lists(raw, name, library)]
    try:
        scheme = Scheme.model_validate(raw, context={"subjects": subjects})
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise Refused(*missing, *_once([_finding(detail, raw, name) for detail in details])) from None
    refuse_if_forbidden(missing)
    return scheme


def _fill_scale(raw: dict[str, Any], name: str, library: Library) -> list[Finding]:
    """Put the scale in the place of its name."""
    named = raw.pop("scale", None)
    if named is None:
        return []
    if not isinstance(named, str):
        return [Finding("scheme.not_text", values={"given": _given(named)}, where=f"{name}: scale")]
    raw["scale"] = library.scale(named)
    return [] if raw["scale"] else [Finding("scheme.no_scale", values={"scale": named}, where=f"{name}: scale")]


def _fill_lists(raw: dict[str, Any], name: str, library: Library) -> list[Finding]:
    """Put the events of a file beside its name."""
    found = []
    lists = raw.get("lists")
    for number, entry in enumerate(lists if isinstance(lists, list) else (), start=1):
        if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
            continue
        where = f"{name}: lists[{entry.get('id', number)}]"
        events = library.events(entry["file"])
        if "events" in entry:
            found.append(Finding("scheme.list_twice", where=where))
        elif events is None:
            found.append(Finding("scheme.no_list", values={"list": entry["file"]}, where=where))
        entry.setdefault("events", list(events or ["…"]))
    return found


def _broken(message: str, name: str) -> Finding:
    """Where the text stops being TOML: the reader of the library names line and column, or the end of the text."""
    if place := re.search(r"at line (\d+), column (\d+)", message):
        line, column = map(int, place.groups())
        return Finding("scheme.unreadable", values={"line": line, "column": column}, where=name)
    return Finding("scheme.cut_short", where=name)


def _once(findings: list[Finding]) -> list[Finding]:
    """The first finding of each field: a union reports the same field for each of its kinds.

    A list whose elements are wrong is said to be too short as well, which is not told.
    """
    once = list({finding.where: finding for finding in reversed(findings)}.values())[::-1]
    short = {"scheme.empty", "scheme.too_few"}
    return [
        finding
        for finding in once
        if finding.id not in short or not any(other.where.startswith(f"{finding.where}[") for other in once)
    ]


def _finding(detail: ErrorDetails, raw: Mapping[str, Any], name: str) -> Finding:
    kind = detail["type"]
    field = _field(detail["loc"], raw, kind)
    if kind not in _RULES:
        return Finding("scheme.wrong_value", values={"given": _given(detail["input"])}, where=f"{name}: {field}")
    rule, named = _RULES[kind]
    if slip := _slip(rule, detail):
        return Finding(f"scheme.{slip[0]}", values=slip[1], where=f"{name}: {field}")
    context = detail.get("ctx", {})
    if kind == "too_short" and context["min_length"] > 1:
        return Finding("scheme.too_few", values={"least": context["min_length"]}, where=f"{name}: {field}")
    if rule == "apart":
        return Finding("scheme.apart", values={key: context[key] for key in named}, where=f"{name}: {field}")
    values: dict[str, Any] = {"allowed" if key.startswith("expected") else "limit": context[key] for key in named}
    if "limit" in values and (told := re.search(r"-?[\d.]+", str(values["limit"]))):  # «Decimal('5')» or 5
        values["limit"] = Decimal(told[0])
    if "allowed" in values:
        values["allowed"] = tuple(re.findall(r"'([^']*)'", str(values["allowed"])))
    latin = rule != "not_of_list" or str(context.get("tag", detail["input"])).isascii()
    if rule not in {"missing_key", "missing_choice", "empty", "unknown_key"}:
        values["given"] = _given(detail["input"])
    if "tag" in context:
        values["given"] = context["tag"]
    if rule == "missing_choice":
        values = {"key": str(context["discriminator"]).strip("'")}
    return Finding(f"scheme.{rule if latin else 'not_latin'}", values=values, where=f"{name}: {field}")


def _slip(rule: str, detail: ErrorDetails) -> tuple[str, dict[str, Any]] | None:
    """A slip of the pen that can be told exactly, and the values of its sentence."""
    key = str(detail["loc"][-1])
    if rule == "unknown_key" and (near := nearest(key, _keys())):
        return ("misplaced_key" if near == key else "unknown_key_like"), {"near": near}
    if rule == "not_number" and (key == "[key]" or (key.isdigit() and isinstance(detail["input"], dict))):
        return "key_not_number", {}  # 4.5 = 3 without quotation marks is a table
    return None


@cache
def _keys() -> frozenset[str]:
    """The keys of all parts of a scheme."""
    parts, seen = [Model], set[type[Model]]()
    while parts:
        part = parts.pop()
        seen.add(part)
        parts += [one for one in part.__subclasses__() if one not in seen]
    return frozenset(field for part in seen for field in part.model_fields)


def _given(value: Any) -> object:
    """What stands in the file, where it is short enough for a sentence."""
    if isinstance(value, Decimal) and (value.is_nan() or abs(value.adjusted()) > _LONGEST):
        return str(value)
    return value if isinstance(value, (str, int, Decimal)) and len(str(value)) <= _LONGEST else "…"


def _field(loc: tuple[int | str, ...], raw: Any, kind: str) -> str:
    """The path as the file writes it: tags of unions left out, elements of a list by their id where they have one."""
    path: list[str] = []
    here = raw
    for index, step in enumerate(loc):
        last = index == len(loc) - 1
        if isinstance(step, int) and isinstance(here, (list, tuple)):
            here = here[step]
            label = (
                next((here[k] for k in ("id", "code", "name") if k in here), None) if isinstance(here, dict) else None
            )
            path[-1] += f"[{label or step + 1}]"
        elif isinstance(here, Mapping) and str(step) in here:
            here = here[str(step)]
            path.append(str(step))
        elif last and kind == "missing":
            path.append(str(step))
    return ".".join(path)
