"""Loops and conditions of a form's text, by Jinja in a sandbox of ours: what is not named here is refused.

A text may ask for values, compare them, choose by them and repeat itself for the rows of a list, two lists deep; it
calls nothing, counts nothing, and sees of a row only its fields.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2.exceptions import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import SandboxedEnvironment

from otbor.wording.declension import Overrides
from otbor.wording.filters import FILTERS, FORMS, Filter, shown, word_for
from otbor.wording.prepared import BadTextError, Text

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter, nodes.Getattr,
    nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_OF_A_LOOP = frozenset({"first", "last", "index", "length"})
_DEEPEST = 30  # blocks and expressions one in another: more is no text for people
_LOOPS = 2  # one in another: rows of rows, and no more work than a paper has data
_OVERRIDES = "_overrides"  # a text cannot ask for a name with this beginning
_WORD = "_word"  # the filter that the three forms of a word are handed to
_WORDS = re.compile(rf"(\{{[^{{}}%#]*?\|)({FORMS})(?=[|}}])")


class _Sandbox(SandboxedEnvironment):
    """Sees fields of rows and the state of a loop, nothing else of any value."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext) and attribute in _OF_A_LOOP:
            return getattr(obj, attribute)
        if is_dataclass(obj) and attribute in {field.name for field in fields(obj)}:
            return getattr(obj, attribute)
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        raise TypeError(f"{type(obj).__name__} has no field {attribute}")


def _shown(value: Any) -> Any:
    if isinstance(value, Undefined):
        return value  # raises where it is put in
    if is_dataclass(value) or isinstance(value, (Mapping, LoopContext)):
        raise TypeError(f"{value!r} is a whole row, not a field of one")
    return shown(value)


def _with_overrides(one: Filter) -> Any:
    @pass_context
    def asked(context: Context, value: Any) -> str:
        if isinstance(value, Undefined):
            str(value)  # raises, naming it
        return one(value, context[_OVERRIDES])

    return asked


@pass_context
def _word_for(context: Context, value: Any, forms: str) -> Any:
    return _with_overrides(word_for(forms))(context, value)


def _environment() -> _Sandbox:
    environment = _Sandbox(
        variable_start_string="{",
        variable_end_string="}",
        trim_blocks=True,  # a line of its own with {% … %} leaves no empty paragraph
        lstrip_blocks=True,
        undefined=StrictUndefined,
        autoescape=False,  # texts of paper: nothing in them is markup
        finalize=_shown,
    )
    environment.globals.clear()
    environment.tests.clear()
    environment.filters = {name: _with_overrides(one) for name, one in FILTERS.items()}
    environment.filters[_WORD] = _word_for
    return environment


_JINJA = _environment()


def sandboxed(source: str) -> Text:
    """``source`` made ready; raises :class:`BadTextError` for what cannot be read, and for what a text must not do."""
    try:
        tree = _JINJA.parse(_WORDS.sub(rf'\1{_WORD}("\2")', source))
    except TemplateSyntaxError as error:
        raise BadTextError("form.bad_syntax", error.lineno) from None
    except (RecursionError, ValueError):  # brackets without end, a number of thousands of digits
        raise BadTextError("form.bad_syntax", 1) from None
    names: set[str] = set()
    _vet(tree, frozenset(), names, depth=0, loops=0)
    try:
        template = _JINJA.from_string(tree)
    except TemplateSyntaxError as error:
        raise BadTextError("form.bad_syntax", error.lineno) from None

    def fill(values: Mapping[str, Any], overrides: Overrides) -> str:
        try:
            return template.render({**values, _OVERRIDES: overrides})
        except UndefinedError as error:
            raise KeyError(str(error)) from None
        except TemplateError as error:
            raise ValueError(str(error)) from None

    return Text(frozenset(names), fill)


def _vet(node: nodes.Node, rows: frozenset[str], names: set[str], *, depth: int, loops: int) -> None:
    """Refuse what is not allowed below ``node``; collect into ``names`` the values asked for.

    ``rows`` are the names that loops around the node give.
    """
    if depth > _DEEPEST or type(node) not in _ALLOWED:
        raise BadTextError("form.forbidden", node.lineno or 1)
    if isinstance(node, nodes.For):
        _vet_loop(node, rows, names, depth=depth, loops=loops)
        return
    if isinstance(node, nodes.Filter):
        _vet_filter(node)
    elif isinstance(node, nodes.Getattr):
        of_a_row = isinstance(node.node, nodes.Name) and node.node.name in rows
        if not of_a_row or node.attr.startswith("_"):
            raise BadTextError("form.forbidden", node.lineno)
    elif isinstance(node, nodes.Name) and node.name not in rows:
        if node.name.startswith("_"):
            raise BadTextError("form.forbidden", node.lineno)
        names.add(node.name)
    for child in node.iter_child_nodes():
        _vet(child, rows, names, depth=depth + 1, loops=loops)


def _vet_filter(node: nodes.Filter) -> None:
    if node.name == _WORD and _is_word(node):
        return
    if node.name not in FILTERS:
        raise BadTextError("form.unknown_filter", node.lineno, node.name)
    if node.node is None or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        raise BadTextError("form.forbidden", node.lineno)


def _is_word(node: nodes.Filter) -> bool:
    """Whether nothing but three forms of a word is handed to the filter."""
    match node.args:
        case [nodes.Const(value=str(forms))] if not (node.kwargs or node.dyn_args or node.dyn_kwargs):
            return node.node is not None and re.fullmatch(FORMS, forms) is not None
    return False


def _vet_loop(node: nodes.For, rows: frozenset[str], names: set[str], *, depth: int, loops: int) -> None:
    target, over = node.target, node.iter
    if node.recursive or loops == _LOOPS or not isinstance(target, nodes.Name) or target.name.startswith("_"):
        raise BadTextError("form.forbidden", node.lineno)
    if not isinstance(over, (nodes.Name, nodes.Getattr)):
        raise BadTextError("form.forbidden", node.lineno)
    _vet(over, rows, names, depth=depth + 1, loops=loops)
    inside = rows | {target.name}
    if node.test is not None:
        _vet(node.test, inside, names, depth=depth + 1, loops=loops)
    for child in node.body:
        _vet(child, inside | {"loop"}, names, depth=depth + 1, loops=loops + 1)
    for child in node.else_:
        _vet(child, rows, names, depth=depth + 1, loops=loops)
