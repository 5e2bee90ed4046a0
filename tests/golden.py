"""The golden cases as participants and expected rows. Tolerant reading of these three workbooks, for tests only."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from otbor.domain.participants import Achievement, Key, Kind, Participant
from otbor.domain.scheme import Scheme, parse_scheme
from otbor.domain.subjects import Subjects, parse_subjects, tidy
from otbor.domain.values import State, Value, known
from otbor.support.places import resource

CASES = Path(__file__).parent / "cases"


@cache
def subjects() -> Subjects:
    return parse_subjects(resource("subjects.toml").read_text("utf-8"))


def scheme_text(name: str) -> str:
    return resource(f"schemes/{name}.toml").read_text("utf-8")


@cache
def scheme(name: str) -> Scheme:
    return parse_scheme(scheme_text(name), f"{name}.toml", subjects())


def expected(case: str, table: str) -> list[dict[str, str]]:
    with (CASES / case / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet(case: str, workbook: str, name: str) -> list[dict[str, Any]]:
    """Rows of a sheet by their header, wherever it stands; blank rows left out."""
    rows = CalamineWorkbook.from_path(CASES / case / workbook).get_sheet_by_name(name).to_python(skip_empty_area=False)
    start = next(i for i, row in enumerate(rows) if str(row[0]).startswith("№"))
    return [dict(zip(map(str, rows[start]), row, strict=True)) for row in rows[start + 1 :] if row[0] != ""]


def number(cell: Any) -> Decimal:
    return Decimal(str(cell).strip().replace(",", "."))


def identity(cell: Any) -> str:
    return str(int(number(cell)))


def _value(cell: Any) -> Value:
    return Value(State.DID_NOT_COME) if cell == "н/я" else known(number(cell))


def licey8(*, appeals: bool) -> list[Participant]:
    """Participants of licey8, before or after the appeals."""
    values: dict[str, dict[Key, Value]] = {}
    for row in sheet("licey8", "applications.xlsx", "Испытания"):
        cells = {name.split(" (")[0].lower(): cell for name, cell in row.items() if "(0-20)" in name}
        values[identity(row["№ п/п заявления"])] = {(Kind.TEST, s): _value(c) for s, c in cells.items() if c != ""}
    for row in sheet("licey8", "applications.xlsx", "Апелляции") if appeals else ():
        if row["Решение"].startswith("удовлетворить") and row["Срок подачи"] == "в срок":
            own, key = values[identity(row["№ п/п заявления"])], (Kind.TEST, tidy(row["Предмет"]))
            own[key] = known((own[key].number or 0) + number(row["Изменение балла"]))
    achievements: dict[str, list[Achievement]] = {}
    for row in sheet("licey8", "applications.xlsx", "Достижения"):
        held_on = row["Дата"]
        assert isinstance(held_on, date)
        achievements.setdefault(identity(row["№ п/п заявления"]), []).append(
            Achievement(
                category=row["Пункт Порядка"],
                event=tidy(row["Мероприятие"]),
                result=tidy(row["Результат"]),
                subject=tidy(row["Предмет"]),
                held_on=held_on,
                document="Достижения",
            )
        )
    people = []
    for row in sheet("licey8", "applications.xlsx", "Заявления"):
        own_number = identity(row["№ п/п"])
        marks = {(Kind.MARK, n.split()[1]): known(number(c)) for n, c in row.items() if n.startswith("Отметка")}
        groups = tuple(row[name] for name in ("1-й класс", "2-й класс") if row[name])
        own_values = marks | values.get(own_number, {})
        people.append(Participant(own_number, groups, own_values, tuple(achievements.get(own_number, ()))))
    return people


def tenth(case: str) -> list[Participant]:
    """Participants of the cases percent and average."""
    achievements: dict[str, list[Achievement]] = {}
    for row in sheet(case, "applicants.xlsx", "Достижения"):
        one = Achievement(
            "всош", "", result=tidy(row["Результат"]), subject=tidy(row["Предмет"]), level=tidy(row["Уровень ВсОШ"])
        )
        achievements.setdefault(identity(row["№"]), []).append(one)
    people = []
    for row in sheet(case, "applicants.xlsx", "Участники"):
        values: dict[Key, Value] = {}
        for column, cell in row.items():
            if cell == "":
                continue
            if column.startswith("ОГЭ"):
                values[Kind.EXAM, column.removeprefix("ОГЭ ").removesuffix(" (перв.)")] = known(number(cell))
            elif column.startswith("Отметка"):
                values[Kind.MARK, column.removeprefix("Отметка ")] = known(number(cell))
        facts = {"С отличием": "аттестат с отличием", "Преимущественное право": "преимущественное право"}
        values |= {(Kind.FACT, fact): known(1) for column, fact in facts.items() if row[column] == "да"}
        values[Kind.FACT, "средний балл аттестата"] = known(number(row["Средний балл аттестата"]))
        if row.get("Дополнительное испытание", "") != "":
            values[Kind.TEST, "дополнительное испытание"] = known(number(row["Дополнительное испытание"]))
        own = identity(row["№"])
        people.append(Participant(own, (row["Профиль"],), values, tuple(achievements.get(own, ()))))
    return people


def with_value(participant: Participant, key: Key, value: Value) -> Participant:
    """``participant`` with one value changed."""
    return replace(participant, values={**participant.values, key: value})
