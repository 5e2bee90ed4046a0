"""The reference of the language: fresh, whole, and every example of it is a right piece of a scheme."""

import json
import re
import tomllib
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter

from installers.scheme_reference import texts
from otbor.domain.scheme import parse_scheme
from otbor.support.places import resources
from otbor.wording.reference import SCHEME
from tests import golden

PARTS = {model.__name__: model for model in SCHEME.parts}
CONTEXT = {"subjects": golden.subjects()}


def parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def test_the_files_are_what_the_models_say() -> None:
    for path, text in texts().items():
        assert path.read_text("utf-8") == text, f"{path.name} is stale: run installers/scheme_reference.py"


def test_every_part_and_key_has_words_and_no_word_is_without_its_key() -> None:
    known = {base.__name__ for model in PARTS.values() for base in model.__mro__}
    assert PARTS.keys() <= SCHEME.words.keys() <= known
    for model in PARTS.values():
        for key in model.model_fields:
            SCHEME.key_words(model, key)
    for name, part in SCHEME.words.items():
        owners = [model for model in PARTS.values() if name in {base.__name__ for base in model.__mro__}]
        assert all(set(part.keys) <= set(owner.model_fields) for owner in owners), name


@pytest.mark.parametrize("name", PARTS)
def test_the_example_of_a_part_is_right(name: str) -> None:
    PARTS[name].model_validate(parsed(SCHEME.words[name].example), context=CONTEXT)


def fits(value: Any, schema: Any, whole: Any) -> bool:
    """Whether an editor would take ``value`` by ``schema``: as much of JSON Schema as ours needs, and no more."""
    if "$ref" in schema:
        return fits(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole)
    known = {
        "$defs",
        "$schema",
        "title",
        "description",
        "default",
        "discriminator",
        "pattern",
        "format",
        "propertyNames",
    }
    checks = {name: schema[name] for name in sorted(schema.keys() - known, key=lambda name: name != "type")}
    return all(FITS[name](value, said, schema, whole) for name, said in checks.items())


TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": (str, date), "number": (int, Decimal), "integer": int, "boolean": bool,
}  # fmt: skip
FITS: dict[str, Any] = {
    "type": lambda v, said, *_: isinstance(v, TYPES[said]) and (said == "boolean" or not isinstance(v, bool)),
    "const": lambda v, said, *_: v == said,
    "enum": lambda v, said, *_: v in said,
    "minimum": lambda v, said, *_: not isinstance(v, (int, Decimal)) or v >= said,
    "exclusiveMinimum": lambda v, said, *_: not isinstance(v, (int, Decimal)) or v > said,
    "maximum": lambda v, said, *_: not isinstance(v, (int, Decimal)) or v <= said,
    "minLength": lambda v, said, *_: len(v) >= said,
    "minItems": lambda v, said, *_: len(v) >= said,
    "minProperties": lambda v, said, *_: len(v) >= said,
    "required": lambda v, said, *_: set(said) <= v.keys(),
    "items": lambda v, said, _, whole: all(fits(one, said, whole) for one in v),
    "properties": lambda v, said, _, whole: all(fits(v[name], said[name], whole) for name in said.keys() & v.keys()),
    "additionalProperties": lambda v, said, own, whole: all(
        said is not False and fits(v[name], said, whole) for name in v.keys() - own.get("properties", {}).keys()
    ),
    "patternProperties": lambda v, said, _, whole: all(
        fits(v[name], one, whole) for pattern, one in said.items() for name in v if re.search(pattern, name)
    ),
    "anyOf": lambda v, said, _, whole: any(fits(v, one, whole) for one in said),
    "oneOf": lambda v, said, _, whole: sum(fits(v, one, whole) for one in said) == 1,
}
SCHEMES = resources() / "schemes"
READY = sorted(path.name for path in SCHEMES.glob("*.toml"))
LISTED = 'lists = [{ id = "l", title = "Т", file = "min" }]\n'


@pytest.mark.parametrize("name", READY)
def test_an_editor_takes_every_ready_file(name: str) -> None:
    schema = "mapping" if name.endswith(".mapping.toml") else "scheme"
    whole = json.loads((SCHEMES / f"{schema}.schema.json").read_text("utf-8"))
    assert fits(parsed((SCHEMES / name).read_text("utf-8")), whole, whole)


@pytest.mark.parametrize(
    ("right", "wrong", "taken"),
    [
        ("maximum = 20", "maximum = 20.5", True),
        ("maximum = 20", 'maximum = "20"', False),
        ("maximum = 20", "maximum = 0", False),
        ("points = 20", "points = true", False),
        ("grade = 8", "grade = 8\ncolour = 1", False),
        ("grade = 8", "grade = 12", False),
        ("grade = 8", f"grade = 8\n{LISTED}", True),
        ("grade = 8", "grade = 8\n" + LISTED.replace(', file = "min"', ""), False),
        ('take = "all"', 'take = "every"', False),
    ],
)
def test_an_editor_takes_what_the_program_takes(right: str, wrong: str, taken: bool) -> None:
    text = (SCHEMES / "licey8.toml").read_text("utf-8")
    whole = json.loads((SCHEMES / "scheme.schema.json").read_text("utf-8"))
    assert right in text
    assert fits(parsed(text.replace(right, wrong, 1)), whole, whole) == taken


KEYS = [(model, key) for model in PARTS.values() for key in model.model_fields if SCHEME.key_words(model, key)]


@pytest.mark.parametrize(("model", "key"), KEYS, ids=[f"{model.__name__}.{key}" for model, key in KEYS])
def test_the_example_of_a_key_is_right(model: type[BaseModel], key: str) -> None:
    told = SCHEME.key_words(model, key)
    assert told is not None
    example = parsed(told[3])
    assert list(example) == [key]
    if key != "scale":
        field = model.model_fields[key]
        annotated: Any = Annotated[field.annotation, field]
        TypeAdapter(annotated).validate_python(example[key], strict=True, context=CONTEXT)


def test_the_example_of_a_scheme_is_a_scheme() -> None:
    text = SCHEME.words["Scheme"].example
    assert parse_scheme(text, "example.toml", golden.subjects()).group("10Т").seats == 25
