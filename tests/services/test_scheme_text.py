"""A scheme's text is changed in places: remarks and layout stay, and what is read from it is what was meant."""

import copy
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otbor.services.scheme_text import content_of, literal, patched, written
from otbor.support.places import resources

SCHEMES = sorted(path for path in (resources() / "schemes").glob("*.toml") if "mapping" not in path.name)
LICEY8 = (resources() / "schemes" / "licey8.toml").read_text("utf-8")


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_usual_edits_of_every_shipped_scheme_keep_its_remarks(path: Path) -> None:
    text = path.read_text("utf-8")
    content = content_of(text)
    assert content_of(written(content)) == content
    after = copy.deepcopy(content)
    after["version"] = "2027.1"
    for test in after.get("tests", []):
        test["maximum"] = Decimal("33.5")
    if after.get("keys"):
        after["keys"].reverse()
    if after.get("gates"):
        after["gates"] = [*after["gates"][1:], {"gate": "minimum", "of": "total", "points": 7}]
    for component in after["components"]:
        component["weight"] = 2
        if "rows" in component:
            component["rows"].append({"category": "своя", "results": {"победитель": 9}})
    made = patched(text, after)
    assert content_of(made.text) == after
    assert made.comments_kept
    assert made.text != written(after)


def test_only_the_value_itself_is_written_anew() -> None:
    content = content_of(LICEY8)
    content["components"][0]["conversion"]["points"]["4"] = Decimal("3.5")
    content["tests"][1]["maximum"] = 30
    expected = LICEY8.replace("4 = 3,", "4 = 3.5,").replace(
        'name = "физика"\nmaximum = 20', 'name = "физика"\nmaximum = 30'
    )
    assert patched(LICEY8, content).text == expected


def test_keys_and_sections_are_taken_away_and_added() -> None:
    content = content_of(LICEY8)
    del content["gates"], content["components"][1]["cap"]
    content["keys"] = content["keys"][1:]
    content["total"] = {"combine": "sum", "digits": 2}
    made = patched(LICEY8, content)
    assert content_of(made.text) == content
    assert "[[gates]]" not in made.text
    assert made.text.startswith("# Лицей, 8 класс")


def test_a_remark_that_goes_is_told() -> None:
    text = 'title = "a"\nrows = [\n    1, # первая\n    2,\n    3,\n]\n'
    made = patched(text, {"title": "a", "rows": [2, 3]})
    assert (content_of(made.text), made.comments_kept) == ({"title": "a", "rows": [2, 3]}, False)


def test_what_windows_editors_leave_is_no_obstacle() -> None:
    made = patched("\ufeff# запись\r\ntitle = 'a'\r\n", {"title": "б"})
    assert (made.text, made.comments_kept) == ('# запись\ntitle = "б"\n', True)


def test_unusual_toml_is_followed_or_written_anew() -> None:
    text = """# первая
a.b = 1
"имя с точкой.x" = '''два
слова''' # вторая
[c]
d = [[1, 2], [3]] # третья
[c.e]
f = { g.h = 1 }
"""
    content = content_of(text)
    content["a"]["b"] = 2
    content["c"]["d"][1] = [4, 5]
    content["c"]["e"]["f"]["g"]["h"] = date(2026, 4, 7)
    made = patched(text, content)
    assert content_of(made.text) == content
    assert made.comments_kept
    content["a"]["z"] = True
    assert content_of(patched(text, content).text) == content


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.integers(-1000, 1000) | st.booleans() | st.text(max_size=8) | st.decimals(-99, 99, places=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(VALUES)
def test_a_value_is_written_as_it_is_read(value: Any) -> None:
    assert content_of(f"x = {literal(value)}\n") == {"x": value}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SCHEMES), st.integers(0, 2**32), VALUES)
def test_any_edit_is_read_back_as_it_was_meant(path: Path, seed: int, value: Any) -> None:
    text, chance = path.read_text("utf-8"), random.Random(seed)  # noqa: S311 - a place to edit, no secret
    content = content_of(text)
    here: Any = content
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = chance.choice(keys)
        inner = here[key]
        if not isinstance(inner, (dict, list)) or not inner or chance.random() < 0.2:
            break
        here = inner
    if chance.random() < 0.3:
        del here[key]
    else:
        here[key] = value
    assert content_of(patched(text, content).text) == content
