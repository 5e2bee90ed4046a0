"""The text of a scheme changed in places: what is edited is written anew, comments and layout around it stay.

A reader of TOML gives values, not where they stand, so the places are found here. The text has been read before by
``tomllib``, so it is known to be right; what was changed is read again and compared, and where a change does not fit
into the text as it is laid out, the whole is written anew, which is told.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from otbor.services.scheme_places import Place, comments, places

Content = dict[str, Any]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NAMES = ("id", "code", "name")  # what an element of a list is known by
_WIDE = 100  # letters of an inline table that still fits into a line


@dataclass(frozen=True)
class Patched:
    """The new text; ``comments_kept``: whether every remark of the file is still in it."""

    text: str
    comments_kept: bool


def content_of(text: str) -> Content:
    """What ``text`` (TOML that can be read) holds; numbers with a point as Decimal."""
    return tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)


def patched(text: str, content: Content) -> Patched:
    """``text`` with the values of ``content`` in place of its own."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    before = content_of(text)
    if before == content:
        return Patched(text, comments_kept=True)
    changes = _Changes()
    _table(text, places(text), before, content, changes)
    made = changes.applied(text)
    try:
        fits = content_of(made) == content
    except tomllib.TOMLDecodeError:
        fits = False
    if not fits:
        made = written(content)
    left = comments(made)
    return Patched(made, all(remark in left for remark in comments(text)))


def written(content: Content) -> str:
    """The whole as a new text: plain keys first, lists of tables as sections."""
    sections = {
        key: value
        for key, value in content.items()
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value)
    }
    lines = [f"{_key(key)} = {literal(value)}" for key, value in content.items() if key not in sections]
    for key, elements in sections.items():
        lines += [_block(_key(key), one) for one in elements]
    return "\n".join(lines) + "\n"


