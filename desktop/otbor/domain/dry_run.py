"""The dry run of an import (сухой прогон): what is new, the same, changed, doubtful, unreadable; nothing is applied."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic

from otbor.domain.findings import Finding, Severity, forbidding
from otbor.domain.import_rows import AchievementRow, AppealRow, ApplicationRow, Row, Sheet, TestPointsRow
from otbor.domain.people import DuplicateIndex, sort_key

_NOT_FACTS = frozenset({"row", "findings"})


@dataclass(frozen=True)
class FieldChange:
    """One field of a changed row: what is registered, and what the workbook says now."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change(Generic[Row]):
    """A row that is registered otherwise: shown field by field, never applied silently."""

    row: Row
    registered: Row
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class DryRun(Generic[Row]):
    """Fate of every row of a sheet: new + same + changed + unreadable rows are all of them.

    ``doubtful`` are warnings about rows that would be added; ``unreadable`` are findings that forbid their rows.
    """

    new: tuple[Row, ...]
    same: tuple[Row, ...]
    changed: tuple[Change[Row], ...]
    doubtful: tuple[Finding, ...]
    unreadable: tuple[Finding, ...]


def dry_run_applications(sheet: Sheet[ApplicationRow], registered: Sequence[ApplicationRow]) -> DryRun[ApplicationRow]:
    """Compare applications with those ``registered``: by name and birth date first, then by number.

    (Rows get renumbered.) Likely duplicates of new rows are looked for among them and against everybody registered.
    """
    pairs = _paired(sheet.rows, registered)
    run = _dry_run(sheet, registered, pairs)
    return DryRun(
        run.new, run.same, run.changed, (*run.doubtful, *_duplicates(sheet, registered, pairs)), run.unreadable
    )


def dry_run_rows(sheet: Sheet[Row], registered: Sequence[Row], key: Callable[[Row], Hashable]) -> DryRun[Row]:
    """Compare rows with those ``registered`` by ``key`` (:func:`whole`, :func:`of_application`).

    Of rows with equal keys as many are paired as are registered: an achievement listed twice is two rows.
    """
    places: dict[Hashable, list[int]] = {}
    for place, row in enumerate(registered):
        places.setdefault(key(row), []).append(place)
    pairs: dict[int, int] = {}
    taken = Counter[Hashable]()
    for row in sheet.rows:
        known = places.get(key(row), [])
        if taken[key(row)] < len(known):
            pairs[row.row] = known[taken[key(row)]]
            taken[key(row)] += 1
    return _dry_run(sheet, registered, pairs)


def facts(row: ApplicationRow | AchievementRow | TestPointsRow | AppealRow) -> dict[str, Any]:
    """Everything a row says, by field, without where it stood and what was found in it."""
    return {f.name: getattr(row, f.name) for f in fields(row) if f.name not in _NOT_FACTS}


def whole(row: AchievementRow | AppealRow) -> Hashable:
    """The key of rows that have no number of their own: everything they say."""
    return tuple(facts(row).values())


def of_application(row: TestPointsRow) -> Hashable:
    """The key of rows of which an application has one."""
    return row.application


def _paired(rows: Sequence[ApplicationRow], registered: Sequence[ApplicationRow]) -> dict[int, int]:
    """Which registered application each row is, by row number."""
    pairs: dict[int, int] = {}
    free = set(range(len(registered)))
    for key in (_identity, _number):
        places: dict[Hashable, list[int]] = {}
        for place in sorted(free):
            if (own := key(registered[place])) is not None:
                places.setdefault(own, []).append(place)
        for row in rows if places else ():
            known = [place for place in places.get(key(row), ()) if place in free] if row.row not in pairs else []
            if known:
                same_number = [place for place in known if registered[place].number == row.number]
                pairs[row.row] = (same_number or known)[0]
                free.discard(pairs[row.row])
    return pairs


def _identity(row: ApplicationRow) -> Hashable:
    return (sort_key(row.name), row.born_on) if row.born_on and row.name.surname else None


def _number(row: ApplicationRow) -> Hashable:
    return row.number or None


def _dry_run(sheet: Sheet[Row], registered: Sequence[Row], pairs: dict[int, int]) -> DryRun[Row]:
    new, same, changed = [], [], []
    doubtful: list[Finding] = []
    unreadable: list[Finding] = []
    for row in sheet.rows:
        forbids = forbidding(row.findings)
        unreadable += forbids
        doubtful += [finding for finding in row.findings if finding.severity is Severity.WARNS]
        if forbids:
            continue
        if row.row not in pairs:
            new.append(row)
            continue
        known = registered[pairs[row.row]]
        before, after = facts(known), facts(row)
        if differing := tuple(
            FieldChange(name, before[name], after[name]) for name in after if before[name] != after[name]
        ):
            changed.append(Change(row, known, differing))
        else:
            same.append(row)
    return DryRun(tuple(new), tuple(same), tuple(changed), tuple(doubtful), tuple(unreadable))


def _duplicates(
    sheet: Sheet[ApplicationRow], registered: Sequence[ApplicationRow], pairs: dict[int, int]
) -> list[Finding]:
    """Likely duplicates of the new rows, among themselves and with those registered (who were asked about before)."""
    index = DuplicateIndex()
    seen: list[ApplicationRow] = []
    findings = []
    for known in registered:
        index.add(known.person)
        seen.append(known)
    for row in sheet.rows:
        if row.row in pairs or not row.name.surname:
            continue
        for place, likeness in index.add(row.person):
            other = seen[place]
            values = {"name": str(row.name), "number": row.number or None}
            values |= {"other_name": str(other.name), "other_number": other.number or None}
            where = sheet.where(row.row, "surname")
            findings.append(Finding(f"people.{likeness}", Severity.WARNS, values, where=where))
        seen.append(row)
    return findings
