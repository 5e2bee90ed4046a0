"""Texts of forms: what they may say is filled, what they must not do is refused."""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otbor.wording.declension import Case
from otbor.wording.prepared import BadTextError
from otbor.wording.texts import compiled


@dataclass(frozen=True)
class Paper:
    """A row of a list."""

    title: str
    sheets: int

    def secret(self) -> str:
        """What no text may reach."""
        return "secret"


VALUES: Mapping[str, Any] = {
    "name": "Иванова Мария Петровна",
    "day": date(2026, 6, 5),
    "count": 21,
    "points": Decimal("12.5"),
    "papers": (Paper("Диплом\nпобедителя", 2), Paper("{name}", 1)),
    "groups": ("8Ф", "8И"),
    "kind": "приёмная комиссия",
    "nothing": None,
}
LOOP = """\
Документы:
{% for paper in papers %}
{loop.index}. {paper.title}, листов: {paper.sheets}{% if not loop.last %};{% endif %}

{% endfor %}
Всё."""


def filled(source: str) -> str:
    return compiled(source).fill(VALUES, {}).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Кому: {name|dative}.", "Кому: Ивановой Марии Петровне."),
        ("апелляция {name|genitive|short_name}", "апелляция Ивановой М. П."),
        ("{name|accusative} {name|instrumental}", "Иванову Марию Петровну Ивановой Марией Петровной"),
        ("{count} ({count|words}), {points|words}", "21 (двадцать один), двенадцать целых пять десятых"),
        ("{day}, {day|long_date}", "05.06.2026, 5 июня 2026 г."),
        ("{count|words_feminine} копия, {count|words_neuter} дело", "двадцать одна копия, двадцать одно дело"),
        ("{groups|semicolons|capital}, {kind|capital}", "8Ф; 8И, Приёмная комиссия"),
        ("{day|words}", "пятое июня две тысячи двадцать шестого года"),
        (
            "{count|лист/листа/листов}: {count} ({count|words}) {count|лист/листа/листов}",
            "лист: 21 (двадцать один) лист",
        ),
        (
            "{% for p in papers %}{p.sheets} {p.sheets|рабочий день/рабочих дня/рабочих дней};{% endfor %}",
            "2 рабочих дня;1 рабочий день;",
        ),
        ("{groups}; {nothing}", "8Ф, 8И; —"),
        ("{groups|semicolons}", "8Ф; 8И"),
        ("{% if groups %}{groups|semicolons}{% endif %}", "8Ф; 8И"),
        ("{% if count > 20 and name %}много{% elif count %}мало{% else %}ничего{% endif %}", "много"),
        ("{% for group in groups %}{group}{% if not loop.last %}, {% endif %}{% endfor %}", "8Ф, 8И"),
        ("{% for p in papers if p.sheets > 1 %}{p.title|short_name}{% else %}нет{% endfor %}", "Диплом п."),
        ("{% if nothing %}{name}{% endif %}{# для себя #}", ""),
        ("{% if count == 21 %}{name|dative}{% endif %}", "Ивановой Марии Петровне"),
        ("{% raw %}{name}{% endraw %}", "{name}"),
        (LOOP, "Документы:\n1. Диплом победителя, листов: 2;\n2. {name}, листов: 1\nВсё."),
    ],
)
def test_a_text_is_filled(source: str, expected: str) -> None:
    assert filled(source) == expected


def test_no_line_ends_between_a_number_and_its_word() -> None:
    assert compiled("{count} {count|лист/листа/листов}").fill(VALUES, {}) == "21\u00a0лист"
    assert compiled("{% if 1 %}{count} {count|лист/листа/листов}{% endif %}").fill(VALUES, {}) == "21\u00a0лист"


def test_a_text_names_the_values_that_it_asks_for() -> None:
    assert compiled("{name|dative} {day}").names == {"name", "day"}
    assert compiled("{% for p in papers %}{p.title}{name}{% endfor %}{% if count %}{% endif %}").names == {
        "papers",
        "name",
        "count",
    }


@pytest.mark.parametrize("source", ["{name|dative}", "{% if name %}{name|dative}{% endif %}"])
def test_a_name_declines_as_somebody_said(source: str) -> None:
    overrides = {VALUES["name"]: {Case.DATIVE: "Ивановой Маше"}}
    assert compiled(source).fill(VALUES, overrides) == "Ивановой Маше"


