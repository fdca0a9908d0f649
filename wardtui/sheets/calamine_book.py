"""The sheets of a workbook, as python-calamine reads them."""

import io
from collections.abc import Iterator, Sequence
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from wardtui.domain.roster.grid import Merge
from wardtui.sheets.cells import Value, as_cell
from wardtui.sheets.containers import is_encrypted, unpacked_bytes
from wardtui.sheets.frames import Frame, Refusal, Refused, Rows, SheetHead, WireCell
from wardtui.sheets.limits import UNPACKED_LIMIT_MB

_ROWS_AT_ONCE = 1000


def frames_of(content: bytes) -> Iterator[Frame]:
    """Every sheet of cells; charts and macros are left out."""
    if unpacked_bytes(content) > UNPACKED_LIMIT_MB << 20:
        yield Refused(Refusal.TOO_LARGE)
    elif is_encrypted(content):
        yield Refused(Refusal.PROTECTED)
    else:
        yield from _sheets(content)


def _sheets(content: bytes) -> Iterator[Frame]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for index, told in enumerate(book.sheets_metadata):
                if told.typ == SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_index(index)
                    yield from _sheet(sheet, hidden=told.visible != SheetVisibleEnum.Visible)
    except (CalamineError, OSError):
        yield Refused(Refusal.UNREADABLE)


def _sheet(sheet: CalamineSheet, *, hidden: bool) -> Iterator[Frame]:
    first_row, first_column = sheet.start or (0, 0)
    rows = cast("list[list[Value]]", sheet.to_python())
    while rows and not _has_content(rows[-1]):
        rows.pop()
    merged = _merges(sheet, (first_row, first_column), len(rows))
    _fill_down(rows, merged)
    yield SheetHead(sheet.name, first_row + 1, hidden, merged)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield Rows(tuple([_row(row) for row in rows[start : start + _ROWS_AT_ONCE]]))


def _merges(sheet: CalamineSheet, origin: tuple[int, int], height: int) -> tuple[Merge, ...]:
    row, column = origin
    return tuple(
        Merge(top - row, left - column, min(bottom - row, height - 1), right - column)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top >= row and left >= column and top - row < height
    )


def _fill_down(rows: list[list[Value]], merged: Sequence[Merge]) -> None:
    """Give a value that is merged over several rows to each of them, in its first column.

    A row with nothing of its own stays empty: it is the lower half of a tall title or signature.
    """
    tall = [merge for merge in merged if merge.last_row > merge.first_row]
    below = {i for merge in tall for i in range(merge.first_row + 1, merge.last_row + 1)}
    filled = {i for i in below if _has_content(rows[i])}
    for merge in tall:
        column = merge.first_column
        value = rows[merge.first_row][column] if column < len(rows[merge.first_row]) else ""
        for i in range(merge.first_row + 1, merge.last_row + 1):
            if value != "" and i in filled and rows[i][column] == "":
                rows[i][column] = value


def _has_content(row: Sequence[Value]) -> bool:
    return any(_wire(value) is not None for value in row)


def _row(row: Sequence[Value]) -> tuple[WireCell, ...]:
    cells = tuple(
        [
            (value if value and not value.isspace() else None)
            if type(value) is str and value.isprintable()
            else _wire(value)
            for value in row
        ]
    )
    return cells if any(cells) else ()


def _wire(value: Value) -> WireCell:
    cell = as_cell(value)
    return cell if cell is None or isinstance(cell, str) else cell.toordinal()
