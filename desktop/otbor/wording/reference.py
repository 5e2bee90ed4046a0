"""References of the languages of data files: their structure from the models, their words from TOML."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from otbor.domain.scheme import Scheme
from otbor.domain.scheme.base import Model
from otbor.domain.scheme.components import ComponentBase
from otbor.domain.scheme.order import KeyBase
from otbor.support.places import resources
from otbor.wording.templates import said

TAGS = ("source", "take", "by", "has", "gate")
"""Keys by which kinds of one thing are told apart."""
_AS_TEXT = {("Scheme", "scale")}
"""Keys that a file writes as the name of another file."""
_OR_ELSE = {("EventList", "events"): "file"}
"""Keys that the model needs and a file may have another one instead of."""
_KIND = ("Вид правила", "По этому ключу выбирается вид.")
"""Title and help of the keys by which kinds are told apart."""
_LIMITS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}
"""Limits as pydantic writes them beside a converted number, and as JSON Schema calls them."""


@dataclass(frozen=True)
class Words:
    """What is said of a part of a file; ``keys``: title, unit, help and example of each."""

    title: str
    about: str
    example: str
    keys: Mapping[str, tuple[str, str, str, str]]


@dataclass(frozen=True)
class Reference:
    """The language of a data file: ``root`` is the model of the whole, ``name`` the file of its words."""

    root: type[BaseModel]
    name: str

    @cached_property
    def words(self) -> Mapping[str, Words]:
        """Words by the name of the model."""
        text = (resources() / "wording" / f"{self.name}.toml").read_text("utf-8")
        return {
            name: Words(part["title"], part["about"], part.get("example", ""), _keys(part.get("keys", {})))
            for name, part in tomllib.loads(text).items()
        }

    @cached_property
    def parts(self) -> tuple[type[BaseModel], ...]:
        """Every model that a file is made of, in the order of the reference: a part stands after what it is part of."""
        found: dict[type[BaseModel], None] = {}

        def visit(model: type[BaseModel]) -> None:
            if model in found:
                return
            found[model] = None
            for key, field in model.model_fields.items():
                if (model.__name__, key) not in _AS_TEXT:
                    for inner in _models(field.annotation):
                        visit(inner)

        visit(self.root)
        return tuple(found)

    def key_words(self, model: type[BaseModel], key: str) -> tuple[str, str, str, str] | None:
        """Words of ``key``, of the model itself or of what it is made from; None for a key that tells kinds apart."""
        for kind in model.__mro__:
            if (part := self.words.get(kind.__name__)) and key in part.keys:
                return part.keys[key]
        if key in TAGS and get_origin(model.model_fields[key].annotation) is Literal:
            return None
        raise KeyError(f"{model.__name__}.{key} has no words")

    def text(self) -> str:
        """The whole reference as Markdown."""
        lines = [(resources() / "wording" / f"{self.name}_head.md").read_text("utf-8")]
        lines += [f"- [{self.words[model.__name__].title}](#{_anchor(model)})" for model in self.parts]
        for model in self.parts:
            lines += self._section(model)
        return "\n".join(lines) + "\n"

    def _section(self, model: type[BaseModel]) -> Iterator[str]:
        part = self.words[model.__name__]
        yield ""
        yield f'<a id="{_anchor(model)}"></a>'
        yield f"## {part.title}"
        yield ""
        yield part.about
        for base in (ComponentBase, KeyBase):
            if issubclass(model, base):
                yield ""
                yield self.words[base.__name__].about
        yield ""
        yield "| Ключ | Что это | Вид | По умолчанию | Смысл | Пример |"
        yield "|---|---|---|---|---|---|"
        for key, field in model.model_fields.items():
            yield self._line(model, key, field)
        yield ""
        yield "```toml"
        yield part.example.strip()
        yield "```"

    def _line(self, model: type[BaseModel], key: str, field: FieldInfo) -> str:
        told = self.key_words(model, key)
        if told is None:
            tag = get_args(field.annotation)[0]
            kind = f'всегда `"{tag}"`'
            return _row(f"`{key}`", _KIND[0], kind, "обязателен", _KIND[1], "")
        title, unit, help_, example = told
        as_text = (model.__name__, key) in _AS_TEXT
        kind = "текст" if as_text else self._kind(field.annotation, tuple(field.metadata))
        kind = f"{kind}; {unit}" if unit else kind
        instead = _OR_ELSE.get((model.__name__, key))
        default = f"обязателен без `{instead}`" if instead else _default(field)
        return _row(f"`{key}`", title, kind, default, help_, f"`{example}`")

    def _kind(self, kind: Any, limits: tuple[Any, ...] = ()) -> str:  # noqa: PLR0911 - one line a kind
        """The kind of a value in words."""
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._kind(inner[0], (*inner[1:], *limits))
        if origin in (Union, UnionType):
            kinds = [one for one in inner if one is not NoneType]
            told = [self._kind(one) for one in kinds] if len(kinds) == 1 else [self._short(one) for one in kinds]
            return " или ".join(dict.fromkeys(told)) + (_limits(limits) if len(told) == 1 else "")
        if origin is Literal:
            return ", ".join(f"`{_toml(one)}`" for one in inner)
        if origin is tuple:
            return f"перечень: {self._kind(inner[0])}"
        if origin is dict:
            return f"таблица: {self._kind(inner[0])} → {self._kind(inner[1])}"
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return f"[{self.words[kind.__name__].title}](#{_anchor(kind)})"
        if isinstance(kind, type) and issubclass(kind, Enum):
            return ", ".join(f"`{_toml(one.value)}`" for one in kind)
        return _SIMPLE[kind] + _limits(limits)

    def _short(self, kind: Any) -> str:
        """One of several kinds: by the value of the key that tells them apart, where there is one."""
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for key in TAGS:
                if key in kind.model_fields and get_origin(annotation := kind.model_fields[key].annotation) is Literal:
                    tags = ", ".join(f'{key} = "{tag}"' for tag in get_args(annotation))
                    return f"[{tags}](#{_anchor(kind)})"
        return self._kind(kind)

    def json_schema(self) -> dict[str, Any]:
        """JSON Schema of a file for editors: structure of the models, titles and help in Russian."""
        schema: dict[str, Any] = self.root.model_json_schema()
        definitions: dict[str, Any] = schema["$defs"]
        known = {model.__name__: model for model in self.parts}
        for model, key in _AS_TEXT:
            if model == self.root.__name__:
                schema["properties"][key] = {"type": "string"}
        for name in [name for name, one in definitions.items() if name not in known and "enum" not in one]:
            del definitions[name]
        for name, part in [(self.root.__name__, schema), *definitions.items()]:
            if name not in known:
                continue
            part["title"], part["description"] = self.words[name].title, self.words[name].about
            for key, entry in part["properties"].items():
                told = self.key_words(known[name], key)
                entry["title"], entry["description"] = (told[0], told[2]) if told else _KIND
        for (model, key), instead in _OR_ELSE.items():
            if model in definitions:
                definitions[model]["required"].remove(key)
                definitions[model]["oneOf"] = [{"required": [key]}, {"required": [instead]}]
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        written: dict[str, Any] = _as_written(schema)
        return written


def _as_written(node: Any) -> Any:
    """``node`` of a schema as a TOML file may write it: a number is no text, and there is no null."""
    if isinstance(node, list):
        return [_as_written(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _as_written(value) for key, value in node.items() if value is not None}
    for key, limit in _LIMITS.items():
        if key in made:
            made[limit] = _number(made.pop(key))
    if "anyOf" in made:
        kinds = [kind for kind in made.pop("anyOf") if kind != {"type": "null"}]
        if any(kind.get("type") == "number" for kind in kinds):
            kinds = [kind for kind in kinds if kind != {"type": "string"}]
        made |= kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if made.get("type") == "number" and "default" in made:
        made["default"] = _number(made["default"])
    return made


def _number(told: str | float) -> int | float:
    """A Decimal, which pydantic writes as text, as JSON has numbers."""
    number = Decimal(told)
    return int(number) if number == int(number) else float(number)


SCHEME = Reference(Scheme, "scheme_reference")


def _keys(table: Mapping[str, list[str]]) -> dict[str, tuple[str, str, str, str]]:
    return {key: (title, unit, help_, example) for key, (title, unit, help_, example) in table.items()}


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for inner in get_args(kind):
        yield from _models(inner)


def _anchor(model: type[BaseModel]) -> str:
    return model.__name__.lower()


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "обязателен"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, Model):
        given = ", ".join(
            f"{key} = {_toml(getattr(value, key))}" for key in type(value).model_fields if key in value.model_fields_set
        )
        return f"`{{ {given} }}`" if given else "см. этот раздел"
    return "нет" if value is None or value in ((), {}, "") else f"`{_toml(value)}`"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


_SIMPLE: Mapping[Any, str] = {
    str: "текст",
    int: "целое число",
    bool: "`true` или `false`",
    Decimal: "число",
    date: "дата",
}


def _limits(limits: tuple[Any, ...]) -> str:
    told = []
    for sign, word in (("gt", "больше"), ("ge", "от"), ("le", "до")):
        for limit in _each(limits):
            value = getattr(limit, sign, None)
            if value is not None and abs(value) < Decimal(1_000_000):
                told.append(f"{word} {said(value)}")
    return f" ({', '.join(dict.fromkeys(told))})" if told else ""


def _each(limits: tuple[Any, ...]) -> Iterator[Any]:
    for limit in limits:
        yield from limit.metadata if isinstance(limit, FieldInfo) else (limit,)