@pytest.mark.parametrize(
    ("source", "rule", "line"),
    [
        ("{name.title}", "form.bad_placeholder", 1),
        ("a\n{ name }", "form.bad_placeholder", 2),
        ("{name", "form.bad_placeholder", 1),
        ("a\nb}", "form.bad_placeholder", 2),
        ("{{ ''.__class__ }}", "form.bad_placeholder", 1),
        ("{name!r} {name:>10} {}", "form.bad_placeholder", 1),
        ("{name|upper}", "form.unknown_filter", 1),
        ("{count|лист/листов}", "form.bad_placeholder", 1),
        ("{count|лист/листа/листов/лист}", "form.bad_placeholder", 1),
        ("{% if count %}{count|лист/листов}{% endif %}", "form.forbidden", 1),
        ("{% if count %}{count|_word(name)}{% endif %}", "form.unknown_filter", 1),
        ("a\n{% if name %}\n{name|attr('x')}{% endif %}", "form.unknown_filter", 3),
        ("a\n{% if %}", "form.bad_syntax", 2),
        ("{% if name %}", "form.bad_syntax", 1),
        ("{% for loop in papers %}{% endfor %}", "form.bad_syntax", 1),
        ("{% if " + "(" * 9000 + ")" * 9000 + " %}{% endif %}", "form.bad_syntax", 1),
        ("{% if " + "9" * 9000 + " %}{% endif %}", "form.bad_syntax", 1),
        ("{% if name %}{{ ''.__class__ }}{% endif %}", "form.bad_syntax", 1),
        ("{% if name.__class__ %}{% endif %}", "form.forbidden", 1),
        ("a\n{% for p in papers %}\n{p.__class__.__mro__}{% endfor %}", "form.forbidden", 3),
        ("{% for p in papers %}{p.secret()}{% endfor %}", "form.forbidden", 1),
        ("{% for i in range(10**9) %}x{% endfor %}", "form.forbidden", 1),
        ("{% for i in 'abc' %}x{% endfor %}", "form.forbidden", 1),
        ("{% if 10**9**9 %}{% endif %}", "form.forbidden", 1),
        ("{% if 'x' * 10 %}{% endif %}", "form.forbidden", 1),
        ("{% if name ~ name %}{% endif %}", "form.forbidden", 1),
        ("{% if papers[0] %}{% endif %}", "form.forbidden", 1),
        ("{% if name is defined %}{% endif %}", "form.forbidden", 1),
        ("{% if name|dative(1) %}{% endif %}", "form.forbidden", 1),
        ("{% if _overrides %}{% endif %}", "form.forbidden", 1),
        ("{% for _x in papers %}{% endfor %}", "form.forbidden", 1),
        ("{% set x = name %}", "form.forbidden", 1),
        ("{% macro m() %}{% endmacro %}", "form.forbidden", 1),
        ("{% include 'receipt' %}", "form.forbidden", 1),
        ("{% import 'os' as os %}", "form.forbidden", 1),
        ("{% extends 'x' %}", "form.forbidden", 1),
        ("{% block x %}{% endblock %}", "form.forbidden", 1),
        ("{% filter dative %}x{% endfilter %}", "form.forbidden", 1),
        ("{% autoescape true %}{% endautoescape %}", "form.forbidden", 1),
        ("{% for p in papers recursive %}{% endfor %}", "form.forbidden", 1),
        ("{% for a, b in papers %}{% endfor %}", "form.forbidden", 1),
        ("{% for a in papers %}" * 3 + "{% endfor %}" * 3, "form.forbidden", 1),
        ("{% if name %}" * 200 + "{% endif %}" * 200, "form.forbidden", 1),
        ("{% if " + "name and " * 200 + "name %}{% endif %}", "form.forbidden", 1),
    ],
)
def test_what_a_text_must_not_do_is_refused_with_its_line(source: str, rule: str, line: int) -> None:
    with pytest.raises(BadTextError) as refused:
        compiled(source)
    assert (refused.value.rule, refused.value.line) == (rule, line)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{kid}", KeyError),
        ("{% if kid %}{% endif %}", KeyError),
        ("{% if name %}{kid}{% endif %}", KeyError),
        ("{% if name %}{range}{cycler}{% endif %}", KeyError),
        ("{% for p in papers %}{p.secret}{% endfor %}", TypeError),
        ("{% for p in papers %}{p.pages}{% endfor %}", TypeError),
        ("{% for p in papers %}{p}{% endfor %}", TypeError),
        ("{% for p in papers %}{loop}{% endfor %}", TypeError),
        ("{name|words}", TypeError),
        ("{day|words_neuter}", TypeError),
        ("{name|лист/листа/листов}", TypeError),
        ("{points|балл/балла/баллов}", TypeError),
        ("{% if name %}{kid|лист/листа/листов}{% endif %}", KeyError),
        ("{count|dative}", TypeError),
        ("{count|long_date}", TypeError),
        ("{% if name > count %}{% endif %}", TypeError),
        ("{% for c in count %}{% endfor %}", TypeError),
    ],
)
def test_what_a_value_is_not_cannot_be_made_of_it(source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        compiled(source).fill(VALUES, {})


@given(st.text(alphabet="{}%|#ab \n'\"_.()[]0:ifdnor", max_size=40))
def test_any_text_is_filled_or_refused(source: str) -> None:
    with suppress(BadTextError, KeyError, TypeError):
        compiled(source).fill({"a": "x", "b": ("y", "z")}, {})


@given(st.text(max_size=60))
def test_a_value_is_never_read_as_a_text(value: str) -> None:
    expected = " ".join(value.splitlines())
    assert compiled("{a}").fill({"a": value}, {}) == expected
    assert compiled("{% if 1 %}{a}{% endif %}").fill({"a": value}, {}) == expected


def test_a_text_with_placeholders_alone_costs_microseconds() -> None:
    text = compiled("{name}, {day}, {count}: " * 5)
    start = time.perf_counter()
    for _ in range(500):
        text.fill(VALUES, {})
    assert time.perf_counter() - start < 0.5
