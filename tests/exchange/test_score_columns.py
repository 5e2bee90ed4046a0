"""What a mapping can feed: parts of a number, states in words, choices, achievements with forms and places."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from pydantic import ValidationError

from otbor.domain.findings import Finding, Refused
from otbor.domain.participants import Kind, Participant
from otbor.domain.scheme import parse_scheme
from otbor.domain.scoring import Plan
from otbor.domain.values import State
from otbor.exchange.participants import read_participants
from otbor.exchange.score_mapping import ScoreMapping
from otbor.exchange.words import words
from otbor.exchange.workbook import open_book
from otbor.wording.explanation import explain_text
from otbor.wording.findings import sentence
from tests import golden

Sheets = Mapping[str, Sequence[Sequence[Any]]]


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Reads sheets by a mapping of the participants' sheet «Люди» and, where given, other parts."""

    def read_sheets(
        sheets: Sheets, people: Mapping[str, Any], **parts: Any
    ) -> tuple[tuple[Participant, ...], tuple[Finding, ...]]:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            for name, rows in sheets.items():
                sheet = workbook.add_worksheet(name)
                for place, row in enumerate(rows):
                    sheet.write_row(place, 0, row)
        own = {"sheet": "Люди", "number": "№", "group": "А", **people}
        return read_participants(open_book(path), ScoreMapping.model_validate({"participants": own, **parts}), ["А"])

    return read_sheets


HEAD = 'title = "Правила"\nversion = "1"\ngrade = 10\n'


def scores(scheme: str, participants: Sequence[Participant]) -> list[Decimal | None]:
    plan = Plan(parse_scheme(HEAD + scheme, "x.toml", golden.subjects()), "А")
    return [plan.score(participant).total for participant in participants]


MARKERS = """
groups = [{ code = "А", title = "А" }]
[[tests]]
name = "математика"
maximum = 20
markers = { names = ["первый", "второй"], differ = 3, third = "третий", then = "nearest" }
[[components]]
id = "test"
title = "Испытание"
source = "test"
choice = { take = "all", names = ["математика"] }
"""


def test_markers_by_a_pattern_of_headers(read: Any) -> None:
    rows = [
        ["№", "Матем. (первый)", "Матем. (второй)", "Третий: математика"],
        [1, 10, 12, None],
        [2, 10, 16, 15],
        [3, 10, 16, None],
    ]
    values = [
        {"column": "{subject} (первый)", "name": "{subject}: первый", "kind": "test"},
        {"column": "{subject} (второй)", "name": "{subject}: второй", "kind": "test"},
        {"column": "Третий: математика", "name": "Матем. : третий", "kind": "test"},
    ]
    participants, findings = read({"Люди": rows}, {"values": values})
    assert findings == ()
    assert (Kind.TEST, "математика: первый") in participants[0].values
    assert scores(MARKERS, participants) == [11, Decimal("15.5"), None]


TASKS = """
groups = [{ code = "А", title = "А" }]
[[tests]]
name = "сочинение"
maximum = 20
tasks = [{ name = "К1", maximum = 5, weight = 2 }, { name = "К2", maximum = 10 }]
markers = { names = ["первый", "второй"] }
[[components]]
id = "test"
title = "Испытание"
source = "test"
choice = { take = "all", names = ["сочинение"] }
"""


def test_tasks_of_each_marker(read: Any) -> None:
    rows = [
        ["№", "К1 первый", "К2 первый", "К1 второй", "К2 второй"],
        [1, 5, 8, 4, 8],
        [2, 5, 8, "н/я", 8],
    ]
    values = [
        {"column": f"{task} {marker}", "name": f"сочинение: {marker}: {task}", "kind": "test"}
        for marker in ("первый", "второй")
        for task in ("К1", "К2")
    ]
    participants, findings = read({"Люди": rows}, {"values": values})
    assert findings == ()
    assert scores(TASKS, participants) == [17, None]


def test_tasks_of_many_tests_by_a_pattern(read: Any) -> None:
    rows = [["№", "физика К1", "физика К2", "химия К1"], [1, 1, 2, 3]]
    values = [
        {"column": f"{{subject}} {task}", "name": f"{{subject}}: {task}", "kind": "test"} for task in ("К1", "К2")
    ]
    (participant,), _ = read({"Люди": rows}, {"values": values})
    assert [key[1] for key in participant.values] == ["физика: к1", "химия: к1", "физика: к2"]


@pytest.mark.parametrize("state", [state for state in State if state is not State.KNOWN])
def test_each_word_of_a_state_and_a_blank_cell(read: Any, state: State) -> None:
    told = sorted(words().states[state])
    rows = [["№", "физика"], *([n, word.upper()] for n, word in enumerate(told)), ["Б", None]]
    column = {"column": "физика", "name": "физика", "kind": "mark", "empty": state.value}
    participants, findings = read({"Люди": rows}, {"values": [column]})
    assert findings == ()
    assert {p.values[Kind.MARK, "физика"].state for p in participants} == {state}
    assert len(participants) == len(told) + 1


