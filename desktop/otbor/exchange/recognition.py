"""Recognition (распознавание) of sheets and columns by the synonyms of ``resources/exchange/recognition.toml``."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from otbor.domain.findings import Finding, Refused
from otbor.domain.subjects import tidy
from otbor.exchange.cells import shown
from otbor.exchange.mapping import Header, Mapping, Role, SheetMapping, has_data, header_key, headers, signature
from otbor.exchange.words import fold, subject_name, words
from otbor.exchange.workbook import Book, SheetCells
from otbor.support.places import resource

_SUBJECT, _PLACE = "0707070", "1717171"  # stand in a pattern while it is folded: no header has such numbers
HEADER_DEPTH = 30  # rows at the top among which the header is looked for, under titles and blank rows
_BRACKETS = re.compile(r"\([^)]*\)")
_NAMED = 4  # a sheet called as its role weighs as much as so many columns


@dataclass(frozen=True)
class _RolePatterns:
    title: str
    sheets: frozenset[str]
    titles: dict[str, str]
    required: tuple[str, ...]
    exact: dict[str, str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _patterns() -> dict[Role, _RolePatterns]:
    data = tomllib.loads(resource("exchange/recognition.toml").read_text("utf-8"))
    found = {}
    for role in Role:
        exact: dict[str, str] = {}
        patterns = []
        for name, forms in data[role]["columns"].items():
            for form in forms:
                if "{" in form:
                    patterns.append((name, _pattern(form)))
                else:
                    exact[header_key(form)] = name
        sheets, titles = data[role]["sheets"], {name: forms[0] for name, forms in data[role]["columns"].items()}
        required = tuple(data[role]["required"])
        found[role] = _RolePatterns(sheets[0], frozenset(map(fold, sheets)), titles, required, exact, tuple(patterns))
    return found


def required_fields(role: Role) -> tuple[str, ...]:
    """Fields without which a sheet of ``role`` says nothing."""
    return _patterns()[role].required


def title(role: Role, name: str = "") -> str:
    """How a sheet of ``role``, or its column for field ``name``, is usually called."""
    patterns = _patterns()[role]
    return patterns.titles[name] if name else patterns.title


def _pattern(form: str) -> re.Pattern[str]:
    key = header_key(form.replace("{subject}", _SUBJECT).replace("{n}", _PLACE))
    return re.compile(re.escape(key).replace(_SUBJECT, "(?P<subject>.+)").replace(_PLACE, r"(?P<n>\d)"))


def field_of(role: Role, header: str) -> str | None:
    """The field that ``header`` means on a sheet of ``role`` («Отметка физика» → «mark.физика»); None for no field."""
    patterns = _patterns()[role]
    for text in (header, _BRACKETS.sub(" ", header)):
        key = header_key(text)
        if name := patterns.exact.get(key):
            return name
        for name, pattern in patterns.patterns:
            if match := pattern.fullmatch(key):
                parts = match.groupdict()
                if name == "points.{subject}" and fold(parts["subject"]) not in words().subjects:
                    continue  # any word could be a subject here: only a known one is
                if "subject" in parts:
                    parts["subject"] = subject_name(parts["subject"])
                return name.format(**parts)
    return None


@dataclass(frozen=True)
class _Candidate:
    cells: SheetCells
    role: Role
    header: Header
    columns: dict[str, str]
    score: int


def recognise(book: Book, remembered: Iterable[Mapping] = ()) -> Mapping:
    """What the sheets and columns of ``book`` mean; a ``remembered`` mapping of the same headers wins.

    Raises :class:`Refused` (import.nothing_recognised) when no sheet of the procedure is found in it.
    """
    filled = [cells for cells in book.sheets if any(value != "" for row in cells.rows for value in row)]
    known = {cells.name: _best(cells) for cells in filled}
    mark = signature([(cells.name, _likely_header(cells)) for cells in filled])
    for mapping in remembered:
        if mapping.signature == mark:
            return mapping
    chosen: dict[Role, _Candidate] = {}
    for candidate in sorted((c for cs in known.values() for c in cs), key=lambda c: -c.score):
        if candidate.role not in chosen and all(c.cells is not candidate.cells for c in chosen.values()):
            chosen[candidate.role] = candidate
    if not chosen:
        raise Refused(Finding("import.nothing_recognised", values={"file": book.name}))
    taken = {candidate.cells.name for candidate in chosen.values()}
    return Mapping(
        signature=mark,
        sheets={role: _sheet_mapping(chosen[role]) for role in Role if role in chosen},
        unknown_sheets=tuple(cells.name for cells in filled if cells.name not in taken),
    )


def with_questions(mapping: Mapping, questions: Iterable[str]) -> Mapping:
    """``mapping`` with the columns of applications whose header is a question of the scheme («Предмет по выбору»).

    They hold what the family chose: field ``named.<question>``; a column that is read already stays as it is.
    """
    sheet = mapping.sheets.get(Role.APPLICATIONS)
    if sheet is None:
        return mapping
    asked = {header_key(question): f"named.{tidy(question)}" for question in questions}
    found: dict[str, str] = {}
    for header in sheet.unknown:
        if (name := asked.get(header_key(header))) and name not in sheet.columns:
            found.setdefault(name, header)
    unknown = tuple(header for header in sheet.unknown if header not in found.values())
    read = sheet.model_copy(update={"columns": {**sheet.columns, **found}, "unknown": unknown})
    return mapping.model_copy(update={"sheets": {**mapping.sheets, Role.APPLICATIONS: read}})


def _likely_header(cells: SheetCells) -> list[str]:
    """The first row that is at least half as full as the fullest: knows no words, so it stays when synonyms change."""
    filled = [[text for value in row if (text := shown(value))] for row in cells.rows[:HEADER_DEPTH]]
    fullest = max((len(row) for row in filled), default=0)
    return next((row for row in filled if 2 * len(row) >= fullest), [])


def _best(cells: SheetCells) -> list[_Candidate]:
    """For each role that fits, the row that fits best as its header; the best of all first."""
    candidates = []
    for role, patterns in _patterns().items():
        named = _NAMED if fold(cells.name) in patterns.sheets else 0
        best = None
        for number, row in enumerate(cells.rows[:HEADER_DEPTH], 1):
            columns: dict[str, str] = {}
            names = headers(row)
            for header in names:
                if name := field_of(role, header):
                    columns.setdefault(name, header)
            if "place" in columns and "result" not in columns:  # «Место» alone says the result
                columns["result"] = columns.pop("place")
            if best is None or len(columns) > best.score - named:
                best = _Candidate(cells, role, Header(number, names), columns, len(columns) + named)
        if best and len(best.columns) >= 2:
            candidates.append(best)
    return sorted(candidates, key=lambda c: -c.score)


def _sheet_mapping(candidate: _Candidate) -> SheetMapping:
    taken = set(candidate.columns.values())
    unknown = tuple(
        name
        for name, column in candidate.header.columns.items()
        if name not in taken and (not name.startswith("[") or has_data(candidate.cells, candidate.header, column))
    )
    return SheetMapping(sheet=candidate.cells.name, columns=candidate.columns, unknown=unknown)
