"""Texts of forms made ready to be filled: ``{name}``, ``{name|dative}``, ``{sheets|лист/листа/листов}``, and loops and
conditions in a sandbox.

A text without ``{%`` takes the short way, a few microseconds; the sandbox is loaded for the others only.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from otbor.wording.declension import Overrides
from otbor.wording.filters import FILTERS, FORMS, Filter, shown, word_for
from otbor.wording.prepared import BadTextError, Text

_PLACEHOLDER = re.compile(rf"\{{([^\W\d]\w*)((?:\|(?:\w+|{FORMS}))*)\}}")
_BEFORE_A_WORD = re.compile(rf"(?<=\}}) (?=\{{\w+\|{FORMS}\}})")  # no line ends between a number and its word
_BRACE = re.compile(r"[{}]")


@lru_cache(maxsize=2048)  # all texts of all forms, the school's copies beside the shipped ones
def compiled(source: str) -> Text:
    """``source`` made ready; raises :class:`BadTextError`."""
    source = _BEFORE_A_WORD.sub("\u00a0", source)
    if "{%" in source or "{#" in source:
        from otbor.wording.sandbox import sandboxed  # noqa: PLC0415 - 0.1 s that few forms need

        return sandboxed(source)
    return _plain(source)


def _plain(source: str) -> Text:
    texts, pieces, end = [], [], 0
    for found in _PLACEHOLDER.finditer(source):
        texts.append(source[end : found.start()])
        pieces.append((found[1], tuple(_filter(name, source, found.start()) for name in found[2].split("|")[1:])))
        end = found.end()
    last, start = source[end:], 0
    for text in (*texts, last):
        start = source.index(text, start)
        if stray := _BRACE.search(text):
            raise BadTextError("form.bad_placeholder", _line(source, start + stray.start()))
        start += len(text)
    filled = tuple(zip(texts, pieces, strict=True))

    def fill(values: Mapping[str, Any], overrides: Overrides) -> str:
        parts: list[str] = []
        for text, (name, filters) in filled:
            value = values[name]
            for one in filters:
                value = one(value, overrides)
            parts += (text, shown(value))
        return "".join((*parts, last))

    return Text(frozenset(name for name, _ in pieces), fill)


def _filter(name: str, source: str, at: int) -> Filter:
    if "/" in name:
        return word_for(name)
    if name not in FILTERS:
        raise BadTextError("form.unknown_filter", _line(source, at), name)
    return FILTERS[name]


def _line(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1
