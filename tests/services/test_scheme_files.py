"""A draft in a file, against a workbook's mapping and a regulation: what is refused, what is only warned about."""

from pathlib import Path

import pytest

from otbor.domain.findings import Refused, Severity
from otbor.services.explanations import explain_workbook, what_if
from otbor.services.scheme_files import check_file, read_regulation
from otbor.support.places import resource
from otbor.wording.findings import sentence
from tests import golden
from tests.golden import CASES

SCHEME = resource("schemes/licey8.toml")
BOOK = CASES / "licey8" / "applications.xlsx"


def refusal(raised: pytest.ExceptionInfo[Refused]) -> str:
    assert "{" not in sentence(raised.value.finding)
    return raised.value.finding.id


def test_a_regulation_that_is_not_shipped_is_refused() -> None:
    assert read_regulation("nizhny-novgorod-2020").region == "Нижегородская область"
    for name in ("moscow", "../regulation/nizhny-novgorod-2020", ""):
        with pytest.raises(Refused) as raised:
            read_regulation(name)
        assert refusal(raised) == "scheme.no_regulation"


def test_a_value_that_no_column_feeds_is_warned_about(tmp_path: Path) -> None:
    text = golden.scheme_text("licey8").replace("[[gates]]", GIVEN + "[[gates]]").replace('"nizhny', '"')
    (tmp_path / "draft.toml").write_text(text.replace('regulation = "-novgorod-2020"\n', ""), "utf-8")
    mapping = resource("schemes/licey8.mapping.toml").read_text("utf-8")
    (tmp_path / "draft.mapping.toml").write_text(mapping[: mapping.index("[achievements]")], "utf-8")
    found = check_file(tmp_path / "draft.toml")
    assert [(f.id, f.severity, f.values.get("name")) for f in found] == [
        ("scheme.not_fed", Severity.WARNS, "Все экзамены"),
        ("scheme.no_achievements_sheet", Severity.WARNS, None),
    ]
    assert all(sentence(finding).startswith("draft.mapping.toml: ") for finding in found)


def test_a_part_that_no_column_feeds_is_warned_about(tmp_path: Path) -> None:
    (tmp_path / "draft.toml").write_text(resource("schemes/marks10.toml").read_text("utf-8"), "utf-8")
    mapping = resource("schemes/marks10.mapping.toml").read_text("utf-8")
    geometry = '[[participants.values]]\ncolumn = "Из них геометрия"\nkind = "exam"\nname = "математика: геометрия"\n'
    assert geometry in mapping
    for text, lacking in (
        (mapping, []),
        (mapping.replace(geometry, ""), ["математика: геометрия"]),
        (mapping.replace(geometry, PATTERN), []),
    ):
        (tmp_path / "draft.mapping.toml").write_text(text, "utf-8")
        assert [finding.values.get("name") for finding in check_file(tmp_path / "draft.toml")] == lacking


PATTERN = """
[[participants.values]]
column = "{subject}, часть"
kind = "exam"
name = "{subject}: геометрия"
"""


def test_a_choice_that_no_column_feeds_is_warned_about(tmp_path: Path) -> None:
    chosen = GIVEN.replace('take = "given"', 'take = "named", question = "Предмет по выбору", names = ["физика"]')
    text = golden.scheme_text("percent").replace("[[keys]]", chosen + "[[keys]]", 1)
    (tmp_path / "draft.toml").write_text(text, "utf-8")
    mapping = resource("schemes/percent.mapping.toml").read_text("utf-8")
    (tmp_path / "draft.mapping.toml").write_text(mapping, "utf-8")
    (found,) = (f for f in check_file(tmp_path / "draft.toml") if f.where == "draft.mapping.toml")
    assert (found.id, found.severity) == ("scheme.choice_not_fed", Severity.WARNS)
    assert 'named = [{ column = "заголовок колонки", question = "предмет по выбору" }]' in sentence(found)


GIVEN = """
[[components]]
id = "all_exams"
title = "Все экзамены"
source = "exam"
choice = { take = "given" }
states = { missing = "left_out" }

"""


def test_only_who_is_in_the_workbook_and_wished_the_group_is_explained() -> None:
    with pytest.raises(Refused) as raised:
        explain_workbook(SCHEME, BOOK, "510")
    assert refusal(raised) == "explanation.no_participant"
    with pytest.raises(Refused) as raised:
        explain_workbook(SCHEME, BOOK, "51", group="8Х")
    assert refusal(raised) == "explanation.other_group"


def test_two_versions_are_compared_in_groups_of_the_same_code(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(golden.scheme_text("licey8").replace('code = "8Ф"', 'code = "8Ф "'), "utf-8")
    with pytest.raises(Refused) as raised:
        what_if(SCHEME, other, BOOK, "51", group="8Ф")
    assert refusal(raised) == "explanation.no_group"
    (compared,) = what_if(SCHEME, SCHEME, BOOK, "51", group="8Ф")
    assert compared.before == compared.after
    assert {pair.change for pair in compared.comparison.components} == {0}
