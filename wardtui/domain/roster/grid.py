"""A spreadsheet as the importer sees it, whatever file it came from."""

from datetime import date

import msgspec

Cell = str | date | None
"""Text, a date that the spreadsheet knew as one, or nothing. Numbers come as their digits."""


class Sheet(msgspec.Struct, frozen=True):
    """One sheet of a file."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    first_row: int = 1
    """Number of the first row, as a spreadsheet shows it."""
    hidden: bool = False
    """The workbook does not show this sheet."""


def text_of(cell: Cell) -> str:
    """A cell as text, with its spaces tidied."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return " ".join(cell.split())
