"""Tables of messy cells: data files of what a cell holds and what it means."""

import re
from datetime import date
from pathlib import Path

from wardtui.domain.roster.grid import Cell

_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\n")
_DATE_CELL = "date:"


def rows(name: str, columns: int) -> list[tuple[str, ...]]:
    """The rows of a table without its header, each with so many columns.

    ``\\uXXXX`` is a sign that an editor would not show, ``\\n`` a line break inside a cell.
    """
    lines = (Path(__file__).parent / "data" / name).read_text("utf-8").splitlines()[1:]
    table = [tuple(_unescaped(field) for field in line.split("\t")) for line in lines]
    assert all(len(row) == columns for row in table), [r for r in table if len(r) != columns]
    return table


def cell(text: str) -> Cell:
    """A cell as the reader of sheets gives it: ``date:1985-02-03`` is one that knew its date."""
    if text.startswith(_DATE_CELL):
        return date.fromisoformat(text.removeprefix(_DATE_CELL))
    return text


def _unescaped(field: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\n", field)
