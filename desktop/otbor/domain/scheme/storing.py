"""A scheme as it is kept with a campaign: whole, with the scale and the lists that its file only names."""

from functools import lru_cache

from otbor.domain.scheme.base import SPELLED
from otbor.domain.scheme.model import Scheme


def stored(scheme: Scheme) -> str:
    """``scheme`` as JSON text with every value, defaults too, so that no later file or version changes its meaning;
    names as they are written."""
    return scheme.model_dump_json(context=SPELLED)


@lru_cache(maxsize=8)
def restored(text: str) -> Scheme:
    """The scheme that :func:`stored` made ``text`` of; its identity is the same."""
    return Scheme.model_validate_json(text, strict=False)  # numbers and days are texts in JSON
