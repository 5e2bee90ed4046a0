"""Sheets of a workbook read into rows: each cell a value or a finding with its address; nothing lost or guessed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from otbor.domain.findings import Finding, Refused, Severity
from otbor.domain.import_checks import (
    Expectations,
    check_achievements,
    check_appeals,
    check_applications,
    check_test_points,
    group_key,
)
from otbor.domain.import_rows import AchievementRow, AppealRow, ApplicationRow, Sheet, TestPointsRow
from otbor.domain.people import FullName, full_name, parse_full_name
from otbor.domain.subjects import tidy
from otbor.domain.values import State, Value, known
from otbor.exchange import mapping as columns_of
from otbor.exchange.cells import (
    Unreadable,
    is_blank,
    read_date,
    read_number,
    read_phones,
    read_text,
    read_time,
    read_whole,
    read_yes_no,
)
from otbor.exchange.recognition import HEADER_DEPTH, required_fields, title
from otbor.exchange.words import begins_with, canonical, fold, subject_name, words
from otbor.exchange.workbook import Book, CellValue, SheetCells, column_letters

T = TypeVar("T")

_PARAGRAPH = re.compile(r"^(?:п|пп|пункт)?\.?\s*|\.$", re.IGNORECASE)


class RowReader:
    """Reads the fields of one row after another and collects what could not be read."""

    def __init__(self, cells: SheetCells, columns: Mapping[str, int], header_row: int) -> None:
        self.cells = cells
        self.columns = columns
        self.row = header_row
        self.findings: list[Finding] = []
        self._values: list[CellValue] = []

    def rows(self) -> Iterator[int]:
        """Step through the rows below the header that hold anything, giving the number of each."""
        for number, values in enumerate(self.cells.rows[self.row :], self.row + 1):
            if any(not is_blank(value) for value in values):
                self.row, self._values, self.findings = number, values, []
                yield number

    def read(self, name: str, reader: Callable[[CellValue], T], blank: T) -> T:
        """The value of field ``name``, or ``blank`` for a blank cell, a missing column, an unreadable cell."""
        column = self.columns.get(name)
        if column is None or column >= len(self._values):
            return blank
        value = self._values[column]
        if is_blank(value):
            return blank
        try:
            return reader(value)
        except Unreadable as trouble:
            self.told(name, f"import.{trouble.rule}", trouble.values)
            return blank

    def text(self, name: str) -> str:
        """The text of field ``name``, empty for a blank cell."""
        return self.read(name, read_text, "")

    def told(self, name: str, rule: str, values: Mapping[str, object], severity: Severity = Severity.FORBIDS) -> None:
        """Add a finding at the cell of field ``name``."""
        self.findings.append(Finding(rule, severity, values, where=self.cells.address(self.row, self.columns[name])))

    def letters(self) -> dict[str, str]:
        """Letters of the column of each field."""
        return {name: column_letters(column) for name, column in self.columns.items()}


def _reader(book: Book, mapping: columns_of.Mapping, role: columns_of.Role, required: Iterable[str] = ()) -> RowReader:
    """Raises :class:`Refused`: no sheet of that role, no header, a required column missing."""
    sheet = mapping.sheets.get(role)
    if sheet is None:
        raise Refused(Finding("import.no_role", values={"file": book.name, "role": title(role)}))
    cells, header, columns = columns_of.mapped(book, sheet, HEADER_DEPTH)
    if "full_name" in columns:  # the one column answers for all three parts
        columns = {"surname": columns["full_name"], "given": columns["full_name"], **columns}
    if missing := [name for name in (*required_fields(role), *sorted(required)) if name not in columns]:
        values = [{"sheet": cells.name, "column": title(role, name)} for name in missing]
        raise Refused(*(Finding("import.no_column", values=v) for v in values))
    return RowReader(cells, columns, header.row)


def read_applications(book: Book, mapping: columns_of.Mapping, expected: Expectations) -> Sheet[ApplicationRow]:
    """The sheet of applications, checked.

    Raises :class:`Refused` when the sheet, its header or a required column is missing.
    """
    reader = _reader(book, mapping, columns_of.Role.APPLICATIONS, expected.required)
    wishes = sorted(name for name in reader.columns if name.startswith("group."))
    groups = {group_key(group): group for group in expected.groups}
    marks = [name for name in reader.columns if name.startswith("mark.")]
    named = [name for name in reader.columns if name.startswith("named.")]
    rows = []
    for row in reader.rows():
        name = _name(reader)
        application = ApplicationRow(
            row=row,
            number=reader.read("number", read_identity, ""),
            filed_on=reader.read("filed_on", read_date, None),
            filed_at=reader.read("filed_at", read_time, None),
            name=name,
            born_on=reader.read("born_on", read_date, None),
            birth_place=reader.text("birth_place"),
            address=reader.text("address"),
            representative=reader.text("representative"),
            phones=reader.read("phone", read_phones, ()),
            email=reader.text("email"),
            groups=read_groups(reader, wishes, groups),
            marks=_values(reader, marks, _mark),
            consent=reader.read("consent", read_yes_no, None),
            channel=reader.text("channel"),
            basis=tidy(reader.text("basis")),
            previous_school=reader.text("previous_school"),
            named={name.partition(".")[2]: subject_name(text) for name in named if (text := reader.text(name))},
        )
        rows.append(replace(application, findings=tuple(reader.findings)))
    return check_applications(Sheet(reader.cells.name, reader.letters(), tuple(rows)), expected)


def read_identity(value: CellValue) -> str:
    """The number of an application as text, without «№»; a whole number without a decimal point."""
    return read_text(value).removeprefix("№").strip()


def _name(reader: RowReader) -> FullName:
    if "full_name" not in reader.columns:
        return full_name(reader.text("surname"), reader.text("given"), reader.text("patronymic"))
    line = reader.text("full_name")
    if not line:
        return FullName("", "")
    name, finding = parse_full_name(line)
    if finding:
        reader.told("full_name", finding.id, finding.values, finding.severity)
    return name or FullName("", "")


def read_groups(reader: RowReader, wishes: list[str], groups: Mapping[str, str]) -> tuple[str, ...]:
    """The groups that the fields ``wishes`` name, in that order; ``groups`` by their key."""
    found: list[str] = []
    for wish in wishes:
        text = reader.text(wish)
        if not text:
            continue
        group = groups.get(group_key(text))
        if group is None:
            reader.told(wish, "import.no_such_group", {"text": text, "groups": tuple(groups.values())})
        elif group in found:
            reader.told(wish, "import.group_twice", {"group": group}, Severity.WARNS)
        else:
            found.append(group)
    return tuple(found)


def _values(reader: RowReader, names: list[str], read: Callable[[CellValue], Value | None]) -> dict[str, Value]:
    """Values by the part of the field after its dot; blank and unreadable cells give none."""
    found = {name.partition(".")[2]: reader.read(name, read, None) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _mark(value: CellValue) -> Value:
    if (state := state_word(value)) is not None:
        return Value(state)
    try:
        return known(read_whole(value))
    except Unreadable as trouble:
        if trouble.rule in {"not_a_number", "not_whole"}:
            raise Unreadable("not_a_mark", **trouble.values) from None
        raise


def state_word(value: CellValue) -> State | None:
    """The state that a cell says in words («не изучался», «ожидается», «н/я»); None for anything else."""
    if not isinstance(value, str):
        return None
    folded = fold(value)
    return next((state for state, told in words().states.items() if folded in told), None)


def read_value(value: CellValue) -> Value:
    """A number, or the word that says why there is none. Unreadable as :func:`read_number` says."""
    state = state_word(value)
    return known(read_number(value)) if state is None else Value(state)


def read_achievements(
    book: Book, mapping: columns_of.Mapping, expected: Expectations, applications: frozenset[str]
) -> Sheet[AchievementRow]:
    """The sheet of achievements, checked; ``applications`` are the numbers that exist. Raises :class:`Refused`."""
    reader = _reader(book, mapping, columns_of.Role.ACHIEVEMENTS)
    no_place: int | None = None
    rows = []
    for row in reader.rows():
        achievement = AchievementRow(
            row=row,
            application=reader.read("application", read_identity, ""),
            category=_PARAGRAPH.sub("", reader.text("category")),
            level=canonical(reader.text("level"), words().levels),
            event=reader.text("event"),
            result=canonical(reader.text("result"), words().results),
            subject=subject_name(reader.text("subject")),
            held_on=reader.read("held_on", read_date, None),
            document=reader.text("document"),
            form=tidy(reader.text("form")),
            place=reader.read("place", read_whole, no_place),
        )
        rows.append(replace(achievement, findings=tuple(reader.findings)))
    return check_achievements(Sheet(reader.cells.name, reader.letters(), tuple(rows)), expected, applications)


def read_test_points(
    book: Book, mapping: columns_of.Mapping, expected: Expectations, applications: Mapping[str, ApplicationRow]
) -> Sheet[TestPointsRow]:
    """The sheet of test points, checked; ``applications`` by number. Raises :class:`Refused`."""
    reader = _reader(book, mapping, columns_of.Role.TESTS)
    names = [name for name in reader.columns if name.startswith("points.")]
    rows = []
    for row in reader.rows():
        number = reader.read("application", read_identity, "")
        points = _values(reader, names, read_value)
        rows.append(TestPointsRow(row, number, points, tuple(reader.findings)))
    return check_test_points(Sheet(reader.cells.name, reader.letters(), tuple(rows)), expected, applications)


def read_appeals(
    book: Book, mapping: columns_of.Mapping, expected: Expectations, applications: frozenset[str]
) -> Sheet[AppealRow]:
    """The sheet of appeals, checked; ``applications`` are the numbers that exist. Raises :class:`Refused`."""
    reader = _reader(book, mapping, columns_of.Role.APPEALS)
    blank: Decimal | None = None
    rows = []
    for row in reader.rows():
        decision = reader.text("decision")
        appeal = AppealRow(
            row=row,
            application=reader.read("application", read_identity, ""),
            subject=subject_name(reader.text("subject")),
            change=reader.read("change", read_number, blank),
            decision=decision,
            upheld=_either(decision, words().upheld, words().rejected),
            in_time=_either(reader.text("in_time"), words().in_time, words().late),
        )
        rows.append(replace(appeal, findings=tuple(reader.findings)))
    return check_appeals(Sheet(reader.cells.name, reader.letters(), tuple(rows)), expected, applications)


def _either(text: str, yes: frozenset[str], no: frozenset[str]) -> bool | None:
    if begins_with(text, no):
        return False
    return True if begins_with(text, yes) else None
