"""Views of the journal: a named filter with its order and columns; a few are ready, others a person saves.

What is typed to find somebody is not kept: the memory of the window holds no data of a child.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from otbor.domain.applications import ApplicationStatus
from otbor.services.journal_filter import CHOICES, Column, Days, Filter, Mark, Order
from otbor.services.journal_view import BY_NUMBER, EVERYTHING
from otbor.support.translation import gettext as _
from otbor.ui.kit.memory import Memory
from otbor.ui.kit.targets import JournalRows

_KEY = "journal/views"


@dataclass(frozen=True)
class View:
    """``columns`` empty: those that are seen stay; ``own``: the person saved it and may remove it; ``rows``: as links
    name it."""

    name: str
    filter: Filter = EVERYTHING
    order: Order = BY_NUMBER
    columns: tuple[Column, ...] = ()
    own: bool = False
    rows: JournalRows | None = None


def ready() -> tuple[View, ...]:
    """Views that every journal has, everything first."""
    ended = frozenset({ApplicationStatus.ANNULLED.value, ApplicationStatus.WITHDRAWN.value})
    return (
        View(_("All"), rows=JournalRows.ALL),
        View(_("Today"), Filter(days={Column.FILED: Days(recent=1)})),
        View(_("Documents incomplete"), _among(Column.DOCUMENTS, Mark.INCOMPLETE), rows=JournalRows.INCOMPLETE),
        View(_("Waiting for the receipt"), _among(Column.RECEIPT, Mark.AWAITED), rows=JournalRows.AWAITING_RECEIPT),
        View(_("Not compared"), _among(Column.COMPARED, Mark.NOT_COMPARED), rows=JournalRows.NOT_COMPARED),
        View(_("Annulled and withdrawn"), Filter(among={Column.STATUS: ended}), rows=JournalRows.ENDED),
    )


def _among(column: Column, value: str) -> Filter:
    return Filter(among={column: frozenset({value})})


def saved(memory: Memory) -> list[View]:
    """The person's own views; one that another edition of the program wrote and this one cannot read is left out."""
    views = []
    for text in memory.texts(_KEY):
        try:
            views.append(_view(json.loads(text)))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return views


def save(memory: Memory, views: list[View]) -> None:
    """Remember the person's own views."""
    memory.put(_KEY, [json.dumps(_stored(view), ensure_ascii=False) for view in views])


def kept(chosen: Filter) -> Filter:
    """The part of a filter that a view may hold."""
    return Filter(days=chosen.days, among={c: values for c, values in chosen.among.items() if c in CHOICES})


def _stored(view: View) -> dict[str, Any]:
    return {
        "name": view.name,
        "days": {
            column.value: [days.first and days.first.isoformat(), days.last and days.last.isoformat(), days.recent]
            for column, days in view.filter.days.items()
        },
        "among": {column.value: sorted(values) for column, values in view.filter.among.items()},
        "order": [view.order.column.value, view.order.descending],
        "columns": [column.value for column in view.columns],
    }


def _view(stored: dict[str, Any]) -> View:
    days = {
        Column(name): Days(_day(on), _day(last), int(recent)) for name, (on, last, recent) in stored["days"].items()
    }
    among = {Column(name): frozenset(map(str, values)) for name, values in stored["among"].items()}
    column, descending = stored["order"]
    return View(
        str(stored["name"]),
        Filter(days=days, among=among),
        Order(Column(column), bool(descending)),
        tuple(map(Column, stored["columns"])),
        own=True,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
