"""Plain generators of random data: what hypothesis is too slow for when every piece of the data is made of others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Gen(Generic[T]):
    """A value by chance."""

    make: Callable[[Random], T]

    def map(self, change: Callable[[T], U]) -> "Gen[U]":
        return Gen(lambda chance: change(self.make(chance)))

    def __or__(self, other: "Gen[U]") -> "Gen[T | U]":
        return Gen(lambda chance: self.make(chance) if chance.random() < 0.5 else other.make(chance))


def just(value: T) -> Gen[T]:
    return Gen(lambda _: value)


def one(values: Sequence[T]) -> Gen[T]:
    """One of these values."""
    return Gen(lambda chance: chance.choice(values))


def one_of(*kinds: Gen[Any]) -> Gen[Any]:
    return Gen(lambda chance: chance.choice(kinds).make(chance))


def whole(least: int, most: int) -> Gen[int]:
    return Gen(lambda chance: chance.randint(least, most))


def many(inner: Gen[T], least: int = 0, most: int = 3) -> Gen[list[T]]:
    return Gen(lambda chance: [inner.make(chance) for _ in range(chance.randint(least, most))])


def some(values: Sequence[T], most: int = 3) -> Gen[list[T]]:
    """Some of these values, each once, in any order; at least one."""
    return Gen(lambda chance: chance.sample(values, chance.randint(1, min(most, len(values)))))


def mapping(keys: Gen[Any], values: Gen[Any]) -> Gen[dict[Any, Any]]:
    return Gen(lambda chance: {keys.make(chance): values.make(chance) for _ in range(chance.randint(1, 4))})


def table(required: Mapping[str, Any], **optional: Gen[Any]) -> Gen[dict[str, Any]]:
    """A table with these keys (a generator or a value), each optional one there one time in three."""

    def make(chance: Random) -> dict[str, Any]:
        made = {key: kind.make(chance) if isinstance(kind, Gen) else kind for key, kind in required.items()}
        return made | {key: kind.make(chance) for key, kind in optional.items() if chance.random() < 0.35}

    return Gen(make)


class Draw(Protocol):
    """Takes a generator, gives a value of it."""

    def __call__(self, kind: Gen[T], /) -> T: ...


def composite(make: Callable[..., T]) -> Callable[..., Gen[T]]:
    """``make(draw, …)`` as a generator; ``draw`` takes a generator and gives a value of it."""
    return lambda *given, **named: Gen(lambda chance: make(lambda kind: kind.make(chance), *given, **named))
