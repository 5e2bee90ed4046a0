"""A deputy head checks a draft of the local act, prints it, and explains a pupil's points: «otbor scheme …»."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.app.test_score import CASES, SCHEMES, otbor

LICEY8 = (SCHEMES / "licey8.toml").read_text("utf-8")
BOOK = CASES / "licey8" / "applications.xlsx"
REGION = "nizhny-novgorod-2020"
STATES = 'states = { missing = "left_out", not_required = "left_out" }'
FIRST = 'choice = { take = "position", sets = ["in_depth"], position = 1 }'
ALL = 'choice = { take = "all", sets = ["in_depth"] }'
NEWER = LICEY8.replace('version = "2026.1"', 'version = "2026.2"').replace("5 = 5, 4 = 3", "5 = 6, 4 = 3")


def draft(folder: Path, text: str, name: str = "draft.toml") -> Path:
    """A scheme of the school in a file."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", [path.stem for path in SCHEMES.glob("*.toml") if ".mapping" not in path.name])
def test_the_ready_schemes_have_no_mistakes(name: str) -> None:
    assert otbor("scheme", "check", SCHEMES / f"{name}.toml") == 0


@pytest.mark.parametrize(("name", "code"), [("licey8", 0), ("percent", 1), ("average", 1)])
def test_a_regulation_is_asked_for_by_name(name: str, code: int, capfd: pytest.CaptureFixture[str]) -> None:
    assert otbor("scheme", "check", SCHEMES / f"{name}.toml", "--regulation", REGION) == code
    assert ("(п.\u00a021 Порядка)" in capfd.readouterr().out) == bool(code)


