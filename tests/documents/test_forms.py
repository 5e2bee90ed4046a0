"""Wording files: what is shipped can be filled, what the school edits is checked."""

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from otbor import documents
from otbor.domain.findings import Refused, Severity
from otbor.support.places import resources
from otbor.wording import forms, names
from otbor.wording.declension import Case
from otbor.wording.filters import FILTERS, FORMS
from otbor.wording.findings import sentence
from otbor.wording.texts import compiled


def shipped(name: str) -> str:
    return (resources() / "forms" / f"{name}.toml").read_text("utf-8")


@pytest.mark.parametrize("name", forms.names())
def test_a_shipped_form_has_no_faults(name: str) -> None:
    assert forms.check(name, shipped(name)) == ()
    assert forms.form(name).version >= 1


@pytest.mark.parametrize("name", sorted(set(forms.names()) - {"common"}))
def test_no_placeholder_is_explained_that_no_text_uses(name: str) -> None:
    form = tomllib.loads(shipped(name))
    used = set().union(*(compiled(text).names for text in form["texts"].values()))
    assert set(form["placeholders"]) - used <= {"number", "date", "campaign"}


def test_every_filter_is_explained_to_who_edits_a_text_and_no_other() -> None:
    told = set(forms.explained("receipt").filters)
    written = {name for name in told if re.fullmatch(FORMS, name)}  # three forms of a word as an example
    assert len(written) == 1
    assert told - written == FILTERS.keys()


SPEECHLESS = sorted(
    path
    for path in Path(documents.__file__).parent.rglob("*.py")
    if path.name
    not in {"samples.py", "text.py", "fonts.py", "pdfa.py"}  # invented people, rules of line ends, our name
)


@pytest.mark.parametrize("path", SPEECHLESS, ids=lambda path: path.stem)
def test_no_word_of_a_paper_stands_in_code(path: Path) -> None:
    """A school edits what its papers say; what the code said, it could not."""
    assert [text for text in texts(ast.parse(path.read_text("utf-8"))) if re.search("[А-яЁё]", text)] == []


def texts(tree: ast.AST) -> Iterator[str]:
    """Every text of the code that is no docstring."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.mark.parametrize(
    ("old", "new", "expected", "severity"),
    [
        ("Ребёнок: {child}", "Ребёнок: {kid}", "form.unknown_placeholder", Severity.FORBIDS),
        ("{number}. Заявление", "Заявление", "", None),
        ("Заявление подано {filed_at}.", "", "form.unused_placeholder", Severity.WARNS),
        ("{child}", "{child.name}", "form.bad_placeholder", Severity.FORBIDS),
        ("{child}", "{child|upper}", "form.unknown_filter", Severity.FORBIDS),
        ("{sheets|листе/листах/листах}", "{sheets|листе/листах}", "form.bad_placeholder", Severity.FORBIDS),
        ("{sheets|листе/листах/листах}", "л.", "", None),
        ("{child}", "{% if child %}{child}", "form.bad_syntax", Severity.FORBIDS),
        ("{child}", "{% if kid %}{child}{% endif %}", "form.unknown_placeholder", Severity.FORBIDS),
        ("{child}", "{% if child %}{self}{range}{% endif %}", "form.unknown_placeholder", Severity.FORBIDS),
        ("{child}", "{% for c in child() %}{% endfor %}", "form.forbidden", Severity.FORBIDS),
        ("{child}", "{% if groups %}{child|dative}{% endif %}", "", None),
        ('day = "{day}"\n', "", "form.missing_text", Severity.FORBIDS),
        ("period =", "periods =", "form.unknown_text", Severity.FORBIDS),
        ("version = 1", "", "form.not_a_form", Severity.FORBIDS),
        ('day = "{day}"', "day = {day}", "form.unreadable", Severity.FORBIDS),
    ],
)
def test_the_checker_names_a_fault(old: str, new: str, expected: str, severity: Severity | None) -> None:
    source = shipped("receipt")
    assert old in source
    found = {f.id: f for f in forms.check("receipt", source.replace(old, new))}
    if not expected:
        assert all(f.severity is Severity.WARNS for f in found.values())
        return
    assert found[expected].severity is severity
    assert sentence(found[expected])


def test_the_schools_copy_wins_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    copy = tmp_path / "forms" / "receipt.toml"
    edited = shipped("receipt").replace("РАСПИСКА", "Р А С П И С К А").replace("version = 1", "version = 7")
    copy.write_text(edited, "utf-8")
    own = forms.form("receipt", tmp_path)
    assert own.words()("kind") == "Р А С П И С К А"
    assert own.label == "receipt/7"
    assert forms.form("receipt").words()("kind") == "РАСПИСКА"
    copy.write_text(shipped("receipt").replace("{child}", "{kid}"), "utf-8")
    with pytest.raises(Refused):
        forms.form("receipt", tmp_path)


def test_a_text_that_its_values_do_not_fit_is_refused_by_name() -> None:
    text = shipped("receipt").replace("{number}. Заявление", "{number|long_date}. Заявление")
    with pytest.raises(Refused) as refused:
        forms.parsed("receipt", text).words({"number": "1"})("received")
    (finding,) = refused.value.findings
    assert (finding.id, finding.where) == ("form.unfillable", "receipt: received")
    assert "receipt: received" in sentence(finding)


def test_a_value_that_belongs_to_another_text_is_named() -> None:
    text = shipped("receipt").replace("Расписка в получении", "{child} {% if campaign %}{% endif %}")
    with pytest.raises(Refused) as refused:
        forms.parsed("receipt", text).words({"number": "1"})("title")
    assert [(f.id, f.values["name"]) for f in refused.value.findings] == [("form.no_value", ["campaign", "child"])]


def test_a_form_declines_names_as_somebody_said() -> None:
    form = forms.parsed("receipt", shipped("receipt").replace("№ {number}", "{child|dative}"))
    overrides = {"Нгуен Ван Ань": {Case.DATIVE: "Нгуену Ван Аню"}}
    assert form.declining(overrides).words({"child": "Нгуен Ван Ань"})("title").endswith("Нгуену Ван Аню")
    assert form.words({"child": "Нгуен Ван Ань"})("title").endswith("Нгуен Ван Ань")


def test_data_never_make_a_paragraph_or_a_placeholder() -> None:
    words = forms.form("receipt").words({"number": "1\n2 {child}", "date": date(2026, 5, 1)})
    assert words("title") == "Расписка в получении документов № 1 2 {child}"


def test_names() -> None:
    assert names.short_name("Иванова", "Анна-Мария", "Петровна").replace("\u00a0", " ") == "Иванова А.-М. П."
    assert names.signature_name("Оглы", "Ян").replace("\u00a0", " ") == "Я. Оглы"
    assert names.full_name("Фон Дервиз", "Пётр") == "Фон Дервиз Пётр"
