"""Text files with one record a line."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
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
    """The records. Where a quotation mark is never closed, quotation marks mean nothing."""
    told = _SEPARATOR_LINE.match(text)
    body = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(body)
    try:
        records = list(_parse(body, delimiter, csv.QUOTE_MINIMAL))
    except csv.Error:
        records = []
    if not records or any(field.count("\n") > _UNCLOSED for row in records for field in row):
        records = list(_parse(body, delimiter, csv.QUOTE_NONE))
    return [[], *records] if told else records


def _parse(text: str, delimiter: str, quoting: _Quoting) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)


def _delimiter(text: str) -> str:
    """The sign that cuts most lines into the same number of cells; a tab when none does."""
    return max(_DELIMITERS, key=lambda delimiter: _agreement(text, delimiter))


def _agreement(text: str, delimiter: str) -> int:
    """Cells beyond the first, in those sample rows that have as many cells as most of them do."""
    try:
        sample = list(islice(_parse(text, delimiter, csv.QUOTE_MINIMAL), _SAMPLE_ROWS))
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in sample)
    return max(((width - 1) * rows for width, rows in widths.items() if width), default=0)
