"""Words for where a participant stands in a rating, from ``resources/wording/statuses.toml``."""

import tomllib
from functools import cache

from otbor.domain.scoring import Status
from otbor.support.places import resources


@cache
def _words() -> dict[str, str]:
    return dict(tomllib.loads((resources() / "wording" / "statuses.toml").read_text("utf-8")))


def status_words(status: Status) -> str:
    """«ниже минимума», «не явился» …"""
    return _words()[status.value]
