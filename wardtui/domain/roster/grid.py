"""A spreadsheet as the importer sees it, whatever file it came from."""

from datetime import date

import msgspec

Cell = str | date | None
"""Text, a date that the spreadsheet knew as one, or nothing. Numbers come as their digits."""


class Merge(msgspec.Struct, frozen=True):
    """Cells that the spreadsheet shows as one, as indexes into the sheet's rows, ends included.

    A column may lie beyond the end of a row: what is cut off there is empty.
    """

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Sheet(msgspec.Struct, frozen=True):
    """One sheet of a file."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    """Rows may differ in length, and an empty row may have no cells at all."""
    first_row: int = 1
    """Number of the first row, as a spreadsheet shows it."""
    hidden: bool = False
    """The workbook does not show this sheet."""
    merged: tuple[Merge, ...] = ()
    """Merged cells, where the file's format tells them (not .ods, not .xlsb)."""


def text_of(cell: Cell) -> str:
    """A cell as text, with its spaces tidied."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return " ".join(cell.split())
