"""School subjects (учебные предметы): one name for each, however a workbook or a scheme writes it."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Self

_NEAR = 0.75  # of 1: one or two letters of a word are others
PART = ": "
"""Between the name of a number and that of its part."""
_LEVEL_NOUNS = frozenset({"этап", "уровень"})


def tidy(text: str) -> str:
    """``text`` in lower case with single spaces: how names are kept in values, schemes and achievements."""
    return " ".join(text.split()).lower()


class Spelled(str):
    """A name that is compared in lower case, as :func:`tidy` leaves it, and shown as it was ``written`` («ГТО»)."""

    __slots__ = ("written",)
    written: str

    def __new__(cls, name: str, written: str) -> Self:
        """``name`` is what it is for every comparison."""
        made = super().__new__(cls, name)
        made.written = written
        return made


def as_written(text: str) -> str:
    """``tidy(text)`` that keeps how it was written: a name of its own, as that of an event («Турнир городов»)."""
    name, written = tidy(text), " ".join(text.split())
    return name if name == written else Spelled(name, written)


def spelled(text: str) -> str:
    """The same for a word within a sentence.

    Its first letter is small unless its word is an abbreviation: has a further capital or a digit.
    """
    written = " ".join(text.split())
    first = written.split(" ", 1)[0][1:]
    if not any(letter.isupper() or letter.isdigit() for letter in first):
        written = written[:1].lower() + written[1:]
    return as_written(written)


def respelled(name: str, of: str) -> str:
    """``name`` shown as ``of`` is: what was made of it for comparison."""
    return Spelled(name, of.written) if isinstance(of, Spelled) else name


def shown(name: str) -> str:
    """``name`` as a sentence shows it."""
    return name.written if isinstance(name, Spelled) else name


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """``text`` for comparison: tidy and with «ё» as «е», because one hand writes «призер» and another «призёр»."""
    return tidy(text).replace("ё", "е")


def part_of(whole: str, part: str) -> str:
    """The name of a part of a number: «математика: геометрия», spelled as both are."""
    name, written = f"{whole}{PART}{part}", f"{shown(whole)}{PART}{shown(part)}"
    return name if name == written else Spelled(name, written)


def whole_of(name: str) -> str:
    """«математика» of «математика: геометрия», a part of its number."""
    whole, written = (text.partition(":")[0].strip() for text in (str(name), shown(name)))
    return whole if whole == written else Spelled(whole, written)


def level_key(level: str) -> str:
    """A level or stage for comparison: «региональный этап» is «региональный»."""
    words = folded(level).split()
    return " ".join(word for word in words if word not in _LEVEL_NOUNS) or folded(level)


def nearest(name: str, known: Iterable[str]) -> str:
    """The one of ``known`` that ``name`` is a slip of the pen for; empty when nothing is near."""
    return next(iter(get_close_matches(folded(name), known, n=1, cutoff=_NEAR)), "")


@dataclass(frozen=True)
class Subjects:
    """The known subjects: ``names`` maps every folded name and alias to the subject's own name."""

    names: Mapping[str, str]

    def named(self, text: str) -> str | None:
        """The subject that ``text`` means, None when no such subject is known."""
        return self.names.get(folded(text))


def parse_subjects(text: str) -> Subjects:
    """Read ``resources/subjects.toml`` (``"subject" = ["alias", …]``); a name used twice is a :class:`ValueError`."""
    names: dict[str, str] = {}
    for subject, aliases in tomllib.loads(text).items():
        for name in (subject, *aliases):
            if names.setdefault(folded(name), subject) != subject:
                raise ValueError(f"{name}: both {names[folded(name)]} and {subject}")
    return Subjects(names)
