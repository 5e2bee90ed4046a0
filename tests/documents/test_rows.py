"""Lists of a paper are given to its texts as rows, are explained with their fields, and a school's wording may loop."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from otbor.documents.samples import sample, sample_issue
from otbor.domain.findings import Refused, Severity
from otbor.support.places import resources
from otbor.wording import forms

PAPERS = sorted(set(forms.names()) - {forms.COMMON})
ISSUE = sample_issue("ГОСТ Р 7.0.97-2025")
CODES = {"outcome", "depth"}  # a word of the program, what a text has no use for
FIELD = re.compile(r"([a-z]\w*) — [^,()]*(?:\(([^)]*)\))?")  # «name — имя», «people — участники (number — номер)»


@dataclass(frozen=True)
class Asked(forms.Form):
    """A form that keeps the values that its paper gives to all texts."""

    given: dict[str, Any] = field(default_factory=dict)

    def words(self, values: Mapping[str, Any] | None = None) -> forms.Words:
        self.given.update(values or {})
        return super().words(values)


def kind_of(name: str) -> ModuleType:
    return import_module(f"otbor.documents.{name}")


def source(name: str) -> str:
    return (resources() / "forms" / f"{name}.toml").read_text("utf-8")


def explained(name: str, table: str) -> dict[str, str]:
    """What the form explains to who edits it."""
    found: dict[str, str] = tomllib.loads(source(name)).get(table, {})
    return found


def columns(told: str) -> dict[str, list[str]]:
    """The fields of a row that an explanation names, each with the fields of its own rows."""
    return {name: [inner for inner, _ in FIELD.findall(rows)] for name, rows in FIELD.findall(told)}


@cache
def given(name: str) -> dict[str, Any]:
    """The values that every text of the paper may ask for, with sample data."""
    shipped = forms.form(name)
    asked = Asked(shipped.name, shipped.version, shipped.texts, shipped.overrides)
    kind_of(name).render(sample(kind_of(name)), ISSUE, asked)
    return asked.given


ROWS = [(name, key) for name in PAPERS for key in explained(name, "rows")]


@pytest.mark.parametrize("name", PAPERS)
def test_every_list_is_explained_and_no_other(name: str) -> None:
    lists = {key for key, value in given(name).items() if isinstance(value, tuple)}
    assert lists <= explained(name, "rows").keys() | explained(name, "placeholders").keys()
    assert explained(name, "rows").keys() <= lists


LEFT_OUT = {  # counts with the reason why one is hidden; pairs without names
    ("founder_report", "lines"),
    ("founder_report", "total"),
    ("expertise_sheet", "rejected"),
    ("inventory", "documents"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_every_list_of_the_data_goes_to_the_texts(name: str) -> None:
    data = sample(kind_of(name))
    kept = {f.name for f in fields(data) if isinstance(getattr(data, f.name), tuple)}
    lacking = {field for field in kept if getattr(data, field) not in given(name).values()}
    assert lacking == {field for paper, field in LEFT_OUT if paper == name}


@pytest.mark.parametrize(("name", "key"), ROWS)
def test_the_explained_fields_are_those_of_the_rows(name: str, key: str) -> None:
    told, row = columns(explained(name, "rows")[key]), given(name)[key][0]
    assert bool(told) is not isinstance(row, str)
    assert told.keys() == named(row)
    for title, inner in told.items():
        assert not inner or set(inner) == named(getattr(row, title)[0])


def named(row: Any) -> set[str]:
    """The fields of a row that a text may show to people: no words of the program, no rows without names."""
    if not is_dataclass(row):
        return set()
    shown = {f.name: getattr(row, f.name) for f in fields(row) if f.name not in CODES}
    pairs = {name for name, value in shown.items() if isinstance(value, tuple) and value and type(value[0]) is tuple}
    return {n for n, value in shown.items() if not isinstance(value, Enum) and not is_dataclass(value)} - pairs


@pytest.mark.parametrize(("name", "key"), ROWS)
def test_a_text_of_the_school_goes_through_the_list(name: str, key: str) -> None:
    told = columns(explained(name, "rows")[key])
    shown = "".join(
        f"{{% for one in row.{title} %}}{''.join(f'{{one.{i}}}' for i in inner)}{{% endfor %}}"
        if inner
        else f"{{row.{title}}}"
        for title, inner in told.items()
    )
    loop = f"{{% for row in {key} %}}<{{loop.index}}: {shown or '{row}'}>{{% endfor %}}"
    text = with_title(name, loop)
    assert [finding for finding in forms.check(name, text) if finding.severity is Severity.FORBIDS] == []
    paper = kind_of(name).render(sample(kind_of(name)), ISSUE, forms.parsed(name, text))
    assert f"<{len(given(name)[key])}: " in paper.title


@pytest.mark.parametrize("text", ["{attached}", "{attached|semicolons}", "{% if attached %}{attached}{% endif %}"])
def test_a_row_as_a_whole_is_no_text(text: str) -> None:
    wording = forms.parsed("receipt", with_title("receipt", text))
    with pytest.raises(Refused) as refused:
        kind_of("receipt").render(sample(kind_of("receipt")), ISSUE, wording)
    assert refused.value.finding.id == "form.unfillable"


def with_title(name: str, text: str) -> str:
    """The shipped form with another text for what the file calls itself."""
    return re.sub(r'^(title\w*) = ".*"$', lambda found: f"{found[1]} = '{text}'", source(name), flags=re.MULTILINE)