def literal(value: Any, indent: str = "") -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (int, date)):
        return str(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(str(key))} = {literal(one, indent)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return _list(value, indent)


def _list(values: Sequence[Any], indent: str) -> str:
    inner = [literal(one, indent + "    ") for one in values]
    told = f"[{', '.join(inner)}]"
    if len(told) <= _WIDE:
        return told
    lines = "".join(f"{indent}    {one},\n" for one in inner)
    return f"[\n{lines}{indent}]"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else literal(key)


def _block(header: str, table: Mapping[str, Any]) -> str:
    return "\n".join([f"\n[[{header}]]", *(f"{_key(name)} = {literal(value)}" for name, value in table.items())])


@dataclass
class _Changes:
    """Pieces of the text to be replaced, none within another."""

    pieces: list[tuple[int, int, str]] = field(default_factory=list)

    def put(self, start: int, end: int, text: str) -> None:
        self.pieces.append((start, end, text))

    def applied(self, text: str, start: int = 0, end: int | None = None) -> str:
        """The text from ``start`` to ``end`` with the pieces that lie in it."""
        made, here, last = [], start, len(text) if end is None else end
        for begins, ends, new in sorted(self.pieces):
            if here <= begins and ends <= last:
                made += [text[here:begins], new]
                here = ends
        return "".join([*made, text[here:last]])


def _table(text: str, place: Place, before: Content, after: Content, changes: _Changes) -> None:
    """The keys of a table under a header, or of the whole file."""
    for key, was in before.items():
        inner = place.keys.get(key)
        if inner is None:
            continue  # written in a way that is not followed here: the comparison at the end tells
        if key not in after:
            _taken(text, inner, changes)
        elif was != after[key]:
            _value(text, inner, was, after[key], changes)
    lines = "".join(f"{_key(key)} = {literal(value)}\n" for key, value in after.items() if key not in before)
    if lines:
        at = place.room
        changes.put(at, at, lines if at == 0 or text[at - 1 : at] == "\n" else "\n" + lines)


def _value(text: str, place: Place, before: Any, after: Any, changes: _Changes) -> None:
    if place.elements and place.sectioned:
        if isinstance(after, list) and after and all(isinstance(one, dict) for one in after):
            _sections(text, place, before, after, changes)
        # else it fits under no header: the comparison at the end tells
    elif place.sectioned and isinstance(after, dict):
        _table(text, place, before, after, changes)
    elif isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys() == place.keys.keys():
        for key, was in before.items():
            if was != after[key]:
                _value(text, place.keys[key], was, after[key], changes)
    elif isinstance(before, list) and isinstance(after, list) and place.elements:
        _elements(text, place, before, after, changes)
    else:
        changes.put(place.start, place.end, literal(after, _indent(text, place.start)))


def _elements(text: str, place: Place, before: list[Any], after: list[Any], changes: _Changes) -> None:
    """A list in brackets: what stays is copied as it is written."""
    if len(before) == len(after):
        for inner, was, now in zip(place.elements, before, after, strict=True):
            if was != now:
                _value(text, inner, was, now, changes)
        return
    left = list(zip(before, place.elements, strict=True))
    told: list[str] = []
    indent = _indent(text, place.start)
    for now in after:
        same = next((pair for pair in left if pair[0] == now), None)
        if same is not None:
            left.remove(same)
            told.append(text[same[1].start : same[1].end])
        else:
            told.append(literal(now, indent + "    "))
    if "\n" in text[place.start : place.end] or len(", ".join(told)) > _WIDE:
        made = "[\n" + "".join(f"{indent}    {one},\n" for one in told) + f"{indent}]"
    else:
        made = f"[{', '.join(told)}]"
    changes.put(place.start, place.end, made)


def _sections(text: str, place: Place, before: list[Content], after: list[Content], changes: _Changes) -> None:
    """Sections ``[[name]]``: each with its remarks, changed within, moved, added or taken away."""
    left = list(zip(before, place.elements, strict=True))
    pairs = []
    for now in after:
        same = _match(left, now)
        pairs.append((now, same))
        if same is not None:
            left.remove(same)
    if [same[1] for _now, same in pairs if same] == place.elements and len(pairs) == len(place.elements):
        for now, same in pairs:
            if same is not None:
                _table(text, same[1], same[0], now, changes)
        return
    blocks = []
    for now, same in pairs:
        if same is None:
            blocks.append(_block(place.header, now).lstrip("\n"))
            continue
        inside = _Changes()
        _table(text, same[1], same[0], now, inside)
        blocks.append(inside.applied(text, same[1].start, same[1].end))
    first, last = place.elements[0].start, place.elements[-1].end
    tail = "\n" if text[last - 2 : last] == "\n\n" else ""
    changes.put(first, last, "\n\n".join(block.rstrip("\n") for block in blocks) + "\n" * bool(blocks) + tail)


def _match(left: Sequence[tuple[Content, Place]], now: Content) -> tuple[Content, Place] | None:
    """What ``now`` was before: the same, else the one of the same name, else the one in its turn."""
    for alike in (lambda was: was == now, lambda was: _name(was) and _name(was) == _name(now)):
        for pair in left:
            if alike(pair[0]):
                return pair
    unnamed = [pair for pair in left if not _name(pair[0])]
    return unnamed[0] if unnamed and not _name(now) else None


def _name(table: Content) -> str:
    return next((str(table[key]) for key in _NAMES if key in table), "")


def _taken(text: str, place: Place, changes: _Changes) -> None:
    """A key is no longer there: its whole lines go."""
    if place.sectioned:
        for start, end in _spans(place):
            changes.put(start, end, "")
        return
    start = text.rfind("\n", 0, place.key_start) + 1
    end = text.find("\n", place.end)
    changes.put(start, len(text) if end < 0 else end + 1, "")


def _spans(place: Place) -> Iterator[tuple[int, int]]:
    if place.elements:
        for element in place.elements:
            yield element.start, element.end
    else:
        yield place.start, place.end


def _indent(text: str, at: int) -> str:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip())]