@pytest.mark.parametrize(
    ("right", "wrong", "field", "paragraph"),
    [
        ('"математика", "физика"]', '"математика", "физека"]', "groups[8Ф].in_depth", "пп. 13, 14"),
        ("points = 20", "points = 99", "gates[1].points", "п. 20"),
        ('by = "table", points = { 5 = 5, 4 = 3, 3 = 0 }',
         'by = "bands", bands = [{ least = 4, points = 5 }, { most = 4, points = 1 }]',
         "components[marks].conversion.bands", "пп. 18, 19"),
        ('{ categories = ["16.4"], points = 4 }', '{ categories = ["16.8"], points = 4 }',
         "components[portfolio].caps", "п. 16"),
    ],
)  # fmt: skip
def test_a_mistake_of_the_scheme_itself_cites_the_regulation_that_it_names(
    right: str, wrong: str, field: str, paragraph: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert right in LICEY8
    text = LICEY8.replace(right, wrong, 1)
    for regulation, cited in ((f'regulation = "{REGION}"\n', True), ("", False)):
        draft(tmp_path, text.replace(f'regulation = "{REGION}"\n', regulation))
        assert otbor("scheme", "check", tmp_path / "draft.toml") == 1
        lines = [line for line in capfd.readouterr().out.splitlines() if f"draft.toml: {field}" in line]
        assert any(f"({paragraph} Порядка)" in line.replace("\u00a0", " ") for line in lines) == cited


def test_a_scheme_that_names_its_regulation_is_checked_by_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    unlawful = LICEY8.replace('"победитель" = 5, "призёр" = 3', '"победитель" = 5, "участник" = 1')
    assert otbor("scheme", "check", draft(tmp_path, unlawful)) == 1
    said = capfd.readouterr().out
    assert "draft.toml: components[portfolio].rows[1].results" in said
    assert "(п.\u00a016.1 Порядка)" in said
    assert otbor("scheme", "check", draft(tmp_path, unlawful.replace(f'regulation = "{REGION}"\n', ""))) == 0


def test_the_files_that_a_scheme_names_lie_beside_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = LICEY8.replace('"физика"]', '"астрология"]').replace(
        '{ category = "16.3", results', '{ category = "16.3", listed = "min", results'
    )
    text += '[[lists]]\nid = "min"\ntitle = "Перечень"\nfile = "events-2026"\n'
    text += '[[tests]]\nname = "астрология"\nmaximum = 20\n'
    path = draft(tmp_path, text)
    assert otbor("scheme", "check", path) == 1
    said = "".join(capfd.readouterr())
    assert "«events-2026» нет" in said
    assert "папку lists рядом со схемой" in said
    (tmp_path / "lists").mkdir()
    draft(tmp_path / "lists", "Турнир городов\n", "events-2026.txt")
    assert otbor("scheme", "check", path) == 1
    assert "«астрология» не известен" in capfd.readouterr().out
    subjects = (SCHEMES.parent / "subjects.toml").read_text("utf-8")
    draft(tmp_path, f'{subjects}\n"астрология" = []\n', "subjects.toml")
    assert otbor("scheme", "check", path) == 0
    assert otbor("scheme", "show", path) == 0
    assert "Перечень: Турнир городов." in capfd.readouterr().out


def test_every_mistake_is_told_at_once_with_what_only_warns(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = LICEY8.replace('"математика", "физика"]', '"математика", "физека"]').replace("4 = 3, 3 = 0", "4 = 3")
    text = text.replace('"16.3"\n', '"16.4"\n')
    assert otbor("scheme", "check", draft(tmp_path, text)) == 1
    lines = capfd.readouterr().out.splitlines()
    assert any("физека" in line and "groups[8Ф].in_depth" in line for line in lines)
    assert any("components[marks].conversion.points" in line for line in lines)
    assert any("keys[tie_16.3]" in line and "(п.\u00a021 Порядка)" in line for line in lines)
    assert "3" in lines[-1]  # forbidden: physics misspelt is no subject in depth any more, so its marks lack too


def test_warnings_alone_forbid_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert otbor("scheme", "check", draft(tmp_path, LICEY8.replace("4 = 3, 3 = 0", "4 = 3"))) == 0
    assert "components[marks].conversion.points" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("options", "code", "said"), [([], 0, "14.2"), (["--on-list"], 0, ""), (["--not-on-list"], 1, "14.2")]
)
def test_what_the_school_is_decides_how_many_tests_there_may_be(
    options: list[str], code: int, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = LICEY8.replace("grade = 8", "grade = 10").replace('source = "mark"', 'source = "exam"\n' + STATES)
    text = text.replace("in_depth = [", 'in_depth = ["химия", ').replace(FIRST, ALL)
    text = text[: text.index('[[components]]\nid = "test2"')] + text[text.index("[[gates]]") :]
    text += '\n[[tests]]\nname = "химия"\nmaximum = 20\n'
    assert otbor("scheme", "check", draft(tmp_path, text), *options) == code
    out = capfd.readouterr().out
    assert ("14.2" in out) == bool(said)


def test_a_mapping_that_does_not_feed_a_value_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    mapping = (SCHEMES / "licey8.mapping.toml").read_text("utf-8")
    poor = mapping.replace('kind = "test"\n\n', 'kind = "test"\nname = "физика"\n\n').replace(
        "{subject} (0-20)", "Физика"
    )
    path = draft(tmp_path, poor[: poor.index("[achievements]")], "poor.toml")
    assert otbor("scheme", "check", draft(tmp_path, LICEY8), "--mapping", path) == 0
    said = capfd.readouterr().out
    assert "poor.toml: " in said
    assert "«информатика»" in said
    assert "«физика»" not in said
    assert "achievements" in said
    assert otbor("scheme", "check", SCHEMES / "licey8.toml", "--mapping", SCHEMES / "licey8.mapping.toml") == 0
    assert "mapping" not in capfd.readouterr().out


def test_show_prints_the_act(capfd: pytest.CaptureFixture[str]) -> None:
    assert otbor("scheme", "show", SCHEMES / "licey8.toml") == 0
    said = capfd.readouterr().out.replace("\u00a0", " ")
    assert said.startswith("Положение об индивидуальном отборе в 8 классы лицея, версия 2026.1. Приём в 8 класс.\n")
    assert "«5» — 5 баллов, «4» — 3 балла, «3» — 0 баллов" in said
    assert "Минимальный итоговый балл — 20" in said


def test_points_are_explained_for_every_wish(capfd: pytest.CaptureFixture[str]) -> None:
    assert otbor("scheme", "explain", SCHEMES / "licey8.toml", BOOK, "51") == 0
    both = capfd.readouterr().out
    assert "Участник № 51, группа 8И. Итоговый балл: 39." in both
    assert "Сумма: 10 + 15 + 12 + 12 = 49" in both
    rule = "Правило: Учитываются отметки по предметам: математика, физика. Баллы по таблице: «5» — 5 баллов"
    assert rule in both.replace("\u00a0", " ")
    assert otbor("scheme", "explain", SCHEMES / "licey8.toml", BOOK, "51", "--group", "8И") == 0
    one = capfd.readouterr().out
    assert one in both
    assert "группа 8Ф" not in one


def test_the_explanation_as_json_can_be_recomputed(capfd: pytest.CaptureFixture[str]) -> None:
    assert otbor("scheme", "explain", SCHEMES / "licey8.toml", BOOK, "51", "--group", "8Ф", "--json") == 0
    (told,) = json.loads(capfd.readouterr().out)
    assert (told["group"], told["place"], told["status"], told["version"]) == ("8Ф", 12, "rated", "2026.1")
    parts = [step for step in told["explanation"]["steps"] if step["rule"] == "component"]
    said = {part["values"]["id"]: part["act"] for part in parts}
    assert "«5» — 5 баллов" in said["marks"].replace("\u00a0", " ")
    assert "не более 15" in said["portfolio"].replace("\u00a0", " ")
    assert sum(Decimal(part["points"]) for part in parts) == Decimal(told["explanation"]["points"]) == 49


def test_what_another_version_gives_stands_side_by_side(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    arguments = ("scheme", "explain", SCHEMES / "licey8.toml", BOOK, "51", "--other", draft(tmp_path, NEWER))
    assert otbor(*arguments, "--group", "8Ф") == 0
    said = capfd.readouterr().out
    rows = [line.split() for line in said.splitlines()]
    assert [word for word in next(row for row in rows if "2026.2" in row) if "2026" in word] == ["2026.1", "2026.2"]
    assert any(row[-3:] == ["10", "12", "+2"] for row in rows)
    assert any(row[-3:] == ["49", "51", "+2"] for row in rows)
    assert otbor(*arguments, "--json") == 0
    told = {pair["before"]["group"]: pair for pair in json.loads(capfd.readouterr().out)}
    assert told.keys() == {"8Ф", "8И"}
    lines = {line["id"]: (line["before"], line["after"]) for line in told["8Ф"]["differences"]}
    assert lines == {
        "marks": ("10", "12"), "portfolio": ("15", "15"), "test1": ("12", "12"), "test2": ("12", "12"),
        "total": ("49", "51"), "tie_16.2": ("10", "10"), "tie_16.1": ("5", "5"), "tie_16.3": ("0", "0"),
    }  # fmt: skip
    assert (told["8Ф"]["before"]["place"], told["8Ф"]["after"]["place"]) == (12, 12)


def test_a_component_of_one_version_only_has_no_points_in_the_other(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = draft(tmp_path, NEWER.replace('id = "test2"', 'id = "second"'))
    arguments = ("scheme", "explain", SCHEMES / "licey8.toml", BOOK, "51", "--group", "8Ф", "--other", other, "--json")
    assert otbor(*arguments) == 0
    (pair,) = json.loads(capfd.readouterr().out)
    lines = {line["id"]: (line["before"], line["after"]) for line in pair["differences"]}
    assert (lines["test2"], lines["second"]) == (("12", None), (None, "12"))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["scheme", "chek"], 2, "scheme"),
        (["scheme", "check"], 2, "FILE"),
        (["scheme", "check", "{tmp}/none.toml"], 1, "none.toml"),
        (["scheme", "check", "{tmp}"], 1, "текст"),
        (["scheme", "check", "{book}"], 1, "applications.xlsx"),
        (["scheme", "check", "{broken}"], 1, "строка"),
        (["scheme", "check", "{licey8}", "--regulation", "moscow"], 1, "moscow"),
        (["scheme", "check", "{licey8}", "--regulation", "../nizhny-novgorod-2020"], 1, "nizhny-novgorod-2020"),
        (["scheme", "check", "{elsewhere}"], 1, "elsewhere.toml: regulation"),
        (["scheme", "check", "{licey8}", "--mapping", "{tmp}/none.mapping.toml"], 1, "none.mapping.toml"),
        (["scheme", "show", "{broken}"], 1, "строка"),
        (["scheme", "show", "{wrong}"], 1, "физека"),
        (["scheme", "explain", "{licey8}", "{book}"], 2, "NUMBER"),
        (["scheme", "explain", "{licey8}", "{book}", "510"], 1, "№ 510"),
        (["scheme", "explain", "{licey8}", "{book}", "51", "--group", "8Х"], 1, "8И, 8Ф"),
        (["scheme", "explain", "{licey8}", "{tmp}/none.xlsx", "51"], 1, "none.xlsx"),
        (["scheme", "explain", "{licey8}", "{book}", "51", "--other", "{wrong}"], 1, "физека"),
        (["scheme", "explain", "{licey8}", "{book}", "52", "--other", "{fewer}"], 1, "8Ф"),
    ],
)
def test_a_mistake_is_answered_by_a_sentence(
    arguments: list[str], code: int, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    places = {
        "tmp": tmp_path,
        "licey8": SCHEMES / "licey8.toml",
        "book": BOOK,
        "broken": draft(tmp_path, LICEY8.replace("grade = 8", "grade = "), "broken.toml"),
        "wrong": draft(tmp_path, LICEY8.replace('"физика"]', '"физека"]'), "wrong.toml"),
        "elsewhere": draft(tmp_path, LICEY8.replace(REGION, "elsewhere"), "elsewhere.toml"),
        "fewer": draft(tmp_path, LICEY8.replace('code = "8Ф"', 'code = "8Я"'), "fewer.toml"),
    }
    before = sorted(tmp_path.iterdir())
    assert otbor(*(a.format(**places) for a in arguments)) == code
    captured = capfd.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""
    assert sorted(tmp_path.iterdir()) == before


def test_without_a_command_it_says_which_there_are(capfd: pytest.CaptureFixture[str]) -> None:
    assert otbor("scheme") == 0
    said = capfd.readouterr().out
    assert all(command in said for command in ("check", "show", "explain"))
