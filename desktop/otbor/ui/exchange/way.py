"""The way through the steps: how far it is open, and what the one main button of each step does. No Qt here."""

from enum import IntEnum

from otbor.support.translation import gettext as _
from otbor.ui.exchange import words
from otbor.ui.exchange.taking import Taking


class Step(IntEnum):
    """The steps, in their order."""

    FILE = 0
    COLUMNS = 1
    CHECK = 2
    BRING = 3
    RESULT = 4


def reached(taking: Taking | None) -> Step:
    """The furthest step that is open."""
    if taking is None:
        return Step.FILE
    if taking.brought is not None:
        return Step.RESULT
    return Step.BRING if taking.checked is not None else Step.COLUMNS


def can_go_on(step: Step, taking: Taking | None) -> bool:
    """Whether the main button of ``step`` has something to do."""
    if taking is None or step is Step.RESULT:
        return True
    if step is Step.BRING:
        counts = taking.counts()
        return bool(counts.coming) and (not counts.in_the_way or taking.without_refused)
    return bool(taking.wanted) and (step is Step.FILE or not taking.missing)


def main_text(step: Step, taking: Taking | None) -> str:
    """What the main button of ``step`` says."""
    if taking is None:
        return _("Choose a workbook…")
    if step is Step.BRING:
        return _("Take in {rows}").format(rows=words.rows(taking.counts().coming))
    columns = _("Check the rows") if taking.checked is None else _("Next: rows")
    return {
        Step.FILE: _("Next: columns"),
        Step.COLUMNS: columns,
        Step.CHECK: _("Next: take in"),
        Step.RESULT: _("Another workbook…"),
    }[step]
