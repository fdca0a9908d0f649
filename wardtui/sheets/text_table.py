"""Text files with one record a line."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Literal

import msgspec

from wardtui.domain.roster.grid import Cell, Sheet
from wardtui.sheets.cells import as_text
from wardtui.sheets.encoding import decode
from wardtui.sheets.errors import UnreadableFile
from wardtui.sheets.html_table import is_html
from wardtui.sheets.reader import WORKBOOKS, Tell

_Quoting = Literal[0, 3]
"""``csv.QUOTE_MINIMAL`` or ``csv.QUOTE_NONE``."""

_DELIMITERS = "\t;,|"
_SAMPLE_ROWS = 200
_ROWS_AT_ONCE = 1000

_TABLE_ROWS = 2
"""A text that is named like a workbook is a table when so many rows have several cells."""

_UNCLOSED = 20
"""A cell with so many line breaks began with a quotation mark that nothing closes."""

_OTHER_MARKUP = re.compile(r"\s*(<\?xml|MIME-Version:)", re.IGNORECASE)
"""How a workbook as XML, or a page with its pictures in one file, begins."""

_SURE_WIDTH = 4
"""In narrower tables one line of an address may be cut like a row by its commas; two are rows."""

_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""How a file tells Excel its delimiter; Excel counts the line."""

_KEPT_TEXT = re.compile(r'="([^"]*)"')
"""How programs keep Excel from taking a text for a number."""


def read_text_table(content: bytes, path: Path, tell: Tell) -> list[Sheet]:
    """The file as one sheet named after it; as its tables when it is a page of HTML.

    :raises UnreadableFile: when it is no text
    """
    text = decode(content)
    if text is None or not content:
        raise UnreadableFile(file=str(path))
    if is_html(text):
        from wardtui.sheets.workbook import read_workbook

        tables = read_workbook(path, tell)
        names = [path.stem, *(f"{path.stem} {number}" for number in range(2, len(tables) + 1))]
        return [
            msgspec.structs.replace(table, name=name)
            for table, name in zip(tables, names, strict=False)
        ]
    if _OTHER_MARKUP.match(text):
        raise UnreadableFile(file=str(path))
    try:
        records = _records(text)
    except csv.Error as error:
        raise UnreadableFile(file=str(path)) from error
    rows: list[tuple[Cell, ...]] = []
    for record in records:
        cells = tuple([_cell(field) for field in record])
        rows.append(cells if any(cells) else ())
        if len(rows) % _ROWS_AT_ONCE == 0:
            tell(len(rows))
    while rows and not rows[-1]:
        rows.pop()
    if path.suffix.lower() in WORKBOOKS and sum(len(row) > 1 for row in rows) < _TABLE_ROWS:
        raise UnreadableFile(file=str(path))
    return [Sheet(path.stem, tuple(rows))] if rows else []


def _cell(field: str) -> Cell:
    kept = _KEPT_TEXT.fullmatch(field)
    return as_text(kept[1] if kept else field)


def _records(text: str) -> list[list[str]]:
    """The records. A quotation mark that nothing closes is a sign like others on its line."""
    told = _SEPARATOR_LINE.match(text)
    lines = list(io.StringIO(text[told.end() :] if told else text, newline=""))
    delimiter = told[1] if told else _delimiter(lines)
    width = _width(lines, delimiter)
    records: list[list[str]] = [[]] if told else []
    begin = 0
    while begin < len(lines):
        begin += _read_closed(lines, begin, delimiter, width, records)
        if begin < len(lines):
            records.append(_without_quotes(lines[begin], delimiter))
            begin += 1
    return records


def _read_closed(
    lines: list[str], begin: int, delimiter: str, width: int, records: list[list[str]]
) -> int:
    """Append the records up to a line with a stray quotation mark; how many lines they took."""
    # The empty line at the end is a record of its own unless a quotation mark is open.
    reader = csv.reader(chain(islice(lines, begin, None), [""]), delimiter=delimiter)
    taken = 0
    try:
        for record in reader:
            span = reader.line_num - taken
            end = begin + reader.line_num
            if end > len(lines):
                break
            if span > 1 and _is_swallowed(lines[end - span + 1 : end], delimiter, width):
                break
            records.append(record)
            taken = reader.line_num
    except csv.Error:
        pass  # A cell longer than any: something opened and did not close.
    return taken


def _is_swallowed(inside: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether lines that a cell goes on in are rows of the table."""
    if len(inside) > _UNCLOSED:
        return True
    rows = sum(_is_row(line, delimiter, width) for line in inside)
    return width > 1 and rows >= (1 if width >= _SURE_WIDTH else 2)


def _is_row(line: str, delimiter: str, width: int) -> bool:
    """Whether a line is a whole row by itself. One that closes a cell is none."""
    if line.count('"') % 2 == 0:
        return _cells_of(_parse([line], delimiter, csv.QUOTE_MINIMAL)) == width
    fields = line.rstrip("\r\n").split(delimiter)
    return len(fields) == width and not any(field.endswith('"') for field in fields)


def _cells_of(records: Iterable[list[str]]) -> int:
    return sum(map(len, records))


def _without_quotes(line: str, delimiter: str) -> list[str]:
    (fields,) = _parse([line], delimiter, csv.QUOTE_NONE)
    return [field if field.startswith("=") else field.strip('"') for field in fields]


def _parse(lines: Iterable[str], delimiter: str, quoting: _Quoting) -> Iterable[list[str]]:
    return csv.reader(lines, delimiter=delimiter, quoting=quoting)


def _delimiter(lines: list[str]) -> str:
    """The sign that cuts most lines into the same number of cells; a tab when none does."""
    return max(_DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(lines: list[str], delimiter: str) -> int:
    """Cells beyond the first, in those sample rows that have as many cells as most of them do."""
    widths = _widths(lines, delimiter)
    return max(((width - 1) * rows for width, rows in widths.items() if width), default=0)


def _width(lines: list[str], delimiter: str) -> int:
    """The number of cells that most sample rows have, the greater of two."""
    widths = _widths(lines, delimiter)
    return max(((rows, width) for width, rows in widths.items() if width), default=(0, 0))[1]


def _widths(lines: list[str], delimiter: str) -> Counter[int]:
    """How many sample rows have how many cells."""
    try:
        sample = list(islice(_parse(lines, delimiter, csv.QUOTE_MINIMAL), _SAMPLE_ROWS))
    except csv.Error:
        sample = _unquoted_sample(lines, delimiter)
    return Counter(map(len, sample))


def _unquoted_sample(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(_parse(lines[:_SAMPLE_ROWS], delimiter, csv.QUOTE_NONE))
    except csv.Error:
        return []
