"""The reference of the language: fresh, whole, and every example of it is a right piece of a scheme."""

import tomllib
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter

from installers.scheme_reference import texts
from otbor.domain.scheme import parse_scheme
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
