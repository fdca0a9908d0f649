"""On which line of a TOML file each of its keys and values stands; ``tomllib`` does not tell."""

import re
import tomllib
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Keys, and places in arrays from 0."""

_STRING = re.compile(
    r"""
    \"{3} (?: \\. | [^\\] )*? \"{3} \"{0,2}
    | '{3} .*? '{3} '{0,2}
    | " (?: \\. | [^"\\] )* "
    | ' [^']* '
    """,
    re.DOTALL | re.VERBOSE,
)
"""A long string may end with one or two quotation marks of its own before the three."""
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_PLAIN = re.compile(r"[^,\]}#\n]*")
"""A number, a time, a date, true or false."""


class Lines:
    """Where things stand in a text."""

    def __init__(self, places: Mapping[Path, int]) -> None:
        self._places = places

    def of(self, path: Path) -> int:
        """The line of a place, from 1; of what is not there, the line of what would hold it."""
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path, 1)


def lines_of(text: str) -> Lines:
    """The line of every key, table and array element.

    :param text: TOML that ``tomllib`` has read without a fault
    :raises RecursionError: when it is nested too deeply
    """
    return Lines(_Scanner(text).places())


class _Scanner:
    """Reads over a text once. It may trust the text, for ``tomllib`` has read it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._places: dict[Path, int] = {}
        self._lengths: dict[Path, int] = {}
        """Of the arrays of tables, so far."""

    def places(self) -> dict[Path, int]:
        table: Path = ()
        self._take(_BLANK)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._take(_BLANK)
        return self._places

    def _header(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``: the table that the following pairs belong to."""
        line, many = self._line(), self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        table: Path = ()
        *parents, last = self._key()
        for part in parents:
            table = self._newest((*table, part))
            self._places.setdefault(table, line)
        table = (*table, last)
        if many:
            self._places.setdefault(table, line)
            self._lengths[table] = self._lengths.get(table, 0) + 1
            table = self._newest(table)
        self._places[table] = line
        self._at += 2 if many else 1
        return table

    def _newest(self, path: Path) -> Path:
        """The table that a name means: of an array of tables the last one."""
        length = self._lengths.get(path)
        return path if length is None else (*path, length - 1)

    def _pair(self, table: Path) -> None:
        line, path = self._line(), table
        for part in self._key():
            path = (*path, part)
            self._places.setdefault(path, line)
        self._at += 1
        self._value(path)

    def _key(self) -> list[str]:
        """The parts of a key; what follows is the sign that ends it."""
        parts = []
        while True:
            self._take(_BLANK)
            part = self._take(_BARE_KEY)
            if not part:
                part = tomllib.loads(f"key = {self._take(_STRING)}")["key"]
            parts.append(part)
            self._take(_BLANK)
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _value(self, path: Path) -> None:
        self._take(_BLANK)
        opening = self._text[self._at]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        elif opening in "\"'":
            self._take(_STRING)
        else:
            self._take(_PLAIN)

    def _array(self, path: Path) -> None:
        place = 0
        while not self._ends("]"):
            self._places[(*path, place)] = self._line()
            self._value((*path, place))
            place += 1

    def _inline_table(self, path: Path) -> None:
        while not self._ends("}"):
            self._pair(path)

    def _ends(self, closing: str) -> bool:
        """Steps over the sign before the next element; whether there is none."""
        self._take(_BLANK)
        sign = self._text[self._at]
        if sign in "[{,":
            self._at += 1
            self._take(_BLANK)
            sign = self._text[self._at]
        if sign == closing:
            self._at += 1
            return True
        return False

    def _take(self, pattern: re.Pattern[str]) -> str:
        """Steps over what a pattern finds here."""
        found = pattern.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]

    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1
