"""The file in which somebody says what the columns of a list mean: TOML.

::

    header_row = 5                  # as the spreadsheet shows it; 0: the list has no headings
    read_sheets = ["Tổ 5"]          # only these; without it every sheet
    skip_sheets = ["Hướng dẫn"]
    area = "Tổ 5"                   # of those for whom the list says none
    needs = ["vneid_activation"]    # of those of whom the columns say nothing

    [columns]                       # heading = meaning; two levels are joined by " / "
    "Họ tên khai sinh" = "name"
    "Cột khác" = "ignore"

    [letters]                       # letter = meaning; goes before [columns]
    H = "phone"

Meanings are those of `wardtui.domain.roster.columns.Meaning`; needs are those of the vocabulary. A
column that must not be stored cannot be mapped in: named in the file it is an error, and met by its
letter it stays dropped.
"""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from wardtui.domain.errors import BadInput
from wardtui.domain.resident import AREA_LIMIT
from wardtui.domain.roster.areas import read_area
from wardtui.domain.roster.columns import Meaning
from wardtui.domain.roster.mapping import Mapping, forbidden_wishes
from wardtui.domain.vocabulary import Need
from wardtui.sheets.errors import FileMissing

_LETTER = re.compile(r"[A-Z]{1,3}")
_AT_LINE = re.compile(r"at line (\d+)")
_LAST_ROW = 1_048_576
"""A spreadsheet has no more."""


class BadMapping(BadInput):
    """A mapping file says something that cannot be.

    Facts: ``file``, ``line`` (from 1; 0 when unknown), ``key`` and ``reason``, one of
    ``unreadable``, ``not_toml``, ``unknown_key``, ``wrong_type``, ``unknown_meaning``,
    ``unknown_need``, ``unknown_area``, ``bad_letter``, ``bad_row``, ``forbidden_column``.
    """

    CODE = "bad_mapping"


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file.

    :raises FileMissing: when there is no such file
    :raises BadMapping: when it says something that cannot be
    """
    if not path.exists():
        raise FileMissing(file=str(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadMapping(file=str(path), line=0, key="", reason="unreadable") from error
    return parse_mapping(text, str(path))


def parse_mapping(text: str, file: str = "") -> Mapping:
    """The mapping that a text in TOML describes.

    :param file: named in errors
    :raises BadMapping: when it says something that cannot be
    """
    try:
        document = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else len(text.splitlines())
        raise BadMapping(file=file, line=line, key="", reason="not_toml") from error
    return _Parser(text, file).mapping(document)


def write_mapping(mapping: Mapping) -> str:
    """A mapping as the text of its file."""
    lines: list[str] = []
    if mapping.header_row is not None:
        lines.append(f"header_row = {mapping.header_row}")
    if mapping.read_sheets:
        lines.append(f"read_sheets = {_array(mapping.read_sheets)}")
    if mapping.skip_sheets:
        lines.append(f"skip_sheets = {_array(mapping.skip_sheets)}")
    if mapping.area is not None:
        lines.append(f"area = {_quoted(mapping.area)}")
    if mapping.needs:
        lines.append(f"needs = {_array(mapping.needs)}")
    for table, meanings in (("columns", mapping.columns), ("letters", mapping.letters)):
        if meanings:
            lines += ["", f"[{table}]"] if lines else [f"[{table}]"]
            lines += [f"{_quoted(key)} = {_quoted(value)}" for key, value in meanings.items()]
    return "\n".join(lines) + "\n"


def _array(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else _escape(c) for c in escaped) + '"'


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


T = TypeVar("T")


class _Parser:
    """Checks one document."""

    def __init__(self, text: str, file: str) -> None:
        self._lines = text.splitlines()
        self._file = file

    def mapping(self, document: dict[str, Any]) -> Mapping:
        known = {*Mapping.__struct_fields__}
        for key in document:
            if key not in known:
                raise self._wrong(key, "unknown_key")
        mapping = Mapping(
            columns=self._table(document, "columns"),
            letters=self._letters(self._table(document, "letters")),
            header_row=self._row(document),
            read_sheets=self._texts(document, "read_sheets"),
            skip_sheets=self._texts(document, "skip_sheets"),
            area=self._area(document),
            needs=tuple(
                self._code(Need, name, "needs", "unknown_need")
                for name in self._texts(document, "needs")
            ),
        )
        for heading in forbidden_wishes(mapping):
            raise self._wrong(heading, "forbidden_column")
        return mapping

    def _table(self, document: dict[str, Any], name: str) -> dict[str, Meaning]:
        table = document.get(name, {})
        if not isinstance(table, dict):
            raise self._wrong(name, "wrong_type")
        return {
            key: self._code(Meaning, value, key, "unknown_meaning") for key, value in table.items()
        }

    def _letters(self, table: dict[str, Meaning]) -> dict[str, Meaning]:
        for letter in table:
            if not _LETTER.fullmatch(letter.upper()):
                raise self._wrong(letter, "bad_letter")
        return {letter.upper(): meaning for letter, meaning in table.items()}

    def _code(self, kind: Callable[[str], T], value: object, key: str, reason: str) -> T:
        if not isinstance(value, str):
            raise self._wrong(key, "wrong_type")
        try:
            return kind(value)
        except ValueError:
            raise self._wrong(key, reason) from None

    def _row(self, document: dict[str, Any]) -> int | None:
        row = document.get("header_row")
        if row is None:
            return None
        if not isinstance(row, int) or isinstance(row, bool):
            raise self._wrong("header_row", "wrong_type")
        if not 0 <= row <= _LAST_ROW:
            raise self._wrong("header_row", "bad_row")
        return row

    def _area(self, document: dict[str, Any]) -> str | None:
        text = document.get("area")
        if text is None:
            return None
        if not isinstance(text, str):
            raise self._wrong("area", "wrong_type")
        area = read_area(text)
        if area is None:
            raise self._wrong("area", "unknown_area")
        return area[:AREA_LIMIT]

    def _texts(self, document: dict[str, Any], name: str) -> tuple[str, ...]:
        texts = document.get(name, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise self._wrong(name, "wrong_type")
        return tuple(texts)

    def _wrong(self, key: str, reason: str) -> BadMapping:
        """The error, with the line on which its key stands as far as that can be seen."""
        starts = (key, f'"{key}"', f"'{key}'", f"[{key}]")
        line = next(
            (
                number
                for number, line in enumerate(self._lines, start=1)
                if line.strip().startswith(starts)
            ),
            0,
        )
        return BadMapping(file=self._file, line=line, key=key, reason=reason)