def test_a_fact_that_is_awaited_and_words_that_mean_nothing(read: Any) -> None:
    rows = [["№", "Право", "физика"], [1, "ожидается", "не выучил"], [2, "нет", 5], [3, "может быть", 4]]
    values = [
        {"column": "Право", "name": "право", "kind": "fact", "read": "yes_no"},
        {"column": "{subject}", "kind": "mark"},
    ]
    participants, findings = read({"Люди": rows}, {"values": values})
    found = [p.values.get((Kind.FACT, "право")) for p in participants]
    assert [value and (value.state, value.number) for value in found] == [
        (State.AWAITED, None),
        (State.KNOWN, 0),
        None,
    ]
    assert [(f.id, f.where) for f in findings] == [("import.not_a_number", "Люди!C2"), ("import.not_yes_no", "Люди!B4")]
    assert all(sentence(f) for f in findings)


def test_a_bare_pattern_takes_known_subjects_that_no_other_column_takes(read: Any) -> None:
    rows = [["№", "ФИО", "Физика", "Химия", "Примечание", "Информ."], [1, "Иванов Иван", 5, 4, "болел", 3]]
    values = [
        {"column": "Химия", "name": "химия", "kind": "exam"},
        {"column": "{subject}", "kind": "mark"},
    ]
    (participant,), findings = read({"Люди": rows}, {"full_name": "ФИО", "values": values})
    assert findings == ()
    assert set(participant.values) == {(Kind.EXAM, "химия"), (Kind.MARK, "физика"), (Kind.MARK, "информатика")}


SPORT = """
groups = [{ code = "А", title = "А" }]
[[components]]
id = "sport"
title = "Соревнования"
source = "achievements"
once = false
rows = [
    { form = "личная", results = { "победитель" = 10 }, places = [{ least = 2, most = 3, points = 7 }] },
    { form = "командная", places = [{ least = 1, most = 3, points = 4 }, { least = 4, most = 10, points = 1 }] },
]
"""


def test_form_place_and_result_of_achievements(read: Any) -> None:
    people = [["№"], [1], [2], [3]]
    events = [
        ["№", "Результат", "Место", "Вид участия"],
        [1, "победитель", 5, "Личная"],  # a result by its name goes before the place
        [1, None, 3, "командная"],
        [2, "2 место", None, "личная"],
        [2, "участник", 7, "командная"],
        [3, "победитель", None, "командная"],
        [3, None, 11, "командная"],
    ]
    sheet = {"sheet": "Спорт", "number": "№", "result": "Результат", "place": "Место", "form": "Вид участия"}
    participants, findings = read({"Люди": people, "Спорт": events}, {}, achievements=sheet)
    assert findings == ()
    assert scores(SPORT, participants) == [14, 8, 0]
    said = explain_text(Plan(parse_scheme(HEAD + SPORT, "x.toml", golden.subjects()), "А").explain(participants[0]))
    assert "командная, место 3 — 4" in said.replace("\u00a0", " ")


def test_what_has_no_column_is_a_constant(read: Any) -> None:
    sheets = {"Люди": [["№"], [1]], "Победители": [["№"], [1]]}
    constant = {"form": "личная", "result": "Победитель"}
    participants, findings = read(sheets, {}, achievements={"sheet": "Победители", "number": "№", "constant": constant})
    assert findings == ()
    assert scores(SPORT, participants) == [10]


def test_a_place_that_is_no_number_is_named(read: Any) -> None:
    sheets = {"Люди": [["№"], [1]], "Спорт": [["№", "Место"], [1, "первое"]]}
    _, findings = read(sheets, {}, achievements={"sheet": "Спорт", "number": "№", "place": "Место"})
    assert [(f.id, f.where) for f in findings] == [("import.not_a_number", "Спорт!B2")]


NAMED = """
groups = [{ code = "А", title = "А", sets = { elective = ["физика", "химия"] } }]
[[components]]
id = "exam"
title = "Экзамен по выбору"
source = "exam"
choice = { take = "named", question = "Предмет по выбору", sets = ["elective"] }
"""


def test_the_choice_of_the_applicant(read: Any) -> None:
    rows = [
        ["№", "Что выбрал", "физика", "химия"],
        [1, "Физ.", 20, 30],
        [2, "ХИМИЯ", 20, 30],
        [3, None, 20, 30],
        [4, "биология", 20, 30],
    ]
    people = {
        "named": [{"column": "Что выбрал", "question": "предмет  по выбору"}],
        "values": [{"column": "{subject}", "kind": "exam"}],
    }
    participants, findings = read({"Люди": rows}, people)
    assert findings == ()
    assert scores(NAMED, participants) == [20, 30, None, None]


def test_the_one_group_of_all_must_be_of_the_scheme(read: Any) -> None:
    with pytest.raises(Refused) as refused:
        read({"Люди": [["№"], [1]]}, {"group": "Б"})
    assert refused.value.finding.id == "import.no_such_group"
    assert sentence(refused.value.finding)


PEOPLE = {"sheet": "Люди", "number": "№"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"participants": PEOPLE},
        {"participants": PEOPLE | {"group": "А", "groups": ["Группа"]}},
        {"participants": PEOPLE | {"group": "А", "values": [{"column": "физика", "kind": "mark"}]}},
        {
            "participants": PEOPLE
            | {"group": "А", "values": [{"column": "{subject}", "name": "физика", "kind": "mark"}]}
        },
        {"participants": PEOPLE | {"group": "А"}, "achievements": {"sheet": "Спорт", "number": "№"}},
    ],
)
def test_a_mapping_that_cannot_be_meant(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ScoreMapping.model_validate(wrong)
