"""Reading spreadsheet and text files into sheets."""

import csv
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from wardtui.domain.errors import BadInput, Damaged
from wardtui.domain.roster.grid import Cell, Sheet

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"}
TEXTS = {".csv", ".tsv", ".txt"}


class FileMissing(BadInput):
    """The file is not there."""

    CODE = "file_missing"


class ForeignFile(BadInput):
    """The file is of a kind that holds no list."""

    CODE = "foreign_file"


class UnreadableFile(Damaged):
    """The file's name promises a list, its content is none."""

    CODE = "unreadable_file"


def read_file(path: Path) -> list[Sheet]:
    """Every sheet of a file.

    :raises FileMissing: when there is no such file
    :raises ForeignFile: when it is no spreadsheet or text table
    :raises UnreadableFile: when its content cannot be read
    """
    if not path.exists():
        raise FileMissing(file=str(path))
    suffix = path.suffix.lower() if path.is_file() else ""
    if suffix in WORKBOOKS:
        return _workbook(path)
    if suffix in TEXTS:
        return [_text_table(path)]
    raise ForeignFile(file=str(path))


def _workbook(path: Path) -> list[Sheet]:
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            return [
                Sheet(name, tuple(tuple(_cell(value) for value in row) for row in rows))
                for name in book.sheet_names
                if (rows := book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            ]
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableFile(file=str(path)) from error


def _text_table(path: Path) -> Sheet:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(file=str(path)) from error
    if "\0" in text:
        raise UnreadableFile(file=str(path))
    sample = text[:8192]
    delimiter = max("\t;,", key=sample.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return Sheet(path.stem, tuple(tuple(value or None for value in row) for row in rows))
    except csv.Error as error:
        raise UnreadableFile(file=str(path)) from error


def _cell(value: Any) -> Cell:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (time, timedelta)):
        return str(value)
    return str(value)
