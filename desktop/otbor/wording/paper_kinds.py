"""Words for kinds of papers and for places of signatures, from ``resources/wording/paper_kinds.toml``."""

import tomllib
from functools import cache

from otbor.support.places import resources


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((resources() / "wording" / "paper_kinds.toml").read_text("utf-8"))


def paper_kind_words(kind: str) -> str:
    """«Расписка», «Приказ о зачислении» …"""
    return _words()["kinds"][kind]


def place_words(place: str) -> str:
    """«директор», «член комиссии 2»: one of several places of the same name bears its number."""
    name = place.rstrip("0123456789")
    return " ".join(filter(None, (_words()["places"][name], place.removeprefix(name))))
