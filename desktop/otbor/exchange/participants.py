"""Participants of a scheme read from any workbook by a mapping (``otbor score``): no database, no campaign."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from otbor.domain.findings import Finding, Refused
from otbor.domain.import_checks import group_key
from otbor.domain.participants import Achievement, Key, Participant
from otbor.domain.people import full_name
from otbor.domain.subjects import tidy
from otbor.domain.values import State, Value, known
from otbor.exchange.cells import read_date, read_number, read_yes_no
from otbor.exchange.mapping import Header, locate
from otbor.exchange.recognition import HEADER_DEPTH
from otbor.exchange.rows import RowReader, read_groups, read_identity, read_points
from otbor.exchange.score_mapping import (
    SUBJECT,
    AchievementsSheet,
    AppealsSheet,
    ParticipantsSheet,
    ScoreMapping,
    ValueColumn,
)
from otbor.exchange.words import begins_with, canonical, fold, subject_name, words
from otbor.exchange.workbook import Book, CellValue


def read_participants(
    book: Book, mapping: ScoreMapping, groups: Iterable[str]
) -> tuple[tuple[Participant, ...], tuple[Finding, ...]]:
    """Participants in the order of the sheet, and a finding for every cell that was not understood (they forbid).

    ``groups`` are the codes of the scheme; a group that is none of them is named, its wish left out.
    Raises :class:`Refused`: a sheet or a column of the mapping is not in the workbook.
    """
    reading = _Reading(book, {group_key(group): group for group in groups})
    reading.participants(mapping.participants)
    for sheet in mapping.values:
        reading.more_values(sheet.sheet, sheet.number, sheet.values)
    if mapping.achievements:
        reading.achievements(mapping.achievements)
    if mapping.appeals:
        reading.appeals(mapping.appeals)
    return tuple(reading.result()), tuple(reading.findings)


class _Reading:
    """One workbook on its way to participants."""

    def __init__(self, book: Book, groups: Mapping[str, str]) -> None:
        self.book = book
        self.groups = groups
        self.findings: list[Finding] = []
        self._people: dict[str, Participant] = {}
        self._values: dict[str, dict[Key, Value]] = {}
        self._achievements: dict[str, list[Achievement]] = {}

    def result(self) -> Iterator[Participant]:
        for number, person in self._people.items():
            achievements = tuple(self._achievements.get(number, ()))
            yield replace(person, values=self._values[number], achievements=achievements)

    def participants(self, sheet: ParticipantsSheet) -> None:
        parts = ("surname", "given", "patronymic")
        columns = {"number": sheet.number, "line": sheet.full_name, **{part: getattr(sheet, part) for part in parts}}
        wishes = {f"group.{place}": column for place, column in enumerate(sheet.groups, 1)}
        named = {f"named.{place}": one for place, one in enumerate(sheet.named, 1)}
        chosen = {field: one.column for field, one in named.items()}
        reader, keys = self._reader(sheet.sheet, columns | wishes | chosen, sheet.values)
        for row in reader.rows():
            number = reader.read("number", read_identity, "")
            if not number:
                reader.told("number", "import.no_number", {})
            elif number in self._people:
                first = self._people[number].name
                reader.told("number", "import.number_taken", {"number": number, "name": first})
            else:
                name = reader.text("line") or str(full_name(*map(reader.text, parts)))
                wished = read_groups(reader, list(wishes), self.groups)
                if not any(reader.text(wish) for wish in wishes):
                    reader.told("group.1", "import.no_group", {})
                answers = {tidy(one.question): subject_name(reader.text(field)) for field, one in named.items()}
                answers = {question: answer for question, answer in answers.items() if answer}
                self._people[number] = Participant(number, wished, name=name, named=answers)
                self._values[number] = self._row_values(reader, keys, row)
            self.findings += reader.findings

    def more_values(self, sheet: str, number_column: str, columns: tuple[ValueColumn, ...]) -> None:
        reader, keys = self._reader(sheet, {"number": number_column}, columns)
        seen: set[str] = set()
        for row in reader.rows():
            number = self._known_number(reader)
            if number in seen:
                reader.told("number", "import.points_twice", {"number": number})
            elif number:
                seen.add(number)
                self._values[number].update(self._row_values(reader, keys, row))
            self.findings += reader.findings

    def achievements(self, sheet: AchievementsSheet) -> None:
        names = ("category", "level", "event", "subject", "held_on", "form", "result", "number")
        columns = {name: getattr(sheet, name) for name in names}
        constant = {str(name): tidy(text) for name, text in sheet.constant.items()}
        reader, _ = self._reader(sheet.sheet, columns, ())
        for row in reader.rows():
            number = self._known_number(reader)
            achievement = Achievement(
                category=tidy(reader.text("category")) or constant.get("category", ""),
                event=tidy(reader.text("event")) or constant.get("event", ""),
                result=canonical(reader.text("result"), words().results),
                subject=subject_name(reader.text("subject")) or constant.get("subject", ""),
                level=canonical(reader.text("level"), words().levels) or constant.get("level", ""),
                held_on=reader.read("held_on", read_date, None),
                document=f"{sheet.sheet}, строка {row}",
                form=tidy(reader.text("form")) or constant.get("form", ""),
            )
            if number:
                self._achievements.setdefault(number, []).append(achievement)
            self.findings += reader.findings

    def appeals(self, sheet: AppealsSheet) -> None:
        columns = {name: getattr(sheet, name) for name in ("number", "subject", "change", "decision", "term")}
        upheld, in_time = frozenset(map(fold, sheet.upheld)), frozenset(map(fold, sheet.in_time))
        reader, _ = self._reader(sheet.sheet, columns, ())
        blank: Decimal | None = None
        for _row in reader.rows():
            number = self._known_number(reader)
            decision, term = reader.text("decision"), reader.text("term")
            change = reader.read("change", read_number, blank)
            if not begins_with(decision, upheld | words().rejected):
                reader.told("decision", "import.decision_unclear", {"text": decision or None})
            elif not begins_with(term, in_time | words().late):
                reader.told("term", "import.term_unclear", {})
            elif number and change is not None and begins_with(decision, upheld) and begins_with(term, in_time):
                self._change(reader, number, (sheet.kind, subject_name(reader.text("subject"))), change)
            self.findings += reader.findings

    def _change(self, reader: RowReader, number: str, key: Key, change: Decimal) -> None:
        value = self._values[number].get(key)
        if value is None or value.number is None:
            reader.told("subject", "import.value_unknown", {"number": number, "subject": key[1]})
        else:
            self._values[number][key] = known(value.number + change, value.source)

    def _known_number(self, reader: RowReader) -> str:
        """Number of a participant that exists, empty with a finding when there is none."""
        number = reader.read("number", read_identity, "")
        if number in self._people:
            return number
        reader.told("number", "import.no_such_application", {"number": number or None})
        return ""

    def _reader(
        self, name: str, columns: dict[str, str], values: tuple[ValueColumn, ...]
    ) -> tuple[RowReader, list[tuple[Key, str, ValueColumn]]]:
        """Reader of the sheet ``name``, and for each value its key, field and column."""
        cells = self.book.sheet(name)
        wanted = {field: text for field, text in columns.items() if text}
        single = [column.column for column in values if SUBJECT not in column.column]
        header = locate(cells, [*wanted.values(), *single], HEADER_DEPTH)
        numbers = {field: header.number(text) for field, text in wanted.items()}
        keys = []
        for column in values:
            found = list(_matching(header, column))
            if not found:
                raise Refused(Finding("workbook.no_header", values={"sheet": name, "columns": [column.column]}))
            for key, place in found:
                field = f"{key[0]}.{key[1]}"
                if field in numbers:
                    raise Refused(Finding("import.two_columns", values={"sheet": name, "name": key[1]}))
                numbers[field] = place
                keys.append((key, field, column))
        return RowReader(cells, numbers, header.row), keys

    def _row_values(self, reader: RowReader, keys: list[tuple[Key, str, ValueColumn]], row: int) -> dict[Key, Value]:
        values = {}
        for key, field, column in keys:
            blank = _blank(column)
            told = len(reader.findings)
            value = reader.read(field, _yes_no if column.read == "yes_no" else _number, blank)
            if value is not None and len(reader.findings) == told:  # an unreadable cell is not a blank one
                values[key] = replace(value, source=reader.cells.address(row, reader.columns[field]))
        return values


def _matching(header: Header, column: ValueColumn) -> Iterator[tuple[Key, int]]:
    if SUBJECT not in column.column:
        yield (column.kind, tidy(column.name)), header.number(column.column)
        return
    before, after = (re.escape(part) for part in tidy(column.column).split(SUBJECT, 1))
    pattern = re.compile(f"{before}(.+){after}")
    for name, place in header.columns.items():
        if match := pattern.fullmatch(tidy(name)):
            yield (column.kind, subject_name(match[1])), place


def _blank(column: ValueColumn) -> Value | None:
    if column.empty == "missing":
        return None
    return known(0) if column.empty == "no" else Value(State(column.empty))


def _number(value: CellValue) -> Value:
    """A number, or the word that says why there is none."""
    if isinstance(value, str):
        told = fold(value)
        for state in (State.NOT_TAUGHT, State.NOT_REQUIRED, State.AWAITED, State.RESERVE_DAY, State.ANNULLED):
            if told in getattr(words(), state.value):
                return Value(state)
    return read_points(value)


def _yes_no(value: CellValue) -> Value:
    return known(int(read_yes_no(value)))
