"""Data files (TOML) read into models: what is wrong is named by file, field and value, never by a stack of calls."""

import re
import tomllib
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from otbor.domain.findings import Finding, Refused

Model = TypeVar("Model", bound=BaseModel)

INCOMPLETE = "incomplete"
"""Type of the error of a table that lacks rows; its context names them as ``missing``."""

_IDS = {
    "missing": "profile.field_missing",
    "extra_forbidden": "profile.field_unknown",
    INCOMPLETE: "profile.field_incomplete",
    "literal_error": "profile.field_not_of_list",
    "enum": "profile.field_not_of_list",
}


class Row(BaseModel):
    """A frozen row of a data file; a key that nobody knows is a mistake and not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_data(text: str, name: str, model: type[Model]) -> Model:
    """``text`` of the TOML file ``name`` as ``model``.

    Raises :class:`Refused` with ``profile.unreadable`` (not TOML; its line) or with one finding a wrong field:
    ``profile.field_missing``, ``profile.field_unknown``, ``profile.field_incomplete``, ``profile.field_not_of_list``,
    ``profile.field_wrong``; an
    error of a model whose type is the id of a finding («scale.borders») is that finding.
    """
    try:
        raw = tomllib.loads(text.removeprefix("\ufeff"))  # Windows editors mark UTF-8 so
    except tomllib.TOMLDecodeError as error:
        raise Refused(Finding("profile.unreadable", values={"file": name, "line": _line(text, error)})) from error
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise Refused(*(_finding(name, details) for details in error.errors())) from error


def _line(text: str, error: tomllib.TOMLDecodeError) -> int:
    """Number of the line that the parser stopped at; its message names it, or the end of the file."""
    named = re.search(r"line (\d+)", str(error))
    return int(named[1]) if named else len(text.splitlines())


def _finding(name: str, details: ErrorDetails) -> Finding:
    field = ".".join(str(part) for part in details["loc"] if part != "[key]")
    told = details["input"]
    values = {"file": name, "field": field, "value": "…" if isinstance(told, (dict, list)) else str(told)[:80]}
    own = details["type"] if "." in details["type"] else "profile.field_wrong"
    context = dict(details.get("ctx", {}))
    if "expected" in context:  # «'mark', 'exam' or 'test'»
        context["allowed"] = tuple(re.findall(r"'([^']*)'", str(context.pop("expected"))))
    return Finding(_IDS.get(details["type"], own), values=values | context)
