"""What a person has decided about an opened workbook so far; no Qt here."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from otbor.exchange.mapping import Role
from otbor.services.imports import (
    TOGETHER,
    Answer,
    BroughtIn,
    Checked,
    CheckedRow,
    Choices,
    Draft,
    Fate,
    Field,
    Side,
    Workbook,
)

PairKey = tuple[int, int, int]  # the row, the other row, the other's application


class RowState(StrEnum):
    """What will happen to a row as things stand."""

    COMING = "coming"
    DOUBTFUL = "doubtful"  # comes in, too
    REFUSED = "refused"
    LEFT = "left"  # by a person
    SAME_CHILD = "same_child"
    CHANGED = "changed"
    KNOWN = "known"
    LATER = "later"


_OF_FATE = {
    Fate.NEW: RowState.COMING,
    Fate.DOUBTFUL: RowState.DOUBTFUL,
    Fate.REFUSED: RowState.REFUSED,
    Fate.CHANGED: RowState.CHANGED,
    Fate.SAME: RowState.KNOWN,
}
COMES = frozenset({RowState.COMING, RowState.DOUBTFUL})


@dataclass(frozen=True)
class Counts:
    """How many rows there are of each state; ``unanswered`` pairs of look-alikes, ``in_the_way`` rows with errors."""

    by_state: dict[RowState, int]
    unanswered: int
    in_the_way: int

    def of(self, state: RowState) -> int:
        """So many rows of ``state``."""
        return self.by_state.get(state, 0)

    @property
    def all(self) -> int:
        """Rows of the sheets that were checked."""
        return sum(self.by_state.values())

    @property
    def coming(self) -> int:
        """Rows that would come in."""
        return sum(self.of(state) for state in COMES)


@dataclass
class Taking:
    """A workbook on its way in: opened, mended, checked, answered."""

    file: Path
    workbook: Workbook
    draft: Draft
    fields: dict[Role, tuple[Field, ...]]
    wanted: set[Role] = field(default_factory=set)
    checked: Checked | None = None
    out: dict[Role, set[int]] = field(default_factory=dict)
    answers: dict[PairKey, bool] = field(default_factory=dict)
    without_refused: bool = False
    brought: BroughtIn | None = None

    def __post_init__(self) -> None:
        here = {sheet.role for sheet in self.draft.sheets if sheet.role in TOGETHER}
        self.wanted = {role for role in here if role is not None and role not in self.draft.stage}

    @property
    def coming_roles(self) -> frozenset[Role]:
        """Kinds of sheets that this import takes in; the others that are wanted are only checked."""
        return frozenset(role for role in self.wanted if role in TOGETHER and role not in self.draft.stage)

    @property
    def missing(self) -> dict[Role, tuple[str, ...]]:
        """Titles of the fields that wanted sheets lack."""
        found = {}
        for sheet in self.draft.sheets:
            if sheet.role in self.wanted and sheet.role is not None and sheet.missing:
                titles = {one.name: one.title for one in self.fields[sheet.role]}
                found[sheet.role] = tuple(titles[name] for name in sheet.missing)
        return found

    @property
    def unsaved(self) -> bool:
        """Whether there are answers of a person that only an import would keep."""
        return self.brought is None and bool(self.answers or any(self.out.values()))

    @property
    def stayed_out(self) -> bool:
        """Whether the import left rows out."""
        return self.brought is not None and any(self.brought.left.values())

    def forget_check(self) -> None:
        """What is read has changed: row numbers may mean other rows."""
        self.checked = None
        self.out.clear()
        self.answers.clear()
        self.without_refused = False

    def state_of(self, row: CheckedRow) -> RowState:
        """What will happen to ``row``."""
        state = _OF_FATE[row.fate]
        if state is RowState.REFUSED:
            return state
        if row.role not in self.coming_roles:
            return RowState.LATER if state in COMES else state
        if state in COMES and row.row in self.out.get(row.role, ()):
            return RowState.LEFT
        if any(self.answers.get(pair_key(row, one.other)) for one in row.alike):
            return RowState.SAME_CHILD
        return state

    def pairs(self, row: CheckedRow) -> list[Side]:
        """Look-alikes of ``row`` that nobody has said anything about yet; none when the row stays out."""
        if self.state_of(row) is not RowState.DOUBTFUL:
            return []
        return [one.other for one in row.alike if pair_key(row, one.other) not in self.answers]

    def counts(self) -> Counts:
        """Counts that add up."""
        by_state, unanswered, in_the_way = Counter[RowState](), 0, 0
        for row in self.checked.rows if self.checked else ():
            state = self.state_of(row)
            by_state[state] += 1
            if state is RowState.REFUSED and row.role in self.coming_roles:
                in_the_way += 1
            if row.alike:
                unanswered += len(self.pairs(row))
        return Counts(dict(by_state), unanswered, in_the_way)

    def choices(self) -> dict[Role, Choices]:
        """What the import is told; rows with errors are left out only where a person has said so."""
        told = {}
        for role in self.coming_roles:
            out = set(self.out.get(role, ()))
            if self.without_refused and self.checked is not None:
                out |= {row.row for row in self.checked.rows if row.role is role and row.fate is Fate.REFUSED}
            answers = tuple(Answer(row, same, other, known) for (row, other, known), same in self.answers.items())
            told[role] = Choices(frozenset(out), answers if role is Role.APPLICATIONS else ())
        return told


def pair_key(row: CheckedRow, other: Side) -> PairKey:
    """A pair as answers know it."""
    return row.row, other.row, other.application_id
