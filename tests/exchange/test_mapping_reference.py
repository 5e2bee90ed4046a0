"""The reference of mapping files: whole, its examples are right, and it names words of every state."""

import tomllib
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter

from installers.scheme_reference import MAPPING, SCHEMES
from otbor.domain.values import State
from otbor.exchange.score_mapping import ScoreMapping
from otbor.exchange.words import fold, words

PARTS = {model.__name__: model for model in MAPPING.parts}
TEXT = MAPPING.text()
KEYS = [(model, key) for model in PARTS.values() for key in model.model_fields]


def test_every_part_and_key_has_words_and_no_word_is_without_its_key() -> None:
    assert PARTS.keys() == MAPPING.words.keys()
    assert all(MAPPING.words[name].keys.keys() == model.model_fields.keys() for name, model in PARTS.items())


@pytest.mark.parametrize("name", PARTS)
def test_the_example_of_a_part_is_right(name: str) -> None:
    PARTS[name].model_validate(tomllib.loads(MAPPING.words[name].example))


@pytest.mark.parametrize(("model", "key"), KEYS, ids=[f"{model.__name__}.{key}" for model, key in KEYS])
def test_the_example_of_a_key_is_right(model: type[BaseModel], key: str) -> None:
    told = MAPPING.key_words(model, key)
    assert told is not None
    example = tomllib.loads(told[3])
    assert list(example) == [key]
    field = model.model_fields[key]
    annotated: Any = Annotated[field.annotation, field]
    TypeAdapter(annotated).validate_python(example[key])


def test_the_whole_example_is_a_mapping() -> None:
    _, _, rest = TEXT.partition("```toml\n")
    example, _, _ = rest.partition("```")
    mapping = ScoreMapping.model_validate(tomllib.loads(example))
    assert mapping.achievements is not None
    assert mapping.participants.named[0].question == "Предмет по выбору"


@pytest.mark.parametrize("state", [state for state in State if state is not State.KNOWN])
def test_the_words_that_it_promises_are_understood(state: State) -> None:
    (line,) = [line for line in TEXT.splitlines() if line.startswith("| «") and f"(`{state.value}`)" in line]
    promised = line.split("|")[1].split(",")
    assert {fold(word.strip(" «»")) for word in promised} <= words().states[state]


def test_each_reference_names_the_other() -> None:
    assert "(MAPPING.md)" in (SCHEMES / "REFERENCE.md").read_text("utf-8")
    assert "(REFERENCE.md)" in TEXT
