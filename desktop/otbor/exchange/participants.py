"""Participants of a scheme read from any workbook by a mapping (``otbor score``): no database, no campaign."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from otbor.domain.findings import Finding, Refused
from otbor.domain.import_checks import group_key
from otbor.domain.participants import Achievement, Key, Participant
from otbor.domain.people import full_name
from otbor.domain.subjects import as_written, spelled, tidy
from otbor.domain.values import State, Value, known
from otbor.exchange.cells import Unreadable, read_date, read_number, read_whole, read_yes_no
from otbor.exchange.mapping import Header, locate
from otbor.exchange.recognition import HEADER_DEPTH
from otbor.exchange.rows import RowReader, read_groups, read_identity, read_value, state_word
from otbor.exchange.score_mapping import (
    SUBJECT,
    AchievementsSheet,
    AppealsSheet,
    ParticipantsSheet,
    ScoreMapping,
    ValueColumn,
)
from otbor.exchange.words import begins_with, canonical, fold, known_subjects, subject_name, value_name, words
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
        if sheet.group and group_key(sheet.group) not in self.groups:
            values = {"text": sheet.group, "groups": tuple(self.groups.values())}
            raise Refused(Finding("import.no_such_group", values=values, where="participants.group"))
        parts = ("surname", "given", "patronymic")
        columns = {"number": sheet.number, "line": sheet.full_name, **{part: getattr(sheet, part) for part in parts}}
        wishes = {f"group.{place}": column for place, column in enumerate(sheet.groups, 1)}
        named = {f"named.{place}": one for place, one in enumerate(sheet.named, 1)}
        chosen = {field: one.column for field, one in named.items()}
        reader, keys = self._reader(sheet.sheet, columns | wishes | chosen, sheet.values)
        cells: dict[str, str] = {}
        for row in reader.rows():
            number = reader.read("number", read_identity, "")
            if not number:
                reader.told("number", "import.no_number", {})
            elif number in self._people:
                reader.told("number", "import.number_taken", {"number": number, "first": cells[number]})
            else:
                name = reader.text("line") or str(full_name(*map(reader.text, parts)))
                wished = self._wished(reader, list(wishes), sheet.group)
                answers = {tidy(one.question): subject_name(reader.text(field)) for field, one in named.items()}
                answers = {question: answer for question, answer in answers.items() if answer}
                self._people[number] = Participant(number, wished, name=name, named=answers)
                self._values[number] = self._row_values(reader, keys, row)
                cells[number] = reader.cells.address(row, reader.columns["number"])
            self.findings += reader.findings
        if not self._people and not self.findings:
            self.findings.append(Finding("import.no_participants", values={"sheet": sheet.sheet}, where=sheet.sheet))

    def _wished(self, reader: RowReader, wishes: list[str], group: str) -> tuple[str, ...]:
        """The groups wished in the row, or the one ``group`` of all."""
        if group:
            return (self.groups[group_key(group)],)
        if not any(reader.text(wish) for wish in wishes):
            reader.told("group.1", "import.no_group", {})
        return read_groups(reader, wishes, self.groups)

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
        names = ("category", "level", "event", "subject", "held_on", "form", "result", "place", "number")
        columns = {name: getattr(sheet, name) for name in names}
        constant = {str(name): spelled(text) for name, text in sheet.constant.items()}
        no_place: int | None = None
        reader, _ = self._reader(sheet.sheet, columns, ())
        for row in reader.rows():
            number = self._known_number(reader)
            achievement = Achievement(
                category=spelled(reader.text("category")) or constant.get("category", ""),
                event=as_written(reader.text("event") or sheet.constant.get("event", "")),
                result=canonical(reader.text("result"), words().results) or constant.get("result", ""),
                subject=subject_name(reader.text("subject")) or constant.get("subject", ""),
                level=canonical(reader.text("level"), words().levels) or constant.get("level", ""),
                held_on=reader.read("held_on", read_date, None),
                document=f"{sheet.sheet}, строка {row}",
                form=spelled(reader.text("form")) or constant.get("form", ""),
                place=reader.read("place", read_whole, no_place),
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
        if number:
            reader.told("number", "import.no_such_application", {"number": number})
        else:
            reader.told("number", "import.no_number", {})
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
        taken = {*numbers.values(), *map(header.number, single)}  # a pattern does not take what is named
        keys = []
        for column in values:
            found = list(_matching(header, column, taken))
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
            value = reader.read(field, _yes_no if column.read == "yes_no" else read_value, blank)
            if value is not None and len(reader.findings) == told:  # an unreadable cell is not a blank one
                values[key] = replace(value, source=reader.cells.address(row, reader.columns[field]))
        return values


def _matching(header: Header, column: ValueColumn, taken: set[int]) -> Iterator[tuple[Key, int]]:
    """Key and place of each column that ``column`` means; of headers that are nothing but a subject the known ones."""
    if SUBJECT not in column.column:
        yield (column.kind, value_name(column.name)), header.number(column.column)
        return
    before, after = (re.escape(part) for part in tidy(column.column).split(SUBJECT, 1))
    pattern = re.compile(f"{before}(.+){after}")
    for name, place in header.columns.items():
        if place in taken or not (match := pattern.fullmatch(tidy(name))):
            continue
        subject = subject_name(match[1])
        if before or after or subject in known_subjects():
            yield (column.kind, value_name((column.name or SUBJECT).replace(SUBJECT, subject))), place


def _blank(column: ValueColumn) -> Value | None:
    if column.empty == "missing":
        return None
    return known(0) if column.empty == "no" else Value(State(column.empty))


def _yes_no(value: CellValue) -> Value:
    """1 or 0, or the word that says why it is not known."""
    try:
        return known(int(read_yes_no(value)))
    except Unreadable:
        if (state := state_word(value)) is None:
            raise
        return Value(state)
