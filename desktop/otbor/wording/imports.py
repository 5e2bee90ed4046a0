"""The dry run of an import as plain sentences: what will be added, what is changed, doubtful, unreadable."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from otbor.domain.dry_run import Change, DryRun
from otbor.domain.import_rows import ApplicationRow, Row, Sheet
from otbor.domain.values import Value
from otbor.support.places import resource
from otbor.wording.findings import sentence
from otbor.wording.templates import fill, said


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(resource("wording/import.toml").read_text("utf-8"))


def report(run: DryRun[Row], sheet: Sheet[Row]) -> list[str]:
    """Lines to show before an import: the counts, then every change, doubt and trouble with its place."""
    words = _words()["report"]
    counts = {name: len(getattr(run, name)) for name in ("new", "same", "changed", "doubtful", "unreadable")}
    lines = [fill(words[name], {"count": count}) for name, count in counts.items() if count]
    if not counts["new"] and not counts["changed"]:
        lines.append(words["nothing"])
    lines += [change_line(change, sheet) for change in run.changed]
    lines += [sentence(finding) for finding in (*run.unreadable, *run.doubtful)]
    return lines


def change_line(change: Change[Row], sheet: Sheet[Row]) -> str:
    """One changed row: where, which, and each field as it was and as it is now."""
    row = change.row
    number = row.number if isinstance(row, ApplicationRow) else row.application
    words = _words()
    fields = "; ".join(field_lines(change))
    return fill(words["report"]["change"], {"where": sheet.where(row.row), "number": number, "fields": fields})


def field_lines(change: Change[Row]) -> list[str]:
    """Each field of a changed row as it was and as it is now."""
    words = _words()
    return [
        fill(
            words["report"]["field"],
            {"field": words["field"][c.field], "before": shown(c.before), "after": shown(c.after)},
        )
        for c in change.fields
    ]


def column_title(field: str) -> str:
    """What a column is taken for, by the name of its field («mark.физика» → «отметка: физика»)."""
    name, _dot, part = field.partition(".")
    return fill(_words()["column"][name], {"part": part})


def shown(value: Any) -> str:
    """A value of a field as a person reads it; a mapping as «математика 5, физика 4»."""
    if isinstance(value, Value):
        return said(value.number) if value.number is not None else _words()["state"][value.state]
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {shown(one)}" for name, one in value.items()) or _words()["report"]["no_value"]
    return said(value) if value not in (None, "", ()) else _words()["report"]["no_value"]
