"""School subjects (учебные предметы): one name for each, however a workbook or a scheme writes it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


def tidy(text: str) -> str:
    """``text`` in lower case with single spaces: how names are kept in values, schemes and achievements."""
    return " ".join(text.split()).lower()


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """``text`` for comparison: tidy and with «ё» as «е», because one hand writes «призер» and another «призёр»."""
    return tidy(text).replace("ё", "е")


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
