"""Participants read by the shipped mappings are those of the golden cases."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from otbor.domain.expectations import impossible_values
from otbor.domain.findings import Finding, Refused
from otbor.domain.participants import Kind, Participant
from otbor.domain.rating import rate, to_rows
from otbor.domain.scheme import Scheme
from otbor.domain.scoring import score
from otbor.domain.values import State, Value, known
from otbor.exchange.participants import read_participants
from otbor.exchange.score_mapping import ScoreMapping, load_score_mapping, mapping_beside
from otbor.exchange.workbook import Book, open_book
from otbor.support.places import resource
from otbor.wording.findings import sentence
from tests import golden
from tests.domain import shapes
from tests.domain.scoring_samples import person
from tests.exchange.samples import with_cell

Read = tuple[tuple[Participant, ...], tuple[Finding, ...]]
WORKBOOKS = {"licey8": "applications.xlsx", "percent": "applicants.xlsx", "average": "applicants.xlsx"}


@cache
def book(case: str, file: str = "") -> Book:
    return open_book(golden.CASES / case / (file or WORKBOOKS[case]))


def read(
    book: Book, mapping: ScoreMapping, case: str = "licey8"
) -> tuple[tuple[Participant, ...], tuple[Finding, ...]]:
    return read_participants(book, mapping, [group.code for group in golden.scheme(case).groups])


def mapping(case: str) -> ScoreMapping:
    return load_score_mapping(mapping_beside(resource(f"schemes/{case}.toml")))


def plain(participants: tuple[Participant, ...] | list[Participant]) -> list[Participant]:
    """Participants without their names and sources, which no point depends on; a fact that is «no» left out."""
    return [
        replace(
            p,
            name="",
            values={key: value for key, v in p.values.items() if (value := replace(v, source="")) != _no(key)},
            achievements=tuple(replace(a, document="", category=a.category.lower()) for a in p.achievements),
        )
        for p in participants
    ]


def _no(key: tuple[Kind, str]) -> Value | None:
    return known(0) if key[0] is Kind.FACT else None


@pytest.mark.parametrize("appeals", [False, True])
def test_licey8(appeals: bool) -> None:
    own = mapping("licey8") if appeals else mapping("licey8").without_appeals()
    participants, findings = read(book("licey8"), own)
    assert findings == ()
    assert plain(participants) == plain(golden.licey8(appeals=appeals))


@pytest.mark.parametrize("case", ["percent", "average"])
def test_tenth(case: str) -> None:
    participants, findings = read(book(case), mapping(case), case)
    assert findings == ()
    assert plain(participants) == plain(golden.tenth(case))


def test_a_value_names_its_cell() -> None:
    participants, _ = read(book("licey8"), mapping("licey8").without_appeals())
    first = participants[0]
    assert first.values[Kind.MARK, "математика"] == known(5, "Заявления!N4")
    assert first.values[Kind.TEST, "математика"] == known(13, "Испытания!B2")
    assert first.achievements[0].document == "Достижения, строка 2"
    assert first.name == "Кириллова Екатерина Михайловна"


def test_cells_not_understood_are_named_and_give_no_value() -> None:
    participants, findings = read(book("licey8", "applications-with-faults.xlsx"), mapping("licey8"))
    assert {f.where for f in findings} >= {
        "Заявления!N9",
        "Заявления!A30",
        "Достижения!A5",
        "Достижения!F10",
        "Испытания!B9",
    }
    assert (Kind.MARK, "математика") not in next(p for p in participants if p.number == "6").values
    assert all(sentence(finding) for finding in findings)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"sheet": "Ученики"}, "workbook.no_sheet"),
        ({"number": "Шифр"}, "workbook.no_header"),
        ({"groups": ("Параллель",)}, "workbook.no_header"),
    ],
)
def test_what_the_mapping_names_must_be_there(change: dict[str, object], rule: str) -> None:
    own = mapping("percent")
    own = own.model_copy(update={"participants": own.participants.model_copy(update=change)})
    with pytest.raises(Refused) as refused:
        read(book("percent"), own, "percent")
    assert refused.value.finding.id == rule
    assert sentence(refused.value.finding)


@pytest.mark.parametrize("text", ["", "[participants]\nsheet = 1", "ы = [", 'participants = { sheet = "А", что = 1 }'])
def test_a_wrong_mapping_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.mapping.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        load_score_mapping(path)
    assert all(sentence(finding) for finding in refused.value.findings)


HEAD = 'sheet = "Люди"\nnumber = "№"\n'
PEOPLE = f'[participants]\n{HEAD}groups = ["Группа"]\n'


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        (
            f'{PEOPLE}values = [{{ column = "Физика", kind = "test", name = "физика", empty = "no" }}]',
            "import.mapping_no",
            'у колонки чисел «Физика» стоит empty = "no": пустая ячейка стала бы нулём',
        ),
        (
            f'{PEOPLE}values = [{{ column = "Физика", kind = "test" }}]',
            "import.mapping_name",
            "у колонки «Физика» имя числа (name) не подходит к заголовку. Если в заголовке нет {subject}",
        ),
        (
            f'{PEOPLE}values = [{{ column = "{{subject}}", kind = "test", name = "физика" }}]',
            "import.mapping_name",
            "уберите name или поставьте {subject} и в нём",
        ),
        (f"[participants]\n{HEAD}", "import.mapping_groups", "листа «Люди» не указаны или указаны дважды"),
        (f'{PEOPLE}group = "8Ф"', "import.mapping_groups", "либо groups — колонки с группами, либо group"),
        (f"{PEOPLE}[achievements]\n{HEAD}", "import.mapping_result", "constant = { result = … }"),
    ],
)
def test_a_rule_of_the_mapping_says_what_it_wants(text: str, rule: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "x.mapping.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        load_score_mapping(path)
    assert [finding.id for finding in refused.value.findings] == [rule]
    told = sentence(refused.value.finding)
    assert said in told
    assert "«x.mapping.toml»" in told


def test_a_blank_cell_of_a_yes_no_column_may_be_no(tmp_path: Path) -> None:
    path = tmp_path / "x.mapping.toml"
    column = '{ column = "Диплом", kind = "fact", name = "диплом", read = "yes_no", empty = "no" }'
    path.write_text(f"{PEOPLE}values = [{column}]", "utf-8")
    participants, findings = read(
        people(tmp_path, ["№", "Группа", "Диплом"], [1, "8Ф", None]), load_score_mapping(path)
    )
    assert findings == ()
    assert participants[0].values[Kind.FACT, "диплом"].number == 0


def test_a_number_taken_names_the_cell_it_stands_in_though_nobody_has_a_name(tmp_path: Path) -> None:
    path = tmp_path / "x.mapping.toml"
    path.write_text(PEOPLE, "utf-8")
    rows = [3, "8Ф"], [4, "8Ф"], [3, "8И"]
    participants, findings = read(people(tmp_path, ["№", "Группа"], *rows), load_score_mapping(path))
    assert [p.number for p in participants] == ["3", "4"]
    assert [(f.id, f.where) for f in findings] == [("import.number_taken", "Люди!A4")]
    assert "Номер 3 уже стоит у другого участника, в ячейке Люди!A2." in sentence(findings[0])


def people(folder: Path, *rows: Sequence[object]) -> Book:
    """A workbook with one sheet «Люди»."""
    with xlsxwriter.Workbook(folder / "people.xlsx") as workbook:
        sheet = workbook.add_worksheet("Люди")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return open_book(folder / "people.xlsx")


def test_no_mapping_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"import\.no_mapping_file"):
        load_score_mapping(tmp_path / "x.mapping.toml")


@pytest.mark.parametrize("case", ["licey8", "percent", "average"])
def test_the_rating_is_the_golden_one(case: str) -> None:
    scheme = golden.scheme(case)
    participants, _ = read(book(case), mapping(case), case)
    tolerant = golden.licey8(appeals=True) if case == "licey8" else golden.tenth(case)
    for group in scheme.groups:
        assert rows(scheme, group.code, participants) == rows(scheme, group.code, tolerant)


def rows(scheme: Scheme, group: str, participants: Sequence[Participant]) -> list[object]:
    results = [score(scheme, group, p) for p in participants if group in p.groups]
    return list(to_rows(rate(scheme, group, results)))


@pytest.mark.parametrize("case", ["licey8", "percent", "average"])
def test_the_golden_values_are_possible(case: str) -> None:
    participants, _ = read(book(case), mapping(case), case)
    assert impossible_values(golden.scheme(case), participants) == ()


@pytest.mark.parametrize(
    ("case", "address", "value", "rule"),
    [
        ("licey8", "Испытания!B2", 21.0, "import.above_maximum"),
        ("licey8", "Испытания!B2", "-1", "import.below_zero"),
        ("licey8", "Испытания!B2", "15,5", "import.not_whole"),
        ("licey8", "Заявления!N4", 7.0, "import.mark_out_of_range"),
        ("percent", "Участники!H3", 38.0, "import.above_maximum"),
        ("percent", "Участники!E3", "-4,5", "import.below_zero"),
    ],
)
def test_an_impossible_value_is_named_with_its_cell(case: str, address: str, value: str | float, rule: str) -> None:
    own = mapping(case).without_appeals()
    participants, findings = read(with_cell(book(case), address, value), own, case)
    found = impossible_values(golden.scheme(case), participants)
    assert findings == ()
    assert [(f.id, f.where) for f in found] == [(rule, address)]
    assert sentence(found[0]).startswith(address)


def test_a_task_at_a_marker_has_its_maximum_too() -> None:
    tasks = '{ name = "работа", maximum = 9, tasks = [{ name = "К1", maximum = 4 }], markers = { names = ["а", "б"] } }'
    head = shapes.HEAD.replace("tests = [", f"tests = [{tasks}, ")
    made = shapes.made('source = "test"\nchoice = { take = "all", names = ["работа"] }', head=head)
    found = [impossible_values(made, [person({(Kind.TEST, "работа: б: к1"): n})]) for n in (4, 5)]
    assert [[f.id for f in one] for one in found] == [[], ["import.above_maximum"]]


RATIO = '{ by = "ratio", maximum = 10, times = 100 }'
CASES = f'by = "cases", cases = [{{ when = [{{ has = "fact", name = "а" }}], conversion = {RATIO} }}]'


@pytest.mark.parametrize(
    ("conversion", "impossible"),
    [
        (RATIO, True),
        (f'{{ by = "chain", steps = [{RATIO}, {{ by = "times", times = 2 }}] }}', True),
        (f'{{ by = "chain", steps = [{{ by = "times", times = 2 }}, {RATIO}] }}', False),
        (f'{{ by = "names", names = {{ "рост" = {RATIO} }} }}', True),
        (f"{{ {CASES}, other = {RATIO.replace('10,', '9,')} }}", True),
        (f'{{ {CASES}, other = {{ by = "value" }} }}', False),
    ],
)
def test_a_number_above_the_maximum_of_its_ratio_is_impossible(conversion: str, impossible: bool) -> None:
    choice = 'source = "fact"\nchoice = { take = "all", names = ["рост"] }'
    made = shapes.made(f"{choice}\nconversion = {conversion}")
    found = [f.id for height in (10, 11) for f in impossible_values(made, [person({(Kind.FACT, "рост"): height})])]
    assert found == (["import.above_maximum"] if impossible else [])


def test_what_would_be_lost_is_named() -> None:
    changed = with_cell(with_cell(book("licey8"), "Заявления!L4", "8Х"), "Испытания!A3", 1.0)
    participants, findings = read(with_cell(changed, "Заявления!L6", "8 ф"), mapping("licey8"))
    assert [(f.id, f.where) for f in findings] == [
        ("import.no_such_group", "Заявления!L4"),
        ("import.points_twice", "Испытания!A3"),
    ]
    assert (participants[0].groups, participants[2].groups) == (("8Ф",), ("8Ф",))


def test_what_one_chose_the_form_of_an_event_and_a_subject_not_taught(tmp_path: Path) -> None:
    people = [
        ["№", "Группа", "Предмет по выбору", "Отметка физика"],
        [1, "8Ф", "Физ.", "не изучался"],
        [2, "8Ф", None, 5],
        [3, "8Ф", None, "ожидается"],
        [4, "8Ф", None, "Аннулирована"],
    ]
    events = [["№", "Результат", "Форма"], [1, "победитель", " Командная"]]
    own = ScoreMapping.model_validate(
        {
            "participants": {
                "sheet": "Люди",
                "number": "№",
                "groups": ("Группа",),
                "named": ({"column": "Предмет по выбору", "question": "Предмет по выбору"},),
                "values": ({"column": "Отметка {subject}", "kind": "mark"},),
            },
            "achievements": {"sheet": "Достижения", "number": "№", "result": "Результат", "form": "Форма"},
        }
    )
    path = tmp_path / "people.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in (("Люди", people), ("Достижения", events)):
            sheet = workbook.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    participants, findings = read(open_book(path), own)
    assert findings == ()
    assert [p.named for p in participants] == [{"предмет по выбору": "физика"}, {}, {}, {}]
    states = (State.NOT_TAUGHT, State.KNOWN, State.AWAITED, State.ANNULLED)
    assert [p.values[Kind.MARK, "физика"].state for p in participants] == list(states)
    assert [a.form for a in participants[0].achievements] == ["командная"]
