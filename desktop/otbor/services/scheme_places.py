"""Where the values of a TOML text stand. The text is known to be right: nothing is checked here."""

import re
from dataclasses import dataclass, field
from typing import Any

_BLANK = re.compile(r"[ \t\n]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN = re.compile(r"[^,\]}\n#]+")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


@dataclass
class Place:
    """A value from ``start`` to ``end``; of a table under a header with its remarks above.

    ``keys`` of a table, ``elements`` of a list, in the order of the text; ``sectioned``: under a ``header`` of its own;
    ``room``: where another key can be written; ``key_start``: where its own key begins.
    """

    start: int = 0
    end: int = 0
    header: str = ""
    sectioned: bool = False
    key_start: int = 0
    room: int = 0
    keys: dict[str, "Place"] = field(default_factory=dict)
    elements: list["Place"] = field(default_factory=list)


def places(text: str) -> Place:
    """Where everything stands in ``text``."""
    return _Reader(text).read()


def comments(text: str) -> list[str]:
    """Remarks of ``text``, without the «#»."""
    reader = _Reader(text)
    reader.read()
    return reader.remarks


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.remarks: list[str] = []

    def read(self) -> Place:
        root = Place(0, len(self.text), sectioned=True)
        table, open_tables = root, [root]
        self._blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                begun = self._above(self.at)
                for one in open_tables:
                    if one is not root:
                        one.end = max(one.end, begun)
                table, outer = self._header(root, begun)
                open_tables = [one for one in open_tables if one is root or one in outer]
                open_tables.append(table)
            else:
                self._pair(table)
            self._blank()
        for one in open_tables:
            one.end = len(self.text)
        return root

    def _header(self, root: Place, begun: int) -> tuple[Place, list[Place]]:
        """A table under the header here, and the tables that it is a part of."""
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        begins = self.at
        path = self._path()
        header = self.text[begins : self.at].strip()
        self.at = self.text.index("]", self.at) + (2 if many else 1)
        here, outer = root, []
        for step in path[:-1]:
            here = here.keys.setdefault(step, Place(begun, sectioned=True))
            here = here.elements[-1] if here.elements else here
            outer.append(here)
        made = Place(begun, header=header, sectioned=True, room=self._line_end())
        if many:
            owner = here.keys.setdefault(path[-1], Place(begun, header=header, sectioned=True))
            owner.elements.append(made)
        else:
            made = here.keys.setdefault(path[-1], made)
        return made, outer

    def _pair(self, table: Place) -> None:
        begun = self.at
        path = self._path()
        self.at = self.text.index("=", self.at) + 1
        self._spaces()
        value = self._value()
        value.key_start = begun
        here = table
        for step in path[:-1]:
            here = here.keys.setdefault(step, Place())
        here.keys[path[-1]] = value
        table.room = self._line_end()

    def _path(self) -> list[str]:
        """A key, or several with points between."""
        path = []
        while True:
            self._spaces()
            if bare := _BARE_KEY.match(self.text, self.at):
                path.append(bare[0])
                self.at = bare.end()
            else:
                begun = self.at
                self._string()
                path.append(_unquoted(self.text[begun : self.at]))
            self._spaces()
            if self.text[self.at] != ".":
                return path
            self.at += 1

    def _value(self) -> Place:
        place = Place(self.at)
        first = self.text[self.at]
        if first in "\"'":
            self._string()
        elif first == "[":
            self.at += 1
            self._blank()
            while self.text[self.at] != "]":
                place.elements.append(self._value())
                self._comma()
            self.at += 1
        elif first == "{":
            self.at += 1
            self._blank()
            while self.text[self.at] != "}":
                path = self._path()
                self.at += 1
                self._spaces()
                here = place
                for step in path[:-1]:
                    here = here.keys.setdefault(step, Place())
                here.keys[path[-1]] = self._value()
                self._comma()
            self.at += 1
        else:
            plain: Any = _PLAIN.match(self.text, self.at)
            self.at += len(plain[0].rstrip())
        place.end = self.at
        return place

    def _string(self) -> None:
        self.at = next(found.end() for kind in _STRINGS if (found := kind.match(self.text, self.at)))

    def _comma(self) -> None:
        self._blank()
        if self.text[self.at] == ",":
            self.at += 1
            self._blank()

    def _spaces(self) -> None:
        while self.text[self.at : self.at + 1] in {" ", "\t"}:
            self.at += 1

    def _blank(self) -> None:
        """Past blanks, ends of lines and remarks."""
        while True:
            found = _BLANK.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.text[self.at : self.at + 1] != "#":
                return
            end = self.text.find("\n", self.at)
            end = len(self.text) if end < 0 else end
            self.remarks.append(self.text[self.at + 1 : end].strip())
            self.at = end

    def _above(self, at: int) -> int:
        """Where the remarks right above the line of ``at`` begin."""
        start = self.text.rfind("\n", 0, at) + 1
        while start > 0:
            line = self.text.rfind("\n", 0, start - 1) + 1
            if not self.text[line:start].lstrip().startswith("#"):
                break
            start = line
        return start

    def _line_end(self) -> int:
        """The begin of the next line."""
        end = self.text.find("\n", self.at)
        return len(self.text) if end < 0 else end + 1


def _unquoted(text: str) -> str:
    """A key in quotes as it is meant."""
    import tomllib  # noqa: PLC0415 - quoted keys with escapes are rare

    return next(iter(tomllib.loads(f"{text} = 0")))
